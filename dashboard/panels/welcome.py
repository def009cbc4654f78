"""What an empty store shows: how to fill it, and the sample reports at one click."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import words
from dashboard.arrivals import Given
from dashboard.desk import ROOT, languages
from dashboard.panels.upload import WORK, read
from dashboard.retold import retold
from dashboard.sheet import Setting, Sheet
from dashboard.state import touch
from geocode import GeocodeError

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
        if setting.read_only or WORK in st.session_state or not SAMPLES.is_dir():
            return
        if st.button(words.READ_SAMPLES, key="samples", type="primary", on_click=touch):
            _read_samples(setting)


def _read_samples(setting: Setting) -> None:
    """Begins to read the reports that come with the program, as if they had been given."""
    given: list[Given] = [(file.name, file.read_bytes()) for file in sorted(SAMPLES.glob("*.*"))]
    try:
        read(given, setting.files)
    except GeocodeError as error:
        with st.container(key="trouble"):
            st.text(retold(str(error)))
