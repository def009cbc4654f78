"""Fills a cache file from drafts in the order of their rank, holding a few thousand at a time.

The names wait in a second file beside it, where SQLite sorts them: memory does not grow with the
number of places.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeAlias, TypeVar

from geocode.gazetteer import schema
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.fuzzy import fuzzy_rows
from geocode.gazetteer.naming import Bearing, bearings, name_rows

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the stage in words, what is done of it, and its total."""
Row: TypeAlias = tuple[object, ...]
_Numbered: TypeAlias = Sequence[tuple[int, Draft]]
_Item = TypeVar("_Item")

# Entries, or rows of names, held at a time.
_BATCH = 4_000
_CACHE_KB = 16_384
_SETTINGS = f"""
PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-{_CACHE_KB};
PRAGMA application_id={schema.APPLICATION_ID}; PRAGMA user_version={schema.VERSION};
"""
_WAITING = """
PRAGMA waiting.journal_mode=OFF; PRAGMA waiting.synchronous=OFF;
CREATE TABLE waiting.bearings (folded TEXT, bearer INTEGER, kind TEXT, people INTEGER);
"""


class _Hasher(Protocol):
    """What the digest is gathered in."""

    def update(self, data: bytes, /) -> None:
        """Adds to it."""
        ...


@dataclass(frozen=True, slots=True)
class Written:
    """What went into a cache."""

    digest: str
    """SHA-256 over version, entries with their shapes, overlays and names, as they are written."""
    entries: int
    names: int
    borders: int
    shapes: int


def write_cache(
    path: Path,
    drafts: Iterable[Draft],
    *,
    expected: int,
    meta: Mapping[str, str],
    overlaid: Mapping[str, str],
    tell: Progress,
) -> Written:
    """Makes the file at ``path`` from drafts in order of rank; each is asked for once.

    ``expected`` is how many there are, for the progress bar. ``overlaid`` names the overlay behind
    an entry, by id. ``meta`` is what else the cache says of itself.
    """
    waiting = path.with_name(f"{path.name}.names")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        try:
            db.executescript(f"{_SETTINGS}{schema.TABLES}")
            db.execute("ATTACH ? AS waiting", (str(waiting),))
            db.executescript(_WAITING)
            schema.sort_in(db, path.parent)
            db.execute("BEGIN")
            written = _filled(db, drafts, expected=expected, overlaid=overlaid, tell=tell)
            facts = {"schema": schema.VERSION, "digest": written.digest, "names": written.names}
            rows = {**meta, **{key: str(value) for key, value in facts.items()}}
            db.executemany("INSERT INTO meta VALUES (?,?)", sorted(rows.items()))
            db.execute("INSERT INTO meta VALUES ('complete','yes')")  # last: half a build has none
            db.execute("COMMIT")
        finally:
            schema.sort_in(db, None)
            waiting.unlink(missing_ok=True)
    return written


def _filled(
    db: sqlite3.Connection,
    drafts: Iterable[Draft],
    *,
    expected: int,
    overlaid: Mapping[str, str],
    tell: Progress,
) -> Written:
    hasher = hashlib.sha256(str(schema.VERSION).encode())
    entries = borders = shapes = names = 0
    for batch in _batches(enumerate(drafts)):
        _insert(db, "entries", _heard(map(_entry, batch), hasher))
        _insert(db, "shapes", _shapes(batch, hasher))
        _insert(db, "spellings", filter(None, map(_spelling, batch)))
        _insert(db, "points", filter(None, map(_point, batch)))
        marked = [(n, overlaid[d.id]) for n, d in batch if d.id in overlaid]
        _insert(db, "overlaid", _heard(marked, hasher))
        _insert(db, "waiting.bearings", (row for n, d in batch for row in bearings(n, d)))
        entries += len(batch)
        borders += sum(d.feature == "BDRY" for _, d in batch)
        shapes += sum(d.wkb is not None for _, d in batch)
        tell("writing places", entries, max(entries, expected))
    for batch in _batches(name_rows(_sorted(db, tell))):
        _insert(db, "names", _heard(batch, hasher))
        names += len(batch)
    tell("writing spellings", 0, 1)
    _insert(db, "fuzzy", fuzzy_rows(db))
    for statement in schema.INDEXES:
        db.execute(statement)
    return Written(hasher.hexdigest(), entries, names, borders, shapes)


_WIDTHS = {
    "entries": 16,
    "shapes": 2,
    "spellings": 2,
    "points": 5,
    "overlaid": 2,
    "names": 5,
    "fuzzy": 4,
    "waiting.bearings": 4,
}


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    marks = ",".join("?" * _WIDTHS[table])
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - ours


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """The items in lists of ``_BATCH``."""
    left = iter(items)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _heard(rows: Iterable[Row], hasher: _Hasher) -> Iterator[Row]:
    """The rows as they come; each goes into the digest."""
    for row in rows:
        hasher.update(repr(row).encode())
        yield row


def _sorted(db: sqlite3.Connection, tell: Progress) -> Iterator[Bearing]:
    """All bearings by name, tier and number."""
    (total,) = db.execute("SELECT count(*) FROM waiting.bearings").fetchone()
    tell("sorting names", 0, total)
    # Text sorts by its UTF-8 bytes, which is by code points, as Python has it.
    rows = db.execute("SELECT * FROM waiting.bearings ORDER BY folded, bearer")
    done = 0
    while batch := rows.fetchmany(_BATCH):
        yield from batch
        done += len(batch)
        tell("writing names", done, total)


def _entry(numbered: tuple[int, Draft]) -> Row:
    number, d = numbered
    short, box = schema.stored_id, d.bbox or (None, None, None, None)
    return (
        *(number, short(d.id), d.name, d.feature, d.country, short(d.admin1), short(d.admin2)),
        *(d.lon, d.lat, d.population, *box, d.shape, round(d.precision_m or 0)),
    )


def _spelling(numbered: tuple[int, Draft]) -> Row | None:
    number, d = numbered
    names = dict.fromkeys((d.name, *d.names, *d.short, *d.weak))
    if len(names) < 2:  # noqa: PLR2004
        return None
    return number, "\n".join(name.replace("\n", " ") for name in names)


def _shapes(batch: _Numbered, hasher: _Hasher) -> Iterator[Row]:
    for number, draft in batch:
        if draft.wkb is not None:
            hasher.update(draft.wkb)
            yield number, zlib.compress(draft.wkb, 6)


def _point(numbered: tuple[int, Draft]) -> Row | None:
    number, d = numbered
    return (number, d.lon, d.lon, d.lat, d.lat) if d.kind == "P" else None
