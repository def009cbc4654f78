"""Files and folders, and bytes with a name, as documents: the ending tells what they are."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from geocode.documents.decoding import decode
from geocode.documents.jsonlines import json_lines
from geocode.documents.making import MAX_CHARS, Draft, finish
from geocode.documents.tables import table_rows
from geocode.records import Document, Rejected

MAX_TEXT_BYTES = 4 * MAX_CHARS
"""No encoding we read takes more bytes for an admissible text; a larger file is not even opened."""
MAX_MARKED_UP_BYTES = 16_000_000
"""Of a page or a letter, its markup and attachments included."""

ENDINGS = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".eml", ".jsonl", ".ndjson",
    ".csv", ".tsv",
)  # fmt: skip
"""What ``read_paths`` reads."""
_MARKED_UP = frozenset({".html", ".htm", ".eml"})
_ADVICE = {
    ".pdf": "is a PDF; save its text as .txt first",
    ".doc": "is a Word file; save it as .txt first",
    ".docx": "is a Word file; save it as .txt first",
    ".odt": "is an OpenDocument file; save it as .txt first",
    ".rtf": "is rich text; save it as .txt first",
    ".epub": "is an e-book; save its text as .txt first",
    ".msg": "is an Outlook letter; save it as .eml or .txt first",
    ".mbox": "holds many letters; save each as .eml",
    ".zip": "is an archive; unpack it first",
    ".gz": "is compressed; unpack it first",
    ".json": "is JSON; write one document a line, with a text, and name it .jsonl",
    ".xlsx": "is a spreadsheet; save it as .csv with a column named text",
}


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
        yield from json_lines(where, stream, source=source, published=published)
    elif ending in {".csv", ".tsv"}:
        yield from table_rows(where, stream, source=source, published=published)
    else:
        limit = MAX_MARKED_UP_BYTES if ending in _MARKED_UP else MAX_TEXT_BYTES
        if size > limit:
            mb = 1_000_000
            yield Rejected(
                where,
                f"is {size / mb:.0f} MB, more than the {limit // mb} MB read from one file; "
                "split it, or give one document a line as .jsonl",
            )
        elif ending == ".eml":
            from geocode.documents.letters import read_letter  # noqa: PLC0415 - for letters alone

            yield read_letter(where, stream.read(), source=source, published=published)
        else:
            yield _whole(where, stream.read(), ending, source=source, published=published)


def _whole(
    where: str, data: bytes, ending: str, *, source: str | None, published: date | None
) -> Document | Rejected:
    """The one document of a text or a page."""
    html = ending in _MARKED_UP
    read = decode(data, html=html)
    if isinstance(read, Rejected):
        return Rejected(where, read.reason)
    draft = Draft(
        where=where,
        text=read.text,
        source=source,
        published=None,
        otherwise=published,
        markdown="m" in ending,
        notes=read.notes,
    )
    if not html:
        return finish(draft)
    from geocode.documents.webpages import extract_page  # noqa: PLC0415 - 0.5 s to import

    page = extract_page(read.text)
    if isinstance(page, Rejected):
        return Rejected(where, page.reason)
    return finish(
        replace(
            draft,
            text=page.text,
            published=page.published,
            url=page.url,
            stated=page.language,
            markdown=False,
            kinds=page.kinds,
        )
    )
