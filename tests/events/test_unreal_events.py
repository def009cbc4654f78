"""What is only wanted, quoted, negated or named in passing is told as no event, or as unreal.

Every text is ours. Published on 2023-05-10, a Wednesday.
"""

import pytest
from event_scenes import told

NOTHING = {
    "a request for comment": "The clinic did not immediately respond to requests for comment.",
    "a right": "Everyone has the right to proclaim a faith in [Accra].",
    "a shouted slogan": 'Fans shouted "Hail the king, praise the queen" outside a hall in [Lyon].',
    "a quoted command": 'A placard in [Lyon] said "Condemn the deal now".',
    "a line that leads elsewhere": "Read more: Rebels attack [Goma] as troops flee.",
    "a noun that looks like a verb": "Doctors said he had a shot wound to the leg.",
    "a cost": "The budget overrun was large in [Leeds].",
    "a surname": "Anna King worked in a clinic at Queen Mary Hospital in [Lagos].",
    "what arguments demonstrate": "The workers' letters demonstrate the reach of the union.",
    "a drawn knife": "He pulled out a knife at the inn.",
    "a civil drone": "The explorers launched the drones over the reef off [Cairns] on Monday.",
    "who somebody is": "Ana Ruiz, who was sworn in as mayor of [Lima], sat down.",
}

UNREAL = {
    "nor": (
        "The council did not join, nor do we endorse his words.",
        [("SUPPORT", "denied", (), None)],
    ),
    "neither": ("Neither party endorsed the plan.", [("SUPPORT", "denied", (), None)]),
    "plotted": (
        "Officers arrested two men who plotted with a cousin to attack a mosque in [Cologne].",
        [
            ("COERCE", "realised", (), (None, "2023-05-10")),
            ("ASSAULT", "hypothetical", ("Cologne",), None),
        ],
    ),
    "decided": (
        "The president's decision to send troops to [Mosul] surprised many.",
        [("MOBILIZE", "planned", ("Mosul",), ("2023-05-10", None))],
    ),
    "refused": (
        "The ministry refused to deploy troops to [Mosul].",
        [
            ("REJECT", "realised", (), (None, "2023-05-10")),
            ("MOBILIZE", "hypothetical", ("Mosul",), None),
        ],
    ),
    "no subject": (
        "No country has deployed troops to [Basra].",
        [("MOBILIZE", "denied", ("Basra",), None)],
    ),
    "nobody": (
        "So far no one in [Chad:PCLI] has contracted Ebola.",
        [("HEALTH", "denied", ("Chad",), None)],
    ),
}

REAL = {
    "managed": (
        "The army managed to capture [Homs] on Tuesday.",
        [("ASSAULT", "realised", ("Homs",), ("2023-05-09", "2023-05-09"))],
    ),
    "was able": (
        "The rebels were able to seize [Homs] on Tuesday.",
        [("ASSAULT", "realised", ("Homs",), ("2023-05-09", "2023-05-09"))],
    ),
    "gathered in order to": (
        "Thousands gathered in [Quito] on Monday to protest against the fuel price.",
        [("PROTEST", "realised", ("Quito",), ("2023-05-08", "2023-05-08"))],
    ),
    "armed drones": (
        "The navy launched drones at [Sevastopol] on Monday.",
        [("ASSAULT", "realised", ("Sevastopol",), ("2023-05-08", "2023-05-08"))],
    ),
    "quoted speech": (
        'He said on Monday that "rebels attacked [Goma] on Sunday".',
        [
            ("STATEMENT", "realised", (), ("2023-05-08", "2023-05-08")),
            ("ASSAULT", "realised", ("Goma",), ("2023-05-07", "2023-05-07")),
        ],
    ),
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_did_not_happen_is_no_event(name: str) -> None:
    assert told(NOTHING[name]) == []


@pytest.mark.parametrize("name", [*UNREAL, *REAL])
def test_an_infinitive_is_as_real_as_what_governs_it(name: str) -> None:
    text, wanted = {**UNREAL, **REAL}[name]
    assert told(text) == wanted


def test_a_date_that_heads_an_entry_dates_what_it_tells() -> None:
    listed = "March 4, 1871 - Governor Hale proclaims a day of thanks in [Salem]."
    assert told(listed) == [("STATEMENT", "background", (), ("1871-03-04", "1871-03-04"))]


def test_a_year_far_ahead_is_no_date() -> None:
    entry = told("The curfew was imposed in [Quito] from 2300 hours.")
    assert [row[3] for row in entry] == [(None, "2023-05-10")]


def test_nothing_in_a_history_is_dated_by_its_day_of_publication() -> None:
    years = [f"In May {year}, troops attacked [Salem]." for year in range(1801, 1811)]
    history = "\n".join([*years, "The army then captured [Lowell].", "Soldiers shelled [Dover]."])
    days = {row[3] for row in told(history)}
    assert {row[1] for row in told(history)} == {"background"}
    assert days == {(f"{year}-05-01", f"{year}-05-31") for year in range(1801, 1811)}


def test_what_is_cancelled_due_to_something_leaves_its_cause_real() -> None:
    text = "All races were halted on Monday due to a cholera outbreak in [Beira]."
    assert told(text) == [("HEALTH", "realised", ("Beira",), ("2023-05-08", "2023-05-08"))]


def test_what_somebody_pushes_for_has_not_happened() -> None:
    text = "He pushes for a quick military withdrawal of troops from [Mali:PCLI]."
    assert [row[1] for row in told(text)] == ["hypothetical"]


def test_what_was_requested_by_somebody_is_a_request() -> None:
    text = "The inquiry was requested by the mayor."
    assert [row[:2] for row in told(text)] == [("REQUEST", "realised")]


def test_infinitives_coupled_to_a_plan_are_planned_too() -> None:
    text = "He admitted that he plotted to kidnap a judge and then attack a court in [Padua]."
    assert {row[1] for row in told(text) if row[0] == "ASSAULT"} == {"hypothetical"}


def test_a_guilty_plea_to_attempted_murder_tells_of_no_murder() -> None:
    text = "Jo Hale, from the [Padua] suburbs, pleaded guilty on March 24 to attempted murder."
    assert "realised" not in {row[1] for row in told(text) if row[0] == "ASSAULT"}


def test_a_conviction_is_one_and_what_it_was_for_is_none() -> None:
    assert [row[0] for row in told("He was convicted of attempted murder.")] == ["COERCE"]


def test_where_a_speaker_is_marks_nothing_they_speak_of() -> None:
    text = '"Each outbreak of cholera is a disaster," said Doctor Ana Ruiz, in [Rome].'
    assert [row[2] for row in told(text)] == [()] * len(told(text))


def test_a_laboratory_that_confirms_a_disease_is_not_where_it_is() -> None:
    text = "A laboratory in [Delft] confirmed that the bird flu virus had come back."
    assert [row[2] for row in told(text)] == [()] * len(told(text))
    cases = "Two cases of cholera in [Beira] were confirmed on Monday."
    assert [row[2] for row in told(cases)] == [("Beira",)]


def test_what_happened_before_keeps_its_place_to_itself() -> None:
    text = "A driver fled a clinic following an alcohol-related mishap in [Dover]."
    assert [row[2] for row in told(text)] == [()]


def test_a_measure_written_as_one_word_only_locates() -> None:
    text = "The bombing hit the town of [Akura], in [Matara] district some 160km south of [Galle]."
    assert [row[2] for row in told(text)] == [("Akura",)]


def test_no_cases_reported_is_denied_behind_although_too() -> None:
    text = "Although no cases of cholera have been reported in [Cuba:PCLI], doctors worry."
    assert [row[:3] for row in told(text)] == [("HEALTH", "denied", ("Cuba",))]


def test_a_murder_somebody_is_to_be_tried_for_is_not_planned() -> None:
    text = "Jo Hale is due to be tried for the massacre of villagers in [Akron]."
    assert [row[1] for row in told(text) if row[0] == "ASSAULT"] == ["realised"]


def test_a_plot_of_a_day_that_is_over_is_not_planned() -> None:
    text = "He planned to bomb a hall in [Padua], the court heard."
    assert [row[1] for row in told(text) if row[0] == "ASSAULT"] == ["hypothetical"]
    text = "Leaders had been due to hold talks in [Padua] on 3 May 2023."
    assert [row[1] for row in told(text)] == ["hypothetical"]
