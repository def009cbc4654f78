"""Rows of the store as readings and event rows; a query as a condition."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, TypeAlias, cast

import shapely
from shapely.geometry.base import BaseGeometry

from geocode.codes import (
    acled_geo_precision,
    acled_time_precision,
    ucdp_date_prec,
    ucdp_where_prec,
)
from geocode.names import fold
from geocode.records import (
    Actor,
    Attribution,
    Block,
    Candidate,
    DateMention,
    Document,
    Entry,
    Event,
    Evidence,
    Mention,
    Place,
    Reading,
    Span,
    Stated,
    TimeSpan,
)
from geocode.rows import EventQuery, EventRow
from geocode.store.schema import DISMISSED

_Packed: TypeAlias = str | bytes
Condition: TypeAlias = tuple[str, tuple[object, ...]]
"""A condition in SQL, and its values."""


def unpack(value: _Packed) -> str:
    """What ``packing.pack`` was given."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def maybe(value: _Packed | None) -> str | None:
    """The text in a column that may hold none."""
    return None if value is None else unpack(value)


def asked_of(query: EventQuery) -> Condition:
    """What a query asks of each telling: events ``e`` by kind, status, document and words.

    Those that a person rejected are never asked for.
    """
    parts: list[str] = [f"e.key NOT IN ({DISMISSED})"]
    values: list[object] = []
    for column, chosen in (
        ("e.kind", query.kinds), ("e.status", query.statuses),
        ("e.document_id", query.document_ids),
        ("COALESCE(t.happening, e.id)", query.happening_ids),
    ):  # fmt: skip
        if chosen:  # as one value, for SQLite takes only so many
            parts.append(f"{column} IN (SELECT value FROM json_each(?))")  # noqa: S608 - our columns
            values.append(json.dumps(chosen))
    for word in fold(query.text).encode("utf-8", "replace").decode().split():
        parts.append("instr(e.search, ?)")
        values.append(f" {word}")
    return " AND ".join(parts), tuple(values)


def shown_of(query: EventQuery) -> Condition:
    """What a query asks of the event that is shown for all its tellings: its days and places."""
    parts: list[str] = ["1"]
    values: list[object] = []
    ranged = query.since is not None or query.until is not None
    if query.until is not None:  # with the line below, EventRow.within said in SQL
        parts.append("COALESCE(e.earliest, e.latest) <= ?")
        values.append(query.until.isoformat())
    if query.since is not None:
        parts.append("COALESCE(e.latest, e.earliest) >= ?")
        values.append(query.since.isoformat())
    if ranged or query.dated is not None:
        undated = query.dated is False and not ranged
        known = "COALESCE(e.earliest, e.latest)"
        parts.append(f"{known} IS NULL" if undated else f"{known} IS NOT NULL")
    if ranged and query.dated is False:
        parts.append("0")  # a range leaves out the undated, and nothing else was asked for
    if query.placed is not None:
        parts.append(f"e.placed = {int(query.placed)}")
    return " AND ".join(parts), tuple(values)


def event_row(row: sqlite3.Row, shapes: Mapping[int, BaseGeometry]) -> EventRow:
    """The flat row of an event and its site, or of an event without one."""
    when = when_of(row)
    entry = None if row["entry"] is None else entry_of(row["entry"])
    placed = row["shape"] is not None
    mention = _mention(row["mention"]) if placed else None
    named = mention.span if mention else None
    if row["place_start"] is not None:
        named = Span(row["place_start"], row["place_end"])
    confidence = row["confidence"]
    stated = stated_of(row)
    return EventRow(
        event_id=row["event_id"],
        happening_id=row["happening_id"],
        kind=row["kind"],
        label=row["label"],
        status=row["status"],
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
        date_precision=when.precision if when else None,
        date_basis=when.basis if when else None,
        acled_time_precision=acled_time_precision(when),
        ucdp_date_prec=ucdp_date_prec(when),
        place=entry.name if entry else mention.surface if mention else None,
        place_id=entry.id if entry else None,
        feature=entry.feature if entry else None,
        country=entry.country if entry else None,
        relation=row["relation"],
        role=row["role"],
        lon=row["lon"],
        lat=row["lat"],
        geometry=shapes[row["shape"]] if placed else None,
        precision_m=row["precision_m"],
        acled_geo_precision=acled_geo_precision(entry, row["relation"]) if placed else None,
        ucdp_where_prec=ucdp_where_prec(entry, row["relation"]) if placed else None,
        confidence=min(confidence, row["place_confidence"]) if placed else confidence,
        reasons=tuple(json.loads(unpack(row["why"]))) if placed else (),
        actors=who_of(row)[0],
        recipients=tuple(json.loads(unpack(row["recipients"]))),
        quote=unpack(row["quote"]),
        quote_start=row["quote_start"],
        trigger_start=row["trigger_start"],
        trigger_end=row["trigger_end"],
        place_start=named.start if named else None,
        place_end=named.end if named else None,
        date_start=row["date_start"],
        date_end=row["date_end"],
        part_of=row["part_of"],
        reports=max(row["reports"], stated.reports if stated else 0),
        tellings=max(row["tellings"], stated.tellings if stated else 0),
        document_id=row["document_id"],
        doc_id=maybe(row["doc_id"]),
        source=maybe(row["source"]),
        url=maybe(row["url"]),
        published=day_of(row["published"]),
        sha256=row["sha256"],
        **_by_people(row, stated),
    )


def _by_people(row: sqlite3.Row, stated: Stated | None) -> dict[str, Any]:
    """What people did to an event: here, or before the export that it was opened from."""
    if row["remarks"] is None and stated is not None:
        names = ("confirmed", "corrected_by", "corrected_when", "corrected_why", "notes")
        return {name: getattr(stated, name) for name in names}
    return {
        "confirmed": bool(row["confirmed"]),
        "corrected_by": row["who"],
        "corrected_when": row["made"],
        "corrected_why": row["corrected_why"],
        "notes": tuple(json.loads(row["remarks"])) if row["remarks"] else (),
    }


def unpack_shape(wkb: bytes) -> BaseGeometry:
    """The geometry of a row of ``shapes``, to the last bit of its coordinates."""
    return shapely.from_wkb(wkb)


def unpack_document(row: sqlite3.Row) -> Document:
    """The document of a row of ``documents``."""
    return Document(
        id=row["id"],
        text=unpack(row["text"]),
        published=day_of(row["published"]),
        source=maybe(row["source"]),
        url=maybe(row["url"]),
        language=row["language"],
        blocks=tuple(Block(kind, Span(a, b)) for kind, a, b in json.loads(row["blocks"])),
        doc_id=maybe(row["doc_id"]),
        sha256=row["sha256"],
    )


def unpack_reading(connection: sqlite3.Connection, row: sqlite3.Row) -> Reading:
    """The reading of a row of ``documents``, from the tables beside it: as it was read."""

    def select(columns: str) -> list[Any]:
        sql = f"SELECT {columns} WHERE document_id = ? ORDER BY n"
        return connection.execute(sql, (row["id"],)).fetchall()

    listed = select("* FROM places")
    places = {p["key"]: unpack_place(connection, p) for p in listed}
    return Reading(
        document=unpack_document(row),
        mentions=tuple(_mention(m["content"]) for m in select("content FROM mentions")),
        places=tuple(places[p["key"]] for p in listed if p["n"] is not None),
        dates=tuple(_date(d["content"]) for d in select("content FROM dates")),
        events=tuple(unpack_event(connection, e, places) for e in select("* FROM events")),
        run=row["run"],
    )


def day_of(value: str | None) -> date | None:
    """The day of a column that holds YYYY-MM-DD or nothing."""
    return date.fromisoformat(value) if value else None


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def when_of(row: sqlite3.Row) -> TimeSpan | None:
    """The days of a row of ``events``."""
    if not row["timed"]:
        return None
    days = day_of(row["earliest"]), day_of(row["latest"])
    return TimeSpan(*days, row["date_precision"], row["date_basis"])


def _mention(content: _Packed) -> Mention:
    document_id, start, end, surface, kind, confidence = json.loads(unpack(content))
    return Mention(document_id, Span(start, end), surface, kind, confidence)


def _date(content: _Packed) -> DateMention:
    document_id, start, end, first, last, precision, basis, *rule = json.loads(unpack(content))
    when = TimeSpan(day_of(first), day_of(last), precision, basis)
    return DateMention(document_id, Span(start, end), when, *rule)


@lru_cache(maxsize=8192)
def entry_of(content: _Packed) -> Entry:
    """The entry of a row of ``entries``; each is unpacked once."""
    *head, bbox, shape, precision_m = json.loads(unpack(content))
    return Entry(*head, bbox=tuple(bbox) if bbox else None, shape=shape, precision_m=precision_m)


def unpack_place(connection: sqlite3.Connection, row: sqlite3.Row) -> Place:
    """The place of a row of ``places``."""

    def shared(key: int) -> Entry:
        found = connection.execute("SELECT content FROM entries WHERE key = ?", (key,)).fetchone()
        return entry_of(found[0])

    geometry = None
    if row["shape"] is not None:
        found = connection.execute("SELECT wkb FROM shapes WHERE key = ?", (row["shape"],))
        geometry = unpack_shape(found.fetchone()[0])
    others = json.loads(unpack(row["others"]))
    return Place(
        mention=_mention(row["mention"]),
        best=None if row["best"] is None else shared(row["best"]),
        others=tuple(Candidate(shared(key), score, tuple(why)) for key, score, why in others),
        confidence=row["confidence"],
        relation=row["relation"],
        role=row["role"],
        geometry=geometry,
        precision_m=row["precision_m"],
        why=tuple(json.loads(unpack(row["why"]))),
        parts=tuple(Span(a, b) for a, b in json.loads(row["parts"])),
    )


def unpack_event(
    connection: sqlite3.Connection, row: sqlite3.Row, places: Mapping[int, Place]
) -> Event:
    """The event of a row of ``events`` as it was read, whatever a person has made of it since."""
    sites = connection.execute("SELECT place FROM sites WHERE event = ? ORDER BY n", (row["key"],))
    listed = [site[0] for site in sites]
    found = connection.execute("SELECT original FROM corrected WHERE event = ?", (row["key"],))
    if original := found.fetchone():
        columns, kept = json.loads(unpack(original[0]))
        row = cast("sqlite3.Row", {**dict(row), **columns})
        listed = [place for place, *_ in kept]
    told = connection.execute("SELECT * FROM evidence WHERE event = ? ORDER BY n", (row["key"],))
    actors, parties, said = who_of(row)
    return Event(
        id=row["id"],
        kind=row["kind"],
        status=row["status"],
        actors=actors,
        recipients=tuple(json.loads(unpack(row["recipients"]))),
        when=when_of(row),
        places=tuple(places[key] for key in listed),
        evidence=tuple(
            Evidence(
                document_id=v["document_id"],
                quote=Span(v["quote_start"], v["quote_end"]),
                trigger=Span(v["trigger_start"], v["trigger_end"]),
                place=_span(v["place_start"], v["place_end"]),
                date=_span(v["date_start"], v["date_end"]),
                attribution=said.get(v["n"]),
            )
            for v in told
        ),
        part_of=row["part_of"],
        confidence=row["confidence"],
        label=row["label"],
        parties=parties,
        stated=stated_of(row),
    )


def who_of(
    row: sqlite3.Row,
) -> tuple[tuple[str, ...], tuple[Actor, ...], dict[int, Attribution]]:
    """Names of the actors, the parties, and who said each telling; older stores have only names."""
    content: Any = json.loads(unpack(row["actors"]))
    if isinstance(content, list):
        return tuple(cast("list[str]", content)), (), {}
    parties = tuple(Actor(head, Span(a, b), *rest) for head, a, b, *rest in content["parties"])
    said = {
        n: Attribution(_span(*ends[:2]), _span(*ends[2:]))
        for n, ends in enumerate(content["said"])
        if ends
    }
    return tuple(content["actors"]), parties, said


def stated_of(row: sqlite3.Row) -> Stated | None:
    """What the file says that the event was opened from; None for what was read here."""
    return stated_in(row["actors"])


def stated_in(actors: str | bytes) -> Stated | None:
    """The same of what a row of ``events`` holds of who did it."""
    content: Any = json.loads(unpack(actors))
    stated = None if isinstance(content, list) else content.get("stated")
    return Stated(*stated[:-1], notes=tuple(stated[-1])) if stated else None
