"""Near a place: a ring of the stated radius around it, soft inside."""

from __future__ import annotations

from typing import Final

from dashboard.layers.shapes import Ground, Layer, Mark

DEFAULT_RADIUS_M: Final = 15_000.0
"""Where a row does not say; the same as ``Settings.near_radius_m``."""


def _takes(geom_type: str, relation: str | None) -> bool:
    return relation == "near" and geom_type in {"Polygon", "MultiPolygon"}


def _draw(ground: Ground, _tolerance_deg: float) -> Mark:
    centre = ground.geometry.centroid
    lat = centre.y if ground.lat is None else ground.lat
    lon = centre.x if ground.lon is None else ground.lon
    return Mark(1, [round(lat, 4), round(lon, 4)], ground.precision_m or DEFAULT_RADIUS_M)


LAYER = Layer(_takes, _draw)
