"""What the map shows, as numbers and names, for a sentence that says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from dashboard import words
from dashboard.columns import NO_MARK, Column, Positions
from dashboard.layers import SHAPE_CODES
from dashboard.layers.feed import row_key
from dashboard.sheet import Sheet

MOST_PLACES: Final = 3
SPOTS: Final = ("point", "disc")


@dataclass(frozen=True, slots=True)
class Summary:
    """Events of the view by how exactly their places are known; the three sums are all of them."""

    events: int
    spots: int
    """With a mark on a town, a spot or near one."""
    vague: int
    """Only somewhere in an area or along a line."""
    nowhere: int
    busiest: tuple[tuple[str, int], ...]
    """Names of the spots with the most events, most first, and how many are there; only spots with
    several are named."""


def summary_of(sheet: Sheet) -> Summary:
    """The summary of a sheet."""
    columns = sheet.columns
    marked = np.flatnonzero(sheet.inside & (columns["mark"] != NO_MARK))
    marks = columns["mark"][marked]
    layers = columns["mark_layer"][marks]
    spotted = np.isin(layers, [SHAPE_CODES[name] for name in SPOTS])
    placed, spots = _events(columns["event"][marked]), _events(columns["event"][marked[spotted]])
    events = len(sheet.events)
    exact = layers == SHAPE_CODES["point"]
    return Summary(
        events, spots, placed - spots, events - placed, _busiest(sheet, marked[exact], marks[exact])
    )


def _busiest(sheet: Sheet, rows: Positions, marks: Column) -> tuple[tuple[str, int], ...]:
    """The marks with the most rows, by the name in the first of them."""
    counts = np.bincount(marks)
    most = [mark for mark in np.argsort(-counts, kind="stable")[:MOST_PLACES] if counts[mark] > 1]
    firsts = [int(rows[np.flatnonzero(marks == mark)[0]]) for mark in most]
    told = sheet.ask([int(sheet.columns["event"][at]) for at in firsts])
    named = {row_key(row): words.place_of(row) for row in told}
    keys = [sheet.columns.key(at) for at in firsts]
    found = zip(keys, most, strict=True)
    return tuple((named[key], int(counts[mark])) for key, mark in found if key in named)


def _events(numbers: Column) -> int:
    """How many events; rows of one are neighbours."""
    return int(np.count_nonzero(np.diff(numbers.astype(np.int64), prepend=-1)))
