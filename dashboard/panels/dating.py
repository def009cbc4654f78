"""When reports were published that do not say it themselves: one date for all, or one for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from dashboard import words
from dashboard.arrivals import Given
from dashboard.retold import retold
from geocode import Document, GeocodeError

EARLIEST: Final = date(1800, 1, 1)
LATEST: Final = date(2199, 12, 31)
MOST_ASKED: Final = 30
"""Reports that have a field of their own; the rest share the one for all."""


def form(documents: Sequence[Document], read: Callable[[list[Given]], None]) -> None:
    """Lists the reports with a field each, and hands those that got a day to ``read``."""
    st.caption(words.PUBLICATION["help"])
    shared = _field(words.PUBLICATION["all"], "for_all", None) if len(documents) > 1 else None
    days: list[date | None] = []
    for number, document in enumerate(documents[:MOST_ASKED]):
        left, right = st.columns([60, 40], vertical_alignment="center")
        with left:
            st.text(_called(document))
        with right:
            days.append(_field(words.PUBLISHED, f"day_{number}", document.published))
    if len(documents) > MOST_ASKED:
        st.text(words.plural(len(documents) - MOST_ASKED, "more"))
    days += [None] * (len(documents) - len(days))
    if not st.button(words.PUBLICATION["read"], key="read_dated", type="primary"):
        return
    given: list[Given] = [
        (document.source or "", replace(document, published=day, supposed=False, notes=()))
        for document, own in zip(documents, days, strict=True)
        if (day := own or shared)
    ]
    if not given:
        st.warning(words.PUBLICATION["none"])
        return
    try:
        read(given)
    except GeocodeError as error:
        st.text(retold(str(error)))


def _field(label: str, key: str, day: date | None) -> date | None:
    """One date field; a day that it offers is that of a file's making, for a person to confirm."""
    return st.date_input(
        label,
        value=day,
        key=key,
        min_value=EARLIEST,
        max_value=LATEST,
        format="YYYY-MM-DD",
        label_visibility="visible" if day is None and key == "for_all" else "collapsed",
    )


def _called(document: Document) -> str:
    """A report by its source and its first words."""
    opening = " ".join(document.text[:300].split())
    name = words.short(document.source) if document.source else ""
    made = f" · {words.PUBLICATION['made']}" if document.supposed else ""
    return f"{name}{made}\n{words.short(opening, 90)}".strip()
