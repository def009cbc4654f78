"""Distances, lengths and areas on the WGS 84 ellipsoid, in metres.

Source: geodesics by C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87 (2013) 43-55,
https://doi.org/10.1007/s00190-012-0578-z, as built into PROJ (``pyproj.Geod``).
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# shapely and pyproj leave the types of some functions half said.

from __future__ import annotations

import math

from pyproj import Geod
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from geocode.geometry.pieces import simple

GEOD = Geod(ellps="WGS84")

METRES_PER_DEGREE = 111_195.0

COMPASS = {
    "n": 0.0, "nne": 22.5, "ne": 45.0, "ene": 67.5, "e": 90.0, "ese": 112.5, "se": 135.0,
    "sse": 157.5, "s": 180.0, "ssw": 202.5, "sw": 225.0, "wsw": 247.5, "w": 270.0,
    "wnw": 292.5, "nw": 315.0, "nnw": 337.5,
}  # fmt: skip
"""Azimuths in degrees, clockwise from north."""


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Geodesic distance in metres between two points in degrees.

    >>> round(distance_m(0.0, 0.0, 1.0, 0.0))
    111319
    """
    return float(GEOD.inv(lon1, lat1, lon2, lat2)[2])


def length_m(line: BaseGeometry) -> float:
    """Geodesic length in metres of a line, or of all lines together; 0 for points."""
    return float(sum(GEOD.geometry_length(part) for part in simple(line) if part.length))


def area_m2(area: BaseGeometry) -> float:
    """Geodesic area in square metres, whichever way its rings run; 0 for lines and points."""
    polygons = (part for part in simple(area) if isinstance(part, Polygon))
    return float(sum(abs(GEOD.geometry_area_perimeter(orient(p))[0]) for p in polygons))


def equal_area_radius_m(area: BaseGeometry) -> float:
    """Radius in metres of the disc as large as ``area``, taken as flat: sqrt(area / pi)."""
    return math.sqrt(area_m2(area) / math.pi)


def destination(
    lon: float, lat: float, *, azimuth_deg: float, along_m: float
) -> tuple[float, float]:
    """The lon, lat reached from a point along a geodesic; azimuth clockwise from north."""
    end_lon, end_lat, _ = GEOD.fwd(lon, lat, azimuth_deg, along_m)
    return float(end_lon), float(end_lat)


def azimuth_deg(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """The direction in which a geodesic leaves the first point for the second, from north."""
    return float(GEOD.inv(lon1, lat1, lon2, lat2)[0])
