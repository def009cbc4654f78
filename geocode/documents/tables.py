"""One document a row of CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import BinaryIO

from geocode.documents import exported_tables
from geocode.documents.decoding import decode
from geocode.documents.jsonlines import DATE_FIELDS, LANGUAGE_FIELDS, MAX_RECORD_BYTES
from geocode.documents.making import Draft, finish, first_day
from geocode.records import Document, Reading, Rejected

_TEXT_COLUMNS = ("text", "body", "content")


def table_rows(
    where: str, stream: BinaryIO, *, source: str | None, published: date | None
) -> Iterator[Document | Reading | Rejected]:
    """The documents of a table's rows; its header names the columns, its first line the comma.

    The readings of an export of ours.
    """
    decoded = decode(stream.read())
    if isinstance(decoded, Rejected):
        yield Rejected(where, decoded.reason)
        return
    csv.field_size_limit(MAX_RECORD_BYTES)
    first = decoded.text[:65_536].split("\n", 1)[0]
    delimiter = max(",;\t|", key=first.count)
    rows = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip().lower() for cell in next(rows, list[str]())]
        if exported_tables.is_export(header):
            lines = ((rows.line_num, row) for row in rows)
            yield from exported_tables.open_table(where, header, lines)
            return
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
            draft = _draft(at, row[column], cells, source=source, published=published)
            yield finish(replace(draft, notes=decoded.notes + draft.notes))
    except csv.Error as error:
        yield Rejected(
            f"{where}:{rows.line_num}", f"is no CSV ({error}); check its quotation marks"
        )


def _draft(
    where: str, text: str, cells: dict[str, str], *, source: str | None, published: date | None
) -> Draft:
    title = cells.get("title", "").strip()
    day, notes = first_day(cells.get(field) for field in DATE_FIELDS)
    return Draft(
        where=where,
        text=f"{title}\n\n{text}" if title and text.strip() else text,
        source=cells.get("source", "").strip() or source,
        published=day,
        otherwise=published,
        url=cells.get("url", "").strip() or None,
        doc_id=cells.get("doc_id", "").strip() or None,
        stated=next((cells[f] for f in LANGUAGE_FIELDS if cells.get(f)), None),
        notes=notes,
    )
