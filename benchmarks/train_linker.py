"""Trains the linker of verbs and places: ``python benchmarks/train_linker.py FOLDER [--tagger F]``.

FOLDER holds the sets; learnt from is ``event_places_halterman.jsonl`` without the test part and
the unlabelled batch (see event_places.py). The tagger learnt from half of these sentences: those
are read by another, taught from the other half and kept in F, so that no name comes surer than it
would in a text never seen. First forest: each name by itself; second: beside what the first, never
having seen the sentence, thought of the others. Writes ``geocode/events/linking/weights``.
Same sets, gazetteer and tagger: same bytes. Needs ``pip install catboost==1.2.10 lightgbm==4.7.0``,
which nothing else here does.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import catboost
import lightgbm
import numpy as np
import pycrfsuite
import train_tagger
from event_places import (
    FLOOR,
    PARTS,
    TEST_PART,
    Scene,
    card,
    chosen,
    plain,
    read_scene,
    read_tasks,
    taught,
)
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from geocode.events.linking.learned import VERSION, neighbour_signs, pair_rows
from geocode.events.linking.names import Name
from geocode.events.linking.signs import Signs
from geocode.events.linking.view import view_of
from geocode.gazetteer import Index, open_gazetteer
from geocode.mentions.tagger import Model, open_model

SETTINGS = {
    "learning_rate": 0.08,
    "depth": 6,
    "l2_leaf_reg": 5,
    "rsm": 0.3,
    "bootstrap_type": "Bernoulli",
    "subsample": 0.8,
    "border_count": 32,
    "random_seed": 20220214,
    "thread_count": 1,
    "verbose": False,
    "allow_writing_files": False,
}
TREES = (400, 300)
SIGNS = 500
"""As many signs as tell most; the trees ask for no others."""
CHOOSER = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "num_threads": 1,
    "seed": 20220214,
    "deterministic": True,
    "verbose": -1,
}
RAREST = 20
"""Pairs that a sign must stand in to be learnt from."""
OUT = Path(__file__).resolve().parents[1] / "geocode/events/linking/weights"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A scene with its rows: the signs of each name beside the verb, and which are right."""

    scene: Scene
    names: tuple[Name, ...]
    signs: tuple[Signs, ...]


def lesson(scene: Scene) -> Lesson:
    """What a scene teaches."""
    view = view_of(scene.sentence, scene.names)
    names = tuple(n for n in scene.names if n.last <= scene.first or n.first >= scene.last)
    pairs = pair_rows(view, [(0, name) for name in names], [(scene.first, scene.last)])
    return Lesson(scene, names, tuple(name | verb | both for name, verb, both in pairs))


def other_tagger(folder: Path, gazetteer: Index, path: Path) -> Model:
    """The tagger taught from the event sentences that the shipped one never saw."""
    lexicon = open_model("en").lexicon
    if not path.exists():
        documents = [d for name in train_tagger.SETS for d in train_tagger.read_set(folder, name)]
        parts = train_tagger.prepare(documents, gazetteer, lexicon)
        sequences = [s for part in parts for s in part]
        world = (gazetteer, lexicon)
        train_tagger.train_twice(sequences, path, folder=folder, world=world, start=1)
    weights = path.read_bytes()
    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(weights)
    return Model(tagger, weights, lexicon, hashlib.sha256(weights).hexdigest())


def read_lessons(folder: Path, gazetteer: Index, other: Model) -> list[Lesson]:
    """A lesson for each labelled task outside the test part."""
    tasks = read_tasks(folder)
    seen = taught(tasks)
    out: list[Lesson] = []
    for task in tasks:
        if task.part == TEST_PART or not task.labelled:
            continue
        scene = read_scene(task, gazetteer, model=other if plain(task.text) in seen else None)
        if scene:
            out.append(lesson(scene))
    return out


def telling(signs: Sequence[Signs], right: NDArray[np.bool_]) -> list[str]:
    """The signs that tell most beside the others, in order: by gain in a forest of free trees."""
    said = Counter(sign for row in signs for sign, value in row.items() if value)
    known = sorted(sign for sign, count in said.items() if count >= RAREST)
    column = {sign: i for i, sign in enumerate(known)}
    cells = [
        (row, column[sign], float(value))
        for row, found in enumerate(signs)
        for sign, value in found.items()
        if value and sign in column
    ]
    rows, columns, values = zip(*cells, strict=True)
    table = csr_matrix((values, (rows, columns)), shape=(len(signs), len(known)), dtype=np.float32)
    chooser = lightgbm.train(CHOOSER, lightgbm.Dataset(table, right), num_boost_round=200)
    gain = chooser.feature_importance("gain")
    best = sorted(range(len(known)), key=lambda i: (-gain[i], i))[:SIGNS]
    return sorted(known[i] for i in best)


def matrix(signs: Sequence[Signs], columns: Sequence[str]) -> Floats:
    """A row for each pair, a column for each sign."""
    at = {sign: i for i, sign in enumerate(columns)}
    out = np.zeros((len(signs), len(columns)), dtype=np.float32)
    for row, said in zip(out, signs, strict=True):
        for sign, value in said.items():
            if sign in at:
                row[at[sign]] = value
    return out


def fit(rows: Floats, right: NDArray[np.bool_], trees: int) -> catboost.CatBoostClassifier:
    """A forest that tells right rows from wrong ones."""
    return catboost.CatBoostClassifier(iterations=trees, **SETTINGS).fit(rows, right)


def held_out(
    rows: Floats, right: NDArray[np.bool_], parts: NDArray[np.int_], trees: int
) -> NDArray[np.float64]:
    """Chances of all rows, each by a forest that saw nothing of its part."""
    out = np.zeros(len(rows))
    for part in sorted(set(parts.tolist())):
        model = fit(rows[parts != part], right[parts != part], trees)
        out[parts == part] = model.predict_proba(rows[parts == part])[:, 1]
    return out


def beside(lessons: Sequence[Lesson], chances: NDArray[np.float64]) -> list[Signs]:
    """The second forest's signs of each row."""
    out: list[Signs] = []
    at = 0
    for one in lessons:
        judged = chances[at : at + len(one.names)].tolist()
        out += neighbour_signs([(0, name) for name in one.names], judged)
        at += len(one.names)
    return out


def written(model: catboost.CatBoostClassifier, columns: Sequence[str], scratch: Path) -> dict:
    """A forest as ``Forest.grow`` reads it, with only the signs it asks for."""
    model.save_model(str(scratch), format="json")
    saved = json.loads(scratch.read_text(encoding="utf-8"))
    scratch.unlink()
    trees = [t for t in saved["oblivious_trees"] if t["splits"]]
    asked = sorted({s["float_feature_index"] for t in trees for s in t["splits"]})
    at = {column: i for i, column in enumerate(asked)}
    depth = int(SETTINGS["depth"])
    grown: dict = {"signs": [columns[i] for i in asked], "columns": [], "borders": [], "leaves": []}
    for tree in trees:
        splits = tree["splits"]
        short = depth - len(splits)
        grown["columns"].append([at[s["float_feature_index"]] for s in splits] + [0] * short)
        grown["borders"].append([round(s["border"], 6) for s in splits] + [1e9] * short)
        leaves = [round(value, 4) for value in tree["leaf_values"]]
        grown["leaves"].append(leaves + [0.0] * (2**depth - len(leaves)))
    scale, (bias,) = saved["scale_and_bias"]
    assert scale == 1
    return {**grown, "bias": round(bias, 6)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains both forests and writes them with their card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tagger", type=Path, default=Path("data/cache/other_tagger.crfsuite"))
    options = parser.parse_args(arguments)
    gazetteer = open_gazetteer()
    other = other_tagger(options.folder, gazetteer, options.tagger)
    lessons = read_lessons(options.folder, gazetteer, other)
    right = np.array([n.span in one.scene.task.gold for one in lessons for n in one.names])
    parts = np.array([one.scene.task.part for one in lessons for _ in one.names])
    signs = [s for one in lessons for s in one.signs]
    columns = telling(signs, right)
    rows = matrix(signs, columns)
    alone = held_out(rows, right, parts, TREES[0])
    more = beside(lessons, alone)
    beside_columns = sorted(more[0])
    wide = np.hstack([rows, matrix(more, beside_columns)])
    together = held_out(wide, right, parts, TREES[1])
    OUT.mkdir(parents=True, exist_ok=True)
    scratch = OUT / "scratch.json"
    grown = {
        "version": VERSION,
        "first": written(fit(rows, right, TREES[0]), columns, scratch),
        "second": written(fit(wide, right, TREES[1]), [*columns, *beside_columns], scratch),
    }
    text = json.dumps(grown, separators=(",", ":"), ensure_ascii=False) + "\n"
    (OUT / "linker.json").write_text(text, encoding="utf-8")
    figures = {
        "first forest": held_out_card(lessons, alone),
        "second forest": held_out_card(lessons, together),
    }
    write_card(text, lessons, figures, other, gazetteer)
    print(json.dumps(figures, indent=2), len(text), file=sys.stderr)


def held_out_card(lessons: Sequence[Lesson], chances: NDArray[np.float64]) -> str:
    """The figures over all parts learnt from, each by forests that never saw it."""
    judged: dict[int, dict] = {}
    at = 0
    for one in lessons:
        spans = (name.span for name in one.names)
        judged[id(one.scene)] = dict(zip(spans, chances[at : at + len(one.names)], strict=True))
        at += len(one.names)
    gold = sum(len(one.scene.task.gold) for one in lessons)
    scenes = [one.scene for one in lessons]
    return card(scenes, lambda scene: chosen(judged[id(scene)], floor=FLOOR), gold)


def write_card(
    text: str, lessons: Sequence[Lesson], figures: dict[str, str], other: Model, gazetteer: Index
) -> None:
    """Says what the weights come from."""
    content = {
        "version": VERSION,
        "weights_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "trained_on": {"event_places_halterman": f"{len(lessons)} sentences and verbs"},
        "licence_of_the_set": "MIT (Halterman 2019)",
        "never_seen": [
            f"event_places_halterman, part {TEST_PART} of {PARTS} by hash of the sentence",
            "event_places_halterman, 780 sentences from masdar_kill_396 on that nobody labelled",
            "geovirus",
        ],
        "held_out_by_part": figures,
        "taggers": [open_model("en").digest, other.digest],
        "gazetteer": gazetteer.digest,
        "settings": SETTINGS,
        "trees": TREES,
        "signs": SIGNS,
        "catboost": catboost.__version__,
    }
    body = json.dumps(content, indent=2, sort_keys=True) + "\n"
    (OUT / "linker.card.json").write_text(body, encoding="utf-8")


if __name__ == "__main__":
    main()
