"""With an article a river or region comes before a town so called, in a query and in a text."""

import pytest

from geocode import make_document
from geocode.gazetteer import Index
from geocode.pipeline import read_places
from geocode.places import place_query
from geocode.settings import Settings


def first(query: str, gazetteer: Index):
    return place_query(query, gazetteer, Settings())[0]


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("the Dnipro", "physical:dnipro-river"),
        ("THE DNIPRO", "physical:dnipro-river"),
        ("the dnipro", "physical:dnipro-river"),
        ("Dnipro", "geonames:709930"),
        ("the Jordan", "physical:jordan-river"),
        ("Jordan", "geonames:248816"),
        ("the Colorado", "physical:colorado-river"),
        ("the Lena", "physical:lena"),
        ("the Po", "physical:po"),
        ("the White Nile", "physical:white-nile"),
        ("the Mississippi", "physical:mississippi-river"),
        ("the West Bank", "region:west-bank"),
        ("the Donbas", "region:donbas"),
        ("the Kremlin", "site:kremlin"),
        ("the Line of Control", "stretch:line-of-control"),
        # Countries, towns and divisions that go by their article, or whose noun it is.
        ("the Congo", "geonames:203312"),
        ("the Gambia", "geonames:2413451"),
        ("The Hague", "geonames:2747373"),
        ("the Crimea", "geonames:703883"),
        ("the Sudan", "geonames:366755"),
        ("the Homyel region", "geonames:628281"),
        ("the city of Kharkiv", "geonames:706483"),
    ],
)
def test_an_article_tells_rivers_and_regions_from_towns(
    query: str, id: str, gazetteer: Index
) -> None:
    place = first(query, gazetteer)
    assert place.best.id == id
    assert place.confidence > 0.6


@pytest.mark.parametrize(
    ("query", "bounds"),
    [
        ("near the Dnipro", (29.8, 46.4, 35.4, 54.9)),
        ("20 km from the Volga", (33.9, 45.6, 50.5, 58.5)),
        ("within 10 km of the Nile", (30.2, 15.5, 34.1, 31.5)),
    ],
)
def test_near_a_river_is_a_band_all_along_it(
    query: str, bounds: tuple[float, ...], gazetteer: Index
) -> None:
    ground = first(query, gazetteer).geometry
    assert ground.geom_type in {"Polygon", "MultiPolygon"}
    assert ground.bounds == pytest.approx(bounds, abs=0.2)


def test_a_town_with_an_article_is_a_guess(gazetteer: Index) -> None:
    assert first("Mariupol", gazetteer).confidence > 0.9
    assert first("the Mariupol", gazetteer).confidence < 0.7


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Soldiers crossed the Dnipro on Monday.", "physical:dnipro-river"),
        ("Shelling was reported near the Dnipro in the south.", "physical:dnipro-river"),
        ("The Dnipro mayor said two people were killed.", "geonames:709930"),
        ("Shells fell on Dnipro on Monday.", "geonames:709930"),
        ("The Mississippi governor signed the bill.", "geonames:4436296"),
        ("Boats capsized in the Congo on Tuesday.", "geonames:203312"),
    ],
)
def test_in_a_text_the_article_must_be_the_names_own(text: str, id: str, gazetteer: Index) -> None:
    place = read_places(make_document(text), gazetteer=gazetteer)[0]
    assert place.best.id == id


def test_a_code_of_an_airport_is_no_name_in_small_letters(gazetteer: Index) -> None:
    benguela = "geonames:3351663"
    assert first("BUG", gazetteer).best.id == benguela
    assert all(p.best.id != benguela for p in place_query("the Bug", gazetteer, Settings()))
    document = make_document("Fighters crossed the Bug near Brest.")
    assert all(
        p.best is None or p.best.id != benguela for p in read_places(document, gazetteer=gazetteer)
    )
