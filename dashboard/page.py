"""The page: address → view → rows → map and panels. Started by ``app.py``."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Column

from dashboard import desk, mode, state, words
from dashboard.basemap import stage
from dashboard.panels import PANELS
from dashboard.retold import retold
from dashboard.sheet import Setting, Sheet
from dashboard.view import View
from geocode import GeocodeError

# The head of the page, in a row. (A text that stands alone here would be shown on the page.)
TOP: Final = (
    "sums", "read_only", "search", "face", "layers",
    "views", "share", "download", "language", "add",
)  # fmt: skip


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
        show(sheet, setting)
    except GeocodeError as error:
        trouble(error)


def trouble(error: GeocodeError) -> None:
    """What is wrong with the store and what to do, in its own words: they may carry a file name."""
    with st.container(key="trouble"):
        st.subheader(words.STORE_TROUBLE)
        st.text(retold(str(error)))
        st.button(words.STORE_AGAIN, key="again", on_click=state.touch)


def show(sheet: Sheet, setting: Setting) -> None:
    """Draws every part in its place. Raises: GeocodeError where the store fails meanwhile."""
    chosen = sheet.find(sheet.view.event)
    # Before the map is drawn, which adds where it then looks.
    state.write_address(chosen.event_id if chosen else None)
    draw(sheet, setting, "landmarks")
    with st.container(key="top", horizontal=True, vertical_alignment="center"):
        draw(sheet, setting, *TOP)
    draw(sheet, setting, "outcome", "filters")
    with st.container(key="body"):
        with st.container(key="notes"):  # always there: what is below keeps its place
            draw(sheet, setting, "welcome", "howto", "emptied")
        left, right = st.columns([68, 32], gap="small")
        table = sheet.view.table and sheet.stored
        (with_table if table else with_map)(sheet, setting, left, right)
    draw(sheet, setting, "coverage", "foot")


def with_map(sheet: Sheet, setting: Setting, left: Column, right: Column) -> None:
    """The map with the time under it; the list beside it, and the evidence under that."""
    with left:
        with st.container(key="place"):
            draw(sheet, setting, "map", "summary")
        draw(sheet, setting, "timeline")
    with right:
        if sheet.stored:
            with st.container(key="reading"):
                draw(sheet, setting, "trays", "listing")
        evidence(sheet, setting)


def with_table(sheet: Sheet, setting: Setting, left: Column, right: Column) -> None:
    """The table with the time under it, as wide as the page until evidence is open beside it."""
    with left:
        with st.container(key="place"):
            draw(sheet, setting, "trays", "summary", "table")
        draw(sheet, setting, "timeline")
    with right:
        evidence(sheet, setting)


def evidence(sheet: Sheet, setting: Setting) -> None:
    """What is known of the chosen event, and what can be done with it."""
    if sheet.view.event is not None:
        with st.container(key="aside"):
            draw(sheet, setting, "evidence", "corrections")


main()
