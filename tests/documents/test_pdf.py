"""A PDF's words come in reading order with its headlines; what harms costs its own process."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from made_files import lines, pdf

from geocode.documents import pdf as reader
from geocode.documents import read_bytes
from geocode.documents.parts import Part
from geocode.documents.pdf_layout import Piece, paragraphs
from geocode.records import Document, Rejected

STORY = lines(
    "KYIV, Feb. 14 (Reuters) - Troops and their hosts trained near the border on Monday, offi-",
    "cials said, and a well-known general from Saint-",
    "Petersburg watched them.",
    "",
    "They left on Tuesday.",
)


def document(data: bytes, published: date | None = None) -> Document:
    (found,) = read_bytes("a.pdf", data, published=published)
    assert isinstance(found, Document), found
    return found


def reason(data: bytes) -> str:
    (found,) = read_bytes("a.pdf", data)
    assert isinstance(found, Rejected), found
    assert found.where == "a.pdf"
    return found.reason


def shown(found: Document) -> list[tuple[str, str]]:
    return [(b.kind, b.span.of(found.text)) for b in found.blocks]


def test_paragraphs_are_joined_and_words_made_whole_under_their_headline() -> None:
    found = document(pdf([(50, 740, 22, "Drills near the border"), *STORY]))
    assert shown(found) == [
        ("headline", "Drills near the border"),
        ("dateline", "KYIV, Feb. 14 (Reuters) -"),
        (
            "body",
            (
                "Troops and their hosts trained near the border on Monday, officials said, and a "
                "well-known general from Saint-Petersburg watched them."
            ),
        ),
        ("body", "They left on Tuesday."),
    ]


def test_the_day_of_the_file_is_taken_last_and_said() -> None:
    data = pdf(STORY, title="Drills near the border", made="D:20220215093000+02'00'")
    found = document(data)
    assert (found.published, found.supposed) == (date(2022, 2, 15), True)
    assert found.notes == (
        "has no headline; the title that its file carries is taken for one",
        "says no day of publication; 2022-02-15, the day its file was made, is taken for it",
    )
    assert shown(found)[0] == ("headline", "Drills near the border")
    given = document(data, published=date(2022, 2, 14))
    assert (given.published, given.supposed) == (date(2022, 2, 14), False)
    dated = lines("KYIV, Feb. 13, 2022 (Reuters) - Troops trained near the border on Monday.")
    stated = document(pdf(dated, made="D:20220215"))
    assert (stated.published, stated.supposed, stated.notes) == (date(2022, 2, 13), False, ())
    assert document(pdf(STORY, made="D:20221399")).published is None


@pytest.mark.parametrize("title", ["Microsoft Word - a.docx", "untitled", "Document1", "a.indd"])
def test_a_title_that_a_program_wrote_is_no_headline(title: str) -> None:
    assert document(pdf(STORY, title=title)).notes == ()


def test_heads_feet_and_page_numbers_are_no_part_of_the_text() -> None:
    told = ("The first page ends in the middle of a", "sentence that goes on.", "It ends here.")
    pages = [
        [(50, 770, 9, "The Daily Report, 14 February 2022"), (50, 700, 11, text),
         (300, 20, 9, f"Page {n} of 3"), (50, 30, 9, "All rights reserved")]
        for n, text in enumerate(told, start=1)
    ]  # fmt: skip
    found = document(pdf(*pages))
    assert shown(found) == [
        ("byline", "The Daily Report, 14 February 2022"),
        ("byline", "All rights reserved"),
        ("body", "The first page ends in the middle of a sentence that goes on."),
        ("body", "It ends here."),
    ]
    assert found.published == date(2022, 2, 14)


def test_columns_are_read_one_after_the_other_and_tables_row_by_row() -> None:
    left = [
        "Troops moved to the border",
        "town of Yelsk in the night",
        "and the forest behind it",
        "to stay.",
    ]
    right = [
        "Protesters marched in Lima",
        "against the new law, and the",
        "police of the city looked",
        "on.",
    ]
    rows = [
        [Piece(50, y, 250, y + 12, 400, a), Piece(300, y, 500, y + 12, 400, b)]
        for y, a, b in zip((700, 687, 674, 661), left, right, strict=True)
    ]
    assert paragraphs([rows]) == (Part(" ".join(left), None), Part(" ".join(right), None))
    table = [
        [Piece(50, y, 80, y + 12, 400, a), Piece(300, y, 340, y + 12, 400, b)]
        for y, a, b in ((700, "Kyiv", "3 dead"), (660, "Lviv", "4 dead"), (620, "Odesa", "1 dead"))
    ]
    assert [part.text for part in paragraphs([table])] == [
        "Kyiv 3 dead", "Lviv 4 dead", "Odesa 1 dead",
    ]  # fmt: skip


def test_what_holds_no_text_or_is_broken_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reason(b"%PDF-1.4 nothing") == reader._ERRORS["broken"]
    assert reason(b"") == reader._ERRORS["broken"]
    assert reason(pdf([])) == "has no text; nothing was read"
    locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "a" * 32 + ") /U (" + "b" * 32
    assert reason(pdf(STORY, extra=f"{locked}) /P -4 >> /ID [(a) (a)]")).startswith("is locked")
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    assert reason(pdf(STORY, STORY, STORY)).startswith("has 3 pages, more than the 2")


def test_a_page_of_pictures_is_counted_and_a_file_of_them_is_a_scan() -> None:
    words, picture = {"lines": [[[50, 700, 90, 712, 400, "Troops left."]]], "pictures": True}, {
        "lines": [], "pictures": True,
    }  # fmt: skip
    broken = {**picture, "broken": True, "pictures": False}
    assert list(reader._missing([words, picture, broken])) == [
        "1 of its 3 pages are pictures without text and were not read",
        "1 of its 3 pages are broken and were not read",
    ]


def test_a_file_that_takes_too_long_or_kills_its_process_is_rejected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for program in ("import os; os.abort()", "while True: pass", "print('no JSON')"):
        path = tmp_path / "program.py"
        path.write_text(program)
        monkeypatch.setattr(reader, "_PROGRAM", path)
        monkeypatch.setattr(reader, "_SECONDS", 1)
        assert reason(pdf(STORY)) == reader._HARMFUL


def test_the_layout_of_many_lines_costs_by_their_number() -> None:
    rows = [[Piece(50, 700 - n % 50, 300, 712 - n % 50, 400, "word " * 9)] for n in range(20_000)]
    assert sum(part.text.count("word") for part in paragraphs([rows])) == 9 * 20_000
