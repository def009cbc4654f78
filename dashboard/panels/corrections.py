"""What a person says of the chosen event: confirm, place, date, join, reject, note; and undo."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import numpy as np
import streamlit as st

from dashboard import words
from dashboard.correcting import (
    MOST_CHOICES,
    Standing,
    keep,
    others_like,
    places_like,
    shape_of_site,
    standing,
)
from dashboard.layers.feed import row_key
from dashboard.messages import taking
from dashboard.panels.components import component
from dashboard.reasons import sort_of
from dashboard.retold import retold
from dashboard.sheet import Setting, Sheet
from dashboard.state import change
from geocode import EventRow, GeocodeError, Place
from geocode.corrections import (
    MOST_NAME,
    MOST_REMARK,
    MOST_WHO,
    MOST_WHY,
    Correction,
    Dated,
    Drawn,
    InRole,
    Merged,
    OfKind,
    OfStatus,
    Placed,
    Remark,
    Undone,
    name_of,
    undone_by,
)
from geocode.records import Entry, Span

KEY: Final = "corrections"
WHO: Final = "corrector"
"""Who corrects: asked once, kept in the session and offered again; never the system's user."""
TROUBLE: Final = "correction trouble"
SAVED: Final = "corrections made"
OPEN: Final = "correction form"
"""The form that a tray asked for: its name and a number that grows with every asking."""
SOUGHT: Final = "correction search"
MARKUP: Final = '<section class="w corrections"></section>'


def show(sheet: Sheet, setting: Setting) -> None:
    """The actions under the evidence of the chosen event, and what was said of it so far."""
    if sheet.view.event is None:
        return
    row = sheet.find(sheet.view.event)
    found = None if row is None else standing(row, setting.files)
    if row is None or found is None:
        return
    component("corrections", MARKUP)(
        data=_data(row, found, sheet, setting),
        key=KEY,
        **taking(KEY, said=partial(_said, row, setting), sought=partial(_sought, row, setting)),
    )


def ask(form: str) -> None:
    """Opens a form for the event that is chosen in this run: ``place`` or ``date``."""
    before = st.session_state.get(OPEN, ("", 0))
    st.session_state[OPEN] = (form, before[1] + 1)


def who() -> str:
    """Who corrects, as they said; "" before they did."""
    return st.session_state.get(WHO, "")


def _data(row: EventRow, found: Standing, sheet: Sheet, setting: Setting) -> dict[str, object]:
    event = found.corrected.event
    form, asked = st.session_state.get(OPEN, ("", 0))
    sought = st.session_state.get(SOUGHT)
    mine = sought if sought and sought["event"] == row.event_id else {}
    kinds = dict.fromkeys([k for g in words.GROUPS.values() for k in g.kinds])
    return {
        "event": f"{row.document_id} {row.event_id}",
        "who": who(),
        "read_only": setting.read_only,
        "trouble": st.session_state.get(TROUBLE, ""),
        "saved": st.session_state.get(SAVED, 0),
        "form": form,
        "asked": asked,
        "confirmed": row.confirmed,
        "together": found.together,
        "sites": [_site(place) for place in event.places if place.geometry is not None],
        "named": [_named(place) for place in found.named],
        "roles": list(words.ROLES.items()),
        "kinds": [[kind, words.kind_name(kind)] for kind in sorted({*kinds, event.kind})],
        "kind": event.kind,
        "statuses": list(words.STATUSES.items()),
        "status": event.status,
        "earliest": row.earliest.isoformat() if row.earliest else "",
        "latest": row.latest.isoformat() if row.latest else "",
        "pen": shape_of_site(event.places),
        "found": mine,
        "near": [] if mine.get("others") else _near(row, sheet),
        "history": _history(found),
        "limits": {"who": MOST_WHO, "why": MOST_WHY, "name": MOST_NAME, "note": MOST_REMARK},
        "words": words.CORRECTIONS,
    }


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]


def _site(place: Place) -> dict[str, object]:
    return {"at": _ends(place.mention.span), "name": words.place_name(_name(place), place.relation)}


def _name(place: Place) -> str:
    return place.best.name if place.best else place.mention.surface


def _named(place: Place) -> dict[str, object]:
    """A place that the sentence names, with all that it may be."""
    entries = [place.best, *(candidate.entry for candidate in place.others)]
    listed = {entry.id: entry for entry in entries if entry}
    return {
        "at": _ends(place.mention.span),
        "words": place.mention.surface,
        "role": place.role,
        "best": place.best.id if place.best else None,
        "candidates": [
            {"entry": entry.id, "text": _entry(entry)}
            for entry in [*listed.values()][:MOST_CHOICES]
        ],
    }


def _entry(entry: Entry) -> str:
    """An entry in a line: its name, sort, country and where it lies."""
    where = f"{entry.lat:.2f}, {entry.lon:.2f}"
    return f"{entry.name}, {sort_of(entry.feature, entry.country)} · {where}"


def _wording(placed: Placed) -> str:
    """What a typed wording means in a line; how far it reaches, where it says so."""
    if placed.relation == "in":
        return _entry(placed.entry)
    name = words.place_name(placed.entry.name, placed.relation)
    return f"{name}, {words.metres(placed.precision_m)} · {_entry(placed.entry)}"


def _near(row: EventRow, sheet: Sheet) -> list[dict[str, object]]:
    """The events next to it in the list, of other identity: the likeliest to be the same."""
    at = sheet.place_of(row_key(row), "events")
    if at is None:
        return []
    start = max(0, at - MOST_CHOICES // 2)
    around = sheet.events[start : at + MOST_CHOICES // 2 + 1].tolist()
    nearest = sorted(enumerate(around, start), key=lambda item: abs(item[0] - at))
    tellings = sheet.tellings(np.array([event for _, event in nearest], dtype=np.int64))
    rows = [telling.first for telling in tellings]
    return [_other(other) for other in rows if other.happening_id != row.happening_id]


def _other(row: EventRow) -> dict[str, object]:
    return {
        "document": row.document_id,
        "event": row.event_id,
        "text": f"{words.kind_name(row.kind)} · {words.place_of(row)} · {words.when(row)}",
        "quote": row.quote[:160],
    }


def _history(found: Standing) -> list[dict[str, object]]:
    """What was said, first to last, and what a press would undo, or make hold again."""
    undone = undone_by(found.history)
    return [
        {
            "text": f"{_time(entry)} · {entry.who} · {told(entry)}",
            "why": entry.why,
            "holds": entry.number not in undone,
            "undo": undone.get(entry.number, entry.number),
        }
        for entry in found.history
        if not isinstance(entry.change, Undone)
    ]


def _time(entry: Correction) -> str:
    return f"{words.day(entry.made.date())}, {entry.made:%H:%M} UTC"


def told(entry: Correction) -> str:
    """What an entry says, in words."""
    parts: list[str] = []
    match entry.change:
        case Placed(place):
            parts = [place.name]
        case Drawn(_, radius_m, name):
            parts = [name, words.metres(radius_m) if radius_m else ""]
        case Dated(earliest, latest):
            parts = [words.days(earliest, latest)]
        case OfKind(kind):
            parts = [words.kind_name(kind)]
        case OfStatus(status):
            parts = [words.status_name(status)]
        case InRole(_, role):
            parts = [words.ROLES[role]]
        case Merged(other):
            parts = [words.kind_name(other.kind)]
        case Remark(text):
            parts = [text]
        case _:
            pass
    said = ", ".join(part for part in parts if part)
    return f"{words.CHANGES[name_of(entry.change)]}{': ' if said else ''}{said}"


def _said(row: EventRow, setting: Setting, payload: dict[str, Any]) -> None:
    """Keeps what a form says; what went wrong is told in the panel, and the form stays open."""
    st.session_state[TROUBLE] = ""
    try:
        entry, key = keep(payload, row, setting.files, made=datetime.now(UTC))
    except GeocodeError as error:
        st.session_state[TROUBLE] = retold(str(error))
        return
    st.session_state[WHO] = entry.who
    st.session_state[SAVED] = st.session_state.get(SAVED, 0) + 1
    st.session_state.pop(SOUGHT, None)
    change(event=None if name_of(entry.change) == "dismissed" else key)


def _sought(row: EventRow, setting: Setting, payload: dict[str, Any]) -> None:
    """Looks up what was typed: places in the gazetteer, or other events."""
    text = str(payload.get("text") or "")[:200].strip()
    found: dict[str, object] = {"event": row.event_id, "text": text}
    st.session_state[TROUBLE] = ""
    try:
        if payload.get("for") == "places":
            listed = places_like(text, setting.files) if text else ()
            found["places"] = [
                {"entry": placed.entry.id, "text": _wording(placed)} for _, placed in listed
            ]
        else:
            rows = others_like(text, setting.files) if text else ()
            found["others"] = [_other(r) for r in rows if r.happening_id != row.happening_id]
    except GeocodeError as error:
        st.session_state[TROUBLE] = retold(str(error))
    st.session_state[SOUGHT] = found
