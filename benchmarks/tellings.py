"""How well events of several reports are joined to happenings, and what joining costs.

    python benchmarks/tellings.py            # both parts of seeds/tellings, then the growth
    python benchmarks/tellings.py --errors   # each wrong and missing join of the part to learn on

All reports of a part are read into one store. A pair is two marked words of different reports; it
is right where the gold names the same happening for both. What the reader did not find cannot be
joined: recall is given of all pairs and of those found. Joins of words nobody marked are counted
apart. Growth: accounts made by a seed, each happening told by some five reports among others of
the same town and days; then the worst case, all of one kind, town and day.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from geocode import make_document, open_gazetteer, open_store, read_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.happenings import Account, Site
from geocode.happenings.grouping import join
from geocode.records import Event, Span, TimeSpan

SEEDS = Path(__file__).resolve().parents[1] / "seeds" / "tellings"
SIZES = (1_000, 10_000, 100_000)


@dataclass(frozen=True, slots=True)
class Marked:
    """One marked word: which report, which happening, and the event found for it."""

    report: str
    words: str
    happening: str
    event: str | None
    """Identifier of what it was joined to; None where the reader found no event there."""


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of one part."""

    right: int
    wrong: int
    found: int
    """Pairs of the gold of which both words were found."""
    gold: int
    unmarked: int
    """Joins in which a word is that nobody marked."""

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        return (
            f"precision {precision:.3f} ({self.right} of {self.right + self.wrong}), "
            f"recall {self.right / self.gold:.3f} ({self.right} of {self.gold} pairs), "
            f"of those both found {self.right / max(1, self.found):.3f} ({self.found}); "
            f"{self.unmarked} joins of words not marked"
        )


def score(part: str, gazetteer: Gazetteer, *, errors: bool = False) -> Score:
    """The pairs of one part of ``seeds/tellings``; with ``errors`` each wrong one is printed."""
    reports = tomllib.loads((SEEDS / f"{part}.toml").read_text("utf-8"))["report"]
    marked: list[Marked] = []
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "x.sqlite") as store:
        events: dict[str, tuple[Event, ...]] = {}
        for report in reports:
            document = make_document(
                report["text"], source=report["id"], published=report["published"], language="en"
            )
            reading = read_document(document, gazetteer=gazetteer)
            store.add(reading)
            events[report["id"]] = reading.events
        joined = join(store.accounts())
        happening = {j.event_id: j.happening for j in joined}
        why = {j.event_id: "; ".join(j.why) for j in joined}
        for report in reports:
            for words, name in report["tells"]:
                start = report["text"].index(words)
                event = _event_at(events[report["id"]], Span(start, start + len(words)))
                marked.append(
                    Marked(report["id"], words, name, event and happening.get(event, event))
                )
    seen = {m.event for m in marked}
    unmarked = sum(1 for j in joined if j.why and j.happening not in seen)
    right = wrong = found = gold = 0
    for a, b in combinations(marked, 2):
        if a.report == b.report:
            continue
        same = a.happening == b.happening
        told = a.event is not None and b.event is not None
        one = told and a.event == b.event
        gold += same
        found += same and told
        right += same and one
        wrong += one and not same
        if errors and same != one:
            print("  " + ("WRONG  " if one else "missed "), a, b)
    if errors:
        for line in sorted(f"{j.happening} {j.rank} {why[j.event_id]}" for j in joined if j.why):
            print("   ", line)
    return Score(right, wrong, found, gold, unmarked)


def _event_at(events: tuple[Event, ...], span: Span) -> str | None:
    told = (e.id for e in events for v in e.evidence if v.trigger.overlaps(span))
    return next(told, None)


def accounts(count: int, *, alike: bool = False) -> list[Account]:
    """Accounts made by a seed; ``alike``: all of one kind, town and day, in different words."""
    chance = random.Random(count)  # noqa: S311 - reproducible, not secret
    towns = [
        Site(
            f"t{i}", f"T{i}", f"T{i}", chance.uniform(20, 40), chance.uniform(44, 54), 3_000.0,
            "UA", f"a{i % 25}", "PPL", population=200_000,
        )
        for i in range(max(10, count // 200))
    ]  # fmt: skip
    vocabulary = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in
                  ("lden", "rrow", "ssim", "tter", "nnick")]  # fmt: skip
    stories: defaultdict[int, list[str]] = defaultdict(list)
    made: list[Account] = []
    for number in range(count):
        story = chance.randrange(max(1, count // 5))
        words = stories[story] or chance.sample(vocabulary, 12)
        stories[story] = words
        said = chance.sample(words, 8) + chance.sample(vocabulary, 6)
        told = random.Random(story)  # noqa: S311
        site = towns[0] if alike else towns[told.randrange(len(towns))]
        day = date(2023, 1, 1) + timedelta(days=0 if alike else told.randrange(365))
        made.append(Account(
            f"e{number}", f"d{number}", day + timedelta(days=1), "ASSAULT", "shelling", "realised",
            TimeSpan(day, day, "day", "relative"), (site,), (f"army {words[0]}",),
            (" ".join(said),),
        ))  # fmt: skip
    return made


def growth() -> None:
    """Prints seconds for growing numbers of accounts, plain and at their worst."""
    for name, alike in (("many towns and days", False), ("one kind, town and day", True)):
        taken: list[float] = []
        for size in SIZES:
            made = accounts(size, alike=alike)
            start = time.perf_counter()
            groups = len({j.happening for j in join(made)})
            taken.append(time.perf_counter() - start)
            ratio = f", x{taken[-1] / taken[-2]:.1f}" if len(taken) > 1 else ""
            print(f"{name}: {size:,} accounts {taken[-1]:.2f} s{ratio}, {groups:,} happenings")


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--dev", action="store_true", help="only the part to learn on")
    arguments = parser.parse_args()
    gazetteer = open_gazetteer()
    print("dev: ", score("dev", gazetteer, errors=arguments.errors))
    if not (arguments.dev or arguments.errors):
        print("held:", score("held", gazetteer))
        growth()
    return 0


if __name__ == "__main__":
    sys.exit(main())
