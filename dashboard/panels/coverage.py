"""What is not read of the reports in the store: those in another language than English."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import sentences, words
from dashboard.desk import languages
from dashboard.sheet import Setting, Sheet

MOST_LANGUAGES: Final = 4


def show(_sheet: Sheet, setting: Setting) -> None:
    """A line for each language that is not read wholly; nothing where all are."""
    lines = [
        said
        for language, count in languages(setting.files)
        if (said := sentences.how_read(language, count))
    ]
    with st.container(key="coverage"):
        for line in lines[:MOST_LANGUAGES]:
            st.text(line)
        if len(lines) > MOST_LANGUAGES:
            st.text(words.plural(len(lines) - MOST_LANGUAGES, "more_languages"))
