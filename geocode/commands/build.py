"""``build``: the gazetteer's cache from the installed packages, data/, dumps and overlays."""

from __future__ import annotations

from pathlib import Path

import click

from geocode.commands.options import INTERRUPTED, cached
from geocode.terminal import print_table, progress, say


@click.command()
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
                cached("gazetteer.sqlite"),
                dumps=dumps,
                classes=classes or CLASSES,
                overlays=overlays,
                with_kept=not no_overlays,
                progress=paced(show),
            )
    except KeyboardInterrupt:
        again = "; the same command goes on with the dump where it was" if dumps else ""
        say(f"stopped; the old cache is as it was{again}")
        raise SystemExit(INTERRUPTED) from None
    print_table(figures(summary))
    for remark in remarks(summary):
        say(remark)
