"""On which side of publication a sentence puts a date: its nearest verb, found by cue words."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from geocode.dates.standpoint import Tense, Words
from geocode.records import Span

REACH = 160
"""Code points on either side within which a verb is looked for; keeps long lines linear."""


class _Cues(NamedTuple):
    verb: re.Pattern[str]
    begun: re.Pattern[str]


def read_tense(text: str, sentence: Span, span: Span, words: Words) -> tuple[Tense | None, bool]:
    """Tense of the verb near ``span``, and whether that verb says something has begun.

    The nearest verb to the left wins; where the sentence opens with the date, the nearest to the
    right. "will be held" is one future verb, not a past one.
    """
    cues = _compile(words.language)
    start, end = max(sentence.start, span.start - REACH), min(sentence.end, span.end + REACH)
    begun = cues.begun.search(text, start, end) is not None
    left = list(cues.verb.finditer(text, start, span.start))
    found = left[-1] if left else cues.verb.search(text, span.end, end)
    if found is None:
        return None, begun
    return ("future" if found.lastgroup in {"future", "order"} else "past"), begun


@cache
def _compile(language: str) -> _Cues:
    tense = Words(language).lists("tense")
    future, present, past, begun = (_any(tense[k]) for k in ("future", "present", "past", "begun"))
    modals, orders = _any(tense["past_modals"]), _any(tense["orders"])
    gap = r"[ \t\n\xa0]{1,3}"
    bare = _any(tense["bare"])
    verb = (
        rf"(?<!\w)(?:(?P<modal>{modals})"
        rf"|(?P<order>(?:{orders})(?:{gap}[\w'-]{{1,20}}){{1,6}}?{gap}to)(?={gap}[a-z])"
        rf"|(?P<future>(?:{future})(?:{gap}(?:not|also|now|then|soon))?"
        rf"(?:{gap}(?:be|have)(?:{gap}been)?(?:{gap}\w{{1,20}})?|{gap}(?:{bare})(?!\w))?"
        rf"|(?:{present}){gap}\w{{2,16}}ing)|(?P<past>{past}|[a-z]{{2,16}}ed))(?!\w)"
    )
    flags = re.IGNORECASE | re.ASCII
    return _Cues(re.compile(verb, flags), re.compile(rf"(?<!\w)(?:{begun})(?!\w)", flags))


def _any(words: list[str]) -> str:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"[ \t\n\xa0]{1,3}") for w in ordered)
