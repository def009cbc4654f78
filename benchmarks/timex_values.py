"""Our times as TIMEX3 value strings, for the measure of TempEval-3: equal strings or wrong."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geocode.dates.calendar import month_days, week_days, year_days
from geocode.dates.standpoint import Words
from geocode.records import DateMention, Span

_SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
_SEASON = re.compile(r"(?i)\b(spring|summer|autumn|fall|winter)\b")
_MONTH = re.compile(r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_LENGTH = re.compile(
    r"(?i)\b([a-z]+(?:-(?:two|three|four|five|six|seven|eight|nine))?|\d+)[- ]"
    r"(hour|day|week|month|year|decade)s?\b(?! (?:ago|later|earlier|before|after))"
)


_JOINT = re.compile(r"(?i)(?<=\w)(?:\s+(?:to|and|or|until|till|through)\s+|\s?[-–—]\s?)(?=\w)")
_RANGES = frozenset({"day_day_month", "month_day_day", "year"})


def values_of(mention: DateMention, text: str) -> list[tuple[Span, str]]:
    """Value and span of what a mention says; of a range of each end, as TIMEX3 marks them."""
    words, when = mention.span.of(text), mention.when
    joint = _JOINT.search(words)
    ranged = " to " in mention.rule or mention.rule in _RANGES
    if not (ranged and joint and when.precision == "interval" and when.earliest and when.latest):
        return [(mention.span, value_of(mention, text))]
    start = mention.span.start
    return [
        (Span(start, start + joint.start()), _as_worded(when.earliest, words[: joint.start()])),
        (
            Span(start + joint.end(), mention.span.end),
            _as_worded(when.latest, words[joint.end() :]),
        ),
    ]


def value_of(mention: DateMention, text: str) -> str:
    """The value of what a mention says; "" where it names no stretch of the calendar.

    A length is "P" with number and unit. Of an open time, or an interval that is no unit of the
    calendar, it is the value of its first end, as finely as the words name it.
    """
    when, words = mention.when, mention.span.of(text)
    first, last = when.earliest, when.latest
    if when.precision == "interval" and (length := _length(words)):
        return length
    end = first or last
    if end is None:
        return _before_our_era(words) if mention.rule.endswith("era") else ""
    if season := _SEASON.search(words):
        return f"{end.year:04}-{_SEASONS[season[1].lower()]}"
    if first and last and when.precision != "open":
        unit = _unit(first, last)
        if unit:
            return unit
        if when.precision in {"month", "year"}:
            return f"{first:%Y-%m}" if when.precision == "month" else f"{first.year:04}"
    return _as_worded(end, words)


def _before_our_era(words: str) -> str:
    number = re.search(r"\d+", words)
    if number is None:
        return ""
    if "centur" in words.lower():
        return f"BC{int(number[0]) - 1:02}"
    year = f"BC{int(number[0]):04}"
    if season := _SEASON.search(words):
        return f"{year}-{_SEASONS[season[1].lower()]}"
    month = _MONTH.search(words)
    return f"{year}-{Words('en').numbers('months')[month[0].lower()]:02}" if month else year


def _length(words: str) -> str:
    match = _LENGTH.search(words)
    said = match[1].lower() if match else ""
    number = int(said) if said.isdecimal() else Words("en").numbers("numbers").get(said)
    if match is None or number is None:
        return ""
    unit = match[2].lower()
    return (
        f"PT{number}H"
        if unit == "hour"
        else f"P{number}{'E' if unit == 'decade' else unit[0].upper()}"
    )


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
    return ""


def _as_worded(end: date, words: str) -> str:
    """A day as finely as words name it: "since May 1940" names a month."""
    if _DAY_NUMBER.search(words):
        return end.isoformat()
    end = end + timedelta(days=1) if words.lower().startswith("before") else end
    if words.lower().startswith("after"):
        end -= timedelta(days=1)
    return f"{end:%Y-%m}" if _MONTH.search(words) else f"{end.year:04}"
