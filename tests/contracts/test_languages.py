"""Every prepared language brings the same rooms, each a readable table of cue words."""

from importlib import resources

import pytest

from geocode.languages import PREPARED, cues

ROOMS = {
    "candidates", "dates", "documents", "events", "inflection", "mentions", "relations", "roles",
    "tokens",
}  # fmt: skip


@pytest.mark.parametrize("language", PREPARED)
def test_a_prepared_language_brings_every_room(language):
    files = (resources.files("geocode.languages") / language).iterdir()
    assert {file.name for file in files if file.is_file()} == {f"{room}.toml" for room in ROOMS}


@pytest.mark.parametrize("language", PREPARED)
@pytest.mark.parametrize("room", sorted(ROOMS))
def test_cue_words_are_tables_with_something_in_them(language, room):
    assert all(cues(language, room).values())


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_language_nobody_prepared_reads_with_english_cues(room):
    assert cues("xx", room) == cues("en", room)
