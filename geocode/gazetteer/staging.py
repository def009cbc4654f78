"""Where the rows of a dump wait, on disk: read once, gone on with after an interruption.

A file beside the cache remembers which files it reads, how far it is, and the rows so far, each
batch with the place it ends at in one transaction. Another file, version or choice starts afresh.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from geocode.errors import GazetteerError, InputError
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.schema import full_id, sort_in, stored_id
from geocode.gazetteer.sources.dump import DumpRow, Wanted, draft_of, read_row
from geocode.gazetteer.sources.dumpfiles import blocks, fingerprint
from geocode.gazetteer.writing import Progress

# Raised when rows are read or kept in another way: what an older program staged is no use then.
_FORMAT = 1
_ROW = (
    "id, name, names, lon, lat, class, feature, country, admin1, admin2, people, modified, weight"
)
_TABLES = """
CREATE TABLE plan (text TEXT NOT NULL);
CREATE TABLE files (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, reached INTEGER NOT NULL,
    lines INTEGER NOT NULL, taken INTEGER NOT NULL, left_out INTEGER NOT NULL,
    refused INTEGER NOT NULL, done INTEGER NOT NULL
);
CREATE TABLE refused (file INTEGER NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL);
CREATE TABLE links (
    country TEXT, admin1 TEXT, admin2 TEXT, id INTEGER NOT NULL,
    PRIMARY KEY (country, admin1, admin2)
) WITHOUT ROWID;
CREATE TABLE rows (
    id INTEGER PRIMARY KEY, name TEXT, names TEXT, lon REAL, lat REAL, class TEXT, feature TEXT,
    country TEXT, admin1 TEXT, admin2 TEXT, people INTEGER, modified TEXT, weight REAL
);
"""
# Of two rows with one id the one changed last counts, whichever comes first.
_KEEP = """
INSERT INTO rows VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET
    name=excluded.name, names=excluded.names, lon=excluded.lon, lat=excluded.lat,
    class=excluded.class, feature=excluded.feature, country=excluded.country,
    admin1=excluded.admin1, admin2=excluded.admin2, people=excluded.people,
    modified=excluded.modified, weight=excluded.weight
WHERE (excluded.modified, excluded.name, excluded.names, excluded.lon, excluded.lat,
       excluded.feature, excluded.country, excluded.people)
    > (modified, name, names, lon, lat, feature, country, people)
"""
_LINK = """
INSERT INTO links VALUES (?,?,?,?)
ON CONFLICT (country, admin1, admin2) DO UPDATE SET id = min(id, excluded.id)
"""
_CACHE_KB = 16_384
# Bad lines told one by one; the rest are counted.
_TOLD = 10


@dataclass(frozen=True, slots=True)
class DumpCounts:
    """What became of the lines of one file: taken, left out by class, refused as malformed."""

    file: str
    lines: int
    """Read; the next three add up to them."""
    taken: int
    left_out: int
    refused: int
    examples: tuple[str, ...]
    """The first refused lines: "line 7: 3 columns, not 19"."""


_Links: TypeAlias = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class Staging:
    """The rows that were read, as drafts."""

    db: sqlite3.Connection

    @property
    def rows(self) -> int:
        """How many places there are: of rows with one id the newest counts."""
        return self.db.execute("SELECT count(*) FROM rows").fetchone()[0]

    @property
    def newest(self) -> str:
        """The day of the last change in any row: what tells one dump from the next."""
        return self.db.execute("SELECT max(modified) FROM rows").fetchone()[0] or ""

    def counts(self) -> tuple[DumpCounts, ...]:
        """What became of each file's lines."""
        query = "SELECT number, name, lines, taken, left_out, refused FROM files ORDER BY number"
        told = "SELECT line, reason FROM refused WHERE file = ? ORDER BY line"
        return tuple(
            DumpCounts(
                name,
                *(lines, taken, left_out, refused),
                tuple(f"line {line:,}: {why}" for line, why in self.db.execute(told, (number,))),
            )
            for number, name, lines, taken, left_out, refused in self.db.execute(query).fetchall()
        )

    def matched(self, world: Mapping[str, Draft]) -> Iterator[Draft]:
        """Drafts of the rows whose place is in the world already, by id.

        A country keeps the name it has there, as GeoNames' is the long official one; what is no
        town keeps its extent, which its towns or its shape tell better than its class.
        """
        for draft in self.drafts(world, world):
            old = world[draft.id]
            keeps_size = old.precision_m and old.kind != "P"
            yield replace(
                draft,
                name=old.name if old.kind == "C" else draft.name,
                names=(draft.name, *draft.names),
                precision_m=None if keeps_size else draft.precision_m,
            )

    def drafts(self, ids: Iterable[str], world: Mapping[str, Draft]) -> Iterator[Draft]:
        """Drafts of those of the ids that have a row."""
        links = self._links(world)
        for number in sorted(n for n in map(stored_id, ids) if isinstance(n, int)):
            row = self.db.execute(f"SELECT {_ROW} FROM rows WHERE id = ?", (number,)).fetchone()  # noqa: S608 - ours
            if row:
                yield draft_of(row, links)

    def rest(self, world: Mapping[str, Draft]) -> Iterator[Draft]:
        """Drafts of all other rows, in order of rank."""
        links = self._links(world)
        known = {n for n in map(stored_id, world) if isinstance(n, int)}
        rows: Iterator[DumpRow] = self.db.execute(
            f"SELECT {_ROW} FROM rows INDEXED BY rows_by_weight ORDER BY weight DESC, id"  # noqa: S608
        )
        return (draft_of(row, links) for row in rows if row[0] not in known)

    def _links(self, world: Mapping[str, Draft]) -> _Links:
        """Divisions by country and codes; only those that will be in the cache."""
        query = "SELECT country, admin1, admin2, id, id IN (SELECT id FROM rows) FROM links"
        return {
            (country, first, second): number
            for country, first, second, number, here in self.db.execute(query)
            if here or full_id(number) in world
        }


@contextmanager
def staged(
    cache: Path, dumps: Sequence[Path], wanted: Wanted, tell: Progress
) -> Generator[Staging]:
    """The rows of the dumps, read as far as they are not yet; kept until the block ends well.

    Raises:
        InputError: A file cannot be read, or is no dump.
        GazetteerError: Another build is reading dumps for the same cache.

    """
    path = staging_path(cache)
    files = sorted((fingerprint(dump), dump) for dump in dumps)
    plan = "\n".join((str(_FORMAT), str(wanted), *(mark for mark, _ in files)))
    with closing(_opened(path, plan)) as db:
        try:
            for number, (_, dump) in enumerate(files):
                _read(db, number, dump, wanted, tell)
        except InputError:
            if not Staging(db).rows:  # nothing to go on with
                _remove(path)
            raise
        tell("ranking places", 0, 1)
        sort_in(db, path.parent)
        db.execute("CREATE INDEX IF NOT EXISTS rows_by_weight ON rows (weight DESC, id)")
        db.execute("PRAGMA shrink_memory")
        yield Staging(db)
        _remove(path)


def staging_path(cache: Path) -> Path:
    """Where the rows of a build into ``cache`` wait."""
    return cache.with_name(f".{cache.name}.staging")


def _remove(path: Path) -> None:
    """Takes the file away; only while it is open here, so that nobody else opens it."""
    for left in (path, path.with_name(f"{path.name}-journal")):
        left.unlink(missing_ok=True)


def _opened(path: Path, plan: str) -> sqlite3.Connection:
    """The file with the rows of this plan so far, and for nobody else until it is closed."""
    db = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        db.executescript(
            f"PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-{_CACHE_KB};"
            "PRAGMA secure_delete=OFF; PRAGMA synchronous=NORMAL; BEGIN IMMEDIATE;"
        )
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE sql > ''")]
        known = "plan" in tables and db.execute("SELECT text FROM plan").fetchone() == (plan,)
        db.execute("COMMIT")
    except sqlite3.OperationalError as error:
        db.close()
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise GazetteerError(
                f"another build is reading into {path}; wait until it has finished"
            ) from error
        raise
    except sqlite3.DatabaseError:  # damaged: what it held can be read again
        db.close()
        path.unlink()
        return _opened(path, plan)
    if not known:
        _start_afresh(db, plan)
    return db


def _start_afresh(db: sqlite3.Connection, plan: str) -> None:
    tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    db.execute("BEGIN IMMEDIATE")
    for (name,) in tables:
        db.execute(f"DROP TABLE {name}")
    for statement in filter(str.strip, _TABLES.split(";")):
        db.execute(statement)
    db.execute("INSERT INTO plan VALUES (?)", (plan,))
    db.execute("COMMIT")


def _read(db: sqlite3.Connection, number: int, dump: Path, wanted: Wanted, tell: Progress) -> None:
    """Reads on in a file from where the last batch ended."""
    db.execute("INSERT OR IGNORE INTO files VALUES (?,?,0,0,0,0,0,0)", (number, dump.name))
    query = "SELECT reached, lines, taken, left_out, refused, done FROM files WHERE number = ?"
    end, *counts, done = db.execute(query, (number,)).fetchone()
    if done:
        return
    lines, taken, left_out, refused = counts
    for block in blocks(dump, start=end):
        rows, links, bad = _sifted(block.lines, lines, wanted)
        lines += len(block.lines)
        refused += len(bad)
        taken += len(rows)
        left_out = lines - taken - refused
        if lines == refused:
            raise InputError(
                f"{dump} is no dump of GeoNames (line {bad[0][0]}: {bad[0][1]}); "
                "give a file of download.geonames.org/export/dump, such as UA.zip"
            )
        db.execute("BEGIN IMMEDIATE")
        db.executemany(_KEEP, rows)
        db.executemany(_LINK, links)
        told = db.execute("SELECT count(*) FROM refused WHERE file = ?", (number,)).fetchone()[0]
        fresh = [(number, line, why) for line, why in bad[: max(0, _TOLD - told)]]
        db.executemany("INSERT INTO refused VALUES (?,?,?)", fresh)
        db.execute(
            "UPDATE files SET reached=?, lines=?, taken=?, left_out=?, refused=? WHERE number=?",
            (block.end, lines, taken, left_out, refused, number),
        )
        db.execute("COMMIT")
        tell(f"reading {dump.name}", lines, max(lines, round(lines / max(block.share, 1e-6))))
    if not lines:
        raise InputError(f"{dump} is empty; give a file of download.geonames.org/export/dump")
    db.execute("UPDATE files SET done = 1 WHERE number = ?", (number,))


def _sifted(
    lines: Sequence[bytes], before: int, wanted: Wanted
) -> tuple[list[DumpRow], list[tuple[str, str, str, int]], list[tuple[int, str]]]:
    """Rows to take, divisions by their codes, and bad lines with their number."""
    rows: list[DumpRow] = []
    links: list[tuple[str, str, str, int]] = []
    bad: list[tuple[int, str]] = []
    for place, line in enumerate(lines, before + 1):
        row = read_row(line)
        if isinstance(row, str):
            bad.append((place, row))
            continue
        number, group, feature, (country, first, second) = row[0], row[5], row[6], row[7:10]
        if feature == "ADM1" and first:
            links.append((country, first, "", number))
        elif feature == "ADM2" and first and second:
            links.append((country, first, second, number))
        if wanted.takes(group, feature):
            rows.append(row)
    return rows, links, bad
