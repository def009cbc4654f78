"""A place's name in a language: only where something tells the language."""

import pytest
from babel import Locale

from geocode.geocoder.localnames import _by_letters, languages_asked, name_in, namer
from geocode.names import fold


@pytest.fixture
def show(gazetteer):
    """The first bearer of a name, as it is called in a language."""
    return lambda name, language: name_in(gazetteer.lookup(name)[0], language, gazetteer)


@pytest.mark.parametrize(
    ("asked", "languages"),
    [
        ("uk", ("uk",)),
        ("uk-UA,ru;q=0.5, en;q=0.7", ("uk", "en", "ru")),
        ("DE_at", ("de",)),
        ("fr;q=0, es", ("es",)),
        ("fr, fr-CA", ("fr",)),
        ("*, klingon, q=1, ,;", ()),
        ("x;q=1.2.3, pl;q=1.2.3", ()),
        (False, ()),
        (True, ()),
        (None, ()),
        (7, ()),
    ],
)
def test_languages_are_read_as_nominatim_reads_them(asked, languages):
    assert languages_asked(asked) == languages


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [
        ("Poland", "uk", "Польща"),
        ("Poland", "ar", "بولندا"),
        ("Warsaw", "pl", "Warszawa"),
        ("Kyiv", "uk", "Київ"),
        ("Kyiv", "ru", "Киев"),
        ("Kyiv", "en", "Kyiv"),
        ("Lviv", "uk", "Львів"),
        ("Larissa", "el", "Λάρισα"),
        ("Thessaloniki", "el", None),  # two names in Greek letters: which is a guess
        ("Kutaisi", "ka", "ქუთაისი"),
        ("Lviv", "ru", None),  # Cyrillic alone does not tell Russian from Bulgarian
        ("Minsk", "uk", "Мінськ"),
        ("Yelsk", "uk", None),
        ("Yelsk", "tlh", None),
        ("Black Sea", "uk", None),
    ],
)
def test_a_name_is_given_only_where_its_language_is_known(show, name, language, shown):
    assert show(name, language) == shown


def test_the_first_language_with_a_name_is_taken_else_its_own_name(gazetteer):
    poland, yelsk = gazetteer.country("PL"), gazetteer.lookup("Yelsk")[0]
    assert namer(("tlh", "uk", "de"), gazetteer)(poland) == "Польща"
    assert namer(("tlh", "uk"), gazetteer)(yelsk) == yelsk.name
    assert namer((), gazetteer)(poland) == "Poland"


@pytest.mark.parametrize(("language", "agreeing"), [("uk", 0.9), ("el", 0.75), ("ko", 0.75)])
def test_names_told_by_their_letters_agree_with_those_of_cldr(gazetteer, language, agreeing):
    """What letters alone say of the cities of a country whose CLDR names we know."""
    cities = {z["city"] for z in Locale.parse(language).time_zones.values() if "city" in z}
    known = {fold(city): city for city in cities}
    told = []
    for city in sorted(cities):
        for entry in gazetteer.lookup(city, limit=1):
            if entry.feature.startswith("PPL"):
                name = _by_letters(gazetteer.names(entry.id), language, entry.country)
                told += [fold(name) in known] if name else []
    assert sum(told) / len(told) >= agreeing
