"""Where filters leave nothing: which of them does, and a button that drops that one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import emptied, words
from dashboard.messages import taking
from dashboard.panels.components import component
from dashboard.panels.toolbar import reset
from dashboard.sheet import Setting, Sheet
from dashboard.state import change
from dashboard.view import View

KEY: Final = "emptied"
MARKUP: Final = '<div class="w none" role="status"><p></p><ul></ul></div>'


def show(sheet: Sheet, setting: Setting) -> None:
    """For each active filter how many events would show without it; nothing while any show."""
    if not sheet.stored or len(sheet.events):
        return
    ways = emptied.ways_out(replace(sheet.view, event=None), setting.files)
    if not ways:
        return
    enough = any(count for _, _, count in ways)
    data = {
        "said": words.EMPTIED["one" if enough else "several"],
        "ways": [
            {"name": name, "asked": asked, "count": words.EMPTIED["without"].format(
                events=words.plural(count, "event")), "some": count > 0}
            for name, asked, count in ways
        ],
        "all": words.RESET,
        "drop": words.EMPTIED["drop"],
    }  # fmt: skip
    component("emptied", MARKUP)(data=data, key=KEY, **taking(KEY, dropped=_dropped))


def _dropped(name: str) -> None:
    """Drops the filter that was named; the empty name drops all."""
    view = st.session_state["view"]
    if name not in emptied.FILTERS:
        reset()
        return
    plain = View()
    change(**{field: getattr(plain, field) for field in emptied.FILTERS[name]}, event=view.event)
