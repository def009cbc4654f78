"""Divisions: their names in English, people, points and extents."""

import pytest
import shapely

from geocode.gazetteer import Index
from geocode.gazetteer.extents import great_circle_m
from geocode.gazetteer.sources.divisionnames import DivisionNames, shown_name
from geocode.gazetteer.sources.membertowns import extent_of, gathered_towns, quarters


@pytest.mark.parametrize(
    ("id", "name"),
    [
        ("geonames:830603", "Lapland"),
        ("geonames:703883", "Autonomous Republic of Crimea"),
        ("geonames:706482", "Kharkiv Oblast"),
        ("geonames:628281", "Gomel Region"),
        ("geonames:2951839", "Bavaria"),
        ("geonames:3165361", "Tuscany"),
        ("geonames:170062", "Aleppo Governorate"),
        ("geonames:127082", "Khuzestan"),
        ("geonames:1796328", "Shandong"),
        ("geonames:6697802", "Crete"),
        ("geonames:5128638", "New York"),
        ("geonames:1508290", "Chelyabinsk Oblast"),
        ("geonames:3030293", "Brittany"),
        ("geonames:2593109", "Andalusia"),
    ],
)
def test_a_division_is_shown_by_its_english_name(gazetteer: Index, id: str, name: str) -> None:
    assert gazetteer.entry(id).name == name


# Millions of people by censuses and official estimates of 2019-2023, rounded.
PEOPLE = {
    "geonames:5128638": 20.2,  # New York
    "geonames:5332921": 39.5,  # California
    "geonames:4736286": 29.1,  # Texas
    "geonames:4896861": 12.8,  # Illinois
    "geonames:6254926": 7.0,  # Massachusetts
    "geonames:6115047": 8.5,  # Quebec
    "geonames:6093943": 14.2,  # Ontario
    "geonames:2951839": 13.1,  # Bavaria
    "geonames:2861876": 17.9,  # North Rhine-Westphalia
    "geonames:2593109": 8.5,  # Andalusia
    "geonames:3174618": 10.0,  # Lombardy
    "geonames:3165361": 3.7,  # Tuscany
    "geonames:6269131": 56.5,  # England
    "geonames:2638360": 5.45,  # Scotland
    "geonames:706482": 2.6,  # Kharkiv Oblast
    "geonames:709716": 4.1,  # Donetsk Oblast
    "geonames:628281": 1.38,  # Gomel Region
}


def test_no_division_has_half_as_many_people_again_as_it_has(gazetteer: Index) -> None:
    shares = {key: gazetteer.entry(key).population / 1e6 / known for key, known in PEOPLE.items()}
    assert {key: round(s, 2) for key, s in shares.items() if not 0.7 <= s <= 1.2} == {}


class Listed:
    """A town of a source."""

    def __init__(
        self, number: int, lng: float, population: int, divisions: tuple[int, ...]
    ) -> None:
        self.geonames_id, self.lng, self.lat, self.population = number, lng, 50.0, population
        self.subdivisions = tuple(Numbered(n) for n in divisions)


class Numbered:
    """A division by its number."""

    def __init__(self, number: int) -> None:
        self.id = number


def test_the_people_of_a_quarter_count_once_where_its_town_is_counted() -> None:
    city = Listed(1, 30.0, 1_000_000, (10, 11))
    quarter = Listed(2, 30.05, 200_000, (10, 12))
    suburb = Listed(3, 31.0, 200_000, (10,))
    assert dict(quarters([quarter, suburb, city])) == {2: 1}
    people = {n: held.people for n, held in gathered_towns([quarter, suburb, city]).items()}
    assert people == {10: 1_200_000, 11: 1_000_000, 12: 200_000}


def test_a_town_assigned_wrongly_does_not_stretch_a_division() -> None:
    county = [(20.0 + 0.1 * i, 50.0 + 0.05 * (i % 3)) for i in range(9)]
    honest, stretched = extent_of(county), extent_of([*county, (-70.0, 10.0)])
    assert (stretched.lon, stretched.lat) == (honest.lon, honest.lat)
    assert stretched.radius_m == honest.radius_m
    assert stretched.box == honest.box


def test_towns_on_both_sides_of_180_degrees_lie_together() -> None:
    extent = extent_of([(179.0, -17.0), (-179.0, -17.0)])
    assert abs(extent.lon) == 180.0
    assert extent.radius_m == pytest.approx(106_000, rel=0.01)
    assert extent.box == (179.0, -17.0, -179.0, -17.0)


def test_a_division_called_like_its_town_says_what_it_is_if_it_can() -> None:
    found = DivisionNames(english="Tartus")
    typed = shown_name("x", ["Tartus Governorate"], found, town="Tartus", type_word="Governorate")
    assert typed == "Tartus Governorate"
    assert shown_name("x", [], found, town="Tartus", type_word="Governorate") == "Tartus"


def test_a_quarter_of_the_sky_alone_is_but_a_weak_name(gazetteer: Index) -> None:
    north = gazetteer.entry("geonames:2223603")
    assert (north.name, north.country) == ("North Region", "CM")


def test_divisions_stand_inside_their_own_areas(gazetteer: Index) -> None:
    # Hawaii's point is the sea between its islands, as GeoNames has it.
    for country in ("BY", "UA", "RU", "US", "CA", "BR", "CN", "IN", "ID", "NO", "GR", "SY", "VN"):
        for division in gazetteer.divisions(country):
            area = gazetteer.shape(division.id)
            if area is not None and division.name != "Hawaii":
                assert shapely.intersects_xy(area, division.lon, division.lat), division.name


def test_merged_provinces_are_drawn_as_they_were(gazetteer: Index) -> None:
    old = gazetteer.lookup("Bắc Giang Province")[0]
    assert (old.feature, old.shape) == ("ADM1", "area")
    assert great_circle_m(old.lon, old.lat, 106.4, 21.35) < 25_000
