"""What a query that means nothing may have been meant to say: for "Minskk", Minsk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geocode.gazetteer.protocol import Gazetteer, Similar
from geocode.places.queries.answers import PARTS, place_query
from geocode.records import Place
from geocode.settings import Settings

_LONGEST = 300
"""Code points; nothing longer is a query for one place, as for ``place_query``."""
_MOST_WORDS = 8
"""Words in a part of a query that are tried as the misspelt name; the rest must be cue words."""
_TRUST_PER_EDIT = 0.5


def suggest(
    query: str,
    gazetteer: Gazetteer,
    settings: Settings,
    *,
    limit: int = 5,
    countries: tuple[str, ...] = (),
) -> tuple[Place, ...]:
    """Places for the query with one name respelt, likeliest first; () where none is close.

    For queries to which ``place_query`` gives nothing. Each says "did you mean" as its first
    reason, and its confidence is halved for every edit and no more than of those before it: a
    question back, never an answer.
    ``countries`` are alpha-2 codes to keep to.
    """
    if len(query) > _LONGEST:
        return ()
    parts = PARTS.split(query.strip().rstrip(".?!"))
    unknown = [at for at, part in enumerate(parts) if not _is_known(part, gazetteer)]
    if len(unknown) != 1:
        return ()
    (at,) = unknown
    found: dict[str, Place] = {}
    trust = 1.0
    for respelt, similar in _respelt(parts[at], gazetteer, limit=limit):
        asked = ", ".join((*parts[:at], respelt, *parts[at + 1 :]))
        for place in place_query(asked, gazetteer, settings, limit=1, countries=countries):
            if place.best is not None and place.best.id not in found:
                trust = min(trust, place.confidence * _TRUST_PER_EDIT**similar.edits)
                found[place.best.id] = _doubted(place, similar, trust)
    return tuple(found.values())[:limit]


def _is_known(part: str, gazetteer: Gazetteer) -> bool:
    return bool(gazetteer.lookup(part, limit=1) or gazetteer.demonym(part))


def _respelt(part: str, gazetteer: Gazetteer, *, limit: int) -> Iterator[tuple[str, Similar]]:
    """The part with its last words, and all of them first, spelt otherwise."""
    words = part.split()
    for first in range(min(len(words), _MOST_WORDS)):
        name = " ".join(words[first:])
        for similar in gazetteer.similar(name, limit=limit):
            yield " ".join((*words[:first], similar.name)), similar


def _doubted(place: Place, similar: Similar, trust: float) -> Place:
    why = f"did you mean: spelt {similar.name}, edit distance {similar.edits}"
    return replace(place, confidence=trust, why=(why, *place.why))
