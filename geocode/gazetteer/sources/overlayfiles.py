"""The rows of an overlay's file as text by column, and their shapes.

Source: RFC 4180 (CSV), RFC 7946 (GeoJSON).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geocode.errors import InputError

COLUMNS = (
    *("name", "lon", "lat", "id", "country", "admin1", "feature", "population"),
    *("radius_km", "precision_m", "names", "weak", "demonyms"),
)
"""What a row may state, in CSV's header or GeoJSON's properties."""
ENDINGS = (".csv", ".geojson", ".json")
_REQUIRED = ("name", "lon", "lat")
_MAX_CELL_CHARS = 131_072
_LARGEST_BYTES = 64 * 1024 * 1024
_HALF_TURN_DEG = 180.0
_WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")
_SHAPES = {"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"}


class _UndrawnError(Exception):
    """What is wrong with a geometry; never leaves this module."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A row as it is written."""

    row: str
    """Where it stands: "line 3" of a CSV file (its header is line 1), "feature 2" of GeoJSON."""
    cells: Mapping[str, str]
    """What it states, by column; nothing that is blank."""
    shape: BaseGeometry | None = None
    """As drawn, points too; None in CSV."""
    wrong: str | None = None
    """What keeps it from being read: "geometry: it has no points"."""


def raw_rows(path: Path) -> Iterator[Raw]:
    """The rows of a .csv, .geojson or .json file.

    Raises:
        InputError: The file cannot be read, or its header or frame is not what it should be.

    """
    if path.suffix.lower() not in ENDINGS:
        raise InputError(f"{path} is no overlay; give a file that ends in {' or '.join(ENDINGS)}")
    try:
        if (size := path.stat().st_size) > _LARGEST_BYTES:
            raise InputError(
                f"{path} has {size / 2**20:,.0f} MB, more than the {_LARGEST_BYTES >> 20} an "
                "overlay may have; split it"
            )
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read {path} ({error.strerror}); check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    return _lines(path, text) if path.suffix.lower() == ".csv" else _features(path, text)


def _lines(path: Path, text: str) -> Iterator[Raw]:
    csv.field_size_limit(_MAX_CELL_CHARS)  # a setting of the whole process, which others change
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, list[str]())]
        _check_header(path, header)
        start = reader.line_num + 1
        for row in reader:
            where, start = f"line {start:,}", reader.line_num + 1
            if not any(map(str.strip, row)):
                continue
            wrong = None
            if len(row) != len(header):
                wrong = f"it has {len(row)} cells where the header has {len(header)}"
            yield Raw(where, _stated(zip(header, row, strict=False)), wrong=wrong)
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num:,}: {error}; correct the file") from error


def _check_header(path: Path, header: list[str]) -> None:
    known = f"columns are {', '.join(COLUMNS)}"
    if len(header) == 1 and (mark := next((c for c in ";\t|" if c in header[0]), None)):
        raise InputError(f"{path}: cells are between {mark!r}; put commas between them")
    if missing := [name for name in _REQUIRED if name not in header]:
        raise InputError(f"{path}, line 1: no column {', '.join(missing)}; {known}")
    if strange := [name for name in header if name not in COLUMNS]:
        raise InputError(f"{path}, line 1: unknown column {strange[0][:40]!r}; {known}")
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise InputError(f"{path}, line 1: column {twice} stands there twice; leave one")


def _stated(cells: Any) -> dict[str, str]:  # noqa: ANN401 - pairs of text
    return {name: cell.strip() for name, cell in cells if cell.strip()}


def _features(path: Path, text: str) -> Iterator[Raw]:
    try:
        read = cast("object", json.loads(text, parse_constant=_no_number))
    except ValueError as error:
        raise InputError(f"{path} is no JSON: {error}; correct the file") from error
    except RecursionError as error:
        raise InputError(f"{path} is nested too deep for GeoJSON; correct the file") from error
    frame = cast("dict[str, object]", read) if isinstance(read, dict) else {}
    features = frame.get("features")
    if not isinstance(features, list) or frame.get("type") != "FeatureCollection":
        raise InputError(f"{path} is no GeoJSON FeatureCollection; write one (RFC 7946)")
    reference = json.dumps(frame.get("crs") or "CRS84")
    if not any(name in reference for name in _WGS84):
        raise InputError(f"{path} is in {reference[:80]}; save it in WGS 84, longitude first")
    for number, feature in enumerate(cast("list[object]", features), 1):
        yield _feature(f"feature {number:,}", feature)


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _feature(row: str, feature: object) -> Raw:
    if not isinstance(feature, dict) or cast("dict[str, Any]", feature).get("type") != "Feature":
        return Raw(row, {}, wrong="it is no Feature")
    members = cast("dict[str, Any]", feature)
    properties = cast("object", members.get("properties") or dict[str, object]())
    if not isinstance(properties, dict):
        return Raw(row, {}, wrong="properties: they are no object")
    given = cast("dict[str, object]", properties)
    if strange := next((name for name in given if name.lower() not in COLUMNS), None):
        wrong = f"unknown property {strange[:40]!r}; properties are {', '.join(COLUMNS)}"
        return Raw(row, {}, wrong=wrong)
    cells: dict[str, str] = {}
    for name, value in given.items():
        listed = cast("list[object]", value) if isinstance(value, list) else [value]
        if any(isinstance(item, (dict, list, bool)) for item in listed):
            return Raw(row, {}, wrong=f"{name}: write text, a number, or a list of texts")
        cells[name.lower()] = "|".join(str(item) for item in listed if item is not None)
    try:
        shape = _shape(members.get("geometry"))
    except _UndrawnError as error:
        return Raw(row, _stated(cells.items()), wrong=f"geometry: {error}")
    return Raw(row, _stated(cells.items()), shape)


def _shape(geometry: object) -> BaseGeometry | None:
    """What is drawn; None for nothing.

    Raises:
        _UndrawnError: It cannot be read, is off the globe, or is not valid.

    """
    if geometry is None:
        return None
    kind = cast("dict[str, Any]", geometry).get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in _SHAPES:
        raise _UndrawnError(f"{str(kind)[:40]} is none of {', '.join(sorted(_SHAPES))}")
    try:
        drawn: BaseGeometry = shapely.from_geojson(json.dumps(geometry))
    except (shapely.GEOSException, ValueError) as error:
        raise _UndrawnError(f"it cannot be read ({str(error)[:100]})") from error
    if drawn.is_empty:
        raise _UndrawnError("it has no points")
    west, south, east, north = drawn.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        swapped = not -90 <= south <= north <= 90  # noqa: PLR2004
        hint = "are longitude and latitude swapped?" if swapped else "cut it at 180 degrees"
        extent = f"{west:g}, {south:g} to {east:g}, {north:g}"
        raise _UndrawnError(f"it reaches from {extent}; {hint}")
    if not drawn.is_valid:
        raise _UndrawnError(f"it is not valid ({shapely.is_valid_reason(drawn)})")
    if (wide := _widest_step(drawn)) > _HALF_TURN_DEG:  # either way round: RFC 7946, 3.1.9
        raise _UndrawnError(
            f"a line of it runs over {wide:g} degrees of longitude at once; cut it at 180 degrees, "
            "or give points between"
        )
    return shapely.from_wkb(shapely.to_wkb(drawn, output_dimension=2))


def _widest_step(drawn: BaseGeometry) -> float:
    """Degrees of longitude between two points of it that follow each other; 0 of a point.

    What goes all round from -180 to 180 is left out: no other way is meant.
    """
    parts = shapely.get_parts(drawn)
    rings = shapely.get_rings(parts)
    points, line = shapely.get_coordinates(rings if len(rings) else parts, return_index=True)
    steps = np.abs(np.diff(points[:, 0]))[np.diff(line) == 0]
    return float(max(steps[steps < 2 * _HALF_TURN_DEG], default=0.0))
