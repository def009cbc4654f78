"""Events of violence weighed as wholes: places and days that other sentences give them."""

from dataclasses import replace
from datetime import date

import pytest
from event_scenes import events_in, scene
from hypothesis import given
from hypothesis import strategies as st

from geocode.dates import find_dates
from geocode.events import event_at, find_events
from geocode.events.incidents import rare_words
from geocode.places.roles.clauses import read_sentences
from geocode.records import Place, Span

_WORDS = st.lists(
    st.sampled_from(
        ("bomb", "exploded", "[Lima]", "attack", "gunmen", "killed", "on", "Monday", ".", "[Cali]",
         "in", "we", "meanwhile", "—", "last")
    ),
    max_size=40,
)  # fmt: skip


def _document(text):
    return scene(text)[0]


def test_a_dateline_dates_nothing():
    (event,) = events_in("LIMA, 9 May 2023 -- A bomb exploded in a bank, killing two guards.")
    assert event.when is not None
    assert event.when.basis == "dateline_default"


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2023 a bomb exploded in a bank – killing ten.",
        "Two bombs exploded on 3 May 2023 — the deadliest day of the year.",
        "On Wednesday, 3 May – a day of rest – a bomb exploded.",
        "A bomb exploded on 3 May 2023 -- killing ten.",
    ],
)
def test_a_dash_in_a_sentence_makes_no_dateline_of_it(text):
    (event,) = events_in(text)
    assert event.when is not None
    assert (event.when.earliest, event.when.latest) == (date(2023, 5, 3), date(2023, 5, 3))
    assert event.status == "realised"


def test_an_event_at_a_place_nobody_knows_is_not_put_where_another_is():
    document, places = scene("Jets bombed [Ayo] on Monday. Gunmen killed two in [Lima] on Monday.")
    lost = replace(places[0], role="site", best=None, geometry=None, precision_m=None)
    unknown, known = find_events(document, [lost, places[1]], find_dates(document))
    assert [(p.mention.surface, p.geometry) for p in unknown.places] == [("Ayo", None)]
    assert [place.mention.surface for place in known.places] == ["Lima"]


def _lost(place: Place) -> Place:
    """A place as it is where no gazetteer holds its name."""
    return replace(place, role="site", best=None, geometry=None, precision_m=None)


def test_a_name_nobody_could_place_is_the_site_and_what_holds_it_the_mark():
    document, (name, town) = scene(
        "Two bombs exploded in the [Ayopampa] neighborhood of [Cali] on Monday, killing three."
    )
    (event,) = find_events(document, [_lost(name), town], find_dates(document))
    drawn = [p.mention.surface for p in event.places if p.geometry is not None]
    assert [p.mention.surface for p in event.places] == ["Ayopampa", "Cali"]
    assert drawn == ["Cali"]
    assert {e.place for e in event.evidence} == {name.mention.span, town.mention.span}


def test_a_people_is_no_mark():
    document, (people,) = scene("Gunmen killed a [Chadian:demonym] minister on Monday.")
    undrawn = replace(people, geometry=None)
    for event in find_events(document, [undrawn], find_dates(document)):
        assert all(place.geometry is None for place in event.places)


@given(_WORDS)
def test_each_place_of_an_event_is_quoted(words):
    document, places = scene(" ".join(words))
    for event in find_events(document, places, find_dates(document)):
        for place in event.places:
            (item, *_) = [e for e in event.evidence if e.place == place.mention.span]
            assert item.quote.contains(place.mention.span)
            assert item.quote.contains(item.trigger)


def test_a_report_of_the_first_day_there_is_can_be_read():
    (event,) = events_in("Gunmen killed two in [Kyiv] on Monday.", published="0001-01-01")
    assert [place.mention.surface for place in event.places] == ["Kyiv"]


def test_words_of_many_sentences_tie_none_together():
    text = "The senator spoke. " * 6 + "The dynamite was hidden."
    words = rare_words(read_sentences(_document(text)))
    assert "dynamite" in words[-1]
    assert not words[0]


def test_given_words_are_read_as_one_event_with_its_day_and_site():
    text = "On Monday farmers occupied the mine near the river. The seizure took place in [Cali]."
    document, places = scene(text)
    words = [Span(document.text.index(w), document.text.index(w) + len(w)) for w in ("occupied",)]
    event = event_at(document, places, find_dates(document), words)
    assert event is not None
    assert event.when is not None
    assert (event.when.earliest, event.when.latest) == (date(2023, 5, 8), date(2023, 5, 8))


def test_given_words_outside_of_any_sentence_are_no_event():
    document, places = scene("Two men died.")
    assert event_at(document, places, (), [Span(400, 410)]) is None


@given(_WORDS)
def test_weighing_adds_no_event_and_changes_no_kind(words):
    document, places = scene(" ".join(words))
    dates = find_dates(document)
    plain = {e.id: e.kind for e in find_events(document, places, dates, weighed=False)}
    weighed = {e.id: e.kind for e in find_events(document, places, dates)}
    assert weighed.items() <= plain.items()


@given(_WORDS)
def test_a_place_taken_over_says_why(words):
    document, places = scene(" ".join(words))
    dates = find_dates(document)
    plain = {e.id: e for e in find_events(document, places, dates, weighed=False)}
    for event in find_events(document, places, dates):
        own = {p.mention for p in plain[event.id].places}
        for place in event.places:
            assert place.mention in own or "as a whole" in place.why[-1]
