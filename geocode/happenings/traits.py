"""An account boiled down to what can be compared quickly: days, words, figures, parties."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from itertools import islice, pairwise

from geocode.happenings.accounts import Account
from geocode.names import fold

NEWS_DAYS = 3
"""How far back an undated piece of news reaches from its publication."""
FIRM_DAYS = 3
"""The longest stretch of days that still says when something happened."""
MOST_SHINGLES = 400
_STEM = 5
_LEAST_LETTERS = 4
_RUN = 3
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that say little of whether two reports tell of the same happening."""

    common: frozenset[str]
    numbers: dict[str, str]
    """Small numbers by their words, as figures."""
    calendar: frozenset[str]


@cache
def _known() -> _Words:
    table = tomllib.loads((resources.files("geocode.happenings") / "words.toml").read_text("utf-8"))
    return _Words(
        common=frozenset(table["common"]),
        numbers={word: str(number) for number, word in enumerate(table["numbers"], start=2)},
        calendar=frozenset((*table["days"], *table["months"])),
    )


@dataclass(frozen=True, slots=True)
class Traits:
    """What two accounts are compared by."""

    account: Account
    first: date | None
    last: date | None
    """Days within which it happened; None for an end that nothing says."""
    firm: bool
    """Whether the report itself says when, to within ``FIRM_DAYS``."""
    words: frozenset[str]
    """Stems of the telling words of its sentences, without names of places and figures."""
    shingles: frozenset[int]
    """Its sentences' runs of three words, each as a number."""
    figures: frozenset[tuple[str, str]]
    """Figures with the stem of what they count: (27, people)."""
    parties: frozenset[str]
    """The last word of each name of who acts or suffers."""


def traits_of(account: Account) -> Traits:
    """The traits of an account; its quotes are read once, in time linear in their length."""
    first, last, firm = _days(account)
    said = [_words(quote) for quote in account.quotes]
    places = {word for site in account.sites for word in _words(site.name)}
    return Traits(
        account=account,
        first=first,
        last=last,
        firm=firm,
        words=frozenset(
            word[:_STEM]
            for words in said
            for word in words
            if word not in places and _is_telling(word)
        ),
        shingles=_shingles(said),
        figures=frozenset(figure for words in said for figure in _figures(words)),
        parties=frozenset(_head(name) for name in account.parties) - {""},
    )  # fmt: skip


def _is_telling(word: str) -> bool:
    known = _known()
    plain = word in known.common or word in known.numbers or word in known.calendar
    return len(word) >= _LEAST_LETTERS and word[0].isalpha() and not plain


def _words(text: str) -> tuple[str, ...]:
    return tuple(_folded(word) for word in _WORD.findall(text))


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return word.replace(",", "") if word[0].isdigit() else fold(word)


def _head(name: str) -> str:
    return (_words(name) or ("",))[-1][: _STEM + 1]


def _days(account: Account) -> tuple[date | None, date | None, bool]:
    """First and last day of an account, and whether its own words give them."""
    when, published = account.when, account.published
    news = account.status in {"realised", "ongoing"}
    if when is None:
        return None, None, False
    if when.basis == "dateline_default":
        first = published - timedelta(days=NEWS_DAYS) if published and news else when.earliest
        return first, when.latest, False
    first, last = when.earliest, when.latest
    short = first is not None and last is not None and (last - first).days < FIRM_DAYS
    return first, last or (published if news else None), short and when.basis != "vague"


def _shingles(said: Sequence[Sequence[str]]) -> frozenset[int]:
    runs = (
        zlib.crc32(" ".join(words[at : at + _RUN]).encode("utf-8", "replace"))
        for words in said
        for at in range(len(words) - _RUN + 1)
    )
    return frozenset(islice(runs, MOST_SHINGLES))


def _figures(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Figures of two and more with what they count; a number that stands for a day counts none."""
    for word, after in pairwise(words):
        figure = _known().numbers.get(word, word)
        if not figure[0].isdigit() or figure in {"0", "1"}:
            continue
        if len(after) >= _LEAST_LETTERS and after.isalpha() and after not in _known().calendar:
            yield figure, after[:_STEM]
