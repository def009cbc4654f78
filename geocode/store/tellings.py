"""Which events are one happening: accounts out for joining, links in, and what the links say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from geocode.happenings import Account, Joined, Site
from geocode.rows import Report
from geocode.store.packing import pack
from geocode.store.schema import DISMISSED
from geocode.store.unpacking import day_of, entry_of, maybe, stated_of, unpack, when_of, who_of

_EVENTS = f"""
SELECT e.key, e.id, e.document_id, d.published, e.kind, e.label, e.status, e.actors, e.recipients,
  e.timed, e.earliest, e.latest, e.date_precision, e.date_basis, e.confidence
FROM events e JOIN documents d ON d.id = e.document_id
WHERE e.key NOT IN ({DISMISSED}) ORDER BY e.key
"""  # noqa: S608 - of our own words
_QUOTES = """
SELECT event, quote, trigger_start - quote_start AS start, trigger_end - quote_start AS end
FROM evidence ORDER BY event, n
"""
_SITES = """
SELECT s.event, s.lon, s.lat, p.precision_m, p.relation, p.mention, b.content AS entry
FROM sites s JOIN places p ON p.key = s.place LEFT JOIN entries b ON b.key = p.best
WHERE s.lon IS NOT NULL ORDER BY s.event, s.n
"""
_REPORTS = f"""
SELECT e.key, e.id, e.document_id, d.doc_id, d.source, d.url, d.published, t.why, v.quote
FROM tellings t JOIN events e ON e.key = t.event JOIN documents d ON d.id = e.document_id
JOIN evidence v ON v.event = e.key
WHERE t.happening = ? AND e.key NOT IN ({DISMISSED})
ORDER BY d.published IS NULL, d.published, e.document_id, e.key, v.n
"""  # noqa: S608 - of our own words


def read_accounts(connection: sqlite3.Connection) -> Iterator[Account]:
    """All events as accounts, in the order in which they were written."""
    quotes = _by_event(connection.execute(_QUOTES))
    sites = _by_event(connection.execute(_SITES))
    for row in connection.execute(_EVENTS):
        stated = stated_of(row)
        told = quotes.get(row["key"], ())
        yield Account(
            event_id=row["id"],
            document_id=row["document_id"],
            published=day_of(row["published"]),
            kind=row["kind"],
            label=row["label"],
            status=row["status"],
            when=when_of(row),
            sites=tuple(_site(site) for site in sites.get(row["key"], ())),
            parties=(*who_of(row)[0], *json.loads(unpack(row["recipients"]))),
            quotes=tuple(dict.fromkeys(unpack(quote["quote"]) for quote in told)),
            triggers=tuple(
                dict.fromkeys(unpack(q["quote"])[max(0, q["start"]) : q["end"]] for q in told)
            ),
            confidence=row["confidence"],
            happening=stated.happening if stated else None,
        )


def write_joined(connection: sqlite3.Connection, joined: Iterable[Joined]) -> bool:
    """Replace all links; False where they were the same and nothing was written."""
    listed = connection.execute("SELECT key, id, document_id FROM events")
    keys = {(row["id"], row["document_id"]): row["key"] for row in listed}
    new = sorted(
        (keys[j.event_id, j.document_id], j.happening, j.rank, pack(json.dumps(j.why)))
        for j in joined
    )
    old = connection.execute("SELECT * FROM tellings ORDER BY event")
    if new == [tuple(row) for row in old]:
        return False
    connection.execute("DELETE FROM tellings")
    connection.executemany("INSERT INTO tellings VALUES (?, ?, ?, ?)", new)
    return True


def read_reports(connection: sqlite3.Connection, happening: str) -> tuple[Report, ...]:
    """Each report of a happening told in several, by day of publication."""
    rows = connection.execute(_REPORTS, (happening,)).fetchall()
    quotes: dict[int, dict[str, None]] = {}
    for row in rows:
        quotes.setdefault(row["key"], {})[unpack(row["quote"])] = None
    first = {row["key"]: row for row in reversed(rows)}
    return tuple(
        Report(
            event_id=row["id"],
            document_id=row["document_id"],
            doc_id=maybe(row["doc_id"]),
            source=maybe(row["source"]),
            url=maybe(row["url"]),
            published=day_of(row["published"]),
            quotes=tuple(told),
            why=tuple(json.loads(unpack(row["why"]))),
        )
        for key, told in quotes.items()
        for row in (first[key],)
    )


def _by_event(rows: Iterable[sqlite3.Row]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row["event"], []).append(row)
    return found


def _site(row: sqlite3.Row) -> Site:
    entry = None if row["entry"] is None else entry_of(row["entry"])
    surface: str = json.loads(unpack(row["mention"]))[3]
    return Site(
        place_id=entry.id if entry else None,
        name=entry.name if entry else surface,
        surface=surface,
        lon=row["lon"],
        lat=row["lat"],
        precision_m=row["precision_m"] or 0.0,
        country=entry.country if entry else None,
        admin1=entry.admin1 if entry else None,
        feature=entry.feature if entry else "",
        relation=row["relation"],
        population=entry.population if entry else 0,
    )
