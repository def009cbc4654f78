"""Seas, straits, lakes, rivers, mountains, deserts and islands, with lines and areas.

Source: our own ``data/physical.csv``; the extents in ``data/physical.geojson.gz`` are made by
``data/build_waters.py`` from Natural Earth (public domain) and our own ``data/extents.csv``.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import shapely
from shapely.geometry import shape as as_shape
from shapely.geometry.base import BaseGeometry

from geocode.errors import GazetteerError
from geocode.gazetteer.drafts import BBox, Draft
from geocode.gazetteer.extents import box_of_shape, spherical_radius_m
from geocode.gazetteer.reference import DATA, pointed, table_rows

_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Extent:
    """A place's line or area in lon, lat degrees.

    ``error_m`` is how far in metres a line may be off; None for an area.
    """

    shape: BaseGeometry
    error_m: float | None


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:  # noqa: ARG001 - needs no other source
    """One draft for each row of the file, in its order: with a line or area, or a radius.

    Raises:
        GazetteerError: A row has neither an extent nor a radius.

    """
    drawn = extents()
    for row in table_rows("physical.csv"):
        yield _draft(row, drawn.get(f"physical:{row['key']}"))


def extents() -> dict[str, Extent]:
    """Lines and areas by id."""
    raw = gzip.decompress((DATA / "physical.geojson.gz").read_bytes())
    return {str(feature["id"]): _extent(feature) for feature in json.loads(raw)["features"]}


def _extent(feature: Mapping[str, Any]) -> Extent:
    error_km = feature["properties"].get("error_km")
    return Extent(
        as_shape(feature["geometry"]), None if error_km is None else float(error_km) * 1000
    )


def _draft(row: Mapping[str, str], extent: Extent | None) -> Draft:
    lon, lat = float(row["lon"]), float(row["lat"])
    if extent is not None:
        line = extent.error_m is not None
        box = box_of_shape(extent.shape)
        precision_m = extent.error_m if line else spherical_radius_m(extent.shape)
    elif row["radius_km"]:
        line = False
        precision_m = float(row["radius_km"]) * 1000
        box = _box(lon, lat, precision_m)
    else:
        raise GazetteerError(
            f"data/physical.csv: {row['key']} has no radius_km and no extent; give it one"
        )
    return replace(
        pointed(row, "physical"),
        bbox=box,
        wkb=shapely.to_wkb(extent.shape) if extent else None,
        shape=None if extent is None else "line" if line else "area",
        precision_m=precision_m,
        generated=tuple(_river(row["name"])) if row["feature"] == "STM" else (),
    )


def _box(lon: float, lat: float, radius_m: float) -> BBox:
    """The box around a disc in degrees; west > east where it crosses 180."""
    high = radius_m / _METRES_PER_DEGREE
    wide = min(180.0, high / max(0.01, math.cos(math.radians(lat))))
    if wide >= 180.0:  # noqa: PLR2004 - all round
        return (-180.0, max(-90.0, lat - high), 180.0, min(90.0, lat + high))
    west, east = (lon - wide + 180) % 360 - 180, (lon + wide + 180) % 360 - 180
    south, north = max(-90.0, lat - high), min(90.0, lat + high)
    return (round(west, 4), round(south, 4), round(east, 4), round(north, 4))


def _river(name: str) -> Iterator[str]:
    """What else a river is called: "the Rhine River", "the River Rhine".

    >>> list(_river("Rhine")), list(_river("Han River"))
    (['Rhine River', 'River Rhine'], ['Han River', 'River Han'])
    """
    plain = name.removeprefix("River ").removesuffix(" River")
    yield f"{plain} River"
    yield f"River {plain}"
