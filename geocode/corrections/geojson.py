"""Geometries that people draw or send: GeoJSON in, checked shapes out, and back.

Source: RFC 7946, *The GeoJSON Format*: WGS 84 longitude and latitude in degrees (4), rings closed
(3.1.6).
"""

from __future__ import annotations

import json
from typing import Any, cast

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geocode.errors import InputError

MOST_POINTS = 20_000
TYPES = ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_DECIMALS = 6
_DEEPEST = 4
"""Brackets in one another: polygons, rings, points, numbers."""


def geometry_of(given: object) -> BaseGeometry:
    """The shape that a GeoJSON geometry object means, to six decimals of a degree.

    Raises: InputError where it is none, lies beyond the globe, is empty, crosses itself or has more
    than ``MOST_POINTS`` points.
    """
    if not isinstance(given, dict):
        raise InputError("a geometry must be a GeoJSON object with type and coordinates")
    record = cast("dict[str, Any]", given)
    kind, coordinates = record.get("type"), record.get("coordinates")
    if kind not in TYPES:
        raise InputError(f"a geometry must be one of {', '.join(TYPES)}")
    if _points(coordinates) > MOST_POINTS:
        raise InputError(f"a geometry may have {MOST_POINTS:,} points; draw it more simply")
    try:
        text = json.dumps({"type": kind, "coordinates": coordinates}, allow_nan=False)
        shape = shapely.from_geojson(text)
    except (ShapelyError, ValueError) as error:
        raise InputError("the geometry's coordinates are not as GeoJSON has them") from error
    shape = cast("BaseGeometry", cast("Any", shapely).force_2d(shape))
    shape = shapely.transform(shape, lambda points: np.round(points, _DECIMALS) + 0.0)
    return _sound(shape)


def record_of(geometry: BaseGeometry) -> dict[str, Any]:
    """The GeoJSON geometry object of a shape, as ``geometry_of`` takes it."""
    shape = mapping(geometry)
    return {"type": shape["type"], "coordinates": _lists(shape["coordinates"])}


def slender(geometry: BaseGeometry) -> BaseGeometry:
    """The shape to six decimals with at most ``MOST_POINTS`` points: simplified where it has more.

    Raises: InputError where that cannot be done.
    """
    for tolerance_deg in (0.0, 0.001, 0.01, 0.05, 0.2):
        shape = geometry.simplify(tolerance_deg) if tolerance_deg else geometry
        rounded = shapely.transform(shape, lambda points: np.round(points, _DECIMALS) + 0.0)
        if not rounded.is_valid:
            rounded = rounded.buffer(0)
        if _count(rounded) <= MOST_POINTS and not rounded.is_empty:
            return geometry_of(record_of(rounded))
    raise InputError("the place's shape is too large to be kept; draw it by hand")


def _sound(shape: BaseGeometry) -> BaseGeometry:
    if shape.is_empty:
        raise InputError("the geometry is empty; draw it again")
    west, south, east, north = shape.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        raise InputError("longitudes go from -180 to 180, latitudes from -90 to 90")
    if not shape.length and not shape.geom_type.endswith("Point"):
        raise InputError("a line or an area needs points that differ")
    if not shape.is_valid:
        raise InputError("the area crosses itself; draw it again")
    return shape


def _points(coordinates: object, depth: int = 0) -> int:
    """How many lists of numbers there are; too many where it is nested too deeply."""
    if not isinstance(coordinates, list) or depth >= _DEEPEST:
        return MOST_POINTS + 1 if isinstance(coordinates, list) else 0
    items = cast("list[object]", coordinates)
    if len(items) > MOST_POINTS:
        return len(items)
    if not any(isinstance(item, list) for item in items):
        return 1
    return sum(_points(item, depth + 1) for item in items)


def _lists(value: object) -> object:
    if isinstance(value, tuple):
        return [_lists(item) for item in cast("tuple[object, ...]", value)]
    return value


def _count(shape: BaseGeometry) -> int:
    return int(cast("Any", shapely).get_num_coordinates(shape))
