"""335 pairs of drawings touch, 322 pairs of countries do: each difference is told."""

import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import replace
from itertools import combinations

import pytest
import shapely

from geocode import geometry
from geocode.errors import GazetteerError
from geocode.gazetteer import Index
from geocode.gazetteer.reference import DATA
from geocode.gazetteer.schema import full_id
from geocode.gazetteer.sources import holders, packages
from geocode.gazetteer.sources.holders import Part
from geocode.gazetteer.topology import Feature, Topology, read_topology

# Pairs of drawings that are no border of two countries, by what their holders are in ISO 3166.
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
    "EH": {("Morocco", "W. Sahara")},
    "KZ": {("Baikonur", "Kazakhstan")},
    "SO": {("Somalia", "Somaliland")},
    "UA": {("Russia", "Ukraine")},
}
OF_NOBODY = {
    ("China", "Siachen Glacier"),
    ("India", "Siachen Glacier"),
    ("Pakistan", "Siachen Glacier"),
}
# Two pairs of drawings, one border.
TWICE = {("ET", "SO"): {("Ethiopia", "Somalia"), ("Ethiopia", "Somaliland")}}
# Borders that Natural Earth draws for another country, by the two drawings.
MOVED = {
    ("BR", "GF"): {("Brazil", "France")},
    ("GF", "SR"): {("France", "Suriname")},
    ("EH", "MA"): {("Morocco", "Morocco"), ("Morocco", "W. Sahara")},
}


@pytest.fixture(scope="module")
def topology() -> Topology:
    return read_topology(DATA / "countries-10m.topojson.gz", "countries")


@pytest.fixture(scope="module")
def touching(topology: Topology) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Names of two drawings that share an arc, and the pairs of countries they are there."""
    parts = holders.assigned(topology, packages.countries())[1]
    by_arc: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        for arc in part.feature.arcs():
            by_arc[arc].append(part)
    found: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for sharing in by_arc.values():
        for pair in combinations(sharing, 2):
            one, other = sorted(pair, key=lambda p: (p.feature.properties["name"], p.country))
            names = one.feature.properties["name"], other.feature.properties["name"]
            found[names].add(tuple(sorted((one.country, other.country))))
    return dict(found)


def test_335_pairs_of_drawings_touch(topology: Topology) -> None:
    by_arc: dict[int, list[str]] = defaultdict(list)
    for feature in topology.features:
        for arc in feature.arcs():
            by_arc[arc].append(feature.properties["name"])
    pairs = {pair for names in by_arc.values() for pair in combinations(sorted(names), 2)}
    assert len(pairs) == 335
    nobody = {pair for pair in pairs if "Siachen Glacier" in pair}
    assert nobody == OF_NOBODY


def test_322_borders_come_of_them_and_each_difference_is_told(
    touching: dict[tuple[str, str], set[tuple[str, str]]],
) -> None:
    by_country = defaultdict(set)
    for names, pairs in touching.items():
        for pair in pairs:
            by_country[pair].add(names)
    within = {pair[0]: names for pair, names in by_country.items() if pair[0] == pair[1]}
    assert within == WITHIN
    between = {pair: names for pair, names in by_country.items() if pair[0] != pair[1]}
    assert len(between) == 322
    assert {pair: between[pair] for pair in MOVED} == MOVED
    twice = {pair: names for pair, names in between.items() if len(names) > 1}
    assert twice == TWICE | {("EH", "MA"): MOVED["EH", "MA"]}
    assert not {("BR", "FR"), ("FR", "SR"), ("MA", "MR")} & between.keys()


def test_each_pair_of_countries_that_touch_has_its_border(
    gazetteer: Index, touching: dict[tuple[str, str], set[tuple[str, str]]]
) -> None:
    countries = packages.countries()
    expected = {pair for pairs in touching.values() for pair in pairs if pair[0] != pair[1]}
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
    kinds = Counter(key.partition(":")[0] for key in ids)
    assert (kinds["border"], kinds["disputed"]) == (322, 27)


@pytest.fixture
def squares() -> Topology:
    """Two unit squares side by side: the left one of arcs 0 and 1, the right one of 2 and 1."""
    arcs = (
        ((1.0, 0.0), (0.5, 0.0), (0.0, 0.0), (0.0, 1.0), (0.5, 1.0), (1.0, 1.0)),
        ((1.0, 1.0), (1.0, 0.5), (1.0, 0.0)),
        ((1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)),
    )
    left = Feature(None, {"name": "left"}, (((0, 1),),))
    right = Feature(None, {"name": "right"}, (((2, 1),),))
    return Topology(arcs, (left, right))


def _polygons(topology: Topology, number: int) -> list[shapely.Polygon]:
    feature = topology.features[number]
    return [topology.area(replace(feature, polygons=(rings,))) for rings in feature.polygons]


def test_a_cut_makes_two_polygons_that_share_it(squares: Topology) -> None:
    cut = squares.cut(0, (0.5, -0.1), (0.5, 1.1))
    areas = _polygons(cut, 0)
    assert sorted(area.bounds for area in areas) == [(0, 0, 0.5, 1), (0.5, 0, 1, 1)]
    assert cut.area(cut.features[1]).bounds == (1, 0, 2, 1)
    assert cut.features[0].arcs() & cut.features[1].arcs() == {1}


def test_a_cut_that_ends_on_a_shared_arc_splits_it_for_the_neighbour_too(
    squares: Topology,
) -> None:
    cut = squares.cut(0, (0.0, 0.0), (1.0, 0.5))
    areas = _polygons(cut, 0)
    assert sorted(area.area for area in areas) == [0.25, 0.75]
    assert cut.area(cut.features[1]).equals(shapely.box(1, 0, 2, 1))
    assert len(cut.features[0].arcs() & cut.features[1].arcs()) == 2


def test_a_cut_between_two_polygons_is_refused(squares: Topology) -> None:
    apart = Feature(None, {}, (*squares.features[0].polygons, *squares.features[1].polygons))
    with pytest.raises(GazetteerError, match="no polygon"):
        Topology(squares.arcs, (apart,)).cut(0, (0.0, 0.0), (2.0, 1.0))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (holders.Holding("Atlantis", None, None, "GR"), "nothing there of Atlantis for GR"),
        (holders.Holding("Greece", (0, 0, 1, 1), None, "TR"), "nothing there of Greece for TR"),
        (holders.Holding("Greece", None, None, "QQ"), "no country QQ"),
        (holders.Holding("Atlantis", None, (0, 0, 1, 1), "GR"), "no feature Atlantis"),
    ],
)
def test_a_wrong_row_of_holders_stops_the_build(
    topology: Topology, monkeypatch: pytest.MonkeyPatch, row: holders.Holding, message: str
) -> None:
    monkeypatch.setattr(holders, "read_holdings", lambda: (row,))
    with pytest.raises(GazetteerError, match=message):
        holders.assigned(topology, packages.countries())


def test_outlines_follow_iso_3166_and_the_border_of_russia_and_ukraine_leaves_out_crimea(
    gazetteer: Index,
) -> None:
    area = {
        code: gazetteer.shape(gazetteer.country(code).id) for code in ("RU", "UA", "MA", "EH", "FR")
    }
    simferopol, laayoune = shapely.Point(34.1, 44.95), shapely.Point(-13.0, 27.1)
    assert area["UA"].contains(simferopol)
    assert not area["RU"].contains(simferopol)
    assert area["EH"].contains(laayoune)
    assert not area["MA"].contains(laayoune)
    assert area["FR"].bounds[0] == pytest.approx(-109.23, abs=0.01)  # Clipperton, and no Antilles
    assert gazetteer.shape("border:RU-UA").bounds[1] == pytest.approx(47.11, abs=0.01)
    assert round(geometry.length_m(gazetteer.shape("border:EH-MA")) / 1000) == 444
