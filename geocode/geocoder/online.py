"""``CachedGeocoder``: a geocoding service behind the offline geocoder, for who wants one.

Off unless asked for: nothing in Dateline imports this module. Requests go through geopy's own
adapters and through nothing else.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# geopy ships no types.

from __future__ import annotations

import inspect
import math
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from geopy.adapters import BaseSyncAdapter
from geopy.exc import ConfigurationError, GeocoderParseError, GeocoderQueryError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

from geocode.geocoder.answers import Answer, AnswerFile, Found, question
from geocode.geocoder.offline import OfflineGeocoder
from geocode.geocoder.parameters import PointLike, most_results, part_text, point_of

_OPENSTREETMAP = "© OpenStreetMap contributors, ODbL 1.0"
_ATTRIBUTIONS = {"Nominatim": _OPENSTREETMAP, "Photon": _OPENSTREETMAP}
"""Terms that the data of a service come under, by the name of geopy's class.

Source: https://operations.osmfoundation.org/policies/nominatim/ and https://photon.komoot.io/.
"""
_PUBLIC_HOSTS = ("openstreetmap.org", "osm.org")
_PUBLIC_DELAY_SECONDS = 1.0
"""Least time between two requests to the public server of OpenStreetMap.

Source: https://operations.osmfoundation.org/policies/nominatim/: one request a second at most.
"""
_LAST_OFFLINE_ZOOM = 13
"""Beyond this ``zoom`` streets are asked for, which the offline geocoder does not know."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""What cannot be sent: text that was decoded from bytes that are none."""
_FLEETING = frozenset({"place_id"})
"""Members of a raw answer that differ from server to server and say nothing: they are not kept."""


class CachedGeocoder(Geocoder):
    """Geocoder that asks offline first, then its file of answers, then a service, once.

    ``service`` is any geocoder of geopy; Nominatim is the one it is made for. What the service
    answers, also that it found nothing, is kept in a readable file and never asked again until
    its line is deleted there. An error of the service is raised as geopy raises it, and nothing is
    kept. The service is asked by one thread at a time and never faster than
    ``min_delay_seconds``; that holds for this object, so use one of them per service.
    What comes from the service says so in ``Location.raw``: ``service``, ``attribution`` and
    ``asked``, the day.

    Example::

        service = Nominatim(user_agent="you@example.org")
        geocoder = CachedGeocoder(service, path="answers.jsonl", today=date.today)
        geocoder.geocode("221b Baker Street, London").raw["attribution"]

    """

    def __init__(
        self,
        service: Geocoder,
        *,
        path: Path | str,
        today: Callable[[], date],
        offline: OfflineGeocoder | None = None,
        attribution: str | None = None,
        min_delay_seconds: float = 1.0,
        max_retries: int = 2,
        error_wait_seconds: float = 5.0,
    ) -> None:
        """Reads the file of answers; no request is made yet.

        :param Geocoder service: A geocoder of geopy with a synchronous adapter.
        :param Path path: The file of answers; it is made at the first one.
        :param callable today: Gives the day to put down for an answer: ``date.today``.
        :param OfflineGeocoder offline: What is asked first, in place of the default gazetteer.
        :param str attribution: Whose data the service gives, under which licence; known for
            Nominatim and Photon. Make sure that those terms let you keep answers.
        :param float min_delay_seconds: Least time between two requests.
        :param int max_retries: So often a failed request is made once more.
        :param float error_wait_seconds: Wait before that.

        Raises:
            ConfigurationError: No attribution is known; the delay is too short for the service, or
                its adapter is asynchronous.
            StoreError: The file of answers cannot be read; says which line.
            GazetteerError: The offline gazetteer is missing or of another version.

        """
        _check_service(service, min_delay_seconds)
        # The settings of the service, and its adapter: a ``with`` block closes what it holds open.
        shared = cast("Any", service)
        super().__init__(
            scheme=shared.scheme,
            timeout=shared.timeout,
            proxies=shared.proxies,
            user_agent=shared.headers["User-Agent"],
            ssl_context=shared.ssl_context,
            adapter_factory=cast("Any", partial(_same, shared.adapter)),
        )
        self.service = service
        self.attribution = _attribution(service, attribution)
        self.offline = offline if offline is not None else OfflineGeocoder()
        self._answers = AnswerFile(Path(path))
        self._today = today
        self._asking = threading.Lock()
        self._limited = RateLimiter(
            _call,
            min_delay_seconds=min_delay_seconds,
            max_retries=max_retries,
            error_wait_seconds=max(error_wait_seconds, min_delay_seconds),
            swallow_exceptions=False,
        )

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
    ) -> Location | list[Location] | None:
        """Return a location point by address: offline, from the file, or from the service.

        The parameters are those of geopy's Nominatim. Another service gets those that it has.

        :type query: dict or str
        :param query: The address, query or structured query; what is no text (None, NaN) is not
            asked, and not found.
        :param bool exactly_one: Return one result or a list of results, best first.
        :param int timeout: Seconds to wait for the service, in place of its own setting.
        :param int limit: Most results of a list.
        :param bool addressdetails: Put the parts of the address in ``raw["address"]``.
        :param str language: Preferred language of the names.
        :param str geometry: `geojson` offline and online; `wkt`, `svg`, `kml` online only.
        :param bool extratags: Put further facts in ``raw["extratags"]``.
        :type country_codes: str or list
        :param country_codes: ISO 3166-1 alpha-2 code or codes to keep to.
        :type viewbox: list or tuple of 2 items of :class:`geopy.point.Point` or
            ``(latitude, longitude)`` or ``"%(latitude)s, %(longitude)s"``.
        :param viewbox: Opposite corners of a box whose places are preferred.
        :param bool bounded: Leave out what is outside the ``viewbox``.
        :param str featuretype: Keep to `country`, `state`, `city` or `settlement`.
        :param bool namedetails: Put the names in ``raw["namedetails"]``.

        :rtype: ``None``, :class:`geopy.location.Location` or a list of them, if
            ``exactly_one=False``.
        """
        if not _is_query(query):
            return None
        codes = country_codes if isinstance(country_codes, str) else list(country_codes or ())
        given = _given(
            exactly_one=(exactly_one, True),
            limit=(None if exactly_one or limit is None else int(limit), None),
            addressdetails=(addressdetails, False),
            language=(language, False),
            geometry=(geometry, None),
            extratags=(extratags, False),
            country_codes=(codes or None, None),
            viewbox=(_corners(viewbox), None),
            bounded=(bounded, False),
            featuretype=(featuretype, None),
            namedetails=(namedetails, False),
        )
        most_results(limit, exactly_one=exactly_one)
        if geometry is None or geometry.lower() == "geojson":
            here = self.offline.geocode(query, **given)
            if here is not None:
                return here
        return self._asked("geocode", _plain(query), given, exactly_one, timeout)

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
    ) -> Location | list[Location] | None:
        """Return an address by location point: offline, from the file, or from the service.

        Offline, the answer is the nearest town. Where a street is asked for (``zoom`` over 13) the
        offline geocoder is passed over.

        :type query: :class:`geopy.point.Point`, list or tuple of ``(latitude,
            longitude)``, or string as ``"%(latitude)s, %(longitude)s"``.
        :param query: The coordinates for which you wish to obtain the closest addresses.
        :param bool exactly_one: Return one result or a list of results, nearest first.
        :param int timeout: Seconds to wait for the service, in place of its own setting.
        :param str language: Preferred language of the names.
        :param bool addressdetails: Put the parts of the address in ``raw["address"]``.
        :param int zoom: Level of detail, from 0 (country) to 18 (building).
        :param bool namedetails: Put the names in ``raw["namedetails"]``.

        :rtype: ``None``, :class:`geopy.location.Location` or a list of them, if
            ``exactly_one=False``.
        """
        point = point_of(query)
        given = _given(
            exactly_one=(exactly_one, True),
            language=(language, False),
            addressdetails=(addressdetails, True),
            zoom=(zoom if zoom is None else int(zoom), None),
            namedetails=(namedetails, False),
        )
        if zoom is None or zoom <= _LAST_OFFLINE_ZOOM:
            here = self.offline.reverse(point, **given)
            if here is not None:
                return here
        at = f"{point.latitude:.7f}, {point.longitude:.7f}"
        return self._asked("reverse", at, given, exactly_one, timeout)

    def _asked(
        self,
        method: str,
        query: str | dict[str, str],
        given: Mapping[str, Any],
        exactly_one: bool,  # noqa: FBT001 - geopy's own word, passed on
        timeout: Any,  # noqa: ANN401 - geopy's sentinel has no type
    ) -> Location | list[Location] | None:
        """The answer of the file or else of the service, which is then kept."""
        asking = getattr(self.service, method, None)
        _check_taken(self.service, asking, method, given)
        name, domain = type(self.service).__name__, _domain(self.service)
        key = question(method, query, given, name, domain)
        with self._asking:  # two askers of one thing: the second finds it in the file
            answer = self._answers.get(key)
            if answer is None:
                waiting = {} if timeout is DEFAULT_SENTINEL else {"timeout": timeout}
                found = cast("Any", self._limited(asking, query, {**given, **waiting}))
                answer = Answer(
                    method, query, given, name, domain, self.attribution, self._today(),
                    tuple(map(_found, _listed(found))),
                )  # fmt: skip
                self._answers.add(answer)
        locations = [_location(answer, one) for one in answer.found]
        if not locations:
            return None
        return locations[0] if exactly_one else locations


def _same(adapter: BaseSyncAdapter, **_: object) -> BaseSyncAdapter:
    """The adapter that stands, where geopy asks for a new one."""
    return adapter


def _call(asking: Callable[..., Any], query: object, given: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """One request: both methods go through one limiter, which takes one function.

    Raises:
        GeopyError: What geopy raises; also where an answer is JSON, but not of a geocoder.

    """
    try:
        return asking(query, **given)
    except GeopyError:
        raise
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise GeocoderParseError(f"the answer to {query!r} is of no known form: {error}") from error


def _given(**parameters: tuple[Any, Any]) -> dict[str, Any]:
    """The parameters that differ from geopy's default, in order of name; switches as booleans."""
    plain = {
        name: (bool(value) if default in (True, False) and not isinstance(value, str) else value)
        for name, (value, default) in sorted(parameters.items())
    }
    return {name: value for name, value in plain.items() if value != parameters[name][1]}


def _corners(viewbox: Sequence[PointLike] | None) -> list[list[float]] | None:
    """The corners of a box as plain numbers, latitude first."""
    if not viewbox:
        return None
    if len(viewbox) != 2:  # noqa: PLR2004
        raise GeocoderQueryError("Unsupported format for a bounding box: give two corners")
    return [[point.latitude, point.longitude] for point in map(point_of, viewbox)]


def _is_query(query: object) -> bool:
    """Whether anything is asked for that can be sent."""
    if isinstance(query, Mapping):
        texts = [part_text(value) for value in cast("Mapping[str, object]", query).values()]
    else:
        texts = [query] if isinstance(query, str) else []
    return any(map(str.strip, texts)) and not any(map(_LONE_SURROGATE.search, texts))


def _plain(query: str | Mapping[str, str]) -> str | dict[str, str]:
    """A query as it is asked and kept: single spaces, parts in order of name."""
    if isinstance(query, str):
        return " ".join(query.split())
    return {key: text for key in sorted(query) if (text := part_text(query[key]))}


def _listed(found: Any) -> tuple[Location, ...]:  # noqa: ANN401 - whatever a service returns
    if found is None:
        return ()
    return tuple(cast("list[Location]", found)) if isinstance(found, list) else (found,)


def _found(location: Any) -> Found:  # noqa: ANN401 - geopy's Location has no types
    raw: Mapping[str, Any] = location.raw
    kept = {key: raw[key] for key in raw if key not in _FLEETING}
    return Found(str(location.address), location.longitude, location.latitude, kept)


def _location(answer: Answer, one: Found) -> Location:
    """A place as the first asker and every later one get it."""
    raw = {
        **one.raw,
        "service": answer.service,
        "attribution": answer.attribution,
        "asked": answer.asked.isoformat(),
    }
    return Location(one.address, (one.lat, one.lon), raw)


def _domain(service: Geocoder) -> str:
    """The host a service is asked at; "" where it does not say."""
    domain = getattr(service, "domain", None)
    if isinstance(domain, str):
        return domain
    return urlsplit(str(getattr(service, "api", ""))).netloc


def _attribution(service: Geocoder, attribution: str | None) -> str:
    known = attribution or _ATTRIBUTIONS.get(type(service).__name__)
    if not known:
        raise ConfigurationError(
            f"say whose data {type(service).__name__} gives and under which licence: "
            "attribution='© … , licence'; and make sure that its terms let you keep answers"
        )
    return known


def _check_service(service: Geocoder, min_delay_seconds: float) -> None:
    if not isinstance(cast("object", service.adapter), BaseSyncAdapter):
        raise ConfigurationError("CachedGeocoder waits for answers; give a synchronous adapter")
    if not (math.isfinite(min_delay_seconds) and min_delay_seconds >= 0):
        raise ConfigurationError(f"min_delay_seconds is {min_delay_seconds}; give 0 or more")
    host = _domain(service).partition(":")[0].lower()
    public = any(host == one or host.endswith(f".{one}") for one in _PUBLIC_HOSTS)
    if public and min_delay_seconds < _PUBLIC_DELAY_SECONDS:
        raise ConfigurationError(
            f"{host} allows one request a second; give min_delay_seconds of 1 or more"
        )


def _check_taken(
    service: Geocoder, asking: Callable[..., Any] | None, method: str, given: Mapping[str, Any]
) -> None:
    """Raises where the service has no such method or parameter, before anything is asked."""
    name = type(service).__name__
    if asking is None:
        raise GeocoderQueryError(f"{name} has no {method}; only the offline geocoder was asked")
    unknown = sorted(set(given) - set(inspect.signature(asking).parameters))
    if unknown:
        raise GeocoderQueryError(f"{name}.{method} takes no {', '.join(unknown)}; leave it out")
