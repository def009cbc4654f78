"""What a sentence tells beside its news lends the news neither its day nor its place."""

import pytest
from event_scenes import told

SUNDAY = ("2023-05-07", "2023-05-07")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        (  # the relative clause is of the neighbour, and tells of no event of ours
            "Rwanda, which closed its schools last month, shelled villages near [Goma] on Sunday.",
            ("ASSAULT", ("Goma",), SUNDAY),
        ),
        (  # a comparison has a day and a place of its own
            "The fire, the worst since a blaze in [Cebu] in 2011, killed six in [Davao] on Sunday.",
            ("ACCIDENT", ("Davao",), SUNDAY),
        ),
        (
            "The blast, which followed talks in [Bern], killed four people in [Basra] on Sunday.",
            ("ACCIDENT", ("Basra",), SUNDAY),
        ),
        (
            "A car bomb that was assembled in [Kut] exploded in [Basra] on Sunday, killing two.",
            ("ASSAULT", ("Basra",), SUNDAY),
        ),
        (
            "Police in [Lille] arrested a man wanted for a 2009 murder in [Ghent] on Sunday.",
            ("COERCE", None, SUNDAY),
        ),
        (
            "A builder of mills that collapsed in [Ghent] in 2011 was jailed in [Lille] on Sunday.",
            ("COERCE", ("Lille",), SUNDAY),
        ),
        (
            "The volcano near [Goma], dormant since 1904, erupted on Sunday.",
            ("DISASTER", ("Goma",), SUNDAY),
        ),
    ],
)
def test_news_has_its_own_day_and_place_whatever_is_told_beside_it(marked, expected):
    kind, sites, days = expected
    found = {event[0]: event for event in told(marked) if event[1] == "realised"}
    assert found[kind][3] == days
    assert sites is None or found[kind][2] == sites


def test_what_a_relative_clause_tells_of_the_event_itself_stays_the_events():
    marked = "The explosion, which killed four people in [Basra] on Sunday, was heard for miles."
    assert {event[2:] for event in told(marked)} == {(("Basra",), SUNDAY)}


def test_a_clause_with_an_event_of_its_own_keeps_the_day_and_lends_it():
    marked = "A bomb exploded in [Basra], which killed four people on Sunday."
    assert {event[3] for event in told(marked)} == {SUNDAY}


def test_the_day_of_an_arrest_is_not_that_of_the_killing_it_was_for():
    marked = "A man who killed four people in [Ghent] was arrested in [Lille] on Sunday."
    found = {event[0]: event for event in told(marked)}
    assert found["COERCE"][2:] == (("Lille",), SUNDAY)
    assert found["ASSAULT"][2] == ("Ghent",)
    assert found["ASSAULT"][3] != SUNDAY


def test_the_main_verb_tells_of_the_event_that_a_relative_clause_is_of():
    marked = "A landslide that struck [Goma] on Sunday may have buried forty houses."
    assert told(marked) == [("DISASTER", "realised", ("Goma",), SUNDAY)]


def test_a_since_that_dates_news_is_no_aside():
    marked = "The city was quiet at noon, and since Sunday rebels have shelled [Basra]."
    assert told(marked) == [("ASSAULT", "ongoing", ("Basra",), ("2023-05-07", "2023-05-10"))]


def test_a_similar_blast_is_another_event():
    first = "An explosion in [Basra] was heard on Sunday."
    apart, same = (told(f"{first} {one} explosion followed.") for one in ("A similar", "The"))
    assert [event[2] for event in apart] == [("Basra",), ()]
    assert [event[2] for event in same] == [("Basra",)]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Clashes erupted in [Basra] on Sunday.", "ASSAULT"),
        ("Heavy clashes continued in [Basra] on Sunday.", "ASSAULT"),
        ("Fighting raged in [Basra] on Sunday.", "ASSAULT"),
        ("A blast hit [Basra] on Sunday.", "ACCIDENT"),
        ("Protesters gathered around the parliament in [Basra] on Sunday.", "PROTEST"),
    ],
)
def test_the_plainest_sentences_of_news_tell_of_an_event(sentence, kind):
    (event,) = told(sentence)
    assert (event[0], *event[2:]) == (kind, ("Basra",), SUNDAY)


def test_a_family_around_the_table_is_no_protest():
    assert told("Residents gathered around the table in [Basra] on Sunday.") == []
