"""Which sites of an event may be marked: not where somebody only speaks, nor what is a toss-up.

A wrong pin is worse than none: the last gate before the map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from geocode import geometry
from geocode.events.attribution import Saying
from geocode.events.sectors import sector_of
from geocode.places.roles.clauses import Sentence, sentence_at
from geocode.records import Place

_OFFICES = frozenset({"government", "military", "police", "court"})
_HOUSES = frozenset({"embassy", "consulate", "ambassador", "embassies", "consulates"})
_SURE = 0.5
"""Confidence from which a namesake elsewhere is no rival. Source: of the marks of LGL, TR-News and
GeoWebNews below it a quarter are right, of those above 97 in 100 (shipped weights, 506 marks)."""
_RIVAL = 0.5
"""Share of the confidence in the best candidate that makes the others its rivals."""
_APART_M = 161_000.0
"""Distance from which two candidates are two places. Source: the measure of toponym resolution,
Leidner (2008), a hundred miles."""


def markable(
    places: Sequence[Place],
    read: Sequence[Sentence],
    said: Mapping[int, Sequence[Saying]],
    language: str,
) -> tuple[Place, ...]:
    """The sites that may be marks; ``said`` is who says what in each sentence, by its number."""
    kept: list[Place] = []
    for place in places:
        number = sentence_at(read, place.mention.span.start)
        if _is_toss_up(place):
            continue
        if number is not None:
            spoken = (span for saying in said.get(number, ()) for span in saying.spans)
            if any(span.contains(place.mention.span) for span in spoken):
                continue
            if _is_office(place, read[number], language):
                continue
        kept.append(place)
    return tuple(kept)


def _is_toss_up(place: Place) -> bool:
    """Whether namesakes far off are together about as likely, and it is unlikely itself."""
    best = place.best
    if best is None or place.parts or place.confidence >= _SURE:
        return False
    rivals = (
        other.score
        for other in place.others
        if geometry.distance_m(best.lon, best.lat, other.entry.lon, other.entry.lat)
        > _APART_M + best.precision_m + other.entry.precision_m  # none lies on the Red Sea's shores
    )
    return sum(rivals) >= _RIVAL * place.confidence


def _is_office(place: Place, sentence: Sentence, language: str) -> bool:
    """Whether a country only says whose officials or offices are meant: "Kenya's minister".

    Or "the United States embassy", "the army of Chad".
    """
    if place.best is None or not place.best.feature.startswith("PCL"):
        return False
    if place.mention.kind != "toponym":
        return False
    first, last = sentence.words_of(place.mention.span)
    if sentence.word(last) == "'s":
        return sector_of(sentence.lower[last + 1 : last + 4], language) in _OFFICES
    if sentence.word(last) in _HOUSES:
        return True
    before = [word for word in sentence.lower[max(0, first - 5) : first] if word != "the"]
    return before[-1:] == ["of"] and sector_of(before[-3:-1], language) in _OFFICES
