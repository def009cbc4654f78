"""What the page shows as a file of data: row by row, a few thousand in memory at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import BinaryIO, Final
from urllib.parse import urlencode

import numpy as np

from dashboard.columns import DATED
from dashboard.desk import sheet
from dashboard.sheet import Files, Sheet, query_of
from dashboard.view import View
from geocode import EventRow, export, export_metadata, open_store
from geocode.store import Store

AT_ONCE: Final = 500
"""Events whose rows are read at once."""
SAMPLED: Final = 1_000
"""Events by which the size of all is judged."""
MOST_NAMED: Final = 3
"""Kinds that a file's name can hold before it is long."""


def write(
    view: View,
    files: Files,
    stream: BinaryIO,
    *,
    format: str,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Writes exactly what the view shows, events without a place among them; gives how many rows.

    ``progress(done, total)`` is told of events; what it raises ends the writing.

    Raises: StoreError where the store cannot be read.
    """
    shown = sheet(view, files)
    metadata = metadata_of(shown, files)

    def rows(store: Store) -> Iterator[EventRow]:
        done = 0
        for some in in_order(shown):
            progress(done, len(shown.events))
            yield from shown.asked(store.rows_of(some))
            done += len(some)

    with open_store(files.store, read_only=True) as store:
        return export(rows(store), stream, format=format, metadata=metadata)


def size_of(view: View, files: Files, *, format: str) -> int:
    """About how many bytes ``write`` would write: of ``SAMPLED`` events, evenly taken, all of them.

    A tenth off either way, for a few outlines weigh as much as thousands of points.

    Raises: StoreError where the store cannot be read.
    """
    shown = sheet(view, files)
    numbers = shown.columns["event"][shown.events]
    some = numbers[:: max(1, len(numbers) // SAMPLED)].tolist()
    stream = io.BytesIO()
    with open_store(files.store, read_only=True) as store:
        for start in range(0, len(some), AT_ONCE):
            rows = shown.asked(store.rows_of(some[start : start + AT_ONCE]))
            export(rows, stream, format=format)
    return stream.tell() * len(numbers) // max(1, len(some))


def metadata_of(shown: Sheet, files: Files) -> dict[str, object]:
    """What a file of the sheet says of itself: as the command line's, and the page's address."""
    view = shown.view
    query = replace(query_of(view, shown.columns.kinds), since=view.since, until=view.until)
    with open_store(files.store, read_only=True) as store:
        found = export_metadata(store, query, features=shown.asked_rows)
    if (shown.ranged and (view.sure or view.undated)) or view.shapes:
        found = _as_shown(found, shown)
    return {**found, "view": urlencode(view.bare.to_query(), doseq=True)}


def name_of(view: View) -> str:
    """A name for the file: range, kinds and statuses; never of words that someone typed.

    >>> from datetime import date
    >>> name_of(View(since=date(2022, 2, 1), groups=("protest",), text="../{{7*7}}"))
    'dateline-from-2022-02-01-protest-search'
    >>> name_of(View())
    'dateline-all'
    """
    since, until = view.since, view.until
    days = {
        (True, True): f"{since}-to-{until}", (True, False): f"from-{since}",
        (False, True): f"until-{until}", (False, False): "",
    }[since is not None, until is not None]  # fmt: skip
    groups = view.groups if len(view.groups) <= MOST_NAMED else (f"{len(view.groups)}-kinds",)
    search = "search" if view.text or view.documents else ""
    parts = [part for part in (days, *groups, *view.statuses, *view.shapes, search) if part]
    return "-".join(["dateline", *(parts or ["all"])])


def in_order(shown: Sheet) -> Iterator[list[int]]:
    """Numbers of the events of the sheet, oldest first and undated last, some at a time.

    Events of one first day come together, so that the store puts them into its own order.
    """
    columns = shown.columns
    days = np.where(columns.flagged(DATED), columns["first"], np.iinfo(np.int32).max)
    found = shown.events[np.argsort(days[shown.events], kind="stable")]
    edges = np.flatnonzero(np.diff(days[found])) + 1
    start = 0
    for end in [*edges.tolist(), len(found)]:
        if end - start >= AT_ONCE or end == len(found):
            if end > start:
                yield columns["event"][found[start:end]].tolist()
            start = end


def _as_shown(metadata: dict[str, object], shown: Sheet) -> dict[str, object]:
    """The metadata with what a question to the store cannot say: the range's two switches."""
    events, unplaced = len(shown.events), len(shown.unplaced)
    undated = len(shown.undated) if shown.view.undated else 0
    asked = {
        "surely_inside": shown.view.sure, "with_undated": shown.view.undated,
        "shapes": list(shown.view.shapes),
    }  # fmt: skip
    sums = {
        "reports": shown.reports, "told": len(shown.told), "joined": len(shown.told) - events,
        "events": events, "placed": events - unplaced, "unplaced": unplaced,
        "dated": events - undated, "undated": undated,
        "undated_left_out": len(shown.undated) - undated, "doubtful_left_out": shown.doubtful,
    }  # fmt: skip
    known, counts = metadata["filter"], metadata["counts"]
    assert isinstance(known, dict)
    assert isinstance(counts, dict)
    return {**metadata, "filter": {**known, **asked}, "counts": {**counts, **sums}}
