"""What the learned linker says of names in our own sentences, and how rules and it go together."""

import json

import pytest
from event_scenes import scene
from hypothesis import given
from hypothesis import strategies as st

from geocode.errors import ModelError
from geocode.events import linking
from geocode.events.linking import DOUBT, SURE
from geocode.events.linking.forest import Forest
from geocode.events.linking.learned import MOST_PAIRS, likelihoods, read_forests
from geocode.events.linking.names import read_names
from geocode.events.triggers import find_triggers
from geocode.places.roles.clauses import read_sentences

GROWN = {
    "signs": ["gap", "after"],
    "columns": [[0, 1], [1, 1]],
    "borders": [[3.5, 0.5], [0.5, 1e9]],
    "leaves": [[0.0, 1.0, 2.0, 4.0], [0.0, -1.0, 0.0, 0.0]],
    "bias": 0.0,
}


def judged(marked: str) -> dict[str, float]:
    """The likelihood of each name beside the first trigger of a one-sentence text."""
    document, places = scene(marked)
    (sentence,) = read_sentences(document)
    trigger = find_triggers((sentence,))[0]
    names = read_names(sentence, places)
    (chances,) = likelihoods(sentence, names, [(trigger.first, trigger.last)])
    return {name.span.of(document.text): chance for name, chance in chances.items()}


def test_a_forest_asks_each_level_of_every_tree_once():
    forest = Forest.grow(GROWN)
    rows = forest.rows([({"gap": 9.0},), ({"gap": 9.0}, {"after": 1.0}), ({"unheard of": 1.0},)])
    assert forest.chances(rows).round(4).tolist() == [0.7311, 0.9526, 0.5]


def test_names_are_mentions_and_other_capitalised_words_with_their_particles():
    document, places = scene(
        "Men from Ras el-Tin fled [Goma] for the al-Noor camp and Dar es Salaam."
    )
    (sentence,) = read_sentences(document)
    kinds = {n.span.of(document.text): n.kind for n in read_names(sentence, places)}
    assert kinds["Goma"] == "toponym"
    assert kinds["Ras el-Tin"] == "words"
    assert kinds["al-Noor"] == "words"
    assert kinds["Dar es Salaam"] == "words"


def test_the_place_of_an_attack_is_likelier_than_that_of_the_speaker():
    chances = judged("Gunmen killed nine people in [Goma] on Monday, a doctor in [Bukavu] said.")
    assert chances["Goma"] > 0.8
    assert chances["Bukavu"] < 0.3


def test_the_members_of_a_list_are_all_likely():
    chances = judged("Shells killed six civilians in the towns of [Goma], [Bukavu] and [Uvira].")
    assert min(chances["Goma"], chances["Bukavu"], chances["Uvira"]) > 0.5


def marked_with(chance: float, marked: str, monkeypatch) -> dict[str, tuple[str, ...]]:
    """The places of the first trigger and why, where every name is as likely."""
    document, places = scene(marked)
    (sentence,) = read_sentences(document)
    triggers = find_triggers((sentence,))
    names = read_names(sentence, places)
    same = tuple(dict.fromkeys(names, chance) for _ in triggers)
    monkeypatch.setattr(linking, "likelihoods", lambda *_: same)
    found = linking.link_places(sentence, triggers, places).places.get(0, ())
    assert all(place.role == "site" for place in found)
    return {place.mention.surface: place.why for place in found}


ATTACK, ARREST = "The [Goma] choir was shelled on Sunday.", "Police arrested a [Goma] teacher."


@pytest.mark.parametrize(("text", "at_home"), [(ATTACK, True), (ARREST, False)])
def test_a_place_that_no_rule_gives_comes_in_only_where_it_is_sure(text, at_home, monkeypatch):
    assert marked_with(SURE[at_home] - 0.01, text, monkeypatch) == {}
    assert list(marked_with(SURE[at_home], text, monkeypatch)) == ["Goma"]


def test_a_site_that_the_rules_pass_over_needs_less(monkeypatch):
    monkeypatch.setattr(linking, "link_by_rules", lambda *_: {})
    text = "Rebels shelled a camp in [Goma] on Sunday."
    assert list(marked_with(0.65, text, monkeypatch)) == ["Goma"]
    assert marked_with(0.64, text, monkeypatch) == {}


def test_a_place_that_no_rule_gives_says_why_it_is_there(monkeypatch):
    why = marked_with(0.9, ATTACK, monkeypatch)["Goma"]
    assert why[-1] == "stands as places of “shell” stand in news (likelihood 0.90)"


def test_nothing_that_is_said_happens_at_a_sure_place(monkeypatch):
    assert marked_with(0.99, "The [Goma] office announced a plan.", monkeypatch) == {}


def test_a_country_in_passing_is_no_mark_however_sure(monkeypatch):
    assert marked_with(0.99, "Men shelled a [Chad:PCLI] convoy.", monkeypatch) == {}


def test_what_the_rules_link_to_an_attack_goes_where_it_is_very_unlikely(monkeypatch):
    assert list(marked_with(DOUBT, "Rebels shelled [Goma].", monkeypatch)) == ["Goma"]
    assert marked_with(DOUBT - 0.01, "Rebels shelled [Goma].", monkeypatch) == {}


def test_beyond_what_was_learnt_the_rules_keep_what_they_link(monkeypatch):
    assert list(marked_with(0.0, "A quake struck [Goma].", monkeypatch)) == ["Goma"]


def test_beside_a_likelier_name_an_unlikely_one_goes(monkeypatch):
    document, places = scene("Rebels shelled [Goma] on Sunday near [Bukavu].")
    (sentence,) = read_sentences(document)
    (trigger,) = find_triggers((sentence,))
    chances = {"Goma": 0.9, "Bukavu": 0.2}
    judged = {n: chances.get(n.span.of(document.text), 0.0) for n in read_names(sentence, places)}
    monkeypatch.setattr(linking, "likelihoods", lambda *_: (judged,))
    (kept,) = linking.link_places(sentence, [trigger], places).places[0]
    assert kept.mention.surface == "Goma"


def test_composed_places_are_beyond_what_was_learnt(monkeypatch):
    text = "Rebels shelled a convoy [near Goma:phrase] on Sunday."
    assert list(marked_with(0.0, text, monkeypatch)) == ["near Goma"]


def test_beyond_what_was_learnt_it_takes_more_to_overrule_the_rules():
    assert DOUBT < 0.5 < SURE[True] < SURE[False]


def test_a_sentence_without_a_placed_name_asks_no_forest():
    document, places = scene("Rebels shelled the camp on Monday.")
    (sentence,) = read_sentences(document)
    assert linking.link_places(sentence, find_triggers((sentence,)), places).places == {}


@given(st.permutations(("[Goma]", "[Bukavu]", "killed", "in", "soldiers", ",", "Kivu", "said")))
def test_each_trigger_is_judged_for_itself_and_never_lies_in_its_own_words(words):
    document, places = scene(" ".join(words))
    sentence = read_sentences(document)[0]
    names = read_names(sentence, places[::-1])
    assert names == read_names(sentence, places)
    spots = [(i, i + 1) for i in range(2)]
    found = likelihoods(sentence, names, spots)
    assert found == tuple(likelihoods(sentence, names, [spot])[0] for spot in spots)
    for (first, last), chances in zip(spots, found, strict=True):
        assert set(chances) == {n for n in names if n.last <= first or n.first >= last}
        assert all(0.0 <= chance <= 1.0 for chance in chances.values())


def test_a_table_of_names_is_left_to_the_rules():
    document, places = scene("killed, " * 12 + ", ".join(["[Goma]"] * 30))
    (sentence,) = read_sentences(document)
    names = read_names(sentence, places)
    spots = [(2 * i, 2 * i + 1) for i in range(MOST_PAIRS // len(names) + 1)]
    assert likelihoods(sentence, names, spots) == tuple({} for _ in spots)
    assert all(likelihoods(sentence, names, spots[:-1]))


def test_weights_of_another_version_are_refused(tmp_path):
    (tmp_path / "linker.json").write_text(json.dumps({"version": 0}), encoding="utf-8")
    with pytest.raises(ModelError, match="another version"):
        read_forests(tmp_path)


def test_missing_weights_say_what_to_run(tmp_path):
    with pytest.raises(ModelError, match="train_linker"):
        read_forests(tmp_path)
