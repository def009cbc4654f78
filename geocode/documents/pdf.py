"""A PDF as a document: its paragraphs in reading order, without heads, feet and page numbers.

Its pages are taken apart by a process of its own (``pdf_pages.py``), so that a file built to harm
costs that process and nothing else.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from geocode.documents.making import MAX_CHARS, Draft, finish
from geocode.documents.parts import put_together
from geocode.documents.pdf_layout import Piece, paragraphs
from geocode.records import Document, Rejected

MOST_PAGES = 500
_SECONDS = 90
"""Until the process is given up; of processor time it has less (``pdf_pages.SECONDS``)."""
_HARMFUL = "cannot be taken apart in a minute and a gigabyte; save its text as .txt"
_ERRORS = {
    "locked": "is locked with a password; save it without one",
    "broken": "is no PDF, or a broken one; save it anew, or its text as .txt",
    "large": _HARMFUL,
    "long": f"has more than the {MAX_CHARS:,} characters that are read at once; split it",
}
_SCANNED = (
    "holds pictures of pages and no text (a scan?); let a program for text recognition (OCR) add"
    " the text, then read it again"
)
_PROGRAM = Path(__file__).with_name("pdf_pages.py")
_MADE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def read_pdf(
    where: str, data: bytes, *, source: str | None, published: date | None
) -> Document | Rejected:
    """The document of a PDF; pages without text are counted in a note.

    The day that the file was made is taken, with a note, only where nothing else says a day.
    """
    answer = _taken_apart(data)
    if answer is None:
        return Rejected(where, _HARMFUL)
    error = next((_ERRORS[line["error"]] for line in answer if "error" in line), None)
    if error or not answer:
        return Rejected(where, error or _ERRORS["broken"])
    about, *pages = answer
    if about["pages"] > MOST_PAGES:
        many = f"has {about['pages']:,} pages, more than the {MOST_PAGES} read at once; split it"
        return Rejected(where, many)
    found = paragraphs([[[Piece(*p) for p in line] for line in page["lines"]] for page in pages])
    if not found:
        scanned = any(page["pictures"] for page in pages)
        return Rejected(where, _SCANNED if scanned else "has no text; nothing was read")
    whole = put_together(found, title=str(about["title"]))
    return finish(
        Draft(
            where=where,
            text=whole.text,
            source=source,
            published=None,
            otherwise=published,
            made=_day(str(about["made"])),
            kinds=whole.kinds,
            notes=(*whole.notes, *_missing(pages)),
        )
    )


def _taken_apart(data: bytes) -> list[dict[str, Any]] | None:
    """What the process says, a record a line; None where it was lost or took too long."""
    command = [sys.executable, "-I", str(_PROGRAM), str(MOST_PAGES), str(MAX_CHARS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, by its path
            command, input=data, capture_output=True, timeout=_SECONDS, check=False
        )
        lines = [json.loads(line) for line in done.stdout.splitlines()]
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return lines if done.returncode == 0 else None


def _missing(pages: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    listed = list(pages)
    blank = sum(1 for page in listed if not page["lines"] and page["pictures"])
    if blank:
        yield f"{blank:,} of its {len(listed):,} pages are pictures without text and were not read"
    broken = sum(1 for page in listed if page.get("broken"))
    if broken:
        yield f"{broken:,} of its {len(listed):,} pages are broken and were not read"


def _day(made: str) -> date | None:
    """The day of a PDF's date. Source: ISO 32000-1, 7.9.4."""
    match = _MADE.match(made)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
