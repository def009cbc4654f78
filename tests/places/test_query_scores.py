"""Shares of a lone name: honest where it is ambiguous."""

import pytest

from geocode.gazetteer.protocol import Gazetteer
from geocode.places import place_query
from geocode.settings import Settings


def shares(query: str, gazetteer: Gazetteer) -> list[tuple[str, str | None, float]]:
    found = place_query(query, gazetteer, Settings(), limit=10)
    return [(p.best.feature, p.best.country, p.confidence) for p in found if p.best]


def test_georgia_is_more_often_the_country_but_may_be_the_state(gazetteer: Gazetteer) -> None:
    country, state = shares("Georgia", gazetteer)[:2]
    assert country[:2] == ("PCLI", "GE")
    assert state[:2] == ("ADM1", "US")
    assert 0.6 < country[2] < 0.85
    assert 0.15 < state[2] < 0.4


def test_paris_is_in_france_but_not_for_certain(gazetteer: Gazetteer) -> None:
    found = shares("Paris", gazetteer)
    assert found[0][:2] == ("PPLC", "FR")
    assert 0.7 < found[0][2] < 0.95


def test_no_springfield_has_half(gazetteer: Gazetteer) -> None:
    found = shares("Springfield", gazetteer)
    assert max(share for _, _, share in found) < 0.5
    assert len(found) == 10


@pytest.mark.parametrize(
    ("query", "feature", "country"),
    [
        ("New York", "PPL", "US"),
        ("Washington", "PPLC", "US"),
        ("Mexico", "PCLI", "MX"),
        ("Kyiv", "PPLC", "UA"),
        ("Luxembourg", "PCLI", "LU"),
        ("Quebec", "ADM1", "CA"),
        ("Lebanon", "PCLI", "LB"),
    ],
)
def test_the_best_known_bearer_comes_first(
    query: str, feature: str, country: str, gazetteer: Gazetteer
) -> None:
    assert shares(query, gazetteer)[0][:2] == (feature, country)


@pytest.mark.parametrize("query", ["Georgia", "Paris", "Springfield", "New York", "Mexico"])
def test_shares_never_add_up_to_more_than_one(query: str, gazetteer: Gazetteer) -> None:
    assert sum(share for _, _, share in shares(query, gazetteer)) <= 1.0 + 1e-9
