"""What a point lies near, and what it lies in."""

from __future__ import annotations

from collections.abc import Iterable

import shapely

from geocode.gazetteer.protocol import Gazetteer
from geocode.records import Entry

REVERSE_RADIUS_M = 50_000.0
"""No populated place further than this is near a point: at sea the answer is none."""
_ACROSS = 4
"""So many more places than wanted are looked at, to see whether a border is near."""
_TOWNS_ASKED = 5
"""The countries of so many nearest places, and their neighbours, may hold a point."""


def towns_near(
    lon: float, lat: float, gazetteer: Gazetteer, *, limit: int
) -> tuple[tuple[Entry, float], ...]:
    """Populated places within 50 km with their distance in metres, nearest first.

    Where several countries are near, only places of the one the point lies in, if it has any.
    """
    near = tuple(
        (entry, metres)
        for entry, metres in gazetteer.nearest(lon, lat, limit=limit + _ACROSS)
        if metres <= REVERSE_RADIUS_M
    )
    countries = {entry.country for entry, _ in near}
    if len(countries) > 1:
        country = _holding(lon, lat, _countries(countries, gazetteer), gazetteer)
        own = tuple(pair for pair in near if country and pair[0].country == country.country)
        near = own or near
    return near[:limit]


def holder_of(lon: float, lat: float, level: str, gazetteer: Gazetteer) -> Entry | None:
    """The country, state or county a point lies in; None at sea and where no shape is known.

    Counties have no outlines: theirs is that of the nearest populated place of the same state.
    """
    towns = gazetteer.nearest(lon, lat, limit=_TOWNS_ASKED)
    codes = {entry.country for entry, _ in towns if entry.country}
    around = codes | {other for code in codes for other in gazetteer.neighbours(code)}
    country = _holding(lon, lat, _countries(around, gazetteer), gazetteer)
    if country is None or country.country is None or level == "country":
        return country
    state = _holding(lon, lat, gazetteer.divisions(country.country), gazetteer)
    if state is None or level == "state":
        return state
    for entry, metres in towns:
        if entry.admin1 == state.id and entry.admin2 and metres <= REVERSE_RADIUS_M:
            return gazetteer.entry(entry.admin2)
    return state


def _countries(codes: Iterable[str | None], gazetteer: Gazetteer) -> tuple[Entry, ...]:
    found = (gazetteer.country(code) for code in sorted(code for code in codes if code))
    return tuple(entry for entry in found if entry is not None)


def _holding(
    lon: float, lat: float, entries: Iterable[Entry], gazetteer: Gazetteer
) -> Entry | None:
    """The first entry whose shape holds the point."""
    for entry in entries:
        if entry.bbox is not None and _box_holds(entry.bbox, lon, lat):
            shape = gazetteer.shape(entry.id)
            if shape is not None and shapely.intersects_xy(shape, lon, lat):
                return entry
    return None


def _box_holds(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = box
    across = lon >= west or lon <= east
    return south <= lat <= north and (across if west > east else west <= lon <= east)
