"""Dates read from the day of publication: what each wording means, and what is no date."""
# ruff: noqa: E501 (tables of cases: one line each)

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.dates import find_dates
from geocode.records import Block, DateMention, Document, Span

MONDAY = date(2022, 2, 14)


def make(text: str, published: date | None = MONDAY, *, start: int = 0) -> Document:
    blocks = (Block("body", Span(start, len(text))),) if len(text) > start else ()
    return Document("d", text, published, None, None, "en", blocks)


def value(mention: DateMention) -> str:
    """ISO 8601-2: a day, or an interval whose open ends are written ``..``."""
    when = mention.when
    if when.earliest is not None and when.earliest == when.latest:
        return f"{when.earliest}"
    return f"{when.earliest or '..'}/{when.latest or '..'}"


def read(text: str, published: date | None = MONDAY) -> list[tuple[str, str, str, str]]:
    return [
        (m.span.of(text), value(m), m.when.precision, m.when.basis)
        for m in find_dates(make(text, published))
    ]


# Sentence | what is found | days | precision | basis; published on Monday, 14 February 2022.
EXPLICIT = """
The treaty was signed on February 14, 2022. | February 14, 2022 | 2022-02-14 | day
The treaty was signed on 14 February 2022. | 14 February 2022 | 2022-02-14 | day
The treaty was signed on Feb. 14, 2021. | Feb. 14, 2021 | 2021-02-14 | day
The treaty was signed on the 14th of February. | the 14th of February | 2022-02-14 | day
Log entry 2022-02-14 follows. | 2022-02-14 | 2022-02-14 | day
Log entry 2022-02-14T05:30:00Z follows. | 2022-02-14T05:30:00Z | 2022-02-14 | day
Log entry 2022/02/14 follows. | 2022/02/14 | 2022-02-14 | day
Posted 14/02/2022 by staff. | 14/02/2022 | 2022-02-14 | day
Posted 02/14/2022 by staff. | 02/14/2022 | 2022-02-14 | day
Posted 14.02.2022 by staff. | 14.02.2022 | 2022-02-14 | day
Posted 05/05/2021 by staff. | 05/05/2021 | 2021-05-05 | day
The council sat on Monday, February 14. | Monday, February 14 | 2022-02-14 | day
The council sat on Wed, Feb. 9. | Wed, Feb. 9 | 2022-02-09 | day
The council sat on Saturday 12 February. | Saturday 12 February | 2022-02-12 | day
The council sat on Sat. 12 Feb 2022. | Sat. 12 Feb 2022 | 2022-02-12 | day
The council sat on the first of February. | the first of February | 2022-02-01 | day
The dam broke on 3rd February. | 3rd February | 2022-02-03 | day
The dam broke on Dec. 20. | Dec. 20 | 2021-12-20 | day
The dam broke on October 5. | October 5 | 2021-10-05 | day
The dam broke on July 1. | July 1 | 2021-07-01 | day
The vote will be held on July 1. | July 1 | 2022-07-01 | day
The vote will be held on February 20. | February 20 | 2022-02-20 | day
The vote will be held on December 18. | December 18 | 2022-12-18 | day
The drills, launched on Thursday, end on Feb. 20. | Feb. 20 | 2022-02-20 | day
He was born on 29 February. | 29 February | 2020-02-29 | day
He died on 31-Dec-1999. | 31-Dec-1999 | 1999-12-31 | day
ON 7 DECEMBER 1989 GUERRILLAS BLEW UP A BRIDGE. | 7 DECEMBER 1989 | 1989-12-07 | day
It rained on May 5 last year. | May 5 last year | 2021-05-05 | day
It rained on Christmas Eve. | Christmas Eve | 2021-12-24 | day
It rained on New Year's Day 2020. | New Year's Day 2020 | 2020-01-01 | day
It was founded on 4 July 1776. | 4 July 1776 | 1776-07-04 | day
March 01 , 2008 | March 01 , 2008 | 2008-03-01 | day
The bridge fell in January. | January | 2022-01-01/2022-01-31 | month
The bridge fell in March 2021. | March 2021 | 2021-03-01/2021-03-31 | month
The bridge fell in February of 2020. | February of 2020 | 2020-02-01/2020-02-29 | month
The bridge fell in October. | October | 2021-10-01/2021-10-31 | month
The bridge fell in Jan. 2021. | Jan. 2021 | 2021-01-01/2021-01-31 | month
The bridge will open in October. | October | 2022-10-01/2022-10-31 | month
The bridge will open in early March. | early March | 2022-03-01/2022-03-10 | month
The bridge will open in mid-March. | mid-March | 2022-03-11/2022-03-20 | month
The bridge fell in late March 2021. | late March 2021 | 2021-03-21/2021-03-31 | month
The bridge fell at the end of January. | end of January | 2022-01-21/2022-01-31 | month
The bridge fell in May last year. | May last year | 2021-05-01/2021-05-31 | month
The bridge fell in 2019. | 2019 | 2019-01-01/2019-12-31 | year
The 2019 floods were worse. | 2019 | 2019-01-01/2019-12-31 | year
The flood (2019) was worse. | 2019 | 2019-01-01/2019-12-31 | year
Rivers rose in mid-2019. | mid-2019 | 2019-05-01/2019-08-31 | year
Rivers rose in late 2020. | late 2020 | 2020-09-01/2020-12-31 | year
Rivers rose in early 2020. | early 2020 | 2020-01-01/2020-04-30 | year
Rivers rose in the 1990s. | the 1990s | 1990-01-01/1999-12-31 | interval
Rivers rose in the late 1980s. | late 1980s | 1986-09-01/1989-12-31 | interval
Rivers rose in the 19th century. | the 19th century | 1801-01-01/1900-12-31 | interval
Rivers rose in spring 2021. | spring 2021 | 2021-03-01/2021-05-31 | season
Rivers rose in the summer of 2021. | the summer of 2021 | 2021-06-01/2021-08-31 | season
Rivers rose in autumn 2021. | autumn 2021 | 2021-09-01/2021-11-30 | season
Rivers rose in the fall of 2021. | the fall of 2021 | 2021-09-01/2021-11-30 | season
Rivers froze in the winter of 2020-21. | the winter of 2020-21 | 2020-12-01/2021-02-28 | season
Rivers froze in winter 2020. | winter 2020 | 2020-01-01/2021-02-28 | season
Output fell in Q1 2022. | Q1 2022 | 2022-01-01/2022-03-31 | interval
Output fell in the third quarter of 2021. | the third quarter of 2021 | 2021-07-01/2021-09-30 | interval
Output fell in the first half of 2021. | the first half of 2021 | 2021-01-01/2021-06-30 | interval
"""

WEEKDAYS = """
Ministers met on Monday. | Monday | 2022-02-14 | day
Ministers met on Sunday. | Sunday | 2022-02-13 | day
Ministers met on Tuesday. | Tuesday | 2022-02-08 | day
Ministers will meet on Thursday. | Thursday | 2022-02-17 | day
Ministers will meet on Monday. | Monday | 2022-02-14 | day
The talks are to resume on Wednesday. | Wednesday | 2022-02-16 | day
The talks are scheduled for Friday. | Friday | 2022-02-18 | day
The two agreed to meet on Thursday. | Thursday | 2022-02-17 | day
The verdict will be announced on Tuesday. | Tuesday | 2022-02-15 | day
The envoy is visiting the port on Friday. | Friday | 2022-02-18 | day
On Thursday, the envoy will fly home. | Thursday | 2022-02-17 | day
On Thursday, police said they would search again. | Thursday | 2022-02-10 | day
Police said on Thursday they will search again. | Thursday | 2022-02-10 | day
Ministers meet next Monday. | next Monday | 2022-02-21 | day
Ministers met last Friday. | last Friday | 2022-02-11 | day
Ministers met last Monday. | last Monday | 2022-02-07 | day
Ministers meet this Friday. | this Friday | 2022-02-18 | day
Shots rang out Monday night. | Monday night | 2022-02-14 | day
Shots rang out on Sunday evening. | Sunday evening | 2022-02-13 | day
Shots rang out at 5 p.m. on Sunday. | at 5 p.m. on Sunday | 2022-02-13 | day
Shots rang out on Sunday at 17:30. | Sunday at 17:30 | 2022-02-13 | day
Shots rang out Thursday last week. | Thursday last week | 2022-02-10 | day
Polls open on Friday of next week. | Friday of next week | 2022-02-25 | day
Saturday's rally was large. | Saturday | 2022-02-12 | day
Crowds gathered over the weekend. | over the weekend | 2022-02-12/2022-02-13 | interval
Crowds gathered last weekend. | last weekend | 2022-02-12/2022-02-13 | interval
Crowds will gather this weekend. | this weekend | 2022-02-19/2022-02-20 | interval
"""

RELATIVE = """
Rain fell yesterday. | yesterday | 2022-02-13 | day
Rain fell earlier yesterday. | earlier yesterday | 2022-02-13 | day
Rain fell yesterday evening. | yesterday evening | 2022-02-13 | day
Rain fell today. | today | 2022-02-14 | day
Rain will fall tonight. | tonight | 2022-02-14 | day
Rain fell this morning. | this morning | 2022-02-14 | day
Rain fell last night. | last night | 2022-02-13 | day
Rain will fall tomorrow. | tomorrow | 2022-02-15 | day
Rain fell the day before yesterday. | the day before yesterday | 2022-02-12 | day
Rain is due the day after tomorrow. | the day after tomorrow | 2022-02-16 | day
Rain fell overnight. | overnight | 2022-02-13/2022-02-14 | interval
Rain fell last week. | last week | 2022-02-07/2022-02-13 | week
Rain fell last month. | last month | 2022-01-01/2022-01-31 | month
Rain fell last year. | last year | 2021-01-01/2021-12-31 | year
Rain fell this month. | this month | 2022-02-01/2022-02-28 | month
Rain will fall next week. | next week | 2022-02-21/2022-02-27 | week
Rain will fall next month. | next month | 2022-03-01/2022-03-31 | month
Rain will fall next year. | next year | 2023-01-01/2023-12-31 | year
Rain fell earlier this month. | earlier this month | 2022-02-01/2022-02-14 | month
Rain will fall later this week. | later this week | 2022-02-14/2022-02-20 | week
Rain fell earlier this year. | earlier this year | 2022-01-01/2022-02-14 | year
Rain will fall early next year. | early next year | 2023-01-01/2023-04-30 | year
Rain fell late last year. | late last year | 2021-09-01/2021-12-31 | year
Rain fell last March. | last March | 2021-03-01/2021-03-31 | month
Rain fell last February. | last February | 2021-02-01/2021-02-28 | month
Rain will fall next June. | next June | 2022-06-01/2022-06-30 | month
Rain fell last summer. | last summer | 2021-06-01/2021-08-31 | season
Rain fell two days ago. | two days ago | 2022-02-12 | day
Rain fell 10 days ago. | 10 days ago | 2022-02-04 | day
Rain fell a week ago. | a week ago | 2022-02-07 | day
Rain fell three weeks ago. | three weeks ago | 2022-01-21/2022-01-27 | week
Rain fell two months ago. | two months ago | 2021-12-01/2021-12-31 | month
Rain fell eight years ago. | eight years ago | 2014-01-01/2014-12-31 | year
Rain fell three hours ago. | three hours ago | 2022-02-13/2022-02-14 | interval
Rain is due two days from now. | two days from now | 2022-02-16 | day
Two people drowned in the past 24 hours. | the past 24 hours | 2022-02-13/2022-02-14 | interval
Two people drowned in the last three days. | the last three days | 2022-02-11/2022-02-14 | interval
Two people drowned over the past week. | the past week | 2022-02-07/2022-02-14 | interval
The talks will end in the next two weeks. | in the next two weeks | 2022-02-14/2022-02-28 | interval
The talks will end within three days. | within three days | 2022-02-14/2022-02-17 | interval
"""

INTERVALS = """
The fair ran from 3 to 7 February. | from 3 to 7 February | 2022-02-03/2022-02-07 | interval
The fair runs between Feb 10 and Feb 20. | between Feb 10 and Feb 20 | 2022-02-10/2022-02-20 | interval
The fair runs Feb. 10-20. | Feb. 10-20 | 2022-02-10/2022-02-20 | interval
The fair ran 10–20 February 2021. | 10–20 February 2021 | 2021-02-10/2021-02-20 | interval
The fair ran in the week of Feb. 7. | the week of Feb. 7 | 2022-02-07/2022-02-13 | week
It ran from 8 p.m. Friday to 6 a.m. Sunday. | from 8 p.m. Friday to 6 a.m. Sunday | 2022-02-11/2022-02-13 | interval
The fair ran 12 Feb–14 Feb. | 12 Feb–14 Feb | 2022-02-12/2022-02-14 | interval
The fair ran from Jan. 28 to Feb. 3. | from Jan. 28 to Feb. 3 | 2022-01-28/2022-02-03 | interval
The fair ran from December 30 to January 2. | from December 30 to January 2 | 2021-12-30/2022-01-02 | interval
The fair ran from November to March 2021. | from November to March 2021 | 2020-11-01/2021-03-31 | interval
The fair ran from November 2020 to March. | from November 2020 to March | 2020-11-01/2021-03-31 | interval
The fair ran from March to May last year. | from March to May last year | 2021-03-01/2021-05-31 | interval
The fair ran from Monday to Friday. | from Monday to Friday | 2022-02-14/2022-02-18 | interval
The war lasted from 2014 to 2016. | from 2014 to 2016 | 2014-01-01/2016-12-31 | interval
The 2014-15 war was short. | 2014-15 | 2014-01-01/2015-12-31 | interval
The war of 1939-45 was long. | 1939-45 | 1939-01-01/1945-12-31 | interval
Shelling has gone on since Friday. | since Friday | 2022-02-11/.. | open
Shelling has gone on since Feb. 3. | since Feb. 3 | 2022-02-03/.. | open
Shelling has gone on since 2014. | since 2014 | 2014-01-01/.. | open
Shelling has gone on since last week. | since last week | 2022-02-07/.. | open
The road is closed until March. | until March | ../2022-03-31 | open
The road is closed from Monday. | from Monday | 2022-02-14/.. | open
The road will open by 2030. | by 2030 | 2022-02-14/2030-12-31 | open
The road opened before 2019. | before 2019 | ../2018-12-31 | open
The road opened after 2019. | after 2019 | 2020-01-01/.. | open
The mayor told visitors to leave before Saturday. | before Saturday | ../2022-02-18 | open
In 2010 soldiers took power. | 2010 | 2010-01-01/2010-12-31 | year
In 1944 the town was shelled. The army left in December. | December | 1944-12-01/1944-12-31 | month
In 1944 the town was shelled. It was hit on Sunday. The army left in December. | December | 2021-12-01/2021-12-31 | month
In 1944 the town was shelled. A museum will open in December. | December | 2022-12-01/2022-12-31 | month
"""

DURATIONS = """
The two navies launched 10 days of exercises. | 10 days of | 2022-02-05/2022-02-23 | interval | relative
The two navies began a five-day exercise. | five-day | 2022-02-10/2022-02-18 | interval | relative
The premier paid a three-day visit. | three-day | ../.. | interval | vague
The premier stayed for two weeks. | for two weeks | ../2022-02-14 | interval | relative
The premier will hold a three-day summit. | three-day | 2022-02-14/.. | interval | relative
A week-long strike. | A week-long | ../.. | interval | vague
They agreed a four-day truce beginning on Friday. | beginning on Friday | 2022-02-18/2022-02-21 | interval | relative
They agreed on a truce starting on Friday. | starting on Friday | 2022-02-18/.. | open | relative
The union has been on a four-day strike since Friday. | since Friday | 2022-02-11/.. | open | relative
The church will be rebuilt within five years. | within five years | 2022-02-14/2027-02-14 | interval | relative
"""

MODALS = """
Forecasters said the storm could reach the coast on Friday. | Friday | 2022-02-18 | day
The teams could not reach the village on Friday. | Friday | 2022-02-11 | day
The girls may have been taken on Friday. | Friday | 2022-02-11 | day
The ministers were to meet on Friday. | Friday | 2022-02-18 | day
It struck on 3 February. A second one hit nine hours later the same day. | the same day | 2022-02-03 | day
"""

VAGUE = """
The mine flooded recently. | recently | ../2022-02-14 | open | vague
The leaders will meet in the near future. | in the near future | 2022-02-15/.. | open | vague
The leaders will meet soon. | soon | 2022-02-15/.. | open | vague
Prices rose in recent months. | recent months | ../2022-02-14 | open | vague
Prices will rise in the coming days. | the coming days | 2022-02-14/.. | open | vague
Prices rose years ago. | years ago | ../2022-02-14 | open | vague
Prices rose a few days ago. | a few days ago | 2022-02-05/2022-02-12 | interval | vague
"""


def table(text: str, basis: str | None = None) -> list[tuple[str, ...]]:
    rows = [tuple(cell.strip() for cell in line.split(" | ")) for line in text.strip().split("\n")]
    return [row if len(row) == 5 else (*row, basis or "") for row in rows]


@pytest.mark.parametrize(
    ("text", "surface", "days", "precision", "basis"),
    [
        *table(EXPLICIT, "explicit"),
        *table(WEEKDAYS, "relative"),
        *table(RELATIVE, "relative"),
        *table(INTERVALS),
        *table(DURATIONS),
        *table(MODALS),
        *table(VAGUE),
    ],
)
def test_each_wording_means_its_days(text, surface, days, precision, basis):
    found = {(s, d, p) for s, d, p, _ in read(text)}
    assert (surface, days, precision) in found
    if basis and not surface.startswith(("last ", "next ")) and "last year" not in surface:
        assert {b for s, _, _, b in read(text) if s == surface} == {basis}


@pytest.mark.parametrize(
    "text",
    [
        "Some 2022 people came.", "It rose in 2022 cases.", "A majority of 1900 votes.",
        "Between 1990 and 2000 people died.", "Theresa May said no.", "He may leave the town.",
        "They march 10 miles.", "The March on Rome.", "April Johnson spoke.", "He sat down.",
        "It was the biggest since the Cold War.", "The entire post-Soviet period.",
        "An F-16 and a Su-35S.", "Flight 1990 landed.", "They won 3-2.", "They lost 21-12.",
        "See 99999-99-99.", "See 2022-13-01.", "See 30 February 2022.", "See February 30.",
        "See 0000-01-01.", "See 31 April.", "See 14/14/2022.", "See 03/04/2022.",
        "A 24-hour curfew.", "A 5-year-old boy.", "He was aged 10.", "He got 10 years in prison.",
        "The Euro 2020 final.", "The Agenda 2030 plan.", "On Black Friday.",
        "In the Sunday Times.", "It cost $2022.", "Call 555-2019.", "Room 2014.",
        "Resolution 2022 passed.", "The fall of the city.", "A spring of water.",
        "The sun rose.", "As soon as possible.", "It soon broke out.", "At 2000 GMT.",
        "https://example.org/2022/02/14x", "user@2022-02-14x", "fiscal 2022", "3.5.20221",
        "The day care closed.", "The second division.", "In 1200 homes.", "The 2000 soldiers.",
        "Mondays are quiet.", "The A380 and the 737.", "the auguſt 5", "", " ", "\x00\ud800",
    ],
)  # fmt: skip
def test_what_is_no_date_is_left_alone(text):
    assert read(text) == []


def test_day_of_publication_decides_the_year_across_the_turn_of_the_year():
    assert read("It happened on Dec. 30.", date(2023, 1, 2))[0][1] == "2022-12-30"
    assert read("It will happen on Jan. 3.", date(2022, 12, 30))[0][1] == "2023-01-03"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("On 3 March 2020 he left. The following day he came back.", "2020-03-04"),
        ("On 3 March 2020 he left. The next day he came back.", "2020-03-04"),
        ("On 3 March 2020 he left. Two days later he came back.", "2020-03-05"),
        ("On 3 March 2020 he left. A day earlier he had packed.", "2020-03-02"),
        ("On 3 March 2020 he left. That day it rained.", "2020-03-03"),
        ("On 3 March 2020 he left. On the same day it rained.", "2020-03-03"),
        ("On 3 March 2020 he left. He had packed the day before.", "2020-03-02"),
        ("On 3 March 2020 he left. A week later he came back.", "2020-03-10"),
        ("On 3 March 2020 he left. Two months later he came back.", "2020-05-01/2020-05-31"),
        ("On 3 March 2020 he left. The same year he came back.", "2020-01-01/2020-12-31"),
        ("On 3 March 2020 he left. The following year he died.", "2021-01-01/2021-12-31"),
        ("He left on 3 March 2020 and came back on 12 April.", "2020-04-12"),
        ("He spoke on Friday. The following day he left.", "2022-02-12"),
    ],
)
def test_what_points_back_counts_from_the_date_told_last(text, days):
    first, second = read(text)
    assert (second[1], second[3]) == (days, "inherited")
    assert first[3] != "inherited"


def test_what_points_back_to_nothing_is_vague():
    assert read("The following day he left.") == [("The following day", "../..", "open", "vague")]


def test_a_bare_background_year_does_not_lend_itself_to_the_news():
    found = read("The region, annexed in 2014, was shelled on Feb. 10.")
    assert [f[1] for f in found] == ["2014-01-01/2014-12-31", "2022-02-10"]


def test_a_history_lends_its_own_years():
    text = (
        "War began on September 1, 1939. On May 10, 1940 the front moved. On June 6, 1944 it moved "
        "again. In August the city fell. In January the river was crossed."
    )
    assert [f[1] for f in read(text)][3:] == ["1944-08-01/1944-08-31", "1945-01-01/1945-01-31"]


@pytest.mark.parametrize(
    "text",
    [
        "He left yesterday.", "He left on Monday.", "He left last week.", "He left in the past day.",
        "He left two days ago.", "He left on Feb. 14.", "He left in January.", "He left overnight.",
        "They launched 10 days of drills.", "He will come soon.", "He came over the weekend.",
    ],
)  # fmt: skip
def test_without_a_day_of_publication_nothing_relative_is_placed(text):
    assert all((d, b) == ("../..", "vague") for _, d, _, b in read(text, None))


def test_without_a_day_of_publication_full_dates_still_stand():
    text = "He left on 3 March 2020. He came back on 5 April and spoke on 2021-01-02."
    assert [f[1] for f in read(text, None)] == ["2020-03-03", "2020-04-05", "2021-01-02"]


def test_only_blocks_are_read():
    text = "date 2022-02-14\n\nIt fell on 3 March 2020."
    start = text.index("It")
    assert [m.span.of(text) for m in find_dates(make(text, start=start))] == ["3 March 2020"]


def test_dates_do_not_cross_blocks():
    text = "May 5\n\n2020 was dry"
    blocks = (Block("headline", Span(0, 5)), Block("body", Span(7, len(text))))
    document = Document("d", text, MONDAY, None, None, "en", blocks)
    assert [m.span for m in find_dates(document)] == [Span(0, 5)]


def test_the_ends_of_the_calendar_are_held():
    assert read("On December 31, 9999 it ends.")[0][1] == "9999-12-31"
    assert read("In December, 9999 it ends.", None)[0][1] == "9999-12-01/9999-12-31"
    assert read("It will end next year.", date(9999, 12, 31)) == []
    assert read("It will end tomorrow.", date(9999, 12, 31))[0][1] == "9999-12-31"
    assert read("It ended 5000 years ago.") == []


WORDS = st.sampled_from(
    [
        "on",
        "Monday",
        "February",
        "14",
        ",",
        "2022",
        ".",
        "the",
        "from",
        "to",
        "between",
        "and",
        "3",
        "7",
        "March",
        "10–20",
        "since",
        "until",
        "last",
        "next",
        "week",
        "month",
        "year",
        "two",
        "days",
        "ago",
        "later",
        "earlier",
        "will",
        "launched",
        "10",
        "days",
        "of",
        "recently",
        "0",
        "30",
        "99999",
        "in",
        "May",
        "spring",
        "1990s",
        "Q1",
        "\n",
        "\n\n",
        "'",
        "–",
        "-",
        ":",
        "T",
        "2022-02-14",
        "00",
        "9999",
        "1",
        "(",
        ")",
        "19th",
        "century",
        "soon",
        "that",
        "day",
        "the",
        "same",
        "overnight",
        "for",
        "by",
        "early",
        "mid-",
        "late",
        "end",
        "of",
        "Sat.",
        "Feb.",
        "p.m.",
        "5",
        "at",
        "noon",
        "a",
        "few",
        "hours",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS).map("".join)
)
DAYS = st.one_of(st.none(), st.dates())


@given(TEXTS, DAYS)
def test_any_text_gives_ordered_disjoint_spans_and_days_in_order(text, published):
    mentions = find_dates(make(text, published))
    assert mentions == find_dates(make(text, published))
    for before, after in pairwise(mentions):
        assert before.span.end <= after.span.start
    for m in mentions:
        assert 0 <= m.span.start < m.span.end <= len(text)
        assert m.span.of(text).strip() == m.span.of(text)
        first, last = m.when.earliest, m.when.latest
        assert first is None or last is None or first <= last
        assert m.when.precision != "day" or first == last
        if published is None and m.when.basis == "relative":
            assert (first, last) == (None, None)


@given(st.integers(2, 400), st.sampled_from(["days", "weeks", "months"]), DAYS)
def test_a_duration_is_never_a_day(count, unit, published):
    for text in (f"They launched {count} {unit} of drills.", f"They met for {count} {unit}."):
        (mention,) = find_dates(make(text, published))
        when = mention.when
        assert when.precision == "interval"
        assert when.earliest is None or when.latest is None or when.earliest < when.latest


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_a_full_date_reads_back_whatever_the_day_of_publication(day):
    for written in (f"{day}", f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%b} {day.year}"):
        for published in (None, MONDAY):
            (mention,) = find_dates(make(f"It fell on {written}.", published))
            assert (mention.when.earliest, mention.when.latest) == (day, day)
            assert mention.when.basis == "explicit"


@pytest.mark.parametrize(
    ("text", "years"),
    [("A 1960 earthquake destroyed Agadir.", [1960]), ("They bought a 2000 acre farm.", [])],
)
def test_a_year_before_what_it_dates_is_one_and_an_amount_is_none(text, years):
    assert [each.when.earliest.year for each in find_dates(make(text))] == years
