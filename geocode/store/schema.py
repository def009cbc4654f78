"""The store's one SQLite file: its tables, how it is opened, and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from geocode.errors import StoreError

SCHEMA_VERSION = 4
APPLICATION_ID = 0x444C4E45  # "DLNE"
_TELLINGS = """
CREATE TABLE tellings (
  event INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE, happening TEXT NOT NULL,
  rank INTEGER NOT NULL, why NOT NULL
);
CREATE INDEX tellings_happening ON tellings (happening);
"""
_PEOPLES = """
CREATE TABLE corrections (
  number INTEGER PRIMARY KEY, made TEXT NOT NULL, document TEXT NOT NULL, change TEXT NOT NULL,
  content NOT NULL
);
CREATE INDEX corrections_document ON corrections (document);
CREATE INDEX corrections_change ON corrections (change);
CREATE TRIGGER corrections_added BEFORE INSERT ON corrections
  WHEN NEW.number IN (SELECT number FROM corrections)
  BEGIN SELECT RAISE(ABORT, 'a correction is never replaced'); END;
CREATE TRIGGER corrections_kept BEFORE UPDATE ON corrections
  BEGIN SELECT RAISE(ABORT, 'a correction is never changed'); END;
CREATE TRIGGER corrections_stay BEFORE DELETE ON corrections
  BEGIN SELECT RAISE(ABORT, 'a correction is never deleted'); END;
CREATE TABLE corrected (
  event INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE, original NOT NULL,
  confirmed INTEGER NOT NULL, dismissed INTEGER NOT NULL, who, made TEXT, why, remarks NOT NULL
);
CREATE TABLE tellings_found (
  event INTEGER PRIMARY KEY REFERENCES events ON DELETE CASCADE, happening TEXT, rank INTEGER, why
);
CREATE TABLE views (name PRIMARY KEY, query NOT NULL, made TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE overlays (name PRIMARY KEY, content NOT NULL, made TEXT NOT NULL) WITHOUT ROWID;
"""
"""What people add: corrections of events as a log, to which one can only add; the events that these
change, with what they were; the tellings as they were found, where people joined or parted them;
views by name; map layers of their own."""
DISMISSED = "SELECT event FROM corrected WHERE dismissed"
"""Events that a person rejected."""
_SCHEMA = (
    """
CREATE TABLE documents (
  id TEXT PRIMARY KEY, run TEXT NOT NULL, published TEXT, source, url, language TEXT NOT NULL,
  doc_id, sha256 TEXT NOT NULL, blocks TEXT NOT NULL, text BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE rejections (at NOT NULL, reason NOT NULL, PRIMARY KEY (at, reason)) WITHOUT ROWID;
CREATE TABLE shapes (key INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, wkb BLOB NOT NULL);
CREATE TABLE entries (key INTEGER PRIMARY KEY, id TEXT NOT NULL, content NOT NULL UNIQUE);
CREATE TABLE mentions (
  document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, n INTEGER NOT NULL,
  content NOT NULL, PRIMARY KEY (document_id, n)
) WITHOUT ROWID;
CREATE TABLE places (
  key INTEGER PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
  n INTEGER, mention NOT NULL, kind TEXT NOT NULL, best INTEGER REFERENCES entries, others NOT NULL,
  confidence REAL NOT NULL, relation TEXT NOT NULL, role TEXT NOT NULL,
  shape INTEGER REFERENCES shapes,
  precision_m REAL, why NOT NULL, parts TEXT NOT NULL
);
CREATE INDEX places_document ON places (document_id, n);
CREATE TABLE dates (
  document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, n INTEGER NOT NULL,
  content TEXT NOT NULL, PRIMARY KEY (document_id, n)
) WITHOUT ROWID;
CREATE TABLE events (
  key INTEGER PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
  n INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, status TEXT NOT NULL,
  actors NOT NULL, recipients NOT NULL, timed INTEGER NOT NULL, earliest TEXT, latest TEXT,
  date_precision TEXT, date_basis TEXT, part_of TEXT, confidence REAL NOT NULL,
  label TEXT NOT NULL, placed INTEGER NOT NULL, search TEXT NOT NULL
);
CREATE INDEX events_document ON events (document_id, n);
CREATE INDEX events_earliest ON events (earliest);
CREATE TABLE evidence (
  event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE, n INTEGER NOT NULL,
  document_id TEXT NOT NULL, quote NOT NULL, quote_start INTEGER NOT NULL,
  quote_end INTEGER NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
  place_start INTEGER, place_end INTEGER, date_start INTEGER, date_end INTEGER,
  PRIMARY KEY (event, n)
) WITHOUT ROWID;
CREATE TABLE sites (
  event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE, n INTEGER NOT NULL,
  place INTEGER NOT NULL REFERENCES places ON DELETE CASCADE, evidence INTEGER NOT NULL,
  lon REAL, lat REAL, PRIMARY KEY (event, n)
) WITHOUT ROWID;
CREATE INDEX sites_place ON sites (place);
"""
    + _TELLINGS
    + _PEOPLES
)
_STEPS = {
    1: "ALTER TABLE events ADD COLUMN label TEXT NOT NULL DEFAULT ''",
    2: _TELLINGS,
    3: _PEOPLES,
}
"""What makes a store of a version one of the next, by version: nothing that was read is lost."""


def connect(path: Path, *, read_only: bool, busy_timeout_s: float) -> sqlite3.Connection:
    """A connection to the store at ``path``, its tables made where it is new.

    One of an earlier version is brought up when it is opened to be written; who only reads it
    changes nothing, and is told so.

    Raises: StoreError where it is missing, damaged, of another version, or cannot be written.
    """
    with told(path):
        if read_only:
            connection = _open_read_only(path, busy_timeout_s)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            connection = _open(path, "mode=rwc", busy_timeout_s)
        try:
            _prepare(connection, path, read_only=read_only)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def told(path: Path) -> Generator[None]:
    """Turn what SQLite and the system say into a StoreError that says what to do."""
    try:
        yield
    except StoreError:
        raise
    except sqlite3.Error as error:
        raise StoreError(f"the store {path} {_meaning(error)}") from error
    except OSError as error:
        raise StoreError(
            f"the store {path} cannot be opened ({error.strerror}); "
            "give a file in a folder you may write to, with --store"
        ) from error


def _meaning(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    advice = {
        sqlite3.SQLITE_BUSY: "is in use: another reader is writing to it; wait until it has"
        " finished, then read again",
        sqlite3.SQLITE_LOCKED: "is in use: another reader is writing to it; wait until it has"
        " finished, then read again",
        sqlite3.SQLITE_NOTADB: "is damaged or no store; move it away and read the documents again",
        sqlite3.SQLITE_CORRUPT: "is damaged; move it away and read the documents again",
        sqlite3.SQLITE_FULL: "cannot grow: the disk is full; free some space, then read again",
        sqlite3.SQLITE_READONLY: "may only be read; make it writable, or give another with --store",
        sqlite3.SQLITE_CANTOPEN: "cannot be opened; give a file in a folder you may write to,"
        " with --store",
        sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk and its free space",
        sqlite3.SQLITE_PERM: "may not be opened; check its permissions",
    }
    return advice.get(code, f"cannot be used ({error}); move it away and read the documents again")


def _open(path: Path, mode: str, busy_timeout_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=busy_timeout_s,
        isolation_level=None,  # transactions are begun and ended by hand
        check_same_thread=False,  # Store serialises its threads
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _open_read_only(path: Path, busy_timeout_s: float) -> sqlite3.Connection:
    if not path.is_file():
        raise StoreError(
            f"there is no store at {path}; read some documents first: "
            f"python -m geocode read PATH --store {path}"
        )
    connection = _open(path, "mode=ro", busy_timeout_s)
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        # In a folder that may not be written WAL cannot make its index; a file that nobody is
        # writing (it has no log beside it) can be read without one.
        connection.close()
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise
        connection = _open(path, "mode=ro&immutable=1", busy_timeout_s)
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    tables = connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()[0]
    version = _version(connection)  # after it: another may be making them
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if tables and owner != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program; give another file with --store")
    if tables and version in _STEPS and not read_only:
        version = _brought_up(connection)
    if tables and version != SCHEMA_VERSION:
        raise StoreError(
            f"the store {path} is of version {version}, and this program's is {SCHEMA_VERSION}; "
            + _way_on(version, path)
        )
    if not tables and read_only:
        raise StoreError(f"the store {path} is empty; read some documents into it first")
    if read_only:
        return
    if not tables:
        # Before there is a log: the file has no bytes until it has all its tables.
        connection.execute("BEGIN IMMEDIATE")
        # Another process may have made them while this one waited for the lock.
        if not connection.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()[0]:
            _execute_all(connection, _SCHEMA)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _way_on(version: int, path: Path) -> str:
    """What to do with a store of another version, which a reader leaves as it is."""
    if version in _STEPS:
        return f"bring it up, which loses nothing: python -m geocode merge --store {path}"
    return "move it away and read the documents again"


def _execute_all(connection: sqlite3.Connection, statements: str) -> None:
    """Runs statements inside the caller's transaction, which ``executescript`` would end."""
    for statement in statements.split(";\n"):
        connection.execute(statement)


def _version(connection: sqlite3.Connection) -> int:
    return connection.execute("PRAGMA user_version").fetchone()[0]


def _brought_up(connection: sqlite3.Connection) -> int:
    """The version after all steps; another process may have taken them while this one waited."""
    connection.execute("BEGIN IMMEDIATE")
    for version in range(_version(connection), SCHEMA_VERSION):
        _execute_all(connection, _STEPS[version])
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.execute("COMMIT")
    return _version(connection)
