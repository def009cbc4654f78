"""Several tellings of one happening in one document become one event with all their evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

from shapely.geometry.base import BaseGeometry

from geocode.events.coreference import days_meet, family_of, log_odds, may_corefer, name_of
from geocode.events.labels import alike, surest_label
from geocode.events.linking import most_specific
from geocode.events.status import status_at
from geocode.events.telling import Telling
from geocode.places.roles.clauses import Sentence
from geocode.records import (
    Document,
    Event,
    Evidence,
    Place,
    Precision,
    Span,
    Status,
    TimeSpan,
)

_Lasting: TypeAlias = tuple[TimeSpan, frozenset[str]]
"""An interval, and the codes of the countries that it is told of."""
LOOK_BACK = 25
"""Tellings of its family, and places of one event, that a telling is compared with, the newest:
keeps reading linear."""
TIED = -0.9
"""Log odds, mean of the likeliest of the tellings compared and of all, above which it is one event.
Source: a few values tried by ``benchmarks/train_coreference.py --check``."""
_BASIS = {
    "explicit": 0, "relative": 0, "inherited": 1, "news_of_the_day": 2, "vague": 3,
    "dateline_default": 4,
}  # fmt: skip
_STATED = frozenset({"explicit", "relative"})
_LONG = timedelta(days=7)
"""From so many days on what is told of them all is a sum."""
_MEET_SHARE = 0.2
"""How much of the smaller of two places must lie in the other for them to be one scene."""
_NARROW: dict[Precision, int] = {
    "day": 0, "interval": 1, "week": 1, "month": 2, "season": 3, "year": 4, "open": 5,
}  # fmt: skip
_POINT_LIKE = frozenset({"ASSAULT", "ACCIDENT"})
_STATUS_FACTOR: dict[Status, float] = {
    "realised": 1.0, "ongoing": 1.0, "planned": 0.9, "background": 0.7, "denied": 0.7,
    "hypothetical": 0.6,
}  # fmt: skip


def merge(
    document: Document, read: Sequence[Sentence], tellings: Sequence[Telling]
) -> tuple[Event, ...]:
    """Events in the order of their first trigger; a telling that stands for nothing is dropped.

    A telling joins the event of the tellings before it that it is likeliest to be of, if that is
    likely enough and nothing parts them for certain: their days can be the same, their places meet
    or one names none, neither is denied or long past alone, and the text does not turn to another.
    Every site of every telling is kept.
    """
    groups: list[_Group] = []
    by_family: dict[str, list[tuple[Telling, int]]] = {}
    for telling in tellings:
        odds: dict[int, list[float]] = {}
        recent = by_family.setdefault(family_of(telling), [])
        for before, number in recent[-LOOK_BACK:]:
            if may_corefer(before, telling):
                odds.setdefault(number, []).append(log_odds(read, before, telling))
        number = _likeliest(groups, telling, odds)
        if number is None:
            number = len(groups)
            groups.append(_Group(telling))
        else:
            groups[number].add(telling)
        recent.append((telling, number))
    kept = [g.tellings for g in groups if any(telling.anchored for telling in g.tellings)]
    lasting: dict[str, _Lasting] = {}
    for group in kept:
        when = _best_when(group)
        if when and when.precision == "interval" and when.basis in _STATED:
            lasting.setdefault(group[0].trigger.concept.name, (when, _countries(group)))
    return _nested(kept, tuple(_event(document, group, lasting) for group in kept))


def _likeliest(
    groups: Sequence[_Group], telling: Telling, odds: Mapping[int, Sequence[float]]
) -> int | None:
    """The group that a telling is likeliest of; None where it is likelier of none.

    ``odds``: the log odds with each telling of a group.
    """
    scored = [
        ((max(found) + sum(found) / len(found)) / 2, number) for number, found in odds.items()
    ]
    for score, number in sorted(scored, reverse=True):
        if score <= TIED:
            break
        if _may_be_one(groups[number], telling):
            return number
    return None


def as_one(document: Document, tellings: Sequence[Telling]) -> Event:
    """One event of all the tellings, whatever they say."""
    return _event(document, tellings, {})


def _nested(groups: Sequence[Sequence[Telling]], events: Sequence[Event]) -> tuple[Event, ...]:
    """The events, each with the larger one that a telling of it says it was part of."""
    by_trigger = {
        telling.trigger.span.start: event.id
        for group, event in zip(groups, events, strict=True)
        for telling in group
    }
    out: list[Event] = []
    for group, event in zip(groups, events, strict=True):
        found = (by_trigger.get(t.within) for t in group if t.within is not None)
        owner = next((known for known in found if known not in {None, event.id}), None)
        out.append(replace(event, part_of=owner) if owner else event)
    return tuple(out)


def _inherited(group: Sequence[Telling], lasting: Mapping[str, _Lasting]) -> TimeSpan | None:
    """The interval an undated further scene takes over from another of the same concept.

    A caption takes none: what it shows may be another party's doing. Nor does what is told of
    another country.
    """
    when = _best_when(group)
    found = lasting.get(group[0].trigger.concept.name)
    open_ended = when is not None and when.basis == "dateline_default"
    if found is None or not open_ended or group[0].block == "caption":
        return when
    interval, there = found
    here = _countries(group)
    abroad = here and there and here.isdisjoint(there)
    return when if abroad else replace(interval, basis="inherited")


def _countries(group: Sequence[Telling]) -> frozenset[str]:
    """Codes of the countries that the places of some tellings lie in."""
    found = (place.best for telling in group for place in telling.places)
    return frozenset(best.country for best in found if best is not None and best.country)


class _Group:
    """Tellings of one event so far; what they share is kept once, so that comparing stays cheap."""

    def __init__(self, first: Telling) -> None:
        self.tellings: list[Telling] = []
        self.whens: dict[TimeSpan, None] = {}
        self.places: dict[str, Place] = {}
        self.label = ""
        self.add(first)

    def add(self, telling: Telling) -> None:
        """Takes in a further telling."""
        self.tellings.append(telling)
        if telling.when is not None and not telling.when.assumed:
            self.whens[telling.when] = None
        for place in telling.places:
            self.places.setdefault(name_of(place), place)
        self.label = surest_label((self.label, telling.label)) if self.label else telling.label


def _may_be_one(group: _Group, telling: Telling) -> bool:
    """Whether nothing parts a telling and a group for certain."""
    first, when = group.tellings[0], telling.when
    if _is_of_other_standing(first, telling):
        return False
    if telling.another and first.quote != telling.quote:
        return False
    if when and not when.assumed and not all(days_meet(known, when) for known in group.whens):
        return False
    if not alike(group.label, telling.label) or _turns_away(group, telling):
        return False
    return _may_be_there(group, telling)


def _is_of_other_standing(first: Telling, second: Telling) -> bool:
    """Whether one is denied and the other not, or one is long past and either has a day."""
    statuses = {first.status, second.status}
    if len(statuses) == 1:
        return False
    stated = any(t.when is not None and not t.when.assumed for t in (first, second))
    return "denied" in statuses or ("background" in statuses and stated)


def _turns_away(group: _Group, telling: Telling) -> bool:
    """Whether a sentence turns to other violence: "Meanwhile, gunmen ambushed a bus in X"."""
    return (
        telling.fresh
        and bool(telling.label)
        and not any(telling.words & told.words for told in group.tellings[-LOOK_BACK:])
        and not any(name_of(place) in group.places for place in telling.places)
    )


def _may_be_there(group: _Group, telling: Telling) -> bool:
    """Whether a telling may be where a group is: sums of whole countries, captions, lost names."""
    told = group.tellings[-LOOK_BACK:]
    if any(name_of(place) in group.places for place in telling.places):
        return True
    in_sum = any(_sums_up(one, telling) or _sums_up(telling, one) for one in told)
    lost = telling.lost if group.places else all(told.lost for told in group.tellings)
    one_lost = bool(lost) and bool(group.places) != bool(telling.places)
    if in_sum or one_lost or (not group.places and _lost_apart(told, telling)):
        return False
    if not telling.places:
        return True
    if "caption" in {telling.block, group.tellings[0].block}:
        return False  # a caption shows the text's own scene only where it names the same place
    known = list(group.places.values())[-LOOK_BACK:]
    return not known or any(_places_meet(a, b) for a in known for b in telling.places)


def _lost_apart(told: Sequence[Telling], telling: Telling) -> bool:
    """Whether a sentence names other sites than those before, though nobody could place any."""
    return bool(telling.lost) and any(
        one.lost and one.lost.isdisjoint(telling.lost) for one in told
    )


def _sums_up(whole: Telling, part: Telling) -> bool:
    """Whether one tells what a country or division saw over days, the other one day and spot in it.

    "Floods have killed 120 across Afghanistan since April" is no news of Herat's on Wednesday.
    """
    days, day = whole.when, part.when
    if days is None or day is None or day.precision != "day" or not (whole.places and part.places):
        return False
    if days.precision != "interval" or not {days.basis, day.basis} <= _STATED:
        return False
    if days.earliest and days.latest and days.latest - days.earliest < _LONG:
        return False
    return all(any(_holds(wide, place) for wide in whole.places) for place in part.places)


def _holds(wide: Place, place: Place) -> bool:
    """Whether a place is named as one within a country or a first-order division."""
    if wide.best is None or place.best is None or wide.best.country != place.best.country:
        return False
    if place.best.feature.startswith("PCL") or wide.best.id == place.best.id:
        return False
    return wide.best.feature.startswith("PCL") or wide.best.id == place.best.admin1


def _places_meet(first: Place, second: Place) -> bool:
    if first.best and second.best and first.best.id == second.best.id:
        return True
    if first.geometry is None or second.geometry is None:
        return False
    return _overlap(first.geometry, second.geometry) > _MEET_SHARE


def _overlap(first: BaseGeometry, second: BaseGeometry) -> float:
    """Share of the smaller (by area, else length, else 1) that lies in the other, 0..1."""
    if not first.intersects(second):
        return 0.0
    if first.area and second.area:
        return float(first.intersection(second).area / min(first.area, second.area))
    lines = [shape.length for shape in (first, second) if not shape.area and shape.length]
    if lines:
        return float(first.intersection(second).length / min(lines))
    return 1.0


def _event(document: Document, group: Sequence[Telling], lasting: Mapping[str, _Lasting]) -> Event:
    first = group[0]
    when = _inherited(group, lasting)
    places = _distinct_places(group)
    status = _status(group)
    if when and when.earliest and document.published and when.earliest > document.published:
        status = status_at(status, when, document.published)
    digest = hashlib.sha256(
        f"{document.id}:{first.trigger.span.start}:{first.trigger.span.end}".encode()
    ).hexdigest()
    return Event(
        id=digest[:16],
        kind=first.trigger.concept.kind,
        status=status,
        actors=_distinct(name for telling in group for name in telling.actors),
        recipients=_distinct(name for telling in group for name in telling.recipients),
        when=when,
        places=places,
        evidence=tuple(item for telling in group for item in _evidence(document, telling)),
        part_of=None,
        confidence=_confidence(group, places, status),
        label=surest_label((telling.label for telling in group), language=document.language),
    )


def _evidence(document: Document, telling: Telling) -> tuple[Evidence, ...]:
    spans: list[Span | None] = [place.mention.span for place in telling.places]
    return tuple(
        Evidence(document.id, telling.quote, telling.trigger.span, span, telling.date)
        for span in spans or [None]
    )


def _best_when(group: Sequence[Telling]) -> TimeSpan | None:
    """The best founded and narrowest; a stated duration holds for the whole of what can last."""
    known = [telling.when for telling in group if telling.when is not None]
    if not known:
        return None
    lasts = group[0].trigger.concept.kind not in _POINT_LIKE
    bounded = [w for w in known if w.precision == "interval" and w.earliest and w.latest]
    if lasts and bounded:
        return min(bounded, key=lambda w: _BASIS[w.basis])
    return min(known, key=lambda w: (_BASIS[w.basis], _NARROW[w.precision]))


def _status(group: Sequence[Telling]) -> Status:
    # "planned to murder him and film the killing" tells of no killing that was; nor does "the
    # attack would be the largest" behind "plans to attack".
    first = group[0]
    unreal = first.status in {"planned", "hypothetical", "denied"}
    found: set[Status] = {
        telling.status
        for telling in group
        if not (unreal and (telling.quote == first.quote or _only_names(telling)))
    }
    order: tuple[Status, ...] = ("ongoing", "realised")
    if group[0].status == "background":
        return "background"
    for status in order:
        if status in found:
            return status
    return group[0].status


def _only_names(telling: Telling) -> bool:
    """Whether a noun without a day of its own tells it: it may be of what was told before."""
    stated = telling.when is not None and not telling.when.assumed
    return telling.trigger.part == "noun" and not stated


def _distinct_places(group: Sequence[Telling]) -> tuple[Place, ...]:
    """Each place once, by entry and wording, in text order; the surest naming of it wins."""
    kept: dict[tuple[str, str], Place] = {}
    for telling in group:
        for place in telling.places:
            key = (name_of(place), place.relation)
            if key not in kept or place.confidence > kept[key].confidence:
                kept[key] = place
    return tuple(sorted(most_specific(tuple(kept.values())), key=lambda p: p.mention.span))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _confidence(group: Sequence[Telling], places: Sequence[Place], status: Status) -> float:
    """Surest trigger x status x surest place (0.9 where none), x 0.95 if told only once."""
    trigger = max(telling.trigger.strength for telling in group)
    place = max((place.confidence for place in places), default=0.9)
    twice = 1.0 if len(group) > 1 else 0.95
    return round(trigger * _STATUS_FACTOR[status] * place * twice, 4)
