"""The files that the map is made of, and the addresses under which a browser keeps them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).resolve().parent.parent / "static"
BASE: Final = "../../app/static/"
"""Relative to ``/component/<name>/index.html``, so that a base path keeps working."""

OWN: Final = (
    "asking", "clipboard", "words", "basemap", "claims", "columns", "canvas", "glyphs", "outlines",
    "marks", "rows", "looking", "readout", "measure", "spots", "drawing", "choosing", "legend",
    "weighing", "heat", "divisions", "overlays", "hovering", "dateline", "picture",
)  # fmt: skip
"""The map's own scripts, each after those it uses."""
SCRIPTS: Final = (
    "vendor/leaflet.js", "vendor/protomaps-leaflet.js", *(f"map/{name}.js" for name in OWN),
)  # fmt: skip
STYLES: Final = ("vendor/leaflet.css", "map/dateline.css")


@cache
def script() -> bytes:
    """All scripts of the map as one: streamlit-folium asks for each after the one before it."""
    return b"\n".join((STATIC / path).read_bytes() for path in SCRIPTS)


def digest(content: bytes) -> str:
    """What an address holds, so that it changes with the content."""
    return hashlib.sha256(content).hexdigest()[:10]


ADDRESS: Final = f"../../api/map.js?v={digest(script())}"
STYLED: Final = tuple(f"{BASE}{path}?v={digest((STATIC / path).read_bytes())}" for path in STYLES)
