"""An account boiled down to what can be compared quickly: days, words, figures, parties."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
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
_MIX, _MASK = 0x9E3779B1, 0xFFFF_FFFF
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
    said = [[_WORD.findall(_HEAD.sub(" ", q)) for q in account.quotes] for account in accounts]
    runs = [_runs(sentences) for sentences in said]
    report = frozenset(islice(chain.from_iterable(runs), MOST_RUNS))
    return [
        _traits(account, sentences, own, report)
        for account, sentences, own in zip(accounts, said, runs, strict=True)
    ]


def _traits(
    account: Account, said: Sequence[Sequence[str]], runs: frozenset[int], report: frozenset[int]
) -> Traits:
    first, last, firm = _days(account)
    names = {name for site in account.sites for name in (site.name, site.surface)}
    places = {_stem(word) for name in names for word in _folded_words(name)}
    parties = {_stem(words[-1]) for name in account.parties if (words := _folded_words(name))}
    plain, named = _words_of(said, places)
    figures = frozenset(figure for words in said for figure in _figures(words))
    return Traits(
        account=account,
        first=first,
        last=last,
        firm=firm,
        words=plain,
        names=named,
        parties=frozenset(parties - places),
        concepts=frozenset(chain.from_iterable(_concepts(account))),
        figures=figures,
        numbers=frozenset(figure for figure, _ in figures),
        runs=runs,
        report=report,
    )


def _words_of(
    said: Sequence[Sequence[str]], places: AbstractSet[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The telling words of sentences by their stems, and the names; none of their places."""
    plain: dict[str, str] = {}
    named: dict[str, str] = {}
    for words in said:
        shouted = not any(word[0].islower() for word in words)
        for word, folded in _telling(words):
            stem = _stem(folded)
            if stem not in places:
                is_name = word[0].isupper() and word is not words[0] and not shouted
                (named if is_name else plain)[stem] = folded
    return {stem: word for stem, word in plain.items() if stem not in named}, named


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
    if when.assumed:
        first = _days_before(published) if published and news else when.earliest
        return first, when.latest, False
    first, last = when.earliest, when.latest
    short = first is not None and last is not None and (last - first).days < FIRM_DAYS
    return first, last or (published if news else None), short and when.basis != "vague"


def _days_before(published: date) -> date:
    """How far back news reaches; not beyond the first day there is."""
    return date.fromordinal(max(1, published.toordinal() - NEWS_DAYS))


def _runs(said: Sequence[Sequence[str]]) -> frozenset[int]:
    """Runs of three words of its sentences, none across two of them, each as a number."""
    numbered = ([_number(word) for word in words] for words in said)
    runs = (
        (a * _MIX + b) * _MIX + c & _MASK
        for numbers in numbered
        for a, b, c in zip(numbers, numbers[1:], numbers[2:], strict=False)
    )
    return frozenset(islice(runs, MOST_RUNS))


@lru_cache(maxsize=65_536)
def _number(word: str) -> int:
    return zlib.crc32(_folded(word).encode("utf-8", "replace"))


def _figures(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Figures of two and more with what they count; days, years and lengths count for none."""
    known = _known()
    words = [_folded(word) for word in words]
    for at, word in enumerate(words):
        figure = known.numbers.get(word, word)
        if figure[:1] not in _DIGITS or figure == "1" or _YEAR.fullmatch(figure):
            continue
        around = words[max(0, at - 1) : at + _DATE_REACH]  # "16 and 17 October"
        after = words[at + 1] if at + 1 < len(words) else ""
        if known.calendar.isdisjoint(around) and after not in known.units:
            yield figure, _stem(after)
