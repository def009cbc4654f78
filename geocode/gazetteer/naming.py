"""From drafts to the table of names: each folded name once, with all who bear it, in order.

A draft's names become ``Bearing`` rows, which are sorted by name wherever there is room for them;
``name_rows`` then sees all bearers of one name at a time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.forms import bare, swapped, without_article
from geocode.gazetteer.schema import packed
from geocode.names import fold

# What an overlay says; a name by right; a form that follows from one; a name only where nothing
# else bears it. What people are called comes after all names.
TIER_OWN, TIER_NAME, TIER_FORM, TIER_WEAK, TIER_DEMONYM = 0, 1, 2, 3, 4
_TIER_SHIFT = 28
_NUMBER = (1 << _TIER_SHIFT) - 1
# Romanised junk ("Ko" for Kyiv): an alternate name this short ranks as weak.
_JUNK_LENGTH = 2
# News writes "City of X" of these.
_CITY = 50_000
# Kinds that stand back: a town by another name than its own, a minor feature.
_TOWN_ASIDE, _MINOR = "p", "r"

Bearing: TypeAlias = tuple[str, int, str, int]
"""Folded name, tier and number in one, the bearer's kind ("B" after it: an abbreviation), and its
people. In their natural order they are what ``name_rows`` takes."""
NameRow: TypeAlias = tuple[str, str, int, int | bytes | None, int | bytes | None]
"""One row of the table of names: folded, kinds, milli_log_population, places, demonym_of."""


def bearings(number: int, draft: Draft) -> Iterator[Bearing]:
    """A row for each folded form of a draft's names and of what its people are called."""
    abbreviations = set(map(fold, draft.short))
    own_name, people = fold(draft.name), draft.population
    for folded, tier in _forms(draft, own_name).items():
        kind: str = draft.kind
        if kind == "P" and folded != own_name and tier != TIER_OWN:
            kind = _TOWN_ASIDE
        elif draft.minor:
            kind = _MINOR
        if folded in abbreviations:
            kind += "B"
        yield folded, tier << _TIER_SHIFT | number, kind, people
    for folded in {fold(word) for word in draft.demonyms} - {""}:
        yield folded, TIER_DEMONYM << _TIER_SHIFT | number, "D", people


def name_rows(rows: Iterable[Bearing]) -> Iterator[NameRow]:
    """Rows sorted by name, from bearings sorted by name, tier and number."""
    for folded, group in groupby(rows, key=itemgetter(0)):
        bearers = list(group)
        yield _row(folded, bearers) if len(bearers) > 1 else _only(*bearers[0])


def _only(folded: str, bearer: int, kind: str, people: int) -> NameRow:
    """The row of a name with one bearer: nine of ten."""
    number, tier = bearer & _NUMBER, bearer >> _TIER_SHIFT
    if tier == TIER_DEMONYM:
        return folded, "D", _milli_log(people), None, number
    return folded, _letter(kind), _milli_log(people * (tier < TIER_WEAK)), number, None


def _row(folded: str, bearers: Sequence[Bearing]) -> NameRow:
    """What a tagger is told comes from names by right and forms; from weak ones only if alone."""
    places = _tiered([row for row in bearers if row[1] >> _TIER_SHIFT < TIER_DEMONYM])
    people_of = [row for row in bearers if row[1] >> _TIER_SHIFT == TIER_DEMONYM]
    strong = [row for row in places if row[1] >> _TIER_SHIFT < TIER_WEAK]
    kinds = {_letter(row[2]) for row in strong or places}
    if people_of:
        kinds.add("D")
    return (
        folded,
        "".join(sorted(kinds)),
        _milli_log(max((row[3] for row in (*strong, *people_of)), default=0)),
        packed([row[1] & _NUMBER for row in places]),
        packed([row[1] & _NUMBER for row in people_of]),
    )


def _tiered(places: Sequence[Bearing]) -> Sequence[Bearing]:
    """The bearers of a name in order of tier and weight.

    Where a region or site is called so by right, a town of which it is but another name bears it
    weakly: GeoNames has "White House" for Casablanca.
    """
    by_right = {row[2][0] for row in places if row[1] >> _TIER_SHIFT <= TIER_NAME}
    if "R" not in by_right or by_right.isdisjoint(("P", _TOWN_ASIDE)):
        return places
    weak = TIER_WEAK << _TIER_SHIFT
    moved = [
        (folded, weak | bearer & _NUMBER if kind[0] == _TOWN_ASIDE else bearer, kind, people)
        for folded, bearer, kind, people in places
    ]
    return sorted(moved)


def _letter(kind: str) -> str:
    """The letter of ``NameEvidence.kinds``."""
    return "B" if kind.endswith("B") else kind.upper()


@lru_cache(maxsize=65_536)
def _milli_log(people: int) -> int:
    return round(1000 * math.log10(1 + people))


def _forms(draft: Draft, own: str) -> dict[str, int]:
    """Every folded form of a draft's names with its best tier."""
    right, weak = {own}, set(map(fold, draft.weak))
    right.update(map(fold, draft.short))
    for folded in map(fold, draft.names):
        junk = len(folded) <= _JUNK_LENGTH and folded != own and folded.isascii()
        (weak if junk else right).add(folded)
    forms: set[str] = set(map(fold, draft.generated))
    for folded in right:
        forms.update(swapped(folded))
        if plain := without_article(folded):
            forms.add(plain)
        if draft.kind == "A":
            forms.add(bare(folded))
    if draft.kind == "P" and draft.population >= _CITY:
        forms.add(f"city of {own.removesuffix(' city')}")
    out = dict.fromkeys(weak, TIER_WEAK)
    out |= dict.fromkeys(forms, TIER_FORM)
    out |= dict.fromkeys(right, TIER_NAME)
    out |= dict.fromkeys(map(fold, draft.own), TIER_OWN)
    out.pop("", None)
    return out
