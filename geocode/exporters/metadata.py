"""What an exported file says of itself: the filter, the counts, and with what it was made."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from geocode.rows import EventQuery
from geocode.store import Store
from geocode.version import __version__


def export_metadata(store: Store, query: EventQuery, *, features: int) -> dict[str, object]:
    """The ``metadata`` member for an export of ``store.rows(query)``, of ``features`` rows.

    Its counts are of all events the filter asks for, placed or not, so that what was left out of
    the file is counted in it. It holds no clock: the same store and filter give the same bytes.
    """
    asked = replace(query, placed=None)
    counts = store.counts(asked)
    ranged = query.since is not None or query.until is not None
    undated = replace(asked, since=None, until=None, dated=False)
    return {
        "generator": "dateline",
        "version": __version__,
        "gazetteer": _gazetteer(store.runs()),
        "runs": list(store.runs()),
        "filter": {
            "since": _iso(query.since),
            "until": _iso(query.until),
            "kinds": list(query.kinds),
            "statuses": list(query.statuses),
            "text": query.text,
            "dated": query.dated,
            "unplaced": query.placed is not True,
            "document_ids": list(query.document_ids),
            "apart": query.apart,
        },
        "counts": {
            "documents": counts.documents,
            "rejected": counts.rejected,
            "dismissed": counts.dismissed,
            "reports": counts.reports,
            "told": counts.told,
            "joined": counts.joined,
            "events": counts.events,
            "placed": counts.placed,
            "unplaced": counts.unplaced,
            "dated": counts.dated,
            "undated": counts.undated,
            "undated_left_out": store.counts(undated).events if ranged else 0,
            "features": features,
        },
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _gazetteer(runs: tuple[str, ...]) -> str | None:
    """Digest of the gazetteer the readings were made with; several, parted by commas."""
    parts = (part.split("-", 1) for run in runs for part in run.split("/"))
    found = sorted({part[1] for part in parts if part[0] == "gazetteer" and len(part) > 1})
    return ",".join(found) or None
