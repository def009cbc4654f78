"""Resolvers of dates told from the day of publication or from the date told last.

Counted from publication the basis is ``relative``, from a date in the text ``inherited``.
"""

from __future__ import annotations

import re
from datetime import date

from geocode.dates.calendar import (
    WEEK_DAYS,
    Days,
    around,
    month_days,
    plus,
    third,
    week_days,
    weekday_on_or_after,
    weekday_on_or_before,
    year_days,
)
from geocode.dates.standpoint import UNPLACED, Standpoint, Words, make_span
from geocode.records import Basis, Precision, TimeSpan

_SATURDAY = 5
_DAY_UNITS = frozenset({"day", "morning", "afternoon", "evening", "night"})
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366, "decade": 3653}
_UNIT_PRECISION: dict[str, Precision] = {"week": "week", "month": "month", "year": "year"}
_UNIT_YEARS = {"year": 1, "decade": 10, "century": 100}
# "a few days" and the like: at least two, seldom more than this (ours; nothing defines it).
_FEW = (2, 9)


def offset(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``yesterday``, ``tonight``, ``the day after tomorrow``."""
    days = at.words.numbers("day_offsets")[_plain(m["offset"])]
    return _day(plus(at.published, days)) if at.published else UNPLACED


def weekday(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``on Monday``: the most recent one; ``will meet on Monday``: the coming one.

    Both count publication's own day; "last" and "next" leave it out, and "next Friday" is the
    first one after it. In narratives a bare weekday is unplaced: which week is nowhere said.
    Source: HeidelTime reads a bare weekday of news as the last one for past tense, as the next
    one for future tense (Strötgen and Gertz 2013).
    """
    number = at.words.numbers("weekdays")[m["wd"].lower()]
    if at.not_before or at.not_after:
        return _day(_bounded_weekday(number, at))
    relation = at.words.labels("relations")[_plain(m["rel"])] if m["rel"] else ""
    if m["back"]:
        relation = "last"  # "on Monday last"
    if relation in {"same", "following", "previous"}:
        return _anchored_weekday(number, relation, at)
    if at.published is None or (at.narrative and not (relation or m["rw"])):
        return UNPLACED
    if m["rw"]:
        step = {"last": -WEEK_DAYS, "this": 0, "next": WEEK_DAYS}[m["rw"].lower()]
        return _day(plus(week_days(plus(at.published, step)).first, number))
    return _day(_spoken_weekday(number, relation, at, at.published))


def period(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``last week``, ``earlier this month``, ``that year``, ``the following day``."""
    unit, edge = m["unit"].lower(), _plain(m["edge"]) if m["edge"] else ""
    told = "same" if at.narrative else "this"
    relation = at.words.labels("relations")[_plain(m["rel"])] if m["rel"] else told
    if relation in {"same", "following", "previous"}:
        if at.anchor is not None:
            return _anchored_period(relation, unit, edge, at)
        if unit not in _DAY_UNITS and at.published is not None:
            relation = {"following": "next", "previous": "last"}.get(relation, "this")
            return _told_period(relation, unit, edge, at, at.published)
        return UNPLACED
    if unit in _DAY_UNITS:
        return None
    return _told_period(relation, unit, edge, at, at.published) if at.published else UNPLACED


def weekend(_: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``over the weekend``: the last one begun, or the coming one in the future tense."""
    if at.published is None:
        return UNPLACED
    return _weekend("next" if at.tense == "future" else "", at, at.published)


def rolling(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``in the past 24 hours``, ``the next two weeks``: from or up to publication."""
    relation, unit = at.words.labels("relations")[_plain(m["rel"])], m["unit"].lower()
    if relation in {"this", "same"} or (relation == "last" and unit == "minute"):
        return None
    if at.published is None:
        return UNPLACED
    few = _number(m["n"], at) is None
    days = (_number(m["n"], at) or _FEW[1]) * _unit_days(unit) / (24 if unit == "hour" else 1)
    if unit == "minute":
        days = 0
    span = _rolling(
        max(-int(-days // 1), 1), at.published, forward=relation in {"next", "following"}
    )
    return TimeSpan(span.earliest, span.latest, "interval", "vague") if few and span else span


def open_units(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``in recent months``: up to publication; ``in the coming days``: from then on."""
    return vague_past(m, at) if m["open"].lower() == "recent" else _coming(at, 0)


def vague_past(_: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``recently`` (TIMEX3 PAST_REF): up to publication, from when nobody says."""
    return TimeSpan(None, at.published, "open", "vague")


def vague_future(_: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``in the near future`` (TIMEX3 FUTURE_REF): after publication, till when nobody says.

    "It soon broke out" tells of a past as seen from then: no time of ours.
    """
    return None if at.tense == "past" else _coming(at, 1)


def overnight(_: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """The night before publication, which touches both days."""
    if at.published is None:
        return UNPLACED
    return make_span(Days(plus(at.published, -1), at.published), "interval", "relative")


def next_day(_: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``next day``: the one after the date told last."""
    return _anchored_period("following", "day", "", at) if at.anchor else UNPLACED


def shifted(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``two days ago``, ``three weeks earlier``, ``a week later``.

    As exact as its unit says, as TIMEX3 values do: days give a day, weeks a week about it,
    months the month, years the year. "A week ago", of one week, is said of the day itself; "a few
    minutes ago" of the day of publication, "hours ago" of it or the day before.
    """
    direction, unit = at.words.labels("directions")[_plain(m["dir"])], m["unit"].lower()
    deictic = direction in {"ago", "hence"}
    sign = -1 if direction in {"ago", "earlier"} else 1
    base = at.published if deictic else _anchor_day(at)
    few = m["n"] is None or _number(m["n"], at) is None
    bare = m["n"] is None and (m["s"] or deictic) and not m[0].lower().startswith("the")
    if deictic and (bare or few) and unit not in _UNIT_DAYS:
        return _shortly(unit, sign, at)
    if bare and unit not in _UNIT_DAYS:
        return None
    if base is None:
        return UNPLACED
    if bare or (few and unit not in _UNIT_DAYS):
        return (
            TimeSpan(None, plus(base, 0), "open", "vague")
            if sign < 0
            else TimeSpan(base, None, "open", "vague")
        )
    if m["n"] and few:
        ends = sorted(plus(base, sign * k * _UNIT_DAYS[unit]) for k in _FEW)
        return make_span(Days(*ends), "interval", "vague")
    number = (_number(m["n"], at) or 1) if m["n"] else 1
    return _moved(base, sign * number, unit, at, deictic=deictic)


def _shortly(unit: str, sign: int, at: Standpoint) -> TimeSpan | None:
    """``a few minutes ago``, ``hours ago``: uncounted, but less than a day from publication."""
    if at.published is None:
        return UNPLACED
    if unit == "minute":
        return _day(at.published)
    return make_span(Days(*sorted((at.published, plus(at.published, sign)))), "interval", "vague")


def within(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``within two weeks``, ``in three days``: from publication on, in the future tense only."""
    if at.tense != "future":
        return None
    if at.published is None:
        return UNPLACED
    unit, number = m["unit"].lower(), _number(m["n"], at) or 1
    if unit in _UNIT_YEARS and number < date.max.year:
        years = number * _UNIT_YEARS[unit]
        whole = month_days(at.published.year + years, at.published.month)
        if whole is not None:
            last = plus(whole.first, min(at.published.day, whole.last.day) - 1)
            return make_span(Days(at.published, last), "interval", "relative")
    days = number * _UNIT_DAYS.get(unit, 0) or -(-number // 24)
    return _rolling(days, at.published, forward=True)


def duration(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``10 days of drills``, ``a three-day visit``, ``for two weeks``: never a day.

    A duration says how long, not when (TIMEX3 DURATION). We give only the days within which it
    must lie: begun by publication and lasting N days, at most N-1 days to either side of
    publication; still to come, from publication on; over, up to publication; otherwise nothing.
    """
    if not (m["lead"] or m["hyphen"] == "-" or m["of"] or m["long"]):
        return None
    return _lasting((_number(m["n"], at) or 1) * _UNIT_DAYS[m["unit"].lower()], at)


def unit_long(m: re.Match[str], at: Standpoint) -> TimeSpan | None:
    """``a week-long strike``: a duration of one unit."""
    return _lasting(_UNIT_DAYS[m["unit"].lower()], at)


def length_days(m: re.Match[str], words: Words) -> int:
    """Days of a length ("four-day", "a week-long"); 0 where no number says it."""
    groups = m.groupdict()
    said = " ".join((groups.get("n") or "one").lower().split())
    number = int(said) if said.isdecimal() else words.numbers("numbers").get(said, 0)
    return number * _UNIT_DAYS[m["unit"].lower()]


def is_within_a_day(m: re.Match[str]) -> bool:
    """Whether it shifts by hours or minutes only: "nine hours later"."""
    return m["unit"].lower() in {"hour", "minute"}


def _lasting(days: int, at: Standpoint) -> TimeSpan:
    day = at.published
    if day is None or days < 1:
        return TimeSpan(None, None, "interval", "vague")
    if at.begun:
        return TimeSpan(plus(day, 1 - days), plus(day, days - 1), "interval", "relative")
    if at.tense is None:
        return TimeSpan(None, None, "interval", "vague")
    if at.tense == "future":
        return TimeSpan(day, None, "interval", "relative")
    return TimeSpan(None, day, "interval", "relative")


def _told_period(relation: str, unit: str, edge: str, at: Standpoint, day: date) -> TimeSpan | None:
    """A unit counted from publication."""
    if unit == "weekend":
        return _weekend(relation, at, day)
    if relation == "rolling":
        return _rolling(_unit_days(unit), day, forward=False)
    step = {"last": -1, "next": 1}.get(relation, 0)
    return _edged(_unit(day, unit, step), edge, unit, at)


def _bounded_weekday(number: int, at: Standpoint) -> date:
    if at.not_before:
        return weekday_on_or_after(at.not_before, number)
    return weekday_on_or_before(at.not_after or date.max, number)


def _spoken_weekday(number: int, relation: str, at: Standpoint, day: date) -> date:
    if relation in {"last", "rolling"}:
        return weekday_on_or_before(plus(day, -1), number)
    if relation == "next":
        return weekday_on_or_after(plus(day, 1), number)
    future = at.tense == "future" or (relation == "this" and at.tense is None)
    return weekday_on_or_after(day, number) if future else weekday_on_or_before(day, number)


def _anchored_weekday(number: int, relation: str, at: Standpoint) -> TimeSpan | None:
    anchor = _anchor_day(at)
    if anchor is None:
        return UNPLACED
    found = {
        "same": weekday_on_or_after(anchor, number),
        "following": weekday_on_or_after(plus(anchor, 1), number),
        "previous": weekday_on_or_before(plus(anchor, -1), number),
    }[relation]
    return _day(found, basis="inherited")


def _anchored_period(relation: str, unit: str, edge: str, at: Standpoint) -> TimeSpan | None:
    anchor = at.anchor
    if anchor is None or anchor.earliest is None or anchor.latest is None:
        return UNPLACED
    step = {"following": 1, "previous": -1}.get(relation, 0)
    if unit in _DAY_UNITS:
        if anchor.precision != "day":
            return UNPLACED
        return _day(plus(anchor.earliest, step), basis="inherited")
    days = _unit(anchor.earliest, unit, step)
    part = at.words.numbers("parts").get(edge)
    days = third(days, part) if days and part is not None else days
    return make_span(days, _UNIT_PRECISION.get(unit, "interval"), "inherited")


def _weekend(relation: str, at: Standpoint, day: date) -> TimeSpan | None:
    last_begun = weekday_on_or_before(day, _SATURDAY)
    running = (day - last_begun).days <= 1
    if relation in {"last", "rolling"}:
        saturday = plus(last_begun, -WEEK_DAYS) if running else last_begun
    elif relation == "next" or (relation == "this" and at.tense != "past"):
        saturday = (
            last_begun
            if running and relation == "this"
            else weekday_on_or_after(plus(day, 1), _SATURDAY)
        )
    else:
        saturday = last_begun
    return make_span(Days(saturday, plus(saturday, 1)), "interval", "relative")


def _edged(days: Days | None, edge: str, unit: str, at: Standpoint) -> TimeSpan | None:
    """Earlier: up to publication; later: from it on; early, mid, late: a third."""
    precision = _UNIT_PRECISION.get(unit, "interval")
    if days is None or at.published is None:
        return None
    running = days.first <= at.published <= days.last
    if edge in {"earlier", "so far"} and running:
        return make_span(Days(days.first, at.published), precision, "relative")
    if edge == "later" and running:
        return make_span(Days(at.published, days.last), precision, "relative")
    part = at.words.numbers("parts").get(edge)
    return make_span(third(days, part) if part is not None else days, precision, "relative")


def _moved(base: date, number: int, unit: str, at: Standpoint, *, deictic: bool) -> TimeSpan | None:
    basis: Basis = "relative" if deictic else "inherited"
    if unit == "day":
        exact = deictic or (at.anchor is not None and at.anchor.precision == "day")
        moved = plus(base, number)
        if exact:
            return _day(moved, basis=basis)
        shift = _anchor_length_days(at)
        return make_span(Days(moved, plus(moved, shift)), "interval", basis)
    told_by_day = deictic or (at.anchor is not None and at.anchor.precision == "day")
    if unit in {"week", "fortnight"} and abs(number) == 1 and told_by_day:
        return _day(plus(base, number * _UNIT_DAYS[unit]), basis=basis)
    if unit in {"week", "fortnight"}:
        days = around(plus(base, number * _UNIT_DAYS[unit]), margin_days=WEEK_DAYS // 2)
        return make_span(days, "week", basis)
    if unit in {"hour", "minute"}:
        hours = abs(number) if unit == "hour" else 1
        ends = sorted((base, plus(base, -(-hours // 24) * (1 if number > 0 else -1))))
        return make_span(Days(*ends), "interval", basis) if hours > 1 else _day(base, basis=basis)
    days = _unit(base, unit, number)
    return make_span(days, _UNIT_PRECISION.get(unit, "interval"), basis)


def _unit(day: date, unit: str, step: int) -> Days | None:
    """The calendar unit that holds ``day``, moved by ``step`` units."""
    if unit == "week":
        return week_days(plus(day, step * WEEK_DAYS))
    if unit == "month":
        return month_days(day.year, day.month + step)
    if unit == "weekend":
        saturday = plus(weekday_on_or_after(day, _SATURDAY), step * WEEK_DAYS)
        return Days(saturday, plus(saturday, 1))
    years = _UNIT_YEARS.get(unit)
    return year_days(day.year // years * years + step * years, years=years) if years else None


def _rolling(days: int, day: date, *, forward: bool) -> TimeSpan | None:
    ends = (day, plus(day, days)) if forward else (plus(day, -days), day)
    return make_span(Days(*ends), "interval", "relative")


def _coming(at: Standpoint, days: int) -> TimeSpan:
    return TimeSpan(plus(at.published, days) if at.published else None, None, "open", "vague")


def _day(day: date, *, basis: Basis = "relative") -> TimeSpan | None:
    return make_span(Days(day, day), "day", basis)


def _anchor_day(at: Standpoint) -> date | None:
    return at.anchor.earliest if at.anchor else None


def _anchor_length_days(at: Standpoint) -> int:
    if at.anchor and at.anchor.earliest and at.anchor.latest:
        return (at.anchor.latest - at.anchor.earliest).days
    return 0


def _unit_days(unit: str) -> int:
    return _UNIT_DAYS.get(
        unit, _UNIT_YEARS.get(unit, 1) * _UNIT_DAYS["year"] if unit in _UNIT_YEARS else 1
    )


def _number(surface: str, at: Standpoint) -> int | None:
    """The number, or None for "a few", "several" and their like."""
    plain = _plain(surface)
    return int(plain) if plain.isdecimal() else at.words.numbers("numbers").get(plain)


def _plain(surface: str) -> str:
    return " ".join(surface.lower().split())
