"""Whether two accounts can be of one happening, how much speaks for it, and what, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import cos, hypot, radians

from geocode.events.labels import alike
from geocode.geometry.measures import METRES_PER_DEGREE
from geocode.happenings.accounts import Site
from geocode.happenings.traits import Traits

COPIED_SHARE = 0.6
"""Share of three-word runs from which one sentence is the other's copy."""
LEAST_RUNS = 6
"""Runs of three words below which a sentence is too plain to be known for a copy …"""
LEAST_REPORT_RUNS = 12
"""… unless the reports, with at least so many, are copies of each other."""
MEET_M = 5_000.0
"""How far apart two points of one happening may be told. Source: set by hand; a town across."""
TOWN_M = 25_000.0
"""Radius up to which a place is a town or less. Source: UCDP's "ca. 25 km radius"."""
TOWN_PEOPLE = 50_000
"""Below, one place and day say more: two such things seldom happen there on one day."""
CITY_PEOPLE = 1_000_000
"""Beyond, one place and day say less: many things happen there each day."""
_DAILY = frozenset({"ASSAULT", "COERCE", "ACCIDENT", "PROTEST"})
"""Kinds that happen in a large city several times a day."""
ENOUGH = 6
"""Weight from which two accounts are one happening. Source: ``seeds/tellings/dev.toml``."""
_VERBAL = frozenset({"STATEMENT", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})
"""Kinds of which many are done a day: only the same party's are the same."""
_RARE = frozenset({"DISASTER", "ELECTION", "HEALTH"})
"""Kinds of which two of the same name seldom happen at once."""
_MODES = {"realised": "news", "ongoing": "news", "background": "news"}
_FEW_WORDS = 2
_MOST_SITES = 8
_SOME_OF, _MOST_OF = 0.2, 0.4
"""Shares of the shorter account's words from which what they share is some, and most, of it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for two accounts being one, or against it; worded only when asked."""

    weight: int
    said: str
    """In words, with a place for ``shared``; "" for what nobody need be told."""
    shared: Iterable[str] = ()
    surfaces: Mapping[str, str] = field(default_factory=dict[str, str])
    """Whole words for the stems in ``shared``."""

    def __str__(self) -> str:
        return self.said.format(", ".join(sorted(self.surfaces.get(s, s) for s in self.shared)))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for two accounts being one, and what."""

    weight: int
    reasons: tuple[Reason, ...]

    @property
    def why(self) -> tuple[str, ...]:
        """The reasons in words."""
        return tuple(str(reason) for reason in self.reasons if reason.said)


def mode_of(traits: Traits) -> str:
    """What is never mixed: what happened, what is planned, what is denied or only possible."""
    status = traits.account.status
    return _MODES.get(status, status)


def likeness(known: Traits, other: Traits) -> Likeness | None:
    """What speaks for two accounts being one happening; None where something rules it out.

    They must be of one kind and mode, their days must overlap and their places must not differ.
    """
    a, b = known.account, other.account
    if a.kind != b.kind or a.document_id == b.document_id or mode_of(known) != mode_of(other):
        return None
    if not alike(a.label, b.label) or not days_meet(known, other):
        return None
    where = _where(a.sites, b.sites, daily=a.kind in _DAILY)
    if where is None:
        return None
    if a.kind in _VERBAL and not (known.parties & other.parties or copied(known, other)):
        return None
    said = tuple(_said(known, other))
    if all(reason.weight <= 0 for reason in said):
        return Likeness(0, ())  # one place and day alone may be two happenings
    reasons = (where, _when(known, other), *said)
    return Likeness(sum(reason.weight for reason in reasons), reasons)


def days_meet(known: Traits, other: Traits) -> bool:
    """Whether the days of two accounts can be the same; an end that nobody gives rules out none."""
    early = known.first is None or other.last is None or known.first <= other.last
    late = other.first is None or known.last is None or other.first <= known.last
    return early and late


def _when(known: Traits, other: Traits) -> Reason:
    if known.firm and other.firm and known.first and other.first:
        return Reason(2, "both say {}", (max(known.first, other.first).isoformat(),))
    if None in {known.first, known.last, other.first, other.last}:
        return Reason(0, "")
    return Reason(int(known.firm or other.firm), "within a few days of each other")


def _where(first: tuple[Site, ...], second: tuple[Site, ...], *, daily: bool) -> Reason | None:
    """How well where two accounts have it agrees; None where they have it in different places."""
    if not first or not second:
        return Reason(0, "")
    met = [
        found
        for a in first[:_MOST_SITES]
        for b in second[:_MOST_SITES]
        if (found := _meet(a, b, daily=daily))
    ]
    return max(met, key=lambda reason: reason.weight, default=None)


def _meet(a: Site, b: Site, *, daily: bool) -> Reason | None:
    fine = max(a.precision_m, b.precision_m) <= TOWN_M
    if a.place_id is not None and a.place_id == b.place_id:
        large = max(a.population, b.population) >= CITY_PEOPLE
        small = a.population < TOWN_PEOPLE and a.feature.startswith("PPL") and a.feature != "PPLX"
        weight = 3 + small - large - (large and daily) if fine else 1
        return Reason(weight, "both in {}", (a.name,))
    if fine:
        apart_m = _apart_m(a, b)
        near = apart_m <= MEET_M
        return Reason(2, "within 5 km of each other: {}", (a.name, b.name)) if near else None
    wide, narrow = sorted((a, b), key=lambda s: (_is_country(s), s.precision_m), reverse=True)
    if _is_country(wide):
        same = wide.country is not None and wide.country == narrow.country
        return Reason(0, "both in {}", (wide.name,)) if same else None
    if wide.place_id is not None and wide.place_id == narrow.admin1:
        return Reason(1, "both in {}", (wide.name,))
    if _apart_m(a, b) <= wide.precision_m and _same_country(a, b):
        return Reason(1, "both in {}", (wide.name,))
    return None


def _is_country(site: Site) -> bool:
    return site.feature.startswith("PCL")


def _same_country(a: Site, b: Site) -> bool:
    return a.country is None or b.country is None or a.country == b.country


def _apart_m(a: Site, b: Site) -> float:
    """Distance in metres, good to a percent over the few kilometres it is asked for."""
    east = (a.lon - b.lon + 180) % 360 - 180
    return METRES_PER_DEGREE * hypot(east * cos(radians((a.lat + b.lat) / 2)), a.lat - b.lat)


def _said(known: Traits, other: Traits) -> Iterator[Reason]:
    """What the words of two accounts have in common, and what sets them apart."""
    if copied(known, other):
        yield Reason(ENOUGH, "told in nearly the same words")
    names = known.names.keys() & other.names.keys()
    if names:
        yield Reason(min(2, len(names)), "both name {}", names, known.names)
    if known.parties and other.parties and not (names or known.parties & other.parties):
        yield Reason(-1, "")
    figures = known.figures & other.figures
    if figures:
        exact = any(len(figure.strip("0")) > 1 for figure, _ in figures)
        yield Reason(2 + exact, "both count {}", [figure for figure, _ in figures])
    elif numbers := known.numbers & other.numbers:
        exact = any(len(number.strip("0")) > 1 for number in numbers)
        yield Reason(1 + exact, "both count {}", numbers)
    if known.concepts and other.concepts:
        same = bool(known.concepts & other.concepts)
        weight = -2 if not same else int(known.account.kind in _RARE)
        yield Reason(weight, "")
    words = known.words.keys() & other.words.keys()
    share = len(words) / (min(len(known.words), len(other.words)) or 1)
    if len(words) >= _FEW_WORDS and share >= _SOME_OF:
        yield Reason(1 + (share >= _MOST_OF), "both say {}", words, known.words)


def copied(known: Traits, other: Traits) -> bool:
    """Whether one account's sentence is the other's, word for word but for a few.

    A plain sentence counts only in reports that are copies of each other: every war has its
    "two people were killed".
    """
    if _share(known.runs, other.runs) < COPIED_SHARE:
        return False
    if min(len(known.runs), len(other.runs)) >= LEAST_RUNS:
        return True
    long = min(len(known.report), len(other.report)) >= LEAST_REPORT_RUNS
    return long and _share(known.report, other.report) >= COPIED_SHARE


def _share(some: frozenset[int], others: frozenset[int]) -> float:
    """Share of the smaller set that lies in the other, 0..1; 0 where one is empty."""
    least = min(len(some), len(others))
    return len(some & others) / least if least else 0.0
