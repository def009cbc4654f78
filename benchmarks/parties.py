"""How well parties and sources are told: ``python benchmarks/parties.py [--errors]``.

Some of ``seeds/learning`` say for each event its actors and recipients (name, country, sector)
and who tells of it (source, via), "" where the words tell none. Most may be looked at; those of
``COUNTED`` are only counted. Asked of the events whose trigger is found. A party is
right where either name holds the last word of the other's head; its country and sector are then
asked of those that are right.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from geocode.documents import make_document
from geocode.gazetteer import open_gazetteer
from geocode.pipeline import read_document
from geocode.records import Attribution, Event

FOLDER = Path(__file__).resolve().parent.parent / "seeds" / "learning"
COUNTED = frozenset({"1968-08-22-prague", "1970-05-06-kent", "2013-01-28-santa-maria"})
LINKS = {"of", "for", "from", "in", "at", "with", "on"}


def head(name: str) -> str:
    """The last word before a phrase goes on: "officials" of "officials of the ministry"."""
    words = name.lower().split()
    cut = next((i for i, word in enumerate(words) if i and word in LINKS), len(words))
    return words[cut - 1]


def alike(one: str, other: str) -> bool:
    """Whether two names can be of one party."""
    return head(one) in other.lower().split() or head(other) in one.lower().split()


def score(
    report: dict[str, Any], events: tuple[Event, ...], text: str
) -> Iterator[tuple[str, str]]:
    """What was counted, with the error where it is one."""
    for wanted in report["events"]:
        start, end, words = wanted["trigger"]
        found = [
            e for e in events
            if any(v.trigger.start < end and start < v.trigger.end for v in e.evidence)
        ]  # fmt: skip
        if not found:
            continue
        event = found[0]
        for role in ("actor", "recipient"):
            gold = wanted[f"{role}s"]
            ours = [p for p in event.parties if p.role == role]
            hits = [(g, p) for g in gold for p in ours if alike(g[0], p.name)]
            for g in gold:
                yield f"{role} wanted", ""
                yield (
                    f"{role} {'hit' if any(h is g for h, _ in hits) else 'missed'}",
                    f"{words}: {g[0]}",
                )
            for p in ours:
                yield f"{role} said", ""
                if not any(q is p for _, q in hits):
                    yield f"{role} wrong", f"{words}: {p.name}"
            for g, p in hits:
                for what, want, got in (("country", g[1], p.country), ("sector", g[2], p.sector)):
                    same = want == (got or "")
                    yield f"{what} {'right' if same else 'off'}", f"{p.name}: {got} for {want!r}"
        telling = next(v for v in event.evidence if v.trigger.start < end and start < v.trigger.end)
        yield from _sources(words, wanted.get("attribution"), telling.attribution, text)


def _sources(
    words: str, want: list[str] | None, got: Attribution | None, text: str
) -> Iterator[tuple[str, str]]:
    said = [s.of(text) for s in (got.source, got.via) if s is not None] if got else []
    asked = [name for name in want or [] if name]
    for name in asked:
        yield "source wanted", ""
        hit = any(alike(name, one) for one in said)
        yield ("source hit" if hit else "source missed"), f"{words}: {name}"
    for one in said:
        yield "source said", ""
        if not any(alike(name, one) for name in asked):
            yield "source wrong", f"{words}: {one}"


def main() -> None:
    """Prints the table of both parts, and the errors of the part that may be looked at."""
    gazetteer = open_gazetteer()
    golds = [
        p for p in (FOLDER / "gold").glob("*.toml")
        if "recipients" in p.read_text(encoding="utf-8")
    ]  # fmt: skip
    golds.sort()
    for title in ("looked at", "only counted"):
        part = [p for p in golds if (p.stem in COUNTED) == (title == "only counted")]
        counts: Counter[str] = Counter()
        for path in part:
            text = (FOLDER / "reports" / f"{path.stem}.txt").read_text(encoding="utf-8")
            day = date.fromisoformat(path.stem[:10])
            document = make_document(text, published=day, language="en")
            report = tomllib.loads(path.read_text(encoding="utf-8"))
            reading = read_document(document, gazetteer=gazetteer)
            for what, error in score(report, reading.events, text):
                counts[what] += 1
                wrong = what.endswith(("missed", "wrong", "off"))
                if wrong and title == "looked at" and "--errors" in sys.argv:
                    print(f"  {path.stem} {what}: {error}")
        print(f"{title}: {len(part)} reports")
        for role in ("actor", "recipient", "source"):
            hit, said, wanted = (counts[f"{role} {x}"] for x in ("hit", "said", "wanted"))
            right = said - counts[f"{role} wrong"]
            print(f"  {role:10} precision {right}/{said}  recall {hit}/{wanted}")
        for what in ("country", "sector"):
            right = counts[f"{what} right"]
            print(f"  {what:10} right {right}/{right + counts[f'{what} off']}")


if __name__ == "__main__":
    main()
