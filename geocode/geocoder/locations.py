"""Entries and places as geopy's users get them: a ``Location`` with Nominatim's ``raw`` keys."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# geopy ships no types.

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypedDict

import shapely
from geopy.location import Location
from shapely.geometry.base import BaseGeometry

from geocode.gazetteer.protocol import Gazetteer
from geocode.geocoder.localnames import Namer, name_in
from geocode.geometry import bounds, destination, to_geojson
from geocode.names import fold
from geocode.records import Entry, Place

_CITY, _TOWN = 100_000, 10_000
"""From how many people on a populated place is a city, or a town; below it is a village.

Source: OpenStreetMap wiki, Key:place, which Nominatim's addresses follow.
"""
_KINDS = {
    "PCL": "country", "ADM1": "state", "ADM2": "county", "ADM": "municipality", "RGN": "region",
    "CONT": "continent", "BDRY": "boundary", "OCN": "ocean", "SEA": "sea", "GULF": "bay",
    "BAY": "bay", "STRT": "strait", "LK": "lake", "STM": "river", "CNL": "canal", "ISL": "island",
    "MTS": "mountain_range", "MT": "peak", "DSRT": "desert", "PEN": "peninsula",
    "AIRP": "aerodrome", "AIRB": "aerodrome", "DAM": "dam",
}  # fmt: skip
"""Nominatim's word for a start of a GeoNames feature code; the longest that fits is taken."""
_OTHER_KIND = "place"
_ON_IT_DEGREES = 1e-4
"""So near to a line a point lies on it: a border's own point is rounded to five decimals."""
_CACHED_OUTLINES = 64
"""Outlines kept as GeoJSON: 64 countries take under 100 MB; writing Canada takes 0.5 s."""


class LookupRecord(TypedDict):
    """One answer of ``python -m geocode lookup --json``; lon, lat in degrees, WGS 84."""

    id: str
    name: str
    feature: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    precision_m: float
    score: float
    reasons: list[str]
    geometry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a ``Location.raw`` shall hold beyond its own fields, and in which languages."""

    named: Namer
    languages: tuple[str, ...] = ()
    addressdetails: bool = False
    namedetails: bool = False
    extratags: bool = False
    geojson: bool = False


def place_location(place: Place, query: str, gazetteer: Gazetteer, wanted: Wanted) -> Location:
    """A place as a geopy location; where it is not the entry itself, the address says the query.

    Raises:
        ValueError: the place abstains, so there is nothing to answer.

    """
    record = lookup_record(place, gazetteer)
    entry = _entry_of(place)
    own = {**record, "boundingbox": _bounding_box(place), "relation": place.relation}
    address = address_of(entry, gazetteer, wanted.named)
    if place.relation != "in" and fold(query) != fold(entry.name):
        address = f"{' '.join(query.split())} ({address})"
    return _location(entry, address, own, gazetteer, wanted)


def entry_location(
    entry: Entry,
    gazetteer: Gazetteer,
    wanted: Wanted,
    *,
    score: float,
    why: tuple[str, ...],
    distance_m: float,
) -> Location:
    """An entry that lies ``distance_m`` from a point asked for, as a geopy location."""
    own: dict[str, Any] = {
        "id": entry.id,
        "name": entry.name,
        "feature": entry.feature,
        "country": entry.country,
        "admin1": division_name(entry, gazetteer),
        "lat": entry.lat,
        "lon": entry.lon,
        "precision_m": entry.precision_m,
        "score": round(score, 4),
        "reasons": list(why),
        "geometry": {"type": "Point", "coordinates": [entry.lon, entry.lat]},
        "boundingbox": _point_box(entry),
        "relation": "near" if distance_m else "in",
        "distance_m": round(distance_m, 1),
    }
    return _location(entry, address_of(entry, gazetteer, wanted.named), own, gazetteer, wanted)


def lookup_record(place: Place, gazetteer: Gazetteer) -> LookupRecord:
    """A place as one answer to a query; ``admin1`` is the division's name, not its id.

    ``lon``, ``lat`` is the entry's own point, unless what the words mean lies elsewhere ("30 km
    north of X", "western X"): then a point of that.

    The coordinates of a large outline are shared between answers: copy them before changing them.

    Raises:
        ValueError: the place abstains, so there is nothing to answer.

    """
    entry, ground = _entry_of(place), place.geometry
    if ground is None or place.precision_m is None:
        raise ValueError("a place that abstains has no record; leave it out")
    lon, lat = pin_of(place)
    return LookupRecord(
        id=entry.id,
        name=entry.name,
        feature=entry.feature,
        country=entry.country,
        admin1=division_name(entry, gazetteer),
        lat=lat,
        lon=lon,
        precision_m=round(place.precision_m, 1),
        score=round(place.confidence, 4),
        reasons=list(place.why),
        geometry=_written(ground, entry, gazetteer),
    )


def address_of(entry: Entry, gazetteer: Gazetteer, named: Namer | None = None) -> str:
    """The entry with what it lies in: "Yel’sk, Homyel region, Belarus"."""
    holders = _holders(entry, gazetteer)
    around = [one for level, one in holders.items() if level != "county"]
    names = [one.name if named is None else named(one) for one in (entry, *around)]
    return ", ".join(dict.fromkeys(names))


def division_name(entry: Entry, gazetteer: Gazetteer, named: Namer | None = None) -> str | None:
    """The name of the first-level division it lies in, if that is known."""
    division = gazetteer.entry(entry.admin1) if entry.admin1 else None
    if division is None or division.id == entry.id:
        return None
    return division.name if named is None else named(division)


def kind_of(entry: Entry) -> str:
    """Nominatim's word for what an entry is: city, town, village, state, country and so on."""
    if entry.feature.startswith("PPL"):
        if entry.feature == "PPLC" or entry.population >= _CITY:
            return "city"
        return "town" if entry.population >= _TOWN else "village"
    fitting = [start for start in _KINDS if entry.feature.startswith(start)]
    return _KINDS[max(fitting, key=len)] if fitting else _OTHER_KIND


def _location(
    entry: Entry, address: str, own: dict[str, Any], gazetteer: Gazetteer, wanted: Wanted
) -> Location:
    """The location with ``raw`` of our fields in the language asked for, and what was asked for."""
    raw = {
        **own,
        "name": wanted.named(entry),
        "admin1": division_name(entry, gazetteer, wanted.named),
        "display_name": address,
        "addresstype": kind_of(entry),
    }
    if wanted.addressdetails:
        raw["address"] = _address_parts(entry, gazetteer, wanted.named)
    if wanted.namedetails:
        raw["namedetails"] = _name_details(entry, gazetteer, wanted.languages)
    if wanted.extratags:
        raw["extratags"] = {"population": str(entry.population)} if entry.population else {}
    if wanted.geojson:
        raw["geojson"] = own["geometry"]
    return Location(address, (own["lat"], own["lon"]), raw)


def _address_parts(entry: Entry, gazetteer: Gazetteer, named: Namer) -> dict[str, str]:
    """The parts of an address as Nominatim names them, finest first."""
    parts = {kind_of(entry): named(entry)}
    for level, holder in _holders(entry, gazetteer).items():
        parts.setdefault(level, named(holder))
    if entry.country:
        parts["country_code"] = entry.country.lower()
    return parts


def _name_details(entry: Entry, gazetteer: Gazetteer, languages: tuple[str, ...]) -> dict[str, str]:
    """Names under OpenStreetMap's keys: the other ones have no language and stand in one line."""
    names = gazetteer.names(entry.id)
    details = {"name": entry.name}
    for code in languages:
        if (known := name_in(entry, code, gazetteer)) is not None:
            details[f"name:{code}"] = known
    others = [name for name in dict.fromkeys(names) if name != entry.name]
    return {**details, "alt_name": ";".join(others)} if others else details


def _holders(entry: Entry, gazetteer: Gazetteer) -> dict[str, Entry]:
    """What an entry lies in, other than itself: county, state, country, where known."""
    found = {
        "county": gazetteer.entry(entry.admin2) if entry.admin2 else None,
        "state": gazetteer.entry(entry.admin1) if entry.admin1 else None,
        "country": gazetteer.country(entry.country) if entry.country else None,
    }
    return {level: one for level, one in found.items() if one is not None and one.id != entry.id}


def _entry_of(place: Place) -> Entry:
    if place.best is None:
        raise ValueError("a place that abstains has no record; leave it out")
    return place.best


def pin_of(place: Place) -> tuple[float, float]:
    """The lon, lat a place is answered with.

    The entry's own point, unless the words mean ground away from it: then a point of that ground.

    Raises:
        ValueError: the place abstains.

    """
    entry, ground = _entry_of(place), place.geometry
    if place.relation == "in" or ground is None or ground.is_empty:
        return entry.lon, entry.lat
    # A ring around X has its point at X, in its hole.
    whole = [
        shapely.Polygon(piece.exterior) if isinstance(piece, shapely.Polygon) else piece
        for piece in shapely.get_parts(ground)
    ]
    if shapely.dwithin(whole, shapely.Point(entry.lon, entry.lat), _ON_IT_DEGREES).any():
        return entry.lon, entry.lat
    point = ground.representative_point()
    return round(point.x, 5), round(point.y, 5)


class _Outline:
    """A geometry known by being the same object: comparing its points takes too long."""

    __slots__ = ("geometry",)

    def __init__(self, geometry: BaseGeometry) -> None:
        self.geometry = geometry

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Outline) and other.geometry is self.geometry

    def __hash__(self) -> int:
        return id(self.geometry)


def _written(ground: BaseGeometry, entry: Entry, gazetteer: Gazetteer) -> dict[str, Any]:
    """The ground as GeoJSON; an entry's own outline is written once and its coordinates shared."""
    outline = gazetteer.shape(entry.id) if entry.shape else None
    return dict(_outline_written(_Outline(ground))) if ground is outline else to_geojson(ground)


@lru_cache(maxsize=_CACHED_OUTLINES)
def _outline_written(outline: _Outline) -> dict[str, Any]:
    return to_geojson(outline.geometry)


def _bounding_box(place: Place) -> list[float]:
    """South, north, west, east in degrees, Nominatim's order; of a point, its precision around."""
    entry, ground = _entry_of(place), place.geometry
    own = place.relation == "in" and entry.bbox is not None
    if own or ground is None or ground.is_empty or ground.geom_type == "Point":
        return _point_box(entry)
    return _in_nominatims_order(bounds(ground))


def _point_box(entry: Entry) -> list[float]:
    """The entry's own box, or one around its point as wide as that is uncertain."""
    if entry.bbox is not None:
        return _in_nominatims_order(entry.bbox)
    lon, lat, radius_m = entry.lon, entry.lat, entry.precision_m
    ways = (
        destination(lon, lat, azimuth_deg=azimuth, along_m=radius_m)
        for azimuth in (270, 180, 90, 0)
    )
    (west, _), (_, south), (east, _), (_, north) = ways
    return _in_nominatims_order((west, south, east, north))


def _in_nominatims_order(box: tuple[float, float, float, float]) -> list[float]:
    west, south, east, north = (round(degrees, 5) for degrees in box)
    return [south, north, west, east]
