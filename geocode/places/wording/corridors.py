"""The ground between two places."""

from __future__ import annotations

from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording.outlines import FAR_M, Footprint, area_of, km
from geocode.records import Entry

_WIDE, _MIDDLE = 0.15, 0.15
"""Half the width of what lies between, and the radius of what lies midway, as shares of the
distance. Source: choice; a road between two towns seldom strays further from the straight."""


_TOUCH_DEG = 0.05
_LEFT = 0.2
"""Less of the lens outside of its ends than this: two neighbours have only a border between."""


def _nearest(entry: Entry, line: BaseGeometry | None, to: Entry) -> Entry:
    """The point of a line that lies nearest to the other end; the entry itself where it is none."""
    if line is None:
        return entry
    point, _ = nearest_points(line, shapely.Point(to.lon, to.lat))
    return replace(entry, lon=point.x, lat=point.y, precision_m=1_000.0)


def corridor(
    one: Entry, other: Entry, gazetteer: Gazetteer | None = None, *, midway: bool = False
) -> Footprint:
    """The lens between two places, wider the further they lie apart; or the disc midway.

    Nothing where they lie within each other, or too far apart to say where. To a river or border
    it is the way to its nearest point.
    """
    lines = [
        gazetteer.shape(e.id) if gazetteer and e.shape == "line" else None for e in (one, other)
    ]
    if all(line is not None for line in lines):
        why = f"{one.name} and {other.name} are lines: how far apart they lie changes along them"
        return Footprint(None, None, (why,))
    one, other = _nearest(one, lines[0], other), _nearest(other, lines[1], one)
    length_m = geometry.distance_m(one.lon, one.lat, other.lon, other.lat)
    if length_m > FAR_M or length_m <= max(one.precision_m, other.precision_m):
        why = f"nothing lies between {one.name} and {other.name}"
        if length_m > FAR_M:
            why = f"{km(length_m)} apart: too far to say where"
        return Footprint(None, None, (why,))
    azimuth_deg = geometry.azimuth_deg(one.lon, one.lat, other.lon, other.lat)
    if midway:
        lon, lat = geometry.destination(
            one.lon, one.lat, azimuth_deg=azimuth_deg, along_m=length_m / 2.0
        )
        radius_m = max(_MIDDLE * length_m, 1_000.0)
        why = f"a disc of {km(radius_m)} midway along the {km(length_m)} straight"
        return Footprint(
            geometry.disc(lon, lat, radius_m),
            radius_m,
            (f"{why} between {one.name} and {other.name}",),
        )
    width_m = max(_WIDE * length_m, 1_000.0)
    ground = geometry.lens(one.lon, one.lat, other.lon, other.lat, half_width_m=width_m)
    whole = ground.area
    areas = [area_of(e, gazetteer) for e in (one, other)] if gazetteer is not None else []
    known = [area for area in areas if area is not None]
    if len(known) > 1 and shapely.dwithin(known[0], known[1], _TOUCH_DEG):
        why = f"{one.name} and {other.name} touch: only a border lies between"
        return Footprint(None, None, (why,))
    for area in known:
        ground = shapely.difference(ground, area)
    if ground.area < _LEFT * whole:
        return Footprint(None, None, (f"too little lies between {one.name} and {other.name}",))
    why = (
        f"along the {km(length_m)} straight between {one.name} and {other.name}, "
        f"up to {km(width_m)} either way"
    )
    return Footprint(ground, length_m / 2.0, (why,))
