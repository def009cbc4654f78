"""What composed places share: the document they stand in, and how the names in it are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording.borders import Owner, owners_of
from geocode.places.wording.items import Cues, Item
from geocode.places.wording.outlines import Footprint, border_id
from geocode.places.wording.stretches import near_place
from geocode.records import Candidate, Document, Entry, Mention, Relation, Span
from geocode.settings import Settings

_NEIGHBOURS = 0.4
"""Share of the doubt in two names that stays once they prove to be neighbours."""
_LEAST = 0.02
_MOST_GROUNDS = 256
"""Different borders, sides, stretches and coasts that are drawn for one document: a report that
names more is a trap."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed place before its role is known."""

    mention: Mention
    best: Entry | None
    confidence: float
    relation: Relation
    footprint: Footprint
    why: tuple[str, ...]
    parts: tuple[Span, ...]
    """Spans of the mentions that are its components, in text order."""
    told: tuple[Span, ...] = ()
    """What else of the sentence tells of it: whose border it is, how far from it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One document and what is known of its names."""

    document: Document
    mentions: Sequence[Mention]
    ranked: Sequence[Sequence[Candidate]]
    gazetteer: Gazetteer
    settings: Settings
    known: Cues
    given: str | None
    """Alpha-2 code of the country whose borders are meant where nothing else says so."""
    grounds: dict[tuple[str, ...], Footprint]
    """Footprints made so far, so that a border named often is measured once."""
    borders: dict[str, tuple[Entry, Footprint, str]] = field(
        default_factory=dict[str, "tuple[Entry, Footprint, str]"]
    )
    """The same of borders of parts of countries, by the part's id."""
    stretches: dict[tuple[object, ...], tuple[BaseGeometry, Entry, str] | None] = field(
        default_factory=dict[tuple[object, ...], "tuple[BaseGeometry, Entry, str] | None"]
    )
    """What of a border lies near a place, by the line and the ids the place may have."""
    reached: dict[tuple[str, BaseGeometry], tuple[str, ...]] = field(
        default_factory=dict[tuple[str, BaseGeometry], tuple[str, ...]]
    )
    """The neighbours of a country, by its code and the ground, whose borders lie on that ground."""
    owners: dict[tuple[object, ...], tuple[Owner, ...]] = field(
        default_factory=dict[tuple[object, ...], "tuple[Owner, ...]"]
    )
    """The countries of a name, by its words and what the ranker thinks of it."""


def candidates_of(stage: Stage, item: Item) -> Sequence[Candidate]:
    """What the ranker thinks of the mention that an item stands for; () for half a mention."""
    if item.mention is not None and item.span == stage.mentions[item.mention].span:
        return stage.ranked[item.mention]
    return ()


def countries_of(stage: Stage, item: Item) -> tuple[Owner, ...]:
    """The countries that a name can stand for, likeliest first."""
    candidates = candidates_of(stage, item)
    key = (item.text, *((c.entry.id, c.score) for c in candidates))
    if key not in stage.owners:
        stage.owners[key] = owners_of(item.text, candidates, stage.gazetteer)
    return stage.owners[key]


def places_of(stage: Stage, item: Item) -> tuple[tuple[Entry, float], ...]:
    """The places that a name or a people's name can stand for, with weights, likeliest first."""
    found = [(c.entry, c.score) for c in candidates_of(stage, item) if c.score >= _LEAST]
    if item.people and stage.gazetteer.demonym(item.text):
        found = []  # a people, not the town that is called so
    if not found:
        named = stage.gazetteer.demonym(item.text) or stage.gazetteer.lookup(item.text, limit=3)
        found = [(entry, 0.9) for entry in named]
    return tuple(found)


def mention_of(stage: Stage, items: Sequence[Item], first: int, last: int) -> Mention:
    """The words of items ``first`` to ``last`` as a phrase."""
    span = Span(items[first].span.start, items[last].span.end)
    return Mention(stage.document.id, span, span.of(stage.document.text), "phrase")


def parts_of(
    stage: Stage, items: Sequence[Item], indices: Sequence[int | None]
) -> tuple[Span, ...]:
    """Spans of the mentions among some items, in text order."""
    held = {items[n].mention for n in indices if n is not None}
    return tuple(sorted(stage.mentions[m].span for m in held if m is not None))


def once(stage: Stage, key: tuple[str, ...], make: Callable[[], Footprint]) -> Footprint:
    """The footprint of that key, made if it is new; none where a document draws too many."""
    ground = stage.grounds.get(key)
    if ground is None:
        if len(stage.grounds) >= _MOST_GROUNDS:
            why = f"the document draws {_MOST_GROUNDS} borders and coasts already"
            return Footprint(None, None, (why,))
        ground = stage.grounds[key] = make()
    return ground


def stretch_near(
    stage: Stage, line: BaseGeometry, item: Item
) -> tuple[BaseGeometry, Entry, str] | None:
    """The stretch of a line near a name; None where it is not near, or too many are drawn."""
    places = places_of(stage, item)
    key = (line, *((entry.id, weight) for entry, weight in places))
    if key not in stage.stretches:
        if len(stage.stretches) >= _MOST_GROUNDS:
            return None
        stage.stretches[key] = near_place(line, places, stage.gazetteer)
    return stage.stretches[key]


def neighbours_on(stage: Stage, country: str, ground: BaseGeometry) -> tuple[str, ...]:
    """Codes of the neighbours whose border with a country lies on a ground."""
    key = (country, ground)
    if key not in stage.reached:
        around = stage.gazetteer.neighbours(country)
        lines = {code: stage.gazetteer.shape(border_id(country, code)) for code in around}
        stage.reached[key] = tuple(
            code
            for code, line in lines.items()
            if line is not None and ground.intersection(line).length > 0.0
        )
    return stage.reached[key]


def sure(weight: float) -> float:
    """Confidence in a border from that in its two names."""
    return min(0.98, 1.0 - _NEIGHBOURS * (1.0 - weight))
