"""All of a store as columns of numbers: a million events in 40 MB, for the page and the browser.

One file beside the store holds them: the server maps it into memory, the browser fetches it whole,
once for each state of the store. It has no text in it but the names of kinds and languages.
"""

from __future__ import annotations

import hashlib
import json
import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dashboard import words
from dashboard.layers import SHAPE_CODES, shape_name
from dashboard.layers.feed import GROUP_CODES, STATUS_CODES, day_number, key_of
from geocode.errors import StoreError
from geocode.files import replacing
from geocode.store import Outline, Site

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
FORMAT: Final = 4
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
    one are neighbours, the best first. Documents have numbers from 0 too.
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
    """The file's bytes."""

    def __len__(self) -> int:
        """How many rows."""
        return len(self.arrays["mark"])

    def __getitem__(self, name: str) -> Column:
        """The column of this name, one of ``ROWS``, ``MARKS`` or ``TOLD``."""
        return self.arrays[name]

    def flagged(self, flag: int) -> Mask:
        """The rows with this flag."""
        return (self.arrays["flags"] & flag) != 0

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
        return whole({**rows, **told, **marks}, self.kinds, self.languages, self.state)

    def position(self, key: int) -> int | None:
        """Where the row with this key is, None where there is none."""
        low, high = self.arrays["key_low"], self.arrays["key_high"]
        found = np.flatnonzero((low == key % 2**32) & (high == key >> 32))
        return int(found[0]) if len(found) else None

    def key(self, position: int) -> int:
        """The key of a row, as ``layers.feed.row_key`` gives it."""
        high, low = self.arrays["key_high"][position], self.arrays["key_low"][position]
        return int(high) * 2**32 + int(low)


def columns_of(
    sites: Iterable[Site],
    outlines: Mapping[int, Outline],
    *,
    languages: Sequence[tuple[str, int]] = (),
    state: str = "",
) -> Columns:
    """The columns of sites, of which those of one event are neighbours."""
    table, kinds, documents = _Table(outlines), dict[str, int](), dict[str, int]()
    for site in sites:
        document = documents.setdefault(site.document_id, len(documents))
        table.add(site, kinds.setdefault(site.kind, len(kinds)), document)
    rank = np.empty(len(documents), dtype=np.uint32)
    rank[[documents[name] for name in sorted(documents)]] = np.arange(len(documents))
    return whole(table.arrays(rank), tuple(kinds), tuple(languages), state)


class _Table:
    """Columns as they grow, in the order in which the sites come."""

    def __init__(self, outlines: Mapping[int, Outline]) -> None:
        self._outlines = outlines
        self._days: dict[str, int] = {}
        self._said: dict[tuple[int, str | None, float | None], int] = {}
        self._marks: dict[tuple[int, str, int], int] = {}
        self._rows = {name: array(_TYPES[dtype]) for name, dtype in ROWS.items()}
        self._boxes = {name: array(_TYPES[dtype]) for name, dtype in MARKS.items()}
        self._before = -1
        self._happenings: dict[str, int] = {}
        self._told = {name: array("I") for name in ("rank", "of", "at")}

    def add(self, site: Site, kind: int, document: int) -> None:
        """One more row; documents have the numbers in which they appear."""
        rows = self._rows
        key = key_of(site.event_id, site.document_id, site.place_id, site.place, site.place_start)
        flags = FIRST if site.event != self._before else 0
        self._before = site.event
        if flags and site.happening is not None:
            self._told["rank"].append(site.rank)
            self._told["of"].append(
                self._happenings.setdefault(site.happening, len(self._happenings))
            )
            self._told["at"].append(len(rows["event"]))
        flags |= CONFIRMED if site.confirmed else 0
        first, last = site.earliest or site.latest, site.latest or site.earliest
        if first and last:
            flags |= DATED | (0 if site.earliest else OPEN_START) | (0 if site.latest else OPEN_END)
        rows["key_low"].append(key & 0xFFFFFFFF)
        rows["key_high"].append(key >> 32)
        rows["first"].append(self._day(first) if first else 0)
        rows["last"].append(self._day(last) if last else 0)
        rows["mark"].append(self._mark(site))
        rows["event"].append(site.event)
        rows["document"].append(document)
        rows["kind"].append(kind)
        rows["status"].append(STATUS_CODES.get(site.status, 0))
        rows["flags"].append(flags | (PLACED if site.shape is not None else 0))

    def arrays(self, rank: NDArray[np.uint32]) -> dict[str, Column]:
        """The rows in the order of ``Columns``; ``rank`` orders the documents."""
        found = {n: np.frombuffer(a, dtype=ROWS[n]) for n, a in self._rows.items() if len(a)}
        made: dict[str, Column] = {}
        if found:
            undated = (found["flags"] & DATED) == 0
            found["document"] = rank[found["document"]]
            keys = (
                found["event"], found["document"], -found["first"], -found["last"], undated,
            )  # fmt: skip
            order = np.lexsort(keys)
            made = {name: values[order] for name, values in found.items()}
            made |= self._tellings(order)
        return {
            **{name: np.empty(0, dtype=dtype) for name, dtype in {**ROWS, **TOLD}.items()},
            **made,
            **{name: np.array(a, dtype=MARKS[name]) for name, a in self._boxes.items()},
        }

    def _tellings(self, order: NDArray[np.intp]) -> dict[str, Column]:
        """The columns of ``TOLD``; ``order`` gives the rows as they are sorted."""
        if not self._told["at"]:
            return {}
        rank, of, at = (np.frombuffer(a, dtype=np.uint32) for a in self._told.values())
        best_first = np.lexsort((rank, of))
        place = np.empty(len(order), dtype=np.uint32)
        place[order] = np.arange(len(order))
        return {"told_at": place[at[best_first]], "told_of": of[best_first]}

    def _day(self, iso: str) -> int:
        if iso not in self._days:
            self._days[iso] = day_number(date.fromisoformat(iso)) or 0
        return self._days[iso]

    def _mark(self, site: Site) -> int:
        """The number of its mark, ``NO_MARK`` where there is nothing to draw."""
        if site.shape is None or site.lon is None or site.lat is None:
            return NO_MARK
        said = (site.shape, site.relation, site.precision_m)
        found = self._said.get(said)
        if found is None:
            found = self._said[said] = self._drawn(site, site.shape, site.lon, site.lat)
        return found

    def _drawn(self, site: Site, shape: int, lon: float, lat: float) -> int:
        """The number of a mark, a new one where its geometry or its radius is new."""
        outline = self._outlines.get(shape)
        if outline is not None and math.isnan(outline.west):
            return NO_MARK
        name = shape_name(outline.geom_type if outline else "Point", site.relation)
        radius = (site.precision_m or 0.0) if outline else 0.0
        found = self._marks.setdefault((shape, name, round(radius)), len(self._marks))
        if found == len(self._boxes["mark_x"]):
            x, y = mercator(lon, lat)
            west, north = mercator(outline.west, outline.north) if outline else (x, y)
            east, south = mercator(outline.east, outline.south) if outline else (x, y)
            box = (shape, SHAPE_CODES[name], radius, x, y, west, north, east, south)
            for column, value in zip(self._boxes.values(), box, strict=True):
                column.append(value)
        return found


_TYPES: Final = {"<u4": "I", "<i4": "i", "<f4": "f", "|u1": "B"}


def mercator(lon: float, lat: float) -> tuple[int, int]:
    """Where on the world's square a point lies, in ``WORLD``ths from its north-west corner.

    Source: Web Mercator, EPSG:3857.

    >>> mercator(-180.0, 0.0) == (0, WORLD // 2), mercator(180.0, 0.0)[0] == WORLD - 1
    (True, True)
    """
    sine = math.sin(math.radians(max(-FARTHEST_LAT, min(FARTHEST_LAT, lat))))
    x = (lon + 180) / 360
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return min(WORLD - 1, max(0, round(x * WORLD))), min(WORLD - 1, max(0, int(y * WORLD)))


def whole(
    arrays: Mapping[str, Column],
    kinds: tuple[str, ...],
    languages: tuple[tuple[str, int], ...],
    state: str,
) -> Columns:
    """The columns as one file: length of the head, head, columns, each aligned."""
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
        "state": state,
    }  # fmt: skip
    text = json.dumps(head).encode()
    text += b" " * (-(len(text) + 4) % ALIGNED)
    start = 4 + len(text)
    raw = bytearray(start + at)
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
    return Columns(arrays, kinds, languages, head["digest"], head["state"], raw)


EMPTY: Final = columns_of((), {})
"""Those of a store that is not there."""


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
    except StoreError:
        return columns
    return kept(path) or columns
