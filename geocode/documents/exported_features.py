"""A feature of an export of ours, checked part by part: an event at one of its sites."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast, get_args

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geocode.codes import acled_geo_precision, ucdp_where_prec
from geocode.documents.making import MAX_CHARS
from geocode.geometry import crossings
from geocode.records import (
    KINDS,
    Basis,
    Document,
    Entry,
    Event,
    Evidence,
    Mention,
    Place,
    Precision,
    Relation,
    Role,
    Span,
    Stated,
    Status,
    TimeSpan,
)

_IDENTIFIER = re.compile(r"[0-9a-zA-Z:._-]{1,100}")
_SHA256 = re.compile(r"[0-9a-f]{64}|")
_CODE = re.compile(r"[A-Z0-9]{0,10}")
_LABEL = re.compile(r"[a-z][a-z -]{0,40}|")
_GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
     "GeometryCollection"}
)  # fmt: skip
_MOST_CROSSINGS = 1_000
"""Rounding makes an outline cross itself here and there; what is drawn of more takes minutes."""
_WIDE_M = 25_001.0
"""Just wider than what UCDP calls limited."""


class UnfitError(ValueError):
    """A feature that no export of ours would have; its message says which part."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One feature, checked."""

    document: Document
    """Without its text."""
    event: Event
    """With its one evidence, and its one place if it has any."""
    quote: str
    end: int
    """Behind the last code point of the document that it points to."""


class Properties:
    """The properties of a feature, each asked for by what it must be. Raises: UnfitError."""

    def __init__(self, content: Mapping[str, object]) -> None:
        self._content = content

    def words(self, name: str) -> str | None:
        """A text, or None."""
        value = self._content.get(name)
        if value is not None and not (isinstance(value, str) and len(value) <= MAX_CHARS):
            raise UnfitError(f"no text as {name}")
        return value

    def matching(self, name: str, form: re.Pattern[str]) -> str:
        """A text of this form."""
        value = self.words(name)
        if value is None or not form.fullmatch(value):
            raise UnfitError(f"an unknown {name}")
        return value

    def maybe(self, name: str, form: re.Pattern[str]) -> str | None:
        """A text of this form, or None."""
        return None if self._content.get(name) is None else self.matching(name, form)

    def one_of(self, name: str, known: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of known
        """A word that is one of ours."""
        value = self.words(name)
        if value is None or value not in known:
            raise UnfitError(f"an unknown {name}")
        return value

    def day(self, name: str) -> date | None:
        """A day, or None."""
        value = self.words(name)
        try:
            return None if value is None else date.fromisoformat(value)
        except ValueError:
            raise UnfitError(f"no day as {name}") from None

    def number(self, name: str, least: float, most: float) -> float | None:
        """A number in a range, or None."""
        value = self._content.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise UnfitError(f"no number as {name}")
        if not least <= value <= most:
            raise UnfitError(f"a {name} out of its range")
        return float(value)

    def flag(self, name: str) -> bool:
        """True or False; False where it is not said."""
        value = self._content.get(name)
        if value is not None and not isinstance(value, bool):
            raise UnfitError(f"neither true nor false as {name}")
        return value is True

    def count(self, name: str) -> int:
        """A whole number from 1."""
        return int(self.number(name, 1, 1_000_000_000) or 1)

    def span(self, name: str) -> Span | None:
        """The stretch from ``name_start`` to ``name_end``, or None."""
        start, end = (self.number(f"{name}_{side}", 0, MAX_CHARS) for side in ("start", "end"))
        if start is None or end is None:
            return None
        if start > end:
            raise UnfitError(f"a {name} that ends before it begins")
        return Span(int(start), int(end))

    def list(self, name: str) -> tuple[str, ...]:
        """Several texts."""
        value = self._content.get(name)
        if value is None:
            return ()
        texts = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(text, str) and len(text) <= MAX_CHARS for text in texts):
            raise UnfitError(f"no list of texts as {name}")
        return tuple(cast("list[str]", texts))


def telling_of(feature: object) -> Telling:
    """One event at one site as a document tells it."""
    found = cast("dict[str, object]", feature) if isinstance(feature, dict) else {}
    content = found.get("properties")
    if not isinstance(content, dict):
        raise UnfitError("no properties")
    properties = Properties(cast("dict[str, object]", content))
    document = _document(properties)
    quote = properties.words("quote") or ""
    start = properties.number("quote_start", 0, MAX_CHARS)
    trigger = properties.span("trigger")
    if start is None or trigger is None:
        raise UnfitError("no quote_start or trigger, as exports of before version 0.6 have none")
    span = Span(int(start), int(start) + len(quote))
    evidence = Evidence(
        document.id, span, trigger, properties.span("place"), properties.span("date")
    )
    place = _place(properties, _geometry(found.get("geometry")), document, evidence)
    ends = [s.end for s in (span, trigger, evidence.place, evidence.date) if s is not None]
    if max(ends) > MAX_CHARS:
        raise UnfitError("a quote behind the end of any document")
    return Telling(document, _event(properties, evidence, place), quote, max(ends))


def _document(properties: Properties) -> Document:
    return Document(
        id=properties.matching("document_id", _IDENTIFIER),
        text="",
        published=properties.day("published"),
        source=properties.words("source"),
        url=properties.words("url"),
        language="und",
        blocks=(),
        doc_id=properties.words("doc_id"),
        sha256=properties.matching("sha256", _SHA256),
    )


def _event(properties: Properties, evidence: Evidence, place: Place | None) -> Event:
    when = None
    if properties.words("date_precision") is not None:
        when = TimeSpan(
            properties.day("earliest"),
            properties.day("latest"),
            properties.one_of("date_precision", get_args(Precision)),
            properties.one_of("date_basis", get_args(Basis)),
        )
        if when.earliest and when.latest and when.earliest > when.latest:
            raise UnfitError("days that end before they begin")
    return Event(
        id=properties.matching("event_id", _IDENTIFIER),
        kind=properties.one_of("kind", KINDS),
        status=properties.one_of("status", get_args(Status)),
        actors=properties.list("actors"),
        recipients=properties.list("recipients"),
        when=when,
        places=(place,) if place else (),
        evidence=(evidence,),
        part_of=properties.maybe("part_of", _IDENTIFIER),
        confidence=properties.number("confidence", 0, 1) or 0.0,
        label=properties.matching("label", _LABEL),
        stated=Stated(
            happening=properties.matching("happening_id", _IDENTIFIER),
            reports=properties.count("reports"),
            tellings=properties.count("tellings"),
            confirmed=properties.flag("confirmed"),
            corrected_by=properties.words("corrected_by"),
            corrected_when=properties.words("corrected_when"),
            corrected_why=properties.words("corrected_why"),
            notes=properties.list("notes"),
        ),
    )


def _geometry(content: object) -> BaseGeometry | None:
    if content is None:
        return None
    kind = cast("dict[str, object]", content).get("type") if isinstance(content, dict) else None
    if kind not in _GEOMETRIES:
        raise UnfitError("no geometry of a known type")
    try:
        geometry = shapely.from_geojson(json.dumps(content))
    except (ShapelyError, ValueError, RecursionError):
        raise UnfitError("a geometry that cannot be drawn") from None
    if not geometry.is_valid and crossings(geometry, most=_MOST_CROSSINGS) > _MOST_CROSSINGS:
        raise UnfitError("a geometry that crosses itself everywhere")
    west, south, east, north = geometry.bounds or (0.0, 0.0, 0.0, 0.0)
    if not geometry.is_empty and not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        raise UnfitError("a geometry outside the world")
    return geometry


def _place(
    properties: Properties, geometry: BaseGeometry | None, document: Document, evidence: Evidence
) -> Place | None:
    """The site, with an entry that has what the export says of it; None where it has none."""
    name = properties.words("place")
    if name is None:
        return None
    if evidence.place is None:
        raise UnfitError("a place that nothing names")
    relation = properties.one_of("relation", get_args(Relation))
    known = properties.words("place_id")
    return Place(
        mention=Mention(document.id, evidence.place, name, "toponym"),
        best=None if known is None else _entry(properties, known, name, relation, geometry),
        others=(),
        confidence=properties.number("confidence", 0, 1) or 0.0,
        relation=relation,
        role=properties.one_of("role", get_args(Role)),
        geometry=shapely.GeometryCollection() if geometry is None else geometry,
        precision_m=properties.number("precision_m", 0, 50_000_000),
        why=properties.list("reasons"),
    )


def _entry(
    properties: Properties,
    id: str,
    name: str,
    relation: Relation,
    geometry: BaseGeometry | None,
) -> Entry:
    """An entry of this name whose codes of precision are those that the export has."""
    lon, lat = properties.number("lon", -180, 180), properties.number("lat", -90, 90)
    if (lon is None or lat is None) and geometry is not None and not geometry.is_empty:
        point = geometry.representative_point()
        lon, lat = point.x, point.y
    plain = Entry(
        id=id, name=name, feature=properties.maybe("feature", _CODE) or "",
        country=properties.maybe("country", _CODE), admin1=None, admin2=None, lon=lon or 0.0,
        lat=lat or 0.0, population=0, bbox=None, shape=None, precision_m=0.0,
    )  # fmt: skip
    asked = (
        properties.number("acled_geo_precision", 1, 3),
        properties.number("ucdp_where_prec", 1, 7),
    )
    for entry in (plain, replace(plain, precision_m=_WIDE_M), replace(plain, shape="line")):
        if (acled_geo_precision(entry, relation), ucdp_where_prec(entry, relation)) == asked:
            return entry
    return plain
