"""Where land meets water: coasts, the sea off them, the banks of rivers, the shores of lakes."""

# pyright: reportUnknownMemberType=false
# shapely leaves the types of some functions half said.

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import shapely
from shapely.affinity import scale, translate
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording.outlines import (
    SIMPLER_DEG,
    WATERS,
    Footprint,
    area_of,
    border_id,
    km,
    names_of,
    span_of,
    strip,
)
from geocode.places.wording.relations import Wording
from geocode.records import Entry
from geocode.settings import Settings

COAST_M = 50_000.0
"""How far "off the coast" reaches. Source: choice; four times the 12 nautical miles of a
territorial sea (UN Convention on the Law of the Sea, article 3), rounded."""
_LAND_DEG, _SHARED_DEG = 0.01, 0.05
"""What is this near a border is no coast: country outlines share their arcs with the borders,
divisions are drawn a little differently."""
_LEAST_DEG = 0.03
"""A shorter piece of coast is where two drawings of one corner differ."""
_SEA_DEG = 0.3
"""How far a coast may lie from the outline of its sea, which is drawn more coarsely."""
_COARSE_DEG, _MANY = 0.05, 8_000
"""A coast of more corners than that is drawn this coarsely for the sea off it: Russia's."""
_OCEAN_SHARE = 0.05
"""An ocean, drawn without its arms, that touches less of a coast does not tell where it is."""
_LEAST_SEA = 0.03
"""Share of the surroundings of a town that must be water for anything to be "off" it."""


def coast(
    entry: Entry,
    wording: Wording,
    gazetteer: Gazetteer,
    settings: Settings,
    *,
    sea: Entry | None = None,
) -> Footprint:
    """The line where it meets the sea, on the stated sides or at the stated sea; None inland."""
    line = shoreline(entry, gazetteer, settings)
    if line.is_empty:
        return Footprint(None, None, (f"no coast of {entry.name} is known",))
    line, why = _narrowed(line, entry, wording, gazetteer, sea)
    if line.is_empty:
        return Footprint(None, None, (f"{entry.name} has no coast {why}",))
    name = "shore" if entry.feature in WATERS else "coast"
    length_km = geometry.length_m(line) / 1000.0
    why = (
        f"its {length_km:.0f} km of {name} as drawn{', ' + why if why else ''}, "
        f"{km(settings.border_band_m)} either way"
    )
    return Footprint(line, settings.border_band_m, (why,))


def sea_off(
    entry: Entry,
    wording: Wording,
    gazetteer: Gazetteer,
    settings: Settings,
    *,
    sea: Entry | None = None,
) -> Footprint:
    """The water before its coast, as far out as the wording says, or 50 km; None inland.

    A town inland stands for the division that is called after it: "off the coast of Fukushima".
    """
    area = area_of(entry, gazetteer)
    if area is None:
        near = _off_town(entry, wording, gazetteer, settings)
        division = _called_alike(entry, gazetteer) if near.geometry is None else None
        if division is None:
            return near
        of_division = sea_off(division, wording, gazetteer, settings, sea=sea)
        called = f"that of the division called {division.name}"
        return replace(of_division, why=(called, *of_division.why))
    line = shoreline(entry, gazetteer, settings) if entry.shape == "area" else area.boundary
    if line.is_empty:
        return Footprint(None, None, (f"no coast of {entry.name} is known",))
    line, why = _narrowed(line, entry, wording, gazetteer, sea)
    if line.is_empty:
        return Footprint(None, None, (f"{entry.name} has no coast {why}",))
    if wording.distance_m is None:
        reach_m = COAST_M
        coarse_deg = _COARSE_DEG if shapely.get_num_coordinates(line) > _MANY else SIMPLER_DEG
        water = geometry.band(shapely.simplify(line, coarse_deg), reach_m)
        span = f"within {km(reach_m)} of"
    else:
        reach_m = wording.outer_m
        water = strip(line, wording)
        span = span_of(wording)
    for land in (area, *_lands(entry, gazetteer, water)):
        water = shapely.difference(water, land)
    water = _of_dimension(water, 2)
    if water.is_empty:
        return Footprint(None, None, (f"no water lies {span} the coast of {entry.name}",))
    return Footprint(water, reach_m, (f"the sea {span} its coast{', ' + why if why else ''}",))


def bank(entry: Entry, wording: Wording, gazetteer: Gazetteer, settings: Settings) -> Footprint:
    """A river, canal or lake shore as a line with a band; or the stated side of it."""
    shape = gazetteer.shape(entry.id) if entry.shape is not None else None
    if shape is None or shape.is_empty:
        return Footprint(None, None, (f"no line is known of {entry.name}",))
    line = shape.boundary if entry.shape == "area" else shape
    band_m = max(settings.border_band_m, min(entry.precision_m, 2.0 * settings.border_band_m))
    if not wording.directions:
        return Footprint(line, band_m, (f"along it, {km(band_m)} either way",))
    side = _bank_side(line, wording.directions, band_m) if entry.shape == "line" else None
    sides = names_of(wording.directions)
    if side is None:
        why = f"it does not run so that its {sides} bank could be told"
        return Footprint(None, None, (why,))
    return Footprint(side, band_m, (f"within {km(band_m)} of it on its {sides} side",))


def shoreline(entry: Entry, gazetteer: Gazetteer, settings: Settings) -> BaseGeometry:
    """The edge of its outline that is no land border; of a town, its stretch of the country's."""
    if entry.feature.startswith("PPL"):
        country = gazetteer.country(entry.country or "")
        reach_m = settings.near_radius_m + entry.precision_m
        about = geometry.disc(entry.lon, entry.lat, reach_m)
        whole = shoreline(country, gazetteer, settings) if country is not None else LineString()
        return shapely.intersection(whole, about)
    area = gazetteer.shape(entry.id) if entry.shape == "area" else None
    if area is None or area.is_empty or (entry.country is None and entry.feature not in WATERS):
        return LineString()
    return area.boundary if entry.feature in WATERS else _off_land(entry, area, gazetteer)


def _off_land(entry: Entry, area: BaseGeometry, gazetteer: Gazetteer) -> BaseGeometry:
    """The edge of a country or division without what it shares with other land."""
    whole = entry.feature.startswith("PCL")
    line = area.boundary
    for land in _land_edges(entry, area, gazetteer):
        line = shapely.difference(line, shapely.buffer(land, _LAND_DEG if whole else _SHARED_DEG))
        if line.is_empty:
            return line
    if whole:
        return line
    pieces = shapely.get_parts(shapely.line_merge(line)).tolist()
    return shapely.union_all([p for p in pieces if p.length > _LEAST_DEG])


def _land_edges(entry: Entry, own: BaseGeometry, gazetteer: Gazetteer) -> Iterator[BaseGeometry]:
    """Lines and areas near it beyond which there is land: borders, the other divisions."""
    code, about = entry.country or "", shapely.envelope(own)
    for other in gazetteer.neighbours(code):
        line = gazetteer.shape(border_id(code, other))
        if line is not None and shapely.intersects(about, line):
            yield line
    if entry.feature.startswith("PCL"):
        return
    for division in gazetteer.divisions(code):
        shape = gazetteer.shape(division.id) if division.id != entry.id else None
        if shape is None or own.contains(shape.representative_point()):
            continue
        if shapely.intersects(about, shapely.envelope(shape)):
            yield shape


def _narrowed(
    line: BaseGeometry, entry: Entry, wording: Wording, gazetteer: Gazetteer, sea: Entry | None
) -> tuple[BaseGeometry, str]:
    """The coast at one sea and on the stated sides, and the words for that."""
    why: list[str] = []
    if sea is not None:
        water = gazetteer.shape(sea.id) if sea.shape == "area" else None
        if water is None:
            return LineString(), f"at {sea.name} that could be told: its outline is not known"
        there = shapely.intersection(line, shapely.buffer(water, _SEA_DEG))
        if sea.feature == "OCN" and there.length < _OCEAN_SHARE * line.length:
            return LineString(), f"at {sea.name} that could be told: it is drawn without its arms"
        line = there
        why.append(f"at {sea.name}")
    area = area_of(entry, gazetteer)
    if wording.directions and area is not None:
        seen = [_facing(line, area, d) for d in wording.directions]
        line = shapely.union_all(seen)
        why.append(f"on its {names_of(wording.directions)} side")
    return _of_dimension(line, 1), " ".join(why)


def _of_dimension(shape: BaseGeometry, dimension: int) -> BaseGeometry:
    """Only its areas (2) or lines (1): cuts leave points and lines where two edges touch."""
    parts = shapely.get_parts(shapely.get_parts(shape)).tolist()
    kept = [p for p in parts if shapely.get_dimensions(p) == dimension]
    return shape if len(kept) == len(parts) else shapely.union_all(kept)


def _facing(line: BaseGeometry, area: BaseGeometry, direction: str) -> BaseGeometry:
    """The part of a coast from which no land of its own is seen that way."""
    line = shapely.intersection(line, shapely.buffer(geometry.part(area, (direction,)), 0.1))
    if direction.endswith("c"):
        return line
    azimuth = math.radians(geometry.COMPASS[direction])
    dx, dy = math.sin(azimuth), math.cos(azimuth)
    coarse = shapely.simplify(area, SIMPLER_DEG)
    west, south, east, north = coarse.bounds
    step_deg, far_deg = 0.2, max(east - west, north - south)
    while step_deg < far_deg and not line.is_empty:
        line = shapely.difference(line, translate(coarse, -dx * step_deg, -dy * step_deg))
        step_deg *= 1.5
    return line


def _lands(entry: Entry, gazetteer: Gazetteer, about: BaseGeometry) -> Iterator[BaseGeometry]:
    """Outlines of its country and of the neighbours that come near."""
    code = entry.country or ""
    for each in (code, *gazetteer.neighbours(code)):
        country = gazetteer.country(each)
        shape = gazetteer.shape(country.id) if country is not None else None
        if country is not None and country.id != entry.id and shape is not None:
            near = shapely.clip_by_rect(shape, *about.bounds)
            if not near.is_empty:
                yield near


def _called_alike(town: Entry, gazetteer: Gazetteer) -> Entry | None:
    """The first-order division that is called after a town in it, where its outline is known."""
    division = gazetteer.entry(town.admin1) if town.admin1 else None
    if division is None or town.name not in gazetteer.names(division.id):
        return None
    return division if area_of(division, gazetteer) is not None else None


def _off_town(
    entry: Entry, wording: Wording, gazetteer: Gazetteer, settings: Settings
) -> Footprint:
    if wording.distance_m is None:
        outer_m = settings.near_radius_m + entry.precision_m
        about = geometry.disc(entry.lon, entry.lat, outer_m)
    else:
        outer_m = wording.outer_m
        about = geometry.ring(entry.lon, entry.lat, wording.inner_m, outer_m)
    water = about
    for land in _lands(entry, gazetteer, about):
        water = shapely.difference(water, land)
    if water.area < _LEAST_SEA * about.area:
        return Footprint(None, None, (f"no sea is drawn near {entry.name}",))
    return Footprint(water, outer_m, (f"the sea within {km(outer_m)} of its middle",))


def _bank_side(
    line: BaseGeometry, directions: tuple[str, ...], band_m: float
) -> BaseGeometry | None:
    """The strip on one side of a river that runs across that direction; None where it does not."""
    if len(directions) != 1 or directions[0] not in {"n", "e", "s", "w"}:
        return None
    merged = shapely.line_merge(line)
    runs = [p for p in shapely.get_parts(merged) if isinstance(p, LineString)]
    lat = (line.bounds[1] + line.bounds[3]) / 2.0
    narrow = math.cos(math.radians(lat))
    depth_deg = band_m / 111_195.0
    out: list[BaseGeometry] = []
    for run in runs:
        flat = shapely.simplify(scale(run, xfact=narrow, origin=(0.0, 0.0)), depth_deg / 10.0)
        (x1, y1), (x2, y2) = flat.coords[0], flat.coords[-1]
        across, along = (y1 - y2, x2 - x1) if directions[0] in "ew" else (x2 - x1, y2 - y1)
        if abs(across) < abs(along) / 2.0:
            return None
        left = (across > 0.0) == (directions[0] in "en")
        depth = depth_deg if left else -depth_deg
        side = shapely.buffer(flat, depth, single_sided=True)
        out.append(scale(side, xfact=1.0 / narrow, origin=(0.0, 0.0)))
    return shapely.union_all([shapely.make_valid(piece) for piece in out]) if out else None
