"""The learnt second opinion: what it may change, what it says for it; every text is ours."""

import json
import math
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.places.roles.assignment import (
    case_features,
    namesakes,
    read_cases,
    read_roles,
)
from geocode.places.roles.revision import (
    GIVEN,
    RoleModel,
    RoleReading,
    probabilities,
    revise,
    shipped_model,
)
from geocode.records import Block, Document, Entry, Mention, Span

ROLES = ("site", "origin", "destination", "actor", "target", "speaker", "demonym", "background")
MARKS = ("site", "origin", "destination", "speaker", "demonym")


def _model(**weights):
    """A model of one feature, "word", that speaks for the roles named."""
    return RoleModel(ROLES, {"word": tuple(weights.get(role, 0.0) for role in ROLES)})


def _document(text):
    return Document("d", text, None, None, None, "en", (Block("body", Span(0, len(text))),))


def _mention(text, name):
    start = text.index(name)
    return Mention("d", Span(start, start + len(name)), name, "toponym")


def _entry(name, feature):
    return Entry(f"x:{name}", name, feature, None, None, None, 0.0, 0.0, 1, None, None, 1.0)


def test_what_acts_becomes_background_when_that_is_likelier_than_not():
    doubt = _model(background=4.0)
    assert probabilities(["word"], doubt)["background"] == pytest.approx(0.886, abs=0.001)
    assert revise("actor", ["word"], doubt).role == "background"
    assert revise("target", ["word"], doubt).role == "background"
    assert revise("actor", ["other"], doubt) == RoleReading("actor")


def test_background_becomes_actor_or_target_only_when_that_is_very_likely():
    assert revise("background", ["word"], _model(actor=2.0)) == RoleReading("background")
    assert revise("background", ["word"], _model(actor=4.0)).role == "actor"
    assert revise("background", ["word"], _model(actor=4.0, target=4.5)).role == "target"
    assert GIVEN == 0.8


def test_a_revision_names_what_spoke_for_it():
    assert revise("background", ["word"], _model(actor=4.0)).why == (
        "actor rather than background: word (+4.0)",
    )


@given(
    st.sampled_from(ROLES),
    st.lists(st.floats(-9, 9), min_size=8, max_size=8),
    st.lists(st.sampled_from(["word", "other"]), unique=True),
)
def test_no_weight_makes_or_takes_a_mark(rules, weights, found):
    model = RoleModel(ROLES, {"word": tuple(weights)})
    said = revise(rules, found, model).role
    assert said == rules if rules in MARKS else said in {"actor", "target", "background"}
    assert math.fsum(probabilities(found, model).values()) == pytest.approx(1.0)


def test_without_a_look_at_the_gazetteer_the_rules_alone_speak():
    text = "The Lido is a bar; Ruritania advocates a ban, and Zenda knows."
    mentions = [_mention(text, name) for name in ("Lido", "Ruritania", "Zenda")]
    document = _document(text)
    rules = tuple(case.role for case in read_cases(document, mentions))
    found = read_roles(document, mentions)
    assert tuple(reading.role for reading in found) == rules == ("background", "actor", "actor")
    assert all(reading.why == () for reading in found)


def test_features_do_not_tell_which_name_it_is():
    seen = []
    for name in ("Ruritania", "Graustark"):
        text = f"On Monday {name} said that it would close its border."
        cases = read_cases(_document(text), [_mention(text, name)], [_entry(name, "PCLI")])
        found = case_features(cases[0], namesakes(cases))
        assert not any(name.lower() in feature for feature in found)
        assert {"a country", "rules: actor", "then verb of speech"} <= set(found)
        seen.append(found)
    assert seen[0] == seen[1] == tuple(sorted(set(seen[0])))


def test_datelines_halves_of_words_and_parties_are_not_open_to_revision():
    text = "OMSK (AP) — The London-based bank met the government of Chad on ties between A and B."
    mentions = [_mention(text, name) for name in ("OMSK", "London", "Chad", "A ", "B")]
    entries = [_entry(m.surface, "PCLI") for m in mentions]
    assert [c.is_open for c in read_cases(_document(text), mentions, entries)] == [False] * 5


def test_the_weights_say_what_they_were_trained_on():
    file = resources.files("geocode.places.roles") / "weights" / "en.json"
    card = json.loads(file.read_text(encoding="utf-8"))["card"]
    assert card["trained_on"] == ["seeds/gold", "places_geowebnews.jsonl"]
    assert card["seed"] == 20220214
    assert card["mapping"]["Metonymic"] == ["actor", "target"]
    assert card["out_of_fold_right"]["rules revised"]["usage"] > 0.89
    assert shipped_model().roles == ROLES
    assert all(len(row) == len(ROLES) for row in shipped_model().weights.values())
