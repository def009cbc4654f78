"""Our own reference files under ``data/``: tables with comment lines, and what their rows share."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from geocode.gazetteer.drafts import Draft

DATA = Path(__file__).resolve().parents[2] / "data"


def table_rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in ``data/`` by column, in order; lines with # first are comments."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def table_points(name: str, *, key: str) -> dict[str, tuple[float, float]]:
    """Lon, lat in degrees of each row of a table, by one of its columns."""
    return {row[key]: (float(row["lon"]), float(row["lat"])) for row in table_rows(name)}


def pointed(row: Mapping[str, str], scheme: str) -> Draft:
    """The draft of a row that names a place and puts it at a point; its size is not read."""
    key = f"{scheme}:{row['key']}"
    return Draft(
        id=key,
        name=row["name"],
        feature=row["feature"],
        kind="R",
        country=row["country"] or None,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        code=key,
        names=tuple(filter(None, row["names"].split("|"))),
        weak=tuple(filter(None, row["weak"].split("|"))),
    )
