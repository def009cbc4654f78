"""What a picture, a page or a map in one file says of itself, in the words of the page."""

from __future__ import annotations

from typing import Final

import numpy as np

from dashboard import words
from dashboard.sheet import Files, Sheet
from dashboard.view import View
from dashboard.ways_out.files import name_of
from geocode import EventRow, __version__, open_store
from geocode.exporters.metadata import ATTRIBUTIONS

MOST_SOURCES: Final = 14
"""Sources that there is room to name."""
MOST_TOLD: Final = 24
"""Events that a page may have room to quote."""


def about(shown: Sheet, files: Files) -> dict[str, object]:
    """Title, filter, counts, kinds, sources, whom to name, versions: texts and numbers, for JSON.

    Raises: StoreError where the store cannot be read.
    """
    chosen = shown.find(shown.view.event)
    with open_store(files.store, read_only=True) as store:
        events = shown.columns["event"][shown.told].tolist()
        sources = store.sources(events)
        runs = store.runs()
    newest = max((day for _, _, day in sources if day), default=None)
    first = [] if chosen is None else [chosen]
    told = [telling.first for telling in shown.tellings(shown.events[:MOST_TOLD])]
    rows = [*first, *(row for row in told if row.event_id not in {r.event_id for r in first})]
    return {
        "file": name_of(shown.view),
        "title": words.TITLE,
        "filter": filter_words(shown.view),
        "counts": shown.counts(),
        "kinds": kinds(shown),
        "sources": [
            f"{name or words.SOURCE_UNKNOWN} ({reports})"
            for name, reports, _ in sources[:MOST_SOURCES]
        ],
        "more_sources": _more(len(sources) - MOST_SOURCES),
        "attributions": list(ATTRIBUTIONS),
        "made": versions(runs),
        "newest": words.WAYS_OUT["newest"].format(day=words.day(newest)) if newest else "",
        "events": [told_of(row) for row in rows],
        "number": len(shown.events),
        "words": words.WAYS_OUT,
        "key": words.MAP,
        "language": words.language(),
    }


def filter_words(view: View) -> str:
    """The filter of a view as one line."""
    days = words.days(view.since, view.until) if view.since or view.until else words.WAYS_OUT["all"]
    groups = ", ".join(words.GROUPS[name].name for name in view.groups)
    statuses = ", ".join(words.status_name(name) for name in view.statuses)
    shapes = ", ".join(words.MAP[name] for name in view.shapes)
    text = f"“{view.text}”" if view.text else ""
    reports = words.plural(len(view.documents), "report") if view.documents else ""
    sure = words.TIMELINE["sure"] if view.sure else ""
    undated = words.TIMELINE["undated"] if view.undated else ""
    parts = (days, groups, statuses, shapes, text, reports, sure, undated)
    return " · ".join(part for part in parts if part)


def kinds(shown: Sheet) -> list[dict[str, object]]:
    """The groups of kinds that are shown, with both their colours and how many events each has."""
    codes = shown.columns.group_codes()[shown.columns["kind"][shown.events]]
    counts = np.bincount(codes, minlength=len(words.GROUPS)).tolist()
    return [
        {"name": group.name, "light": group.light, "dark": group.dark, "count": count}
        for group, count in zip(words.GROUPS.values(), counts, strict=True)
        if count
    ]


def told_of(row: EventRow) -> dict[str, object]:
    """An event as a line or two."""
    group = words.GROUPS[words.group_of(row.kind)]
    return {
        "kind": words.kind_of(row),
        "colour": group.light,
        "place": words.place_of(row),
        "when": words.when(row),
        "quote": row.quote,
        "source": row.source or words.SOURCE_UNKNOWN,
        "published": words.day(row.published) if row.published else "",
        "confirmed": words.WAYS_OUT["confirmed"] if row.confirmed else "",
    }


def versions(runs: tuple[str, ...]) -> str:
    """With what it was made: the program, and the digests of gazetteer, settings and model."""
    parts = dict.fromkeys(part for run in runs for part in run.split("/") if "-" in part)
    return " · ".join([f"{words.TITLE} {__version__}", *(p for p in parts if "dateline" not in p)])


def _more(count: int) -> str:
    return words.plural(count, "more") if count > 0 else ""
