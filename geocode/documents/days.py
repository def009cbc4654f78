"""The day that a field, or a line that says nothing else, names in full."""

from __future__ import annotations

import re
from datetime import date, datetime

_DATE_FORMS = (
    "%Y%m%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y",
)  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = r"(?P<{}>" + "|".join(m[:3] + f"(?:{m[3:]})?" for m in _MONTHS) + r"|sept)\.?"
_FULL = re.compile(
    r"\b(?:(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}{_MONTH.format('m1')},?\s{{1,2}}(?P<y1>\d{{4}})\b"
    rf"|{_MONTH.format('m2')}\s{{1,2}}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,2}}(?P<y2>\d{{4}})\b)",
    re.IGNORECASE,
)


def parse_day(value: object) -> date | None:
    """The day a date field names, as written there (no shift of time zones); None if it is none.

    >>> parse_day("2022-02-14T23:30:00+03:00").isoformat(), parse_day("2022-13-45"), parse_day(7)
    ('2022-02-14', None, None)
    """
    if not isinstance(value, str):
        return None
    value = value.strip()
    candidates = [(value[:10], "%Y-%m-%d"), *((value, form) for form in _DATE_FORMS)]
    candidates.append((value[5:16], "%d %b %Y"))  # RFC 2822: "Mon, 14 Feb 2022 09:30:00 GMT"
    for text, form in candidates:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def day_in(line: str) -> date | None:
    """The first day that a line names with its year; None where it names none, or 31 February.

    >>> day_in("KYIV, Feb. 14, 2022 (AP) —").isoformat(), day_in("KYIV, Feb. 14 —")
    ('2022-02-14', None)
    """
    found = _FULL.search(line)
    if not found:
        return None
    year, month, day = (
        next(v for k, v in found.groupdict().items() if k[0] == unit and v) for unit in "ymd"
    )
    number = int(month) if month.isdecimal() else 1 + _month(month)
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


def _month(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS) if month.startswith(name.lower()[:3]))
