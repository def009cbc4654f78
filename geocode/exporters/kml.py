"""Rows as KML for Google Earth: a placemark for each, coloured by kind, with days and evidence.

Google Earth reads ``description`` as HTML, so a report's words are escaped once for HTML and once
more for XML; names and ``ExtendedData`` are plain text, and the balloon shows the description
alone. Nothing in the file points to the network: points wear the reader's own pin.

The standard library's writer escapes as XML asks; simplekml and fastkml add their own views of the
format and hold a document whole.

Source: OGC 12-007r2, *KML 2.3*: lon,lat order (11.2), ``TimeSpan`` with an end left out where it
is open (15.2), colours as aabbggrr (12.2), ``ExtendedData`` (9.2).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import BinaryIO, cast
from xml.etree.ElementTree import Element, SubElement, tostring

import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geocode.exporters.geojson import once_each, properties, rfc7946
from geocode.exporters.metadata import flat
from geocode.exporters.palette import COLOURS, OTHER
from geocode.rows import EventRow

NAMESPACE = "http://www.opengis.net/kml/2.2"
"""That of KML 2.2, which every reader knows; all we write is in it."""
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write: controls, NUL, lone surrogates."""
_FILL = "33"
_LINE = "ff"


def write_kml(rows: Iterable[EventRow], stream: BinaryIO, metadata: Mapping[str, object]) -> int:
    """Write a document, a placemark a row; one without a place has no geometry and is listed."""
    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="{NAMESPACE}">'.encode())
    stream.write(b"<Document>\n")
    for element in _head(metadata):
        _write(element, stream)
    cut = once_each(rfc7946)
    count = 0
    for row in rows:
        _write(_placemark(row, cut), stream)
        count += 1
    stream.write(b"</Document></kml>\n")
    return count


def _write(element: Element, stream: BinaryIO) -> None:
    stream.write(tostring(element, "utf-8") + b"\n")


def _head(metadata: Mapping[str, object]) -> Iterator[Element]:
    """Name, what the file says of itself, and a style for each colour."""
    pairs = flat(metadata)
    yield _text("name", "Dateline")
    yield _text("description", _table(pairs))
    for colour in dict.fromkeys((*COLOURS.values(), OTHER)):
        yield _style(colour)
    yield _extended(pairs)


def _style(colour: str) -> Element:
    style = Element("Style", id=_style_id(colour))
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    for name, opacity in (("IconStyle", _LINE), ("LineStyle", _LINE), ("PolyStyle", _FILL)):
        part = SubElement(style, name)
        part.append(_text("color", f"{opacity}{blue}{green}{red}"))
        if name == "LineStyle":
            part.append(_text("width", "2"))
    SubElement(style, "BalloonStyle").append(_text("text", "$[description]"))
    return style


def _style_id(colour: str) -> str:
    return f"kind-{colour[1:]}"


def _placemark(row: EventRow, cut: Callable[[BaseGeometry], BaseGeometry]) -> Element:
    """In the order that the schema asks for."""
    told = properties(row)
    mark = Element("Placemark")
    title = f"{row.kind.replace('_', ' ').capitalize()} · {row.place or 'no place'}"
    mark.append(_text("name", title))
    mark.append(_text("description", f"<h3>{_inert(title)}</h3>{_evidence(row)}"))
    if row.dated:
        span = SubElement(mark, "TimeSpan")
        for name, day in (("begin", row.earliest), ("end", row.latest)):
            if day:
                span.append(_text(name, day.isoformat()))
    mark.append(_text("styleUrl", f"#{_style_id(COLOURS.get(row.kind, OTHER))}"))
    mark.append(_extended({name: _plain(value) for name, value in told.items()}))
    if row.geometry is not None and not row.geometry.is_empty:
        mark.append(_shape(cut(row.geometry)))
    return mark


def _evidence(row: EventRow) -> str:
    """The evidence of a row as HTML in which every word of a report is text."""
    days = " – ".join(day.isoformat() if day else "…" for day in (row.earliest, row.latest))
    within = f", within {row.precision_m:,.0f} m" if row.precision_m else ""
    corrected = (row.corrected_by, row.corrected_when, row.corrected_why)
    lines = (
        ("When", days if row.dated else "no date"),
        ("Where", f"{row.place}{within}" if row.place else "no place"),
        ("Why there", "; ".join(row.reasons)),
        ("Source", row.source or "unknown"),
        ("Published", row.published.isoformat() if row.published else ""),
        ("Link", row.url or ""),
        ("Told in", f"{row.reports} reports" if row.reports > 1 else ""),
        ("Confirmed", "by a person" if row.confirmed else ""),
        ("Corrected", " · ".join(filter(None, corrected))),
        ("Notes", "; ".join(row.notes)),
    )
    return f"<blockquote>{_inert(row.quote)}</blockquote>{_table(dict(lines))}"


def _table(pairs: Mapping[str, object]) -> str:
    """Names and values as rows of an HTML table; empty ones are left out."""
    told = "".join(
        f"<tr><td>{_inert(name)}</td><td>{_inert(str(value))}</td></tr>"
        for name, value in pairs.items()
        if value not in ("", None)
    )
    return f"<table>{told}</table>"


def _inert(text: str) -> str:
    """Text that HTML, and the entities of a balloon's template, leave as it is."""
    return html.escape(text).replace("$", "&#36;")


def _extended(pairs: Mapping[str, object]) -> Element:
    """Named values for programs; what is not known is left out."""
    data = Element("ExtendedData")
    for name, value in pairs.items():
        if value is not None:
            SubElement(data, "Data", name=name).append(_text("value", str(value)))
    return data


def _plain(value: object) -> object:
    return "; ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else value


def _shape(geometry: BaseGeometry) -> Element:
    """The geometry, with all its parts; lines and areas lie on the ground."""
    if isinstance(geometry, Point):
        return _with("Point", _coordinates(geometry))
    if isinstance(geometry, Polygon):
        rings = [("outerBoundaryIs", geometry.exterior)]
        rings += [("innerBoundaryIs", ring) for ring in geometry.interiors]
        sides = [_with(name, _with("LinearRing", _coordinates(ring))) for name, ring in rings]
        return _with("Polygon", _text("tessellate", "1"), *sides)
    if isinstance(geometry, LineString):
        return _with("LineString", _text("tessellate", "1"), _coordinates(geometry))
    parts = cast("list[BaseGeometry]", shapely.get_parts(geometry).tolist())
    return _with("MultiGeometry", *(_shape(part) for part in parts))


def _coordinates(line: BaseGeometry) -> Element:
    points = shapely.get_coordinates(line).tolist()
    return _text("coordinates", " ".join(f"{lon:.10g},{lat:.10g}" for lon, lat in points))


def _with(name: str, *parts: Element) -> Element:
    element = Element(name)
    element.extend(parts)
    return element


def _text(name: str, text: str) -> Element:
    element = Element(name)
    element.text = _UNFIT.sub("\ufffd", text)
    return element
