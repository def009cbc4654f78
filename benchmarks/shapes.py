"""Texts that nobody writes: what a reader meets in a hostile or a broken upload, of any length.

Each shape is made of whole words, seeded, and read as English. Every one has been a trap for some
loop over names times names, or a sentence that never ends.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle

from geocode.gazetteer.protocol import Gazetteer

Shape = Callable[[int, Sequence[str]], str]
"""Characters wanted and names of towns in; the text out."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_STEP_DEGREES = 8
_AT_ONCE = 250
_SIDES = ("north", "south", "east", "west", "north-east", "south-west")
_SEED = 20220214


def town_names(gazetteer: Gazetteer) -> tuple[str, ...]:
    """Different names of towns from all over the world, some tens of thousands, shuffled."""
    found: dict[str, None] = {}
    for lon in range(-180, 180, _STEP_DEGREES):
        for lat in range(-56, 72, _STEP_DEGREES):
            near = gazetteer.nearest(float(lon), float(lat), limit=_AT_ONCE)
            found.update((entry.name, None) for entry, _ in near)
    names = sorted(found)
    random.Random(_SEED).shuffle(names)  # noqa: S311 - no secret
    return tuple(names)


def filled(pieces: Iterable[str], chars: int) -> str:
    """Pieces one after another until there are so many characters."""
    out: list[str] = []
    length = 0
    for piece in pieces:
        out.append(piece)
        length += len(piece)
        if length >= chars:
            break
    return "".join(out)[:chars]


def _words(chars: int, _: Sequence[str]) -> str:
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    words = ("".join(chance.choices(_LETTERS, k=chance.randint(3, 9))) for _ in range(chars))
    return filled((f"{word.capitalize()} " for word in words), chars)


def _directions(chars: int, towns: Sequence[str]) -> str:
    told = zip(cycle(_SIDES), cycle(range(5, 95, 5)), cycle(towns))
    return filled((f"Troops met {n} km {side} of {town}. " for side, n, town in told), chars)


SHAPES: dict[str, Shape] = {
    "capitalised words": _words,
    "one name again and again": lambda chars, _: filled(cycle(("Springfield, ",)), chars),
    "a name on every line": lambda chars, _: filled(cycle(("Paris\n",)), chars),
    "every town there is": lambda n, towns: filled((f"{t}, " for t in cycle(towns)), n),
    "a town in every sentence": lambda n, towns: filled(
        (f"Police met in {t}. " for t in cycle(towns)), n
    ),
    "so far from every town": _directions,
    "a border near every town": lambda n, towns: filled(
        (f"Troops massed on the border of Ukraine near {t}. " for t in cycle(towns)), n
    ),
    "one sentence of borders": lambda chars, _: filled(
        cycle(("the border between Belarus and Poland ", "near the border with ")), chars
    ),
    "one sentence of attacks": lambda chars, _: filled(
        cycle(("Soldiers attacked Paris and ",)), chars
    ),
    "no spaces": lambda chars, _: filled(cycle(("SoldiersattackedParison3May2020,",)), chars),
    "compounds without end": lambda chars, _: filled(cycle(("Belarus-Poland-",)), chars),
    "brackets": lambda chars, _: "(" * chars,
}
