"""GeoNames' own files of places (allCountries.zip, UA.zip …): one line to one draft.

Source: download.geonames.org/export/dump/readme.txt, "The main 'geoname' table": 19 columns between
tabs, UTF-8, no header. CC BY 4.0.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from geocode.errors import InputError
from geocode.gazetteer.drafts import (
    UNKNOWN_EXTENT_M,
    Draft,
    Kind,
    kind_of,
    urban_radius_m,
    weight_of,
)
from geocode.gazetteer.reference import table_rows
from geocode.gazetteer.schema import full_id
from geocode.names import fold

CLASSES = "PAHTL"
"""What is taken by default: populated places, divisions, waters, land forms, parks and regions.
Spots (hotels, schools, farms), roads, undersea and woods bear the commonest words as names."""
_ALL_CLASSES = "PAHTLSRUV"
_COLUMNS = 19
_MOST_ID = 2**62
_MOST_PEOPLE = 20_000_000_000
_COUNTRY = re.compile(r"[A-Z]{2}|")
_SHOWN = 30
# For the few rows that have a class and no code.
_UNCODED = {"P": "PPL", "A": "ADMD"}

DumpRow: TypeAlias = tuple[int, str, str, float, float, str, str, str, str, str, int, str, float]
"""GeoNames id, name, other names (between commas), lon, lat, class, feature, country, codes of the
first- and second-level division, people, day of the last change, weight among namesakes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to take: whole classes, and single features of others."""

    classes: frozenset[str]
    features: frozenset[str]

    def takes(self, group: str, feature: str) -> bool:
        """Whether a row of this class and feature code is taken."""
        return group in self.classes or feature in self.features

    def __str__(self) -> str:
        return ",".join(("".join(sorted(self.classes)), *sorted(self.features)))


def wanted(text: str) -> Wanted:
    """What ``--classes`` asks for: letters of classes, single features after commas.

    >>> str(wanted("PA,S.AIRP")), wanted("PA,S.AIRP").takes("S", "AIRP")
    ('AP,AIRP', True)

    Raises:
        InputError: A letter is none of GeoNames' classes.

    """
    classes, features = set[str](), set[str]()
    for part in filter(None, (part.strip().upper() for part in text.split(","))):
        group, dot, feature = part.partition(".")
        if not set(group) <= set(_ALL_CLASSES) or (dot and not (group and feature)):
            raise InputError(
                f"{text!r} names no classes of GeoNames; write some of {_ALL_CLASSES}, "
                'and single features as in "PA,S.AIRP"'
            )
        if feature:
            features.add(feature)
        else:
            classes.update(group)
    if not classes | features:
        raise InputError(f"{text!r} names no class; write some of {_ALL_CLASSES}")
    return Wanted(frozenset(classes), frozenset(features))


def read_row(line: bytes) -> DumpRow | str:
    """The row in a line, or what is wrong with it."""
    try:
        cells = line.decode("utf-8").rstrip("\r").split("\t")
    except UnicodeDecodeError as error:
        return f"not UTF-8 at byte {error.start}"
    if len(cells) != _COLUMNS:
        return f"{len(cells)} columns, not {_COLUMNS}"
    number, name, plain, others, lat_text, lon_text, group, feature, country = cells[:9]
    lat, lon, people_text = _degrees(lat_text), _degrees(lon_text), cells[14] or "0"
    wrong = (
        ("geonameid", number, not _is_number(number, _MOST_ID)),
        ("name", name, not fold(name)),
        ("latitude", lat_text, not abs(lat) <= 90),  # noqa: PLR2004 - nor is NaN
        ("longitude", lon_text, not abs(lon) <= 180),  # noqa: PLR2004
        ("feature class", group, group not in _ALL_CLASSES),  # "" is: a few rows have none
        ("country code", country, not _COUNTRY.fullmatch(country)),
        ("population", people_text, not _is_number(people_text, _MOST_PEOPLE)),
    )
    for column, text, is_wrong in wrong:
        if is_wrong:
            return f"{column} is {text[:_SHOWN]!r}"
    code = feature if feature.isalnum() else _UNCODED.get(group, group)
    people, names, modified = int(people_text), f"{plain},{others}", cells[18]
    kind = _kind(group, code)
    heavy = weight_of(kind, code, people, minor=kind == "R")
    codes = (country, cells[10], cells[11])
    return (int(number), name, names, lon, lat, group, code, *codes, people, modified, heavy)


def draft_of(row: DumpRow, links: Mapping[tuple[str, str, str], int]) -> Draft:
    """The draft of a row; ``links`` has divisions by country and codes ("" for no second)."""
    number, name, others, lon, lat, group, feature, country, first, second, people, *_ = row
    kind, sizes = _kind(group, feature), _radii_m()
    radius_m = sizes.get(feature) or sizes.get(group, UNKNOWN_EXTENT_M)
    admin1 = links.get((country, first, "")) if first else None
    admin2 = links.get((country, first, second)) if second else None
    return Draft(
        id=full_id(number),
        name=name,
        feature=feature,
        kind=kind,
        country=country or None,
        admin1=full_id(admin1) if admin1 and admin1 != number else None,
        admin2=full_id(admin2) if admin2 and admin2 != number else None,
        lon=lon,
        lat=lat,
        population=people,
        precision_m=urban_radius_m(people) if kind == "P" else radius_m,
        names=tuple(dict.fromkeys(n for text in (name, *others.split(",")) if (n := text.strip()))),
        minor=kind == "R",
    )


def _kind(group: str, feature: str) -> Kind:
    if group == "P":
        return "P"
    if group != "A":
        return "R"
    kind = kind_of(feature)
    return kind if kind == "C" else "A"


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19 and int(text) <= most  # noqa: PLR2004 - 64 bits


def _degrees(text: str) -> float:
    """The number written; NaN where there is none."""
    try:
        return float(text)
    except ValueError:
        return math.nan


@cache
def _radii_m() -> dict[str, float]:
    """Radius in metres by feature code and by class."""
    sizes = table_rows("feature-sizes.csv")
    return {row["feature"]: float(row["radius_km"]) * 1000 for row in sizes}
