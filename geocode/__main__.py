"""The command line: build, lookup, parse, read, export. Results on stdout, all else on stderr.

The only module that prints, parses arguments or reads the environment: ``DATELINE_CACHE`` names
the folder of ``gazetteer.sqlite`` and ``events.sqlite`` (``data/cache`` in the project otherwise).
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geocode.documents import ENDINGS, read_paths
from geocode.errors import GeocodeError, InputError
from geocode.records import Document, Place, Rejected
from geocode.settings import Settings
from geocode.terminal import (
    as_json,
    bar,
    clean,
    forsake_stdout,
    print_json,
    print_table,
    progress,
    ready_streams,
    say,
    source_stream,
    standard_input,
    target_stream,
)
from geocode.version import __version__

if TYPE_CHECKING:
    from geocode.gazetteer import Index
    from geocode.store import Store

_SHOWN = 20
"""Rejections named one by one; the rest are counted by reason."""
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class _Day(click.ParamType[date]):
    """An option that is a day."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write it as 2022-02-14", param, ctx)


_STORE = click.option(
    "--store",
    "store_path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The store's file.  [default: data/cache/events.sqlite]",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="dateline")
def cli() -> None:
    """Dateline: text in; dated, placed, sourced events out; with no network.

    \b
    First, once:     python -m geocode build
    Then:            python -m geocode read reports/ --published 2022-02-14
                     python -m geocode export events.geojson
    One name:        python -m geocode lookup "near Kyiv"

    Exit status: 0 done, 1 an error (one line says what to do), 2 wrong usage, 130 interrupted.
    """  # noqa: D301 - \b is how click keeps lines


@cli.command()
def build() -> None:
    """Build the gazetteer's cache from the installed packages and data/.

    \b
    Example:  python -m geocode build

    Takes under a minute and no network. Stopped half-way, it leaves the old cache as it was.
    """  # noqa: D301
    from geocode.gazetteer import build_gazetteer  # noqa: PLC0415 - slow to import, not for --help

    with progress("building") as show:
        summary = build_gazetteer(
            _cache("gazetteer.sqlite"),
            progress=lambda stage, done, total: show(f"{bar(done, total)} {stage}"),
        )
    print_table([(name.replace("_", " "), value) for name, value in asdict(summary).items()])


@cli.command()
@click.argument("query")
@click.option(
    "--json", "json_wanted", is_flag=True, help="Print one JSON array; [] where not found."
)
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True)
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Only there; repeat.")
def lookup(query: str, *, json_wanted: bool, limit: int, countries: tuple[str, ...]) -> None:
    """What a name may mean, best first, with reasons.

    \b
    Examples:  python -m geocode lookup "Yelsk, Belarus"
               python -m geocode lookup "Belarus-Poland border" --json
               python -m geocode lookup - < names.txt     (a query a line, a JSON array a line)

    JSON members: id name feature country admin1 lat lon precision_m score reasons geometry.
    """  # noqa: D301
    from geocode.geocoder import lookup_record  # noqa: PLC0415 - geopy and shapely are slow to load
    from geocode.places import place_query  # noqa: PLC0415

    gazetteer, settings = _gazetteer(), Settings()
    codes = tuple(code.upper() for code in countries)

    def found(name: str) -> tuple[Place, ...]:
        places = place_query(name, gazetteer, settings, limit=limit, countries=codes)
        return tuple(p for p in places if p.best is not None and p.geometry is not None)

    query = os.fsencode(query).decode("utf-8", "replace")  # whatever the locale made of it
    if query == "-":
        for line in standard_input():
            name = line.decode("utf-8", "replace").strip()
            records = [lookup_record(p, gazetteer) for p in found(name)] if name else []
            print_json(records)
    elif json_wanted:
        print_json([lookup_record(place, gazetteer) for place in found(query)])
    else:
        _print_places(query, found(query))


@cli.command()
@click.argument("source", metavar="IN.jsonl")
@click.argument("target", metavar="OUT.jsonl")
def parse(source: str, target: str) -> None:
    """Find and resolve every place name in a file of documents, one a line.

    \b
    Examples:  python -m geocode parse documents.jsonl places.jsonl
               python -m geocode parse - - < documents.jsonl

    In: {"doc_id", "text", "date"?, "source"?, "url"?}. Out, in the same order: {"doc_id",
    "toponyms": [{"start", "end", "text", "lat", "lon", "id", "feature", "kind", "relation",
    "role", "confidence"}]}; start and end count code points of the text as given, lat and lon are
    null where a name stays unresolved. A bad line gives a line with an "error" and no toponyms.
    """  # noqa: D301
    from geocode.toponyms import parse_lines  # noqa: PLC0415 - loads every room

    both = "-" not in {source, target} and Path(source).exists() and Path(target).exists()
    if both and Path(source).samefile(target):
        raise InputError(f"{target} is the file to read; name another to write")
    bad: list[Rejected] = []
    done = 0
    gazetteer = _gazetteer()
    with source_stream(source) as lines, target_stream(target) as out, progress("parsing") as show:
        for record, rejected in parse_lines(lines, gazetteer=gazetteer):
            out.write(as_json(record) + b"\n")
            bad += [rejected] if rejected else []
            done += 1
            show(f"{done:,} documents")
    for rejected in bad:
        say(f"{rejected.where}: {rejected.reason}")
    say(f"{done:,} documents, {len(bad):,} of them rejected")


@cli.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@_STORE
@click.option("--published", type=_Day(), help="For documents that state no date of their own.")
@click.option("--json", "json_wanted", is_flag=True, help="Print the counts as one JSON object.")
def read(
    paths: tuple[str, ...], store_path: Path | None, *, published: date | None, json_wanted: bool
) -> None:
    """Read documents into the store, and count what was found.

    \b
    Examples:  python -m geocode read reports/
               python -m geocode read report.txt --published 2022-02-14 --store my.sqlite

    Takes .txt .md .html .jsonl .csv files and folders of them. A text that opens with "date
    2022-02-14" was published then; without any date a document stays undated. What was read
    before is not read again; stopped at any time, every document finished is kept.
    """  # noqa: D301
    from geocode.store import open_store  # noqa: PLC0415 - shapely is slow to import

    gazetteer = _gazetteer()
    with open_store(_store_path(store_path)) as store:
        tally = _Tally()
        try:
            with progress("reading") as show:
                _read_into(
                    store,
                    paths,
                    gazetteer=gazetteer,
                    published=published,
                    tally=tally,
                    show=show,
                )
        except KeyboardInterrupt:
            kept = f"{tally.kept + tally.known:,} documents are kept in {store.path}"
            say(f"stopped; {kept}; read again to go on")
            raise SystemExit(_INTERRUPTED) from None
        if not tally.kept + tally.known + len(tally.rejected):
            say(f"nothing to read in {', '.join(paths)}; give {' '.join(ENDINGS)} files")
        _print_counts(store, tally, json_wanted=json_wanted)
    if tally.rejected and not tally.kept + tally.known:
        raise SystemExit(1)


@cli.command()
@click.argument("target", metavar="OUT.geojson", type=click.Path(path_type=Path, dir_okay=False))
@_STORE
@click.option("--since", type=_Day(), help="Only events of that day or later.")
@click.option("--until", type=_Day(), help="Only events of that day or earlier.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind; repeat.")
@click.option("--unplaced", is_flag=True, help="Also events with no place, geometry null.")
def export(
    target: Path,
    store_path: Path | None,
    *,
    since: date | None,
    until: date | None,
    kinds: tuple[str, ...],
    unplaced: bool,
) -> None:
    """Write the store's events as GeoJSON, or as CSV by the ending.

    \b
    Examples:  python -m geocode export events.geojson
               python -m geocode export february.csv --since 2022-02-01 --until 2022-02-28
               python -m geocode export - --kind ASSAULT --kind COERCE --unplaced

    One feature for each event and site. A range takes both its days in and leaves out events
    without a date; an event known only as "before" or "since" a day counts on that day.
    """  # noqa: D301
    from geocode.exporters import export as write  # noqa: PLC0415 - shapely is slow to load
    from geocode.exporters import export_metadata  # noqa: PLC0415
    from geocode.rows import EventQuery  # noqa: PLC0415
    from geocode.store import open_store  # noqa: PLC0415

    query = EventQuery(
        since=since,
        until=until,
        kinds=tuple(kind.upper() for kind in kinds),
        placed=None if unplaced else True,
    )
    with open_store(_store_path(store_path), read_only=True) as store:
        rows = store.rows(query)
        metadata = export_metadata(store, query, features=len(rows))
        known = dict(store.counts().events_by_kind)
    for kind in query.kinds:
        if kind not in known:
            say(f"no event is of kind {kind}; there are {', '.join(known) or 'none'}")
    if str(target) == "-":
        write(rows, sys.stdout.buffer, format="geojson", metadata=metadata)
    else:
        write(rows, target, metadata=metadata)
        say(f"{len(rows):,} features in {target}")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its status; every error is one line on stderr."""
    ready_streams()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as tidy an end as Control-C
    try:
        status = cli.main(arguments, prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except (click.Abort, KeyboardInterrupt):
        say("stopped; nothing half-written was left")
        raise SystemExit(_INTERRUPTED) from None
    except GeocodeError as error:
        say(f"Error: {error}")
        raise SystemExit(1) from None
    except (sqlite3.Error, zlib.error) as error:  # the store tells its own; this is the gazetteer
        say(f"Error: the gazetteer is damaged ({error}); run: python -m geocode build")
        raise SystemExit(1) from None
    except BrokenPipeError:  # the reader of our output left, as `| head` does
        forsake_stdout()
        raise SystemExit(1) from None
    except OSError as error:  # stores and files tell their own; this is mostly stdout
        forsake_stdout()
        say(f"Error: {error.strerror or error} at {error.filename or 'the output'}; check its disk")
        raise SystemExit(1) from None
    raise SystemExit(status if isinstance(status, int) else 0)


def _cache(name: str) -> Path | None:
    folder = os.environ.get("DATELINE_CACHE")
    return Path(folder) / name if folder else None


def _store_path(given: Path | None) -> Path | None:
    return given or _cache("events.sqlite")


def _gazetteer() -> Index:
    from geocode.gazetteer import open_gazetteer  # noqa: PLC0415 - not for --help

    return open_gazetteer(_cache("gazetteer.sqlite"))


def _print_places(query: str, places: tuple[Place, ...]) -> None:
    if not places:
        say(f"nothing is called {query!r}; try another spelling, or add the country")
    for place in places:
        best = place.best
        if best is None:
            continue
        where = f"{best.lat:.4f}, {best.lon:.4f} ± {place.precision_m or best.precision_m:,.0f} m"
        country = f", {best.country}" if best.country else ""
        head = f"{place.confidence:.2f}  {best.name}{country}  [{best.feature}]  {where}  {best.id}"
        click.echo(clean(head))
        for reason in place.why:
            click.echo(f"      {clean(reason)}")


@dataclass(slots=True)
class _Tally:
    """What became of the inputs of one ``read``."""

    kept: int = 0
    known: int = 0
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    document_ids: dict[str, None] = field(default_factory=dict[str, None])


def _read_into(
    store: Store,
    paths: tuple[str, ...],
    *,
    gazetteer: Index,
    published: date | None,
    tally: _Tally,
    show: Callable[[str], None],
) -> None:
    from geocode.pipeline import read_all, run_digest  # noqa: PLC0415 - loads every room

    settings = Settings()
    run = run_digest(gazetteer, settings)
    for path in paths:
        store.forget_rejected(path)
    for document in read_paths(paths, published=published):
        if isinstance(document, Document) and store.is_current(document, run):
            tally.known += 1
            tally.document_ids[document.id] = None
            continue
        for reading in read_all([document], gazetteer=gazetteer, settings=settings):
            if isinstance(reading, Rejected):
                tally.rejected.append(reading)
                store.add_rejected(reading)
            else:
                store.add(reading)
                tally.kept += 1
                tally.document_ids[reading.document.id] = None
        name = document.where if isinstance(document, Rejected) else document.source
        show(f"{tally.kept + tally.known:,} documents  {name or ''}")


def _print_counts(store: Store, tally: _Tally, *, json_wanted: bool) -> None:
    from geocode.rows import EventQuery  # noqa: PLC0415 - shapely is slow to import

    inputs = tally.kept + tally.known + len(tally.rejected)
    counts = store.counts(EventQuery(document_ids=tuple(tally.document_ids) or ("",)))
    reasons = Counter(r.reason for r in tally.rejected)
    if json_wanted:
        told: dict[str, object] = {
            "inputs": inputs,
            "documents": tally.kept + tally.known,
            "new": tally.kept,
            "already_there": tally.known,
            "rejected": [asdict(r) for r in tally.rejected],
            "mentions": counts.mentions,
            "mentions_by_role": dict(counts.mentions_by_role),
            "events": counts.events,
            "events_placed": counts.placed,
            "events_unplaced": counts.unplaced,
            "events_dated": counts.dated,
            "events_undated": counts.undated,
            "sites": counts.sites,
            "events_by_kind": dict(counts.events_by_kind),
        }
        print_json(told)
        return
    for rejected in tally.rejected[:_SHOWN]:
        say(f"rejected {rejected.where}: {rejected.reason}")
    if len(tally.rejected) > _SHOWN:
        say(f"and {len(tally.rejected) - _SHOWN:,} more; --json lists them all")
    print_table(
        [
            ("inputs", inputs),
            ("  documents read", tally.kept + tally.known),
            ("    new or changed", tally.kept),
            ("    already there", tally.known),
            ("  rejected", len(tally.rejected)),
            *((f"    {reason}"[:70], n) for reason, n in sorted(reasons.items())),
            ("mentions", counts.mentions),
            *((f"  {role}", n) for role, n in counts.mentions_by_role),
            ("events", counts.events),
            ("  placed", counts.placed),
            ("  unplaced", counts.unplaced),
            ("  dated", counts.dated),
            ("  undated", counts.undated),
            ("sites on the map", counts.sites),
        ]
    )


if __name__ == "__main__":
    main()
