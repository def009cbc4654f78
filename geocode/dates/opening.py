"""Prepositions that open or close a time: "since", "until", "by", "before", "the week of"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache

from geocode.dates import relative
from geocode.dates.calendar import WEEK_DAYS, plus
from geocode.dates.grammar import GAP, alternatives
from geocode.dates.reader import Reader
from geocode.dates.resolving import POINTS
from geocode.dates.scan import Found
from geocode.dates.standpoint import Standpoint, Words
from geocode.records import Span, TimeSpan

_LOOK_BEFORE = 80
"""Code points before a day in which it is said that what begins then was arranged."""
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_NEXT_WORD = re.compile(rf"{GAP}([a-z]{{2,20}})(?!\w)", re.IGNORECASE | re.ASCII)
_REACH = 30


def prefix_of(reader: Reader, found: Found, before: Span) -> tuple[int, str] | None:
    """Where a preposition that opens or closes a time begins, and what it does."""
    text = reader.document.text
    if found.form not in POINTS or _POSSESSIVE.match(text, found.end):
        return None
    lo = max(before.start, before.end - _REACH)
    known = _prefixes(reader.words.language).search(text, lo, before.end)
    the = known is not None and (known["the"] or found.match[0][:4].lower() == "the ")
    if known is None or (the and _names_noun(reader, found)):
        return None
    return known.start(), reader.words.labels("prefixes")[" ".join(known["word"].lower().split())]


def _names_noun(reader: Reader, found: Found) -> bool:
    """Whether a day only says which noun is meant: "after the 16 November murders"."""
    word = _NEXT_WORD.match(reader.document.text, found.end)
    if found.form not in {"day_month", "month_day", "weekday"} or word is None:
        return False
    return word[1].lower() not in reader.words.lists("guards")["behind_days"]


def behind(
    reader: Reader, prefix: tuple[int, str] | None, found: Found, at: Standpoint
) -> Standpoint:
    """Without a past tense where a time closes: "was closed until March" looks ahead."""
    if prefix is not None and prefix[1] == "since" and found.form == "weekday":
        return replace(at, tense="future") if _arranged(reader, prefix[0]) else at
    closing = prefix is not None and prefix[1] == "until" and found.form != "weekday"
    return replace(at, tense=None) if closing and at.tense == "past" else at


def _arranged(reader: Reader, start: int) -> bool:
    """Whether something is arranged to begin on a day: "agreed a truce beginning on Friday"."""
    if _text_is(reader, start, "since") or _text_is(reader, start, "from"):
        return False
    sentence = reader.sentences[reader.sentence_at(start)]
    before = reader.document.text[max(sentence.start, start - _LOOK_BEFORE) : start].lower()
    return any(word in reader.words.lists("tense")["arranged"] for word in before.split())


def same_day_follows(reader: Reader, first: Found, second: Found) -> bool:
    """Whether hours are followed by the day they lie in: "nine hours later the same day"."""
    if first.form != "shifted" or second.form != "period" or not second.match["rel"]:
        return False
    relation = reader.words.labels("relations")[" ".join(second.match["rel"].lower().split())]
    joined = reader.document.text[first.end : second.start].strip(" ,\n") == ""
    return joined and relation == "same" and relative.is_within_a_day(first.match)


def _text_is(reader: Reader, start: int, word: str) -> bool:
    """Whether a word stands at a place of the text, "ever" before it or not."""
    return word in reader.document.text[start : start + len(f"ever {word}")].lower()


def opened(
    reader: Reader,
    prefix: tuple[int, str] | None,
    start: int,
    when: TimeSpan | None,
    *,
    within_day: bool,
) -> tuple[int, TimeSpan | None]:
    """The start and days together with the preposition ("since", "by") where one changes them."""
    if when is None or prefix is None:
        return start, when
    if prefix[1] == "week" and when.precision == "day" and when.earliest:
        return prefix[0], replace(when, latest=plus(when.earliest, WEEK_DAYS - 1), precision="week")
    if prefix[1] == "since" and reader.length_sentence == reader.sentence_at(start):
        starts = not _text_is(reader, prefix[0], "since")
        if starts and when.precision == "day" and when.earliest and reader.length_days > 1:
            last = plus(when.earliest, reader.length_days - 1)
            return prefix[0], TimeSpan(when.earliest, last, "interval", when.basis)
    bounds = _bounds(prefix[1], when, reader.document.published, within_day=within_day)
    return (start, when) if bounds is None else (prefix[0], TimeSpan(*bounds, "open", when.basis))


def _bounds(
    effect: str, when: TimeSpan, published: date | None, *, within_day: bool
) -> tuple[date | None, date | None] | None:
    """Ends of an interval that a preposition opens; None where it changes nothing.

    "By" and "until" a day still to come begin nowhere that the text tells, but what is to be
    done by then lies from publication on. "Before Sunday noon" may be on Sunday (``within_day``).
    """
    if when.earliest is None or when.latest is None:
        return None
    coming = published is not None and when.latest > published
    return {
        "since": (when.earliest, None),
        "until": (None, when.latest),
        "by": (published if coming else None, when.latest),
        "before": (None, plus(when.earliest, -1 + within_day)),
        "after": (plus(when.latest, 1 - within_day), None),
    }.get(effect)


@cache
def _prefixes(language: str) -> re.Pattern[str]:
    known = alternatives(Words(language).labels("prefixes"))
    return re.compile(
        rf"(?<!\w)(?P<word>{known})(?P<the>{GAP}the)?{GAP}$", re.IGNORECASE | re.ASCII
    )
