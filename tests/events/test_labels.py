"""Sorts of violence: what the words, and the means that stand near them, say."""

import pytest
from event_scenes import events_in

from geocode.events.labels import alike, surest_label


def _violent(text):
    return [event for event in events_in(text) if event.label]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Gunmen kidnapped two nurses in [Pemba] on Monday.", "abduction"),
        ("A car bomb exploded in [Lima] on Monday.", "bombing"),
        ("Rebels attacked the bank in [Lima] with dynamite on Monday.", "bombing"),
        ("Warplanes hit [Goma] in an air raid on Monday.", "airstrike"),
        ("Rebels shelled [Goma] on Monday.", "shelling"),
        ("Soldiers clashed with rebels in [Goma] on Monday.", "battle"),
        ("Guerrillas set fire to a bus in [Goma] on Monday.", "arson"),
        ("A judge was assassinated in [Cali] on Monday.", "attack"),
        ("Gunmen attacked a convoy in [Goma] on Monday.", "violence"),
        ("Thousands protested in [Suva] on Monday.", ""),
        ("An earthquake struck [Suva] on Monday.", ""),
    ],
)
def test_words_and_means_give_the_sort_of_violence(text, label):
    assert events_in(text)[0].label == label


def test_the_most_telling_of_several_labels_is_the_events():
    assert surest_label(["violence", "bombing", "attack"]) == "bombing"
    assert surest_label(["attack", "abduction"]) == "abduction"
    assert surest_label([]) == ""


def test_what_only_says_attack_goes_with_any_sort_and_two_sorts_do_not_mix():
    assert alike("violence", "arson")
    assert alike("robbery", "robbery")
    assert not alike("abduction", "bombing")


def test_an_attack_told_again_in_plain_words_stays_one_event():
    (event,) = _violent(
        "A bomb exploded in [Lima] on Monday, killing two guards. "
        "Nobody claimed responsibility for the attack, which the police blamed on rebels."
    )
    assert event.label == "bombing"
    assert len({item.trigger for item in event.evidence}) > 1


def test_a_kidnapping_and_a_bombing_of_one_report_are_two_events():
    events = _violent(
        "Gunmen kidnapped a mayor in [Cali] on Monday. A bomb exploded in [Cali] on Monday."
    )
    assert [event.label for event in events] == ["abduction", "bombing"]


def test_a_sentence_that_turns_elsewhere_begins_another_event():
    told = "Rebels ambushed soldiers near the river on Monday. {}gunmen ambushed a bus in [Goma]."
    assert len(_violent(told.format("Later "))) == 1
    assert len(_violent(told.format("Meanwhile, "))) == 2


def test_in_capitals_no_verb_is_part_of_a_party():
    (event,) = _violent("THREE SOLDIERS WERE KIDNAPPED BY GUERRILLAS IN [LIMA] ON MONDAY.")
    assert (event.actors, event.recipients) == (("GUERRILLAS",), ("THREE SOLDIERS",))
