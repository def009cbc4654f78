"""Which resolver reads which form, and which forms prepositions may open or join."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from geocode.dates import absolute, relative
from geocode.dates.scan import Found
from geocode.dates.standpoint import Standpoint
from geocode.records import TimeSpan

Resolver: TypeAlias = Callable[[re.Match[str], Standpoint], TimeSpan | None]

RESOLVERS: dict[str, Resolver] = {
    "iso": absolute.iso,
    "slashed": absolute.slashed,
    "day_month": absolute.single_day,
    "month_day": absolute.single_day,
    "day_day_month": absolute.day_range,
    "month_day_day": absolute.day_range,
    "feast": absolute.feast,
    "moveable_feast": absolute.moveable_feast,
    "era": absolute.era,
    "month": absolute.month,
    "year": absolute.year,
    "decade": absolute.decade,
    "century": absolute.century,
    "season": absolute.season,
    "quarter": absolute.quarter,
    "weekday": relative.weekday,
    "offset": relative.offset,
    "period": relative.period,
    "weekend": relative.weekend,
    "rolling": relative.rolling,
    "open_units": relative.open_units,
    "shifted": relative.shifted,
    "next_day": relative.next_day,
    "within": relative.within,
    "duration": relative.duration,
    "unit_long": relative.unit_long,
    "overnight": relative.overnight,
    "vague_past": relative.vague_past,
    "vague_future": relative.vague_future,
}
# Forms that are points or stretches of the calendar, which prepositions may open or join.
POINTS = frozenset(
    {
        "iso", "slashed", "day_month", "month_day", "feast", "moveable_feast", "month", "year",
        "decade", "season", "quarter", "weekday", "offset", "period",
    }
)  # fmt: skip


def resolve(found: Found, at: Standpoint) -> TimeSpan | None:
    """The days that a written date means; None where the calendar has no such day."""
    return RESOLVERS[found.form](found.match, at)
