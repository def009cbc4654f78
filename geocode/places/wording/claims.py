"""Whose border it is: by the phrase, the sentence round it, or the sentence before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geocode.places.wording.border_grammar import (
    BorderPhrase,
    is_called_division,
    is_name,
    standing,
    subjects,
)
from geocode.places.wording.borders import (
    Owner,
    Pair,
    as_country,
    best_pair,
    between,
    is_country,
)
from geocode.places.wording.composed import (
    Stage,
    countries_of,
    places_of,
)
from geocode.places.wording.distances import Distance
from geocode.places.wording.items import Item
from geocode.records import Entry

INFERRED = 0.85
"""Factor on confidence where the sentence, not the phrase, says whose border it is."""
_BEFORE = 0.7
"""The same where only the sentence before says it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A border phrase in its sentence; ``before`` are the items of the sentence before it."""

    phrase: BorderPhrase
    items: tuple[Item, ...]
    before: tuple[Item, ...]
    distance: Distance | None = None
    """How far from the border, where the words before the phrase say so."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who may own a border, how far that may be believed, and the name that says so."""

    owners: tuple[Owner, ...]
    factor: float = 1.0
    source: Item | None = None


def infer(stage: Stage, found: Found) -> Claim:
    """Whose border it is by the place it lies in, the subject, or the sentence before.

    No owners where none of these borders the partners.
    """
    partners = [countries_of(stage, found.items[p]) for p in found.phrase.partners]
    named_before = [k for k in range(len(found.before)) if is_name(found.before, k)]
    lies = standing(found.items, found.phrase, stage.known)
    acts = subjects(found.items, found.phrase, stage.known)
    for order, items, factor in (
        (lies, found.items, INFERRED),
        (acts, found.items, INFERRED),
        (named_before, found.before, _BEFORE),
    ):
        for k in order:
            mine = countries_of(stage, items[k])[:1]
            if order is not lies:  # a capital speaks for its country
                mine = tuple(as_country(o, stage.gazetteer) for o in mine)
            if mine and all(best_pair(mine, theirs, stage.gazetteer) for theirs in partners):
                return Claim(mine, factor, items[k])
    given = stage.gazetteer.country(stage.given) if stage.given is not None else None
    if given is not None and stage.given is not None:
        return Claim((Owner(stage.given, 1.0, given),))
    return Claim(())


def claim_of(stage: Stage, found: Found, owner: int) -> Claim:
    """The country a name stands for; the division, where a word after it says that one is meant."""
    item = found.items[owner]
    if is_called_division(found.items, owner, stage.known):
        parts = _parts_of_a_country(stage, item)
        if parts:
            return Claim(tuple(Owner(d.country or "", weight, d) for d, weight in parts))
    return Claim(countries_of(stage, item))


def divisions_named(stage: Stage, found: Found, partner: int) -> Pair | None:
    """Two divisions of one country that touch: "the Texas–Oklahoma border"; None where not."""
    phrase = found.phrase
    one = phrase.pair[0] if phrase.pair is not None else phrase.owner
    if one is None or phrase.side:
        return None
    mine, theirs = (_parts_of_a_country(stage, found.items[k]) for k in (one, partner))
    mine, theirs = (
        [*mine, *_wholes(stage, found.items[one], theirs)],
        [*theirs, *_wholes(stage, found.items[partner], mine)],
    )
    best: Pair | None = None
    for a, weight in mine:
        for b, other in theirs:
            shared = weight * other
            if a.country != b.country or a.id == b.id or (best and best.weight >= shared):
                continue
            if between(a, b, stage.gazetteer) is not None:
                code = a.country or ""
                best = Pair(Owner(code, weight, a), Owner(code, other, b), shared)
    return best


def _parts_of_a_country(stage: Stage, item: Item) -> list[tuple[Entry, float]]:
    """The divisions that a name can stand for; () where it is likeliest a country's."""
    found = places_of(stage, item)
    if item.people or not found:
        return []
    out: list[tuple[Entry, float]] = []
    for entry, weight in found:
        division = entry
        if entry.feature.startswith("PPL") and entry.admin1 is not None:
            division = stage.gazetteer.entry(entry.admin1) or entry
            names = stage.gazetteer.names(division.id)
            if not any(name.startswith(item.text) for name in names):
                continue
        if division.feature.startswith("ADM") and division.country is not None:
            out.append((division, weight))
    return out[:3]


def _wholes(
    stage: Stage, item: Item, parts: list[tuple[Entry, float]]
) -> list[tuple[Entry, float]]:
    """The countries of that name that hold one of the parts: "the Abkhazia–Georgia border"."""
    holding = {part.country for part, _ in parts}
    return [
        (owner.entry, owner.weight)
        for owner in countries_of(stage, item)
        if is_country(owner.entry) and owner.code in holding
    ]


def are_countries(stage: Stage, found: Found) -> bool:
    """Whether all partners are likeliest countries."""
    likeliest = [countries_of(stage, found.items[p])[:1] for p in found.phrase.partners]
    return all(one and is_country(one[0].entry) for one in likeliest)


def are_two_countries(stage: Stage, found: Found, pair: Pair | None) -> bool:
    """Whether two whole countries are meant, though a division is called so: Niger and Nigeria.

    Unless the words say that it is a division: "the Niger State–Kaduna border".
    """
    if pair is None or not (is_country(pair.one.entry) and is_country(pair.other.entry)):
        return False
    phrase, items = found.phrase, found.items
    named = {phrase.owner, *(phrase.pair or ()), *phrase.partners} - {None}
    return not any(k is not None and is_called_division(items, k, stage.known) for k in named)


def codes_of(owners: Sequence[Owner]) -> set[str]:
    """Their countries."""
    return {owner.code for owner in owners}
