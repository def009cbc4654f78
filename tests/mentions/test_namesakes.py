"""Names of places that something else bears, and names that go on behind a small word."""

from __future__ import annotations

import pytest

from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions import find_mentions


def kinds(text: str, gazetteer: Gazetteer) -> dict[str, str]:
    document = make_document(text, language="en")
    return {m.surface: m.kind for m in find_mentions(document, gazetteer)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Salvagers boarded the ferry Estonia on Monday.", "Estonia"),
        ("They searched a yacht, Bermuda, moored in Palma.", "Bermuda"),
        ("HMS Lancaster sailed from Bahrain on Friday.", "Lancaster"),
        ("Washington, 34, was released from hospital.", "Washington"),
        ("Florence, a nurse, treated the wounded.", "Florence"),
        ("Both sides stand by the Dayton accords.", "Dayton"),
    ],
)
def test_ships_people_and_treaties_are_no_places(text, name, gazetteer):
    assert name not in kinds(text, gazetteer)


def test_a_place_in_apposition_stays_one(gazetteer):
    text = "Florence, a city in Italy, was flooded, and so was Pisa, 80 km away."
    assert {"Florence", "Italy", "Pisa"} <= kinds(text, gazetteer).keys()


@pytest.mark.parametrize("people", ["Israeli", "Swiss", "Pakistani", "Saudi", "Azerbaijani"])
def test_a_people_listed_as_its_country_is_a_people(people, gazetteer):
    assert kinds(f"Two {people} soldiers were wounded on Monday.", gazetteer)[people] == "demonym"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A bomb exploded in Frankfurt an der Oder.", "Frankfurt an der Oder"),
        ("A truck bomb killed four at the Bab al-Hawa crossing.", "Bab al-Hawa"),
        ("Landslides hit the camps in Cox's Bazar on Wednesday.", "Cox's Bazar"),
        ("Rebels took the north of Côte d'Ivoire in 2002.", "Côte d'Ivoire"),
        ("Convoys came through Bab al-Yusr on Tuesday.", "Bab al-Yusr"),
    ],
)
def test_a_name_goes_on_behind_an_article_whether_or_not_it_is_known(text, name, gazetteer):
    assert name in kinds(text, gazetteer)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Boston Globe reported that four people were killed in Haiti.", "Boston"),
        ("He flew in on an Air China jet on Sunday.", "China"),
    ],
)
def test_papers_and_airlines_hold_the_names_of_places(text, name, gazetteer):
    assert kinds(text, gazetteer)[name] == "nested"
