"""Files and bytes become documents as they are, or rejections that say what to do."""

from __future__ import annotations

import hashlib
import json
import os
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.documents import (
    MAX_CHARS,
    make_document,
    parse_day,
    read_bytes,
    read_paths,
    read_record,
)
from geocode.errors import InputError
from geocode.records import Document, Rejected

any_text = st.text(st.characters(codec=None), max_size=400)
report_like = st.lists(
    st.sampled_from(
        ["date 2022-02-14 ", "\n", "\r\n", "\n\n", "(Photo: AP)", "# Heading", "Troops moved.",
         "![at Yelsk](x.png)", " ", "> quoted", "```", "\0", "\ud800", "😀", "\u2028", "---\n"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def one(name: str, data: bytes, published: date | None = None) -> Document | Rejected:
    found = tuple(read_bytes(name, data, published=published))
    assert len(found) == 1
    return found[0]


def document(name: str, data: bytes, published: date | None = None) -> Document:
    found = one(name, data, published)
    assert isinstance(found, Document), found
    return found


def reason(name: str, data: bytes) -> str:
    found = one(name, data)
    assert isinstance(found, Rejected), found
    assert found.where == name
    return found.reason


def shown(doc: Document) -> list[tuple[str, str]]:
    return [(b.kind, b.span.of(doc.text)) for b in doc.blocks]


@pytest.mark.parametrize(
    ("text", "published", "body"),
    [
        ("date 2022-02-14 Troops moved.", date(2022, 2, 14), "Troops moved."),
        ("  \n Date: 2022-02-14\nTroops moved.", date(2022, 2, 14), "Troops moved."),
        ("\ufeffDATE 2022-02-14. Troops moved.", date(2022, 2, 14), "Troops moved."),
        ("date 2022-13-45 Troops moved.", None, "Troops moved."),
        ("date 0000-01-01 Troops moved.", None, "Troops moved."),
        ("dated 2022-02-14 Troops moved.", None, "dated 2022-02-14 Troops moved."),
        ("date 2022-02-145 people left.", None, "date 2022-02-145 people left."),
        ("On date 2022-02-14 they moved.", None, "On date 2022-02-14 they moved."),
    ],
)
def test_a_leading_date_is_the_day_of_publication_and_no_part_of_the_body(
    text: str, published: date | None, body: str
) -> None:
    doc = make_document(text)
    assert (doc.published, doc.text) == (published, text)
    assert [b.span.of(text) for b in doc.blocks] == [body]


def test_a_date_given_outright_goes_before_the_one_in_the_text() -> None:
    doc = make_document("date 2022-02-14 Troops moved.", published=date(2020, 1, 1))
    assert doc.published == date(2020, 1, 1)
    assert shown(doc) == [("body", "Troops moved.")]


def test_a_document_without_a_date_stays_undated() -> None:
    assert document("a.txt", b"Troops moved on Monday.").published is None


def test_the_date_for_undated_files_does_not_override_what_a_file_states() -> None:
    day = date(2021, 5, 6)
    assert document("a.txt", b"Troops moved.", day).published == day
    assert document("a.txt", b"date 2022-02-14 Troops moved.", day).published == date(2022, 2, 14)
    line = b'{"text": "Troops moved.", "date": "2022-02-14"}'
    assert document("a.jsonl", line, day).published == date(2022, 2, 14)


def test_the_identifier_is_of_source_and_text_and_the_digest_of_the_text() -> None:
    doc = make_document("Troops moved.", source="a", doc_id="7", url="http://x")
    raw = b"Troops moved."
    assert doc.id == hashlib.sha256(b"a\0" + raw).hexdigest()[:16]
    assert doc.sha256 == hashlib.sha256(raw).hexdigest()
    assert make_document("Troops moved.", source="b").id != doc.id
    assert make_document("Troops moved.", source="a", doc_id="8").id == doc.id


@given(st.one_of(any_text, report_like), st.booleans())
def test_text_is_kept_and_blocks_are_ordered_disjoint_and_trimmed(
    text: str,
    markdown: bool,  # noqa: FBT001 - an example's value
) -> None:
    if not text.strip():
        with pytest.raises(InputError, match="has no text"):
            make_document(text)
        return
    doc = make_document(text, markdown=markdown)
    assert doc.text == text
    end = 0
    for block in doc.blocks:
        words = block.span.of(text)
        assert block.span.start >= end
        assert words == words.strip() != ""
        end = block.span.end


@given(report_like)
def test_plain_text_loses_nothing_but_its_leading_date_and_white_space(text: str) -> None:
    if not text.strip():
        return
    doc = make_document(text)
    start = doc.blocks[0].span.start if doc.blocks else len(text)
    kept = "".join(b.span.of(text) for b in doc.blocks)
    assert "".join(kept.split()) == "".join(text[start:].split())
    assert text[:start].strip() in {"", "date 2022-02-14"}


def test_headlines_captions_and_bodies_are_told_apart() -> None:
    text = (
        "Drills begin in the south\n\n"
        "Troops trained on Monday, the ministry said.\n\n"
        "Neighbours uneasy\n\n"
        "Others protested.\n\n"
        "(Launchers stand near a town; Image: AP)\n\n"
        "Photo: soldiers close to the capital\n"
        "A man waves. (Jane Doe/AP)\n"
        "Soldiers rest. (AP Photo/Jane Doe)\n\n"
        "(Reporting by Jane Doe; editing by John Roe)\n\n"
        "By Jane Doe\n\n"
        "The end of it"
    )
    kinds = [b.kind for b in make_document(text).blocks]
    assert kinds == [
        "headline", "body", "headline", "body", "caption", "caption", "caption", "caption",
        "byline", "byline", "body",
    ]  # fmt: skip


def test_a_paragraph_wrapped_by_hand_is_one_block_and_unwrapped_lines_are_each_their_own() -> None:
    wrapped = (
        "Troops trained on Monday close to the capital and the\n"
        "border, the ministry said in a statement on its site,\n"
        "adding no more."
    )
    assert [b.kind for b in make_document(wrapped).blocks] == ["body"]
    lines = "Troops trained on Monday.\r\nThey left on Tuesday."
    assert shown(make_document(lines)) == [
        ("body", "Troops trained on Monday."),
        ("body", "They left on Tuesday."),
    ]


def test_markdown_gives_headings_and_image_captions_without_their_marks() -> None:
    text = (
        "---\ntitle: x\ndate: 2022-02-14\n---\n# Drills begin #\n\nTroops trained.\n"
        "![Launchers near Yelsk](yelsk.png)\n\n> They left.\n\n---\n\n[1]: http://example.org\n"
    )
    doc = document("a.md", text.encode())
    assert (doc.published, doc.text) == (date(2022, 2, 14), text)
    assert shown(doc) == [
        ("headline", "Drills begin"),
        ("body", "Troops trained."),
        ("caption", "Launchers near Yelsk"),
        ("quote", "They left."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
def test_encodings_are_told_from_the_bytes(encoding: str) -> None:
    text = "Protesters met in São Paulo and Málaga, the mayor said. It was calm."
    assert document("a.txt", text.encode(encoding)).text == text


def test_windows_quotation_marks_are_not_control_characters() -> None:
    assert document("a.txt", b"He said \x93no\x94 \x96 twice.").text == "He said “no” – twice."


def test_one_wrong_byte_does_not_turn_utf_8_into_another_encoding() -> None:
    data = ("Київ спокійний. " * 20).encode() + b"\xff"
    assert document("a.txt", data).text == "Київ спокійний. " * 20 + "\ufffd"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t ", "is empty"),
        ("a.txt", b"ab\0cd", "is binary, not text; save it as UTF-8 text first"),
        ("a.txt", bytes(range(1, 9)) * 20, "is binary"),
        ("a.txt", b"%PDF-1.7 x", "is a PDF, whatever its name says"),
        ("a.txt", b"PK\x03\x04zip", "is a Word or zip file"),
        ("a.txt", b"\xff\xfea", "begins like UTF-16 and is not"),
        ("a.pdf", b"%PDF", "is no PDF, or a broken one"),
        ("a.exe", b"MZ", "is none of .txt"),
        ("noending", b"x", "is none of .txt"),
        ("a.html", b"<html><body></body></html>", "is a page without readable text"),
        ("a.csv", b"a,b\n1,2\n", "has no column named text, body or content"),
        ("a.jsonl", b"\n\n", "has no text"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_what_to_do(name: str, data: bytes, says: str) -> None:
    assert says in reason(name, data)


def test_an_over_long_text_is_rejected_with_its_length() -> None:
    says = reason("a.txt", b"a" * (MAX_CHARS + 1))
    assert says.startswith("has 2,000,001 characters, more than the 2,000,000")
    assert "split it" in says


def test_a_50_mb_file_is_rejected_by_its_size_without_reading_it(tmp_path: Path) -> None:
    file = tmp_path / "big.txt"
    with file.open("wb") as stream:
        stream.truncate(50_000_000)
    started = time.perf_counter()
    (found,) = read_paths([file])
    assert time.perf_counter() - started < 1.0
    assert isinstance(found, Rejected)
    assert found.reason.startswith("is 50 MB, more than the 8 MB read from one file; split it")


def test_a_50_mb_line_is_rejected_and_the_next_line_is_read() -> None:
    data = b'{"text": "' + b"a" * 50_000_000 + b'"}\n{"text": "Troops moved."}\n'
    long, short = read_bytes("a.jsonl", data)
    assert isinstance(long, Rejected)
    assert (long.where, "split it" in long.reason) == ("a.jsonl:1", True)
    assert isinstance(short, Document)


def test_jsonl_keeps_what_each_line_gives_and_counts_the_bad_ones() -> None:
    rows = [
        {"doc_id": 7, "text": "A\r\nB \ud800\0", "date": "2022-02-14", "source": "s", "url": "u"},
        {"doc_id": "7", "text": "date 2021-01-02 C"},
        {"doc_id": "x", "text": ""},
        {"doc_id": "x"},
        ["text"],
    ]
    data = b"\xef\xbb\xbf" + "\n".join(json.dumps(r) for r in rows).encode() + b"\n{oops\n\xff\n"
    found = tuple(read_bytes("dir/a.jsonl", data))
    first, second = found[:2]
    assert isinstance(first, Document)
    assert (first.doc_id, first.text, first.published) == (
        "7",
        "A\r\nB \ud800\0",
        date(2022, 2, 14),
    )
    assert (first.source, first.url) == ("s", "u")
    assert isinstance(second, Document)
    assert (second.published, second.source, second.url) == (date(2021, 1, 2), "a.jsonl", None)
    assert [type(f) for f in found[2:]] == [Rejected] * 5
    assert [f.where for f in found[2:] if isinstance(f, Rejected)] == [
        f"dir/a.jsonl:{n}" for n in (3, 4, 5, 6, 7)
    ]


def test_deep_json_is_a_bad_line() -> None:
    doc_id, found = read_record(b'{"text":' + b"[" * 200_000, where="line 1")
    assert (doc_id, type(found)) == (None, Rejected)


def test_csv_takes_its_columns_by_name_and_its_delimiter_from_the_header() -> None:
    data = 'Title;Body;Date;URL;source\n"Drills; begin";"Troops\ntrained.";14 February 2022;u;s\n'
    doc = document("a.csv", data.encode("cp1252"))
    assert doc.text == "Drills; begin\n\nTroops\ntrained."
    assert (doc.published, doc.url, doc.source) == (date(2022, 2, 14), "u", "s")
    assert doc.blocks[0].kind == "headline"


def test_a_csv_row_without_text_is_counted_and_the_others_are_read() -> None:
    found = tuple(
        read_bytes("a.csv", b"date,text\n2022-02-14,A moved.\n2022-02-15,\nonly\n\n,B moved.\n")
    )
    assert [f.text if isinstance(f, Document) else f.where for f in found] == [
        "A moved.", "a.csv:3", "a.csv:4", "B moved."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2022-02-14", date(2022, 2, 14)),
        ("2022-02-14T23:59:59-08:00", date(2022, 2, 14)),
        ("20220214", date(2022, 2, 14)),
        ("Feb. 14, 2022", date(2022, 2, 14)),
        ("Mon, 14 Feb 2022 09:30:00 GMT", date(2022, 2, 14)),
        ("02/03/2022", None),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1644796800, None),
    ],
)
def test_a_date_field_is_read_only_where_it_is_unambiguous(value: object, day: date | None) -> None:
    assert parse_day(value) == day


PAGE = """<html><head><title>Drills begin &lt;script&gt; - Site</title>{meta}</head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Drills begin &lt;script&gt;</h1>
<p>Troops trained on Monday in the south of the country, the ministry said in a statement.</p>
<p>They left on 2 March 2021 for the border, according to those who spoke to this site.</p>
<figure><img src="x"><figcaption>Launchers near Yelsk (AP)</figcaption></figure></article>
<script>var x = "<div><div>";</script></body></html>"""


def test_a_web_page_gives_title_text_and_captions_and_no_menu() -> None:
    meta = '<meta property="article:published_time" content="2022-02-14T10:00:00Z">'
    doc = document("a.html", PAGE.format(meta=meta).encode())
    assert doc.published == date(2022, 2, 14)
    assert [kind for kind, _ in shown(doc)] == ["headline", "body", "body", "caption"]
    assert doc.text.startswith("Drills begin <script>\n\nTroops trained on Monday")
    assert "Launchers near Yelsk (AP)" in doc.text
    assert "World" not in doc.text


@pytest.mark.parametrize(
    ("meta", "day"),
    [
        ("", None),
        ('<meta name="date" content="soon">', None),
        ('<meta name="date" content="2022-13-45">', None),
        ('<script type="application/ld+json">{"datePublished": "2022-02-14T1"}</script>',
         date(2022, 2, 14)),
    ],
)  # fmt: skip
def test_a_page_is_dated_only_by_its_own_label_never_by_its_prose(
    meta: str, day: date | None
) -> None:
    assert document("a.html", PAGE.format(meta=meta).encode()).published == day


@pytest.mark.parametrize("encoding", ["cp1251", "iso-8859-2"])
def test_a_page_is_decoded_as_it_says(encoding: str) -> None:
    word = {"cp1251": "Киев", "iso-8859-2": "Łódź"}[encoding]
    page = f'<html><head><meta charset="{encoding}"></head><body><p>{word} spoke.</p></body></html>'
    assert document("a.html", page.encode(encoding)).text == f"{word} spoke."


def test_a_page_built_to_break_parsers_is_rejected_at_once() -> None:
    started = time.perf_counter()
    assert "nested 100,000 deep" in reason("a.html", b"<div>" * 100_000)
    assert "tags nested" in reason("a.html", b"<p>a" * 300_000)
    assert "nested" in reason("a.html", b"<script>" * 300_000)
    assert time.perf_counter() - started < 5.0


def test_folders_are_read_wholly_in_order_and_names_without_folders_are_sources(
    tmp_path: Path,
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in (
        "b.txt",
        "a.md",
        "sub/c.txt",
        ".git/d.txt",
        ".hidden.txt",
        "README.md",
        "e.png",
        "f.pdf",
    ):
        (tmp_path / name).write_bytes(b"Troops moved.")
    found = list(read_paths([tmp_path, tmp_path / "b.txt", tmp_path / "gone.txt"]))
    names = [f.source if isinstance(f, Document) else Path(f.where).name for f in found]
    assert names == ["a.md", "b.txt", "f.pdf", "c.txt", "b.txt", "gone.txt"]
    assert found[1] == found[4]
    gone = found[-1]
    assert isinstance(gone, Rejected)
    assert gone.reason == "is not there; check the path"


def test_a_megabyte_on_one_line_and_on_many_is_laid_out_in_linear_time() -> None:
    started = time.process_time()
    make_document("(" * 500_000 + "a")
    make_document("![" * 300_000 + "a", markdown=True)
    make_document("a b\n" * 250_000)
    make_document("---\n" * 200_000, markdown=True)
    make_document("Photo " * 150_000 + ":")
    make_document(" \r" * 400_000 + "a")
    assert time.process_time() - started < 10.0


def test_a_folder_that_may_not_be_looked_into_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text("Shells hit Pinsk.")
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    read, closed = read_paths([tmp_path])
    assert isinstance(read, Document)
    assert closed == Rejected(
        str(tmp_path / "closed"), "cannot be read (Permission denied); check its permissions"
    )


SHORT = "Ракета впала на школу."
"""It could be in either of two languages by its letters."""


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", json.dumps({"text": SHORT, "language": "uk"})),
        ("a.jsonl", json.dumps({"text": SHORT, "lang": "uk-UA"})),
        ("a.csv", f"text,language\n{SHORT},UK\n"),
        ("a.csv", f"lang;text\nuk_UA;{SHORT}\n"),
        ("a.html", f'<html lang="uk-UA"><body><article><p>{SHORT}</p></article></body></html>'),
    ],
)
def test_the_language_that_a_file_states_decides_what_its_text_leaves_open(
    name: str, data: str
) -> None:
    assert document("a.txt", SHORT.encode()).language == "ru"
    assert document(name, data.encode()).language == "uk"


@pytest.mark.parametrize("tag", ["pl", "de-DE", "ru", "zz", "\u202e", "en", 7, None, ["de"]])
def test_a_language_stated_wrongly_does_not_turn_an_english_report(tag: object) -> None:
    row = {"text": "The troops left the town on Monday, and the mayor said it was calm.",
           "language": tag}  # fmt: skip
    assert document("a.jsonl", json.dumps(row).encode()).language == "en"


def test_an_english_template_does_not_turn_a_page_in_polish() -> None:
    page = (
        '<html lang="en"><body><article><p>Wojska ćwiczyły w pobliżu granicy, poinformowało '
        "ministerstwo.</p><p>Po dwóch dniach wróciły do koszar.</p></article></body></html>"
    )
    assert document("a.html", page.encode()).language == "pl"
