"""Rows to the one file the map fetches. Its text is only ever written as text by the browser."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from dashboard import words
from dashboard.layers import mark_of
from geocode import EventRow

EPOCH: Final = date(1970, 1, 1)
GROUP_CODES: Final = {name: code for code, name in enumerate(words.GROUPS)}
STATUS_CODES: Final = {name: code for code, name in enumerate(words.STATUSES)}

COLUMNS: Final = (
    "id", "event", "group", "status", "mark", "from", "to", "kind", "place", "when",
)  # fmt: skip


def row_key(row: EventRow) -> int:
    """A number below 2**52 for an event at a site, the same in every session.

    It goes into addresses and to the browser, which holds whole numbers exactly up to 2**53.
    """
    site = f"{row.event_id}|{row.document_id}|{row.place_id}|{row.place}|{row.place_start}"
    return int(hashlib.sha256(site.encode("utf-8", "surrogatepass")).hexdigest()[:13], 16)


def day_number(day: date | None) -> int | None:
    """Days since 1970-01-01, None for an open end."""
    return None if day is None else (day - EPOCH).days


def encode(rows: Sequence[EventRow]) -> bytes:
    """The placed rows as columns, each different geometry once, as JSON.

    ``event`` numbers the events: rows of one number are sites of one event. ``from`` and ``to`` are
    days since 1970, both inclusive; a row with one open end has its known end for both, as
    ``EventRow.within`` has it. With null for both it has no date, and a range leaves it out.
    """
    shapes: dict[str, int] = {}
    events: dict[str, int] = {}
    columns: dict[str, list[object]] = {name: [] for name in COLUMNS}
    for row in rows:
        mark = mark_of(row)
        if mark is None:
            continue
        drawn = _json([mark.shape, mark.coordinates, round(mark.radius_m)])
        columns["id"].append(row_key(row))
        columns["event"].append(events.setdefault(row.event_id, len(events)))
        columns["group"].append(GROUP_CODES[words.group_of(row.kind)])
        columns["status"].append(STATUS_CODES.get(row.status, 0))
        columns["mark"].append(shapes.setdefault(drawn, len(shapes)))
        columns["from"].append(day_number(row.earliest or row.latest))
        columns["to"].append(day_number(row.latest or row.earliest))
        columns["kind"].append(words.kind_name(row.kind))
        columns["place"].append(words.place_of(row))
        columns["when"].append(words.when(row))
    listed = ",".join(f"{_json(name)}:{_json(values)}" for name, values in columns.items())
    return f'{{{listed},"marks":[{",".join(shapes)}]}}'.encode()


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))
