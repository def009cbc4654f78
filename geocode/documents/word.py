"""A Word file (.docx) as a document: its paragraphs with what their styles say they are.

Source: ECMA-376, *Office Open XML File Formats*.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from geocode.documents.archives import FAULTS
from geocode.documents.elements import BROKEN_TREE, Element
from geocode.documents.making import EMPTY, Draft, finish
from geocode.documents.parts import Part, put_together
from geocode.records import BlockKind, Document, Rejected

MAX_XML_BYTES = 20_000_000
"""Of all its XML, unpacked: ten times what the longest text needs; a tree of it fits in memory."""
MAX_UNPACKED_BYTES = 100_000_000
"""Of all that is in it, pictures included."""
_MOST_PARTS = 5_000
_BROKEN = "is no Word file, or a broken one; save it anew, or its text as .txt"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STYLES: tuple[tuple[str, BlockKind], ...] = (
    ("heading", "headline"), ("title", "headline"), ("subtitle", "headline"),
    ("caption", "caption"), ("quote", "quote"), ("intense quote", "quote"),
)  # fmt: skip
"""By how the style's name begins; Word keeps these names in English in every language."""
_GONE = (f"{_W}del", f"{_W}moveFrom", _FALLBACK)
"""Text that an editor struck out, and copies for older programs."""
_AS_TEXT = {
    f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-",
}  # fmt: skip
_TEMPLATE_YEAR = 2013
"""Of the day that python-docx's own template carries, which files made with it keep."""
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))


def read_word(
    where: str, data: bytes, *, source: str | None, published: date | None
) -> Document | Rejected:
    """The document of a Word file: what editors struck out is left out, what they added is in.

    The day that the file was made is taken, with a note, only where nothing else says a day.
    """
    wrong = _refused(data)
    if wrong:
        return Rejected(where, wrong)
    from docx import Document as opened  # noqa: N813, PLC0415 - a function; 0.2 s to import

    try:
        file = opened(io.BytesIO(data))
        body: Element = cast("Any", file.element).body
        styles = {style.style_id: (style.name or "").lower() for style in file.styles}
        title = file.core_properties.title or ""
        made = file.core_properties.created
        parts = list(_paragraphs(body, styles))
    except (*BROKEN_TREE, *FAULTS, KeyError, AttributeError):
        return Rejected(where, _BROKEN)
    if not parts:
        return Rejected(where, EMPTY)
    whole = put_together(parts, title=title)
    return finish(
        Draft(
            where=where,
            text=whole.text,
            source=source,
            published=None,
            otherwise=published,
            made=made.date() if made and made.year > _TEMPLATE_YEAR else None,
            kinds=whole.kinds,
            notes=whole.notes,
        )
    )


def _refused(data: bytes) -> str | None:
    """Why the archive is not even opened as Word: a bomb, a locked file, entities; None if fine."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "is locked with a password, or an old .doc; save it as .docx without one"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            large = sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES
            if large or len(parts) > _MOST_PARTS or _size(xml) > MAX_XML_BYTES:
                mb = 1_000_000
                return (
                    f"unpacks to more than {MAX_XML_BYTES // mb} MB of text or"
                    f" {MAX_UNPACKED_BYTES // mb} MB in all; save its text as .txt"
                )
            if any(mark in archive.read(part) for part in xml for mark in _DOCTYPES):
                return "declares XML entities, which no Word file does; save it anew from Word"
    except FAULTS:
        return _BROKEN
    return None


def _size(parts: list[zipfile.ZipInfo]) -> int:
    return sum(part.file_size for part in parts)


def _paragraphs(body: Element, styles: dict[str, str]) -> Iterator[Part]:
    """Every paragraph with words in it, in order, of text boxes too; a table's row is one."""
    rows: set[Element] = set()
    for paragraph in body.iter(f"{_W}p"):
        if next(paragraph.iterancestors(*_GONE), None) is not None:
            continue
        row = next(paragraph.iterancestors(f"{_W}tr"), None)
        if row is not None and row in rows:
            continue
        cells = [] if row is None else _cells(row)
        if row is not None and cells:
            rows.add(row)
            yield Part(" | ".join(cells), "body")
        elif words := _lines(paragraph):
            yield Part(words, _kind(paragraph, styles))


def _cells(row: Element) -> list[str]:
    """The cells of a table's row, if they are short; () for one that only lays out a page."""
    found = [[_lines(p) for p in cell.iter(f"{_W}p")] for cell in row.iterchildren(f"{_W}tc")]
    filled = [words for cell in found if (words := [w for w in cell if w])]
    plain = len(filled) > 1 and all(len(words) == 1 for words in filled)
    return [words[0] for words in filled] if plain else []


def _lines(paragraph: Element) -> str:
    """The words of a paragraph, its own line breaks kept."""
    lines = (" ".join(line.split()) for line in "".join(_words(paragraph)).split("\n"))
    return "\n".join(line for line in lines if line)


def _words(paragraph: Element) -> Iterator[str]:
    """Its text as it stands now; what hangs in it as a box of its own comes by itself."""
    for part in paragraph.iter(f"{_W}t", *_AS_TEXT):
        near = next(part.iterancestors(f"{_W}p", *_GONE), None)
        if near is paragraph:
            yield _AS_TEXT.get(str(part.tag)) or part.text or ""


def _kind(paragraph: Element, styles: dict[str, str]) -> BlockKind | None:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = styles.get("" if style is None else style.get(f"{_W}val") or "", "")
    return next((kind for start, kind in _STYLES if name.startswith(start)), None)
