"""Which points lie nearest, asked of boxes that grow until the answer is certain."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeAlias

# Half-side in degrees of the first box; it doubles while it holds too few.
_FIRST_REACH = 0.1
# A geodesic and the arc on a sphere between the same latitudes and longitudes differ by -.57 to
# +.45 %, so what is nearest on the ellipsoid is at most 1.03 % further on the sphere.
# Source: WGS 84's radii of curvature, 6,335 to 6,400 km, against the mean of 6,371 km.
_FURTHER = 1.011
# Degrees by which a point in the file may be off: the R*Tree keeps 32-bit floats.
_ROUNDED = 1e-4
_HALF_TURN = 180.0
_POLAR = 89.9

Box: TypeAlias = tuple[float, float, float, float]
"""West, east, south, north in degrees, west <= east."""
Points: TypeAlias = Callable[[Box], Iterable[tuple[int, float, float]]]
"""The number, lon, lat of all points in a box."""


def nearest_numbers(lon: float, lat: float, points: Points, *, limit: int) -> tuple[int, ...]:
    """Numbers of the points that can be among the ``limit`` nearest, nearly nearest first.

    The nearest are among them for certain, with a few more that only a geodesic can tell apart.
    """
    lon = (lon + _HALF_TURN) % 360 - _HALF_TURN
    reach = _FIRST_REACH
    while True:
        arcs = _arcs(lon, lat, reach, points)
        everything = reach >= _HALF_TURN
        if len(arcs) < limit and not everything:
            reach *= 2
            continue
        furthest = arcs[limit - 1][0] if len(arcs) >= limit else _HALF_TURN
        certain = furthest * _FURTHER + _ROUNDED
        if certain <= reach or everything:
            return tuple(number for arc, number in arcs if arc <= certain)
        reach = certain


def _arcs(lon: float, lat: float, reach: float, points: Points) -> list[tuple[float, int]]:
    """Degrees of arc to each point in the boxes around the cap of ``reach``, with its number."""
    out: list[tuple[float, int]] = []
    slope = math.cos(math.radians(lat))
    for west, east in _longitudes(lon, lat, reach):
        box = (west - _ROUNDED, east + _ROUNDED, lat - reach - _ROUNDED, lat + reach + _ROUNDED)
        for number, east_of, north_of in points(box):
            # The haversine formula, exact for small angles.
            h = math.sin(math.radians(north_of - lat) / 2) ** 2
            h += (
                slope
                * math.cos(math.radians(north_of))
                * math.sin(math.radians(east_of - lon) / 2) ** 2
            )
            out.append((math.degrees(2 * math.asin(min(1.0, math.sqrt(h)))), number))
    out.sort()
    return out


def _longitudes(lon: float, lat: float, reach: float) -> Iterable[tuple[float, float]]:
    """One or two ranges of longitude that hold the cap of ``reach`` degrees around a point."""
    if abs(lat) + reach >= _POLAR:
        return ((-_HALF_TURN, _HALF_TURN),)
    sine = math.sin(math.radians(reach)) / math.cos(math.radians(lat))
    width = math.degrees(math.asin(min(1.0, sine)))
    west, east = lon - width, lon + width
    if west < -_HALF_TURN:
        return ((-_HALF_TURN, east), (west + 360, _HALF_TURN))
    if east > _HALF_TURN:
        return ((west, _HALF_TURN), (-_HALF_TURN, east - 360))
    return ((west, east),)
