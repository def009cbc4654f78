"""The histogram over time with a brush. Exact days are chosen with the date field above."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import words
from dashboard.histogram import histogram
from dashboard.layers.feed import EPOCH, day_number
from dashboard.panels.components import component
from dashboard.sheet import Setting, Sheet, by_event
from dashboard.state import change

KEY: Final = "timeline"
MARKUP: Final = (
    '<div class="w tl"><div class="head"><span class="label"></span><span class="now"></span>'
    '<button class="all" type="button"></button></div><canvas aria-hidden="true"></canvas>'
    '<div class="keys"><label><span class="a-name"></span><input class="a" type="range" min="0">'
    '</label><label><span class="b-name"></span><input class="b" type="range" min="0"></label>'
    "</div>"
    "</div>"
)


def show(sheet: Sheet, setting: Setting) -> None:
    """Draws the bars of all matching events and the range over them; nothing for an empty store."""
    if not sheet.stored:
        return
    unit, bins = histogram(by_event(sheet.any_day))
    data = {
        "bins": [[day_number(b.first), day_number(b.last), list(b.counts)] for b in bins],
        "unit": unit,
        "since": day_number(sheet.view.since),
        "until": day_number(sheet.view.until),
        "shown": len(sheet.events),
        "colours": [g.dark if setting.dark else g.light for g in words.GROUPS.values()],
        "words": words.TIMELINE,
    }
    component("timeline", MARKUP)(data=data, key=KEY, on_range_change=_moved)


def _moved() -> None:
    """Takes the brush's range into the view; no range stands for all days."""
    moved = st.session_state[KEY]["range"]
    since, until = moved or (None, None)
    from_day = None if since is None else EPOCH.fromordinal(EPOCH.toordinal() + int(since))
    to_day = None if until is None else EPOCH.fromordinal(EPOCH.toordinal() + int(until))
    change(since=from_day, until=to_day)
