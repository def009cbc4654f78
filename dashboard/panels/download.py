"""Downloads of exactly what the list shows."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboard import words
from dashboard.desk import export_bytes
from dashboard.sheet import Setting, Sheet
from dashboard.view import View


def show(sheet: Sheet, setting: Setting) -> None:
    """A small menu with both formats; a file is built when it is asked for."""
    if not sheet.stored:
        return
    with st.popover(words.DOWNLOAD, key="download", icon=":material/download:"):
        st.caption(words.DOWNLOAD_HELP)
        for ending, label, mime in (
            ("geojson", words.GEOJSON, "application/geo+json"),
            ("csv", words.CSV, "text/csv"),
        ):
            st.download_button(
                label,
                data=partial(export_bytes, sheet.view, setting.files, format=ending),
                file_name=f"dateline-{_stem(sheet.view)}.{ending}",
                mime=mime,
                key=f"download_{ending}",
                on_click="ignore",
                width="stretch",
            )


def _stem(view: View) -> str:
    """A name for the file from the range alone; never from words someone typed."""
    return "-to-".join(day.isoformat() for day in (view.since, view.until) if day) or "events"
