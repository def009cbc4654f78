"""The land borders of countries, where three of them meet, and the lines that a side disputes.

Source: arcs that countries share in Natural Earth 10 m, once ``data/holders.csv`` has said whose
ground is whose; own names from ``data/borders.csv``, disputes from ``data/disputes.csv``, their
lines from ``data/disputed-10m.geojson`` (Natural Earth 10 m, public domain).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations

import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry import shape as from_geojson
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

from geocode.errors import GazetteerError
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.extents import box_of_shape, parts_of
from geocode.gazetteer.reference import DATA, table_rows
from geocode.gazetteer.sources.holders import Part
from geocode.gazetteer.topology import Point, Topology

# A border is a line on the ground; what is known of it is the scale it was drawn at (1:10 M,
# 0.5 mm of drawing).
LINE_PRECISION_M = 5_000.0
_MEETING = 3
"""As many countries meet at a tri-point; at one of them (Kazungula) it is four."""
_TAILS = ("tripoint", "tri-border area", "tri-border region")


def load(topology: Topology, parts: Iterable[Part], names: Mapping[str, str]) -> Iterator[Draft]:
    """Borders, tri-points and disputed lines, each sort by its id; ``names`` are by code.

    Raises:
        GazetteerError: data/borders.csv or data/disputes.csv names what is not there.

    """
    owners: dict[int, set[str]] = defaultdict(set)
    drawings: dict[int, int] = defaultdict(int)
    for part in parts:
        for arc in part.feature.arcs():
            owners[arc].add(part.country)
            drawings[arc] += 1
    shared: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for arc, codes in sorted(owners.items()):
        if drawings[arc] > 1:  # two drawings of one country have a line that is no border
            shared[tuple(sorted(codes))].append(arc)
    borders = {codes: arcs for codes, arcs in shared.items() if len(codes) == 2}  # noqa: PLR2004
    drafts = [_border(topology, pair, arcs, names) for pair, arcs in sorted(borders.items())]
    drafts += _tripoints(topology, borders, names)
    yield from _named(drafts)
    yield from _disputes(topology, shared, {d.id: d for d in drafts}, parts)


def _border(
    topology: Topology, pair: Sequence[str], arcs: Sequence[int], names: Mapping[str, str]
) -> Draft:
    """The line that two countries share; codes in alphabetical order."""
    first, second = pair
    name = f"{names[first]}–{names[second]} border"
    return _line(f"border:{first}-{second}", name, "BDRY", topology.line(arcs))


def _line(id: str, name: str, feature: str, line: BaseGeometry) -> Draft:
    """A line as an entry; its point is the middle of its longest part."""
    longest = max(parts_of(line), key=lambda part: part.length)
    middle = longest.interpolate(0.5, normalized=True)
    return Draft(
        id=id,
        name=name,
        feature=feature,
        kind="R",
        lon=round(middle.x, 5),
        lat=round(middle.y, 5),
        bbox=box_of_shape(line),
        wkb=shapely.to_wkb(line),
        shape="line",
        precision_m=LINE_PRECISION_M,
    )


def _tripoints(
    topology: Topology, borders: Mapping[tuple[str, ...], Sequence[int]], names: Mapping[str, str]
) -> Iterator[Draft]:
    """Where borders of three countries end in one point.

    Numbered from the west where three meet twice, as around Liechtenstein.
    """
    ends: dict[Point, set[str]] = defaultdict(set)
    for codes, arcs in borders.items():
        for arc in arcs:
            for end in (topology.arcs[arc][0], topology.arcs[arc][-1]):
                ends[end].update(codes)
    met: dict[tuple[str, ...], list[Point]] = defaultdict(list)
    for point, codes in sorted(ends.items()):
        if len(codes) >= _MEETING:
            met[tuple(sorted(codes))].append(point)
    for codes, points in sorted(met.items()):
        orders = list(permutations(names[code] for code in codes))
        for number, (lon, lat) in enumerate(points, start=1):
            numbered = f":{number}" if len(points) > 1 else ""
            side = _side(points, number - 1)
            yield Draft(
                id=f"tripoint:{'-'.join(codes)}{numbered}",
                name=f"{'–'.join(orders[0])} tripoint{side}",
                feature="TRPT",
                kind="R",
                lon=lon,
                lat=lat,
                precision_m=LINE_PRECISION_M,
                generated=tuple(f"{'–'.join(o)} {tail}" for o in orders for tail in _TAILS),
            )


def _side(points: Sequence[Point], number: int) -> str:
    """Which of two points it is, in words; nothing where there is one."""
    if len(points) == 1:
        return ""
    (west, first), (east, second) = points
    if abs(east - west) >= abs(first - second):
        return (" (west)", " (east)")[number]
    return " (south)" if (first < second) == (number == 0) else " (north)"


def _named(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts with the names of ``data/borders.csv``, and what only it names."""
    rows = {row["id"]: row for row in table_rows("borders.csv")}
    known = {draft.id: draft for draft in drafts}
    for draft in drafts:
        row = rows.get(draft.id)
        if row is None or row["radius_km"]:
            yield draft
        else:
            yield replace(draft, names=tuple(row["names"].split("|")))
    for key, row in sorted(rows.items()):
        whole = known.get(row["of"] or key)
        if whole is None:
            raise GazetteerError(f"data/borders.csv: no {row['of'] or key}; correct the file")
        if row["of"] or row["radius_km"]:
            yield _stretch(key, row, whole) if row["of"] else _around(key, row, whole)


def _stretch(key: str, row: Mapping[str, str], border: Draft) -> Draft:
    """What of a border lies in the row's box, by a name of its own."""
    name, *more = row["names"].split("|")
    west, south, east, north = (float(row[side]) for side in ("west", "south", "east", "north"))
    whole: BaseGeometry | None = shapely.from_wkb(border.wkb)
    line = whole and shapely.clip_by_rect(whole, west, south, east, north)
    if not line:
        raise GazetteerError(f"data/borders.csv: nothing of {border.id} in the box of {key}")
    return replace(_line(key, name, "BDRY", line), names=tuple(more))


def _around(key: str, row: Mapping[str, str], tripoint: Draft) -> Draft:
    """The country around a tri-point, by a name of its own."""
    name, *more = row["names"].split("|")
    return Draft(
        id=key.replace("tripoint:", "frontier:"),
        name=name,
        feature="RGN",
        kind="R",
        lon=tripoint.lon,
        lat=tripoint.lat,
        precision_m=1000 * float(row["radius_km"]),
        names=tuple(more),
    )


def _disputes(
    topology: Topology,
    shared: Mapping[tuple[str, ...], Sequence[int]],
    borders: Mapping[str, Draft],
    parts: Iterable[Part],
) -> Iterator[Draft]:
    """One entry for each row of ``data/disputes.csv``, with all lines that are drawn of it."""
    rows = sorted(table_rows("disputes.csv"), key=lambda row: row["sides"])
    lines = _claims()
    if missing := sorted(lines.keys() - {row["sides"] for row in rows}):
        raise GazetteerError(f"data/disputes.csv: no row for {', '.join(missing)}; add them")
    for sides, arcs in _inner(shared, parts):
        lines[sides] += _single(topology.line(arcs))
    for row in rows:
        sides = row["sides"]
        border = borders.get(f"border:{sides}")
        if not lines[sides] and border is not None and border.wkb is not None:
            lines[sides] = _single(shapely.from_wkb(border.wkb))
        if not lines[sides]:
            raise GazetteerError(f"data/disputes.csv: no line of {sides}; correct the file")
        merged: BaseGeometry = linemerge(MultiLineString(lines[sides]))
        yield _line(f"disputed:{sides}", row["name"], "DSPT", merged)


def _claims() -> dict[str, list[LineString]]:
    """The lines Natural Earth marks as disputed, by sides."""
    data = json.loads((DATA / "disputed-10m.geojson").read_text("utf-8"))
    lines: dict[str, list[LineString]] = defaultdict(list)
    for feature in data["features"]:
        lines[feature["properties"]["sides"]] += _single(from_geojson(feature["geometry"]))
    return lines


def _single(shape: BaseGeometry) -> list[LineString]:
    return [part for part in parts_of(shape) if isinstance(part, LineString)]


def _inner(
    shared: Mapping[tuple[str, ...], Sequence[int]], parts: Iterable[Part]
) -> Iterator[tuple[str, list[int]]]:
    """Lines between two drawings of one country, by the sides that draw them so."""
    by_country: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_country[part.country].append(part)
    for country, own in sorted(by_country.items()):
        inside = set(shared.get((country,), ()))
        for one, other in combinations(own, 2):
            arcs = inside & one.feature.arcs() & other.feature.arcs()
            if arcs:
                holders = {part.drawn or country for part in (one, other)}
                yield "-".join(sorted(holders)), sorted(arcs)
