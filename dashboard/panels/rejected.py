"""What was left out: inputs that could not be read, and events that a person rejected."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import streamlit as st

from dashboard import words
from dashboard.correcting import restore
from dashboard.desk import rejections
from dashboard.messages import taking
from dashboard.panels.components import component
from dashboard.panels.corrections import TROUBLE, who
from dashboard.retold import retold
from dashboard.sheet import Setting, Sheet
from geocode import EventRow, GeocodeError

KEY: Final = "rejected"
MOST: Final = 500
"""Inputs that are sent to the browser; of more the first are, and their number is said."""
MARKUP: Final = '<section class="w rejected"></section>'


def show(_sheet: Sheet, setting: Setting) -> None:
    """The list, each with its reason; a rejected event can be shown again."""
    inputs, events = rejections(setting.files)
    data = {
        "inputs": [
            {"where": bad.where[:300], "reason": retold(bad.reason)[:300]} for bad in inputs[:MOST]
        ],
        "events": [_event(row) for row in events],
        "more": words.plural(len(inputs) - MOST, "more") if len(inputs) > MOST else "",
        "read_only": setting.read_only,
        "who": who(),
        "trouble": st.session_state.get(TROUBLE, ""),
        "labels": {"who": words.CORRECTIONS["who"]},
        "words": words.REJECTED,
    }

    def restored(asked: dict[str, Any]) -> None:
        chosen = next((row for row in events if _key(row) == asked.get("event")), None)
        st.session_state[TROUBLE] = ""
        if chosen is None:
            return
        try:
            restore(chosen, setting.files, made=datetime.now(UTC), who=str(asked.get("who") or ""))
        except GeocodeError as error:
            st.session_state[TROUBLE] = retold(str(error))

    component("rejected", MARKUP)(data=data, key=KEY, **taking(KEY, restored=restored))


def _key(row: EventRow) -> str:
    return f"{row.document_id} {row.event_id}"


def _event(row: EventRow) -> dict[str, str]:
    said = " · ".join(part for part in (row.corrected_by, row.corrected_why) if part)
    return {
        "event": _key(row),
        "text": f"{words.kind_name(row.kind)} · {words.place_of(row)} · {words.when(row)}",
        "quote": row.quote[:300],
        "said": said,
    }
