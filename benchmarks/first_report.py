"""The first real report beside its core events: ``python benchmarks/first_report.py FILE``.

FILE is somebody's copy and no part of the project; what it must give stands in
``first_report.toml`` by kinds, days, entries and a word or two of each event. An event of ours is
one of these where kind and trigger agree; pairs are one to one, as many as can be. Duplicates are
events left over that agree with one that is paired. A mark is wrong where none of the events that
its own agrees with may have it. A date is forbidden that is a single day the report does not give,
or ends on one that a weekday read of the wrong week would be.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from geocode.documents import make_document
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_document
from geocode.records import Event, Place, Reading

GOLD = Path(__file__).with_name("first_report.toml")


@dataclass(frozen=True, slots=True)
class Card:
    """What a reading gives of the report's events, in words of the gold."""

    found: tuple[str, ...]
    missed: tuple[str, ...]
    duplicates: int
    wrong_marks: tuple[str, ...]
    forbidden: tuple[str, ...]
    baseline_marks: int
    """Wrong ones among all places named, were each pinned."""


def table(file: Path, gazetteer: Gazetteer) -> list[str]:
    """The report's rows, as Markdown."""
    text = file.read_text(encoding="utf-8")
    reading = read_document(make_document(text, source=file.name), gazetteer=gazetteer)
    card = score(reading, tomllib.loads(GOLD.read_text(encoding="utf-8")))
    core = len(card.found) + len(card.missed)
    rows = (
        ("core events found", f"{len(card.found)} of {core}", "; ".join(card.missed)),
        ("duplicates", str(card.duplicates), ""),
        ("wrong marks", str(len(card.wrong_marks)), "; ".join(card.wrong_marks)),
        ("wrong marks, were every toponym pinned", str(card.baseline_marks), ""),
        ("forbidden dates", str(len(card.forbidden)), "; ".join(card.forbidden)),
    )
    return [
        "| the first report | | of these |",
        "|---|---|---|",
        *(f"| {' | '.join(r)} |" for r in rows),
    ]


def score(reading: Reading, gold: dict[str, Any]) -> Card:
    """The card of a reading."""
    wanted, text = gold["events"], reading.document.text
    agrees = np.array([[_agrees(e, w, text) for w in wanted] for e in reading.events], dtype=float)
    agrees = agrees.reshape(len(reading.events), len(wanted))
    pairs = [(e, w) for e, w in zip(*linear_sum_assignment(-agrees), strict=True) if agrees[e, w]]
    met, ours = {int(w) for _, w in pairs}, {int(e) for e, _ in pairs}
    rights = {right for w in wanted for right in w["places"]}
    wrong: list[str] = []
    for event, row in zip(reading.events, agrees, strict=True):
        may = {place for w, same in zip(wanted, row, strict=True) if same for place in w["places"]}
        wrong += [_mark(place) for place in event.places if _mark(place) not in may]
    pinned = {_mark(place) for place in reading.places if place.best}
    return Card(
        found=tuple(w["what"] for n, w in enumerate(wanted) if n in met),
        missed=tuple(w["what"] for n, w in enumerate(wanted) if n not in met),
        duplicates=sum(bool(row.any()) and n not in ours for n, row in enumerate(agrees)),
        wrong_marks=tuple(wrong),
        forbidden=tuple(_forbidden(reading.events, gold)),
        baseline_marks=len(pinned - rights),
    )


def _agrees(event: Event, wanted: dict[str, Any], text: str) -> bool:
    return event.kind in wanted["kinds"] and any(
        word in told.trigger.of(text).lower() and wanted.get("beside", "") in told.quote.of(text)
        for told in event.evidence
        for word in wanted["words"]
    )


def _mark(place: Place) -> str:
    return f"{place.relation} {place.best.id if place.best else place.mention.surface}"


def _forbidden(events: Sequence[Event], gold: dict[str, Any]) -> list[str]:
    out: list[str] = []
    for event in events:
        ends = [str(d) for d in (event.when.earliest, event.when.latest) if d] if event.when else []
        single = len(ends) == 2 and ends[0] == ends[1]
        if (single and ends[0] not in gold["days"]) or not set(ends).isdisjoint(gold["no_ends"]):
            out.append(f"{event.kind} {' to '.join(ends)}")
    return out


if __name__ == "__main__":
    print("\n".join(table(Path(sys.argv[1]), open_gazetteer())))
