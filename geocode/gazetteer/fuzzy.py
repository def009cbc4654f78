"""Names spelt almost as asked: every folded name in the cache is weighed, none is guessed.

Names of one length lie side by side as fixed-width letters. A 64-bit signature of each (which
letters it has, which it has twice) rules out nearly all of a length in one vector operation; what
is left is measured by rapidfuzz. So nothing within reach is missed, whatever letter is wrong.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from geocode.gazetteer.schema import unpacked

SHORTEST, LONGEST = 3, 64
"""Code points of a folded name that can be suggested."""
_NARROW, _WIDE = 1, 2
"""Bytes a letter: ASCII, and the rest of Unicode's first plane."""
_WIDEST = "\uffff"
# More names than these (a dump of the whole world has twenty million) would cost time, memory and
# room for hamlets nobody misspells: names whose bearers have the fewest people are left out.
MOST_NAMES = 2_000_000
# A country, region or sea counts at least as a town of three million, as among namesakes
# (``drafts.weight``), unless its number says that it ranks with hamlets, as a brook does.
_REGION_WEIGHT, _REGION_RANK = 6_500, 20_000
# What an edit costs in thousandths of a power of ten of people. Source: best of 1.5 to 4 on
# misspellings made by benchmarks/gazetteer.py; flat from 3.
_EDIT_COST = 3_000
_MOST_WEIGHED = 60
# A letter is known by the low five bits of its code: no two of a-z, nor of а-я, share them.
_CLASSES = np.left_shift(np.uint64(1), np.arange(32, dtype=np.uint64))

Row: TypeAlias = tuple[int, int, bytes, bytes]
"""Letters in a name, bytes a letter, the names end to end, their weights as 16-bit integers."""


class Near(NamedTuple):
    """A folded name and how many edits (letter more, less, other, or two swapped) it is away."""

    folded: str
    edits: int


@dataclass(frozen=True, slots=True)
class Block:
    """The names of one length and width: a row of letters, a signature and a weight for each."""

    letters: NDArray[np.uint8 | np.uint16]
    signatures: NDArray[np.uint64]
    weights: NDArray[np.uint16]


Blocks: TypeAlias = Callable[[int, int], Block | None]
"""The block of a length in letters and a width in bytes; None if there is none."""


def fuzzy_rows(db: sqlite3.Connection) -> Iterator[Row]:
    """What ``near`` reads, made from the filled table of names: a row for each length and width.

    Memory is bounded by ``MOST_NAMES``, some 20 bytes each.
    """
    least = _least_weight(db, MOST_NAMES)
    rows = db.execute(
        "SELECT folded, kinds, milli_log_population, places FROM names ORDER BY folded"
    )
    weighed = ((folded, _weight(kinds, people, places)) for folded, kinds, people, places in rows)
    yield from packed_names((name, weight) for name, weight in weighed if weight >= least)


def packed_names(names: Iterable[tuple[str, int]]) -> list[Row]:
    r"""Folded names with their weights, gathered by length and width, each kept in order.

    >>> packed_names([("\N{CYRILLIC SMALL LETTER I}" * 3, 6471), ("kyiv", 6471)])
    [(3, 2, b'8\x048\x048\x04', b'G\x19'), (4, 1, b'kyiv', b'G\x19')]
    """
    letters: dict[tuple[int, int], bytearray] = defaultdict(bytearray)
    weights: dict[tuple[int, int], array[int]] = defaultdict(lambda: array("H"))
    for folded, weight in names:
        if SHORTEST <= len(folded) <= LONGEST and max(folded) <= _WIDEST:
            key = len(folded), _width(folded)
            letters[key] += folded.encode(_coding(key[1]))
            weights[key].append(weight)
    return [
        (length, width, bytes(letters[length, width]), _little_endian(weights[length, width]))
        for length, width in sorted(letters)
    ]


def _weight(kinds: str, milli_log_population: int, places: int | bytes | None) -> int:
    """Thousandths of the power of ten of its people, or what stands for them."""
    numbers = unpacked(places) if "R" in kinds or "C" in kinds else ()
    ranks_high = min(numbers, default=_REGION_RANK) < _REGION_RANK
    return max(milli_log_population, _REGION_WEIGHT if ranks_high else 0)


def as_block(length: int, width: int, letters: bytes, weights: bytes) -> Block:
    """A row read back, with its signatures."""
    kind = np.uint8 if width == _NARROW else np.dtype("<u2")
    matrix = np.frombuffer(letters, dtype=kind).reshape(-1, length)
    once = np.zeros(len(matrix), np.uint64)
    twice = once.copy()
    for column in matrix.T:
        bits = _CLASSES[column & 31]
        twice |= once & bits
        once |= bits
    signatures = once | np.left_shift(twice, np.uint64(32))
    return Block(matrix, signatures, np.frombuffer(weights, dtype="<u2"))


def most_edits(length: int) -> int:
    """How many edits a name of so many letters may be away: a short one resembles half the world.

    >>> [most_edits(length) for length in (3, 4, 5, 11, 12)]
    [0, 1, 2, 2, 3]
    """
    return (length > 3) + (length > 4) + (length > 11)  # noqa: PLR2004 - the rule itself


def near(folded: str, blocks: Blocks) -> list[Near]:
    """Other names within reach of a folded one, likeliest first: few edits, then many people.

    An edit costs as much as a thousandfold of people; names of the same worth come in order.

    Source: a distance of d, g of it in length, changes at most 2d - g bits of the signature: a
    letter more or less changes one, another letter two, a swap of neighbours none.
    """
    if not SHORTEST <= len(folded) <= LONGEST + 1 or max(folded) > _WIDEST:
        return []
    reach, width = most_edits(len(folded)), _width(folded)
    own = as_block(len(folded), width, folded.encode(_coding(width)), b"\0\0").signatures[0]
    worth: list[tuple[int, str, int]] = []
    for length in range(max(SHORTEST, len(folded) - reach), len(folded) + reach + 1):
        block = blocks(length, width) if reach else None
        if block is None:
            continue
        most_bits = 2 * reach - abs(length - len(folded))
        rows = np.flatnonzero(np.bitwise_count(block.signatures ^ own) <= most_bits)
        names = _spelt(block, rows, length)
        distances = _distances(folded, names, reach)
        costs = distances.astype(np.int64) * _EDIT_COST - block.weights[rows]
        worth += [
            (int(costs[at]), names[at], int(distances[at]))
            for at in np.flatnonzero((distances > 0) & (distances <= reach))
        ]
    return [Near(name, edits) for _, name, edits in sorted(worth)[:_MOST_WEIGHED]]


def _distances(folded: str, names: Sequence[str], reach: int) -> NDArray[np.uint8]:
    """Optimal string alignment distances; ``reach + 1`` stands for all that are larger."""
    if not names:
        return np.empty(0, np.uint8)
    return cdist([folded], names, scorer=OSA.distance, dtype=np.uint8, score_cutoff=reach)[0]


def _spelt(block: Block, rows: NDArray[np.intp], length: int) -> list[str]:
    """The names in these rows: letters widened to the four bytes NumPy's strings have."""
    wide = block.letters[rows].astype("<u4", order="C")
    return wide.view(f"<U{length}").ravel().tolist() if len(rows) else []


def _least_weight(db: sqlite3.Connection, most: int) -> int:
    """The weight from which on there are at most so many names; 0 where all fit."""
    counts = db.execute(
        "SELECT milli_log_population, count(*) FROM names GROUP BY 1 ORDER BY 1 DESC"
    )
    total, least = 0, 0
    for weight, number in counts:
        total += number
        if total > most:
            return least
        least = weight
    return 0


def _width(folded: str) -> int:
    return _NARROW if folded.isascii() else _WIDE


def _coding(width: int) -> str:
    return "ascii" if width == _NARROW else "utf-16-le"


def _little_endian(weights: array[int]) -> bytes:
    return np.array(weights, dtype="<u2").tobytes()
