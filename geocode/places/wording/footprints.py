"""The ground that a wording means: a point, a disc, a ring, a strip, a part of an area; or none."""

from __future__ import annotations

import math
from dataclasses import replace

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording import disputes
from geocode.places.wording.outlines import (
    FAR_M,
    SIMPLER_DEG,
    SMALL_M,
    Footprint,
    area_of,
    border_id,
    has_banks,
    is_wide,
    km,
    names_of,
    span_of,
    strip,
)
from geocode.places.wording.relations import Wording
from geocode.places.wording.waters import bank, coast, sea_off
from geocode.records import Entry, Relation
from geocode.settings import Settings

_CUT_M = 2_000.0
"""A town of a smaller radius has no parts: its point is not known better than that."""
_EDGE, _EDGE_M = 0.3, 1_000.0
"""Share of a town's radius, and the least, by which its outskirts reach in and out of its edge."""
_JUST_M = 5_000.0
"""How far "just outside" reaches. Source: choice; a third of ``Settings.near_radius_m``."""
_QUADRANT_DEG = 45.0


def footprint(
    entry: Entry, wording: Wording, gazetteer: Gazetteer, settings: Settings
) -> Footprint:
    """The ground that ``wording`` means of ``entry``, with the reasons in numbers."""
    undrawn = _undrawable(wording)
    if undrawn is not None:
        return Footprint(None, None, (undrawn,))
    if wording.sense in {"coast", "off", "bank"}:
        at_water = {"coast": coast, "off": sea_off, "bank": bank}[wording.sense]
        return at_water(entry, wording, gazetteer, settings)
    area = area_of(entry, gazetteer)
    line = gazetteer.shape(entry.id) if entry.shape == "line" else None
    if wording.relation == "part":
        return _part(entry, area, wording)
    if wording.relation == "near":
        return _near(entry, area, line, wording, settings)
    own = _own(entry, area, line, settings)
    return replace(own, why=own.why + disputes.reasons(entry, gazetteer))


def _undrawable(wording: Wording) -> str | None:
    """Why a distance says too little, whatever it is from; None where it says enough."""
    if wording.sense == "vague":
        return f"‘{wording.cue}’ says a distance, but not how far"
    if wording.distance_m is not None and wording.distance_m > FAR_M:
        return f"{km(wording.distance_m)} is too far to say where"
    return None


def _near(
    entry: Entry,
    area: BaseGeometry | None,
    line: BaseGeometry | None,
    wording: Wording,
    settings: Settings,
) -> Footprint:
    if line is not None:
        return _near_line(line, wording, settings)
    if area is None:
        return _near_point(entry, wording, settings)
    return _near_area(entry, area, wording, settings)


def meant(entry: Entry, wording: Wording) -> Wording:
    """The wording as it bears on an entry: "the eastern region of X" is part of countries only."""
    plain = Wording(first=wording.first, last=wording.last)
    if wording.sense == "kind" and not entry.feature.startswith(("PCL", "CONT")):
        return plain
    if wording.sense == "bank" and not has_banks(entry):
        return plain
    if wording.sense == "edge" and wording.directions and is_wide(entry):
        return replace(wording, relation="part", sense="far")
    return wording


def relation_to(entry: Entry, wording: Wording) -> Relation:
    """The relation of a wording to an entry: what is "in" a border is on it."""
    return "border" if entry.feature == "BDRY" and wording.relation == "in" else wording.relation


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
        (f"{sides}land borders of {country.name}, {km(settings.border_band_m)} either way",),
    )


def _own(
    entry: Entry, area: BaseGeometry | None, line: BaseGeometry | None, settings: Settings
) -> Footprint:
    if area is not None:
        drawn = "its outline" if entry.shape == "area" else "a disc as large as it is"
        return Footprint(area, entry.precision_m, (drawn,))
    if line is not None:
        band_m = max(entry.precision_m, settings.border_band_m)
        if entry.feature != "BDRY":
            band_m = entry.precision_m
        return Footprint(line, band_m, (f"its line, {km(band_m)} either way",))
    return Footprint(Point(entry.lon, entry.lat), entry.precision_m)


def _near_line(line: BaseGeometry, wording: Wording, settings: Settings) -> Footprint:
    """Along a border, a river, a canal: as far from it as the wording says, on both sides."""
    if wording.azimuth_deg is not None or wording.sense == "beyond":
        why = f"‘{wording.cue}’ a line says too little of where along it"
        return Footprint(None, None, (why,))
    if wording.distance_m is None:
        reach_m = settings.near_radius_m
        why = f"within {km(reach_m)} of its line for ‘{wording.cue}’"
        return Footprint(geometry.band(line, reach_m), reach_m, (why,))
    ground = strip(line, wording)
    return Footprint(ground, wording.outer_m, (f"{span_of(wording)} its line, on both sides",))


def _near_point(entry: Entry, wording: Wording, settings: Settings) -> Footprint:
    if wording.distance_m is not None:
        return _at_distance(entry, wording)
    radius_m, cue = entry.precision_m, f"‘{wording.cue}’"
    if wording.azimuth_deg is not None:  # "north of X", no number
        outer_m = max(settings.near_radius_m * 2.0, radius_m * 1.5)
        ground = geometry.sector(
            entry.lon, entry.lat, radius_m / 2.0, outer_m,
            azimuth_deg=wording.azimuth_deg, half_deg=wording.half_deg,
        )  # fmt: skip
        why = f"{cue} says no distance: the sector at {wording.azimuth_deg:g}° up to {km(outer_m)}"
        return Footprint(ground, outer_m / 2.0, (why,))
    if wording.sense in {"outside", "just outside"}:
        beyond_m = settings.near_radius_m if wording.sense == "outside" else _JUST_M
        return _town_ring(entry, radius_m, radius_m + beyond_m, wording)
    if wording.sense == "edge":
        depth_m = max(_EDGE * radius_m, _EDGE_M)
        return _town_ring(entry, max(0.0, radius_m - depth_m), radius_m + depth_m, wording)
    radius_m = max(settings.near_radius_m, radius_m)
    why = f"a disc of {km(radius_m)} for {cue}"
    return Footprint(geometry.disc(entry.lon, entry.lat, radius_m), radius_m, (why,))


def _at_distance(entry: Entry, wording: Wording) -> Footprint:
    """A disc for "within", a ring for a distance, a sector where the direction is told too."""
    distance_m = wording.distance_m or 0.0
    inner_m, outer_m = wording.inner_m, max(wording.outer_m, 100.0)
    lon, lat, cue = entry.lon, entry.lat, f"‘{wording.cue}’"
    if inner_m > 0.0:  # from its middle or from its edge: the wording does not say
        give_m = min(entry.precision_m, distance_m / 2.0)
        if wording.sense == "outside":
            outer_m += entry.precision_m
        inner_m, outer_m = min(inner_m, distance_m - give_m), max(outer_m, distance_m + give_m)
    if wording.azimuth_deg is None:
        shape = f"a disc of {km(outer_m)}"
        if inner_m > 0.0:
            shape = f"a ring from {km(inner_m)} to {km(outer_m)}"
        return Footprint(
            geometry.ring(lon, lat, inner_m, outer_m), outer_m, (f"{shape} for {cue}",)
        )
    ground = geometry.sector(
        lon, lat, inner_m, outer_m, azimuth_deg=wording.azimuth_deg, half_deg=wording.half_deg
    )
    across_m = distance_m * math.sin(math.radians(wording.half_deg))
    why = (
        f"the sector from {km(inner_m)} to {km(outer_m)} off at {wording.azimuth_deg:g}°, "
        f"{wording.half_deg:g}° either way, for {cue}"
    )
    return Footprint(ground, max(across_m, (outer_m - inner_m) / 2.0, entry.precision_m), (why,))


def _town_ring(entry: Entry, inner_m: float, outer_m: float, wording: Wording) -> Footprint:
    """A ring about a town, or its quarter on the stated sides."""
    span = f"from {km(inner_m)} to {km(outer_m)} of its middle, for ‘{wording.cue}’"
    sides = [d for d in wording.directions if d in geometry.COMPASS]
    if not sides:
        ground = geometry.ring(entry.lon, entry.lat, inner_m, outer_m)
        return Footprint(ground, outer_m, (f"a ring {span}",))
    pieces = [
        geometry.sector(
            entry.lon, entry.lat, inner_m, outer_m,
            azimuth_deg=geometry.COMPASS[d], half_deg=_QUADRANT_DEG,
        )
        for d in sides
    ]  # fmt: skip
    why = f"the {names_of(tuple(sides))} quarter of a ring {span}"
    return Footprint(shapely.unary_union(pieces), outer_m, (why,))


def _near_area(entry: Entry, area: BaseGeometry, wording: Wording, settings: Settings) -> Footprint:
    cue = f"‘{wording.cue}’"
    if wording.sense == "around":
        return Footprint(area, entry.precision_m, (f"{cue} an area is all over it",))
    outside = wording.sense in {"outside", "just outside", "beyond"}
    if outside and is_wide(entry) and wording.distance_m is None:
        return Footprint(None, None, (f"{cue} an area says only where it was not",))
    if wording.distance_m is not None and wording.inner_m > 0.0:
        return _off_area(entry, area, wording)
    reach_m = min(wording.outer_m or settings.near_radius_m, FAR_M)
    coarse_deg = max(SIMPLER_DEG, 0.05 * reach_m / 111_195.0)  # a twentieth of its width
    edge = geometry.band(shapely.simplify(area.boundary, coarse_deg), reach_m)
    if wording.sense == "edge":
        edge = shapely.intersection(edge, area)
    elif wording.sense in {"outside", "just outside"}:
        edge = shapely.difference(edge, area)
    elif entry.precision_m <= SMALL_M:
        edge = shapely.union(edge, area)
    why = f"within {reach_m / 1000:g} km of its edge for {cue}"
    return Footprint(edge, reach_m, (why,))


def _off_area(entry: Entry, area: BaseGeometry, wording: Wording) -> Footprint:
    """So far from the edge of an area, outside of it, on the side that the wording names."""
    ground = shapely.difference(strip(area.boundary, wording), area)
    why = f"{span_of(wording)} its edge for ‘{wording.cue}’"
    if wording.azimuth_deg is not None:
        reach_m = min(4.0 * entry.precision_m + wording.outer_m, 2.0 * geometry.MAX_BAND_M)
        side = geometry.sector(
            entry.lon, entry.lat, 0.0, reach_m,
            azimuth_deg=wording.azimuth_deg, half_deg=_QUADRANT_DEG,
        )  # fmt: skip
        ground = shapely.intersection(ground, side)
        why += f", at {wording.azimuth_deg:g}°, 45° either way"
    if ground.is_empty:
        return Footprint(None, None, (f"nothing lies {why}",))
    return Footprint(ground, geometry.equal_area_radius_m(ground), (why,))


def _part(entry: Entry, area: BaseGeometry | None, wording: Wording) -> Footprint:
    drawn = area
    if area is None and entry.shape is None and entry.precision_m >= _CUT_M:
        drawn = geometry.disc(entry.lon, entry.lat, min(entry.precision_m, FAR_M))
    if drawn is None or not wording.directions:
        why = f"‘{wording.cue}’: no outline is known to cut, so all of it"
        own = area if area is not None else Point(entry.lon, entry.lat)
        return Footprint(own, entry.precision_m, (why,))
    far = wording.sense == "far"
    if area is None and wording.directions == ("c",):
        some = geometry.disc(entry.lon, entry.lat, entry.precision_m / 2.0)
    else:
        some = geometry.part(drawn, wording.directions, far=far)
    if some.is_empty:
        return Footprint(None, None, (f"no {names_of(wording.directions)} part can be cut of it",))
    radius_m = geometry.equal_area_radius_m(some)
    name = f"the {'far ' if far else ''}{names_of(wording.directions)} part"
    of = "" if area is not None else f" of a disc of {km(entry.precision_m)}"
    return Footprint(some, radius_m, (f"{name}{of}, as large as a disc of {km(radius_m)}",))
