"""Sites to marks: each layer is one shape, and the shape says how precisely we know the place.

A layer is a module's ``LAYER``; adding one is a file, a line in ``LAYERS`` and a drawing rule in
``static/map/marks.js``.
"""

from __future__ import annotations

from typing import Final

from dashboard.layers import areas, discs, lines, points
from dashboard.layers.shapes import TOLERANCE_DEG, Ground, Layer, Mark
from geocode import EventRow

LAYERS: Final[dict[str, Layer]] = {
    "point": points.LAYER,
    "disc": discs.LAYER,
    "line": lines.LAYER,
    "area": areas.LAYER,
}
"""In the order they are asked; the first that takes a geometry draws it."""
SHAPE_CODES: Final = {name: code for code, name in enumerate(LAYERS)}


def shape_name(geom_type: str, relation: str | None) -> str:
    """The name of the layer that draws a geometry of this type, in this relation to its place.

    >>> shape_name("Polygon", "near"), shape_name("Polygon", "in")
    ('disc', 'area')
    """
    return next(name for name, layer in LAYERS.items() if layer.takes(geom_type, relation))


def mark_of(ground: Ground, *, tolerance_deg: float = TOLERANCE_DEG) -> Mark | None:
    """The mark for a site, None for an empty geometry."""
    if ground.geometry.is_empty:
        return None
    name = shape_name(ground.geometry.geom_type, ground.relation)
    return LAYERS[name].draw(ground, tolerance_deg)


def shape_of(row: EventRow) -> str | None:
    """The name of the layer that draws the row, None for a row without geometry."""
    if row.geometry is None or row.geometry.is_empty:
        return None
    return shape_name(row.geometry.geom_type, row.relation)
