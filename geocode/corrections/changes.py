"""What a person says of an event, against or beside what was read: a closed set of changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias, get_args

from shapely.geometry.base import BaseGeometry

from geocode.records import Entry, Precision, Relation, Role, Span, Status

MOST_WHO = 80
MOST_WHY = 500
MOST_NAME = 120
MOST_REMARK = 2000
"""Code points of who made a correction, why, the name of a drawn place, and a note."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """By what an event is found again, also after its report was read anew."""

    document_id: str
    event_id: str
    kind: str
    """As it was read, whatever a person has made of it since."""
    trigger: Span


@dataclass(frozen=True, slots=True)
class Placed:
    """It happened at this entry of the gazetteer."""

    entry: Entry
    geometry: BaseGeometry
    """As it is drawn; kept with the correction, which so needs no gazetteer to be applied."""
    precision_m: float
    relation: Relation = "in"
    at: Span | None = None
    """The words of the site it replaces; None where the report names none."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """It happened here: a point, a disc of ``radius_m`` about a point, a line or an area."""

    geometry: BaseGeometry
    """Without its radius: a disc is its middle."""
    radius_m: float | None = None
    name: str = ""
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """It happened in these days, both inclusive; an open end is None."""

    earliest: date | None
    latest: date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class OfKind:
    """It is of this kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class OfStatus:
    """It happened, goes on, is planned, …: this is how the report tells it."""

    status: Status


@dataclass(frozen=True, slots=True)
class InRole:
    """The place that these words name plays this part in it; only ``site`` is where it happened."""

    at: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Merged:
    """It is the same as this other event."""

    other: Anchor


@dataclass(frozen=True, slots=True)
class Split:
    """It is none of those that it was taken for the same as."""


@dataclass(frozen=True, slots=True)
class Dismissed:
    """It is no event, or not ours to show: it is left out everywhere."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A person has looked at it and says it is right as it stands."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be known beside it."""

    text: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The correction of this number does not hold; one that undid another holds no more either."""

    number: int


Change: TypeAlias = (
    Placed | Drawn | Dated | OfKind | OfStatus | InRole | Merged | Split | Dismissed | Confirmed
    | Remark | Undone
)  # fmt: skip
ChangeName: TypeAlias = Literal[
    "placed", "drawn", "dated", "kind", "status", "role", "merged", "split", "dismissed",
    "confirmed", "remark", "undone",
]  # fmt: skip
CHANGES: dict[ChangeName, type[Change]] = dict(
    zip(get_args(ChangeName), get_args(Change), strict=True)
)
"""By the name a change has in the store and in files."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of the log: who said what of which event, when, and why."""

    number: int
    """Its place in the log of its store, from 1; 0 before it is in one."""
    made: datetime
    """With its time zone, to the second."""
    who: str
    why: str
    """"" where no reason was given."""
    event: Anchor
    change: Change


def name_of(change: Change) -> ChangeName:
    """The name of a change.

    >>> name_of(Undone(3))
    'undone'
    """
    return next(name for name, kind in CHANGES.items() if isinstance(change, kind))


def precision_of(earliest: date | None, latest: date | None) -> Precision:
    """How precise a date is that a person gave by its ends.

    >>> precision_of(date(2022, 2, 1), date(2022, 2, 28)), precision_of(None, date(2022, 2, 1))
    ('month', 'open')
    """
    if earliest is None or latest is None:
        return "open"
    following = date.fromordinal(min(latest.toordinal() + 1, date.max.toordinal()))
    if earliest.day == 1 and following.day == 1:
        months = (following.year - earliest.year) * 12 + following.month - earliest.month
        if months == 1 or (months == 12 and earliest.month == 1):  # noqa: PLR2004 - of a year
            return "month" if months == 1 else "year"
    length = (latest - earliest).days + 1
    return "day" if length == 1 else "week" if length == 7 else "interval"  # noqa: PLR2004 - a week
