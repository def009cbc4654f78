"""Events over time, a bar for each day, week, month or year."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from dashboard import words
from dashboard.layers.feed import GROUP_CODES
from dashboard.sheet import Telling

MOST_BINS: Final = 220
"""More bars than this would be thinner than a few pixels on a wide screen."""
END: Final = date.max.toordinal() + 1
UNITS: Final = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Bin:
    """Days ``first`` to ``last``, both inclusive, with events by group."""

    first: date
    last: date
    counts: tuple[int, ...]
    """By group, the events the list holds with the bin's days for its range."""


def histogram(events: Sequence[Telling]) -> tuple[str, tuple[Bin, ...]]:
    """The unit and its bins over all known days; no bins where no event has a date."""
    known = [day for e in events for day in (e.first.earliest, e.first.latest) if day]
    if not known:
        return "day", ()
    unit, edges = _edges(min(known), max(known))
    counts = [[0] * len(GROUP_CODES) for _ in edges[:-1]]
    for event in events:
        first = event.first.earliest or event.first.latest
        last = event.first.latest or event.first.earliest
        if first is None or last is None:
            continue
        group = GROUP_CODES[words.group_of(event.first.kind)]
        begin = bisect_right(edges, first.toordinal()) - 1
        for at in range(begin, bisect_right(edges, last.toordinal())):
            counts[at][group] += 1
    return unit, tuple(
        Bin(date.fromordinal(start), date.fromordinal(after - 1), tuple(by_group))
        for (start, after), by_group in zip(pairwise(edges), counts, strict=True)
    )


def _edges(first: date, last: date) -> tuple[str, list[int]]:
    """The finest unit that gives few enough bins, and the day numbers at which they begin."""
    for unit in UNITS:
        edges = [_start(first, unit)]
        while edges[-1] <= last.toordinal() and len(edges) <= MOST_BINS:
            edges.append(_after(edges[-1], unit, 1))
        if edges[-1] > last.toordinal():
            return unit, edges
    step = (last.year - first.year) // MOST_BINS + 1
    edges = [_start(first, "year")]
    while edges[-1] <= last.toordinal():
        edges.append(_after(edges[-1], "year", step))
    return "year", edges


def _start(day: date, unit: str) -> int:
    """Number of the first day of the unit the day lies in; weeks begin on Monday."""
    if unit == "week":
        return max(1, day.toordinal() - day.weekday())
    start = {"day": day, "month": day.replace(day=1), "year": day.replace(month=1, day=1)}[unit]
    return start.toordinal()


def _after(start: int, unit: str, step: int) -> int:
    """Number of the day ``step`` units on, at most the day after the calendar's last."""
    if unit in {"day", "week"}:
        return min(start + step * (1 if unit == "day" else 7), END)
    day = date.fromordinal(start)
    months = day.year * 12 + day.month - 1 + step * (1 if unit == "month" else 12)
    year, month = divmod(months, 12)
    return date(year, month + 1, 1).toordinal() if year <= date.max.year else END
