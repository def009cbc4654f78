"""Forms that are easily misread: hours, eras, other zones, days before dawn; each has its rule."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.dates import find_dates
from geocode.dates.calendar import easter
from geocode.languages import PLACES_ONLY, PREPARED
from geocode.records import Block, Document, Span

FRIDAY = date(1990, 1, 12)


def read(text, *, published=FRIDAY, language="en"):
    blocks = (Block("body", Span(0, len(text))),)
    document = Document("d", text, published, None, None, language, blocks)
    return [
        (m.span.of(text), str(m.when.earliest or ".."), str(m.when.latest or ".."), m.rule)
        for m in find_dates(document)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It took place BETWEEN 0200 AND 0300.",
        "The base was attacked FROM 1710 TO 2250.",
        "There was shooting in the morning, and AFTER 1000 it was calm.",
        "He was seen at 0730.",
        "A curfew begins at 2300.",
    ],
)
def test_hours_are_no_years(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [("The worst flood since 1815 has come.", "1815"), ("He ruled from 1955.", "1955")],
)
def test_a_year_that_could_be_an_hour_stays_a_year_where_no_hours_are_told(text, year):
    ((_, first, _, rule),) = read(text)
    assert (first[:4], rule) == (year, "since year")


@pytest.mark.parametrize(
    "text",
    [
        "Fighters of the March 23 Movement took the town.",
        "Fighters of the 19 APRIL MOVEMENT took the town.",
        "They met in 17 November Square.",
    ],
)
def test_a_day_in_a_name_is_no_date(text):
    assert read(text) == []


def test_the_same_hour_by_another_clock_is_no_other_day():
    assert read("It blew up at 2230 [0230 GMT on 12 January] in La Paz.") == []
    assert read("It blew up on 11 January (about 2:30 a.m. GMT, 12 January).")[0][1] == "1990-01-11"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("They left before dawn on Sunday.", "1990-01-07", "1990-01-07"),
        ("It fell shortly after midnight on Sunday.", "1990-01-07", "1990-01-07"),
        ("They came in the early hours of Sunday.", "1990-01-07", "1990-01-07"),
        ("They left before Sunday.", "..", "1990-01-06"),
        ("They left before Sunday evening.", "..", "1990-01-07"),
        ("They had stayed until midnight on Sunday.", "..", "1990-01-07"),
    ],
)
def test_an_hour_before_a_day_is_of_that_day(text, first, last):
    ((_, earliest, latest, _),) = read(text)
    assert (earliest, latest) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last", "rule"),
    [
        ("Rome burned in AD 64.", "0064-01-01", "0064-12-31", "era"),
        ("Rome burned in 64 AD.", "0064-01-01", "0064-12-31", "era"),
        ("Built in 490 BC.", "..", "..", "era"),
        ("They fought 264-241 BC.", "..", "..", "era"),
        ("From the 5th century BC.", "..", "..", "era"),
        ("In the spring of 480 BC they came.", "..", "..", "era"),
        ("In December 1970 soldiers fired.", "1970-12-01", "1970-12-31", "month"),
        ("On 3 May 1986 rebels burned it.", "1986-05-03", "1986-05-03", "day_month"),
        ("By 3 May 1850 cases were known.", "..", "1989-05-03", "by day_month"),
        ("On May 3 2000 people marched.", "1989-05-03", "1989-05-03", "month_day"),
        ("On 27 August police opened a lorry.", "1989-08-27", "1989-08-27", "day_month"),
        ("They voted on Friday or Saturday.", "1990-01-12", "1990-01-13", "weekday to weekday"),
        ("It was agreed on Good Friday.", "1989-03-24", "1989-03-24", "moveable_feast"),
        ("A rising on Easter Monday 1916.", "1916-04-24", "1916-04-24", "moveable_feast"),
        ("It was cut a fortnight ago.", "1989-12-29", "1989-12-29", "shifted"),
        ("Ships will put to sea on Monday.", "1990-01-15", "1990-01-15", "weekday"),
        ("They have slept there since Monday last.", "1990-01-08", "..", "since weekday"),
    ],
)
def test_each_form_means_its_days_and_names_its_rule(text, first, last, rule):
    ((_, *said),) = read(text)
    assert said == [first, last, rule]


@pytest.mark.parametrize(
    "text",
    ["Hours later he died.", "On 31 November it rained.", "In the year 12023.", "It is now."],
)
def test_what_names_no_day_of_the_calendar_claims_none(text):
    assert read(text) == []


@given(st.integers(1583, 9998))
def test_easter_is_a_sunday_of_spring(year):
    day = easter(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("es", "El 14 de febrero de 2022 hubo", ("14 de febrero de 2022", "2022-02-14")),
        ("de", "am 14. Februar 2022 war", ("14. Februar 2022", "2022-02-14")),
        ("fr", "le 1er mars 2022, on", ("1er mars 2022", "2022-03-01")),
        ("pl", "dnia 14 lutego 2022 r. w", ("14 lutego 2022 r.", "2022-02-14")),
        ("ru", "в ночь на 9 мая 1945 года", ("9 мая 1945 года", "1945-05-09")),
        ("uk", "24.02.2022 о 5", ("24.02.2022", "2022-02-24")),
        ("it", "il 2022-02-24", ("2022-02-24", "2022-02-24")),
    ],
)
def test_days_written_out_are_read_in_every_language_of_places(language, text, found):
    ((surface, first, last, _),) = read(text, language=language)
    assert (surface, first, last) == (found[0], found[1], found[1])


def test_a_range_and_a_month_abroad_are_no_single_day():
    assert read("с 10 по 20 марта 2022 года", language="ru") == [
        ("10 по 20 марта 2022 года", "2022-03-10", "2022-03-20", "day_day_month")
    ]
    assert read("w maju 2021 roku", language="pl") == [
        ("maju 2021 roku", "2021-05-01", "2021-05-31", "month")
    ]
    assert read("31 listopada 2021", language="pl") == []


@pytest.mark.parametrize("language", [*PREPARED, *PLACES_ONLY, "it"])
def test_a_long_row_of_numbers_and_months_is_read_in_no_time(language):
    text = "14. de 14/02 de mayo 3 мая 10 bis 20. " * 3000
    blocks = (Block("body", Span(0, len(text))),)
    found = find_dates(Document("d", text, FRIDAY, None, None, language, blocks))
    spans = [m.span for m in found]
    assert all(a.end <= b.start for a, b in pairwise(spans))


@given(st.text(alphabet="0123456789 -./:maiймця'de\n", max_size=60), st.sampled_from(PLACES_ONLY))
def test_whatever_stands_there_spans_are_of_the_text(text, language):
    for surface, first, last, rule in read(text, language=language):
        assert surface in text
        assert first <= last
        assert rule


def test_a_day_that_only_says_which_noun_is_meant_bounds_nothing():
    assert read("They fled after the 16 November murders.")[0][1:3] == ("1989-11-16", "1989-11-16")
    assert read("They fled after the 16th of November.")[0][1:3] == ("1989-11-17", "..")
