"""Names that follow from names, ranks, boxes and packed columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.gazetteer.drafts import Draft, merge, urban_radius_m, weight
from geocode.gazetteer.extents import box_of
from geocode.gazetteer.forms import bare, swapped, with_word, without_article
from geocode.gazetteer.naming import bearings, name_rows
from geocode.gazetteer.schema import full_id, packed, stored_id, unpacked


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("cook county", "cook"),
        ("kharkiv oblast", "kharkiv"),
        ("provincia de buenos aires", "buenos aires"),
        ("county", "county"),
        ("york", "york"),
        ("state of new york", "new york"),
    ],
)
def test_administrative_words_fall_away(name: str, short: str) -> None:
    assert bare(name) == short


def test_saints_mounts_and_articles() -> None:
    assert swapped("st louis") == ("saint louis",)
    assert swapped("mount vernon") == ("mt vernon",)
    assert swapped("paris") == ()
    assert without_article("the hague") == "hague"
    assert without_article("thessaly") is None
    assert "homyel region" in list(with_word(["Homyel"], "Oblast"))


@given(st.lists(st.integers(0, 2**32 - 1), max_size=6))
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    assert unpacked(packed(numbers)) == tuple(numbers)


@given(st.one_of(st.text(), st.integers(0, 10**25).map(lambda n: f"geonames:{n}")))
def test_stored_ids_come_back(id: str) -> None:
    assert full_id(stored_id(id)) == id


def test_countries_outweigh_towns_and_capitals_their_namesakes() -> None:
    country = Draft("c", "Georgia", "PCLI", "C", population=3_700_000)
    state = Draft("s", "Georgia", "ADM1", "A", population=10_700_000)
    town = Draft("t", "Georgia", "PPL", "P", population=4_500)
    assert sorted((town, state, country), key=weight) == [town, state, country]


def test_merging_adds_names_and_replaces_what_is_stated() -> None:
    old = Draft("x", "Old", "ADM1", "A", lon=1.0, lat=2.0, population=5, names=("Old", "A"))
    new = Draft("x", "New", "ADM1", "A", lon=3.0, names=("A", "B"))
    both = merge(old, new)
    assert (both.name, both.lon, both.lat, both.population) == ("Old", 3.0, 2.0, 5)
    assert both.names == ("Old", "A", "New", "B")


def test_a_towns_radius_grows_with_the_root_of_its_people() -> None:
    assert urban_radius_m(0) == 1_000.0
    assert urban_radius_m(4_000_000) == pytest.approx(2 * urban_radius_m(1_000_000))


def test_a_box_leaves_out_the_widest_gap() -> None:
    assert box_of([(170.0, 0.0, 180.0, 1.0), (-180.0, -1.0, -175.0, 0.0)]) == (170, -1, -175, 1)
    assert box_of([(-10.0, 0.0, 0.0, 1.0), (5.0, 0.0, 20.0, 2.0)]) == (-10.0, 0.0, 20.0, 2.0)


def test_rows_do_not_depend_on_the_order_of_names() -> None:
    one = Draft("a", "Kyiv", "PPLC", "P", names=("Kiev", "Ko", "Київ"), short=("K.",))
    two = Draft("a", "Kyiv", "PPLC", "P", names=("Київ", "Ko", "Kiev"), short=("K.",))
    assert list(name_rows(sorted(bearings(0, one)))) == list(name_rows(sorted(bearings(0, two))))
