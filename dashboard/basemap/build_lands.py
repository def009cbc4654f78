"""Writes ``static/map/lands.json``: countries in outline, for the small map beside a choice.

Run by hand when the gazetteer's outlines change; the result is committed:

    python -m geocode build && python dashboard/basemap/build_lands.py

Outlines: Natural Earth 1:10m, public domain; whose ground is whose as the gazetteer has it.
"""

import csv
import json
from pathlib import Path

import numpy as np
import shapely

from geocode import open_gazetteer

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "dashboard" / "static" / "map" / "lands.json"
UNITS = 50
"""Whole numbers in a degree: a little over two kilometres each."""
TOLERANCE_DEG = 0.1
SMALLEST_DEG2 = 0.004
"""Islets below this are left out, but for a country's largest."""


def main() -> None:
    """Thins all outlines together, so that neighbours still share their border."""
    with (ROOT / "data" / "countries.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(x for x in file if not x.startswith("#"))]
    gazetteer = open_gazetteer()
    entries = [entry for code in codes if (entry := gazetteer.country(code))]
    shapes = [shape for entry in entries if (shape := gazetteer.shape(entry.id)) is not None]
    thinned = shapely.coverage_simplify(np.array(shapes), TOLERANCE_DEG)
    rings = sorted(ring for shape in thinned for ring in _rings(shape))
    OUT.write_text(json.dumps(rings, separators=(",", ":")).replace("],[", "],\n[") + "\n", "utf-8")


def _rings(shape: shapely.Geometry) -> list[list[int]]:
    """Outer rings as ``[lon, lat, dlon, dlat, …]`` in ``UNITS``, each step from the one before."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: -part.area)
    kept = [part for n, part in enumerate(parts) if not n or part.area >= SMALLEST_DEG2]
    found: list[list[int]] = []
    for part in kept:
        points = np.round(shapely.get_coordinates(part.exterior) * UNITS).astype(int)
        steps = np.diff(points, axis=0, prepend=[[0, 0]])
        moved = steps[np.any(steps != 0, axis=1) | (np.arange(len(steps)) == 0)]
        found.append(moved.ravel().tolist())
    return found


if __name__ == "__main__":
    main()
