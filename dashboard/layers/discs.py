"""Near a place: a ring of the stated radius around it, soft inside."""

from __future__ import annotations

from typing import Final

from dashboard.layers.shapes import Layer, Mark
from geocode import EventRow

DEFAULT_RADIUS_M: Final = 15_000.0
"""Where a row does not say; the same as ``Settings.near_radius_m``."""


def _takes(row: EventRow) -> bool:
    return (
        row.relation == "near"
        and row.geometry is not None
        and row.geometry.geom_type in {"Polygon", "MultiPolygon"}
    )


def _draw(row: EventRow) -> Mark:
    assert row.geometry is not None
    centre = row.geometry.centroid
    lat = centre.y if row.lat is None else row.lat
    lon = centre.x if row.lon is None else row.lon
    return Mark(1, [round(lat, 4), round(lon, 4)], row.precision_m or DEFAULT_RADIUS_M)


LAYER = Layer(_takes, _draw)
