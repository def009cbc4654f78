"""A quote cut into pieces: plain text, and the words in it that say what, where and when."""

from __future__ import annotations

from dataclasses import dataclass

from geocode import EventRow


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a quote and what its words say: trigger, place, date, or "" for the rest."""

    text: str
    says: str


def pieces(row: EventRow) -> tuple[Piece, ...]:
    """The whole quote in order; joined, the pieces are the quote again.

    Where the words overlap, the trigger wins over the place and the place over the date.
    """
    length = len(row.quote)
    says = [""] * length
    spans = (
        (row.date_start, row.date_end, "date"),
        (row.place_start, row.place_end, "place"),
        (row.trigger_start, row.trigger_end, "trigger"),
    )
    for start, end, name in spans:
        if start is None or end is None:
            continue
        for at in range(max(0, start - row.quote_start), min(length, end - row.quote_start)):
            says[at] = name
    found: list[Piece] = []
    begin = 0
    for at in range(1, length + 1):
        if at == length or says[at] != says[begin]:
            found.append(Piece(row.quote[begin:at], says[begin]))
            begin = at
    return tuple(found) if length else ()


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


def _flat(text: str) -> str:
    """Line breaks as spaces, for a list of one-line quotes."""
    return text.replace("\r", " ").replace("\n", " ")
