"""The ways out of the page: files, a map in one file, a picture and a page to print."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import words
from dashboard.panels.components import component
from dashboard.sheet import Setting, Sheet
from dashboard.ways_out import WAYS
from dashboard.ways_out.files import name_of

MANY: Final = 2_000
"""Events from which a file can be large, so that its size is asked for first."""
MARKUP: Final = '<div class="w out"></div>'


def show(sheet: Sheet, setting: Setting) -> None:
    """A menu of them. Each is made when it is asked for, by its own address and not by this run.

    Streamlit's own button would hold a whole file in the server's memory.
    """
    if not sheet.stored:
        return
    with st.popover(words.DOWNLOAD, key="download", icon=":material/download:"):
        st.caption(words.DOWNLOAD_HELP)
        component("ways_out", MARKUP)(
            data={
                "ways": [
                    {"name": name, "address": f"api/out/{way.address}", "here": way.made_here}
                    for name, way in WAYS.items()
                ],
                "query": sheet.view.to_query(),
                "many": len(sheet.events) >= MANY,
                "file": name_of(sheet.view),
                "dark": setting.dark,
                "words": words.WAYS_OUT,
            },
            key="ways_out",
        )
