"""All events of a store as plain values, for whoever draws a million of them at once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from geocode.records import OPENED
from geocode.store.schema import DISMISSED
from geocode.store.unpacking import maybe, stated_in, unpack

if TYPE_CHECKING:
    import sqlite3

FLAT = f"""
SELECT e.key, e.id, e.document_id, e.kind, e.status, e.earliest, e.latest,
  s.lon, s.lat, p.relation, p.shape, p.precision_m, p.best,
  CASE WHEN p.key IS NOT NULL AND (p.best IS NULL OR v.place_start IS NULL) THEN p.mention END,
  v.place_start, t.happening, COALESCE(t.rank, 0),
  CASE WHEN e.key IN (SELECT event FROM corrected)
    THEN e.key IN (SELECT event FROM corrected WHERE confirmed)
    WHEN e.document_id IN (
      SELECT id FROM documents WHERE substr(run, 1, {len(OPENED)}) = '{OPENED}'
    ) THEN e.actors ELSE 0 END
FROM events e LEFT JOIN tellings t ON t.event = e.key
LEFT JOIN sites s ON s.event = e.key
  AND (SELECT shape FROM places WHERE key = s.place) IS NOT NULL
LEFT JOIN places p ON p.key = s.place
LEFT JOIN evidence v ON v.event = e.key AND v.n = COALESCE(s.evidence,
  (SELECT MIN(n) FROM evidence WHERE event = e.key AND date_start IS NOT NULL), 0)
WHERE e.key NOT IN ({DISMISSED})
"""  # noqa: S608 - of our own words
"""The rows of ``Store.rows`` in the order in which they were written, without their texts; of an
event that several reports tell of, each report's. Whether a person confirmed it stands last; of
one that was opened from an export and not corrected since, what that says of it does."""
_ORDER = " ORDER BY e.key, s.n"
_SOME = " AND e.document_id IN (SELECT value FROM json_each(?))"
_NAMED = (
    " WHERE key IN (SELECT best FROM places WHERE document_id IN (SELECT value FROM json_each(?)))"
)
STAMPS = f"""
SELECT d.id, d.run, d.published, COUNT(e.key), SUM(e.key),
  CASE WHEN substr(d.run, 1, {len(OPENED)}) = '{OPENED}' THEN (
    SELECT COUNT(*) FROM sites s JOIN events o ON o.key = s.event WHERE o.document_id = d.id
  ) END
FROM documents d LEFT JOIN events e ON e.document_id = d.id GROUP BY d.id
"""  # noqa: S608 - of our own words
"""One run reads a report once; only what exports tell of it can grow, by events or by sites."""
CORRECTED = """
SELECT document FROM corrections
UNION SELECT e.document_id FROM corrected c JOIN events e ON e.key = c.event
"""


NAMED = """
SELECT p.shape, p.best, p.mention FROM places p
WHERE p.key IN (SELECT MIN(key) FROM places WHERE shape IS NOT NULL GROUP BY shape)
"""
SOURCES = """
SELECT source FROM documents d WHERE EXISTS (SELECT 1 FROM events WHERE document_id = d.id)
ORDER BY id
"""


class Site(NamedTuple):
    """An event at one site as plain values, or an event without one.

    ``event`` is the store's own number for it, ``shape`` for its geometry: None where it has none.
    Both are good for as long as nothing is written.
    """

    event: int
    event_id: str
    document_id: str
    kind: str
    status: str
    earliest: str | None
    latest: str | None
    lon: float | None
    lat: float | None
    relation: str | None
    shape: int | None
    precision_m: float | None
    place: str | None
    place_id: str | None
    place_start: int | None
    happening: str | None = None
    """What all reports' events share that are one; None where only one report tells of it."""
    rank: int = 0
    """Of those the least is the one that is shown."""
    confirmed: bool = False


class Outline(NamedTuple):
    """Which sort of geometry a shape is, and its box in degrees."""

    geom_type: str
    west: float
    south: float
    east: float
    north: float


def sites(
    connection: sqlite3.Connection, documents: Collection[str] | None = None
) -> Iterator[Site]:
    """One for each event and site, or event without one; sites of one event are neighbours.

    Of these documents, or of all.
    """
    asked = () if documents is None else (json.dumps([*documents]),)
    entries = _entries(connection, asked)
    nameless = (None, None)
    for row in connection.execute(FLAT + (_SOME if asked else "") + _ORDER, asked):
        plain, (best, packed, start, *told, confirmed) = row[:12], row[12:]
        place_id, place = nameless if best is None else entries[best]
        if packed is not None:
            mention = json.loads(unpack(packed))
            place = mention[3] if best is None else place
            start = mention[1] if start is None else start
        yield Site._make((*plain, place, place_id, start, *told, _is_confirmed(confirmed)))


def _is_confirmed(said: int | str | bytes) -> bool:
    if isinstance(said, int):
        return bool(said)
    stated = stated_in(said)
    return stated is not None and stated.confirmed


def outlines(connection: sqlite3.Connection) -> dict[int, Outline]:
    """By key, every shape in the store but points; the box of an empty one is not a number."""
    found = connection.execute(
        "SELECT key, wkb FROM shapes WHERE substr(wkb, 2, 4) NOT IN (x'01000000', x'00000001')"
    ).fetchall()
    shapes = shapely.from_wkb(np.array([row[1] for row in found], dtype=object))
    boxes = [shape.bounds for shape in shapes]
    return {
        row[0]: Outline(shape.geom_type, *box)
        for row, shape, box in zip(found, shapes, boxes, strict=True)
    }


def place_names(connection: sqlite3.Connection) -> dict[int, str]:
    """By the number of a geometry, the name of the first place that has it."""
    entries = _entries(connection)
    return {
        shape: json.loads(unpack(mention))[3] if best is None else entries[best][1]
        for shape, best, mention in connection.execute(NAMED)
    }


def document_sources(connection: sqlite3.Connection) -> tuple[str | None, ...]:
    """Of every document that has events, by identifier."""
    return tuple(maybe(row[0]) for row in connection.execute(SOURCES))


def _entries(connection: sqlite3.Connection, asked: tuple[str, ...] = ()) -> dict[int, list[str]]:
    """Identifier and name of the places that these documents mention, or all, by key."""
    select = "SELECT key, content FROM entries"
    found = connection.execute(select + (_NAMED if asked else ""), asked)
    return {key: json.loads(unpack(content))[:2] for key, content in found}


def stamps(connection: sqlite3.Connection) -> dict[str, str]:
    """By document, what changes whenever its events do; "" where people have corrected them.

    So a document with the same stamp, not "", has the same ``sites`` but for ``happening`` and
    ``rank``, which those of other documents change.
    """
    found = {row[0]: json.dumps(tuple(row[1:])) for row in connection.execute(STAMPS)}
    corrected = {row[0] for row in connection.execute(CORRECTED)}
    return {name: "" if name in corrected else stamp for name, stamp in found.items()}


def several(connection: sqlite3.Connection) -> Iterator[tuple[int, str, int]]:
    """Of each event that several reports tell of: its number, ``happening`` and ``rank``."""
    select = "SELECT event, happening, rank FROM tellings ORDER BY event"
    yield from connection.execute(select)
