"""Along a border, a river or a coast: the line with a soft band as wide as the wording allows."""

from __future__ import annotations

from typing import Final

from dashboard.layers.shapes import Ground, Layer, Mark, lat_lon, parts_of

DEFAULT_BAND_M: Final = 10_000.0
"""Half-width where a row does not say; the same as ``Settings.border_band_m``."""
LINES: Final = frozenset({"LineString", "MultiLineString"})


def _takes(geom_type: str, _relation: str | None) -> bool:
    return geom_type in LINES


def _draw(ground: Ground, tolerance_deg: float) -> Mark:
    parts = parts_of(ground.geometry, "LineString", tolerance_deg=tolerance_deg)
    return Mark(2, [lat_lon(part) for part in parts], ground.precision_m or DEFAULT_BAND_M)


LAYER = Layer(_takes, _draw)
