"""Who did it, to whom, on whose word; and that nobody's office is where it happened."""

from dataclasses import replace
from datetime import date

import pytest
from shapely.geometry import Point

from geocode.documents import make_document
from geocode.events.attribution import sayings
from geocode.events.marks import markable
from geocode.events.sectors import sector_of
from geocode.pipeline import read_document
from geocode.places.roles.clauses import read_sentences
from geocode.records import Candidate, Entry, Mention, Place, Span


def read(text, gazetteer):
    document = make_document(text, published=date(2023, 3, 8), language="en")
    return read_document(document, gazetteer=gazetteer).events


def said_by(text):
    document = make_document(text, published=date(2023, 3, 8), language="en")
    (sentence,) = read_sentences(document)
    return [
        tuple(None if s is None else s.of(text) for s in (a.source, a.via))
        for a in (saying.attribution for saying in sayings(document, sentence))
    ]


@pytest.mark.parametrize(
    ("words", "sector"),
    [
        ("israeli soldiers", "military"),
        ("a spokesman for the army", "military"),
        ("riot police", "police"),
        ("rebel army", "rebels"),
        ("boko haram fighters", "rebels"),
        ("masked gunmen", "armed"),
        ("cattle bandits", "criminals"),
        ("health ministry officials", "health"),
        ("officials", "government"),
        ("the state prosecutors", "court"),
        ("thousands of protesters", "protesters"),
        ("state media", "media"),
        ("the red crescent", "aid"),
        ("three children", "civilians"),
        ("the mining company", "business"),
        ("oleh ivanov", None),
    ],
)
def test_a_noun_phrase_tells_its_sector_or_none(words, sector):
    assert sector_of(words.split(), "en") == sector


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Five soldiers died near Gao, TASS reported.", [(None, "TASS")]),
        (
            "Five soldiers died near Gao, TASS reported, citing a military spokesman.",
            [("military spokesman", "TASS")] * 2,
        ),
        (
            "According to a military spokesman cited by Reuters, rebels attacked a convoy.",
            [("military spokesman", "Reuters")],
        ),
        ("The Pentagon said warplanes bombed a camp.", [("Pentagon", None)]),
        ('"We took the town," a rebel commander told AFP.', [("rebel commander", "AFP")]),
        ("The bridge has gone, said Mayor Ana Ruiz on Friday.", [("Mayor Ana Ruiz", None)]),
        ("He said that the report was late.", []),
        ("A report of the claim was published.", []),
    ],
)
def test_the_words_say_on_whose_word_it_is(text, told):
    assert said_by(text) == told


def test_parties_carry_country_and_sector_only_where_the_words_do(gazetteer):
    (event,) = read("American warplanes bombed a rebel camp near Mosul on Sunday.", gazetteer)
    parties = [(p.role, p.name, p.country, p.sector) for p in event.parties]
    assert ("actor", "American warplanes", "US", "military") in parties
    for party in event.parties:
        assert party.span.start < party.span.end


def test_the_passive_turns_parties_round(gazetteer):
    (event, *_) = read("Two workers were arrested by border police in Dhaka.", gazetteer)
    assert {(p.role, p.name, p.sector) for p in event.parties} == {
        ("recipient", "Two workers", "civilians"),
        ("actor", "border police", "police"),
    }


def test_joined_verbs_share_their_subject(gazetteer):
    text = "Police arrested three men near Goma on Monday and evacuated the villagers."
    found = read(text, gazetteer)
    actors = {e.kind: [p.name for p in e.parties if p.role == "actor"] for e in found}
    assert actors == {"COERCE": ["Police"], "RETREAT": ["Police"]}


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Police in Karachi said gunmen killed a journalist in Quetta on Monday.", ["Quetta"]),
        ("Troops shelled the town, a commander told AFP by telephone from Nairobi.", []),
        ("In Abuja, officials said gunmen abducted 20 students in Kaduna.", ["Kaduna"]),
        ("A bomb killed four guards at the United States embassy on Friday.", []),
        ("A car bomb wounded Sri Lanka's minister of posts in Matara.", ["Matara"]),
    ],
)
def test_a_mark_is_where_it_happened_and_not_where_somebody_sits(text, sites, gazetteer):
    marks = {p.mention.surface for e in read(text, gazetteer) for p in e.places}
    assert marks == set(sites)


def entry(key, lon, lat):
    return Entry(key, "Berlin", "PPL", "US", None, None, lon, lat, 20_000, None, None, 3_000.0)


def place(*, confidence, other):
    mention = Mention("d", Span(0, 6), "Berlin", "toponym")
    return Place(
        mention, entry("a", 13.4, 52.5), (Candidate(entry("b", *other[:2]), other[2], ()),),
        confidence, "in", "site", Point(13.4, 52.5), 3_000.0, (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("confidence", "other", "kept"),
    [
        (0.43, (-72.7, 41.6, 0.40), False),
        (0.43, (13.5, 52.4, 0.40), True),
        (0.43, (-72.7, 41.6, 0.05), True),
        (0.90, (-72.7, 41.6, 0.50), True),
    ],
)
def test_a_toss_up_between_namesakes_far_apart_is_no_mark(confidence, other, kept):
    one = place(confidence=confidence, other=other)
    assert markable((one,), (), {}, "en") == ((one,) if kept else ())


def test_what_a_composed_place_means_is_no_toss_up():
    one = replace(place(confidence=0.4, other=(-72.7, 41.6, 0.4)), parts=(Span(0, 3),))
    assert markable((one,), (), {}, "en") == (one,)
