"""A country, a region or a part of one: its outline with a light tint, never a pin inside."""

from __future__ import annotations

from typing import Final

from shapely import Polygon

from dashboard.layers.shapes import Ground, Layer, Mark, lat_lon, parts_of

SMALLEST_SHARE: Final = 0.0005
"""Islands smaller than this share of the whole are not drawn; the area itself is unchanged."""


def _takes(_geom_type: str, _relation: str | None) -> bool:
    return True


def _draw(ground: Ground, tolerance_deg: float) -> Mark:
    parts = parts_of(ground.geometry, "Polygon", tolerance_deg=tolerance_deg)
    polygons = [p for p in parts if isinstance(p, Polygon)]
    whole = sum(polygon.area for polygon in polygons)
    rings = [
        [lat_lon(polygon.exterior), *(lat_lon(hole) for hole in polygon.interiors)]
        for polygon in polygons
        if polygon.area >= whole * SMALLEST_SHARE
    ]
    return Mark(3, rings, 0.0)


LAYER = Layer(_takes, _draw)
