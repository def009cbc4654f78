"""Lines that two places have in common: countries, divisions, and both."""

import pytest
import shapely

from geocode import geometry
from geocode.gazetteer import Index
from geocode.places.wording import borders, disputes
from geocode.records import Entry

FEATURES = {"ADM1", "PCLI", "RGN"}


def _place(gazetteer: Index, name: str) -> Entry:
    return next(e for e in gazetteer.lookup(name) if e.feature in FEATURES)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ("Poland", "Belarus", 341),
        ("Grodno region", "Poland", 137),
        ("Lviv region", "Poland", 243),
        ("Belgorod Oblast", "Ukraine", 441),
        ("Kharkiv Oblast", "Belgorod Oblast", 228),
        ("Donetsk Oblast", "Luhansk Oblast", 241),
        ("Texas", "Oklahoma", 1189),
        ("Kaliningrad", "Poland", 206),
    ],
)
def test_the_line_two_places_share_is_found_either_way_round(
    gazetteer: Index, one: str, other: str, km: int
) -> None:
    first, second = _place(gazetteer, one), _place(gazetteer, other)
    line = borders.between(first, second, gazetteer)
    assert geometry.length_m(line) / 1000 == pytest.approx(km, rel=0.03)
    assert line.equals(borders.between(second, first, gazetteer))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Arizona", "Colorado"),  # they meet at a corner
        ("Kaliningrad Oblast", "Russia"),  # a part of it that touches no other
        ("Texas", "Canada"),
        ("Poland", "Spain"),
        ("Donetsk Oblast", "Donbas"),  # a part of it
    ],
)
def test_places_that_do_not_border_have_no_line(gazetteer: Index, one: str, other: str) -> None:
    first, second = _place(gazetteer, one), _place(gazetteer, other)
    assert borders.between(first, second, gazetteer) is None


@pytest.mark.parametrize(
    ("border", "country", "names"),
    [
        ("BY-PL", "BY", {"Brest Region", "Grodno Region"}),
        ("MX-US", "US", {"California", "Arizona", "New Mexico", "Texas"}),
        ("AF-PK", "PK", {"Khyber Pakhtunkhwa", "Balochistan", "Gilgit-Baltistan"}),
    ],
)
def test_sectors_share_a_border_out_among_the_divisions_along_it(
    gazetteer: Index, border: str, country: str, names: set[str]
) -> None:
    entry = gazetteer.entry(f"border:{border}")
    line = gazetteer.shape(entry.id)
    shared = borders.sectors(entry, country, gazetteer)
    assert {division.name for division, _ in shared} == names
    whole = geometry.length_m(line)
    assert sum(geometry.length_m(part) for _, part in shared) == pytest.approx(whole, rel=1e-3)
    for division, part in shared:
        assert part.equals(borders.sector(entry, division, gazetteer))
        assert shapely.buffer(line, 1e-6).contains(part)


def test_a_border_has_no_sector_of_a_division_that_is_not_along_it(gazetteer: Index) -> None:
    entry = gazetteer.entry("border:BY-PL")
    assert borders.sector(entry, _place(gazetteer, "Gomel region"), gazetteer) is None
    assert borders.sector(entry, _place(gazetteer, "Lviv region"), gazetteer) is None


def test_tripoints_are_found_in_any_order_and_all_of_those_that_meet_twice(
    gazetteer: Index,
) -> None:
    (found,) = borders.tripoints(("PL", "BY", "LT"), gazetteer)
    assert found.name == "Belarus–Lithuania–Poland tripoint"
    twice = borders.tripoints(("LI", "CH", "AT"), gazetteer)
    assert [e.name.partition(" tripoint ")[2] for e in twice] == ["(north)", "(south)"]
    assert borders.tripoints(("PL", "BY", "FR"), gazetteer) == ()


def test_a_disputed_border_says_so(gazetteer: Index) -> None:
    kashmir = disputes.dispute(gazetteer.entry("border:IN-PK"), gazetteer)
    assert kashmir.name == "Kashmir: Indian and Pakistani claims"
    assert disputes.reasons(gazetteer.entry("border:IN-PK"), gazetteer) == (
        "disputed: Kashmir: Indian and Pakistani claims (lines: Natural Earth, de facto)",
    )
    assert disputes.reasons(gazetteer.entry("border:BY-PL"), gazetteer) == ()
    assert disputes.dispute(gazetteer.entry("border:BY-PL"), gazetteer) is None
