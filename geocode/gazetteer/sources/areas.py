"""Areas of first- and second-level divisions.

Source: Natural Earth 10 m states and provinces (public domain), matched to GeoNames' divisions
by ``data/build_divisions.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from geocode.errors import GazetteerError
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.extents import (
    box_of_shape,
    great_circle_m,
    inner_point,
    spherical_radius_m,
)
from geocode.gazetteer.reference import DATA, table_points
from geocode.gazetteer.sources.membertowns import reach_m
from geocode.gazetteer.topology import read_topology


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:
    """Drafts that add area, box, inner point and radius to the divisions that stand.

    Raises:
        GazetteerError: data/points.csv names a place that is not in the gazetteer.

    """
    points = _points(world)
    topology = read_topology(DATA / "divisions-10m.topojson.gz", "divisions")
    areas: dict[str, BaseGeometry] = {}
    for feature in topology.features:
        target = world.get(feature.id or "")
        area = topology.area(feature)
        if target is None or area is None:
            continue
        shapely.prepare(area)
        areas[target.id] = area
        lon, lat = points.get(target.id) or inner_point(area)
        yield Draft(
            id=target.id,
            name=target.name,
            feature=target.feature,
            kind=target.kind,
            lon=lon,
            lat=lat,
            bbox=box_of_shape(area),
            wkb=shapely.to_wkb(area),
            shape="area",
            precision_m=spherical_radius_m(area),
        )
    yield from _moved_inside(world, areas)


def _moved_inside(world: Mapping[str, Draft], areas: Mapping[str, BaseGeometry]) -> Iterator[Draft]:
    """Divisions without an area whose towns' middle lies outside the division they are part of.

    Such a one stands at the town of its own nearest to that middle that does lie inside; where
    none does, it stays. Counties round a bay and towns assigned wrongly make such middles.
    """
    astray = {
        draft.id: draft
        for draft in world.values()
        if draft.kind == "A" and draft.id not in areas and _is_outside(draft, areas)
    }
    towns: dict[str, list[Draft]] = defaultdict(list)
    for town in world.values():
        if town.kind == "P" and town.admin2 in astray:
            towns[town.admin2].append(town)
    for key, held in sorted(towns.items()):
        middle = astray[key]
        inside = [t for t in held if not _is_outside(replace(t, admin1=middle.admin1), areas)]
        if inside:
            town = min(inside, key=lambda t: (_apart_m(middle, t), t.id))
            yield _moved(middle, town, held)


def _moved(division: Draft, town: Draft, towns: Sequence[Draft]) -> Draft:
    """The division at a town of its own, with the radius that takes in as many as before."""
    return Draft(
        id=division.id,
        name=division.name,
        feature=division.feature,
        kind=division.kind,
        lon=town.lon,
        lat=town.lat,
        precision_m=reach_m(_apart_m(town, other) for other in towns),
    )


def _is_outside(draft: Draft, areas: Mapping[str, BaseGeometry]) -> bool:
    area = areas.get(draft.admin1 or "")
    if area is None or draft.lon is None or draft.lat is None:
        return False
    return not shapely.intersects_xy(area, draft.lon, draft.lat)


def _apart_m(one: Draft, other: Draft) -> float:
    ends = (one.lon, one.lat, other.lon, other.lat)
    return great_circle_m(*(degrees or 0.0 for degrees in ends))


def _points(world: Mapping[str, Draft]) -> dict[str, tuple[float, float]]:
    """Lon, lat of the divisions that GeoNames places far from their centres, by id."""
    ids = {draft.code: draft.id for draft in world.values() if draft.code}
    places = table_points("points.csv", key="place")
    if wrong := sorted(places.keys() - ids.keys()):
        raise GazetteerError(f"data/points.csv: no place {', '.join(wrong)}; correct the file")
    return {ids[place]: point for place, point in places.items()}
