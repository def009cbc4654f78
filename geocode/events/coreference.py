"""How likely two tellings of a document are of one and the same event: a linear model.

Source: a maximum-entropy model learnt by ``benchmarks/train_coreference.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from geocode.events.lexicon import lexicon
from geocode.events.models import read_model
from geocode.events.telling import Telling
from geocode.places.roles.clauses import Sentence
from geocode.records import Place, TimeSpan

VERSION = 1
"""Of the signs; weights trained on others are refused."""
_REMEDY = "run: python benchmarks/train_coreference.py FOLDER_WITH_THE_SETS"
_GAPS = ((0, "same"), (1, "next"), (3, "near"), (8, "some"))
"""Sentences between two tellings up to which they stand as far apart as that."""
_STEM = 4
"""Letters by which two lemmas are forms of one: "kidnap", "kidnapping"."""
_MOST_TIES = 4
_HARM = frozenset({"ASSAULT", "ACCIDENT", "DISASTER", "HEALTH"})
_JUSTICE = frozenset({"COERCE", "ACCUSE"})
_KNOWN = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its"})
_NEW = frozenset({"a", "an", "another"})


def family_of(telling: Telling) -> str:
    """One for all kinds that one event can be told as."""
    kind = telling.trigger.concept.kind
    return "harm" if kind in _HARM else "justice" if kind in _JUSTICE else kind


def may_corefer(first: Telling, second: Telling) -> bool:
    """Whether two tellings of a family can be of one event: of two kinds only in one sentence.

    Or in the same words: "The blast …", told as an accident and then as an attack.
    """
    one, other = first.trigger, second.trigger
    same = one.concept.kind == other.concept.kind or one.lemma == other.lemma
    return same or one.sentence == other.sentence


def log_odds(read: Sequence[Sentence], first: Telling, second: Telling) -> float:
    """The log odds that two tellings, in text order, are of one event."""
    weights = _weights()
    return weights["bias"] + sum(weights.get(sign, 0.0) for sign in signs_of(read, first, second))


@cache
def _weights() -> Mapping[str, float]:
    return read_weights(resources.files("geocode.events") / "weights")


def read_weights(folder: Traversable) -> Mapping[str, float]:
    """The weights by sign in ``coreference.json`` in ``folder``.

    Raises: ModelError where they are missing or of another version.
    """
    called = "The weights of coreference"
    file = folder / "coreference.json"
    return read_model(file, version=VERSION, called=called, remedy=_REMEDY)["weights"]


def signs_of(read: Sequence[Sentence], first: Telling, second: Telling) -> list[str]:
    """What two tellings, in text order, share and what parts them, by name."""
    kind = first.trigger.concept.kind
    gap = _gap(second.trigger.sentence - first.trigger.sentence)
    same = kind == second.trigger.concept.kind
    out = [
        *_worded(first, second, kind if same else ""),
        *_standing(read, first, second, gap),
        *_parties(first, second, kind if same else ""),
    ]
    concept = first.trigger.concept.name == second.trigger.concept.name
    days, places = _days(first.when, second.when), _places(first.places, second.places)
    ties = len(first.words & second.words)
    return [
        *out,
        f"gap {gap}",
        f"days {days}",
        f"days {days}, {concept}",
        f"places {places}",
        f"places {places}, {kind}",
        f"places {places}, {concept}",
        f"ties {min(_MOST_TIES, ties)}",
        f"ties {min(_MOST_TIES - 1, ties)}, {gap}",
        f"status {' '.join(sorted((first.status, second.status)))}",
        f"status {first.status == second.status}",
    ]


def _gap(sentences: int) -> str:
    return next((name for most, name in _GAPS if sentences <= most), "far")


def _worded(first: Telling, second: Telling, kind: str) -> list[str]:
    """Whether they are told in the same words, and of which kind; "" for two kinds."""
    one, other = first.trigger, second.trigger
    concept, lemma = one.concept.name == other.concept.name, one.lemma == other.lemma
    out = [
        f"concept {concept}",
        f"lemma {lemma}",
        f"stem {one.lemma[:_STEM] == other.lemma[:_STEM]}",
        f"labels {' '.join(sorted((first.label, second.label)))}",
        f"labels {first.label == second.label}",
    ]
    if kind:
        out += [f"kind {kind}", f"concept {concept}, {kind}", f"lemma {lemma}, {kind}"]
    else:
        out.append(f"kinds {' '.join(sorted((one.concept.kind, other.concept.kind)))}")
    return out


def _standing(read: Sequence[Sentence], first: Telling, second: Telling, gap: str) -> list[str]:
    """How each stands in its sentence: verb or noun, "the" or "a", one or many, a toll."""
    one, other = first.trigger, second.trigger
    tolls = lexicon().outcomes
    before = read[other.sentence].word(other.first - 1)
    article = "known" if before in _KNOWN else "new" if before in _NEW else "no"
    return [
        f"parts {one.part} {other.part}",
        f"parts {one.part} {other.part}, {gap}",
        f"{article} article, {other.part}",
        f"plural {_is_plural(read, first)} {_is_plural(read, second)}",
        f"toll {other.lemma in tolls}, {gap}",
        f"tolls {one.lemma in tolls} {other.lemma in tolls}",
        f"blocks {first.block} {second.block}",
        f"part of it {second.within == one.span.start}",
        f"in the first sentence {one.sentence == 0}",
    ]


def _is_plural(read: Sequence[Sentence], telling: Telling) -> bool:
    trigger = telling.trigger
    return trigger.part == "noun" and read[trigger.sentence].word(trigger.first).endswith("s")


def _parties(first: Telling, second: Telling, kind: str) -> list[str]:
    """Whether the same ones act and suffer, by the last word of their names."""
    actors = _shared(first.actors, second.actors)
    crossed = _heads(first.actors) & _heads(second.recipients)
    crossed |= _heads(second.actors) & _heads(first.recipients)
    return [
        f"actors {actors}",
        f"actors {actors}, {kind}",
        f"recipients {_shared(first.recipients, second.recipients)}",
        f"actors crossed {bool(crossed)}",
    ]


def _shared(first: Sequence[str], second: Sequence[str]) -> str:
    if not (first and second):
        return "one" if first or second else "none"
    return "same" if _heads(first) & _heads(second) else "others"


def _heads(names: Sequence[str]) -> frozenset[str]:
    """The last word of each name, by which parties are compared."""
    return frozenset(name.split()[-1].lower() for name in names)


def _days(first: TimeSpan | None, second: TimeSpan | None) -> str:
    one = first if first is not None and not first.assumed else None
    other = second if second is not None and not second.assumed else None
    if one is None or other is None:
        return "one" if one or other else "none"
    if (one.earliest, one.latest) == (other.earliest, other.latest):
        return "same"
    return "meet" if days_meet(one, other) else "others"


def days_meet(first: TimeSpan, second: TimeSpan) -> bool:
    """Whether some day lies in both; an open end is open."""
    starts_late = first.earliest and second.latest and first.earliest > second.latest
    ends_early = first.latest and second.earliest and first.latest < second.earliest
    return not (starts_late or ends_early)


def _places(first: Sequence[Place], second: Sequence[Place]) -> str:
    if not (first and second):
        return "first" if first else "second" if second else "none"
    same = {name_of(place) for place in first} & {name_of(place) for place in second}
    return "same" if same else "others"


def name_of(place: Place) -> str:
    """One for all namings of a place: its entry's id, or the name that nobody knows."""
    return place.best.id if place.best else place.mention.surface.lower()
