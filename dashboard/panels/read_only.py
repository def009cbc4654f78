"""A quiet sign that the page only shows, and that nothing can be changed from here."""

from __future__ import annotations

import streamlit as st

from dashboard import words
from dashboard.sheet import Setting, Sheet


def show(_sheet: Sheet, setting: Setting) -> None:
    """Two words in the toolbar where the page was started to be read only."""
    if setting.read_only:
        with st.container(key="read_only", width="content"):
            st.badge(words.READ_ONLY, color="gray", help=words.READ_ONLY_HELP)
