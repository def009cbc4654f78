"""All of a store as columns of numbers: a million events in 40 MB, for the page and the browser.

One file beside the store holds them: the server maps it into memory, the browser fetches it whole,
once for each state of the store. It has no text in it but the names of kinds and languages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dashboard import words
from dashboard.layers.feed import GROUP_CODES
from geocode.errors import StoreError
from geocode.files import replacing

Column: TypeAlias = NDArray[Any]
"""Numbers of one type, that of ``ROWS``, ``MARKS`` or ``TOLD``."""
Mask: TypeAlias = NDArray[np.bool_]
Positions: TypeAlias = NDArray[np.int64]
"""Places of rows in the columns, in the order in which they are to be read."""

PLACED: Final = 1
DATED: Final = 2
OPEN_START: Final = 4
OPEN_END: Final = 8
FIRST: Final = 16
"""The first row of its event, which stands for it where events are counted."""
CONFIRMED: Final = 32
"""A person has confirmed it."""
NO_MARK: Final = 2**32 - 1
WORLD: Final = 2**32
"""Sides of the world in units of ``x`` and ``y``: Web Mercator, from the north-west corner."""
FARTHEST_LAT: Final = 85.0511
FORMAT: Final = 5
ALIGNED: Final = 8

ROWS: Final = {
    "key_low": "<u4", "key_high": "<u4", "first": "<i4", "last": "<i4", "mark": "<u4",
    "event": "<u4", "document": "<u4", "kind": "|u1", "status": "|u1", "flags": "|u1",
}  # fmt: skip
MARKS: Final = {
    "mark_shape": "<u4", "mark_layer": "|u1", "mark_radius": "<f4", "mark_x": "<u4",
    "mark_y": "<u4", "mark_west": "<u4", "mark_north": "<u4", "mark_east": "<u4",
    "mark_south": "<u4",
}  # fmt: skip
TOLD: Final = {"told_at": "<u4", "told_of": "<u4"}


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Rows, newest event first, those without a date last; rows of one event are neighbours.

    ``first`` and ``last`` are days since 1970, both inclusive, possibly before it; an event with
    one open end has its known end for both and a flag. ``mark`` is the number of the row's mark on
    the map: rows of the same place, and of the same geometry, share one. Marks have the number of
    their geometry in the store, the code of their layer, the radius that was stated (0 where none
    was), the point that stands for them and their box.

    An event that several reports tell of has rows for each report's telling. ``told_at`` are the
    first rows of such tellings and ``told_of`` the numbers of what they tell, from 0: tellings of
    one are neighbours, the best first. Documents are numbered from 0, in the order of their names.
    """

    arrays: Mapping[str, Column]
    kinds: tuple[str, ...]
    languages: tuple[tuple[str, int], ...] = ()
    """Languages of the reports with how many are in each, most first."""
    digest: int = 0
    """Of all its content; below 2**52. Part of the address under which a browser keeps it."""
    state: str = ""
    """Of the store and of the code they were made from, in words."""
    raw: memoryview = field(default=memoryview(b""), repr=False)
    """The file's bytes that a browser fetches."""
    tail: memoryview = field(default=memoryview(b"{}"), repr=False)
    """The rest of them: the stamps."""

    def __len__(self) -> int:
        """How many rows."""
        return len(self.arrays["mark"])

    def __getitem__(self, name: str) -> Column:
        """The column of this name, one of ``ROWS``, ``MARKS`` or ``TOLD``."""
        return self.arrays[name]

    def stamps(self) -> dict[str, str]:
        """By document of the store, ``Store.stamps`` as they were."""
        return json.loads(bytes(self.tail))

    def flagged(self, flag: int) -> Mask:
        """The rows with this flag."""
        return (self.arrays["flags"] & flag) != 0

    def drawn_as(self, codes: Sequence[int]) -> Mask:
        """The rows whose marks are of the layers with these codes."""
        marked = np.append(np.isin(self.arrays["mark_layer"], codes), False)
        return marked[np.minimum(self.arrays["mark"], len(marked) - 1)]

    def events_with(self, rows: Mask) -> Mask:
        """All rows of the events of which any row is among these."""
        starts = np.flatnonzero(self.flagged(FIRST))
        if not len(starts):
            return rows
        whole = np.logical_or.reduceat(rows, starts)
        return np.repeat(whole, np.diff(np.append(starts, len(self))))

    def group_codes(self) -> NDArray[np.uint8]:
        """By code of a kind, the code of its group."""
        codes = [GROUP_CODES[words.group_of(kind)] for kind in self.kinds]
        return np.array(codes or [0], dtype=np.uint8)

    def shown(self, fitting: Mask) -> Mask | None:
        """The rows that are shown if these fit: of several tellings of an event only the best.

        That is the best of those that fit, or of all where none does. None where all are shown.
        """
        at, of = self.arrays["told_at"], self.arrays["told_of"]
        if not len(at):
            return None
        starts = np.flatnonzero(np.diff(of.astype(np.int64), prepend=-1))
        order = np.arange(len(at))
        best = np.minimum.reduceat(np.where(fitting[at], order, len(at)), starts)
        further = np.ones(len(at), dtype=np.bool_)
        further[np.where(best < len(at), best, starts)] = False
        events = self.arrays["event"]
        kept = np.ones(int(events.max()) + 1, dtype=np.bool_)
        kept[events[at[further]]] = False
        return kept[events]

    def tellings(self, shown: Positions, fitting: Mask) -> Positions:
        """The first rows of all tellings that fit of the events that these first rows show."""
        at, of = self.arrays["told_at"], self.arrays["told_of"]
        if not len(at):
            return shown
        listed = np.zeros(len(self), dtype=np.bool_)
        listed[shown] = True
        several = np.zeros(int(of[-1]) + 1, dtype=np.bool_)
        several[of[listed[at]]] = True
        listed[at[several[of] & fitting[at]]] = True
        return np.flatnonzero(listed)

    def reports(self, tellings: Positions) -> int:
        """How many documents these rows are of."""
        document = self.arrays["document"]
        telling = np.zeros(int(document.max(initial=0)) + 1, dtype=np.bool_)
        telling[document[tellings]] = True
        return int(np.count_nonzero(telling))

    def told_with(self, position: int) -> Positions:
        """The first rows of all tellings of an event by the first row of one, the best first."""
        at, of = self.arrays["told_at"], self.arrays["told_of"]
        found = of[at == position]
        return at[of == found[0]].astype(np.int64) if len(found) else np.array([position])

    def only(self, kept: Mask) -> Columns:
        """These rows by themselves, with no marks but theirs; each telling stands for itself."""
        rows = {name: self.arrays[name][kept] for name in ROWS}
        placed = rows["mark"] != NO_MARK
        used, renumbered = np.unique(rows["mark"][placed], return_inverse=True)
        rows["mark"][placed] = renumbered
        told = {name: np.empty(0, dtype=dtype) for name, dtype in TOLD.items()}
        marks = {name: self.arrays[name][used] for name in MARKS}
        return whole(
            {**rows, **told, **marks}, self.kinds, self.languages, state=self.state, stamps={}
        )

    def position(self, key: int) -> int | None:
        """Where the row with this key is, None where there is none."""
        low, high = self.arrays["key_low"], self.arrays["key_high"]
        found = np.flatnonzero((low == key % 2**32) & (high == key >> 32))
        return int(found[0]) if len(found) else None

    def key(self, position: int) -> int:
        """The key of a row, as ``layers.feed.row_key`` gives it."""
        high, low = self.arrays["key_high"][position], self.arrays["key_low"][position]
        return int(high) * 2**32 + int(low)


def whole(
    arrays: Mapping[str, Column],
    kinds: tuple[str, ...],
    languages: tuple[tuple[str, int], ...],
    *,
    state: str,
    stamps: Mapping[str, str],
) -> Columns:
    """The columns as one file: length of the head, head, columns, each aligned; the stamps.

    The stamps come after what the head calls ``size``, and are not given to a browser.
    """
    content = hashlib.sha256(json.dumps([FORMAT, kinds, languages]).encode())
    placed: list[tuple[str, str, int, int]] = []
    at = 0
    for name, values in arrays.items():
        content.update(values.tobytes())
        placed.append((name, values.dtype.str, at, len(values)))
        at += -(-values.nbytes // ALIGNED) * ALIGNED
    head = {
        "digest": int(content.hexdigest()[:13], 16), "kinds": kinds, "languages": languages,
        "groups": [GROUP_CODES[words.group_of(kind)] for kind in kinds], "columns": placed,
        "state": state, "size": at,
    }  # fmt: skip
    text = json.dumps(head).encode()
    text += b" " * (-(len(text) + 4) % ALIGNED)
    start = 4 + len(text)
    tail = json.dumps(stamps).encode()
    raw = bytearray(start + at + len(tail))
    raw[start + at :] = tail
    raw[:4] = len(text).to_bytes(4, "little")
    raw[4:start] = text
    for (_, _, offset, _), values in zip(placed, arrays.values(), strict=True):
        raw[start + offset : start + offset + values.nbytes] = values.tobytes()
    return opened(memoryview(raw))


def opened(raw: memoryview) -> Columns:
    """The columns in the bytes of their file.

    Raises: ValueError where they are no such file, KeyError where they are of another format.
    """
    length = int.from_bytes(raw[:4], "little")
    head = json.loads(bytes(raw[4 : 4 + length]))
    arrays = {
        name: np.frombuffer(raw, dtype=dtype, count=count, offset=4 + length + offset)
        for name, dtype, offset, count in head["columns"]
    }
    if arrays.keys() != {*ROWS, *MARKS, *TOLD}:
        raise KeyError(*arrays)
    languages = tuple((name, count) for name, count in head["languages"])
    kinds = tuple(head["kinds"])
    end = 4 + length + head["size"]
    return Columns(arrays, kinds, languages, head["digest"], head["state"], raw[:end], raw[end:])


def kept(path: Path) -> Columns | None:
    """The columns in a file, mapped into memory; None where it is missing or no such file."""
    try:
        with path.open("rb") as file:
            return opened(memoryview(mmap(file.fileno(), 0, access=ACCESS_READ)))
    except (OSError, ValueError, KeyError):
        return None


def keep(columns: Columns, path: Path) -> Columns:
    """Writes the columns to ``path`` and gives them mapped into memory.

    Where the folder may not be written they stay in the process.
    """
    try:
        with replacing(path) as stream:
            stream.write(columns.raw)
            stream.write(columns.tail)
    except StoreError:
        return columns
    return kept(path) or columns
