"""The page: address → view → rows → map and panels. Started by ``app.py``."""

from __future__ import annotations

import streamlit as st

from dashboard import desk, mode, state, words
from dashboard.basemap import stage
from dashboard.panels import PANELS
from dashboard.sheet import Setting, Sheet
from geocode import GeocodeError


def draw(sheet: Sheet, setting: Setting, *names: str) -> None:
    """Draws the panels of these names, in this order."""
    for name in names:
        PANELS[name](sheet, setting)


def main() -> None:
    """Draws the whole page once."""
    view = state.current()  # first: it says which language is spoken
    st.set_page_config(words.TITLE, page_icon="🗺️", layout="wide")
    dark = st.context.theme.type == "dark"
    st.html(stage.style(dark=dark))
    state.write_address()  # before the map is drawn, which adds where it then looks
    setting = Setting(desk.files(), dark=dark, online=stage.online(), read_only=mode.read_only())
    try:
        with st.spinner(words.FIRST_LOOK):
            sheet = desk.sheet(view, setting.files)
    except GeocodeError as error:
        st.subheader(words.STORE_TROUBLE)
        st.text(str(error))
        return
    with st.container(key="top", horizontal=True, vertical_alignment="center"):
        draw(sheet, setting, "sums", "read_only", "search", "layers", "download", "add")
    draw(sheet, setting, "outcome", "filters")
    left, right = st.columns([68, 32], gap="small")
    with left:
        draw(sheet, setting, "map", "timeline")
    with right:
        draw(sheet, setting, "trays")
        with st.container(key="reading"):
            draw(sheet, setting, "listing", "evidence")
        draw(sheet, setting, "coverage")


main()
