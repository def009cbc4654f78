"""The command line: build, lookup, parse, read, export. Results on stdout, all else on stderr.

The only module that prints, parses arguments or reads the environment: ``DATELINE_CACHE`` names
the folder of ``gazetteer.sqlite`` and ``events.sqlite`` (``data/cache`` in the project otherwise),
``DATELINE_HELPER_URL`` the optional helper of ``read``.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geocode.documents import ENDINGS
from geocode.errors import GeocodeError, InputError
from geocode.records import Rejected
from geocode.settings import Settings
from geocode.terminal import (
    as_json,
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
    from geocode.intake import Tally
    from geocode.rows import Counts

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
@click.option(
    "--geonames",
    "dumps",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="A dump of GeoNames: UA.zip, allCountries.zip, .txt or .gz; repeat for several.",
)
@click.option(
    "--classes",
    default=None,
    metavar="LETTERS",
    help="Which feature classes of the dump to take: P towns, A divisions, H waters, T land forms,"
    " L parks and regions, S spots, R roads, U undersea, V woods; S.AIRP takes airports of S"
    " alone.  [default: PAHTL]",
)
@click.option(
    "--overlay",
    "overlays",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Places of your own, .csv or .geojson, which win over all else; repeat for several.",
)
@click.option(
    "--no-overlays", is_flag=True, help="Leave out the overlays kept from earlier builds."
)
def build(
    dumps: tuple[Path, ...], overlays: tuple[Path, ...], *, classes: str | None, no_overlays: bool
) -> None:
    """Build the gazetteer's cache from the installed packages and data/.

    \b
    Examples:  python -m geocode build
               python -m geocode build --geonames UA.zip --geonames BY.zip
               python -m geocode build --geonames allCountries.zip --classes PA,S.AIRP
               python -m geocode build --overlay depots.csv

    By itself it takes about a minute and no network. Stopped half-way, it leaves the old cache as
    it was. Dumps are fetched by hand from https://download.geonames.org/export/dump/ (CC BY 4.0);
    all countries take under an hour, ten gigabytes of disk and about 1 GB of memory, and the same
    command goes on where it was stopped. Build without --geonames to be rid of a dump.

    An overlay is a table with a header. It must have name,lon,lat and may have id, country (UA),
    admin1 (an id, or US-CA), feature (PPL, AIRP, ...), population, radius_km or precision_m, names,
    weak and demonyms (several between |):

    \b
               name,lon,lat,country,radius_km,names
               Depot 12,28.91,51.79,BY,2,Yelsk depot|the depot

    GeoJSON has the same as properties, and shapes: Point, LineString, Polygon. With the id of an
    entry (geonames:619598, as lookup prints it) a row changes that entry. Overlays are copied to
    overlays/ beside the cache and are in every later build; delete one there to be rid of it.
    """  # noqa: D301
    from geocode.builds import figures, paced, remarks  # noqa: PLC0415 - slow to import
    from geocode.gazetteer import build_gazetteer  # noqa: PLC0415 - not for --help
    from geocode.gazetteer.sources.dump import CLASSES  # noqa: PLC0415

    if classes and not dumps:
        raise click.UsageError("--classes chooses from a dump; give one with --geonames")
    try:
        with progress("building") as show:
            summary = build_gazetteer(
                _cache("gazetteer.sqlite"),
                dumps=dumps,
                classes=classes or CLASSES,
                overlays=overlays,
                with_kept=not no_overlays,
                progress=paced(show),
            )
    except KeyboardInterrupt:
        again = "; the same command goes on with the dump where it was" if dumps else ""
        say(f"stopped; the old cache is as it was{again}")
        raise SystemExit(_INTERRUPTED) from None
    print_table(figures(summary))
    for remark in remarks(summary):
        say(remark)


@cli.command()
@click.argument("query")
@click.option(
    "--json", "json_wanted", is_flag=True, help="Print one JSON array; [] where not found."
)
@click.option("--limit", type=click.IntRange(1, 50), default=10, show_default=True)
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Only there; repeat.")
@click.option("--fuzzy", is_flag=True, help="Where nothing is called so, names spelt almost so.")
def lookup(
    query: str, *, json_wanted: bool, limit: int, countries: tuple[str, ...], fuzzy: bool
) -> None:
    """What a name may mean, best first, with reasons.

    \b
    Examples:  python -m geocode lookup "Yelsk, Belarus"
               python -m geocode lookup "Belarus-Poland border" --json
               python -m geocode lookup "Minskk" --fuzzy
               python -m geocode lookup - < names.txt     (a query a line, a JSON array a line)

    JSON members: id name feature country admin1 lat lon precision_m score reasons geometry.
    With --fuzzy, where nothing is called so, the array holds what is spelt almost so, and each
    record has one member more: "match": "fuzzy". It is a question back, no answer.
    """  # noqa: D301
    from geocode.lookups import Asking, answer_lines, nothing_found, records, utf8  # noqa: PLC0415 - slow to load

    codes = tuple(code.upper() for code in countries)
    asking = Asking(_gazetteer(), Settings(), limit=limit, countries=codes)
    if query == "-":
        for number, line in enumerate(standard_input(), start=1):
            try:
                name = utf8(line)
            except InputError as error:
                say(f"line {number}: {error}")
                name = ""
            print_json(records(name, asking, fuzzy=fuzzy) if name else [])
        return
    try:
        query = utf8(os.fsencode(query))  # whatever the locale made of it
    except InputError as error:
        raise InputError(f"the query {error}") from error
    if json_wanted:
        print_json(records(query, asking, fuzzy=fuzzy))
        return
    found = asking.answers(query)
    meant = () if found else asking.suggestions(query)
    if not found:
        say(nothing_found(query, asking))
    if meant:
        say("did you mean:")
    for line in answer_lines(found or meant):
        click.echo(clean(line), err=not (found or fuzzy))


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
@click.option(
    "--helper-url",
    envvar="DATELINE_HELPER_URL",
    help="A language model of yours that may propose words: http://127.0.0.1:8080/v1.",
)
@click.option("--helper-model", default="local", show_default=True, help="Its name there.")
@click.option("--helper-remote", is_flag=True, help="Reports may be sent to another machine.")
def read(
    paths: tuple[str, ...],
    store_path: Path | None,
    *,
    published: date | None,
    json_wanted: bool,
    helper_url: str | None,
    helper_model: str,
    helper_remote: bool,
) -> None:
    """Read documents into the store, and count what was found.

    \b
    Examples:  python -m geocode read reports/
               python -m geocode read report.txt --published 2022-02-14 --store my.sqlite

    Takes .txt .md .html .eml .jsonl .csv files and folders of them. A text that opens with "date
    2022-02-14" was published then; without any date a document stays undated. What was read
    before is not read again; stopped at any time, every document finished is kept.

    Nothing leaves this machine, and no language model is needed. With --helper-url (or
    DATELINE_HELPER_URL) one that speaks OpenAI's chat completions may propose words to look at;
    what it says is taken only where the report has it to the letter and our own rules agree.
    """  # noqa: D301
    from geocode.intake import Tally, counted, read_into  # noqa: PLC0415 - loads every room
    from geocode.store import open_store  # noqa: PLC0415

    settings = Settings(
        helper_url=helper_url or None,
        helper_model=helper_model,
        helper_may_be_remote=helper_remote,
    )
    gazetteer = _gazetteer()
    with open_store(_store_path(store_path)) as store:
        tally = Tally()
        try:
            with progress("reading") as show:
                read_into(
                    store,
                    paths,
                    gazetteer=gazetteer,
                    published=published,
                    tally=tally,
                    show=show,
                    settings=settings,
                )
        except KeyboardInterrupt:
            kept = f"{tally.documents:,} documents are kept in {store.path}"
            say(f"stopped; {kept}; read again to go on")
            raise SystemExit(_INTERRUPTED) from None
        if not tally.inputs:
            say(f"nothing to read in {', '.join(paths)}; give {' '.join(ENDINGS)} files")
        _print_counts(tally, counted(store, tally), json_wanted=json_wanted)
    if tally.rejected and not tally.documents:
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


def _print_counts(tally: Tally, counts: Counts, *, json_wanted: bool) -> None:
    from geocode.intake import counts_record, counts_table  # noqa: PLC0415 - loads every room

    if json_wanted:
        print_json(counts_record(tally, counts))
        return
    _say_first([f"noted {noted.where}: {noted.what}" for noted in tally.noted])
    _say_first([f"rejected {bad.where}: {bad.reason}" for bad in tally.rejected])
    print_table(counts_table(tally, counts))


def _say_first(lines: list[str]) -> None:
    for line in lines[:_SHOWN]:
        say(line)
    if len(lines) > _SHOWN:
        say(f"and {len(lines) - _SHOWN:,} more; --json lists them all")


if __name__ == "__main__":
    main()
