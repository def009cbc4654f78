"""What is known of an event when it is compared with other reports' events, and the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geocode.records import Relation, Status, TimeSpan


@dataclass(frozen=True, slots=True)
class Site:
    """Where an account has its event, as far as another's place can be compared with it."""

    place_id: str | None
    name: str
    surface: str
    """As the report has the name."""
    lon: float
    lat: float
    precision_m: float
    """Radius in metres within which it happened."""
    country: str | None
    admin1: str | None
    """Id of the first-level division it lies in."""
    feature: str
    relation: Relation = "in"
    population: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """One event as one report has it."""

    event_id: str
    document_id: str
    published: date | None
    kind: str
    label: str
    status: Status
    when: TimeSpan | None
    sites: tuple[Site, ...]
    parties: tuple[str, ...]
    """Who acts and who suffers."""
    quotes: tuple[str, ...]
    """Its sentences, in text order; each once."""
    triggers: tuple[str, ...] = ()
    """The words that tell it; each once."""
    confidence: float = 1.0
    happening: str | None = None
    """Which happening the export says that it was opened from; None where it was read here."""


@dataclass(frozen=True, slots=True)
class Joined:
    """An account that is one of several of a happening. Accounts that stand alone have none."""

    event_id: str
    document_id: str
    happening: str
    """Identifier of the happening: that of its event in the earliest report."""
    rank: int
    """0 for the account that shows the happening: the best placed, best dated, surest one."""
    why: tuple[str, ...]
    """Why it is the same as those of earlier reports; () for the earliest."""
