"""Names that stand for more than is written: "North and South Kivu", "the Dnipro" for the river."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geocode.gazetteer.protocol import Gazetteer
from geocode.names import fold
from geocode.places.wording.items import Item, has_article, read_cues
from geocode.places.wording.outlines import waters_called
from geocode.records import Candidate, Entry, Mention

_JOINS = frozenset({"and", "or", "&"})


def short_for(first: str, join: str, second: str, gazetteer: Gazetteer) -> Entry | None:
    """The place that a lone direction is short for: "North" before "and South Kivu".

    None where there is no place of that whole name.
    """
    directions = read_cues("en").directions
    lead, _, rest = second.partition(" ")
    both = first.lower() in directions and lead.lower() in directions
    if join.strip().lower() not in _JOINS or not rest or not both or not first[:1].isupper():
        return None
    whole = fold(f"{first} {rest}")
    found = gazetteer.lookup(whole, limit=5)
    same = gazetteer.lookup(second, limit=1)
    kinds = {entry.feature for entry in same}
    named = [e for e in found if fold(e.name) == whole] or list(found)
    return next((e for e in named if e.feature in kinds), None)


def spelt_out(
    text: str,
    mentions: Sequence[Mention],
    ranked: Sequence[Sequence[Candidate]],
    gazetteer: Gazetteer,
) -> Iterator[Sequence[Candidate]]:
    """The candidates of each mention, those of a lone direction as of the name it is short for."""
    for number, candidates in enumerate(ranked):
        here, after = mentions[number], mentions[number + 1 : number + 2]
        entry = None
        if after and after[0].span.start - here.span.end < len(" and ") + 1:
            join = text[here.span.end : after[0].span.start]
            entry = short_for(here.surface, join, after[0].surface, gazetteer)
        if entry is None:
            yield candidates
        else:
            score = max((c.score for c in ranked[number + 1]), default=0.0)
            yield (Candidate(entry, score, (f"‘{here.surface}’ is short for {entry.name} here",)),)


def rivers_told(items: Sequence[Item], gazetteer: Gazetteer, language: str) -> dict[int, Entry]:
    """The river that an article tells from a town, by mention: "crossed the Dnipro"."""
    known = read_cues(language)
    out: dict[int, Entry] = {}
    for k, item in enumerate(items):
        if item.mention is None or item.people or not has_article(items, k, known):
            continue
        if fold(item.text) in known.words["article_named"]:
            continue
        waters = waters_called(item.text, gazetteer)
        if waters:
            out[item.mention] = min(waters, key=lambda e: e.id)
    return out
