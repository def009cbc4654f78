"""What makes a GeoPackage quick and legible in QGIS: an index of boxes, and colours by kind.

Source: OGC 12-128r18, *GeoPackage 1.3*, annex F.3 (``gpkg_rtree_index``: its table, its triggers,
which call functions that each writing program brings along) and 2.3 (``gpkg_extensions``); QGIS
3.0 for ``layer_styles``, the table in which it keeps the styles of a file's layers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from geocode.exporters.palette import COLOURS, OTHER

STYLES: Final = "layer_styles"
_EXTENSIONS: Final = """
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
)"""
_DEFINITION: Final = "http://www.geopackage.org/spec130/#extension_rtree"
_STYLES: Final = f"""
CREATE TABLE {STYLES} (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
  f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
  styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
  owner TEXT(30), ui TEXT(30), update_time DATETIME
)"""
_HERE: Final = "NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)"
_GONE: Final = "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_ENTER: Final = (
    "INSERT OR REPLACE INTO {index} VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom),"
    " ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
)
_LEAVE: Final = "DELETE FROM {index} WHERE id = OLD.fid;"
_LEAVE_BOTH: Final = "DELETE FROM {index} WHERE id IN (OLD.fid, NEW.fid);"
_TRIGGERS: Final = (
    ("insert", "INSERT", _HERE, _ENTER),
    ("update1", "UPDATE OF geom", f"OLD.fid = NEW.fid AND {_HERE}", _ENTER),
    ("update2", "UPDATE OF geom", f"OLD.fid = NEW.fid AND {_GONE}", _LEAVE),
    ("update3", "UPDATE", f"OLD.fid != NEW.fid AND {_HERE}", _LEAVE + " " + _ENTER),
    ("update4", "UPDATE", f"OLD.fid != NEW.fid AND {_GONE}", _LEAVE_BOTH),
    ("delete", "DELETE", "OLD.geom NOTNULL", _LEAVE),
)
"""Name, event, condition and act of each trigger that keeps the index in step with its layer."""
_SYMBOLS: Final = {
    "POINT": ("marker", "SimpleMarker", {"size": "2.6", "outline_width": "0.2"}),
    "MULTILINESTRING": ("line", "SimpleLine", {"line_width": "0.6"}),
    "MULTIPOLYGON": ("fill", "SimpleFill", {"outline_width": "0.4"}),
}
"""By the type of a layer's geometries: the sort and class of its symbols, and their sizes in mm."""
_OPACITY: Final = {"line": 255, "outline": 255, "fill": 51, "marker": 230}


def index(connection: sqlite3.Connection, layers: Iterable[str]) -> None:
    """Makes an empty index for each layer, whose boxes come with :func:`put`."""
    connection.execute(_EXTENSIONS)
    for layer in layers:
        connection.execute(
            f"CREATE VIRTUAL TABLE {_index(layer)} USING rtree(id, minx, maxx, miny, maxy)"
        )
        row = (layer, "geom", "gpkg_rtree_index", _DEFINITION, "write-only")
        connection.execute("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)", row)


def put(
    connection: sqlite3.Connection,
    layer: str,
    boxes: Iterable[tuple[int, float, float, float, float]],
) -> None:
    """Puts boxes into a layer's index: the row's number, west, east, south and north."""
    connection.executemany(f"INSERT INTO {_index(layer)} VALUES (?, ?, ?, ?, ?)", boxes)  # noqa: S608 - our names


def keep_in_step(connection: sqlite3.Connection, layer: str) -> None:
    """Has the index follow what is changed in the layer from now on, as in QGIS."""
    for name, event, condition, act in _TRIGGERS:
        connection.execute(
            f"CREATE TRIGGER {_index(layer)}_{name} AFTER {event} ON {layer}"
            f" WHEN {condition} BEGIN {act.format(index=_index(layer))} END"
        )


def drop(connection: sqlite3.Connection, layer: str) -> None:
    """Drops the index of a layer that is not written."""
    connection.execute(f"DROP TABLE {_index(layer)}")
    connection.execute("DELETE FROM gpkg_extensions WHERE table_name = ?", (layer,))


def style(connection: sqlite3.Connection, layers: Iterable[tuple[str, str]], changed: str) -> None:
    """Has QGIS show each layer, a name and the type of its geometries, in the colours of kinds."""
    connection.execute(_STYLES)
    for layer, geometry in layers:
        if geometry in _SYMBOLS:
            row = (layer, "geom", "by kind", _qml(geometry), 1, "colours by kind of event", changed)
            connection.execute(
                f"INSERT INTO {STYLES} (f_table_catalog, f_table_schema, f_table_name,"  # noqa: S608 - our names
                " f_geometry_column, styleName, styleQML, useAsDefault, description, update_time)"
                " VALUES ('', '', ?, ?, ?, ?, ?, ?, ?)",
                row,
            )


def _index(layer: str) -> str:
    return f"rtree_{layer}_geom"


def _qml(geometry: str) -> str:
    """A style of QGIS: a category and a symbol for each kind, and for any other."""
    root = Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = SubElement(root, "renderer-v2", type="categorizedSymbol", attr="kind")
    categories = SubElement(renderer, "categories")
    symbols = SubElement(renderer, "symbols")
    for number, (kind, colour) in enumerate((*COLOURS.items(), ("", OTHER))):
        told = kind.replace("_", " ").capitalize() or "Other"
        SubElement(
            categories, "category", value=kind, symbol=str(number), label=told, render="true"
        )
        symbols.append(_symbol(str(number), colour, geometry))
    return tostring(root, "unicode")


def _symbol(name: str, colour: str, geometry: str) -> Element:
    sort, look, sizes = _SYMBOLS[geometry]
    symbol = Element("symbol", name=name, type=sort, alpha="1")
    layer = SubElement(symbol, "layer", {"class": look, "enabled": "1"})
    for key, value in {**dict(_colours(sort, colour)), **sizes}.items():
        SubElement(layer, "prop", k=key, v=value)
    return symbol


def _colours(sort: str, colour: str) -> Iterator[tuple[str, str]]:
    """The colours of a symbol as QGIS writes them: red, green, blue and opacity up to 255."""
    red, green, blue = bytes.fromhex(colour[1:])
    if sort == "line":
        yield "line_color", f"{red},{green},{blue},{_OPACITY['line']}"
        return
    yield "color", f"{red},{green},{blue},{_OPACITY[sort]}"
    edge = (255, 255, 255) if sort == "marker" else (red, green, blue)
    yield "outline_color", ",".join(map(str, (*edge, _OPACITY["outline"])))
