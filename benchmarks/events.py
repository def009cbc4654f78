"""How well events find their places and names their roles: ``python benchmarks/events.py SETS``.

SETS is the folder that holds ``event_places_halterman.jsonl`` (Halterman 2019, MIT: a sentence, an
event's verb, where it happened) and ``places_geowebnews.jsonl`` (Gritta et al. 2020: the usage
type of each place name). Verbs and usage spans are given, so that only linking and roles count;
where no sentence is marked as gold, every fourth is read. Costs were chosen on others of them (2nd,
10th, 18th …); cue words were widened after reading some 80 misses in both, and later some 90 of
GeoWebNews alone, whose figures are therefore no held-out ones. A literal name need be no site ("she
lives in X"), so the share called site has no right value; figurative ones called site are errors.
The nearest name stands beside every figure.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TypedDict

from shapely.geometry import Point

from geocode.events.lexicon import lexicon
from geocode.events.linking import candidate_sites, link_places
from geocode.events.triggers import Trigger, find_triggers
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions import find_mentions
from geocode.places.roles.assignment import assign_roles
from geocode.places.roles.clauses import Sentence, read_sentences, sentence_at
from geocode.records import Block, Document, Entry, Mention, Place, Role, Span

LITERAL = frozenset({"Literal", "Literal_Modifier", "Mixed", "Coercion", "Embedded_Literal"})


class _Piece(TypedDict):
    start: int
    end: int
    text: str


class Row(TypedDict):
    """One of Halterman's sentences."""

    text: str
    gold: bool
    verb: _Piece
    locations: list[_Piece]


def document_of(text: str) -> Document:
    """A document of one body block."""
    block = Block("body", Span(0, len(text)))
    return Document("bench", text, None, None, None, "en", (block,))


def names_in(text: str, gazetteer: Gazetteer) -> list[Mention]:
    """What the recogniser names in a text."""
    return list(find_mentions(document_of(text), gazetteer))


def place_of(mention: Mention, role: Role) -> Place:
    """A town at zero, so that only wording and distance decide."""
    town = Entry("x:1", mention.surface, "PPL", None, None, None, 0.0, 0.0, 1, None, None, 1.0)
    return Place(mention, town, (), 1.0, "in", role, Point(0, 0), 1.0, ())


def linked(text: str, verb: Span, names: list[Mention], *, ours: bool) -> set[Span]:
    """The names said to be where the verb happened."""
    document = document_of(text)
    read = read_sentences(document)
    at = sentence_at(read, verb.start)
    if at is None:
        return set()
    sentence = read[at]
    here = [n for n in names if sentence.span.contains(n.span)]
    if not ours:
        near = [n.span for n in here if n.kind == "toponym"]
        nearest = min(near, key=lambda n: (distance(n, verb), n.start), default=None)
        return {nearest} if nearest else set()
    roles = assign_roles(document, here)
    places = [place_of(m, r) for m, r in zip(here, roles, strict=True)]
    triggers = with_verb(document, sentence, read, at, verb)
    number = next(i for i, t in enumerate(triggers) if t.span.overlaps(verb))
    found = link_places(sentence, triggers, candidate_sites(sentence, places))
    return {p.mention.span for p in found.get(number, ())}


def with_verb(
    document: Document, sentence: Sentence, read: tuple[Sentence, ...], at: int, verb: Span
) -> list[Trigger]:
    """The sentence's own triggers, with the given verb among them."""
    found = [t for t in find_triggers(read) if t.sentence == at and not t.span.overlaps(verb)]
    first, last = sentence.words_of(verb)
    concept = next(c for c in lexicon().concepts if c.name == "attack")
    given = Trigger(at, first, last, verb, verb.of(document.text), "verb", concept, 1.0)
    return sorted([*found, given], key=lambda t: t.first)


def distance(first: Span, second: Span) -> int:
    """Characters between two spans, 0 where they touch."""
    return max(first.start - second.end, second.start - first.end, 0)


def score(rows: list[Row], names: list[list[Mention]], *, ours: bool, oracle: bool) -> str:
    """Precision, recall and F1 of the places linked to given verbs; a touched gold span counts."""
    right = said = gold_total = 0
    for row, found in zip(rows, names, strict=True):
        gold = [Span(g["start"], g["end"]) for g in row["locations"]]
        mentions = found
        if oracle:
            kept = [m for m in found if not any(m.span.overlaps(g) for g in gold)]
            added = [Mention("bench", g, g.of(row["text"]), "toponym") for g in gold]
            mentions = sorted([*kept, *added], key=lambda m: m.span)
        verb = Span(row["verb"]["start"], row["verb"]["end"])
        got = linked(row["text"], verb, mentions, ours=ours)
        right += sum(any(span.overlaps(g) for g in gold) for span in got)
        said += len(got)
        gold_total += len(gold)
    p, r = right / max(said, 1), right / max(gold_total, 1)
    return f"P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(p + r, 1e-9):.3f}  ({gold_total} gold)"


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
    """Prints both score cards."""
    halterman = folder / "event_places_halterman.jsonl"
    rows: list[Row] = [json.loads(line) for line in halterman.read_text("utf-8").splitlines()]
    sample = [row for row in rows if row["gold"]] or rows[::4]
    gazetteer = open_gazetteer()
    names = [names_in(row["text"], gazetteer) for row in sample]
    print(f"event to place, {len(sample)} sentences")
    for oracle in (False, True):
        kind = "with gold names added" if oracle else "our recogniser's names"
        for ours in (False, True):
            who = "ours" if ours else "nearest name"
            print(f"  {who:14}{kind:24}{score(sample, names, ours=ours, oracle=oracle)}")
    print("roles by usage type, GeoWebNews")
    print(roles_against_kinds(folder / "places_geowebnews.jsonl"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
