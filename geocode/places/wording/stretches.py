"""What of a border is meant: its stretch near a town, the divisions along it, one's own side."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording.borders import (
    Pair,
    between,
    border_entry,
    is_country,
    sectors,
    side_footprint,
)
from geocode.places.wording.outlines import Footprint, area_of, km, names_of
from geocode.records import Entry
from geocode.settings import Settings

_FAR_M = 75_000.0
"""A town further than this from a border is not near it. Source: choice; Kharkiv and Belgorod,
which reports call near it, lie 30 to 40 km from theirs."""
_STRETCH_M = 25_000.0
_WIDER = 1.5
"""A stretch near a town reaches as far as this, or this many times the town's own distance."""
_EDGE_DEG = 0.05
"""How far a line may lie from the outline of an area and be its edge: the two are drawn apart."""
_LEAST_M = 5_000.0
"""A division with less of a border does not lie along it."""
_SHARE = 0.3
"""Share of a division that must lie on the stated side of the country."""


def near_place(
    line: BaseGeometry, candidates: Sequence[tuple[Entry, float]], gazetteer: Gazetteer
) -> tuple[BaseGeometry, Entry, str] | None:
    """The stretch of a line near the likeliest place that is near it; None if none of them is.

    Of an area it is what lies in it or along it.
    """
    for entry, _ in sorted(candidates, key=lambda c: (-c[1], c[0].id)):
        area = gazetteer.shape(entry.id) if entry.shape == "area" else None
        if area is not None:
            stretch = shapely.intersection(line, shapely.buffer(area, _EDGE_DEG))
            if geometry.length_m(stretch) >= _LEAST_M:
                return stretch, entry, f"only its stretch at {entry.name}"
            continue
        point = shapely.Point(entry.lon, entry.lat)
        _, nearest = nearest_points(point, line)
        away_m = geometry.distance_m(entry.lon, entry.lat, nearest.x, nearest.y)
        if away_m > _FAR_M + entry.precision_m:
            continue
        reach_m = max(_STRETCH_M, _WIDER * away_m) + entry.precision_m
        stretch = shapely.intersection(line, geometry.disc(entry.lon, entry.lat, reach_m))
        if not stretch.is_empty:
            return stretch, entry, f"only its stretch within {km(reach_m)} of {entry.name}"
    return None


def own_side(pair: Pair, gazetteer: Gazetteer, settings: Settings) -> Footprint:
    """What of the first lies within the border's band: "the Polish side of the border"."""
    line = between(pair.one.entry, pair.other.entry, gazetteer)
    area = area_of(pair.one.entry, gazetteer)
    if line is None or area is None:
        return side_footprint(pair, (), gazetteer)
    depth_m = settings.border_band_m
    strip = geometry.along(area, line, depth_m)
    if strip.is_empty:
        return Footprint(None, None, (f"{pair.one.entry.name} does not reach that border",))
    why = f"{pair.one.entry.name} within {km(depth_m)} of the border"
    return Footprint(strip, depth_m, (why,))


def divisions_along(pair: Pair, directions: tuple[str, ...], gazetteer: Gazetteer) -> Footprint:
    """The divisions of the first country that the border touches, on the stated sides.

    Where its divisions have no outlines it is the strip along the border.
    """
    border = border_entry(pair, gazetteer)
    area = area_of(pair.one.entry, gazetteer)
    found: list[tuple[Entry, BaseGeometry]] = []
    if border is not None and is_country(pair.one.entry) and is_country(pair.other.entry):
        for division, stretch in sectors(border, pair.one.code, gazetteer):
            shape = gazetteer.shape(division.id)
            if shape is not None and geometry.length_m(stretch) >= _LEAST_M:
                found.append((division, shape))
    if area is None or not found:
        return side_footprint(pair, directions, gazetteer)
    why: list[str] = []
    if directions:
        side = geometry.part(area, directions)
        some = [(d, s) for d, s in found if shapely.intersection(s, side).area >= _SHARE * s.area]
        sides = names_of(directions)
        why.append(f"its {sides} ones" if some else f"none of them is {sides}, so all of them")
        found = some or found
    names = ", ".join(sorted(division.name for division, _ in found))
    ground = shapely.union_all([shape for _, shape in found])
    why.insert(0, f"the {len(found)} divisions of {pair.one.entry.name} that touch it: {names}")
    return Footprint(ground, geometry.equal_area_radius_m(ground), tuple(why))
