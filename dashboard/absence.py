"""Why an event has no place: what its sentence names, and why none of it is where it happened."""

from __future__ import annotations

from typing import Final

from dashboard import words
from geocode import EventRow, Place, Reading
from geocode.records import OPENED

_PURPOSES: Final = {
    "site": "unknown",
    "actor": "who",
    "target": "who",
    "speaker": "who",
    "demonym": "who",
    "origin": "way",
    "destination": "way",
}
"""By the role of a place; any other role, and a site of another event, is ``aside``."""


def why_nowhere(row: EventRow, reading: Reading | None) -> tuple[str, ...]:
    """A line for each reason, with the names it is true of in text order."""
    if reading is not None and reading.run.startswith(OPENED):
        return (words.NO_PLACE["opened"],)
    named: dict[str, dict[str, None]] = {}
    events = reading.events if reading else ()
    own = {p.mention.span: p for e in events if e.id == row.event_id for p in e.places}
    for place in reading.places if reading else ():
        start = place.mention.span.start
        if row.quote_start <= start < row.quote_start + len(row.quote):
            reason = _reason(own.get(place.mention.span, place))
            named.setdefault(reason, {})[place.mention.surface] = None
    if not named:
        return (words.NO_PLACE["silent"],)
    return tuple(words.NO_PLACE[why].format(names=", ".join(named[why])) for why in named)


def _reason(place: Place) -> str:
    if place.role == "site" and place.geometry is not None:
        return "aside"
    if place.role == "site" and place.mention.kind in {"demonym", "nested"}:
        return "people"
    return _PURPOSES.get(place.role, "aside")
