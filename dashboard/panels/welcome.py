"""What an empty store shows: how to fill it, and the sample reports at one click."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import words
from dashboard.desk import ROOT, languages, read_reports
from dashboard.sheet import Setting, Sheet
from dashboard.state import look_again, touch
from geocode import GeocodeError, read_paths

SAMPLES: Final = ROOT / "seeds" / "reports"


def show(sheet: Sheet, setting: Setting) -> None:
    """Says that there is nothing to see yet and what to do; nothing where there are events."""
    if sheet.stored:
        return
    with st.container(key="empty"):
        count = sum(count for _, count in languages(setting.files))
        if count:
            st.markdown(words.NO_EVENTS.format(reports=words.plural(count, "report")))
            return
        st.markdown(words.EMPTY_STORE)
        if setting.read_only or not SAMPLES.is_dir():
            return
        if st.button(words.READ_SAMPLES, key="samples", type="primary", on_click=touch):
            _read_samples(setting)


def _read_samples(setting: Setting) -> None:
    """Reads the reports that come with the program under a bar, then shows their events."""
    bar = st.progress(0.0, words.READING)
    try:
        documents = tuple(read_paths([SAMPLES]))
        read_reports(
            documents,
            setting.files,
            progress=lambda done, total: bar.progress(done / max(1, total), words.READING) and None,
        )
    except GeocodeError as error:
        bar.empty()
        with st.container(key="trouble"):
            st.text(str(error))
        return
    look_again()
    st.rerun()
