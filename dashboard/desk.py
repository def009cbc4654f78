"""Where the page meets the library: the store, the gazetteer and the reader, shared by sessions."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, Final

import streamlit as st

from dashboard.absence import why_nowhere
from dashboard.layers.feed import row_key
from dashboard.sheet import Files, Sheet, query_of, sheet_of
from dashboard.view import View
from geocode import (
    Document,
    EventQuery,
    EventRow,
    Reading,
    Rejected,
    Report,
    export,
    export_metadata,
    open_store,
)

READING: Final = Lock()
"""One upload is read at a time; the others wait for it."""
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

    @property
    def documents(self) -> tuple[str, ...]:
        """All that could be read."""
        return self.new + self.known


def sheet(view: View, files: Files) -> Sheet:
    """All that the view shows. A store that is not there yet is an empty one.

    Raises: StoreError where it is there and cannot be read.
    """
    if not files.store.exists():
        return Sheet(view, (), (), (), 0)
    stamp = _stamp(files.store)
    kinds = _kinds(str(files.store), stamp)
    query = query_of(view, [kind for kind, _ in kinds])
    stored = sum(count for _, count in kinds)
    found = sheet_of(
        view,
        stored=stored,
        ask=lambda _: _rows(str(files.store), stamp, query),
        reporting=_reporting(str(files.store), stamp),
    )
    if view.event is None or found.find(view.event) is not None:
        return found
    # A link to one report's event still opens it where another report's stands for both.
    told = _further(str(files.store), stamp).get(view.event)
    row = found.shown(told)
    return found if row is None else replace(found, view=replace(view, event=row_key(row)))


def export_bytes(view: View, files: Files, *, format: str) -> bytes:
    """The file of exactly what the view shows, events without a place among them."""
    with open_store(files.store, read_only=True) as store:
        plain = query_of(view, [kind for kind, _ in store.counts().events_by_kind])
        query = replace(plain, since=view.since, until=view.until)
        rows = store.rows(query)
        metadata = export_metadata(store, query, features=len(rows))
    buffer = io.BytesIO()
    export(rows, buffer, format=format, metadata=metadata)
    return buffer.getvalue()


def absences(rows: Sequence[EventRow], files: Files) -> dict[str, tuple[str, ...]]:
    """Why events have no place, by event: ``absence.why_nowhere`` for rows without one."""
    path, stamp = str(files.store), _stamp(files.store)
    return {
        row.event_id: why_nowhere(row, _reading(path, stamp, row.document_id))
        for row in rows
        if not row.placed
    }


def tellings(row: EventRow, files: Files) -> tuple[str, ...]:
    """The other sentences of its document that tell of the same event, in text order."""
    reading = _reading(str(files.store), _stamp(files.store), row.document_id)
    if reading is None:
        return ()
    event = next((event for event in reading.events if event.id == row.event_id), None)
    quotes = [e.quote.of(reading.document.text) for e in event.evidence] if event else []
    return tuple(dict.fromkeys(quote for quote in quotes if quote != row.quote))


def reports(row: EventRow, files: Files) -> tuple[Report, ...]:
    """What other reports say of the same event, by day of publication; () where none does."""
    if row.reports == 1:
        return ()
    found = _reports(str(files.store), _stamp(files.store), row.happening_id)
    return tuple(report for report in found if report.document_id != row.document_id)


def languages(files: Files) -> tuple[tuple[str, int], ...]:
    """Languages of all reports with how many are in each, most first; () without a store."""
    if not files.store.exists():
        return ()
    return _languages(str(files.store), _stamp(files.store))


def read_reports(
    documents: Sequence[Document | Rejected],
    files: Files,
    *,
    progress: Callable[[int, int], None],
) -> Outcome:
    """Reads the documents into the store, one by one; ``progress(done, total)`` after each.

    Raises: GazetteerError where the cache is missing or damaged, StoreError where nothing can be
    written; what was read before that is kept.
    """
    from geocode import join_events, read_all  # noqa: PLC0415 — the reader's weights load with the first report

    index = _gazetteer(str(files.gazetteer), _stamp(files.gazetteer))
    new: list[str] = []
    known: list[str] = []
    events = dateless = 0
    rejected: list[Rejected] = []
    languages = Counter[str]()
    noted: list[tuple[str, str]] = []
    with READING, open_store(files.store) as store:
        for done, found in enumerate(read_all(documents, gazetteer=index), start=1):
            if isinstance(found, Rejected):
                rejected.append(found)
                store.add_rejected(found)
            else:
                events += len(found.events)
                dateless += found.document.published is None
                languages[found.document.language] += 1
                named = found.document.doc_id or found.document.source or found.document.id
                noted += [(named, note) for note in found.document.notes]
                (new if store.add(found) else known).append(found.document.id)
            progress(done, len(documents))
        if new:
            join_events(store)
    return Outcome(
        tuple(new), tuple(known), events, dateless, tuple(rejected), _most_first(languages),
        tuple(noted),
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


def documents_of(
    uploads: Sequence[tuple[str, bytes]],
    pasted: str,
    *,
    source: str,
    published: date | None,
) -> Iterator[Document | Rejected]:
    """The documents in uploaded files and in the pasted text; a bad file is a rejection."""
    from geocode import make_document, read_bytes  # noqa: PLC0415 — only when there is one

    for name, data in uploads:
        yield from read_bytes(name, data, published=published)
    if pasted.strip():
        yield make_document(pasted, source=source.strip() or None, published=published)


def _stamp(path: Path) -> tuple[int, ...]:
    """Changes whenever the file or its write-ahead log does; empty while it is missing."""
    found: list[int] = []
    for file in (path, path.with_name(path.name + "-wal")):
        try:
            status = file.stat()
        except FileNotFoundError:
            continue
        found += [status.st_ino, status.st_mtime_ns, status.st_size]
    return tuple(found)


@st.cache_resource(max_entries=4, show_spinner=False)
def _kinds(path: str, stamp: tuple[int, ...]) -> tuple[tuple[str, int], ...]:  # noqa: ARG001 — part of the key
    with open_store(Path(path), read_only=True) as store:
        return store.counts().events_by_kind


@st.cache_resource(max_entries=4, show_spinner=False)
def _languages(path: str, stamp: tuple[int, ...]) -> tuple[tuple[str, int], ...]:  # noqa: ARG001 — part of the key
    with open_store(Path(path), read_only=True) as store:
        return store.languages()


@st.cache_resource(max_entries=16, show_spinner=False)
def _rows(path: str, stamp: tuple[int, ...], query: EventQuery) -> tuple[EventRow, ...]:  # noqa: ARG001 — part of the key
    with open_store(Path(path), read_only=True) as store:
        return store.rows(query)


@st.cache_resource(max_entries=4, show_spinner=False)
def _reporting(path: str, stamp: tuple[int, ...]) -> dict[str, frozenset[str]]:  # noqa: ARG001 — part of the key
    with open_store(Path(path), read_only=True) as store:
        return store.reporting()


@st.cache_resource(max_entries=2, show_spinner=False)
def _further(path: str, stamp: tuple[int, ...]) -> dict[int, str]:
    """What events are called by all reports, by the key of each row of those that several tell."""
    query = EventQuery(happening_ids=tuple(_reporting(path, stamp)) or ("",), apart=True)
    return {row_key(row): row.happening_id for row in _rows(path, stamp, query)}


@st.cache_resource(max_entries=64, show_spinner=False)
def _reports(path: str, stamp: tuple[int, ...], happening_id: str) -> tuple[Report, ...]:  # noqa: ARG001 — part of the key
    with open_store(Path(path), read_only=True) as store:
        return store.reports(happening_id)


@st.cache_resource(max_entries=512, show_spinner=False)
def _reading(path: str, stamp: tuple[int, ...], document_id: str) -> Reading | None:  # noqa: ARG001 — part of the key
    with open_store(Path(path), read_only=True) as store:
        return store.reading(document_id)


@st.cache_resource(max_entries=1, show_spinner=False)
def _gazetteer(path: str, stamp: tuple[int, ...]) -> Any:  # noqa: ANN401, ARG001 — part of the key
    from geocode import open_gazetteer  # noqa: PLC0415 — loaded with the first report, not before

    return open_gazetteer(Path(path))
