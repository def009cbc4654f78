"""Places of one's own, from a CSV or GeoJSON file: they win over everything else.

A row with the id of an entry changes that entry; any other is a new one, ``overlay:depot-12``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from geocode.errors import InputError
from geocode.gazetteer.drafts import SMALLEST_RADIUS_M, Draft, kind_of, urban_radius_m
from geocode.gazetteer.extents import box_of_shape, inner_point, parts_of, spherical_radius_m
from geocode.gazetteer.sources.overlayfiles import Raw, raw_rows
from geocode.names import fold
from geocode.records import ShapeKind

_LONGEST_NAME = 200
_MOST_PEOPLE = 20_000_000_000.0
_WIDEST_M = 20_100_000.0  # half-way round the Earth
# Problems told at once; the rest are counted.
_TOLD = 3
_FEATURE = re.compile(r"[A-Z][A-Z0-9]{0,9}")
_ENTRY_ID = re.compile(r"[a-z]+:\S+")
_NEW_ID = re.compile(r"[\w.@+-]{1,80}")
_SCHEME = "overlay:"
# Control characters and halves of surrogate pairs.
_UNWRITABLE = frozenset({"Cc", "Cs"})
# Codes of GeoNames for a place, and a tract, of no particular sort.
_SOME_PLACE, _SOME_AREA = "LCTY", "AREA"
# Of these there is one for each code of ISO 3166, or pair of them, and rooms rely on it.
_RESERVED = frozenset({"PCLI", "BDRY"})
# How far outside its country's box a point may lie before lon and lat are suspected.
_SLACK_DEG = 1.0


class _Wrong(Exception):  # noqa: N818 - never leaves this module
    """What is wrong with a row: the column, a colon, the fault."""


@dataclass(frozen=True, slots=True)
class Site:
    """One row, read but not yet looked up in the world."""

    file: str
    row: str
    """Where it stands: "line 3", "feature 2"."""
    id: str
    name: str
    lon: float | None
    """None, as ``lat``, where an entry that stands keeps its point."""
    lat: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    population: int
    radius_m: float | None
    names: tuple[str, ...]
    weak: tuple[str, ...]
    demonyms: tuple[str, ...]
    shape: BaseGeometry | None
    """Its line or area, None for a point."""


def read_overlay(path: Path) -> tuple[Site, ...]:
    """The rows of a file, in its order.

    Raises:
        InputError: It cannot be read; names the row and the column of what is wrong in it.

    """
    sites: dict[str, Site] = {}
    problems: list[str] = []
    for raw in raw_rows(path):
        try:
            site = _site(path.name, raw)
        except _Wrong as wrong:
            problems.append(f"{raw.row}, {wrong}")
            continue
        other = sites.setdefault(site.id, site)
        if other is not site:
            column = "id" if "id" in raw.cells else "name"
            told = f"{column}: {other.row} is {site.id} too; give each an id of its own"
            problems.append(f"{raw.row}, {told}")
    if problems:
        more = f"; and {len(problems) - _TOLD:,} more" if len(problems) > _TOLD else ""
        raise InputError(f"{path}: {'; '.join(problems[:_TOLD])}{more}; correct the file")
    if not sites:
        raise InputError(f"{path} holds no place; give a row under the header, or a feature")
    return tuple(sites.values())


def placed(sites: Iterable[Site], world: Mapping[str, Draft]) -> Iterator[Draft]:
    """The drafts of rows, by what the world knows of their ids, countries and divisions.

    Raises:
        InputError: A row names what the world has not, or its point is not where it says.

    """
    by_code = {draft.code: draft for draft in world.values() if draft.code}
    countries = {d.country: d for d in world.values() if d.kind == "C" and d.country}
    for site in sites:
        division = by_code.get(site.admin1) or world.get(site.admin1) if site.admin1 else None
        try:
            _check_place(site, countries, division)
            draft = _draft(site, world.get(site.id))
        except _Wrong as wrong:
            raise InputError(
                f"{site.file}: {site.row}, {wrong}; correct it, or build with --no-overlays"
            ) from None
        yield replace(draft, admin1=division.id if division else None)


def _draft(site: Site, old: Draft | None) -> Draft:
    """The site as a draft: its own, or what it changes of the entry that stands."""
    if old is None and not site.id.startswith(_SCHEME):
        raise _Wrong(
            f"id: {site.id!r} is in no source of the gazetteer; leave it out, or give "
            "the id of an entry"
        )
    drawn = _drawn_as(site.shape)
    feature = site.feature or (old.feature if old else None)
    feature = feature or (_SOME_AREA if drawn == "area" else _SOME_PLACE)
    kind = old.kind if old and not site.feature else kind_of(feature)
    if old and kind != old.kind:
        raise _Wrong(f"feature: {site.id} is {old.feature}, and cannot become {feature}")
    if feature in _RESERVED and not old:
        raise _Wrong(f"feature: {feature} is kept for what ISO 3166 has a code for")
    radius_m = site.radius_m
    if radius_m is None and site.shape is not None and drawn == "area":
        radius_m = spherical_radius_m(site.shape)
    elif radius_m is None and not old:
        radius_m = urban_radius_m(site.population) if kind == "P" else SMALLEST_RADIUS_M
    return Draft(
        id=site.id,
        name=site.name,
        feature=feature,
        kind=kind,
        country=site.country,
        lon=site.lon,
        lat=site.lat,
        population=site.population,
        bbox=box_of_shape(site.shape) if site.shape is not None else None,
        wkb=shapely.to_wkb(site.shape) if site.shape is not None else None,
        shape=drawn,
        precision_m=radius_m,
        names=(site.name, *site.names),
        weak=site.weak,
        demonyms=site.demonyms,
        own=(site.name, *site.names),
    )


def _drawn_as(shape: BaseGeometry | None) -> ShapeKind | None:
    if shape is None:
        return None
    return "area" if shape.geom_type.endswith("Polygon") else "line"


def _check_place(site: Site, countries: Mapping[str, Draft], division: Draft | None) -> None:
    """Raises where the country or division is none, or the point suits the country swapped."""
    country = countries.get(site.country or "")
    if site.country and country is None:
        raise _Wrong(f"country: no country has the code {site.country!r}")
    if site.admin1 and (division is None or division.kind != "A"):
        raise _Wrong(f"admin1: {site.admin1!r} is no division; give its id or ISO code")
    if country is None or country.bbox is None or site.lon is None or site.lat is None:
        return
    if not _near(country.bbox, site.lon, site.lat) and _near(country.bbox, site.lat, site.lon):
        raise _Wrong(
            f"lon, lat: {site.lon:g}, {site.lat:g} is far outside {country.name}, and the other "
            "way round inside; they look swapped"
        )


def _near(box: tuple[float, float, float, float], lon: float, lat: float) -> bool:
    west, south, east, north = box
    wide = (east - west) % 360 + 2 * _SLACK_DEG
    within = (lon - west + _SLACK_DEG) % 360 <= wide
    return within and south - _SLACK_DEG <= lat <= north + _SLACK_DEG


def _site(file: str, raw: Raw) -> Site:
    """A row with every cell checked by itself."""
    if raw.wrong:
        raise _Wrong(raw.wrong)
    cells = raw.cells
    name = _names(cells, "name")
    if len(name) != 1:
        raise _Wrong(f"name: {'give one' if not name else 'give one; others go into names'}")
    entry_id = _id(cells.get("id", ""), name[0])
    lon, lat, shape = _point(raw, required=entry_id.startswith(_SCHEME))
    radius_km = _number(cells, "radius_km", least=0.001, most=_WIDEST_M / 1000)
    precision_m = _number(cells, "precision_m", least=1, most=_WIDEST_M)
    if radius_km is not None and precision_m is not None:
        raise _Wrong("precision_m: radius_km says it already; give one of the two")
    feature = cells.get("feature", "").upper()
    if feature and not _FEATURE.fullmatch(feature):
        raise _Wrong(f"feature: {feature[:30]!r} is no feature code, such as PPL, ADM2, AIRP")
    people = _number(cells, "population", least=0, most=_MOST_PEOPLE)
    return Site(
        file=file,
        row=raw.row,
        id=entry_id,
        name=name[0],
        lon=lon,
        lat=lat,
        country=cells.get("country", "").upper() or None,
        admin1=cells.get("admin1"),
        feature=feature or None,
        population=int(people or 0),
        radius_m=precision_m if radius_km is None else radius_km * 1000,
        names=_names(cells, "names"),
        weak=_names(cells, "weak"),
        demonyms=_names(cells, "demonyms"),
        shape=shape,
    )


def _id(given: str, name: str) -> str:
    """The id of an entry as given; else one of ours, from what is given or from the name."""
    if _ENTRY_ID.fullmatch(given):
        return given
    if given and not _NEW_ID.fullmatch(given):
        raise _Wrong(f"id: {given[:40]!r}; write letters, digits and -, or an entry's id")
    return f"{_SCHEME}{given or fold(name).replace(' ', '-')}"


def _point(raw: Raw, *, required: bool) -> tuple[float | None, float | None, BaseGeometry | None]:
    """Lon, lat and the line or area: as stated, else as drawn."""
    shape = raw.shape
    if ("lon" in raw.cells) != ("lat" in raw.cells):
        raise _Wrong(f"{'lat' if 'lon' in raw.cells else 'lon'}: it is missing")
    lat = _number(raw.cells, "lat", least=-90, most=90)
    lon = _number(raw.cells, "lon", least=-180, most=180)
    if shape is not None and lon is None:
        lon, lat = inner_point(shape) if _drawn_as(shape) == "area" else _middle(shape)
    if lon is None and required:
        raise _Wrong("lon, lat: a new place needs them")
    return lon, lat, None if shape is None or shape.geom_type == "Point" else shape


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """Lon, lat half-way along the longest part of a line; a point's own."""
    longest = max(parts_of(shape), key=lambda part: part.length)
    middle = longest.interpolate(0.5, normalized=True) if longest.length else longest.centroid
    return round(middle.x, 6), round(middle.y, 6)


def _number(cells: Mapping[str, str], column: str, *, least: float, most: float) -> float | None:
    """The number in a cell; None where it is blank."""
    if column not in cells:
        return None
    try:
        value = float(cells[column])
    except ValueError:
        raise _Wrong(f"{column}: {cells[column][:30]!r} is no number") from None
    if not least <= value <= most:  # NaN is not, either
        swapped = column == "lat" and 90 < abs(value) <= 180  # noqa: PLR2004 - degrees
        hint = "; are lon and lat swapped?" if swapped else ""
        raise _Wrong(f"{column}: {cells[column][:30]} is not from {least:g} to {most:g}{hint}")
    return value


def _names(cells: Mapping[str, str], column: str) -> tuple[str, ...]:
    """The names in a cell, between |, each once, blanks made single."""
    names = [" ".join(part.split()) for part in cells.get(column, "").split("|")]
    for name in filter(None, names):
        if not fold(name):
            raise _Wrong(f"{column}: {name[:30]!r} has neither letter nor digit")
        if len(name) > _LONGEST_NAME:
            raise _Wrong(f"{column}: {name[:30]!r}… is longer than {_LONGEST_NAME} characters")
        if any(unicodedata.category(letter) in _UNWRITABLE for letter in name):
            raise _Wrong(f"{column}: {name[:30]!r} holds what cannot be written")
    return tuple(dict.fromkeys(filter(None, names)))
