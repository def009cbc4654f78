"""The view: what of the store is looked at. Each view is an address that can be shared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dashboard import words
from dashboard.speech import DEFAULT, LANGUAGES

TRAYS: Final = ("events", "unplaced", "undated", "rejected")
"""Which list is open: all events in the range, those with no place, those with no date, and
what was rejected: inputs that could not be read, events that a person left out."""
LONGEST_TEXT: Final = 200
"""A longer search is cut: an address must stay an address."""
MOST_DOCUMENTS: Final = 20
"""Reports that an address can name before it grows too long to be shared."""
SORTS: Final = ("date", "kind", "place", "precision", "status", "source", "reports")
"""What the table can be sorted by; with a minus before it the other way round."""
DOCUMENT: Final = re.compile(r"[0-9a-f]{8,64}")
SHAPES: Final = ("point", "disc", "line", "area")
"""How precisely a place is known: a town or spot, near one, along a line, somewhere in an area."""
BASES: Final = ("", "light", "dark", "muted")
"""How the map underneath looks: by default as the page does."""
SURFACES: Final = ("", "heat", "countries", "regions")
"""What is computed over the marks: nothing, their density, or sums by country or by region."""
MOST_OVERLAYS: Final = 8
LONGEST_NAME: Final = 60
"""Characters of the name of an overlay."""
LARGEST_KEY: Final = 2**52
"""Keys of rows lie below this, so that a browser holds them exactly."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown. Empty tuples and None ask for all; a range has both its ends in it."""

    since: date | None = None
    until: date | None = None
    groups: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    text: str = ""
    sure: bool = False
    """Whether a range keeps only what surely lies in it, and not what may lie outside."""
    undated: bool = False
    """Whether a range keeps the events without a date too."""
    tray: str = "events"
    documents: tuple[str, ...] = ()
    """Identifiers of the reports to show, at most ``MOST_DOCUMENTS``; none stands for all."""
    shapes: tuple[str, ...] = ()
    """How precisely the place of an event is to be known: of several places, of one of them."""
    base: str = ""
    surface: str = ""
    by_reports: bool = False
    """Whether a surface counts an event as often as reports tell of it, and not once."""
    overlays: tuple[str, ...] = ()
    """Names of the store's own map layers that are shown, at most ``MOST_OVERLAYS``."""
    event: int | None = None
    """Key of the chosen row (``records.row_key``), None while nothing is chosen."""
    table: bool = False
    """Whether the events are shown as a table in the map's place."""
    sort: str = ""
    """One of ``SORTS``, perhaps with a minus; empty for newest first."""
    language: str = DEFAULT
    """The one the page speaks, of ``LANGUAGES``."""

    def to_query(self) -> dict[str, list[str]]:
        """The address's query: only what differs from the plain view, in a fixed order."""
        pairs = {
            "since": [self.since.isoformat()] if self.since else [],
            "until": [self.until.isoformat()] if self.until else [],
            "kind": list(self.groups),
            "status": list(self.statuses),
            "q": [self.text] if self.text else [],
            "sure": ["1"] if self.sure else [],
            "undated": ["1"] if self.undated else [],
            "show": [self.tray] if self.tray != TRAYS[0] else [],
            "report": list(self.documents),
            "shape": list(self.shapes),
            "base": [self.base] if self.base else [],
            "layer": [self.surface] if self.surface else [],
            "by": ["reports"] if self.by_reports else [],
            "over": list(self.overlays),
            "event": [str(self.event)] if self.event is not None else [],
            "as": ["table"] if self.table else [],
            "sort": [self.sort] if self.sort else [],
            "lang": [self.language] if self.language != DEFAULT else [],
        }
        return {name: values for name, values in pairs.items() if values}

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> View:
        """The view an address asks for. What cannot be understood in it is left out."""
        since, until = _day(query.get("since")), _day(query.get("until"))
        if since and until and since > until:
            since, until = until, since
        tray, language = _first(query.get("show")), _first(query.get("lang"))
        return cls(
            since=since,
            until=until,
            groups=_known(query.get("kind"), tuple(words.GROUPS)),
            statuses=_known(query.get("status"), tuple(words.STATUSES)),
            text=tidy(_first(query.get("q"))),
            sure=_first(query.get("sure")) == "1",
            undated=_first(query.get("undated")) == "1",
            tray=tray if tray in TRAYS else TRAYS[0],
            documents=_documents(query.get("report")),
            shapes=_known(query.get("shape"), SHAPES),
            base=_one(query.get("base"), BASES),
            surface=_one(query.get("layer"), SURFACES),
            by_reports=_first(query.get("by")) == "reports",
            overlays=_names(query.get("over")),
            event=_key(query.get("event")),
            table=_first(query.get("as")) == "table",
            sort=_sort(_first(query.get("sort"))),
            language=language if language in LANGUAGES else DEFAULT,
        )

    @property
    def plain(self) -> View:
        """All there is, in the same manner: no filter, nothing chosen, the list of all events."""
        return View(**{name: getattr(self, name) for name in MANNER})

    @property
    def bare(self) -> View:
        """The same filters and nothing else: what is counted follows from it."""
        return replace(self, **{n: getattr(View(), n) for n in (*MANNER, "tray", "event")})

    @property
    def filtered(self) -> bool:
        """Whether anything is left out of it."""
        return self.bare != View()


MANNER: Final = ("table", "sort", "language", "base", "surface", "by_reports", "overlays")
"""Fields that say how it is shown, whatever is left out."""


def tidy(text: str) -> str:
    r"""Search text in the one form in which it is kept: single spaces, no controls, cut to fit.

    >>> tidy("  Yelsk\x00 \n drills ")
    'Yelsk drills'
    """
    kept = "".join(
        c if unicodedata.category(c)[0] != "C" else " " for c in text[: 4 * LONGEST_TEXT]
    )
    return " ".join(kept.split())[:LONGEST_TEXT].strip()


def _first(values: Sequence[str] | None) -> str:
    return values[0] if values else ""


def _sort(name: str) -> str:
    """A known order, in the one way of writing it: newest first is written as nothing."""
    return name if name.removeprefix("-") in SORTS and name != "-date" else ""


def _day(values: Sequence[str] | None) -> date | None:
    try:
        return date.fromisoformat(_first(values))
    except ValueError:
        return None


def _key(values: Sequence[str] | None) -> int | None:
    digits = _first(values)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(LARGEST_KEY))):
        return None
    return int(digits) if int(digits) < LARGEST_KEY else None


def _documents(values: Sequence[str] | None) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(v for v in values or () if DOCUMENT.fullmatch(v)))
    return named if len(named) <= MOST_DOCUMENTS else ()


def _one(values: Sequence[str] | None, allowed: tuple[str, ...]) -> str:
    """The value if it is allowed, else the first of those that are."""
    return _first(values) if _first(values) in allowed else allowed[0]


def _names(values: Sequence[str] | None) -> tuple[str, ...]:
    tidied = (tidy(value)[:LONGEST_NAME].strip() for value in values or ())
    return tuple(dict.fromkeys(name for name in tidied if name))[:MOST_OVERLAYS]


def _known(values: Sequence[str] | None, allowed: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in allowed if name in (values or ()))
