"""Coasts that two names tell, or a people's: "the Black Sea coast of X", "off the Libyan coast"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from geocode.places.wording.border_grammar import is_name
from geocode.places.wording.composed import (
    Composed,
    Stage,
    mention_of,
    once,
    parts_of,
    places_of,
    sure,
)
from geocode.places.wording.distances import read_distance
from geocode.places.wording.items import Item, directions_before, ends_with, word_at
from geocode.places.wording.outlines import WATERS
from geocode.places.wording.relations import Sense, Wording, is_verb
from geocode.places.wording.waters import coast, sea_off
from geocode.records import Entry


@dataclass(frozen=True, slots=True)
class _Coast:
    """Items of a coast phrase: whose it is, at which sea, where it starts and ends."""

    owner: int
    sea: int | None
    first: int
    last: int
    directions: tuple[str, ...]


def coast_phrases(stage: Stage, items: Sequence[Item]) -> Iterator[Composed]:
    """The coasts of a sentence that a people's name or a sea's name tells apart.

    A coast that one name tells ("the coast of Libya") is a wording of that name and not here.
    """
    nouns = stage.known.words["coast_nouns"]
    for n, item in enumerate(items):
        if item.word in nouns and not is_verb(items, n, stage.known):
            found = _read(stage, items, n)
            if found is not None and (found.sea is not None or items[found.owner].people):
                yield _place(stage, items, found)


def _read(stage: Stage, items: Sequence[Item], n: int) -> _Coast | None:
    known = stage.known
    directions, k = directions_before(items, n, known)
    owner: int | None = None
    sea: int | None = None
    first = k
    if is_name(items, k - 1) and not items[k - 1].people and _is_water(stage, items[k - 1]):
        sea, first = k - 1, k - 1
        while word_at(items, first - 1) in known.words["articles"]:
            first -= 1
        more, first = directions_before(items, first, known)
        directions = (*more, *directions)
    if is_name(items, first - 1):
        owner, first = first - 1, first - 1
    elif word_at(items, first - 1) in known.words["border_possessive"] and is_name(
        items, first - 2
    ):
        owner, first = first - 2, first - 2
    last = n
    if owner is None and word_at(items, n + 1) == "of":
        k = n + 2
        while word_at(items, k) in known.words["articles"]:
            k += 1
        if is_name(items, k):
            owner, last = k, k
    if owner is None:
        return None
    return _Coast(owner, sea, first, last, directions)


def _is_water(stage: Stage, item: Item) -> bool:
    found = places_of(stage, item)
    return bool(found) and found[0][0].feature in WATERS


def _place(stage: Stage, items: Sequence[Item], found: _Coast) -> Composed:
    known, lead = stage.known, found.first
    while word_at(items, lead - 1) in known.words["articles"]:
        lead -= 1
    distance = read_distance(items, lead, known)
    off = ends_with(items, lead, "off", known)
    sense: Sense = "coast" if off is None else "off"
    first = found.first if off is None else off
    wording = Wording("along" if off is None else "near", "", sense, found.directions)
    if distance is not None and distance.metres is not None and distance.link == "off":
        first = distance.first
        wording = replace(
            wording,
            distance_m=distance.metres,
            inner_m=distance.inner_m,
            outer_m=distance.outer_m,
        )
    best, weight = _likeliest(stage, items[found.owner])
    sea = places_of(stage, items[found.sea])[0][0] if found.sea is not None else None
    draw = coast if off is None else sea_off
    key = (best.id, sense, sea.id if sea is not None else "", str(distance), *found.directions)
    ground = once(stage, key, lambda: draw(best, wording, stage.gazetteer, stage.settings, sea=sea))
    return Composed(
        mention=mention_of(stage, items, first, found.last),
        best=best if ground.geometry is not None else None,
        confidence=sure(weight),
        relation=wording.relation,
        footprint=ground,
        why=(f"the coast of {best.name}{f' at {sea.name}' if sea is not None else ''}",),
        parts=parts_of(stage, items, (found.owner, found.sea)),
    )


def _likeliest(stage: Stage, item: Item) -> tuple[Entry, float]:
    return places_of(stage, item)[0]
