"""From drafts to the table of names: each folded name once, with all who bear it, in order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

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


class NameRow(NamedTuple):
    """One row of the table of names."""

    folded: str
    kinds: str
    milli_log_population: int
    places: int | bytes | None
    demonym_of: int | bytes | None


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
        tiered = sorted(bearers.get(folded, ()))
        people_of = demonyms.get(folded, [])
        yield _row(folded, tiered, people_of, drafts, short)


def _row(
    folded: str,
    tiered: Sequence[int],
    demonym_of: Sequence[int],
    drafts: Sequence[Draft],
    short: set[tuple[str, int]],
) -> NameRow:
    """What a tagger is told comes from names by right and forms; from weak ones only if alone."""
    strong = [t & _NUMBER for t in tiered if t >> _TIER_SHIFT < TIER_WEAK]
    telling = strong or [t & _NUMBER for t in tiered]
    kinds = {"B" if (folded, n) in short else drafts[n].kind for n in telling}
    people = max((drafts[n].population for n in (*strong, *demonym_of)), default=0)
    if demonym_of:
        kinds.add("D")
    return NameRow(
        folded,
        "".join(sorted(kinds)),
        round(1000 * math.log10(1 + people)),
        packed([t & _NUMBER for t in tiered]),
        packed(demonym_of),
    )


def _forms(draft: Draft) -> dict[str, int]:
    """Every folded form of a draft's names with its best tier."""
    own = fold(draft.name)
    right, weak = {own, *map(fold, draft.short)}, set(map(fold, draft.weak))
    for name in draft.names:
        folded = fold(name)
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
    out = dict.fromkeys(sorted(weak), TIER_WEAK)
    out |= dict.fromkeys(sorted(forms), TIER_FORM)
    out |= dict.fromkeys(sorted(right), TIER_NAME)
    out.pop("", None)
    return out
