"""The layer on the Folium map. Only integers go in.

Folium and branca compile every string they are given as a template and run it on the server;
so no string from a report, a file name or the gazetteer may come near them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import folium
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template

from dashboard.layers.feed import day_number
from dashboard.layers.shelf import SHELF

NO_DAY: Final = -(10**7)
"""Stands for an open end of the range."""


class LiveMarks(JSCSSMixin, Layer):
    """Tells the script on the map what to show: all arguments are integers, and checked."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.layerGroup();"
        "dateline.show(window.map, {{ this.state|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, **state: int) -> None:
        super().__init__(name="marks", control=False)
        self._name = "LiveMarks"
        self.state = {key: int(value) for key, value in state.items()}


def live_marks(
    body: bytes,
    *,
    since: date | None,
    until: date | None,
    chosen: int | None,
    filtered: bool,
    fit: int,
    dark: bool,
    online: bool,
) -> folium.FeatureGroup:
    """Lays the marks on the shelf and gives the group that tells the map to fetch them.

    The map moves to its marks when it is first shown, and again whenever ``fit`` changes.
    """
    first, last = day_number(since), day_number(until)
    layer: Any = LiveMarks(
        key=SHELF.lay(body),
        since=NO_DAY if first is None else first,
        until=NO_DAY if last is None else last,
        chosen=-1 if chosen is None else chosen,
        filtered=filtered,
        fit=fit,
        dark=dark,
        online=online,
    )
    group = folium.FeatureGroup(name="events")
    layer.add_to(group)
    return group
