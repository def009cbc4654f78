"""Train which tellings are one event: ``python benchmarks/train_coreference.py FOLDER [--check]``.

Learns from the reports that say it: ours to learn from (``seeds/learning``) and the learning part
of others' news (``seeds/news``; FOLDER holds its texts, see ``news.py``). A row is a pair of our
tellings that an annotated event each was found for, near each other in one document and of kinds
that can be one; it is right where the event is the same. One maximum-entropy model, full batch,
L-BFGS, no randomness; triggers are judged by what learnt from the same documents. Writes
``geocode/events/weights/coreference.json``. ``--check`` prints B³ and pairs of whole documents,
merged by weights that never saw them, at several thresholds.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from news_gold import Told, read_news, read_ours
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from geocode.dates import find_dates
from geocode.events import coreference, merging
from geocode.events.coreference import VERSION, family_of, may_corefer, signs_of
from geocode.events.drafting import draft_events
from geocode.events.judging import judged
from geocode.events.sentences import tell
from geocode.events.telling import Telling
from geocode.events.triggers import find_triggers
from geocode.gazetteer import open_gazetteer
from geocode.pipeline import read_places
from geocode.places.roles.clauses import Sentence, read_sentences
from geocode.records import DateMention, Place, Span
from seeds import LEARNING

FOLDS = 8
LEAST = 5
"""Signs of fewer pairs are left out."""
DECAY = 3.0
"""Inverse variance of the prior. Source: a few values, by the folds."""
OUT = Path(__file__).resolve().parents[1] / "geocode/events/weights/coreference.json"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A document with its tellings, and the number of the annotated event that each tells."""

    told: Told
    places: tuple[Place, ...]
    dates: tuple[DateMention, ...]
    read: tuple[Sentence, ...]
    tellings: tuple[Telling, ...]
    events: tuple[int | None, ...]
    """None where it tells none, or several."""

    @property
    def fold(self) -> int:
        """From the name alone, so that a new document moves none of the others."""
        return int(hashlib.sha256(self.told.gold["report"].encode()).hexdigest(), 16) % FOLDS


def read_lessons(folder: Path) -> list[Lesson]:
    """All documents, ours first."""
    gazetteer = open_gazetteer()
    out: list[Lesson] = []
    for told in (*read_ours(LEARNING), *read_news(folder, "learning")):
        places = read_places(told.document, gazetteer=gazetteer)
        dates = find_dates(told.document)
        read = read_sentences(told.document)
        tellings = tell(told.document, read, judged(read, find_triggers(read)), places, dates)
        events = tuple(_event(telling.trigger.span, told.gold) for telling in tellings)
        out.append(Lesson(told, places, dates, read, tuple(tellings), events))
    return out


def _event(span: Span, gold: Mapping[str, Any]) -> int | None:
    found = [
        number
        for number, event in enumerate(gold["events"])
        if any(
            span.start < end and start < span.end
            for start, end, _ in (event["trigger"], *event.get("tellings", ()))
        )
    ]
    return found[0] if len(found) == 1 else None


def pairs_of(lesson: Lesson) -> list[tuple[list[str], bool]]:
    """The signs of each pair, and whether it is of one event."""
    out: list[tuple[list[str], bool]] = []
    before: dict[str, list[tuple[Telling, int | None]]] = {}
    for second, own in zip(lesson.tellings, lesson.events, strict=True):
        recent = before.setdefault(family_of(second), [])
        for first, event in recent[-merging.LOOK_BACK :]:
            if event is not None and own is not None and may_corefer(first, second):
                out.append((signs_of(lesson.read, first, second), event == own))
        recent.append((second, own))
    return out


def fit(pairs: Sequence[tuple[list[str], bool]]) -> dict[str, float]:
    """Weights by sign, and the bias."""
    rows = [["bias", *signs] for signs, _ in pairs]
    seen = Counter(sign for row in rows for sign in row)
    column = {sign: at for at, sign in enumerate(sorted(s for s, n in seen.items() if n >= LEAST))}
    cells = [(n, column[sign]) for n, row in enumerate(rows) for sign in row if sign in column]
    where = np.array(cells).T
    table = csr_matrix((np.ones(len(cells)), tuple(where)), shape=(len(rows), len(column)))
    sign_of = np.array([1.0 if right else -1.0 for _, right in pairs])

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign_of * (table @ weights)
        total = np.logaddexp(0, -margin).sum() + DECAY / 2 * weights @ weights
        slope = -sign_of / (1 + np.exp(margin))
        return float(total), table.T @ slope + DECAY * weights

    options = {"maxiter": 300}
    found = minimize(loss, np.zeros(len(column)), jac=True, method="L-BFGS-B", options=options).x
    return {sign: round(float(found[at]), 3) for sign, at in column.items()}


def check(lessons: Sequence[Lesson]) -> dict[str, float]:
    """Prints what merging by weights of other folds gives; figures at the threshold in use."""
    pairs = [pairs_of(lesson) for lesson in lessons]
    folds = [
        fit(
            [p for own, lesson in zip(pairs, lessons, strict=True) if lesson.fold != f for p in own]
        )
        for f in range(FOLDS)
    ]
    used: dict[str, float] = {}
    for least in sorted({-1.6, -1.2, -0.8, -0.4, 0.0, 0.4, merging.TIED}):
        tally = Counter[str]()
        for lesson in lessons:
            with (
                patch.object(coreference, "_weights", lambda f=lesson.fold: folds[f]),
                patch.object(merging, "TIED", least),
            ):
                tally.update(_agreement(lesson))
        precision, recall = tally["precise"] / tally["all"], tally["recalled"] / tally["all"]
        f1 = 2 * precision * recall / (precision + recall)
        pair = 2 * tally["both"] / (tally["said"] + tally["wanted"])
        print(f"above {least:+.1f}: B3 {precision:.3f} {recall:.3f} {f1:.3f}  pairs F1 {pair:.3f}")
        if least == merging.TIED:
            used = {"b3": round(f1, 3), "pairs": round(pair, 3)}
    return used


def _agreement(lesson: Lesson) -> Counter[str]:
    """Counts of B³ and of pairs, over the tellings that an annotated event was found for."""
    draft = draft_events(lesson.told.document, lesson.places, lesson.dates)
    ours = {item.trigger.start: event.id for event in draft.events for item in event.evidence}
    known = [
        (ours[telling.trigger.span.start], event)
        for telling, event in zip(lesson.tellings, lesson.events, strict=True)
        if event is not None and telling.trigger.span.start in ours
    ]
    said, wanted, both = Counter(o for o, _ in known), Counter(e for _, e in known), Counter(known)
    out = Counter[str](all=len(known))
    for (own, event), count in both.items():
        out["precise"] += count * count / said[own]  # type: ignore[assignment]
        out["recalled"] += count * count / wanted[event]  # type: ignore[assignment]
        out["both"] += count * (count - 1) // 2
    out["said"] = sum(n * (n - 1) // 2 for n in said.values())
    out["wanted"] = sum(n * (n - 1) // 2 for n in wanted.values())
    return out


def main() -> None:
    """Print what folds give; unless only that is asked for, train on all and write."""
    lessons = read_lessons(Path(sys.argv[1]))
    pairs = [pair for lesson in lessons for pair in pairs_of(lesson)]
    figures = check(lessons)
    if "--check" not in sys.argv[2:]:
        _write(fit(pairs), pairs, figures)


def _write(
    weights: Mapping[str, float], pairs: Sequence[tuple[list[str], bool]], figures: dict[str, float]
) -> None:
    card = {
        "script": "benchmarks/train_coreference.py",
        "trained_on": ["seeds/learning/gold", "seeds/news/learning.jsonl"],
        "pairs": len(pairs),
        "of_one_event": sum(right for _, right in pairs),
        "held_out": figures,
        "decay": DECAY,
        "least": LEAST,
        "randomness": "none",
    }
    raw = {"version": VERSION, "card": card, "weights": weights}
    OUT.write_text(json.dumps(raw, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
