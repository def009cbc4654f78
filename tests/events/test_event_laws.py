"""What holds of events whatever the text: marks, evidence, order, determinism."""

import time

from event_scenes import scene
from hypothesis import given
from hypothesis import strategies as st

from geocode.dates import find_dates
from geocode.events import find_events
from geocode.events.lexicon import KINDS, lexicon
from geocode.languages.inflection import noun_forms, verb_forms

_TALK = (
    "Rebels shelled [Goma] [Chad:PCLI] in on Monday , . and will not fire soldiers drills killed "
    'said near to from " “ — 2019 the attack protest \u202e \x00 🔥 talks ministers who'
)
_WORDS = st.lists(st.sampled_from(_TALK.split(" ")), max_size=40)


@given(_WORDS)
def test_every_mark_is_a_site_with_a_ground_and_every_event_has_its_words(words):
    document, places = scene(" ".join(words))
    events = find_events(document, places, find_dates(document))
    for event in events:
        assert event.kind in KINDS
        assert 0.0 <= event.confidence <= 1.0
        assert all(p.role == "site" and p.geometry is not None for p in event.places)
        assert event.evidence
        for item in event.evidence:
            assert item.quote.contains(item.trigger)
            assert item.place is None or item.quote.overlaps(item.place)
    starts = [event.evidence[0].trigger.start for event in events]
    assert starts == sorted(starts)


@given(_WORDS)
def test_the_order_in_which_places_and_dates_come_changes_nothing(words):
    document, places = scene(" ".join(words))
    dates = find_dates(document)
    assert find_events(document, places, dates) == find_events(document, places[::-1], dates[::-1])


def test_time_grows_with_length_and_not_faster():
    def seconds(times):
        document, places = scene("Rebels shelled [Goma] and fire broke out in [Sake] , " * times)
        start = time.process_time()
        find_events(document, places, ())
        return time.process_time() - start

    seconds(50)
    assert seconds(1600) < 12 * seconds(400) + 0.2


def test_every_kind_is_told_of_and_a_concept_is_of_one_kind():
    concepts = lexicon().concepts
    assert {concept.kind for concept in concepts} == set(KINDS)
    kinds = {(concept.name, concept.kind) for concept in concepts}
    assert len(kinds) == len({name for name, _ in kinds})


def test_forms_are_generated_for_regular_irregular_and_phrasal_verbs():
    assert verb_forms("carry out") == ("carry out", "carries out", "carried out", "carrying out")
    assert verb_forms("flee") == ("flee", "flees", "fleeing", "fled")
    assert verb_forms("patrol") == ("patrol", "patrols", "patrolled", "patrolling")
    assert noun_forms("crisis") == ("crisis", "crises")


def test_many_tellings_of_one_event_stay_cheap():
    document, places = scene("Rebels shelled [Goma] on Monday. Fire broke out in [Sake]. " * 1500)
    dates = find_dates(document)
    start = time.process_time()
    events = find_events(document, places, dates)
    assert len(events) == 2
    assert [len(event.evidence) for event in events] == [1500, 1500]
    assert time.process_time() - start < 5.0
