"""An account boiled down to what can be compared quickly: days, words, figures, parties."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, islice

from geocode.events.lexicon import lexicon
from geocode.happenings.accounts import Account
from geocode.names import fold

NEWS_DAYS = 3
"""How far back an undated piece of news reaches from its publication."""
FIRM_DAYS = 3
"""The longest stretch of days that still says when something happened."""
MOST_RUNS = 1_000
_STEM = 5
_LEAST_LETTERS = 4
_RUN = 3
_DATE_REACH = 4
_ENDINGS = ("ings", "ing", "ed", "es", "s")
# "KYIV, Feb. 14 (Agency) —", and what a monitor puts in brackets: they tell of the report.
_HEAD = re.compile(r"^.{0,120}?[\d).]\s*(?:--|[—–])\s|\[[^\[\]]{0,120}\]", re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d\d")
_DIGITS = frozenset("123456789")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Traits:
    """What two accounts are compared by."""

    account: Account
    first: date | None
    last: date | None
    """Days within which it happened; None for an end that nothing says."""
    firm: bool
    """Whether the report itself says when, to within ``FIRM_DAYS``."""
    words: dict[str, str]
    """The telling words of its sentences by their stems, without names of any kind."""
    names: dict[str, str]
    """Names in them by their stems; those of its own places are none of them."""
    parties: frozenset[str]
    """Stems of who acts or suffers, by the last word of each name."""
    concepts: frozenset[str]
    """What the words that tell it mean, as the lexicon has it: "arrest", "curfew" …"""
    figures: frozenset[tuple[str, str]]
    """Figures with the stem of what they count: (27, people)."""
    numbers: frozenset[str]
    """The figures alone."""
    runs: frozenset[int]
    """Its sentences' runs of three words, each as a number."""
    report: frozenset[int]
    """Those of all events of its report."""


def traits_of(accounts: Sequence[Account]) -> list[Traits]:
    """The traits of all accounts of one report, in time linear in the length of their quotes."""
    runs = [_runs(account) for account in accounts]
    report = frozenset(islice(chain.from_iterable(runs), MOST_RUNS))
    return [_traits(a, own, report) for a, own in zip(accounts, runs, strict=True)]


def _traits(account: Account, runs: frozenset[int], report: frozenset[int]) -> Traits:
    first, last, firm = _days(account)
    places = {
        _stem(word)
        for site in account.sites
        for name in (site.name, site.surface)
        for word in _folded_words(name)
    }
    parties = {_stem(said[-1]) for name in account.parties if (said := _folded_words(name))}
    words: dict[str, str] = {}
    names: dict[str, str] = {}
    figures: set[tuple[str, str]] = set()
    for quote in account.quotes:
        said = _WORD.findall(_HEAD.sub(" ", quote))
        for word, folded in _telling(said):
            stem = _stem(folded)
            if stem not in places:
                is_name = word[0].isupper() and word is not said[0] and not quote.isupper()
                (names if is_name else words)[stem] = folded
        figures.update(_figures([_folded(word) for word in said]))
    return Traits(
        account=account,
        first=first,
        last=last,
        firm=firm,
        words={stem: word for stem, word in words.items() if stem not in names},
        names=names,
        parties=frozenset(parties - places),
        concepts=frozenset(chain.from_iterable(_concepts(account))),
        figures=frozenset(figures),
        numbers=frozenset(figure for figure, _ in figures),
        runs=runs,
        report=report,
    )


def _telling(said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words of a sentence that tell something, each with its folded form."""
    known = _known()
    for word in said:
        folded = _folded(word)
        plain = folded in known.common or folded in known.numbers or folded in known.calendar
        if len(folded) >= _LEAST_LETTERS and word[0].isalpha() and not plain:
            yield word, folded


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that say little of whether two reports tell of the same happening."""

    common: frozenset[str]
    numbers: dict[str, str]
    """Small numbers by their words, as figures."""
    calendar: frozenset[str]
    units: frozenset[str]


@cache
def _known() -> _Words:
    file = resources.files("geocode.happenings") / "words.toml"
    table = tomllib.loads(file.read_text("utf-8"))
    return _Words(
        common=frozenset(table["common"]),
        numbers={word: str(number) for number, word in enumerate(table["numbers"], start=2)},
        calendar=frozenset((*table["days"], *table["months"])),
        units=frozenset(table["units"]),
    )


def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(_folded(word) for word in _WORD.findall(text))


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    return word.replace(",", "") if word[0].isdigit() else fold(word)


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """The first letters of a word without its ending: "bomb" of bombs, bombed and bombing."""
    ending = next((e for e in _ENDINGS if word.endswith(e)), "")
    plain = word.removesuffix(ending)
    return (plain if len(plain) >= _LEAST_LETTERS else word)[:_STEM]


def _concepts(account: Account) -> Iterator[Iterable[str]]:
    """What each of its triggers can mean for an event of its kind."""
    patterns = lexicon().patterns
    for trigger in account.triggers:
        said = tuple(trigger.lower().split())
        found = patterns.get(said[0], ()) if said else ()
        yield (p.concept.name for p in found if p.words == said and p.concept.kind == account.kind)


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


def _runs(account: Account) -> frozenset[int]:
    """Runs of three words of its sentences, none across two of them."""
    runs = (
        zlib.crc32(" ".join(words[at : at + _RUN]).encode("utf-8", "replace"))
        for words in map(_folded_words, account.quotes)
        for at in range(len(words) - _RUN + 1)
    )
    return frozenset(islice(runs, MOST_RUNS))


def _figures(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Figures of two and more with what they count; days, years and lengths count for none."""
    known = _known()
    for at, word in enumerate(words):
        figure = known.numbers.get(word, word)
        if figure[:1] not in _DIGITS or figure == "1" or _YEAR.fullmatch(figure):
            continue
        around = words[max(0, at - 1) : at + _DATE_REACH]  # "16 and 17 October"
        after = words[at + 1] if at + 1 < len(words) else ""
        if known.calendar.isdisjoint(around) and after not in known.units:
            yield figure, _stem(after)
