"""Why an entry was chosen, in words: the features that told most for it, each as a phrase."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from geocode.places.ranking.candidates import classes_for
from geocode.places.ranking.context import Weights
from geocode.places.ranking.evidence import Evidence
from geocode.places.ranking.features import EARTH_RADIUS_KM, Features, Sense
from geocode.places.ranking.scene import Group, Scene
from geocode.places.ranking.setting import Setting

MOST_REASONS = 4
_NOTHING = 1e-9
_MILLION = 1_000_000
_CLASSES = {
    "country": "a country", "dependency": "a territory", "adm1": "a first-level division",
    "adm2": "a second-level division", "division": "a lower division", "capital": "a capital",
    "seat": "a seat of government", "suburb": "a part of a town", "place": "a populated place",
    "continent": "a continent", "region": "a region", "physical": "a feature of the land or sea",
    "border": "a border", "site": "a single site",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One name in one setting, with all that its reasons may speak of."""

    stage: Scene
    evidence: Evidence
    number: int
    setting: Setting
    name_of: Callable[[str], str | None]
    """The name of a country (by code) or division (by id)."""

    @property
    def group(self) -> Group:
        """The name itself."""
        return self.stage.groups[self.number]


def contributions(
    features: Sequence[Features], likely: Sequence[float], weights: Weights
) -> Callable[[int], dict[str, float]]:
    """For a sense, what each of its features adds beyond what the senses have of it on average.

    The average is weighted by likelihood and leaves the sense itself out; what all share tells
    nothing. Features the sense does not have are left out: they are no reason for it.
    """
    average: dict[str, float] = {}
    for p, row in zip(likely, features[:-1], strict=False):
        for name, value in row:
            average[name] = average.get(name, 0.0) + p * weights.get(name, 0.0) * value
    total = sum(likely[:-1])

    def gains(number: int) -> dict[str, float]:
        own: dict[str, float] = {}
        for name, value in features[number]:
            own[name] = own.get(name, 0.0) + weights.get(name, 0.0) * value
        p, rest = likely[number], total - likely[number]
        if rest <= _NOTHING:
            return own
        return {name: gain - (average[name] - p * gain) / rest for name, gain in own.items()}

    return gains


def reasons(case: Case, sense: Sense, gains: Mapping[str, float]) -> tuple[str, ...]:
    """At least one reason for a sense, the most telling first, each once."""
    told: dict[str, float] = {}
    for name, gain in gains.items():
        phrase = _phrase(case, sense, name) if gain > 0 else None
        if phrase:
            told[phrase] = told.get(phrase, 0.0) + gain
    best = sorted(told, key=lambda phrase: (-told[phrase], phrase))[:MOST_REASONS]
    first = _first_reason(case, sense)
    if first is not None:
        best = [first, *(phrase for phrase in best if phrase != first)][:MOST_REASONS]
    return tuple(best) or (_kind(case, sense),)


def _first_reason(case: Case, sense: Sense) -> str | None:
    """What is said before all else: that only part of the name was read, or that it is alone."""
    if sense.option.left == "within":
        return _called(case, sense, "")
    return f"the only {case.group.surface} known" if len(case.group.senses) == 1 else None


def _phrase(case: Case, sense: Sense, name: str) -> str | None:
    """The feature in words; None where it would tell a reader nothing."""
    head, _, tail = name.removeprefix("doc:").partition(":")
    if head in {"comma", "in", "of", "and"}:
        return _tie_phrase(case, name, head, tail)
    if head in {"share", "cover", "seen", "sentence", "named", "sentence_named"}:
        return _document_phrase(case, sense, head, tail)
    maker = _PLAIN.get(head)
    return maker(case, sense, tail) if maker else None


def _kind(case: Case, sense: Sense, _tail: str = "") -> str:
    country = sense.option.entry.country
    name = case.name_of(country) if country and sense.broad != "country" else None
    kind = _CLASSES["adm2" if sense.option.entry.feature == "ADM2" else sense.kind]
    return f"{kind} in {name}" if name else kind


def _size(case: Case, sense: Sense, tail: str) -> str | None:
    people = sense.option.entry.population
    if people <= 0:
        return None
    fellows = [s for s in case.group.senses if (s.broad == "place") == (sense.broad == "place")]
    bearers = len(fellows)
    largest = people >= max(s.option.entry.population for s in fellows)
    if largest and bearers > 1:
        return f"largest of {bearers} places so named ({_people(people)})"
    return _people(people) if tail != "first" else None


def _people(count: int) -> str:
    if count >= _MILLION:
        return f"{count / _MILLION:.1f} million people"
    return f"{count:,} people"


def _called(case: Case, sense: Sense, _tail: str) -> str | None:
    how, name = sense.option.how, sense.option.entry.name
    if how == "demonym":
        return f"its people or things are called {case.group.surface}"
    if sense.option.left == "within":
        return f"{name} stands in the name"
    if sense.option.left:
        return f"{case.group.surface} read as {name}"
    if how == "stem":
        return f"{name}, without its last word"
    return "its own name" if how == "name" else f"another name of {name}"


def _near(case: Case, sense: Sense, _tail: str) -> str | None:
    x, y, z = sense.position
    spots = [
        (EARTH_RADIUS_KM * math.acos(max(-1.0, min(1.0, x * a + y * b + z * c))), group)
        for _, group, (a, b, c) in case.evidence.anchors
        if group != case.number
    ]
    if not spots:
        return None
    distance_km, group = min(spots)
    return f"{distance_km:,.0f} km from {case.stage.groups[group].surface}, also named"


def _tie_phrase(case: Case, name: str, head: str, tail: str) -> str | None:
    side, _, what = tail.partition(":")
    if what.startswith("not_"):
        return None
    neighbour = _neighbour(case, head, side, anywhere=name.startswith("doc:"))
    if neighbour is None:
        return None
    if what == "holds":
        return f"{neighbour} lies in it"
    return f"named together with {neighbour}" if what == "inside" else f"named beside {neighbour}"


def _neighbour(case: Case, head: str, side: str, *, anywhere: bool) -> str | None:
    for setting in case.group.settings if anywhere else (case.setting,):
        tied = setting.following if side == "next" else setting.preceding
        if tied is not None and tied[0] == head:
            return case.stage.groups[tied[1]].surface
    return None


def _document_phrase(case: Case, sense: Sense, head: str, level: str) -> str | None:
    if level == "cell":
        return "other names in the report lie about it"
    keys = {"country": sense.option.entry.country, "adm1": sense.option.entry.admin1}
    keys["adm2"] = sense.option.entry.admin2
    plain = level.removeprefix("is_")
    key = sense.own if plain != level else keys.get(plain)
    if key is None:
        return None
    if plain != level:
        return "other names in the report lie in it"
    name = case.name_of(key)
    if name is None:
        return None
    if head in {"named", "sentence_named"}:
        return f"in {name}, which the report names"
    return f"other names in the report lie in {name}"


def _word(case: Case, _sense: Sense, tail: str) -> str | None:
    if tail != "agrees":
        return None
    words = case.setting.words
    if not words:
        return "its kind is in its name"
    return f"called a {words[0]}" if classes_for(words[0]) else f"named with ‘{words[0]}’"


def _dateline(_case: Case, _sense: Sense, _tail: str) -> str:
    return "stands in the dateline"


def _home(case: Case, _sense: Sense, tail: str) -> str | None:
    home = dict(case.stage.homes).get("outlet")
    if home is None:
        return None
    if tail.startswith("own"):
        return "named as the paper's home is"
    return f"about {case.stage.groups[home].surface.title()}, the paper's home"


def _desk(case: Case, _sense: Sense, _tail: str) -> str | None:
    desk = dict(case.stage.homes).get("desk")
    return None if desk is None else f"about {case.stage.groups[desk].surface}, of the dateline"


def _alone(case: Case, _sense: Sense, _tail: str) -> str:
    return f"the only {case.group.surface} known"


def _twin(_case: Case, _sense: Sense, tail: str) -> str | None:
    return "the town rather than the division called so" if tail == "place" else None


def _best_known(_case: Case, _sense: Sense, tail: str) -> str | None:
    return "the best known where little else is named" if tail == "fame" else None


def _told(case: Case, sense: Sense, _tail: str) -> str | None:
    _, group = case.evidence.being.others(-1, sense.option.entry.id, case.number)
    return None if group is None else f"also named as {case.stage.groups[group].surface}"


def _short(case: Case, _sense: Sense, _tail: str) -> str:
    return f"abbreviated {case.group.surface}"


_PLAIN: dict[str, Callable[[Case, Sense, str], str | None]] = {
    "class": _kind,
    "size": _size,
    "name": _called,
    "demonym": _called,
    "only": _alone,
    "near": _near,
    "word": _word,
    "beside": _word,
    "dateline": _dateline,
    "outlet": _home,
    "desk": _desk,
    "short": _short,
    "twin": _twin,
    "told": _told,
    "alone": _best_known,
    "within": _called,
}
