"""An export of ours opened again: its events with their quotes, places and dates as it has them.

The reports behind an export are not in it. Each is given back as a document with the sentences
that the export quotes, where they stood, and nothing between them; its reading says by its run
that it was opened, so that the report itself, once read, takes its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, cast, get_args

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from geocode.codes import acled_geo_precision, ucdp_where_prec
from geocode.documents.making import MAX_CHARS
from geocode.languages.identify import identify
from geocode.records import (
    KINDS,
    OPENED,
    Basis,
    Block,
    Document,
    Entry,
    Event,
    Evidence,
    Mention,
    Place,
    Precision,
    Reading,
    Rejected,
    Relation,
    Role,
    Span,
    Stated,
    Status,
    TimeSpan,
)

MAX_GAPS = 200_000_000
"""Code points of all documents together, what stands between their sentences included."""
_LEFT_OUT = "\n\n[…]\n\n"
"""Stands where sentences are missing, if there is room for it."""
_FOREIGN = "is no export of ours; a map of another program can be laid over ours as a layer"
_NO_JSON = "is no GeoJSON, or a broken one; export it anew"
_IDENTIFIER = re.compile(r"[0-9a-zA-Z:._-]{1,100}")
_SHA256 = re.compile(r"[0-9a-f]{64}|")
_CODE = re.compile(r"[A-Z0-9]{0,10}")
_LABEL = re.compile(r"[a-z][a-z -]{0,40}|")
_GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
     "GeometryCollection"}
)  # fmt: skip
_WIDE_M = 25_001.0
"""Just wider than what UCDP calls limited."""


class _UnfitError(ValueError):
    """A feature that no export of ours would have; its message says which part."""


@dataclass(frozen=True, slots=True)
class _Telling:
    """One feature, checked."""

    document: Document
    """Without its text."""
    event: Event
    """With its one evidence, and its one place if it has any."""
    quote: str
    end: int
    """Behind the last code point of the document that it points to."""


def read_export(where: str, data: bytes) -> Iterator[Reading | Rejected]:
    """A reading for each document of an export, and a rejection for each feature that is unfit.

    Equal features give equal readings, whatever stands between them in the file.
    """
    try:
        collection = json.loads(data)
    except (ValueError, RecursionError):
        yield Rejected(where, _NO_JSON)
        return
    if not _is_ours(collection):
        yield Rejected(where, _FOREIGN)
        return
    run = OPENED + "+".join(_runs(collection["metadata"]))
    tellings: list[_Telling] = []
    for number, feature in enumerate(collection["features"], start=1):
        try:
            tellings.append(_telling(feature))
        except _UnfitError as error:
            yield Rejected(f"{where}:{number}", f"has {error}; export it anew")
    room = MAX_GAPS
    tellings.sort(key=lambda telling: telling.document.id)  # stable: events keep their order
    for document_id, own in groupby(tellings, key=lambda telling: telling.document.id):
        listed = list(own)
        room -= max(telling.end for telling in listed)
        at = f"{where}:{document_id}"
        if room < 0:
            yield Rejected(at, "is past the text that is opened at once; export less in one file")
            continue
        try:
            yield _reading(listed, run)
        except _UnfitError as error:
            yield Rejected(at, f"has {error}; export it anew")


def _is_ours(collection: object) -> bool:
    if not isinstance(collection, dict):
        return False
    found = cast("dict[str, object]", collection)
    metadata, features = found.get("metadata"), found.get("features")
    about = cast("dict[str, object]", metadata) if isinstance(metadata, dict) else {}
    return about.get("generator") == "dateline" and isinstance(features, list)


def _runs(metadata: Mapping[str, object]) -> Iterator[str]:
    """With what the export's readings were made, as far as it says so."""
    runs = metadata.get("runs")
    for run in cast("list[object]", runs)[:8] if isinstance(runs, list) else ():
        if isinstance(run, str):
            yield re.sub(r"[^\w./-]", "", run.removeprefix(OPENED))[:120]


class _Properties:
    """The properties of a feature, each asked for by what it must be. Raises: _UnfitError."""

    def __init__(self, content: Mapping[str, object]) -> None:
        self._content = content

    def words(self, name: str) -> str | None:
        """A text, or None."""
        value = self._content.get(name)
        if value is not None and not (isinstance(value, str) and len(value) <= MAX_CHARS):
            raise _UnfitError(f"no text as {name}")
        return value

    def matching(self, name: str, form: re.Pattern[str]) -> str:
        """A text of this form."""
        value = self.words(name)
        if value is None or not form.fullmatch(value):
            raise _UnfitError(f"an unknown {name}")
        return value

    def maybe(self, name: str, form: re.Pattern[str]) -> str | None:
        """A text of this form, or None."""
        return None if self._content.get(name) is None else self.matching(name, form)

    def one_of(self, name: str, known: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of known
        """A word that is one of ours."""
        value = self.words(name)
        if value is None or value not in known:
            raise _UnfitError(f"an unknown {name}")
        return value

    def day(self, name: str) -> date | None:
        """A day, or None."""
        value = self.words(name)
        try:
            return None if value is None else date.fromisoformat(value)
        except ValueError:
            raise _UnfitError(f"no day as {name}") from None

    def number(self, name: str, least: float, most: float) -> float | None:
        """A number in a range, or None."""
        value = self._content.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _UnfitError(f"no number as {name}")
        if not least <= value <= most:
            raise _UnfitError(f"a {name} out of its range")
        return float(value)

    def flag(self, name: str) -> bool:
        """True or False; False where it is not said."""
        value = self._content.get(name)
        if value is not None and not isinstance(value, bool):
            raise _UnfitError(f"neither true nor false as {name}")
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
            raise _UnfitError(f"a {name} that ends before it begins")
        return Span(int(start), int(end))

    def list(self, name: str) -> tuple[str, ...]:
        """Several texts."""
        value = self._content.get(name)
        if value is None:
            return ()
        texts = cast("list[object]", value) if isinstance(value, list) else [None]
        if not all(isinstance(text, str) and len(text) <= MAX_CHARS for text in texts):
            raise _UnfitError(f"no list of texts as {name}")
        return tuple(cast("list[str]", texts))


def _telling(feature: object) -> _Telling:
    """One event at one site as a document tells it."""
    found = cast("dict[str, object]", feature) if isinstance(feature, dict) else {}
    content = found.get("properties")
    if not isinstance(content, dict):
        raise _UnfitError("no properties")
    properties = _Properties(cast("dict[str, object]", content))
    document = _document(properties)
    quote = properties.words("quote") or ""
    start = properties.number("quote_start", 0, MAX_CHARS)
    trigger = properties.span("trigger")
    if start is None or trigger is None:
        raise _UnfitError("no quote_start or trigger, as exports of before version 0.6 have none")
    span = Span(int(start), int(start) + len(quote))
    evidence = Evidence(
        document.id, span, trigger, properties.span("place"), properties.span("date")
    )
    place = _place(properties, _geometry(found.get("geometry")), document, evidence)
    ends = [s.end for s in (span, trigger, evidence.place, evidence.date) if s is not None]
    if max(ends) > MAX_CHARS:
        raise _UnfitError("a quote behind the end of any document")
    return _Telling(document, _event(properties, evidence, place), quote, max(ends))


def _document(properties: _Properties) -> Document:
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


def _event(properties: _Properties, evidence: Evidence, place: Place | None) -> Event:
    when = None
    if properties.words("date_precision") is not None:
        when = TimeSpan(
            properties.day("earliest"),
            properties.day("latest"),
            properties.one_of("date_precision", get_args(Precision)),
            properties.one_of("date_basis", get_args(Basis)),
        )
        if when.earliest and when.latest and when.earliest > when.latest:
            raise _UnfitError("days that end before they begin")
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
        raise _UnfitError("no geometry of a known type")
    try:
        geometry = shapely.from_geojson(json.dumps(content))
    except (ShapelyError, ValueError, RecursionError):
        raise _UnfitError("a geometry that cannot be drawn") from None
    west, south, east, north = geometry.bounds or (0.0, 0.0, 0.0, 0.0)
    if not geometry.is_empty and not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):  # noqa: PLR2004 - degrees
        raise _UnfitError("a geometry outside the world")
    return geometry


def _place(
    properties: _Properties, geometry: BaseGeometry | None, document: Document, evidence: Evidence
) -> Place | None:
    """The site, with an entry that has what the export says of it; None where it has none."""
    name = properties.words("place")
    if name is None:
        return None
    if evidence.place is None:
        raise _UnfitError("a place that nothing names")
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
    properties: _Properties,
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


def merged(held: Reading, opened: Reading) -> Reading:
    """What two exports tell of one report; ``held`` alone where they contradict each other."""
    quotes = {(b.span.start, b.span.of(r.document.text)) for r in (held, opened)
              for b in r.document.blocks}  # fmt: skip
    events = {event.id: event for event in held.events}
    for event in opened.events:
        known = events.get(event.id)
        if known is None or len(known.places) < len(event.places):
            events[event.id] = event
    if tuple(events.values()) == held.events:
        return held
    try:
        length = max(len(held.document.text), len(opened.document.text))
        text, blocks = _text(quotes, length)
    except _UnfitError:
        return held
    document = replace(held.document, text=text, blocks=blocks)
    return replace(held, document=document, events=tuple(events.values()))


def _reading(tellings: list[_Telling], run: str) -> Reading:
    """All that an export tells of one document."""
    first = tellings[0].document
    if any(telling.document != first for telling in tellings):
        raise _UnfitError("one document with two sources, days or digests")
    quotes = {(telling.event.evidence[0].quote.start, telling.quote) for telling in tellings}
    text, blocks = _text(quotes, max(telling.end for telling in tellings))
    events: dict[str, list[Event]] = {}
    for telling in tellings:
        events.setdefault(telling.event.id, []).append(telling.event)
    words = "\n".join(block.span.of(text) for block in blocks)
    return Reading(
        document=replace(first, text=text, blocks=blocks, language=identify(words)),
        mentions=(),
        places=(),
        dates=(),
        events=tuple(_whole(own) for own in events.values()),
        run=run,
    )


def _whole(own: list[Event]) -> Event:
    """An event of all its features: one a site."""
    first = own[0]
    alike = [replace(e, places=(), evidence=(), confidence=0.0) for e in own]
    if any(event != alike[0] for event in alike):
        raise _UnfitError("one event with two kinds, days or parties")
    return replace(
        first,
        places=tuple(place for event in own for place in event.places),
        evidence=tuple(dict.fromkeys(event.evidence[0] for event in own)),
        confidence=max(event.confidence for event in own),
    )


def _text(quotes: set[tuple[int, str]], length: int) -> tuple[str, tuple[Block, ...]]:
    """The sentences where they stood, each a block of its own, and marks of what is left out."""
    parts: list[str] = []
    blocks: list[Block] = []
    end = 0
    for start, words in _stretches(quotes):
        parts += [_filling(start - end, opening=end == 0), words]
        end = start + len(words)
        blocks.append(Block("body", Span(start, end)))
    parts.append(" " * (length - end))
    return "".join(parts), tuple(blocks)


def _stretches(quotes: set[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Where quotes begin, and their words; those that overlap, as one. Raises: _UnfitError."""
    first, held = 0, list[str]()
    for start, quote in sorted(quotes):
        offset = start - first
        if offset >= len(held):
            if held:
                yield first, "".join(held)
            first, held = start, list(quote)
            continue
        overlap = min(len(quote), len(held) - offset)
        if held[offset : offset + overlap] != list(quote[:overlap]):
            raise _UnfitError("two quotes in one place")
        held += quote[overlap:]
    if held:
        yield first, "".join(held)


def _filling(length: int, *, opening: bool) -> str:
    """So many code points that stand for what is not there."""
    mark = _LEFT_OUT.lstrip() if opening else _LEFT_OUT
    return mark + " " * (length - len(mark)) if length >= len(mark) else " " * length
