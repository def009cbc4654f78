"""The places of a sentence that may become marks at all, whatever is told there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from geocode.events.lexicon import lexicon
from geocode.places.roles.clauses import Sentence
from geocode.places.roles.nounphrases import role_cues
from geocode.records import Place

_HOLDER_GAP = 3
_POSSESSIVE = frozenset({("'s",), ("’s",)})
_NAME_REACH = 7
_CROSSINGS = frozenset({"bridge", "bridges", "dam", "tunnel", "ferry"})
_SHORES = frozenset(
    {"coast", "coasts", "coastline", "shore", "shores", "port", "ports", "resort", "island",
     "islands", "nation", "nations", "state", "states", "city", "town", "rim"}
)  # fmt: skip
_COUNTRY_PREPOSITIONS = frozenset(
    {"from", "in", "across", "throughout", "inside", "into", "to", "over", "of", "around", "within"}
)


@dataclass(frozen=True, slots=True)
class Site:
    """A place that may be where something is, at words ``[first, last)`` of its sentence."""

    place: Place
    first: int
    last: int


def candidate_sites(sentence: Sentence, places: Sequence[Place]) -> tuple[Site, ...]:
    """The places of a sentence that may become marks; names inside a composed place do not.

    A continent never does, and a country only where the text says in, across or to it.
    """
    phrases = [p.mention.span for p in places if p.mention.kind == "phrase"]
    out: list[Site] = []
    for place in (*places, *_standing_in(sentence, places)):
        span = place.mention.span
        if place.geometry is None or place.role not in {"site", "destination", "origin"}:
            continue
        inside = any(outer != span and outer.contains(span) for outer in phrases)
        if place.mention.kind != "phrase" and inside:
            continue
        if can_be_a_mark(sentence, place):
            out.append(Site(place, *sentence.words_of(span)))
    return tuple(out)


def can_be_a_mark(sentence: Sentence, place: Place) -> bool:
    """Whether the words around a place let it be where something was, and it is narrow enough."""
    first, last = sentence.words_of(place.mention.span)
    if _in_comparison(sentence, first, last) or _only_names(sentence, last, place):
        return False
    if _is_continent(place) or _is_speakers(sentence, first):
        return False
    return not _is_too_wide(place) or _country_is_governed(sentence, first, place)


def _standing_in(sentence: Sentence, places: Sequence[Place]) -> tuple[Place, ...]:
    """What holds a site that nobody could place: "the unknown district of X", "Y in X", "X's Y"."""
    out: list[Place] = []
    ordered = sorted(places, key=lambda place: place.mention.span)
    for site, holder in pairwise(ordered):
        if site.role not in {"site", "origin"} or site.geometry is not None:
            continue
        if not _can_stand_in(holder):
            continue
        gap = _between(sentence, site, holder)
        inner = [word for word in gap if word not in role_cues("en").words["modifiers"] | {"the"}]
        if 0 < len(inner) <= _HOLDER_GAP and (inner[-1] in {"of", "in"} or inner[0] == ","):
            out.append(_in_its_stead(_finer(sentence, holder, ordered), site))
    for holder, site in pairwise(ordered):
        if site.role != "site" or site.geometry is not None or not _can_stand_in(holder):
            continue
        gap = _between(sentence, holder, site)
        if len(gap) <= _HOLDER_GAP and gap[:1] in _POSSESSIVE:
            out.append(_in_its_stead(holder, site))
    return tuple(out)


def _finer(sentence: Sentence, holder: Place, ordered: Sequence[Place]) -> Place:
    """The division behind a country that holds it, "in X, India's Gujarat state"; else itself."""
    inner = next((p for p in ordered if p.mention.span > holder.mention.span), None)
    if inner is None or not _can_stand_in(inner):
        return holder
    return inner if _between(sentence, holder, inner) in _POSSESSIVE else holder


def _between(sentence: Sentence, place: Place, following: Place) -> tuple[str, ...]:
    behind, _ = sentence.words_of(following.mention.span)
    return sentence.lower[sentence.words_of(place.mention.span)[1] : behind]


def _can_stand_in(holder: Place) -> bool:
    drawn = holder.geometry is not None and holder.mention.kind == "toponym"
    return drawn and holder.role == "background"


def _in_its_stead(holder: Place, site: Place) -> Place:
    why = (*holder.why, f"stands in for {site.mention.surface}, which is in it")
    return replace(holder, role=site.role, why=why)


def _in_comparison(sentence: Sentence, first: int, last: int) -> bool:
    """Whether it stands in "the first deaths at X since 1975", which says how rare a thing is."""
    before = sentence.lower[max(0, first - 7) : first]
    rare = any(w in {"first", "worst"} or (len(w) > 5 and w.endswith("iest")) for w in before)  # noqa: PLR2004
    return rare and "since" in sentence.lower[last : last + 5]


def _only_names(sentence: Sentence, last: int, place: Place) -> bool:
    """Whether it is a water that only names what is by it: "a Rhine bridge", "the Red Sea port"."""
    feature = place.best.feature if place.best is not None else ""
    if feature.startswith("STM"):
        return sentence.word(last) in _CROSSINGS
    return feature in {"SEA", "OCN", "GULF", "LK", "BAY"} and sentence.word(last) in _SHORES


def _is_continent(place: Place) -> bool:
    """Whether it is a continent or a part of one, which says too little to be a mark."""
    return place.best is not None and place.best.feature == "CONT"


def _is_speakers(sentence: Sentence, first: int) -> bool:
    """Whether it is where a named speaker is: "said Doctor Ana Ruiz, in X"."""
    if sentence.word(first - 1) != "in":
        return False
    for at in range(first - 2, max(-1, first - 2 - _NAME_REACH), -1):
        if sentence.lower[at] in lexicon().speech:
            return at < first - 2
        text = sentence.tokens[at].text
        if not (text[0].isupper() and not text.isupper()) and text != ",":
            return False
    return False


def _is_too_wide(place: Place) -> bool:
    """Whether it is a country or wider, which is a mark only where the text says in or across."""
    if place.relation in {"border", "part", "along", "between"}:
        return False
    feature = place.best.feature if place.best else ""
    return feature.startswith("PCL") or feature in {"CONT", "TERR"}


def _country_is_governed(sentence: Sentence, first: int, place: Place) -> bool:
    """Whether a country at word ``first`` stands where something is said to be or to come to."""
    window = sentence.lower[max(0, first - 6) : first]
    if window and window[-1] in {"hit", "struck", "hits", "strikes", "rocked", "jolted", "shook"}:
        return True  # "an earthquake struck X": the country is all that is said
    if place.mention.kind == "phrase":
        window = (*window, *sentence.lower[first : first + 2])
    return any(word in _COUNTRY_PREPOSITIONS for word in window)


def most_specific(places: Sequence[Place]) -> tuple[Place, ...]:
    """Without the country or division that another of the same event's places lies in."""
    finer = {p.best.country for p in places if p.best and not p.best.feature.startswith("PCL")}
    divisions = {p.best.admin1 for p in places if p.best and p.best.feature != "ADM1"}
    return tuple(
        p for p in places
        if p.mention.kind == "phrase" or p.best is None
        or not (
            (p.best.feature.startswith("PCL") and p.best.country in finer)
            or (p.best.feature == "ADM1" and p.best.id in divisions)
        )
    )  # fmt: skip
