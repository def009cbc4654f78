"""The ground between two places."""

from __future__ import annotations

import shapely

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.outlines import FAR_M, Footprint, area_of, km
from geocode.records import Entry

_WIDE, _MIDDLE = 0.15, 0.15
"""Half the width of what lies between, and the radius of what lies midway, as shares of the
distance. Source: choice; a road between two towns seldom strays further from the straight."""


_TOUCH_DEG = 0.05
_LEFT = 0.2
"""Less of the lens outside of its ends than this: two neighbours have only a border between."""


def corridor(
    one: Entry, other: Entry, gazetteer: Gazetteer | None = None, *, midway: bool = False
) -> Footprint:
    """The lens between two places, wider the further they lie apart; or the disc midway.

    Nothing where they lie within each other, or too far apart to say where.
    """
    length_m = geometry.distance_m(one.lon, one.lat, other.lon, other.lat)
    if length_m > FAR_M:
        return Footprint(None, None, (f"{km(length_m)} apart: too far to say where",))
    if length_m <= max(one.precision_m, other.precision_m):
        return Footprint(None, None, (f"nothing lies between {one.name} and {other.name}",))
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
