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
        # "In X police" are police in X, and "its X crossing" is at X.
        ("In [Manila] police arrested twelve people on Monday.", ("COERCE", ("Manila",))),
        ("Latvia closed its [Terehova] crossing to lorries on Monday.", ("COERCE", ("Terehova",))),
        # Verbs parted by what they are done to, subjects by what is told of them.
        ("A drone set a fuel depot ablaze in [Taganrog] on Monday.", ("ASSAULT", ("Taganrog",))),
        (
            "Soldiers led by a young colonel occupied the palace in [Niamey] on Monday.",
            ("ASSAULT", ("Niamey",)),
        ),
        (
            "The government deployed the military to [Mombasa] on Monday.",
            ("MOBILIZE", ("Mombasa",)),
        ),
        # What is taken or stopped is no attack, nor is what goes off in a pit.
        (
            "The navy seized four tonnes of cocaine off [Manta] on Monday.",
            ("COERCE", ("Manta",)),
        ),
        (
            "The navy intercepted a trawler with 90 refugees near [Jaffna] on Monday.",
            ("COERCE", ("Jaffna",)),
        ),
        (
            "An explosion ripped through a coal mine in [Zonguldak] on Monday.",
            ("ACCIDENT", ("Zonguldak",)),
        ),
        (
            "Ships collided in thick fog off [Bremerhaven] on Monday.",
            ("ACCIDENT", ("Bremerhaven",)),
        ),
        (
            "Crews were battling a blaze at a paint factory in [Geelong] on Monday.",
            ("ACCIDENT", ("Geelong",)),
        ),
        # Illness, storms by name and lava do what gunmen do.
        (
            "A measles outbreak in [Kayes] killed nine children on Monday.",
            ("HEALTH", ("Kayes",)),
        ),
        (
            "Some 400 houses were destroyed when Cyclone Ana hit [Nsanje] on Monday.",
            ("DISASTER", ("Nsanje",)),
        ),
        ("Lava reached the outskirts of [Goma] on Monday.", ("DISASTER", ("Goma",))),
        ("Landslides blocked the road near [Hualien] on Monday.", ("DISASTER", ("Hualien",))),
        ("[Quang Nam:ADM1] province was hit by floods on Monday.", ("DISASTER", ("Quang Nam",))),
        ("The navy sank a patrol boat near [Kerch] on Monday.", ("ASSAULT", ("Kerch",))),
        ("A trawler sank off [Jeju] on Monday.", ("ACCIDENT", ("Jeju",))),
        ("The army pulled its troops out of [Mekelle] on Monday.", ("RETREAT", ("Mekelle",))),
        ("Security police raided a flat in [Malmo] on Monday.", ("COERCE", ("Malmo",))),
        ("Rebels shot down a helicopter near [Myitkyina] on Monday.", ("ASSAULT", ("Myitkyina",))),
        (
            "Clashes between the army and a militia broke out in [Bunia] on Monday.",
            ("ASSAULT", ("Bunia",)),
        ),
        (
            "Floods cut off 70 villages in the departments of [Colon] and [Yoro] on Monday.",
            ("DISASTER", ("Colon", "Yoro")),
        ),
        (
            "Farmers dumped manure outside the town hall in [Agen] on Monday.",
            ("PROTEST", ("Agen",)),
        ),
        (
            "Demonstrations spread from [Tete] to [Beira] and [Pemba] on Monday.",
            ("PROTEST", ("Tete", "Beira", "Pemba")),
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


def test_a_state_behind_its_name_says_nothing_and_keeps_no_date():
    marked = "Gunmen kidnapped nine students near [Otukpo] in [Benue:ADM1] state on Monday."
    assert told(marked)[0][2:] == (("Otukpo",), MONDAY)
    assert [event[0] for event in told(marked)] == ["ASSAULT"]


@pytest.mark.parametrize(
    "marked",
    [
        "Riot police stood in front of the court in [Gori] on Monday.",
        "Diplomats told reporters in [Geneva] on Monday that they were tired.",
        "A supply boat left for the reef off [Puerto Princesa] on Monday.",
    ],
)
def test_a_word_that_only_describes_is_no_event(marked):
    kinds = {event[0] for event in told(marked)}
    assert kinds.isdisjoint({"PROTEST", "SANCTION", "AID", "COERCE"})


def test_what_was_done_on_a_day_is_of_that_day_whatever_it_was_done_for():
    marked = "Around 900 people marched through [Brno] on Monday to demand a new dam."
    assert told(marked)[0] == ("PROTEST", "realised", ("Brno",), MONDAY)


def test_what_opens_a_later_sentence_is_lent_to_none_before_it():
    marked = (
        "The army said it had retaken the fort from a militia on Monday. In [Juba], police "
        "surrounded a house on Monday."
    )
    assert [event[2] for event in told(marked) if event[0] == "ASSAULT"] == [()]


def test_two_news_in_one_sentence_keep_their_places_apart():
    marked = (
        "A dam burst at [Stronie] on Monday, and the hospital in [Nysa] was evacuated on Tuesday."
    )
    assert [event[2] for event in told(marked)] == [("Stronie",), ("Nysa",)]


def test_a_river_in_the_name_of_a_bridge_is_no_place():
    assert told("He was arrested near the [Rhine:STM] bridge on Monday.")[0][2] == ()


def test_the_dead_are_where_the_shells_fell():
    marked = "In [Nyala], shells hit a market in [Daraja] on Monday, killing nine people."
    assert len({event[2] for event in told(marked)}) == 1


def test_a_protest_is_where_people_drove_to_hold_it():
    marked = "Farmers drove their tractors into [Lugo] on Monday to protest against the levy."
    assert ("PROTEST", "realised", ("Lugo",), MONDAY) in told(marked)


def test_a_rally_is_where_it_was_broken_up():
    marked = "Police in [Bonn] broke up a student rally on Monday."
    assert [(event[0], event[2]) for event in told(marked)] == [
        ("COERCE", ("Bonn",)),
        ("PROTEST", ("Bonn",)),
    ]


def test_the_past_day_is_no_history():
    marked = "Nine people were killed in [Gaza] in the past 24 hours, medics said on Monday."
    assert told(marked)[0][1] == "realised"


def test_a_toll_is_that_of_its_own_sentence():
    marked = (
        "Fighting between the army and rebels went on near [Sake]. A shell hit a camp in [Mugunga] "
        "on Monday, killing fourteen people."
    )
    by_place = {event.places[0].mention.surface: event for event in events_in(marked)}
    text = scene(marked)[0].text
    assert [item.trigger.of(text) for item in by_place["Mugunga"].evidence] == ["hit", "killing"]


def test_who_helps_is_not_who_acts():
    marked = "Soldiers backed by drones retook [Galkayo] on Monday."
    (event,) = [each for each in events_in(marked) if each.kind == "ASSAULT"]
    assert event.actors == ("Soldiers",)


def test_a_distance_is_no_part_of_a_name():
    marked = "A tanker was hit by a drone 64 nautical miles off [Hodeidah] on Monday."
    (event,) = events_in(marked)
    assert not any("64" in actor for actor in event.actors)
