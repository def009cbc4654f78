"""Small constructors: a text with its places in brackets becomes what the event room is given.

``[Goma]`` is a town, ``[Chad:PCLI]`` a country, ``[Somali:demonym]`` a demonym and
``[near Yelsk:phrase]`` a composed place. Roles are read by the real rules and dates by the real
reader; every town has a spot of its own, a country a square.
"""

from __future__ import annotations

import re
import zlib
from datetime import date

from shapely.geometry import Point, box

from geocode.dates import find_dates
from geocode.documents.datelines import dateline_end
from geocode.events import find_events
from geocode.places.roles.assignment import read_roles
from geocode.records import Block, Document, Entry, Event, Mention, Place, Span

_MARK = re.compile(r"\[([^\]:]+)(?::(\w+))?\]")
_CAPTION = re.compile(r"\([^()]*\)")


def scene(marked: str, *, published: str | None = "2023-05-10") -> tuple[Document, list[Place]]:
    """A document and its places; a line in round brackets is a caption."""
    text, found, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        found.append((len(text), match[1], match[2] or "PPL"))
        text += match[1]
        last = match.end()
    text += marked[last:]
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            kind = "caption" if _CAPTION.fullmatch(line.strip()) else "body"
            span = Span(start, start + len(line))
            head = dateline_end(text, span, opens=not blocks) if kind == "body" else None
            if head:
                blocks.append(Block("dateline", Span(start, head)))
            blocks.append(Block(kind, Span(head or start, span.end)))
        start += len(line) + 1
    day = date.fromisoformat(published) if published else None
    document = Document("scene", text, day, None, None, "en", tuple(blocks))
    mentions = [
        Mention("scene", Span(at, at + len(name)), name, _kind(feature))
        for at, name, feature in found
    ]
    roles = [reading.role for reading in read_roles(document, mentions)]
    places = [
        _place(mention, feature, role)
        for mention, (_, _, feature), role in zip(mentions, found, roles, strict=True)
    ]
    return document, places


def events_in(marked: str, *, published: str | None = "2023-05-10") -> tuple[Event, ...]:
    """The events read in a marked text."""
    document, places = scene(marked, published=published)
    return find_events(document, places, find_dates(document))


def told(marked: str, *, published: str | None = "2023-05-10") -> list[tuple[object, ...]]:
    """Kind, status, sites and first and last day of each event, for comparing."""
    return [
        (
            event.kind,
            event.status,
            tuple(place.mention.surface for place in event.places),
            (_iso(event.when.earliest), _iso(event.when.latest)) if event.when else None,
        )
        for event in events_in(marked, published=published)
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _kind(feature: str) -> str:
    return feature if feature in {"demonym", "nested", "phrase"} else "toponym"


def _place(mention: Mention, feature: str, role: str) -> Place:
    spot = zlib.crc32(mention.surface.encode())
    lon, lat = spot % 300 - 150.0, spot // 300 % 120 - 60.0
    wide = feature.startswith("PCL")
    country = mention.surface[:2].upper() if wide else None
    entry = Entry(
        f"x:{mention.surface}", mention.surface, feature, country, None, None, lon, lat, 1000, None,
        "area" if wide else None, 1000.0,
    )  # fmt: skip
    ground = box(lon, lat, lon + 3, lat + 3) if wide else Point(lon, lat)
    relation = "near" if mention.surface.startswith("near ") else "in"
    return Place(mention, entry, (), 1.0, relation, role, ground, 1000.0, ())
