"""Accounts into happenings, in near-linear time: only what shares a key is ever compared.

Accounts are taken in one order, by publication; each joins the best fitting happening that it
shares a key with, or begins its own. So a later report never changes what earlier ones made up,
and however many accounts share a key, each is compared with few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, groupby
from math import floor
from typing import TypeAlias

from geocode.geometry.measures import METRES_PER_DEGREE
from geocode.happenings.accounts import Account, Joined
from geocode.happenings.likeness import (
    ENOUGH,
    MEET_M,
    TOWN_M,
    Likeness,
    days_meet,
    likeness,
    mode_of,
)
from geocode.happenings.traits import FIRM_DAYS, NEWS_DAYS, Traits, traits_of

_MOST_KEPT = 16
"""Happenings a key remembers, the newest: keeps joining linear."""
_MOST_COMPARED = 16
"""Happenings an account is compared with, those it shares the rarest keys with."""
_EXAMPLES = 3
"""Accounts that stand for a happening when another is compared with it."""
_BUCKET_DAYS = 4
_BANDS = 4
_CELL = 0.1
"""Degrees: some eleven kilometres, more than ``MEET_M``."""
_PRECISIONS = ("day", "interval", "week", "month", "season", "year", "open")
_Key: TypeAlias = tuple[object, ...]


def join(accounts: Iterable[Account]) -> tuple[Joined, ...]:
    """The accounts that are one of several of a happening, in the order of their reports.

    The same for the same accounts in whatever order they are given. Two events of one report are
    never one: who read it told them apart.
    """
    happenings: list[_Happening] = []
    known: dict[_Key, dict[int, None]] = {}
    ordered = sorted(accounts, key=_order)
    reports = (list(own) for _, own in groupby(ordered, key=lambda a: a.document_id))
    for traits in chain.from_iterable(map(traits_of, reports)):
        keys = tuple(dict.fromkeys(_keys(traits)))
        number, why = _best(happenings, _shared(known, keys), traits)
        if number is None:
            number = len(happenings)
            happenings.append(_Happening())
        happenings[number].add(traits, why)
        for key in keys:
            _remember(known.setdefault(key, {}), number)
    return tuple(chain.from_iterable(happening.joined() for happening in happenings))


def _order(account: Account) -> tuple[date, str, str]:
    return account.published or date.max, account.document_id, account.event_id


class _Happening:
    """Accounts that are one happening so far; what they share is kept once."""

    def __init__(self) -> None:
        self.accounts: list[Account] = []
        self.whys: list[tuple[str, ...]] = []
        self.examples: list[Traits] = []
        self.documents: set[str] = set()
        self.firm: Traits | None = None

    def add(self, traits: Traits, why: tuple[str, ...]) -> None:
        """Takes in a further account."""
        self.accounts.append(traits.account)
        self.whys.append(why)
        self.documents.add(traits.account.document_id)
        if len(self.examples) < _EXAMPLES:
            self.examples.append(traits)
        if self.firm is None and traits.firm:
            self.firm = traits

    def likeness(self, traits: Traits) -> Likeness | None:
        """The most that speaks for an account being of it; None where any part rules it out."""
        if traits.account.document_id in self.documents:
            return None
        if self.firm is not None and not days_meet(self.firm, traits):
            return None
        found = [likeness(example, traits) for example in self.examples]
        fitting = [like for like in found if like is not None]
        if len(fitting) < len(found):
            return None
        return max(fitting, key=lambda like: like.weight)

    def joined(self) -> Iterator[Joined]:
        """A record for each of its accounts; none for one that stands alone."""
        if len(self.accounts) == 1:
            return
        best = sorted(range(len(self.accounts)), key=lambda i: (_worth(self.accounts[i]), i))
        rank = {number: place for place, number in enumerate(best)}
        first = self.accounts[0].event_id
        for number, (account, why) in enumerate(zip(self.accounts, self.whys, strict=True)):
            yield Joined(account.event_id, account.document_id, first, rank[number], why)


def _worth(account: Account) -> tuple[object, ...]:
    """Sorts the better account first: placed and dated, then how finely, then how surely."""
    when = account.when
    stated = when is not None and not when.assumed
    fine = min((site.precision_m for site in account.sites), default=0.0)
    return (
        -(bool(account.sites) + stated),
        _PRECISIONS.index(when.precision) if stated and when else len(_PRECISIONS),
        fine > TOWN_M,
        -account.confidence,
    )


def _best(
    happenings: Sequence[_Happening], shared: Iterable[int], traits: Traits
) -> tuple[int | None, tuple[str, ...]]:
    """The happening that fits an account best, and why; None where none fits well enough."""
    found = ((number, happenings[number].likeness(traits)) for number in shared)
    fitting = [(like, number) for number, like in found if like and like.weight >= ENOUGH]
    if not fitting:
        return None, ()
    like, number = min(fitting, key=lambda item: (-item[0].weight, item[1]))
    return number, like.why


def _shared(known: dict[_Key, dict[int, None]], keys: Iterable[_Key]) -> list[int]:
    """The happenings that share the rarest keys, the newest of those that share as rare ones."""
    counted: Counter[int] = Counter()
    for key in keys:
        numbers = known.get(key, {})
        for number in numbers:
            counted[number] += _MOST_KEPT // len(numbers)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], -item[0]))
    return [number for number, _ in ordered[:_MOST_COMPARED]]


def _remember(numbers: dict[int, None], number: int) -> None:
    numbers.pop(number, None)
    numbers[number] = None
    if len(numbers) > _MOST_KEPT:
        del numbers[next(iter(numbers))]


def _keys(traits: Traits) -> Iterator[_Key]:
    """What accounts of one happening have in common: words, or days with a place or a party."""
    account = traits.account
    family = account.kind, mode_of(traits)
    for run in _least(traits.runs):
        yield (*family, run)
    for bucket in _buckets(traits):
        for site in account.sites:
            if site.precision_m > TOWN_M:
                yield (*family, bucket, site.place_id or site.name)
            else:
                for cell in _cells(site.lon, site.lat):
                    yield (*family, bucket, cell)
        for figure in traits.figures:
            yield (*family, bucket, figure)
        for party in traits.parties:
            yield (*family, bucket, party)


def _least(runs: frozenset[int]) -> Iterator[int]:
    """The smallest number of each residue class: alike sets have most of these in common.

    Source: P. Li, A. Owen, C.-H. Zhang, "One permutation hashing" (NIPS 2012).
    """
    least: dict[int, int] = {}
    for number in runs:
        least[number % _BANDS] = min(number, least.get(number % _BANDS, number))
    yield from sorted(least.values())


def _buckets(traits: Traits) -> Iterator[int]:
    """Stretches of days that it can lie in; none where they would be many."""
    first, last = traits.first, traits.last
    if first is None or last is None or last - first > timedelta(days=FIRM_DAYS + NEWS_DAYS):
        return
    yield from range(first.toordinal() // _BUCKET_DAYS, last.toordinal() // _BUCKET_DAYS + 1)


def _cells(lon: float, lat: float) -> Iterator[tuple[int, int]]:
    """The cells of a grid that a point's surroundings touch: one to four."""
    reach = MEET_M / METRES_PER_DEGREE
    spread = {floor((lon + d) / _CELL) for d in (-reach, reach)}
    for row in sorted({floor((lat + d) / _CELL) for d in (-reach, reach)}):
        for column in sorted(spread):
            yield column, row
