"""Places that a sentence names and that are not where its event was: homes, arrests, hospitals."""

import pytest
from event_scenes import events_in, scene
from hypothesis import given
from hypothesis import strategies as st

from geocode.events.linking import link_places
from geocode.events.triggers import find_triggers
from geocode.places.roles.clauses import read_sentences


def sites(marked: str) -> dict[str, list[str]]:
    """The sites of each event by the word that tells it."""
    text = scene(marked)[0].text
    return {
        event.evidence[0].trigger.of(text).lower(): [p.mention.surface for p in event.places]
        for event in events_in(marked)
    }


@pytest.mark.parametrize(
    "marked",
    [
        "A girl from [Tyre] was killed in the attack, officials said.",
        "Gunmen killed two brothers from the [Bekaa] on Friday.",
        "The gunmen, who fled to [Chad:PCLI], killed four villagers.",
    ],
)
def test_where_the_dead_are_from_or_the_killers_went_is_not_where_they_died(marked):
    assert sites(marked)["killed"] == []


def test_where_rebels_are_based_is_not_where_they_attack():
    assert sites("Rebels based in [Goma] attacked a convoy on Tuesday.") == {"attacked": []}


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (
            "Police in [Lille] arrested a man on Monday for robbing a bank in [Ghent].",
            {"arrested": ["Lille"], "robbing": ["Ghent"]},
        ),
        (
            "Three men were arrested in [Naples] for the kidnapping of a banker.",
            {"arrested": ["Naples"], "kidnapping": []},
        ),
        (
            "A woman was detained in [Oslo] over the killing of a priest in [Bergen].",
            {"detained": ["Oslo"]},
        ),
        (
            "A man was arrested in [Lille] on suspicion of setting fire to a shop in [Ghent].",
            {"arrested": ["Lille"]},
        ),
    ],
)
def test_an_arrest_and_what_it_was_for_have_each_their_own_place(marked, expected):
    assert sites(marked) | expected == sites(marked)


def test_questioning_is_no_charge():
    found = sites("A man was detained for questioning in [Oslo] on Monday.")
    assert found["detained"] == ["Oslo"]


def test_where_the_wounded_are_treated_is_not_where_they_were_hurt():
    marked = "A minister who was wounded in an attack in [Mogadishu] was treated in [Nairobi]."
    assert sorted(sites(marked).items()) == [
        ("treated", ["Nairobi"]),
        ("was wounded in", ["Mogadishu"]),
    ]


def test_where_residents_march_is_where_they_are():
    found = sites("Burmese residents in [Bangkok] protested outside the embassy on Monday.")
    assert found == {"protested outside": ["Bangkok"]}


@pytest.mark.parametrize("write", [str, str.upper])
def test_a_headline_in_capitals_is_read_as_one_in_small_letters(write):
    text = "clashes erupt in [{}] as rebels seize [{}]".format("Goma", "Rutshuru")
    found = sites(write(text))
    assert found == {"clashes": [write("Goma")], "seize": [write("Rutshuru")]}


_WORDS = st.lists(
    st.sampled_from(
        ("a", "girl", "from", "[Lima]", "was", "killed", "arrested", "for", "robbing", "[Cali]",
         "in", "treated", "who", "fled", "to", ",")
    ),
    max_size=25,
)  # fmt: skip


@given(_WORDS)
def test_no_event_is_linked_to_what_stands_elsewhere(words):
    document, places = scene(" ".join(words))
    for number, sentence in enumerate(read_sentences(document)):
        triggers = [t for t in find_triggers(read_sentences(document)) if t.sentence == number]
        here = [p for p in places if sentence.span.contains(p.mention.span)]
        links = link_places(sentence, triggers, here)
        for index, linked in links.places.items():
            assert all(links.chances[index].get(p.mention.span) != 0 for p in linked)
