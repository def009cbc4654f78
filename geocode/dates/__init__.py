"""Dates: where a report names a time, and the inclusive days that it means.

Everything is read from the day of publication, which is an argument; where it is unknown, what
depends on it stays unplaced (both ends None, basis ``vague``), and never becomes today.
Terms: ISO 8601-1 and -2 for days, months, seasons and intervals with open ends; TIMEX3
(TimeML 1.2.1, Pustejovsky et al. 2003) for DATE, DURATION, PAST_REF, FUTURE_REF and mod.
"""

from __future__ import annotations

from geocode.dates.read import find_dates

__all__ = ["find_dates"]
