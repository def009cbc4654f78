"""One document a line of JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, cast

from geocode.documents.making import EMPTY, MAX_CHARS, Draft, finish, first_day
from geocode.records import Document, Rejected

MAX_RECORD_BYTES = 6 * MAX_CHARS + 65_536
"""One line of JSONL: every character may be written as a six-byte escape."""
DATE_FIELDS = ("date", "published")
LANGUAGE_FIELDS = ("language", "lang")


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


def json_lines(
    where: str, stream: BinaryIO, *, source: str | None, published: date | None
) -> Iterator[Document | Rejected]:
    """The documents of a stream of lines; a bad line is a rejection, and the next is read."""
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
        yield Rejected(where, EMPTY)


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
    day, notes = first_day(row.get(field) for field in DATE_FIELDS)
    return finish(
        Draft(
            where=where,
            text=text,
            source=_word(row.get("source")) or source,
            published=day,
            otherwise=published,
            url=_word(row.get("url")),
            doc_id=_word(row.get("doc_id")),
            stated=next((w for f in LANGUAGE_FIELDS if (w := _word(row.get(f)))), None),
            notes=notes,
        )
    )


def _word(value: object) -> str | None:
    """A field as text; numbers are written out, anything else is nothing."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value) or None
    return None
