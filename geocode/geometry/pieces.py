"""Pieces of a geometry, the meridian of 180 degrees, and clean GeoJSON.

What crosses 180 degrees comes out in pieces on either side of it (RFC 7946, section 3.1.9).
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# shapely and pyproj leave the types of some functions half said.

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeAlias, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    mapping,
)
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from geocode.errors import InputError

Floats: TypeAlias = NDArray[np.float64]

HALF_TURN = 180.0

_DECIMALS = 6
"""About 0.1 m, as RFC 7946, section 11.2, advises."""


def bounds(geometry: BaseGeometry) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of the narrowest box; west > east where it crosses 180.

    Raises:
        InputError: the geometry is empty.

    """
    parts = simple(wrap(geometry))
    if not parts:
        raise InputError("an empty geometry has no bounds; give one with a point at least")
    south, north = min(p.bounds[1] for p in parts), max(p.bounds[3] for p in parts)
    spans = sorted((p.bounds[0], p.bounds[2]) for p in parts)
    west, east = spans[0][0], max(right for _, right in spans)
    widest, reach = west + 360.0 - east, spans[0][1]
    for left, right in spans[1:]:
        if left - reach > widest:
            widest, west, east = left - reach, left, reach
        reach = max(reach, right)
    return (west, south, east, north)


def wrap(geometry: BaseGeometry) -> BaseGeometry:
    """The same with every longitude in -180..180, cut at 180 where it crosses it."""
    if geometry.is_empty:
        return geometry
    west, _, east, _ = geometry.bounds
    if west >= -HALF_TURN and east <= HALF_TURN:
        return geometry
    pieces: list[BaseGeometry] = []
    for turn in range(math.floor((west + 180.0) / 360.0), math.floor((east + 180.0) / 360.0) + 1):
        shift = 360.0 * turn
        inside = shapely.clip_by_rect(geometry, shift - 180.0, -90.0, shift + 180.0, 90.0)
        if not inside.is_empty:
            pieces.append(shapely.transform(inside, lambda xy, s=shift: xy - (s, 0.0)))
    return union(pieces)


def to_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """The geometry as an RFC 7946 object: lon, lat, six decimals, outer rings counter-clockwise.

    Cut at 180 degrees; no collections (of a mixed geometry the pieces of highest dimension stay).

    Raises:
        InputError: the geometry is empty.

    """
    snapped = shapely.set_precision(wrap(geometry), 10.0**-_DECIMALS)
    parts = simple(snapped)
    if not parts:
        raise InputError("an empty geometry has no GeoJSON; leave it out or give null")
    top = max(shapely.get_dimensions(p) for p in parts)
    parts = [
        orient(p) if isinstance(p, Polygon) else p
        for p in parts
        if shapely.get_dimensions(p) == top
    ]
    whole = parts[0] if len(parts) == 1 else _collected(parts)
    shape = mapping(whole)
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def polygon(rings: Sequence[Sequence[tuple[float, float]]]) -> BaseGeometry:
    """A valid area from rings (the outer first) whose longitudes may jump from 180 to -180.

    A ring that goes round a pole (Antarctica's) is closed over it. Cut at 180 degrees.
    """
    whole: BaseGeometry = Polygon()
    for number, ring in enumerate(rings):
        xy = np.asarray(ring, dtype=np.float64)
        if (xy[0] == xy[-1]).all():
            xy = xy[:-1]
        area = wrap(ring_to_polygon(xy[:, 0], xy[:, 1]))
        whole = area if number == 0 else shapely.difference(whole, area)
    return polygonal(whole)


def ring_to_polygon(lons: Floats, lats: Floats) -> BaseGeometry:
    """A ring of any longitudes as a polygon; one that goes round a pole is closed over it."""
    ring = np.unwrap(np.append(lons, lons[0]), period=360.0)
    heights = np.append(lats, lats[0])
    points = list(zip(ring.tolist(), heights.tolist(), strict=True))
    if abs(ring[-1] - ring[0]) > HALF_TURN:
        pole = 90.0 if heights.mean() > 0.0 else -90.0
        points += [(points[-1][0], pole), (points[0][0], pole)]
    polygon = Polygon(points)
    return polygon if polygon.is_valid else polygonal(shapely.make_valid(polygon))


def unsplit(area: BaseGeometry) -> BaseGeometry:
    """An area in pieces on both sides of 180 with the western pieces moved next to the others."""
    west, _, east, _ = bounds(area) if not area.is_empty else (0.0, 0.0, 0.0, 0.0)
    if west <= east:
        return area
    moved = [
        shapely.transform(p, lambda xy: np.add(xy, (360.0, 0.0))) if p.bounds[0] < west else p
        for p in simple(wrap(area))
    ]
    return MultiPolygon([p for p in moved if isinstance(p, Polygon)])


def simple(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Its points, lines and polygons, empty ones left out."""
    flat = cast("Sequence[BaseGeometry]", shapely.get_parts(geometry))
    out: list[BaseGeometry] = []
    for piece in flat:
        if isinstance(piece, (GeometryCollection, MultiPolygon, MultiLineString, MultiPoint)):
            out += simple(piece)
        elif not piece.is_empty:
            out.append(piece)
    return out


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Only its areas."""
    if isinstance(geometry, (Polygon, MultiPolygon)):
        return geometry
    return union([p for p in simple(geometry) if isinstance(p, Polygon)])


def union(pieces: Sequence[BaseGeometry]) -> BaseGeometry:
    """All pieces as one; an empty area for none."""
    if not pieces:
        return Polygon()
    return pieces[0] if len(pieces) == 1 else shapely.unary_union(pieces)


def _collected(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    if isinstance(parts[0], Polygon):
        return MultiPolygon(cast("Sequence[Polygon]", parts))
    if isinstance(parts[0], LineString):
        return MultiLineString(cast("Sequence[LineString]", parts))
    return MultiPoint(cast("Sequence[Point]", parts))


def _rounded(coordinates: Any) -> Any:  # noqa: ANN401 - nested tuples of any depth
    if isinstance(coordinates, float):
        return round(coordinates, _DECIMALS) + 0.0  # no minus zero
    return [_rounded(c) for c in coordinates]
