"""Reports in: files, a folder or pasted text; how far their reading is, and what came of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from dashboard import arrivals, sentences, state, words
from dashboard.arrivals import Given, Line, Work
from dashboard.desk import Outcome, first_event
from dashboard.panels import dating
from dashboard.retold import retold
from dashboard.sheet import Files, Setting, Sheet
from dashboard.state import look_again, touch
from dashboard.view import MOST_DOCUMENTS, View
from geocode import GeocodeError
from geocode.documents import ENDINGS

MOST_REASONS: Final = 20
MOST_LINES: Final = 200
FEW_LINES: Final = 6
"""Of the files that are being read, the latest that are named."""
FEW_TROUBLES: Final = 3
"""Files that could not be read and are named above the map; all are in the list folded away."""
LIMIT_MB: Final = 20
LOOK_AGAIN_S: Final = 0.5
SPELLINGS: Final = frozenset(
    {".text", ".markdown", ".htm", ".atom", ".xml", ".ndjson", ".tsv", ".json"}
)
"""Endings that are read as another that is named: they go without saying."""
WORK: Final = "work"
OUTCOME: Final = "outcome"


def form(files: Files) -> None:
    """Asks for reports and begins to read them; when they were published is asked where missing."""
    if WORK in st.session_state:  # it began in a run that another click, or a file, cut short
        st.rerun()
    folder = st.toggle(words.UPLOAD_FOLDER, key="folder")
    endings = " ".join(ending for ending in ENDINGS if ending not in SPELLINGS)
    uploads = st.file_uploader(
        words.UPLOAD_FILES.format(endings=endings, mb=LIMIT_MB),
        type=list(ENDINGS) if folder else None,
        accept_multiple_files="directory" if folder else True,
        key="uploads_of_folder" if folder else "uploads",
        max_upload_size=LIMIT_MB,
        help=words.UPLOAD_HINT,
    )
    pasted = st.text_area(words.PASTE, key="pasted", placeholder=words.PASTE_HINT, height=150)
    source = st.text_input(words.PASTE_SOURCE, key="source", placeholder=words.PASTE_SOURCE_HINT)
    if not st.button(words.READ_BUTTON, key="read", type="primary", help=words.PUBLISHED_LATER):
        return
    given: list[Given] = [(file.name, file.getvalue()) for file in uploads or ()]
    try:
        if pasted.strip():
            given.append(arrivals.pasted(pasted, source))
        if not given:
            st.warning(words.NOTHING_GIVEN.format(mb=LIMIT_MB))
            return
        read(given, files)
    except GeocodeError as error:
        _say_trouble(str(error))


def read(given: list[Given], files: Files) -> None:
    """Begins to read, and closes the dialog unless there is something to be told in it.

    Raises: StoreError where the page is read only.
    """
    work = st.session_state[WORK] = arrivals.begin(given, files)
    arrivals.wait(work)
    if not work.running and (work.outcome is None or not work.outcome.documents):
        del st.session_state[WORK]
        if work.outcome is None:
            _say_trouble(work.trouble or words.BROKE_OFF)
            return
        with st.container(key="refused"):
            _report(work.outcome)
            _each(work.outcome, work.lines)
        return
    st.rerun()


def last_outcome(sheet: Sheet, setting: Setting) -> None:
    """Says above the map how far the reading is, then what it brought, until that is dismissed."""
    work: Work | None = st.session_state.get(WORK)
    if work is not None and work.running:
        _progress()
        return
    if work is not None:
        _finished(work, setting.files)
    outcome: Outcome | None = st.session_state.get(OUTCOME)
    if outcome is None:
        return
    few = _few(outcome)
    with st.container(key="outcome", horizontal=True, vertical_alignment="center"):
        with st.container(key="read_summary"):
            _told(outcome, st.session_state.get("lines", ()))
        if outcome.undated and not setting.read_only:
            label = words.counted(words.PUBLICATION["ask"], len(outcome.undated))
            if st.button(label, key="give_dates", on_click=touch):
                asked = st.dialog(words.PUBLICATION["title"], width="medium")(dating.form)
                asked(outcome.undated, lambda given: read(given, setting.files))
        if few and sheet.view.documents == few:
            st.button(words.SHOW_ALL, key="show_all", on_click=_show, args=((),))
        elif few:
            st.button(words.SHOW_ONLY, key="show_only", on_click=_show, args=(few,))
        st.button(words.DISMISS, key="dismiss", type="tertiary", on_click=_dismissed)


@st.fragment(run_every=LOOK_AGAIN_S)
def _progress() -> None:
    """A bar, the files that were begun, and a button that stops; the rest of the page stands."""
    work: Work | None = st.session_state.get(WORK)
    if work is None or not work.running:
        st.rerun()
    with st.container(key="work", horizontal=True, vertical_alignment="top"):
        done = words.READING_AT.format(
            done=words.number(len(work.lines)), total=words.number(len(work.names))
        )
        with st.container(key="work_lines"):
            st.progress(work.share, words.STOPPING if work.stop.is_set() else done)
            for line in work.lines[-FEW_LINES:]:
                st.text(sentences.line_of(line))
        st.button(words.STOP, key="stop", icon=":material/stop_circle:", on_click=_stopped)


def _stopped() -> None:
    work: Work | None = st.session_state.get(WORK)
    if work is not None:
        work.stop.set()
    touch()


def _finished(work: Work, files: Files) -> None:
    """Takes in what came of a reading, once: the page then shows the first of the new events."""
    del st.session_state[WORK]
    if work.outcome is None:
        _say_trouble(work.trouble or words.BROKE_OFF)
        return
    st.session_state[OUTCOME], st.session_state["lines"] = work.outcome, tuple(work.lines)
    view: View = st.session_state[state.VIEW]
    event = first_event(work.outcome, files)
    state.show(replace(view.plain, documents=_few(work.outcome), event=event))
    look_again()
    st.rerun()


def _few(outcome: Outcome) -> tuple[str, ...]:
    """The reports to be shown by themselves: none where they hold no event, or are too many."""
    few = outcome.events and len(outcome.documents) <= MOST_DOCUMENTS
    return tuple(dict.fromkeys(outcome.documents)) if few else ()


def _told(outcome: Outcome, lines: tuple[Line, ...]) -> None:
    """What was read in all, in few lines; what became of each of several files is folded away."""
    _report(outcome)
    if len(lines) <= 1:
        _each(outcome, lines)
        return
    for line in [line for line in lines if line.rejected][:FEW_TROUBLES]:
        st.text(sentences.line_of(line))
    with st.expander(words.EACH_FILE.format(number=words.number(len(lines)))):
        _each(outcome, lines)


def _report(outcome: Outcome) -> None:
    """How many reports were read, how many events are in them, and what is amiss."""
    summary = sentences.read_summary(
        added=len(outcome.new),
        known=len(outcome.known),
        events=outcome.events,
        dateless=outcome.dateless,
        rejected=len(outcome.rejected),
        copied=outcome.copied,
    )
    st.text(f"{words.STOPPED} {summary}" if outcome.stopped else summary)
    for language, count in outcome.languages:
        if said := sentences.how_read(language, count):
            st.text(said)


def _each(outcome: Outcome, lines: Sequence[Line]) -> None:
    """What became of each file, and what is doubtful in how it came in."""
    telling = len(lines) > 1 or any(line.rejected or line.copied for line in lines)
    for line in lines[:MOST_LINES] if telling else ():
        st.text(sentences.line_of(line))
    if len(lines) > MOST_LINES:
        st.text(words.plural(len(lines) - MOST_LINES, "more"))
    for where, what in outcome.noted[:MOST_REASONS]:
        st.text(f"{words.short(where)}: {retold(what)}")
    said = {line.why for line in lines}
    refused = [bad for bad in outcome.rejected if bad.reason not in said]
    for rejected in refused[:MOST_REASONS]:
        st.text(f"{words.short(rejected.where)}: {retold(rejected.reason)}")
    if len(refused) > MOST_REASONS:
        st.text(words.plural(len(refused) - MOST_REASONS, "more"))


def _say_trouble(message: str) -> None:
    """An error in its own words, as plain text: it may carry a file name."""
    with st.container(key="trouble"):
        st.text(retold(message))


def show(_sheet: Sheet, setting: Setting) -> None:
    """The button that asks for reports, where any may be added."""
    if setting.read_only:
        return
    if st.button(words.ADD, key="add", icon=":material/add:", type="primary", on_click=touch):
        st.dialog(words.ADD, width="medium")(form)(setting.files)


def _show(documents: tuple[str, ...]) -> None:
    view: View = st.session_state[state.VIEW]
    state.show(replace(view.plain, documents=documents))
    look_again()


def _dismissed() -> None:
    st.session_state[OUTCOME] = None
    touch()
