"""Macro-regions: that each covers the towns it should and no others, and steals no one's name."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import shapely

from geocode.errors import GazetteerError
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.extents import spherical_radius_m
from geocode.gazetteer.index import Index
from geocode.gazetteer.sources import regions
from geocode.geometry import distance_m
from geocode.names import fold
from geocode.records import Entry

TABLE = Path(__file__).parent / "region_towns.csv"
M49 = """
    Northern Africa|Eastern Africa|Middle Africa|Southern Africa|Western Africa|Caribbean|
    Central America|South America|Northern America|Central Asia|Eastern Asia|South-eastern Asia|
    Southern Asia|Western Asia|Eastern Europe|Northern Europe|Southern Europe|Western Europe|
    Australia and New Zealand|Melanesia|Micronesia (region)|Polynesia
"""
# Names that news gives the region first, though a division bears them too.
SHARED = frozenset(
    (
        *("gaza strip", "west bank", "north gaza", "kashmir", "punjab", "balochistan", "sahel"),
        *("sahel region", "long island", "midlands", "west papua", "equatoria"),
        *("leeward islands", "west coast", "gaza", "kurdistan", "antarctica"),
        *map(fold, ("قطاع غزة", "الضفة الغربية")),
    )
)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def rows() -> dict[str, dict[str, Any]]:
    with (regions.DATA / "regions.toml").open("rb") as file:
        return tomllib.load(file)


def town(gazetteer: Index, place: str) -> Entry:
    country, name = place.split("/")
    found = [e for e in gazetteer.lookup(name, limit=1_000) if e.country == country]
    return next(e for e in found if e.feature.startswith("PPL"))


def region(gazetteer: Index, key: str) -> Entry:
    row = rows()[key]
    found = gazetteer.entry(str(row.get("id", f"region:{key}")))
    return found or gazetteer.lookup(str(row["name"]))[0]


def covers(gazetteer: Index, area: Entry, point: Entry) -> bool:
    shape = gazetteer.shape(area.id)
    if shape is not None:
        return shape.buffer(0.05).contains(shapely.Point(point.lon, point.lat))
    return distance_m(area.lon, area.lat, point.lon, point.lat) <= area.precision_m


@pytest.mark.parametrize("row", [pytest.param(row, id=row["region"]) for row in read(TABLE)])
def test_a_region_covers_its_towns_and_no_others(gazetteer: Index, row: dict[str, str]) -> None:
    area = region(gazetteer, row["region"])
    inside = {place: covers(gazetteer, area, town(gazetteer, place)) for place in cell(row, 1)}
    outside = {place: covers(gazetteer, area, town(gazetteer, place)) for place in cell(row, 2)}
    assert inside == dict.fromkeys(inside, True)
    assert outside == dict.fromkeys(outside, False)


def cell(row: dict[str, str], column: int) -> list[str]:
    return list(row.values())[column].split("|")


def test_the_table_names_at_least_a_hundred_and_fifty_regions() -> None:
    keys = [row["region"] for row in read(TABLE)]
    assert len(keys) == len(set(keys))
    assert len(keys) >= 150
    assert set(keys) <= rows().keys()


def test_there_are_at_least_two_hundred_macro_regions_beside_continents() -> None:
    plain = [row for row in rows().values() if row.get("feature") != "CONT"]
    several = [row for row in plain if len(row.get("of", ())) != 1 or "cut" in row]
    assert len(several) >= 500


@pytest.mark.parametrize("name", [" ".join(n.split()) for n in M49.split("|")])
def test_every_sub_region_of_the_un_is_there(gazetteer: Index, name: str) -> None:
    assert gazetteer.lookup(name)[0].id.startswith(("region:", "geonames:6255"))


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Siberian", "siberia"),
        ("Сибирь", "siberia"),
        ("قطاع غزة", "gaza-strip"),
        ("Донбас", "donbas"),
        ("九州", "kyushu"),
        ("the Sahel", "sahel"),
        ("Sápmi", "lapland"),
        ("USSR", "soviet-union"),
        ("GDR", "east-germany"),
        ("Rust Belt", "rust-belt"),
        ("Upstate New York", "upstate-new-york"),
        ("Halychyna", "galicia-eastern-europe"),
        ("West Country", "england-southwest"),
    ],
)
def test_a_region_is_found_by_what_news_calls_it(gazetteer: Index, word: str, key: str) -> None:
    found = (*gazetteer.lookup(word), *gazetteer.demonym(word))
    assert found[0].id == f"region:{key}"


@pytest.mark.parametrize(
    ("name", "country", "feature"),
    [
        ("Galicia", "ES", "ADM1"),
        ("Georgia", "GE", "PCLI"),
        ("Silesia", "PL", "ADM1"),
        ("Copperbelt", "ZM", "ADM1"),
        ("Lapland", "FI", "ADM1"),
        ("Luxembourg", "LU", "PCLI"),
        ("Micronesia", "FM", "PCLI"),
        ("Macedonia", "MK", "PCLI"),
        ("Tyrol", "AT", "ADM1"),
    ],
)
def test_no_region_beats_a_country_or_division(
    gazetteer: Index, name: str, country: str, feature: str
) -> None:
    first = gazetteer.lookup(name)[0]
    assert (first.country, first.feature) == (country, feature)


def test_a_region_by_right_bears_no_name_of_a_country_or_first_division(gazetteer: Index) -> None:
    stolen: dict[str, str] = {}
    for key, row in rows().items():
        own = region(gazetteer, key)
        for name in (row["name"], *row.get("names", ())):
            for other in gazetteer.lookup(name, limit=20):
                taken = other.id != own.id and other.feature in {"PCLI", "ADM1"}
                if taken and fold(other.name) == fold(name) and fold(name) not in SHARED:
                    stolen[name] = f"{key}: {other.id}"
    assert stolen == {}


@pytest.mark.parametrize("word", ["West", "South", "North", "East", "the South", "Gulf", "Delta"])
def test_no_region_takes_an_everyday_word(gazetteer: Index, word: str) -> None:
    assert not [e for e in gazetteer.lookup(word) if e.id.startswith("region:")]


NEAR_M = 300_000.0


def by_right() -> Iterator[tuple[str, str]]:
    """Folded names that our own tables give by right, with the id of the entry."""
    for key, row in rows().items():
        for name in (row["name"], *row.get("names", ())):
            yield fold(name), str(row.get("id", f"region:{key}"))
    for file, scheme in (("physical.csv", "physical"), ("sites.csv", "site")):
        for row in read(regions.DATA / file):
            for name in filter(None, (row["name"], *row["names"].split("|"))):
                yield fold(name), f"{scheme}:{row['key']}"


def test_one_place_is_one_entry_of_our_own_tables(gazetteer: Index) -> None:
    bearers: dict[str, dict[str, Entry]] = {}
    for name, own_id in by_right():
        if entry := gazetteer.entry(own_id):  # none: a region that is another name of a division
            bearers.setdefault(name, {})[own_id] = entry
    near = {
        frozenset((a.id, b.id))
        for entries in bearers.values()
        for a, b in combinations(entries.values(), 2)
        if distance_m(a.lon, a.lat, b.lon, b.lat) < NEAR_M
    }
    assert near == set()


def square(code: str, west: float, *, wkb: bool = True) -> Draft:
    shape = shapely.box(west, 0.0, west + 1.0, 1.0)
    return Draft(
        id=code,
        name=code,
        feature="ADM1",
        kind="A",
        country="XX",
        lon=west + 0.5,
        lat=0.5,
        population=10,
        bbox=shape.bounds,
        wkb=shapely.to_wkb(shape) if wkb else None,
        precision_m=spherical_radius_m(shape),
        code=code,
    )


def loaded(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> dict[str, Draft]:
    for name in ("countries-10m.topojson.gz", "sites.csv"):
        (folder / name).symlink_to(regions.DATA / name)
    (folder / "regions.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(regions, "DATA", folder)
    world = {d.id: d for d in (square("XX-A", 0), square("XX-B", 1), square("XX-C", 2, wkb=False))}
    return {d.id: d for d in regions.load(world)}


def test_a_cut_region_is_what_lies_within_the_ring(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (
        '[cut]\nname="Cut"\nof=["XX-A", "XX-B"]\n'
        "cut=[[0.5, -1], [9, -1], [9, 2], [0.5, 2]]\npopulation=7\n"
        '[less]\nname="Less"\nof=["XX-A", "XX-B"]\nwithout=["XX-A"]\n'
    )
    drawn = loaded(monkeypatch, tmp_path, text)
    assert shapely.from_wkb(drawn["region:cut"].wkb).area == pytest.approx(1.5)
    assert drawn["region:cut"].population == 7
    assert shapely.from_wkb(drawn["region:less"].wkb).bounds == (1.0, 0.0, 2.0, 1.0)


def test_half_a_region_is_not_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    drawn = loaded(monkeypatch, tmp_path, '[half]\nname="Half"\nof=["XX-A", "XX-C"]\n')
    half = drawn["region:half"]
    assert (half.wkb, half.lon, half.lat) == (None, 1.5, 0.5)
    one = square("XX-A", 0).precision_m or 0.0
    assert half.precision_m == pytest.approx(one * 2**0.5, rel=0.001)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[x]\nname="X"\nof=["ZZ"]\n', "made of ZZ"),
        ('[x]\nname="X"\nfo=["XX-A"]\n', "states"),
        ('[x]\nname="X"\n', "no parts and no point"),
        ('[x]\nname="X"\nof=["XX-C"]\ncut=[[0,0],[1,0],[1,1]]\n', "not drawn"),
        ('[x]\nname="X"\nof=["XX-A"]\ncut=[[5,5],[6,5],[6,6]]\n', "everything"),
        ('[x]\nname="X"\ndrawn="Atlantis"\n', "Atlantis"),
    ],
)
def test_a_wrong_row_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(GazetteerError, match=complaint):
        loaded(monkeypatch, tmp_path, text)
