"""Where a name stands: the names and words beside it, its sentence, the head of the report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from geocode.names import fold
from geocode.places.ranking.candidates import classes_beside
from geocode.records import Document, Mention
from geocode.tokens import sentences

Link: TypeAlias = Literal["comma", "in", "of", "and"]
"""How a name is tied to the next: "X, Y" · "X in Y" · "X's Y", "X town of Y" · "X and Y"."""

_GAP = 48
"""Code points between two names beyond which they are not read as tied."""
_COMMA = re.compile(r"\s?,\s{0,2}|\s?\(\s?")
_IN = re.compile(r",?\s(?:[\w’'-]+\s){0,3}?(?:in|of)\s(?:[\w’'-]+\s){0,2}")
_OF = re.compile(r"(?:[’']s?)?\s(?:[\w’'-]+\s){0,3}|\s?[-–]\s?based\s")
_AND = re.compile(r",?\s(?:and|or|to|or in|and in)\s|\s?[-–—/&]\s?|,\s(?:and|or)\s")
_DATELINE = re.compile(r"(?:,[^\n—–]{0,40})?\s*(?:\([^)\n]{1,40}\)\s*)?(?:[—–]|--|-\s)")
_HEAD = 40
"""A dateline begins within this many code points of the head of its block."""
_WORD_BEFORE = re.compile(r"([\w’'-]+)\s(?:of\s)?(?:the\s)?$")
_WORD_AFTER = re.compile(r"\s([\w’'-]+)")


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands beside a mention. Indices count groups of one name; None where nothing does."""

    following: tuple[Link, int] | None
    preceding: tuple[Link, int] | None
    words: tuple[str, ...]
    """Words of class beside it, folded: ("city",) of "the city of Homyel"."""
    dateline: bool


def settings_of(
    document: Document, mentions: Sequence[Mention], groups: Sequence[int]
) -> tuple[Setting, ...]:
    """The setting of each mention, in their order; ``groups`` tells which name each bears.

    Neighbours are found by position in the text, whatever the order of ``mentions``.
    """
    order = sorted(range(len(mentions)), key=lambda i: (mentions[i].span, groups[i]))
    following: dict[int, tuple[Link, int]] = {}
    preceding: dict[int, tuple[Link, int]] = {}
    for i, j in pairwise(order):
        link = _link(document.text, mentions[i].span.end, mentions[j].span.start)
        if link is not None and groups[i] != groups[j]:
            following[i] = (link, groups[j])
            preceding[j] = (link, groups[i])
    heads = sorted(b.span.start for b in document.blocks if b.kind in {"body", "dateline"})
    return tuple(
        Setting(
            following.get(i),
            preceding.get(i),
            words_beside(document.text, mention),
            _is_dateline(document.text, mention, heads),
        )
        for i, mention in enumerate(mentions)
    )


def sentence_numbers(document: Document, mentions: Sequence[Mention]) -> tuple[int, ...]:
    """For each mention the number of the sentence it stands in, or of the one before it."""
    starts = [span.start for span in sentences(document)]
    return tuple(bisect_right(starts, mention.span.start) for mention in mentions)


def _link(text: str, end: int, start: int) -> Link | None:
    if not 0 < start - end <= _GAP:
        return None
    gap = text[end:start]
    if "\n" in gap or ". " in gap:
        return None
    if _COMMA.fullmatch(gap):
        return "comma"
    if _AND.fullmatch(gap):
        return "and"
    if _IN.fullmatch(gap):
        return "in"
    return "of" if _OF.fullmatch(gap) else None


def words_beside(text: str, mention: Mention) -> tuple[str, ...]:
    """Words of class on either side of a mention, folded: ("region",) of "the Lviv region"."""
    before = _WORD_BEFORE.search(text[max(0, mention.span.start - 40) : mention.span.start])
    after = _WORD_AFTER.match(text, mention.span.end, mention.span.end + 30)
    found = (fold(match.group(1)) for match in (before, after) if match)
    return tuple(word for word in found if classes_beside(word))


def _is_dateline(text: str, mention: Mention, heads: Sequence[int]) -> bool:
    place = bisect_right(heads, mention.span.start)
    if not place or mention.span.start - heads[place - 1] > _HEAD:
        return False
    return _DATELINE.match(text, mention.span.end, mention.span.end + 100) is not None
