"""How sure a figure is: percentile intervals of a ratio, resampling whole documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

DRAWS = 2000
SEED = 1989
Counts = Sequence[Sequence[float]]
"""One row a document, the same counts in each."""


def ratio(totals: NDArray[np.float64]) -> float:
    """First of two totals by the second."""
    return float(totals[0] / totals[1]) if totals[1] else 0.0


def f1(totals: NDArray[np.float64]) -> float:
    """From hits, what was said and what was wanted."""
    hits, said, wanted = (float(total) for total in totals)
    return 2 * hits / (said + wanted) if said + wanted else 0.0


def interval(
    counts: Counts, figure: Callable[[NDArray[np.float64]], float]
) -> tuple[float, float, float]:
    """A figure of the summed counts with the 2.5th and 97.5th percentile over documents drawn."""
    table = np.asarray(counts, dtype=np.float64)
    random = np.random.default_rng(SEED)
    drawn = [
        figure(table[random.integers(0, len(table), len(table))].sum(axis=0)) for _ in range(DRAWS)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return figure(table.sum(axis=0)), float(low), float(high)


def shown(counts: Counts, figure: Callable[[NDArray[np.float64]], float]) -> str:
    """The figure and its interval as the tables print them."""
    value, low, high = interval(counts, figure)
    return f"{value:.3f} [{low:.3f} {high:.3f}]"
