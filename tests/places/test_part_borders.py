"""Borders of a part of a country: abroad where it reaches so far, else with the rest of its own."""

import pytest

from geocode import geometry, make_document
from geocode.gazetteer import Index
from geocode.pipeline import read_places
from geocode.places import place_query, why_no_place
from geocode.settings import Settings


@pytest.mark.parametrize(
    ("query", "id", "bounds"),
    [
        ("the Gaza border", "region:gaza-strip", (34.2, 31.2, 34.6, 31.6)),
        ("Gaza-Israel border", "border:IL-PS", (34.2, 31.2, 34.6, 31.6)),
        ("the Crimean border", "geonames:703883", (33.6, 45.7, 35.1, 46.2)),
        ("Crimea-Ukraine border", "geonames:703883", (33.6, 45.7, 35.1, 46.2)),
        ("border between Ukraine and Crimea", "geonames:703883", (33.6, 45.7, 35.1, 46.2)),
        ("Kharkiv-Belgorod border", "border:RU-UA", (35.6, 49.9, 38.1, 50.5)),
        ("Kharkiv border", "border:RU-UA", (35.6, 49.9, 38.1, 50.5)),
        ("Northern Ireland border", "border:GB-IE", (-8.2, 54.0, -6.2, 55.1)),
        ("the Scottish border", "geonames:2638360", (-3.1, 54.9, -2.0, 55.8)),
        ("Texas border", "border:MX-US", (-106.6, 25.8, -97.1, 31.8)),
        ("Melilla border", "border:ES-MA", (-3.0, 35.2, -2.9, 35.3)),
        ("the Poland-Belarus border in Podlasie", "border:BY-PL", (23.2, 52.2, 24.0, 53.9)),
    ],
)
def test_the_border_of_a_part_is_no_longer_than_the_part(
    query: str, id: str, bounds: tuple[float, ...], gazetteer: Index
) -> None:
    place = place_query(query, gazetteer, Settings())[0]
    assert (place.best.id, place.relation, place.precision_m) == (id, "border", 10_000.0)
    assert place.geometry.bounds == pytest.approx(bounds, abs=0.12)


def test_a_part_and_its_country_share_the_line_that_parts_them(gazetteer: Index) -> None:
    place = place_query("Abkhazia-Georgia border", gazetteer, Settings())[0]
    assert place.best.name == "Abkhazia"
    assert geometry.length_m(place.geometry) / 1000 == pytest.approx(110, abs=25)
    query = "Kaliningrad-Russia border"
    assert why_no_place(query, gazetteer, Settings()) == (
        "Kaliningrad Oblast and Russia have no land border",
    )


def test_what_lies_apart_has_no_border_and_no_error(gazetteer: Index) -> None:
    assert place_query("Crimea-Lviv border", gazetteer, Settings()) == ()


def test_in_a_text_it_lies_in_the_country_that_is_meant(gazetteer: Index) -> None:
    document = make_document("Protesters gathered at the Gaza border on Friday.")
    place = read_places(document, gazetteer=gazetteer)[-1]
    assert (place.mention.surface, place.best.id) == ("Gaza border", "region:gaza-strip")
