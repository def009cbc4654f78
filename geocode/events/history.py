"""Which sentences tell of the past: those of a history, and those that follow an old date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from geocode.events.status import status_at
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention, Document, TimeSpan

_FUTURE = frozenset({"will", "plans", "tomorrow"})
_OPENING_WORDS = 3
_LONG_AGO = timedelta(days=730)
_HISTORY_DATES = 8
_HISTORY_SHARE = 0.7
"""Old dates, and their share of all, that make a document a history, where what is undated or
said of "then" and "tonight" is no news either. Source: set by hand; reports stay under a half."""


def told_of_the_past(
    document: Document, read: Sequence[Sentence], dated: dict[int, list[DateMention]]
) -> frozenset[int]:
    """Sentences told of the past: undated ones that follow an old date in their paragraph."""
    out: set[int] = set()
    if document.published is None:
        return frozenset()
    if _is_history(document.published, dated):
        return frozenset(
            number
            for number in range(len(read))
            if not any(
                d.when.basis == "explicit" and is_recent(d.when, document.published)
                for d in dated.get(number, [])
            )
        )
    past = False
    for number, sentence in enumerate(read):
        gap = document.text[read[number - 1].span.end : sentence.span.start] if number else "\n"
        ahead = _FUTURE & set(sentence.lower)
        if "\n" in gap or ahead:
            past = False
        whens = [
            d.when for d in dated.get(number, [])
            if not past or d.when.basis == "relative" or names_year(document, d)
        ]  # fmt: skip
        if whens:
            old = all(status_at("realised", w, document.published) == "background" for w in whens)
            past = old and _opens_with_a_date(sentence, dated.get(number, []))
            if old:
                out.add(number)
        if past:
            out.add(number)
    return frozenset(out)


def is_recent(when: TimeSpan | None, published: date | None) -> bool:
    """Whether a stated time lies within sixty days before publication."""
    if when is None or published is None or when.latest is None:
        return False
    return timedelta(0) <= published - when.latest <= timedelta(60)


def is_old(last: date, published: date | None) -> bool:
    """Whether a day lies more than two years before publication."""
    return published is not None and published - last > _LONG_AGO


def names_year(document: Document, dated: DateMention) -> bool:
    """Whether a date's own words name a year."""
    return re.search(r"\d{4}", dated.span.of(document.text)) is not None


def _is_history(published: date, dated: dict[int, list[DateMention]]) -> bool:
    """Whether a document tells of the past throughout: most of its many dates are old."""
    lasts = [d.when.latest for found in dated.values() for d in found]
    known = [last for last in lasts if last is not None]
    old = sum(is_old(last, published) for last in known)
    return old >= _HISTORY_DATES and old >= _HISTORY_SHARE * len(known)


def _opens_with_a_date(sentence: Sentence, dated: Sequence[DateMention]) -> bool:
    """Whether a date sets the scene for what follows: "In 1944 …", not "a disaster in 2015"."""
    return any(sentence.words_of(d.span)[0] <= _OPENING_WORDS for d in dated)
