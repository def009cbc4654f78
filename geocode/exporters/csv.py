"""Rows as CSV for spreadsheets: the properties of the GeoJSON, then lon, lat and WKT.

Text cells that a spreadsheet would run as a formula are made text with an apostrophe.
Source: OWASP, "CSV Injection": cells that begin with ``= + - @``, tab or carriage return.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import BinaryIO, cast

import shapely

from geocode.exporters.geojson import DECIMALS, PROPERTIES, properties, rfc7946
from geocode.rows import EventRow

COLUMNS = (*PROPERTIES, "lon", "lat", "wkt")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[EventRow], stream: BinaryIO, metadata: Mapping[str, object]) -> int:  # noqa: ARG001 - CSV has no place for it
    """Write a header and one line a row, UTF-8 without a byte order mark."""
    text = io.TextIOWrapper(stream, "utf-8", errors="replace", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(COLUMNS)
        count = 0
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last count is given back
            writer.writerow([_cell(value) for value in _values(row)])
    finally:
        text.detach()
    return count


def _values(row: EventRow) -> list[object]:
    shape = "" if row.geometry is None else shapely.to_wkt(rfc7946(row.geometry), DECIMALS)
    lon, lat = (None if v is None else round(v, DECIMALS) for v in (row.lon, row.lat))
    return [*properties(row).values(), lon, lat, shape]


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = "; ".join(str(item) for item in cast("list[object]", value))
    if isinstance(value, str):
        value = value.replace("\0", "\ufffd")
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value
