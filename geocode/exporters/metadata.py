"""What an exported file says of itself: the filter, the counts, and with what it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import cast

from geocode.rows import EventQuery
from geocode.store import Store
from geocode.version import __version__

ATTRIBUTIONS = (
    "Place data © GeoNames, CC BY 4.0 (geonames.org)",
    "Outlines: Natural Earth, public domain (naturalearthdata.com)",
    "Names of places: Unicode CLDR, Unicode License v3",
)
"""To be named wherever places are shown. Source: ``data/README.md``."""


def export_metadata(store: Store, query: EventQuery, *, features: int) -> dict[str, object]:
    """The ``metadata`` member for an export of ``store.rows(query)``, of ``features`` rows.

    Its counts are of all events the filter asks for, placed or not, so that what was left out of
    the file is counted in it. It holds no clock: the same store and filter give the same bytes.
    """
    return {
        "generator": "dateline",
        "version": __version__,
        "gazetteer": _gazetteer(store.runs()),
        "runs": list(store.runs()),
        "filter": _filter(query),
        "counts": {**_counts(store, query), "features": features},
        "attributions": list(ATTRIBUTIONS),
    }


def flat(metadata: Mapping[str, object], under: str = "") -> dict[str, str]:
    """The metadata as one row of names and texts, for files that hold no tree.

    >>> flat({"counts": {"events": 3}, "runs": ["a", "b"], "since": None})
    {'counts.events': '3', 'runs': 'a; b', 'since': ''}
    """
    found: dict[str, str] = {}
    for name, value in metadata.items():
        if isinstance(value, Mapping):
            found |= flat(cast("Mapping[str, object]", value), f"{under}{name}.")
        elif isinstance(value, list):
            found[under + name] = "; ".join(map(_word, cast("list[object]", value)))
        else:
            found[under + name] = _word(value)
    return found


def _word(value: object) -> str:
    if isinstance(value, str) or value is None:
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _filter(query: EventQuery) -> dict[str, object]:
    return {
        "since": _iso(query.since),
        "until": _iso(query.until),
        "kinds": list(query.kinds),
        "statuses": list(query.statuses),
        "text": query.text,
        "dated": query.dated,
        "unplaced": query.placed is not True,
        "document_ids": list(query.document_ids),
        "apart": query.apart,
    }


def _counts(store: Store, query: EventQuery) -> dict[str, int]:
    """Counts of all that is asked for, and how many the range leaves out for want of a date."""
    asked = replace(query, placed=None)
    counts = store.counts(asked)
    ranged = query.since is not None or query.until is not None
    undated = replace(asked, since=None, until=None, dated=False)
    return {
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
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _gazetteer(runs: tuple[str, ...]) -> str | None:
    """Digest of the gazetteer the readings were made with; several, parted by commas."""
    parts = (part.split("-", 1) for run in runs for part in run.split("/"))
    found = sorted({part[1] for part in parts if part[0] == "gazetteer" and len(part) > 1})
    return ",".join(found) or None
