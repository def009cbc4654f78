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
Left: TypeAlias = Literal["part", "trimmed"]
"""What was left out of a name: a word of direction ("northern") or of class ("county")."""

LookupLimit = 60
"""Entries asked of the gazetteer for one name; it gives the weightiest first."""

_POSSESSIVE = re.compile(r"[’'‘`´](?:[sS])?\s*$")
_CODE = 3
"""Letters of an airport's code, which GeoNames lists as a name of its town. Source: IATA
resolution 763."""
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
    seen = {option.entry.id for option in named}
    return named + tuple(option for option in peoples if option.entry.id not in seen)


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


@dataclass(frozen=True, slots=True)
class _Table:
    articles: frozenset[str]
    parts: frozenset[str]
    spelt: dict[str, str]
    admin: dict[str, frozenset[str]]


@cache
def _table() -> _Table:
    raw = cues("en", "candidates")
    return _Table(
        articles=frozenset(raw["articles"]),
        parts=frozenset(raw["parts"]),
        spelt=dict(raw["spelt"]),
        admin={word: frozenset(classes) for word, classes in raw["admin"].items()},
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
