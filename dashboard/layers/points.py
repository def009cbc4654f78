"""A town or a spot: a filled circle of fixed size."""

from __future__ import annotations

from dashboard.layers.shapes import Ground, Layer, Mark, lat_lon


def _takes(geom_type: str, _relation: str | None) -> bool:
    return geom_type == "Point"


def _draw(ground: Ground, _tolerance_deg: float) -> Mark:
    return Mark(0, lat_lon(ground.geometry)[0], 0.0)


LAYER = Layer(_takes, _draw)
