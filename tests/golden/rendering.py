"""A reading as lines a person can compare: what a golden file holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.pipeline import read_document
from geocode.records import Event, Place, TimeSpan

FOLDER = Path(__file__).resolve().parent
REPORTS = FOLDER.parents[1] / "seeds" / "reports"
NAMES = (
    "2018-05-09-iran-deal",
    "2022-02-14-belarus-exercise",
    "2022-11-05-lamar-county-tornado",
    "2023-04-16-khartoum-fighting",
)


def render(name: str, gazetteer: Gazetteer) -> str:
    """The reading of ``seeds/reports/<name>.txt``, without confidences: they move too easily."""
    text = (REPORTS / f"{name}.txt").read_text(encoding="utf-8")
    reading = read_document(make_document(text, source=f"{name}.txt"), gazetteer=gazetteer)
    lines = ["places"]
    lines += [_place(p) for p in reading.places]
    lines += ["", "dates"]
    lines += [f"  {d.span.of(text)!r} {_days(d.when)}" for d in reading.dates]
    lines += ["", "events"]
    for event in reading.events:
        lines += _event(event, text)
    return "\n".join(lines) + "\n"


def _place(place: Place) -> str:
    best = f"{place.best.name} [{place.best.id}]" if place.best else "nowhere"
    shape = place.geometry.geom_type if place.geometry else "no mark"
    said = f"{place.mention.surface!r} {place.mention.kind}"
    return f"  {said} -> {best}, {place.relation}, {place.role}, {shape}"


def _event(event: Event, text: str) -> Iterator[str]:
    triggers = ", ".join(dict.fromkeys(e.trigger.of(text) for e in event.evidence))
    yield f"  {event.kind} {event.status} {triggers!r} {_days(event.when)}"
    for place in event.places:
        yield f"    at {place.mention.surface!r} ({place.relation})"


def _days(when: TimeSpan | None) -> str:
    if when is None:
        return "undated"
    return f"{when.earliest or ''}..{when.latest or ''} {when.precision} {when.basis}"
