"""What geopy's users pass to a geocoder, checked and in our own terms."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# geopy ships no types.

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from geopy.exc import GeocoderQueryError
from geopy.point import Point

from geocode.gazetteer.protocol import Gazetteer
from geocode.records import Entry

PointLike: TypeAlias = Point | Sequence[float] | str
Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in degrees; as with Nominatim, never across 180."""

DEFAULT_LIMIT = 10
"""Results of a list unless told otherwise. Source: Nominatim's own default."""
FEATURES: Mapping[str, tuple[str, ...]] = {
    "country": ("PCL",),
    "state": ("ADM1",),
    "city": ("PPL",),
    "settlement": ("ADM", "PPL"),
}
"""Starts of the GeoNames feature codes that each ``featuretype`` of Nominatim keeps."""
_COUNTRY_CODE = re.compile(r"[A-Za-z]{2}")
_CITY = ("PPL",)
_PARTS = {"city": _CITY, "county": ("ADM2", "ADM3"), "state": ("ADM1", "RGN"), "country": ("PCL",)}
"""Parts of a structured query that we know, finest first, and what answers each."""
_UNKNOWN_PARTS = ("street", "postalcode")
_LAST_ZOOMS = ((4, "country"), (7, "state"), (9, "county"))
"""Up to which ``zoom`` each level is meant; beyond, a populated place.

Source: Nominatim's documentation of reverse: 3 country, 5 state, 8 county, 10 city.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as text, and what may answer it."""

    text: str
    features: tuple[str, ...] = ()
    """Starts of feature codes; () for all."""

    def admits(self, entry: Entry) -> bool:
        """Whether the entry is of the kind asked for."""
        return not self.features or entry.feature.startswith(self.features)


def asked(query: object, featuretype: str | None, gazetteer: Gazetteer) -> Asked | None:
    """The query as one line of text; None where it names no place we could know.

    A mapping is a structured query with the keys of Nominatim. We know neither streets nor
    postal codes, so a query for one of them has no answer rather than its city. None, NaN and
    whatever else is no text (as pandas fills in for missing values) names no place.

    Raises:
        GeocoderQueryError: the feature type is none of Nominatim's.

    """
    features = _features(featuretype)
    if isinstance(query, str):
        return Asked(query, features)
    if not isinstance(query, Mapping):
        return None
    parts = cast("Mapping[str, object]", query)
    if any(part_text(parts.get(key)) for key in _UNKNOWN_PARTS):
        return None
    given = [(key, text) for key in _PARTS if (text := part_text(parts.get(key)))]
    if not given:
        return None
    names = [_country_name(text, gazetteer) if key == "country" else text for key, text in given]
    return Asked(", ".join(names), features or _PARTS[given[0][0]])


def box_of(viewbox: Sequence[PointLike] | None, *, bounded: bool) -> Box | None:
    """The box between two opposite corners, each (latitude, longitude), in either order.

    Raises:
        GeocoderQueryError: not two corners, or ``bounded`` without a box.
        ValueError: a corner is no point.

    >>> box_of([(60, 40), (50, 20)], bounded=False)
    (20.0, 50.0, 40.0, 60.0)

    """
    if not viewbox:
        if bounded:
            raise GeocoderQueryError("bounded needs a viewbox of two corners to keep to")
        return None
    if len(viewbox) != 2:  # noqa: PLR2004
        raise GeocoderQueryError(
            "Unsupported format for a bounding box: give two corners, each (latitude, longitude)"
        )
    first, second = (point_of(corner) for corner in viewbox)
    west, east = sorted((first.longitude, second.longitude))
    south, north = sorted((first.latitude, second.latitude))
    return west, south, east, north


def in_box(box: Box, lon: float, lat: float) -> bool:
    """Whether a point lies in a box or on its edge."""
    west, south, east, north = box
    return west <= lon <= east and south <= lat <= north


def point_of(query: PointLike) -> Any:  # noqa: ANN401 - geopy's Point has no types
    """A geopy point of any form geopy takes.

    Raises:
        ValueError: it is no point, with geopy's own words.

    """
    return query if isinstance(query, Point) else Point(cast("Any", query))


def most_results(limit: int | None, *, exactly_one: bool) -> int:
    """How many results are wanted at most.

    Raises:
        ValueError: ``limit`` is below 1 and a list is asked for.

    """
    if exactly_one:
        return 1
    if limit is None:
        return DEFAULT_LIMIT
    if int(limit) < 1:
        raise ValueError(f"limit is {limit}; give 1 or more")
    return int(limit)


def codes_of(country_codes: str | Iterable[str] | None) -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes in capitals; one string may hold several with commas between.

    Raises:
        GeocoderQueryError: one is not two letters.

    """
    if not country_codes:
        return ()
    given = country_codes.split(",") if isinstance(country_codes, str) else tuple(country_codes)
    codes = tuple(str(code).strip() for code in given)
    for code in codes:
        if not _COUNTRY_CODE.fullmatch(code):
            raise GeocoderQueryError(f"country code {code!r} is not two letters, as in BY")
    return tuple(code.upper() for code in codes)


def check_geometry(geometry: str | None) -> bool:
    """Whether the geometry is wanted as GeoJSON.

    Raises:
        GeocoderQueryError: another format is asked for.

    """
    if geometry is None:
        return False
    if str(geometry).lower() != "geojson":
        raise GeocoderQueryError(f"geometry {geometry!r} is not offered; geojson is")
    return True


def level_of(zoom: int | None) -> str:
    """The level of detail a ``zoom`` of 0 to 18 means: country, state, county or place.

    Raises:
        ValueError: it is no number.

    >>> level_of(3), level_of(8), level_of(None)
    ('country', 'county', 'place')

    """
    if zoom is None:
        return "place"
    return next((level for last, level in _LAST_ZOOMS if int(zoom) <= last), "place")


def _country_name(text: str, gazetteer: Gazetteer) -> str:
    """The name of a country given by its code, as Nominatim takes it too; else the text."""
    country = gazetteer.country(text.upper()) if _COUNTRY_CODE.fullmatch(text) else None
    return text if country is None else country.name


def _features(featuretype: str | None) -> tuple[str, ...]:
    if not featuretype:
        return ()
    if str(featuretype) not in FEATURES:
        raise GeocoderQueryError(
            f"featuretype {featuretype!r} is not known; give one of {', '.join(FEATURES)}"
        )
    return FEATURES[featuretype]


def part_text(value: object) -> str:
    """A part of a structured query as text; "" where it is missing.

    >>> part_text(" Paris "), part_text(75001.0), part_text(float("nan")), part_text(None)
    ('Paris', '75001', '', '')
    """
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, int | float) and math.isfinite(value):
        return f"{value:.15g}"
    return ""
