"""Free-standing queries: "Yelsk, Belarus", "near Kyiv", "the Polish-Belarusian border"."""

from __future__ import annotations

import re
from dataclasses import replace

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.names import fold
from geocode.places.queries.containment import inside
from geocode.places.queries.names import Query, candidates_for, cue_words, places_for
from geocode.places.queries.phrases import worded
from geocode.places.queries.shares import PART, as_shares, takes_article, weight_of
from geocode.places.wording.items import read_cues
from geocode.places.wording.relations import Wording
from geocode.records import Candidate, Place, Span
from geocode.settings import Settings

PARTS = re.compile(r"\s*,\s*(?!\d)")
"""Commas between parts of a query; that of "1,500 miles" is none."""
_BRACKETED = re.compile(r"\s*[(]([^()]+)[)]$")
_OWNED = re.compile(r"[’'][sS]$")
_LONGEST = 300
"""Code points; nothing longer is a query for one place."""


def place_query(
    query: str,
    gazetteer: Gazetteer,
    settings: Settings,
    *,
    limit: int = 10,
    countries: tuple[str, ...] = (),
) -> tuple[Place, ...]:
    """What a query can mean, best first, at most ``limit``; () where nothing is known.

    The grammar is that of running text: a name, a name with what it lies in ("Yelsk, Belarus"),
    "near X", "30 km north of X", "western X", "between X and Y", the coast of X, a border of two
    countries. Every word must be understood, or there is no answer (``why_no_place`` says why).
    ``countries`` are alpha-2 codes to keep to; () for all. One alone is also the country whose
    borders "borders with Poland and Ukraine" are.
    """
    asked = _asked(query, gazetteer, settings, limit, countries)
    return () if asked is None else _answer(asked)


def why_no_place(
    query: str, gazetteer: Gazetteer, settings: Settings, *, countries: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Why ``place_query`` gives nothing where it understood the words; () where it did not."""
    asked = _asked(query, gazetteer, settings, 1, countries)
    if asked is None or _answer(asked):
        return ()
    return tuple(dict.fromkeys(asked.notes))


def _asked(
    query: str, gazetteer: Gazetteer, settings: Settings, limit: int, countries: tuple[str, ...]
) -> Query | None:
    text = _OWNED.sub("", _BRACKETED.sub(r", \1", query.strip().rstrip("?!")))
    if " " in text:  # one word with a full stop is an abbreviation: "Pa."
        text = text.rstrip(".")
    if not text or len(text) > _LONGEST or limit < 1:
        return None
    return Query(text, gazetteer, settings, limit, frozenset(c.upper() for c in countries))


def _answer(asked: Query) -> tuple[Place, ...]:
    text = asked.text
    span = Span(0, len(text))
    return (
        _people(asked, text, span)
        or _named(asked, text, span)
        or _within(asked, text)
        or worded(asked)
    )


def _named(asked: Query, surface: str, span: Span) -> tuple[Place, ...]:
    """Places for a bare name; cue words alone ("border") only where a place's own name is so.

    "South Lebanon" is also the south of Lebanon, "northern Ireland" rather that of Ireland; what a
    country, region or division is called ("South Sudan") is that alone.
    """
    found = candidates_for(asked, surface)
    words = surface.lower().replace("-", " ").split()
    if all(word in cue_words("en") for word in words):
        folded = fold(surface)
        bare = folded.removeprefix("the ")
        found = tuple(
            c
            for c in found
            if fold(c.entry.name) == folded
            or (fold(c.entry.name) == bare and takes_article(c.entry, bare, asked.gazetteer))
        )
    if not found:
        return ()
    part = _as_part(asked, surface)
    if part is None:
        return places_for(asked, found, surface, span, Wording())
    wording, whole = part
    certain = any(
        c.entry.feature.startswith(("PCL", "ADM1", "RGN", "CONT")) and c.score > 0.5  # noqa: PLR2004
        for c in found
    )
    low = surface[0].islower() and surface.rsplit(maxsplit=1)[-1][0].isupper()
    regional = any(c.entry.feature.startswith(("RGN", "CONT")) for c in found[:1])
    if certain and (not low or regional):
        return places_for(asked, found, surface, span, Wording())
    weights = {c.entry.id: weight_of(c.entry) - (PART if low else 0.0) for c in found}
    weights |= {f"part:{c.entry.id}": weight_of(c.entry) - (0.0 if low else PART) for c in whole}
    shares = as_shares(weights)
    named = [replace(c, score=shares[c.entry.id]) for c in found]
    parts = [replace(c, score=shares[f"part:{c.entry.id}"]) for c in whole]
    places = (
        *places_for(asked, named, surface, span, Wording()),
        *places_for(asked, parts, surface, span, wording),
    )
    return tuple(sorted(places, key=lambda p: -p.confidence))[: asked.limit]


def _people(asked: Query, surface: str, span: Span) -> tuple[Place, ...]:
    """Places for "Belarusian" or "Poles": whose people or things are called so; () for no demonym.

    Where a place bears the name itself ("Roman"), that comes in by its own weight.
    """
    of = [
        e
        for e in asked.gazetteer.demonym(surface)
        if not asked.countries or e.country in asked.countries
    ]
    if not of:
        return ()
    named = [c for c in candidates_for(asked, surface) if c.entry not in of]
    shares = as_shares(
        {e.id: weight_of(e) for e in of} | {c.entry.id: weight_of(c.entry) - PART for c in named}
    )
    whose = tuple(
        Candidate(e, shares[e.id], (f"‘{surface}’ is who or what is of {e.name}, no place",))
        for e in sorted(of, key=lambda e: (-shares[e.id], e.id))
    )
    others = tuple(replace(c, score=shares[c.entry.id]) for c in named)
    places = (
        *(replace(p, role="demonym") for p in places_for(asked, whose, surface, span, Wording())),
        *places_for(asked, others, surface, span, Wording()),
    )
    return tuple(sorted(places, key=lambda p: -p.confidence))[: asked.limit]


def _as_part(asked: Query, surface: str) -> tuple[Wording, tuple[Candidate, ...]] | None:
    """The reading as a side of a country or division ("South Lebanon"), if there is one."""
    words = surface.split()
    if len(words) < 2:  # noqa: PLR2004 - a direction and a name
        return None
    known = read_cues("en")
    direction = known.directions.get(words[0].lower().replace("-", ""))
    if direction not in geometry.DIRECTIONS:
        return None
    rest = " ".join(words[1:])
    whole = [
        c for c in candidates_for(asked, rest) if c.entry.feature.startswith(("PCL", "ADM1", "RGN"))
    ]
    if not whole:
        return None
    return Wording("part", words[0], "", (direction,)), tuple(whole[:1])


def _within(asked: Query, text: str) -> tuple[Place, ...]:
    """Places for "X, Y" or "X, Y, Z": the X that lie in all the others."""
    head, *outer = PARTS.split(text)
    if not outer or not all(outer):
        return ()
    kept = inside(asked, candidates_for(asked, head), outer)
    return places_for(asked, kept, head, Span(0, len(head)), Wording())
