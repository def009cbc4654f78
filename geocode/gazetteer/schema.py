"""The cache file: tables, version, and how a name's bearers are packed.

An entry's number is its rank by weight, so numbers in order are candidates in order.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from pathlib import Path

VERSION = 3
APPLICATION_ID = 0x44544C4E  # "DTLN"

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (
    number INTEGER PRIMARY KEY,
    id NOT NULL, name TEXT NOT NULL, feature TEXT NOT NULL,
    country TEXT, admin1, admin2,
    lon REAL NOT NULL, lat REAL NOT NULL, population INTEGER NOT NULL,
    west REAL, south REAL, east REAL, north REAL,
    shape TEXT, precision_m INTEGER NOT NULL
);
CREATE TABLE names (
    folded TEXT PRIMARY KEY,
    kinds TEXT NOT NULL,
    milli_log_population INTEGER NOT NULL,
    places,
    demonym_of
) WITHOUT ROWID;
CREATE TABLE fuzzy (
    length INTEGER, width INTEGER, letters BLOB NOT NULL, weights BLOB NOT NULL,
    PRIMARY KEY (length, width)
);
CREATE TABLE spellings (number INTEGER PRIMARY KEY, names TEXT NOT NULL);
CREATE TABLE overlaid (number INTEGER PRIMARY KEY, file TEXT NOT NULL);
CREATE TABLE shapes (number INTEGER PRIMARY KEY, wkb BLOB NOT NULL);
CREATE VIRTUAL TABLE points USING rtree (number, west, east, south, north);
"""
INDEXES = (
    "CREATE UNIQUE INDEX entries_by_id ON entries (id)",
    "CREATE INDEX divisions_by_country ON entries (country) WHERE feature = 'ADM1'",
)
# What fills an Entry, in the order of its fields but for the box, which becomes one tuple; the
# number comes last.
ENTRY_COLUMNS = (
    "id, name, feature, country, admin1, admin2, lon, lat, population, "
    "west, south, east, north, shape, precision_m, number"
)
_GEONAMES = "geonames:"


def packed(numbers: Sequence[int]) -> int | bytes | None:
    """Numbers in order as one column: None for none, the number itself for one, else 32-bit ints.

    >>> packed([7]), unpacked(packed([3, 1, 2]))
    (7, (3, 1, 2))
    """
    if len(numbers) < 2:  # noqa: PLR2004
        return numbers[0] if numbers else None
    return array("I", numbers).tobytes()


def unpacked(column: int | bytes | None) -> tuple[int, ...]:
    """The numbers ``packed`` put into a column."""
    if column is None:
        return ()
    if isinstance(column, int):
        return (column,)
    return tuple(memoryview(column).cast("I"))


def counted(column: int | bytes | None) -> int:
    """How many numbers ``packed`` put into a column.

    >>> counted(packed([])), counted(packed([7])), counted(packed([3, 1, 2]))
    (0, 1, 3)
    """
    if column is None:
        return 0
    return 1 if isinstance(column, int) else len(column) // 4


def stored_id(id: str | None) -> int | str | None:
    """An id as stored: GeoNames' as a bare number, which is a third of the size.

    >>> stored_id("geonames:619598"), full_id(619598), full_id("border:BY-PL")
    (619598, 'geonames:619598', 'border:BY-PL')
    """
    if id is None or not id.startswith(_GEONAMES):
        return id
    tail = id[len(_GEONAMES) :]
    canonical = tail.isascii() and tail.isdigit() and (tail == "0" or tail[0] != "0")
    return int(tail) if canonical and len(tail) < 19 else id  # noqa: PLR2004 - 64 bits


def full_id(stored: int | str) -> str:
    """The id that ``stored_id`` shortened."""
    return f"{_GEONAMES}{stored}" if isinstance(stored, int) else stored


def sort_in(db: sqlite3.Connection, folder: Path | None) -> None:
    """Lets SQLite put what it sorts into a folder; None for where it would by itself.

    /tmp may be small, or held in memory; the folder of the cache has room for the cache.
    """
    place = "" if folder is None else str(folder.absolute()).replace("'", "''")
    db.execute(f"PRAGMA temp_store_directory = '{place}'")
