"""Continents and macro-regions as unions, and seas, rivers and mountains as points with boxes.

Source: our own reviewable files ``data/regions.toml`` and ``data/physical.csv``.
"""

from __future__ import annotations

import csv
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
    equal_area_radius_m,
    inner_point,
)

DATA = Path(__file__).resolve().parents[3] / "data"

# Share of a region's people whose islands or districts have no area in our sources.
_MOST_UNDRAWN = 0.05


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:
    """Regions in the order of the file, each of earlier ones or countries; then physical features.

    Raises:
        GazetteerError: A region names a part that is not in the gazetteer.

    """
    by_code = {d.code: d for d in world.values() if d.code}
    with (DATA / "regions.toml").open("rb") as file:
        table = tomllib.load(file)
    for key, row in table.items():
        parts = [_part(str(code), by_code, key) for code in row.get("of", ())]
        draft = _region(key, row, parts)
        by_code[f"region:{key}"] = parts[0] if len(parts) == 1 else draft
        yield draft
    yield from _physical()


def _part(code: str, by_code: Mapping[str, Draft], key: str) -> Draft:
    draft = by_code.get(code)
    if draft is None:
        raise GazetteerError(
            f"data/regions.toml: [{key}] is made of {code}, which no source gives; correct the file"
        )
    return draft


def _region(key: str, row: Mapping[str, Any], parts: Sequence[Draft]) -> Draft:
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
    if "lon" in row:
        lon, lat = float(row["lon"]), float(row["lat"])
    elif area is not None:
        lon, lat = inner_point(area)
    else:
        lon = sum(p.lon or 0.0 for p in parts) / max(1, len(parts))
        lat = sum(p.lat or 0.0 for p in parts) / max(1, len(parts))
    boxes = [p.bbox for p in parts if p.bbox]
    countries = {p.country for p in parts}
    radius_m = float(row["radius_km"]) * 1000 if "radius_km" in row else UNKNOWN_EXTENT_M
    return replace(
        named,
        country=next(iter(countries)) if len(countries) == 1 else row.get("country"),
        lon=round(lon, 5),
        lat=round(lat, 5),
        population=sum(p.population for p in parts),
        bbox=box_of_shape(area) if area is not None else box_of(boxes) if boxes else None,
        wkb=shapely.to_wkb(area) if area is not None else None,
        shape="area" if area is not None else None,
        precision_m=equal_area_radius_m(area) if area is not None else radius_m,
        code=f"region:{key}",
    )


def _union(parts: Sequence[Draft]) -> BaseGeometry | None:
    """The parts as one area; None where too much has none: half a region is a wrong one."""
    drawn = [shapely.from_wkb(part.wkb) for part in parts if part.wkb is not None]
    people = sum(part.population for part in parts)
    undrawn = sum(part.population for part in parts if part.wkb is None)
    if not drawn or undrawn > _MOST_UNDRAWN * people:
        return None
    return unary_union(drawn)


def _physical() -> Iterator[Draft]:
    with (DATA / "physical.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            box = [float(row[side]) for side in ("west", "south", "east", "north")]
            yield Draft(
                id=f"physical:{row['key']}",
                name=row["name"],
                feature=row["feature"],
                kind="R",
                country=row["country"] or None,
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                bbox=(box[0], box[1], box[2], box[3]),
                precision_m=float(row["radius_km"]) * 1000,
                code=f"physical:{row['key']}",
                names=tuple(filter(None, row["names"].split("|"))),
                weak=tuple(filter(None, row["weak"].split("|"))),
            )
