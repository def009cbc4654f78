"""Events of news that others wrote, beside what annotators found in it.

    python benchmarks/news.py FOLDER            the part one may look at and learn from
    python benchmarks/news.py FOLDER --errors   and what was missed or wrong in it
    python benchmarks/news.py FOLDER --test     the part kept apart

FOLDER holds the public sets of annotated names (``places_lgl.jsonl``, ``places_trnews.jsonl``,
``places_geowebnews.jsonl``, ``places_geovirus.jsonl``); ``seeds/news/README.md`` says how the
events of some of their documents were annotated. Intervals: 95 %, whole documents drawn anew.

*Marks of events*: an event on the map is right where an annotated event is told by the same words
and was at that place. *Marks*: the same, whichever event of the document it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from intervals import ratio, shown
from news_gold import Told, read_news

from geocode.gazetteer import open_gazetteer
from geocode.geometry import distance_m
from geocode.names import fold
from geocode.pipeline import read_document
from geocode.records import Event, Place
from geocode.settings import Settings
from seeds import MARK_M, Row, same_trigger, score_tellings

Site = tuple[int, int]


def main() -> None:
    """Print the table of a part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--test", action="store_true", help="the part kept apart")
    parser.add_argument("--errors", action="store_true", help="list them, of the learning part")
    asked = parser.parse_args()
    if asked.test and asked.errors:
        parser.error("who develops does not read the errors of the part kept apart")
    gazetteer, settings = open_gazetteer(), Settings()
    tally: dict[str, list[tuple[int, int, int]]] = {}
    for told in read_news(asked.folder, "test" if asked.test else "learning"):
        reading = read_document(told.document, gazetteer=gazetteer, settings=settings)
        for measure, hits, said, wanted, wrong in score_news(told, reading.events):
            tally.setdefault(measure, []).append((hits, said, wanted))
            if asked.errors:
                print("\n".join(f"{told.gold['report']}: {measure}: {one}" for one in wrong))
    print(f"{'measure':26s} {'precision':21s} {'recall':21s}  hits  said  wanted")
    for measure, rows in tally.items():
        hits, said, wanted = map(sum, zip(*rows, strict=True))
        print(
            f"{measure:26s} {shown([(h, s) for h, s, _ in rows], ratio)}"
            f" {shown([(h, w) for h, _, w in rows], ratio)} {hits:5d} {said:5d} {wanted:7d}"
        )


def score_news(told: Told, events: Sequence[Event]) -> Iterator[Row]:
    """Measures of the events read in a document; the errors of each in words."""
    text = told.document.text
    yield from score_tellings(text, events, told.gold)
    wanted = told.gold["events"]
    sites = {site for event in wanted for site in event["sites"]}
    ours = [(e, p) for e in events for p in e.places if p.geometry is not None]
    there = [
        (e, p)
        for e, p in ours
        if any(is_at(p, site, told) for w in wanted if same_trigger(w, e) for site in w["sites"])
    ]
    goals = [(w, site) for w in wanted for site in w["sites"]]
    reached = [
        (w, site)
        for w, site in goals
        if any(same_trigger(w, e) and is_at(p, site, told) for e, p in ours)
    ]
    wrong = [
        f"{e.kind} {e.evidence[0].trigger.of(text)!r} at {_shown(p)}"
        for e, p in ours
        if (e, p) not in there
    ]
    yield "marks of events", len(there), len(ours), len(ours), wrong
    missed = [
        f"{w['kind']} {w['trigger'][2]!r} at {text[slice(*site)]!r}"
        for w, site in goals
        if (w, site) not in reached
    ]
    yield "sites of events reached", len(reached), len(goals), len(goals), missed
    marks = {p.best.id: p for _, p in ours if p.best is not None}
    good = [p for p in marks.values() if any(is_at(p, site, told) for site in sites)]
    wrong = [_shown(p) for p in marks.values() if p not in good]
    yield "marks", len(good), len(marks), len(marks), wrong


def is_at(place: Place, site: Site, told: Told) -> bool:
    """Whether a place is the one named there: by its words, and by where it is if that is known."""
    text = told.document.text
    spans = [place.mention.span, *place.parts]
    named = any(s.start < site[1] and site[0] < s.end for s in spans) or fold(
        text[slice(*site)]
    ) in {fold(s.of(text)) for s in spans}
    point = told.gold["points"].get(site)
    if point is None or place.best is None:
        return named
    lon, lat = point
    away = distance_m(place.best.lon, place.best.lat, lon, lat)
    return away <= max(MARK_M, place.best.precision_m)


def _shown(place: Place) -> str:
    best = place.best
    return f"{place.mention.surface!r}" + (f" ({best.name}, {best.country})" if best else "")


if __name__ == "__main__":
    main()
