"""People's own map layers on their way to the browser: numbers, and labels for ``textContent``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.layers.outlines import flat
from dashboard.layers.shelf import Shelf
from geocode.store import OverlayFeature

OVERLAYS: Final = Shelf(room=24)
"""Layers as ``encode`` gives them, for the route that serves them."""


def encode(name: str, drawn: Sequence[OverlayFeature]) -> bytes:
    """JSON: the layer's name and its features, each with its label, points, lines and rings.

    Coordinates are ``[x, y, x, y, …]`` as those of outlines. A point on a map of the world has no
    size: where the geometry is one of areas, ``areas`` are lists of rings, holes after the outside.
    """
    features = [{"label": one.label, **_shapes(one.geometry)} for one in drawn]
    return json.dumps({"name": name, "features": features}, separators=(",", ":")).encode()


def _shapes(geometry: BaseGeometry) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {"points": [], "lines": [], "areas": []}
    for part in _simple(geometry):
        if part.geom_type == "Point":
            found["points"].append(_numbers(part))
        elif part.geom_type == "Polygon":
            rings = (part.exterior, *part.interiors)  # pyright: ignore[reportAttributeAccessIssue]
            found["areas"].append([_numbers(ring) for ring in rings])
        else:
            found["lines"].append(_numbers(part))
    return found


def _simple(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The parts of it that have none of their own."""
    parts = list(shapely.get_parts(geometry))
    if len(parts) == 1 and parts[0].equals_exact(geometry, 0.0):
        return [] if geometry.is_empty else [geometry]
    return [simple for part in parts for simple in _simple(part)]


def _numbers(geometry: BaseGeometry) -> list[int]:
    lon_lat = shapely.get_coordinates(geometry)
    return flat(np.column_stack([lon_lat[:, 1], lon_lat[:, 0]]))
