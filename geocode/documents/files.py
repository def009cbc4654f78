"""Files and folders, and bytes with a name, as documents: the ending tells what they are."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, TypeAlias

from geocode.documents.decoding import decode
from geocode.documents.jsonlines import json_lines
from geocode.documents.making import MAX_CHARS, Draft, finish
from geocode.documents.tables import table_rows
from geocode.records import Document, Reading, Rejected

Found: TypeAlias = Document | Reading | Rejected
"""What a file gives: documents to read, readings of an export of ours, and what it cannot be."""

MAX_TEXT_BYTES = 4 * MAX_CHARS
"""No encoding we read takes more bytes for an admissible text; a larger file is not even opened."""
MAX_MARKED_UP_BYTES = 16_000_000
"""Of a page or a letter, its markup and attachments included."""

ENDINGS = (
    ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".eml", ".pdf", ".docx", ".rss", ".atom",
    ".xml", ".jsonl", ".ndjson", ".csv", ".tsv", ".zip", ".geojson", ".json",
)  # fmt: skip
"""What ``read_paths`` reads, the page as well: the one list of it."""
MAX_PACKED_BYTES = 40_000_000
"""Of a PDF or a Word file, its pictures included."""
MAX_FEED_BYTES = 40_000_000
MAX_EXPORT_BYTES = 100_000_000
_LIMITS = {
    ".html": MAX_MARKED_UP_BYTES, ".htm": MAX_MARKED_UP_BYTES, ".eml": MAX_MARKED_UP_BYTES,
    ".pdf": MAX_PACKED_BYTES, ".docx": MAX_PACKED_BYTES, ".rss": MAX_FEED_BYTES,
    ".atom": MAX_FEED_BYTES, ".xml": MAX_FEED_BYTES, ".geojson": MAX_EXPORT_BYTES,
    ".json": MAX_EXPORT_BYTES,
}  # fmt: skip
"""Bytes of one file; of other texts ``MAX_TEXT_BYTES``."""
_IN_PIECES = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".zip"})
"""Read bit by bit: what is limited is each document."""
_ADVICE = {
    ".doc": "is an old Word file; save it as .docx first",
    ".odt": "is an OpenDocument file; save it as .docx first",
    ".rtf": "is rich text; save it as .docx first",
    ".epub": "is an e-book; save its text as .txt first",
    ".msg": "is an Outlook letter; save it as .eml or .txt first",
    ".mbox": "holds many letters; save each as .eml",
    ".gz": "is compressed; unpack it first",
    ".7z": "is an archive; unpack it, or pack it as .zip",
    ".rar": "is an archive; unpack it, or pack it as .zip",
    ".tar": "is an archive; unpack it, or pack it as .zip",
    ".xlsx": "is a spreadsheet; save it as .csv with a column named text",
    ".kml": "is a map; of maps only a GeoJSON of ours can be opened again",
    ".gpkg": "is a map; of maps only a GeoJSON of ours can be opened again",
}
_OF_A_TABLE = ".csv-metadata.json"
"""What an export's table says of itself stands beside it. Source: W3C, CSV on the Web (2015)."""
_NESTED = "is an archive within an archive; unpack it first"


def read_paths(paths: Iterable[Path | str], *, published: date | None = None) -> Iterator[Found]:
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


def read_bytes(name: str, data: bytes, *, published: date | None = None) -> Iterator[Found]:
    """Documents in ``data``, whose kind the ending of ``name`` tells; several for lists of them.

    Each is made when it is asked for. ``published`` is for documents that state no date of their
    own.
    """
    return _read_stream(name, io.BytesIO(data), len(data), published=published)


def is_report(name: str) -> bool:
    """Whether a file of a folder or an archive is looked at: no hidden ones, READMEs, others.

    Nor what stands beside a table of ours and says what it is.

    >>> is_report("news/a.PDF"), is_report("news/README.md"), is_report("__MACOSX/._a.pdf")
    (True, False, False)
    """
    *folders, file = re.split(r"[/\\]", name)
    stem, ending = Path(file).stem, Path(file).suffix
    hidden = file.startswith(".") or any(
        f.startswith((".", "__MACOSX")) and f not in {".", ".."} for f in folders
    )
    about = stem.lower() == "readme" or file.endswith(_OF_A_TABLE)
    return not hidden and not about and ending.lower() in {*ENDINGS, *_ADVICE}


def _files_below(folder: Path) -> Iterator[Path | Rejected]:
    """Files of documents, sorted, and a rejection for each folder that may not be looked into."""
    closed: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        yield from (Path(root, name) for name in sorted(files) if is_report(name))
    for error in closed:
        yield Rejected(
            str(error.filename), f"cannot be read ({error.strerror}); check its permissions"
        )


def _read_file(path: Path, *, published: date | None) -> Iterator[Found]:
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
    where: str, stream: BinaryIO, size: int, *, published: date | None, packed: bool = False
) -> Iterator[Found]:
    """Documents of one file. Its name, without folders, is their source where they give none."""
    ending = Path(where).suffix.lower()
    if ending not in ENDINGS:
        advice = _ADVICE.get(ending, f"is none of {' '.join(ENDINGS)}; save it as .txt first")
        yield Rejected(where, advice)
    elif ending == ".zip":
        yield from [Rejected(where, _NESTED)] if packed else _unpacked(where, stream, published)
    elif ending not in _IN_PIECES and size > (limit := _LIMITS.get(ending, MAX_TEXT_BYTES)):
        mb = 1_000_000
        yield Rejected(
            where,
            f"is {size / mb:.0f} MB, more than the {limit // mb} MB read from one file; "
            "split it, or give one document a line as .jsonl",
        )
    else:
        yield from _documents(where, stream, ending, published=published)


def _unpacked(where: str, stream: BinaryIO, published: date | None) -> Iterator[Found]:
    """The documents of an archive's files, read as those of a folder."""
    from geocode.documents.archives import members  # noqa: PLC0415 - for archives alone

    nothing = True
    for member in members(where, stream, wanted=is_report):
        nothing = False
        if isinstance(member, Rejected):
            yield member
            continue
        name, data = member
        yield from _read_stream(name, io.BytesIO(data), len(data), published=published, packed=True)
    if nothing:
        yield Rejected(where, f"holds no file of {' '.join(ENDINGS)}; nothing was read")


def _documents(
    where: str, stream: BinaryIO, ending: str, *, published: date | None
) -> Iterator[Found]:
    """Documents of a file that is neither an archive nor too large, by what its ending says."""
    source = re.split(r"[/\\]", where)[-1] or None
    match ending:
        case ".jsonl" | ".ndjson":
            yield from json_lines(where, stream, source=source, published=published)
        case ".csv" | ".tsv":
            yield from table_rows(where, stream, source=source, published=published)
        case ".eml":
            from geocode.documents.letters import read_letter  # noqa: PLC0415 - for these alone

            yield read_letter(where, stream.read(), source=source, published=published)
        case ".pdf":
            from geocode.documents.pdf import read_pdf  # noqa: PLC0415 - likewise

            yield read_pdf(where, stream.read(), source=source, published=published)
        case ".docx":
            from geocode.documents.word import read_word  # noqa: PLC0415 - likewise

            yield read_word(where, stream.read(), source=source, published=published)
        case ".rss" | ".atom" | ".xml":
            from geocode.documents.feeds import feed_entries  # noqa: PLC0415 - likewise

            yield from feed_entries(where, stream.read(), source=source, published=published)
        case ".geojson" | ".json":
            from geocode.documents.exported import read_export  # noqa: PLC0415 - likewise

            yield from read_export(where, stream.read())
        case _:
            yield _whole(where, stream.read(), ending, source=source, published=published)


def _whole(
    where: str, data: bytes, ending: str, *, source: str | None, published: date | None
) -> Document | Rejected:
    """The one document of a text or a page."""
    html = ending in {".html", ".htm"}
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
