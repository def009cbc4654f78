"""Names spelt almost as asked: everything within reach is found, and nothing is an answer."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from misspellings import found_at, misspellings
from rapidfuzz.distance import OSA

from geocode.gazetteer import Index
from geocode.gazetteer.fuzzy import (
    LONGEST,
    SHORTEST,
    Blocks,
    as_block,
    fuzzy_rows,
    most_edits,
    near,
    packed_names,
)

LETTERS = st.text("abcé дєі1", min_size=1, max_size=14)


def _blocks(names: dict[str, int]) -> Blocks:
    rows = packed_names(sorted(names.items()))
    blocks = {(length, width): as_block(length, width, *rest) for length, width, *rest in rows}
    return lambda length, width: blocks.get((length, width))


@given(st.dictionaries(LETTERS, st.integers(0, 7_500), max_size=40), LETTERS)
def test_every_name_of_the_same_alphabet_within_reach_is_found(
    names: dict[str, int], asked: str
) -> None:
    reach = most_edits(len(asked))
    expected = {
        (name, edits)
        for name in names
        if SHORTEST <= len(name) <= LONGEST
        and name.isascii() == asked.isascii()
        and 0 < (edits := OSA.distance(asked, name)) <= reach
    }
    assert set(near(asked, _blocks(names))) == expected


@given(st.dictionaries(LETTERS, st.integers(0, 7_500), max_size=40), LETTERS)
def test_few_edits_come_before_a_thousandfold_of_people(names: dict[str, int], asked: str) -> None:
    found = near(asked, _blocks(names))
    costs = [3_000 * edits - names[name] for name, edits in found]
    assert costs == sorted(costs)


@given(st.text(max_size=80))
def test_any_text_may_be_misspelt(asked: str) -> None:
    assert near(asked, _blocks({})) == []


def test_names_too_short_too_long_or_beyond_the_first_plane_are_left_out() -> None:
    names = [("ab", 1), ("x" * 65, 1), ("𐌰𐌱𐌲𐌳", 1), ("abc", 7)]
    assert packed_names(names) == [(3, 1, b"abc", b"\x07\x00")]


def test_a_region_weighs_as_much_as_a_town_of_three_million_and_a_brook_nothing() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE names (folded, kinds, milli_log_population, places)")
        rows = [
            ("siberia", "R", 0, 700),
            ("siberia brook", "R", 0, 200_000),
            ("tiberia", "P", 3, 9),
        ]
        db.executemany("INSERT INTO names VALUES (?,?,?,?)", rows)
        weights = {letters.decode(): weights for _, _, letters, weights in fuzzy_rows(db)}
    six_and_a_half = (6_500).to_bytes(2, "little")
    assert weights["siberia brook"] == b"\0\0"
    assert weights["siberiatiberia"] == six_and_a_half + b"\x03\0"


def test_of_too_many_names_those_of_the_fewest_people_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("geocode.gazetteer.fuzzy.MOST_NAMES", 2)
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE names (folded, kinds, milli_log_population, places)")
        rows = [("bigtown", "P", 5_000, 1), ("midtown", "P", 4_000, 2), ("hamlets", "P", 1_000, 3)]
        db.executemany("INSERT INTO names VALUES (?,?,?,?)", rows)
        assert [row[2] for row in fuzzy_rows(db)] == [b"bigtownmidtown"]


@pytest.mark.parametrize(
    ("way", "floor"),
    [
        ("one edit", 0.95),
        ("two edits", 0.85),
        ("the first letter", 0.95),
        ("a doubled letter", 0.98),
        ("a letter that sounds alike", 0.95),
        ("a Cyrillic ending", 0.98),
    ],
)
def test_the_town_that_was_meant_is_among_five(gazetteer: Index, way: str, floor: float) -> None:
    ranks = [found_at(spelling, gazetteer) for spelling in misspellings(way, gazetteer, number=100)]
    assert sum(rank is not None for rank in ranks) >= 100 * floor


@pytest.mark.parametrize(
    ("misspelt", "id", "edits"),
    [
        ("Minskk", "geonames:625144", 1),
        ("Mińsku", "geonames:625144", 1),
        ("Києві", "geonames:703448", 2),
        ("Гомеле", "geonames:627907", 1),
        ("Lodnon", "geonames:2643743", 1),
        ("Wienna", "geonames:2761369", 1),
        ("Bashington", "geonames:4140963", 1),
        ("Phillipines", "geonames:1694008", 2),
        ("Belaruss", "geonames:630336", 1),
        ("Sibera", "region:siberia", 1),
        ("Dontesk Oblast", "geonames:709716", 1),
    ],
)
def test_the_place_that_was_meant_comes_first(
    gazetteer: Index, misspelt: str, id: str, edits: int
) -> None:
    first = gazetteer.similar(misspelt)[0]
    assert (first.entry.id, first.edits) == (id, edits)


def test_a_suggestion_is_spelt_as_its_source_spells_it(gazetteer: Index) -> None:
    assert [(s.name, s.entry.name) for s in gazetteer.similar("Carribean Sea")] == [
        ("Caribbean Sea", "Caribbean Sea")
    ]


def test_nonsense_and_short_names_resemble_nothing(gazetteer: Index) -> None:
    for text in ("Xqzzyplonk", "Xyzzyville", "", "Ufo", "a" * 300, "\ud800"):
        assert gazetteer.similar(text) == ()


def test_places_that_bear_the_name_are_no_suggestion(gazetteer: Index) -> None:
    kyiv = gazetteer.lookup("Kyiv", limit=500)
    assert {s.entry.id for s in gazetteer.similar("Kyiv", limit=20)}.isdisjoint(
        entry.id for entry in kyiv
    )


def test_each_place_is_suggested_once_and_a_limit_cuts_the_list(gazetteer: Index) -> None:
    found = gazetteer.similar("Minskk", limit=10)
    assert len({s.entry.id for s in found}) == len(found) == 10
    assert gazetteer.similar("Minskk", limit=2) == found[:2]
    assert gazetteer.similar("Minskk", limit=0) == ()
