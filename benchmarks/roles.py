"""What part names play, against two golds: ``python benchmarks/roles.py FOLDER [--test]``.

First our own reports (seeds/gold): the whole way from text to role, a missed name counts against
recall, precision is over the names both have. Then GeoWebNews (in FOLDER), gold spans given, whose
usage types say less: a role is right where the type allows it (ALLOWED), and recall is over the
types of which the role is the plain reading (PLAIN). A literal name need be no site ("she lives in
X" is background), so recall of the roles on the map has no right value there. Cue words were
widened after reading errors of both sets, and the weights that revise the rules are trained on
both: neither figure is held out. ``train_roles.py`` prints what the weights add out of fold. With
``--test`` the test part of our reports is read instead, on which nothing was made.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

from places_sets import read_set

from geocode.documents import make_document
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_places
from geocode.places.ranking.ranker import rank
from geocode.places.roles.assignment import read_roles
from geocode.records import Role
from geocode.settings import Settings
from seeds import SEEDS, TEST
from seeds import gold as own_gold

ROLES: tuple[str, ...] = get_args(Role)
LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})
ACTING = frozenset({"Metonymic", "Mixed", "Non_Literal_Modifier"})
PEOPLE = frozenset({"Demonym", "Language", "Non_Literal_Modifier", "Metonymic", "Literal_Modifier"})
ALLOWED: Mapping[str, frozenset[str]] = {
    "site": LITERAL, "origin": LITERAL, "destination": LITERAL, "actor": ACTING,
    "target": ACTING | LITERAL, "speaker": ACTING | LITERAL, "demonym": PEOPLE,
}  # fmt: skip
"""Usage types a name of that role may have; background may have any."""
PLAIN: Mapping[str, frozenset[str]] = {
    "site": frozenset({"Literal"}), "actor": frozenset({"Metonymic"}),
    "demonym": frozenset({"Demonym"}), "background": frozenset({"Embedded_Non_Lit"}),
}  # fmt: skip
"""Usage types that are read so where nothing speaks against it."""

Table = Counter[tuple[str, str]]


def own_table(gazetteer: Gazetteer, part: Path) -> Table:
    """(gold role, our role or "missed") over the names of a part of our own reports."""
    table: Table = Counter()
    for text, annotation in own_gold(part):
        document = make_document(text, source=annotation["report"])
        places = read_places(document, gazetteer=gazetteer)
        ours = {(p.mention.span.start, p.mention.span.end): p.role for p in places if not p.parts}
        for start, end, _, _, role, *_ in annotation["mentions"]:
            table[role, ours.get((start, end), "missed")] += 1
    return table


def usage_table(folder: Path, gazetteer: Gazetteer) -> Table:
    """(usage type, our role) over GeoWebNews' gold names."""
    usage: dict[str, dict[tuple[int, int], str]] = {}
    path = folder / "places_geowebnews.jsonl"
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        row = json.loads(line)
        spans = {(t["start"], t["end"]): str(t["kind"]) for t in row["toponyms"]}
        usage[f"geowebnews:{row['doc_id']}"] = spans
    table: Table = Counter()
    least = Settings().min_confidence
    for gold in read_set(folder, "geowebnews", gazetteer):
        ranked = rank(gold.document, gold.mentions, gazetteer)
        entries = [next((c.entry for c in found[:1] if c.score >= least), None) for found in ranked]
        read = read_roles(gold.document, gold.mentions, entries)
        for mention, reading in zip(gold.mentions, read, strict=True):
            kind = usage[gold.document.id][mention.span.start, mention.span.end]
            table[kind, reading.role] += 1
    return table


def print_table(title: str, table: Table, columns: Sequence[str]) -> None:
    """Rows are the gold's, columns ours."""
    rows = sorted({row for row, _ in table}, key=lambda r: -sum(table[r, c] for c in columns))
    print(f"| {title} | {' | '.join(columns)} | all |\n{'|---' * (len(columns) + 2)}|")
    for row in rows:
        counts = [table[row, column] for column in columns]
        print(f"| {row} | {' | '.join(map(str, counts))} | {sum(counts)} |")


def print_own(table: Table) -> None:
    """Precision, recall and F1 of each role on our own reports."""
    print("\n| role | precision | recall | F1 | gold |\n|---|---|---|---|---|")
    for role in ROLES:
        right = table[role, role]
        said = sum(n for (_, ours), n in table.items() if ours == role)
        wanted = sum(n for (gold, _), n in table.items() if gold == role)
        f1 = 2 * right / max(1, said + wanted)
        precision, recall = right / max(1, said), right / max(1, wanted)
        print(f"| {role} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {wanted} |")


def print_usage(table: Table) -> None:
    """Share of each role that its types allow, and of its plain types that has it."""
    print("\n| role | names | allowed by their usage type | of its plain types read so |")
    print("|---|---|---|---|")
    for role in ROLES:
        said = sum(n for (_, ours), n in table.items() if ours == role)
        allowed = ALLOWED.get(role)
        fits = sum(n for (kind, ours), n in table.items() if ours == role and kind in allowed) if (
            allowed
        ) else said  # fmt: skip
        plain = PLAIN.get(role, frozenset())
        wanted = sum(n for (kind, _), n in table.items() if kind in plain)
        read = sum(n for (kind, ours), n in table.items() if ours == role and kind in plain)
        share = f"{read / wanted:.3f} of {wanted}" if wanted else "–"
        print(f"| {role} | {said} | {fits / max(1, said):.3f} | {share} |")


def main(folder: Path, part: Path) -> None:
    """Prints both confusion tables with precision and recall by role."""
    gazetteer = open_gazetteer()
    own = own_table(gazetteer, part)
    print_table("our own reports", own, (*ROLES, "missed"))
    print_own(own)
    usage = usage_table(folder, gazetteer)
    print()
    print_table("GeoWebNews", usage, ROLES)
    print_usage(usage)


if __name__ == "__main__":
    main(Path(sys.argv[1]), TEST if "--test" in sys.argv[2:] else SEEDS)
