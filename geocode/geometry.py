"""Distances, discs, bands and parts of areas on the WGS 84 ellipsoid, and their clean GeoJSON.

Geometries go in and come out as shapely objects in lon, lat degrees. What crosses 180 degrees
comes out in pieces on either side of it (RFC 7946, section 3.1.9).

Source: geodesics by C. F. F. Karney, "Algorithms for geodesics", J. Geodesy 87 (2013) 43-55,
https://doi.org/10.1007/s00190-012-0578-z, as built into PROJ (``pyproj.Geod``).
"""
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# shapely and pyproj leave the types of some functions half said.

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeAlias, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Proj
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

_GEOD = Geod(ellps="WGS84")
MAX_DISC_M = 9_000_000.0
"""Below a quarter of a meridian (10,002 km), so that no disc holds both poles."""
MAX_BAND_M = 1_000_000.0
_RING = 240
"""Corners of a disc: the middle of an edge then lies 0.009 % inside the true circle."""
_HALF_TURN = 180.0
_STEP_DEG = 2.0
"""No edge of a disc spans more longitude, so that none cuts across near a pole."""
_PIECE_M = 400_000.0
"""A band is made in pieces this long: the projection then errs by less than 0.05 %."""
_APART_M = 250_000.0
"""Land further than this from the main body (Alaska, Guiana) does not stretch its extent."""
_SIDE, _CENTRE = 0.4, 0.25
"""A side is the outer two fifths of the extent, the centre what lies a quarter or more inside:
between halves, by which Kyiv would be in western Ukraine, and thirds, by which Kaduna would not
be in northern Nigeria."""
_METRES_PER_DEGREE = 111_195.0
_DECIMALS = 6
"""About 0.1 m, as RFC 7946, section 11.2, advises."""
COMPASS = {
    "n": 0.0, "nne": 22.5, "ne": 45.0, "ene": 67.5, "e": 90.0, "ese": 112.5, "se": 135.0,
    "sse": 157.5, "s": 180.0, "ssw": 202.5, "sw": 225.0, "wsw": 247.5, "w": 270.0,
    "wnw": 292.5, "nw": 315.0, "nnw": 337.5,
}  # fmt: skip
"""Azimuths in degrees, clockwise from north."""
DIRECTIONS = ("n", "ne", "e", "se", "s", "sw", "w", "nw", "c")
"""What ``part`` knows; ``c`` is the centre."""


def distance_m(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Geodesic distance in metres between two points in degrees.

    >>> round(distance_m(0.0, 0.0, 1.0, 0.0))
    111319
    """
    return float(_GEOD.inv(lon1, lat1, lon2, lat2)[2])


def length_m(line: BaseGeometry) -> float:
    """Geodesic length in metres of a line, or of all lines together; 0 for points."""
    return float(sum(_GEOD.geometry_length(part) for part in _simple(line) if part.length))


def area_m2(area: BaseGeometry) -> float:
    """Geodesic area in square metres, whichever way its rings run; 0 for lines and points."""
    polygons = (part for part in _simple(area) if isinstance(part, Polygon))
    return float(sum(abs(_GEOD.geometry_area_perimeter(orient(p))[0]) for p in polygons))


def equal_area_radius_m(area: BaseGeometry) -> float:
    """Radius in metres of the disc as large as ``area``, taken as flat: sqrt(area / pi)."""
    return math.sqrt(area_m2(area) / math.pi)


def destination(
    lon: float, lat: float, *, azimuth_deg: float, along_m: float
) -> tuple[float, float]:
    """The lon, lat reached from a point along a geodesic; azimuth clockwise from north."""
    end_lon, end_lat, _ = _GEOD.fwd(lon, lat, azimuth_deg, along_m)
    return float(end_lon), float(end_lat)


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
    return wrap(_ring_to_polygon(lons, lats))


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
    return wrap(_union(pieces))


def along(area: BaseGeometry, line: BaseGeometry, depth_m: float) -> BaseGeometry:
    """The strip of ``area`` within ``depth_m`` of ``line``; empty where the two lie apart."""
    near = shapely.clip_by_rect(line, *_widened(area.bounds, depth_m))
    if near.is_empty:
        return Polygon()
    return _polygonal(shapely.intersection(area, band(near, depth_m)))


def part(area: BaseGeometry, directions: Iterable[str]) -> BaseGeometry:
    """The stated sides of an area, together: ``part(russia, ["w", "sw"])``.

    A side (n, e, s, w) is the outer two fifths of the area's extent, a corner (ne, se, sw, nw)
    the quarter that two halves share, ``c`` what lies a quarter of the extent inside. The extent
    is that of the main body, measured by meridians and by the sine of latitude, as in Lambert's
    cylindrical equal-area projection; what lies further than 250 km off is left out.

    Raises:
        InputError: a direction is not one of ``DIRECTIONS``.

    Source: J. P. Snyder, "Map projections: a working manual", USGS PP 1395 (1987), p. 76-85.

    """
    wanted = tuple(directions)
    unknown = [d for d in wanted if d not in DIRECTIONS]
    if unknown:
        raise InputError(f"no direction {unknown[0]!r}; give some of {', '.join(DIRECTIONS)}")
    body = main_body(area)
    if body.is_empty:
        return body
    cuts = [_cut(body.bounds, direction) for direction in wanted]
    whole = _union([_polygonal(shapely.clip_by_rect(body, *cut)) for cut in cuts])
    return wrap(_polygonal(whole))


def main_body(area: BaseGeometry) -> BaseGeometry:
    """The largest piece of an area and all that hangs together with it over gaps of 250 km.

    Gaps are those between the boxes around the pieces. Longitudes may exceed 180, so that a body
    astride that meridian stays whole.
    """
    pieces = [p for p in _simple(_unsplit(area)) if isinstance(p, Polygon)]
    if len(pieces) <= 1:
        return pieces[0] if pieces else Polygon()
    boxes = shapely.bounds(pieces)
    weights = [p.area * math.cos(math.radians((p.bounds[1] + p.bounds[3]) / 2)) for p in pieces]
    held = np.zeros(len(pieces), dtype=bool)
    frontier = [int(np.argmax(weights))]
    held[frontier] = True
    while frontier:
        reached = _close_boxes(boxes, boxes[frontier.pop()]) & ~held
        held |= reached
        frontier += np.flatnonzero(reached).tolist()
    return MultiPolygon([p for p, inside in zip(pieces, held.tolist(), strict=True) if inside])


def bounds(geometry: BaseGeometry) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of the narrowest box; west > east where it crosses 180.

    Raises:
        InputError: the geometry is empty.

    """
    parts = _simple(wrap(geometry))
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
    if west >= -_HALF_TURN and east <= _HALF_TURN:
        return geometry
    pieces: list[BaseGeometry] = []
    for turn in range(math.floor((west + 180.0) / 360.0), math.floor((east + 180.0) / 360.0) + 1):
        shift = 360.0 * turn
        inside = shapely.clip_by_rect(geometry, shift - 180.0, -90.0, shift + 180.0, 90.0)
        if not inside.is_empty:
            pieces.append(shapely.transform(inside, lambda xy, s=shift: xy - (s, 0.0)))
    return _union(pieces)


def to_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """The geometry as an RFC 7946 object: lon, lat, six decimals, outer rings counter-clockwise.

    Cut at 180 degrees; no collections (of a mixed geometry the pieces of highest dimension stay).

    Raises:
        InputError: the geometry is empty.

    """
    snapped = shapely.set_precision(wrap(geometry), 10.0**-_DECIMALS)
    parts = _simple(snapped)
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


def _circle(lon: float, lat: float, azimuths: Floats, radius_m: float) -> tuple[Floats, Floats]:
    n = len(azimuths)
    lons, lats, _ = _GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuths, np.full(n, radius_m))
    return np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)


def _ring_to_polygon(lons: Floats, lats: Floats) -> BaseGeometry:
    """A ring of any longitudes as a polygon; one that goes round a pole is closed over it."""
    ring = np.unwrap(np.append(lons, lons[0]), period=360.0)
    heights = np.append(lats, lats[0])
    points = list(zip(ring.tolist(), heights.tolist(), strict=True))
    if abs(ring[-1] - ring[0]) > _HALF_TURN:
        pole = 90.0 if heights.mean() > 0.0 else -90.0
        points += [(points[-1][0], pole), (points[0][0], pole)]
    polygon = Polygon(points)
    return polygon if polygon.is_valid else _polygonal(shapely.make_valid(polygon))


def _stretches(line: BaseGeometry) -> list[BaseGeometry]:
    """The line in runs of at most about 400 km; points as they are."""
    out: list[BaseGeometry] = []
    for piece in _simple(line):
        if not isinstance(piece, LineString) or not piece.length:
            out.append(piece if isinstance(piece, Polygon) else Point(piece.coords[0]))
            continue
        coords = shapely.get_coordinates(shapely.segmentize(piece, 0.25))
        steps = np.asarray(
            _GEOD.inv(coords[:-1, 0], coords[:-1, 1], coords[1:, 0], coords[1:, 1])[2]
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
    for piece in _simple(shapely.transform(flat, _backward(lon, lat))):
        if not isinstance(piece, Polygon):
            continue
        rings = [np.asarray(r.coords)[:, :2] for r in (piece.exterior, *piece.interiors)]
        whole = all(np.abs(np.diff(ring[:, 0])).max() <= _HALF_TURN for ring in rings)
        if not (whole and piece.is_valid):
            piece = polygon([[(x, y) for x, y in ring.tolist()] for ring in rings])  # noqa: PLW2901 - its better self
        out.append(piece)
    return out


def _cut(extent: tuple[float, float, float, float], direction: str) -> tuple[float, ...]:
    west, south, east, north = extent
    low, high = math.sin(math.radians(south)), math.sin(math.radians(north))

    def x(share: float) -> float:
        return west + share * (east - west)

    def y(share: float) -> float:
        return math.degrees(math.asin(max(-1.0, min(1.0, low + share * (high - low)))))

    if direction == "c":
        return x(_CENTRE), y(_CENTRE), x(1 - _CENTRE), y(1 - _CENTRE)
    share = _SIDE if len(direction) == 1 else 0.5
    if "w" in direction:
        east = x(share)
    if "e" in direction:
        west = x(1 - share)
    if "s" in direction:
        north = y(share)
    if "n" in direction:
        south = y(1 - share)
    return west, south, east, north


def _unsplit(area: BaseGeometry) -> BaseGeometry:
    """An area in pieces on both sides of 180 with the western pieces moved next to the others."""
    west, _, east, _ = bounds(area) if not area.is_empty else (0.0, 0.0, 0.0, 0.0)
    if west <= east:
        return area
    moved = [
        shapely.transform(p, lambda xy: np.add(xy, (360.0, 0.0))) if p.bounds[0] < west else p
        for p in _simple(wrap(area))
    ]
    return MultiPolygon([p for p in moved if isinstance(p, Polygon)])


def _close_boxes(boxes: Floats, one: Floats) -> NDArray[np.bool_]:
    """Which boxes come within ``_APART_M`` of one, each gap scaled at the box's own latitude."""
    gap_x = np.maximum(one[0] - boxes[:, 2], boxes[:, 0] - one[2]).clip(min=0.0)
    gap_y = np.maximum(one[1] - boxes[:, 3], boxes[:, 1] - one[3]).clip(min=0.0)
    scale = np.cos(np.radians((boxes[:, 1] + boxes[:, 3]) / 2.0))
    return np.hypot(gap_x * scale, gap_y) * _METRES_PER_DEGREE <= _APART_M


def _widened(
    extent: tuple[float, float, float, float], reach_m: float
) -> tuple[float, float, float, float]:
    west, south, east, north = extent
    dy = 1.01 * reach_m / 110_574.0
    top = min(89.0, max(abs(south), abs(north)) + dy)
    dx = min(360.0, dy / math.cos(math.radians(top)))
    return west - dx, south - dy, east + dx, north + dy


def _simple(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Its points, lines and polygons, empty ones left out."""
    flat = cast("Sequence[BaseGeometry]", shapely.get_parts(geometry))
    out: list[BaseGeometry] = []
    for piece in flat:
        if isinstance(piece, (GeometryCollection, MultiPolygon, MultiLineString, MultiPoint)):
            out += _simple(piece)
        elif not piece.is_empty:
            out.append(piece)
    return out


def _polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Only its areas."""
    if isinstance(geometry, (Polygon, MultiPolygon)):
        return geometry
    return _union([p for p in _simple(geometry) if isinstance(p, Polygon)])


def _union(pieces: Sequence[BaseGeometry]) -> BaseGeometry:
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


def polygon(rings: Sequence[Sequence[tuple[float, float]]]) -> BaseGeometry:
    """A valid area from rings (the outer first) whose longitudes may jump from 180 to -180.

    A ring that goes round a pole (Antarctica's) is closed over it. Cut at 180 degrees.
    """
    whole: BaseGeometry = Polygon()
    for number, ring in enumerate(rings):
        xy = np.asarray(ring, dtype=np.float64)
        if (xy[0] == xy[-1]).all():
            xy = xy[:-1]
        area = wrap(_ring_to_polygon(xy[:, 0], xy[:, 1]))
        whole = area if number == 0 else shapely.difference(whole, area)
    return _polygonal(whole)
