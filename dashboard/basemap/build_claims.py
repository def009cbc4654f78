"""Writes ``static/map/claims.json``: the disputed lines of the gazetteer, for the map's switch.

Run by hand when ``data/disputes.csv`` or what it draws on changes; the result is committed:

    python -m geocode build && python dashboard/basemap/build_claims.py

Lines: Natural Earth 1:10m, public domain. Texts: ``data/disputes.csv``, ours.
"""

import csv
import json
from pathlib import Path

import shapely

from geocode import open_gazetteer

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "dashboard" / "static" / "map" / "claims.json"
TOLERANCE_DEG = 0.005
"""Lines are thinned to half a kilometre, finer than the map shows."""


def main() -> None:
    """Reads each dispute's lines from the gazetteer and writes them as ``[lat, lon]``."""
    with (ROOT / "data" / "disputes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    gazetteer = open_gazetteer()
    claims: list[str] = []
    for row in sorted(rows, key=lambda row: row["sides"]):
        shape = gazetteer.shape(f"disputed:{row['sides']}")
        lines = [
            [[round(lat, 3), round(lon, 3)] for lon, lat in shapely.get_coordinates(part)]
            for part in shapely.get_parts(shapely.simplify(shape, TOLERANCE_DEG))
        ]
        drawn = json.dumps(lines, separators=(",", ":"))
        claims.append(
            f'{{"sides":"{row["sides"]}","name":{json.dumps(row["name"])},"lines":{drawn}}}'
        )
    OUT.write_text("[\n" + ",\n".join(claims) + "\n]\n", "utf-8")


if __name__ == "__main__":
    main()
