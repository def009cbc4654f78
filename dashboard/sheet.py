"""What one run of the page shows: the rows a view asks for, and sums that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard import words
from dashboard.layers.feed import row_key
from dashboard.view import View
from geocode import EventQuery, EventRow


@dataclass(frozen=True, slots=True)
class Files:
    """Where the store and the gazetteer lie."""

    store: Path
    gazetteer: Path


@dataclass(frozen=True, slots=True)
class Setting:
    """Around the sheet: where its files are, by day or night, offline or not."""

    files: Files
    dark: bool = False
    online: bool = False


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


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that a view shows. Events are counted once, however many places they have."""

    view: View
    any_day: tuple[EventRow, ...]
    """Rows of the view without its range; the map and the histogram are drawn from these."""
    events: tuple[Telling, ...]
    """In the range: what the list, the marks and the downloads hold."""
    undated: tuple[Telling, ...]
    """Of ``any_day``. Part of ``events`` while no range is set, beside it otherwise."""
    stored: int
    """Events in the whole store."""
    reporting: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """The documents that tell of an event, by its ``happening_id``, where they are several."""

    @property
    def ranged(self) -> bool:
        """Whether the view has a range, which leaves undated events out."""
        return self.view.since is not None or self.view.until is not None

    @property
    def unplaced(self) -> tuple[Telling, ...]:
        """Events in the range with no place."""
        return tuple(event for event in self.events if not event.placed)

    @property
    def rows(self) -> tuple[EventRow, ...]:
        """The rows of the events in the range, in their order."""
        return tuple(row for event in self.events for row in event.rows)

    def tray(self, name: str) -> tuple[Telling, ...]:
        """The events of one list: ``events``, ``unplaced`` or ``undated``."""
        return {"events": self.events, "unplaced": self.unplaced, "undated": self.undated}[name]

    @property
    def reports(self) -> frozenset[str]:
        """The documents that tell of the events in the range, of those the view names if any."""
        named = {event.first.document_id for event in self.events}
        told = named.union(
            *(self.reporting.get(event.first.happening_id, ()) for event in self.events)
        )
        return frozenset(told.intersection(self.view.documents) if self.view.documents else told)

    def counts(self) -> str:
        """The sums in words."""
        placed = sum(event.placed for event in self.events)
        return words.counts(
            events=len(self.events),
            reports=len(self.reports),
            placed=placed,
            unplaced=len(self.events) - placed,
            undated=len(self.undated),
            ranged=self.ranged,
        )

    def find(self, key: int | None) -> EventRow | None:
        """The row with this key among those shown, None where there is none."""
        shown = (*self.rows, *(row for event in self.undated for row in event.rows))
        return next((row for row in shown if row_key(row) == key), None)

    def shown(self, happening_id: str | None) -> EventRow | None:
        """The first row of an event by what all its tellings share; None where it is not shown."""
        return next((e.first for e in self.events if e.first.happening_id == happening_id), None)


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


def sheet_of(
    view: View,
    *,
    stored: int,
    ask: Callable[[View], tuple[EventRow, ...]],
    reporting: Mapping[str, frozenset[str]] | None = None,
) -> Sheet:
    """The sheet for a view; ``ask`` gives the rows for it on any day."""
    any_day = ask(view)
    inside = tuple(row for row in any_day if row.within(view.since, view.until))
    undated = tuple(row for row in any_day if not row.dated)
    events = _newest_first(by_event(inside), until=view.until or date.max)
    return Sheet(view, any_day, events, by_event(undated), stored, reporting or {})


def _newest_first(events: tuple[Telling, ...], *, until: date) -> tuple[Telling, ...]:
    """By their last day, at most ``until``; of those with the same the shortest comes first.

    The undated come last.
    """

    def rank(event: Telling) -> tuple[int, int]:
        first, last = event.first.earliest, event.first.latest
        if last is None and first is None:
            return (0, 0)
        ends = first or last or until, last or first or until
        return (-min(ends[1], until).toordinal(), -ends[0].toordinal())

    return tuple(sorted(events, key=rank))
