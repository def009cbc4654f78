"""Train the place ranker: ``python benchmarks/train_ranker.py FOLDER_OF_SETS``.

Softmax regression over the candidates of every gold mention and "none of these"; a candidate
within 161 km of the truth is right. Every document is learnt from in three forms: as it stands,
without its source and address, and in stretches of two sentences (news of the world alone), so
that what users paste is known too; each corpus weighs the same. Full batch, no randomness but the
seeded folds. Out-of-fold predictions of five folds by document calibrate the scores. Writes
``geocode/places/ranking/weights/ranker.json``. GeoVirus is not read.
Set OPENBLAS_NUM_THREADS=1 for the same bytes on any number of cores.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from local_reports import made_up_reports
from places_sets import NEAR_KM, TRAINING, Gold, distance_km, read_set
from ranker_softmax import Row, fit
from twin_reports import twin_reports

from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.ranking.context import Weights, first_beliefs, sweep
from geocode.places.ranking.evidence import Evidence, gather
from geocode.places.ranking.features import Sense
from geocode.places.ranking.ranker import Model, Ranking, raw_confidence, settle, weigh
from geocode.places.ranking.scene import Scene, scene
from geocode.places.ranking.setting import Setting
from geocode.records import Block, Span
from geocode.tokens import sentences

SEED = 20220214
FOLDS = 5
SWEEPS = 3
SHORT_SENTENCES = 2
"""Sentences in a short text: what most users paste, and what no outlet explains."""
SHORT_STEP = 2
"""One stretch in so many becomes a short text of its own."""
SHORT_FROM = ("trnews", "geowebnews")
"""News of the world. In two sentences of a local paper nothing tells which Paris is meant."""
AREA_FOR_TOWN = ("lgl",)
"""LGL marks every New York as the state, streets and airports too: it does not tell a town from the
division about it, so names that both bear are not learnt from it."""
SHARES = {"whole": 0.5, "bare": 0.5, "short": 0.5, "local": 0.4, "twins": 0.6}
"""Weight of a mention as it stands, without source and address, and in a short text."""
OUT = Path(__file__).resolve().parents[1] / "geocode/places/ranking/weights/ranker.json"


@dataclass(frozen=True, slots=True)
class Task:
    """A document with its senses; read once, swept often."""

    gold: Gold
    stage: Scene
    form: str = "whole"
    """``whole``, ``bare`` (without source and address), ``short`` (two of its sentences), or made
    up: ``local``, ``twins``."""
    weight: float = 1.0


def forms(data: Sequence[Task], gazetteer: Index) -> list[Task]:
    """The documents as they stand, without their address, and cut short; each corpus as heavy."""
    out: list[Task] = []
    for task in data:
        bare = replace(task.gold, document=replace(task.gold.document, source=None, url=None))
        out.append(replace(task, weight=SHARES["whole"]))
        out.append(_task(bare, gazetteer, form="bare"))
        if task.gold.corpus in SHORT_FROM:
            out += [_task(gold, gazetteer, form="short") for gold in short_texts(bare)]
    count = {c: sum(len(t.gold.mentions) for t in data if t.gold.corpus == c) for c in TRAINING}
    mean = sum(count.values()) / len(TRAINING)
    out = [replace(t, weight=t.weight * mean / count[t.gold.corpus]) for t in out]
    for form, reports in (("local", made_up_reports), ("twins", twin_reports)):
        made = [_task(gold, gazetteer, form=form) for gold in reports(gazetteer)]
        names = sum(len(t.gold.mentions) for t in made)
        out += [replace(t, weight=t.weight * mean / names) for t in made]
    return out


def _task(gold: Gold, gazetteer: Gazetteer, *, form: str) -> Task:
    return Task(gold, scene(gold.document, gold.mentions, gazetteer), form, SHARES[form])


def short_texts(gold: Gold) -> Iterator[Gold]:
    """Every second stretch of two sentences that names a place, as a document of its own."""
    found = sentences(gold.document)
    stretches = [found[i : i + SHORT_SENTENCES] for i in range(0, len(found), SHORT_SENTENCES)]
    for stretch in stretches[::SHORT_STEP]:
        start, end = stretch[0].start, stretch[-1].end
        spans = [m.span for m in gold.mentions]
        inside = [i for i, s in enumerate(spans) if start <= s.start < s.end <= end]
        if not inside:
            continue
        text = gold.document.text[start:end]
        blocks = (Block("body", Span(0, len(text))),)
        moved = tuple(
            replace(m, span=Span(m.span.start - start, m.span.end - start))
            for m in (gold.mentions[i] for i in inside)
        )
        yield Gold(
            gold.corpus,
            replace(gold.document, text=text, blocks=blocks),
            moved,
            tuple(gold.truth[i] for i in inside),
            tuple(gold.ids[i] for i in inside),
        )


def tasks(folder: Path, gazetteer: Gazetteer, corpora: Sequence[str] = TRAINING) -> list[Task]:
    """All documents of the sets."""
    return [
        Task(gold, scene(gold.document, gold.mentions, gazetteer))
        for corpus in corpora
        for gold in read_set(folder, corpus, gazetteer)
        if gold.mentions
    ]


def right_senses(senses: Sequence[Sense], truth: tuple[float, float]) -> list[bool]:
    """Which senses lie within 161 km of the truth."""
    return [distance_km(s.option.entry.lon, s.option.entry.lat, *truth) <= NEAR_KM for s in senses]


def _weighed(task: Task, evidence: Evidence) -> dict[int, dict[Setting, Ranking]]:
    groups = {group for group, _ in task.stage.places}
    return {group: weigh(task.stage, evidence, group) for group in groups}


def rows(task: Task, evidence: Evidence | None) -> list[Row]:
    """What one document teaches; without evidence, of the names alone."""
    out: list[Row] = []
    weighed = _weighed(task, evidence) if evidence else {}
    times = Counter(zip(task.stage.places, task.gold.truth, task.gold.ids, strict=True))
    for ((group, setting), truth, key), count in times.items():
        found = task.stage.groups[group].senses
        if truth is None or not found:
            continue
        if evidence is None:
            features = (*(s.static for s in found), task.stage.groups[group].none)
        else:
            features = weighed[group][setting].features
        right = right_senses(found, truth)
        if task.gold.corpus in AREA_FOR_TOWN and _is_of_twins(found, right):
            continue
        out.append(
            Row(
                features,
                (*right, not any(right)),
                (*(s.option.entry.id == key for s in found), False),
                task.weight * count,
            )
        )
    return out


def _is_of_twins(senses: Sequence[Sense], right: Sequence[bool]) -> bool:
    """Whether one of a town and the division of its own name about it is right."""
    return any(
        is_right and any(name.startswith("twin:") for name, _ in sense.static)
        for sense, is_right in zip(senses, right, strict=True)
    )


def train(data: Sequence[Task]) -> Model:
    """A model without calibration."""
    first = fit([row for task in data for row in rows(task, None)])
    evidence = [gather(t.stage, first_beliefs(t.stage, first)) for t in data]
    joint: Weights = {}
    for turn in range(SWEEPS):
        joint = fit([row for t, e in zip(data, evidence, strict=True) for row in rows(t, e)])
        if turn < SWEEPS - 1:
            evidence = [
                gather(t.stage, sweep(t.stage, e, joint))
                for t, e in zip(data, evidence, strict=True)
            ]
    return Model(first, joint, SWEEPS, ((0.0, 0.0), (1.0, 1.0)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model said of one gold mention with coordinates."""

    corpus: str
    surface: str
    document: str
    chosen: str | None
    raw: float
    right: bool
    reachable: bool
    form: str
    exact: bool | None
    """Whether it is the very entry of the gold; None where the gold names none we know."""


def answers(task: Task, model: Model) -> list[Answer]:
    """The model's answers for one document."""
    weighed = _weighed(task, settle(task.stage, model))
    out: list[Answer] = []
    for (group, setting), truth, mention, key in zip(
        task.stage.places, task.gold.truth, task.gold.mentions, task.gold.ids, strict=True
    ):
        if truth is None:
            continue
        name = (task.gold.corpus, mention.surface, task.gold.document.id)
        if not task.stage.groups[group].senses:
            out.append(
                Answer(
                    *name, chosen=None, raw=0.0, right=False, reachable=False, form=task.form,
                    exact=None,
                )
            )  # fmt: skip
            continue
        ranking = weighed[group][setting]
        _, best, spot = raw_confidence(ranking, model.joint)
        right = right_senses(ranking.senses, truth)
        entry = ranking.senses[best].option.entry
        out.append(
            Answer(
                *name,
                chosen=f"{entry.name}/{entry.feature}/{entry.country}",
                raw=spot,
                right=right[best],
                reachable=any(right),
                form=task.form,
                exact=entry.id == key
                if any(x.option.entry.id == key for x in ranking.senses)
                else None,
            )
        )
    return out


def by_folds(data: Sequence[Task]) -> Iterator[tuple[Model, list[Task]]]:
    """A model and the documents kept from it; folds are by document, all its forms together."""
    documents = sorted({t.gold.document.id for t in data if t.gold.corpus in TRAINING})
    Random(SEED).shuffle(documents)  # noqa: S311  folds, not secrets
    fold = {document: place % FOLDS for place, document in enumerate(documents)}
    for turn in range(FOLDS):
        model = train([t for t in data if fold.get(t.gold.document.id) != turn])
        yield model, [t for t in data if fold.get(t.gold.document.id) == turn]


def by_sets(data: Sequence[Task]) -> Iterator[tuple[Model, list[Task]]]:
    """For each corpus a model of the two others: how it fares on strange text."""
    for corpus in TRAINING:
        model = train([t for t in data if t.gold.corpus != corpus])
        yield model, [t for t in data if t.gold.corpus == corpus]


def cross_validate(data: Sequence[Task]) -> list[Answer]:
    """Out-of-fold answers."""
    return [a for model, held in by_folds(data) for t in held for a in answers(t, model)]


def leave_one_out(data: Sequence[Task]) -> list[Answer]:
    """Answers on each corpus by a model of the two others."""
    return [a for model, held in by_sets(data) for t in held for a in answers(t, model)]


def calibration(found: Sequence[Answer], knots: int = 24) -> list[list[float]]:
    """A rising broken line from raw probability to share right: isotonic over equal bins.

    Each corpus weighs the same, as in training: LGL's local towns are the hardest and the most.
    """
    asked = [a for a in found if a.chosen]
    count = Counter(a.corpus for a in asked)
    rows = sorted((a.raw, a.right, 1.0 / count[a.corpus]) for a in asked)
    size = max(1, len(rows) // knots)
    blocks: list[list[float]] = []
    for i in range(0, len(rows), size):
        part = rows[i : i + size]
        blocks.append([sum(x * w for x, _, w in part), sum(y * w for _, y, w in part)])
        blocks[-1].append(sum(w for *_, w in part))
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    line = {round(x / n, 4): round(min(0.99, max(0.01, y / n)), 4) for x, y, n in blocks}
    return [[x, y] for x, y in line.items()]  # of blocks that are as sure to four digits, the last


def broken_line(found: Sequence[Answer]) -> tuple[tuple[float, float], ...]:
    """The calibration as a model holds it."""
    return tuple((x, y) for x, y in calibration(found))


def main() -> None:
    """Train, cross-validate, calibrate, write."""
    gazetteer = open_gazetteer()
    plain = tasks(Path(sys.argv[1]), gazetteer)
    data = forms(plain, gazetteer)
    found = cross_validate(data)
    for corpus in TRAINING:
        part = [a for a in found if a.corpus == corpus and a.form == "whole"]
        print(f"{corpus}: gold-span Acc@161 {sum(a.right for a in part) / len(part):.3f}")
    model = train(data)
    card = {
        "trained_on": [f"places_{c}.jsonl" for c in TRAINING],
        "documents": len(plain),
        "mentions": sum(a.form == "whole" for a in found),
        "forms": dict(Counter(t.form for t in data)),
        "calibrated_on": "every form, five folds by document, each corpus as heavy",
        "gazetteer": gazetteer.digest,
        "seed": SEED,
    }
    weights = {
        "format": 1,
        "card": card,
        "sweeps": model.sweeps,
        "calibration": calibration(found),
        "first": model.first,
        "joint": model.joint,
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
