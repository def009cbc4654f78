"""What an event is told as the occasion of: "riots broke out over the stabbing in Southport".

The day of the riots is not the stabbing's: of that it only says that it was no later.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import cast

from geocode.events.dating.joints import Joint
from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention

_REACH = 4
"""Words between the phrase and the noun of the occasion: "over the fatal police shooting"."""
_RELATIVES = frozenset({"who", "which", "that"})
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "this", "that"})
_BETWEEN = frozenset({"been", "also", "allegedly"})


def find_occasion(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    language: str,
) -> Joint | None:
    """The first occasion of a sentence all of whose dates stand before it, told as its own part."""
    if not dates:
        return None
    last = max(sentence.words_of(d.span)[1] for d in dates)
    for index in range(last, len(sentence.lower)):
        start = _opened(sentence, triggers, index, language)
        if start is not None:
            return Joint(index, start, len(sentence.lower), None, later=True)
    return None


def _opened(
    sentence: Sentence, triggers: Sequence[Trigger], index: int, language: str
) -> int | None:
    """The word behind a phrase of occasion, or behind "who" before "had", opening at an index."""
    if sentence.lower[index] in _RELATIVES:
        at = index + 2
        while sentence.word(at) in _BETWEEN:
            at += 1
        told = any(t.first == at and t.part == "verb" for t in triggers)
        return index + 1 if told and sentence.word(index + 1) == "had" else None
    for phrase in _phrases(language).get(sentence.lower[index], ()):
        start = index + len(phrase)
        if len(phrase) == 1 and sentence.word(start) not in _DETERMINERS:
            continue  # "over 70 bodies", "against thousands who rallied"
        near = any(start <= t.first <= start + _REACH for t in triggers)
        if near and sentence.lower[index:start] == phrase:
            return start
    return None


@cache
def _phrases(language: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases of occasion by their first word, longest first."""
    known = [
        tuple(phrase.split())
        for phrase in cast("list[str]", cues(language, "events")["joints"]["occasions"])
    ]
    known.sort(key=lambda phrase: (-len(phrase), phrase))
    return {first: tuple(p for p in known if p[0] == first) for first in {p[0] for p in known}}
