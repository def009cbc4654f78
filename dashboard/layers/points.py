"""A town or a spot: a filled circle of fixed size."""

from __future__ import annotations

from dashboard.layers.shapes import Layer, Mark, lat_lon
from geocode import EventRow


def _takes(row: EventRow) -> bool:
    return row.geometry is not None and row.geometry.geom_type == "Point"


def _draw(row: EventRow) -> Mark:
    assert row.geometry is not None
    return Mark(0, lat_lon(row.geometry)[0], 0.0)


LAYER = Layer(_takes, _draw)
