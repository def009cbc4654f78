"""335 pairs of Natural Earth's features touch, 322 pairs of countries do: each of 13 is told."""

import sqlite3
from collections import Counter
from contextlib import closing
from itertools import combinations

import pytest
import shapely

from geocode.gazetteer import Index
from geocode.gazetteer.schema import full_id
from geocode.gazetteer.sources import packages
from geocode.gazetteer.sources.naturalearth import DATA, country_code
from geocode.gazetteer.topology import Feature, Topology, read_topology
from geocode.geometry import distance_m

# Pairs of features that are no border of two countries, by what their holders are in ISO 3166.
WITHIN = {
    "CU": {("Cuba", "USNB Guantanamo Bay")},
    "CY": {
        ("Akrotiri", "Cyprus"),
        ("Cyprus", "Cyprus U.N. Buffer Zone"),
        ("Cyprus", "Dhekelia"),
        ("Cyprus U.N. Buffer Zone", "Dhekelia"),
        ("Cyprus U.N. Buffer Zone", "N. Cyprus"),
        ("Dhekelia", "N. Cyprus"),
    },
    "KZ": {("Baikonur", "Kazakhstan")},
    "SO": {("Somalia", "Somaliland")},
}
OF_NOBODY = {
    ("China", "Siachen Glacier"),
    ("India", "Siachen Glacier"),
    ("Pakistan", "Siachen Glacier"),
}
TWICE = {("ET", "SO"): {("Ethiopia", "Somalia"), ("Ethiopia", "Somaliland")}}


@pytest.fixture(scope="module")
def topology() -> Topology:
    return read_topology(DATA / "countries-10m.topojson.gz", "countries")


@pytest.fixture(scope="module")
def touching(topology: Topology) -> list[tuple[Feature, Feature]]:
    """Pairs of features that share an arc, by name."""
    by_arc: dict[int, list[int]] = {}
    for number, feature in enumerate(topology.features):
        for arc in feature.arcs():
            by_arc.setdefault(arc, []).append(number)
    pairs = {pair for numbers in by_arc.values() for pair in combinations(sorted(numbers), 2)}
    features = topology.features
    return [
        tuple(sorted((features[a], features[b]), key=lambda f: f.properties["name"]))
        for a, b in sorted(pairs)
    ]


def _names(pair: tuple[Feature, Feature]) -> tuple[str, str]:
    return pair[0].properties["name"], pair[1].properties["name"]


def test_335_pairs_of_features_touch_and_each_of_13_is_told(
    touching: list[tuple[Feature, Feature]],
) -> None:
    countries = packages.countries()
    codes = {_names(pair): tuple(country_code(f, countries) for f in pair) for pair in touching}
    assert len(codes) == len(touching) == 335
    assert {names for names, held in codes.items() if None in held} == OF_NOBODY
    for country, pairs in WITHIN.items():
        assert {names for names, held in codes.items() if held == (country, country)} == pairs
    alone = {n: tuple(sorted(held)) for n, held in codes.items() if None not in held}
    between = Counter(held for held in alone.values() if held[0] != held[1])
    assert {held for held, n in between.items() if n > 1} == set(TWICE)
    assert {names for names, held in alone.items() if held == ("ET", "SO")} == TWICE["ET", "SO"]
    assert len(between) == 322 == 335 - 3 - 9 - 1


def test_each_pair_of_countries_that_touch_has_its_border(
    gazetteer: Index, touching: list[tuple[Feature, Feature]]
) -> None:
    countries = packages.countries()
    codes = {tuple(sorted(country_code(f, countries) or "" for f in pair)) for pair in touching}
    expected = {pair for pair in codes if pair[0] and pair[0] != pair[1]}
    sides = {(a, b) for a in countries for b in gazetteer.neighbours(a) if a < b}
    assert sides == expected
    for first, second in sorted(expected):
        entry = gazetteer.entry(f"border:{first}-{second}")
        assert (entry.feature, entry.shape) == ("BDRY", "line")


def test_the_vatican_borders_italy_though_it_is_drawn_as_a_line(gazetteer: Index) -> None:
    assert gazetteer.neighbours("VA") == ("IT",)
    assert gazetteer.country("VA").shape is None


def test_every_shape_is_valid_and_on_the_globe(gazetteer: Index) -> None:
    with closing(sqlite3.connect(gazetteer.path)) as db:
        ids = [full_id(row[0]) for row in db.execute("SELECT id FROM entries WHERE shape <> ''")]
    for key in ids:
        shape = gazetteer.shape(key)
        west, south, east, north = shape.bounds
        assert shape.is_valid, key
        assert -180 <= west <= east <= 180, key
        assert -90 <= south <= north <= 90, key
    assert len(ids) == 4955


def test_antarctica_is_closed_over_the_pole(gazetteer: Index) -> None:
    antarctica = gazetteer.shape(gazetteer.country("AQ").id)
    for lon in (-179.0, 0.0, 90.0, 179.0):
        assert antarctica.contains(shapely.Point(lon, -89.9))


def test_countries_stand_in_their_area_or_near_it(gazetteer: Index) -> None:
    outside = {}
    for code in packages.countries():
        country = gazetteer.country(code)
        area = gazetteer.shape(country.id)
        point = shapely.Point(country.lon, country.lat)
        if area is not None and not area.contains(point):
            near = shapely.shortest_line(area, point).coords[0]
            outside[code] = distance_m(*near, country.lon, country.lat)
    # Archipelagos, whose point lies in the sea between the islands, and one desert.
    far = {code for code, metres in outside.items() if metres > 20_000}
    assert far == {"BS", "CV", "EH", "KY", "PH", "ST", "TO", "TV"}
    assert max(outside.values()) < 80_000
