"""Prints how well places are found: ``python benchmarks/places.py FOLDER [--folds 3] [--unseen]``.

FOLDER holds the sets and the neutral evaluator ``evaluate_places.py``. Recognition on LGL,
TR-News and GeoWebNews is by cross-validation over documents (weights trained anew without the
fold); GeoVirus, never trained on, is read with the weights that ship, whole way through.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TypedDict

import pycrfsuite
from train_tagger import (
    SEED,
    SETS,
    Labelled,
    count_lexicon,
    found_spans,
    prepare,
    read_set,
    train_twice,
    unlabelled_texts,
)

from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions import find_mentions
from geocode.mentions.tagger import Model
from geocode.places import resolve
from geocode.records import Document, Mention
from geocode.settings import Settings


class Toponym(TypedDict):
    """One prediction, as the evaluator reads it."""

    start: int
    end: int
    lat: float | None
    lon: float | None


def open_evaluator(folder: Path) -> ModuleType:
    """The neutral evaluator, from the folder of the sets."""
    spec = importlib.util.spec_from_file_location("evaluator", folder / "evaluate_places.py")
    if spec is None or spec.loader is None:
        sys.exit(f"no evaluate_places.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cross_validate(
    folder: Path, gazetteer: Index, evaluator: ModuleType, *, folds: int, whole_sets: bool
) -> None:
    """Recognition of each labelled set, every document read by weights that never saw it.

    With ``whole_sets`` these never saw a document of its set either.
    """
    documents = [d for name in SETS for d in read_set(folder, name)]
    texts = [d.document.text for d in documents] + unlabelled_texts(folder)
    lexicon = count_lexicon(texts)
    parts = prepare(documents, gazetteer, lexicon)
    order = list(range(len(documents)))
    random.Random(SEED).shuffle(order)  # noqa: S311
    fold_of = {number: i % folds for i, number in enumerate(order)}
    if whole_sets:
        fold_of = {i: SETS.index(d.set_name) for i, d in enumerate(documents)}
        folds = len(SETS)
    found: dict[tuple[str, str], list[Toponym]] = {}
    for fold in range(folds):
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "fold.crfsuite"
            learnt = [s for i, p in enumerate(parts) if fold_of[i] != fold for s in p]
            train_twice(learnt, path, folder=folder, world=(gazetteer, lexicon))
            tagger = pycrfsuite.Tagger()
            tagger.open(str(path))
            model = Model(tagger=tagger, weights=b"", lexicon=lexicon, digest="")
            for i, one in enumerate(documents):
                if fold_of[i] == fold:
                    found[one.set_name, one.doc_id] = _spans(one, gazetteer, model)
    for name in SETS:
        gold = evaluator.load(folder / f"places_{name}.jsonl")
        predicted = {i: {"toponyms": found[name, i]} for i in gold}
        title = f"{name} ({'left out' if whole_sets else 'cross-validated'})"
        print_recognition(title, evaluator.evaluate(gold, predicted))


def _spans(one: Labelled, gazetteer: Gazetteer, model: Model) -> list[Toponym]:
    spans = found_spans(one, gazetteer, model)
    return [{"start": s.start, "end": s.end, "lat": None, "lon": None} for s in spans]


def print_recognition(title: str, result: dict[str, dict[str, float]]) -> None:
    """Two lines: strict and overlap."""
    for kind in ("strict", "overlap"):
        r = result[f"recognition_{kind}"]
        p, c, f = r["precision"], r["recall"], r["f1"]
        print(f"{title:34s} {kind:8s} P {p:.3f}  R {c:.3f}  F1 {f:.3f}")


def test_geovirus(folder: Path, gazetteer: Gazetteer, evaluator: ModuleType) -> None:
    """The whole way on documents never trained on, beside the population baseline."""
    gold = evaluator.load(folder / "places_geovirus.jsonl")
    documents = [d.document for d in read_set(folder, "geovirus")]
    mentions = [find_mentions(d, gazetteer) for d in documents]
    spans = [[_toponym(m, None) for m in ms] for ms in mentions]
    _print("geovirus, all mentions", gold, documents, spans, evaluator=evaluator)
    bare = [[_toponym(m, None) for m in ms if m.kind != "demonym"] for ms in mentions]
    _print("geovirus, no demonyms (as its gold)", gold, documents, bare, evaluator=evaluator)
    settings = Settings()
    began = time.process_time()
    placed: list[list[Toponym]] = []
    for document in documents:
        found = find_mentions(document, gazetteer)
        places = resolve(document, found, gazetteer, settings)
        entries = {p.mention.span: p.best for p in places if p.mention.kind != "phrase"}
        placed.append(
            [_toponym(m, e and (e.lon, e.lat)) for m in found for e in [entries.get(m.span)]]
        )
    seconds = time.process_time() - began
    _print("geovirus, resolved", gold, documents, placed, evaluator=evaluator, whole=True)
    print(f"{len(documents) / seconds:.0f} documents a second on one core")
    crude: list[list[Toponym]] = []
    for ms in mentions:
        tops = [(m, gazetteer.demonym(m.surface) or gazetteer.lookup(m.surface)) for m in ms]
        biggest = [(m, max(es, key=lambda e: e.population) if es else None) for m, es in tops]
        crude.append([_toponym(m, e and (e.lon, e.lat)) for m, e in biggest])
    _print("baseline: most people", gold, documents, crude, evaluator=evaluator, whole=True)


def _toponym(mention: Mention, point: tuple[float, float] | None) -> Toponym:
    lon, lat = point or (None, None)
    return {"start": mention.span.start, "end": mention.span.end, "lat": lat, "lon": lon}


def _print(
    title: str,
    gold: dict[str, object],
    documents: Sequence[Document],
    found: Sequence[list[Toponym]],
    *,
    evaluator: ModuleType,
    whole: bool = False,
) -> None:
    predicted = {d.id: {"toponyms": f} for d, f in zip(documents, found, strict=True)}
    result = evaluator.evaluate(gold, predicted)
    if not whole:
        print_recognition(title, result)
        return
    for key in ("end_to_end", "end_to_end_strict"):
        r = result[key]
        print(f"{title:34s} {key}: Acc@161 {r['acc161']:.3f} over all {r['n']}, AUC {r['auc']:.3f}")
    print(f"{title:34s} F1@161 {result['f1_161']['f1']:.3f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the score card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=3, help="0 leaves cross-validation out")
    parser.add_argument("--sets", action="store_true", help="and leave each whole set out in turn")
    parser.add_argument("--unseen", action="store_true", help="and read GeoVirus, never to tune on")
    options = parser.parse_args(arguments)
    gazetteer = open_gazetteer()
    evaluator = open_evaluator(options.folder)
    card = Path(__file__).parent.parent / "geocode" / "mentions" / "weights" / "en.card.json"
    print(json.dumps(json.loads(card.read_text(encoding="utf-8"))["trained_on"]))
    turns = [False] * bool(options.folds) + [True] * options.sets
    for whole_sets in turns:
        cross_validate(
            options.folder, gazetteer, evaluator, folds=options.folds, whole_sets=whole_sets
        )
    if options.unseen:
        test_geovirus(options.folder, gazetteer, evaluator)


if __name__ == "__main__":
    main()
