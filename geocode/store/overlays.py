"""Map layers of people's own (front lines, zones), kept by name: GeoJSON, checked as it comes in.

Only geometry and one label of each feature are kept. A label is text that somebody else wrote: it
is cut to fit, and whoever shows it must show it as text.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast

import shapely
from shapely.geometry.base import BaseGeometry

from geocode.errors import InputError
from geocode.geometry import crossings
from geocode.store.packing import pack
from geocode.store.unpacking import unpack

MOST_BYTES: Final = 5_000_000
MOST_FEATURES: Final = 20_000
MOST_CROSSINGS: Final = 50_000
"""Pairs of stretches of a file's broken areas that meet; to mend more takes minutes."""
LONGEST_LABEL: Final = 200
LONGEST_NAME: Final = 60
LABELS: Final = ("name", "title", "label", "Name", "NAME", "description")
"""Properties that may hold the label, the first that does is taken."""
FARTHEST_LON: Final = 180.0
FARTHEST_LAT: Final = 90.0
LARGEST: Final = 1e6
"""A number beyond this is no coordinate of any system."""
NESTED: Final = {
    "Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2,
    "MultiPolygon": 3,
}  # fmt: skip
"""By type of geometry, how many lists its positions lie in."""
FEWEST: Final = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
"""By type, the fewest positions of a line or ring. Source: RFC 7946, 3.1.4 and 3.1.6."""
WGS84: Final = ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326")
"""Names of the one system that GeoJSON has; older files may say so."""


@dataclass(frozen=True, slots=True)
class OverlayFeature:
    """One feature of an overlay: where it is in WGS 84, and what it is called, possibly nothing."""

    geometry: BaseGeometry
    label: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """A layer that is kept, without its features: its name, and when it was kept."""

    name: str
    made: datetime


def read_overlay(data: bytes) -> tuple[OverlayFeature, ...]:
    """The features of a GeoJSON file, areas that cross themselves mended.

    Raises: InputError where it is too large or no GeoJSON, saying where and what to do.
    Source: RFC 7946, The GeoJSON Format.
    """
    if len(data) > MOST_BYTES:
        raise InputError(
            f"the file is larger than {MOST_BYTES // 10**6} MB: simplify its lines first"
        )
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InputError("this is no GeoJSON file: it cannot be read as JSON") from None
    features = tuple(_mended(_features(content)))
    if not features:
        raise InputError("the file has no feature with a geometry")
    return features


def write_overlay(
    connection: sqlite3.Connection, name: str, drawn: Sequence[OverlayFeature], made: datetime
) -> None:
    """Keeps the layer under the name, in place of one that had it.

    Raises: InputError where the name is empty or too long.
    """
    if not name.strip() or len(name) > LONGEST_NAME:
        raise InputError(f"give the layer a name of at most {LONGEST_NAME} characters")
    content = [[one.label, json.loads(shapely.to_geojson(one.geometry))] for one in drawn]
    connection.execute(
        "INSERT OR REPLACE INTO overlays VALUES (?, ?, ?)",
        (pack(name), pack(json.dumps(content, ensure_ascii=False)), made.isoformat()),
    )


def read_overlays(connection: sqlite3.Connection) -> tuple[Overlay, ...]:
    """What is kept, by name."""
    rows = connection.execute("SELECT name, made FROM overlays ORDER BY name")
    return tuple(Overlay(unpack(name), datetime.fromisoformat(made)) for name, made in rows)


def read_drawn(connection: sqlite3.Connection, name: str) -> tuple[OverlayFeature, ...]:
    """The features of the layer of this name; () where there is none."""
    sql = "SELECT content FROM overlays WHERE name = ?"
    row = connection.execute(sql, (pack(name),)).fetchone()
    return tuple(
        OverlayFeature(shapely.from_geojson(json.dumps(geometry)), label)
        for label, geometry in (json.loads(unpack(row[0])) if row else ())
    )


def delete_overlay(connection: sqlite3.Connection, name: str) -> bool:
    """Drops the layer of this name; False where there is none."""
    return connection.execute("DELETE FROM overlays WHERE name = ?", (pack(name),)).rowcount == 1


def _no_number(name: str) -> float:
    raise ValueError(name)


def _object(value: object) -> dict[str, object]:
    """The value where it is a JSON object, else an empty one."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _list(value: object) -> list[object]:
    """The value where it is a JSON list, else an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []


def _features(content: object) -> Iterator[OverlayFeature]:
    """Every geometry in the file, those of a collection one by one."""
    whole = _object(content)
    crs = whole.get("crs")
    named = _object(_object(crs).get("properties")).get("name")
    if crs is not None and named not in WGS84:
        raise InputError("its coordinates must be longitude and latitude (WGS 84): convert it")
    listed = _list(whole.get("features")) if whole.get("type") == "FeatureCollection" else [whole]
    if len(listed) > MOST_FEATURES:
        raise InputError(f"it has more than {MOST_FEATURES:,} features: take some out")
    for number, one in enumerate(map(_object, listed), start=1):
        feature = one.get("type") == "Feature"
        geometry = one.get("geometry") if feature else one
        label = _label(_object(one.get("properties"))) if feature else ""
        if geometry is not None:
            for part in _parts(_object(geometry), number):
                yield OverlayFeature(part, label)


def _parts(geometry: dict[str, object], number: int) -> Iterator[BaseGeometry]:
    kind = geometry.get("type")
    if kind == "GeometryCollection":
        for part in map(_object, _list(geometry.get("geometries"))):
            if part.get("type") == kind:
                raise InputError(f"feature {number} is a collection of collections: take it apart")
            yield from _parts(part, number)
        return
    if not isinstance(kind, str) or kind not in NESTED:
        raise InputError(f"feature {number} is of a type that GeoJSON does not have")
    positions = _list(geometry.get("coordinates"))
    if positions:
        plain = {"type": kind, "coordinates": _checked(positions, NESTED[kind], kind, number)}
        yield shapely.from_geojson(json.dumps(plain))


def _checked(positions: list[object], depth: int, kind: str, number: int) -> list[object]:
    """The positions without heights.

    Raises: InputError unless they are lists so deep of longitudes and latitudes.
    """
    if depth == 0:
        lon, lat = _two(positions, number)
        if abs(lon) > FARTHEST_LON or abs(lat) > FARTHEST_LAT:
            raise InputError(
                f"feature {number} lies outside the world ({lon:g}, {lat:g}): coordinates must be "
                "longitude, then latitude, in degrees"
            )
        return [lon, lat]
    if depth == 1 and len(positions) < FEWEST.get(kind, 1):
        raise InputError(f"feature {number} has a line or ring of too few points")
    if depth == 1 and kind.endswith("Polygon") and positions[0] != positions[-1]:
        raise InputError(f"feature {number} has a ring that does not end where it began")
    return [_checked(_list(part), depth - 1, kind, number) for part in positions]


def _two(position: list[object], number: int) -> tuple[float, float]:
    """The first two numbers of a position; it may have a height after them."""
    plain = (v for v in position[:2] if isinstance(v, int | float) and not isinstance(v, bool))
    ends = [float(v) for v in plain if abs(v) < LARGEST]
    if len(ends) < len("xy"):
        raise InputError(f"feature {number} has coordinates that are no numbers")
    return ends[0], ends[1]


def _mended(drawn: Iterable[OverlayFeature]) -> Iterator[OverlayFeature]:
    """The features, areas that cross themselves as the areas they enclose.

    Raises: InputError where that would take too long.
    """
    room = MOST_CROSSINGS
    for one in drawn:
        if one.geometry.is_valid:
            yield one
            continue
        room -= crossings(one.geometry, most=room)
        if room < 0:
            raise InputError("its areas cross themselves too often: mend them first")
        yield replace(one, geometry=shapely.make_valid(one.geometry, method="structure"))


def _label(properties: dict[str, object]) -> str:
    """The feature's name in one line without controls, empty where it has none."""
    named = (properties.get(name) for name in LABELS)
    found = next((value for value in named if isinstance(value, str | int)), "")
    whole = str(found)[: 4 * LONGEST_LABEL]
    kept = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in whole)
    return " ".join(kept.split())[:LONGEST_LABEL]
