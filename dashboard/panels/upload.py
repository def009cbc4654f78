"""Reports in: files or pasted text with the day of publication, and what came of reading them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import state, words
from dashboard.desk import Outcome, documents_of, first_event, read_reports
from dashboard.sheet import Files, Setting, Sheet
from dashboard.state import look_again, touch
from dashboard.view import MOST_DOCUMENTS, View
from geocode import GeocodeError

ENDINGS: Final = ("txt", "md", "html", "htm", "eml", "jsonl", "csv")
MOST_REASONS: Final = 20
LIMIT_MB: Final = 20


def form(files: Files) -> None:
    """Asks for reports and their date, reads them, and says what was read and what was not."""
    uploads = st.file_uploader(
        words.UPLOAD_FILES,
        accept_multiple_files=True,
        key="uploads",
        max_upload_size=LIMIT_MB,
        help=words.UPLOAD_HINT,
    )
    pasted = st.text_area(words.PASTE, key="pasted", placeholder=words.PASTE_HINT, height=150)
    source = st.text_input(words.PASTE_SOURCE, key="source", placeholder=words.PASTE_SOURCE_HINT)
    left, right = st.columns(2, vertical_alignment="bottom")
    right.caption(words.PUBLISHED_HINT)
    published = left.date_input(
        words.PUBLISHED,
        value=None,
        key="published",
        min_value=date(1800, 1, 1),
        max_value=date(2199, 12, 31),
        format="YYYY-MM-DD",
        help=words.PUBLISHED_HELP,
    )
    if not st.button(words.READ_BUTTON, key="read", type="primary"):
        return
    given = [(file.name, file.getvalue()) for file in uploads or ()]
    if not given and not pasted.strip():
        st.warning(words.NOTHING_GIVEN)
    else:
        _read(given, pasted, files, source=source, published=published)


def _read(
    given: list[tuple[str, bytes]],
    pasted: str,
    files: Files,
    *,
    source: str,
    published: date | None,
) -> None:
    """Reads under a progress bar; then the page shows the first of the new events."""
    bar = st.progress(0.0, words.READING)
    try:
        documents = tuple(documents_of(given, pasted, source=source, published=published))
        outcome = read_reports(
            documents,
            files,
            progress=lambda done, total: _advance(bar, done / max(1, total)),
        )
    except GeocodeError as error:
        bar.empty()
        _say_error(str(error))
        return
    bar.empty()
    if not outcome.documents:
        with st.container(key="refused"):
            _report(outcome)
        return
    st.session_state["outcome"] = outcome
    view: View = st.session_state[state.VIEW]
    event = first_event(outcome, files)
    state.show(replace(view.plain, documents=_few(outcome), event=event))
    look_again()
    st.rerun()


def _advance(bar: DeltaGenerator, share: float) -> None:
    bar.progress(share, words.READING)


def _few(outcome: Outcome) -> tuple[str, ...]:
    """The reports to be shown by themselves: none where they hold no event, or are too many."""
    few = outcome.events and len(outcome.documents) <= MOST_DOCUMENTS
    return tuple(dict.fromkeys(outcome.documents)) if few else ()


def _report(outcome: Outcome) -> None:
    """What was read, and for each input that could not be read, why."""
    summary = words.read_summary(
        added=len(outcome.new),
        known=len(outcome.known),
        events=outcome.events,
        dateless=outcome.dateless,
        rejected=len(outcome.rejected),
    )
    st.text(summary)
    for language, count in outcome.languages:
        if said := words.how_read(language, count):
            st.text(said)
    for where, what in outcome.noted[:MOST_REASONS]:
        st.text(f"{where}: {what}")
    for rejected in outcome.rejected[:MOST_REASONS]:
        st.text(f"{rejected.where}: {rejected.reason}")
    if len(outcome.rejected) > MOST_REASONS:
        st.text(words.plural(len(outcome.rejected) - MOST_REASONS, "more"))


def _say_error(message: str) -> None:
    """An error in its own words, as plain text: it may carry a file name."""
    with st.container(key="trouble"):
        st.text(message)


def show(_sheet: Sheet, setting: Setting) -> None:
    """The button that asks for reports, where any may be added."""
    if setting.read_only:
        return
    if st.button(words.ADD, key="add", icon=":material/add:", type="primary", on_click=touch):
        st.dialog(words.ADD, width="medium")(form)(setting.files)


def last_outcome(sheet: Sheet, _setting: Setting) -> None:
    """Says above the map what the last upload brought, until it is dismissed."""
    outcome: Outcome | None = st.session_state.get("outcome")
    if outcome is None:
        return
    few = _few(outcome)
    with st.container(key="outcome", horizontal=True, vertical_alignment="center"):
        with st.container(key="read_summary"):
            _report(outcome)
        if few and sheet.view.documents == few:
            st.button(words.SHOW_ALL, key="show_all", on_click=_show, args=((),))
        elif few:
            st.button(words.SHOW_ONLY, key="show_only", on_click=_show, args=(few,))
        st.button(words.DISMISS, key="dismiss", type="tertiary", on_click=_dismissed)


def _show(documents: tuple[str, ...]) -> None:
    view: View = st.session_state[state.VIEW]
    state.show(replace(view.plain, documents=documents))
    look_again()


def _dismissed() -> None:
    st.session_state["outcome"] = None
    touch()
