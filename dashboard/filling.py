"""Columns filled from a store, or grown from those of an earlier state of it.

To read a million events anew takes seconds; most of them are in documents that have not changed.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Final

import numpy as np

from dashboard.columns import (
    CONFIRMED,
    DATED,
    FARTHEST_LAT,
    FIRST,
    MARKS,
    NO_MARK,
    OPEN_END,
    OPEN_START,
    PLACED,
    ROWS,
    TOLD,
    WORLD,
    Column,
    Columns,
    whole,
)
from dashboard.layers import SHAPE_CODES, shape_name
from dashboard.layers.feed import STATUS_CODES, day_number, key_of
from geocode.store import Outline, Site, Store


def columns_of(
    sites: Iterable[Site],
    outlines: Mapping[int, Outline],
    *,
    told: Iterable[tuple[int, str, int]] = (),
    stamps: Mapping[str, str] | None = None,
    languages: tuple[tuple[str, int], ...] = (),
    state: str = "",
    before: Columns | None = None,
) -> Columns:
    """The columns of sites, of which those of one event are neighbours.

    ``told`` are ``Store.several``, and ``stamps`` those of all documents, so that columns can grow
    from these. Grown from those of ``before``, ``sites`` are only of the documents in ``changed``.
    """
    table = _Table(outlines, before)
    for site in sites:
        table.add(site)
    known = stamps or dict.fromkeys(table.documents, "")
    arrays = table.arrays(sorted(known), gone=() if before is None else changed(before, known))
    arrays |= _tellings(arrays, told)
    return whole(arrays, table.kinds, languages, state=state, stamps=known)


def columns_of_store(store: Store, *, state: str, before: Columns | None = None) -> Columns:
    """The columns of a store as it is, grown from those of an earlier state of it if given.

    Raises: StoreError where it cannot be read.
    """
    with store.one_state():
        stamps = store.stamps()
        again = None if before is None else changed(before, stamps)
        if before is not None and not again:  # what changed is no event: a view kept, an overlay
            arrays = {**before.arrays, **_tellings(before.arrays, store.several())}
            spoken = store.languages()
            return whole(arrays, before.kinds, spoken, state=state, stamps=stamps)
        return columns_of(
            store.sites(again),
            store.outlines(),
            told=store.several(),
            stamps=stamps,
            languages=store.languages(),
            state=state,
            before=before,
        )


def changed(before: Columns, stamps: Mapping[str, str]) -> set[str]:
    """Documents that are gone, new, or not surely as they were, by their stamps."""
    known = before.stamps()
    every = known.keys() | stamps.keys()
    return {name for name in every if not known.get(name) or known.get(name) != stamps.get(name)}


def _tellings(
    arrays: Mapping[str, Column], told: Iterable[tuple[int, str, int]]
) -> dict[str, Column]:
    """The columns of ``TOLD`` for rows as they are sorted."""
    firsts = np.flatnonzero(arrays["flags"] & FIRST)
    events = arrays["event"][firsts]
    place = np.full(int(events.max(initial=0)) + 1, NO_MARK, dtype=np.int64)
    place[events] = firsts
    happenings: dict[str, int] = {}
    listed = [
        (place[event], happenings.setdefault(happening, len(happenings)), rank)
        for event, happening, rank in told
        if event < len(place) and place[event] != NO_MARK
    ]
    if not listed:
        return {name: np.empty(0, dtype=dtype) for name, dtype in TOLD.items()}
    at, of, rank = np.array(listed, dtype=np.int64).T
    best_first = np.lexsort((rank, of))
    return {
        "told_at": at[best_first].astype(np.uint32),
        "told_of": of[best_first].astype(np.uint32),
    }


class _Table:
    """Columns as they grow, in the order in which the sites come, after those there were before."""

    def __init__(self, outlines: Mapping[int, Outline], before: Columns | None) -> None:
        self._outlines = outlines
        self._held = before
        self._kinds = {kind: code for code, kind in enumerate(before.kinds if before else ())}
        self._documents: dict[str, int] = {}
        self._days: dict[str, int] = {}
        self._said: dict[tuple[int, str | None, float | None], int] = {}
        self._marks: dict[tuple[int, str, int], int] = {}
        self._rows = {name: array(_TYPES[dtype]) for name, dtype in ROWS.items()}
        self._boxes = {name: array(_TYPES[dtype]) for name, dtype in MARKS.items()}
        self._before = -1
        if before:
            for name, grown in self._boxes.items():
                grown.frombytes(before[name].tobytes())
            names = {code: name for name, code in SHAPE_CODES.items()}
            drawn = zip(
                *(before[f"mark_{name}"].tolist() for name in ("shape", "layer", "radius")),
                strict=True,
            )
            for number, (shape, layer, radius) in enumerate(drawn):
                self._marks[shape, names[layer], round(radius)] = number

    @property
    def kinds(self) -> tuple[str, ...]:
        """Names of kinds by their code."""
        return tuple(self._kinds)

    @property
    def documents(self) -> Collection[str]:
        """Names of the documents whose sites were added, in the order in which they appeared."""
        return self._documents.keys()

    def add(self, site: Site) -> None:
        """One more row; documents have the numbers in which they appear."""
        rows = self._rows
        key = key_of(site.event_id, site.document_id, site.place_id, site.place, site.place_start)
        flags = FIRST if site.event != self._before else 0
        self._before = site.event
        first, last = site.earliest or site.latest, site.latest or site.earliest
        if first and last:
            flags |= DATED | (0 if site.earliest else OPEN_START) | (0 if site.latest else OPEN_END)
        rows["key_low"].append(key & 0xFFFFFFFF)
        rows["key_high"].append(key >> 32)
        rows["first"].append(self._day(first) if first else 0)
        rows["last"].append(self._day(last) if last else 0)
        rows["mark"].append(self._mark(site))
        rows["event"].append(site.event)
        rows["document"].append(self._documents.setdefault(site.document_id, len(self._documents)))
        rows["kind"].append(self._kinds.setdefault(site.kind, len(self._kinds)))
        rows["status"].append(STATUS_CODES.get(site.status, 0))
        flags |= CONFIRMED if site.confirmed else 0
        rows["flags"].append(flags | (PLACED if site.shape is not None else 0))

    def arrays(self, names: list[str], *, gone: Collection[str]) -> dict[str, Column]:
        """The rows in the order of ``Columns``, without the earlier ones of documents ``gone``.

        ``names`` are those of all documents, sorted.
        """
        number = {name: n for n, name in enumerate(names)}
        found = {name: np.frombuffer(a, dtype=ROWS[name]) for name, a in self._rows.items()}
        ranks = np.array([number[name] for name in self._documents], dtype=np.uint32)
        found["document"] = ranks[found["document"]]
        if self._held is not None:
            held = self._kept(self._held, number, gone)
            found = {name: np.concatenate((held[name], values)) for name, values in found.items()}
        undated = (found["flags"] & DATED) == 0
        keys = found["event"], found["document"], -found["first"], -found["last"], undated
        order = np.lexsort(keys)
        return {
            **{name: values[order] for name, values in found.items()},
            **{name: np.array(a, dtype=MARKS[name]) for name, a in self._boxes.items()},
        }

    @staticmethod
    def _kept(held: Columns, number: Mapping[str, int], gone: Collection[str]) -> dict[str, Column]:
        """The earlier rows that stay, with their documents' new numbers."""
        known = sorted(held.stamps())
        away = len(number)
        ranks = [away if name in gone else number[name] for name in known]
        document = np.array(ranks, dtype=np.uint32)[held["document"]]
        stay = document < away
        rows = {name: held[name][stay] for name in ROWS}
        return {**rows, "document": document[stay]}

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


EMPTY: Final = columns_of((), {})
"""The columns of a store that is not there."""
