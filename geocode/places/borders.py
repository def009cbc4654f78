"""Whose border with whom: countries that a name can stand for, and the line or side they share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import shapely
from shapely.geometry.base import BaseGeometry

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.footprints import Footprint, area_of, border_id, names_of
from geocode.records import Candidate, Entry
from geocode.settings import Settings

ALONG_M = 100_000.0
"""Depth of "regions along the border". Source: choice; the size of a border oblast or voivodeship,
and less than what separates Voronezh or Rzeszow from the lines they are said to lie along."""
_FLOOR = 0.05
"""Weight of a country that bears the name though the ranker did not think of it."""
_LEAST = 0.02
_AROUND_DEG = 0.3


@dataclass(frozen=True, slots=True)
class Owner:
    """A country that a name can stand for; ``entry`` is what was named: it, or a part of it."""

    code: str
    weight: float
    entry: Entry


@dataclass(frozen=True, slots=True)
class Pair:
    """Two countries with a border in common, as likely as ``weight`` says."""

    one: Owner
    other: Owner
    weight: float


def owners_of(
    surface: str, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> tuple[Owner, ...]:
    """The countries that a name can stand for, likeliest first, each once."""
    best: dict[str, Owner] = {}
    for owner in _all_owners(surface, candidates, gazetteer):
        known = best.get(owner.code)
        if known is None or owner.weight > known.weight:
            best[owner.code] = owner
    return tuple(sorted(best.values(), key=lambda o: (-o.weight, o.code)))


def as_country(owner: Owner, gazetteer: Gazetteer) -> Owner:
    """The whole country that a part of it stands for: Moscow for Russia."""
    return replace(owner, entry=gazetteer.country(owner.code) or owner.entry)


def is_country(entry: Entry) -> bool:
    """Whether an entry is a country, not a part of one."""
    return entry.feature.startswith("PCL") and entry.country is not None


def _all_owners(
    surface: str, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> Iterator[Owner]:
    for candidate in candidates:
        entry = candidate.entry
        if entry.country is not None and candidate.score >= _LEAST and entry.shape != "line":
            yield Owner(entry.country, candidate.score, entry)
    known = bool(candidates)
    for entry in gazetteer.demonym(surface):
        if is_country(entry):
            yield Owner(entry.country or "", _FLOOR if known else 0.9, entry)
    for entry in gazetteer.lookup(surface, limit=10):
        if is_country(entry):
            yield Owner(entry.country or "", _FLOOR if known else 0.9, entry)


def best_pair(ones: Sequence[Owner], others: Sequence[Owner], gazetteer: Gazetteer) -> Pair | None:
    """The likeliest two countries of the two names that do share a land border; None if none do."""
    best: Pair | None = None
    for one in ones:
        around = gazetteer.neighbours(one.code)
        for other in others:
            weight = one.weight * other.weight
            if other.code in around and (best is None or weight > best.weight):
                best = Pair(one, other, weight)
    return best


def border_entry(pair: Pair, gazetteer: Gazetteer) -> Entry | None:
    """The gazetteer's entry of the border between two countries."""
    return gazetteer.entry(border_id(pair.one.code, pair.other.code))


def line_footprint(pair: Pair, gazetteer: Gazetteer, settings: Settings) -> Footprint:
    """The border as a line with its band; only the stretch near what was named, if a part was."""
    line = gazetteer.shape(border_id(pair.one.code, pair.other.code))
    if line is None:
        return Footprint(None, None, ("no line is known of that border",))
    why = [
        (
            f"the {geometry.length_m(line) / 1000:.0f} km line as drawn, "
            f"{settings.border_band_m / 1000:g} km either way"
        )
    ]
    for owner in (pair.one, pair.other):
        if is_country(owner.entry):
            continue
        stretch = _near(line, owner.entry, gazetteer)
        if stretch.is_empty:
            return Footprint(None, None, (f"{owner.entry.name} does not reach that border",))
        line = stretch
        why.append(f"only its stretch at {owner.entry.name}")
    return Footprint(line, settings.border_band_m, tuple(why))


def side_footprint(pair: Pair, directions: tuple[str, ...], gazetteer: Gazetteer) -> Footprint:
    """What of the first country lies along its border with the other, on the stated sides."""
    owner = pair.one.entry
    line = gazetteer.shape(border_id(pair.one.code, pair.other.code))
    area = area_of(owner, gazetteer)
    if line is None or area is None:
        return Footprint(None, None, (f"no outline is known of {owner.name} or of that border",))
    claimed = _counted_to(pair.other.code, area, gazetteer)
    for _, ground in claimed:
        area = shapely.difference(area, ground)
    strip = geometry.along(area, line, ALONG_M)
    why = [f"{owner.name} within {ALONG_M / 1000:g} km of the border"]
    why += [f"without {d.name}, counted to {pair.other.entry.name}" for d, _ in claimed]
    if directions and not strip.is_empty:
        some = shapely.intersection(strip, geometry.part(area, directions))
        if some.area > 0.0:
            strip = some
            why.append(f"its {names_of(directions)} part")
        else:
            why.append(f"none of it is {names_of(directions)}, so all along that border")
    if strip.is_empty:
        return Footprint(None, None, (f"{owner.name} does not reach that border",))
    return Footprint(strip, geometry.equal_area_radius_m(strip), tuple(why))


def _near(line: BaseGeometry, entry: Entry, gazetteer: Gazetteer) -> BaseGeometry:
    area = area_of(entry, gazetteer)
    if area is None:
        area = geometry.disc(entry.lon, entry.lat, 50_000.0 + entry.precision_m)
    return shapely.intersection(line, shapely.buffer(area, _AROUND_DEG))


def _counted_to(
    country: str, area: BaseGeometry, gazetteer: Gazetteer
) -> list[tuple[Entry, BaseGeometry]]:
    """Divisions of a country inside its neighbour's outline, which draws who holds the ground."""
    divisions = ((d, gazetteer.shape(d.id)) for d in gazetteer.divisions(country))
    return [
        (d, s) for d, s in divisions if s is not None and area.contains(s.representative_point())
    ]
