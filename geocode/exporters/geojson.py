"""Rows as GeoJSON: one feature for each event and site, null geometry where there is no place.

Source: RFC 7946, *The GeoJSON Format*: lon, lat order (3.1.1), outer rings counter-clockwise
(3.1.6), cut at the antimeridian (3.1.9), null geometry (3.2), foreign members (6.1), at most
seven decimals or about a centimetre (11.2).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, BinaryIO, TypeVar, cast

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from geocode.rows import EventRow

DECIMALS = 6
"""Of degrees a tenth of a metre; no report says more."""
HELD = 256
"""Geometries that are kept as they were written, for the rows that share them."""
Made = TypeVar("Made")

PROPERTIES = (
    "event_id", "happening_id", "kind", "label", "status", "earliest", "latest", "date_precision",
    "date_basis", "acled_time_precision", "ucdp_date_prec", "place", "place_id", "feature",
    "country", "relation", "role", "lon", "lat", "precision_m", "acled_geo_precision",
    "ucdp_where_prec", "confidence", "reasons", "actors", "recipients", "quote", "quote_start",
    "trigger_start", "trigger_end", "place_start", "place_end", "date_start", "date_end",
    "part_of", "reports", "tellings", "document_id", "doc_id", "source", "url", "published",
    "sha256", "confirmed", "corrected_by", "corrected_when", "corrected_why", "notes",
)  # fmt: skip
"""All of a row but its geometry, on every feature, in this order; what is not known is null."""


def write_geojson(
    rows: Iterable[EventRow], stream: BinaryIO, metadata: Mapping[str, object]
) -> int:
    """Write a FeatureCollection, a feature a line, without holding it in memory."""
    stream.write(b'{"type": "FeatureCollection",\n"metadata": ' + _json(metadata))
    stream.write(b',\n"features": [')
    drawn = once_each(lambda geometry: _json(mapping(rfc7946(geometry))))
    count = 0
    for row in rows:
        stream.write(b",\n" if count else b"\n")
        stream.write(b'{"type": "Feature", "geometry": ' + _geometry(row, drawn))
        stream.write(b', "properties": ' + _json(properties(row)) + b"}")
        count += 1
    stream.write(b"\n]}\n")
    return count


def properties(row: EventRow) -> dict[str, object]:
    """The properties of a row's feature: days as YYYY-MM-DD, fractions to six decimals."""
    return {name: _plain(getattr(row, name)) for name in PROPERTIES}


def rfc7946(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry in two dimensions, rounded, wound as RFC 7946 asks and cut at 180 degrees."""
    flat = _cut(cast("Any", shapely).force_2d(geometry))  # untyped in shapely 2.2
    rounded = shapely.transform(flat, lambda points: np.round(points, DECIMALS) + 0.0)
    return shapely.orient_polygons(rounded)


def once_each(make: Callable[[BaseGeometry], Made]) -> Callable[[BaseGeometry], Made]:
    """``make``, which is not asked again for a geometry while ``HELD`` or fewer others came since.

    Many rows share the geometry of a country; millions of rows must not all be held.
    """
    held: dict[int, tuple[BaseGeometry, Made]] = {}

    def made(geometry: BaseGeometry) -> Made:
        if id(geometry) not in held:
            if len(held) >= HELD:
                held.clear()
            held[id(geometry)] = (geometry, make(geometry))  # held, so that its id stays its own
        return held[id(geometry)][1]

    return made


def _geometry(row: EventRow, drawn: Callable[[BaseGeometry], bytes]) -> bytes:
    return b"null" if row.geometry is None or row.geometry.is_empty else drawn(row.geometry)


def _cut(geometry: BaseGeometry) -> BaseGeometry:
    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180:  # noqa: PLR2004 - degrees
        return geometry
    world = shapely.box(-180, -90, 180, 90)
    moved = (translate(geometry, xoff=shift) for shift in (-360, 0, 360))
    parts = [part for piece in moved if not (part := piece.intersection(world)).is_empty]
    return parts[0] if len(parts) == 1 else shapely.union_all(parts)


def _plain(value: object) -> object:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, date):
        return value.isoformat()
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else value


def _json(value: object) -> bytes:
    """As UTF-8; all escaped where the text has lone surrogates, which UTF-8 cannot hold."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False).encode()
