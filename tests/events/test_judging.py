"""The judge of triggers takes away, adds and renames; its weights come with a card.

Every text is ours. Published on 2023-05-10, a Wednesday.
"""

import json
from pathlib import Path

import pytest
from event_scenes import told

from geocode.errors import ModelError
from geocode.events import coreference
from geocode.events.incidents import settling
from geocode.events.judging import judge_of, open_judge, read_judge
from geocode.events.lexicon import KINDS, lexicon

WEIGHTS = {
    "triggers.json": (Path("geocode/events/weights"), read_judge),
    "coreference.json": (Path("geocode/events/weights"), coreference.read_weights),
    "incidents.json": (Path("geocode/events/incidents/weights"), settling.read_weights),
}


def kinds(text: str) -> list[str]:
    return [kind for kind, *_ in told(text)]


@pytest.mark.parametrize("name", WEIGHTS)
def test_weights_say_what_they_were_learnt_from(name: str):
    folder, _ = WEIGHTS[name]
    root = Path(__file__).resolve().parents[2]
    raw = json.loads((root / folder / name).read_text(encoding="utf-8"))
    assert raw["version"] == 1
    assert raw["card"]["script"].startswith("benchmarks/train_")
    assert raw["card"]["trained_on"]


@pytest.mark.parametrize("name", WEIGHTS)
@pytest.mark.parametrize("content", ["", "{}", '{"version": 0}'])
def test_weights_of_another_version_are_refused(name: str, content: str, tmp_path: Path):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="run: python benchmarks/train_"):
        WEIGHTS[name][1](tmp_path)


@pytest.mark.parametrize("name", WEIGHTS)
def test_missing_weights_say_what_to_run(name: str, tmp_path: Path):
    with pytest.raises(ModelError, match="run: python benchmarks/train_"):
        WEIGHTS[name][1](tmp_path)


def test_without_weights_every_candidate_is_as_likely_as_not():
    nothing = judge_of({}, {})
    assert nothing.chance([("word", "attack"), ("is", "trigger")]) == 0.5
    kind, share = nothing.likeliest([("word", "attack")], {"ASSAULT"})
    assert (kind, round(share, 4)) == ("ASSAULT", round(1 / len(KINDS), 4))


def test_a_word_seldom_seen_weighs_by_the_company_it_keeps():
    judge = open_judge()
    near = [("is", "past"), ("is", "listed"), ("is", "listed ASSAULT")]
    idle = [("is", "noun"), ("is", "listed"), ("before", "of")]
    assert judge.chance([("word", "shelled"), *near]) > judge.chance([("word", "shape"), *idle])


def test_a_verb_that_only_carries_an_event_is_none_of_its_own():
    assert kinds("The navies held a military exercise off [Busan] on Monday.") == ["MOBILIZE"]


def test_what_is_denied_is_told_as_denied_without_a_place():
    assert told("Neither party endorsed the plan.") == [("SUPPORT", "denied", (), None)]


def test_a_day_between_a_verb_and_its_particle_parts_them_not():
    assert told("Police fired Monday on a crowd in [Leeds].") == [
        ("ASSAULT", "realised", ("Leeds",), ("2023-05-08", "2023-05-08"))
    ]


def test_words_that_tell_of_one_disaster_in_a_sentence_are_one_event():
    assert kinds("[Quang Nam:ADM1] province was hit by floods on Monday.") == ["DISASTER"]
    assert kinds("Two cases of cholera in [Beira] were confirmed on Monday.") == ["HEALTH"]


def test_what_somebody_is_charged_with_is_no_event_of_the_day_of_the_charge():
    assert kinds("Police in [Cork] charged a man with murder on Monday.") == ["COERCE"]


def test_judged_words_are_no_triggers_by_themselves():
    known = lexicon()
    gates = {pattern.gate for row in known.patterns.values() for pattern in row}
    assert "judged" not in gates
    assert {p.gate for p in known.judged["nominated"]} == {"judged"}


def test_in_sport_nothing_is_added():
    text = (
        "The striker scored twice in [Rome] as the visitors smashed the league leaders, and the "
        "coach thanked a goalkeeper who carried the midfielder through the second half of the "
        "tournament."
    )
    assert kinds(text) == []
