"""Resolvers of dates that name a day, month, season, year or century of the calendar."""

from __future__ import annotations

import re
from datetime import date

from geocode.dates.calendar import Days, easter, make_day, month_days, plus, third, year_days
from geocode.dates.standpoint import OfYear, Standpoint, choose_year, make_span
from geocode.records import Basis, Precision, TimeSpan

_DIGITS = re.compile(r"\d+")
_CENTURY = 100
_WINTER = 12
_QUARTER_MONTHS, _HALF_MONTHS = 3, 6


def iso(m: re.Match[str], _: Standpoint) -> TimeSpan | None:
    """``2022-02-14`` (ISO 8601-1), also with slashes."""
    day = make_day(int(m["y"]), int(m["mo"]), int(m["d"]))
    return make_span(Days(day, day) if day else None, "day", "explicit")


def slashed(m: re.Match[str], _: Standpoint) -> TimeSpan | None:
    """``14/02/2022`` or ``02/14/2022``: only where one order alone is a day, or both are one.

    With full stops the day comes first (DIN 5008 and its kin); nobody writes 02.14.2022.
    """
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    readings = (
        {make_day(year, b, a)} if m["sep"] == "." else {make_day(year, b, a), make_day(year, a, b)}
    )
    days = [d for d in readings if d]
    return make_span(Days(days[0], days[0]) if len(days) == 1 else None, "day", "explicit")


def single_day(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``Monday, February 14, 2022``, ``14th of February``; the weekday helps to find the year."""
    month, day = _month(m, at), _day_number(m["d"], at)

    def of_year(year: int) -> Days | None:
        found = make_day(year, month, day)
        return Days(found, found) if found else None

    weekday = _weekday(m, at)
    if weekday is None or m["y"] or m["ry"]:
        return _yeared(m, at, of_year, "day")

    near = (
        [d for step in (0, -1, 1) if (d := of_year(at.published.year + step))]
        if at.published
        else []
    )
    agreeing = [d for d in near if d.first.weekday() == weekday]
    if agreeing:
        return make_span(agreeing[0], "day", "explicit")
    return _yeared(m, at, of_year, "day")


def day_range(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``Feb. 10-20``, ``from 3 to 7 March 2022``: both ends in one month."""
    month, first, last = _month(m, at), _day_number(m["d"], at), _day_number(m["d2"], at)

    def of_year(year: int) -> Days | None:
        a, b = make_day(year, month, first), make_day(year, month, last)
        return Days(a, b) if a and b and a <= b else None

    return _yeared(m, at, of_year, "interval")


def feast(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``Christmas Eve``: a day of the calendar by name."""
    month, day = at.words.pairs("feasts")[_plain(m["feast"])]

    def of_year(year: int) -> Days | None:
        found = make_day(year, month, day)
        return Days(found, found) if found else None

    given = year_days(int(m["y"])) if m["y"] else None
    return (
        make_span(of_year(given.first.year), "day", "explicit")
        if given
        else choose_year(of_year, at, "day")
    )


def moveable_feast(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``Good Friday``: so many days from Easter Sunday, by the Gregorian reckoning."""
    days = at.words.numbers("easter")[_plain(m["feast"])]

    def of_year(year: int) -> Days | None:
        found = plus(easter(year), days) if date.min.year < year < date.max.year else None
        return Days(found, found) if found else None

    return _yeared(m, at, of_year, "day")


def era(m: re.Match[str], _: Standpoint) -> TimeSpan | None:
    """``44 BC``, ``AD 79``: of the common era a year, before it no day of our calendar.

    The calendar here begins with the year 1, so what lies before it keeps both ends open.
    """
    century = bool(m["cent"])
    if m["before"]:
        return TimeSpan(None, None, "interval" if century or m["n2"] else "year", "explicit")
    number, last = int(m["n"] or m["n3"]), int(m["n2"] or m["n"] or m["n3"])
    if century:
        number, last = (number - 1) * _CENTURY + 1, last * _CENTURY
    days = year_days(number, years=last - number + 1) if last >= number else None
    return make_span(days, "year" if number == last else "interval", "explicit")


def month(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``early March 2021``, ``in January``, ``last March``."""
    number = _month(m, at)

    def of_year(year: int) -> Days | None:
        days = month_days(year, number)
        return third(days, part) if days and (part := _part(m, at)) is not None else days

    relation = at.words.labels("relations")[_plain(m["rel"])] if m["rel"] else ""
    if relation in {"last", "next"} and at.published and not (m["y"] or m["ry"]):
        year = at.published.year
        if relation == "last":
            year -= number >= at.published.month
        else:
            year += number <= at.published.month
        return make_span(of_year(year), "month", "relative")
    return _yeared(m, at, of_year, "month")


def year(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``in 2019``, ``mid-2019``, ``2014-15``."""
    first = int(m["y"])
    if not m["y2"]:
        days = year_days(first)
        part = _part(m, at)
        return make_span(
            third(days, part) if days and part is not None else days, "year", "explicit"
        )
    last = _second_year(first, m["y2"])
    return make_span(
        year_days(first, years=last - first + 1) if last > first else None, "interval", "explicit"
    )


def decade(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``the 1990s``: ten years."""
    days, part = year_days(int(m["decade"]), years=10), _part(m, at)
    return make_span(
        third(days, part) if days and part is not None else days, "interval", "explicit"
    )


def century(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``the 19th century``: 1801 to 1900."""
    number = int(m["c"]) if m["c"] else at.words.numbers("ordinals")[_plain(m["cw"])]
    days, part = year_days((number - 1) * _CENTURY + 1, years=_CENTURY), _part(m, at)
    return make_span(
        third(days, part) if days and part is not None else days, "interval", "explicit"
    )


def season(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``spring 2022``, ``winter of 2021-22``, ``last summer``: meteorological, northern hemisphere.

    ISO 8601-2 leaves the months of a season open. "Winter 2022" may be either end of that year:
    it spans January to the following February unless both years are named.
    """
    first_month = at.words.numbers("seasons")[_plain(m["season"])]

    def of_year(start: int) -> Days | None:
        days = month_days(start, first_month, months=3)
        return third(days, part) if days and (part := _part(m, at)) is not None else days

    if m["y"] and m["y2"]:
        return make_span(of_year(int(m["y"])), "season", "explicit")
    if m["y"] and first_month == _WINTER and not m["part"]:
        return make_span(month_days(int(m["y"]), 1, months=14), "season", "explicit")
    relation = at.words.labels("relations")[_plain(m["rel"])] if m["rel"] else ""
    if relation in {"last", "next"} and not m["plain"] and at.published:
        spans = [d for y in range(-2, 3) if (d := of_year(at.published.year + y))]
        past = [d for d in spans if d.last < at.published]
        coming = [d for d in spans if d.first > at.published]
        chosen = past[-1:] if relation == "last" else coming[:1]
        return make_span(chosen[0], "season", "relative") if chosen else None
    return _yeared(m, at, of_year, "season")


def quarter(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``Q1 2022``, ``the first quarter of 2022``, ``the second half of last year``."""
    ordinals = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
    if m["q"] or m["qw"]:
        number, months = (int(m["q"]) if m["q"] else ordinals[m["qw"].lower()]), _QUARTER_MONTHS
    else:
        number, months = (int(m["h"]) if m["h"] else ordinals[m["hw"].lower()]), _HALF_MONTHS

    def of_year(start: int) -> Days | None:
        return month_days(start, (number - 1) * months + 1, months=months)

    return _yeared(m, at, of_year, "interval")


def _yeared(
    m: re.Match[str], at: Standpoint, of_year: OfYear, precision: Precision
) -> TimeSpan | None:
    """With its own year, with "last year" and the like, or with the year that is meant."""
    if m["y"]:
        return make_span(of_year(int(m["y"])), precision, "explicit")
    if not m["ry"]:
        return choose_year(of_year, at, precision)
    word = _plain(m["ry"])
    base = at.published if word in {"this", "last", "next"} else at.anchor and at.anchor.earliest
    step = {"last": -1, "next": 1, "the following": 1}.get(word, 0)
    basis: Basis = "relative" if word in {"this", "last", "next"} else "inherited"
    return make_span(of_year(base.year + step) if base else None, precision, basis)


def _month(m: re.Match[str], at: Standpoint) -> int:
    return at.words.numbers("months")[m["mo"].lower()]


def _weekday(m: re.Match[str], at: Standpoint) -> int | None:
    names = at.words.numbers("weekdays") | at.words.numbers("weekday_abbreviations")
    found = m.groupdict().get("wd")
    return names[found.lower()] if found else None


def _part(m: re.Match[str], at: Standpoint) -> int | None:
    return at.words.numbers("parts")[m["part"].lower()] if m["part"] else None


def _day_number(surface: str, at: Standpoint) -> int:
    digits = _DIGITS.match(surface)
    return int(digits[0]) if digits else at.words.numbers("ordinals")[_plain(surface)]


def _second_year(first: int, written: str) -> int:
    short = len(written) < len("2022")
    return first // _CENTURY * _CENTURY + int(written) if short else int(written)


def _plain(surface: str) -> str:
    return " ".join(surface.lower().split())
