"""Events and dates beside their baselines: the whole table, with intervals, as Markdown.

    python benchmarks/events.py FOLDER [--part held|tests|tuned] [--report FILE] [--speed]

FOLDER holds the sets that ``dates.py``, ``event_places.py`` and ``muc4.py`` tell of, whose measures
these are, and ``places_trnews.jsonl``. ``held`` and ``tests`` are the parts that were only counted
while building: the second halves of WikiWars and TimeLine, a fifth of Halterman's sentences, and
reports 901 to 1300 of MUC-4 or its tst1 and tst2; ``tuned`` is what was looked at (of Halterman's
the same fifth, for the linker has learnt the rest). FILE is the first real report, which is no
part of the project (``first_report.py``).

Baselines: everything on the day of the dateline; at the first date or place told; at the nearest;
every toponym pinned. Intervals: 95 %, whole documents drawn anew. A wrong mark is one at a place
where its report has no event. Two runs print the same bytes, but for ``--speed``, which adds what
one core does in a second. Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import event_places
import first_report
import muc4
import numpy as np
import reading
from dates import strict_counts, timeline_counts
from intervals import f1, interval, ratio
from muc4_gold import Report, Template, date_is_right, place_is_right, read_reports
from muc4_names import SetNames

import seeds
from geocode.documents import make_document
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_document, read_places
from geocode.records import Event, Place, Reading, Span, TimeSpan

BASELINES = ("dateline only", "first told", "nearest", "pin every toponym")
OURS = "ours"
HALVES = {"held": "second", "tests": "second", "tuned": "first"}
Counts = Sequence[Sequence[float]]
_Told = TypeVar("_Told", TimeSpan, Place)


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: what it measures, the field's best, and what each way reaches."""

    name: str
    cases: int
    known: str
    asked: str
    """What we ask of ourselves: first, then in the end."""
    ways: Mapping[str, Counts]
    measure: Callable[[Any], float]
    """``ratio`` of counts of right and asked, or ``f1`` of right, said and wanted."""


@dataclass(slots=True)
class Marks:
    """What is said and marked in documents of one sort, a row each."""

    name: str
    events: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Whether any, how many, on the map and dated by the text itself."""
    wrong: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    """Wrong marks, by way; none where nobody annotated what is right."""

    def tell(self, events: Sequence[Event]) -> None:
        """Adds a document's events."""
        placed = sum(any(p.geometry is not None for p in e.places) for e in events)
        dated = sum(e.when is not None and e.when.basis != "dateline_default" for e in events)
        self.events.append((bool(events), len(events), placed, dated))

    def mark(self, way: str, wrong: float) -> None:
        """Adds a document's wrong marks."""
        self.wrong.setdefault(way, []).append((100 * wrong, 1))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=tuple(HALVES), default="held")
    parser.add_argument("--report", type=Path, help="the first real report")
    parser.add_argument("--speed", action="store_true", help="also what differs between runs")
    asked = parser.parse_args()
    print("\n".join(tables(asked.folder, part=asked.part, report=asked.report)))
    if asked.speed:
        print("\n".join(speeds(asked.folder)))


def tables(folder: Path, *, part: str, report: Path | None) -> list[str]:
    """The lines of all tables but that of times."""
    gazetteer = open_gazetteer()
    figures = [*dates_told(folder, HALVES[part])]
    incidents, marks = of_muc4(folder, part, gazetteer)
    places, sentences = of_halterman(folder, gazetteer)
    marks += [sentences, *of_our_own(gazetteer), of_news(folder, gazetteer)]
    out = [*_figure_table([*figures, *incidents, *places], part), "", *_mark_table(marks)]
    if report:
        _say("the first report")
        out += ["", *first_report.table(report, gazetteer)]
    return out


def dates_told(folder: Path, half: str) -> list[Figure]:
    """The rows of WikiWars and TimeLine."""
    _say("dates")
    lines = _rows(folder / "dates_wikiwars.jsonl")
    middle = len(lines) // 2
    kept = lines[:middle] if half == "first" else lines[middle:]
    expressions = {
        "dateline only": strict_counts(kept, lambda _values, _which, published: published),
        "first told": strict_counts(kept, lambda values, _which, _: next(filter(None, values), "")),
        OURS: strict_counts(kept),
    }
    told = timeline_counts(folder, half)
    given = {
        "dateline only": told["dateline only"],
        "first told": told["first date in text"],
        "nearest": told["nearest in sentence"],
        OURS: told["ours, read at its words"],
    }
    wanted = sum(row[2] for row in expressions[OURS])
    asked = sum(row[1] for row in given[OURS])
    return [
        Figure(
            "date expressions, WikiWars, strict value F1", wanted, "82.4", "78; 85", expressions, f1
        ),
        Figure("date of a given event, TimeLine, exact", asked, "55.4", "60; 70", given, ratio),
    ]


def of_muc4(folder: Path, part: str, gazetteer: Gazetteer) -> tuple[list[Figure], list[Marks]]:
    """The rows of MUC-4, by our gazetteer and by the set's own names, and what was marked."""
    reports = read_reports(folder)
    kept = [report for report in reports if muc4.PARTS[part](report)]
    ways: dict[str, muc4.Places] = {
        "our gazetteer": lambda document: read_places(document, gazetteer=gazetteer),
        "the set's own names": SetNames(reports).places,
    }
    figures: list[Figure] = []
    marks: list[Marks] = []
    for way, places_of in ways.items():
        found = _read(kept, places_of, f"MUC-4, {way}")
        figures += _of_incidents(found, way)
        marks.append(_marked(found, f"MUC-4, {way}"))
    kinds = {figure.name: figure for figure in figures}  # dates are one for both
    return sorted(kinds.values(), key=lambda figure: figure.name), marks


def _read(kept: Sequence[Report], places_of: muc4.Places, label: str) -> list[muc4.Read]:
    out: list[muc4.Read] = []
    for number, report in enumerate(kept, start=1):
        out.append(muc4.read(report, places_of))
        if number % 50 == 0:
            _say(f"{label}: {number} of {len(kept)} reports")
    return out


def _of_incidents(found: Sequence[muc4.Read], way: str) -> list[Figure]:
    given = {name: [row for r in found if (row := ask(r))[1]] for name, ask in muc4.GIVEN.items()}
    dated = {
        name.removeprefix("date, stated: "): {
            "dateline only": given["date, stated: day of the dateline"],
            "first told": given["date, stated: first date behind the dateline"],
            "nearest": [row for r in found if (row := _nearest_date(r))[1]],
            OURS: rows,
        }
        for name, rows in given.items()
        if name.startswith("date, stated: ours")
    }
    places = {
        "dateline only": given["place: the dateline's"],
        "first told": given["place: first behind the dateline"],
        "nearest": [row for r in found if (row := _nearest_place(r))[1]],
        OURS: given["place: ours"],
    }
    answers = {
        "dateline only": muc4.dateline_only,
        "first told": muc4.first_of_each,
        "nearest": muc4.nearest_of_each,
        "pin every toponym": muc4.every_toponym,
        OURS: muc4.ours,
    }
    joint = {
        name: [muc4.joint(say(r), r.report.templates) for r in found]
        for name, say in answers.items()
    }
    stated, placed = (sum(row[1] for row in rows[OURS]) for rows in (dated[OURS], places))
    templates = sum(len(r.report.templates) for r in found)
    of_date = [
        Figure(f"MUC-4, date of a given event, stated; {how}", stated, "80", "86; 93", rows, ratio)
        for how, rows in dated.items()
    ]
    finest = f"MUC-4, finest place of a given event; {way}"
    whole = f"MUC-4, joint F1: kind, date and place; {way}"
    return [
        *of_date,
        Figure(finest, placed, "43", "52; 65", places, ratio),
        Figure(whole, templates, "26.5", "33; 50", joint, f1),
    ]


def _nearest_date(found: muc4.Read) -> tuple[int, int]:
    """Given events with a stated date that is the one nearest to their words, and all of them."""
    asked = [t for t in found.report.templates if t.has_stated_date]
    at = [_nearest(found, t, [(d.span, d.when) for d in found.dates]) for t in asked]
    return sum(map(date_is_right, at, asked)), len(asked)


def _nearest_place(found: muc4.Read) -> tuple[int, int]:
    asked = [t for t in found.report.templates if t.chains]
    at = [_nearest(found, t, [(p.mention.span, p) for p in found.places]) for t in asked]
    return sum(map(place_is_right, at, asked)), len(asked)


def _nearest(
    found: muc4.Read, template: Template, told: Sequence[tuple[Span, _Told]]
) -> _Told | None:
    """What stands nearest to the first of a given event's words."""
    words = muc4.given_words(found, template)
    if not words or not told:
        return None
    return min(told, key=lambda pair: abs(pair[0].start - words[0].start))[1]


def _marked(found: Sequence[muc4.Read], name: str) -> Marks:
    marks = Marks(name)
    for one in found:
        marks.tell(one.events)
        for way, say in (("pin every toponym", muc4.every_toponym), (OURS, muc4.ours)):
            marks.mark(way, muc4.wrong_marks(say(one), one.report.templates)[0])
    return marks


def of_halterman(folder: Path, gazetteer: Gazetteer) -> tuple[list[Figure], Marks]:
    """The rows of Halterman's sentences, and what is marked in them."""
    _say("Halterman's sentences")
    tasks = event_places.unseen(event_places.read_tasks(folder))
    ways: dict[str, Callable[[event_places.Scene], list[Span]]] = {
        "first told": lambda scene: _toponyms(scene)[:1],
        "nearest": event_places.said_by_nearness,
        "pin every toponym": _toponyms,
        OURS: event_places.said_by_linker,
        "marked": event_places.said_by_product,
    }
    counts: dict[str, list[tuple[int, int, int]]] = {way: [] for way in ways}
    marks = Marks("Halterman, sentences")
    for task in tasks:
        if task.part != event_places.TEST_PART:
            continue
        scene = event_places.read_scene(task, gazetteer)
        for way, say in ways.items():
            said = say(scene) if scene else []
            right = sum(span in task.gold for span in said)
            counts[way].append((right, len(said), len(task.gold)))
            if way in {"marked", "pin every toponym"}:
                marks.mark(OURS if way == "marked" else way, len(said) - right)
    wanted = sum(row[2] for row in counts[OURS])
    said = {way: rows for way, rows in counts.items() if way != "marked"}
    marked = {way: rows for way, rows in counts.items() if way != OURS}
    marked[OURS] = marked.pop("marked")
    name = "event to place, Halterman, span F1"
    return [
        Figure(name, wanted, "75", "77; 84", said, f1),
        Figure(f"{name}, of what is marked", wanted, "–", "–", marked, f1),
    ], marks


def _toponyms(scene: event_places.Scene) -> list[Span]:
    return sorted(name.span for name in scene.names if name.kind == "toponym")


def of_our_own(gazetteer: Gazetteer) -> list[Marks]:
    """What is marked in our own reports, those developed on and those to learn from."""
    out: list[Marks] = []
    for name, folder in (("our forty", seeds.SEEDS), ("to learn from", seeds.LEARNING)):
        _say(name)
        marks = Marks(name)
        for text, annotation in seeds.gold(folder):
            document = make_document(text, source=annotation["report"])
            read = read_document(document, gazetteer=gazetteer)
            marks.tell(read.events)
            for way, places in (("pin every toponym", _named(read)), (OURS, _pinned(read))):
                marks.mark(way, len(places) - len(seeds.right_marks(places, annotation)))
        out.append(marks)
    return out


def _named(read: Reading) -> dict[str, Place]:
    return {p.best.id: p for p in read.places if p.best}


def _pinned(read: Reading) -> dict[str, Place]:
    marked = (p for event in read.events for p in event.places if p.geometry is not None)
    return {p.best.id: p for p in marked if p.best}


def of_news(folder: Path, gazetteer: Gazetteer) -> Marks:
    """What is said of news that nobody annotated for events."""
    _say("TR-News")
    marks = Marks("TR-News")
    for row in _rows(folder / "places_trnews.jsonl"):
        day = date.fromisoformat(row["date"]) if row.get("date") else None
        document = make_document(row["text"], published=day, source=row["doc_id"])
        marks.tell(read_document(document, gazetteer=gazetteer).events)
    return marks


def speeds(folder: Path) -> list[str]:
    """What one core does in a second: dates, and the whole way into a store, cold and warm."""
    chars, seconds = reading.dates_timed(_rows(folder / "dates_wikiwars.jsonl"))
    out = ["", "| speed, one core | |", "|---|---|"]
    out.append(f"| date expressions | {chars / seconds / 1000:,.0f} kchar/s |")
    for label, rate in reading.whole_way(folder):
        _say(label)
        out.append(f"| whole pipeline, {label} | {rate:.0f} docs/s |")
    return out


def _figure_table(figures: Iterable[Figure], part: str) -> list[str]:
    head = ["figure", "cases", "best known", *BASELINES, OURS, "first; aim"]
    out = [f"Part: {part}.", "", _line(head), _line(["---"] * len(head))]
    for figure in figures:
        said = [
            _per_cent(figure.ways[way], figure.measure) if way in figure.ways else "–"
            for way in (*BASELINES, OURS)
        ]
        out.append(_line([figure.name, f"{figure.cases:,}", figure.known, *said, figure.asked]))
    return out


def _per_cent(counts: Counts, measure: Callable[[Any], float]) -> str:
    value, low, high = (100 * each for each in interval(counts, measure))
    return f"{value:.1f} [{low:.1f}, {high:.1f}]"


def _mark_table(marks: Iterable[Marks]) -> list[str]:
    head = ["in", "documents", "with an event", "events", "placed", "dated by the text",
            "wrong marks in 100 documents", "pin every toponym"]  # fmt: skip
    out = [_line(head), _line(["---"] * len(head))]
    for one in marks:
        wrong = [_rate(one.wrong[way]) if way in one.wrong else "–" for way in (OURS, BASELINES[3])]
        out.append(_line([one.name, *_coverage(one), *wrong]))
    return out


def _coverage(marks: Marks) -> list[str]:
    if not marks.events:
        documents = len(next(iter(marks.wrong.values()), ()))
        return [f"{documents:,}", "–", "–", "–", "–"]
    told, events, placed, dated = (int(n) for n in np.sum(marks.events, axis=0))
    documents = len(marks.events)
    of_events = (f"{share / max(events, 1):.2f}" for share in (placed, dated))
    return [f"{documents:,}", f"{told / documents:.2f}", f"{events:,}", *of_events]


def _rate(counts: Counts) -> str:
    value, low, high = interval(counts, ratio)
    return f"{value:.0f} [{low:.0f}, {high:.0f}]"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
