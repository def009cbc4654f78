"""Areas of first- and second-level divisions.

Source: Natural Earth 10 m states and provinces (public domain), matched to GeoNames' divisions
by ``data/build_divisions.py``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import shapely

from geocode.errors import GazetteerError
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.extents import box_of_shape, inner_point, spherical_radius_m
from geocode.gazetteer.topology import read_topology

DATA = Path(__file__).resolve().parents[3] / "data"


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:
    """Drafts that add area, box, inner point and radius to the divisions that stand.

    Raises:
        GazetteerError: data/points.csv names a place that is not in the gazetteer.

    """
    points = _points(world)
    topology = read_topology(DATA / "divisions-10m.topojson.gz", "divisions")
    for feature in topology.features:
        target = world.get(feature.id or "")
        area = topology.area(feature)
        if target is None or area is None:
            continue
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


def _points(world: Mapping[str, Draft]) -> dict[str, tuple[float, float]]:
    """Lon, lat of the divisions that GeoNames places far from their centres, by id."""
    ids = {draft.code: draft.id for draft in world.values() if draft.code}
    with (DATA / "points.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        places = {row["place"]: (float(row["lon"]), float(row["lat"])) for row in rows}
    if wrong := sorted(places.keys() - ids.keys()):
        raise GazetteerError(f"data/points.csv: no place {', '.join(wrong)}; correct the file")
    return {ids[place]: point for place, point in places.items()}
