"""Lookups as a person can compare them: what is expected of each, and what is answered.

``lookups/expected.txt`` is written by hand; ``lookups/<kind>.txt`` are what the machine answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from geocode.gazetteer.protocol import Gazetteer
from geocode.geometry import band, bounds, disc, wrap
from geocode.names import fold
from geocode.places import place_query, why_no_place
from geocode.records import Place
from geocode.settings import Settings

LOOKUPS = Path(__file__).resolve().parent / "lookups"
EXPECTED = LOOKUPS / "expected.txt"
NOWHERE = "-"
_TOLERANCE_M = 1_500.0
"""Points in the table are rounded to a hundredth of a degree."""
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Expected:
    """One line of the table; None where it does not ask."""

    kind: str
    query: str
    answer: str
    relation: str | None
    inside: tuple[float, float] | None
    outside: tuple[float, float] | None


def read_expected() -> tuple[Expected, ...]:
    """The table's lines, in order."""
    out: list[Expected] = []
    kind = ""
    for line in EXPECTED.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[] ")
        elif line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")] + [""] * 4
            points = [_point(cell) for cell in cells[3:5]]
            out.append(Expected(kind, cells[0], cells[1], cells[2] or None, *points))
    return tuple(out)


@cache
def _asked(query: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    return place_query(query, gazetteer, Settings(), limit=10)


def failures(expected: Expected, gazetteer: Gazetteer) -> list[str]:
    """What of an answer is not as expected, in words; [] where all is."""
    found = _asked(expected.query, gazetteer)
    if expected.answer == NOWHERE:
        return [f"answered: {_line(p)}" for p in found[:1]]
    if not found or found[0].best is None or found[0].geometry is None:
        return [f"no answer {why_no_place(expected.query, gazetteer, Settings())}"]
    place, best = found[0], found[0].best
    told = f"{best.name} {best.feature} {best.country} {best.id}"
    folded = fold(told)
    out = [f"{w} is not in {told!r}" for w in expected.answer.split() if fold(w) not in folded]
    if expected.relation is not None and place.relation != expected.relation:
        out.append(f"relation {place.relation}, not {expected.relation}")
    if expected.inside is not None and not holds(place, expected.inside, _TOLERANCE_M):
        out.append(f"{expected.inside} is outside")
    if expected.outside is not None and holds(place, expected.outside, 0.0):
        out.append(f"{expected.outside} is inside")
    return out


def holds(place: Place, point: tuple[float, float], tolerance_m: float) -> bool:
    """Whether a point lies in an area, or within the precision of a point or line."""
    geometry: BaseGeometry = place.geometry or Point()
    reach_m = tolerance_m
    if geometry.area == 0.0:
        reach_m += place.precision_m or 0.0
    if reach_m <= 0.0:
        return geometry.intersects(Point(point))
    if geometry.area == 0.0 and geometry.length > 0.0:
        west, south, east, north = wrap(disc(*point, reach_m * 1.2)).bounds
        near = geometry.intersection(box(west - 1, south - 1, east + 1, north + 1))
        return not near.is_empty and band(near, reach_m).intersects(Point(point))
    return geometry.intersects(disc(*point, reach_m))


def kinds() -> tuple[str, ...]:
    """The kinds of query, in the order of the table."""
    return tuple(dict.fromkeys(e.kind for e in read_expected()))


def golden(kind: str) -> Path:
    """The file of what is answered to a kind of query."""
    return LOOKUPS / f"{kind.replace(',', '').replace(' ', '_')}.txt"


def answers(kind: str, gazetteer: Gazetteer) -> str:
    """What is answered to the queries of a kind: the best three, or why there is none."""
    lines: list[str] = []
    for expected in read_expected():
        if expected.kind != kind:
            continue
        found = _asked(expected.query, gazetteer)
        lines.append(expected.query)
        lines += [f"  {_line(place)}" for place in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"  … {len(found) - _SHOWN} more")
        if not found:
            why = why_no_place(expected.query, gazetteer, Settings())
            lines.append(f"  nothing: {'; '.join(why) or 'not understood'}")
    return "\n".join(lines) + "\n"


def _line(place: Place) -> str:
    best, geometry = place.best, place.geometry
    if best is None or geometry is None or place.precision_m is None:
        return "nothing"
    if geometry.geom_type == "Point":
        where = ",".join(f"{v:.2f}" for v in geometry.coords[0])
    else:
        where = ",".join(f"{v:.1f}" for v in bounds(geometry))
    of = f"{best.feature} {best.country or '-'}"
    return (
        f"{best.id} {best.name} ({of}) {place.relation} {geometry.geom_type} {where} "
        f"±{place.precision_m / 1000:.0f} km, {place.confidence:.2f}: {'; '.join(place.why[:4])}"
    )


def _point(cell: str) -> tuple[float, float] | None:
    if not cell:
        return None
    lon, lat = cell.split(",")
    return float(lon), float(lat)
