"""A saved e-mail becomes its subject and body, dated by the day it was sent."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.documents import read_bytes
from geocode.records import Document, Rejected

HEAD = (
    "From: Ana <ana@example.org>\r\nTo: desk@example.org\r\n"
    "Subject: =?utf-8?q?Drills_near_Ye=C4=BEsk?=\r\nMessage-ID: <1@example.org>\r\n"
)


def letter(head: str, body: bytes) -> Document:
    (found,) = read_bytes("in/a.eml", head.encode() + b"\r\n" + body, published=date(2020, 1, 1))
    assert isinstance(found, Document), found
    return found


def shown(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(document.text)) for block in document.blocks]


def test_subject_date_and_body_of_a_letter_are_read_and_its_signature_signs() -> None:
    found = letter(
        HEAD + "Date: Mon, 14 Feb 2022 23:30:00 -0800\r\nContent-Type: text/plain;"
        " charset=windows-1251\r\n",
        "Войска покинули город.\r\n\r\n> Что нового?\r\n\r\n-- \r\nАна, Киев\r\n".encode("cp1251"),
    )
    assert (found.published, found.source) == (date(2022, 2, 14), "a.eml")
    assert (found.doc_id, found.notes) == ("<1@example.org>", ())
    assert shown(found) == [
        ("headline", "Drills near Yeľsk"),
        ("body", "Войска покинули город."),
        ("quote", "> Что нового?"),
        ("byline", "--"),
        ("byline", "Ана, Киев"),
    ]


def test_a_letter_of_several_parts_gives_its_text_and_says_what_was_left() -> None:
    parts = (
        b"--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><p>Troops trained on "
        b"Monday near Yelsk, he said.</p><p>They left again on Tuesday.</p></body></html>\r\n"
        b"--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF\r\n"
        b"--x--\r\n"
    )
    found = letter(HEAD + "Content-Type: multipart/mixed; boundary=x\r\n", parts)
    assert found.published == date(2020, 1, 1)
    assert found.notes == ("1 of its attachments were not read; save them beside it",)
    assert shown(found)[0] == ("headline", "Drills near Yeľsk")
    assert "Troops trained on Monday" in found.text
    assert "%PDF" not in found.text


def test_a_day_of_sending_that_is_none_is_said() -> None:
    found = letter(HEAD + "Date: yesterday-ish\r\n", b"Troops moved.\r\n")
    assert found.published == date(2020, 1, 1)
    assert found.notes == ('its date "yesterday-ish" is no day; give one with --published',)


@pytest.mark.parametrize(
    "data", [b"no head at all", b"Subject: x\r\nContent-Type: image/png\r\n\r\n"]
)
def test_what_is_no_letter_is_rejected_with_what_to_do(data: bytes) -> None:
    (found,) = read_bytes("a.eml", data)
    assert isinstance(found, Rejected)


@given(st.binary(max_size=300), st.sampled_from([b"Subject: ", b"Date: ", b"Content-Type: ", b""]))
def test_no_letter_is_fatal(data: bytes, head: bytes) -> None:
    (found,) = read_bytes("a.eml", head + data + b"\r\n\r\n" + data)
    assert isinstance(found, (Document, Rejected))


def test_an_encoding_of_no_letters_is_passed_over() -> None:
    head = HEAD + 'Content-Type: text/plain; charset="a\x00b"\r\n'
    assert letter(head, b"Caf\xe9s were closed in Pinsk.\r\n").text.endswith("Pinsk.\r\n")


def test_parts_nested_without_end_are_no_letter() -> None:
    bomb = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3_000)
    )
    (found,) = read_bytes("a.eml", (HEAD + bomb).encode())
    assert isinstance(found, Rejected)
