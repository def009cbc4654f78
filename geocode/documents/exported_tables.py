"""The table of an export of ours opened again: its rows as the features they were written from.

A cell has less to say than a property: an empty one may have been no text or an empty one, and a
text of several parts is told from several texts by nothing. What is shown is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping

from geocode.documents.exported import open_features
from geocode.records import Reading, Rejected

_OURS = frozenset(
    {"event_id", "happening_id", "document_id", "quote_start", "trigger_start", "wkt"}
)
_LISTS = frozenset({"reasons", "actors", "recipients", "notes"})
_TEXTS = frozenset({"label", "quote", "sha256"})
"""What is a text even where it is empty."""
_NUMBERS = frozenset({
    "lon", "lat", "precision_m", "acled_geo_precision", "ucdp_where_prec", "confidence",
    "quote_start", "trigger_start", "trigger_end", "place_start", "place_end", "date_start",
    "date_end", "reports", "tellings",
})  # fmt: skip
_FLAGS = {"true": True, "false": False}
_MADE_TEXT = re.compile(r"'(?=[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠])")
"""The apostrophe of a cell that a spreadsheet would else run. As ``exporters.csv`` writes it."""
_DEEPEST = 4
"""Brackets in brackets of the deepest geometry there is, a collection with a multipolygon."""
_BROKEN: dict[str, object] = {"type": "Broken"}


def is_export(header: Iterable[str]) -> bool:
    """Whether a table with these columns is an export of ours."""
    return set(header) >= _OURS


def open_table(
    where: str, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Iterator[Reading | Rejected]:
    """A reading for each document of a table, and a rejection for each row that is unfit.

    Each row comes with its line in the file.
    """
    features = ((line, _feature(dict(zip(header, row, strict=False)))) for line, row in rows if row)
    yield from open_features(where, features)


def _feature(cells: dict[str, str]) -> dict[str, object]:
    shape = cells.pop("wkt", "")
    properties = {name: _value(name, _as_it_was(cell)) for name, cell in cells.items()}
    if properties.get("corrected_by"):
        properties["corrected_why"] = properties.get("corrected_why") or ""
    return {"geometry": _geometry(shape) if shape else None, "properties": properties}


def _as_it_was(cell: str) -> str:
    return cell[1:] if _MADE_TEXT.match(cell) else cell


def _value(name: str, cell: str) -> Any:  # noqa: ANN401 - as JSON would have it
    if name in _TEXTS:
        return cell
    if name in _LISTS:
        return cell.split("; ") if cell else []
    if not cell:
        return None
    if name in _NUMBERS:
        return _number(cell)
    return _FLAGS.get(cell.lower(), cell) if name == "confirmed" else cell


def _number(cell: str) -> float | str:
    """The number; a text, which will be refused as one, where it is none."""
    try:
        return float(cell)
    except ValueError:
        return cell


def _geometry(text: str) -> dict[str, object]:
    """As GeoJSON has it; of an unknown type where it cannot be drawn."""
    if _depth(text) > _DEEPEST:  # the parser calls itself for each, as deep as the stack is
        return _BROKEN
    try:
        return dict(mapping(shapely.from_wkt(text)))
    except (ShapelyError, ValueError, AttributeError):
        return _BROKEN


def _depth(text: str) -> int:
    """How deep brackets stand in brackets."""
    depth = deepest = 0
    for mark in re.findall(r"[()]", text):
        depth += 1 if mark == "(" else -1
        deepest = max(deepest, depth)
    return deepest
