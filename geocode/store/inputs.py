"""What came into the store: its documents as wholes, and the inputs that were rejected."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from geocode.records import Document, Reading, Rejected
from geocode.store.packing import iso, pack
from geocode.store.unpacking import unpack, unpack_document, unpack_reading

_RETOLD = (
    "SELECT e.document_id, COUNT(*) FROM tellings t JOIN events e ON e.key = t.event"
    " WHERE e.document_id IN (SELECT value FROM json_each(?)) GROUP BY 1"
)


def is_held(connection: sqlite3.Connection, document: Document, run: str) -> bool:
    """Whether this document, with this date, was read by this run already."""
    sql = "SELECT run, published FROM documents WHERE id = ?"
    found = connection.execute(sql, (document.id,)).fetchone()
    return found is not None and tuple(found) == (run, iso(document.published))


def read_document(connection: sqlite3.Connection, id: str) -> Document | None:
    """The document with this identifier, or None."""
    row = connection.execute("SELECT * FROM documents WHERE id = ?", (id,)).fetchone()
    return None if row is None else unpack_document(row)


def read_reading(connection: sqlite3.Connection, document_id: str) -> Reading | None:
    """All that was read in a document, or None."""
    row = connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
    return None if row is None else unpack_reading(connection, row)


def read_texts(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Identifier and name of a document by the digest of its text; of several the first."""
    rows = connection.execute("SELECT sha256, id, COALESCE(doc_id, source, id) FROM documents")
    return {row[0]: (row[1], unpack(row[2])) for row in reversed(rows.fetchall())}


def read_runs(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Digests of the runs that made the readings, sorted."""
    return tuple(r[0] for r in connection.execute("SELECT DISTINCT run FROM documents ORDER BY 1"))


def read_document_ids(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Identifiers of all documents, sorted."""
    return tuple(row[0] for row in connection.execute("SELECT id FROM documents ORDER BY id"))


def read_told(connection: sqlite3.Connection, document_id: str) -> int:
    """How many events a document tells of."""
    sql = "SELECT COUNT(*) FROM events WHERE document_id = ?"
    return connection.execute(sql, (document_id,)).fetchone()[0]


def read_retold(connection: sqlite3.Connection, document_ids: Sequence[str]) -> dict[str, int]:
    """How many events of each of these documents other documents tell of too; none left out."""
    rows = connection.execute(_RETOLD, (json.dumps([*document_ids]),))
    found = dict(tuple(row) for row in rows)
    return {document: found.get(document, 0) for document in document_ids}


def read_languages(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """Languages of the documents with how many are in each, most first."""
    sql = "SELECT language, COUNT(*) FROM documents GROUP BY language ORDER BY 2 DESC, 1"
    return tuple((row[0], row[1]) for row in connection.execute(sql))


def write_rejected(connection: sqlite3.Connection, rejected: Rejected) -> bool:
    """Keeps a rejection; False where the same was there already."""
    packed = (pack(rejected.where), pack(rejected.reason))
    return connection.execute("INSERT OR IGNORE INTO rejections VALUES (?, ?)", packed).rowcount > 0


def delete_rejected(connection: sqlite3.Connection, under: str) -> int:
    """Drops the rejections of a file or folder; how many."""
    sql = (
        "DELETE FROM rejections WHERE at = ?1"
        " OR substr(at, 1, length(?1) + 1) IN (?1 || '/', ?1 || ':')"
    )
    return connection.execute(sql, (pack(under.rstrip("/")),)).rowcount


def read_rejected(connection: sqlite3.Connection) -> tuple[Rejected, ...]:
    """Every bad input, by where it was."""
    rows = connection.execute("SELECT at, reason FROM rejections ORDER BY at, reason")
    return tuple(Rejected(unpack(at), unpack(reason)) for at, reason in rows)
