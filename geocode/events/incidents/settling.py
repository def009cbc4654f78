"""What a document's violent events come to once all their tellings are weighed together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from geocode.events.incidents.days import date_features, no_date_features
from geocode.events.incidents.features import (
    Features,
    event_features,
    no_place_features,
    place_features,
)
from geocode.events.incidents.scene import (
    Named,
    Scene,
    Told,
    near,
    place_key,
    scene,
    sites_near,
    tellings_of,
)
from geocode.events.linking import Chances
from geocode.events.models import read_model
from geocode.events.status import status_at
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention, Document, Event, Evidence, Place, Span

_IS_ONE = 0.35
"""Below it what neither day nor place of its own stands for is talk of violence, no event."""
_IS_THERE = 0.3
"""Share of the likeliest place at which an event without one, or with a country alone, takes it."""
_IS_LENT = 0.6
"""The same where none of its tellings' sentences names it."""
_IS_THEN = 0.5
"""Share of the likeliest day at which an event whose sentences state several takes it.

One whose sentences state none takes none, unless it is given: on folds of the reports learnt from
12 of 21 such days are right."""
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
    file = folder / "incidents.json"
    called = "The weights of incidents"
    return read_model(file, version=VERSION, called=called, remedy=_REMEDY)["weights"]


def settle(
    document: Document,
    read: Sequence[Sentence],
    events: Sequence[Event],
    places: Sequence[Place],
    dates: Sequence[DateMention],
    *,
    chances: Mapping[int, Chances],
    given: bool = False,
    others: Sequence[Event] = (),
) -> tuple[Event, ...]:
    """The events, those of violence weighed as wholes: left out, placed or dated anew.

    ``chances``: by the first character of a trigger, how likely each name is its place.
    ``given``: they are known to be events, and none is left out; ``others`` are told beside them.

    Source: three maximum-entropy models learnt by ``benchmarks/train_incidents.py``.
    """
    if not (given or any(event.label for event in events)):
        return tuple(events)
    seen = scene(document, read, places, dates, (*events, *others), chances=chances)
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

    Unless it is ``given``, another sentence than its tellings' lends a place only where that is
    as good as sure: a mark that is lent may be another event's.
    """
    options: list[tuple[Features, list[Named] | None]] = [
        (place_features(seen, event, told, named), named) for named in sites_near(seen, told)
    ]
    options.append((no_place_features(event, told), None))
    share, named = _best("place", options, but_none=True)
    if named is None or any(place_key(p) == named[0].key for p in event.places):
        return event
    here = _standing_in(told, named)
    if not given:
        # A report comes from where its news is; what it recalls may have been anywhere.
        if event.status == "background" and all(n.in_dateline for n in named):
            return event
        if share < (_IS_THERE if here else _IS_LENT) or (event.places and not here):
            return event
        if event.places and not any(_refines(named[0], place) for place in event.places):
            return event
    chosen = min(here or named, key=lambda n: (_is_undrawn(n), _sentences_apart(told, n)))
    return _at(seen, event, told, chosen, share=share)


def _at(seen: Scene, event: Event, told: Sequence[Told], named: Named, *, share: float) -> Event:
    """The event at a place, with the words that say so; a name on no map keeps what holds it."""
    place = named.place
    assert place is not None
    whys = [*place.why]
    if place.best is not None and place.geometry is None:
        whys.append("named by its people or bodies alone, so it is on no map")
    whys.append(f"the tellings of the event as a whole point here ({share:.2f})")
    site = replace(place, role="site", why=tuple(whys))
    holders = event.places if place.best is None else ()
    places = tuple(sorted((*holders, site), key=lambda p: p.mention.span))
    return replace(event, places=places, evidence=_with_words(seen, event, told, named))


def _with_words(
    seen: Scene, event: Event, told: Sequence[Told], named: Named
) -> tuple[Evidence, ...]:
    """The evidence, with the words that name a place beside those of the telling nearest to it.

    The quote runs to the sentence that lends it.
    """
    assert named.place is not None
    span = named.place.mention.span
    if any(item.place == span for item in event.evidence):
        return event.evidence
    nearest = min(told, key=lambda t: abs(t.sentence - named.sentence)).evidence
    lent = seen.read[named.sentence].span
    quote = Span(min(nearest.quote.start, lent.start), max(nearest.quote.end, lent.end))
    words = replace(nearest, quote=quote, place=span)
    kept = [e for e in event.evidence if e != nearest or nearest.place is not None]
    return tuple(sorted((*kept, words), key=lambda e: (e.trigger, e.place or e.trigger)))


def _standing_in(told: Sequence[Told], named: Sequence[Named]) -> list[Named]:
    """The namings that stand in the sentence of one of the tellings."""
    sentences = {telling.sentence for telling in told}
    return [each for each in named if each.sentence in sentences]


def _is_undrawn(named: Named) -> bool:
    return named.place is None or named.place.geometry is None


def _sentences_apart(told: Sequence[Told], named: Named) -> int:
    return min(abs(named.sentence - telling.sentence) for telling in told)


def _refines(named: Named, place: Place) -> bool:
    """Whether a place lies in the country or division that is all an event has so far."""
    finer = named.place.best if named.place else None
    if finer is None:
        return named.place is not None  # a name on no map is put beside what it may lie in
    if place.best is None or finer.country != place.best.country or _is_undrawn(named):
        return False
    if finer.feature.startswith("PCL"):
        return False
    within = place.best.feature == "ADM1" and finer.admin1 == place.best.id
    return within or place.best.feature.startswith("PCL")


def _dated(seen: Scene, event: Event, told: Sequence[Told], *, given: bool) -> Event:
    """The event with another day where its tellings state several; with any, where it is given.

    None is taken away that a telling states.
    """
    linked = {item.date for item in event.evidence if item.date is not None}
    if not (linked or given):
        return event
    around = near(seen, told, "dates")
    options: list[tuple[Features, list[Named] | None]] = [
        (date_features(seen, event, told, named), named) for named in around.values()
    ]
    options.append((no_date_features(seen, event, told), None))
    share, named = _best("date", options)
    theirs = named is not None and any(n.dated and n.dated.span in linked for n in named)
    least = _IS_THEN if theirs or not linked else _IS_OTHERWISE
    if share < least and not (given and not linked):
        return event
    if not given and named is not None and not _standing_in(told, named):
        return event
    if theirs and len(linked) == 1:
        return event  # already its own, as its sentence means it
    if named is None:
        return event
    dated = named[0].dated
    assert dated is not None
    when = dated.when if theirs else replace(dated.when, basis="inherited")
    return replace(
        event,
        when=when,
        status=status_at(event.status, when, seen.document.published),
        evidence=tuple(_quoting(item, dated.span) for item in event.evidence),
    )


def _quoting(item: Evidence, dated: Span) -> Evidence:
    """The evidence with the words that say when, where its sentence holds them."""
    return replace(item, date=dated) if item.quote.contains(dated) else item
