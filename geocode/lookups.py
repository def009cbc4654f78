"""What ``python -m geocode lookup`` answers: records for machines, lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from geocode.errors import InputError
from geocode.gazetteer.protocol import Gazetteer
from geocode.geocoder import LookupRecord, lookup_record
from geocode.places import place_query, why_no_place
from geocode.places.queries.suggestions import suggest
from geocode.records import Place
from geocode.settings import Settings


class FuzzyRecord(LookupRecord):
    """A record that is a question back; one that answers has no ``match``."""

    match: Literal["fuzzy"]


_SHOWN = 80
"""Code points of a query that a message repeats."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a query is looked up: at most ``limit`` places, in these countries or in all."""

    gazetteer: Gazetteer
    settings: Settings
    limit: int = 10
    countries: tuple[str, ...] = ()

    def answers(self, query: str) -> tuple[Place, ...]:
        """What the query means, best first; () where nothing is called so."""
        found = place_query(
            query, self.gazetteer, self.settings, limit=self.limit, countries=self.countries
        )
        return _placed(found)

    def why_none(self, query: str) -> tuple[str, ...]:
        """Why a query that was understood has no answer; () where it was not understood."""
        return why_no_place(query, self.gazetteer, self.settings, countries=self.countries)

    def suggestions(self, query: str) -> tuple[Place, ...]:
        """What a query without an answer may have been meant to be, likeliest first.

        () where it was understood as it is: no other spelling makes Mali a coast.
        """
        if self.why_none(query):
            return ()
        found = suggest(
            query, self.gazetteer, self.settings, limit=self.limit, countries=self.countries
        )
        return _placed(found)


def records(query: str, asking: Asking, *, fuzzy: bool) -> list[LookupRecord]:
    """The answers to a query as JSON has them.

    Where there are none, suggestions if they are asked for, each marked ``"match": "fuzzy"``, so
    that no machine takes one for an answer; otherwise [].
    """
    answers = asking.answers(query)
    if answers or not fuzzy:
        return [lookup_record(place, asking.gazetteer) for place in answers]
    return [
        FuzzyRecord(**lookup_record(place, asking.gazetteer), match="fuzzy")
        for place in asking.suggestions(query)
    ]


def nothing_found(query: str, asking: Asking) -> str:
    """Why there is no answer, in a line for people; what may be done where nothing is so called."""
    why = asking.why_none(query)
    if why:
        return f"no place is meant by {query!r}: {'; '.join(why)}"
    if not query.strip():
        return "nothing was asked; give a name"
    asked = repr(query) if len(query) <= _SHOWN else f"{query[:_SHOWN]!r}…"
    return f"nothing is called {asked}; try another spelling, or add the country"


def utf8(query: bytes) -> str:
    """A query as text.

    Raises:
        InputError: It is not UTF-8; nothing is guessed.

    """
    try:
        return query.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        wrong = query[error.start]
        raise InputError(
            f"is not UTF-8 (byte {wrong:#04x} at {error.start + 1}); write names as UTF-8"
        ) from None


def answer_lines(places: Iterable[Place]) -> Iterator[str]:
    """Places for people to read: a line for each, its reasons below it."""
    for place in places:
        best = place.best
        if best is None:
            continue
        where = f"{best.lat:.4f}, {best.lon:.4f} ± {place.precision_m or best.precision_m:,.0f} m"
        country = f", {best.country}" if best.country else ""
        yield f"{place.confidence:.2f}  {best.name}{country}  [{best.feature}]  {where}  {best.id}"
        yield from (f"      {reason}" for reason in place.why)


def _placed(places: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(p for p in places if p.best is not None and p.geometry is not None)
