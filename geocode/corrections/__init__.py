"""What people say against or beside what was read: an append-only log, and events folded with it.

Nothing that was read is changed: an event is what its reading says and what the corrections that
hold make of it, so that undoing them all gives the reading back.
"""

from geocode.corrections.changes import (
    CHANGES,
    MOST_NAME,
    MOST_REMARK,
    MOST_WHO,
    MOST_WHY,
    Anchor,
    Change,
    Confirmed,
    Correction,
    Dated,
    Dismissed,
    Drawn,
    InRole,
    Merged,
    OfKind,
    OfStatus,
    Placed,
    Remark,
    Split,
    Undone,
    name_of,
    precision_of,
)
from geocode.corrections.fields import kind_code
from geocode.corrections.folding import Corrected, Known, apply, found, holding, undone_by
from geocode.corrections.geojson import geometry_of, slender
from geocode.corrections.lines import (
    change_of,
    checked,
    from_record,
    read_lines,
    to_record,
    write_lines,
)

__all__ = [
    "CHANGES",
    "MOST_NAME",
    "MOST_REMARK",
    "MOST_WHO",
    "MOST_WHY",
    "Anchor",
    "Change",
    "Confirmed",
    "Corrected",
    "Correction",
    "Dated",
    "Dismissed",
    "Drawn",
    "InRole",
    "Known",
    "Merged",
    "OfKind",
    "OfStatus",
    "Placed",
    "Remark",
    "Split",
    "Undone",
    "apply",
    "change_of",
    "checked",
    "found",
    "from_record",
    "geometry_of",
    "holding",
    "kind_code",
    "name_of",
    "precision_of",
    "read_lines",
    "slender",
    "to_record",
    "undone_by",
    "write_lines",
]
