"""What a dump of GeoNames costs: time, memory and disk for generated dumps of growing size.

``python benchmarks/dump.py [ROWS ...]`` (by default 1,000,000 and 3,000,000). Each build runs in a
process of its own, over the packages' world, so that its peak of memory is its own. The rows are
made from a seed: classes, alternate names and people in about GeoNames' proportions, none of its
content.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from geocode.gazetteer import build_gazetteer

SEED = 3
SIZES = (1_000_000, 3_000_000)  # the caches are full by the first: what grows beyond, grows on
SYLLABLES = "ka lo mi ra ne su vo ti be da gor hal ist jen kol lum mor nik ost pol".split()  # noqa: SIM905
# Classes of GeoNames' 12 M rows, in per cent, rounded.
CLASSES = {"P PPL": 45, "H STM": 20, "T HLL": 15, "S HTL": 12, "L LCTY": 5, "A ADM4": 3}
ALTERNATES = (0, 0, 1, 1, 2, 6)
WORLD_ROWS = 12_000_000


def rows(number: int) -> Iterator[str]:
    """So many rows as GeoNames writes them."""
    chance = random.Random(SEED)  # noqa: S311 - not for secrets
    kinds = [kind.split() for kind, share in CLASSES.items() for _ in range(share)]

    def word() -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()

    for at in range(number):
        group, code = chance.choice(kinds)
        name = f"{word()} {word()}" if chance.random() < 0.4 else word()
        more = (
            word() + chance.choice(("", "ский", " 镇")) for _ in range(chance.choice(ALTERNATES))
        )
        people = int(10 ** chance.uniform(0, 5)) if group == "P" and chance.random() < 0.15 else 0
        lat, lon = round(chance.uniform(-80, 80), 5), round(chance.uniform(-179, 179), 5)
        country = chance.choice(("BY", "UA", "PL", "US", "CN"))
        cells = (20_000_000 + at, name, name, ",".join(more), lat, lon, group, code, country, "")
        rest = (f"{chance.randint(1, 30):02}", chance.randint(1, 99), "", "", people, "", 0, "")
        yield "\t".join(map(str, (*cells, *rest, "2024-01-01")))


def build_one(folder: Path, dump: Path) -> None:
    """Builds with a dump and prints figures as JSON, in a process of its own."""
    stages: dict[str, int] = {}

    def watch(stage: str, done: int, total: int) -> None:  # noqa: ARG001 - progress's own shape
        stages[stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    summary = build_gazetteer(folder / "gazetteer.sqlite", dumps=[dump], progress=watch)
    told = {
        "entries": summary.entries,
        "names": summary.names,
        "megabytes": summary.bytes / 1e6,
        "seconds": summary.seconds,
        "peaks": {stage: kilobytes / 1024 for stage, kilobytes in stages.items()},
    }
    print(json.dumps(told))


def main(sizes: tuple[int, ...]) -> None:
    """Prints a line for each size, then what a whole world would take if it goes on so."""
    found: list[tuple[int, float, float]] = []
    print(
        f"{'rows':>10} {'entries':>10} {'names':>10} {'file MB':>8} {'seconds':>8} {'peak MB':>8}"
    )
    for size in sizes:
        with TemporaryDirectory() as name:
            dump = Path(name) / "generated.txt"
            with dump.open("w", encoding="utf-8") as file:
                file.writelines(f"{row}\n" for row in rows(size))
            done = subprocess.run(
                [sys.executable, __file__, "--one", name, str(dump)],
                check=True,
                capture_output=True,
            )
        told = json.loads(done.stdout)
        peak = max(told["peaks"].values())
        found.append((size, told["seconds"], peak))
        print(
            f"{size:>10,} {told['entries']:>10,} {told['names']:>10,} {told['megabytes']:>8,.0f} "
            f"{told['seconds']:>8,.0f} {peak:>8,.0f}"
        )
        print("           peak MB so far:", {k: round(v) for k, v in told["peaks"].items()})
    for (few, brief, small), (many, long, large) in pairwise(found):
        millions = (many - few) / 1e6
        slower, larger = (long - brief) / millions, (large - small) / millions
        left = (WORLD_ROWS - many) / 1e6
        print(
            f"from {few:,} to {many:,} rows: {slower:,.0f} s and {larger:+,.1f} MB a million; "
            f"12 M rows would take {(long + left * slower) / 60:,.0f} minutes and "
            f"{large + left * max(0.0, larger):,.0f} MB (extrapolated, not measured)"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        build_one(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(tuple(int(text.replace("_", "")) for text in sys.argv[1:]) or SIZES)
