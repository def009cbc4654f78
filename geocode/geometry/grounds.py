"""Discs, bands, rings, sectors and lenses of a true width on the ellipsoid."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# shapely and pyproj leave the types of some functions half said.

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from pyproj import Proj
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geocode.errors import InputError
from geocode.geometry.measures import GEOD, destination, distance_m
from geocode.geometry.pieces import (
    HALF_TURN,
    Floats,
    polygon,
    polygonal,
    ring_to_polygon,
    simple,
    union,
    wrap,
)

MAX_DISC_M = 9_000_000.0
"""Below a quarter of a meridian (10,002 km), so that no disc holds both poles."""

MAX_BAND_M = 1_000_000.0

_RING = 240
"""Corners of a disc: the middle of an edge then lies 0.009 % inside the true circle."""

_KEPT = 128
"""Discs and bands kept: reports of one story draw the same countries and borders again."""

_STEP_DEG = 2.0
"""No edge of a disc spans more longitude, so that none cuts across near a pole."""

_PIECE_M = 400_000.0
"""A band is made in pieces this long: the projection then errs by less than 0.05 %."""


@lru_cache(maxsize=_KEPT)
def disc(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """All that lies within ``radius_m`` of a point: a polygon, or pieces on both sides of 180.

    Raises:
        InputError: the radius is not above 0 and at most ``MAX_DISC_M``.

    """
    if not 0.0 < radius_m <= MAX_DISC_M:
        raise InputError(f"a disc of {radius_m} m; give a radius above 0, up to {MAX_DISC_M:.0f}")
    lat = max(-90.0, min(90.0, lat))
    azimuths = np.linspace(0.0, 360.0, _RING, endpoint=False)
    for _ in range(12):
        lons, lats = _circle(lon, lat, azimuths, radius_m)
        closed = np.append(lons, lons[0])
        steps = np.abs((np.diff(closed) + 180.0) % 360.0 - 180.0)
        coarse = np.flatnonzero(steps > _STEP_DEG)
        if not coarse.size:
            break
        following = np.append(azimuths[1:], 360.0)
        middles = (azimuths[coarse] + following[coarse]) / 2.0
        azimuths = np.sort(np.concatenate([azimuths, middles]))
    lons, lats = _circle(lon, lat, azimuths, radius_m)
    return wrap(ring_to_polygon(lons, lats))


@lru_cache(maxsize=_KEPT)
def band(line: BaseGeometry, half_width_m: float) -> BaseGeometry:
    """All that lies within ``half_width_m`` of a line (or point): an area, split at 180.

    Made piece by piece in azimuthal equal-area projections, so that long borders keep their
    width from end to end.

    Raises:
        InputError: the width is not above 0 and at most 1,000 km.

    """
    if not 0.0 < half_width_m <= MAX_BAND_M:
        raise InputError(f"a band of {half_width_m} m; give above 0, up to {MAX_BAND_M:.0f}")
    pieces: list[BaseGeometry] = []
    for stretch in _stretches(line):
        middle = stretch.envelope.centroid
        flat = shapely.transform(stretch, _forward(middle.x, middle.y))
        wide = shapely.segmentize(flat.buffer(half_width_m, quad_segs=16), 50_000.0)
        pieces += _on_the_globe(wide, middle.x, middle.y)
    return wrap(union(pieces))


def along(area: BaseGeometry, line: BaseGeometry, depth_m: float) -> BaseGeometry:
    """The strip of ``area`` within ``depth_m`` of ``line``; empty where the two lie apart."""
    near = shapely.clip_by_rect(line, *_widened(area.bounds, depth_m))
    if near.is_empty:
        return Polygon()
    return polygonal(shapely.intersection(area, band(near, depth_m)))


def _circle(lon: float, lat: float, azimuths: Floats, radius_m: float) -> tuple[Floats, Floats]:
    n = len(azimuths)
    lons, lats, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuths, np.full(n, radius_m))
    return np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)


def _stretches(line: BaseGeometry) -> list[BaseGeometry]:
    """The line in runs of at most about 400 km; points as they are."""
    out: list[BaseGeometry] = []
    for piece in simple(line):
        if not isinstance(piece, LineString) or not piece.length:
            out.append(piece if isinstance(piece, Polygon) else Point(piece.coords[0]))
            continue
        coords = shapely.get_coordinates(shapely.segmentize(piece, 0.25))
        steps = np.asarray(
            GEOD.inv(coords[:-1, 0], coords[:-1, 1], coords[1:, 0], coords[1:, 1])[2]
        )
        runs = np.floor(np.concatenate([[0.0], np.cumsum(steps)]) / _PIECE_M)
        cuts = [0, *(np.flatnonzero(np.diff(runs)) + 1).tolist(), len(coords) - 1]
        out += [LineString(coords[a : b + 1]) for a, b in pairwise(cuts) if b > a]
    return out


@lru_cache(maxsize=512)
def _projection(lat: float) -> Proj:
    return Proj(proj="laea", lat_0=lat, lon_0=0.0, ellps="WGS84")


def _forward(lon: float, lat: float) -> Any:  # noqa: ANN401 - a callable for shapely.transform
    def project(xy: Floats) -> Floats:
        return np.column_stack(_projection(round(lat, 1))(xy[:, 0] - lon, xy[:, 1]))

    return project


def _backward(lon: float, lat: float) -> Any:  # noqa: ANN401 - a callable for shapely.transform
    def unproject(xy: Floats) -> Floats:
        x, y = _projection(round(lat, 1))(xy[:, 0], xy[:, 1], inverse=True)
        return np.column_stack([np.asarray(x) + lon, y])

    return unproject


def _on_the_globe(flat: BaseGeometry, lon: float, lat: float) -> list[BaseGeometry]:
    """The areas of a plane about lon, lat as areas of the globe; what holds a pole is closed there.

    Beyond a pole longitudes jump by a turn, which makes a ring cross itself.
    """
    out: list[BaseGeometry] = []
    for piece in simple(shapely.transform(flat, _backward(lon, lat))):
        if not isinstance(piece, Polygon):
            continue
        rings = [np.asarray(r.coords)[:, :2] for r in (piece.exterior, *piece.interiors)]
        whole = all(np.abs(np.diff(ring[:, 0])).max() <= HALF_TURN for ring in rings)
        if not (whole and piece.is_valid):
            piece = polygon([[(x, y) for x, y in ring.tolist()] for ring in rings])  # noqa: PLW2901 - its better self
        out.append(piece)
    return out


def _widened(
    extent: tuple[float, float, float, float], reach_m: float
) -> tuple[float, float, float, float]:
    west, south, east, north = extent
    dy = 1.01 * reach_m / 110_574.0
    top = min(89.0, max(abs(south), abs(north)) + dy)
    dx = min(360.0, dy / math.cos(math.radians(top)))
    return west - dx, south - dy, east + dx, north + dy


def ring(lon: float, lat: float, inner_m: float, outer_m: float) -> BaseGeometry:
    """What lies further than ``inner_m`` and at most ``outer_m`` from a point.

    Raises:
        InputError: the radii are not 0 <= inner < outer <= ``MAX_DISC_M``.

    """
    if not 0.0 <= inner_m < outer_m:
        raise InputError(f"a ring from {inner_m} to {outer_m} m; give the smaller radius first")
    whole = disc(lon, lat, outer_m)
    return whole if inner_m == 0.0 else shapely.difference(whole, disc(lon, lat, inner_m))


def sector(
    lon: float,
    lat: float,
    inner_m: float,
    outer_m: float,
    *,
    azimuth_deg: float,
    half_deg: float,
) -> BaseGeometry:
    """The piece of that ring within ``half_deg`` either way of an azimuth, clockwise from north.

    Raises:
        InputError: the radii are not 0 <= inner < outer <= 2,000 km, or half is not 0..90 degrees.

    """
    if not 0.0 <= inner_m < outer_m <= 2.0 * MAX_BAND_M or not 0.0 < half_deg < 90.0:  # noqa: PLR2004 - a right angle
        raise InputError(
            f"a sector from {inner_m} to {outer_m} m, {half_deg} degrees either way; "
            "give the smaller radius first, up to 2,000 km, and less than a right angle"
        )
    azimuths = np.linspace(azimuth_deg - half_deg, azimuth_deg + half_deg, 49)
    lons, lats = _circle(lon, lat, azimuths, outer_m)
    if inner_m > 0.0:
        back = _circle(lon, lat, azimuths[::-1], inner_m)
        lons, lats = np.append(lons, back[0]), np.append(lats, back[1])
    else:
        lons, lats = np.append(lons, lon), np.append(lats, lat)
    return wrap(ring_to_polygon(lons, lats))


def lens(
    lon1: float, lat1: float, lon2: float, lat2: float, *, half_width_m: float
) -> BaseGeometry:
    """The ground between two points: as wide as said half-way, and narrowing towards either end.

    Raises:
        InputError: the points are the same, or the width is not above 0 and at most 1,000 km.

    """
    length = distance_m(lon1, lat1, lon2, lat2)
    if not length or not 0.0 < half_width_m <= MAX_BAND_M:
        raise InputError(f"a lens {length} m long, {half_width_m} m wide; give two points and > 0")
    azimuth = float(GEOD.inv(lon1, lat1, lon2, lat2)[0])
    right: list[tuple[float, float]] = []
    left: list[tuple[float, float]] = []
    for share in np.linspace(0.0, 1.0, 41).tolist():
        at = destination(lon1, lat1, azimuth_deg=azimuth, along_m=share * length)
        width_m = 2.0 * half_width_m * math.sqrt(share * (1.0 - share))
        if width_m <= 0.0:  # either end
            right.append(at)
            continue
        here = float(GEOD.inv(*at, lon2, lat2)[0])
        right.append(destination(*at, azimuth_deg=here + 90.0, along_m=width_m))
        left.append(destination(*at, azimuth_deg=here - 90.0, along_m=width_m))
    lons, lats = np.asarray(right + left[::-1]).T
    return wrap(ring_to_polygon(lons, lats))
