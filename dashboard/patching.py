"""Columns after a correction: the rows of the few events that changed, put into all the others.

A million rows are sorted again in about a second; built from the store they take many.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dashboard.columns import DATED, FIRST, MARKS, NO_MARK, ROWS, Column, Columns, columns_of, whole
from geocode.store import Outline, Site

_ORDER: Final = ("event", "document")


def patched(
    old: Columns,
    sites: Sequence[Site],
    outlines: Mapping[int, Outline],
    *,
    touched: Collection[int],
    state: str,
) -> Columns | None:
    """The columns with the rows of these events replaced by what they are now.

    ``touched`` are the events' numbers in the store, with all that are or were one with them;
    ``sites`` are theirs, ``outlines`` those of their shapes. None where only building all columns
    anew would do: where a document has its first rows, or a telling is of others too.
    """
    new = columns_of(sites, outlines)
    gone = np.isin(old["event"], np.fromiter(touched, dtype=np.uint32))
    documents = _documents(old, sites)
    tellings = _tellings(old, new, gone)
    if documents is None or tellings is None:
        return None
    kinds = (*old.kinds, *(kind for kind in new.kinds if kind not in old.kinds))
    marks, number = _marks(old, new)
    coded = {
        "kind": np.array([kinds.index(kind) for kind in new.kinds], dtype=np.uint8),
        "document": documents,
    }
    rows: dict[str, Column] = {}
    for name, dtype in ROWS.items():
        own = new[name]
        if len(own) and name in coded:
            own = coded[name][own]
        elif name == "mark":
            own = np.where(own == NO_MARK, NO_MARK, number[np.minimum(own, len(number) - 1)])
        rows[name] = np.concatenate([old[name][~gone], own]).astype(dtype)
    undated = (rows["flags"] & DATED) == 0
    order = np.lexsort((*(rows[name] for name in _ORDER), -rows["first"], -rows["last"], undated))
    rows = {name: values[order] for name, values in rows.items()}
    return whole({**rows, **_told(rows, tellings), **marks}, kinds, old.languages, state)


def _documents(old: Columns, sites: Sequence[Site]) -> NDArray[np.uint32] | None:
    """By the number of a document among these sites its number in the old columns."""
    names = sorted({site.document_id for site in sites})
    events = {site.document_id: [] for site in sites}
    for site in sites:
        events[site.document_id].append(site.event)
    found: list[int] = []
    for name in names:
        at = np.flatnonzero(np.isin(old["event"], np.array(events[name], dtype=np.uint32)))
        if not len(at):
            return None
        found.append(int(old["document"][at[0]]))
    return np.array(found or [0], dtype=np.uint32)


def _marks(old: Columns, new: Columns) -> tuple[dict[str, Column], NDArray[np.uint32]]:
    """All marks, and by the number of a new one its number among them."""
    number = np.zeros(max(1, len(new["mark_shape"])), dtype=np.uint32)
    added: list[int] = []
    for mark in range(len(new["mark_shape"])):
        same = old["mark_shape"] == new["mark_shape"][mark]
        same &= old["mark_layer"] == new["mark_layer"][mark]
        same &= np.round(old["mark_radius"]) == round(float(new["mark_radius"][mark]))
        at = np.flatnonzero(same)
        if len(at):
            number[mark] = at[0]
        else:
            number[mark] = len(old["mark_shape"]) + len(added)
            added.append(mark)
    return {name: np.concatenate([old[name], new[name][added]]) for name in MARKS}, number


def _tellings(
    old: Columns, new: Columns, gone: NDArray[np.bool_]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]] | None:
    """Events that several reports tell of and the numbers of what they tell, the best first."""
    at, of = old["told_at"], old["told_of"]
    left = gone[at]
    if np.isin(of[~left], of[left]).any():
        return None
    most = int(of.max(initial=0)) + 1
    events = np.concatenate([old["event"][at[~left]], new["event"][new["told_at"]]])
    told = np.concatenate([of[~left], new["told_of"] + most])
    _, told = np.unique(told, return_inverse=True)
    return events, told.astype(np.uint32)


def _told(
    rows: Mapping[str, Column], tellings: tuple[NDArray[np.uint32], NDArray[np.uint32]]
) -> dict[str, Column]:
    """The columns of ``TOLD`` for rows in their order."""
    events, told = tellings
    firsts = np.flatnonzero(rows["flags"] & FIRST)
    place = np.zeros(int(rows["event"].max(initial=0)) + 1, dtype=np.uint32)
    place[rows["event"][firsts]] = firsts
    return {"told_at": place[events], "told_of": told}
