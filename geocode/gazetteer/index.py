"""The gazetteer cache, opened read-only: names, demonyms, shapes and what lies near."""

from __future__ import annotations

import math
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import shapely
from shapely.geometry.base import BaseGeometry

from geocode.errors import GazetteerError
from geocode.gazetteer import schema
from geocode.gazetteer.forms import without_article
from geocode.gazetteer.protocol import NameEvidence
from geocode.geometry import distance_m
from geocode.names import fold
from geocode.records import Entry, ShapeKind

_REBUILD = "run: python -m geocode build"
_MMAP_BYTES = 256 * 1024 * 1024
_CACHED_NAMES = 16_384
_CACHED_SHAPES = 64
_HEADER_BYTES = 100
# Up to so many entries, asking for each (one prepared statement) beats asking for all at once.
_FEW = 4
# Half-side in degrees of the first box searched for what is near; it doubles until it holds enough.
_FIRST_REACH = 0.2
_METRES_PER_DEGREE = 111_195.0

_NAMED = "SELECT kinds, milli_log_population, places, demonym_of FROM names WHERE folded = ?"
_NUMBERED = f"SELECT {schema.ENTRY_COLUMNS} FROM entries WHERE number = ?"  # noqa: S608 - our own columns
_NEAR = f"""
SELECT {schema.ENTRY_COLUMNS} FROM entries WHERE number IN
(SELECT number FROM points WHERE west >= ? AND east <= ? AND south >= ? AND north <= ?)
"""  # noqa: S608 - our own columns
_SELECT = f"SELECT {schema.ENTRY_COLUMNS} FROM entries"  # noqa: S608 - our own columns

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
        return dict(self._db.execute("SELECT key, value FROM meta"))

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

    def names(self, id: str) -> tuple[str, ...]:
        """Every name of an entry as its source spells it, preferred first; () if there is none."""
        row = self._db.execute(
            "SELECT coalesce(names, name) FROM entries LEFT JOIN spellings USING (number) "
            "WHERE id = ?",
            (schema.stored_id(id),),
        ).fetchone()
        return tuple(row[0].split("\n")) if row else ()

    def country(self, code: str) -> Entry | None:
        """The country with this ISO 3166-1 alpha-2 code, or None."""
        number = self._country_ids.get(code)
        return self.entry(number) if number else None

    def neighbours(self, country: str) -> tuple[str, ...]:
        """Alpha-2 codes that share a land border, in order; () for islands and unknown codes."""
        return self._neighbours.get(country, ())

    def divisions(self, country: str) -> tuple[Entry, ...]:
        """First-level divisions of a country, by id."""
        rows = self._db.execute(f"{_SELECT} WHERE country = ? AND feature = 'ADM1'", (country,))
        return tuple(sorted(map(_as_entry, rows), key=lambda entry: entry.id))

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> tuple[tuple[Entry, float], ...]:
        """Populated places with their distance in metres, nearest first, ids breaking ties."""
        if limit < 1:
            return ()
        lon = (lon + 180) % 360 - 180
        reach = _FIRST_REACH
        while True:
            found = self._within(lon, lat, reach)
            certain = reach * _METRES_PER_DEGREE
            if reach >= 180 or (len(found) >= limit and found[limit - 1][1] <= certain):  # noqa: PLR2004
                return tuple((entry, metres) for entry, metres in found[:limit])
            reach *= 2

    def _within(self, lon: float, lat: float, reach: float) -> list[tuple[Entry, float]]:
        """Towns in the box that holds every point within ``reach`` degrees of arc, sorted."""
        rows: list[_Row] = []
        for west, east in _longitudes(lon, lat, reach):
            box = (west - 1e-4, east + 1e-4, lat - reach - 1e-4, lat + reach + 1e-4)
            rows += self._db.execute(_NEAR, box).fetchall()
        entries = map(_as_entry, rows)
        found = [(e, distance_m(lon, lat, e.lon, e.lat)) for e in entries]
        return sorted(found, key=lambda pair: (pair[1], pair[0].id))

    def _lookup_folded(self, folded: str, limit: int = 50) -> tuple[Entry, ...]:
        """As ``lookup``, for a name that is folded already."""
        row = self._named(folded)
        return self._entries(schema.unpacked(row[2])[: max(0, limit)]) if row else ()

    def _demonym_folded(self, folded: str) -> tuple[Entry, ...]:
        row = self._named(folded)
        return self._entries(schema.unpacked(row[3])) if row else ()

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
        return self._db.execute(_NAMED, (folded,)).fetchone()

    def _entries(self, numbers: Sequence[int]) -> tuple[Entry, ...]:
        """The entries with these numbers, in their order."""
        if len(numbers) <= _FEW:
            return tuple(map(self._numbered, numbers))
        marks = ",".join("?" * len(numbers))
        rows = self._db.execute(f"{_SELECT} WHERE number IN ({marks})", numbers)
        by_number = {row[-1]: _as_entry(row) for row in rows}
        return tuple(map(by_number.__getitem__, numbers))

    def _entry_by_number(self, number: int) -> Entry:
        return _as_entry(self._db.execute(_NUMBERED, (number,)).fetchone())

    def _entry(self, id: str) -> Entry | None:
        """The entry with this id, or None."""
        row = self._db.execute(f"{_SELECT} WHERE id = ?", (schema.stored_id(id),)).fetchone()
        return _as_entry(row) if row else None

    def _shape(self, id: str) -> BaseGeometry | None:
        """Its line or area in lon, lat; None where only a point is known."""
        row = self._db.execute(
            "SELECT wkb FROM entries JOIN shapes USING (number) WHERE id = ?",
            (schema.stored_id(id),),
        ).fetchone()
        return shapely.from_wkb(zlib.decompress(row[0])) if row else None

    @cached_property
    def _country_ids(self) -> dict[str, str]:
        rows = self._db.execute("SELECT country, id FROM entries WHERE feature = 'PCLI'")
        return {code: schema.full_id(stored) for code, stored in rows}

    @cached_property
    def _neighbours(self) -> dict[str, tuple[str, ...]]:
        pairs = [
            key.removeprefix("border:").split("-")
            for (key,) in self._db.execute("SELECT id FROM entries WHERE id GLOB 'border:*'")
        ]
        sides = sorted({(a, b) for a, b in pairs} | {(b, a) for a, b in pairs})
        return {code: tuple(b for a, b in sides if a == code) for code, _ in sides}


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


def _longitudes(lon: float, lat: float, reach: float) -> Iterable[tuple[float, float]]:
    """One or two ranges of longitude that hold the cap of ``reach`` degrees around a point."""
    top = abs(lat) + reach
    if top >= 89.9:  # noqa: PLR2004
        return ((-180.0, 180.0),)
    width = math.degrees(
        math.asin(min(1.0, math.sin(math.radians(min(reach, 90))) / math.cos(math.radians(lat))))
    )
    west, east = lon - width, lon + width
    if west < -180:  # noqa: PLR2004
        return ((-180.0, east), (west + 360, 180.0))
    if east > 180:  # noqa: PLR2004
        return ((west, 180.0), (-180.0, east - 360))
    return ((west, east),)


def _opened(path: Path) -> sqlite3.Connection:
    """The connection, after the file has been seen to be whole and ours."""
    _check_header(path)
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    try:
        db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        db.execute(f"PRAGMA mmap_size={_MMAP_BYTES}")
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
