"""A Folium map whose scripts, styles and tiles all come from this server."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import folium

STATIC: Final = Path(__file__).resolve().parent.parent / "static"
BASE: Final = "../../app/static/"
"""Relative to ``/component/<name>/index.html``, so that a base path keeps working."""


SCRIPTS: Final = (
    "words", "basemap", "claims", "columns", "canvas", "glyphs", "outlines", "marks", "rows",
    "looking", "readout", "measure", "spots", "drawing", "choosing", "legend", "weighing", "heat",
    "divisions", "overlays", "hovering", "dateline", "picture",
)  # fmt: skip
"""The map's own, each after those it uses."""


def asset(path: str) -> str:
    """The address of one of our static files, changed whenever its content changes."""
    digest = hashlib.sha256((STATIC / path).read_bytes()).hexdigest()[:10]
    return f"{BASE}{path}?v={digest}"


class OfflineMap(folium.Map):
    """A map that is the same for every view; what changes is told to its script as integers."""

    _name = "Map"
    default_js = (
        ("leaflet", asset("vendor/leaflet.js")),
        ("protomaps", asset("vendor/protomaps-leaflet.js")),
        *((name, asset(f"map/{name}.js")) for name in SCRIPTS),
    )
    default_css = (
        ("leaflet_css", asset("vendor/leaflet.css")),
        ("dateline_css", asset("map/dateline.css")),
    )


def offline_map() -> OfflineMap:
    """The empty map, at the same place on every call so that the browser keeps its view."""
    made = OfflineMap(
        location=(25.0, 12.0), zoom_start=2, tiles=None, zoom_control="topright", prefer_canvas=True
    )
    made.options["min_zoom"] = 0
    made.options["max_zoom"] = 11
    made.options["zoom_snap"] = 0.25
    made.options["world_copy_jump"] = True
    made.options["track_resize"] = False  # our script does, and keeps the middle
    return made
