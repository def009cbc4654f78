"""How far two annotations of the same sample reports agree: ``python benchmarks/agreement.py``.

The first is seeds/gold. The second, seeds/agreement, was made from the bare text of eight of those
reports, chosen by hash of their names, without sight of the first. No reader takes part, so these
are bounds of what a score on seeds/gold can mean: what two annotators do not share, no reader has
to reach. With --differences, what they do not share.

With --news, the events of 24 documents of seeds/news, annotated a second time (``again.jsonl``) by
an annotator who saw neither of the two readings that learning.jsonl and test.jsonl come from.

Kappa is Cohen's: agreement beyond what the two would reach by chance.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from news_gold import NEWS

from geocode.geometry import distance_m
from seeds import NEAR_M, SEEDS, Score

Annotation = dict[str, Any]
Pairs = list[tuple[str, str]]
NOMINAL = ("kind of mention", "role of mention", "kind of event", "status of event")
"""Labels out of a short list, where chance plays a part."""
EVENT_KEYS = (("kind", "kind"), ("status", "status"), ("sites", "sites"), ("days", "when"))
"""What an event is said to have, and the key it is said under."""


def annotations() -> Iterator[tuple[Annotation, Annotation]]:
    """First and second annotation of every report that has two, by name."""
    for path in sorted((SEEDS / "agreement").glob("*.toml")):
        first, second = (
            tomllib.loads(p.read_text(encoding="utf-8")) for p in (SEEDS / "gold" / path.name, path)
        )
        yield first, second


def news_annotations() -> Iterator[tuple[Annotation, Annotation]]:
    """The same of others' news: events alone; a trigger or a site is shown by its offsets."""
    rows = {
        part: [json.loads(line) for line in (NEWS / f"{part}.jsonl").read_text().splitlines()]
        for part in ("learning", "test", "again")
    }
    first = {(row["set"], row["id"]): row for part in ("learning", "test") for row in rows[part]}
    for second in rows["again"]:
        yield _events_of(first[second["set"], second["id"]]), _events_of(second)


def _events_of(row: Annotation) -> Annotation:
    events = [
        event
        | {
            "trigger": [*event["trigger"], "-".join(map(str, event["trigger"]))],
            "sites": ["-".join(map(str, site)) for site in event["sites"]],
        }
        for event in row["events"]
    ]
    return {"report": f"{row['set']}:{row['id']}", "mentions": [], "dates": [], "events": events}


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two labellings of the same things; 1 where both only know one label.

    Source: Cohen 1960, "A coefficient of agreement for nominal scales".

    >>> kappa([("site", "site"), ("site", "actor"), ("actor", "actor"), ("actor", "actor")])
    0.5
    """
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    same = sum(a == b for a, b in pairs) / len(pairs)
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


def meetings(first: list[Any], second: list[Any]) -> tuple[Score, list[tuple[Any, Any]]]:
    """Agreement on which words are marked, and the rows that overlap, one to one."""
    both: list[tuple[Any, Any]] = []
    free = list(second)
    for row in first:
        met = next((other for other in free if row[0] < other[1] and other[0] < row[1]), None)
        if met is not None:
            free.remove(met)
            both.append((row, met))
    return Score(len(both), len(second), len(first)), both


def main() -> None:
    """Print one line a measure, and the differences where asked for."""
    marked = {"mentions": Counter[str](), "dates": Counter[str](), "events": Counter[str]()}
    labels: dict[str, Pairs] = {}
    differences: list[str] = []
    news = "--news" in sys.argv[1:]
    for first, second in news_annotations() if news else annotations():
        rows = {
            "mentions": (first["mentions"], second["mentions"]),
            "dates": (first["dates"], second["dates"]),
            "events": (_triggers(first), _triggers(second)),
        }
        for what, (one, other) in rows.items():
            score, both = meetings(one, other)
            marked[what].update(hits=score.hits, said=score.said, wanted=score.wanted)
            alone = [r for r in (*one, *other) if not any(r is x for pair in both for x in pair)]
            differences += [f"{first['report']}: {what}: only one has {r[2]!r}" for r in alone]
            for label, a, b, surface in _labels(what, both):
                labels.setdefault(label, []).append((a, b))
                if a != b:
                    differences.append(f"{first['report']}: {label} of {surface!r}: {a} | {b}")
    print("marked by both             F1     both  second  first")
    for what, count in marked.items():
        score = Score(count["hits"], count["said"], count["wanted"])
        if not score.said:
            continue
        print(f"{what:24s} {score.f1:.3f}   {score.hits:5d} {score.said:7d} {score.wanted:6d}")
    print("\nsaid of what both marked   same   kappa      of")
    for label, pairs in labels.items():
        same = sum(a == b for a, b in pairs) / len(pairs)
        beyond = f"{kappa(pairs):.3f}" if label in NOMINAL else "    –"
        print(f"{label:24s} {same:.3f}   {beyond} {len(pairs):7d}")
    if "--differences" in sys.argv[1:]:
        print("\n".join(["", *differences]))


def _triggers(annotation: Annotation) -> list[Any]:
    return [[*event["trigger"], event] for event in annotation.get("events", [])]


def _labels(what: str, both: list[tuple[Any, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """(label, first's, second's, surface) of the rows that both have."""
    for one, other in both:
        if what == "mentions":
            yield "kind of mention", one[3], other[3], one[2]
            yield "role of mention", one[4], other[4], one[2]
            near = distance_m(one[6], one[5], other[6], other[5]) <= NEAR_M
            there = f"{one[5]},{one[6]}"
            yield "place within 161 km", there, there if near else f"{other[5]},{other[6]}", one[2]
        elif what == "dates":
            yield "days of date", f"{one[3]}..{one[4]}", f"{other[3]}..{other[4]}", one[2]
        else:
            yield from (
                (f"{name} of event", _said(one[3], key), _said(other[3], key), one[2])
                for name, key in EVENT_KEYS
            )


def _said(event: Annotation, key: str) -> str:
    value = event.get(key, "")
    return value if isinstance(value, str) else " ".join(sorted(value))


if __name__ == "__main__":
    main()
