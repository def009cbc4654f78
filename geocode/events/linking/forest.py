"""A small forest of trees that ask the same question on each level, read from JSON.

So a row goes down all trees at once: one comparison for each level, one look-up for each tree.
Source: symmetric trees as in CatBoost (Prokhorenkova et al. 2018), trained by
``benchmarks/train_linker.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Grown(TypedDict):
    """A forest as it stands in a file."""

    signs: list[str]
    columns: list[list[int]]
    borders: list[list[float]]
    leaves: list[list[float]]
    bias: float


@dataclass(frozen=True, slots=True)
class Forest:
    """``columns`` and ``borders`` by tree and level; ``leaves`` by tree and answers."""

    signs: Mapping[str, int]
    """The column of each sign it asks for."""
    columns: NDArray[np.intp]
    borders: Floats
    leaves: NDArray[np.float64]
    bias: float

    @staticmethod
    def grow(grown: Grown, *, beside: Mapping[str, int] | None = None) -> Forest:
        """The forest that a file holds; the signs of another ``beside`` it keep their columns."""
        signs = dict(beside or {})
        for sign in grown["signs"]:
            signs.setdefault(sign, len(signs))
        at = np.array([signs[sign] for sign in grown["signs"]], dtype=np.intp)
        return Forest(
            signs=signs,
            columns=at[np.array(grown["columns"], dtype=np.intp)],
            borders=np.array(grown["borders"], dtype=np.float32),
            leaves=np.array(grown["leaves"], dtype=np.float64),
            bias=grown["bias"],
        )

    def rows(
        self, told: Sequence[Sequence[Mapping[str, float]]], *, onto: Floats | None = None
    ) -> Floats:
        """The signs it asks for, a row for each group of signs; what is not said is 0.

        Of a group the later say what counts. One that stands in many groups is read once.
        ``onto``: rows that are written further, of what was said before.
        """
        out = np.zeros((len(told), len(self.signs)), np.float32) if onto is None else onto.copy()
        read: dict[int, tuple[NDArray[np.intp], Floats]] = {}
        for row, group in zip(out, told, strict=True):
            for signs in group:
                known = read.get(id(signs))
                if known is None:
                    known = read[id(signs)] = self._asked(signs)
                row[known[0]] = known[1]
        return out

    def _asked(self, signs: Mapping[str, float]) -> tuple[NDArray[np.intp], Floats]:
        """Columns and values of the signs it asks for."""
        column = self.signs.get
        asked = [(at, value) for sign, value in signs.items() if (at := column(sign)) is not None]
        columns = np.array([at for at, _ in asked], dtype=np.intp)
        return columns, np.array([value for _, value in asked], dtype=np.float32)

    def chances(self, rows: Floats) -> NDArray[np.float64]:
        """Probability for each row."""
        trees, levels = self.columns.shape
        answers: NDArray[np.bool_] = np.greater(rows[:, self.columns], self.borders)
        worth: NDArray[np.intp] = np.left_shift(1, np.arange(levels, dtype=np.intp))
        leaf: NDArray[np.intp] = np.matmul(answers, worth)
        total = self.leaves[np.arange(trees), leaf].sum(axis=1) + self.bias
        return 1.0 / (1.0 + np.exp(-total))
