"""Readings in, rows out: one SQLite file, one transaction a document, and the only SQL for it.

``events.sqlite`` is in WAL mode: one may write while others read, and a process killed in the
middle of a document leaves everything before it whole. Strings that UTF-8 cannot hold (lone
surrogates) are stored as bytes, so that a reading comes back exactly as it went in.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from shapely.geometry.base import BaseGeometry

from geocode.corrections import Anchor, Change, Corrected, Correction, checked
from geocode.happenings import Account, Joined
from geocode.records import Document, Reading, Rejected
from geocode.rows import Counts, EventQuery, EventRow, Report
from geocode.store.correcting import (
    Imported,
    anchor_of,
    append,
    append_all,
    check_undoing,
    read_corrected,
    read_log,
    read_waiting,
    reapply,
)
from geocode.store.flat import (
    Outline,
    Site,
    document_sources,
    outlines,
    place_names,
    several,
    sites,
    stamps,
)
from geocode.store.overlays import (
    Drawn,
    Overlay,
    drawn_of,
    overlays_of,
    read_overlay,
    write_overlay,
)
from geocode.store.packing import iso, pack, write_reading
from geocode.store.people import as_found, read_history, regroup
from geocode.store.questions import (
    COUNTS,
    KINDS,
    NUMBERS,
    RELATED,
    REPORTING,
    ROWS,
    SOURCES,
    filled,
)
from geocode.store.schema import connect, told
from geocode.store.tellings import read_accounts, read_reports, write_joined
from geocode.store.unpacking import (
    asked_of,
    day_of,
    event_row,
    maybe,
    unpack,
    unpack_document,
    unpack_reading,
    unpack_shape,
)
from geocode.store.views import SavedView, delete_view, read_views, write_view

__all__ = [
    "Counts",
    "Drawn",
    "EventQuery",
    "EventRow",
    "Imported",
    "Outline",
    "Overlay",
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
    as_it_is: bool = False,
    busy_timeout_s: float = 5.0,
) -> Store:
    """The store at ``path``, made where there is none unless ``read_only``; close it after use.

    One of an earlier version is brought up even for a reader, unless it is to be ``as_it_is``.

    Raises: StoreError where it is missing, damaged, of another version, or cannot be written.
    """
    path = path or default_path()
    connection = connect(
        path, read_only=read_only, busy_timeout_s=busy_timeout_s, as_it_is=as_it_is
    )
    return Store(connection, path)


class Store:
    """One open store. May be shared by threads; close it, or use it as a context manager."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
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
        with self._lock:
            self._connection.close()

    def is_current(self, document: Document, run: str) -> bool:
        """Whether this document, with this date, was read by this run already."""
        rows = self._all("SELECT run, published FROM documents WHERE id = ?", (document.id,))
        return bool(rows) and tuple(rows[0]) == (run, iso(document.published))

    def texts(self) -> dict[str, tuple[str, str]]:
        """Identifier and name of a document by the digest of its text; of several the first."""
        rows = self._all("SELECT sha256, id, COALESCE(doc_id, source, id) FROM documents")
        return {row[0]: (row[1], unpack(row[2])) for row in reversed(rows)}

    def told(self, document_id: str) -> int:
        """How many events a document tells of, those among them that others tell of too."""
        sql = "SELECT COUNT(*) FROM events WHERE document_id = ?"
        return self._all(sql, (document_id,))[0][0]

    def retold(self, document_ids: Sequence[str]) -> dict[str, int]:
        """How many events of each of these documents other documents tell of too; none left out."""
        sql = (
            "SELECT e.document_id, COUNT(*) FROM tellings t JOIN events e ON e.key = t.event"
            " WHERE e.document_id IN (SELECT value FROM json_each(?)) GROUP BY 1"
        )
        found = dict(tuple(row) for row in self._all(sql, (json.dumps([*document_ids]),)))
        return {document: found.get(document, 0) for document in document_ids}

    def add(self, reading: Reading, *, again: bool = False) -> bool:
        """Keep a reading; False where the same was there already and nothing was written.

        A reading of the same document with another date or by another run replaces the old one,
        in one transaction, ``again`` also the same; what people corrected in it is applied again.
        Raises: StoreError where it cannot be written; nothing is kept of it.
        """
        document = reading.document
        published = iso(document.published)
        with self._writing():
            found = self._connection.execute(
                "SELECT run, published FROM documents WHERE id = ?", (document.id,)
            ).fetchone()
            if found and tuple(found) == (reading.run, published) and not again:
                return False
            if found:
                self._connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            write_reading(self._connection, reading)
            reapply(self._connection, document.id)
            return True

    def add_rejected(self, rejected: Rejected) -> bool:
        """Keep a rejection; False where the same was there already."""
        with self._writing():
            done = self._connection.execute(
                "INSERT OR IGNORE INTO rejections VALUES (?, ?)",
                (pack(rejected.where), pack(rejected.reason)),
            )
            return done.rowcount == 1

    def forget_rejected(self, under: str) -> int:
        """Drop the rejections of a file or folder that is about to be read again; how many."""
        with self._writing():
            done = self._connection.execute(
                "DELETE FROM rejections WHERE at = ?1 OR substr(at, 1, length(?1) + 1)"
                " IN (?1 || '/', ?1 || ':')",
                (pack(under.rstrip("/")),),
            )
            return done.rowcount

    def rejected(self) -> tuple[Rejected, ...]:
        """Every bad input, by where it was."""
        rows = self._all("SELECT at, reason FROM rejections ORDER BY at, reason")
        return tuple(Rejected(unpack(at), unpack(reason)) for at, reason in rows)

    def views(self) -> tuple[SavedView, ...]:
        """The views that people saved, by name."""
        with self._lock, told(self.path):
            return read_views(self._connection)

    def save_view(self, view: SavedView) -> None:
        """Keep a view; one of the same name gives way to it."""
        with self._writing():
            write_view(self._connection, view)

    def delete_view(self, name: str) -> bool:
        """Drop the view of this name; False where there is none."""
        with self._writing():
            return delete_view(self._connection, name)

    def runs(self) -> tuple[str, ...]:
        """Digests of the runs that made the readings in it, sorted."""
        return tuple(row[0] for row in self._all("SELECT DISTINCT run FROM documents ORDER BY run"))

    def document_ids(self) -> tuple[str, ...]:
        """Identifiers of all documents, sorted."""
        return tuple(row[0] for row in self._all("SELECT id FROM documents ORDER BY id"))

    def languages(self) -> tuple[tuple[str, int], ...]:
        """Languages of the documents with how many are in each, most first."""
        sql = "SELECT language, COUNT(*) FROM documents GROUP BY language ORDER BY 2 DESC, 1"
        return tuple((row[0], row[1]) for row in self._all(sql))

    def document(self, id: str) -> Document | None:
        """The document with this identifier, its text exactly as it was read, or None."""
        rows = self._all("SELECT * FROM documents WHERE id = ?", (id,))
        return unpack_document(rows[0]) if rows else None

    def reading(self, document_id: str) -> Reading | None:
        """All that was read in a document, as it was added, or None."""
        with self._reading():
            rows = self._all("SELECT * FROM documents WHERE id = ?", (document_id,))
            return unpack_reading(self._connection, rows[0]) if rows else None

    def rows(self, query: EventQuery | None = None) -> tuple[EventRow, ...]:
        """One row for each event and site, or event without one, that the query asks for.

        An event that several reports tell of is shown by the best of its tellings, unless the
        query wants them apart. In order of the first day known (undated last), document, trigger
        word and site.
        """
        sql, values = filled(ROWS, query or EventQuery())
        with self._reading():
            found = self._all(sql, values)
            shapes = self._shapes({row["shape"] for row in found})
        return tuple(event_row(row, shapes) for row in found)

    def accounts(self) -> tuple[Account, ...]:
        """Every event as what it is compared by with those of other reports."""
        with self._reading():
            return tuple(read_accounts(self._connection))

    def keep_joined(self, joined: Iterable[Joined]) -> bool:
        """Replace what is known of which events are one; False where it was known already.

        What people joined and parted is said again on top of it. Nothing else changes: with ()
        every report's event stands by itself again, but for those.
        """
        with self._writing():
            as_found(self._connection)
            changed = write_joined(self._connection, joined)
            regroup(self._connection)
            return changed

    def anchor(self, document_id: str, event_id: str) -> Anchor | None:
        """By what an event is named in a correction; None where there is no such event."""
        with self._reading():
            return anchor_of(self._connection, document_id, event_id)

    def correct(
        self, event: Anchor, change: Change, *, made: datetime, who: str, why: str = ""
    ) -> Correction:
        """Add a correction to the log, and give the events' rows their new state.

        ``made`` needs its time zone. Raises: InputError where it cannot be: a text too long, a
        geometry beyond the globe, nothing to undo. StoreError where it cannot be written.
        """
        entry = checked(Correction(0, made, who, why, event, change))
        with self._writing():
            check_undoing(self._connection, entry)
            entry = append(self._connection, entry)
            reapply(self._connection, event.document_id)
            regroup(self._connection)
        return entry

    def corrections(self, document_id: str | None = None) -> tuple[Correction, ...]:
        """The log, first to last; only of one document's events where that is named."""
        with self._reading():
            if document_id is None:
                return tuple(read_log(self._connection))
            return tuple(read_log(self._connection, "document = ?", document_id))

    def history(self, document_id: str, event_id: str) -> tuple[Correction, ...]:
        """The entries about one event, undone ones and undoings too, in the order of the log.

        Joining and parting is told of every event that is one with it.
        """
        with self._reading():
            return read_history(self._connection, document_id, event_id)

    def waiting(self) -> tuple[Correction, ...]:
        """Corrections that hold, of events that are not in the store (any more)."""
        with self._reading():
            return read_waiting(self._connection)

    def corrected(self, document_id: str, event_id: str) -> Corrected | None:
        """An event as it stands after its corrections; None where there is no such event."""
        with self._reading():
            return read_corrected(self._connection, document_id, event_id)

    def dismissed(self) -> tuple[EventRow, ...]:
        """The events that people rejected, as ``rows`` would give them."""
        asked = "e.key IN (SELECT event FROM corrected WHERE dismissed)"
        with self._reading():
            found = self._all(ROWS.format(happening="e.key", asked=asked, shown="1"))
            shapes = self._shapes({row["shape"] for row in found})
        return tuple(event_row(row, shapes) for row in found)

    def import_corrections(self, given: Iterable[Correction | Rejected]) -> Imported:
        """Add what a file of corrections has and the log has not; the same file twice adds nothing.

        Raises: StoreError where nothing can be written; then nothing of it is kept.
        """
        with self._writing():
            imported, documents = append_all(self._connection, given)
            for document_id in sorted(documents):
                reapply(self._connection, document_id)
            regroup(self._connection)
        return imported

    def reports(self, happening_id: str) -> tuple[Report, ...]:
        """What each report says of an event that several tell of; () for one that one does."""
        with self._reading():
            return read_reports(self._connection, happening_id)

    def rows_of(self, events: Sequence[int]) -> tuple[EventRow, ...]:
        """The rows of these events, by the numbers of ``sites``, in the order of ``rows``."""
        with self._reading():
            wanted, listed = "e.key IN (SELECT value FROM json_each(?))", (json.dumps([*events]),)
            found = self._all(ROWS.format(happening="e.key", asked=wanted, shown="1"), listed)
            shapes = self._shapes({row["shape"] for row in found})
        return tuple(event_row(row, shapes) for row in found)

    def sources(self, events: Sequence[int]) -> tuple[tuple[str | None, int, date | None], ...]:
        """Sources of the reports that tell these events, most reports first.

        Each with how many reports it has and the day of the newest; None stands for reports that
        name no source, and for those without a day.
        """
        found = self._all(SOURCES, (json.dumps([*events]),))
        return tuple((maybe(row[0]), row[1], day_of(row[2])) for row in found)

    def events(self, query: EventQuery, *, share: tuple[int, int] = (0, 1)) -> tuple[int, ...]:
        """Numbers of the events that the query asks for, as in ``sites``; in no order.

        Each report's event stands by itself, also where several tell of the same. ``share`` is
        which part of all events is asked, counted from 0, and how many parts there are: threads
        may ask for one each, with a store of their own.
        """
        which, parts = share
        sql, values = filled(NUMBERS, query)
        (found,) = self._all(sql, (*values, which, parts, which + 1, parts))
        return tuple(json.loads(found[0]))

    def number_of(self, event_id: str) -> int | None:
        """The store's own number for an event, None where it has none of this id."""
        rows = self._all("SELECT key FROM events WHERE id = ? LIMIT 1", (event_id,))
        return rows[0][0] if rows else None

    def related(self, event: int) -> tuple[int, ...]:
        """Numbers of the events that reports say this one was part of, or that were part of it.

        All reports of the event are asked, and all reports of those are given; in no order.
        """
        return tuple(row[0] for row in self._all(RELATED, (event, event)))

    def sites(self, documents: Collection[str] | None = None) -> Iterator[Site]:
        """All that ``rows`` gives without its texts, as plain values, one by one.

        Of these documents, or of all. Quick, and in little memory, for a million events. Nothing
        else may be asked meanwhile.
        """
        with self._reading():
            yield from sites(self._connection, documents)

    def stamps(self) -> dict[str, str]:
        """By document, what is another once its ``sites`` are; "" where that cannot be told.

        Their ``happening`` and ``rank`` are those of ``several``, and change by themselves.
        """
        with self._reading():
            return stamps(self._connection)

    def several(self) -> tuple[tuple[int, str, int], ...]:
        """Number, ``happening`` and ``rank`` of each event that several reports tell of."""
        with self._reading():
            return tuple(several(self._connection))

    def outlines(self) -> dict[int, Outline]:
        """What ``Site.shape`` stands for, by its number, unless it is a single point."""
        with self._reading():
            return outlines(self._connection)

    def shapes(self, keys: Collection[int]) -> dict[int, BaseGeometry]:
        """The geometries of these numbers of ``Site.shape``; unknown ones are left out."""
        return self._shapes(keys)

    def place_names(self) -> dict[int, str]:
        """By number of ``Site.shape``, the name of the first place that has this geometry."""
        with self._reading():
            return place_names(self._connection)

    def document_sources(self) -> tuple[str | None, ...]:
        """The source of every document that has events, in the order of their identifiers."""
        with self._reading():
            return document_sources(self._connection)

    def counts(self, query: EventQuery | None = None) -> Counts:
        """How much there is.

        Event figures are of what the query asks for; documents and mentions of those it names in
        ``document_ids``, or of all; rejections always of all.
        """
        query = query or EventQuery()
        within, ids = "1", ()
        if query.document_ids:
            within = "{} IN (SELECT value FROM json_each(?))"
            ids = (json.dumps(query.document_ids),)
        sql, values = filled(COUNTS, query)
        events = self._all(sql, values)[0]
        sql, values = filled(KINDS, query)
        kinds = self._all(sql, values)
        sql, values = filled(REPORTING, query)
        reports = self._all(sql, (*values, *asked_of(query)[1]))[0][0]
        roles = self._all(
            "SELECT COALESCE(p.role, 'unread'), COUNT(*), SUM(p.best IS NOT NULL)"  # noqa: S608
            " FROM mentions m"
            " LEFT JOIN places p ON p.document_id = m.document_id AND p.n = m.n"
            f" WHERE {within.format('m.document_id')} GROUP BY 1 ORDER BY 1",
            ids,
        )
        return Counts(
            documents=self._all(
                f"SELECT COUNT(*) FROM documents WHERE {within.format('id')}",  # noqa: S608
                ids,
            )[0][0],
            rejected=self._all("SELECT COUNT(*) FROM rejections")[0][0],
            mentions=sum(row[1] for row in roles),
            mentions_by_role=tuple((row[0], row[1]) for row in roles),
            resolved=sum(row[2] or 0 for row in roles),
            told=events["told"],
            joined=events["told"] - events["events"],
            reports=reports,
            events=events["events"],
            placed=events["placed"],
            unplaced=events["events"] - events["placed"],
            dated=events["dated"],
            undated=events["events"] - events["dated"],
            sites=events["sites"],
            events_by_kind=tuple((row[0], row[1]) for row in kinds),
            dismissed=self._all("SELECT COUNT(*) FROM corrected WHERE dismissed")[0][0],
        )

    def overlays(self) -> tuple[Overlay, ...]:
        """The map layers of people's own, by name."""
        return overlays_of(self._all("SELECT name, made FROM overlays ORDER BY name"))

    def overlay(self, name: str) -> tuple[Drawn, ...]:
        """The features of one of them, () where there is none of this name."""
        rows = self._all("SELECT content FROM overlays WHERE name = ?", (pack(name),))
        return drawn_of(rows[0][0]) if rows else ()

    def keep_overlay(self, name: str, drawn: Sequence[Drawn], *, made: datetime) -> None:
        """Keep a layer under a name, in place of one that had it; ``made`` is now.

        Raises: InputError where the name is empty or too long.
        """
        with self._writing():
            write_overlay(self._connection, name, drawn, made)

    def forget_overlay(self, name: str) -> bool:
        """Drop a layer; False where there was none of this name."""
        with self._writing():
            done = self._connection.execute("DELETE FROM overlays WHERE name = ?", (pack(name),))
            return done.rowcount == 1

    def _all(self, sql: str, values: Iterable[object] = ()) -> list[sqlite3.Row]:
        with self._lock, told(self.path):
            return self._connection.execute(sql, tuple(values)).fetchall()

    def _shapes(self, keys: Collection[int | None]) -> dict[int, BaseGeometry]:
        wanted = json.dumps([key for key in keys if key is not None])
        select = "SELECT key, wkb FROM shapes WHERE key IN (SELECT value FROM json_each(?))"
        return {row[0]: unpack_shape(row[1]) for row in self._all(select, (wanted,))}

    @contextmanager
    def _reading(self) -> Generator[None]:
        """One state of the store for several questions."""
        with self._lock, told(self.path):
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.rollback()

    @contextmanager
    def _writing(self) -> Generator[None]:
        with self._lock, told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()
