"""Parts of areas by direction: the west of it, its centre, its north-east."""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# shapely and pyproj leave the types of some functions half said.

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geocode.errors import InputError
from geocode.geometry.measures import METRES_PER_DEGREE
from geocode.geometry.pieces import Floats, polygonal, simple, union, unsplit, wrap

_APART_M = 250_000.0
"""Land further than this from the main body (Alaska, Guiana) does not stretch its extent."""

_SIDE, _CENTRE = 0.4, 0.25
"""A side is the outer two fifths of the extent, the centre what lies a quarter or more inside:
between halves, by which Kyiv would be in western Ukraine, and thirds, by which Kaduna would not
be in northern Nigeria."""

_FAR = 0.2
"""What "the far north" leaves of the extent."""

DIRECTIONS = ("n", "ne", "e", "se", "s", "sw", "w", "nw", "c", "nc", "ec", "sc", "wc")
"""What ``part`` knows; ``c`` is the centre, ``nc`` the middle of the northern side."""


def part(area: BaseGeometry, directions: Iterable[str], *, far: bool = False) -> BaseGeometry:
    """The stated sides of an area, together: ``part(russia, ["w", "sw"])``.

    A side (n, e, s, w) is the outer two fifths of the area's extent, a corner (ne, se, sw, nw)
    the quarter that two halves share, ``c`` what lies a quarter of the extent inside, ``nc`` the
    middle half of the northern side; ``far`` leaves the outer fifth of a side. The extent
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
    cuts = [_cut(body.bounds, direction, far=far) for direction in wanted]
    whole = union([polygonal(shapely.clip_by_rect(body, *cut)) for cut in cuts])
    return wrap(polygonal(whole))


def main_body(area: BaseGeometry) -> BaseGeometry:
    """The largest piece of an area and all that hangs together with it over gaps of 250 km.

    Gaps are those between the boxes around the pieces. Longitudes may exceed 180, so that a body
    astride that meridian stays whole.
    """
    pieces = [p for p in simple(unsplit(area)) if isinstance(p, Polygon)]
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


def _close_boxes(boxes: Floats, one: Floats) -> NDArray[np.bool_]:
    """Which boxes come within ``_APART_M`` of one, each gap scaled at the box's own latitude."""
    gap_x = np.maximum(one[0] - boxes[:, 2], boxes[:, 0] - one[2]).clip(min=0.0)
    gap_y = np.maximum(one[1] - boxes[:, 3], boxes[:, 1] - one[3]).clip(min=0.0)
    scale = np.cos(np.radians((boxes[:, 1] + boxes[:, 3]) / 2.0))
    return np.hypot(gap_x * scale, gap_y) * METRES_PER_DEGREE <= _APART_M


def _cut(
    extent: tuple[float, float, float, float], direction: str, *, far: bool
) -> tuple[float, ...]:
    """The box of one direction in an extent."""
    low, high = (math.sin(math.radians(lat)) for lat in (extent[1], extent[3]))

    def x(share: float) -> float:
        return extent[0] + share * (extent[2] - extent[0])

    def y(share: float) -> float:
        return math.degrees(math.asin(max(-1.0, min(1.0, low + share * (high - low)))))

    west, south, east, north = extent
    middle = direction.endswith("c")
    if middle and direction[0] not in "ew":
        west, east = x(_CENTRE), x(1 - _CENTRE)
    if middle and direction[0] not in "ns":
        south, north = y(_CENTRE), y(1 - _CENTRE)
    corner = len(direction) > 1 and not middle
    share = (_SIDE if far else 0.5) if corner else (_FAR if far else _SIDE)
    if "w" in direction:
        east = x(share)
    if "e" in direction:
        west = x(1 - share)
    if "s" in direction:
        north = y(share)
    if "n" in direction:
        south = y(1 - share)
    return west, south, east, north
