"""The page: address → view → rows → map and panels. Started by ``app.py``."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import desk, mode, state, words
from dashboard.basemap import stage
from dashboard.panels import PANELS
from dashboard.sheet import Setting, Sheet
from dashboard.view import View
from geocode import GeocodeError


def draw(sheet: Sheet, setting: Setting, *names: str) -> None:
    """Draws the panels of these names, in this order."""
    for name in names:
        PANELS[name](sheet, setting)


def opened(view: View, setting: Setting) -> Sheet:
    """The sheet of a view; an event whose row is another now is chosen again by its id.

    Raises: StoreError where the store cannot be read.
    """
    sheet = desk.sheet(view, setting.files)
    key = desk.found_again(sheet, state.linked_event(), setting.files)
    if key is None:
        return sheet
    state.refound(key)
    return desk.sheet(replace(view, event=key), setting.files)


def main() -> None:
    """Draws the whole page once."""
    view = state.current()  # first: it says which language is spoken
    st.set_page_config(words.TITLE, page_icon="🗺️", layout="wide")
    dark = st.context.theme.type == "dark"
    st.html(stage.style(dark=dark))
    setting = Setting(desk.files(), dark=dark, online=stage.online(), read_only=mode.read_only())
    try:
        with st.spinner(words.FIRST_LOOK):
            sheet = opened(view, setting)
    except GeocodeError as error:
        st.subheader(words.STORE_TROUBLE)
        st.text(str(error))
        return
    chosen = sheet.find(sheet.view.event)
    # Before the map is drawn, which adds where it then looks.
    state.write_address(chosen.event_id if chosen else None)
    with st.container(key="top", horizontal=True, vertical_alignment="center"):
        draw(
            sheet,
            setting,
            "sums",
            "read_only",
            "search",
            "layers",
            "views",
            "share",
            "download",
            "language",
            "add",
        )
    draw(sheet, setting, "outcome", "filters")
    left, right = st.columns([68, 32], gap="small")
    with left:
        draw(sheet, setting, "map", "timeline")
    with right:
        draw(sheet, setting, "trays")
        with st.container(key="reading"):
            draw(sheet, setting, "listing", "evidence", "corrections")
        draw(sheet, setting, "coverage")


main()
