"""Whether two accounts can be of one happening, how much speaks for it, and what, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import cos, hypot, radians

from geocode.events.labels import alike
from geocode.geometry.measures import METRES_PER_DEGREE
from geocode.happenings.accounts import Site
from geocode.happenings.traits import Traits

COPIED_SHARE = 0.6
"""Share of three-word runs from which one sentence is the other's copy."""
LEAST_RUNS = 6
"""Runs of three words below which a sentence is too plain to be known for a copy."""
MEET_M = 5_000.0
"""How far apart two points of one happening may be told. Source: set by hand; a town across."""
TOWN_M = 15_000.0
"""Radius up to which a place says where in a country something happened."""
CITY_PEOPLE = 1_000_000
"""Beyond, one place and day alone say little: several such things happen there each day."""
ENOUGH = 6
"""Weight from which two accounts are one happening. Source: ``seeds/tellings/dev.toml``."""
_VERBAL = frozenset({"STATEMENT", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})
"""Kinds of which many are done a day: only the same party's are the same."""
_MODES = {"realised": "news", "ongoing": "news", "background": "news"}
_FEW_WORDS = 2
_MANY_WORDS = 4


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for two accounts being one, and what."""

    weight: int
    why: tuple[str, ...]


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
    where = _where(a.sites, b.sites)
    if where is None:
        return None
    if a.kind in _VERBAL and not known.parties & other.parties:
        return None
    reasons = [where, _when(known, other), *_said(known, other)]
    return Likeness(sum(weight for weight, _ in reasons), tuple(why for _, why in reasons if why))


def days_meet(known: Traits, other: Traits) -> bool:
    """Whether the days of two accounts can be the same; an end that nobody gives rules out none."""
    early = known.first is None or other.last is None or known.first <= other.last
    late = other.first is None or known.last is None or other.first <= known.last
    return early and late


def _when(known: Traits, other: Traits) -> tuple[int, str]:
    if known.firm and other.firm and known.first:
        return 2, f"both say {_day(max(known.first, other.first or known.first))}"
    if known.last is None or other.last is None:
        return 0, ""
    return 0, "their days can be the same"


def _day(day: date) -> str:
    return day.isoformat()


def _where(first: tuple[Site, ...], second: tuple[Site, ...]) -> tuple[int, str] | None:
    """The weight of where two accounts have it; None where they have it in different places."""
    if not first or not second:
        return 0, ""
    met = [found for a in first for b in second if (found := _meet(a, b)) is not None]
    return max(met, default=None)


def _meet(a: Site, b: Site) -> tuple[int, str] | None:
    fine = max(a.precision_m, b.precision_m) <= TOWN_M
    if a.place_id is not None and a.place_id == b.place_id:
        large = max(a.population, b.population) >= CITY_PEOPLE
        return (1 if large else 3) if fine else 1, f"both in {a.name}"
    if fine:
        apart_m = _apart_m(a, b)
        said = f"{a.name} and {b.name} lie {apart_m / 1000:.0f} km apart"
        return (2, said) if apart_m <= MEET_M else None
    wide, narrow = (a, b) if a.precision_m >= b.precision_m else (b, a)
    if wide.place_id is not None and wide.place_id == narrow.admin1:
        return 1, f"{narrow.name} lies in {wide.name}"
    if wide.feature.startswith("PCL") and wide.country and wide.country == narrow.country:
        return 0, f"{narrow.name} lies in {wide.name}"
    if _apart_m(a, b) <= wide.precision_m and _same_country(a, b):
        return 1, f"{narrow.name} lies within {wide.name}"
    return None


def _same_country(a: Site, b: Site) -> bool:
    return a.country is None or b.country is None or a.country == b.country


def _apart_m(a: Site, b: Site) -> float:
    """Distance in metres, good to a percent over the few kilometres it is asked for."""
    east = (a.lon - b.lon + 180) % 360 - 180
    return METRES_PER_DEGREE * hypot(east * cos(radians((a.lat + b.lat) / 2)), a.lat - b.lat)


def _said(known: Traits, other: Traits) -> Iterator[tuple[int, str]]:
    """What the words of two accounts have in common."""
    share = copied_share(known, other)
    if share >= COPIED_SHARE:
        yield ENOUGH, "told in nearly the same words"
    parties = known.parties & other.parties
    if parties:
        yield min(2, len(parties)), f"both name {', '.join(sorted(parties))}"
    figures = known.figures & other.figures
    if figures:
        yield 2, "both count " + ", ".join(f"{n} {what}…" for n, what in sorted(figures))
    words = known.words & other.words
    if len(words) >= _FEW_WORDS:
        yield 1 + (len(words) >= _MANY_WORDS), f"share {', '.join(sorted(words))}"


def copied_share(known: Traits, other: Traits) -> float:
    """Share of the shorter account's runs of words that the other has too; 0 for plain ones."""
    least = min(len(known.shingles), len(other.shingles))
    if least < LEAST_RUNS:
        return 0.0
    return len(known.shingles & other.shingles) / least
