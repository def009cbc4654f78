"""Several tellings of one happening in one document become one event with all their evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias

from shapely.geometry.base import BaseGeometry

from geocode.events.labels import alike, surest_label
from geocode.events.lexicon import lexicon
from geocode.events.linking import most_specific
from geocode.events.telling import Telling
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
_LOOK_BACK = 40
"""Events of one concept, and places of one event, that a telling is compared with, the newest:
keeps reading linear."""
_BASIS = {
    "explicit": 0, "relative": 0, "inherited": 1, "news_of_the_day": 2, "vague": 3,
    "dateline_default": 4,
}  # fmt: skip
_STATED = frozenset({"explicit", "relative"})
_LONG = timedelta(days=7)
"""From so many days on what is told of them all is a sum."""
_MOST_TIES = 2
_BESIDE = 3
"""What a toll gains where the happening stands in its own sentence: more than all ties do."""
_MEET_SHARE = 0.2
"""How much of the smaller of two places must lie in the other for them to be one scene."""
_VERBAL = frozenset({"STATEMENT", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})
"""Kinds that are one event only where the same party speaks."""
_NARROW: dict[Precision, int] = {
    "day": 0, "interval": 1, "week": 1, "month": 2, "season": 3, "year": 4, "open": 5,
}  # fmt: skip
_POINT_LIKE = frozenset({"ASSAULT", "ACCIDENT"})
_STATUS_FACTOR: dict[Status, float] = {
    "realised": 1.0, "ongoing": 1.0, "planned": 0.9, "background": 0.7, "denied": 0.7,
    "hypothetical": 0.6,
}  # fmt: skip


def merge(document: Document, tellings: Sequence[Telling]) -> tuple[Event, ...]:
    """Events in the order of their first trigger; a telling that stands for nothing is dropped.

    Two tellings are one event where their words belong to one concept, their days can be the
    same, and their places meet or one names none. Every site of every telling is kept.
    """
    groups: list[_Group] = []
    by_concept: dict[str, list[int]] = {}
    here: dict[tuple[Span, str], int] = {}
    for telling in tellings:
        known = by_concept.setdefault(_family(telling), [])
        beside = here.get((telling.quote, telling.trigger.concept.kind))
        near = known[-_LOOK_BACK:]
        if beside is not None and beside not in near and _is_of_its_own(telling):
            near = [*near, beside]  # "a protest in X turned violent"
        scored = [
            (score, number)
            for number in near
            if (not telling.another or groups[number].tellings[0].quote == telling.quote)
            and (score := _affinity(groups[number], telling)) is not None
        ]
        if scored:
            number = max(scored, key=lambda item: (item[0], -item[1]))[1]
            groups[number].add(telling)
        else:
            number = len(groups)
            known.append(number)
            groups.append(_Group(telling))
        here[telling.quote, telling.trigger.concept.kind] = number
    kept = [g.tellings for g in groups if any(telling.anchored for telling in g.tellings)]
    lasting: dict[str, _Lasting] = {}
    for group in kept:
        when = _best_when(group)
        if when and when.precision == "interval" and when.basis in _STATED:
            lasting.setdefault(group[0].trigger.concept.name, (when, _countries(group)))
    return _nested(kept, tuple(_event(document, group, lasting) for group in kept))


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
        self.heads: set[str] = set()
        self.words: set[str] = set()
        self.concepts: set[str] = set()
        self.label = ""
        self.add(first)

    def add(self, telling: Telling) -> None:
        """Takes in a further telling."""
        self.tellings.append(telling)
        if telling.when is not None:
            self.whens[telling.when] = None
        for place in telling.places:
            self.places.setdefault(_place_name(place), place)
        self.heads |= _heads(telling.actors)
        self.words |= telling.words
        self.concepts.add(telling.trigger.concept.name)
        self.label = surest_label((self.label, telling.label)) if self.label else telling.label


def _family(telling: Telling) -> str:
    """What a telling may be one event with: violence of any words, else its own concept."""
    concept = telling.trigger.concept
    return concept.kind if telling.label else concept.name


def _is_of_its_own(telling: Telling) -> bool:
    """Whether its words belong to no concept of the lexicon: they may tell of any of their kind."""
    return telling.trigger.concept.name.startswith(f"{telling.trigger.concept.kind}: ")


def _place_name(place: Place) -> str:
    return place.best.id if place.best else place.mention.surface.lower()


def _affinity(group: _Group, telling: Telling) -> int | None:
    """How well a telling fits a group; None where it cannot be the same event."""
    shared_place = any(_place_name(place) in group.places for place in telling.places)
    ties = len(group.words & telling.words)
    turned = telling.fresh and telling.label and not ties and not shared_place
    if turned or not _may_be_one(group, telling, shared_place=shared_place):
        return None
    score = int(telling.trigger.concept.name in group.concepts)
    if telling.trigger.lemma in lexicon().outcomes and _tells_beside(group, telling):
        score += _BESIDE
    if telling.label:
        score += min(ties, _MOST_TIES)
    if telling.places and group.places:
        score += 2
    shared = group.heads & _heads(telling.actors)
    if telling.trigger.concept.kind in _VERBAL and not shared:
        return None if telling.trigger.part == "verb" else score
    return score + 2 * bool(shared)


def _tells_beside(group: _Group, telling: Telling) -> bool:
    """Whether one of a group stands in the same sentence: "a shell hit a camp, killing 14"."""
    told = group.tellings[-_LOOK_BACK:]
    return any(one.trigger.sentence == telling.trigger.sentence for one in told)


def _may_be_one(group: _Group, telling: Telling, *, shared_place: bool) -> bool:
    """Whether nothing keeps a telling and a group apart: status, sort, days, places, a caption."""
    first = group.tellings[0]
    same_mode = _same_mode(first.status, telling.status) or _recalls(first, telling)
    if not (same_mode and alike(group.label, telling.label)):
        return False
    if not all(_same_days(when, telling.when) for when in group.whens):
        return False
    told = group.tellings[-_LOOK_BACK:]
    in_sum = not shared_place and any(
        _sums_up(one, telling) or _sums_up(telling, one) for one in told
    )
    lost = telling.lost if group.places else all(told.lost for told in group.tellings)
    one_lost = bool(lost) and bool(group.places) != bool(telling.places)
    if in_sum or one_lost or (not group.places and _lost_apart(told, telling)):
        return False
    if shared_place or not telling.places:
        return True
    if "caption" in {telling.block, first.block}:
        return False  # a caption shows the text's own scene only where it names the same place
    known = list(group.places.values())[-_LOOK_BACK:]
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


def _heads(names: Iterable[str]) -> set[str]:
    """The last word of each name, by which parties are compared."""
    return {name.split()[-1].lower() for name in names}


def _same_mode(first: Status, second: Status) -> bool:
    news = {"realised", "ongoing"}
    return first == second or (first in news and second in news)


def _recalls(first: Telling, telling: Telling) -> bool:
    """Whether an undated telling comes back to what was told of the past in the same words."""
    dated = telling.when is not None and not telling.when.assumed
    same = first.trigger.lemma == telling.trigger.lemma
    return first.status == "background" and telling.status == "realised" and same and not dated


def _same_days(first: TimeSpan | None, second: TimeSpan | None) -> bool:
    if first is None or second is None or first.assumed or second.assumed:
        return True
    starts_late = first.earliest and second.latest and first.earliest > second.latest
    ends_early = first.latest and second.earliest and first.latest < second.earliest
    return not (starts_late or ends_early)


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
    # "planned to murder him and film the killing" tells of no killing that was.
    first = group[0]
    unreal = first.status in {"planned", "hypothetical", "denied"}
    found: set[Status] = {
        telling.status for telling in group if not (unreal and telling.quote == first.quote)
    }
    order: tuple[Status, ...] = ("ongoing", "realised")
    if group[0].status == "background":
        return "background"
    for status in order:
        if status in found:
            return status
    return group[0].status


def _distinct_places(group: Sequence[Telling]) -> tuple[Place, ...]:
    """Each place once, by entry and wording, in text order; the surest naming of it wins."""
    kept: dict[tuple[str, str], Place] = {}
    for telling in group:
        for place in telling.places:
            key = (_place_name(place), place.relation)
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
