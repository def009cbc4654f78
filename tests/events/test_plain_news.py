"""The plain sentences of which most news is made: each is one event of its day and place."""

from dataclasses import replace
from datetime import date

import pytest
from event_scenes import events_in, scene, told

from geocode.dates import find_dates
from geocode.events import find_events

MONDAY = ("2023-05-08", "2023-05-08")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # What a noun is of, in, by or over is an idiom of a few nouns only.
        ("Flooding in [Herat] left four people dead on Monday.", ("DISASTER", ("Herat",))),
        ("An avalanche in [Davos] killed six hikers on Monday.", ("DISASTER", ("Davos",))),
        ("A landslide in [Maco] killed 54 people on Monday.", ("DISASTER", ("Maco",))),
        ("A quake in the [Azores] killed two people on Monday.", ("DISASTER", ("Azores",))),
        (
            "A cyclone made landfall in a remote part of [Khulna] on Monday.",
            ("DISASTER", ("Khulna",)),
        ),
        (
            "The bombing of a hospital in [Idlib] on Monday killed three people.",
            ("ASSAULT", ("Idlib",)),
        ),
        (
            "Shelling by rebel forces killed two people in [Kherson] on Monday.",
            ("ASSAULT", ("Kherson",)),
        ),
        ("A protest by teachers in [Cusco] turned violent on Monday.", ("PROTEST", ("Cusco",))),
        ("A school in [Sumy] was hit by a missile on Monday.", ("ASSAULT", ("Sumy",))),
        # What killed is told once, with its dead.
        (
            "An air strike on a school in [Rafah] killed at least 40 people on Monday.",
            ("ASSAULT", ("Rafah",)),
        ),
        (
            "Ten people were killed when a minibus fell into a canal in [Mansoura] on Monday.",
            ("ACCIDENT", ("Mansoura",)),
        ),
        # A house that is hit is a place, and so is what lies between two towns.
        (
            "A blast rocked a market in [Kano] on Monday, killing nine people.",
            ("ACCIDENT", ("Kano",)),
        ),
        (
            "Riots broke out in two outlying suburbs of [Harare] on Monday.",
            ("PROTEST", ("Harare",)),
        ),
        (
            "NATO began its largest exercise in decades near [Bardufoss] on Monday.",
            ("MOBILIZE", ("Bardufoss",)),
        ),
    ],
)
def test_a_plain_sentence_is_one_event_of_its_day_and_place(marked, expected):
    kind, sites = expected
    assert told(marked) == [(kind, "realised", sites, MONDAY)]


@pytest.mark.parametrize(
    "marked",
    [
        "The party won by a landslide in [Leeds] on Monday.",
        "The film met a storm of criticism over its casting in [Cannes] on Monday.",
        "An explosion of colour filled the museum in [Ghent] on Monday.",
    ],
)
def test_an_idiom_is_no_event(marked):
    assert [kind for kind, *_ in told(marked) if kind in {"DISASTER", "ASSAULT", "ACCIDENT"}] == []


@pytest.mark.parametrize(
    ("marked", "days"),
    [
        ("The death toll from the landslide in [Maco] rose to 54 on Monday.", (None, "2023-05-10")),
        (
            "The death toll from Sunday's attack in [Wau] has risen to 34, medics said on Monday.",
            ("2023-05-07", "2023-05-07"),
        ),
    ],
)
def test_the_day_on_which_the_dead_are_counted_is_not_the_day_they_died(marked, days):
    event = next(event for event in told(marked) if event[0] in {"DISASTER", "ASSAULT"})
    assert event[3] == days


def test_verbs_that_are_joined_share_a_place_unless_a_further_one_is_named():
    raided = "Troops raided a camp in [Jenin] on Monday and arrested twelve men"
    assert [event[2] for event in told(f"{raided}.")] == [("Jenin",), ("Jenin",)]
    assert [event[2] for event in told(f"{raided} in [Tulkarm].")] == [("Jenin",), ("Tulkarm",)]


def test_what_attackers_had_learnt_elsewhere_is_no_exercise():
    marked = "Militants who trained in [Raqqa] stormed a hotel in [Sirte] on Monday, killing five."
    assert ("ASSAULT", "realised", ("Sirte",), MONDAY) in told(marked)


def test_an_adjective_that_opens_a_sentence_shelled_nobody():
    (event,) = events_in("Heavy shelling was reported around [Donetsk] on Monday.")
    assert event.actors == ()


def test_what_was_done_before_lends_the_news_its_month_only_as_a_bound():
    marked = "The march in [Kisumu] was staged by students after parliament passed a bill in April."
    (event,) = (event for event in told(marked) if event[0] == "PROTEST")
    assert event[3] == ("2023-04-01", None)


def test_a_clause_that_says_how_long_something_lasts_dates_nothing_else():
    marked = "Two men were shot near [Jeremie], which has been cut off since early March."
    (event,) = (event for event in told(marked) if event[0] == "ASSAULT")
    assert event[3] == (None, "2023-05-10")


def test_attacks_on_two_villages_that_nobody_could_place_stay_two():
    document, places = scene(
        "Raiders attacked the village of [Dimbo] on Monday. In January, armed men attacked the "
        "village of [Ogo]."
    )
    unknown = [replace(p, best=None, geometry=None, precision_m=None) for p in places]
    events = find_events(document, unknown, find_dates(document))
    assert [tuple(p.mention.surface for p in e.places) for e in events] == [("Dimbo",), ("Ogo",)]


def test_what_is_like_the_news_is_another_event():
    marked = "Gunmen raided [Bankass] on Monday. A similar attack in [Ogo] in January killed 30."
    assert [event[2] for event in told(marked)] == [("Bankass",), ("Ogo",)]


def test_a_house_that_is_set_on_fire_stays_where_it_is():
    marked = "Gang members set fire to a police station in [Delmas] on Monday."
    assert [event[2] for event in told(marked)] == [("Delmas",)]


def test_what_is_over_a_river_in_a_town_is_in_the_town():
    marked = "Thousands of protesters blocked bridges over the [Danube] in [Novi Sad] on Monday."
    assert [event[2] for event in told(marked)] == [("Novi Sad",)]


def test_a_sentence_goes_on_with_the_protests_of_the_one_before():
    marked = "Protesters marched in [Nis] on Monday. Similar rallies were held in [Pirot]."
    assert [(event[0], event[2]) for event in told(marked)] == [
        ("PROTEST", ("Nis",)),
        ("PROTEST", ("Pirot",)),
    ]
    assert [event.actors for event in events_in(marked)][1] == ()


def test_the_comma_of_a_number_ends_no_clause():
    marked = "Fighting raged near [Adre], where 150,000 people have been displaced since April."
    by_kind = {event[0]: event[3] for event in told(marked)}
    assert by_kind == {
        "ASSAULT": (None, "2023-05-10"),
        "RETREAT": ("2023-04-01", "2023-05-10"),
    }


def test_an_interval_of_one_country_dates_nothing_in_another():
    marked = (
        "Floods in [Sylhet] killed ten people. In [Assam], 31 people have died in floods since "
        "the beginning of the month."
    )
    document, places = scene(marked)
    abroad = [
        replace(p, best=replace(p.best, country=code))
        for p, code in zip(places, ("BD", "IN"), strict=True)
        if p.best
    ]
    here, there = find_events(document, abroad, find_dates(document))
    assert there.when is not None
    assert there.when.earliest == date(2023, 5, 1)
    assert here.when is not None
    assert here.when.earliest is None


def test_the_dead_of_another_attack_are_that_attacks():
    marked = (
        "A bomb exploded in [Jamundi] on Monday. Two officers were killed in a similar attack in "
        "[Morales] in April."
    )
    assert [event[2:] for event in told(marked)] == [
        (("Jamundi",), MONDAY),
        (("Morales",), ("2023-04-01", "2023-04-30")),
    ]


def test_who_dies_in_hospital_was_hurt_elsewhere_and_before():
    marked = (
        "A soldier who was stabbed at a checkpoint in [Narva] died in a [Tallinn] hospital on "
        "Monday."
    )
    assert [event[2:] for event in told(marked)] == [(("Narva",), (None, "2023-05-10"))]


def test_armed_men_are_no_deployment():
    marked = "In [Ogo], armed men attacked a convoy on Monday."
    assert [event[0] for event in told(marked)] == ["ASSAULT"]


def test_what_is_marched_into_is_where_it_was():
    marked = "Armed youths marched into [Ocosingo] and [Altamirano] on Monday."
    assert ("Ocosingo", "Altamirano") in [event[2] for event in told(marked)]
