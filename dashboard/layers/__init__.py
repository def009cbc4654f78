"""Rows to marks: each layer is one shape, and the shape says how precisely we know the place.

A layer is a module's ``LAYER``; adding one is a file, a line in ``LAYERS`` and a drawing rule in
``static/map/dateline.js``.
"""

from __future__ import annotations

from typing import Final

from dashboard.layers import areas, discs, lines, points
from dashboard.layers.shapes import Layer, Mark
from geocode import EventRow

LAYERS: Final[dict[str, Layer]] = {
    "point": points.LAYER,
    "disc": discs.LAYER,
    "line": lines.LAYER,
    "area": areas.LAYER,
}
"""In the order they are asked; the first that takes a row draws it."""


def mark_of(row: EventRow) -> Mark | None:
    """The mark for a row, None for a row without geometry."""
    if row.geometry is None or row.geometry.is_empty:
        return None
    return next((layer.draw(row) for layer in LAYERS.values() if layer.takes(row)), None)


def shape_of(row: EventRow) -> str | None:
    """The name of the layer that draws the row, None for a row without geometry."""
    if row.geometry is None or row.geometry.is_empty:
        return None
    return next((name for name, layer in LAYERS.items() if layer.takes(row)), None)
