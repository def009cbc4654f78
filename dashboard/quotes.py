"""A report's words cut into pieces: plain text, and those that say what, where, when and who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from dashboard import words
from geocode import Event, EventRow, Reading

SAYS: Final = ("teller", "actor", "date", "place", "trigger")
"""What words can say, the weightiest last."""
AROUND: Final = 600
"""Characters of the paragraph shown on either side of the quote, at most."""
LONGEST_QUOTE: Final = 4000
"""Of a longer sentence the rest is left to the reading view."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open stretch of a document, and what its words say."""

    start: int
    end: int
    says: str
    """One of ``SAYS``: an actor is also whom it was done to, a teller who told of it."""


LONGEST_ADDRESS: Final = 3000
"""Characters of an address that a link may have."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and what its words say, "" where they say nothing special."""

    text: str
    says: str
    quoted: bool = True
    """Whether it belongs to the sentence itself, and not to the paragraph around it."""


def paragraph(row: EventRow, reading: Reading | None) -> tuple[Piece, ...]:
    """The quote in its paragraph, which is cut about it where it is long.

    The quoted pieces, joined, are the quote; without a reading there are no others.
    """
    start, end = row.quote_start, row.quote_start + min(len(row.quote), LONGEST_QUOTE)
    marks = _marks(row, reading)
    quote = cut(row.quote[: end - start], start, marks)
    if end < row.quote_start + len(row.quote):
        quote = (*quote, Piece("…", ""))
    block = _paragraph_of(start, end, reading)
    if reading is None or block is None:
        return quote
    text = reading.document.text
    first, last = max(block[0], start - AROUND), min(block[1], end + AROUND)
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    if first > block[0]:
        before = f"… {before.split(' ', 1)[-1]}"
    if last < block[1]:
        after = f"{after.rsplit(' ', 1)[0]} …"
    lead = (Piece(before, "", quoted=False),) if before.strip() else ()
    rest = (Piece(after, "", quoted=False),) if after.strip() else ()
    return (*lead, *quote, *rest)


def pieces(row: EventRow) -> tuple[Piece, ...]:
    """The whole quote in order, marked by the row alone; joined, the pieces are the quote again."""
    return cut(row.quote, row.quote_start, _marks(row, None))


def cut(text: str, start: int, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The text, which begins at ``start`` of its document, in pieces; of marks the last wins.

    >>> [(piece.text, piece.says) for piece in cut("in Lima", 40, [Mark(43, 47, "place")])]
    [('in ', ''), ('Lima', 'place')]
    """
    says = [""] * len(text)
    for mark in marks:
        first, last = max(0, mark.start - start), min(len(text), mark.end - start)
        if first < last:
            says[first:last] = [mark.says] * (last - first)
    found: list[Piece] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or says[at] != says[begin]:
            found.append(Piece(text[begin:at], says[begin]))
            begin = at
    return tuple(found)


def shortened(row: EventRow, most: int) -> tuple[str, str, str]:
    """About ``most`` characters of the quote around its trigger: before, the trigger, after."""
    start = max(0, row.trigger_start - row.quote_start)
    end = min(len(row.quote), max(start, row.trigger_end - row.quote_start))
    before, trigger, after = row.quote[:start], row.quote[start:end], row.quote[end:]
    lead = most // 3
    if len(before) + len(trigger) > most and len(before) > lead:
        before = "…" + before[-lead:].split(" ", 1)[-1]
    room = most - len(before) - len(trigger)
    if len(after) > room:
        after = after[: max(0, room)].rsplit(" ", 1)[0] + "…"
    return _flat(before), _flat(trigger), _flat(after)


def marks_of(event: Event, document_id: str) -> tuple[Mark, ...]:
    """All words of a document that say something of an event of it, the weightiest last."""
    told = [e.attribution for e in event.evidence if e.attribution]
    tellers = [span for said in told for span in (said.source, said.via) if span]
    actors = [actor.span for actor in event.parties if actor.document_id == document_id]
    dates = [e.date for e in event.evidence if e.date]
    places = [e.place for e in event.evidence if e.place]
    triggers = [e.trigger for e in event.evidence]
    named = zip(SAYS, (tellers, actors, dates, places, triggers), strict=True)
    found = [Mark(span.start, span.end, says) for says, spans in named for span in spans]
    return tuple(dict.fromkeys(found))


def _marks(row: EventRow, reading: Reading | None) -> tuple[Mark, ...]:
    """Of the event, then of the row itself, which may stand for another of its sites."""
    own = (
        (row.date_start, row.date_end, "date"),
        (row.place_start, row.place_end, "place"),
        (row.trigger_start, row.trigger_end, "trigger"),
    )
    events = reading.events if reading else ()
    event = next((event for event in events if event.id == row.event_id), None)
    known = marks_of(event, row.document_id) if event else ()
    said = [Mark(a, b, says) for a, b, says in own if a is not None and b is not None]
    return (*known, *said)


def _paragraph_of(start: int, end: int, reading: Reading | None) -> tuple[int, int] | None:
    """The block that holds the quote, with any white space about it left out."""
    for block in reading.document.blocks if reading else ():
        if block.span.start <= start < block.span.end:
            return block.span.start, max(end, block.span.end)
    return None


def _flat(text: str) -> str:
    """Line breaks as spaces, for a list of one-line quotes."""
    return text.replace("\r", " ").replace("\n", " ")


def brief(row: EventRow) -> EventRow:
    """The row as the page shows it: names and a quote of a length that somebody could read.

    The place stays whole, for the row's key is made of it too; ``words.place_of`` cuts it.
    """
    named = (row.source, row.doc_id, row.url)
    if len(row.quote) <= LONGEST_QUOTE and all(len(n or "") <= words.LONGEST_NAME for n in named):
        return row
    source, doc_id = (words.cut(name, words.LONGEST_NAME) for name in named[:2])
    url = row.url if len(row.url or "") <= LONGEST_ADDRESS else None
    quote = words.cut(row.quote, LONGEST_QUOTE) or ""
    return replace(row, source=source, doc_id=doc_id, url=url, quote=quote)
