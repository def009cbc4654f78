"""A softmax over what a name may mean, fitted so that right senses are likely.

Full batch and no randomness: the same rows give the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geocode.places.ranking.context import Weights
from geocode.places.ranking.features import Features

ROUNDS = 400
STEP = 0.06
SHRINK = 1e-4
"""L2 penalty on each weight, per training mention."""
EXACT = 0.3
"""How much the very entry counts beside "within 161 km"."""
HOMELY = frozenset({"adm1", "adm2", "cell", "own:itself"})
"""What speaks for a sense where the paper's home does."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One mention to learn from: features of each sense and of none, and which are right."""

    features: tuple[Features, ...]
    right: tuple[bool, ...]
    exact: tuple[bool, ...]
    weight: float


def fit(data: Sequence[Row]) -> Weights:
    """Weights that make right senses likely: full-batch Adam on the marginal likelihood."""
    names = sorted({name for row in data for features in row.features for name, _ in features})
    column = {name: i for i, name in enumerate(names)}
    sizes = [len(row.features) for row in data]
    matrix = np.zeros((sum(sizes), len(names)), np.float32)
    at = 0
    for row in data:
        for features in row.features:
            for name, value in features:
                matrix[at, column[name]] += value
            at += 1
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    right = np.array([r for row in data for r in row.right], float)
    exact = np.array([r for row in data for r in row.exact], float)
    signs = np.array([sign_of(name) for name in names])
    heavy = np.repeat(np.array([row.weight for row in data]), sizes)
    weights = _descend(
        matrix, starts, np.array(sizes), right=right, exact=exact, signs=signs, heavy=heavy
    )
    return {n: round(float(w), 4) for n, w in zip(names, weights, strict=True) if abs(w) > 5e-4}


def sign_of(name: str) -> int:
    """1 where a feature can only tell for a sense, -1 where only against, 0 where either way.

    What common sense knows keeps the weights readable and carries over to other kinds of text.
    """
    head, _, tail = name.removeprefix("doc:").partition(":")
    if head in {"rival", "far"}:
        return -1
    if head == "twin":
        return 1 if tail == "place" else -1
    if head in {"outlet", "desk"} and tail.removeprefix("is_") in HOMELY:
        return 1
    if head in {
        "fame",
        "seen",
        "named",
        "sentence",
        "sentence_named",
        "near",
        "share",
        "cover",
        "told",
    }:
        return 1
    if tail.endswith("differs") or ":not_" in tail:
        return -1
    return 1 if tail.endswith((":inside", ":holds", ":fellow", "agrees")) else 0


def _descend(
    matrix: Floats,
    starts: NDArray[np.int_],
    sizes: NDArray[np.int_],
    *,
    right: Floats,
    exact: Floats,
    signs: NDArray[np.int_],
    heavy: Floats,
) -> Floats:
    heavy = heavy / heavy[starts].sum()
    has_exact = np.repeat(np.add.reduceat(exact, starts) > 0, sizes)
    w = np.zeros(matrix.shape[1])
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, ROUNDS + 1):
        scores = (matrix @ w.astype(np.float32)).astype(float)
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes)
        p = np.exp(scores)
        p /= np.repeat(np.add.reduceat(p, starts), sizes)
        q = _within(p * right, starts, sizes)
        e = np.where(has_exact, _within(p * exact, starts, sizes) - p, 0.0)
        slope = (heavy * ((q - p) + EXACT * e)).astype(np.float32)
        grad = (slope @ matrix).astype(float) - SHRINK * w
        m = 0.9 * m + 0.1 * grad
        v = 0.999 * v + 0.001 * grad**2
        rate = STEP * (1 - step / (ROUNDS + 1)) ** 0.5
        w += rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
        w = np.where(w * signs < 0, 0.0, w)
    return w


def _within(p: Floats, starts: NDArray[np.int_], sizes: NDArray[np.int_]) -> Floats:
    return p / np.maximum(np.repeat(np.add.reduceat(p, starts), sizes), 1e-12)
