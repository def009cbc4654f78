"""What every room may ask of a gazetteer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from shapely.geometry.base import BaseGeometry

from geocode.records import Entry


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What the gazetteer knows of a name without saying which place it is."""

    kinds: str
    """Sorted letters: P populated place, A division, C country, R region or continent,
    D demonym, B abbreviation."""
    log_population: float
    """log10 of 1 + the largest population among its bearers."""
    bearers: int


@dataclass(frozen=True, slots=True)
class Similar:
    """A place whose name is spelt almost as asked: a question back, never an answer."""

    name: str
    """The name that is close, as its source spells it."""
    entry: Entry
    edits: int
    """Letters more, less or other, and neighbours swapped, between the two folded names."""


class Gazetteer(Protocol):
    """Read-only; every answer is deterministic and independent of the order of the sources."""

    @property
    def digest(self) -> str:
        """Hex digest of its content and version."""
        ...

    @property
    def overlaid(self) -> Mapping[str, str]:
        """The overlay's file behind each entry that comes from one or was changed by one, by id."""
        ...

    def lookup(self, name: str, *, limit: int = 50) -> tuple[Entry, ...]:
        """Entries that bear the name in any spelling that folds alike, weightiest first."""
        ...

    def similar(self, name: str, *, limit: int = 5) -> tuple[Similar, ...]:
        """Places of other names spelt almost so, likeliest first; () where none is close."""
        ...

    def demonym(self, name: str) -> tuple[Entry, ...]:
        """The places whose people or things are called so ("Belarusian", "Poles"); () if none."""
        ...

    def evidence(self, folded: str) -> NameEvidence | None:
        """What is known of an already folded name; None if nothing."""
        ...

    def names(self, id: str) -> tuple[str, ...]:
        """Every name of an entry as its source spells it, preferred first."""
        ...

    def entry(self, id: str) -> Entry | None:
        """The entry with this id, or None."""
        ...

    def country(self, code: str) -> Entry | None:
        """The country with this ISO 3166-1 alpha-2 code, or None."""
        ...

    def capital(self, country: str) -> Entry | None:
        """The capital of the country with this code, as GeoNames has it, or None."""
        ...

    def shape(self, id: str) -> BaseGeometry | None:
        """Its line or area in lon, lat; None where only a point is known."""
        ...

    def neighbours(self, country: str) -> tuple[str, ...]:
        """Alpha-2 codes of the countries it shares a land border with, in order.

        Their border is ``entry("border:AA-BB")``, the two codes in alphabetical order.
        """
        ...

    def divisions(self, country: str) -> tuple[Entry, ...]:
        """First-level divisions of a country, by id."""
        ...

    def nearest(self, lon: float, lat: float, *, limit: int = 1) -> tuple[tuple[Entry, float], ...]:
        """Populated places with their geodesic distance in metres, nearest first."""
        ...
