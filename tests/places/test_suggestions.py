"""A query with one misspelt name: "did you mean", said as such and doubted."""

import json

import pytest

from geocode.gazetteer import Index
from geocode.places import place_query
from geocode.places.queries.suggestions import suggest
from geocode.settings import Settings
from geocode.toponyms import parse_lines


@pytest.mark.parametrize(
    ("query", "id", "relation"),
    [
        ("Minskk", "geonames:625144", "in"),
        ("near Minskk", "geonames:625144", "near"),
        ("Minsk, Belaruss", "geonames:625144", "in"),
        ("Yelks, Belarus", "geonames:619598", "in"),
        ("30 km north of Kharkow City", None, None),
    ],
)
def test_one_name_of_a_query_may_be_misspelt(
    gazetteer: Index, query: str, id: str | None, relation: str | None
) -> None:
    assert place_query(query, gazetteer, Settings()) == ()
    found = suggest(query, gazetteer, Settings())
    if id is None:
        assert found == ()
    else:
        assert (found[0].best.id, found[0].relation) == (id, relation)


def test_a_suggestion_says_so_and_is_doubted(gazetteer: Index) -> None:
    answer = place_query("Minsk", gazetteer, Settings())[0]
    one = suggest("Minskk", gazetteer, Settings())[0]
    assert one.why == ("did you mean: spelt Minsk, edit distance 1", *answer.why)
    assert one.confidence == answer.confidence / 2


def test_two_wrong_names_and_a_place_elsewhere_are_not_guessed(gazetteer: Index) -> None:
    assert suggest("Yelks, Belaruss", gazetteer, Settings()) == ()
    assert suggest("Minskk", gazetteer, Settings(), countries=("JP",)) == ()


def test_reading_a_text_takes_no_suggestion(gazetteer: Index) -> None:
    line = json.dumps({"doc_id": "a", "text": "Talks were held in Minskk on Monday."}).encode()
    ((record, _),) = parse_lines([line], gazetteer=gazetteer)
    (toponym,) = record["toponyms"]
    assert (toponym["text"], toponym["id"], toponym["lat"]) == ("Minskk", None, None)
