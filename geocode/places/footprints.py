"""The ground that a wording means: a point, a disc, a strip, a part of an area; or none."""

from __future__ import annotations

import math
from dataclasses import dataclass

import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.relations import Wording
from geocode.records import Entry, Relation
from geocode.settings import Settings

FAR_M = 1_000_000.0
"""A longer stated distance places nothing: half an octant of it is wider than most countries."""
COAST_M = 50_000.0
"""How far "off the coast" reaches. Source: choice; four times the 12 nautical miles of a
territorial sea (UN Convention on the Law of the Sea, article 3), rounded."""
SMALL_M = 50_000.0
"""An area of a smaller radius is near itself: an island, a district."""
_OCTANT_HALF_DEG = 22.5
_SIMPLER_DEG = 0.02
_AREAS = ("ADM", "PCL", "RGN", "CONT", "TERR", "PRSH", "ISL")
_NAMES = {
    "n": "northern", "ne": "north-eastern", "e": "eastern", "se": "south-eastern",
    "s": "southern", "sw": "south-western", "w": "western", "nw": "north-western",
    "c": "central",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where a wording puts it. ``geometry`` and ``precision_m`` are None where it says nowhere."""

    geometry: BaseGeometry | None
    precision_m: float | None
    why: tuple[str, ...] = ()


def footprint(
    entry: Entry, wording: Wording, gazetteer: Gazetteer, settings: Settings
) -> Footprint:
    """The ground that ``wording`` means of ``entry``, with the reasons in numbers."""
    area = area_of(entry, gazetteer)
    if wording.relation == "part":
        return _part(entry, area, wording)
    if wording.relation == "near":
        if area is None:
            return _near_point(entry, wording, settings)
        return _near_area(entry, area, wording, gazetteer, settings)
    return _own(entry, area, gazetteer, settings)


def meant(entry: Entry, wording: Wording) -> Wording:
    """The wording as it bears on an entry: "the eastern region of X" is part of countries only."""
    if wording.sense == "kind" and not entry.feature.startswith(("PCL", "CONT")):
        return Wording(first=wording.first, last=wording.last)
    return wording


def relation_to(entry: Entry, wording: Wording) -> Relation:
    """The relation of a wording to an entry: what is "in" a border is on it."""
    return "border" if entry.feature == "BDRY" and wording.relation == "in" else wording.relation


def area_of(entry: Entry, gazetteer: Gazetteer) -> BaseGeometry | None:
    """Its outline, or a disc of its size where only size and middle are known; None for a town."""
    if entry.shape == "area":
        known = gazetteer.shape(entry.id)
        if known is not None and not known.is_empty:
            return known
    if entry.shape is None and entry.feature.startswith(_AREAS):
        return geometry.disc(entry.lon, entry.lat, min(entry.precision_m, FAR_M))
    return None


def corridor(one: Entry, other: Entry) -> Footprint:
    """The geodesic between two places, for "the road between A and B"."""
    length_m = geometry.distance_m(one.lon, one.lat, other.lon, other.lat)
    if length_m > FAR_M:
        return Footprint(None, None, (f"{length_m / 1000:.0f} km apart: too far to say where",))
    line = LineString([(one.lon, one.lat), (other.lon, other.lat)])
    width_m = max(one.precision_m, other.precision_m, 0.1 * length_m)
    return Footprint(
        geometry.wrap(line),
        width_m,
        (f"the {length_m / 1000:.0f} km straight between {one.name} and {other.name}",),
    )


def country_borders(
    country: Entry, directions: tuple[str, ...], gazetteer: Gazetteer, settings: Settings
) -> Footprint:
    """All land borders of a country, or those of its stated sides."""
    lines: list[BaseGeometry] = []
    code = country.country or ""
    for other in gazetteer.neighbours(code):
        line = gazetteer.shape(border_id(code, other))
        if line is not None:
            lines.append(line)
    if not lines:
        return Footprint(None, None, (f"{country.name} has no land border",))
    whole = shapely.unary_union(lines)
    area = area_of(country, gazetteer)
    if directions and area is not None:
        side = geometry.part(area, directions)
        whole = shapely.intersection(whole, shapely.buffer(side, 0.05))
        if whole.is_empty:
            return Footprint(None, None, (f"no land border on that side of {country.name}",))
    sides = f"the {names_of(directions)} " if directions else "all "
    return Footprint(
        whole,
        settings.border_band_m,
        (f"{sides}land borders of {country.name}, {_km(settings.border_band_m)} either way",),
    )


def border_id(one: str, other: str) -> str:
    """Id of the border between two countries, codes in alphabetical order."""
    return f"border:{min(one, other)}-{max(one, other)}"


def names_of(directions: tuple[str, ...]) -> str:
    """Directions in words: ("w", "sw") is "western and south-western"."""
    return " and ".join(_NAMES[d] for d in directions)


def _own(
    entry: Entry, area: BaseGeometry | None, gazetteer: Gazetteer, settings: Settings
) -> Footprint:
    if area is not None:
        drawn = "its outline" if entry.shape == "area" else "a disc as large as it is"
        return Footprint(area, entry.precision_m, (drawn,))
    line = gazetteer.shape(entry.id) if entry.shape == "line" else None
    if line is not None:
        band_m = max(entry.precision_m, settings.border_band_m)
        return Footprint(line, band_m, (f"its line, {_km(band_m)} either way",))
    return Footprint(Point(entry.lon, entry.lat), entry.precision_m)


def _near_point(entry: Entry, wording: Wording, settings: Settings) -> Footprint:
    lon, lat, cue = entry.lon, entry.lat, f"‘{wording.cue}’"
    distance_m, azimuth_deg = wording.distance_m, wording.azimuth_deg
    if wording.sense == "vague":
        return Footprint(None, None, (f"{cue} says a distance, but not how far",))
    if distance_m is not None and distance_m > FAR_M:
        return Footprint(None, None, (f"{distance_m / 1000:g} km is too far to say where",))
    if distance_m is not None and azimuth_deg is None:
        radius_m = max(distance_m, 100.0)
        why = f"a disc of {_km(radius_m)} for {cue}"
        return Footprint(geometry.disc(lon, lat, radius_m), radius_m, (why,))
    if azimuth_deg is None:
        radius_m = max(settings.near_radius_m, entry.precision_m)
        why = f"a disc of {_km(radius_m)} for {cue}"
        return Footprint(geometry.disc(lon, lat, radius_m), radius_m, (why,))
    along_m = distance_m if distance_m is not None else settings.near_radius_m
    lon, lat = geometry.destination(lon, lat, azimuth_deg=azimuth_deg, along_m=along_m)
    if distance_m is None:
        radius_m = settings.near_radius_m
    else:  # a direction named is good to half an octant
        radius_m = max(entry.precision_m, distance_m * math.sin(math.radians(_OCTANT_HALF_DEG)))
    why = (
        f"a disc of {_km(radius_m)} about the point {_km(along_m)} off "
        f"at {azimuth_deg:g}° for {cue}"
    )
    return Footprint(geometry.disc(lon, lat, radius_m), radius_m, (why,))


def _km(metres: float) -> str:
    return f"{metres / 1000:.2g} km" if metres < 10_000 else f"{metres / 1000:.0f} km"  # noqa: PLR2004


def _near_area(
    entry: Entry, area: BaseGeometry, wording: Wording, gazetteer: Gazetteer, settings: Settings
) -> Footprint:
    cue = f"‘{wording.cue}’"
    if wording.sense == "around":
        return Footprint(area, entry.precision_m, (f"{cue} an area is all over it",))
    if wording.sense in {"outside", "beyond", "vague"} and entry.precision_m > SMALL_M:
        return Footprint(None, None, (f"{cue} an area says only where it was not",))
    if wording.sense == "coast":
        return _coast(entry, area, gazetteer)
    reach_m = min(wording.distance_m or settings.near_radius_m, FAR_M)
    coarse_deg = max(_SIMPLER_DEG, 0.05 * reach_m / 111_195.0)  # a twentieth of its width
    edge = geometry.band(shapely.simplify(area.boundary, coarse_deg), reach_m)
    if entry.precision_m <= SMALL_M:
        edge = shapely.union(edge, area)
    why = f"within {reach_m / 1000:g} km of its edge for {cue}"
    return Footprint(edge, reach_m, (why,))


def _coast(entry: Entry, area: BaseGeometry, gazetteer: Gazetteer) -> Footprint:
    shore = area.boundary
    for other in gazetteer.neighbours(entry.country or ""):
        line = gazetteer.shape(border_id(entry.country or "", other))
        if line is not None:
            shore = shapely.difference(shore, shapely.buffer(line, 0.01))
    if shore.is_empty:
        return Footprint(None, None, (f"{entry.name} has no coast",))
    sea = shapely.difference(geometry.band(shapely.simplify(shore, _SIMPLER_DEG), COAST_M), area)
    return Footprint(sea, COAST_M, (f"the sea within {COAST_M / 1000:g} km of its coast",))


def _part(entry: Entry, area: BaseGeometry | None, wording: Wording) -> Footprint:
    if area is None or not wording.directions:
        why = f"‘{wording.cue}’: no outline is known to cut, so all of it"
        own = area if area is not None else Point(entry.lon, entry.lat)
        return Footprint(own, entry.precision_m, (why,))
    some = geometry.part(area, wording.directions)
    radius_m = geometry.equal_area_radius_m(some)
    return Footprint(
        some,
        radius_m,
        (f"the {names_of(wording.directions)} part, as large as a disc of {_km(radius_m)}",),
    )
