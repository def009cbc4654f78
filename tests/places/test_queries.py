"""Free-standing queries: the grammar of running text, every word of it understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import SmallWorld

from geocode.places import place_query
from geocode.settings import Settings

WORLD = SmallWorld()


def ask(query, **options):
    return place_query(query, WORLD, Settings(), **options)


@pytest.mark.parametrize(
    ("query", "id", "relation"),
    [
        ("Yelsk", "yelsk", "in"),
        ("yelsk", "yelsk", "in"),
        ("Yelsk, Belarus", "yelsk", "in"),
        ("Yelsk, Homyel region, Belarus", "yelsk", "in"),
        ("near Kyiv", "kyiv", "near"),
        ("near Yelsk, Belarus", "yelsk", "near"),
        ("30 km north of Kyiv", "kyiv", "near"),
        ("within 5 miles of Lviv", "lviv", "near"),
        ("Belarus–Poland border", "border:BY-PL", "border"),
        ("Poland-Belarus border", "border:BY-PL", "border"),
        ("poland — belarus border", "border:BY-PL", "border"),
        ("border between Poland and Belarus", "border:BY-PL", "border"),
        ("Polish-Belarusian border", "border:BY-PL", "border"),
        ("polish-belarusian border", "border:BY-PL", "border"),
        ("western Ukraine", "UA", "part"),
        ("eastern regions of Ukraine", "UA", "part"),
        ("the Polish side of the border with Belarus", "PL", "along"),
        ("Paris, Texas", "paris-tx", "in"),
    ],
)
def test_what_is_asked_is_found(query, id, relation):
    best = ask(query)[0]
    assert best.best is not None
    assert (best.best.id, best.relation) == (id, relation)
    assert best.geometry is not None
    assert best.why != ()


@pytest.mark.parametrize(
    "query",
    [
        "", "   ", "asdf qwerty", "blue near Kyiv", "near", "north of",
        "Yelsk, France", "outside Ukraine", "France-Belarus border", "x" * 10_000,
        "\0", "’", "30 km north of nothing",
    ],
)  # fmt: skip
def test_what_is_not_understood_has_no_answer(query):
    assert ask(query) == ()


def test_candidates_are_ranked_by_class_and_population_with_reasons():
    first, second = ask("Paris")
    assert (first.best.id, second.best.id) == ("paris", "paris-tx")
    assert first.confidence + second.confidence == pytest.approx(0.9992, abs=1e-4)
    assert first.why == (
        "its own name",
        "2,100,000 people",
        "one of 2 so called, the most peopled town",
    )


def test_countries_and_limit_narrow_the_answer():
    assert [p.best.id for p in ask("Paris", countries=("us",))] == ["paris-tx"]
    assert len(ask("Paris", limit=1)) == 1
    assert ask("Paris", countries=("UA",)) == ()


@given(st.text(max_size=80))
def test_no_query_breaks_it(query):
    for place in ask(query):
        assert place.best is not None
