"""``export``: the store's events as a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import click

from geocode.commands.options import STORE, Day, store_file
from geocode.terminal import bar, progress, say

_SHOWN_EACH: Final = 500
Row = TypeVar("Row")


@click.command()
@click.argument("target", metavar="OUT.geojson", type=click.Path(path_type=Path, dir_okay=False))
@STORE
@click.option("--since", type=Day(), help="Only events of that day or later.")
@click.option("--until", type=Day(), help="Only events of that day or earlier.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind; repeat.")
@click.option("--unplaced", is_flag=True, help="Also events with no place, geometry null.")
@click.option("--no-merge", is_flag=True, help="Each report's own events, not joined to one.")
def export(
    target: Path,
    store_path: Path | None,
    *,
    since: date | None,
    until: date | None,
    kinds: tuple[str, ...],
    unplaced: bool,
    no_merge: bool,
) -> None:
    """Write the store's events as GeoJSON, or by the ending as .csv, .zip, .kml or .gpkg.

    \b
    Examples:  python -m geocode export events.geojson
               python -m geocode export february.csv --since 2022-02-01 --until 2022-02-28
               python -m geocode export - --kind ASSAULT --kind COERCE --unplaced
               python -m geocode export events.gpkg --unplaced

    .kml is for Google Earth, .gpkg for QGIS; .zip is the CSV with what it says of itself: filter,
    counts, versions and whom to name, which the other formats hold inside.

    One feature for each event and site. An event that several reports tell of is given once, by the
    best of them (--no-merge: by each, under one happening_id). A range takes both its days in and
    leaves out events without a date; an event known only as "before" or "since" a day counts on
    that day.
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
        apart=no_merge,
    )
    with open_store(store_file(store_path), read_only=True) as store, progress("writing") as show:
        counts = store.counts(query)
        features = counts.sites + (counts.unplaced if unplaced else 0)
        metadata = export_metadata(store, query, features=features)
        known = dict(store.counts().events_by_kind)
        for kind in query.kinds:
            if kind not in known:
                say(f"no event is of kind {kind}; there are {', '.join(known) or 'none'}")
        rows = told(store.each_row(query), total=features, show=show)
        if str(target) == "-":
            write(rows, sys.stdout.buffer, format="geojson", metadata=metadata)
            return
        written = write(rows, target, metadata=metadata)
    say(f"{written:,} features in {target}")


def told(rows: Iterable[Row], *, total: int, show: Callable[[str], None]) -> Iterator[Row]:
    """The rows as they come, and how far along they are."""
    for done, row in enumerate(rows):
        if done % _SHOWN_EACH == 0:
            show(f"{bar(done, total)} of {total:,} features")
        yield row
