"""What a screen reader finds its way by: landmarks, ways to skip, and the counts as they change."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import sentences, state, words
from dashboard.panels.components import component
from dashboard.sheet import Setting, Sheet
from dashboard.summary import Summary, summary_of

KEY: Final = "landmarks"
MARKUP: Final = (
    '<nav class="w skip"></nav>'
    '<p class="sr" role="status" aria-live="polite" aria-atomic="true"></p>'
)
PARTS: Final = {
    "top": ("banner", ""),
    "text": ("search", "search"),
    "filters": ("search", "filters"),
    "body": ("main", ""),
    "place": ("region", "map"),
    "timeline": ("region", "timeline"),
    "reading": ("region", "list"),
    "aside": ("complementary", "evidence"),
    "foot": ("contentinfo", ""),
}
"""By the key of a part of the page its role and, in ``words.LANDMARKS``, its name."""
SKIPS: Final = ("list", "map", "timeline", "evidence", "filters")


def show(sheet: Sheet, _setting: Setting) -> None:
    """Names the parts of the page, offers to skip to them and says the counts when they change."""
    table = sheet.view.table
    names = {**words.LANDMARKS, "map": words.LANDMARKS["table" if table else "map"]}
    data = {
        "parts": [[key, role, names.get(name, "")] for key, (role, name) in PARTS.items()],
        "title": words.TITLE,
        "frame": words.LANDMARKS["map"],
        "skip": words.LANDMARKS["skip"],
        "skips": [
            [name, words.LANDMARKS[f"skip_{name}"]]
            for name in SKIPS
            if (name != "map" or not table) and (name != "evidence" or sheet.view.event is not None)
        ],
        "choose": words.UPLOAD_CHOOSE,
        "open": sheet.view.event is not None,
        "writes": state.writes(),
        "said": sheet.counts() if sheet.stored else "",
    }
    component("landmarks", MARKUP, parts=("room",))(data=data, key=KEY)


def summary(sheet: Sheet, _setting: Setting) -> None:
    """What the map shows in a sentence, which the map's frame is described by too."""
    if not sheet.stored:
        return
    with st.container(key="summary"):
        st.text(
            sentences.summary(
                _summary(sheet.columns.digest, repr((sheet.view.bare, words.language())), sheet)
            )
        )


@st.cache_resource(max_entries=16, show_spinner=False)
def _summary(digest: int, asked: str, _sheet: Sheet) -> Summary:  # noqa: ARG001 — the key
    return summary_of(_sheet)


def foot(_sheet: Sheet, _setting: Setting) -> None:
    """The last line: where all this stays, and whose data the map and the places are."""
    with st.container(key="foot"):
        st.text(words.FOOT)
