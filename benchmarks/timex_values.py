"""Our times as TIMEX3 value strings, for the measure of TempEval-3: equal strings or wrong."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geocode.dates.calendar import month_days, week_days, year_days
from geocode.records import DateMention

SEASON_OF_MONTH = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_MONTH = re.compile(r"[A-Za-z]{3}")
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def value_of(mention: DateMention, text: str) -> str:
    """The value of what a mention says; "" where it names no stretch of the calendar.

    Of an open time or an interval that is no unit of the calendar, the value of its first end, as
    finely as the words name it.
    """
    when = mention.when
    first, last = when.earliest, when.latest
    if first and last and when.precision != "open":
        unit = _unit(first, last)
        if unit:
            return unit
        if when.precision in {"month", "year", "season"}:
            return _named(first, when.precision)
    end = first or last
    return _as_worded(end, mention.span.of(text)) if end else ""


def _unit(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    if (week := week_days(first)) and (week.first, week.last) == (first, last):
        year, number, _ = first.isocalendar()
        return f"{year:04}-W{number:02}"
    month = month_days(first.year, first.month)
    if month and (month.first, month.last) == (first, last):
        return f"{first:%Y-%m}"
    for years, digits in ((1, 4), (10, 3), (100, 2)):
        whole = year_days(first.year, years=years)
        if whole and (whole.first, whole.last) == (first, last):
            return f"{first.year:04}"[:digits]
    if first.month == 1 and first.day == 1 and first.year % 100 == 1:
        if last == date(min(first.year + 99, 9999), 12, 31):
            return f"{first.year:04}"[:2]
    return ""


def _named(first: date, precision: str) -> str:
    if precision == "season" and first.month in SEASON_OF_MONTH:
        return f"{first.year:04}-{SEASON_OF_MONTH[first.month]}"
    return f"{first:%Y-%m}" if precision == "month" else f"{first.year:04}"


def _as_worded(end: date, words: str) -> str:
    """A day as finely as words name it: "since May 1940" names a month."""
    if _DAY_NUMBER.search(words):
        return end.isoformat()
    end = end + timedelta(days=1) if words.lower().startswith("before") else end
    named = _MONTH.search(re.sub(r"(?i)\b(?:since|until|till|from|before|after|by|the|to)\b", "", words))
    return f"{end:%Y-%m}" if named else f"{end.year:04}"
