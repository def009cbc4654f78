"""Days that an hour, a few minutes or an opening day give an event, and those they do not."""

from datetime import date

import pytest
from event_scenes import events_in

DAY = date(2023, 5, 10)
HEAD = "LIMA, 10 May 2023 -- "


def _days(text: str, trigger: str):
    event = next(
        e for e in events_in(text) if any(trigger in v.trigger.of(text) for v in e.evidence)
    )
    return event.when.earliest, event.when.latest, event.when.basis


@pytest.mark.parametrize(
    "hour", ["at 1100", "at approximately 0600", "at 14:30", "at 5 a.m.", "shortly after 3 p.m."]
)
def test_an_hour_alone_is_of_the_report_s_own_day(hour):
    text = f"{HEAD}A bomb exploded in a bank {hour}, killing two guards."
    assert _days(text, "exploded") == (DAY, DAY, "news_of_the_day")


def test_the_words_of_the_hour_are_the_date_s_evidence():
    text = f"{HEAD}A bomb exploded in a bank at 1100, killing two guards."
    (event,) = events_in(text)
    assert {e.date.of(text) for e in event.evidence} == {"at 1100"}


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}A bomb exploded in a bank at 9:30 p.m., killing two guards.",
        f"{HEAD}Gunmen fired on the police yesterday. A bomb exploded at 1100, killing two.",
        f"{HEAD}Police said at 1100 that a bomb exploded in a bank, killing two guards.",
        f"{HEAD}A bomb exploded at 1100 homes.",
    ],
)
def test_an_evening_hour_or_one_of_another_day_says_no_day(text):
    assert _days(text, "exploded")[2] == "dateline_default"


def test_what_will_be_at_an_hour_has_no_day_for_it():
    (event,) = events_in(f"{HEAD}The rebels will attack the airport at 0430.")
    assert event.when.basis == "dateline_default"


def test_a_stated_day_of_the_same_event_is_before_its_hour():
    text = f"{HEAD}A bomb exploded in a bank today. The bomb exploded at 1100, killing two."
    assert _days(text, "exploded") == (DAY, DAY, "relative")


def test_a_few_minutes_ago_is_today():
    text = f"{HEAD}A bomb exploded in a bank a few minutes ago, killing two guards."
    assert _days(text, "exploded") == (DAY, DAY, "relative")


def test_the_day_of_saying_is_not_the_day_of_what_is_said():
    text = f"{HEAD}On 7 May, the minister acknowledged that soldiers killed two farmers."
    assert _days(text, "killed")[2] == "dateline_default"


def test_a_date_that_tells_which_thing_is_meant_dates_nothing_else():
    text = f"{HEAD}Gunmen killed two guards over the 19 March presidential contest."
    assert _days(text, "killed")[2] == "dateline_default"


@pytest.mark.parametrize(
    "told",
    [
        "On the 7th of May dozens of people were killed in a blast.",
        "On the 7th of May rebels in the north killed two farmers.",
    ],
)
def test_an_article_before_an_ordinal_makes_no_noun_of_a_day(told):
    assert _days(HEAD + told, "killed")[:2] == (date(2023, 5, 7), date(2023, 5, 7))


def test_a_count_is_no_hour():
    text = f"{HEAD}Police detained around 1200 suspects."
    assert _days(text, "detained")[2] == "dateline_default"
