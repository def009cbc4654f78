"""What a document's violent events come to once all their tellings are weighed together."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from geocode.errors import ModelError
from geocode.events.incidents.features import (
    Features,
    date_features,
    event_features,
    no_date_features,
    no_place_features,
    place_features,
)
from geocode.events.incidents.scene import Named, Scene, Told, near, scene, tellings_of
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention, Document, Event, Place, TimeSpan

_IS_ONE = 0.35
"""Below it what neither day nor place of its own stands for is talk of violence, no event."""
_IS_THERE = 0.3
"""Share of the likeliest place at which an event without one, or with a country alone, takes it."""
_IS_THEN = 0.5
"""Share of the likeliest day at which an event whose sentences state none, or several, takes it."""
_IS_OTHERWISE = 0.6
"""The same where another day is stated. Source: a few values of each on every third report of those
learnt from, with weights of the other two thirds, and our own reports."""
_UNWEIGHED = frozenset({"battle"})
"""Labels of which nothing was learnt."""
_NEWS = frozenset({"realised", "ongoing", "background"})


VERSION = 1
"""Of the features; weights trained on others are refused."""
_REMEDY = "run: python benchmarks/train_incidents.py FOLDER_WITH_THE_SETS"


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    return read_weights(resources.files("geocode.events.incidents") / "weights")


def read_weights(folder: Traversable) -> Mapping[str, Mapping[str, float]]:
    """The weights of the models "event", "place" and "date", in ``incidents.json`` in ``folder``.

    Raises: ModelError where they are missing or of another version.
    """
    try:
        raw = json.loads((folder / "incidents.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"The weights of incidents cannot be read; {_REMEDY}") from error
    if raw.get("version") != VERSION:
        raise ModelError(f"The weights of incidents are of another version; {_REMEDY}")
    return raw["weights"]


def settle(
    document: Document,
    read: Sequence[Sentence],
    events: Sequence[Event],
    places: Sequence[Place],
    dates: Sequence[DateMention],
    *,
    given: bool = False,
) -> tuple[Event, ...]:
    """The events, those of violence weighed as wholes: left out, placed or dated anew.

    ``given``: they are known to be events, and none is left out.

    Source: three maximum-entropy models learnt by ``benchmarks/train_incidents.py``.
    """
    if not (given or any(event.label for event in events)):
        return tuple(events)
    seen = scene(document, read, places, dates, events)
    out: list[Event] = []
    for event in events:
        if not given and (not event.label or event.status not in _NEWS):
            out.append(event)
            continue
        told = tellings_of(seen, event)
        anchored = any(item.place or item.date for item in event.evidence)
        kept = given or anchored or event.label in _UNWEIGHED or event.status == "background"
        if kept or chance(seen, event) >= _IS_ONE:
            placed = _placed(seen, event, told, given=given)
            out.append(_dated(seen, placed, told, given=given))
    known = {event.id for event in out}
    return tuple(e if e.part_of in known else replace(e, part_of=None) for e in out)


def chance(seen: Scene, event: Event) -> float:
    """How likely an event of violence is news of one happening, not talk of violence, 0..1."""
    features = event_features(seen, event, tellings_of(seen, event))
    return 1 / (1 + math.exp(-_score(_weights()["event"], features)))


def _score(weights: Mapping[str, float], features: Features) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def _best(
    what: str, options: Sequence[tuple[Features, list[Named] | None]], *, but_none: bool = False
) -> tuple[float, list[Named] | None]:
    """The likeliest option, or the likeliest that is something, with its probability."""
    scores = [_score(_weights()[what], features) for features, _ in options]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    known = range(len(scores) - (but_none and len(scores) > 1))
    at = max(known, key=scores.__getitem__)
    return shares[at] / sum(shares), options[at][1]


def _placed(seen: Scene, event: Event, told: Sequence[Told], *, given: bool) -> Event:
    """The event with a place where it had none, or a finer one within its country or division.

    Unless it is ``given``, of its tellings' own sentences alone: a mark that another sentence
    lends may be another event's.
    """
    around = near(seen, told, "places")
    options: list[tuple[Features, list[Named] | None]] = [
        (place_features(seen, event, told, named), named) for named in around.values()
    ]
    options.append((no_place_features(event, told), None))
    share, named = _best("place", options, but_none=True)
    if named is None or (not given and (share < _IS_THERE or not _stands_in(told, named))):
        return event
    if any(p.best and p.best.id == named[0].key for p in event.places):
        return event
    if event.places and not any(_refines(named[0], place) for place in event.places):
        return event
    best = min(named, key=lambda n: min(abs(n.sentence - t.sentence) for t in told)).place
    assert best is not None
    why = f"the tellings of the event as a whole point here ({share:.2f})"
    return replace(event, places=(replace(best, role="site", why=(*best.why, why)),))


def _stands_in(told: Sequence[Told], named: Sequence[Named]) -> bool:
    """Whether a place or day is named in the sentence of one of the tellings."""
    sentences = {telling.sentence for telling in told}
    return any(each.sentence in sentences for each in named)


def _refines(named: Named, place: Place) -> bool:
    """Whether a place lies in the country or division that is all an event has so far."""
    finer = named.place.best if named.place else None
    if finer is None or place.best is None or finer.country != place.best.country:
        return False
    if finer.feature.startswith("PCL"):
        return False
    within = place.best.feature == "ADM1" and finer.admin1 == place.best.id
    return within or place.best.feature.startswith("PCL")


def _dated(seen: Scene, event: Event, told: Sequence[Told], *, given: bool) -> Event:
    """The event with a day where it had none, or another where its tellings state several.

    None is taken away that its first telling states.
    """
    around = near(seen, told, "dates")
    options: list[tuple[Features, list[Named] | None]] = [
        (date_features(seen, event, told, named), named) for named in around.values()
    ]
    options.append((no_date_features(event, told), None))
    share, named = _best("date", options)
    linked = {item.date for item in event.evidence if item.date is not None}
    theirs = named is not None and any(n.dated and n.dated.span in linked for n in named)
    least = _IS_THEN if theirs or not linked else _IS_OTHERWISE
    if share < least and not (given and not linked):
        return event
    if not given and named is not None and not _stands_in(told, named):
        return event
    if theirs and len(linked) == 1:
        return event  # already its own, as its sentence means it
    if named is None:
        published = seen.document.published
        if published is None or not linked or told[0].evidence.date is not None:
            return event
        return replace(event, when=TimeSpan(None, published, "open", "dateline_default"))
    dated = named[0].dated
    assert dated is not None
    when = dated.when if theirs else replace(dated.when, basis="inherited")
    return replace(event, when=when)
