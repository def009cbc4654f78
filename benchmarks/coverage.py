"""What share of the places in news the gazetteer can reach, and which layer reaches it.

Usage: python benchmarks/coverage.py FOLDER [--cache FILE] [--missed]

FOLDER holds gold toponyms as places_*.jsonl, one document a line:
{"doc_id", "text", "toponyms": [{"text", "lat", "lon", "geonameid", "kind"}]}. The public sets:
LGL, TR-News and GeoWebNews from github.com/milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation,
GeoVirus from github.com/milangritta/Geocoding-with-Map-Vector. None of them is part of this
project. Nothing here is held out: names and points of data/ were looked at while these figures
were, and what was found missing was added as whole classes. Read them as "what the gazetteer
reaches on text its authors saw", not as a promise for other text.

Coverage is the share of gold toponyms with coordinates that ANY entry of the same name (or
demonym) reaches within 161 km: the ceiling of what can be resolved. A layer's share *alone* is
what it reaches if there were nothing else; *without* is how many points coverage falls if it is
left out. Layers of places and layers of names cut the same gazetteer in two ways.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from places_sets import kind_of

from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.forms import without_article
from geocode.geometry import distance_m
from geocode.names import fold
from geocode.records import Entry

REACH_M = 161_000
ALIASES = Path(__file__).resolve().parents[1] / "data" / "aliases.csv"
AIM = {"lgl": 0.87, "trnews": 0.90, "geowebnews": 0.72}
"""What issue 3 asks for."""
PLACES = (
    "populated places", "first-level divisions", "other divisions", "countries", "regions",
    "physical", "sites", "borders",
)  # fmt: skip
NAMES = (
    "own names", "other names", "names in other scripts", "our aliases", "generated forms",
    "demonyms",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated name, and by which layers an entry near its point bears it."""

    text: str
    kind: str
    feature: str
    hits: frozenset[tuple[str, str]]
    """The layer of the place and the layer of the name, for each entry within reach."""


def main(arguments: list[str]) -> None:
    """Prints a table for each set, then the layers of all sets."""
    at = arguments.index("--cache") if "--cache" in arguments else None
    cache = Path(arguments[at + 1]) if at is not None else None
    folder = Path(arguments[0])
    read: dict[str, list[Gold]] = {}
    with open_gazetteer(cache) as index:
        print(f"gazetteer {index.digest[:12]}, {int(index.meta['names']):,} folded names")
        aliases = _aliases()
        for path in sorted(folder.glob("places_*.jsonl")):
            read[path.stem.removeprefix("places_")] = list(_gold(path, index, aliases))
    for corpus, golds in read.items():
        _print_corpus(corpus, golds)
        if "--missed" in arguments:
            missed = Counter(f"{g.text} ({g.feature})" for g in golds if not g.hits)
            print("missed most:", ", ".join(f"{name} {n}" for name, n in missed.most_common(40)))
    _print_layers(read)


def _gold(path: Path, index: Index, aliases: frozenset[str]) -> Iterator[Gold]:
    with path.open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    rows: list[dict[str, Any]] = [row for d in documents for row in d["toponyms"]]
    ids_given = any(row["geonameid"] for row in rows)

    @cache
    def hits(text: str, lon: float, lat: float) -> frozenset[tuple[str, str]]:
        return frozenset(_hits(index, aliases, text, lon, lat))

    for row in rows:
        if row["lat"] is None or (ids_given and not row["geonameid"]):
            continue
        text = row["text"]
        yield Gold(
            text,
            kind_of(row, text, index),
            _feature(row, index),
            hits(text, row["lon"], row["lat"]),
        )


def _hits(
    index: Index, aliases: frozenset[str], text: str, lon: float, lat: float
) -> Iterator[tuple[str, str]]:
    for entry in index.lookup(text, limit=1_000):
        if distance_m(lon, lat, entry.lon, entry.lat) <= REACH_M:
            yield _place_layer(entry), _name_layer(index, aliases, entry, fold(text))
    for entry in index.demonym(text):
        if distance_m(lon, lat, entry.lon, entry.lat) <= REACH_M:
            yield _place_layer(entry), "demonyms"


def _place_layer(entry: Entry) -> str:
    by_id = {"physical": "physical", "site": "sites", "border": "borders", "region": "regions"}
    feature = entry.feature
    if feature.startswith("PPL"):
        return "populated places"
    if feature.startswith("ADM"):
        return "first-level divisions" if feature == "ADM1" else "other divisions"
    if feature.startswith("PCL"):
        return "countries"
    return by_id.get(entry.id.split(":", 1)[0], "regions")


def _name_layer(index: Index, aliases: frozenset[str], entry: Entry, folded: str) -> str:
    spelt = {folded, without_article(folded)}
    if fold(entry.name) in spelt:
        return "own names"
    if folded in aliases:
        return "our aliases"
    if spelt.isdisjoint(map(fold, index.names(entry.id))):
        return "generated forms"
    return "other names" if folded.isascii() else "names in other scripts"


def _aliases() -> frozenset[str]:
    with ALIASES.open(encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return frozenset(fold(name) for row in rows for name in row["names"].split("|"))


def _feature(row: dict[str, Any], index: Index) -> str:
    """The class of the gold place: the set's own, else ours for its id."""
    entry = index.entry(f"geonames:{row['geonameid']}") if row["geonameid"] else None
    feature = row.get("fcode") or (entry.feature if entry else None)
    if feature is None:
        return "not said" if not row["geonameid"] else "unknown id"
    for start, name in (("PPL", "towns"), ("PCL", "countries"), ("ADM1", "ADM1"), ("ADM2", "ADM2")):
        if feature.startswith(start):
            return name
    return "other"


def _share(golds: Sequence[Gold]) -> float:
    return sum(bool(g.hits) for g in golds) / max(1, len(golds))


def _print_corpus(corpus: str, golds: Sequence[Gold]) -> None:
    aim = f" (aim {AIM[corpus]:.2f})" if corpus in AIM else ""
    print(f"\n{corpus}: {_share(golds):.3f} of {len(golds):,}{aim}")
    for what in ("kind", "feature"):
        groups: dict[str, list[Gold]] = defaultdict(list)
        for gold in golds:
            groups[getattr(gold, what)].append(gold)
        ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
        told = (f"{name} {_share(some):.3f} of {len(some):,}" for name, some in ordered)
        print(f"  by {what}: {', '.join(told)}")


def _print_layers(read: dict[str, list[Gold]]) -> None:
    print("\nlayer: share alone / points lost without it")
    print(f"{'':24}" + "".join(f"{corpus:>18}" for corpus in read))
    for at, layers in enumerate((PLACES, NAMES)):
        for layer in layers:
            told = (_alone_and_lost(golds, at, layer) for golds in read.values())
            print(f"{layer:24}" + "".join(f"{f'{a:.3f} / {lost:5.2f}':>18}" for a, lost in told))


def _alone_and_lost(golds: Iterable[Gold], at: int, layer: str) -> tuple[float, float]:
    """The share a layer reaches alone; the points of coverage lost where it is left out."""
    hits = [gold.hits for gold in golds]
    alone = sum(any(hit[at] == layer for hit in some) for some in hits)
    lost = sum(bool(some) and all(hit[at] == layer for hit in some) for some in hits)
    return alone / max(1, len(hits)), 100 * lost / max(1, len(hits))


if __name__ == "__main__":
    main(sys.argv[1:])
