"""The log of corrections in the store, and the events' rows as they stand after it.

A corrected event keeps its key: what people changed is written over its rows, and what these were
is kept beside them. So every question is answered as quickly as before, and undoing a correction
gives the rows of the reading back.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geocode.corrections import (
    Anchor,
    Corrected,
    Correction,
    Known,
    Undone,
    apply,
    found,
    from_record,
    holding,
    name_of,
    to_record,
)
from geocode.errors import InputError
from geocode.records import Document, Event, Place, Rejected, Span
from geocode.store.packing import PlaceWriter, changed_columns, pack_json, write_sites
from geocode.store.unpacking import unpack, unpack_document, unpack_event, unpack_place

_KNOWN = """
SELECT e.key, e.id, e.kind, c.original FROM events e LEFT JOIN corrected c ON c.event = e.key
WHERE e.document_id = ? ORDER BY e.n
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the lines of a file of corrections."""

    added: int
    known: int
    """Those that the log had already."""
    rejected: tuple[Rejected, ...]


def read_log(connection: sqlite3.Connection, where: str = "1", *values: object) -> list[Correction]:
    """The entries of the log, in the order in which they came; ``where`` is ours and constant."""
    sql = f"SELECT number, content FROM corrections WHERE {where} ORDER BY number"  # noqa: S608
    return [
        replace(from_record(json.loads(content)), number=number)
        for number, content in connection.execute(sql, values)
    ]


def append(connection: sqlite3.Connection, entry: Correction) -> Correction:
    """Add an entry to the log and give it with its number; no event is changed by that alone."""
    record = {**to_record(entry), "number": 0}
    done = connection.execute(
        "INSERT INTO corrections (made, document, change, content) VALUES (?, ?, ?, ?)",
        (record["made"], entry.event.document_id, name_of(entry.change), pack_json(record)),
    )
    return replace(entry, number=done.lastrowid or 0)


def append_all(
    connection: sqlite3.Connection, given: Iterable[Correction | Rejected]
) -> tuple[Imported, set[str]]:
    """Add the entries of a file that the log has not; also the documents that they are about.

    What undoes an entry names its number in the file; here it names the one it has in this log.
    """
    here: dict[str, list[int]] = {}
    for entry in read_log(connection):
        here.setdefault(_content(entry), []).append(entry.number)
    numbers: dict[int, int] = {}
    seen = Counter[str]()
    rejected: list[Rejected] = []
    documents: set[str] = set()
    added = known = 0
    for entry in given:
        if isinstance(entry, Rejected):
            rejected.append(entry)
            continue
        try:
            ours = _as_here(connection, entry, numbers)
        except InputError as error:
            rejected.append(Rejected(f"entry {entry.number}", str(error)))
            continue
        content = _content(ours)
        same = here.get(content, ())
        if seen[content] < len(same):
            numbers[entry.number] = same[seen[content]]
            known += 1
        else:
            numbers[entry.number] = append(connection, ours).number
            documents.add(entry.event.document_id)
            added += 1
        seen[content] += 1
    return Imported(added, known, tuple(rejected)), documents


def _as_here(
    connection: sqlite3.Connection, entry: Correction, numbers: Mapping[int, int]
) -> Correction:
    """An entry of a file whose ``numbers`` have others here. Raises: InputError as the page."""
    change = entry.change
    if not isinstance(change, Undone):
        return entry
    if change.number not in numbers:
        raise InputError("it undoes an entry not before it")
    ours = replace(entry, change=Undone(numbers[change.number]))
    check_undoing(connection, ours)
    return ours


def _content(entry: Correction) -> str:
    return json.dumps({**to_record(entry), "number": 0}, sort_keys=True)


def anchor_of(connection: sqlite3.Connection, document_id: str, event_id: str) -> Anchor | None:
    """The anchor of an event, None where there is none."""
    events = known_events(connection, document_id)
    event = next((event for event in events if event.id == event_id), None)
    return event and Anchor(document_id, event.id, event.kind, event.triggers[0])


def known_events(connection: sqlite3.Connection, document_id: str) -> tuple[Known, ...]:
    """The events of a document as they were read, in text order."""
    rows = connection.execute(_KNOWN, (document_id,)).fetchall()
    triggers: dict[int, list[Span]] = {row["key"]: [] for row in rows}
    told = connection.execute(
        "SELECT event, trigger_start, trigger_end FROM evidence"
        " WHERE event IN (SELECT key FROM events WHERE document_id = ?) ORDER BY event, n",
        (document_id,),
    )
    for event, start, end in told:
        triggers[event].append(Span(start, end))
    return tuple(
        Known(row["key"], row["id"], _read_kind(row), tuple(triggers[row["key"]])) for row in rows
    )


def _read_kind(row: sqlite3.Row) -> str:
    return row["kind"] if row["original"] is None else _original(row["original"])[0]["kind"]


def _original(content: str | bytes) -> tuple[dict[str, Any], list[list[Any]]]:
    """Columns of the event as they were read, and its sites: place, evidence, lon, lat."""
    columns, sites = json.loads(unpack(content))
    return columns, sites


def gathered(
    connection: sqlite3.Connection, document_id: str
) -> tuple[dict[int, list[Correction]], list[Correction]]:
    """The entries that hold of a document by the key of their event, and those that wait for one.

    An entry waits while its report is not in the store, or has no such event.
    """
    log = holding(read_log(connection, "document = ?", document_id))
    events = known_events(connection, document_id) if log else ()
    by_event: dict[int, list[Correction]] = {}
    waiting: list[Correction] = []
    for entry in log:
        key = found(entry.event, events)
        by_event.setdefault(key, []).append(entry) if key is not None else waiting.append(entry)
    return by_event, waiting


def read_waiting(connection: sqlite3.Connection) -> tuple[Correction, ...]:
    """All entries that wait for their event, in the order of the log."""
    listed = connection.execute("SELECT DISTINCT document FROM corrections").fetchall()
    waiting = [entry for row in listed for entry in gathered(connection, row[0])[1]]
    return tuple(sorted(waiting, key=lambda entry: entry.number))


def read_corrected(
    connection: sqlite3.Connection, document_id: str, event_id: str
) -> Corrected | None:
    """An event after the corrections that hold, worked out anew; None where there is none."""
    by_event, _ = gathered(connection, document_id)
    for row, event, places in _read_events(connection, document_id):
        if event.id == event_id:
            return apply(event, by_event.get(row["key"], ()), places=_listed(places))
    return None


def reapply(connection: sqlite3.Connection, document_id: str) -> None:
    """Give the rows of a document's events the state after its corrections."""
    _restore(connection, document_id)
    by_event, _ = gathered(connection, document_id)
    if not by_event:
        return
    found_one = connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,))
    document = unpack_document(found_one.fetchone())
    for row, event, places in _read_events(connection, document_id):
        if row["key"] in by_event:
            now = apply(event, by_event[row["key"]], places=_listed(places))
            _write(connection, row, event, now, places=places, document=document)


def _read_events(
    connection: sqlite3.Connection, document_id: str
) -> list[tuple[sqlite3.Row, Event, Mapping[int, tuple[Place, bool]]]]:
    """The events of a document as read, each with its row and with the places by their keys.

    Of a place it is told whether it is one of the reading, and not only of an event.
    """
    rows = connection.execute(
        "SELECT * FROM events WHERE document_id = ? ORDER BY n", (document_id,)
    ).fetchall()
    listed = connection.execute(
        "SELECT * FROM places WHERE document_id = ? ORDER BY n", (document_id,)
    ).fetchall()
    read = {row["key"]: unpack_place(connection, row) for row in listed}
    places = {row["key"]: (read[row["key"]], row["n"] is not None) for row in listed}
    return [(row, unpack_event(connection, row, read), places) for row in rows]


def _listed(places: Mapping[int, tuple[Place, bool]]) -> tuple[Place, ...]:
    return tuple(place for place, read in places.values() if read)


def _write(
    connection: sqlite3.Connection,
    row: sqlite3.Row,
    event: Event,
    now: Corrected,
    *,
    places: Mapping[int, tuple[Place, bool]],
    document: Document,
) -> None:
    """Write the event's new state over its rows, and beside them what they were."""
    key = row["key"]
    columns = changed_columns(now.event, document)
    sites = connection.execute(
        "SELECT place, evidence, lon, lat FROM sites WHERE event = ? ORDER BY n", (key,)
    )
    original = pack_json([{name: row[name] for name in columns}, [tuple(site) for site in sites]])
    last = now.last
    connection.execute(
        "INSERT INTO corrected VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key, original, now.confirmed, now.dismissed, last and last.who,
            last and to_record(last)["made"], last and last.why, json.dumps(now.remarks),
        ),
    )  # fmt: skip
    if now.event == event:
        return
    names = ", ".join(f"{name} = ?" for name in columns)
    connection.execute(f"UPDATE events SET {names} WHERE key = ?", (*columns.values(), key))  # noqa: S608 - our columns
    if now.event.places != event.places:
        connection.execute("DELETE FROM sites WHERE event = ?", (key,))
        writer = PlaceWriter(connection, document.id)
        for known, (place, _) in places.items():
            writer.know(place, known)
        write_sites(writer, now.event, key)


def _restore(connection: sqlite3.Connection, document_id: str) -> None:
    """Give the rows of a document's events what its reading had."""
    rows = connection.execute(
        "SELECT c.event, c.original FROM corrected c JOIN events e ON e.key = c.event"
        " WHERE e.document_id = ?",
        (document_id,),
    ).fetchall()
    for key, content in rows:
        columns, sites = _original(content)
        names = ", ".join(f"{name} = ?" for name in columns)
        connection.execute(f"UPDATE events SET {names} WHERE key = ?", (*columns.values(), key))  # noqa: S608 - our columns
        kept = [site[0] for site in sites]
        given = connection.execute(
            "SELECT s.place FROM sites s JOIN places p ON p.key = s.place"
            " WHERE s.event = ? AND p.n IS NULL",
            (key,),
        ).fetchall()
        connection.execute("DELETE FROM sites WHERE event = ?", (key,))
        connection.executemany(
            "INSERT INTO sites VALUES (?, ?, ?, ?, ?, ?)",
            [(key, n, *site) for n, site in enumerate(sites)],
        )
        connection.executemany(
            "DELETE FROM places WHERE key = ?", [(p,) for (p,) in given if p not in kept]
        )
        connection.execute("DELETE FROM corrected WHERE event = ?", (key,))


def check_undoing(connection: sqlite3.Connection, entry: Correction) -> None:
    """Raises: InputError where an entry undoes what is not in the log, or is of another event."""
    change = entry.change
    if not isinstance(change, Undone):
        return
    before = read_log(connection, "number = ?", change.number)
    if not before:
        raise InputError(f"there is no correction {change.number} to undo")
    if before[0].event.document_id != entry.event.document_id:
        raise InputError(f"correction {change.number} is of another report's event")
