"""Rows as CSV for spreadsheets: the properties of the GeoJSON, then WKT; alone or zipped.

Text cells that a spreadsheet would run as a formula are made text with an apostrophe.
Source: OWASP, "CSV Injection": cells that begin with ``= + - @``, also full-width ones, tab,
carriage return or line feed; blanks before them do not help.

CSV has no place for what the file says of itself: a commented head would be rows of the table to
every spreadsheet. So the zip holds it in a file of its own beside the table, named and built as
W3C, *Model for Tabular Data and Metadata on the Web* (2015) asks: ``events.csv-metadata.json``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO, cast

import shapely
from shapely.geometry.base import BaseGeometry

from geocode.exporters.geojson import DECIMALS, PROPERTIES, once_each, properties, rfc7946
from geocode.rows import EventRow

COLUMNS = (*PROPERTIES, "wkt")
TABLE = "events.csv"
_FORMULA = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can name: there is no clock in an export."""


def write_csv(rows: Iterable[EventRow], stream: BinaryIO, metadata: Mapping[str, object]) -> int:  # noqa: ARG001 - see above
    """Write a header and one line a row, UTF-8 without a byte order mark."""
    text = io.TextIOWrapper(stream, "utf-8", errors="replace", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        wkt = once_each(lambda geometry: shapely.to_wkt(rfc7946(geometry), DECIMALS))
        count = 0
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last count is given back
            writer.writerow([_cell(value) for value in _values(row, wkt)])
    finally:
        text.detach()
    return count


def write_csv_zip(
    rows: Iterable[EventRow], stream: BinaryIO, metadata: Mapping[str, object]
) -> int:
    """Write a zip of the table and of what it says of itself."""
    with zipfile.ZipFile(stream, "w") as archive:
        with archive.open(_member(TABLE), "w", force_zip64=True) as table:
            count = write_csv(rows, cast("BinaryIO", table), metadata)
        archive.writestr(_member(f"{TABLE}-metadata.json"), _about(metadata))
    return count


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _FIRST_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _about(metadata: Mapping[str, object]) -> bytes:
    told = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": TABLE,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": [{"name": name} for name in COLUMNS]},
        "notes": [dict(metadata)],
    }
    return json.dumps(told, indent=1).encode()


def _values(row: EventRow, wkt: Callable[[BaseGeometry], str]) -> list[object]:
    shape = "" if row.geometry is None else wkt(row.geometry)
    return [*properties(row).values(), shape]


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = "; ".join(str(item) for item in cast("list[object]", value))
    if isinstance(value, str):
        value = value.replace("\0", "\ufffd")
        return f"'{value}" if _FORMULA.match(value) else value
    return value
