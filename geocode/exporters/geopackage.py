"""Rows as a GeoPackage for QGIS and its like: a layer for each sort of mark, and two tables.

``points``, ``discs`` (near a place, with their radius in ``precision_m``), ``lines`` and ``areas``
are layers; ``mixed`` is there where a geometry is of several sorts. ``unplaced`` holds the events
without a place, ``about`` what the file says of itself. ``qgis.py`` adds what makes it quick and
coloured there.

Source: OGC 12-128r18, *GeoPackage 1.3*: its required tables (1.1.2, 1.1.3, 2.1), the header of a
geometry (2.1.3), tables without one (2.4). 1.4 adds nothing we write, and older readers warn of it.
Written with the sqlite3 of Python: pyogrio would bring 30 MB of GDAL for these few tables.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final, cast

import shapely
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPolygon,
    Polygon,
)
from shapely.geometry.base import BaseGeometry

from geocode.errors import StoreError
from geocode.exporters import qgis
from geocode.exporters.geojson import PROPERTIES, once_each, properties, rfc7946
from geocode.exporters.metadata import flat
from geocode.rows import EventRow

LAYERS: Final = {
    "points": "POINT", "discs": "MULTIPOLYGON", "lines": "MULTILINESTRING",
    "areas": "MULTIPOLYGON", "mixed": "GEOMETRYCOLLECTION",
}  # fmt: skip
"""Layers and the one type that all geometries of each have."""
UNPLACED: Final = "unplaced"
ABOUT: Final = "about"
_WGS84: Final = 4326
_AT_ONCE: Final = 200
_EPOCH: Final = date(1970, 1, 1)
_INTEGERS: Final = frozenset(
    {"acled_time_precision", "ucdp_date_prec", "acled_geo_precision", "ucdp_where_prec", "reports",
     "tellings"}
    | {name for name in PROPERTIES if name.endswith(("_start", "_end"))}
)  # fmt: skip
_REALS: Final = frozenset({"lon", "lat", "precision_m", "confidence"})
_DAYS: Final = frozenset({"earliest", "latest", "published"})
_TABLES: Final = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL
    DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
)"""
_WKT: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
    'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,'
    'AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],'
    'AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS: Final = (
    ("WGS 84 geodetic", _WGS84, "EPSG", _WGS84, _WKT, "longitude and latitude in degrees"),
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", None),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
)


def write_geopackage(
    rows: Iterable[EventRow], stream: BinaryIO, metadata: Mapping[str, object]
) -> int:
    """Write the file. SQLite needs one of its own to work in: it is beside, and goes afterwards.

    Raises: StoreError where that cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        path = Path(folder) / "events.gpkg"
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            count = _fill(connection, rows, metadata)
        except sqlite3.Error as error:
            raise StoreError(
                f"cannot write a GeoPackage in {folder} ({error}); free some space on its disk"
            ) from error
        finally:
            connection.close()
        with path.open("rb") as file:
            shutil.copyfileobj(file, stream, 2**20)
    return count


def _fill(
    connection: sqlite3.Connection, rows: Iterable[EventRow], metadata: Mapping[str, object]
) -> int:
    for pragma in ("application_id = 0x47504B47", "user_version = 10300", "journal_mode = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for statement in _TABLES.split(";\n"):
        connection.execute(statement)
    connection.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
    for name in (*LAYERS, UNPLACED):
        connection.execute(_table(name, spatial=name in LAYERS))
    qgis.index(connection, LAYERS)
    boxes, count, newest = _write(connection, rows)
    _about(connection, metadata)
    _register(connection, boxes, newest)
    connection.execute("COMMIT")
    return count


def _write(
    connection: sqlite3.Connection, rows: Iterable[EventRow]
) -> tuple[dict[str, list[float]], int, date]:
    """Rows into their tables: the box of each layer, how many there were, the newest report's day.

    A layer without rows has no box.
    """
    boxes: dict[str, list[float]] = {}
    waiting: dict[str, list[tuple[object, ...]]] = {}
    edges: dict[str, list[tuple[int, float, float, float, float]]] = {}
    count, newest = 0, _EPOCH
    cut = once_each(rfc7946)
    for row in rows:
        count += 1
        newest = max(newest, row.published or newest)
        layer, geometry = _layer(row, cut)
        head = () if geometry is None else (_blob(geometry),)
        held = waiting.setdefault(layer, [])
        held.append((count, *head, *_values(row)))
        if geometry is not None:
            west, south, east, north = geometry.bounds
            edges.setdefault(layer, []).append((count, west, east, south, north))
            box = boxes.setdefault(layer, [west, south, east, north])
            box[:] = min(box[0], west), min(box[1], south), max(box[2], east), max(box[3], north)
        if len(held) >= _AT_ONCE:
            _insert(connection, layer, held, edges.pop(layer, []))
            held.clear()
    for layer, held in waiting.items():
        _insert(connection, layer, held, edges.pop(layer, []))
    return boxes, count, newest


def _insert(
    connection: sqlite3.Connection,
    table: str,
    rows: list[tuple[object, ...]],
    edges: list[tuple[int, float, float, float, float]],
) -> None:
    if rows:
        places = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608 - our names
    if edges:
        qgis.put(connection, table, edges)


def _layer(
    row: EventRow, cut: Callable[[BaseGeometry], BaseGeometry]
) -> tuple[str, BaseGeometry | None]:
    """The table a row goes to, and its geometry in the one type of it."""
    if row.geometry is None or row.geometry.is_empty:
        return UNPLACED, None
    geometry = cut(row.geometry)
    parts = cast("list[BaseGeometry]", shapely.get_parts(geometry).tolist())
    sorts = {part.geom_type for part in parts}
    if sorts == {"Polygon"}:
        return "discs" if row.relation == "near" else "areas", MultiPolygon(
            cast("list[Polygon]", parts)
        )
    if sorts == {"LineString"}:
        return "lines", MultiLineString(cast("list[LineString]", parts))
    if geometry.geom_type == "Point":
        return "points", geometry
    return "mixed", GeometryCollection(parts)


def _blob(geometry: BaseGeometry) -> bytes:
    """A geometry as GeoPackage holds it: header, box, well-known binary, all little-endian."""
    head = b"GP" + struct.pack("<BBi", 0, 0b00000001, _WGS84)
    if geometry.geom_type != "Point":
        west, south, east, north = geometry.bounds
        head = b"GP" + struct.pack("<BBi4d", 0, 0b00000011, _WGS84, west, east, south, north)
    return head + shapely.to_wkb(geometry, byte_order=1, flavor="iso")


def _values(row: EventRow) -> Iterator[object]:
    """Lists as JSON; text as UTF-8 can hold it, and as a reader in C reads it to its end."""
    for value in properties(row).values():
        told = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
        yield _text(told) if isinstance(told, str) else told


def _text(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _table(name: str, *, spatial: bool) -> str:
    types = {**dict.fromkeys(_INTEGERS, "INTEGER"), **dict.fromkeys(_REALS, "DOUBLE")}
    types |= {**dict.fromkeys(_DAYS, "DATE"), "confirmed": "BOOLEAN"}
    columns = [f'"{column}" {types.get(column, "TEXT")}' for column in PROPERTIES]
    shape = [f"geom {LAYERS[name]}"] if spatial else []
    head = "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"
    return f"CREATE TABLE {name} ({', '.join([head, *shape, *columns])})"


def _about(connection: sqlite3.Connection, metadata: Mapping[str, object]) -> None:
    connection.execute(
        f"CREATE TABLE {ABOUT} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,"
        " name TEXT NOT NULL, value TEXT NOT NULL)"
    )
    pairs = [(_text(name), _text(value)) for name, value in flat(metadata).items()]
    connection.executemany(f"INSERT INTO {ABOUT} (name, value) VALUES (?, ?)", pairs)  # noqa: S608 - ours


def _register(
    connection: sqlite3.Connection, boxes: Mapping[str, list[float]], newest: date
) -> None:
    """Lists the tables. There is no clock: they were changed when the newest report came out."""
    changed = f"{newest.isoformat()}T00:00:00.000Z"
    contents = "INSERT INTO gpkg_contents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    for name, geometry in LAYERS.items():
        if name == "mixed" and name not in boxes:
            qgis.drop(connection, name)
            connection.execute("DROP TABLE mixed")
            continue
        box = boxes.get(name) or [None] * 4
        told = f"events drawn as {name}"
        connection.execute(contents, (name, "features", name, told, changed, *box, _WGS84))
        columns = (name, "geom", geometry, _WGS84, 0, 0)
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, ?, ?)", columns)
        qgis.keep_in_step(connection, name)
    tables = {
        UNPLACED: "events with no place", ABOUT: "filter, counts, versions",
        qgis.STYLES: "how QGIS draws the layers",
    }  # fmt: skip
    for name, told in tables.items():
        row = (name, "attributes", name, told, changed, *[None] * 4, None)
        connection.execute(contents, row)
    qgis.style(connection, LAYERS.items(), changed)
