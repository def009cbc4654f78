"""The questions that are put to the store, in SQL: events once each, however many tell of them."""

# ruff: noqa: S608 - put together of our own words; what a query brings stands in placeholders

from __future__ import annotations

from geocode.rows import EventQuery
from geocode.store.schema import DISMISSED
from geocode.store.unpacking import asked_of, shown_of

_TOLD = """
told AS (
  SELECT e.key AS event, {happening} AS happening, COUNT(*) AS told, MIN(COALESCE(t.rank, 0))
  FROM events e LEFT JOIN tellings t ON t.event = e.key WHERE {asked} GROUP BY 2
)"""
"""Each happening that is asked for, by the best of its tellings that fit: SQLite takes the other
columns from the row that has the least rank."""
ROWS = (
    "WITH"
    + _TOLD
    + f""",
members AS (
  SELECT event AS shown, event FROM told
  UNION SELECT told.event, m.event FROM told
    JOIN tellings t ON t.event = told.event JOIN tellings m ON m.happening = t.happening
    WHERE m.event NOT IN ({DISMISSED})
),
sizes AS (
  SELECT shown,
    COUNT(DISTINCT (SELECT document_id FROM events WHERE key = m.event)) AS reports,
    SUM((SELECT COUNT(DISTINCT quote_start) FROM evidence v WHERE v.event = m.event)) AS tellings
  FROM members m GROUP BY 1
),
parts AS (
  SELECT shown, MIN(COALESCE(o.happening, e.part_of)) AS part_of
  FROM members m JOIN events e ON e.key = m.event AND e.part_of IS NOT NULL
  LEFT JOIN events w ON w.document_id = e.document_id AND w.id = e.part_of
  LEFT JOIN tellings o ON o.event = w.key
  GROUP BY 1
)
SELECT e.key, e.id AS event_id, e.kind, e.status, e.actors, e.recipients, e.timed, e.earliest,
  e.latest, e.date_precision, e.date_basis, e.confidence, e.document_id,
  v.quote, v.quote_start, v.trigger_start, v.trigger_end, v.place_start, v.place_end,
  COALESCE(v.date_start, q.date_start) AS date_start, COALESCE(v.date_end, q.date_end) AS date_end,
  s.place, s.lon, s.lat, p.mention, p.best, p.confidence AS place_confidence,
  p.relation, p.role, p.shape, p.precision_m, p.why, b.content AS entry,
  d.doc_id, d.source, d.url, d.published, d.sha256,
  COALESCE(t.happening, e.id) AS happening_id, e.label, parts.part_of, sizes.reports,
  sizes.tellings, c.confirmed, c.who, c.made, c.why AS corrected_why, c.remarks
FROM told JOIN events e ON e.key = told.event JOIN documents d ON d.id = e.document_id
LEFT JOIN tellings t ON t.event = e.key LEFT JOIN corrected c ON c.event = e.key
JOIN sizes ON sizes.shown = e.key LEFT JOIN parts ON parts.shown = e.key
LEFT JOIN sites s ON s.event = e.key
  AND (SELECT shape FROM places WHERE key = s.place) IS NOT NULL
LEFT JOIN places p ON p.key = s.place
LEFT JOIN entries b ON b.key = p.best
LEFT JOIN evidence q ON q.event = e.key AND q.n =
  (SELECT MIN(n) FROM evidence WHERE event = e.key AND date_start IS NOT NULL)
JOIN evidence v ON v.event = e.key AND v.n = COALESCE(s.evidence, q.n, 0)
WHERE {{shown}}
ORDER BY COALESCE(e.earliest, e.latest) IS NULL, COALESCE(e.earliest, e.latest), e.document_id,
  v.trigger_start, e.n, s.n
"""
)
_SHOWN = "FROM told JOIN events e ON e.key = told.event WHERE {shown}"
COUNTS = f"""WITH{_TOLD}
SELECT COUNT(*) AS events, COALESCE(SUM(told.told), 0) AS told,
  COALESCE(SUM(e.placed), 0) AS placed,
  COALESCE(SUM(COALESCE(e.earliest, e.latest) IS NOT NULL), 0) AS dated,
  COALESCE(SUM((SELECT COUNT(*) FROM sites s JOIN places p ON p.key = s.place
    WHERE s.event = e.key AND p.shape IS NOT NULL)), 0) AS sites {_SHOWN}"""
KINDS = f"WITH{_TOLD} SELECT e.kind, COUNT(*) {_SHOWN} GROUP BY 1 ORDER BY 1"
REPORTING = f"""WITH{_TOLD}
SELECT COUNT(DISTINCT e.document_id) FROM events e LEFT JOIN tellings t ON t.event = e.key
WHERE {{happening}} IN (SELECT happening {_SHOWN}) AND {{asked}}"""

NUMBERS = """
SELECT json_group_array(e.key) FROM events e LEFT JOIN tellings t ON t.event = e.key
WHERE {asked} AND {shown} AND e.key > (SELECT MAX(key) FROM events) * ? / ?
  AND e.key <= (SELECT MAX(key) FROM events) * ? / ?
"""
"""Each telling that fits, by itself, of a share of all; one value, for there may be a million."""
SOURCES = """
SELECT d.source, COUNT(DISTINCT d.id), MAX(d.published)
FROM events e JOIN documents d ON d.id = e.document_id
WHERE e.key IN (SELECT value FROM json_each(?)) GROUP BY 1 ORDER BY 2 DESC, 1 IS NULL, 1
"""
RELATED = """
WITH
own (event) AS (
  SELECT ? UNION SELECT m.event
  FROM tellings t JOIN tellings m ON m.happening = t.happening WHERE t.event = ?
),
near (event) AS (
  SELECT o.key FROM own JOIN events e ON e.key = own.event
  JOIN events o ON o.document_id = e.document_id AND (o.id = e.part_of OR o.part_of = e.id)
)
SELECT event FROM near
UNION SELECT m.event FROM near
  JOIN tellings t ON t.event = near.event JOIN tellings m ON m.happening = t.happening
"""


def filled(sql: str, query: EventQuery) -> tuple[str, tuple[object, ...]]:
    """A statement with what a query asks for in it, and the values of both conditions."""
    asked, first = asked_of(query)
    shown, second = shown_of(query)
    happening = "e.key" if query.apart else "COALESCE(t.happening, e.key)"
    return sql.format(happening=happening, asked=asked, shown=shown), (*first, *second)
