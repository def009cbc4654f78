"""Whose border with whom: countries that a name can stand for, and the line or side they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

import numpy as np
import shapely
from shapely.geometry import LineString, MultiLineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording import disputes
from geocode.places.wording.footprints import Footprint, area_of, border_id, names_of
from geocode.records import Candidate, Entry
from geocode.settings import Settings

ALONG_M = 100_000.0
"""Depth of "regions along the border". Source: choice; the size of a border oblast or voivodeship,
and less than what separates Voronezh or Rzeszow from the lines they are said to lie along."""
_FLOOR = 0.05
"""Weight of a country that bears the name though the ranker did not think of it."""
_LEAST = 0.02
_AROUND_DEG = 0.3
_STEP_DEG = 0.01
"""A border is dealt out to divisions in steps of about a kilometre."""
_SNAP_DEG = 0.05
"""How far a division's outline may lie from the border it reaches. The two are simplified apart;
Source: ``benchmarks/world.py`` prints what share of all borders lies within this of a division."""
_EDGE_POINTS = 16
_CORNER_M = 1_000.0
"""Areas with less edge in common only meet at a corner: Arizona and Colorado."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A country that a name can stand for; ``entry`` is what was named: it, or a part of it."""

    code: str
    weight: float
    entry: Entry


@dataclass(frozen=True, slots=True)
class Pair:
    """Two countries with a border in common, as likely as ``weight`` says."""

    one: Owner
    other: Owner
    weight: float


def owners_of(
    surface: str, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> tuple[Owner, ...]:
    """The countries that a name can stand for, likeliest first, each once."""
    best: dict[str, Owner] = {}
    for owner in _all_owners(surface, candidates, gazetteer):
        known = best.get(owner.code)
        if known is None or owner.weight > known.weight:
            best[owner.code] = owner
    out = [_as_area(owner, candidates) for owner in best.values()]
    return tuple(sorted(out, key=lambda o: (-o.weight, o.code)))


def _as_area(owner: Owner, candidates: Sequence[Candidate]) -> Owner:
    """A town's namesake division or region, where there is one: borders are of areas."""
    if not owner.entry.feature.startswith("PPL"):
        return owner
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.entry.id)):
        entry = candidate.entry
        if entry.country == owner.code and entry.feature.startswith(("ADM1", "RGN")):
            return replace(owner, entry=entry) if entry.shape == "area" else owner
    return owner


def as_country(owner: Owner, gazetteer: Gazetteer) -> Owner:
    """The whole country that a part of it stands for: Moscow for Russia."""
    return replace(owner, entry=gazetteer.country(owner.code) or owner.entry)


def is_country(entry: Entry) -> bool:
    """Whether an entry is a country, not a part of one."""
    return entry.feature.startswith("PCL") and entry.country is not None


def _all_owners(
    surface: str, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> Iterator[Owner]:
    for candidate in candidates:
        entry = candidate.entry
        if entry.country is not None and candidate.score >= _LEAST and entry.shape != "line":
            yield Owner(entry.country, candidate.score, entry)
    known = bool(candidates)
    for entry in gazetteer.demonym(surface):
        if is_country(entry):
            yield Owner(entry.country or "", _FLOOR if known else 0.9, entry)
    for entry in gazetteer.lookup(surface, limit=10):
        if is_country(entry):
            yield Owner(entry.country or "", _FLOOR if known else 0.9, entry)


def best_pair(ones: Sequence[Owner], others: Sequence[Owner], gazetteer: Gazetteer) -> Pair | None:
    """The likeliest two countries of the two names that do share a land border; None if none do."""
    best: Pair | None = None
    for one in ones:
        around = gazetteer.neighbours(one.code)
        for other in others:
            weight = one.weight * other.weight
            if other.code in around and (best is None or weight > best.weight):
                best = Pair(one, other, weight)
    return best


def border_entry(pair: Pair, gazetteer: Gazetteer) -> Entry | None:
    """The gazetteer's entry of the border between two countries."""
    return gazetteer.entry(border_id(pair.one.code, pair.other.code))


def between(one: Entry, other: Entry, gazetteer: Gazetteer) -> BaseGeometry | None:
    """The line two places have in common, in lon, lat; None where they do not touch.

    Any two of countries, divisions and regions with an outline: Belarus and Poland, the Grodno
    region and Poland, Kharkiv and Belgorod, Texas and Oklahoma. Of a country and a division of it
    what the division shares with the others. None too where an outline is not known.
    """
    whole = [is_country(entry) for entry in (one, other)]
    if all(whole):
        return gazetteer.shape(border_id(one.country or "", other.country or ""))
    if any(whole):
        country, division = (one, other) if whole[0] else (other, one)
        return _with_country(country, division, gazetteer)
    areas = [gazetteer.shape(e.id) if e.shape == "area" else None for e in (one, other)]
    if areas[0] is None or areas[1] is None:
        return None
    common = _lines(shapely.intersection(areas[0].boundary, areas[1].boundary))
    apart = not shapely.relate_pattern(areas[0], areas[1], "T********")
    if apart and geometry.length_m(common) > _CORNER_M:
        return common
    return None


def sector(border: Entry, division: Entry, gazetteer: Gazetteer) -> BaseGeometry | None:
    """The stretch of a country border along a division of either side; None if it has none.

    The sectors of one side share the line out between them without overlap.
    """
    codes = border.id.removeprefix("border:").split("-")
    if not border.id.startswith("border:") or division.country not in codes:
        return None
    shared = sectors(border, division.country, gazetteer)
    stretch = next((line for entry, line in shared if entry.id == division.id), None)
    if stretch is not None or division.feature == "ADM1" or division.shape != "area":
        return stretch
    return _dealt(border, (division,), gazetteer).get(0)


def sectors(
    border: Entry, country: str, gazetteer: Gazetteer
) -> tuple[tuple[Entry, BaseGeometry], ...]:
    """The first-level divisions of a country along one of its borders, each with its stretch.

    By id. A stretch no division with an outline comes near belongs to none.
    """
    found = tuple(d for d in gazetteer.divisions(country) if d.shape == "area")
    dealt = _dealt(border, found, gazetteer)
    return tuple((found[number], line) for number, line in sorted(dealt.items()))


def tripoints(codes: Iterable[str], gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The points where all these countries (alpha-2) meet: mostly one, two round Liechtenstein."""
    stem = f"tripoint:{'-'.join(sorted(set(codes)))}"
    found = (gazetteer.entry(f"{stem}{suffix}") for suffix in ("", ":1", ":2"))
    return tuple(entry for entry in found if entry is not None)


def line_footprint(pair: Pair, gazetteer: Gazetteer, settings: Settings) -> Footprint:
    """The border as a line with its band; only the stretch near what was named, if a part was."""
    line = gazetteer.shape(border_id(pair.one.code, pair.other.code))
    if line is None:
        return Footprint(None, None, ("no line is known of that border",))
    why = [
        (
            f"the {geometry.length_m(line) / 1000:.0f} km line as drawn, "
            f"{settings.border_band_m / 1000:g} km either way"
        )
    ]
    border = border_entry(pair, gazetteer)
    why += () if border is None else disputes.reasons(border, gazetteer)
    for owner in (pair.one, pair.other):
        if is_country(owner.entry):
            continue
        stretch = _stretch(line, pair, owner.entry, gazetteer)
        if stretch.is_empty:
            return Footprint(None, None, (f"{owner.entry.name} does not reach that border",))
        line = stretch
        why.append(f"only its stretch at {owner.entry.name}")
    return Footprint(line, settings.border_band_m, tuple(why))


def side_footprint(pair: Pair, directions: tuple[str, ...], gazetteer: Gazetteer) -> Footprint:
    """What of the first country lies along its border with the other, on the stated sides."""
    owner = pair.one.entry
    line = gazetteer.shape(border_id(pair.one.code, pair.other.code))
    area = area_of(owner, gazetteer)
    if line is None or area is None:
        return Footprint(None, None, (f"no outline is known of {owner.name} or of that border",))
    strip = geometry.along(area, line, ALONG_M)
    why = [f"{owner.name} within {ALONG_M / 1000:g} km of the border"]
    border = border_entry(pair, gazetteer)
    why += () if border is None else disputes.reasons(border, gazetteer)
    if directions and not strip.is_empty:
        some = shapely.intersection(strip, geometry.part(area, directions))
        if some.area > 0.0:
            strip = some
            why.append(f"its {names_of(directions)} part")
        else:
            why.append(f"none of it is {names_of(directions)}, so all along that border")
    if strip.is_empty:
        return Footprint(None, None, (f"{owner.name} does not reach that border",))
    return Footprint(strip, geometry.equal_area_radius_m(strip), tuple(why))


def _stretch(line: BaseGeometry, pair: Pair, entry: Entry, gazetteer: Gazetteer) -> BaseGeometry:
    """What of the line lies along a division; near it where that is not known, or a town."""
    border = border_entry(pair, gazetteer)
    if border is not None and entry.feature == "ADM1" and entry.shape == "area":
        along = sector(border, entry, gazetteer)
        if along is not None:
            return _lines(shapely.intersection(line, shapely.buffer(along, 1e-6)))
    return _near(line, entry, gazetteer)


def _with_country(country: Entry, division: Entry, gazetteer: Gazetteer) -> BaseGeometry | None:
    """The border of a division, or of a region, with a country; with the rest of its own."""
    if division.country == country.country:
        return _inner_edge(division, gazetteer)
    if division.country is not None:
        border = gazetteer.entry(border_id(country.country or "", division.country))
        return None if border is None else sector(border, division, gazetteer)
    if division.shape != "area" or (area := gazetteer.shape(division.id)) is None:
        return None
    near = shapely.buffer(area.boundary, _SNAP_DEG)
    lines: list[BaseGeometry] = []
    for code in gazetteer.neighbours(country.country or ""):
        line = gazetteer.shape(border_id(country.country or "", code))
        if line is not None and line.intersects(near):
            lines.append(shapely.intersection(line, near))
    common = _lines(shapely.union_all(lines)) if lines else None
    return None if common is None or common.is_empty else common


def _inner_edge(division: Entry, gazetteer: Gazetteer) -> BaseGeometry | None:
    """What a division shares with the others of its country; None where it touches none.

    A city that lies in it, or is the end of its coast, is none of the others.
    """
    if division.feature != "ADM1":
        return None
    own = gazetteer.shape(division.id)
    others = [d for d in gazetteer.divisions(division.country or "") if d.id != division.id]
    lines: list[BaseGeometry] = []
    for other in others:
        shape = gazetteer.shape(other.id) if _meet(other, division) else None
        if own is None or shape is None or not shape.intersects(own):
            continue
        if not any(_touches(third, other, shape, gazetteer) for third in others):
            continue  # it touches no other: Sevastopol, Kyiv
        line = between(division, other, gazetteer)
        if line is not None:
            lines.append(line)
    return _lines(shapely.union_all(lines)) if lines else None


def _touches(one: Entry, other: Entry, shape: BaseGeometry, gazetteer: Gazetteer) -> bool:
    """Whether a division touches another one, of that shape."""
    if one.id == other.id or not _meet(one, other):
        return False
    area = gazetteer.shape(one.id)
    return area is not None and area.intersects(shape)


def _meet(one: Entry, other: Entry) -> bool:
    """Whether their boxes meet, or may: not all have one, and some cross the antimeridian."""
    if one.bbox is None or other.bbox is None:
        return True
    west, south, east, north = one.bbox
    left, below, right, above = other.bbox
    across = west > east or left > right
    return south <= above and below <= north and (across or (west <= right and left <= east))


def _dealt(
    border: Entry, entries: Sequence[Entry], gazetteer: Gazetteer
) -> dict[int, BaseGeometry]:
    """Which stretch of the border lies nearest to which entry, by its number."""
    line = gazetteer.shape(border.id)
    if line is None or line.is_empty:
        return {}
    owners: list[int] = []
    edges: list[LineString] = []
    for number, entry in enumerate(entries):
        found = _edges(gazetteer.shape(entry.id), shapely.buffer(line.envelope, _SNAP_DEG))
        owners += [number] * len(found)
        edges += found
    steps = _steps(line)
    middles = [Point(np.mean(step.coords, axis=0)) for step in steps]
    tree = shapely.STRtree(edges)
    nearest: dict[int, int] = {}
    for step, found in tree.query_nearest(middles, max_distance=_SNAP_DEG).T.tolist():
        nearest[step] = min(found, nearest.get(step, found))  # a tie goes to the first by id
    held: dict[int, list[LineString]] = {}
    for step, found in sorted(nearest.items()):
        held.setdefault(owners[found], []).append(steps[step])
    return {number: _lines(MultiLineString(parts)) for number, parts in held.items()}


def _edges(area: BaseGeometry | None, reach: BaseGeometry) -> list[LineString]:
    """The outline within reach, in short pieces: a tree finds these a hundred times faster."""
    if area is None or not area.intersects(reach):
        return []
    out: list[LineString] = []
    rim = shapely.clip_by_rect(area.boundary, *reach.bounds)
    for part in cast("Sequence[BaseGeometry]", shapely.get_parts(rim)):
        points = shapely.get_coordinates(part).tolist()
        starts = range(0, len(points) - 1, _EDGE_POINTS)
        out += [LineString(points[start : start + _EDGE_POINTS + 1]) for start in starts]
    return out


def _steps(line: BaseGeometry) -> list[LineString]:
    """The line cut into straight steps of at most ``_STEP_DEG``."""
    out: list[LineString] = []
    for part in cast("Sequence[BaseGeometry]", shapely.get_parts(line)):
        points = shapely.get_coordinates(shapely.segmentize(part, _STEP_DEG)).tolist()
        out += [LineString(pair) for pair in pairwise(points)]
    return out


def _lines(shape: BaseGeometry) -> BaseGeometry:
    """Only the lines of a shape, joined end to end."""
    parts = cast("Sequence[BaseGeometry]", shapely.get_parts(shape))
    merged: BaseGeometry = linemerge(
        [part for part in parts if isinstance(part, LineString) and not part.is_empty]
    )
    return merged


def _near(line: BaseGeometry, entry: Entry, gazetteer: Gazetteer) -> BaseGeometry:
    area = area_of(entry, gazetteer)
    if area is None:
        area = geometry.disc(entry.lon, entry.lat, 50_000.0 + entry.precision_m)
    return shapely.intersection(line, shapely.buffer(area, _AROUND_DEG))
