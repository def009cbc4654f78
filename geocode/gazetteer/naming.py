"""From drafts to the table of names: each folded name once, with all who bear it, in order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.forms import bare, swapped, without_article
from geocode.gazetteer.schema import packed
from geocode.names import fold

# A name by right; a form that follows from one; a name only where nothing else bears it.
TIER_NAME, TIER_FORM, TIER_WEAK = 0, 1, 2
_TIER_SHIFT = 28
_NUMBER = (1 << _TIER_SHIFT) - 1
# Romanised junk ("Ko" for Kyiv): an alternate name this short ranks as weak.
_JUNK_LENGTH = 2
# News writes "City of X" of these.
_CITY = 50_000
_TELL_EVERY = 20_000

Tell: TypeAlias = Callable[[str, int, int], None]


# One row of the table of names: folded, kinds, milli_log_population, places, demonym_of.
NameRow: TypeAlias = tuple[str, str, int, int | bytes | None, int | bytes | None]


def name_rows(drafts: Sequence[Draft], tell: Tell) -> Iterator[NameRow]:
    """Rows sorted by name, for drafts in the order of their numbers."""
    bearers: dict[str, list[int]] = defaultdict(list)
    demonyms: dict[str, list[int]] = defaultdict(list)
    short: set[tuple[str, int]] = set()
    for number, draft in enumerate(drafts):
        for folded, tier in _forms(draft).items():
            bearers[folded].append(tier << _TIER_SHIFT | number)
        for folded in sorted({fold(word) for word in draft.demonyms} - {""}):
            demonyms[folded].append(number)
        short.update((fold(word), number) for word in draft.short)
        if number % _TELL_EVERY == 0:
            tell("folding names", number, len(drafts))
    for folded in sorted(bearers.keys() | demonyms.keys()):
        tiered = _tiered(folded, bearers.get(folded, ()), drafts)
        people_of = demonyms.get(folded, [])
        yield _row(folded, tiered, people_of, drafts, short)


def _tiered(folded: str, bearers: Sequence[int], drafts: Sequence[Draft]) -> Sequence[int]:
    """The bearers of a name in order of tier and weight.

    Where a region or site is called so by right, a town of which it is but another name bears it
    weakly: GeoNames has "White House" for Casablanca.
    """
    if len(bearers) == 1:
        return bearers
    kinds = {drafts[b & _NUMBER].kind for b in bearers if b >> _TIER_SHIFT == TIER_NAME}
    if kinds.issuperset("RP"):
        bearers = [
            TIER_WEAK << _TIER_SHIFT | b & _NUMBER if _is_aside(drafts[b & _NUMBER], folded) else b
            for b in bearers
        ]
    return sorted(bearers)


def _is_aside(draft: Draft, folded: str) -> bool:
    return draft.kind == "P" and fold(draft.name) != folded


def _row(
    folded: str,
    tiered: Sequence[int],
    demonym_of: Sequence[int],
    drafts: Sequence[Draft],
    short: set[tuple[str, int]],
) -> NameRow:
    """What a tagger is told comes from names by right and forms; from weak ones only if alone."""
    if len(tiered) == 1 and not demonym_of:  # nine names of ten
        number, tier = tiered[0] & _NUMBER, tiered[0] >> _TIER_SHIFT
        kind = "B" if (folded, number) in short else drafts[number].kind
        return (
            folded,
            kind,
            _milli_log(drafts[number].population * (tier < TIER_WEAK)),
            number,
            None,
        )
    strong = [t & _NUMBER for t in tiered if t >> _TIER_SHIFT < TIER_WEAK]
    telling = strong or [t & _NUMBER for t in tiered]
    kinds = {"B" if (folded, n) in short else drafts[n].kind for n in telling}
    people = max((drafts[n].population for n in (*strong, *demonym_of)), default=0)
    if demonym_of:
        kinds.add("D")
    return (
        folded,
        "".join(sorted(kinds)),
        _milli_log(people),
        packed([t & _NUMBER for t in tiered]),
        packed(demonym_of),
    )


@lru_cache(maxsize=65_536)
def _milli_log(people: int) -> int:
    return round(1000 * math.log10(1 + people))


def _forms(draft: Draft) -> dict[str, int]:
    """Every folded form of a draft's names with its best tier."""
    own = fold(draft.name)
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
    out.pop("", None)
    return out
