"""Train the judge of trigger words: ``python benchmarks/train_triggers.py FOLDER [--check]``.

Learns from our forty reports and the forty to learn from (``seeds/gold``, ``seeds/learning``) and
from the learning part of others' news (``seeds/news``; FOLDER holds its texts, see ``news.py``). A
row is a candidate word; it tells of an event where it touches a trigger or a telling that the gold
has, or is merged with one that does. Two maximum-entropy models: whether it tells of any event (no
names are learnt but those of our lexicon; words beside it weigh by their classes too), and of
which kind. Full batch, L-BFGS, no randomness. Writes ``geocode/events/weights/triggers.json``.
``--check`` prints what weights give that never saw the report, beside the lexicon alone, and
writes nothing: reports go to eight folds by the hash of their name.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from news_gold import read_news
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from geocode.dates import find_dates
from geocode.documents import make_document
from geocode.events import find_events, judging
from geocode.events.candidates import Sign, far_signs
from geocode.events.judging import VERSION, Judge, judge_of, names_of, proposed
from geocode.events.lexicon import KINDS
from geocode.events.triggers import find_triggers
from geocode.gazetteer import open_gazetteer
from geocode.pipeline import read_places
from geocode.places.roles.clauses import read_sentences
from geocode.records import DateMention, Document, Place
from seeds import LEARNING, SEEDS, Row, Score, gold, score_tellings

FOLDS = 8
LEAST = 6
"""Signs seen in fewer candidates are left out."""
DECAY = {"telling": 16.0, "kind": 2.0}
"""Inverse variance of the prior. Source: a few values of each, by the folds."""
HEAVY = {"forty": 2.0, "learning": 1.0, "news": 1.0}
"""The forty are sparser than the learning part, as news is, and only a third as many candidates."""
FAINT = 0.02
OUT = Path(__file__).resolve().parents[1] / "geocode/events/weights/triggers.json"
PARTS = {"forty": SEEDS, "learning": LEARNING}
Floats = NDArray[np.float64]
Loss = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True, slots=True)
class Report:
    """A report of ours with what the rooms before events read in it."""

    part: str
    document: Document
    places: tuple[Place, ...]
    dates: tuple[DateMention, ...]
    gold: Mapping[str, Any]

    @property
    def fold(self) -> int:
        """From the name alone, so that a new report moves none of the others."""
        return int(hashlib.sha256(self.gold["report"].encode()).hexdigest(), 16) % FOLDS


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate, and the kind of what it tells; None where of nothing."""

    fold: int
    near: tuple[str, ...]
    far: tuple[str, ...]
    kind: str | None
    weight: float


def read_reports(sets: Path) -> tuple[Report, ...]:
    """All of ours and the news, in order; ``sets``: the folder of its texts."""
    gazetteer = open_gazetteer()
    texts: list[tuple[str, Document, Mapping[str, Any]]] = [
        (part, make_document(text, source=annotation["report"]), annotation)
        for part, folder in PARTS.items()
        for text, annotation in gold(folder)
    ]
    texts += [("news", told.document, told.gold) for told in read_news(sets, "learning")]
    return tuple(
        Report(
            part, document, read_places(document, gazetteer=gazetteer), find_dates(document), own
        )
        for part, document, own in texts
    )


def cases_of(report: Report) -> Iterator[Case]:
    """The candidates of a report."""
    read = read_sentences(report.document)
    told = {
        (start, end): event["kind"]
        for event in report.gold.get("events", [])
        for start, end, _ in (event["trigger"], *event.get("tellings", ()))
    }
    merged = _merged(report, told)
    for one, signs, about in proposed(read, find_triggers(read)):
        sentence = read[one.sentence]
        start, end = sentence.tokens[one.first].start, sentence.tokens[one.last - 1].end
        kind = _kind_at(told, start, end) or merged.get(start)
        far = far_signs(sentence, one, about)
        yield Case(report.fold, _names(signs), _names([*signs, *far]), kind, HEAVY[report.part])


def _merged(report: Report, told: Mapping[tuple[int, int], str]) -> dict[int, str]:
    """Kinds by the start of triggers that our lexicon holds for one event with the gold's."""
    out: dict[int, str] = {}
    for event in find_events(report.document, report.places, report.dates, judges=False):
        spans = [each.trigger for each in event.evidence]
        kinds = [kind for s in spans if (kind := _kind_at(told, s.start, s.end))]
        out |= {span.start: kinds[0] for span in spans if kinds}
    return out


def _kind_at(told: Mapping[tuple[int, int], str], start: int, end: int) -> str | None:
    return next((kind for (s, e), kind in told.items() if s < end and start < e), None)


def _names(signs: Iterable[Sign]) -> tuple[str, ...]:
    return tuple(sorted({name for sign in signs for name in names_of(sign)}))


def train(cases: Sequence[Case]) -> tuple[dict[str, float], dict[str, list[float]]]:
    """Weights for telling of any event, and for each kind."""
    telling = fit_telling(cases)
    return telling, fit_kind([case for case in cases if case.kind is not None])


def fit_telling(cases: Sequence[Case]) -> dict[str, float]:
    """Logistic weights by sign, and the bias."""
    rows = [("bias", *case.near) for case in cases]
    column = _columns(rows)
    table = _matrix(rows, column)
    sign = np.array([1.0 if case.kind else -1.0 for case in cases])
    heavy = np.array([case.weight for case in cases])

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (table @ weights)
        total = heavy @ np.logaddexp(0, -margin) + DECAY["telling"] / 2 * weights @ weights
        slope = -heavy * sign / (1 + np.exp(margin))
        return float(total), table.T @ slope + DECAY["telling"] * weights

    found = _descend(loss, len(column), 300)
    return {n: round(float(found[i]), 3) for n, i in column.items() if abs(found[i]) >= FAINT}


def fit_kind(cases: Sequence[Case]) -> dict[str, list[float]]:
    """Weights of each kind by sign, in the order of ``KINDS``."""
    rows = [case.far for case in cases]
    column = _columns(rows)
    table = _matrix(rows, column)
    wanted = np.array([[case.kind == kind for kind in KINDS] for case in cases], float)
    heavy = np.array([[case.weight] for case in cases])

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(len(column), len(KINDS))
        scores = table @ weights
        scores -= scores.max(axis=1, keepdims=True)
        share = np.exp(scores)
        total = share.sum(axis=1, keepdims=True)
        unlikely = -(heavy * wanted * (scores - np.log(total))).sum()
        slope = table.T @ (heavy * (share / total - wanted)) + DECAY["kind"] * weights
        return float(unlikely + DECAY["kind"] / 2 * flat @ flat), slope.ravel()

    found = _descend(loss, len(column) * len(KINDS), 120).reshape(len(column), len(KINDS))
    return {
        name: [round(float(w), 2) if abs(w) >= FAINT else 0 for w in found[at]]
        for name, at in column.items()
        if np.abs(found[at]).max() >= 5 * FAINT
    }


def _descend(loss: Loss, size: int, rounds: int) -> Floats:
    options = {"maxiter": rounds}
    return minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options=options).x


def _columns(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    seen = Counter(name for row in rows for name in row)
    return {name: at for at, name in enumerate(sorted(n for n, c in seen.items() if c >= LEAST))}


def _matrix(rows: Sequence[Sequence[str]], column: Mapping[str, int]) -> csr_matrix:
    at = [(n, column[name]) for n, row in enumerate(rows) for name in row if name in column]
    where = np.array(at).T
    return csr_matrix((np.ones(len(at)), tuple(where)), shape=(len(rows), len(column)))


def scored(reports: Iterable[Report], judges: Sequence[Judge] | None) -> dict[str, Score]:
    """The measures of ``seeds.py`` on events, each report judged by its fold's judge."""
    tally: dict[str, Counter[str]] = {}
    for report in reports:
        judge = judges[report.fold] if judges else None
        with patch.object(judging, "open_judge", lambda judge=judge: judge):
            events = find_events(
                report.document, report.places, report.dates, judges=judge is not None
            )
        rows: Iterator[Row] = score_tellings(report.document.text, events, report.gold)
        for measure, hits, said, wanted, _ in rows:
            tally.setdefault(measure, Counter()).update(hits=hits, said=said, wanted=wanted)
    return {m: Score(c["hits"], c["said"], c["wanted"]) for m, c in tally.items()}


def check(reports: Sequence[Report], cases: Sequence[Case]) -> dict[str, dict[str, list[float]]]:
    """Prints and gives precision and recall of every measure, by part and way."""
    judges = [judge_of(*train([c for c in cases if c.fold != turn])) for turn in range(FOLDS)]
    out: dict[str, dict[str, list[float]]] = {}
    for part in HEAVY:
        own = [report for report in reports if report.part == part]
        for way, judged in (("lexicon alone", None), ("judged, out of fold", judges)):
            print(f"{part}, {way}")
            found = scored(own, judged)
            for measure, s in found.items():
                print(f"  {measure:26s} {s.precision:.3f} {s.recall:.3f} of {s.said}, {s.wanted}")
            told = found["events (trigger)"]
            out.setdefault(part, {})[way] = [round(told.precision, 3), round(told.recall, 3)]
    return out


def main() -> None:
    """Print what folds give; unless only that is asked for, train on all and write."""
    reports = read_reports(Path(sys.argv[1]))
    cases = [case for report in reports for case in cases_of(report)]
    shares = check(reports, cases)
    if "--check" in sys.argv[2:]:
        return
    telling, kind = train(cases)
    card = {
        "script": "benchmarks/train_triggers.py",
        "trained_on": ["seeds/gold", "seeds/learning/gold", "seeds/news/learning.jsonl"],
        "candidates": len(cases),
        "that_tell": sum(case.kind is not None for case in cases),
        "triggers_precision_recall": shares,
        "decay": DECAY,
        "weights_of_parts": HEAVY,
        "randomness": "none",
    }
    raw = {"version": VERSION, "card": card, "kinds": KINDS, "telling": telling, "kind": kind}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(_compact(raw), encoding="utf-8")


def _compact(raw: Mapping[str, Any]) -> str:
    """JSON with one sign a line, so that a change of weights can be read as one."""
    head = {key: value for key, value in raw.items() if key not in {"telling", "kind"}}
    parts = [json.dumps(head, indent=1)[:-2]]
    for name in ("telling", "kind"):
        rows = ",\n".join(
            f"  {json.dumps(sign)}: {json.dumps(weight, separators=(',', ':'))}"
            for sign, weight in sorted(raw[name].items())
        )
        parts.append(f' "{name}": {{\n{rows}\n }}')
    return ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
