"""One pass over the blocks: where a date is written, and by which form; nothing is resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from geocode.dates.grammar import GAP, alternatives, forms, openings
from geocode.dates.standpoint import Words
from geocode.records import Span

_FIRST_WORD = re.compile(r"[^\W\d_]+|\d+")
# Marks that make what follows part of a number, a model, a path or an address.
_NO_START_AFTER_DIGIT = frozenset("$€£#@&/\\_+=.,:-–—‑")
_NO_START_AFTER_WORD = frozenset("@#&/\\_=‑")
_BEFORE = 40
"""Code points looked at before an expression for its preposition and time of day."""
CLOCK = (
    r"(?:\d{1,2}(?::\d\d){0,2}[ \xa0]?(?:a\.m\.|p\.m\.|am|pm)|\d{1,2}:\d\d(?::\d\d)?|noon|midnight)"
    r"(?:[ \xa0](?:local time|GMT|UTC|CET|EET|EST|EDT|ET|BST|IST|MSK))?"
)
_FLAGS = re.IGNORECASE | re.ASCII
_DAYTIME = (
    r"(?:(?:dawn|daybreak|sunrise|sunset|dusk|nightfall|midday|first light|lunchtime|mid-?morning)"
    r"(?= on )|(?:the[ ])?(?:small|early) hours(?= of ))"
)
_CLOCK_BEFORE = re.compile(
    rf"(?<![\w.:,])(?:(?:at|in)[ ])?(?:{CLOCK}|{_DAYTIME}),?[ \xa0](?:o[nf][ ])?$", _FLAGS
)
_OTHER_ZONE = re.compile(
    r"[\[(][ ]?(?:about[ ]|at[ ])?(?:[0-2]?\d[:.]?[0-5]\d|\d{1,2})(?:[ ]?[ap]\.?m\.?)?[ ]"
    r"(?:GMT|UTC|Z|EST|EDT|CET|MSK|BST)[ ]?,?[ ]?(?:on[ ])?(?:the[ ])?$",
    _FLAGS,
)
"""What a bracket says again by another clock: "2230 [0230 GMT on 12 January]" is on the 11th."""
_CLOCK_AFTER = re.compile(rf",?[ \xa0]at[ \xa0](?:about[ ]|around[ ])?{CLOCK}(?!\w)", _FLAGS)


_DAY_HOURS, _HOUR_MINUTES = 24, 60
_FIRST_YEAR, _LAST_YEAR = 1880, 2100
"""Years that a report may name beside hours and still mean years (ours)."""
_ROUND = 50
"""What an amount behind an article is a multiple of, as years seldom are (ours)."""
_ARTICLE = re.compile(r"(?i)(?<!\w)an?\s$")
_ABOUT = 200
_HOURS_BEFORE = re.compile(
    rf"(?<!\w)(?:after|since|before|by|until|till|from|between|to|and|around|about|at){GAP}$",
    _FLAGS,
)
_PARTNER_HOUR = re.compile(rf"{GAP}(?:to|and|until|till){GAP}([0-2]\d[0-5]\d)(?!\w)", _FLAGS)
_TELLS_HOURS = re.compile(
    r"(?<!\w)(?:today|tonight|yesterday|morning|afternoon|evening|night|noon|midnight|dawn|curfew"
    r"|hours|hrs|gmt|utc|local time|clock|0\d[0-5]\d"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?!\w)",
    _FLAGS,
)


class Found(NamedTuple):
    """A written date: half-open ``[start, end)``, its form and the match."""

    start: int
    end: int
    form: str
    match: re.Match[str]


class _Guards(NamedTuple):
    opener: re.Pattern[str]
    year_opener: re.Pattern[str]
    count_opener: re.Pattern[str]
    counted: re.Pattern[str]
    not_duration: re.Pattern[str]
    count_noun: re.Pattern[str]
    called_so: re.Pattern[str]
    numbered_so: re.Pattern[str]
    month_opener_needed: frozenset[str]
    capital_only: frozenset[str]
    weekday_before: re.Pattern[str]
    weekday_after: re.Pattern[str]
    fiscal: re.Pattern[str]
    not_counts: frozenset[str]
    ambiguous_seasons: frozenset[str]


def find_written(text: str, span: Span, language: str) -> Iterator[Found]:
    """Written dates within ``span``, in order and disjoint, the longest form at each place."""
    patterns, index, guards = forms(language), openings(language), _guards(language)
    position = span.start
    for word in _FIRST_WORD.finditer(text, span.start, span.end):
        start = word.start()
        if start < position:
            continue
        first = word[0]
        names = index.get("#" if first[0].isdigit() else first.lower())
        if names is None or not _may_start(text, start, span.start):
            continue
        best: Found | None = None
        for name in names:
            m = patterns[name].match(text, start, span.end)
            if (
                m
                and (best is None or m.end() > best.end)
                and _accepted(name, m, text, span, guards)
            ):
                best = Found(start, m.end(), name, m)
        if best:
            position = best.end
            yield best


def with_clock(text: str, found: Found, span: Span, floor: int) -> tuple[int, int]:
    """Start and end with the time of day beside it ("at 5 p.m. on Sunday")."""
    lo = max(span.start, floor, found.start - _BEFORE)
    before = _CLOCK_BEFORE.search(text, lo, found.start)
    after = _CLOCK_AFTER.match(text, found.end, span.end)
    return (before.start() if before else found.start), (after.end() if after else found.end)


def is_other_zone(text: str, start: int, floor: int) -> bool:
    """Whether a date only says again, in brackets and by another clock, what was said before."""
    return _OTHER_ZONE.search(text, max(floor, start - _BEFORE), start) is not None


def _may_start(text: str, start: int, floor: int) -> bool:
    if start == floor:
        return True
    before = text[start - 1]
    if before.isalnum():
        return False
    barred = _NO_START_AFTER_DIGIT if text[start].isdigit() else _NO_START_AFTER_WORD
    if before not in barred:
        return True
    # A dash or comma may join two dates ("10 Feb.–20 Feb.") but not a name and a number.
    return before in "–—," and not (start - 2 >= floor and text[start - 2].isdigit())


def _accepted(form: str, m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    """Whether the words around it leave it a date."""
    if m.end() < len(text) and text[m.end()].isalnum():
        return False
    check = {
        "month": _month_stands, "month_day": _day_stands, "day_month": _day_stands,
        "month_day_day": _day_stands, "day_day_month": _day_stands,
        "year": _year_stands, "weekday": _weekday_stands, "duration": _duration_stands,
        "season": _season_stands, "shifted": _shift_stands, "period": _period_stands,
        "vague_future": _soon_stands, "feast": _feast_stands,
    }.get(form)  # fmt: skip
    return check is None or check(m, text, span, guards)


def _month_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    name = m["mo"].lower()
    if guards.numbered_so.match(text, m.end(), span.end) or (
        text[max(span.start, m.start() - 2) : m.start() - 1].isdecimal()
        and guards.called_so.match(text, m.end(), span.end)
    ):
        return False  # "the March 23 Movement", "17 November Square"
    if m["y"] or m["ry"]:
        return not _small(m, guards)
    if _small(m, guards) or guards.fiscal.search(text, _lo(m, span), m.start()):
        return False
    if m["part"] or m["rel"] or name not in guards.month_opener_needed:
        return True
    return guards.opener.search(text, _lo(m, span), m.start()) is not None


def _day_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    if _small(m, guards):
        return False
    if m["y"] or m["ry"]:
        return True
    if guards.called_so.match(text, m.end(), span.end):
        return False
    last = m.start("d") > m.start("mo")  # "they march 10 miles"
    return not (last and guards.count_noun.match(text, m.end(), span.end))


def _small(m: re.Match[str], guards: _Guards) -> bool:
    return m["mo"][0].islower() and m["mo"].lower() in guards.capital_only


def _year_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    lo, start = _lo(m, span), m.start()
    if guards.fiscal.search(text, lo, start) or _is_hour(m, text, span):
        return False
    if m["part"] or _year_set_off(m, text, span):
        return True
    if not guards.year_opener.search(text, lo, start):
        return False
    if int(m["y"]) % _ROUND == 0 and _ARTICLE.search(text, lo, start):
        return False  # "a 1500 metre race", not "a 1960 earthquake"
    counted = guards.counted.match(text, m.end(), span.end)
    if counted is None or counted["word"] in guards.not_counts:
        return True
    return counted["word"] is not None and guards.count_opener.search(text, lo, start) is None


def _is_hour(m: re.Match[str], text: str, span: Span) -> bool:
    """Whether four digits are rather the time of day: "between 0200 and 0300", "after 1000".

    No year is written with a leading nought. What else reads as a clock, to five minutes, is one
    behind a preposition of hours where hours are told about it, or where no year lies so far on.
    """
    number = m["y"]
    hours, minutes = int(number[:2]), int(number[2:])
    if number[0] == "0":
        return True
    clock = hours < _DAY_HOURS and minutes < _HOUR_MINUTES and minutes % 5 == 0
    if not clock or m["part"] or m["y2"] or not _HOURS_BEFORE.search(text, _lo(m, span), m.start()):
        return False
    partner = _PARTNER_HOUR.match(text, m.end(), span.end)
    if int(number) > _LAST_YEAR or (partner and int(partner[1]) > _LAST_YEAR):
        return True
    far = not _FIRST_YEAR <= int(number) <= _LAST_YEAR
    lo, hi = max(span.start, m.start() - _ABOUT), min(span.end, m.end() + _ABOUT)
    return far and _TELLS_HOURS.search(text, lo, hi) is not None


def _year_set_off(m: re.Match[str], text: str, span: Span) -> bool:
    """Whether marks alone make it a year: "(2014)", "2014: a review", "2014's", "2014-2016"."""
    before, after = text[max(m.start() - 1, span.start) : m.start()], text[m.end() : m.end() + 2]
    bracketed = before == "(" and after[:1] in {")", ",", ";"}
    heading = before in {"", "\n"} and after == ": "
    return bracketed or heading or after in {"'s", "’s"} or len(m["y2"] or "") == len("2022")


def _weekday_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    return not (
        (m["wd"][0].isupper() and guards.weekday_before.search(text, _lo(m, span), m.start()))
        or guards.weekday_after.match(text, m.end(), span.end)
    )


def _feast_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    return guards.weekday_before.search(text, _lo(m, span), m.start()) is None


def _season_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    """Whether it is named: "the summer" is; "the fall of Kabul" is not."""
    ambiguous = m["season"].lower() in guards.ambiguous_seasons
    if m["rel"] or m["y"] or (m["plain"] and not ambiguous):
        return True
    if m["plain"]:
        return guards.opener.search(text, _lo(m, span), m.start()) is not None
    following = text[m.end() : min(m.end() + 4, span.end)]
    named = following[:1] in {" ", "-"} and (following[1:2].isupper() or following == " of ")
    return bool(m["the"]) and not ambiguous and not named


def _duration_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    return guards.not_duration.match(text, m.end(), span.end) is None


def _period_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    """Whether it is a time: "the end of the month" is; "the month" is not."""
    del text, span, guards
    day_unit = m["unit"].lower() in {"day", "morning", "afternoon", "evening", "night"}
    return not m["the"] or (bool(m["edge"]) and not day_unit)


def _soon_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    """Whether it stands alone: "soon after" and "as soon as" join two happenings."""
    del guards
    following = text[m.end() : min(m.end() + 6, span.end)].lower()
    return not following.startswith((" as ", " after", " there"))


def _shift_stands(m: re.Match[str], text: str, span: Span, guards: _Guards) -> bool:
    """Whether it counts from a date: "two days before the vote" counts from an event."""
    del guards
    if m["dir"].lower() not in {"before", "after", "prior"}:
        return m["n"] is not None or not m[0].lower().startswith("the ")
    following = text[m.end() : min(m.end() + 2, span.end)].strip()
    return not following or not (following[0].isalnum() or following[0] in "\"'“‘")


def _lo(m: re.Match[str], span: Span) -> int:
    return max(span.start, m.start() - _BEFORE)


@cache
def _guards(language: str) -> _Guards:
    words = Words(language)
    lists = words.lists("guards")

    def before(name: str, joint: str = GAP) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{alternatives(lists[name])}){joint}(?:the{GAP})?$", _FLAGS)

    counts = alternatives(lists["count_nouns"])
    called = [form for word in lists["called_so"] for form in (word, word.upper())]
    full = {name for name in words.numbers("months") if len(name) > len("sept")}
    months = set(words.numbers("months")) - full | set(lists["ambiguous_months"])
    return _Guards(
        opener=before("openers", rf"(?:{GAP}|-)"),
        year_opener=before("year_openers", rf"(?:{GAP}|-)"),
        count_opener=re.compile(
            rf"(?<!\w)(?:{alternatives(lists['count_openers'])}){GAP}$", _FLAGS
        ),
        counted=re.compile(
            rf"{GAP}(?:and|to|or){GAP}[\d,]{{1,9}}{GAP}(?:{counts})(?!\w)"
            rf"|{GAP}(?P<word>(?-i:[a-z]{{2,20}}s))(?!\w)",
            _FLAGS,
        ),
        not_duration=re.compile(
            rf"(?:-|{GAP})(?:{alternatives(lists['not_durations'])})(?!\w)", _FLAGS
        ),
        called_so=re.compile(rf"{GAP}(?-i:{alternatives(called)})(?!\w)", _FLAGS),
        numbered_so=re.compile(rf"{GAP}\d{{1,2}}{GAP}(?-i:{alternatives(called)})(?!\w)", _FLAGS),
        count_noun=re.compile(rf"{GAP}(?:{counts})(?!\w)", _FLAGS),
        month_opener_needed=frozenset(months),
        capital_only=frozenset(lists["capital_only"]),
        weekday_before=before("weekday_before"),
        weekday_after=re.compile(rf"{GAP}(?:{alternatives(lists['weekday_after'])})(?!\w)", _FLAGS),
        fiscal=re.compile(
            rf"(?<!\w)(?:{alternatives(lists['fiscal'])})(?:{GAP}year)?(?:{GAP}|-)$", _FLAGS
        ),
        not_counts=frozenset(lists["not_counts"]),
        ambiguous_seasons=frozenset(lists["ambiguous_seasons"]),
    )
