"""An hour told without a day: "the bomb exploded at 1100", in a report that tells of its own day.

Source: of the 8 incidents of MUC-4's reports 1 to 900 that are told so, 8 are dated by their
report's day. Where another day was told last, the hour may be of either, and says nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import cast

from geocode.languages import cues
from geocode.places.roles.clauses import Sentence
from geocode.records import WRITERS_BLOCKS, DateMention, Document, Span, TimeSpan

_EVENING = 18
"""From this hour on a report of the day behind may tell of it too."""
_HALF_DAY = 12


def hours(
    document: Document, read: Sequence[Sentence], dates: Sequence[DateMention]
) -> dict[int, list[DateMention]]:
    """By sentence, the hour it tells, standing for the day of publication.

    Only where it names no day itself and the last date told before it, if any, is that day.
    """
    day = document.published
    if day is None:
        return {}
    told = sorted(dates, key=lambda d: d.span)
    starts = [d.span.start for d in told]
    out: dict[int, list[DateMention]] = {}
    for number, sentence in enumerate(read):
        if sentence.block in WRITERS_BLOCKS:
            continue
        before = bisect_left(starts, sentence.span.start)
        if bisect_left(starts, sentence.span.end) > before or not _is(told[:before][-1:], day):
            continue
        span = _hour(sentence, document)
        if span is not None:
            when = TimeSpan(day, day, "day", "news_of_the_day")
            out[number] = [DateMention(document.id, span, when, "hour")]
    return out


def _is(last: Sequence[DateMention], day: date) -> bool:
    """Whether the date told last is the one day; true where there is none."""
    return all((d.when.earliest, d.when.latest) == (day, day) for d in last)


def _hour(sentence: Sentence, document: Document) -> Span | None:
    """The first hour of a sentence before the evening, with what opens it."""
    for m in _pattern(document.language).finditer(
        document.text, sentence.span.start, sentence.span.end
    ):
        hour = int(m["h"] or m["clock"])
        if m["half"] and hour <= _HALF_DAY:
            hour = hour % _HALF_DAY + _HALF_DAY * m["half"].lower().startswith("p")
        if hour < _EVENING:
            return Span(m.start(), m.end())
    return None


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """``at 0600``, ``at about 14:30``, ``at 5 a.m.``; bare digits only where no noun follows."""
    table = cast("dict[str, list[str]]", cues(language, "events")["hours"])
    opens, nearly, behind = (_any(table[name]) for name in ("opens", "nearly", "behind"))
    return re.compile(
        rf"(?<!\w)(?:{opens})\s+(?:(?:{nearly})\s+)?"
        rf"(?:(?P<h>[01]\d|2[0-3]):?[0-5]\d(?=\s+(?:{behind})(?!\w)|\s*[^\w\s.:%]|\.?\s*$|\.\s)"
        r"|(?P<clock>1[0-2]|[1-9])(?:[:.][0-5]\d)?\s?(?P<half>[ap])\.?m(?!\w))",
        re.IGNORECASE,
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in words)
