"""The breadth of news words: well-formed rows, plain tellings found, everyday senses left alone."""

from __future__ import annotations

import pytest

from geocode.documents import make_document
from geocode.events.lexicon import KINDS, lexicon
from geocode.events.triggers import find_triggers
from geocode.languages import cues
from geocode.places.roles.clauses import read_sentences

ROWS = cues("en", "vocabulary")["concept"]
OWN = {row["name"]: row for row in cues("en", "events")["concept"]}
GATES = {
    "near_verbs": ("near",),
    "subject_verbs": ("subjects",),
    "weak_verbs": ("needs", "needs_words"),
    "weak_nouns": ("needs", "needs_words"),
}


def kinds_told(sentence: str) -> list[str]:
    document = make_document(f"date 2020-05-05\n\nA headline\n\n{sentence}", source="test")
    return [trigger.concept.kind for trigger in find_triggers(read_sentences(document))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_row_is_of_the_kind_and_manner_of_its_concept(row):
    own = OWN[row["name"]]
    assert row["kind"] == own["kind"]
    assert row["kind"] in KINDS
    for manner in ("placeless", "moves", "departs"):
        assert row.get(manner) == own.get(manner)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_a_gated_word_names_what_opens_its_gate(row):
    for key, openers in GATES.items():
        if key in row:
            assert any(row.get(opener) for opener in openers)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_words_are_lower_case_and_stand_once(row):
    for listed in row.values():
        if isinstance(listed, list):
            assert len(set(listed)) == len(listed)
            assert [word.lower() for word in listed] == listed


def test_harm_is_tried_last():
    assert [concept.name for concept in lexicon().concepts][-2:] == ["harm", "harm"]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Volunteers handed out water and blankets at the station on Monday.", "AID"),
        ("A helicopter lifted six sailors from the deck.", "AID"),
        ("The last French soldiers left Gao on Monday.", "RETREAT"),
        ("The gunman gave himself up after four hours.", "RETREAT"),
        ("The curfew in Bamako was lifted.", "CONCEDE"),
        ("The king pardoned 90 prisoners.", "CONCEDE"),
        ("The mayor is under house arrest.", "COERCE"),
        ("Two men were taken into custody.", "COERCE"),
        ("The patrol came under fire near Kidal.", "ASSAULT"),
        ("Rebels took the town of Bria on Tuesday.", "ASSAULT"),
        ("Nurses in Leeds are on strike.", "PROTEST"),
        ("The Security Council meets today.", "CONSULT"),
        ("Both governments accepted the truce.", "AGREE"),
        ("The president expressed his condolences.", "SUPPORT"),
        ("The governor asked residents to save water.", "REQUEST"),
        ("The union turned the offer down.", "REJECT"),
        ("Canada expelled four diplomats.", "SANCTION"),
        ("Reservists were called up.", "MOBILIZE"),
        ("Officials put the death toll at 41.", "STATEMENT"),
        ("Winds tore roofs from houses.", "DISASTER"),
        ("A bus fell into a ravine near Cusco.", "ACCIDENT"),
        ("She was sworn in, and her party swept to power.", "ELECTION"),
        ("Measles broke out in the camp.", "HEALTH"),
    ],
)
def test_plain_tellings_are_found(sentence, kind):
    assert kind in kinds_told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He was fired from his job at the bank in March.",
        "According to the survey, prices rose by two per cent.",
        "She shot a film about her mother in Wales.",
        "The report raised concerns about families with small children.",
        "Sales fell in the second quarter.",
        "The minister declined to comment.",
        "The book took readers by storm.",
        "The price of bread has been held for a year.",
        "He let go of the rope.",
        "The road to the museum was close to the station.",
        "The singer broke into song before the meal.",
        "The river runs past the town hall.",
        "The team reached the last eight for the first time.",
        "He gave up smoking years ago.",
        "They burst into laughter at the joke.",
        "Her remarks set the tone for the evening.",
        "The bridge takes the line over the valley.",
    ],
)
def test_everyday_senses_tell_of_nothing(sentence):
    assert kinds_told(sentence) == []
