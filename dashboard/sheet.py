"""What one run of the page shows: the rows a view asks for, and sums that add up.

All of it is counted over columns; the texts of the few events that are listed are read by ``ask``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import numpy as np

from dashboard import sentences, words
from dashboard.columns import (
    DATED,
    FIRST,
    OPEN_END,
    OPEN_START,
    PLACED,
    Columns,
    Mask,
    Positions,
)
from dashboard.layers import SHAPE_CODES, shape_of
from dashboard.layers.feed import GROUP_CODES, STATUS_CODES, day_number, row_key
from dashboard.view import View
from geocode import EventQuery, EventRow

Ask: TypeAlias = Callable[[Sequence[int]], tuple[EventRow, ...]]
"""The rows of the events of these numbers of the store."""
Arrange: TypeAlias = Callable[[str, Positions], Positions]
"""The rows of a list of this name in the order of a view."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the store and the gazetteer lie."""

    store: Path
    gazetteer: Path

    @property
    def begun(self) -> bool:
        """Whether there is a store: one that is being made has no bytes before all its tables."""
        return self.store.exists() and self.store.stat().st_size > 0


@dataclass(frozen=True, slots=True)
class Setting:
    """Around the sheet: where its files are, by day or night, offline or not, to read or change."""

    files: Files
    dark: bool = False
    online: bool = False
    read_only: bool = False
    """Whether the page only shows: then nothing is drawn that adds, corrects or keeps."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One event with its rows: one for each site, or a single one without a place."""

    event_id: str
    rows: tuple[EventRow, ...]

    @property
    def first(self) -> EventRow:
        """The row that stands for the event in a list."""
        return self.rows[0]

    @property
    def placed(self) -> bool:
        """Whether it has a mark on the map."""
        return any(row.placed for row in self.rows)


def as_they_are(_name: str, positions: Positions) -> Positions:
    """Newest first, as the columns have them."""
    return positions


@dataclass(frozen=True, eq=False)
class Sheet:
    """All that a view shows. Events are counted once, however many places they have."""

    view: View
    columns: Columns
    matching: Mask | None
    """Rows to be shown for the words and reports the view asks for, of several tellings of an event
    the best that fits; None where these are all rows."""
    fitting: Mask
    """All rows of the view without its range: every telling that it asks for."""
    any_day: Mask
    """Those that are shown; the histogram is drawn from these."""
    inside: Mask
    """Those in the range: what the list, the marks and the downloads hold."""
    ask: Ask
    arrange: Arrange = as_they_are

    @property
    def stored(self) -> int:
        """Rows in the whole store."""
        return len(self.columns)

    @property
    def ranged(self) -> bool:
        """Whether the view has a range."""
        return self.view.since is not None or self.view.until is not None

    @cached_property
    def events(self) -> Positions:
        """The first row of each event in the range, newest first."""
        return newest_first(self.columns, self._firsts(self.inside), until=self.view.until)

    @cached_property
    def unplaced(self) -> Positions:
        """Those of ``events`` with no place."""
        return self.events[(self.columns["flags"][self.events] & PLACED) == 0]

    @cached_property
    def undated(self) -> Positions:
        """Events of ``any_day`` with no date, whether they are among ``events`` or beside them."""
        return self._firsts(self.any_day & ~self.columns.flagged(DATED))

    @cached_property
    def doubtful(self) -> int:
        """Events left out because they only may be in the range, and not surely."""
        if not (self.view.sure and self.ranged):
            return 0
        touching = self.any_day & in_range(self.columns, self.view, sure=False)
        return len(self._firsts(touching)) - len(self.events)

    def tray(self, name: str) -> Positions:
        """The events of one list, as the view sorts it: one of ``TRAYS``; none of ``rejected``."""
        found: Positions = self.events[:0] if name == "rejected" else getattr(self, name)
        return self.arrange(name, found)

    @cached_property
    def reports(self) -> int:
        """How many reports tell of the events in the range, of those that the view asks for."""
        return self.columns.reports(self.told)

    @cached_property
    def told(self) -> Positions:
        """First rows of the events in the range report by report, as if none were of several."""
        return self.columns.tellings(self.events, self.fitting)

    def counts(self) -> str:
        """The sums in words."""
        return sentences.counts(
            events=len(self.events),
            reports=self.reports,
            placed=len(self.events) - len(self.unplaced),
            unplaced=len(self.unplaced),
            undated=len(self.undated),
            ranged=self.ranged and not self.view.undated,
            doubtful=self.doubtful,
        )

    def tellings(self, positions: Positions) -> tuple[Telling, ...]:
        """The events whose first rows these are, in this order, with their texts."""
        events = self.columns["event"]
        numbers = [int(events[at]) for at in positions]
        found = by_event(self.ask(numbers)) if numbers else ()
        told = {row_key(row): telling for telling in found for row in telling.rows}
        keys = [self.columns.key(int(at)) for at in positions]
        return tuple(told[key] for key in keys if key in told)

    def place_of(self, key: int | None, tray: str) -> int | None:
        """Which of the tray the event with this row is, counted from 0; None if it is none."""
        at = self._position(key)
        if at is None:
            return None
        found = np.flatnonzero(self.tray(tray) == self._first_of(at))
        return int(found[0]) if len(found) else None

    def find(self, key: int | None) -> EventRow | None:
        """The row with this key among those shown, None where there is none."""
        at = self._position(key)
        if at is None:
            return None
        if not self._listed(at):
            return None
        rows = self.ask([int(self.columns["event"][at])])
        return next((row for row in rows if row_key(row) == key), None)

    def sites(self, row: EventRow) -> tuple[EventRow, ...]:
        """All rows of the event of this one."""
        at = self._position(row_key(row))
        return () if at is None else self.ask([int(self.columns["event"][at])])

    def opened(self, key: int | None) -> int | None:
        """The key to open for this one: that of another report's telling where it is shown instead.

        So a link to what one report tells still opens it where another's stands for both.
        """
        at = self._position(key)
        if at is None or self._listed(at):
            return key
        others = self.columns.told_with(self._first_of(at))
        return next((self.columns.key(int(o)) for o in others if self._listed(int(o))), key)

    def number(self, row: EventRow) -> int | None:
        """The store's number for the event of this row, None where it is not there any more."""
        at = self._position(row_key(row))
        return None if at is None else int(self.columns["event"][at])

    def among(self, numbers: Sequence[int]) -> tuple[EventRow, ...]:
        """The first rows of those events in the range that have these numbers of the store."""
        events = self.columns["event"]
        if not numbers or not len(events):
            return ()
        wanted = np.zeros(max(int(events.max()), *numbers) + 1, dtype=np.bool_)
        wanted[list(numbers)] = True
        return tuple(e.first for e in self.tellings(self.events[wanted[events[self.events]]]))

    def asked(self, rows: Iterable[EventRow]) -> tuple[EventRow, ...]:
        """Of the rows of its events those with a place as precisely known as the view asks for."""
        shapes = self.view.shapes
        return tuple(row for row in rows if not shapes or shape_of(row) in shapes)

    @property
    def asked_rows(self) -> int:
        """How many rows of its events ``asked`` keeps."""
        codes = [SHAPE_CODES[name] for name in self.view.shapes]
        kept = self.inside & self.columns.drawn_as(codes) if codes else self.inside
        return int(np.count_nonzero(kept))

    def _listed(self, position: int) -> bool:
        """Whether the row is in the range, or beside it as undated."""
        dated = int(self.columns["flags"][position]) & DATED
        return bool(self.inside[position] or (self.any_day[position] and not dated))

    def _position(self, key: int | None) -> int | None:
        return None if key is None else self.columns.position(key)

    def _first_of(self, position: int) -> int:
        """Where the rows of an event begin of which this is one."""
        flags = self.columns["flags"]
        while not flags[position] & FIRST:
            position -= 1
        return position

    def _firsts(self, mask: Mask) -> Positions:
        return np.flatnonzero(mask & self.columns.flagged(FIRST))


def by_event(rows: Iterable[EventRow]) -> tuple[Telling, ...]:
    """Rows gathered by event, in the order in which the events first come."""
    gathered: dict[str, list[EventRow]] = {}
    for row in rows:
        gathered.setdefault(row.event_id, []).append(row)
    return tuple(Telling(event_id, tuple(found)) for event_id, found in gathered.items())


def query_of(view: View, kinds: Sequence[str]) -> EventQuery:
    """The view as a question to the store, without its range; ``kinds`` are those it holds."""
    chosen = tuple(kind for kind in kinds if words.group_of(kind) in view.groups)
    # A group of which the store has no kind must give nothing, and not everything.
    named = tuple(kind for name in view.groups for kind in words.GROUPS[name].kinds)
    nothing = (named or ("OTHER",)) if view.groups else ()
    return EventQuery(
        kinds=chosen or nothing,
        statuses=view.statuses,
        text=view.text,
        document_ids=view.documents,
    )


def sheet_of(view: View, columns: Columns, *, matching: Mask | None, ask: Ask) -> Sheet:
    """The sheet for a view; ``matching`` are the rows of the words and reports it asks for."""
    fitting = np.ones(len(columns), dtype=np.bool_) if matching is None else matching.copy()
    if view.groups:
        groups = np.isin(columns.group_codes(), [GROUP_CODES[name] for name in view.groups])
        fitting &= groups[columns["kind"]]
    if view.statuses:
        chosen = np.zeros(256, dtype=np.bool_)
        chosen[[STATUS_CODES[name] for name in view.statuses]] = True
        fitting &= chosen[columns["status"]]
    if view.shapes:
        there = columns.events_with(columns.drawn_as([SHAPE_CODES[name] for name in view.shapes]))
        fitting &= there
        matching = there if matching is None else matching & there
    any_day, shown = fitting, columns.shown(fitting)
    if shown is not None:
        any_day = fitting & shown
        matching = shown if matching is None else matching & shown
    inside = any_day
    if view.since is not None or view.until is not None:
        within = in_range(columns, view, sure=view.sure)
        if view.undated:
            within |= ~columns.flagged(DATED)
        inside = any_day & within
    return Sheet(view, columns, matching, fitting, any_day, inside, ask)


def in_range(columns: Columns, view: View, *, sure: bool) -> Mask:
    """Rows whose days touch the range, both its ends in it; all their days if ``sure``.

    An open end, which may lie anywhere, is never surely in a range that ends on its side.
    """
    first, last = columns["first"], columns["last"]
    kept = columns.flagged(DATED)
    if (since := day_number(view.since)) is not None:
        kept &= (first if sure else last) >= since
    if (until := day_number(view.until)) is not None:
        kept &= (last if sure else first) <= until
    if sure and view.since:
        kept &= ~columns.flagged(OPEN_START)
    if sure and view.until:
        kept &= ~columns.flagged(OPEN_END)
    return kept


def newest_first(columns: Columns, positions: Positions, *, until: date | None) -> Positions:
    """By their last day, at most ``until``; of those with the same the shortest comes first.

    The undated come last. The columns are in that order but for the days after ``until``.
    """
    cut = day_number(until)
    if cut is None:
        return positions
    reach = (columns["last"][positions] >= cut) & columns.flagged(DATED)[positions]
    late = positions[reach]
    return np.concatenate(
        [late[np.argsort(-columns["first"][late], kind="stable")], positions[~reach]]
    )
