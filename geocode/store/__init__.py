"""Readings in, rows out: one SQLite file, one transaction a document, and the only SQL for it.

``events.sqlite`` is in WAL mode: one may write while others read, and a process killed in the
middle of a document leaves everything before it whole. Strings that UTF-8 cannot hold (lone
surrogates) are stored as bytes, so that a reading comes back exactly as it went in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from shapely.geometry.base import BaseGeometry

from geocode.corrections import Anchor, Change, Corrected, Correction, checked
from geocode.happenings import Account, Joined
from geocode.records import Document, Reading, Rejected
from geocode.rows import Counts, EventQuery, EventRow, Report
from geocode.store import answers, correcting, flat, inputs
from geocode.store.correcting import Imported
from geocode.store.flat import Outline, Site
from geocode.store.opened import OpenFile
from geocode.store.overlays import (
    Overlay,
    OverlayFeature,
    delete_overlay,
    read_drawn,
    read_overlay,
    read_overlays,
    write_overlay,
)
from geocode.store.packing import write_reading
from geocode.store.people import as_found, read_history, regroup
from geocode.store.schema import connect
from geocode.store.tellings import read_accounts, read_reports, write_joined
from geocode.store.views import SavedView, delete_view, read_views, write_view

__all__ = [
    "Counts",
    "EventQuery",
    "EventRow",
    "Imported",
    "Outline",
    "Overlay",
    "OverlayFeature",
    "SavedView",
    "Site",
    "Store",
    "default_path",
    "open_store",
    "read_overlay",
]


def default_path() -> Path:
    """``data/cache/events.sqlite`` under the project's root."""
    return Path(__file__).resolve().parents[2] / "data" / "cache" / "events.sqlite"


def open_store(
    path: Path | None = None,
    *,
    read_only: bool = False,
    busy_timeout_s: float = 5.0,
) -> Store:
    """The store at ``path``, made where there is none unless ``read_only``; close it after use.

    One of an earlier version is brought up where it may be written; a reader writes nothing.

    Raises: StoreError where it is missing, damaged, of another version, or cannot be written.
    """
    path = path or default_path()
    connection = connect(path, read_only=read_only, busy_timeout_s=busy_timeout_s)
    return Store(connection, path)


class Store:
    """One open store. May be shared by threads; close it, or use it as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._file = OpenFile(connection, path)
        self.path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was added is kept."""
        self._file.close()

    def is_current(self, document: Document, run: str) -> bool:
        """Whether this document, with this date, was read by this run already."""
        with self._file.one_state() as connection:
            return inputs.is_held(connection, document, run)

    def texts(self) -> dict[str, tuple[str, str]]:
        """Identifier and name of a document by the digest of its text; of several the first."""
        with self._file.one_state() as connection:
            return inputs.read_texts(connection)

    def told(self, document_id: str) -> int:
        """How many events a document tells of, those among them that others tell of too."""
        with self._file.one_state() as connection:
            return inputs.read_told(connection, document_id)

    def retold(self, document_ids: Sequence[str]) -> dict[str, int]:
        """How many events of each of these documents other documents tell of too; none left out."""
        with self._file.one_state() as connection:
            return inputs.read_retold(connection, document_ids)

    def add(self, reading: Reading, *, again: bool = False) -> bool:
        """Keep a reading; False where the same was there already and nothing was written.

        A reading of the same document with another date or by another run replaces the old one,
        in one transaction, ``again`` also the same; what people corrected in it is applied again.
        Raises: StoreError where it cannot be written; nothing is kept of it.
        """
        document = reading.document
        with self._file.writing() as connection:
            if inputs.is_held(connection, document, reading.run) and not again:
                return False
            connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            write_reading(connection, reading)
            correcting.reapply(connection, document.id)
            return True

    def add_rejected(self, rejected: Rejected) -> bool:
        """Keep a rejection; False where the same was there already."""
        with self._file.writing() as connection:
            return inputs.write_rejected(connection, rejected)

    def forget_rejected(self, under: str) -> int:
        """Drop the rejections of a file or folder that is about to be read again; how many."""
        with self._file.writing() as connection:
            return inputs.delete_rejected(connection, under)

    def rejected(self) -> tuple[Rejected, ...]:
        """Every bad input, by where it was."""
        with self._file.one_state() as connection:
            return inputs.read_rejected(connection)

    def views(self) -> tuple[SavedView, ...]:
        """The views that people saved, by name."""
        with self._file.one_state() as connection:
            return read_views(connection)

    def save_view(self, view: SavedView) -> None:
        """Keep a view; one of the same name gives way to it."""
        with self._file.writing() as connection:
            write_view(connection, view)

    def delete_view(self, name: str) -> bool:
        """Drop the view of this name; False where there is none."""
        with self._file.writing() as connection:
            return delete_view(connection, name)

    def runs(self) -> tuple[str, ...]:
        """Digests of the runs that made the readings in it, sorted."""
        with self._file.one_state() as connection:
            return inputs.read_runs(connection)

    def document_ids(self) -> tuple[str, ...]:
        """Identifiers of all documents, sorted."""
        with self._file.one_state() as connection:
            return inputs.read_document_ids(connection)

    def languages(self) -> tuple[tuple[str, int], ...]:
        """Languages of the documents with how many are in each, most first."""
        with self._file.one_state() as connection:
            return inputs.read_languages(connection)

    def document(self, id: str) -> Document | None:
        """The document with this identifier, its text exactly as it was read, or None."""
        with self._file.one_state() as connection:
            return inputs.read_document(connection, id)

    def reading(self, document_id: str) -> Reading | None:
        """All that was read in a document, as it was added, or None."""
        with self._file.one_state() as connection:
            return inputs.read_reading(connection, document_id)

    def rows(self, query: EventQuery | None = None) -> tuple[EventRow, ...]:
        """One row for each event and site, or event without one, that the query asks for.

        An event that several reports tell of is shown by the best of its tellings, unless the
        query wants them apart. In order of the first day known (undated last), document, trigger
        word and site.
        """
        return tuple(self.each_row(query or EventQuery()))

    def each_row(self, query: EventQuery) -> Iterator[EventRow]:
        """The same one by one, in little memory. Nothing else may be asked meanwhile."""
        with self._file.one_state() as connection:
            yield from answers.each_row(connection, query)

    def accounts(self) -> tuple[Account, ...]:
        """Every event as what it is compared by with those of other reports."""
        with self._file.one_state() as connection:
            return tuple(read_accounts(connection))

    def keep_joined(self, joined: Iterable[Joined]) -> bool:
        """Replace what is known of which events are one; False where it was known already.

        What people joined and parted is said again on top of it. Nothing else changes: with ()
        every report's event stands by itself again, but for those.
        """
        with self._file.writing() as connection:
            as_found(connection)
            changed = write_joined(connection, joined)
            regroup(connection)
            return changed

    def anchor(self, document_id: str, event_id: str) -> Anchor | None:
        """By what an event is named in a correction; None where there is no such event."""
        with self._file.one_state() as connection:
            return correcting.anchor_of(connection, document_id, event_id)

    def correct(
        self, event: Anchor, change: Change, *, made: datetime, who: str, why: str = ""
    ) -> Correction:
        """Add a correction to the log, and give the events' rows their new state.

        ``made`` needs its time zone. Raises: InputError where it cannot be: a text too long, a
        geometry beyond the globe, nothing to undo. StoreError where it cannot be written.
        """
        entry = checked(Correction(0, made, who, why, event, change))
        with self._file.writing() as connection:
            correcting.check_undoing(connection, entry)
            entry = correcting.append(connection, entry)
            correcting.reapply(connection, event.document_id)
            regroup(connection)
        return entry

    def corrections(self, document_id: str | None = None) -> tuple[Correction, ...]:
        """The log, first to last; only of one document's events where that is named."""
        with self._file.one_state() as connection:
            if document_id is None:
                return tuple(correcting.read_log(connection))
            return tuple(correcting.read_log(connection, "document = ?", document_id))

    def history(self, document_id: str, event_id: str) -> tuple[Correction, ...]:
        """The entries about one event, undone ones and undoings too, in the order of the log.

        Joining and parting is told of every event that is one with it.
        """
        with self._file.one_state() as connection:
            return read_history(connection, document_id, event_id)

    def waiting(self) -> tuple[Correction, ...]:
        """Corrections that hold, of events that are not in the store (any more)."""
        with self._file.one_state() as connection:
            return correcting.read_waiting(connection)

    def corrected(self, document_id: str, event_id: str) -> Corrected | None:
        """An event as it stands after its corrections; None where there is no such event."""
        with self._file.one_state() as connection:
            return correcting.read_corrected(connection, document_id, event_id)

    def dismissed(self) -> tuple[EventRow, ...]:
        """The events that people rejected, as ``rows`` would give them."""
        with self._file.one_state() as connection:
            return answers.read_dismissed(connection)

    def import_corrections(self, given: Iterable[Correction | Rejected]) -> Imported:
        """Add what a file of corrections has and the log has not; the same file twice adds nothing.

        Raises: StoreError where nothing can be written; then nothing of it is kept.
        """
        with self._file.writing() as connection:
            imported, documents = correcting.append_all(connection, given)
            for document_id in sorted(documents):
                correcting.reapply(connection, document_id)
            regroup(connection)
        return imported

    def reports(self, happening_id: str) -> tuple[Report, ...]:
        """What each report says of an event that several tell of; () for one that one does."""
        with self._file.one_state() as connection:
            return read_reports(connection, happening_id)

    def rows_of(self, events: Sequence[int]) -> tuple[EventRow, ...]:
        """The rows of these events, by the numbers of ``sites``, in the order of ``rows``."""
        with self._file.one_state() as connection:
            return answers.read_rows_of(connection, events)

    def sources(self, events: Sequence[int]) -> tuple[tuple[str | None, int, date | None], ...]:
        """Sources of the reports that tell these events, most reports first.

        Each with how many reports it has and the day of the newest; None stands for reports that
        name no source, and for those without a day.
        """
        with self._file.one_state() as connection:
            return answers.read_sources(connection, events)

    def events(self, query: EventQuery, *, share: tuple[int, int] = (0, 1)) -> tuple[int, ...]:
        """Numbers of the events that the query asks for, as in ``sites``; in no order.

        Each report's event stands by itself, also where several tell of the same. ``share`` is
        which part of all events is asked, counted from 0, and how many parts there are: threads
        may ask for one each, with a store of their own.
        """
        with self._file.one_state() as connection:
            return answers.read_numbers(connection, query, share)

    def number_of(self, event_id: str) -> int | None:
        """The store's own number for an event, None where it has none of this id."""
        with self._file.one_state() as connection:
            return answers.read_number(connection, event_id)

    def related(self, event: int) -> tuple[int, ...]:
        """Numbers of the events that reports say this one was part of, or that were part of it.

        All reports of the event are asked, and all reports of those are given; in no order.
        """
        with self._file.one_state() as connection:
            return answers.read_related(connection, event)

    def sites(self, documents: Collection[str] | None = None) -> Iterator[Site]:
        """All that ``rows`` gives without its texts, as plain values, one by one.

        Of these documents, or of all. Quick, and in little memory, for a million events. Nothing
        else may be asked meanwhile.
        """
        with self._file.one_state() as connection:
            yield from flat.sites(connection, documents)

    def stamps(self) -> dict[str, str]:
        """By document, what is another once its ``sites`` are; "" where that cannot be told.

        Their ``happening`` and ``rank`` are those of ``several``, and change by themselves.
        """
        with self._file.one_state() as connection:
            return flat.stamps(connection)

    def several(self) -> tuple[tuple[int, str, int], ...]:
        """Number, ``happening`` and ``rank`` of each event that several reports tell of."""
        with self._file.one_state() as connection:
            return tuple(flat.several(connection))

    def outlines(self) -> dict[int, Outline]:
        """What ``Site.shape`` stands for, by its number, unless it is a single point."""
        with self._file.one_state() as connection:
            return flat.outlines(connection)

    def shapes(self, keys: Collection[int]) -> dict[int, BaseGeometry]:
        """The geometries of these numbers of ``Site.shape``; unknown ones are left out."""
        with self._file.one_state() as connection:
            return answers.read_shapes(connection, keys)

    def place_names(self) -> dict[int, str]:
        """By number of ``Site.shape``, the name of the first place that has this geometry."""
        with self._file.one_state() as connection:
            return flat.place_names(connection)

    def document_sources(self) -> tuple[str | None, ...]:
        """The source of every document that has events, in the order of their identifiers."""
        with self._file.one_state() as connection:
            return flat.document_sources(connection)

    def counts(self, query: EventQuery | None = None) -> Counts:
        """How much there is.

        Event figures are of what the query asks for; documents and mentions of those it names in
        ``document_ids``, or of all; rejections always of all.
        """
        with self._file.one_state() as connection:
            return answers.read_counts(connection, query or EventQuery())

    def overlays(self) -> tuple[Overlay, ...]:
        """The map layers of people's own, by name."""
        with self._file.one_state() as connection:
            return read_overlays(connection)

    def overlay(self, name: str) -> tuple[OverlayFeature, ...]:
        """The features of one of them, () where there is none of this name."""
        with self._file.one_state() as connection:
            return read_drawn(connection, name)

    def keep_overlay(self, name: str, drawn: Sequence[OverlayFeature], *, made: datetime) -> None:
        """Keep a layer under a name, in place of one that had it; ``made`` is now.

        Raises: InputError where the name is empty or too long.
        """
        with self._file.writing() as connection:
            write_overlay(connection, name, drawn, made)

    def forget_overlay(self, name: str) -> bool:
        """Drop a layer; False where there was none of this name."""
        with self._file.writing() as connection:
            return delete_overlay(connection, name)

    def one_state(self) -> AbstractContextManager[object]:
        """For a ``with``: all questions in it are answered from one state of the store."""
        return self._file.one_state()
