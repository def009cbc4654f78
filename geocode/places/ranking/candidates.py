"""What a written name could mean: the entries that bear it, and how each was come by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import cues
from geocode.names import fold
from geocode.records import Entry

How: TypeAlias = Literal["name", "stem", "alias", "demonym"]
"""``name``: the entry's own name; ``stem``: that name without its word of class ("New York" of New
York City); ``alias``: another of its names; ``demonym``: what its people are called."""
Left: TypeAlias = Literal["part", "trimmed", "within"]
"""What was left out of a name: a word of direction ("northern") or of class ("county"); ``within``:
all but the place that stands in it ("Manila Cathedral")."""

LookupLimit = 60
"""Entries asked of the gazetteer for one name; it gives the weightiest first."""

_POSSESSIVE = re.compile(r"[’'‘`´](?:[sS])?\s*$")
_CODE = 3
"""Letters of an airport's code, which GeoNames lists as a name of its town. Source: IATA
resolution 763."""
_MOST_WORDS = 8
"""Words of a name within which places are looked for; a longer one is a sentence."""
_MOST_WITHIN = 8
"""Entries taken of one name that stands within another."""
_TELLS_NOT_WHERE = ("PCL", "CONT", "RGN")
"""Features of places that give their name to what stands elsewhere: an embassy, a stadium, a bank.
Nor do their peoples tell where a thing is."""
_LONGEST = 120
"""Code points; nothing longer is a name, and a folded text that long is never looked up."""


@dataclass(frozen=True, slots=True)
class Option:
    """One entry that a name could mean."""

    entry: Entry
    how: How
    left: Left | None = None
    """What was left out of the name before this entry was found."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A folded spelling to look up; ``left`` is None where nothing was left out."""

    folded: str
    left: Left | None


def find_options(surface: str, kind: str, gazetteer: Gazetteer) -> tuple[Option, ...]:
    """Entries that ``surface`` could mean, weightiest first, each once; () if none is known.

    A demonym is looked up among names only where no people is called so. The first spelling that
    is known decides: "northern Iraq" is looked up as Iraq only where nothing bears the whole name.
    Where no spelling is known, the places named within it stand for it: Manila for "Manila
    Cathedral".
    """
    if len(surface) > _LONGEST:
        return ()
    peoples = tuple(Option(entry, "demonym") for entry in gazetteer.demonym(surface))
    if peoples and kind == "demonym":
        return peoples
    named: tuple[Option, ...] = ()
    for variant in variants(surface):
        entries = gazetteer.lookup(variant.folded, limit=LookupLimit)
        entries = tuple(e for e in entries if not is_code(e, surface, gazetteer))
        if entries:
            named = tuple(_option(entry, variant) for entry in entries)
            break
    named = named or peoples or tuple(_options_within(surface, gazetteer))
    seen = {option.entry.id for option in named}
    return named + tuple(option for option in peoples if option.entry.id not in seen)


def _options_within(surface: str, gazetteer: Gazetteer) -> Iterator[Option]:
    """Places that capitalised words of a longer name name, the longest runs alone."""
    words = surface.split()
    if len(words) > _MOST_WORDS:
        return
    taken: list[tuple[int, int]] = []
    seen: set[str] = set()
    runs = [(i, i + n) for n in range(len(words) - 1, 0, -1) for i in range(len(words) - n + 1)]
    for start, end in runs:
        if any(a <= start and end <= b for a, b in taken):
            continue
        if not (words[start][0].isupper() and words[end - 1][0].isupper()):
            continue
        found = tuple(_options_called(" ".join(words[start:end]), gazetteer))
        if found:
            taken.append((start, end))
        for option in found:
            if option.entry.id not in seen:
                seen.add(option.entry.id)
                yield option


def _options_called(words: str, gazetteer: Gazetteer) -> Iterator[Option]:
    """Places a run of words names as a whole; () of words of class, which name nothing."""
    folded = fold(_POSSESSIVE.sub("", words))
    if len(folded) <= _CODE or folded in _table().admin or folded in _table().articles:
        return
    for entry in gazetteer.lookup(folded, limit=_MOST_WITHIN):
        if not entry.feature.startswith(_TELLS_NOT_WHERE):
            yield Option(entry, how_named(entry, folded), "within")


def variants(surface: str) -> Iterator[Variant]:
    """Folded spellings under which to look a name up, the most faithful first, each once.

    >>> [v.folded for v in variants("the Gomel region's")]
    ['the gomel region', 'gomel region', 'gomel']
    """
    table = _table()
    seen: set[str] = set()
    whole = fold(_POSSESSIVE.sub("", surface))
    plain = _without_article(whole, table)
    spelt = " ".join(table.spelt.get(word, word) for word in plain.split())
    for folded in (whole, plain, spelt):
        if folded and folded not in seen:
            seen.add(folded)
            yield Variant(folded, None)
    for folded in (plain, spelt):
        for rest, left in _shorter(folded, table):
            if rest and rest not in seen:
                seen.add(rest)
                yield Variant(rest, left)


def is_named_after(surface: str, gazetteer: Gazetteer) -> bool:
    """Whether a street or a house is called so after a place, and no place bears the whole name."""
    words = fold(_POSSESSIVE.sub("", surface)).split()
    if len(words) > 2 and words[-1].isdecimal():  # noqa: PLR2004 - "Illinois Route 159"
        words.pop()
    if len(words) < 2 or words[-1] not in _table().named_after:  # noqa: PLR2004 - name and street
        return False
    return words[-1] in _table().roads or not is_known(surface, gazetteer)


def is_known(surface: str, gazetteer: Gazetteer) -> bool:
    """Whether some place bears the whole of a name, spelt as it is or spelt out."""
    wholes = (v.folded for v in variants(surface) if v.left is None)
    return any(gazetteer.lookup(whole, limit=1) for whole in wholes)


def class_words(folded: str) -> tuple[str, ...]:
    """Words of class at either end of a folded name: ("county",) of "laurel county"."""
    words = folded.split()
    return (
        tuple(word for word in {words[0]: 0, words[-1]: 0} if word in _table().admin)
        if words
        else ()
    )


def classes_for(word: str) -> frozenset[str]:
    """Classes of entry that a folded word of class bears out; empty if it is not one."""
    return _table().admin.get(word, frozenset())


def classes_beside(word: str) -> frozenset[str]:
    """Classes of entry that a folded word next to a name bears out: "county", "governor"."""
    return classes_for(word) | _table().beside.get(word, frozenset())


@dataclass(frozen=True, slots=True)
class _Table:
    articles: frozenset[str]
    parts: frozenset[str]
    spelt: dict[str, str]
    admin: dict[str, frozenset[str]]
    beside: dict[str, frozenset[str]]
    named_after: frozenset[str]
    """What is named after a place and stands anywhere: "Istanbul Hotel", "Swan Street"."""
    roads: frozenset[str]


@cache
def _table() -> _Table:
    raw = cues("en", "candidates")
    return _Table(
        articles=frozenset(raw["articles"]),
        parts=frozenset(raw["parts"]),
        spelt=dict(raw["spelt"]),
        admin={word: frozenset(classes) for word, classes in raw["admin"].items()},
        beside={word: frozenset(classes) for word, classes in raw["beside"].items()},
        named_after=frozenset(raw["named_after"]).union(raw["roads"]),
        roads=frozenset(raw["roads"]),
    )


def how_named(entry: Entry, folded: str) -> Literal["name", "stem", "alias"]:
    """How an entry comes to bear a folded name."""
    own = fold(entry.name)
    if own == folded:
        return "name"
    stem, _, last = own.rpartition(" ")
    return "stem" if stem == folded and last in _table().admin else "alias"


def is_code(entry: Entry, surface: str, gazetteer: Gazetteer) -> bool:
    """Whether a name written in small letters is only a place's code: "Bug" for Benguela's BUG."""
    if len(surface) != _CODE or surface.isupper() or surface.islower() or not surface.isascii():
        return False
    folded = fold(surface)
    spelt = [name for name in gazetteer.names(entry.id) if fold(name) == folded]
    return bool(spelt) and all(name.isupper() for name in spelt)


def _option(entry: Entry, variant: Variant) -> Option:
    return Option(entry, how_named(entry, variant.folded), variant.left)


def _without_article(folded: str, table: _Table) -> str:
    first, _, rest = folded.partition(" ")
    return rest if rest and first in table.articles else folded


def _shorter(folded: str, table: _Table) -> Iterator[tuple[str, Left]]:
    """The name without a word of class at its end or start, then without words of direction."""
    words = folded.split()
    if len(words) > 1 and words[-1] in table.admin:
        yield " ".join(words[:-1]), "trimmed"
    if len(words) > 1 and words[0] in table.admin:
        yield " ".join(words[2:] if words[1] == "of" else words[1:]), "trimmed"
    rest = words
    while len(rest) > 1 and rest[0] in table.parts:
        rest = rest[1:]
        yield " ".join(rest), "part"
    if rest is not words and len(rest) > 1 and rest[-1] in table.admin:
        yield " ".join(rest[:-1]), "trimmed"
