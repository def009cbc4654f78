"""TopoJSON: arcs that neighbours share, decoded once; a shared arc is a border.

Source: the TopoJSON format specification 1.0 (delta-encoded, quantised arcs; ``~i`` reverses).
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from shapely import make_valid
from shapely.affinity import translate
from shapely.geometry import MultiLineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

from geocode.errors import GazetteerError

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Feature:
    """One object of a topology: its rings as arc numbers, and its properties."""

    id: str | None
    properties: Mapping[str, Any]
    polygons: tuple[tuple[tuple[int, ...], ...], ...]

    def arcs(self) -> frozenset[int]:
        """The numbers of its arcs, whichever way they run."""
        return frozenset(a if a >= 0 else ~a for p in self.polygons for ring in p for a in ring)


@dataclass(frozen=True, slots=True)
class Topology:
    """Arcs in lon, lat degrees and the features drawn with them."""

    arcs: tuple[tuple[Point, ...], ...]
    features: tuple[Feature, ...]

    def area(self, feature: Feature) -> BaseGeometry | None:
        """The feature as a valid polygon or multipolygon; None if it has no ring."""
        polygons: list[Polygon] = []
        for rings in feature.polygons:
            closed = [_unrolled(ring) for ring in map(self._ring, rings) if len(ring) > 3]  # noqa: PLR2004
            if closed:
                polygons.append(Polygon(closed[0], closed[1:]))
        if not polygons:
            return None
        shape: BaseGeometry = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
        valid = shape if shape.is_valid else _areas(make_valid(shape))
        return None if valid is None else _rolled(valid)

    def line(self, numbers: Sequence[int]) -> BaseGeometry:
        """The arcs joined end to end into as few lines as they allow."""
        merged: BaseGeometry = linemerge(MultiLineString([self.arcs[n] for n in numbers]))
        return merged

    def cut(self, number: int, first: Point, last: Point) -> Topology:
        """The topology with a polygon of feature ``number`` cut in two, from ``first`` to ``last``.

        Each end moves to the nearest vertex of the feature; neighbours keep sharing their arcs.

        Raises:
            GazetteerError: No polygon without holes has both vertices in its ring.

        """
        ends: list[Point] = []
        topology = self
        for end in (first, last):
            arc, at = topology._nearest(topology.features[number], end)
            ends.append(topology.arcs[arc][at])
            topology = topology._split(arc, at)
        feature = topology.features[number]
        for rings in feature.polygons:
            starts = [topology.start(a) for a in rings[0]]
            if len(rings) == 1 and all(end in starts for end in ends):
                break
        else:
            raise GazetteerError(f"no polygon without holes to cut from {first} to {last}")
        turn = starts.index(ends[0])
        ring, starts = rings[0][turn:] + rings[0][:turn], starts[turn:] + starts[:turn]
        half, back = starts.index(ends[1]), len(topology.arcs)
        halves = (((*ring[:half], back),), ((*ring[half:], ~back),))
        polygons = (*(p for p in feature.polygons if p is not rings), *halves)
        features = list(topology.features)
        features[number] = replace(feature, polygons=polygons)
        return Topology((*topology.arcs, (ends[1], ends[0])), tuple(features))

    def start(self, number: int) -> Point:
        """Where an arc starts, in the way it is run through."""
        return self.arcs[number][0] if number >= 0 else self.arcs[~number][-1]

    def _nearest(self, feature: Feature, point: Point) -> tuple[int, int]:
        """The arc of the feature, and its vertex, that lies nearest to a point in degrees."""
        found = (
            (math.dist(vertex, point), arc, at)
            for arc in feature.arcs()
            for at, vertex in enumerate(self.arcs[arc])
        )
        _, arc, at = min(found)
        return arc, at

    def _split(self, arc: int, at: int) -> Topology:
        """The same drawing with one arc made two at a vertex; itself where that is an end."""
        points = self.arcs[arc]
        if at in {0, len(points) - 1}:
            return self
        new = len(self.arcs)
        arcs = (*self.arcs[:arc], points[: at + 1], *self.arcs[arc + 1 :], points[at:])
        halves = {arc: (arc, new), ~arc: (~new, ~arc)}
        features = tuple(
            replace(
                feature,
                polygons=tuple(
                    tuple(tuple(n for a in ring for n in halves.get(a, (a,))) for ring in rings)
                    for rings in feature.polygons
                ),
            )
            if arc in feature.arcs()
            else feature
            for feature in self.features
        )
        return Topology(arcs, features)

    def _ring(self, numbers: Sequence[int]) -> list[Point]:
        out: list[Point] = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            out.extend(arc[1:] if out else arc)
        return out


def read_topology(path: Path, layer: str) -> Topology:
    """The named object collection of a TopoJSON file, gzipped or not."""
    raw = path.read_bytes()
    data = json.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    return Topology(
        arcs=tuple(_decoded(data)),
        features=tuple(map(_feature, data["objects"][layer]["geometries"])),
    )


def _decoded(data: Mapping[str, Any]) -> Iterator[tuple[Point, ...]]:
    (kx, ky), (dx, dy) = data["transform"]["scale"], data["transform"]["translate"]
    for arc in data["arcs"]:
        x = y = 0
        points: list[Point] = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((round(x * kx + dx, 5), round(y * ky + dy, 5)))
        yield tuple(points)


def _feature(raw: Mapping[str, Any]) -> Feature:
    kind, arcs = raw.get("type"), raw.get("arcs", [])
    polygons = {"Polygon": [arcs], "MultiPolygon": arcs}.get(str(kind), [])
    return Feature(
        id=raw.get("id"),
        properties=raw.get("properties", {}),
        polygons=tuple(tuple(tuple(ring) for ring in rings) for rings in polygons),
    )


def _unrolled(ring: list[Point]) -> list[Point]:
    """The ring without leaps from 180 to -180: it runs on past 180, and closes over a pole."""
    out = ring[:1]
    for x, y in ring[1:]:
        turns = round((out[-1][0] - x) / 360)
        out.append((x + 360 * turns, y))
    if abs(out[-1][0] - out[0][0]) > 180:  # noqa: PLR2004 - it went round: Antarctica
        pole = math.copysign(90.0, sum(y for _, y in out))
        out += [(out[-1][0], pole), (out[0][0], pole), out[0]]
    return out


def _rolled(shape: BaseGeometry) -> BaseGeometry | None:
    """The shape cut at 180 degrees, each part within -180 to 180.

    Source: RFC 7946, section 3.1.9.
    """
    west, _, east, _ = shape.bounds
    if west >= -180 and east <= 180:  # noqa: PLR2004
        return shape
    parts: list[BaseGeometry] = []
    for turn in (-1, 0, 1):
        window = box(360 * turn - 180, -90, 360 * turn + 180, 90)
        parts.append(translate(shape.intersection(window), xoff=-360 * turn))
    return _areas(unary_union(parts))


def _areas(shape: BaseGeometry) -> BaseGeometry | None:
    """The polygons of a repaired shape; the stray lines that repair may leave are dropped."""
    parts: list[BaseGeometry] = list(getattr(shape, "geoms", [shape]))
    areas = [p for p in parts if p.geom_type in {"Polygon", "MultiPolygon"}]
    return unary_union(areas) if areas else None
