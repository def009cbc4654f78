"""How fast reports are read and kept: ``python benchmarks/reading.py SETS_OR_JSONL``.

The argument is a JSONL file in the document form of ``parse``, or the folder that holds
``places_trnews.jsonl``. All figures are of one core and one run, side by side: documents a second
of ``parse``; seconds and peak memory as one document of ordinary sentences grows tenfold twice;
seconds as documents of hostile shapes (``shapes.py``) double thrice, the steepest doubling and the
memory added by the last; documents a second into a store, and how long a store of 100,000 made-up
events takes to answer.
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from muc4_gold import read_reports
from shapely.geometry import Point
from shapes import SHAPES, town_names

from geocode.dates import find_dates
from geocode.documents import make_document
from geocode.exporters import export
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_document
from geocode.records import (
    Document,
    Entry,
    Event,
    Evidence,
    Mention,
    Place,
    Reading,
    Span,
    TimeSpan,
)
from geocode.store import EventQuery, Store, open_store
from geocode.toponyms import parse_lines
from seeds import SEEDS

SIZES = (10_000, 100_000, 1_000_000)
DOUBLED = (125_000, 250_000, 500_000, 1_000_000)
EVENTS = 100_000
_SOME_OF_MUC = 200
A_DOCUMENT = 10
"""Made-up events in one made-up document."""
_WHO = ("Soldiers", "Rebels", "Police", "Farmers", "Officials", "Students")
_DID = ("attacked", "shelled", "marched in", "met in", "raided", "withdrew from")
_WHERE = ("Kyiv", "Minsk", "Pinsk", "Lagos", "Goma", "Aleppo", "Quetta", "Davao", "Cali", "Lima")
_MONTHS = ("January", "March", "May", "July", "September", "November")


def ordinary(chars: int, seed: int = 1) -> str:
    """So many characters of sentences that each tell an event, in paragraphs of five."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    out: list[str] = []
    length = number = 0
    while length < chars:
        number += 1
        day, year = chance.randint(1, 28), chance.randint(1990, 2022)
        told = (
            f"{chance.choice(_WHO)} {chance.choice(_DID)} {chance.choice(_WHERE)} on "
            f"{chance.choice(_MONTHS)} {day}, {year}, witnesses said, and {number} were hurt."
        )
        out.append(told + ("\n\n" if number % 5 == 0 else " "))
        length += len(out[-1])
    return "".join(out)[:chars]


def made_up(events: int, seed: int = 1) -> Iterator[Reading]:
    """Readings with so many events in all, nine in ten of them placed and dated."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    text = "Soldiers attacked a town on a day in that year, witnesses said."
    first = date(1990, 1, 1)
    for number in range(events // A_DOCUMENT):
        document = make_document(f"{number}. {text}", source=f"made-up-{number}")
        start = document.text.index("a town")
        span, word = Span(start, start + 6), Span(start - 9, start - 1)
        told: list[Event] = []
        for n in range(A_DOCUMENT):
            lon, lat = round(chance.uniform(-180, 180), 4), round(chance.uniform(-60, 70), 4)
            key = f"geonames:{chance.randrange(5000)}"
            entry = Entry(key, key, "PPL", None, None, None, lon, lat, 9, None, None, 900.0)
            site = Place(
                Mention(document.id, span, "a town", "toponym"), entry, (), 0.9, "in", "site",
                Point(lon, lat), 900.0, ("made up",),
            )  # fmt: skip
            day = first + timedelta(days=chance.randrange(12_000))
            when = TimeSpan(day, day, "day", "explicit") if chance.random() < 0.9 else None
            quote = Evidence(document.id, Span(0, len(document.text)), word, span, None)
            told.append(
                Event(
                    f"{number}-{n}", chance.choice(("ASSAULT", "PROTEST", "CONSULT")), "realised",
                    ("soldiers",), (), when, (site,) if chance.random() < 0.9 else (), (quote,),
                    None, 0.8,
                )
            )  # fmt: skip
        yield Reading(document, (), (), (), tuple(told), "made-up")


def main(given: Path) -> None:
    """Print the table."""
    source = given / "places_trnews.jsonl" if given.is_dir() else given
    with open_gazetteer() as gazetteer:
        _parse(source, gazetteer)
        _growth(gazetteer)
        _hostile(town_names(gazetteer))
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "s.sqlite")) as store:
        _store(store)


def dates_timed(rows: Sequence[dict[str, Any]]) -> tuple[int, float]:
    """Characters of WikiWars and the seconds in which their dates are found."""
    documents = [
        make_document(row["text"], published=date.fromisoformat(row["dct"]), language="en")
        for row in rows
    ]
    spent = _timed(lambda: [find_dates(document) for document in documents])
    return sum(len(document.text) for document in documents), spent


def whole_way(folder: Path) -> Iterator[tuple[str, float]]:
    """Documents a second from text into a store, by set; the first time, and all names known."""
    for name, documents in _reports(folder):
        with open_gazetteer() as gazetteer:
            for label in ("first time", "again"):
                yield f"{name} ({len(documents)}), {label}", _into_store(documents, gazetteer)


def _reports(folder: Path) -> Iterator[tuple[str, list[Document]]]:
    lines = (folder / "places_trnews.jsonl").read_text(encoding="utf-8").splitlines()
    yield "TR-News", [make_document(json.loads(line)["text"], source=line[:40]) for line in lines]
    own = sorted(path for part in ("", "learning/") for path in SEEDS.glob(f"{part}reports/*.txt"))
    yield (
        "our own",
        [make_document(path.read_text(encoding="utf-8"), source=path.name) for path in own],
    )
    yield "MUC-4", [r.document for r in read_reports(folder)[:_SOME_OF_MUC]]


def _into_store(documents: Sequence[Document], gazetteer: Gazetteer) -> float:
    with tempfile.TemporaryDirectory() as place, open_store(Path(place, "s.sqlite")) as store:
        spent = _timed(
            lambda: [store.add(read_document(d, gazetteer=gazetteer)) for d in documents]
        )
    return len(documents) / spent


def _parse(source: Path, gazetteer: Gazetteer) -> None:
    lines = source.read_bytes().splitlines()
    chars = sum(len(line) for line in lines)
    for label in ("first time", "again, names known"):
        spent = _timed(lambda: sum(1 for _ in parse_lines(lines, gazetteer=gazetteer)))
        _row(f"parse {source.name}, {label}", f"{len(lines) / spent:.0f} documents/s",
             f"{chars / spent / 1000:.0f} kB/s")  # fmt: skip


def _growth(gazetteer: Gazetteer) -> None:
    for chars in SIZES:
        document = make_document(ordinary(chars))
        started = time.process_time()
        events = len(read_document(document, gazetteer=gazetteer).events)
        spent = time.process_time() - started
        _row(f"read one document of {chars:,} characters, {events:,} events", f"{spent:.2f} s",
             f"{spent / chars * 1e6:.1f} s/MB", f"{_peak_mb():.0f} MB peak")  # fmt: skip


def _hostile(towns: Sequence[str]) -> None:
    """Each size in a process of its own, for its memory alone."""
    ordinary_ones = {"ordinary": lambda chars, _: ordinary(chars),
                     "in capitals": lambda chars, _: ordinary(chars).upper(),
                     "in one sentence": lambda chars, _: re.sub(r"[.]\s+", ", ", ordinary(chars)),
                     }  # fmt: skip
    for name, shape in (ordinary_ones | SHAPES).items():
        cost: list[tuple[float, float]] = []
        for chars in DOUBLED:
            with get_context("fork").Pool(1) as pool:
                cost.append(pool.apply(_cost, (shape(chars, towns),)))
        seconds = [f"{spent:.2f} s" for spent, _ in cost]
        ratio = max(b / max(a, 0.05) for (a, _), (b, _) in pairwise(cost))
        _row(f"{name}: 125 kB, doubled thrice", *seconds, f"x{ratio:.1f}", f"{cost[-1][1]:.0f} MB")


def _cost(text: str) -> tuple[float, float]:
    """CPU seconds to read a text and MB of memory that it adds."""
    with open_gazetteer() as gazetteer:
        read_document(make_document("Troops met near Yelsk on 3 May 2020."), gazetteer=gazetteer)
        before, document = _peak_mb(), make_document(text, language="en")
        spent = _timed(lambda: read_document(document, gazetteer=gazetteer))
    return spent, _peak_mb() - before


def _store(store: Store) -> None:
    readings = list(made_up(EVENTS))
    spent = _timed(lambda: sum(store.add(reading) for reading in readings))
    _row(f"store {EVENTS:,} events", f"{len(readings) / spent:.0f} documents/s",
         f"{EVENTS / spent:.0f} events/s", f"{store.path.stat().st_size / 1e6:.0f} MB")  # fmt: skip
    spent = _timed(lambda: sum(store.add(reading) for reading in readings))
    _row("the same again, nothing to write", f"{len(readings) / spent:.0f} documents/s")
    year = EventQuery(since=date(2010, 1, 1), until=date(2010, 12, 31))
    for label, query in (("all", EventQuery()), ("one year", year), ("a word", EventQuery(text="soldiers 77"))):  # noqa: E501 # fmt: skip
        count = _timed(lambda q=query: store.counts(q))
        started = time.process_time()
        rows = store.rows(query)
        spent = time.process_time() - started
        _row(f"ask it for {label}: {len(rows):,} rows", f"{spent:.2f} s", f"counts {count:.2f} s")
        if label == "all":
            for form in ("geojson", "csv"):
                spent = _timed(lambda f=form, r=rows: export(r, BytesIO(), format=f, metadata={}))
                _row(f"export them as {form}", f"{spent:.2f} s", f"{_peak_mb():.0f} MB peak")


def _timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _row(*cells: str) -> None:
    print(f"{cells[0]:<62}" + "".join(f"{cell:>18}" for cell in cells[1:]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
