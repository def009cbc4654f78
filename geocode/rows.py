"""What is asked of the store and what it answers: a query, flat rows, counts that add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shapely.geometry.base import BaseGeometry

from geocode.errors import InputError


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events to give. Empty tuples, empty text and None ask for all.

    A range keeps the events that are ``EventRow.within`` it: whose days overlap ``[since, until]``,
    both ends inclusive. An event with one open end ("before Monday") counts at the end it has,
    lest everything ever said to be over be in every filter of the past. A range leaves out
    undated events, which are counted apart.

    Kinds, statuses, words and documents are asked of each telling of an event, days and places of
    the telling that is shown: the best of those that fit.

    Raises: InputError where ``since`` is later than ``until``.
    """

    since: date | None = None
    until: date | None = None
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    text: str = ""
    """Words that must all occur, however spelled, in quote, place, kind, people or source."""
    placed: bool | None = None
    dated: bool | None = None
    document_ids: tuple[str, ...] = ()
    happening_ids: tuple[str, ...] = ()
    apart: bool = False
    """Whether each report's event stands by itself, as if nothing had been joined."""

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise InputError(
                f"the range begins on {self.since} and ends before, on {self.until}; swap its ends"
            )


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event at one site, or an event with no place: then all from ``place`` on are None.

    Offsets count code points of the document's text, half-open; ``quote`` begins at
    ``quote_start``.
    """

    event_id: str
    happening_id: str
    """Identifier that all tellings of the event share; its own where it is told in one report."""
    kind: str
    label: str
    """Sort of violence, after ACLED's sub-events; "" for other kinds."""
    status: str
    earliest: date | None
    latest: date | None
    date_precision: str | None
    date_basis: str | None
    acled_time_precision: int | None
    ucdp_date_prec: int | None
    place: str | None
    place_id: str | None
    feature: str | None
    country: str | None
    relation: str | None
    role: str | None
    lon: float | None
    lat: float | None
    geometry: BaseGeometry | None
    precision_m: float | None
    acled_geo_precision: int | None
    ucdp_where_prec: int | None
    confidence: float
    reasons: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    quote: str
    quote_start: int
    trigger_start: int
    trigger_end: int
    place_start: int | None
    place_end: int | None
    date_start: int | None
    date_end: int | None
    part_of: str | None
    """``happening_id`` of the larger event that a report says it was part of."""
    reports: int
    """How many reports tell of it, this one among them."""
    tellings: int
    """How many sentences do, in all of them."""
    document_id: str
    doc_id: str | None
    source: str | None
    url: str | None
    published: date | None
    sha256: str
    confirmed: bool = False
    """Whether a person has looked at it and says it is right as it stands."""
    corrected_by: str | None = None
    """Who made the last of the corrections that hold; None where there is none."""
    corrected_when: str | None = None
    """When, as 2022-02-14T09:30:00+00:00."""
    corrected_why: str | None = None
    """"" where no reason was given."""
    notes: tuple[str, ...] = ()
    """What people have noted beside it, first to last."""

    @property
    def placed(self) -> bool:
        """Whether it has a geometry."""
        return self.geometry is not None

    @property
    def dated(self) -> bool:
        """Whether it has at least one known end."""
        return self.earliest is not None or self.latest is not None

    def within(self, since: date | None, until: date | None) -> bool:
        """Whether it falls in the range from ``since`` to ``until``, both days inclusive.

        None leaves that side of the range open; with both None all is within. An event with one
        open end counts at the end it has; an undated one is in no range.
        """
        first, last = self.earliest or self.latest, self.latest or self.earliest
        if first is None or last is None:
            return since is None and until is None
        return (until is None or first <= until) and (since is None or last >= since)


@dataclass(frozen=True, slots=True)
class Report:
    """What one report says of an event that several tell of."""

    event_id: str
    document_id: str
    doc_id: str | None
    source: str | None
    url: str | None
    published: date | None
    quotes: tuple[str, ...]
    """Its sentences that tell of it, in text order."""
    why: tuple[str, ...]
    """Why it is taken for the same as earlier reports' event; () in the earliest."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is. ``events = placed + unplaced = dated + undated = told - joined``.

    An event with several sites is one event, and so is one that several reports tell of; ``sites``
    counts its rows with a geometry.
    """

    documents: int
    rejected: int
    mentions: int
    mentions_by_role: tuple[tuple[str, int], ...]
    """Pairs by role; they sum to ``mentions`` (composed places are no mentions)."""
    resolved: int
    """Mentions with a gazetteer entry."""
    told: int
    """Events report by report, before those of several reports were joined."""
    joined: int
    """Those of ``told`` that are further reports of an event."""
    reports: int
    """Documents that tell of at least one of the events."""
    events: int
    placed: int
    unplaced: int
    dated: int
    undated: int
    sites: int
    events_by_kind: tuple[tuple[str, int], ...]
    dismissed: int = 0
    """Events that a person rejected: in the whole store, and in none of the other figures."""
