"""Two lines that say how to use the page, until it is used or they are put away."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import words
from dashboard.messages import taking
from dashboard.panels.components import component
from dashboard.sheet import Setting, Sheet

KEY: Final = "howto"
KNOWN: Final = "knows how to"
"""In the session: somebody has used the page, or put the lines away."""
MARKUP: Final = '<div class="w how" hidden><ol></ol><button type="button"></button></div>'


def show(sheet: Sheet, _setting: Setting) -> None:
    """The two lines over a page that nobody has touched yet; a link to something shows none."""
    if sheet.view != sheet.view.plain or not sheet.stored:
        st.session_state[KNOWN] = True
    if st.session_state.get(KNOWN):
        return
    component("howto", MARKUP)(
        data={"lines": [words.HOWTO["look"], words.HOWTO["filter"]], "done": words.HOWTO_DONE},
        key=KEY,
        **taking(KEY, done=_done),
    )


def _done(_pressed: int) -> None:
    st.session_state[KNOWN] = True
