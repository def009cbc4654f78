"""Along a border, a river or a coast: the line with a soft band as wide as the wording allows."""

from __future__ import annotations

from typing import Final

from dashboard.layers.shapes import Layer, Mark, lat_lon, parts_of
from geocode import EventRow

DEFAULT_BAND_M: Final = 10_000.0
"""Half-width where a row does not say; the same as ``Settings.border_band_m``."""
LINES: Final = frozenset({"LineString", "MultiLineString"})


def _takes(row: EventRow) -> bool:
    return row.geometry is not None and row.geometry.geom_type in LINES


def _draw(row: EventRow) -> Mark:
    assert row.geometry is not None
    parts = [lat_lon(part) for part in parts_of(row.geometry, "LineString")]
    return Mark(2, parts, row.precision_m or DEFAULT_BAND_M)


LAYER = Layer(_takes, _draw)
