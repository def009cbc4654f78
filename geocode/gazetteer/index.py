"""The gazetteer cache, opened read-only: names, spellings, demonyms, shapes, what lies near."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geocode.errors import GazetteerError
from geocode.gazetteer import fuzzy, schema
from geocode.gazetteer.forms import without_article
from geocode.gazetteer.nearest import Box, nearest_numbers
from geocode.gazetteer.protocol import NameEvidence, Similar
from geocode.geometry import distance_m
from geocode.names import fold
from geocode.records import Entry, ShapeKind

_REBUILD = "run: python -m geocode build"
_CACHED_NAMES = 16_384
_CACHED_SHAPES = 256
_HEADER_BYTES = 100
# Blocks of names compared in one search: both widths of seven lengths, with room to spare.
_CACHED_BLOCKS = 32
# Up to so many entries, asking for each (one prepared statement) beats asking for all at once.
_FEW = 4
# Statements for so many entries at once: few enough to be prepared once each.
_AT_ONCE = (16, 64)

_NAMED = "SELECT kinds, milli_log_population, places, demonym_of FROM names WHERE folded = ?"
_NUMBERED = f"SELECT {schema.ENTRY_COLUMNS} FROM entries WHERE number = ?"  # noqa: S608 - our own columns
_SELECT = f"SELECT {schema.ENTRY_COLUMNS} FROM entries"  # noqa: S608 - our own columns
_SEVERAL = {many: f"{_SELECT} WHERE number IN ({','.join('?' * many)})" for many in _AT_ONCE}
_IN_BOX = (
    "SELECT number, west, south FROM points "
    "WHERE west >= ? AND east <= ? AND south >= ? AND north <= ?"
)

# A row of ENTRY_COLUMNS as SQLite gives it.
_Row = tuple[Any, ...]


class Index:
    """The cache as a ``Gazetteer``. Safe to read from several threads; close it or use ``with``."""

    def __init__(self, path: Path) -> None:
        """Opens the cache.

        Raises:
            GazetteerError: It is missing, corrupt, half-built or of another version.

        """
        self.path = path
        self._db = _opened(path)
        self.lookup_folded = lru_cache(maxsize=_CACHED_NAMES)(self._lookup_folded)
        self.evidence = lru_cache(maxsize=4 * _CACHED_NAMES)(self._evidence)
        self._named = lru_cache(maxsize=_CACHED_NAMES)(self._name_row)
        self._numbered = lru_cache(maxsize=_CACHED_NAMES)(self._entry_by_number)
        self._demonym = lru_cache(maxsize=_CACHED_NAMES)(self._demonym_folded)
        self.entry = lru_cache(maxsize=_CACHED_NAMES)(self._entry)
        self.shape = lru_cache(maxsize=_CACHED_SHAPES)(self._shape)
        self._block = lru_cache(maxsize=_CACHED_BLOCKS)(self._spelt_block)

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
        """Closes the file; asking afterwards is an error."""
        self._db.close()

    @cached_property
    def meta(self) -> dict[str, str]:
        """Schema version, digest, versions of the sources, counts."""
        return dict(self._rows("SELECT key, value FROM meta"))

    @property
    def overlaid(self) -> Mapping[str, str]:
        """The overlay's file behind each entry that comes from one or was changed by one, by id."""
        return self._overlaid

    @cached_property
    def _overlaid(self) -> dict[str, str]:
        rows = self._rows("SELECT id, file FROM overlaid JOIN entries USING (number)")
        return {schema.full_id(stored): file for stored, file in rows}

    @property
    def digest(self) -> str:
        """Hex digest of its content and version."""
        return self.meta["digest"]

    def lookup(self, name: str, *, limit: int = 50) -> tuple[Entry, ...]:
        """Entries that bear the name (any spelling that folds alike), weightiest first.

        A leading *the* is left aside where no name has it. () if none.
        """
        folded = fold(name)
        found = self.lookup_folded(folded, limit)
        plain = None if found else without_article(folded)
        return self.lookup_folded(plain, limit) if plain else found

    def demonym(self, name: str) -> tuple[Entry, ...]:
        """The places whose people or things are called so ("Belarusian", "Poles"); () if none."""
        return self._demonym(fold(name))

    def similar(self, name: str, *, limit: int = 5) -> tuple[Similar, ...]:
        """Places of other names spelt almost so, likeliest first; () where none is close.

        Each place comes once, none that bears the name itself, and of namesakes the weightiest.
        How far a name may be away depends on its length: ``fuzzy.most_edits``.
        """
        folded = fold(name)
        known = {entry.id for entry in (*self.lookup(name), *self.demonym(name))}
        found: dict[str, Similar] = {}
        for other, edits in fuzzy.near(folded, self._block):
            if len(found) >= limit:
                break
            for entry in self.lookup_folded(other, 1) or self._demonym(other)[:1]:
                if entry.id not in known and entry.id not in found:
                    found[entry.id] = Similar(self._spelling(entry.id, other), entry, edits)
        return tuple(found.values())

    def names(self, id: str) -> tuple[str, ...]:
        """Every name of an entry as its source spells it, preferred first; () if there is none."""
        rows = self._rows(
            "SELECT coalesce(names, name) FROM entries LEFT JOIN spellings USING (number) "
            "WHERE id = ?",
            (schema.stored_id(id),),
        )
        return tuple(rows[0][0].split("\n")) if rows else ()

    def country(self, code: str) -> Entry | None:
        """The country with this ISO 3166-1 alpha-2 code, or None."""
        number = self._country_ids.get(code)
        return self.entry(number) if number else None

    def capital(self, country: str) -> Entry | None:
        """The town that GeoNames has as the capital of a country, by its code; or None."""
        number = self._capitals.get(country)
        return None if number is None else self._entry_by_number(number)

    def neighbours(self, country: str) -> tuple[str, ...]:
        """Alpha-2 codes that share a land border, in order; () for islands and unknown codes."""
        return self._neighbours.get(country, ())

    def divisions(self, country: str) -> tuple[Entry, ...]:
        """First-level divisions of a country, by id."""
        rows = self._rows(f"{_SELECT} WHERE country = ? AND feature = 'ADM1'", (country,))
        return tuple(sorted(map(_as_entry, rows), key=lambda entry: entry.id))

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> tuple[tuple[Entry, float], ...]:
        """Populated places with their distance in metres, nearest first, ids breaking ties."""
        if limit < 1:
            return ()
        entries = self._entries(nearest_numbers(lon, lat, self._in_box, limit=limit))
        found = [(distance_m(lon, lat, e.lon, e.lat), e.id, e) for e in entries]
        return tuple((entry, metres) for metres, _, entry in sorted(found)[:limit])

    def _lookup_folded(self, folded: str, limit: int = 50) -> tuple[Entry, ...]:
        """As ``lookup``, for a name that is folded already."""
        row = self._named(folded)
        return self._entries(self._numbers(row[2])[: max(0, limit)]) if row else ()

    def _demonym_folded(self, folded: str) -> tuple[Entry, ...]:
        row = self._named(folded)
        return self._entries(self._numbers(row[3])) if row else ()

    def _evidence(self, folded: str) -> NameEvidence | None:
        """What is known of an already folded name; None if nothing."""
        row = self._named(folded)
        if row is None:
            return None
        kinds, milli_log_population, places, demonym_of = row
        bearers = schema.counted(places) + schema.counted(demonym_of)
        return NameEvidence(kinds, milli_log_population / 1000, bearers)

    def _name_row(self, folded: str) -> _Row | None:
        """One statement for all that is asked of a name: it is prepared once."""
        rows = self._rows(_NAMED, (folded,))
        return rows[0] if rows else None

    def _entries(self, numbers: Sequence[int]) -> tuple[Entry, ...]:
        """The entries with these numbers, in their order."""
        if len(numbers) <= _FEW:
            return tuple(map(self._numbered, numbers))
        by_number: dict[int, Entry] = {}
        size = _AT_ONCE[0] if len(numbers) <= _AT_ONCE[0] else _AT_ONCE[-1]
        for first in range(0, len(numbers), size):
            some = numbers[first : first + size]
            full = (*some, *(some[-1],) * (size - len(some)))
            by_number |= {row[-1]: _as_entry(row) for row in self._rows(_SEVERAL[size], full)}
        try:
            return tuple(map(by_number.__getitem__, numbers))
        except KeyError as error:
            raise self._damaged(f"no entry {error}") from error

    def _entry_by_number(self, number: int) -> Entry:
        for row in self._rows(_NUMBERED, (number,)):
            return _as_entry(row)
        raise self._damaged(f"no entry {number}")

    def _entry(self, id: str) -> Entry | None:
        """The entry with this id, or None."""
        rows = self._rows(f"{_SELECT} WHERE id = ?", (schema.stored_id(id),))
        return _as_entry(rows[0]) if rows else None

    def _shape(self, id: str) -> BaseGeometry | None:
        """Its line or area in lon, lat; None where only a point is known."""
        rows = self._rows(
            "SELECT wkb FROM entries JOIN shapes USING (number) WHERE id = ?",
            (schema.stored_id(id),),
        )
        try:
            return shapely.from_wkb(zlib.decompress(rows[0][0])) if rows else None
        except (zlib.error, ShapelyError) as error:
            raise self._damaged(error) from error

    def _in_box(self, box: Box) -> list[_Row]:
        return self._rows(_IN_BOX, box)

    def _spelt_block(self, length: int, width: int) -> fuzzy.Block | None:
        rows = self._rows(
            "SELECT letters, weights FROM fuzzy WHERE length = ? AND width = ?", (length, width)
        )
        try:
            return fuzzy.as_block(length, width, *rows[0]) if rows else None
        except ValueError as error:
            raise self._damaged(error) from error

    def _spelling(self, id: str, folded: str) -> str:
        """How the source spells a folded name; as folded where it follows from other names."""
        return next((name for name in self.names(id) if fold(name) == folded), folded)

    def _numbers(self, column: int | bytes | None) -> tuple[int, ...]:
        try:
            return schema.unpacked(column)
        except TypeError as error:
            raise self._damaged(error) from error

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[_Row]:
        """What a statement gives.

        Raises:
            GazetteerError: The file is damaged.

        """
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.ProgrammingError:  # closed, or asked wrongly: no fault of the file
            raise
        except sqlite3.DatabaseError as error:
            raise self._damaged(error) from error

    def _damaged(self, why: object) -> GazetteerError:
        return GazetteerError(f"the gazetteer {self.path} is damaged ({why}); {_REBUILD}")

    @cached_property
    def _country_ids(self) -> dict[str, str]:
        rows = self._rows("SELECT country, id FROM entries WHERE feature = 'PCLI'")
        return {code: schema.full_id(stored) for code, stored in rows}

    @cached_property
    def _capitals(self) -> dict[str, int]:
        rows = self._rows(
            "SELECT country, number FROM entries WHERE feature = 'PPLC' ORDER BY population"
        )
        return dict(rows)

    @cached_property
    def _neighbours(self) -> dict[str, tuple[str, ...]]:
        pairs = [
            key.removeprefix("border:").split("-")
            for (key,) in self._rows("SELECT id FROM entries WHERE id GLOB 'border:*'")
        ]
        out: dict[str, list[str]] = {}
        for code, other in sorted({(a, b) for a, b in pairs} | {(b, a) for a, b in pairs}):
            out.setdefault(code, []).append(other)
        return {code: tuple(others) for code, others in out.items()}


def _as_entry(row: _Row) -> Entry:
    key, name, feature, country, admin1, admin2, lon, lat, population = row[:9]
    west, south, east, north, shape, precision_m, _ = row[9:]
    return Entry(
        schema.full_id(key),
        name,
        feature,
        country,
        None if admin1 is None else schema.full_id(admin1),
        None if admin2 is None else schema.full_id(admin2),
        lon,
        lat,
        population,
        None if west is None else (west, south, east, north),
        cast("ShapeKind | None", shape),
        float(precision_m),
    )


def _opened(path: Path) -> sqlite3.Connection:
    """The connection, after the file has been seen to be whole and ours.

    It is not mapped into memory: that saves a microsecond a name, costs 40 MB, and where the disk
    fails it ends the process, not the question.
    """
    _check_header(path)
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        built = db.execute("PRAGMA user_version").fetchone()[0]
        if built != schema.VERSION:
            raise GazetteerError(
                f"the gazetteer {path} is of version {built}, not {schema.VERSION}; {_REBUILD}"
            )
        complete = db.execute("SELECT value FROM meta WHERE key = 'complete'").fetchone()
    except sqlite3.DatabaseError as error:
        raise GazetteerError(f"the gazetteer {path} is corrupt ({error}); {_REBUILD}") from error
    if complete != ("yes",):
        raise GazetteerError(f"the gazetteer {path} was built only in part; {_REBUILD}")
    return db


def _check_header(path: Path) -> None:
    """Source: the SQLite file format, §1.3: page size at byte 16, size in pages at byte 28."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise GazetteerError(f"there is no gazetteer at {path}; {_REBUILD}") from error
    except OSError as error:
        raise GazetteerError(f"cannot read the gazetteer {path}: {error}; {_REBUILD}") from error
    if len(header) < _HEADER_BYTES or not header.startswith(b"SQLite format 3\0"):
        raise GazetteerError(f"the gazetteer {path} is corrupt (not a database); {_REBUILD}")
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    if int.from_bytes(header[68:72], "big") != schema.APPLICATION_ID:
        raise GazetteerError(f"{path} is not a gazetteer of Dateline; {_REBUILD}")
    if size != pages * (65_536 if page == 1 else page):
        raise GazetteerError(f"the gazetteer {path} is corrupt (cut short); {_REBUILD}")
