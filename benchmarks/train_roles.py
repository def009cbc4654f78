"""Train the second opinion on roles: ``python benchmarks/train_roles.py FOLDER_OF_SETS``.

    python benchmarks/train_roles.py FOLDER --check     prints the tables and writes nothing

Multinomial regression over ``geocode.places.roles.evidence`` from two golds. Our own reports
(``seeds/gold``) say the role itself. GeoWebNews says how a name is used, which allows several roles
(MAPPING): what is made likely is that one of them holds. Ten folds by document, seeded; full batch,
so the same bytes each time with OPENBLAS_NUM_THREADS=1. Prints, out of fold, the rules alone, what
was learnt alone, and the rules revised as they ship; then the shares that are right with the
documents dealt to the folds anew. Writes ``geocode/places/roles/weights/en.json``.

The rules were made while reading errors of both golds, so "rules alone" is no held-out figure; what
the weights add to it is. Settings were tried on the same folds, a dozen variants in all.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from places_sets import read_set

from geocode.documents import make_document
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_places
from geocode.places.ranking.ranker import rank
from geocode.places.roles.assignment import case_features, namesakes, read_cases
from geocode.places.roles.revision import RoleModel, probabilities, revise
from geocode.records import Document, Entry, Mention, Role
from geocode.settings import Settings
from seeds import gold as own_gold

SEED = 20220214
FOLDS = 10
DEALS = 5
"""Times that documents are dealt to folds, for one deal is luck by a name or two."""
ROUNDS = 150
STEP = 0.05
SHRINK = 1.0
"""L2 penalty towards the start, where the rules' verdict has TRUST and all else nothing."""
TRUST = 1.5
OWN_WEIGHT = 2.0
"""A mention of our reports beside one of GeoWebNews, which says less and of more names."""
LEAST_SEEN = 4
LEAST_DOCUMENTS = 2
FAINT = 0.05
"""Features whose every weight is smaller are left out of the file."""
ROLES: tuple[Role, ...] = get_args(Role)
GROUND: frozenset[Role] = frozenset({"site", "origin", "destination", "speaker", "background"})
MAPPING: Mapping[str, frozenset[Role]] = {
    "Literal": GROUND,
    "Literal_Modifier": GROUND,
    "Embedded_Literal": GROUND,
    "Coercion": GROUND | {"actor"},
    "Metonymic": frozenset({"actor", "target"}),
    "Non_Literal_Modifier": frozenset({"background", "demonym"}),
    "Embedded_Non_Lit": frozenset({"background"}),
    "Demonym": frozenset({"background", "demonym"}),
    "Language": frozenset({"background"}),
    "Homonym": frozenset({"background", "actor"}),
}
"""Roles that each usage type allows. "Mixed" allows any, and nothing is learnt from it."""
FIGURATIVE = ("Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit", "Demonym", "Language",
              "Homonym")  # fmt: skip
OUT = Path(__file__).resolve().parents[1] / "geocode/places/roles/weights/en.json"

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One gold name."""

    source: str
    document: str
    label: str
    """Its role in our reports, its usage type in GeoWebNews."""
    allowed: frozenset[Role]
    rules: Role
    features: tuple[str, ...]
    fixed: Role | None
    """Its role where no weight has a say; else None."""

    @property
    def teaches(self) -> bool:
        """Whether it narrows down the role of a name whose role is open."""
        return self.fixed is None and len(self.allowed) < len(ROLES)


def read_rows(folder: Path, gazetteer: Gazetteer) -> list[Row]:
    """Every gold name of both, in order."""
    return [*_own_rows(gazetteer), *_usage_rows(folder, gazetteer)]


def _own_rows(gazetteer: Gazetteer) -> Iterator[Row]:
    """Names that are found, as they come out of the whole way through the house."""
    for text, annotation in own_gold():
        document = make_document(text, source=annotation["report"])
        places = sorted(
            read_places(document, gazetteer=gazetteer),
            key=lambda p: (p.mention.span.start, -p.mention.span.end),
        )
        gold = {(m[0], m[1]): m[4] for m in annotation["mentions"]}
        fixed = {p.mention.span: p.role for p in places if _is_overruled(p.why)}
        mentions, entries = [p.mention for p in places], [p.best for p in places]
        for mention, row in _cases(document, mentions, entries):
            role = gold.get((mention.span.start, mention.span.end))
            if role is not None and mention.kind != "phrase":
                name = annotation["report"]
                settled = fixed.get(mention.span, row.fixed)
                yield Row("own", name, role, frozenset({role}), row.rules, row.features, settled)


def _is_overruled(why: Sequence[str]) -> bool:
    """Whether the resolver knew better: a name in a phrase, or one that says where another is."""
    return any(w.startswith(("part of ‘", "names the country of", "names the division of"))
               for w in why)  # fmt: skip


def _usage_rows(folder: Path, gazetteer: Gazetteer) -> Iterator[Row]:
    usage: dict[str, dict[tuple[int, int], str]] = {}
    lines = (folder / "places_geowebnews.jsonl").read_text(encoding="utf-8").split("\n")
    for raw in map(json.loads, filter(None, lines)):
        spans = {(t["start"], t["end"]): str(t["kind"]) for t in raw["toponyms"]}
        usage[f"geowebnews:{raw['doc_id']}"] = spans
    least = Settings().min_confidence
    for gold in read_set(folder, "geowebnews", gazetteer):
        ranked = rank(gold.document, gold.mentions, gazetteer)
        entries = [next((c.entry for c in found[:1] if c.score >= least), None) for found in ranked]
        for mention, row in _cases(gold.document, gold.mentions, entries):
            kind = usage[gold.document.id][mention.span.start, mention.span.end]
            allowed = MAPPING.get(kind, frozenset(ROLES))
            yield Row("usage", gold.document.id, kind, allowed, row.rules, row.features, row.fixed)


def _cases(
    document: Document, mentions: Sequence[Mention], entries: Sequence[Entry | None]
) -> Iterator[tuple[Mention, Row]]:
    """Each mention with a row that has no label yet."""
    cases = read_cases(document, mentions, entries)
    others = namesakes(cases)
    for mention, case in zip(mentions, cases, strict=True):
        if case is not None:
            found = case_features(case, others)
            fixed = None if case.is_open else case.role
            yield mention, Row("", document.id, "", frozenset(), case.role, found, fixed)


def train(rows: Sequence[Row]) -> RoleModel:
    """Weights that make it likely that one of the allowed roles holds."""
    taught = [row for row in rows if row.teaches]
    names = _frequent(taught)
    column = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(taught), len(names)))
    for at, row in enumerate(taught):
        matrix[at, [column[f] for f in row.features if f in column]] = 1.0
    allowed = np.array([[role in row.allowed for role in ROLES] for row in taught], float)
    heavy = np.array([OWN_WEIGHT if row.source == "own" else 1.0 for row in taught])
    start = np.zeros((len(names), len(ROLES)))
    for at, role in enumerate(ROLES):
        if f"rules: {role}" in column:
            start[column[f"rules: {role}"], at] = TRUST
    weights = _descend(matrix, allowed, heavy, start)
    rounded = {n: tuple(round(float(w), 3) for w in row)
               for n, row in zip(names, weights, strict=True)}  # fmt: skip
    return RoleModel(ROLES, {n: r for n, r in rounded.items() if max(map(abs, r)) >= FAINT})


def _frequent(rows: Sequence[Row]) -> list[str]:
    seen: Counter[str] = Counter(f for row in rows for f in row.features)
    where: dict[str, set[str]] = {}
    for row in rows:
        for name in row.features:
            where.setdefault(name, set()).add(row.document)
    return sorted(f for f, n in seen.items()
                  if n >= LEAST_SEEN and len(where[f]) >= LEAST_DOCUMENTS)  # fmt: skip


def _descend(matrix: Floats, allowed: Floats, heavy: Floats, start: Floats) -> Floats:
    """Full-batch Adam on the marginal likelihood of the allowed roles."""
    w = start.copy()
    m, v = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, ROUNDS + 1):
        scores = matrix @ w
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        q = p * allowed
        q /= np.maximum(q.sum(axis=1, keepdims=True), 1e-12)
        grad = matrix.T @ ((q - p) * heavy[:, None]) - SHRINK * (w - start)
        m = 0.9 * m + 0.1 * grad
        v = 0.999 * v + 0.001 * grad**2
        rate = STEP * (1 - step / (ROUNDS + 1)) ** 0.5
        w += rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
    return w


def cross_validate(rows: Sequence[Row], seed: int = SEED) -> dict[str, list[Role]]:
    """Roles of all rows by the rules, by weights that never saw the document, and by both."""
    documents = sorted({row.document for row in rows})
    Random(seed).shuffle(documents)  # noqa: S311  folds, not secrets
    fold = {document: place % FOLDS for place, document in enumerate(documents)}
    models = [train([r for r in rows if fold[r.document] != turn]) for turn in range(FOLDS)]
    out: dict[str, list[Role]] = {"rules alone": [], "learnt alone": [], "rules revised": []}
    for row in rows:
        model = models[fold[row.document]]
        likely = probabilities(row.features, model)
        out["rules alone"].append(row.fixed or row.rules)
        out["learnt alone"].append(row.fixed or max(ROLES, key=lambda role: likely[role]))
        out["rules revised"].append(row.fixed or revise(row.rules, row.features, model).role)
    return out


def print_own(rows: Sequence[Row], ways: Mapping[str, Sequence[Role]]) -> None:
    """Precision, recall and F1 of each role on our reports, and the confusion of the last way."""
    print(f"| our reports | gold | {' | '.join(ways)} |\n{'|---' * (len(ways) + 2)}|")
    pairs = {way: Counter((row.label, role) for row, role in zip(rows, said, strict=True)
                          if row.source == "own") for way, said in ways.items()}  # fmt: skip
    for role in ROLES:
        cells = [_prf(table, role) for table in pairs.values()]
        gold = sum(n for (want, _), n in next(iter(pairs.values())).items() if want == role)
        print(f"| {role} | {gold} | {' | '.join(cells)} |")
    shares = [sum(t[r, r] for r in ROLES) / t.total() for t in pairs.values()]
    print(f"| right | | {' | '.join(f'{s:.3f}' for s in shares)} |\n")
    for way, table in pairs.items():
        print(f"| {way}: gold \\ said | {' | '.join(ROLES)} |\n{'|---' * (len(ROLES) + 1)}|")
        for role in ROLES:
            print(f"| {role} | {' | '.join(str(table[role, said]) for said in ROLES)} |")
        print()


def _prf(table: Counter[tuple[str, Role]], role: Role) -> str:
    right = table[role, role]
    said = sum(n for (_, ours), n in table.items() if ours == role)
    gold = sum(n for (want, _), n in table.items() if want == role)
    f1 = 2 * right / max(1, said + gold)
    return f"{right / max(1, said):.3f} / {right / max(1, gold):.3f} / {f1:.3f}"


def print_usage(rows: Sequence[Row], ways: Mapping[str, Sequence[Role]]) -> None:
    """What each way makes of GeoWebNews' usage types."""
    print(f"| GeoWebNews | {' | '.join(ways)} |\n{'|---' * (len(ways) + 1)}|")
    measures = (
        ("roles that the usage type allows", None, None),
        ("metonymic read as actor or target", ("Metonymic",), ("actor", "target")),
        ("literal read as actor or target", ("Literal", "Literal_Modifier"), ("actor", "target")),
        ("literal read as site", ("Literal", "Literal_Modifier"), ("site",)),
        ("figurative read as site (wrong marks)", FIGURATIVE, ("site",)),
    )
    for title, kinds, roles in measures:
        cells: list[str] = []
        for said in ways.values():
            pairs = [(row, role) for row, role in zip(rows, said, strict=True)
                     if row.source == "usage" and row.label in (kinds or MAPPING)]  # fmt: skip
            hits = sum(role in (roles or row.allowed) for row, role in pairs)
            cells.append(f"{hits / len(pairs):.3f} ({hits} of {len(pairs)})")
        print(f"| {title} | {' | '.join(cells)} |")


def write(rows: Sequence[Row], ways: Mapping[str, Sequence[Role]]) -> None:
    """The weights of all rows with their card."""
    model = train(rows)
    shares = {
        way: {source: _share(rows, said, source) for source in ("own", "usage")}
        for way, said in ways.items()
    }
    card = {
        "trained_on": ["seeds/gold", "places_geowebnews.jsonl"],
        "documents": len({row.document for row in rows}),
        "mentions": dict(Counter(row.source for row in rows if row.teaches)),
        "mapping": {kind: sorted(roles) for kind, roles in MAPPING.items()},
        "out_of_fold_right": shares,
        "seed": SEED,
    }
    raw = {"format": 1, "card": card, "roles": ROLES, "weights": model.weights}
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(_compact(raw), encoding="utf-8")


def _compact(raw: Mapping[str, object]) -> str:
    """JSON with one feature a line, so that a change of weights can be read as one."""
    weights = raw["weights"]
    assert isinstance(weights, dict)
    lines = ",\n".join(f"  {json.dumps(n)}: {json.dumps(weights[n])}" for n in sorted(weights))
    head = json.dumps({k: v for k, v in raw.items() if k != "weights"}, indent=1, sort_keys=True)
    return f'{head[:-2]},\n "weights": {{\n{lines}\n }}\n}}\n'


def print_deals(rows: Sequence[Row]) -> None:
    """Share of right roles by each way, the mean of several deals of documents to folds."""
    shares: dict[tuple[str, str], list[float]] = {}
    for deal in range(DEALS):
        for way, said in cross_validate(rows, SEED + deal).items():
            for source in ("own", "usage"):
                shares.setdefault((way, source), []).append(_share(rows, said, source))
    print(f"\n| right, mean of {DEALS} deals | our reports | GeoWebNews |\n|---|---|---|")
    for way in dict.fromkeys(way for way, _ in shares):
        cells = (f"{sum(shares[way, s]) / DEALS:.4f}" for s in ("own", "usage"))
        print(f"| {way} | {' | '.join(cells)} |")


def _share(rows: Sequence[Row], said: Sequence[Role], source: str) -> float:
    pairs = [(row, role) for row, role in zip(rows, said, strict=True)
             if row.source == source and len(row.allowed) < len(ROLES)]  # fmt: skip
    return round(sum(role in row.allowed for row, role in pairs) / len(pairs), 4)


def main() -> None:
    """Cross-validate, print, train on everything, write."""
    rows = read_rows(Path(sys.argv[1]), open_gazetteer())
    ways = cross_validate(rows)
    print_own(rows, ways)
    print_usage(rows, ways)
    print_deals(rows)
    if "--check" not in sys.argv[2:]:
        write(rows, ways)


if __name__ == "__main__":
    main()
