"""The layer on the Folium map. Only integers go in.

Folium and branca compile every string they are given as a template and run it on the server;
so no string from a report, a file name or the gazetteer may come near them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import folium
import numpy as np
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template

from dashboard.columns import Mask
from dashboard.layers import SHAPE_CODES
from dashboard.layers.feed import GROUP_CODES, STATUS_CODES, day_number
from dashboard.layers.shelf import SHELF
from dashboard.sheet import Sheet
from dashboard.speech import LANGUAGES
from dashboard.view import SURFACES

NO_DAY: Final = -(10**7)
"""Stands for an open end of the range."""


class LiveMarks(JSCSSMixin, Layer):
    """Tells the script on the map what to show: all arguments are integers or lists of them."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.layerGroup();"
        "dateline.show(window.map, {{ this.state|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, **state: int | Sequence[int]) -> None:
        super().__init__(name="marks", control=False)
        self._name = "LiveMarks"
        self.state = {key: _whole(value) for key, value in state.items()}


def _whole(value: int | Sequence[int]) -> int | list[int]:
    return int(value) if isinstance(value, int) else [int(part) for part in value]


def live_marks(
    sheet: Sheet,
    *,
    chosen: int | None,
    fit: int,
    dark: bool,
    online: bool,
    overlays: Sequence[int] = (),
) -> folium.FeatureGroup:
    """Lays what the sheet matches on the shelf and gives the group that tells the map to draw it.

    The map moves to its marks when it is first shown, and again whenever ``fit`` changes.
    ``overlays`` are the keys of the layers of people's own to be drawn over it.
    """
    view = sheet.view
    first, last = day_number(view.since), day_number(view.until)
    layer: Any = LiveMarks(
        columns=sheet.columns.digest,
        mask=-1 if sheet.matching is None else SHELF.lay(bits(sheet.matching)),
        groups=_bits_of(view.groups, GROUP_CODES),
        statuses=_bits_of(view.statuses, STATUS_CODES),
        since=NO_DAY if first is None else first,
        until=NO_DAY if last is None else last,
        sure=view.sure,
        undated=view.undated,
        chosen=-1 if chosen is None else chosen,
        filtered=view.filtered,
        fit=fit,
        shapes=_bits_of(view.shapes, SHAPE_CODES),
        dark=view.base == "dark" or (dark and view.base != "light"),
        muted=view.base == "muted",
        surface=SURFACES.index(view.surface),
        by_reports=view.by_reports,
        fitting=SHELF.lay(bits(sheet.fitting)) if view.by_reports and view.surface else -1,
        overlays=overlays,
        online=online,
        language=LANGUAGES.index(view.language),
    )
    group = folium.FeatureGroup(name="events")
    layer.add_to(group)
    return group


def bits(mask: Mask) -> bytes:
    """A mask as bits, the lowest of each byte first."""
    return np.packbits(mask, bitorder="little").tobytes()


def _bits_of(names: Sequence[str], codes: Mapping[str, int]) -> int:
    """The names as bits by their codes; none stand for all."""
    return sum(1 << codes[name] for name in names) if names else (1 << len(codes)) - 1
