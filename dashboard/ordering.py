"""The orders in which the table can be read, each by a number for every row of the columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

import numpy as np

from dashboard import words
from dashboard.columns import DATED, NO_MARK, PLACED, Column, Columns, Positions

Ranks: TypeAlias = Column
"""By row, its place in an order, from 0; ``UNKNOWN`` where it has none."""
UNKNOWN: Final = np.iinfo(np.int32).max
"""What is not known comes last, whichever way the order goes."""


def arranged(positions: Positions, ranks: Ranks, *, down: bool) -> Positions:
    """The rows by their ranks, the greatest first if ``down``; equal ones stay as they are.

    >>> ranks = np.array([2, UNKNOWN, 1], dtype=np.int32)
    >>> arranged(np.array([0, 1, 2]), ranks, down=True).tolist()
    [0, 2, 1]
    """
    found = ranks[positions]
    keys = np.where(found == UNKNOWN, UNKNOWN, -found) if down else found
    return positions[np.argsort(keys, kind="stable")]


def by_date(columns: Columns) -> Ranks:
    """By the first day."""
    return np.where(columns.flagged(DATED), columns["first"], UNKNOWN).astype(np.int32)


def by_kind(columns: Columns) -> Ranks:
    """By the kind's name."""
    return in_order([words.kind_name(kind) for kind in columns.kinds])[columns["kind"]]


def by_status(columns: Columns) -> Ranks:
    """As the statuses are listed, what happened first."""
    return columns["status"].astype(np.int32)


def by_precision(columns: Columns) -> Ranks:
    """Spots first, then discs by their radius, lines and areas; what has no place is unknown."""
    if not len(columns["mark_layer"]):
        return np.full(len(columns), UNKNOWN, dtype=np.int32)
    layer = columns["mark_layer"].astype(np.int32) << 28
    return _of_marks(columns, layer + np.minimum(columns["mark_radius"], 2**27).astype(np.int32))


def by_reports(columns: Columns) -> Ranks:
    """By how many reports tell of it."""
    reports = np.ones(len(columns), dtype=np.int32)
    at, of = columns["told_at"], columns["told_of"]
    if len(at):
        reports[at] = np.bincount(of)[of]
    return reports


def by_place(columns: Columns, names: Mapping[int, str]) -> Ranks:
    """By the place's name; ``names`` are those of the store's geometries."""
    shapes = columns["mark_shape"]
    named = in_order([names.get(int(shape)) for shape in shapes])
    return _of_marks(columns, named)


def by_source(columns: Columns, sources: Sequence[str | None]) -> Ranks:
    """By the report's source; ``sources`` are those of the documents by their numbers."""
    return in_order(sources)[columns["document"]]


PLAIN: Final[Mapping[str, Callable[[Columns], Ranks]]] = {
    "date": by_date,
    "kind": by_kind,
    "precision": by_precision,
    "status": by_status,
    "reports": by_reports,
}
"""Orders that need nothing but the columns."""


def in_order(names: Sequence[str | None]) -> Ranks:
    """By name, its place among all of them as a person sorts: accents and case do not count.

    >>> in_order(["Łódź", None, "lima", "Lodz"]).tolist() == [2, UNKNOWN, 0, 1]
    True
    """
    forms = {name: _form(name) for name in names if name}
    found = {name: rank for rank, name in enumerate(sorted(forms, key=lambda n: (forms[n], n)))}
    ranks = [UNKNOWN if not name else found[name] for name in names]
    return np.array(ranks, dtype=np.int32)


def _form(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("Ł", "L").replace("ł", "l"))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def _of_marks(columns: Columns, ranks: Ranks) -> Ranks:
    """The ranks of marks as those of rows."""
    marks = columns["mark"]
    placed = (marks != NO_MARK) & columns.flagged(PLACED)
    found = np.full(len(columns), UNKNOWN, dtype=np.int32)
    found[placed] = ranks[marks[placed]]
    return found
