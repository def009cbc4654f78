"""Every labelled document as read by weights that never saw it: what places.py and errors.py count.

Two ways: ``cross-validated`` (folds by document) and ``left out`` (the document's whole set kept
from training). Tagger and ranker are trained anew for each fold, in two processes. Scores are
calibrated on answers of other documents: of the other half of them, or of the other sets.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pycrfsuite
import train_ranker
from places_sets import TRAINING, Gold, read_set
from train_tagger import SEED, Labelled, count_marks, prepare, train_twice, unlabelled_texts
from train_tagger import read_set as read_labelled

from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions.evidence import Pages, read_cues, read_pages
from geocode.mentions.features import sentence_features
from geocode.mentions.kinds import kind_of
from geocode.mentions.tagger import Model as TaggerModel
from geocode.mentions.tagger import open_model, tag
from geocode.places.ranking.ranker import Model, rank
from geocode.records import Candidate, Mention, Span

WAYS = ("cross-validated", "left out")
TAGGER_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Read:
    """One document, read by weights that never saw it."""

    gold: Gold
    mentions: tuple[Mention, ...]
    candidates: tuple[tuple[Candidate, ...], ...]
    """For each mention found, best first."""
    known: tuple[tuple[Candidate, ...], ...]
    """The same for each gold mention, the gold spans given."""
    passed_over: Mapping[Span, float]
    """For each gold span that nothing found overlaps: how sure the tagger is of no name there."""


@dataclass(frozen=True, slots=True)
class _Tagged:
    mentions: tuple[Mention, ...]
    passed_over: dict[Span, float]


def read_held_out(folder: Path, ways: Sequence[str] = WAYS) -> dict[str, list[Read]]:
    """For each way, all documents of the three sets in their order."""
    with ProcessPoolExecutor(2) as pool:
        tagged = {way: pool.submit(tag_sets, folder, way) for way in ways[:1]}
        ranker = pool.submit(train_rankers, folder, tuple(ways))
        tagged |= {way: pool.submit(tag_sets, folder, way) for way in ways[1:]}
        gazetteer = open_gazetteer()
        golds = [g for corpus in TRAINING for g in read_set(folder, corpus, gazetteer)]
        return {way: _read(golds, tagged[way], ranker, way, gazetteer) for way in ways}


def _read(
    golds: Sequence[Gold],
    tagged: Future[dict[str, _Tagged]],
    ranker: Future[dict[tuple[str, str], Model]],
    way: str,
    gazetteer: Gazetteer,
) -> list[Read]:
    found, models = tagged.result(), ranker.result()
    spare = {key.partition(":")[0]: model for (told, key), model in models.items() if told == way}
    out: list[Read] = []
    for gold in golds:
        one = found[gold.document.id]
        # A document without gold names taught nobody; any model of its kind may read it.
        model = models.get((way, gold.document.id)) or spare[gold.corpus]
        out.append(
            Read(
                gold,
                one.mentions,
                rank(gold.document, one.mentions, gazetteer, model=model),
                rank(gold.document, gold.mentions, gazetteer, model=model),
                one.passed_over,
            )
        )
    return out


def train_rankers(folder: Path, ways: Sequence[str]) -> dict[tuple[str, str], Model]:
    """By way and document, a calibrated model that never saw it."""
    gazetteer = open_gazetteer()
    data = train_ranker.forms(train_ranker.tasks(folder, gazetteer), gazetteer)
    answers: list[train_ranker.Answer] = []
    out: dict[tuple[str, str], Model] = {}
    for model, held in train_ranker.by_folds(data):
        answers += [a for task in held for a in train_ranker.answers(task, model)]
        out |= {(WAYS[0], task.gold.document.id): model for task in held}
    documents = sorted(document for _, document in out)
    for side in (0, 1):
        half = frozenset(documents[side::2])
        line = train_ranker.broken_line([a for a in answers if a.document not in half])
        out |= {
            key: replace(model, calibration=line) for key, model in out.items() if key[1] in half
        }
    if WAYS[1] in ways:
        for model, held in train_ranker.by_sets(data):
            corpus = held[0].gold.corpus
            line = train_ranker.broken_line([a for a in answers if a.corpus != corpus])
            calibrated = replace(model, calibration=line)
            out |= {(WAYS[1], task.gold.document.id): calibrated for task in held}
    return out


def tag_sets(folder: Path, way: str) -> dict[str, _Tagged]:
    """By document, what a tagger finds in it that never saw it."""
    gazetteer = open_gazetteer()
    out: dict[str, _Tagged] = {}
    for model, held in train_taggers(folder, way, gazetteer):
        for one in held:
            key = f"{one.set_name}:{one.doc_id}"
            pages = read_pages(one.document, gazetteer, model.lexicon)
            mentions = _mentions(one.document.text, key, pages, model, gazetteer)
            lost = [g for g in one.gold if not any(g.overlaps(m.span) for m in mentions)]
            out[key] = _Tagged(mentions, _passed_over(pages, lost, model))
    return out


def train_taggers(
    folder: Path, way: str, gazetteer: Index
) -> Iterator[tuple[TaggerModel, list[Labelled]]]:
    """For each fold, a tagger and the documents it never saw."""
    documents = [d for name in TRAINING for d in read_labelled(folder, name)]
    texts = [d.document.text for d in documents] + unlabelled_texts(folder)
    # Classes come of no label and no text of ours: the shipped ones serve every fold.
    lexicon = replace(open_model().lexicon, marks=count_marks(texts))
    parts = prepare(documents, gazetteer, lexicon)
    order = list(range(len(documents)))
    random.Random(SEED).shuffle(order)  # noqa: S311  folds, not secrets
    fold_of = {number: i % TAGGER_FOLDS for i, number in enumerate(order)}
    if way != WAYS[0]:
        fold_of = {i: TRAINING.index(d.set_name) for i, d in enumerate(documents)}
    for fold in range(max(fold_of.values()) + 1):
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "fold.crfsuite"
            learnt = [s for i, p in enumerate(parts) if fold_of[i] != fold for s in p]
            train_twice(learnt, path, folder=folder, world=(gazetteer, lexicon))
            tagger = pycrfsuite.Tagger()
            tagger.open(str(path))
            model = TaggerModel(tagger=tagger, weights=b"", lexicon=lexicon, digest="")
            yield model, [d for i, d in enumerate(documents) if fold_of[i] == fold]


def _mentions(
    text: str, key: str, pages: Pages, model: TaggerModel, gazetteer: Index
) -> tuple[Mention, ...]:
    """As ``find_mentions`` makes them, by the given weights."""
    cue = read_cues("en")
    out: list[Mention] = []
    for found in tag(pages, model, language="en"):
        page = pages.sentences[found.sentence]
        span = Span(page.words[found.start].start, page.words[found.end - 1].end)
        kind = kind_of(page, found.start, found.end, gazetteer=gazetteer, cue=cue)
        out.append(Mention(key, span, span.of(text), kind, found.confidence))
    return tuple(out)


def _passed_over(pages: Pages, lost: Sequence[Span], model: TaggerModel) -> dict[Span, float]:
    """For each span the probability that its likeliest word is part of no name."""
    out: dict[Span, float] = {}
    cue = read_cues("en")
    for page in pages.sentences:
        rows: list[list[str]] | None = None
        for span in lost:
            inside = [
                i for i, w in enumerate(page.words) if w.start < span.end and w.end > span.start
            ]
            if not inside:
                continue
            if rows is None:
                rows = sentence_features(page, pages, cue, model.lexicon)
                model.tagger.set(rows)
                model.tagger.tag()
            out[span] = min(model.tagger.marginal("O", i) for i in inside)
    return {span: out.get(span, 1.0) for span in lost}
