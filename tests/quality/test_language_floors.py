"""The gate of the other languages: no score on their sentences drops below its floor."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path

import languages
import pytest

from geocode.languages import PLACES_ONLY

TABLE = tomllib.loads((Path(__file__).parent / "language_floors.toml").read_text(encoding="utf-8"))
FLOORS = TABLE["floors"]


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, languages.Score]]:
    return {language: languages.score(language)[0] for language in PLACES_ONLY}


@pytest.mark.parametrize("floor", FLOORS, ids=lambda f: f"{f['language']} {f['part']}")
def test_no_language_falls_below_its_floors(floor, scores):
    score = scores[floor["language"]][floor["part"]]
    assert score.f1 >= floor["f1"][-1]["value"]
    assert score.f1_near >= floor["f1_near"][-1]["value"]


@pytest.mark.parametrize("floor", TABLE["wordings"], ids=lambda f: f["language"])
def test_no_language_reads_peoples_and_wordings_worse(floor):
    score = languages.wordings(floor["language"])
    assert 2 * score.hits / (score.said + score.wanted) >= floor["peoples"][-1]["value"]
    assert score.right / score.places >= floor["right"][-1]["value"]


@pytest.mark.parametrize("floor", FLOORS, ids=lambda f: f"{f['language']} {f['part']}")
def test_a_language_floor_is_lowered_only_with_a_reason(floor):
    for history in (floor["f1"], floor["f1_near"]):
        assert_never_lowered(history)


@pytest.mark.parametrize("floor", TABLE["wordings"], ids=lambda f: f["language"])
def test_a_floor_of_wordings_is_lowered_only_with_a_reason(floor):
    for history in (floor["peoples"], floor["right"]):
        assert_never_lowered(history)


def assert_never_lowered(history):
    for before, after in itertools.pairwise(history):
        assert after["value"] >= before["value"] or after.get("why")


def test_every_language_and_part_has_a_floor():
    assert [(f["language"], f["part"]) for f in FLOORS] == [
        (language, part) for language in PLACES_ONLY for part in languages.PARTS
    ]
    assert [f["language"] for f in TABLE["wordings"]] == list(PLACES_ONLY)


@pytest.mark.parametrize("language", PLACES_ONLY)
def test_annotated_names_cover_the_words_they_name(language, gazetteer):
    sentences = list(languages.gold(language))
    assert sum(s.part == "dev" for s in sentences) >= 40
    assert sum(s.part == "test" for s in sentences) >= 20
    for sentence in sentences:
        for start, end, surface, lat, lon, entry_id in sentence.names:
            assert sentence.text[start:end] == surface
            entry = gazetteer.entry(entry_id)
            if entry_id:  # the gazetteer does not have every region
                assert (round(entry.lat, 2), round(entry.lon, 2)) == (lat, lon)
