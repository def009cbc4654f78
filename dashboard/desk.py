"""Where the page meets the library: the store, the gazetteer and the reader, shared by sessions."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from dashboard import mode, words
from dashboard.absence import why_nowhere
from dashboard.columns import FORMAT, Columns, Mask, Positions, keep, kept
from dashboard.filling import EMPTY, columns_of_store
from dashboard.layers.feed import GROUP_CODES, row_key
from dashboard.layers.shelf import STATES, State
from dashboard.ordering import PLAIN, Ranks, arranged, by_place, by_source
from dashboard.quotes import brief
from dashboard.sheet import Files, Sheet, sheet_of
from dashboard.view import View
from geocode import (
    Document,
    EventQuery,
    EventRow,
    GeocodeError,
    Reading,
    Rejected,
    Report,
    open_store,
)

if TYPE_CHECKING:  # the reader loads with the first report, not before
    from geocode import Received

READING: Final = Lock()
"""One upload is read at a time; the others wait for it."""
BUILDING: Final = Lock()
"""Columns are built once, however many pages ask for them at the same time."""
SHARES: Final = 4
"""Threads among which the events of a large store are shared out, to look for words in them."""
MANY: Final = 20_000
"""Rows from which that is worth it."""
ROOT: Final = Path(__file__).resolve().parent.parent


def files() -> Files:
    """``DATELINE_CACHE`` names the folder of both files, ``DATELINE_STORE`` another store."""
    folder = Path(os.environ.get("DATELINE_CACHE") or ROOT / "data" / "cache")
    store = os.environ.get("DATELINE_STORE")
    return Files(Path(store) if store else folder / "events.sqlite", folder / "gazetteer.sqlite")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading some reports: identifiers of the new documents and of those known."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    events: int
    """In all of them."""
    dateless: int
    """Those that have no date of publication, so that only full dates in them are read."""
    rejected: tuple[Rejected, ...]
    languages: tuple[tuple[str, int], ...] = ()
    """Languages of all of them with how many are in each, most first."""
    noted: tuple[tuple[str, str], ...] = ()
    """What is doubtful in how some came in, by the name of the input."""
    copied: int = 0
    """Those whose text was there already, from no other source: not read again."""
    undated: tuple[Document, ...] = ()
    """Those without a sure date of publication, to be read again with one."""
    stopped: bool = False
    """Whether a person stopped it: what was read before that is kept."""

    @property
    def documents(self) -> tuple[str, ...]:
        """All that could be read."""
        return self.new + self.known


def columns(files: Files) -> Columns:
    """The store as columns; those of a store that is not there yet are empty.

    They are built once for each state of the store, which takes a few seconds for a million
    events, and kept beside it.

    Raises: StoreError where it is there and cannot be read.
    """
    if not files.begun:
        STATES.keep(State(files.store, EMPTY))
        return EMPTY
    with BUILDING:
        return _columns(str(files.store), _stamp(files.store))


def prepare(files: Files) -> None:
    """Builds the columns ahead of the first page, where that is needed and can be done."""
    with suppress(GeocodeError), BUILDING:
        if files.begun:
            STATES.keep(State(files.store, _held(str(files.store), _stamp(files.store))))


def sheet(view: View, files: Files) -> Sheet:
    """All that the view shows. A store that is not there yet is an empty one.

    Raises: StoreError where it is there and cannot be read.
    """
    held = columns(files)
    path, stamp = str(files.store), _stamp(files.store)
    matching = None
    if (view.text or view.documents) and len(held):
        query = EventQuery(text=view.text, document_ids=view.documents)
        matching = _matching(path, stamp, query)
    plain = view.bare
    made = _sheet(path, stamp, plain, matching) if len(held) else None
    if made is None:
        return sheet_of(view, held, matching=matching, ask=lambda _: ())
    shown = replace(made, view=replace(view, event=made.opened(view.event)))
    if not (view.table and view.sort):  # the list is newest first
        return shown
    asked = repr((plain, words.language()))
    return replace(shown, arrange=partial(_arranged, path, stamp, asked, view.sort))


@st.cache_resource(max_entries=6, show_spinner=False)
def _arranged(
    path: str,
    stamp: tuple[int, ...],
    asked: str,  # noqa: ARG001 — part of the key
    sort: str,
    tray: str,  # noqa: ARG001 — part of the key
    _positions: Positions,
) -> Positions:
    """A list in an order; the rows follow from the other arguments and are no part of the key."""
    ranks = _ranks(path, stamp, sort.removeprefix("-"), words.language())
    return arranged(_positions, ranks, down=sort.startswith("-"))


@st.cache_resource(max_entries=4, show_spinner=False)
def _ranks(path: str, stamp: tuple[int, ...], name: str, language: str) -> Ranks:  # noqa: ARG001 — part of the key
    """By row of the store, its place in one of the orders; kinds are sorted as they are called."""
    held = _columns(path, stamp)
    if name in PLAIN:
        return PLAIN[name](held)
    with open_store(Path(path), read_only=True) as store:
        if name == "place":
            return by_place(held, store.place_names())
        return by_source(held, store.document_sources())


def found_again(sheet: Sheet, event_id: str | None, files: Files) -> int | None:
    """The key of the row to open for an event of this id, where the view's key is of no row.

    None where the view's is, where no event was named, and where the event is gone.
    """
    key = sheet.view.event
    if key is None or event_id is None or sheet.columns.position(key) is not None:
        return None
    if not sheet.stored:
        return None
    with open_store(files.store, read_only=True) as store:
        number = store.number_of(event_id)
        rows = store.rows_of([number]) if number is not None else ()
    return row_key(rows[0]) if rows else None


def absences(rows: Sequence[EventRow], files: Files) -> dict[str, tuple[str, ...]]:
    """Why events have no place, by event: ``absence.why_nowhere`` for rows without one."""
    path, stamp = str(files.store), _stamp(files.store)
    return {
        row.event_id: why_nowhere(row, _reading(path, stamp, row.document_id))
        for row in rows
        if not row.placed
    }


def reading(row: EventRow, files: Files) -> Reading | None:
    """All that was read in the report of a row, None where it is not there any more."""
    return _reading(str(files.store), _stamp(files.store), row.document_id)


def reports(row: EventRow, files: Files) -> tuple[Report, ...]:
    """What other reports say of the same event, by day of publication; () where none does."""
    if row.reports == 1:
        return ()
    found = _reports(str(files.store), _stamp(files.store), row.happening_id)
    return tuple(report for report in found if report.document_id != row.document_id)


def related(
    row: EventRow, shown: Sheet, files: Files
) -> tuple[tuple[EventRow, ...], tuple[EventRow, ...]]:
    """The event that reports say this one was part of, if any, and those that were part of it.

    First rows, of what the sheet shows; there is at most one of the former.
    """
    number = shown.number(row)
    if number is None:
        return (), ()
    with open_store(files.store, read_only=True) as store:
        found = shown.among(store.related(number))
    whole = tuple(other for other in found if other.happening_id == row.part_of)
    return whole[:1], tuple(other for other in found if other.part_of == row.happening_id)


def languages(files: Files) -> tuple[tuple[str, int], ...]:
    """Languages of all reports with how many are in each, most first; () without a store."""
    return columns(files).languages


def rejections(files: Files) -> tuple[tuple[Rejected, ...], tuple[EventRow, ...]]:
    """The inputs that could not be read, and the events that people rejected."""
    if not files.begun:
        return (), ()
    return _rejections(str(files.store), _stamp(files.store))


@st.cache_resource(max_entries=4, show_spinner=False)
def _rejections(
    path: str,
    stamp: tuple[int, ...],  # noqa: ARG001 — part of the key
) -> tuple[tuple[Rejected, ...], tuple[EventRow, ...]]:
    with open_store(Path(path), read_only=True) as store:
        return store.rejected(), store.dismissed()


def take_in(
    found: Iterable[Document | Reading | Rejected],
    files: Files,
    *,
    told: Callable[[int, Received], bool],
) -> Outcome:
    """Reads what is found into the store, one by one; stops where ``told(done, last)`` is False.

    Raises: GazetteerError where the cache is missing or damaged, StoreError where nothing can be
    written; what was read before that is kept.
    """
    mode.may_write()
    from geocode import join_events, receive  # noqa: PLC0415 — the reader's weights load with the first report

    index = gazetteer(files)
    received: list[Received] = []
    with READING, mode.open_to_write(files.store) as store:
        try:
            for done, one in enumerate(receive(store, found, gazetteer=index), start=1):
                received.append(one)
                if not told(done, one):
                    break
        finally:
            if any(one.fate in {"read", "opened"} for one in received):
                join_events(store)
    return _outcome(received)


def _outcome(received: Sequence[Received]) -> Outcome:
    """What came of all inputs together, each document once."""
    latest = {one.document.id: one for one in received if one.document and one.fate != "repeated"}
    kept = {key: one for key, one in latest.items() if one.fate != "copied"}
    documents = [one.document for one in kept.values() if one.document]
    return Outcome(
        new=tuple(key for key, one in kept.items() if one.fate in {"read", "opened"}),
        known=tuple(key for key, one in kept.items() if one.fate == "known"),
        events=sum(one.events for one in kept.values()),
        dateless=sum(document.published is None for document in documents),
        rejected=tuple(Rejected(one.name, one.why) for one in received if one.fate == "rejected"),
        languages=_most_first(Counter(document.language for document in documents)),
        noted=tuple((one.name, note) for one in kept.values() if one.document
                    for note in one.document.notes),
        copied=sum(one.fate in {"copied", "repeated"} for one in received),
        undated=tuple(d for d in documents if d.published is None or d.supposed),
    )  # fmt: skip


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def first_event(outcome: Outcome, files: Files) -> int | None:
    """Key of its first row on the map, else of its first one, None where it has no event."""
    if not outcome.events:
        return None
    with open_store(files.store, read_only=True) as store:
        rows = store.rows(EventQuery(document_ids=outcome.documents))
    first = next((row for row in rows if row.placed), rows[0] if rows else None)
    return None if first is None else row_key(first)


def _stamp(path: Path) -> tuple[int, ...]:
    """Changes whenever the file or what its write-ahead log holds does; empty while it is missing.

    A log without content, which is there as soon as somebody looks, says nothing.
    """
    found: list[int] = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        if status.st_size:
            found += [status.st_ino, status.st_mtime_ns, status.st_size]
    return tuple(found)


@st.cache_resource(max_entries=2, show_spinner=False)
def _columns(path: str, stamp: tuple[int, ...]) -> Columns:
    """As ``_held``, and laid out for the browser to fetch."""
    held = _held(path, stamp)
    STATES.keep(State(Path(path), held))
    return held


def _held(path: str, stamp: tuple[int, ...]) -> Columns:
    """From the file beside the store if it is of the store's state, else grown and kept there."""
    beside = Path(f"{path}.columns")
    line = f"{FORMAT} {stamp[:1]} {sorted(GROUP_CODES)}"  # the file's number: no other store's
    state = f"{line} {stamp}"
    held = kept(beside)
    if held is None or not held.state.startswith(f"{line} "):
        held = None
    if held is None or held.state != state:
        with open_store(Path(path), read_only=True) as store:
            held = columns_of_store(store, state=state, before=held)
        held = held if mode.read_only() else keep(held, beside)
    return held


def _numbers(path: str, query: EventQuery, shares: int, which: int) -> tuple[int, ...]:
    """Numbers of those events of a share of the store that the query asks for."""
    with open_store(Path(path), read_only=True) as store:
        return store.events(query, share=(which, shares))


@st.cache_resource(max_entries=8, show_spinner=False)
def _matching(path: str, stamp: tuple[int, ...], query: EventQuery) -> Mask:
    """The rows of events that the query asks for, each report's by itself."""
    held = _columns(path, stamp)
    shares = SHARES if len(held) > MANY else 1
    with ThreadPoolExecutor(shares) as threads:
        parts = threads.map(partial(_numbers, path, query, shares), range(shares))
        found = np.concatenate([np.array(part, dtype=np.int64) for part in parts])
    asked = np.zeros(int(held["event"].max()) + 1, dtype=np.bool_)
    asked[found[found < len(asked)]] = True
    return asked[held["event"]]


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={View: repr})
def _sheet(path: str, stamp: tuple[int, ...], view: View, _matching: Mask | None) -> Sheet:
    """The sheet of a view; the mask follows from the view and is no part of the key."""
    ask = partial(_rows, path)
    return sheet_of(view, _columns(path, stamp), matching=_matching, ask=ask)


def _rows(path: str, events: Sequence[int]) -> tuple[EventRow, ...]:
    with open_store(Path(path), read_only=True) as store:
        return tuple(brief(row) for row in store.rows_of(events))


@st.cache_resource(max_entries=64, show_spinner=False)
def _reports(path: str, stamp: tuple[int, ...], happening_id: str) -> tuple[Report, ...]:  # noqa: ARG001 — part of the key
    with open_store(Path(path), read_only=True) as store:
        return store.reports(happening_id)


@st.cache_resource(max_entries=512, show_spinner=False)
def _reading(path: str, stamp: tuple[int, ...], document_id: str) -> Reading | None:  # noqa: ARG001 — part of the key
    with open_store(Path(path), read_only=True) as store:
        return store.reading(document_id)


def gazetteer(files: Files) -> Any:  # noqa: ANN401 — its type loads with the first report
    """The gazetteer. Raises: GazetteerError where the cache is missing or damaged."""
    return _gazetteer(str(files.gazetteer), _stamp(files.gazetteer))


@st.cache_resource(max_entries=1, show_spinner=False)
def _gazetteer(path: str, stamp: tuple[int, ...]) -> Any:  # noqa: ANN401, ARG001 — part of the key
    from geocode import open_gazetteer  # noqa: PLC0415 — loaded with the first report, not before

    return open_gazetteer(Path(path))
