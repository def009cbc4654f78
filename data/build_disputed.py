"""Writes data/disputed-10m.geojson: Natural Earth's disputed lines, by the sides that dispute them.

Usage: python data/build_disputed.py WORLD_MAP.GPKG

WORLD_MAP.GPKG is /usr/share/qgis/resources/data/world_map.gpkg of Debian's qgis-common; its layer
``disputed_borders`` is Natural Earth 10 m (public domain). Needed only to rebuild the file:
pip install pyogrio.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyogrio
import shapely

TARGET = Path(__file__).with_name("disputed-10m.geojson")
DECIMALS = 4  # degrees: 11 m
# Natural Earth's name of the claim and whose ground it draws there → the sides, by ISO 3166-1.
SIDES = {
    ("Bolivian claim", "CHL"): "BO-CL",
    ("Ceasefire Line 1994", "AZE"): "AM-AZ",
    ("Chinese claim", "BTN"): "BT-CN",
    ("Chinese claim", "IND"): "CN-IN",
    ("Former USSR oblast in 1991", "AZE"): "AM-AZ",
    ("Georgian claim", "GEO"): "GE",
    ("Guatemalan claim", "BLZ"): "BZ-GT",
    ("Indian claim", "CHN"): "CN-IN",
    ("Indian claim", "PAK"): "IN-PK",
    ("Japanese claim", "RUS"): "JP-RU",
    ("Kenyan claim", "SDS"): "KE-SS",
    ("Lebanese claim", "ISR"): "IL-LB",
    ("Lebanese claim", "LBN"): "IL-LB",
    ("Moldovan claim", "MDA"): "MD",
    ("Pakistani claim", "IND"): "IN-PK",
    ("Portuguese claim", "ESP"): "ES-PT",
    ("South Sudanese claim", "SDN"): "SD-SS",
    ("Sudanese claim", "KEN"): "KE-SS",
    ("Suriname claim", "FRA"): "GF-SR",
    ("Suriname claim", "GUY"): "GY-SR",
    ("Syrian claim", "ISR"): "IL-SY",
    ("Ukrainian claim", "UKR"): "RU-UA",
    ("Venezuelan claim", "GUY"): "GY-VE",
    ("Western Saharan claim", "MAR"): "EH-MA",
}


def main(world_map: Path) -> None:
    """Reads the layer and writes one feature a line, by sides, then by name and place."""
    meta, _, blobs, columns = pyogrio.raw.read(world_map, layer="disputed_borders")
    rows = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
    found = []
    for row, blob in zip(rows, blobs, strict=True):
        line = shapely.line_merge(shapely.from_wkb(blob))
        line = shapely.set_precision(line, 10**-DECIMALS, mode="pointwise")
        claim = row["name"]
        found.append((SIDES[claim, row["adm0_a3_l"]], claim, line.bounds, shapely.to_geojson(line)))
    features = [
        f'{{"type":"Feature","properties":{json.dumps({"sides": sides, "claim": claim})},'
        f'"geometry":{geometry}}}'
        for sides, claim, _, geometry in sorted(found)
    ]
    body = ",\n".join(features)
    TARGET.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', "utf-8")
    print(f"{TARGET.name}: {len(features)} lines, {TARGET.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
