"""The histogram over time with a brush. Exact days are chosen with the date field above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import numpy as np
import streamlit as st

from dashboard import words
from dashboard.columns import DATED, Columns
from dashboard.desk import sheet as sheet_now
from dashboard.histogram import Bin, histogram, reach, spans
from dashboard.layers.feed import EPOCH, STATUS_CODES, day_number
from dashboard.messages import taking
from dashboard.panels.components import component
from dashboard.sheet import Files, Setting, Sheet
from dashboard.state import change, passing
from dashboard.view import View

KEY: Final = "timeline"
MARKUP: Final = (
    '<div class="w tl"><div class="head"><h2 class="label"></h2><span class="now"></span>'
    '<span class="sets"></span><button class="all" type="button"></button></div>'
    '<canvas aria-hidden="true"></canvas>'
    '<div class="keys"><label><span class="a-name"></span><input class="a" type="range" min="0">'
    '</label><label><span class="b-name"></span><input class="b" type="range" min="0"></label>'
    '</div><div class="foot"><span class="walk"></span><span class="both" role="status"></span>'
    '<span class="rules"></span></div></div>'
)
AHEAD: Final = ("planned", "hypothetical")


def show(sheet: Sheet, setting: Setting) -> None:
    """Draws the bars of all matching events and the range over them; nothing for an empty store."""
    if not sheet.stored:
        return
    asked = replace(sheet.view.bare, since=None, until=None, sure=False, undated=False)
    unit, bins, ends = _bars(sheet.columns.digest, repr(asked), sheet)
    last = last_day(sheet.columns)
    data = {
        "bins": [[day_number(b.first), day_number(b.last), list(b.counts), b.longer] for b in bins],
        "spans": _spans(sheet.columns.digest, repr(sheet.view.bare), bins, sheet),
        "unit": unit,
        "ends": ends,
        "outermost": _outermost(sheet),
        "live": not sheet.view.table,
        "since": day_number(sheet.view.since),
        "until": day_number(sheet.view.until),
        "sure": sheet.view.sure,
        "undated": sheet.view.undated,
        "dateless": len(sheet.undated),
        "doubtful": sheet.doubtful,
        "shown": len(sheet.events),
        "latest": day_number(last),
        "month": day_number(_month_before(last) if last else None),
        "chosen": _days_of(sheet, sheet.view.event),
        "paper": "#12161b" if setting.dark else "#ffffff",
        "colours": [g.dark if setting.dark else g.light for g in words.GROUPS.values()],
        "language": words.language(),
        "counted": words.PLURAL["event"],
        "months": words.months(),
        "words": words.TIMELINE,
    }
    component("timeline", MARKUP)(
        data=data,
        key=KEY,
        **taking(
            KEY, range=_moved, played=_played, rule=_ruled, step=partial(_stepped, setting.files)
        ),
    )


@st.cache_resource(max_entries=16, show_spinner=False)
def _bars(
    digest: int,  # noqa: ARG001 — part of the key
    asked: str,  # noqa: ARG001 — part of the key
    _sheet: Sheet,
) -> tuple[str, tuple[Bin, ...], tuple[int, int] | None]:
    """The histogram and the days it is about; a range changes neither, nor what is chosen."""
    columns, any_day = _sheet.columns, _sheet.any_day
    return *histogram(columns, any_day), reach(columns, any_day)


@st.cache_resource(max_entries=16, show_spinner=False)
def _spans(
    digest: int,  # noqa: ARG001 — part of the key
    asked: str,  # noqa: ARG001 — part of the key
    _bins: tuple[Bin, ...],
    _sheet: Sheet,
) -> list[list[int]]:
    """Uncertain dates, of all where they are few, else of those in the range."""
    return spans(_sheet.columns, _sheet.any_day, _bins) or spans(
        _sheet.columns, _sheet.inside, _bins
    )


def last_day(columns: Columns) -> date | None:
    """The last day on which something of the store is said to have happened; None where nothing is.

    What is planned or possible does not count, unless there is nothing else.
    """
    dated = columns.flagged(DATED)
    ahead = np.isin(columns["status"], [STATUS_CODES[name] for name in AHEAD])
    for mask in (dated & ~ahead, dated):
        if mask.any():
            return EPOCH + timedelta(days=int(columns["last"][mask].max()))
    return None


def _month_before(day: date) -> date:
    """The day after the same day of the month before: with ``day`` they are a month.

    >>> _month_before(date(2022, 3, 15)), _month_before(date(2022, 3, 31))
    (datetime.date(2022, 2, 16), datetime.date(2022, 3, 1))
    """
    before = day.replace(day=1) - timedelta(days=1)
    return before.replace(day=min(day.day, before.day)) + timedelta(days=1)


def _outermost(sheet: Sheet) -> list[bool]:
    """Whether the chosen event is the first in time of those shown, and whether it is the last."""
    columns, order = sheet.columns, sheet.events
    at = None if sheet.view.event is None else columns.position(sheet.view.event)
    if at is None or not len(order):
        return [False, False]
    event = columns["event"]
    return [bool(event[at] == event[order[end]]) for end in (-1, 0)]


def _days_of(sheet: Sheet, key: int | None) -> list[int] | None:
    """First and last day of the chosen event and the code of its group, None without a date."""
    columns = sheet.columns
    at = None if key is None else columns.position(key)
    if at is None or not columns.flagged(DATED)[at]:
        return None
    group = columns.group_codes()[columns["kind"][at]]
    return [int(columns["first"][at]), int(columns["last"][at]), int(group)]


def _moved(ends: Sequence[int | None]) -> None:
    """Takes the brush's range into the view; no range stands for all days.

    The range comes with every word of the widget: of two quick ones only the last arrives.
    """
    since, until = (_day(number) for number in ends)
    if since and until and since > until:
        since, until = until, since
    change(since=since, until=until)


def _played(ends: Sequence[int | None]) -> None:
    """Takes a step of a range that is played into the view, and leaves the address as it is."""
    _moved(ends)
    passing()


def _day(number: int | None) -> date | None:
    return None if number is None else EPOCH + timedelta(days=number)


def _ruled(said: Sequence[Any]) -> None:
    """Turns one of the range's two switches."""
    name, *ends = said
    _moved(ends)
    change(**{name: not getattr(st.session_state["view"], name)})


def _stepped(files: Files, said: Sequence[Any]) -> None:
    """Chooses the event before or after the chosen one in time; with none chosen, the first."""
    sign, *ends = said
    _moved(ends)
    view: View = st.session_state["view"]
    shown = sheet_now(replace(view, sort=""), files)
    order, at = shown.events, shown.place_of(shown.view.event, "events")
    step = -1 if sign > 0 else 1  # the list is newest first
    to = len(order) - 1 if at is None else max(0, min(len(order) - 1, at + step))
    if len(order):
        change(event=shown.columns.key(int(order[to])))
