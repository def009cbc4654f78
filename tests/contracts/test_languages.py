"""Every prepared language brings the same rooms, each a readable table of cue words."""

from importlib import resources

import pytest

from geocode.languages import PLACE_ROOMS, PLACES_ONLY, PREPARED, cues, home_country
from geocode.languages.cases import base_forms, has_cases
from geocode.mentions.cuewords import LONGEST_CUE, cue_words
from geocode.names import fold

ROOMS = {
    "actors", "candidates", "dates", "documents", "events", "inflection", "linking", "mentions",
    "relations", "roles", "tokens", "vocabulary",
}  # fmt: skip


def rooms_of(language):
    files = (resources.files("geocode.languages") / language).iterdir()
    return {file.name for file in files if file.is_file()}


@pytest.mark.parametrize("language", PREPARED)
def test_a_prepared_language_brings_every_room(language):
    assert rooms_of(language) == {f"{room}.toml" for room in ROOMS}


@pytest.mark.parametrize("language", PREPARED)
@pytest.mark.parametrize("room", sorted(ROOMS))
def test_cue_words_are_tables_with_something_in_them(language, room):
    assert all(cues(language, room).values())


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_language_nobody_prepared_reads_with_english_cues(room):
    assert cues("xx", room) == cues("en", room)


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_a_language_of_places_only_brings_its_rooms_for_places(language):
    assert rooms_of(language) == {f"{room}.toml" for room in PLACE_ROOMS}


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_a_language_of_places_only_says_what_stands_before_names(language):
    cue = cue_words(language)
    assert {"in", "near", "from", "to", "placed"} <= set(cue.before.values())
    assert max(map(len, cue.before)) <= LONGEST_CUE
    for words in (cue.border, cue.titles, cue.first, cue.say, cue.never, cue.lists):
        assert words
    assert all(name == fold(name) for name in cue.called)
    assert all(word == word.lower() for word in cue.first | cue.say | cue.titles | cue.border)


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_a_name_is_the_first_of_its_own_base_forms_and_none_comes_twice(language):
    for name in ("київ", "гомел", "minsku", "le havre", "berlins", "korei poludniowej", ""):
        forms = list(base_forms(name, language))
        assert forms[0] == name
        assert len(forms) == len(set(forms)) < 150


def test_endings_are_tables_that_folding_leaves_as_they_are():
    for language in PLACES_ONLY:
        for ending, instead in cues(language, "endings")["endings"].items():
            if ending != "-":
                assert fold(ending) == ending
            assert all(fold(form) == form for form in instead.split() if form != "-")


def test_the_languages_with_cases_are_the_slavic_ones():
    assert [language for language in PLACES_ONLY if has_cases(language)] == ["pl", "ru", "uk"]
    assert not has_cases("en")


def test_a_language_of_many_countries_has_no_home():
    homes = {language: home_country(language) for language in (*PLACES_ONLY, "en", "it")}
    assert homes == {
        "de": "DE", "es": None, "fr": "FR", "pl": "PL", "ru": "RU", "uk": "UA", "en": None,
        "it": None,
    }  # fmt: skip
