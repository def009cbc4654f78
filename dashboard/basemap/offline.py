"""A Folium map whose scripts, styles and tiles all come from this server."""

from __future__ import annotations

from pathlib import Path

import folium

from dashboard.basemap.parts import ADDRESS, STYLED, STYLES


class OfflineMap(folium.Map):
    """A map that is the same for every view; what changes is told to its script as integers."""

    _name = "Map"
    default_js = (("map", ADDRESS),)
    default_css = tuple(zip((Path(path).stem for path in STYLES), STYLED, strict=True))


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
