"""Headline, byline, dateline, body, quotation and caption are told apart before any sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.documents import dateline_of, make_document
from geocode.documents.bylines import is_byline
from geocode.documents.datelines import is_dateline
from geocode.records import Span
from geocode.tokens import sentences

pieces = st.lists(
    st.sampled_from(
        ["KYIV, Feb. 14 (Reuters) — ", "Nairobi, Kenya – ", "LIMA: ", "-- ", " - ", "[TEXT] ", "(",
         "Troops moved. ", "By Ana Kovač", "From: a@b.org", "Subject: Drills", "\n", "\n\n", "“",
         "”", "> ", "3 May 2020", "(Reporting by A. Kovač)", "\ufeff", ", "]
    ),
    max_size=14,
).map("".join)  # fmt: skip


def blocks(text: str, *, markdown: bool = False) -> list[tuple[str, str]]:
    document = make_document(text, markdown=markdown)
    return [(block.kind, block.span.of(text)) for block in document.blocks]


DATELINES = [
    "KYIV, Feb. 14 (Reuters) —",
    "KYIV, Ukraine (AP) —",
    "Nairobi, Kenya –",
    "BELFAST –",
    "NEW DELHI:",
    "Rio de Janeiro, 3 May –",
    "SAN SALVADOR, 3 JAN 90 (EFE) -- [TEXT]",
    "PANAMA CITY (PANAMA), 21 NOV 89 --",
    "WASHINGTON, Feb 14 (Reuters) -",
    "GDANSK, Monday –",
    "LONDON, Sunday. –",
    "MADRID, 3 may (EFE).-",
    "CALCUTTA, Dec 17 (From our own correspondent) –",
    "ABOARD THE USS NIMITZ (AP) —",
    "GENEVA/NAIROBI, 14 February 2022 -",
    "Moscow, Russia -",
    "WASHINGTON—",
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_a_paragraph_that_opens_with_a_dateline_is_two_blocks(dateline: str) -> None:
    apart = "" if dateline.endswith("N—") else " "
    text = f"Drills begin\n\n{dateline}{apart}Troops trained on Monday, the ministry said."
    assert blocks(text) == [
        ("headline", "Drills begin"),
        ("dateline", dateline),
        ("body", "Troops trained on Monday, the ministry said."),
    ]
    document = make_document(text)
    assert dateline_of(document).of(text) == dateline
    assert [s.of(text) for s in sentences(document)] == [b for _, b in blocks(text)]


@pytest.mark.parametrize(
    "text",
    [
        "On Sunday, 7 May – a day of rest – gunmen fired.",
        "Monday, 7 May – Gunmen fired on a bus.",
        "20 March – Gunmen fired on a bus.",
        "Kyiv – Ukraine's capital – was hit by rockets.",
        "Kyiv, the capital of Ukraine – Europe's second largest country – was hit.",
        "Kyiv – which was hit twice – was calm.",
        "Two bombs exploded on 3 May 2023 — The deadliest day of the year.",
        "Mr Smith, a farmer – He lives in Kyiv – was hurt.",
        "THE ARMY, 3 MILES AWAY -- FIRED ON THE TOWN.",
        "Troops trained near Yelsk.",
        "It was calm. KYIV, Feb. 14 (Reuters) — Troops moved.",
    ],
)
def test_a_dash_in_a_sentence_makes_no_dateline(text: str) -> None:
    assert blocks(text) == [("body", text)]
    assert dateline_of(make_document(text)) == Span(0, 0)


def test_later_paragraphs_need_more_than_a_dash_for_a_dateline() -> None:
    text = "Troops moved.\n\nKYIV (AP) — Rockets fell.\n\nKyiv – Rockets fell."
    assert [kind for kind, _ in blocks(text)] == ["body", "dateline", "body", "body"]


def test_a_line_that_says_where_and_when_is_a_dateline_before_the_report_alone() -> None:
    assert is_dateline("NAIROBI, Kenya, 4 May 2020")
    assert not is_dateline("Nairobi")
    assert is_dateline("PARIS (AP) —")
    assert is_dateline("KYIV —")
    assert not is_dateline("Paris —")
    assert blocks("Floods\n\nNairobi, 4 May 2020\n\nRivers rose.")[1][0] == "dateline"


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Kovač in Zagreb",
        "by Ana Kovač, Kyiv Post",
        "By our man in San Cristóbal",
        "Posted from Khartoum",
        "A volunteer writes from Vienna",
        "Ana Kovač, BBC News, Kyiv",
        "Blog, Dumbéa, New Caledonia",
        "(Reuters)",
        "(Reporting by Ana Kovač in Kyiv; Editing by John Roe)",
        "Photo credit: Ana Kovač, Kyiv",
        "Published 14 February 2022",
    ],
)
def test_who_wrote_it_is_a_byline(line: str) -> None:
    text = f"Drills begin\n\n{line}\n\nTroops trained on Monday."
    assert blocks(text) == [
        ("headline", "Drills begin"),
        ("byline", line),
        ("body", "Troops trained on Monday."),
    ]


@pytest.mark.parametrize(
    "line",
    ["By Monday, 300 had died.", "From Kyiv to Lviv", "By the river", "Bystanders ran", "Kyiv"],
)
def test_what_only_begins_like_a_byline_is_none(line: str) -> None:
    assert not is_byline(line, early=True)


def test_the_credit_that_closes_a_paragraph_is_a_block_of_its_own() -> None:
    text = "Troops left.\n\nThey went home. (Reporting by Ana Kovač in Kyiv)"
    assert blocks(text)[1:] == [
        ("body", "They went home."),
        ("byline", "(Reporting by Ana Kovač in Kyiv)"),
    ]


def test_paragraphs_of_speech_and_block_quotes_are_quotations() -> None:
    speech = "“We saw rockets from the hill. They flew all night.”"
    begun = "“We saw rockets from the hill. They flew all night."
    mixed = "“We saw rockets,” he said, “and tanks on the road.”"
    assert [kind for kind, _ in blocks(f"{speech}\n\n{begun}\n\n{mixed}")] == [
        "quote", "quote", "body",
    ]  # fmt: skip
    assert blocks("He wrote:\n\n> They left.\n> Nobody stayed.", markdown=True)[1:] == [
        ("quote", "They left."),
        ("quote", "Nobody stayed."),
    ]


def test_the_head_of_a_forwarded_letter_is_no_body_and_its_subject_is_the_headline() -> None:
    text = (
        "-----Original Message-----\nFrom: Ana Kovač <a@b.org>\nSent: Monday, 14 February 2022\n"
        "To: the desk in Paris\nSubject: Drills near Yelsk\n\nTroops trained.\n\n-- \nAna\nKyiv\n"
    )
    assert [kind for kind, _ in blocks(text)] == [
        "byline", "byline", "byline", "byline", "byline", "headline", "body", "byline", "byline",
        "byline",
    ]  # fmt: skip
    assert ("headline", "Drills near Yelsk") in blocks(text)
    assert make_document(text).published == date(2022, 2, 14)


def test_one_line_with_a_colon_makes_no_letter() -> None:
    assert blocks("From: our archive.\n\nTroops moved.")[0][0] == "body"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("KYIV, Feb. 14, 2022 (AP) — Troops moved.", date(2022, 2, 14)),
        ("Drills\n\nPublished: 14 February 2022, 10:30 GMT\n\nTroops moved.", date(2022, 2, 14)),
        ("KYIV, Feb. 14 (AP) — Troops moved.", None),
        ("KYIV, Feb. 30, 2022 (AP) — Troops moved.", None),
        ("Troops moved on 14 February 2022.", None),
        ("date 2021-01-01 KYIV, Feb. 14, 2022 (AP) — Troops moved.", date(2021, 1, 1)),
    ],
)
def test_a_report_without_a_date_is_dated_by_a_full_one_where_it_was_written(
    text: str, day: date | None
) -> None:
    assert make_document(text).published == day


def test_a_wrapped_paragraph_stays_whole_behind_its_dateline() -> None:
    text = (
        "SAN SALVADOR, 3 JAN 90 (EFE) -- [TEXT] THE ARMY REPORTED THAT\n"
        "TROOPS HAD LEFT THE TOWN OF SAN MIGUEL AND THE HILLS AROUND IT\n"
        "ON TUESDAY."
    )
    assert [s.of(text)[:12] for s in sentences(make_document(text))] == [
        "SAN SALVADOR",
        "THE ARMY REP",
    ]


@given(pieces)
def test_nothing_is_lost_between_blocks_but_white_space(text: str) -> None:
    if not text.strip():
        return
    document = make_document(text)
    kept = "".join(block.span.of(text) for block in document.blocks)
    assert "".join(kept.split()) == "".join(text.replace("\ufeff", " ").split()) or "\ufeff" in kept
    ends = [block.span.end for block in document.blocks]
    starts = [block.span.start for block in document.blocks]
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
