"""Day arithmetic: spans of months, years, seasons and weeks, all inclusive, years 1 to 9999."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

MONTHS = 12
WEEK_DAYS = 7
_MONTH_DAYS = 30.44
_SHORTEST_MONTH, _LONGEST_MONTH = 28, 31


class Days(NamedTuple):
    """Inclusive days ``first`` to ``last``."""

    first: date
    last: date


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day (year 0, month 13, 30 February)."""
    in_range = date.min.year <= year <= date.max.year and 1 <= month <= MONTHS
    return date(year, month, day) if in_range and 1 <= day <= monthrange(year, month)[1] else None


def plus(day: date, days: int) -> date:
    """``day`` moved by ``days``, held at the ends of the calendar."""
    moved = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(moved)


def month_days(year: int, month: int, *, months: int = 1) -> Days | None:
    """``months`` whole months from the given one, which may lie outside 1..12 and carries over."""
    first = _first(year, month)
    after = _first(year, month + months)
    if first is None or after is None:
        december = year == date.max.year and month + months == MONTHS + 1
        return Days(first, date.max) if first and december else None
    return Days(first, after - timedelta(days=1))


def year_days(year: int, *, years: int = 1) -> Days | None:
    """``years`` whole years from the given one; None outside the calendar."""
    return month_days(year, 1, months=MONTHS * years)


def week_days(day: date) -> Days:
    """Monday to Sunday of the ISO 8601 week that holds ``day``."""
    monday = plus(day, -day.weekday())
    return Days(monday, plus(monday, WEEK_DAYS - 1))


def third(days: Days, part: int) -> Days:
    """Early (0), middle (1) or late (2) third of ``days``.

    TIMEX3 marks these as mod START, MID and END without bounds; thirds are ours: 1-10, 11-20 and
    21-end of a month, four months of a year, and so on.
    """
    length = days.last.toordinal() - days.first.toordinal() + 1
    months = round(length / _MONTH_DAYS)
    if months % 3 == 0 and days.first.day == 1:
        whole = month_days(
            days.first.year, days.first.month + part * months // 3, months=months // 3
        )
        if whole:
            return whole
    in_month = _SHORTEST_MONTH <= length <= _LONGEST_MONTH
    cuts = (0, 10, 20, length) if in_month else (0, length // 3, length * 2 // 3, length)
    return Days(plus(days.first, cuts[part]), plus(days.first, cuts[part + 1] - 1))


def easter(year: int) -> date:
    """Easter Sunday of a year, by the Gregorian reckoning.

    Source: the anonymous algorithm, as in Meeus 1991, Astronomical Algorithms, chapter 8.
    """
    century, short = divmod(year, 100)
    leap, rest = divmod(century, 4)
    lunar = (century + 8) // 25
    moon = (19 * (year % 19) + century - leap - (century - lunar + 1) // 3 + 15) % 30
    shift = (32 + 2 * rest + 2 * (short // 4) - moon - short % 4) % 7
    late = (year % 19 + 11 * moon + 22 * shift) // 451
    month, day = divmod(moon + shift - 7 * late + 114, 31)
    return date(year, month, day + 1)


def around(day: date, *, margin_days: int) -> Days:
    """``day`` and as many days on either side."""
    return Days(plus(day, -margin_days), plus(day, margin_days))


def weekday_on_or_after(day: date, weekday: int) -> date:
    """First such weekday (Monday is 0) that is not before ``day``."""
    return plus(day, (weekday - day.weekday()) % WEEK_DAYS)


def weekday_on_or_before(day: date, weekday: int) -> date:
    """Last such weekday (Monday is 0) that is not after ``day``."""
    return plus(day, -((day.weekday() - weekday) % WEEK_DAYS))


def _first(year: int, month: int) -> date | None:
    carried, index = divmod(month - 1, MONTHS)
    return make_day(year + carried, index + 1, 1)
