"""The page's own address: shared with one button; and the language in which the page is read."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import words
from dashboard.panels.components import component
from dashboard.sheet import Setting, Sheet
from dashboard.speech import LANGUAGES, own_name
from dashboard.state import change, heard, widget

MARKUP: Final = (
    '<div class="w share"><button type="button"></button><div class="told" hidden>'
    '<p role="status"></p><input type="text" readonly hidden></div></div>'
)


def show(sheet: Sheet, _setting: Setting) -> None:
    """A button that copies the whole address, with where the map looks, and says so."""
    data = {"words": words.SHARE, "language": sheet.view.language}
    component("share", MARKUP, parts=("clipboard",))(data=data, key="share", width="content")


def language(sheet: Sheet, _setting: Setting) -> None:
    """Chooses the language of the page; each is named as its speakers call it."""
    key, start = widget("language", sheet.view.language)
    st.selectbox(
        words.LANGUAGE,
        LANGUAGES,
        index=LANGUAGES.index(start),
        format_func=own_name,
        key=key,
        on_change=heard,
        args=(key, _language_chosen),
        label_visibility="collapsed",
        width=124,
    )


def _language_chosen(language: str) -> None:
    change(language=language)
