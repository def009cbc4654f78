"""How well gold names are resolved: ``python benchmarks/resolution.py FOLDER_OF_SETS``.

Recognition is given (gold spans). Every gold mention with coordinates counts, an unknown name as
wrong. LGL, TR-News and GeoWebNews: five folds by document, so nobody is asked what it was taught,
and each corpus by a model of the two others ("left out"); each document as it stands, without its
source and address ("bare"), and news of the world two sentences at a time ("short"). GeoVirus: the
weights that come with the package, which never saw it. Beside each figure: the population baseline
(countries, then the most people) on the same candidates, and the share any candidate could reach.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from places_sets import NEAR_KM, TRAINING, UNSEEN, distance_km
from train_ranker import (
    Answer,
    Task,
    calibration,
    cross_validate,
    forms,
    leave_one_out,
    right_senses,
    tasks,
)

from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.ranking.ranker import calibrated, rank

CERTAIN = 0.7
"""Scores from which on an answer is meant to be right at least 93 times in 100."""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: its score, and whether it lies within 161 km."""

    score: float
    right: bool


def by_population(task: Task) -> list[bool]:
    """Whether the baseline is right, for each gold mention with coordinates."""
    out: list[bool] = []
    for (group, _), truth in zip(task.stage.places, task.gold.truth, strict=True):
        if truth is None:
            continue
        found = task.stage.groups[group].senses
        order = [(s.broad == "country", s.option.entry.population) for s in found]
        best = max(range(len(found)), key=order.__getitem__, default=None)
        out.append(best is not None and right_senses([found[best]], truth)[0])
    return out


def held_out(found: Sequence[Answer]) -> list[Told]:
    """Out-of-fold answers, calibrated on the other half of the documents (both ways)."""
    documents = sorted({a.document for a in found})
    half = {document: i % 2 for i, document in enumerate(documents)}
    out: list[Told] = []
    for side in (0, 1):
        line = [(x, y) for x, y in calibration([a for a in found if half[a.document] != side])]
        out += [
            Told(calibrated(a.raw, line) if a.chosen else 0.0, a.right)
            for a in found
            if half[a.document] == side
        ]
    return out


def unseen(data: Sequence[Task], gazetteer: Gazetteer) -> list[Told]:
    """Answers of the shipped weights."""
    out: list[Told] = []
    for task in data:
        ranked = rank(task.gold.document, task.gold.mentions, gazetteer)
        for candidates, truth in zip(ranked, task.gold.truth, strict=True):
            if truth is None:
                continue
            if not candidates:
                out.append(Told(0.0, right=False))
                continue
            e = candidates[0].entry
            near = distance_km(e.lon, e.lat, *truth) <= NEAR_KM
            out.append(Told(candidates[0].score, near))
    return out


def share(values: Sequence[bool]) -> float:
    """The share that is true; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def show_reliability(told: Sequence[Told]) -> None:
    """Print the reliability table, the share right among the sure, and ECE."""
    answered = [t for t in told if t.score > 0]
    print("\n| score | answers | mean score | right |\n|---|---|---|---|")
    error = 0.0
    for tenth in range(10):
        part = [t for t in answered if min(9, int(t.score * 10)) == tenth]
        if part:
            mean, right = sum(t.score for t in part) / len(part), share([t.right for t in part])
            error += abs(mean - right) * len(part) / len(answered)
            print(f"| {tenth / 10:.1f} | {len(part)} | {mean:.3f} | {right:.3f} |")
    sure = [t.right for t in answered if t.score >= CERTAIN]
    print(f"score ≥ {CERTAIN}: {share(sure):.3f} of {len(sure)} right; ECE {error:.3f}")


def show_sets(title: str, found: Sequence[Answer], data: Sequence[Task]) -> None:
    """Print one line for each corpus in each of its forms."""
    for corpus, form in itertools.product(TRAINING, ("whole", "bare", "short")):
        part = [a for a in found if (a.corpus, a.form) == (corpus, form)]
        if not part:
            continue
        mine = [t for t in data if (t.gold.corpus, t.form) == (corpus, form)]
        base = [r for t in mine for r in by_population(t)]
        exact = [a.exact for a in part if a.exact is not None]
        print(
            f"| {corpus}, {form} ({title}) | {len(part)} | {share([a.right for a in part]):.3f} "
            f"| {share(exact):.3f} | {share(base):.3f} | {share([a.reachable for a in part]):.3f} |"
        )


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1])
    gazetteer = open_gazetteer()
    data = forms(tasks(folder, gazetteer), gazetteer)
    found, strange = cross_validate(data), leave_one_out(data)
    print("| set | mentions | Acc@161 | very entry | population | reachable |")
    print("|---|---|---|---|---|---|")
    show_sets("CV", found, data)
    show_sets("left out", strange, data)
    for form in ("whole", "bare", "short"):
        print(f"\nReliability, cross-validated, {form}:")
        show_reliability(held_out([a for a in found if a.form == form]))
    print("\nReliability, each corpus left out, calibrated on the folds:")
    line = [(x, y) for x, y in calibration(found)]
    show_reliability([Told(calibrated(a.raw, line) if a.chosen else 0.0, a.right) for a in strange])
    if "--unseen" in sys.argv:
        show_unseen(folder, gazetteer)


def show_unseen(folder: Path, gazetteer: Gazetteer) -> None:
    """Print the figures of the set that nothing was trained or tuned on."""
    started = time.process_time()
    fresh = tasks(folder, gazetteer, [UNSEEN])
    told = unseen(fresh, gazetteer)
    spent_ms = (time.process_time() - started) * 1000 / len(fresh)
    base = [r for t in fresh for r in by_population(t)]
    print(f"\n{UNSEEN}: {share([t.right for t in told]):.3f} of {len(told)}, ", end="")
    print(f"population {share(base):.3f}, {spent_ms:.1f} ms a document (reading included)")
    print(f"\nReliability, {UNSEEN}:")
    show_reliability(told)


if __name__ == "__main__":
    main()
