"""The lines and areas a map has in view, as numbers: fetched by their marks when they are few."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from shapely.geometry.base import BaseGeometry

from dashboard.layers import LAYERS, SHAPE_CODES
from dashboard.layers.shapes import Ground
from dashboard.layers.shelf import State
from geocode import open_store

MOST: Final = 60
"""Outlines given at once."""
LEVELS: Final = (0.25, 0.06, 0.015, 0.004)
"""How far in degrees a drawn line may be from the real one, by level of detail; about half a pixel
at the largest zoom a level is asked for (``static/map/outlines.js``)."""
UNITS: Final = 2**26
"""Sides of the world in which coordinates are given: less than a metre each."""
_FARTHEST_LAT: Final = 85.0511


def of_state(state: State, marks: Sequence[int], *, level: int) -> bytes:
    """``encode`` for the marks of a state of the store; those it does not have are left out.

    Raises: StoreError where the store cannot be read.
    """
    columns = state.columns
    keys, layers = columns["mark_shape"], columns["mark_layer"]
    known = [mark for mark in marks if mark < len(keys)]
    with open_store(state.store, read_only=True) as store:
        shapes = store.shapes({int(keys[mark]) for mark in known})
    names = {code: name for name, code in SHAPE_CODES.items()}
    found: dict[int, tuple[str, BaseGeometry]] = {}
    for mark in known:
        shape = shapes.get(int(keys[mark]))
        if shape is not None and not shape.is_empty:
            found[mark] = names[int(layers[mark])], shape
    return encode(found, level)


def encode(shapes: Mapping[int, tuple[str, BaseGeometry]], level: int) -> bytes:
    """JSON: by mark, its rings or lines, each ``[x, y, x, y, …]`` in ``UNITS`` from north-west.

    A shape comes with the name of its layer.
    """
    found = {str(mark): _lines(*shape, LEVELS[level]) for mark, shape in shapes.items()}
    return json.dumps(found, separators=(",", ":")).encode()


def _lines(name: str, geometry: BaseGeometry, tolerance_deg: float) -> list[list[int]]:
    drawn = LAYERS[name].draw(Ground(geometry, None, None, None, None), tolerance_deg)
    parts: Sequence[object] = drawn.coordinates
    if drawn.shape == SHAPE_CODES["area"]:
        parts = [ring for polygon in drawn.coordinates for ring in polygon]  # type: ignore[attr-defined]
    return [flat(np.array(part, dtype=np.float64)) for part in parts]


def flat(lat_lon: np.ndarray) -> list[int]:
    """Latitudes and longitudes as ``[x, y, x, y, …]`` in ``UNITS``.

    Source: Web Mercator, EPSG:3857.
    """
    sine = np.sin(np.radians(np.clip(lat_lon[:, 0], -_FARTHEST_LAT, _FARTHEST_LAT)))
    x = (lat_lon[:, 1] + 180) / 360
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    return np.round(np.column_stack([x, y]) * UNITS).astype(np.int64).ravel().tolist()
