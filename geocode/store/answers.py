"""What the store answers to an EventQuery: rows, numbers of events, and sums."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from shapely.geometry.base import BaseGeometry

from geocode.rows import Counts, EventQuery, EventRow
from geocode.store.questions import (
    COUNTS,
    KINDS,
    NUMBERS,
    RELATED,
    REPORTING,
    ROWS,
    SOURCES,
    filled,
)
from geocode.store.unpacking import asked_of, day_of, event_row, maybe, unpack_shape

_AT_ONCE = 500
"""Rows in memory, with their shapes, while all are read."""
_DISMISSED = "e.key IN (SELECT event FROM corrected WHERE dismissed)"
_LISTED = "e.key IN (SELECT value FROM json_each(?))"


def each_row(connection: sqlite3.Connection, query: EventQuery) -> Iterator[EventRow]:
    """The rows that a query asks for, some hundreds in memory at a time."""
    return _rows(connection, *filled(ROWS, query))


def read_rows_of(connection: sqlite3.Connection, events: Sequence[int]) -> tuple[EventRow, ...]:
    """The rows of events by their numbers."""
    sql = ROWS.format(happening="e.key", asked=_LISTED, shown="1")
    return tuple(_rows(connection, sql, (json.dumps([*events]),)))


def read_dismissed(connection: sqlite3.Connection) -> tuple[EventRow, ...]:
    """The rows of the events that people rejected."""
    return tuple(_rows(connection, ROWS.format(happening="e.key", asked=_DISMISSED, shown="1")))


def _rows(
    connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()
) -> Iterator[EventRow]:
    cursor = connection.execute(sql, values)
    while found := cursor.fetchmany(_AT_ONCE):
        shapes = read_shapes(connection, {row["shape"] for row in found})
        yield from (event_row(row, shapes) for row in found)


def read_shapes(
    connection: sqlite3.Connection, keys: Collection[int | None]
) -> dict[int, BaseGeometry]:
    """The geometries of these numbers; None and unknown ones are left out."""
    wanted = json.dumps([key for key in keys if key is not None])
    select = "SELECT key, wkb FROM shapes WHERE key IN (SELECT value FROM json_each(?))"
    return {row[0]: unpack_shape(row[1]) for row in connection.execute(select, (wanted,))}


def read_sources(
    connection: sqlite3.Connection, events: Sequence[int]
) -> tuple[tuple[str | None, int, date | None], ...]:
    """Sources of the reports that tell these events, most reports first, with the newest's day."""
    found = connection.execute(SOURCES, (json.dumps([*events]),))
    return tuple((maybe(row[0]), row[1], day_of(row[2])) for row in found)


def read_numbers(
    connection: sqlite3.Connection, query: EventQuery, share: tuple[int, int]
) -> tuple[int, ...]:
    """Numbers of a share of the events that a query asks for."""
    which, parts = share
    sql, values = filled(NUMBERS, query)
    found = connection.execute(sql, (*values, which, parts, which + 1, parts)).fetchone()
    return tuple(json.loads(found[0]))


def read_related(connection: sqlite3.Connection, event: int) -> tuple[int, ...]:
    """Numbers of the events that were part of one, or that it was part of."""
    return tuple(row[0] for row in connection.execute(RELATED, (event, event)))


def read_number(connection: sqlite3.Connection, event_id: str) -> int | None:
    """The number of an event, None where there is none of this identifier."""
    sql = "SELECT key FROM events WHERE id = ? LIMIT 1"
    found = connection.execute(sql, (event_id,)).fetchone()
    return None if found is None else found[0]


def read_counts(connection: sqlite3.Connection, query: EventQuery) -> Counts:
    """How much there is of what a query asks for."""
    events = connection.execute(*filled(COUNTS, query)).fetchone()
    kinds = connection.execute(*filled(KINDS, query)).fetchall()
    sql, values = filled(REPORTING, query)
    reports = connection.execute(sql, (*values, *asked_of(query)[1])).fetchone()[0]
    roles = _roles(connection, query)
    return Counts(
        documents=_documents(connection, query),
        rejected=_one(connection, "SELECT COUNT(*) FROM rejections"),
        mentions=sum(row[1] for row in roles),
        mentions_by_role=tuple((row[0], row[1]) for row in roles),
        resolved=sum(row[2] or 0 for row in roles),
        told=events["told"],
        joined=events["told"] - events["events"],
        reports=reports,
        events=events["events"],
        placed=events["placed"],
        unplaced=events["events"] - events["placed"],
        dated=events["dated"],
        undated=events["events"] - events["dated"],
        sites=events["sites"],
        events_by_kind=tuple((row[0], row[1]) for row in kinds),
        dismissed=_one(connection, "SELECT COUNT(*) FROM corrected WHERE dismissed"),
    )


def _roles(connection: sqlite3.Connection, query: EventQuery) -> list[sqlite3.Row]:
    """Roles of the mentions: how many have each, and how many of these are resolved."""
    within, values = _within(query, "m.document_id")
    return connection.execute(
        "SELECT COALESCE(p.role, 'unread'), COUNT(*), SUM(p.best IS NOT NULL)"  # noqa: S608 - our columns
        " FROM mentions m LEFT JOIN places p ON p.document_id = m.document_id AND p.n = m.n"
        f" WHERE {within} GROUP BY 1 ORDER BY 1",
        values,
    ).fetchall()


def _documents(connection: sqlite3.Connection, query: EventQuery) -> int:
    within, values = _within(query, "id")
    return _one(connection, f"SELECT COUNT(*) FROM documents WHERE {within}", *values)  # noqa: S608 - our columns


def _within(query: EventQuery, column: str) -> tuple[str, tuple[str, ...]]:
    """Whether a column is one of the documents that a query names, or it names none."""
    if not query.document_ids:
        return "1", ()
    return f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(query.document_ids),)  # noqa: S608 - our columns


def _one(connection: sqlite3.Connection, sql: str, *values: object) -> int:
    return connection.execute(sql, values).fetchone()[0]
