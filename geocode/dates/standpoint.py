"""From where an expression is read: day of publication, date told last, tense of its verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeAlias, cast

from geocode.dates.calendar import Days
from geocode.languages import cues
from geocode.records import Basis, Precision, TimeSpan

Tense: TypeAlias = Literal["past", "future"]
# A tense overrules the nearest year only where the nearest is further off than this: verbs are
# found by rule, and "launched on Monday, ends on Feb. 20" puts a past verb before a coming day.
TENSE_MARGIN_DAYS = 14
OfYear: TypeAlias = Callable[[int], Days | None]
UNPLACED = TimeSpan(None, None, "open", "vague")


@dataclass(frozen=True)
class Words:
    """Cue words of one language, typed."""

    language: str

    @cached_property
    def _table(self) -> dict[str, Any]:
        return cues(self.language, "dates")

    def numbers(self, table: str) -> dict[str, int]:
        """A table of words to numbers (months, weekdays, parts …)."""
        return cast("dict[str, int]", self._table[table])

    def labels(self, table: str) -> dict[str, str]:
        """A table of words to labels (relations, directions, prefixes)."""
        return cast("dict[str, str]", self._table[table])

    def pairs(self, table: str) -> dict[str, list[int]]:
        """A table of words to month and day (feasts)."""
        return cast("dict[str, list[int]]", self._table[table])

    def lists(self, table: str) -> dict[str, list[str]]:
        """A table of word lists (guards, tense, vague)."""
        return cast("dict[str, list[str]]", self._table[table])


@dataclass(frozen=True, slots=True)
class Standpoint:
    """What an expression is read from. ``published`` None: relative expressions stay unplaced."""

    words: Words
    published: date | None
    anchor: TimeSpan | None
    """The date told last, where it has both ends."""
    origin: date | None
    """First day on which a date without a year can lie, where the text gives one: in narratives
    a while before the date told last, in reports only a far date of the same sentence.
    None: the day of publication decides."""
    narrative: bool
    """Whether the text dates itself: then weekdays too follow the date told last."""
    tense: Tense | None
    begun: bool
    """Whether the verb says that something has begun and may go on."""
    not_before: date | None = None
    """Second half of an interval: the first reading from this day on is meant."""
    not_after: date | None = None
    """First half of an interval: the last reading up to this day is meant."""


def make_span(days: Days | None, precision: Precision, basis: Basis) -> TimeSpan | None:
    """The days as a TimeSpan; None where there are none or they run backwards."""
    if days is None or days.first > days.last:
        return None
    return TimeSpan(days.first, days.last, precision, basis)


def choose_year(of_year: OfYear, at: Standpoint, precision: Precision) -> TimeSpan | None:
    """The reading of a month, day or season without a year.

    In turn: what an interval's other half demands; the year of ``origin`` (basis ``inherited``);
    the year that brings it nearest to publication, the tense of its verb overruling where that
    is more than a fortnight away on the wrong side. Without publication and origin: unplaced.

    Source: HeidelTime resolves underspecified dates from the document's date in news and from the
    previous mention in narratives (Strötgen and Gertz 2013, LRE 47:269-298).
    """
    base = at.not_before or at.not_after or at.origin or at.published
    if base is None:
        return UNPLACED
    near_years, leap_years = (
        range(base.year - 1, base.year + 2),
        range(base.year - 8, base.year + 9),
    )
    readings = [d for y in near_years if (d := of_year(y))]
    readings = readings or [d for y in leap_years if (d := of_year(y))]
    if at.not_before or at.not_after:
        return make_span(_bounded(readings, at), precision, "explicit")
    if at.origin:
        later = [d for d in readings if d.last >= at.origin]
        return make_span(later[0] if later else None, precision, "inherited")
    near = sorted(readings, key=lambda d: (_gap_days(d, base), d.first))[:3]
    if not near:
        return None
    best = near[0]
    if _gap_days(best, base) > TENSE_MARGIN_DAYS:
        sided = [d for d in near if _on_side(d, base, at.tense)]
        best = sided[0] if sided else best
    return make_span(best, precision, "explicit")


def _bounded(readings: list[Days], at: Standpoint) -> Days | None:
    if at.not_before:
        return next((d for d in readings if d.last >= at.not_before), None)
    bound = at.not_after or date.max
    return next((d for d in reversed(readings) if d.first <= bound), None)


def _gap_days(days: Days, day: date) -> int:
    return max((days.first - day).days, (day - days.last).days, 0)


def _on_side(days: Days, day: date, tense: Tense | None) -> bool:
    if tense == "past":
        return days.first <= day
    return tense is None or days.last >= day
