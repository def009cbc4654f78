"""What of a border a side disputes: said in the reasons, never a reason to leave the line out."""

from __future__ import annotations

from geocode.gazetteer.protocol import Gazetteer
from geocode.records import Entry

_BORDER, _DISPUTED = "border:", "disputed:"


def dispute(border: Entry, gazetteer: Gazetteer) -> Entry | None:
    """The dispute about a border of two countries: its name says what, its shape is the lines.

    None where there is none, or for any other entry. Source: ``data/disputes.csv``.
    """
    if not border.id.startswith(_BORDER):
        return None
    return gazetteer.entry(_DISPUTED + border.id.removeprefix(_BORDER))


def reasons(border: Entry, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The reason that says a border is disputed; () where it is not."""
    found = dispute(border, gazetteer)
    return () if found is None else (f"disputed: {found.name} (lines: Natural Earth, de facto)",)
