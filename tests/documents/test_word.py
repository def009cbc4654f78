"""A Word file's words as they stand now, with what its styles say; bombs are refused unread."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from made_files import changed, saved, word

from geocode.documents import read_bytes
from geocode.documents import word as reader
from geocode.records import Document, Rejected

BODY = "word/document.xml"


def document(data: bytes) -> Document:
    (found,) = read_bytes("a.docx", data)
    assert isinstance(found, Document), found
    return found


def reason(data: bytes) -> str:
    (found,) = read_bytes("a.docx", data)
    assert isinstance(found, Rejected), found
    return found.reason


def shown(found: Document) -> list[tuple[str, str]]:
    return [(b.kind, b.span.of(found.text)) for b in found.blocks]


def test_styles_tell_headlines_captions_and_quotes_and_rows_of_tables_are_lines() -> None:
    file = docx.Document()
    file.core_properties.created = datetime(2022, 2, 15, tzinfo=UTC)
    file.add_heading("Drills near the border", 0)
    file.add_paragraph("KYIV, Feb. 14, 2022 (Reuters) — Troops moved near Yelsk.")
    file.add_paragraph("Tanks near Gomel", "Caption")
    file.add_paragraph("We shall stay here as long as we are needed.", "Quote")
    table = file.add_table(2, 2)
    for n, text in enumerate(("Kyiv", "3 dead", "Lviv", "4 dead")):
        table.cell(n // 2, n % 2).text = text
    found = document(saved(file))
    assert shown(found) == [
        ("headline", "Drills near the border"),
        ("dateline", "KYIV, Feb. 14, 2022 (Reuters) —"),
        ("body", "Troops moved near Yelsk."),
        ("caption", "Tanks near Gomel"),
        ("quote", "We shall stay here as long as we are needed."),
        ("body", "Kyiv | 3 dead"),
        ("body", "Lviv | 4 dead"),
    ]
    assert (found.published, found.supposed) == (date(2022, 2, 14), False)


def test_what_editors_struck_out_is_gone_and_what_they_added_is_there() -> None:
    data = word(("OLD", None))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read(BODY).decode()
    run = "<w:r><w:t>OLD</w:t></w:r>"
    assert run in body
    edited = (
        "<w:r><w:t xml:space='preserve'>Troops left </w:t></w:r>"
        "<w:del><w:r><w:delText>Kyiv</w:delText></w:r><w:r><w:t>Kyiv</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>Lviv</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> today.</w:t></w:r>"
    )
    found = document(changed(data, BODY, body.replace(run, edited).encode()))
    assert found.text == "Troops left Lviv today."


def test_the_day_the_file_was_made_is_supposed_unless_it_is_the_templates() -> None:
    file = docx.Document()
    file.add_paragraph("Troops left the town.")
    file.core_properties.title = "The town is free"
    assert document(saved(file)).published is None
    file.core_properties.created = datetime(2022, 2, 15, tzinfo=UTC)
    found = document(saved(file))
    assert (found.published, found.supposed) == (date(2022, 2, 15), True)
    assert shown(found)[0] == ("headline", "The town is free")


def test_no_word_file_is_rejected_with_what_to_do() -> None:
    fine = word(("Troops left.", None))
    assert reason(b"PK\x03\x04 nothing") == reader._BROKEN
    assert reason(fine[: len(fine) // 2]) == reader._BROKEN
    assert reason(changed(fine, BODY, b"<w:document")) == reader._BROKEN
    assert reason(b"\xd0\xcf\x11\xe0" + bytes(600)).startswith("is locked with a password")
    assert reason(word()) == "has no text; nothing was read"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_entities_are_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'.encode(encoding)
    found = reason(changed(word(("Troops left.", None)), BODY, bomb))
    assert found == "declares XML entities, which no Word file does; save it anew from Word"


def test_what_unpacks_to_too_much_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    data = changed(word(("Troops left.", None)), BODY, b"<w:document/>" + b" " * 200_000)
    monkeypatch.setattr(reader, "MAX_XML_BYTES", 150_000)
    assert reason(data).startswith("unpacks to more than")
