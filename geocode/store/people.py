"""Which events are one, after people joined and parted what was found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date

from geocode.corrections import Anchor, Correction, Merged, Split, Undone, found, holding
from geocode.records import ASSUMED
from geocode.store.correcting import known_events, read_log
from geocode.store.packing import pack_json
from geocode.store.unpacking import day_of, unpack

_PRECISIONS = ("day", "interval", "week", "month", "season", "year", "open")
_MEMBERS = """
SELECT e.key, e.id, e.document_id, e.placed, e.date_basis, e.date_precision, e.confidence,
  COALESCE(e.earliest, e.latest) IS NOT NULL AS dated, d.published, COALESCE(c.confirmed, 0) AS sure
FROM events e JOIN documents d ON d.id = e.document_id LEFT JOIN corrected c ON c.event = e.key
WHERE e.key IN (SELECT value FROM json_each(?))
"""


def read_history(
    connection: sqlite3.Connection, document_id: str, event_id: str
) -> tuple[Correction, ...]:
    """All entries about an event, undone ones and undoings too, in the order of the log.

    Joining and parting is told of all events that are one with it.
    """
    key = _key_of(connection, document_id, event_id)
    if key is None:
        return ()
    one = connection.execute(
        "SELECT m.event FROM tellings t JOIN tellings m ON m.happening = t.happening"
        " WHERE t.event = ?",
        (key,),
    )
    members = {key, *(row[0] for row in one)}
    log = {entry.number: entry for entry in read_log(connection, "document = ?", document_id)}
    known = known_events(connection, document_id)
    about = {number for number, entry in log.items() if found(entry.event, known) == key}
    joins = read_log(connection, "change IN ('merged', 'split', 'undone')")
    log |= {entry.number: entry for entry in joins}
    for entry in joins:
        if isinstance(entry.change, Merged | Split):
            named = [
                entry.event,
                *([entry.change.other] if isinstance(entry.change, Merged) else []),
            ]
            keys = {found(a, known_events(connection, a.document_id)) for a in named}
            about |= {entry.number} if keys & members else set()
    for number, entry in sorted(log.items()):
        if isinstance(entry.change, Undone) and entry.change.number in about:
            about.add(number)
    return tuple(log[number] for number in sorted(about))


def _key_of(connection: sqlite3.Connection, document_id: str, event_id: str) -> int | None:
    events = known_events(connection, document_id)
    return next((event.key for event in events if event.id == event_id), None)


def as_found(connection: sqlite3.Connection) -> None:
    """Give the tellings that people changed what was found of them."""
    connection.execute("DELETE FROM tellings WHERE event IN (SELECT event FROM tellings_found)")
    connection.execute(
        "INSERT INTO tellings SELECT * FROM tellings_found WHERE happening IS NOT NULL"
    )
    connection.execute("DELETE FROM tellings_found")


def regroup(connection: sqlite3.Connection) -> None:
    """Join and part the events that people say are one or are not, in the order they said it."""
    as_found(connection)
    log = read_log(connection, "change IN ('merged', 'split', 'undone')")
    groups = _Groups(connection)
    for entry in holding(log):
        if isinstance(entry.change, Merged | Split):
            groups.take(entry)
    groups.write()


class _Groups:
    """Happenings that people changed: each a name of our own and the keys of its events."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._name: dict[int, object] = {}
        self._whys: dict[int, tuple[str, ...]] = {}

    def take(self, entry: Correction) -> None:
        """Does what an entry says, unless an event of it is gone."""
        event = self._key(entry.event)
        if event is None:
            return
        if isinstance(entry.change, Split):
            self._members(event)
            self._name[event] = (event, entry.number)
            self._whys.pop(event, None)
        elif isinstance(entry.change, Merged):
            other = self._key(entry.change.other)
            if other is None or other == event:
                return
            ours, theirs = self._members(event), self._members(other)
            name = self._name[other]
            self._name |= dict.fromkeys(ours, name)
            if event not in theirs:
                said = f"{entry.who} says that they are one"
                self._whys[event] = (said, entry.why) if entry.why else (said,)

    def write(self) -> None:
        """Keeps what was found of all of them, and writes what they are now."""
        execute, keys = self._connection.execute, json.dumps([*self._name])
        listed = "SELECT value FROM json_each(?)"
        execute(
            "INSERT INTO tellings_found SELECT e.key, t.happening, t.rank, t.why FROM events e"  # noqa: S608 - our own words
            f" LEFT JOIN tellings t ON t.event = e.key WHERE e.key IN ({listed})",
            (keys,),
        )
        rows = {row["key"]: row for row in execute(_MEMBERS, (keys,))}
        before = {
            event: tuple(json.loads(unpack(why)))
            for event, why in execute(
                f"SELECT event, why FROM tellings WHERE event IN ({listed})",  # noqa: S608 - our own words
                (keys,),
            )
        }
        execute(f"DELETE FROM tellings WHERE event IN ({listed})", (keys,))  # noqa: S608 - our own words
        gathered: dict[object, list[int]] = {}
        for event, name in self._name.items():
            gathered.setdefault(name, []).append(event)
        for members in gathered.values():
            if len(members) > 1:
                self._write_one([rows[event] for event in members], {**before, **self._whys})

    def _write_one(
        self, members: Iterable[sqlite3.Row], whys: Mapping[int, tuple[str, ...]]
    ) -> None:
        ordered = sorted(members, key=_order)
        best = sorted(ordered, key=_worth)
        rank = {row["key"]: place for place, row in enumerate(best)}
        first = ordered[0]["id"]
        self._connection.executemany(
            "INSERT INTO tellings VALUES (?, ?, ?, ?)",
            [
                (row["key"], first, rank[row["key"]], pack_json(whys.get(row["key"], ())))
                for row in ordered
            ],
        )

    def _members(self, event: int) -> list[int]:
        """The keys of the happening of an event, itself among them."""
        if event not in self._name:
            rows = self._connection.execute(
                "SELECT m.event, m.happening FROM tellings t"
                " JOIN tellings m ON m.happening = t.happening WHERE t.event = ?",
                (event,),
            ).fetchall()
            self._name |= {row[0]: row[1] for row in rows if row[0] not in self._name}
            self._name.setdefault(event, (event, 0))
        name = self._name[event]
        return [key for key, own in self._name.items() if own == name]

    def _key(self, anchor: Anchor) -> int | None:
        return found(anchor, known_events(self._connection, anchor.document_id))


def _order(row: sqlite3.Row) -> tuple[date, str, str]:
    """By day of publication, unknown last: the first gives the happening its name."""
    return day_of(row["published"]) or date.max, row["document_id"], row["id"]


def _worth(row: sqlite3.Row) -> tuple[object, ...]:
    """Sorts the better telling first: confirmed, placed and dated, finely, surely."""
    stated = row["dated"] and row["date_basis"] not in ASSUMED
    precision = row["date_precision"]
    return (
        -row["sure"],
        -(row["placed"] + bool(stated)),
        _PRECISIONS.index(precision) if stated and precision else len(_PRECISIONS),
        -row["confidence"],
    )
