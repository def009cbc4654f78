"""MUC-4's reports and templates, and what counts as the same day, place and kind.

A template asks for an incident type, a date (``on`` a day, ``between`` two, or, where the text
states none, ``on_or_before`` the day of the report) and a location, a chain from the country to
the finest place. Slots with alternatives are right where one of them is met. Optional templates
are right where met and no miss where not.

- date: *on* D: both our ends are D. *On or before* D: our time ends on D and claims no day.
  *Between* A and B: ours is that stretch or lies within it. A template without a date asks none.
- place: the finest name of the chain and ours are the same words once folded, without the words
  that only say what it is ("department"), or our entry bears that name.
- kind: MUC's incident type.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geocode.documents import make_document
from geocode.names import fold
from geocode.records import Document, Place, TimeSpan

_TYPE_WORDS = frozenset(
    {
        "department", "town", "municipality", "neighborhood", "district",
        "village", "province", "canton", "region", "jurisdiction", "hamlet", "area", "farm",
    }
)  # fmt: skip
_SORT_WITHIN = re.compile(r" \([A-Z ]+\)?")
"""The "(CITY)" of "ZARAGOZA (CITY) - SAN SALVADOR"."""
FEATURES = ("CONT", "RGN", "PCL", "TERR", "ADM1", "ADM2", "ADM3", "ADM4", "PPLC", "PPLA", "PPL")
"""From coarse to fine, by how a feature code begins; what is not listed is finer still."""


@dataclass(frozen=True, slots=True)
class Template:
    """One gold incident; tuples hold alternatives."""

    types: tuple[str, ...]
    optional: bool
    dates: tuple[tuple[date | None, date | None, str], ...]
    typed_chains: tuple[tuple[tuple[str, str], ...], ...]
    """Names from the country to the finest place, each with what MUC calls it."""
    fills: tuple[str, ...]
    """Strings of the text that fill its other slots, spaces made single."""

    @property
    def chains(self) -> tuple[tuple[str, ...], ...]:
        """The names alone."""
        return tuple(tuple(name for name, _ in chain) for chain in self.typed_chains)

    @property
    def has_stated_date(self) -> bool:
        """Whether the text states its day or days."""
        return bool(self.dates) and all(how != "on_or_before" for *_, how in self.dates)


@dataclass(frozen=True, slots=True)
class Report:
    """One document with its templates."""

    number: int
    split: str
    document: Document
    templates: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """An incident as a system tells it."""

    type: str
    when: TimeSpan | None
    place: Place | str | None
    """The finest; a plain name where a baseline knows no more."""
    marked: bool = True
    """Whether it is on the map: a name that no gazetteer holds is said, but no mark."""


def read_reports(folder: Path) -> tuple[Report, ...]:
    """All reports in file order, numbered from 1."""
    lines = (folder / "events_muc4.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_report(number, json.loads(line)) for number, line in enumerate(lines, 1))


def _report(number: int, row: dict[str, Any]) -> Report:
    published = date.fromisoformat(row["dct"]) if row["dct"] else None
    document = make_document(row["text"], published=published, source=row["id"])
    return Report(number, row["split"], document, tuple(_template(t) for t in row["templates"]))


def _template(row: dict[str, Any]) -> Template:
    slots = ("perp_ind", "perp_org", "phys", "hum_name", "hum_desc", "instrument")
    found = (f for slot in slots for f in re.findall(r'"((?:\\.|[^"\\])+)"', row[slot] or ""))
    fills = (f.replace('\\"', "").strip() for f in found)
    return Template(
        types=tuple(name.strip() for name in row["type"].split("/")),
        optional=row["optional"],
        dates=tuple(
            (_day(first), _day(last), how)
            for first, last, how in row["date"] or ()
            if not how.startswith("unparsed")
        ),
        typed_chains=tuple(chain for parts in row["location"] or () for chain in _chains(parts)),
        fills=tuple(dict.fromkeys(" ".join(f.split()) for f in fills)),
    )


def _chains(parts: list[dict[str, Any]]) -> list[tuple[tuple[str, str], ...]]:
    """The chain of a slot, doubtful ("?") or not; two of "X (CITY) - Y", which is between them."""
    named = [(part["name"].strip("? ()"), part["type"] or "") for part in parts if part["name"]]
    if not named:
        return []
    finest, sort = named[-1]
    ends = _SORT_WITHIN.sub("", finest).split(" - ")
    return [(*named[:-1], (end.strip(), sort)) for end in ends]


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:  # "31 NOV 89"
        return None


def date_is_right(when: TimeSpan | None, template: Template) -> bool:
    """Whether our days are those of one alternative."""
    return not template.dates or any(_same_days(when, *gold) for gold in template.dates)


def _same_days(when: TimeSpan | None, first: date | None, last: date | None, how: str) -> bool:
    if when is None:
        return False
    if how == "on_or_before":
        return when.latest == last and when.earliest != last
    if when.earliest is None or when.latest is None or first is None or last is None:
        return False
    return first <= when.earliest and when.latest <= last


def place_is_right(place: Place | str | None, template: Template) -> bool:
    """Whether ours is the finest place of one alternative; none asked for, none is right."""
    if not template.chains:
        return place is None
    return place is not None and any(is_called(place, chain[-1]) for chain in template.chains)


def is_called(place: Place | str, name: str) -> bool:
    """Whether a place is one that a slot names."""
    names = {place} if isinstance(place, str) else {place.mention.surface}
    if not isinstance(place, str) and place.best is not None:
        names.add(place.best.name)
    return _plain(name) in {_plain(each) for each in names}


def _plain(name: str) -> str:
    words = fold(name).split()
    return " ".join(word for word in words if word not in _TYPE_WORDS) or " ".join(words)


def finest(places: tuple[Place, ...]) -> Place | None:
    """The finest of an event's places, the first of equals; None of none."""
    return max(places, key=_fineness, default=None)


def _fineness(place: Place) -> int:
    feature = place.best.feature if place.best else ""
    return next((n for n, f in enumerate(FEATURES) if feature.startswith(f)), len(FEATURES))
