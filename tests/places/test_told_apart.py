"""Which namesake the words beside a name tell, and which names are roads and houses."""

from datetime import date

import pytest
from shapely import Point

from geocode.documents import make_document
from geocode.pipeline import read_document, read_places


def places(text, gazetteer):
    read = read_places(make_document(text, language="en"), gazetteer=gazetteer)
    return {p.mention.surface: p for p in read}


@pytest.mark.parametrize(
    ("text", "name", "entry"),
    [
        ("Police arrested two men in Frankfurt (Oder) on Friday.", "Frankfurt", "Frankfurt (Oder)"),
        ("Fire destroyed a mill in Halle (Saale) on Monday.", "Halle", "Halle (Saale)"),
        (
            "A train derailed in Rothenburg (Tauber) on Friday.",
            "Rothenburg",
            "Rothenburg ob der Tauber",
        ),
    ],
)
def test_a_bracket_that_belongs_to_a_name_tells_which(text, name, entry, gazetteer):
    found = places(text, gazetteer)
    assert found[name].best.name == entry
    assert all(p.geometry is None for n, p in found.items() if n != name)


def test_what_belongs_to_a_town_is_no_namesake_abroad(gazetteer):
    found = places("Two bombs killed six policemen in Giza's Haram district.", gazetteer)
    assert found["Haram"].best is None or found["Haram"].best.country == "EG"


def test_a_quarter_of_a_town_is_no_namesake_abroad(gazetteer):
    found = places("A mill burnt in the Mirpur district of Dhaka on Friday.", gazetteer)
    assert found["Mirpur"].best is None or found["Mirpur"].best.country == "BD"
    assert found["Dhaka"].best.country == "BD"
    found = places("A mill burnt in the Punjab district of Okara on Friday.", gazetteer)
    assert found["Punjab"].best.feature == "ADM1"


def test_the_sea_off_a_town_inland_is_that_of_the_division_called_so(gazetteer):
    sea = places("A quake struck off the coast of Fukushima on Friday.", gazetteer)["Fukushima"]
    assert sea.geometry.intersects(Point(141.4, 37.5))
    assert not sea.geometry.intersects(Point(140.47, 37.75))
    assert "that of the division called Fukushima" in sea.why


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Rebels seized the village of Qxytown in the Cauca region on Friday.", "Cauca"),
        ("Rebels burnt a bus in Quito's Qxy Bay on Friday.", "Quito"),
        ("A bridge fell in Qxytown, India's Gujarat state, on Friday.", "Gujarat"),
        ("Gunmen attacked the village of Qxytown in eastern Burkina Faso.", "Burkina Faso"),
    ],
)
def test_what_holds_an_unknown_site_stands_in_for_it(text, known, gazetteer):
    (event, *_) = read_document(
        make_document(text, published=date(2024, 6, 15)), gazetteer=gazetteer
    ).events
    assert known in [place.mention.surface for place in event.places]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A motorcycle wreck on Rivers Avenue killed a passenger.", "Rivers Avenue"),
        ("He was hit by a truck near Rivers and Stokes avenues.", "Rivers"),
        ("A bomb exploded outside the Istanbul Hotel in Baghdad.", "Istanbul Hotel"),
        ("Convoys came through Bab al-Yusr on Tuesday.", "Bab al-Yusr"),
    ],
)
def test_roads_houses_and_unknown_wholes_are_nowhere_rather_than_elsewhere(text, name, gazetteer):
    found = places(text, gazetteer)
    assert name not in found or found[name].best is None


@pytest.mark.parametrize(
    ("text", "border"),
    [
        ("Gunmen killed nine farmers on the Niger–Nigeria border.", "border:NE-NG"),
        ("Bandits crossed the border between Niger and Nigeria.", "border:NE-NG"),
        (
            "Bandits met near the border between Niger State and Kaduna State.",
            "geonames:2328925",
        ),
    ],
)
def test_two_countries_before_a_division_unless_it_is_called_one(text, border, gazetteer):
    assert border in {p.best.id for p in places(text, gazetteer).values() if p.parts}


def test_a_border_that_only_names_its_guards_is_no_ground(gazetteer):
    found = places("The Georgia-Armenia border guards detained two men.", gazetteer)
    assert all(p.geometry is None for p in found.values())


def test_a_lone_washington_is_the_city_unless_words_tell_of_the_state(gazetteer):
    city = places("A shooting in Washington killed two people on Monday.", gazetteer)
    state = places("A bridge collapsed near Seattle in Washington on Friday.", gazetteer)
    assert city["Washington"].best.feature == "PPLC"
    assert state["Washington"].best.feature == "ADM1"


def test_a_district_is_no_town_of_another_country(gazetteer):
    text = "Two children from the district of Karo fell ill in Medan, Indonesia, on Monday."
    assert places(text, gazetteer)["Karo"].best is None
    town = places("Police in India arrested two men in Karo on Monday.", gazetteer)
    assert town["Karo"].best.country == "IN"
    text = "A blast hit Quetta district on Monday, officials in London and Washington said."
    assert places(text, gazetteer)["Quetta"].best.country == "PK"


@pytest.mark.parametrize("name", ["Devon", "Kent", "Cornwall", "Essex"])
def test_an_english_county_is_no_small_town_abroad(name, gazetteer):
    best = places(f"A storm hit {name} on Monday.", gazetteer)[name].best
    assert (best.feature, best.country) == ("ADM2", "GB")


def test_a_town_called_as_a_county_is_where_the_words_say(gazetteer):
    best = places("Workers went on strike in Kent, Ohio, on Monday.", gazetteer)["Kent"].best
    assert best.country == "US"


def test_what_has_an_article_is_a_region_and_no_town(gazetteer):
    text = "It was the first visit to the Middle East of the new US secretary of state."
    assert places(text, gazetteer)["Middle East"].best.feature == "RGN"


def test_a_country_is_none_of_its_cities_where_those_are_named_in_full(gazetteer):
    text = (
        "The flu began in Mexico in April. A man who had been in Mexico City fell ill in Texas. "
        "Schools in Mexico City, Toluca and Puebla were shut."
    )
    found = places(text, gazetteer)
    assert (found["Mexico"].best.feature, found["Mexico City"].best.feature) == ("PCLI", "PPLC")
