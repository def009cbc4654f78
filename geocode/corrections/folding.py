"""The log folded: which corrections hold, and what an event is after those that do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geocode.corrections.changes import (
    Anchor,
    Confirmed,
    Correction,
    Dated,
    Dismissed,
    Drawn,
    InRole,
    OfKind,
    OfStatus,
    Placed,
    Remark,
    Undone,
)
from geocode.geometry import disc, equal_area_radius_m
from geocode.records import Event, Mention, Place, Span, TimeSpan

SPOT_M = 100.0
"""Radius in metres within which a point that a person set stands for what it means."""
LINE_M = 1000.0
"""… and half the width of a line that a person drew."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """An event as it stands after its corrections."""

    event: Event
    confirmed: bool = False
    dismissed: bool = False
    remarks: tuple[str, ...] = ()
    last: Correction | None = None
    """The one that was made last of those that hold, notes apart."""


@dataclass(frozen=True, slots=True)
class Known:
    """An event of a store as far as an anchor is compared with it; ``key`` is the store's own."""

    key: int
    id: str
    kind: str
    triggers: tuple[Span, ...]


def undone_by(log: Iterable[Correction]) -> dict[int, int]:
    """By the number of each entry that does not hold, that of the entry that undoes it.

    An entry undoes earlier ones only, so what is undone is known from the last backwards.
    """
    undone: dict[int, int] = {}
    for entry in sorted(log, key=lambda e: -e.number):
        change = entry.change
        if entry.number in undone or not isinstance(change, Undone):
            continue
        if change.number < entry.number:
            undone.setdefault(change.number, entry.number)
    return undone


def holding(log: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those that no other undoes, by when they were made; the undoing itself is left out."""
    log = tuple(log)
    undone = undone_by(log)
    kept = [e for e in log if e.number not in undone and not isinstance(e.change, Undone)]
    return tuple(sorted(kept, key=lambda e: (e.made, e.number)))


def found(anchor: Anchor, events: Iterable[Known]) -> int | None:
    """The key of the event of its report that an anchor means, None where it is gone.

    That is the one of the same identifier, else the one of the same kind whose trigger overlaps
    the anchor's most.
    """
    events = tuple(events)
    for event in events:
        if event.id == anchor.event_id:
            return event.key
    shared = {
        event.key: max((_shared(anchor.trigger, t) for t in event.triggers), default=0)
        for event in events
        if event.kind == anchor.kind
    }
    best = max(shared, key=lambda key: (shared[key], -key), default=None)
    return best if best is not None and shared[best] > 0 else None


def apply(event: Event, log: Iterable[Correction], *, places: Sequence[Place] = ()) -> Corrected:
    """The event after the corrections of it that hold, in the order of ``holding``.

    ``places`` are those of its reading, of which one may become a site. What a correction refers
    to and is not there any more is passed over. Merges and splits change no event by itself.
    """
    now = Corrected(event)
    for entry in log:
        now = _after(now, entry, places)
        if not isinstance(entry.change, Remark):
            now = replace(now, last=entry)
    return now


def _after(now: Corrected, entry: Correction, places: Sequence[Place]) -> Corrected:
    match entry.change:
        case Dismissed():
            made = replace(now, dismissed=True, confirmed=False)
        case Confirmed():
            made = replace(now, confirmed=True, dismissed=False)
        case Remark(text):
            made = replace(now, remarks=(*now.remarks, text))
        case _:
            made = replace(now, event=_changed(now.event, entry, places))
    return made


def _changed(event: Event, entry: Correction, places: Sequence[Place]) -> Event:
    match entry.change:
        case Placed() | Drawn():
            sites = _with_site(event, _site(event, entry, places), entry.change.at)
            made = replace(event, places=sites)
        case Dated(earliest, latest, precision):
            made = replace(event, when=TimeSpan(earliest, latest, precision, "by_hand"))
        case OfKind(kind):
            made = replace(event, kind=kind, label=event.label if kind == event.kind else "")
        case OfStatus(status):
            made = replace(event, status=status)
        case InRole(at, role):
            sites = _in_role(event, at, places) if role == "site" else _without(event, at)
            made = replace(event, places=sites)
        case _:
            made = event
    return made


def _site(event: Event, entry: Correction, places: Sequence[Place]) -> Place:
    """The place that a person gave."""
    change = entry.change
    assert isinstance(change, Placed | Drawn)
    if isinstance(change, Placed):
        best, name = change.entry, change.entry.name
        geometry, precision_m, relation = change.geometry, change.precision_m, change.relation
    else:
        best, name, relation = None, change.name or _coordinates(change), "in"
        geometry, precision_m = ground(change)
        relation = "near" if change.radius_m else relation
    reason = f"{entry.who} placed it by hand"
    return Place(
        mention=_mention(event, change.at, name, places, renamed=best is None),
        best=best,
        others=(),
        confidence=1.0,
        relation=relation,
        role="site",
        geometry=geometry,
        precision_m=precision_m,
        why=(reason, entry.why) if entry.why else (reason,),
    )


def ground(change: Drawn) -> tuple[BaseGeometry, float]:
    """What is drawn on the map, and within how many metres of it the event happened."""
    geometry = change.geometry
    if change.radius_m and isinstance(geometry, Point):
        return disc(geometry.x, geometry.y, change.radius_m), change.radius_m
    if geometry.area:
        return geometry, equal_area_radius_m(geometry)
    return geometry, LINE_M if geometry.length else SPOT_M


def _coordinates(change: Drawn) -> str:
    """A name for a place that was given none: where it lies, as ISO 6709 orders it, lat and lon."""
    point = change.geometry.representative_point()
    return f"{point.y:.4f}, {point.x:.4f}"


def _mention(
    event: Event, at: Span | None, name: str, places: Sequence[Place], *, renamed: bool
) -> Mention:
    """The words that name the place: those of the report, else none but under the given name."""
    known = _at(at, (*event.places, *places)) if at else None
    if known is not None:
        return replace(known.mention, surface=name) if renamed else known.mention
    start = event.evidence[0].trigger.start
    document_id = event.evidence[0].document_id
    return Mention(document_id, at or Span(start, start), name, "phrase")


def _with_site(event: Event, site: Place, at: Span | None) -> tuple[Place, ...]:
    """The event's sites with one put in the place of what stood at these words, else added."""
    old = _at(at or site.mention.span, event.places)
    if old is None:
        return (*event.places, site)
    return tuple(site if place is old else place for place in event.places)


def _in_role(event: Event, at: Span, places: Sequence[Place]) -> tuple[Place, ...]:
    place = _at(at, places)
    if place is None or _at(at, event.places) is not None:
        return event.places
    return (*event.places, replace(place, role="site"))


def _without(event: Event, at: Span) -> tuple[Place, ...]:
    old = _at(at, event.places)
    return tuple(place for place in event.places if place is not old)


def _at(at: Span, places: Iterable[Place]) -> Place | None:
    """The place that these words name: exactly, else the one that shares most with them."""
    places = tuple(places)
    for place in places:
        if place.mention.span == at:
            return place
    best = max(places, key=lambda place: _shared(at, place.mention.span), default=None)
    return best if best is not None and _shared(at, best.mention.span) > 0 else None


def _shared(one: Span, other: Span) -> int:
    """Code points that both cover."""
    return max(0, min(one.end, other.end) - max(one.start, other.start))
