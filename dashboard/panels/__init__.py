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
    emptied,
    evidence,
    howto,
    landmarks,
    layers,
    listing,
    read_only,
    share,
    table,
    timeline,
    toolbar,
    upload,
    views,
    welcome,
)
from dashboard.sheet import Setting, Sheet

Panel: TypeAlias = Callable[[Sheet, Setting], None]

PANELS: Final[dict[str, Panel]] = {
    "landmarks": landmarks.show,
    "sums": toolbar.sums,
    "read_only": read_only.show,
    "search": toolbar.search,
    "face": toolbar.face,
    "views": views.show,
    "share": share.show,
    "language": share.language,
    "layers": layers.show,
    "download": download.show,
    "add": upload.show,
    "outcome": upload.last_outcome,
    "filters": toolbar.filters,
    "welcome": welcome.show,
    "howto": howto.show,
    "emptied": emptied.show,
    "summary": landmarks.summary,
    "map": stage.show,
    "table": table.show,
    "timeline": timeline.show,
    "trays": listing.trays,
    "listing": listing.show,
    "evidence": evidence.show,
    "corrections": corrections.show,
    "coverage": coverage.show,
    "foot": landmarks.foot,
}
