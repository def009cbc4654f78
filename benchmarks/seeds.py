"""Scores the readings of our own sample reports against their annotations by hand.

    python benchmarks/seeds.py            prints the table that tests/quality holds to its floors
    python benchmarks/seeds.py --errors   and what was missed or wrongly marked, with its report
    python benchmarks/seeds.py --learning the same table for the part one may learn from
    python benchmarks/seeds.py --test     the same table for the test part, once per release

Reports: reports/*.txt in seeds/, or of another part in seeds/learning/ or seeds/test/.
Annotations: gold/*.toml beside them, by the guide in seeds/README.md. What is trained on the
learning part or, as the weights of roles are, on the forty, says so in its card. Who develops does
not look at the errors of the test part: they are printed only where both are asked for.
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely import Point
from shapely.ops import nearest_points

from geocode.documents import make_document
from geocode.gazetteer import open_gazetteer
from geocode.geometry import distance_m
from geocode.pipeline import read_document
from geocode.records import NAMING, Event, Place, Reading
from geocode.settings import Settings

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TEST = SEEDS / "test"
"""The part that is looked at once per release; it is laid out as the seeds themselves are."""
LEARNING = SEEDS / "learning"
"""The part one may look at and train on, laid out likewise."""
PARTS = {"--learning": LEARNING, "--test": TEST}
NEAR_M = 161_000.0
"""The field's usual tolerance for a resolved place: 100 miles."""
MARK_M = 50_000.0
"""A mark on the map has to be better than that; areas are compared by their entry's point."""


@dataclass(frozen=True, slots=True)
class Score:
    """Hits among what was said and among what should have been said."""

    hits: int
    said: int
    wanted: int

    @property
    def precision(self) -> float:
        """Hits among what was said."""
        return self.hits / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Hits among what should have been said."""
        return self.hits / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.hits / (self.said + self.wanted) if self.said + self.wanted else 0.0


def gold(folder: Path = SEEDS) -> Iterator[tuple[str, dict[str, Any]]]:
    """Text and annotation of every sample report of a part, by name."""
    for path in sorted((folder / "gold").glob("*.toml")):
        annotation = tomllib.loads(path.read_text(encoding="utf-8"))
        yield (folder / "reports" / annotation["report"]).read_text(encoding="utf-8"), annotation


def score(folder: Path = SEEDS) -> tuple[dict[str, Score], list[str]]:
    """One Score for each measure of a part, and the errors in words."""
    gazetteer, settings = open_gazetteer(), Settings()
    tally: dict[str, Counter[str]] = {}
    errors: list[str] = []

    def add(measure: str, hits: int, said: int, wanted: int) -> None:
        tally.setdefault(measure, Counter()).update(hits=hits, said=said, wanted=wanted)

    for text, annotation in gold(folder):
        document = make_document(text, source=annotation["report"])
        reading = read_document(document, gazetteer=gazetteer, settings=settings)
        for measure, hits, said, wanted, wrong in (
            *_mentions(reading, annotation),
            _dates(reading, annotation),
            *score_events(document.text, reading.events, annotation),
        ):
            add(measure, hits, said, wanted)
            errors += [f"{annotation['report']}: {measure}: {w}" for w in wrong]
    return {m: Score(c["hits"], c["said"], c["wanted"]) for m, c in tally.items()}, errors


Row = tuple[str, int, int, int, list[str]]


def _mentions(reading: Reading, annotation: dict[str, Any]) -> Iterator[Row]:
    wanted = {(m[0], m[1]): m for m in annotation["mentions"]}
    named = [p for p in reading.places if p.mention.kind in NAMING]
    places = {(p.mention.span.start, p.mention.span.end): p for p in named}
    both = wanted.keys() & places.keys()
    wrong = [f"missed {wanted[k][2]!r}" for k in sorted(wanted.keys() - both)]
    wrong += [f"no place: {places[k].mention.surface!r}" for k in sorted(places.keys() - both)]
    yield "mentions", len(both), len(places), len(wanted), wrong

    resolved = {k for k, p in places.items() if p.best}
    right = {k for k in both & resolved if _is_there(places[k], wanted[k][5], wanted[k][6])}
    wrong = [f"{wanted[k][2]!r} -> {_name(places[k])}" for k in sorted(both - right)]
    yield "places within 161 km", len(right), len(resolved), len(wanted), wrong

    same = {k for k in both if places[k].role == wanted[k][4]}
    wrong = [
        f"{wanted[k][2]!r} {wanted[k][4]} read as {places[k].role}" for k in sorted(both - same)
    ]
    yield "roles of found mentions", len(same), len(both), len(both), wrong

    traps = {(m[0], m[1]) for m in annotation["not_places"]}
    hit = {t for t in traps for k in places if k[0] < t[1] and t[0] < k[1]}
    yield "traps avoided", len(traps - hit), len(traps), len(traps), [f"{t}" for t in sorted(hit)]


def _dates(reading: Reading, annotation: dict[str, Any]) -> Row:
    wanted = [(d[0], d[1], d[3], d[4]) for d in annotation["dates"]]
    said = [
        (d.span.start, d.span.end, _iso(d.when.earliest), _iso(d.when.latest))
        for d in reading.dates
    ]
    hits = [w for w in wanted if any(_same_days(w, s) for s in said)]
    text = reading.document.text
    wrong = [f"{text[w[0] : w[1]]!r} is {w[2:]}" for w in wanted if w not in hits]
    wrong += [
        f"said {text[s[0] : s[1]]!r} {s[2:]}"
        for s in said
        if not any(_same_days(w, s) for w in wanted)
    ]
    return "dates", len(hits), len(said), len(wanted), wrong


def score_events(
    text: str, events: Sequence[Event], annotation: Mapping[str, Any]
) -> Iterator[Row]:
    """Measures of the events read in a text and of their marks; the errors of each in words."""
    yield from score_tellings(text, events, annotation)
    yield from _score_marks(events, annotation)


def score_tellings(
    text: str, events: Sequence[Event], annotation: Mapping[str, Any]
) -> Iterator[Row]:
    """Measures of what is told and when; the errors of each in words."""
    wanted = annotation.get("events", [])
    pairs = [(w, e) for w in wanted for e in events if same_trigger(w, e)]
    found = {w["trigger"][0] for w, _ in pairs}
    hit_ids = {e.id for _, e in pairs}
    spare = [e for e in events if e.id not in hit_ids]
    wrong = [
        f"missed {w['trigger'][2]!r} {w['kind']}" for w in wanted if w["trigger"][0] not in found
    ]
    wrong += [f"extra {e.evidence[0].trigger.of(text)!r} {e.kind}" for e in spare]
    yield "events (trigger)", len(found), len(found) + len(spare), len(wanted), wrong
    if any("tellings" in w for w in wanted):
        yield _told_once(wanted, pairs)

    for measure, same in (
        ("kind of found events", lambda w, e: e.kind == w["kind"]),
        ("status of found events", lambda w, e: e.status == w["status"]),
        ("date of found events", _same_when),
    ):
        scored = [(w, e) for w, e in pairs if measure[:4] != "date" or "when" in w]
        hits = [(w, e) for w, e in scored if same(w, e)]
        wrong = [
            f"{w['trigger'][2]!r}: {e.kind} {e.status} {_days(e)}"
            for w, e in scored
            if (w, e) not in hits
        ]
        yield measure, len(hits), len(scored), len(scored), wrong


def _score_marks(events: Sequence[Event], annotation: Mapping[str, Any]) -> Iterator[Row]:
    goal = _goals(annotation)
    marks = {
        p.best.id: p
        for e in events
        for p in e.places
        if p.best is not None and p.geometry is not None
    }
    reached = {g for g in goal if any(_meets(p, g) for p in marks.values())}
    good = right_marks(marks, annotation)
    wrong = [f"wrong mark {_name(marks[i])}" for i in sorted(marks.keys() - good)]
    yield "marks that are right", len(good), len(marks), len(marks), wrong
    missing = [f"no mark at {g}" for g in sorted(goal - reached, key=str)]
    yield "marks reached", len(reached), len(goal), len(goal), missing


def right_marks(marks: Mapping[str, Place], annotation: Mapping[str, Any]) -> set[str]:
    """Ids of the marks, places by entry id, at which the report has an event.

    Marks at a place the report does call a site are honest, even where no event was annotated.
    """
    goal = _goals(annotation)
    goal |= {(m[5], m[6]) for m in annotation["mentions"] if m[4] in {"site", "destination"}}
    return {i for i, p in marks.items() if any(_meets(p, g) for g in goal)}


def _told_once(wanted: list[dict[str, Any]], pairs: list[tuple[dict[str, Any], Event]]) -> Row:
    """Whether the tellings of an event came out as one, of those found that are told again."""
    ours = {w["trigger"][0]: [e for v, e in pairs if v is w] for w in wanted if "tellings" in w}
    found = {start: events for start, events in ours.items() if events}
    once = [start for start, events in found.items() if len(events) == 1]
    wrong = [
        f"{w['trigger'][2]!r} is {len(found[w['trigger'][0]])} events"
        for w in wanted
        if len(found.get(w["trigger"][0], ())) > 1
    ]
    return "events told once", len(once), len(found), len(found), wrong


def same_trigger(wanted: Mapping[str, Any], event: Event) -> bool:
    """Whether an event is told where an annotated one is."""
    return any(
        evidence.trigger.start < end and start < evidence.trigger.end
        for start, end, _ in (wanted["trigger"], *wanted.get("tellings", ()))
        for evidence in event.evidence
    )


def _same_when(wanted: dict[str, Any], event: Event) -> bool:
    return (
        event.when is not None
        and [
            _iso(event.when.earliest),
            _iso(event.when.latest),
        ]
        == wanted["when"]
    )


def _same_days(wanted: tuple[int, int, str, str], said: tuple[int, int, str, str]) -> bool:
    return wanted[0] < said[1] and said[0] < wanted[1] and wanted[2:] == said[2:]


def _goals(annotation: Mapping[str, Any]) -> set[str | tuple[float, float]]:
    """Where the events of a report are: a point, latitude first, or the id of a border."""
    return {_goal(annotation, s) for event in annotation.get("events", []) for s in event["sites"]}


def _goal(annotation: Mapping[str, Any], site: str) -> str | tuple[float, float]:
    if site.startswith("border:"):
        return site
    return next((m[5], m[6]) for m in annotation["mentions"] if m[2] == site)


def _meets(place: Place, goal: str | tuple[float, float]) -> bool:
    if place.best is None:
        return False
    if isinstance(goal, str):
        return place.best.id == goal
    tolerance = max(MARK_M, place.best.precision_m)
    return _distance_m(place, lat=goal[0], lon=goal[1]) <= tolerance


def _is_there(place: Place, lat: float, lon: float) -> bool:
    """Whether a country or region of the size it has, or a town within 161 km, could be meant."""
    assert place.best is not None
    tolerance = max(NEAR_M, place.best.precision_m)
    return _distance_m(place, lat=lat, lon=lon) <= tolerance


def _distance_m(place: Place, *, lat: float, lon: float) -> float:
    """From a line (a river, a border) to the point; from an entry's own point otherwise."""
    assert place.best is not None
    at = Point(place.best.lon, place.best.lat)
    if place.best.shape == "line" and place.geometry is not None:
        at, _ = nearest_points(place.geometry, Point(lon, lat))
    return distance_m(at.x, at.y, lon, lat)


def _name(place: Place) -> str:
    return f"{place.best.name} ({place.best.id})" if place.best else "nowhere"


def _iso(day: object) -> str:
    return str(day) if day else ""


def _days(event: Event) -> str:
    return f"{_iso(event.when.earliest)}..{_iso(event.when.latest)}" if event.when else "undated"


def main() -> None:
    """Print the table of a part, and its errors where asked for."""
    part = next((folder for flag, folder in PARTS.items() if flag in sys.argv[1:]), SEEDS)
    scores, errors = score(part)
    print(f"{'measure':28s} precision  recall     F1   hits  said  wanted")
    for measure, s in scores.items():
        print(
            f"{measure:28s}     {s.precision:.3f}   {s.recall:.3f}  {s.f1:.3f}"
            f"  {s.hits:5d} {s.said:5d} {s.wanted:7d}"
        )
    if "--errors" in sys.argv[1:]:
        print("\n".join(["", *errors]))


if __name__ == "__main__":
    main()
