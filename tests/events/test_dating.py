"""Which days a sentence gives each of its events, and what belongs to what; every text is ours."""

from datetime import date

import pytest
from event_scenes import events_in, told


def days(marked):
    return [(kind, status, span) for kind, status, _, span in told(marked)]


# Published 2023-05-10, a Wednesday.
@pytest.mark.parametrize(
    ("text", "main", "under"),
    [
        (
            "Thousands protested in [Suva] on Tuesday, two days after police shot dead a man.",
            ("2023-05-09", "2023-05-09"),
            ("2023-05-07", "2023-05-07"),
        ),
        (
            "Thousands protested in [Suva] a day after police shot dead a man on Saturday.",
            ("2023-05-07", "2023-05-07"),
            ("2023-05-06", "2023-05-06"),
        ),
        (
            "Thousands protested in [Suva] on Tuesday after police shot dead a man.",
            ("2023-05-09", "2023-05-09"),
            (None, "2023-05-09"),
        ),
        (
            "Thousands protested in [Suva] after police shot dead a man on Saturday.",
            ("2023-05-06", None),
            ("2023-05-06", "2023-05-06"),
        ),
    ],
)
def test_a_day_after_moves_the_day_and_a_bare_after_only_bounds_it(text, main, under):
    assert [span for _, _, span in days(text)] == [main, under]


def test_what_was_told_to_come_long_before_is_background():
    rescued, collapsed = days(
        "The last miner was rescued on Tuesday, 69 days after a shaft collapsed in [Suva]."
    )
    assert rescued == ("AID", "realised", ("2023-05-09", "2023-05-09"))
    assert collapsed[1:] == ("background", ("2023-03-01", "2023-03-01"))


def test_since_a_day_lasts_until_publication_but_when_points_to_that_day():
    assert days("Fighting has raged in [Merowe] since Friday as soldiers dug in.") == [
        ("ASSAULT", "ongoing", ("2023-05-05", "2023-05-10"))
    ]
    assert days("They have slept outdoors since Friday, when an earthquake struck [Merowe].") == [
        ("DISASTER", "realised", ("2023-05-05", "2023-05-05"))
    ]


def test_an_exercise_that_began_and_runs_until_a_day_lasts_that_long():
    assert days(
        "The navies went on with a joint exercise off [Busan] that began on 4 May and runs until "
        "14 May."
    ) == [("MOBILIZE", "ongoing", ("2023-05-04", "2023-05-14"))]


@pytest.mark.parametrize("length", ["two years of", "seven days of", "a month of"])
def test_a_bare_length_dates_nothing(length):
    (event,) = events_in(f"They signed a peace accord in [Lome] to end {length} strife.")
    assert event.when.basis == "dateline_default"


def test_the_month_of_march_is_no_march():
    assert told("People gathered in [Paris] on 24 March and the crowd sang.") == [
        ("PROTEST", "realised", ("Paris",), ("2023-03-24", "2023-03-24"))
    ]
    assert told("The government spoke of people at an interview in [Paris] on 24 March.") == []


def test_before_dawn_is_a_time_of_day_and_parts_no_sentence():
    assert days("Gunmen stormed a village near [Djibo] before dawn on Monday, killing ten.") == [
        ("ASSAULT", "realised", ("2023-05-08", "2023-05-08"))
    ]


def test_a_crash_during_the_exercise_is_part_of_it():
    exercise, crash = events_in(
        "The navies held a military exercise off [Busan] on Monday. A helicopter crashed near "
        "[Ulsan] during the exercise."
    )
    assert (exercise.kind, crash.kind) == ("MOBILIZE", "ACCIDENT")
    assert (exercise.part_of, crash.part_of) == (None, exercise.id)


def test_there_comes_back_to_the_place_of_the_sentence_before():
    counted = told("A crowd gathered in [Melilla]. Soldiers deployed as there were fears.")
    assert [sites for kind, _, sites, _ in counted if kind == "MOBILIZE"] == [()]
    moved = told("A crowd tried to climb the fence in [Melilla]. The army sent troops there.")
    assert [sites for kind, _, sites, _ in moved if kind == "MOBILIZE"] == [("Melilla",)]


def test_what_only_says_how_rare_a_thing_is_marks_nothing():
    assert told(
        "Rebels killed two soldiers in [Poti] on Monday, the first deaths in [Gori] since 2008."
    )[0][2] == ("Poti",)


def test_where_somebody_was_before_is_not_where_they_were_sentenced():
    assert told(
        "A journalist, who was given asylum in [Evora], was sentenced in [Faro] on Monday."
    ) == [("COERCE", "realised", ("Faro",), ("2023-05-08", "2023-05-08"))]


def test_what_was_only_plotted_did_not_happen():
    for text in (
        "Two men were accused of plotting a bomb attack in [Cork].",
        "He planned to murder an officer in [Cork] and to film the killing with two gunmen.",
    ):
        assert "realised" not in {status for kind, status, *_ in told(text) if kind == "ASSAULT"}


def test_a_charge_is_no_killing_and_a_statement_has_no_place():
    assert [kind for kind, *_ in told("Police in [Cork] charged a man with murder on Monday.")] == [
        "COERCE"
    ]
    assert told("The minister said on Monday in [Cork] that it was over.") == [
        ("STATEMENT", "realised", (), ("2023-05-08", "2023-05-08"))
    ]


def test_a_day_that_heads_an_entry_dates_what_the_entry_tells():
    log = (
        "8 May\n05:10 Gunmen stormed a post in [Djibo].\n06:20 Soldiers retook the post.\n\n"
        "9 May\n07:00 A bomb exploded in [Arbinda]."
    )
    assert [span for _, _, span in days(log)] == [
        ("2023-05-08", "2023-05-08"),
        ("2023-05-09", "2023-05-09"),
    ]
    assert {event.when.basis for event in events_in(log)} == {"inherited"}


def test_one_day_before_a_full_stop_makes_no_log():
    (event,) = events_in("Monday. Rain fell. Gunmen stormed a post in [Djibo].")
    assert event.when.basis == "dateline_default"


def test_the_first_since_a_year_is_not_dated_from_that_year():
    (event,) = events_in("Police imposed the first curfew in [Poti] since 1987.")
    assert event.when.basis == "dateline_default"


def test_claiming_lives_is_no_saying():
    assert days("The storm lashed [Tacloban] on Monday, claiming nine lives.")[0][2] == (
        "2023-05-08",
        "2023-05-08",
    )


@pytest.mark.parametrize(
    "occasion",
    ["over the stabbing", "in response to a stabbing", ", sparked by the stabbing"],
)
def test_the_day_of_riots_is_not_that_of_what_they_were_over(occasion):
    riot, stabbing = events_in(
        f"Riots broke out in [Belfast] on Saturday {occasion} of three girls in [Southport]."
    )
    assert (riot.when.earliest, riot.when.latest) == (date(2023, 5, 6), date(2023, 5, 6))
    assert (stabbing.when.earliest, stabbing.when.latest) == (None, date(2023, 5, 6))
    assert stabbing.when.basis == "inherited"
