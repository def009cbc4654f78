"""Where three countries meet: "the tri-border area of Niger, Mali and Burkina Faso"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product

from shapely.geometry import Point

from geocode import geometry
from geocode.places.wording.border_grammar import DASHES, chain, is_name
from geocode.places.wording.borders import Owner, tripoints
from geocode.places.wording.composed import (
    Composed,
    Stage,
    countries_of,
    mention_of,
    parts_of,
    sure,
)
from geocode.places.wording.items import Item, word_at
from geocode.places.wording.outlines import Footprint, km
from geocode.records import Entry

_THREE = 3
_LIKELIEST = 3


def triple_phrase(stage: Stage, items: Sequence[Item], at: int) -> tuple[Composed, ...]:
    """The points where three countries named round a border noun meet; () if no three are.

    Mostly one point; where they meet twice (China, Mongolia, Russia) both, each half as sure.
    """
    words = stage.known.words
    marked = items[at].word in words["border_triple_nouns"]
    first = at
    if not marked:
        while word_at(items, first - 1) in {"-", "–"}:
            first -= 1
        marked = word_at(items, first - 1) in words["border_triple"]
        first = first - 1 if marked else at
    last = at
    while word_at(items, last + 1) in {"border", *words["border_tails"]}:
        last += 1
    area = last > at or word_at(items, at + 1) in words["border_tails"]
    names: tuple[int, ...] = ()
    if word_at(items, last + 1) in {"of", *words["border_between"]}:
        names, end = chain(items, last + 2, stage.known)
        last = end if names else last
    elif marked and is_name(items, first - 1):
        names, first = _joined_before(items, first)
    if len(names) != _THREE or not (marked or _listed(items, names)):
        return ()
    return _meeting(stage, items, names, (first, last), area=area)


def _listed(items: Sequence[Item], names: Sequence[int]) -> bool:
    """Whether no "with" parts them: "the border of A with B and C" are two borders."""
    between = {items[k].word for k in range(names[0], names[-1])}
    return not between & {"with", "from"}


def _joined_before(items: Sequence[Item], first: int) -> tuple[tuple[int, ...], int]:
    """Names joined by dashes that end before an item: "Niger–Mali–Burkina Faso"."""
    found: list[int] = []
    k = first - 1
    while is_name(items, k) and len(found) < _THREE:
        found.append(k)
        if word_at(items, k - 1) not in {*DASHES, ",", "and"}:
            break
        k -= 2
    return tuple(reversed(found)), min(found, default=first)


def _meeting(
    stage: Stage,
    items: Sequence[Item],
    names: tuple[int, ...],
    span: tuple[int, int],
    *,
    area: bool,
) -> tuple[Composed, ...]:
    weight, points = _points(stage, [countries_of(stage, items[k])[:_LIKELIEST] for k in names])
    said = ", ".join(items[k].text for k in names)
    mention = mention_of(stage, items, span[0], max(span[1], names[-1]))
    parts = parts_of(stage, items, names)
    if not points:
        why = (f"no point is known where {said} meet",)
        nowhere = Footprint(None, None)
        return (Composed(mention, None, 0.0, "border", nowhere, why, parts),)
    number = f", one of {len(points)} points where they do" if len(points) > 1 else ""
    return tuple(
        Composed(
            mention=mention,
            best=entry,
            confidence=sure(weight) / len(points),
            relation="border",
            footprint=_about(stage, entry, area=area),
            why=(f"{said} meet here{number}",),
            parts=parts,
        )
        for entry in points
    )


def _points(stage: Stage, owners: Sequence[Sequence[Owner]]) -> tuple[float, tuple[Entry, ...]]:
    """The points where the likeliest three countries of the names meet, and how likely they are."""
    best: tuple[float, tuple[Entry, ...]] = (0.0, ())
    for some in product(*owners):
        weight = math.prod(owner.weight for owner in some)
        codes = {owner.code for owner in some}
        if len(codes) == _THREE and weight > best[0]:
            points = tripoints(codes, stage.gazetteer)
            best = (weight, points) if points else best
    return best


def _about(stage: Stage, entry: Entry, *, area: bool) -> Footprint:
    """The point, or the surroundings that "tri-border area" means."""
    if not area:
        where = Point(entry.lon, entry.lat)
        return Footprint(where, entry.precision_m, ("the point they share, as drawn",))
    radius_m = stage.settings.near_radius_m
    disc = geometry.disc(entry.lon, entry.lat, radius_m)
    return Footprint(disc, radius_m, (f"a disc of {km(radius_m)} about the point",))
