"""The parts of the page: each takes the sheet and draws itself; what was chosen goes to the view.

Adding one is a file, a line in ``PANELS`` and its name in a region of ``page.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from dashboard.basemap import stage
from dashboard.panels import (
    corrections,
    coverage,
    download,
    evidence,
    layers,
    listing,
    read_only,
    share,
    timeline,
    toolbar,
    upload,
    views,
)
from dashboard.sheet import Setting, Sheet

Panel: TypeAlias = Callable[[Sheet, Setting], None]

PANELS: Final[dict[str, Panel]] = {
    "sums": toolbar.sums,
    "read_only": read_only.show,
    "search": toolbar.search,
    "views": views.show,
    "share": share.show,
    "language": share.language,
    "layers": layers.show,
    "download": download.show,
    "add": upload.show,
    "outcome": upload.last_outcome,
    "filters": toolbar.filters,
    "map": stage.show,
    "timeline": timeline.show,
    "trays": listing.trays,
    "listing": listing.show,
    "evidence": evidence.show,
    "corrections": corrections.show,
    "coverage": coverage.show,
}
