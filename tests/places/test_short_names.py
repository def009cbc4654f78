""" "North and South Kivu" names two places, in a query and in a text."""

import pytest

from geocode import make_document
from geocode.gazetteer import Index
from geocode.pipeline import read_places
from geocode.places import place_query, why_no_place
from geocode.settings import Settings


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting spread in North and South Kivu.", ("North Kivu", "South Kivu")),
        ("Rains fell in North and South Carolina.", ("North Carolina", "South Carolina")),
    ],
)
def test_a_lone_direction_is_short_for_the_name_after_it(
    text: str, names: tuple[str, str], gazetteer: Index
) -> None:
    found = read_places(make_document(text), gazetteer=gazetteer)
    assert tuple(p.best.name for p in found) == names
    assert found[0].mention.surface == "North"
    assert found[0].why[0] == f"‘North’ is short for {names[0]} here"


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("the border between North and South Korea", "border:KP-KR"),
        ("North and South Kivu border", "geonames:206938"),
    ],
)
def test_a_query_may_leave_out_the_first_ones_name(query: str, id: str, gazetteer: Index) -> None:
    assert place_query(query, gazetteer, Settings())[0].best.id == id


def test_between_two_that_touch_only_their_border_lies(gazetteer: Index) -> None:
    assert why_no_place("between North and South Korea", gazetteer, Settings()) == (
        "North Korea and South Korea touch: only a border lies between",
    )
