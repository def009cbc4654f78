"""What running text says of ground, read whole: the stretch of a border, the seat, the road."""

import pytest
from shapely import Point

from geocode import make_document
from geocode.gazetteer import Index
from geocode.geometry import length_m
from geocode.pipeline import read_places
from geocode.records import Place


def placed(text: str, gazetteer: Index) -> dict[str, Place]:
    reading = read_places(make_document(text), gazetteer=gazetteer)
    return {place.mention.surface: place for place in reading}


@pytest.mark.parametrize(
    ("text", "phrase", "length_km"),
    [
        (
            "Soldiers shelled the Lviv region's border with Poland.",
            "Lviv region's border with Poland",
            (150, 260),
        ),
        (
            "Troops massed along the border of the Kharkiv region with Russia.",
            "border of the Kharkiv region with Russia",
            (200, 320),
        ),
    ],
)
def test_a_regions_border_is_its_own_stretch_and_no_mark_on_its_town(
    text: str, phrase: str, length_km: tuple[int, int], gazetteer: Index
) -> None:
    *parts, border = placed(text, gazetteer).values()
    assert border.mention.surface == phrase
    assert border.geometry is not None
    assert length_km[0] < length_m(border.geometry) / 1000 < length_km[1]
    assert [part.geometry for part in parts] == [None, None]
    assert parts[0].why[-1] == f"part of ‘{phrase}’"


def test_near_a_name_is_near_the_town_and_not_the_middle_of_its_region(gazetteer: Index) -> None:
    found = placed("A drone struck a ferry on the river near Kherson on Saturday.", gazetteer)
    kherson = found["Kherson"]
    assert kherson.best is not None
    assert kherson.best.id == "geonames:706448"
    assert kherson.geometry is not None
    assert kherson.geometry.contains(Point(32.61, 46.64))


def test_a_road_between_two_towns_is_ground_and_ties_between_them_are_none(
    gazetteer: Index,
) -> None:
    road = placed("A convoy was attacked on the road between Aleppo and Idlib.", gazetteer)
    assert (road["Aleppo"].relation, road["Aleppo"].role) == ("between", "site")
    assert road["Aleppo"].geometry is not None
    assert road["Aleppo"].geometry.contains(Point(36.9, 36.07))
    ties = placed("The report describes ties between Aleppo and Idlib.", gazetteer)
    assert [place.role for place in ties.values()] == ["background", "background"]


def test_a_road_to_an_end_that_nobody_can_place_is_not_drawn(gazetteer):
    road = placed("Gunmen attacked a bus on the road between Mandera and Elwakkum.", gazetteer)
    assert road["Mandera"].relation == "between"
    assert road["Mandera"].geometry is None
    assert "nobody could place Elwakkum, the other end" in road["Mandera"].why
