"""``OfflineGeocoder``: one place name at a time, the way geopy asks, with no network."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# geopy ships no types.

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.protocol import Gazetteer
from geocode.geocoder.localnames import languages_asked, namer
from geocode.geocoder.locations import (
    LookupRecord,
    Wanted,
    address_of,
    entry_location,
    lookup_record,
    pin_of,
    place_location,
)
from geocode.geocoder.parameters import (
    Box,
    PointLike,
    asked,
    box_of,
    check_geometry,
    codes_of,
    in_box,
    level_of,
    most_results,
    point_of,
)
from geocode.geocoder.surroundings import REVERSE_RADIUS_M, holder_of, towns_near
from geocode.places import place_query
from geocode.places.queries.suggestions import suggest
from geocode.records import Place
from geocode.settings import Settings

__all__ = [
    "REVERSE_RADIUS_M",
    "LookupRecord",
    "NoAdapter",
    "OfflineGeocoder",
    "address_of",
    "lookup_record",
]

_FILTERED = 50
"""So many bearers of a name are looked at where a filter may leave out the first of them."""
_IN_THE_BOX = 100.0
"""How much likelier a place in an unbounded ``viewbox`` is meant than one outside it: enough for
Paris, Texas, to win where Texas is looked at, too little for a village named Ukraine."""


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

    It takes every parameter of geopy's Nominatim and answers in its shape. Besides names it
    understands "X, Y", "near X", "30 km north of X", "western X" and borders ("Belarus–Poland
    border"). ``Location.raw`` holds Nominatim's ``display_name``, ``boundingbox`` and
    ``addresstype``, and of our own: id, feature, score, reasons, precision in metres, and the
    geometry as GeoJSON. Safe to ask from several threads; every process opens its own.

    Example (more of them, run as a test, in the README)::

        geocoder = OfflineGeocoder()
        df["location"] = df["name"].apply(geocoder.geocode)
        df["point"] = df["location"].apply(lambda loc: tuple(loc.point) if loc else None)

    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        settings: Settings | None = None,
        scheme: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's sentinel has no type
        proxies: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's sentinel has no type
        user_agent: str | None = None,
        ssl_context: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's sentinel has no type
        adapter_factory: Any = None,  # noqa: ANN401 - geopy's callable has no type
    ) -> None:
        """Opens the default gazetteer unless one is given.

        :param Gazetteer gazetteer: An open gazetteer, in place of the default cache.
        :param Settings settings: Radii of "near" and the like, in place of the defaults.
        :param str scheme: geopy's, kept as an attribute; nothing is asked over it.
        :param int timeout: geopy's, kept as an attribute; nothing is waited for.
        :param dict proxies: geopy's, kept as an attribute; nothing goes through them.
        :param str user_agent: geopy's, kept in ``headers``; nobody is shown it.
        :type ssl_context: :class:`ssl.SSLContext`
        :param ssl_context: geopy's, kept as an attribute; nothing is encrypted with it.
        :param callable adapter_factory: Must be left out: there is nothing to adapt to.

        Raises:
            GazetteerError: the cache is missing or of another version; the message says what to do.
            ConfigurationError: an ``adapter_factory`` is given.

        """
        if adapter_factory is not None:
            raise ConfigurationError("OfflineGeocoder makes no requests; leave out adapter_factory")
        super().__init__(
            scheme=scheme,  # pyright: ignore[reportArgumentType] - typed by its default
            timeout=timeout,
            proxies=proxies,
            user_agent=user_agent,
            ssl_context=ssl_context,
            adapter_factory=NoAdapter,
        )
        self.gazetteer: Gazetteer = gazetteer if gazetteer is not None else open_gazetteer()
        self.settings = settings if settings is not None else Settings()

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's sentinel has no type
        limit: int | None = None,
        addressdetails: bool = False,
        language: str | bool = False,
        geometry: str | None = None,
        extratags: bool = False,
        country_codes: str | Iterable[str] | None = None,
        viewbox: Sequence[PointLike] | None = None,
        bounded: bool = False,
        featuretype: str | None = None,
        namedetails: bool = False,
        fuzzy: bool = False,
    ) -> Location | list[Location] | None:
        """Return a location point by a place name or phrase; None where nothing is found.

        :type query: dict or str
        :param query: The name, with or without words of relation; or a structured query, a
            dictionary of `city`, `county`, `state`, `country`. One with a `street` or a
            `postalcode` is not found: neither is known here. What is no text (None, NaN) is not
            found either, so that ``.apply`` passes over missing values.
        :param bool exactly_one: Return one result or a list of results, best first.
        :param int timeout: Accepted as by every geocoder; nothing is waited for.
        :param int limit: Most results of a list, 10 unless told.
        :param bool addressdetails: Put the parts of the address in ``raw["address"]``: city, town
            or village, county, state, country, country_code.
        :param str language: Show names in this language where a name in it is known, as
            ``"uk"`` or ``"uk,en;q=0.5"``: those of countries, of larger cities, and of places whose
            alphabet tells. All others stay as they are.
        :param str geometry: ``"geojson"`` puts the geometry in ``raw["geojson"]`` too.
        :param bool extratags: Put the population in ``raw["extratags"]``.
        :type country_codes: str or list
        :param country_codes: ISO 3166-1 alpha-2 code or codes to keep to.
        :type viewbox: list or tuple of 2 items of :class:`geopy.point.Point` or
            ``(latitude, longitude)`` or ``"%(latitude)s, %(longitude)s"``.
        :param viewbox: Opposite corners of a box whose places are preferred.
        :param bool bounded: Leave out what has its point outside the ``viewbox``.
        :param str featuretype: Keep to `country`, `state`, `city` (any populated place) or
            `settlement` (from states down).
        :param bool namedetails: Put the names in ``raw["namedetails"]``.
        :param bool fuzzy: Where nothing is found, return what may have been misspelt, each with
            ``raw["match"] == "fuzzy"``: a question back, never an answer.

        :rtype: ``None``, :class:`geopy.location.Location` or a list of them, if
            ``exactly_one=False``.
        """
        del timeout
        most = most_results(limit, exactly_one=exactly_one)
        codes, box = codes_of(country_codes), box_of(viewbox, bounded=bounded)
        geojson, wording = check_geometry(geometry), asked(query, featuretype, self.gazetteer)
        if wording is None:
            return None
        filtered = box is not None or bool(wording.features)
        looked_at = max(most, _FILTERED) if filtered else most
        found = self._search(place_query, wording.text, looked_at, codes)
        doubted = fuzzy and not found
        if doubted:
            found = self._search(suggest, wording.text, looked_at, codes)
        kept = [p for p in found if p.best and p.geometry and wording.admits(p.best)]
        wanted = self._wanted(
            language,
            addressdetails=addressdetails,
            namedetails=namedetails,
            extratags=extratags,
            geojson=geojson,
        )
        located = [
            place_location(place, wording.text, self.gazetteer, wanted)
            for place in _preferred(kept, box, bounded=bounded)[:most]
        ]
        for location in located if doubted else ():
            location.raw["match"] = "fuzzy"
        return _answer(located, exactly_one=exactly_one)

    def reverse(
        self,
        query: PointLike,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 - geopy's sentinel has no type
        language: str | bool = False,
        addressdetails: bool = True,
        zoom: int | None = None,
        namedetails: bool = False,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """Return the nearest populated place by location point; None beyond 50 km of any.

        Places across a border are left out where the point's own country has one as well.

        :type query: :class:`geopy.point.Point`, list or tuple of ``(latitude,
            longitude)``, or string as ``"%(latitude)s, %(longitude)s"``.
        :param query: The coordinates for which you wish to obtain the nearest place.
        :param bool exactly_one: Return one result or a list of results, nearest first.
        :param int timeout: Accepted as by every geocoder; nothing is waited for.
        :param str language: Show names in this language where a name in it is known.
        :param bool addressdetails: Put the parts of the address in ``raw["address"]``.
        :param int zoom: Level of detail from 0 to 18: up to 4 the country the point lies in, up
            to 7 its state, up to 9 its county where known; from there on a populated place.
        :param bool namedetails: Put the names in ``raw["namedetails"]``.
        :param int limit: Most results of a list, 10 unless told.

        :rtype: ``None``, :class:`geopy.location.Location` or a list of them, if
            ``exactly_one=False``.
        """
        del timeout
        point, level = point_of(query), level_of(zoom)
        most = most_results(limit, exactly_one=exactly_one)
        wanted = self._wanted(language, addressdetails=addressdetails, namedetails=namedetails)
        lon, lat = point.longitude, point.latitude
        if level != "place":
            holder = holder_of(lon, lat, level, self.gazetteer)
            near = () if holder is None else ((holder, 0.0),)
        else:
            near = towns_near(lon, lat, self.gazetteer, limit=most)
        located = [
            entry_location(
                entry,
                self.gazetteer,
                wanted,
                score=1.0 - distance_m / REVERSE_RADIUS_M,
                why=(
                    f"{distance_m / 1000:.1f} km from the point asked for"
                    if level == "place"
                    else "the point asked for lies in it",
                ),
                distance_m=distance_m,
            )
            for entry, distance_m in near
        ]
        return _answer(located, exactly_one=exactly_one)

    def _search(
        self, how: Callable[..., tuple[Place, ...]], text: str, limit: int, codes: tuple[str, ...]
    ) -> tuple[Place, ...]:
        return how(text, self.gazetteer, self.settings, limit=limit, countries=codes)

    def _wanted(
        self,
        language: str | bool,  # noqa: FBT001 - geopy's own type for it
        *,
        addressdetails: bool,
        namedetails: bool,
        extratags: bool = False,
        geojson: bool = False,
    ) -> Wanted:
        languages = languages_asked(language)
        return Wanted(
            namer(languages, self.gazetteer),
            languages,
            addressdetails=bool(addressdetails),
            namedetails=bool(namedetails),
            extratags=bool(extratags),
            geojson=geojson,
        )


def _preferred(places: Sequence[Place], box: Box | None, *, bounded: bool) -> tuple[Place, ...]:
    """Places with those in the box likelier, or alone where it bounds; best first."""
    if box is None:
        return tuple(places)
    inside = [in_box(box, *pin_of(place)) for place in places]
    if bounded:
        return tuple(place for place, within in zip(places, inside, strict=True) if within)
    odds = [
        place.confidence * (_IN_THE_BOX if within else 1.0)
        for place, within in zip(places, inside, strict=True)
    ]
    share = sum(place.confidence for place in places) / (sum(odds) or 1.0)
    weighed = [
        replace(
            place,
            confidence=odd * share,
            why=(*place.why, "in the viewbox" if within else "outside the viewbox"),
        )
        for place, within, odd in zip(places, inside, odds, strict=True)
    ]
    return tuple(sorted(weighed, key=lambda place: -place.confidence))


def _answer(found: list[Location], *, exactly_one: bool) -> Location | list[Location] | None:
    if not found:
        return None
    return found[0] if exactly_one else found
