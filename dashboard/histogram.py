"""Events over time, a bar for each day, week, month or year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.columns import DATED, FIRST, OPEN_END, OPEN_START, Columns, Mask
from dashboard.layers.feed import EPOCH, GROUP_CODES, day_number

MOST_BINS: Final = 220
"""More bars than this would be thinner than a few pixels on a wide screen."""
MOST_SPANS: Final = 60
"""More lines than this under the bars could not be told apart."""
END: Final = date.max.toordinal() + 1
UNITS: Final = ("day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Bin:
    """Days ``first`` to ``last``, both inclusive, with events by group."""

    first: date
    last: date
    counts: tuple[int, ...]
    """By group, the events the list holds with the bin's days for its range."""
    longer: int = 0
    """How many of them also touch another bin: they may have been in this one, or not."""


def histogram(columns: Columns, mask: Mask) -> tuple[str, tuple[Bin, ...]]:
    """The unit and its bins over all known days of the rows; no bins where none has a date."""
    rows = np.flatnonzero(mask & columns.flagged(FIRST) & columns.flagged(DATED))
    if not len(rows):
        return "day", ()
    epoch = EPOCH.toordinal()
    first, last = columns["first"][rows] + epoch, columns["last"][rows] + epoch
    start, end = int(first.min()), int(last.max())
    unit, edges = _edges(date.fromordinal(start), date.fromordinal(end))
    of_day = np.repeat(np.arange(len(edges) - 1, dtype=np.int32), np.diff(edges))
    begin, finish = of_day[first - edges[0]], of_day[last - edges[0]]
    groups = columns.group_codes()[columns["kind"][rows]]
    bins, longer = len(edges) - 1, begin != finish
    counts = _touched(groups, begin, finish, bins=bins)
    spread = _touched(groups[longer], begin[longer], finish[longer], bins=bins).sum(axis=0)
    return unit, tuple(
        Bin(
            date.fromordinal(edges[at]),
            date.fromordinal(edges[at + 1] - 1),
            tuple(counts[:, at].tolist()),
            int(spread[at]),
        )
        for at in range(len(edges) - 1)
    )


def reach(columns: Columns, mask: Mask) -> tuple[int, int] | None:
    """The first and the last known day of the rows, since 1970; None where none has a date.

    Bins may begin before the one and end after the other.
    """
    rows = mask & columns.flagged(FIRST) & columns.flagged(DATED)
    if not rows.any():
        return None
    return int(columns["first"][rows].min()), int(columns["last"][rows].max())


def spans(columns: Columns, mask: Mask, bins: tuple[Bin, ...]) -> list[list[int]]:
    """Days and group of each event that may lie in more than one bin, and which end is open.

    First day, last day, code of the group, 0 or ``OPEN_START`` or ``OPEN_END``. Those with an open
    end are left out where there are too many to be told apart, then all.
    """
    if not bins:
        return []
    starts = np.array([day_number(found.first) for found in bins], dtype=np.int64)
    flags = columns["flags"]
    rows = np.flatnonzero(mask & columns.flagged(FIRST) & columns.flagged(DATED))
    first, last = columns["first"][rows], columns["last"][rows]
    ajar = (flags[rows] & (OPEN_START | OPEN_END)) != 0
    long = np.searchsorted(starts, first, side="right") < np.searchsorted(
        starts, last, side="right"
    )
    kept = rows[long | ajar]
    if len(kept) > MOST_SPANS:
        kept = rows[long]
    if len(kept) > MOST_SPANS:
        return []
    groups = columns.group_codes()[columns["kind"][kept]]
    ends = flags[kept] & (OPEN_START | OPEN_END)
    told = np.stack([columns["first"][kept], columns["last"][kept], groups, ends], axis=1)
    return told[np.argsort(told[:, 0], kind="stable")].tolist()


def _touched(
    groups: NDArray[np.uint8], begin: NDArray[np.int32], finish: NDArray[np.int32], *, bins: int
) -> NDArray[np.int64]:
    """By group and bin, how many of the stretches from one bin to another touch it.

    Both ends of a stretch are touched.
    """
    wide, size = bins + 1, len(GROUP_CODES) * (bins + 1)
    rows = groups.astype(np.int32) * wide
    ends = np.bincount(rows + begin, minlength=size) - np.bincount(
        rows + finish + 1, minlength=size
    )
    return np.cumsum(ends.reshape(-1, wide), axis=1)[:, :bins]


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
