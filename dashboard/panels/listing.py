"""The list of events, newest first: the same events as on the map, for eyes, keys and readers."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dashboard import words
from dashboard.desk import absences, rejections
from dashboard.layers import shape_of
from dashboard.layers.feed import row_key
from dashboard.messages import taking
from dashboard.panels import rejected, window
from dashboard.panels.components import component
from dashboard.panels.corrections import ask
from dashboard.quotes import shortened
from dashboard.sheet import Setting, Sheet, Telling
from dashboard.state import change, heard, widget
from dashboard.view import TRAYS

KEY: Final = "listing"
QUOTE_CHARS: Final = 150
FORMS: Final = {"unplaced": "place", "undated": "date"}
"""What a person can do from a tray."""
MARKUP: Final = (
    '<div class="w list"><p class="empty soft"></p><ol></ol><nav class="pages"></nav></div>'
)


def trays(sheet: Sheet, setting: Setting) -> None:
    """Chooses which list is open: all events, those with no place, those with no date."""
    if not sheet.stored:
        return
    key, start = widget("tray", sheet.view.tray)
    counts = {name: len(sheet.tray(name)) for name in TRAYS}
    counts["rejected"] = sum(len(found) for found in rejections(setting.files))
    st.segmented_control(
        words.TRAY_LABEL,
        TRAYS,
        format_func=lambda name: f"{words.TRAY[name]} {words.number(counts[name])}",
        default=start,
        key=key,
        required=True,
        on_change=heard,
        args=(key, _tray_chosen),
        label_visibility="collapsed",
        width="stretch",
    )


def show(sheet: Sheet, setting: Setting) -> None:
    """A window of the open list, with the chosen event marked and in it."""
    if sheet.view.tray == "rejected":
        rejected.show(sheet, setting)
        return
    order = sheet.tray(sheet.view.tray)
    start = window.start(sheet, len(order))
    events = sheet.tellings(order[start : start + window.PAGE])
    open_row = sheet.find(sheet.view.event)
    nowhere = sheet.view.tray == "unplaced"
    why = absences([event.first for event in events], setting.files) if nowhere else {}
    data = {
        "rows": [_line(event, why.get(event.event_id, ())) for event in events],
        "start": start,
        "page": window.PAGE,
        "of": len(order),
        "chosen": open_row.event_id if open_row else None,
        "open": open_row is not None,
        "empty": nothing(sheet),
        "act": "" if setting.read_only else FORMS.get(sheet.view.tray, ""),
        "colours": [g.dark if setting.dark else g.light for g in words.GROUPS.values()],
        "language": words.language(),
        "words": words.LISTING,
    }
    component("listing", MARKUP)(
        data=data,
        key=KEY,
        **taking(KEY, chosen=chosen, start=window.turned, act=acted),
    )


def _line(event: Telling, why: tuple[str, ...]) -> dict[str, object]:
    row = event.first
    before, trigger, after = shortened(row, QUOTE_CHARS)
    return {
        "event": event.event_id,
        "key": row_key(row),
        "when": words.when(row),
        "kind": words.kind_of(row),
        "group": list(words.GROUPS).index(words.group_of(row.kind)),
        "status": "" if row.status == "realised" else words.status_name(row.status),
        "shape": shape_of(row) or "none",
        "place": words.place_of(row),
        "sites": len(event.rows) - 1,
        "elsewhere": words.plural(len(event.rows) - 1, "more_places"),
        "reports": words.told_in(row.reports),
        "quote": [before, trigger, after],
        "why": " ".join(why),
    }


def nothing(sheet: Sheet) -> str:
    """What is said in an empty list; nothing while there is no store."""
    if not sheet.stored:
        return ""
    nothing = {
        "events": words.NOTHING_IN_RANGE,
        "unplaced": words.NO_UNPLACED,
        "undated": words.NO_UNDATED,
    }
    return nothing[sheet.view.tray]


def _tray_chosen(tray: str) -> None:
    change(tray=tray)


def chosen(key: int) -> None:
    """Opens the evidence of a row."""
    change(event=key)
    st.session_state["here"] = ()


def acted(key: int) -> None:
    """Opens what an event of a tray lacks: the form that places it, or the one that dates it."""
    change(event=key)
    form = FORMS.get(st.session_state["view"].tray)
    if form:
        ask(form)
