"""A lone name: never certain, with its words of class, brackets, codes and possessive endings."""

import pytest

from geocode.gazetteer import Index
from geocode.lookups import Asking, nothing_found, records
from geocode.places import place_query
from geocode.places.queries.suggestions import suggest
from geocode.settings import Settings

KYIV = "geonames:703448"


@pytest.mark.parametrize(
    ("query", "low", "high"),
    [
        ("Kyiv", 0.94, 0.97),
        ("Medyka", 0.85, 0.92),  # the only place so called, of 2,800 people
        ("NATO", 0.3, 0.45),  # a town of the Philippines that is only also called so
    ],
)
def test_what_nothing_else_is_called_is_not_certain(
    query: str, low: float, high: float, gazetteer: Index
) -> None:
    assert low < place_query(query, gazetteer, Settings())[0].confidence < high


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("Kyiv's", KYIV),
        ("Kyiv (Ukraine)", KYIV),
        ("Kyiv, UA", KYIV),
        ("in Kyiv", KYIV),
        ("KYIV", KYIV),
        ("kyiv,ukraine", KYIV),
        ("Berlin, DE", "geonames:2950159"),
        ("Ontario, CA", "geonames:5379439"),
        ("Paris Texas", "geonames:4717560"),
        ("Kharkiv city", "geonames:706483"),
        ("the town of Sumy, Ukraine", "geonames:692194"),
        ("the village of Bucha", "geonames:711350"),
        ("the State of Georgia", "geonames:4197000"),
        ("the republic of Georgia", "geonames:614540"),
    ],
)
def test_words_round_a_name_say_which_is_meant(query: str, id: str, gazetteer: Index) -> None:
    assert place_query(query, gazetteer, Settings())[0].best.id == id


@pytest.mark.parametrize("query", ["Paris London", "London Bridge", "the", "'; DROP TABLE x;--"])
def test_two_names_are_no_place_where_neither_holds_the_other(query: str, gazetteer: Index) -> None:
    assert place_query(query, gazetteer, Settings()) == ()


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (
            "the coast of Mali",
            "no place is meant by 'the coast of Mali': no coast of Mali is known",
        ),
        (
            "1,500 miles from Moscow",
            "no place is meant by '1,500 miles from Moscow': 2414 km is too far to say where",
        ),
        ("Qwxzjkvb", "nothing is called 'Qwxzjkvb'; try another spelling, or add the country"),
    ],
)
def test_a_lookup_says_why_it_finds_nothing(query: str, why: str, gazetteer: Index) -> None:
    asking = Asking(gazetteer, Settings())
    assert nothing_found(query, asking) == why
    assert asking.suggestions(query) == ()
    assert records(query, asking, fuzzy=True) == []


def test_a_comma_in_a_number_parts_no_misspelt_query(gazetteer: Index) -> None:
    (first, *_) = suggest("1,500 metres north of Kharkivv", gazetteer, Settings())
    assert (first.best.id, first.relation) == ("geonames:706483", "near")
    assert "‘1,500 metres north of’" in first.why[-1]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (
            "between the Tigris and the Euphrates",
            "Tigris and Euphrates are lines: how far apart they lie changes along them",
        )
    ],
)
def test_between_two_rivers_nothing_is_drawn(query: str, why: str, gazetteer: Index) -> None:
    assert why in nothing_found(query, Asking(gazetteer, Settings()))


def test_between_a_town_and_a_river_it_is_the_way_to_its_nearest_point(gazetteer: Index) -> None:
    place = place_query("between Mykolaiv and the Dnipro", gazetteer, Settings())[0]
    west, south, east, north = place.geometry.bounds
    assert (west, south) == pytest.approx((32.0, 46.5), abs=0.3)
    assert (east, north) == pytest.approx((32.4, 47.0), abs=0.3)
