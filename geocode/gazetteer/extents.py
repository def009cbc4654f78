"""Boxes that may cross 180 degrees; distances and areas on the sphere, for the build.

The build measures half a million towns and every shape: the sphere is many times faster there than
the ellipsoid of ``geocode.geometry`` and near enough for a radius of stated precision.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geocode.gazetteer.drafts import BBox

# Mean radius of the Earth. Source: IUGG 1980 (Moritz 2000), R1 = 6,371,008.8 m.
EARTH_RADIUS_M = 6_371_008.8


def great_circle_m(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Great-circle distance in metres on the mean sphere (within 0.6 % of the geodesic).

    Source: haversine formula, Sinnott 1984.
    """
    phi_a, phi_b = math.radians(lat_a), math.radians(lat_b)
    half = math.sin((phi_b - phi_a) / 2) ** 2
    half += math.cos(phi_a) * math.cos(phi_b) * math.sin(math.radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))


def spherical_area_m2(shape: BaseGeometry) -> float:
    """Area in square metres on the mean sphere.

    Source: Lambert's cylindrical equal-area projection (Snyder 1987, p. 76), exact on a sphere
    but for edges being straight in the plane.
    """

    def project(points: NDArray[np.float64]) -> NDArray[np.float64]:
        radians = np.radians(points)
        return np.column_stack((radians[:, 0], np.sin(radians[:, 1]))) * EARTH_RADIUS_M

    flat: BaseGeometry = shapely.transform(shape, project)
    return flat.area


def spherical_radius_m(shape: BaseGeometry) -> float:
    """Radius in metres of the circle with the shape's area."""
    return math.sqrt(spherical_area_m2(shape) / math.pi)


def box_of(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around boxes; west > east where it crosses 180 degrees.

    Leaves out the widest gap of longitudes, so Fiji is 5 degrees wide and not 360.

    >>> box_of([(177.0, -19.0, 180.0, -16.0), (-180.0, -18.0, -179.0, -16.0)])
    (177.0, -19.0, -179.0, -16.0)
    """
    spans = list(boxes)
    south, north = min(b[1] for b in spans), max(b[3] for b in spans)
    merged: list[tuple[float, float]] = []
    for west, east in sorted((b[0], b[2]) for b in spans):
        if merged and west <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(east, merged[-1][1]))
        else:
            merged.append((west, east))
    gaps = [
        (merged[(i + 1) % len(merged)][0] + (360 if i + 1 == len(merged) else 0) - east, i)
        for i, (_, east) in enumerate(merged)
    ]
    _, widest = max(gaps)
    west, east = merged[(widest + 1) % len(merged)][0], merged[widest][1]
    return (west, south, east, north)


def parts_of(shape: BaseGeometry) -> tuple[BaseGeometry, ...]:
    """The single lines or polygons a shape is made of; itself where it is one."""
    return tuple(getattr(shape, "geoms", (shape,)))


def box_of_shape(shape: BaseGeometry) -> BBox:
    """The box around a shape's parts; west > east where they lie on both sides of 180 degrees."""
    return box_of(part.bounds for part in parts_of(shape))


def inner_point(shape: BaseGeometry) -> tuple[float, float]:
    """Lon, lat of the centroid of the largest part, or a point inside where that lies outside."""
    largest = max(parts_of(shape), key=lambda part: part.area)
    centre = largest.centroid
    if not largest.contains(centre):
        centre = largest.representative_point()
    return round(centre.x, 5), round(centre.y, 5)
