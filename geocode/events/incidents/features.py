"""What is weighed: named features of an event, and of a place or a date as its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from geocode.events.incidents.scene import FIRST_PERSON as _FIRST_PERSON
from geocode.events.incidents.scene import Named, Scene, Told, place_key
from geocode.events.lexicon import lexicon
from geocode.places.roles.clauses import Sentence
from geocode.records import Event

Features: TypeAlias = dict[str, float]
_PREPOSITIONS = frozenset(
    {"in", "at", "near", "on", "of", "from", "to", "through", "between", "outside", "around",
     "for", "by", "against", "into", "within", "the", ",", "and", "northern", "southern",
     "eastern", "western", "central", "downtown", "since", "until", "before", "after", "last",
     "this", "said", "reported", "stated", "early", "late"}
)  # fmt: skip
_NUMBERS = frozenset(
    {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "several",
     "dozens", "hundreds"}
)  # fmt: skip
_OPENERS = frozenset(
    {"meanwhile", "the", "a", "an", "on", "in", "two", "three", "according", "he", "we", "this",
     "these", "last", "unidentified", "another", "also", "after", "it"}
)  # fmt: skip
_CALLED = {
    word: sort
    for sort, words in {
        "quarter": ("neighborhood", "neighbourhood", "district", "canton", "suburb", "sector"),
        "town": ("village", "town", "city", "hamlet"),
        "site": ("farm", "estate", "river", "street", "avenue", "road", "highway", "bridge",
                 "airport", "university", "hill", "volcano"),
        "division": ("department", "province", "region", "municipality", "jurisdiction"),
        "area": ("area", "zone"),
    }.items()
    for word in words
}  # fmt: skip
"""Sorts of place by the words that say them."""
_NEVER = 4
"""The sentence from which on it does not matter how late a place is named first."""
_MOST_TELLINGS = 6
"""Tellings of one event that are looked at: keeps weighing linear."""
_HERE = frozenset({"capital", "here"})
_HOLDERS = frozenset(
    {"police", "department", "neighborhood", "city", "university", "government", "cartel",
     "airport", "district", "municipality", "province", "officials", "president", "'s", "army",
     "front", "radio", "television"}
)  # fmt: skip


def place_features(
    seen: Scene, event: Event, tellings: Sequence[Told], named: Sequence[Named]
) -> Features:
    """A place, by all its mentions near an event, as where that event was."""
    best = min(named, key=lambda n: apart_of(tellings, n))
    out = position_of(seen, event, tellings, best)
    place = best.place
    assert place is not None
    linked = any(place_key(p) == best.key for p in event.places)
    sort, bucket = _sort(seen, best), bucket_of(apart_of(tellings, best))
    country = place.best.country if place.best else None
    out |= {
        f"class {sort}": 1.0,
        f"role {place.role}": 1.0,
        f"kind {place.mention.kind}": 1.0,
        f"mentions {min(3, seen.mentions.get(best.key, 0))}": 1.0,
        "linked": float(linked),
        f"linked {sort}": float(linked),
        f"another linked, {sort}": float(bool(event.places) and not linked),
        "in the dateline": float(best.in_dateline),
        "also in the dateline": float(any(n.in_dateline for n in named) and not best.in_dateline),
        "home": float(seen.home is not None and country == seen.home),
        f"{sort}, {sort_of(event)}": 1.0,
        f"{sort} {bucket}": 1.0,
        f"{place.role} {bucket}": 1.0,
    }
    at_home = any(n.in_dateline for n in named) or sort == "capital"
    if at_home and any(_HERE & set(seen.read[t.sentence].lower) for t in tellings):
        out["the capital, or here, is said"] = 1.0
    main = max(seen.countries, key=lambda c: (seen.countries[c], c), default=None)
    out["country named most"] = float(country == main)
    if not event.places:
        out[f"none linked, {sort}"] = 1.0
        out[f"none linked, {sort} {bucket}"] = 1.0
    if country == seen.home:
        out[f"home {sort}"] = 1.0
    return out | _standing(tellings, named, sort) | _chance(tellings, named)


def sort_of(event: Event) -> str:
    """The sort of violence, or the kind of what is none."""
    return event.label or event.kind


def _standing(tellings: Sequence[Told], named: Sequence[Named], sort: str) -> Features:
    """Where in the document a place is named first, and whether it is anything's site there."""
    body = [n for n in named if not n.in_dateline]
    first = min((n.sentence for n in body), default=_NEVER)
    lead = tellings[0].sentence <= 1
    return {
        "a site somewhere": float(any(n.place and n.place.role == "site" for n in body)),
        "in the dateline alone": float(not body),
        f"first at {min(first, _NEVER)}": 1.0,
        f"first at {min(first, _NEVER)} {sort}": 1.0,
        f"told in the lead {lead} {sort} {bool(body)}": 1.0,
    }


def _chance(tellings: Sequence[Told], named: Sequence[Named]) -> Features:
    """What the linker of verbs and places thought of a place in the tellings' sentences."""
    spans = {n.place.mention.span for n in named if n.place}
    thought = [
        (chance, span in spans)
        for told in tellings[:_MOST_TELLINGS]
        for span, chance in told.chances.items()
    ]
    best = max((chance for chance, own in thought if own), default=None)
    top = max((chance for chance, _ in thought), default=0.0)
    if best is None:
        return {f"not judged beside {int(top * 5)}": 1.0}
    return {
        f"chance {min(9, int(best * 10))}": 1.0,
        "chance": best,
        f"likeliest {best == top}": 1.0,
    }


def no_place_features(event: Event, tellings: Sequence[Told]) -> Features:
    """That an event is at no place the text tells."""
    return {
        "no place": 1.0,
        "no place, linked": float(bool(event.places)),
        f"no place, {sort_of(event)}": 1.0,
        f"no place, {event.status}": 1.0,
        "no place, told once": float(len(tellings) == 1),
        "no place, late": float(tellings[0].sentence > 5),  # noqa: PLR2004
    }


def event_features(seen: Scene, event: Event, tellings: Sequence[Told]) -> Features:
    """An event as one that happened of late, at one time and place, and is told as news."""
    first = tellings[0]
    when = event.when
    out: Features = {
        "event": 1.0,
        f"label {event.label}": 1.0,
        f"status {event.status}": 1.0,
        f"tellings {min(4, len(tellings))}": 1.0,
        f"opens at {min(6, first.sentence)}": 1.0,
        f"dated {when.basis if when else 'not'} {when.precision if when else ''}": 1.0,
        f"placed {_placed(event)}": 1.0,
        f"actors {bool(event.actors)}": 1.0,
        f"recipients {bool(event.recipients)}": 1.0,
        "confidence": event.confidence,
    }
    share = seen.first_person / max(1, len(seen.read))
    out[f"speech {min(4, int(10 * share))}"] = 1.0
    out[f"events {min(6, seen.violent)}"] = 1.0
    out[f"sentences {min(8, len(seen.read) // 4)}"] = 1.0
    out["most told"] = float(len(tellings) >= seen.most_tellings)
    out[f"lead {first.sentence < 2}, tellings {min(3, len(tellings))}"] = 1.0  # noqa: PLR2004
    out["place here"] = float(any(e.place is not None for e in event.evidence))
    known = _vocabulary()
    for told in tellings[:_MOST_TELLINGS]:
        sentence = seen.read[told.sentence]
        trigger = " ".join(sentence.lower[told.first : told.last])
        out[f"trigger {trigger}"] = 1.0
        out[f"before {_kept(sentence.word(told.first - 1))}"] = 1.0
        out[f"behind {_kept(sentence.word(told.last))}"] = 1.0
        for word in set(sentence.lower) & known:
            out[f"word {word}"] = 1.0
        if _FIRST_PERSON & set(sentence.lower):
            out["first person"] = 1.0
        if any(w.isdecimal() or w in _NUMBERS for w in sentence.lower):
            out["number"] = 1.0
        if told.last - told.first == 1 and trigger.endswith("s"):
            out["ends in s"] = 1.0
        out[f"opens with {sentence.word(0)}"] = float(sentence.word(0) in _OPENERS)
        if '"' in sentence.lower or "“" in sentence.lower:
            out["quoted"] = 1.0
    return out


def _placed(event: Event) -> str:
    first = event.places[0].best if event.places else None
    return _class(first.feature) if first else "not"


def _vocabulary() -> frozenset[str]:
    known = lexicon()
    words = {w for c in known.concepts if c.kind == "ASSAULT" for w in c.needs | c.near}
    return frozenset(words) | known.happening | known.speech


def _kept(word: str) -> str:
    return word if word in _PREPOSITIONS or word in {"a", "an", "was", "were", "been"} else "other"


def position_of(seen: Scene, event: Event, tellings: Sequence[Told], named: Named) -> Features:
    """How a place or date stands to the telling it is nearest to."""
    told = min(
        tellings, key=lambda t: (abs(t.sentence - named.sentence), abs(t.first - named.first))
    )
    apart = named.sentence - told.sentence
    sentence = seen.read[named.sentence]
    before, behind = sentence.word(named.first - 1), sentence.word(named.last)
    preposition = before if before in _PREPOSITIONS else "other"
    bucket = bucket_of(abs(apart))
    out: Features = {
        f"apart {max(-4, min(4, apart))}": 1.0,
        f"after {preposition}": 1.0,
        f"after {preposition} {bucket}": 1.0,
        f"before {behind}": float(behind in _HOLDERS),
        f"first sentence {named.sentence == 0}": 1.0,
    }
    if apart:
        told_words = {word for t in tellings[:_MOST_TELLINGS] for word in seen.rare[t.sentence]}
        out[f"ties {min(3, len(seen.rare[named.sentence] & told_words))}"] = 1.0
    span = named.place.mention.span if named.place else named.dated.span if named.dated else None
    if span is not None and set(seen.owners.get(span, ())) - {event.id}:
        out["another event's"] = 1.0
        out[f"another event's, {bucket}"] = 1.0
    if apart and seen.paragraph[named.sentence] == seen.paragraph[told.sentence]:
        out["same paragraph"] = 1.0
    if apart == 0:
        gap = named.first - told.last if named.first >= told.last else told.first - named.last
        side = "behind" if named.first >= told.last else "before"
        out[f"{side} {'near' if gap <= 4 else 'some' if gap <= 12 else 'far'}"] = 1.0  # noqa: PLR2004
        out["same clause"] = float(sentence.clause[named.first] == sentence.clause[told.first])
    return out


def apart_of(tellings: Sequence[Told], named: Named) -> int:
    """Sentences to the nearest telling; one of the dateline counts as far."""
    near = min(abs(t.sentence - named.sentence) for t in tellings)
    return near + 9 * named.in_dateline


def bucket_of(apart: int) -> str:
    """A number of sentences as a class."""
    return "here" if apart == 0 else "next" if apart == 1 else "near" if apart <= 3 else "far"  # noqa: PLR2004


def _sort(seen: Scene, named: Named) -> str:
    """The class of a place; of a name nobody could place what the words beside it call it."""
    place = named.place
    if place is not None and place.best is not None:
        return _class(place.best.feature)
    return f"unknown {_called(seen.read[named.sentence], named.first, named.last)}"


def _called(sentence: Sentence, first: int, last: int) -> str:
    """What "the X neighborhood", "X Canton" or "the town of X" calls it; "" where nothing does."""
    before = first - 2 if sentence.word(first - 1) == "of" else first - 1
    words = (sentence.word(last), sentence.word(before), sentence.word(last - 1))
    return next((_CALLED[word] for word in words if word in _CALLED), "")


def _class(feature: str) -> str:
    if feature.startswith("PCL") or feature == "TERR":
        return "country"
    if feature.startswith("ADM"):
        return "ADM1" if feature == "ADM1" else "division"
    if feature == "PPLX":
        return "quarter"
    if feature.startswith("PPL"):
        return "capital" if feature == "PPLC" else "town"
    return "site"
