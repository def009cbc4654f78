"""Local news, whose words are those of war, disease and aid and mostly mean something else.

Every text is ours. Published on 2023-05-10, a Wednesday.
"""

import pytest
from event_scenes import events_in, told

MONDAY = ("2023-05-08", "2023-05-08")
KINDS = {
    "a car": ("A cyclist was hit by a van in [Leeds] on Monday.", "ACCIDENT"),
    "a train": ("Two men were killed when a tram struck a bus in [Basel] on Monday.", "ACCIDENT"),
    "an animal": ("A leopard killed two herders near [Nashik] on Monday.", "ACCIDENT"),
    "animals that bite": ("A boy was mauled by dogs in [Derby] on Monday.", "ACCIDENT"),
    "the dead of a crash": (
        "Crowds mourned those killed in the plane crash near [Lima] on Monday.",
        "ACCIDENT",
    ),
    "rain": ("Villages were pounded by heavy rain in [Sylhet] on Monday.", "DISASTER"),
    "a quake": ("[Tyre] was struck by an earthquake on Monday.", "DISASTER"),
    "bullets": ("A convoy was hit by a hail of bullets near [Goma] on Monday.", "ASSAULT"),
    "shells": ("Villages were pounded by artillery in [Sumy] on Monday.", "ASSAULT"),
    "fumes": ("Six people had carbon monoxide poisoning in [Lyon] on Monday.", "HEALTH"),
    "a case": ("A case of mad cow disease was found in [Somerset] on Monday.", "HEALTH"),
    "a farm shut off": ("A farm near [Cuneo] was quarantined on Monday.", "HEALTH"),
    "an illness": ("An unknown illness killed nine people in [Kasai] on Monday.", "HEALTH"),
    "rustlers": ("Cattle rustlers killed nine herders in [Turkana] on Monday.", "ASSAULT"),
    "a farmer among dogs": (
        "Gunmen shot dead two dogs and a farmer in [Jos] on Monday.",
        "ASSAULT",
    ),
    "named missiles": ("Troops fired Kalibr missiles at [Odesa] on Monday.", "ASSAULT"),
}


@pytest.mark.parametrize(("marked", "kind"), KINDS.values(), ids=KINDS)
def test_the_sort_of_what_happened_is_told_by_what_did_it(marked, kind):
    assert {(event[0], event[3]) for event in told(marked)} == {(kind, MONDAY)}


NO_VIOLENCE = {
    "animals": "Hunters killed four elephants near [Gao] on Monday.",
    "animals, passive": "Thousands of turkeys have been slaughtered near [Diss].",
    "a dismissal": "The mayor, Ann Poe, fired Ross at the town hall in [Salem] on Monday.",
    "criticism": "The mayor of [Salem] came under fire from critics on Monday.",
    "a participle before its noun": "In [Oslo] the poisoned spy row was aired on Monday.",
    "fumes": "Mercury poisoning may be what made the children of [Minamata] ill.",
    "bail": "Bail was set at $900 for him in [Derby].",
    "a virus": "H5N1 has killed two women in [Minya] this week.",
    "on sale": "Ice cream had been placed on sale in [Derby].",
    "a row of houses": "He lived in the 2400 block of Elm Street in [Alton].",
}


@pytest.mark.parametrize("marked", NO_VIOLENCE.values(), ids=NO_VIOLENCE)
def test_words_of_violence_that_mean_none_are_none(marked):
    assert not {event[0] for event in told(marked)} & {"ASSAULT", "COERCE"}


VIOLENCE = {
    "who walks his dog": "A man walking his dog was shot dead in [Leeds] on Monday.",
    "who guards cattle": "Gunmen killed five men guarding cattle near [Leeds] on Monday.",
    "who steals cattle": "Gunmen killed a herder, stole 300 cattle near [Leeds] on Monday.",
    "men and cattle": "Three men and 40 cattle were killed near [Leeds] on Monday.",
    "seals": "Two Navy SEALs were killed in [Leeds] on Monday.",
    "tigers": "The Tamil Tigers attacked a base near [Leeds] on Monday.",
    "police dogs": "Protesters were attacked by police dogs in [Leeds] on Monday.",
    "illness": "A man with a history of mental illness stabbed four people in [Leeds] on Monday.",
    "a storm": "Villagers were attacked by gunmen after the storm in [Leeds] on Monday.",
    "a river": "Two men were kidnapped by gunmen on a river in [Leeds] on Monday.",
    "drones": "The town was hit by waves of drones in [Leeds] on Monday.",
    "fire": "[Leeds] came under fire for three hours on Monday.",
    "fired Monday": "Police fired Monday on a crowd in [Leeds].",
    "the murder": "Police arrested three men after the murder of a priest in [Leeds] on Monday.",
    "the killing": "Police on Monday held the suspect in the killing of a priest in [Leeds].",
}


@pytest.mark.parametrize("marked", VIOLENCE.values(), ids=VIOLENCE)
def test_violence_beside_such_words_is_violence(marked):
    assert ("ASSAULT", ("Leeds",)) in {(event[0], event[2]) for event in told(marked)}


STILL_THERE = {
    "a sentence to death": "A court sentenced 75 people to death in [Minya] on Monday.",
    "a number, of whom": "The raid killed 24, of whom ten were children in [Minya], on Monday.",
    "a detention facility": "A cholera outbreak at a prison facility in [Minya] made 40 ill.",
    "people flooded out": "Hundreds of people were flooded out of their homes in [Minya].",
}


@pytest.mark.parametrize("marked", STILL_THERE.values(), ids=STILL_THERE)
def test_a_place_beside_such_words_is_a_site(marked):
    assert ("Minya",) in {event[2] for event in told(marked)}


ELSEWHERE = {
    "where what was found is examined": (
        "Birds fell ill in [Ely] and were tested at a laboratory in [Surrey] on Monday.",
        {"Ely"},
    ),
    "the home of somebody with an age": (
        "Bill Poe, 24, of [Archer], was charged on Monday with the burglary of a house in [Ocala].",
        {"Ocala"},
    ),
    "an address": (
        "Ann Roe, 23, of the 3200 block of Elm Avenue in [Archer], was arrested on Monday.",
        set(),
    ),
    "what a plea is about": (
        "He pleaded not guilty on Monday in [Tampa] to a charge of arson in [Ocala].",
        {"Tampa"},
    ),
    "the sea of a coast": ("A boat sank off the [Black Sea:SEA] coast on Monday.", set()),
    "the sea of a port": (
        "A tanker was attacked near the [Red Sea:SEA] port of [Hodeidah] on Monday.",
        {"Hodeidah"},
    ),
    "a sea": ("A tanker was attacked in the [Red Sea:SEA] on Monday.", {"Red Sea"}),
}


@pytest.mark.parametrize(("marked", "places"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_place_that_something_else_is_at_is_no_site(marked, places):
    assert {name for event in told(marked) for name in event[2]} == places


def test_those_a_crash_concerns_are_told_of_on_another_day():
    (crash,) = told("The victims of a plane crash in [Faro] were remembered on Monday.")
    assert crash == ("ACCIDENT", "realised", ("Faro",), (None, "2023-05-10"))
    marked = "Relatives of those killed in the crash near [Lviv] gathered on Monday in [Kyiv]."
    days = {event[0]: (event[2], event[3]) for event in told(marked)}
    assert days == {"ACCIDENT": (("Lviv",), (None, "2023-05-10")), "PROTEST": (("Kyiv",), MONDAY)}


def test_what_is_long_past_is_background_and_takes_no_day_of_the_news():
    marked = "Months after the cyclone in [Beira], cholera broke out in [Dondo] on Monday."
    assert all(event[0] != "DISASTER" or event[1] == "background" for event in told(marked))
    assert ("HEALTH", "realised", ("Dondo",), MONDAY) in told(marked)
    marked = "The outbreak near [Ely] comes a year after a mass culling of birds near [Diss]."
    assert not any("Diss" in event[2] for event in told(marked) if event[1] == "realised")


def test_what_might_have_happened_is_no_forecast():
    assert told("She could have drowned in the flood in [Graz].")[0][1] == "hypothetical"
    assert told("I have not seen such flooding in [Graz].")[0][1] == "realised"
    assert told("There was no such attack in [Graz], the army said.")[0][1] == "denied"


def test_the_news_long_after_something_is_news():
    marked = "Months after the truce clashes resumed in [Aden] on Monday."
    assert ("ASSAULT", "realised", ("Aden",), MONDAY) in told(marked)


def test_a_day_nobody_knows_takes_no_other_date():
    marked = "Rebels shelled [Goma] on Monday, and signed a truce in May 2006."
    by_kind = {event.kind: event.when for event in events_in(marked, published=None)}
    assert by_kind["ASSAULT"] is None
    assert str(by_kind["AGREE"].earliest) == "2006-05-01"


def test_the_worst_since_something_is_not_where_that_was():
    marked = (
        "Four officers were shot in [Oakland] on Monday, the biggest single loss of life for the "
        "police since four agents died 15 years ago in a raid in [Waco]."
    )
    assert ("ASSAULT", "realised", ("Oakland",), MONDAY) in told(marked)


def test_what_is_only_feared_lends_no_place():
    marked = "As cholera spreads across the land, fears grow that it will spread to [Jacmel]."
    assert not any(event[1] == "realised" and event[2] for event in told(marked))


def test_a_year_in_a_report_of_no_date_tells_an_event_from_the_news():
    marked = (
        "Cattle at a farm in [Surrey] tested positive for foot-and-mouth disease. The last "
        "outbreak of foot-and-mouth in [Essex] was in 2001."
    )
    found = {event[2]: event[1:] for event in told(marked, published=None)}
    assert found["Surrey",] == ("realised", ("Surrey",), None)
    assert found["Essex",] == ("background", ("Essex",), ("2001-01-01", "2001-12-31"))


def test_people_who_flood_a_hospital_are_no_flood():
    assert told("Patients are flooding into a hospital by the river in [Cap].") == []
