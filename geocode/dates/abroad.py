"""Days written out in a language of which no other date words are prepared.

"14 de febrero de 2022", "10.–20. Februar", "14 февраля 2022 года", "14.02.2022", "luty 2022" and
ISO 8601: nothing that needs a verb, a weekday or the day of publication but for a missing year.
A number before another is the day: none of these languages puts the month first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from geocode.dates.calendar import Days, make_day, month_days
from geocode.dates.grammar import GAP
from geocode.dates.standpoint import Standpoint, Words, choose_year, make_span
from geocode.languages import PLACES_ONLY, cues
from geocode.records import DateMention, Document, Precision, Span, TimeSpan

_ISO = r"(?P<iy>[0-9]{4})-(?P<imo>[0-9]{2})-(?P<id>[0-9]{2})"
_NUMBERS = r"(?P<nd>[0-9]{1,2})(?P<sep>[./])(?P<nmo>[0-9]{1,2})(?P=sep)(?P<ny>[0-9]{4})"


def find_abroad(document: Document) -> tuple[DateMention, ...]:
    """Every day, range of days or month that is written out, ordered and disjoint.

    In a language of which not even the months are known: days written as 2022-02-14 alone.
    """
    return tuple(m for block in document.blocks for m in _read(document, block.span))


def _read(document: Document, span: Span) -> Iterator[DateMention]:
    for match in _pattern(document.language).finditer(document.text, span.start, span.end):
        when = _resolve(match, document)
        if when is not None:
            yield DateMention(document.id, Span(*match.span()), when, _rule(match))


def _rule(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["iy"]:
        return "iso"
    if found.get("ny"):
        return "slashed"
    return "month" if found["m"] else "day_day_month" if found["d2"] else "day_month"


def _resolve(match: re.Match[str], document: Document) -> TimeSpan | None:
    rule, found = _rule(match), match.groupdict()
    if rule in {"iso", "slashed"}:
        keys = ("iy", "imo", "id") if rule == "iso" else ("ny", "nmo", "nd")
        day = make_day(*(int(found[key]) for key in keys))
        return make_span(Days(day, day) if day else None, "day", "explicit")
    month = cast("dict[str, int]", cues(document.language, "calendar")["months"])
    if rule == "month":
        return make_span(month_days(int(found["my"]), month[found["m"].lower()]), rule, "explicit")
    number, first = month[found["mo"].lower()], int(found["d"])
    last = int(found["d2"] or first)

    def of_year(year: int) -> Days | None:
        a, b = make_day(year, number, first), make_day(year, number, last)
        return Days(a, b) if a and b and a <= b else None

    precision: Precision = "interval" if found["d2"] else "day"
    if found["y"]:
        return make_span(of_year(int(found["y"])), precision, "explicit")
    at = Standpoint(
        Words(document.language), document.published, None, None,
        narrative=False, tense=None, begun=False,
    )  # fmt: skip
    return choose_year(of_year, at, precision)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """One expression for all forms; every repeat is bounded, so that reading is linear."""
    if language not in PLACES_ONLY:
        return re.compile(rf"(?<![\w.:/-]){_ISO}(?![\w/-])")
    table = cues(language, "calendar")
    months = _any(cast("dict[str, int]", table["months"]))
    of = rf"(?:(?:{_any(table['of'])}){GAP})?" if table["of"] else ""
    ordinal = rf"(?:{_any(table['ordinal'])})?"
    to = rf"(?:{GAP}?(?:{_any(table['to'])}){GAP}?)"
    written = (
        rf"(?P<d>[0-9]{{1,2}}){ordinal}(?:{to}(?P<d2>[0-9]{{1,2}}){ordinal})?{GAP}{of}"
        rf"(?P<mo>{months})(?!\w)(?:\.(?=,?\s\d))?(?:,?{GAP}{of}{_year('y', table['year'])})?"
    )
    alone = rf"(?P<m>{months})(?!\w)(?:\.(?=\s\d))?{GAP}{of}{_year('my', table['year'])}"
    forms = f"{_ISO}|{_NUMBERS}|{written}|{alone}"
    return re.compile(rf"(?<![\w.:/$€£-])(?:{forms})(?!\w|-\w)", re.IGNORECASE)


def _year(name: str, words: list[str]) -> str:
    """A year and the word that may stand behind it: "2022 года"."""
    word = rf"(?:{GAP}?(?:{_any(words)})(?!\w))?" if words else ""
    return rf"(?P<{name}>[12][0-9]{{3}})(?![\w%]|[.,][0-9]){word}"


def _any(words: dict[str, int] | list[str]) -> str:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", GAP) for w in ordered)
