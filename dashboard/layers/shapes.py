"""What a layer is and what a mark is made of: numbers only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import shapely
from shapely.geometry.base import BaseGeometry

Coordinates: TypeAlias = Sequence[object]
"""Nested lists that end in ``[lat, lon]``, Leaflet's order."""

TOLERANCE_DEG: Final = 0.01
"""The finest: about a kilometre, which no zoom of the offline map can show finer."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something is, as the store has it: what a layer draws."""

    geometry: BaseGeometry
    relation: str | None
    lon: float | None
    lat: float | None
    precision_m: float | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What the browser draws: a shape code, its coordinates, and a length in metres."""

    shape: int
    """0 point, 1 disc, 2 line, 3 area: the order of ``LAYERS``."""
    coordinates: Coordinates
    radius_m: float
    """Radius of a disc, half-width of a line's band, 0 for the rest."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Which geometries a layer takes, by type and relation, and how it draws one of them."""

    takes: Callable[[str, str | None], bool]
    draw: Callable[[Ground, float], Mark]
    """The second is how far in degrees a drawn line may be from the real one."""


def lat_lon(geometry: BaseGeometry) -> list[list[float]]:
    """Coordinates of a line, ring or point as ``[lat, lon]``, to about ten metres."""
    return [[round(lat, 4), round(lon, 4)] for lon, lat in shapely.get_coordinates(geometry)]


def parts_of(geometry: BaseGeometry, kind: str, *, tolerance_deg: float) -> list[BaseGeometry]:
    """The parts of one geometry type in it, outlines thinned for drawing."""
    found: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == kind:
            thinned = part.simplify(tolerance_deg)
            found.append(part if thinned.is_empty else thinned)
        elif hasattr(part, "geoms"):
            found += parts_of(part, kind, tolerance_deg=tolerance_deg)
    return found
