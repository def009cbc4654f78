"""Of a long list a window is sent to the browser; its pages are turned."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard.sheet import Sheet
from dashboard.view import View

WINDOW: Final = "window"
PAGE: Final = 100
"""Events sent at once."""


def start(sheet: Sheet, length: int) -> int:
    """Where the window begins: where it was turned to, unless what is listed or chosen changed."""
    view = sheet.view
    asked = replace(view, event=None)
    turned_to: tuple[View, int | None, int] | None = st.session_state.get(WINDOW)
    begin = 0
    if turned_to is not None and turned_to[0] == asked:
        begin = turned_to[2]
        if turned_to[1] == view.event:
            return min(begin, max(0, length - 1) // PAGE * PAGE)
    at = sheet.place_of(view.event, view.tray)
    if at is not None and not begin <= at < begin + PAGE:
        begin = at // PAGE * PAGE
    begin = min(begin, max(0, length - 1) // PAGE * PAGE)
    st.session_state[WINDOW] = (asked, view.event, begin)
    return begin


def turned(start: int) -> None:
    """Turns to the window with this place of the list in it."""
    view = st.session_state["view"]
    st.session_state[WINDOW] = (replace(view, event=None), view.event, start // PAGE * PAGE)
