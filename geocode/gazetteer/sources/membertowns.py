"""What the towns of a division say of it: where it is, how far it reaches, how many live there."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from geocode.gazetteer.drafts import BBox
from geocode.gazetteer.extents import box_of, great_circle_m
from geocode.gazetteer.sources.packages import Town

# Below this a division whose towns stand together would claim a precision it has not.
SMALLEST_DIVISION_M = 5_000.0
# Share of a division's towns that its stated radius takes in.
TOWNS_WITHIN = 0.95
# A town lies astray if it is so many times as far from the middle as half of the towns are, and
# farther than the reach of a large county. With fewer towns than four nothing can be told.
_ASTRAY_TIMES, _ASTRAY_M, _FEWEST = 6.0, 100_000.0, 4

# A listed place is a quarter of a town if it stands on that town's ground and has at most half its
# people. Fitted on the known populations of 68 divisions (data/README.md): at 2,000 people
# a km² suburbs go too, at 10,000 quarters stay.
_GROUND_DENSITY_PER_KM2 = 4_000.0
_QUARTER_SHARE = 0.5
_SMALLEST_WITH_QUARTERS = 20_000
_CELLS_PER_DEGREE = 2
_KM_PER_DEGREE = 111.195


@dataclass(slots=True)
class MemberTowns:
    """What is known of a division from the towns in it."""

    points: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    people: int = 0
    largest: tuple[int, int] = (0, 0)
    """People and minus the GeoNames id."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Middle of a division in degrees, radius in metres that holds its towns, and their box."""

    lon: float
    lat: float
    radius_m: float
    box: BBox | None


def gathered_towns(towns: Iterable[Town]) -> dict[int, MemberTowns]:
    """For each division's number its towns; the people of a quarter count in its town alone."""
    listed = list(towns)
    inside = dict(quarters(listed))
    lies_in = {t.geonames_id: frozenset(s.id for s in t.subdivisions) for t in listed}
    out: dict[int, MemberTowns] = defaultdict(MemberTowns)
    for town in listed:
        people = town.population or 0
        whole = lies_in.get(inside.get(town.geonames_id, 0), frozenset[int]())
        for number in lies_in[town.geonames_id]:
            held = out[number]
            held.points.append((town.lng, town.lat))
            held.people += 0 if number in whole else people
            held.largest = max(held.largest, (people, -town.geonames_id))
    return out


def quarters(towns: Sequence[Town]) -> Iterator[tuple[int, int]]:
    """GeoNames ids of places that are quarters, each with its town's."""
    cells: dict[tuple[int, int], list[Town]] = defaultdict(list)
    for town in towns:
        cells[_cell(town.lng, town.lat)].append(town)
    taken: set[int] = set()
    for town in sorted(towns, key=lambda t: (-(t.population or 0), t.geonames_id)):
        people = town.population or 0
        if people < _SMALLEST_WITH_QUARTERS:
            return
        if town.geonames_id in taken:
            continue
        for other in _standing_on(town, cells):
            part = (other.population or 0) <= _QUARTER_SHARE * people
            if part and other.geonames_id not in taken:
                taken.add(other.geonames_id)
                yield other.geonames_id, town.geonames_id


def _cell(lon: float, lat: float) -> tuple[int, int]:
    return math.floor(lon * _CELLS_PER_DEGREE), math.floor(lat * _CELLS_PER_DEGREE)


def _standing_on(town: Town, cells: Mapping[tuple[int, int], Sequence[Town]]) -> Iterator[Town]:
    """The other places of its country within the circle of a town's people at that density."""
    reach_km = math.sqrt((town.population or 0) / _GROUND_DENSITY_PER_KM2 / math.pi)
    north = reach_km / _KM_PER_DEGREE
    narrow = max(0.1, math.cos(math.radians(town.lat)))
    west, south = _cell(town.lng - north / narrow, town.lat - north)
    east, top = _cell(town.lng + north / narrow, town.lat + north)
    for x in range(west, east + 1):
        for y in range(south, top + 1):
            for other in cells.get((x, y), ()):
                dx = (other.lng - town.lng) * narrow
                near = dx * dx + (other.lat - town.lat) ** 2 <= north * north
                if near and other is not town:
                    yield other


def extent_of(points: Sequence[tuple[float, float]]) -> Extent:
    """Middle, radius and box of a division's towns, those left aside that lie astray.

    The middle is the mean of the towns that are not astray, and the radius takes in
    ``TOWNS_WITHIN`` of these.
    """
    home = points[0][0]
    flat = [(home + (x - home + 180) % 360 - 180, y) for x, y in points]
    kept = _not_astray(flat)
    lon = sum(x for x, _ in kept) / len(kept)
    lat = sum(y for _, y in kept) / len(kept)
    radius_m = reach_m(great_circle_m(lon, lat, x, y) for x, y in kept)
    turned = [((x + 180) % 360 - 180, y) for x, y in kept]
    return Extent(
        lon=round((lon + 180) % 360 - 180, 5),
        lat=round(lat, 5),
        radius_m=radius_m,
        box=box_of((x, y, x, y) for x, y in turned) if len(turned) > 1 else None,
    )


def reach_m(distances_m: Iterable[float]) -> float:
    """The radius in metres that takes in ``TOWNS_WITHIN`` of the towns so far away.

    >>> reach_m([1_000.0] * 19 + [90_000.0])
    5000.0
    """
    far = sorted(distances_m)
    return max(far[math.ceil(TOWNS_WITHIN * len(far)) - 1], SMALLEST_DIVISION_M)


def _not_astray(flat: Sequence[tuple[float, float]]) -> Sequence[tuple[float, float]]:
    if len(flat) < _FEWEST:
        return flat
    lon, lat = median(x for x, _ in flat), median(y for _, y in flat)
    far = [great_circle_m(lon, lat, x, y) for x, y in flat]
    limit_m = max(_ASTRAY_M, _ASTRAY_TIMES * median(far))
    return [point for point, metres in zip(flat, far, strict=True) if metres <= limit_m]
