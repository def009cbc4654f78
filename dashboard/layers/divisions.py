"""In which country and which region each mark surely lies: for sums by country and by region."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from dashboard.columns import WORLD
from dashboard.layers import SHAPE_CODES
from dashboard.layers.shelf import State
from geocode import open_store

FILE: Final = Path(__file__).resolve().parent.parent / "static" / "map" / "divisions.json"
"""The outlines that are coloured, made by ``basemap/build_divisions.py``."""
UNITS: Final = 2**18
"""Sides of the world in its coordinates, which go east and south: about 150 metres each."""
COUNTRIES: Final = "countries"
REGIONS: Final = "regions"
BESIDE_DEG: Final = 0.03
"""How far an outline may be off: a point nearer than this to two divisions is surely in neither."""
OFF_COAST_DEG: Final = 0.1
"""A point so far off a coast is still of the land behind it: a port, a mole, a small island."""
WITHIN: Final = 0.98
"""Share of a line or an area that must lie in a division for all of it to do so; the rest is what
two drawings of one border differ by."""
_FEW: Final = 500
"""Shapes that are read at once."""


@dataclass(frozen=True, slots=True)
class Lands:
    """The areas of one level as a tree, numbered as in the file."""

    tree: shapely.STRtree
    areas: NDArray[np.object_]
    boxes: NDArray[np.object_]


@lru_cache(maxsize=3)
def of_state(state: State) -> bytes:
    """For each mark the number of its country, then for each that of its region: uint16 from 1.

    0 where it lies in none, or in several, or where that is not sure. Raises: StoreError where the
    store cannot be read.
    """
    return b"".join(_found(state, level).astype("<u2").tobytes() for level in (COUNTRIES, REGIONS))


def _found(state: State, level: str) -> NDArray[np.int64]:
    columns, lands = state.columns, _lands(level)
    exact = columns["mark_layer"] == SHAPE_CODES["point"]
    found = np.zeros(len(exact), dtype=np.int64)
    lon, lat = lon_lat(columns["mark_x"][exact], columns["mark_y"][exact])
    found[exact] = of_points(lands, np.asarray(shapely.points(lon, lat), dtype=object))
    rest = np.flatnonzero(~exact)
    with open_store(state.store, read_only=True) as store:
        for start in range(0, len(rest), _FEW):
            some = rest[start : start + _FEW]
            keys = columns["mark_shape"][some]
            shapes = store.shapes({int(key) for key in keys})
            found[some] = [of_shape(lands, shapes.get(int(key))) for key in keys]
    return found


def of_points(lands: Lands, points: NDArray[np.object_]) -> NDArray[np.int64]:
    """For each point the number from 1 of the one area it lies in, 0 for none or several."""
    found = np.zeros(len(points), dtype=np.int64)
    left = np.arange(len(points))
    for reach in (OFF_COAST_DEG, BESIDE_DEG):  # what is nearer says more, where several are near
        # The areas are looked for among the points: many edges are made ready once, few points not.
        tree = shapely.STRtree(points[left])
        area, point = tree.query(lands.areas, predicate="dwithin", distance=reach)
        times = np.bincount(point, minlength=len(left))
        alone = times[point] == 1
        found[left[point[alone]]] = area[alone] + 1
        left = left[times > 1]
    return found


def of_shape(lands: Lands, shape: BaseGeometry | None) -> int:
    """The number from 1 of the area that all of a line or an area lies in, 0 where there is none.

    >>> land = np.array([shapely.box(0, 0, 2, 2)])
    >>> square = Lands(shapely.STRtree(land), land, shapely.envelope(land))
    >>> of_shape(square, shapely.box(0, 0, 1, 2)), of_shape(square, shapely.box(1, 0, 3, 2))
    (1, 0)
    """
    if shape is None or shape.is_empty:
        return 0
    west, south, east, north = shape.bounds
    box = shapely.box(west, south, east, north).buffer(-2 * BESIDE_DEG)
    around = [n for n in lands.tree.query(shape) if shapely.contains(lands.boxes[n], box)]
    if not around:
        return 0
    size = "area" if shape.area else "length"
    thin = shapely.make_valid(shape.simplify(BESIDE_DEG / 4, preserve_topology=False))
    for number in around:
        if shapely.covers(lands.areas[number], thin):  # far quicker told than how much is common
            return int(number) + 1
        if not shapely.intersects(lands.areas[number], thin):
            continue
        common = shapely.intersection(thin, lands.areas[number])
        if getattr(common, size) >= WITHIN * getattr(thin, size):
            return int(number) + 1
    return 0


def lon_lat(x: NDArray[np.uint32], y: NDArray[np.uint32]) -> tuple[NDArray[np.float64], ...]:
    """Where on the ground a place of the columns is. Source: Web Mercator, EPSG:3857."""
    down = y.astype(np.float64) / WORLD
    return x / WORLD * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * down))))


@cache
def _lands(level: str) -> Lands:
    content = json.loads(FILE.read_text("utf-8"))[level]
    areas = np.array([_area(one["areas"]) for one in content], dtype=object)
    odd = ~shapely.is_valid(areas)
    areas[odd] = shapely.make_valid(areas[odd])
    shapely.prepare(areas)
    return Lands(shapely.STRtree(areas), areas, shapely.envelope(areas))


def _area(polygons: Sequence[Sequence[Sequence[int]]]) -> BaseGeometry:
    return shapely.MultiPolygon([_polygon(rings) for rings in polygons])


def _polygon(rings: Sequence[Sequence[int]]) -> shapely.Polygon:
    steps = (np.cumsum(np.array(ring).reshape(-1, 2), axis=0) * (WORLD // UNITS) for ring in rings)
    outside, *holes = (np.column_stack(lon_lat(xy[:, 0], xy[:, 1])) for xy in steps)
    return shapely.Polygon(outside, holes)
