"""``OfflineGeocoder``: one place name at a time, the way geopy asks, with no network."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# geopy ships no types.

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn, TypedDict, cast

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.geometry import to_geojson
from geocode.places import place_query
from geocode.records import Entry, Place
from geocode.settings import Settings

REVERSE_RADIUS_M = 50_000.0
"""``reverse`` finds no populated place further than this: at sea the answer is None."""
_DEFAULT_LIMIT = 10
_COUNTRY_CODE = re.compile(r"[A-Za-z]{2}")


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


class NoAdapter(BaseSyncAdapter):
    """The adapter of a geocoder that asks nobody: any request is an error."""

    def __init__(self, *, proxies: object = None, ssl_context: object = None) -> None:
        """Takes what geopy gives to every adapter and keeps none of it."""
        super().__init__(proxies=proxies, ssl_context=ssl_context)

    def get_json(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        """Refuses."""
        del timeout, headers
        raise GeocoderQueryError(f"OfflineGeocoder makes no requests; {url!r} was not asked")

    def get_text(self, url: str, *, timeout: object, headers: object) -> NoReturn:
        """Refuses."""
        del timeout, headers
        raise GeocoderQueryError(f"OfflineGeocoder makes no requests; {url!r} was not asked")


class OfflineGeocoder(Geocoder):
    """Geocoder over the embedded gazetteer; it reads one file and makes no request.

    Besides names it understands "X, Y", "near X", "30 km north of X", "western X" and borders
    ("Belarus–Poland border"). ``Location.raw`` holds id, feature, score, reasons, precision in
    metres and the geometry as GeoJSON; ``Location.point`` is the entry's own point.
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        settings: Settings | None = None,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's sentinel has no type
        user_agent: str | None = None,
    ) -> None:
        """Opens the default gazetteer unless one is given.

        ``timeout`` and ``user_agent`` are geopy's and change nothing: nothing is waited for.

        Raises:
            GazetteerError: the cache is missing or of another version; the message says what to do.

        """
        super().__init__(
            scheme="https",
            timeout=timeout,
            proxies=None,  # pyright: ignore[reportArgumentType] - typed by its sentinel
            user_agent=user_agent,
            ssl_context=None,  # pyright: ignore[reportArgumentType] - typed by its sentinel
            adapter_factory=NoAdapter,
        )
        self.gazetteer: Gazetteer = gazetteer if gazetteer is not None else open_gazetteer()
        self.settings = settings if settings is not None else Settings()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        country_codes: str | Iterable[str] | None = None,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's sentinel has no type
    ) -> Location | list[Location] | None:
        """Return a location point by a place name or phrase; None where nothing is found.

        :param str query: The name, with or without words of relation.
        :param bool exactly_one: Return one result or a list of results, best first.
        :param int limit: Most results of a list, 10 unless told.
        :param country_codes: ISO 3166-1 alpha-2 code or codes to keep to.
        :param timeout: Accepted as by every geocoder; nothing is waited for.
        :rtype: ``None``, :class:`geopy.location.Location` or a list of them.
        """
        del timeout
        wanted = 1 if exactly_one else _checked_limit(limit)
        found = place_query(
            query, self.gazetteer, self.settings, limit=wanted, countries=_codes(country_codes)
        )
        return _answer([self._location(place) for place in found], exactly_one=exactly_one)

    def reverse(
        self,
        query: Point | Sequence[float] | str,
        *,
        exactly_one: bool = True,
        limit: int | None = None,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's sentinel has no type
    ) -> Location | list[Location] | None:
        """Return the nearest populated place by location point; None beyond 50 km of any.

        :param query: :class:`geopy.point.Point`, ``(latitude, longitude)`` or ``"lat, lon"``.
        :param bool exactly_one: Return one result or a list of results, nearest first.
        :param int limit: Most results of a list, 10 unless told.
        :param timeout: Accepted as by every geocoder; nothing is waited for.
        :rtype: ``None``, :class:`geopy.location.Location` or a list of them.
        """
        del timeout
        point = cast("Any", query if isinstance(query, Point) else Point(query))
        wanted = 1 if exactly_one else _checked_limit(limit)
        near = self.gazetteer.nearest(point.longitude, point.latitude, limit=wanted)
        found = [
            self._reversed(entry, distance_m)
            for entry, distance_m in near
            if distance_m <= REVERSE_RADIUS_M
        ]
        return _answer(found, exactly_one=exactly_one)

    def _location(self, place: Place) -> Location:
        record = lookup_record(place, self.gazetteer)
        raw = {**record, "relation": place.relation}
        address = address_of(cast("Entry", place.best), self.gazetteer)
        return Location(address, (record["lat"], record["lon"]), raw)

    def _reversed(self, entry: Entry, distance_m: float) -> Location:
        raw = {
            "id": entry.id,
            "name": entry.name,
            "feature": entry.feature,
            "country": entry.country,
            "admin1": division_name(entry, self.gazetteer),
            "lat": entry.lat,
            "lon": entry.lon,
            "precision_m": entry.precision_m,
            "score": round(1.0 - distance_m / REVERSE_RADIUS_M, 4),
            "reasons": [f"{distance_m / 1000:.1f} km from the point asked for"],
            "geometry": {"type": "Point", "coordinates": [entry.lon, entry.lat]},
            "relation": "near",
            "distance_m": round(distance_m, 1),
        }
        return Location(address_of(entry, self.gazetteer), (entry.lat, entry.lon), raw)


def lookup_record(place: Place, gazetteer: Gazetteer) -> LookupRecord:
    """A place as one answer to a query; ``admin1`` is the division's name, not its id.

    Raises:
        ValueError: the place abstains, so there is nothing to answer.

    """
    entry, ground = place.best, place.geometry
    if entry is None or ground is None or place.precision_m is None:
        raise ValueError("a place that abstains has no record; leave it out")
    return LookupRecord(
        id=entry.id,
        name=entry.name,
        feature=entry.feature,
        country=entry.country,
        admin1=division_name(entry, gazetteer),
        lat=entry.lat,
        lon=entry.lon,
        precision_m=round(place.precision_m, 1),
        score=round(place.confidence, 4),
        reasons=list(place.why),
        geometry=to_geojson(ground),
    )


def address_of(entry: Entry, gazetteer: Gazetteer) -> str:
    """The entry with what it lies in: "Yel’sk, Homyel region, Belarus"."""
    country = gazetteer.country(entry.country) if entry.country else None
    division = division_name(entry, gazetteer)
    names = [entry.name, division, country.name if country else None]
    return ", ".join(dict.fromkeys(name for name in names if name))


def division_name(entry: Entry, gazetteer: Gazetteer) -> str | None:
    """The name of the first-level division it lies in, if that is known."""
    division = gazetteer.entry(entry.admin1) if entry.admin1 else None
    return division.name if division is not None else None


def _answer(found: list[Location], *, exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found


def _checked_limit(limit: int | None) -> int:
    if limit is None:
        return _DEFAULT_LIMIT
    if limit < 1:
        raise ValueError(f"limit is {limit}; give 1 or more")
    return limit


def _codes(country_codes: str | Iterable[str] | None) -> tuple[str, ...]:
    if country_codes is None:
        return ()
    codes = (country_codes,) if isinstance(country_codes, str) else tuple(country_codes)
    for code in codes:
        if not _COUNTRY_CODE.fullmatch(code):
            raise GeocoderQueryError(f"country code {code!r} is not two letters, as in BY")
    return tuple(code.upper() for code in codes)
