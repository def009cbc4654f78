"""A reading as rows of the store."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import astuple
from datetime import date

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geocode.names import fold
from geocode.records import (
    Document,
    Entry,
    Event,
    Evidence,
    Mention,
    Place,
    Reading,
    Span,
    TimeSpan,
)


def pack(text: str | None) -> str | bytes | None:
    """The string as SQLite can hold it: as bytes where it has lone surrogates."""
    if text is None:
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def iso(day: date | None) -> str | None:
    """The day as YYYY-MM-DD, which sorts as days do."""
    return day.isoformat() if day else None


def write_reading(connection: sqlite3.Connection, reading: Reading) -> None:
    """Insert a reading whose document is not in the store yet; the caller's transaction."""
    document = reading.document
    blocks = [[b.kind, b.span.start, b.span.end] for b in document.blocks]
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.id,
            reading.run,
            iso(document.published),
            pack(document.source),
            pack(document.url),
            document.language,
            pack(document.doc_id),
            document.sha256,
            json.dumps(blocks),
            document.text.encode("utf-8", "surrogatepass"),
        ),
    )
    connection.executemany(
        "INSERT INTO mentions VALUES (?, ?, ?)",
        [(document.id, n, _mention(m)) for n, m in enumerate(reading.mentions)],
    )
    connection.executemany(
        "INSERT INTO dates VALUES (?, ?, ?)",
        [
            (document.id, n, pack_json([d.document_id, *_ends(d.span), *_when(d.when), d.rule]))
            for n, d in enumerate(reading.dates)
        ],
    )
    writer = PlaceWriter(connection, document.id)
    for n, place in enumerate(reading.places):
        writer.write(place, n)
    for n, event in enumerate(reading.events):
        _write_event(writer, reading, event, n)


def pack_json(value: object) -> str | bytes | None:
    """The value as JSON, as SQLite can hold it."""
    return pack(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)


def _when(when: TimeSpan | None) -> tuple[str | None, str | None, str | None, str | None]:
    if when is None:
        return None, None, None, None
    return iso(when.earliest), iso(when.latest), when.precision, when.basis


def _mention(mention: Mention) -> str | bytes | None:
    return pack_json(
        [mention.document_id, *_ends(mention.span), mention.surface, mention.kind,
         mention.confidence]
    )  # fmt: skip


class PlaceWriter:
    """Writes places once each: entries and shapes are shared by all, a place by its events."""

    def __init__(self, connection: sqlite3.Connection, document_id: str) -> None:
        self.connection = connection
        self._document_id = document_id
        self._places: dict[int, tuple[Place, int]] = {}
        self._equal: dict[tuple[Span, str], list[tuple[Place, int]]] = {}
        self._entries: dict[Entry, int] = {}
        self._shapes: dict[int, tuple[BaseGeometry, int]] = {}

    def key(self, place: Place) -> int:
        """The key of this place, written before or now; an event's site is one of the places."""
        same = self._equal.get((place.mention.span, place.mention.surface), ())
        for other, key in same:
            if other is place or other == place:
                return key
        return self.write(place, None)

    def write(self, place: Place, n: int | None) -> int:
        """Insert a place, the ``n``-th of its reading or one that only an event has."""
        others = [[self._entry(c.entry), c.score, c.why] for c in place.others]
        done = self.connection.execute(
            "INSERT INTO places (document_id, n, mention, kind, best, others, confidence, relation,"
            " role, shape, precision_m, why, parts) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                self._document_id,
                n,
                _mention(place.mention),
                place.mention.kind,
                None if place.best is None else self._entry(place.best),
                pack_json(others),
                place.confidence,
                place.relation,
                place.role,
                None if place.geometry is None else self._shape(place.geometry),
                place.precision_m,
                pack_json(place.why),
                json.dumps([_ends(p) for p in place.parts]),
            ),
        )
        key = done.lastrowid or 0
        self.know(place, key)
        return key

    def know(self, place: Place, key: int) -> None:
        """Takes note of a place that is written already."""
        at = (place.mention.span, place.mention.surface)
        self._equal.setdefault(at, []).append((place, key))

    def _entry(self, entry: Entry) -> int:
        known = self._entries.get(entry)
        if known is None:
            content = pack_json(astuple(entry))
            known = self._shared("entries", "content", content, (pack(entry.id), content))
            self._entries[entry] = known
        return known

    def _shape(self, geometry: BaseGeometry) -> int:
        known = self._shapes.get(id(geometry))
        if known is None:
            wkb = shapely.to_wkb(geometry)
            digest = hashlib.sha256(wkb).digest()
            known = (geometry, self._shared("shapes", "sha256", digest, (digest, wkb)))
            self._shapes[id(geometry)] = known
        return known[1]

    def _shared(self, table: str, column: str, value: object, row: tuple[object, object]) -> int:
        find = f"SELECT key FROM {table} WHERE {column} = ?"  # noqa: S608 - our own two tables
        found = self.connection.execute(find, (value,)).fetchone()
        if found:
            return found[0]
        insert = f"INSERT INTO {table} VALUES (NULL, ?, ?)"  # noqa: S608 - our own two tables
        return self.connection.execute(insert, row).lastrowid or 0


def _who(event: Event) -> object:
    """Names of the actors; with what else is told of them, and who or what file says so, if any."""
    said = [
        None if v.attribution is None else [*_ends(v.attribution.source), *_ends(v.attribution.via)]
        for v in event.evidence
    ]
    if not event.parties and not any(said) and event.stated is None:
        return event.actors
    parties = [
        [p.document_id, *_ends(p.span), p.name, p.role, p.country, p.sector] for p in event.parties
    ]
    stated = astuple(event.stated) if event.stated else None
    return {"actors": event.actors, "parties": parties, "said": said, "stated": stated}


def _write_event(writer: PlaceWriter, reading: Reading, event: Event, n: int) -> None:
    document = reading.document
    done = writer.connection.execute(
        "INSERT INTO events (document_id, n, id, kind, status, actors, recipients, timed, earliest,"
        " latest, date_precision, date_basis, part_of, confidence, label, placed, search)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            document.id, n, event.id, event.kind, event.status, pack_json(_who(event)),
            pack_json(event.recipients), event.when is not None, *_when(event.when), event.part_of,
            event.confidence, event.label, is_placed(event), searched(event, document),
        ),
    )  # fmt: skip
    key = done.lastrowid or 0
    writer.connection.executemany(
        "INSERT INTO evidence VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        [
            (key, i, v.document_id, pack(v.quote.of(document.text)), *_ends(v.quote),
             *_ends(v.trigger), *_ends(v.place), *_ends(v.date))
            for i, v in enumerate(event.evidence)
        ],
    )  # fmt: skip
    write_sites(writer, event, key)


def write_sites(writer: PlaceWriter, event: Event, key: int) -> None:
    """Insert the sites of the event of this key, and those of their places that are new."""
    writer.connection.executemany(
        "INSERT INTO sites VALUES (?,?,?,?,?,?)",
        [
            (key, i, writer.key(p), _telling(p, event.evidence), *_anchor(p))
            for i, p in enumerate(event.places)
        ],
    )


def changed_columns(event: Event, document: Document) -> dict[str, object]:
    """The columns of ``events`` that a correction may change."""
    earliest, latest, precision, basis = _when(event.when)
    return {
        "kind": event.kind, "label": event.label, "status": event.status,
        "timed": int(event.when is not None),
        "earliest": earliest, "latest": latest, "date_precision": precision, "date_basis": basis,
        "placed": int(is_placed(event)), "search": searched(event, document),
    }  # fmt: skip


def is_placed(event: Event) -> bool:
    """Whether any of its sites is on the map."""
    return any(place.geometry is not None for place in event.places)


def searched(event: Event, document: Document) -> str:
    """All words by which the event is found, folded, each after a space."""
    quotes = [v.quote.of(document.text) for v in event.evidence]
    words = [event.kind, *event.actors, *event.recipients, document.source or "", *quotes]
    for place in event.places:
        words += [place.mention.surface, place.best.name if place.best else ""]
    return f" {fold(' '.join(words))}".encode("utf-8", "replace").decode()


def _telling(place: Place, evidence: tuple[Evidence, ...]) -> int:
    """Which evidence speaks of this site: the first that names it, else the first of all."""
    spans = (place.mention.span, *place.parts)
    for exact in (True, False):
        for n, telling in enumerate(evidence):
            at = telling.place
            if at is not None and (at == spans[0] if exact else any(at.overlaps(s) for s in spans)):
                return n
    return 0


def _anchor(place: Place) -> tuple[float | None, float | None]:
    """lon, lat that stand for a site: its entry's own point if the geometry holds it."""
    shape = place.geometry
    if shape is None or shape.is_empty:
        return None, None
    if isinstance(shape, Point):
        return shape.x, shape.y
    if place.best is not None:
        point = Point(place.best.lon, place.best.lat)
        if shape.dwithin(point, 1e-6):
            return point.x, point.y
    point = shape.representative_point()
    if shape.length and not shape.area:
        longest = max(getattr(shape, "geoms", (shape,)), key=lambda part: part.length)
        point = longest.interpolate(0.5, normalized=True)
    return point.x, point.y
