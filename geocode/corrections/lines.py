"""Corrections as lines of JSON: for the store and for files that go from one newsroom to another.

Whatever a line says is checked: nothing gets into a log that the page would not have let in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC
from typing import BinaryIO, cast

from geocode.corrections import changes
from geocode.corrections.changes import Anchor, Change, Correction, name_of
from geocode.corrections.fields import (
    Record,
    day_of,
    degrees_of,
    ends_of,
    kind_code,
    length_of,
    list_of,
    one_of,
    record_in,
    span_of,
    text_of,
    time_of,
    whole_of,
)
from geocode.corrections.geojson import geometry_of, record_of
from geocode.errors import InputError
from geocode.records import Entry, Precision, Rejected, Relation, Role, ShapeKind, Status

_LONGEST_LINE = 4_000_000
"""Bytes; a longer line is rejected before it is looked into."""


def to_record(entry: Correction) -> Record:
    """The entry as JSON has it."""
    return {
        "number": entry.number,
        "made": entry.made.astimezone(UTC).isoformat(timespec="seconds"),
        "who": entry.who,
        "why": entry.why,
        "event": _anchor_record(entry.event),
        "change": _change_record(entry.change),
    }


def from_record(given: object) -> Correction:
    """The entry that a record means, its texts in one line and without control characters.

    Raises: InputError where anything in it is not as ``to_record`` writes it.
    """
    record = record_in(given, "a correction")
    made = time_of(record.get("made"))
    return Correction(
        number=whole_of(record.get("number", 0), "number"),
        made=made,
        who=text_of(record.get("who"), "who", changes.MOST_WHO, needed=True),
        why=text_of(record.get("why", ""), "why", changes.MOST_WHY),
        event=_anchor(record.get("event")),
        change=change_of(record.get("change")),
    )


def checked(entry: Correction) -> Correction:
    """The entry as it comes back from a file. Raises: InputError where it would not."""
    return from_record(to_record(entry))


def write_lines(log: Iterable[Correction], stream: BinaryIO) -> int:
    """Write a line for each entry, UTF-8, and give how many."""
    count = 0
    for count, entry in enumerate(log, start=1):  # noqa: B007 - the last count is given back
        stream.write(json.dumps(to_record(entry), ensure_ascii=True).encode() + b"\n")
    return count


def read_lines(stream: BinaryIO, *, name: str) -> Iterator[Correction | Rejected]:
    """The entries of a file ``name``; a line that is none is a rejection that says why."""
    for number in range(1, 2**31):
        line = stream.readline(_LONGEST_LINE + 1)
        if not line:
            return
        if not line.strip():
            continue
        rest = line
        while len(rest) >= _LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE)
        try:
            yield from_record(_parsed(line))
        except InputError as error:
            yield Rejected(f"{name}:{number}", str(error))


def _parsed(line: bytes) -> object:
    if len(line) > _LONGEST_LINE:
        raise InputError("the line is too long for a correction")
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError("the line is not JSON") from error


def _anchor_record(anchor: Anchor) -> Record:
    return {
        "document": anchor.document_id,
        "id": anchor.event_id,
        "kind": anchor.kind,
        "trigger": ends_of(anchor.trigger),
    }


def _anchor(given: object) -> Anchor:
    record = record_in(given, "event")
    trigger = span_of(record.get("trigger"))
    if trigger is None:
        raise InputError("an event's trigger must be two offsets")
    return Anchor(
        document_id=text_of(record.get("document"), "document", changes.MOST_WHO, needed=True),
        event_id=text_of(record.get("id"), "id", changes.MOST_WHO, needed=True),
        kind=text_of(record.get("kind"), "kind", changes.MOST_WHO, needed=True),
        trigger=trigger,
    )


def _change_record(change: Change) -> Record:
    made: Record = {"type": name_of(change)}
    match change:
        case changes.Placed(entry, geometry, precision_m, relation):
            made |= {"entry": asdict(entry), "geometry": record_of(geometry)}
            made |= {"precision_m": precision_m, "relation": relation}
        case changes.Drawn(geometry, radius_m, name):
            made |= {"geometry": record_of(geometry), "radius_m": radius_m, "name": name}
        case changes.Dated(earliest, latest, precision):
            days = [day.isoformat() if day else None for day in (earliest, latest)]
            made |= {"earliest": days[0], "latest": days[1], "precision": precision}
        case changes.OfKind() | changes.OfStatus() | changes.Remark() | changes.Undone():
            made |= asdict(change)
        case changes.InRole(_, role):
            made["role"] = role
        case changes.Merged(other):
            made["other"] = _anchor_record(other)
        case _:  # the others say all by their name
            pass
    if isinstance(change, changes.Placed | changes.Drawn | changes.InRole):
        made["at"] = ends_of(change.at)
    return made


def change_of(given: object) -> Change:
    """The change that a record means. Raises: InputError where it means none."""
    record = record_in(given, "change")
    read = _READERS.get(str(record.get("type")))
    if read is None:
        raise InputError(f"a change must be one of {', '.join(_READERS)}")
    return read(record)


def _placed(record: Record) -> changes.Placed:
    relation = one_of(record.get("relation"), Relation, "relation")
    return changes.Placed(
        _entry(record.get("entry")),
        geometry_of(record.get("geometry")),
        length_of(record.get("precision_m"), "precision_m"),
        cast("Relation", relation),
        span_of(record.get("at")),
    )


def _drawn(record: Record) -> changes.Drawn:
    geometry, radius = geometry_of(record.get("geometry")), record.get("radius_m")
    radius_m = None if radius is None else length_of(radius, "radius_m")
    if radius_m is not None and geometry.geom_type != "Point":
        raise InputError("only a point has a radius")
    if radius_m == 0:
        raise InputError("a radius must be above 0 metres; leave it out for a point")
    name = text_of(record.get("name", ""), "name", changes.MOST_NAME)
    return changes.Drawn(geometry, radius_m, name, span_of(record.get("at")))


def _dated(record: Record) -> changes.Dated:
    earliest, latest = (day_of(record.get(end)) for end in ("earliest", "latest"))
    if earliest is None and latest is None:
        raise InputError("give the first day, the last day or both")
    if earliest and latest and earliest > latest:
        raise InputError(f"{earliest} is later than {latest}; swap them")
    precision = one_of(record.get("precision"), Precision, "precision")
    return changes.Dated(earliest, latest, cast("Precision", precision))


def _in_role(record: Record) -> changes.InRole:
    at = span_of(record.get("at"))
    if at is None:
        raise InputError("the place whose role is changed must be two offsets")
    return changes.InRole(at, cast("Role", one_of(record.get("role"), Role, "role")))


_READERS: Mapping[str, Callable[[Record], Change]] = {
    "placed": _placed,
    "drawn": _drawn,
    "dated": _dated,
    "kind": lambda record: changes.OfKind(kind_code(record.get("kind"))),
    "status": lambda record: changes.OfStatus(
        cast("Status", one_of(record.get("status"), Status, "status"))
    ),
    "role": _in_role,
    "merged": lambda record: changes.Merged(_anchor(record.get("other"))),
    "split": lambda _: changes.Split(),
    "dismissed": lambda _: changes.Dismissed(),
    "confirmed": lambda _: changes.Confirmed(),
    "remark": lambda record: changes.Remark(
        text_of(record.get("text"), "a note", changes.MOST_REMARK, needed=True)
    ),
    "undone": lambda record: changes.Undone(whole_of(record.get("number"), "number")),
}


def _entry(given: object) -> Entry:
    record = record_in(given, "entry")
    given_box, shape = record.get("bbox"), record.get("shape")
    box = None if given_box is None else tuple(list_of(given_box))
    if box is not None and len(box) != 4:  # noqa: PLR2004 - sides
        raise InputError("bbox must be four numbers")
    sides = box and tuple(degrees_of(side, 180.0) for side in box)
    texts = {
        name: None if record.get(name) is None else text_of(record[name], name, changes.MOST_NAME)
        for name in ("country", "admin1", "admin2")
    }
    return Entry(
        id=text_of(record.get("id"), "id", changes.MOST_NAME, needed=True),
        name=text_of(record.get("name"), "name", changes.MOST_NAME, needed=True),
        feature=text_of(record.get("feature"), "feature", changes.MOST_WHO),
        lon=degrees_of(record.get("lon"), 180.0),
        lat=degrees_of(record.get("lat"), 90.0),
        population=whole_of(record.get("population"), "population"),
        bbox=cast("tuple[float, float, float, float] | None", sides),
        shape=None if shape is None else cast("ShapeKind", one_of(shape, ShapeKind, "shape")),
        precision_m=length_of(record.get("precision_m"), "precision_m"),
        **texts,
    )
