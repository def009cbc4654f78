"""Files and bytes in; documents out, or a rejection that says what to do. Nothing is fetched.

A document's text is kept exactly as it was decoded, so that every offset into it holds. What its
publication date is must be written in it or given beside it; otherwise it is None, never today.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, cast

from geocode.decoding import decode
from geocode.errors import InputError
from geocode.languages.identify import identify
from geocode.layout import find_blocks, leading_date
from geocode.records import Document, Rejected
from geocode.settings import Settings

MAX_CHARS = Settings().max_document_chars
"""A longer text is rejected rather than read in part."""
MAX_TEXT_BYTES = 4 * MAX_CHARS
"""No encoding we read takes more bytes for an admissible text; a larger file is not even opened."""
MAX_HTML_BYTES = 16_000_000
"""Markup included."""
MAX_RECORD_BYTES = 6 * MAX_CHARS + 65_536
"""One line of JSONL: every character may be written as a six-byte escape."""

ENDINGS = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".jsonl", ".ndjson", ".csv", ".tsv",
)  # fmt: skip
"""What ``read_paths`` reads."""
_ADVICE = {
    ".pdf": "is a PDF; save its text as .txt first",
    ".doc": "is a Word file; save it as .txt first",
    ".docx": "is a Word file; save it as .txt first",
    ".odt": "is an OpenDocument file; save it as .txt first",
    ".rtf": "is rich text; save it as .txt first",
    ".epub": "is an e-book; save its text as .txt first",
    ".zip": "is an archive; unpack it first",
    ".gz": "is compressed; unpack it first",
    ".json": "is JSON; write one document a line, with a text, and name it .jsonl",
    ".xlsx": "is a spreadsheet; save it as .csv with a column named text",
}
_TEXT_COLUMNS = ("text", "body", "content")
_DATE_COLUMNS = ("date", "published")
_LANGUAGE_COLUMNS = ("language", "lang")
_DATE_FORMS = (
    "%Y%m%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%b. %d, %Y",
)  # fmt: skip
_EMPTY = "has no text; nothing was read"


def make_document(
    text: str,
    *,
    source: str | None = None,
    url: str | None = None,
    published: date | None = None,
    language: str | None = None,
    doc_id: str | None = None,
    markdown: bool = False,
) -> Document:
    """The document with this text, exactly as given, its identifier, digest and blocks.

    A leading ``date YYYY-MM-DD`` is read as the day of publication where ``published`` is None,
    and belongs to no block either way. A date that does not exist leaves it None. ``language``
    (ISO 639-1) is told from the text where it is None.

    Raises: InputError where the text is empty or longer than ``MAX_CHARS``.

    >>> report = make_document("date 2022-02-14 Troops trained near Yelsk.", source="a.txt")
    >>> report.published.isoformat(), report.blocks[0].span.of(report.text)
    ('2022-02-14', 'Troops trained near Yelsk.')
    >>> make_document("Troops trained near Yelsk.").published is None
    True
    """
    if len(text) > MAX_CHARS:
        raise InputError(
            f"has {len(text):,} characters, more than the {MAX_CHARS:,} that are read at once; "
            "split it into several documents"
        )
    if not text.strip():
        raise InputError(_EMPTY)
    stated, start = leading_date(text, markdown=markdown)
    raw = text.encode("utf-8", "surrogatepass")
    return Document(
        id=_identifier(source, raw),
        text=text,
        published=published or stated,
        source=source,
        url=url,
        language=language or identify(text),
        blocks=find_blocks(text, start=start, markdown=markdown),
        doc_id=doc_id,
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def read_paths(
    paths: Iterable[Path | str], *, published: date | None = None
) -> Iterator[Document | Rejected]:
    """Documents of files and folders, in the order given; folders wholly, sorted by path.

    ``published`` is for documents that state no date of their own. In a folder, hidden files,
    READMEs and files that hold no documents are passed over; a file named outright never is.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for file in _files_below(path):
                if isinstance(file, Rejected):
                    yield file
                else:
                    yield from _read_file(file, published=published)
        else:
            yield from _read_file(path, published=published)


def read_bytes(
    name: str, data: bytes, *, published: date | None = None
) -> tuple[Document | Rejected, ...]:
    """Documents in ``data``, whose kind the ending of ``name`` tells; several for JSONL and CSV.

    ``published`` is for documents that state no date of their own.
    """
    return tuple(_read_stream(name, io.BytesIO(data), len(data), published=published))


def read_record(line: str | bytes, *, where: str) -> tuple[object, Document | Rejected]:
    """The ``doc_id`` as given and the document of one line of JSONL.

    The line is ``{"doc_id","text","date"?,"source"?,"url"?,"language"?}``; ``where`` names it in a
    rejection.
    """
    row = _object(line, where=where)
    if isinstance(row, Rejected):
        return None, row
    doc_id = row.get("doc_id")
    if isinstance(doc_id, float) and not math.isfinite(doc_id):
        doc_id = None  # 1e999 is no JSON on the way back
    return doc_id, _record(row, where=where, source=None, published=None)


def parse_day(value: object) -> date | None:
    """The day a date field names, as written there (no shift of time zones); None if it is none.

    >>> parse_day("2022-02-14T23:30:00+03:00").isoformat(), parse_day("2022-13-45"), parse_day(7)
    ('2022-02-14', None, None)
    """
    if not isinstance(value, str):
        return None
    value = value.strip()
    candidates = [(value[:10], "%Y-%m-%d"), *((value, form) for form in _DATE_FORMS)]
    candidates.append((value[5:16], "%d %b %Y"))  # RFC 2822: "Mon, 14 Feb 2022 09:30:00 GMT"
    for text, form in candidates:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def _identifier(source: str | None, raw: bytes) -> str:
    digest = hashlib.sha256()
    digest.update((source or "").encode("utf-8", "surrogatepass"))
    digest.update(b"\0")
    digest.update(raw)
    return digest.hexdigest()[:16]


def _files_below(folder: Path) -> Iterator[Path | Rejected]:
    """Files of documents, sorted, and a rejection for each folder that may not be looked into."""
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            about = name.startswith(".") or path.stem.lower() == "readme"
            if not about and path.suffix.lower() in {*ENDINGS, *_ADVICE}:
                yield path
    for error in closed:
        yield Rejected(
            str(error.filename), f"cannot be read ({error.strerror}); check its permissions"
        )


def _read_file(path: Path, *, published: date | None) -> Iterator[Document | Rejected]:
    where = str(path)
    if not path.exists():
        yield Rejected(where, "is not there; check the path")
    elif not path.is_file():
        yield Rejected(where, "is neither a file nor a folder; give a file with text")
    else:
        try:
            with path.open("rb") as stream:
                size = path.stat().st_size
                yield from _read_stream(where, stream, size, published=published)
        except OSError as error:
            yield Rejected(where, f"cannot be read ({error.strerror}); check its permissions")


def _read_stream(
    where: str, stream: BinaryIO, size: int, *, published: date | None
) -> Iterator[Document | Rejected]:
    """Documents of one file. Its name, without folders, is their source where they give none."""
    ending = Path(where).suffix.lower()
    source = re.split(r"[/\\]", where)[-1] or None
    if ending in _ADVICE or ending not in ENDINGS:
        advice = _ADVICE.get(ending, f"is none of {' '.join(ENDINGS)}; save it as .txt first")
        yield Rejected(where, advice)
    elif ending in {".jsonl", ".ndjson"}:
        yield from _json_lines(where, stream, source=source, published=published)
    elif ending in {".csv", ".tsv"}:
        yield from _csv_rows(where, stream, source=source, published=published)
    else:
        html = ending in {".html", ".htm"}
        limit = MAX_HTML_BYTES if html else MAX_TEXT_BYTES
        if size > limit:
            mb = 1_000_000
            yield Rejected(
                where,
                f"is {size / mb:.0f} MB, more than the {limit // mb} MB read from one file; "
                "split it, or give one document a line as .jsonl",
            )
            return
        text = decode(stream.read(), html=html)
        if isinstance(text, Rejected):
            yield Rejected(where, text.reason)
        elif html:
            yield _html_page(where, text, source=source, published=published)
        else:
            yield _whole(where, text, source=source, published=published, markdown="m" in ending)


def _whole(
    where: str,
    text: str,
    *,
    source: str | None,
    published: date | None,
    url: str | None = None,
    doc_id: str | None = None,
    stated: str | None = None,
    markdown: bool = False,
) -> Document | Rejected:
    """One document, dated by itself before ``published``, or why it cannot be one.

    ``stated`` is the language that the file says it is in: believed unless the text says another.
    """
    day = leading_date(text, markdown=markdown)[0] or published
    language = identify(text, stated=stated) if stated else None
    try:
        return make_document(
            text,
            source=source,
            url=url,
            published=day,
            language=language,
            doc_id=doc_id,
            markdown=markdown,
        )
    except InputError as error:
        return Rejected(where, str(error))


def _html_page(
    where: str, page: str, *, source: str | None, published: date | None
) -> Document | Rejected:
    from geocode.webpages import extract_page  # noqa: PLC0415 - its parser costs 0.5 s to import

    found = extract_page(page)
    if isinstance(found, Rejected):
        return Rejected(where, found.reason)
    return _whole(
        where,
        found.text,
        source=source,
        published=found.published or published,
        url=found.url,
        stated=found.language,
    )


def _json_lines(
    where: str, stream: BinaryIO, *, source: str | None, published: date | None
) -> Iterator[Document | Rejected]:
    number = 0
    seen = False
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        number += 1
        at = f"{where}:{number}"
        if len(line) > MAX_RECORD_BYTES:
            while line and not line.endswith(b"\n"):  # the rest of it, in bounded pieces
                line = stream.readline(MAX_RECORD_BYTES)
            yield Rejected(at, f"is a line of more than {MAX_RECORD_BYTES:,} bytes; split it")
        elif line.strip():
            row = _object(line, where=at)
            if isinstance(row, Rejected):
                yield row
            else:
                yield _record(row, where=at, source=source, published=published)
        else:
            continue
        seen = True
    if not seen:
        yield Rejected(where, _EMPTY)


def _object(line: str | bytes, *, where: str) -> dict[str, object] | Rejected:
    try:
        text = line.decode("utf-8-sig") if isinstance(line, bytes) else line
        row = json.loads(text, parse_constant=_no_number)
    except UnicodeDecodeError:
        return Rejected(where, "is not UTF-8; save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        return Rejected(where, f"is no JSON ({_fault(error)}); write one object a line")
    if not isinstance(row, dict):
        return Rejected(where, 'is no document; write {"doc_id": …, "text": …} on one line')
    return cast("dict[str, object]", row)


def _no_number(name: str) -> None:
    """Nothing, for NaN and Infinity, which are no JSON and no identifier either."""


def _fault(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg.removesuffix(' at')} at character {error.pos + 1}"
    return "brackets too deep" if isinstance(error, RecursionError) else "a number too long"


def _record(
    row: dict[str, object], *, where: str, source: str | None, published: date | None
) -> Document | Rejected:
    text = row.get("text")
    if not isinstance(text, str):
        return Rejected(where, 'is no document; it needs a "text" that is a string')
    return _whole(
        where,
        text,
        source=_word(row.get("source")) or source,
        published=parse_day(row.get("date")) or parse_day(row.get("published")) or published,
        url=_word(row.get("url")),
        doc_id=_word(row.get("doc_id")),
        stated=next((w for c in _LANGUAGE_COLUMNS if (w := _word(row.get(c)))), None),
    )


def _word(value: object) -> str | None:
    """A field as text; numbers are written out, anything else is nothing."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value) or None
    return None


def _csv_rows(
    where: str, stream: BinaryIO, *, source: str | None, published: date | None
) -> Iterator[Document | Rejected]:
    text = decode(stream.read(), html=False)
    if isinstance(text, Rejected):
        yield Rejected(where, text.reason)
        return
    csv.field_size_limit(MAX_RECORD_BYTES)
    first = text[:65_536].split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip().lower() for cell in next(rows, list[str]())]
        column = next((header.index(c) for c in _TEXT_COLUMNS if c in header), -1)
        if column < 0:
            yield Rejected(where, "has no column named text, body or content; name one so")
            return
        for row in rows:
            at = f"{where}:{rows.line_num}"
            if len(row) <= column:
                if any(cell.strip() for cell in row):
                    yield Rejected(at, f"has {len(row)} cells and none in column {column + 1}")
                continue
            cells = dict(zip(header, row, strict=False))
            yield _csv_document(at, row[column], cells, source=source, published=published)
    except csv.Error as error:
        yield Rejected(
            f"{where}:{rows.line_num}", f"is no CSV ({error}); check its quotation marks"
        )


def _csv_document(
    where: str, text: str, cells: dict[str, str], *, source: str | None, published: date | None
) -> Document | Rejected:
    title = cells.get("title", "").strip()
    days = (parse_day(cells.get(c)) for c in _DATE_COLUMNS)
    return _whole(
        where,
        f"{title}\n\n{text}" if title and text.strip() else text,
        source=cells.get("source", "").strip() or source,
        published=next((d for d in days if d), None) or published,
        url=cells.get("url", "").strip() or None,
        doc_id=cells.get("doc_id", "").strip() or None,
        stated=next((cells[c] for c in _LANGUAGE_COLUMNS if cells.get(c)), None),
    )
