"""What page, address and browser call a row, a day, a group and a status: whole numbers."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final

from dashboard import words
from geocode import EventRow

EPOCH: Final = date(1970, 1, 1)
GROUP_CODES: Final = {name: code for code, name in enumerate(words.GROUPS)}
STATUS_CODES: Final = {name: code for code, name in enumerate(words.STATUSES)}


def row_key(row: EventRow) -> int:
    """A number below 2**52 for an event at a site, the same in every session.

    It goes into addresses and to the browser, which holds whole numbers exactly up to 2**53.
    """
    return key_of(row.event_id, row.document_id, row.place_id, row.place, row.place_start)


def key_of(
    event_id: str, document_id: str, place_id: str | None, place: str | None, start: int | None
) -> int:
    """``row_key`` from the fields it is made of; ``start`` is where the text names the place."""
    site = f"{event_id}|{document_id}|{place_id}|{place}|{start}"
    return int(hashlib.sha256(site.encode("utf-8", "surrogatepass")).hexdigest()[:13], 16)


def day_number(day: date | None) -> int | None:
    """Days since 1970-01-01, None for an open end."""
    return None if day is None else (day - EPOCH).days
