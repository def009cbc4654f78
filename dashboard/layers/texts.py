"""A report's own text for the reading view, in marked pieces: fetched when somebody reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dashboard import words
from dashboard.layers.feed import row_key
from dashboard.layers.shelf import State
from dashboard.quotes import SAYS, Mark, marks_of
from dashboard.speech import speaking
from geocode import EventQuery, EventRow, Reading, open_store

MOST: Final = 40_000
"""Characters given at once; a longer report is read part by part."""
LEAD: Final = 8_000
"""Of these at most so many before the sentence that is looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a report: around an event's sentence, or from one character on."""

    document_id: str
    event_id: str = ""
    at: int | None = None
    """Where the sentence begins; None for the event's first one."""
    since: int | None = None
    """Where the part begins, if a certain one is asked for."""
    until: int | None = None


def encode(state: State, asked: Asked, *, language: str) -> bytes:
    """JSON: the report's name and day, its events in text order, and its text in pieces.

    A piece is where it begins, its text, pairs of what its words say and of which event, and the
    events whose sentence it belongs to. Events are counted from 0; ``from``, ``to`` and ``of``
    count characters. Empty where the report is not there; ``language`` is one of the page's.

    Raises: StoreError where the store cannot be read.
    """
    with open_store(state.store, read_only=True) as store:
        reading = store.reading(asked.document_id)
        query = EventQuery(document_ids=(asked.document_id,), apart=True)
        rows = store.rows(query) if reading else ()
    if reading is None:
        return b"{}"
    read = {event.id for event in reading.events}
    told_of = [row for row in _first_rows(rows) if row.event_id in read]
    events = sorted(told_of, key=lambda row: (row.quote_start, row.trigger_start))
    document = reading.document
    start, end = _part(asked, reading)
    with speaking(language):
        told = {
            "source": document.source or words.SOURCE_UNKNOWN,
            "published": words.published(document.published),
            "from": start,
            "to": end,
            "of": len(document.text),
            "events": [
                {
                    "key": row_key(row),
                    "id": row.event_id,
                    "kind": words.kind_of(row),
                    "place": words.place_of(row),
                    "when": words.when(row),
                }
                for row in events
            ],
            "pieces": list(_pieces(reading, [row.event_id for row in events], start, end)),
        }
    return json.dumps(told, separators=(",", ":")).encode()


def _first_rows(rows: Iterable[EventRow]) -> tuple[EventRow, ...]:
    found: dict[str, EventRow] = {}
    for row in rows:
        found.setdefault(row.event_id, row)
    return tuple(found.values())


def _part(asked: Asked, reading: Reading) -> tuple[int, int]:
    """From where to where: all of it, or at most ``MOST`` characters, from the start of a line."""
    text = reading.document.text
    if len(text) <= MOST:
        return 0, len(text)
    if asked.since is not None or asked.until is not None:
        end = min(len(text), asked.until if asked.until is not None else (asked.since or 0) + MOST)
        start = max(0, end - MOST, asked.since or 0)
        return min(start, end), end
    at = asked.at
    if at is None:
        event = next((event for event in reading.events if event.id == asked.event_id), None)
        at = event.evidence[0].quote.start if event else 0
    start = max(0, min(at, len(text)) - LEAD)
    line = text.find("\n", start, at)
    start = line + 1 if start and line >= 0 else start
    return start, min(len(text), start + MOST)


def _pieces(
    reading: Reading, events: Sequence[str], start: int, end: int
) -> Iterator[tuple[int, str, list[tuple[str, int]], list[int]]]:
    """The part in pieces: cut wherever a mark or a sentence of an event begins or ends."""
    known = {event.id: event for event in reading.events}
    listed = [(n, known[event]) for n, event in enumerate(events)]
    marks = [(mark, n) for n, event in listed for mark in marks_of(event, reading.document.id)]
    told = [
        (Mark(e.quote.start, e.quote.end, ""), n) for n, event in listed for e in event.evidence
    ]
    both = dict.fromkeys((*told, *marks))
    shown = [(m, n) for m, n in both if max(start, m.start) < min(end, m.end)]
    opens: dict[int, list[tuple[Mark, int]]] = {}
    closes: dict[int, list[tuple[Mark, int]]] = {}
    for mark, n in shown:
        opens.setdefault(max(start, mark.start), []).append((mark, n))
        closes.setdefault(min(end, mark.end), []).append((mark, n))
    edges = sorted({start, end, *opens, *closes})
    active: dict[tuple[Mark, int], None] = {}
    text = reading.document.text
    for first, last in pairwise(edges):
        for done in closes.get(first, ()):
            active.pop(done, None)
        active.update(dict.fromkeys(opens.get(first, ())))
        said = sorted((-SAYS.index(mark.says), mark.says, n) for mark, n in active if mark.says)
        told_of = [n for mark, n in active if not mark.says]
        yield first, text[first:last], [(says, n) for _, says, n in said], told_of
