"""Free-standing queries: "Yelsk, Belarus", "near Kyiv", "the Polish-Belarusian border"."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from geocode.gazetteer.protocol import Gazetteer
from geocode.names import fold
from geocode.places.candidates import how_named
from geocode.places.footprints import footprint, meant, relation_to
from geocode.places.phrases import compose
from geocode.places.relations import Cues, Item, Wording, describe, read_cues, read_items
from geocode.records import Block, Candidate, Document, Entry, Mention, MentionKind, Place, Span
from geocode.settings import Settings
from geocode.tokens import tokenize

_LONGEST = 300
"""Code points; nothing longer is a query for one place."""
_MOST_WORDS = 7
"""Longest name tried, in words."""
_LOOSE = str.maketrans(dict.fromkeys("-‐‑", "–"))
"""Names joined by a hyphen are read apart; a hyphenated name is found all the same."""
_PARTS = re.compile(r"\s*,\s*")
_BONUS = {
    "PCL": 0.3, "CONT": 2.0, "RGN": 0.3, "ADM1": -0.6, "ADM2": -1.2, "PPLC": 0.8, "PPLA": 0.2,
}  # fmt: skip
"""What a class of place is worth beside its population, in powers of ten: a country or capital is
named more often than its people count, a division less often than the town of its name."""
_SHARPNESS = 0.6
"""Share of the mass = 10^(sharpness x weight): a town ten times as large is four times as likely.

Source: with these values the shares of lone names (Georgia: the country .7, the state .3; Paris:
France nine in ten; Springfield: nobody half) come near those the trained ranker gives them.
"""
_OTHER_NAME = 1.5
"""What a name that is not the preferred one costs, in the same powers of ten."""


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    gazetteer: Gazetteer
    settings: Settings
    limit: int
    countries: frozenset[str]


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
    "near X", "30 km north of X", "western X", a border of two countries. Every word must be
    understood, or there is no answer. ``countries`` are alpha-2 codes to keep to; () for all.
    """
    text = query.strip().rstrip(".?!")
    if not text or len(text) > _LONGEST or limit < 1:
        return ()
    asked = _Query(text, gazetteer, settings, limit, frozenset(c.upper() for c in countries))
    found = _named(asked, text, Span(0, len(text)), Wording()) or _within(asked, text)
    return found or _worded(asked)


def _named(asked: _Query, surface: str, span: Span, wording: Wording) -> tuple[Place, ...]:
    """Places for a bare name; cue words alone ("border") only where a place's own name is so."""
    found = _candidates(asked, surface)
    words = surface.lower().split()
    if all(word in _cue_words("en") for word in words):
        folded = fold(surface)
        found = tuple(c for c in found if fold(c.entry.name) == folded)
    return _places(asked, found, surface, span, wording)


def _within(asked: _Query, text: str) -> tuple[Place, ...]:
    """Places for "X, Y" or "X, Y, Z": the X that lie in all the others."""
    head, *outer = _PARTS.split(text)
    if not outer or not all(outer):
        return ()
    kept = _inside(asked, _candidates(asked, head), outer)
    return _places(asked, kept, head, Span(0, len(head)), Wording())


def _inside(
    asked: _Query, candidates: Sequence[Candidate], outer: Sequence[str]
) -> tuple[Candidate, ...]:
    """Candidates that lie in one bearer of each outer name, with that as a reason."""
    kept = tuple(candidates)
    for name in outer:
        holders = {e.id: e for e in _entries(asked.gazetteer, name)}
        next_kept: list[Candidate] = []
        for candidate in kept:
            holder = _holder(candidate.entry, holders)
            if holder is not None:
                why = (*candidate.why, f"lies in {holder.name}, as the query says")
                next_kept.append(replace(candidate, why=why))
        kept = tuple(next_kept)
    total = sum(c.score for c in kept)
    return tuple(replace(c, score=c.score / total) for c in kept) if total else ()


def _holder(entry: Entry, holders: dict[str, Entry]) -> Entry | None:
    for number in (entry.admin2, entry.admin1):
        if number is not None and number in holders:
            return holders[number]
    for holder in holders.values():
        if holder.feature.startswith("PCL") and holder.country == entry.country:
            return holder if holder.id != entry.id else None
    return None


def _worded(asked: _Query) -> tuple[Place, ...]:
    """Places for a query with words around its names."""
    document, mentions = _read(asked)
    if not mentions:
        return ()
    ranked = [_candidates(asked, m.surface) for m in mentions]
    known = read_cues(document.language)
    composed = compose(document, mentions, ranked, asked.gazetteer, asked.settings)
    if composed:
        return tuple(
            Place(
                one.mention, one.best, (), one.confidence, one.relation, "site",
                one.footprint.geometry, one.footprint.precision_m,
                (*one.why, *one.footprint.why), one.parts,
            )
            for one in composed
            if one.best is not None
        )[: asked.limit]  # fmt: skip
    all_items = read_items(document, mentions)
    if len(all_items) != 1:
        return ()
    items = all_items[0]
    wordings = describe(items, document.language)
    first = wordings[0]
    if first.relation in {"in", "between"} or not _all_read(items, first, known):
        return ()
    head, outer = mentions[0], mentions[1:]
    candidates = _inside(asked, ranked[0], [m.surface for m in outer]) if outer else ranked[0]
    return _places(asked, candidates, head.surface, head.span, first)


def _all_read(items: Sequence[Item], wording: Wording, known: Cues) -> bool:
    """Whether all words are cues, names or commas."""
    return all(
        not item.word or item.word == "," or item.word in known.words["articles"]
        for k, item in enumerate(items)
        if not wording.first <= k <= wording.last
    )


def _read(asked: _Query) -> tuple[Document, tuple[Mention, ...]]:
    """The query as a document, and its names: the longest known ones, left to right."""
    text = asked.text
    whole = Span(0, len(text))
    document = Document("", text, None, None, None, "en", (Block("body", whole),))
    tokens = tokenize(text.translate(_LOOSE))
    cue_words = _cue_words("en")
    out: list[Mention] = []
    at = 0
    while at < len(tokens):
        word = tokens[at].text.lower()
        end = at + 1
        if word not in cue_words and word[:1].isalpha():
            for last in range(min(len(tokens), at + _MOST_WORDS), at, -1):
                span = Span(tokens[at].start, tokens[last - 1].end)
                kind = _kind(asked.gazetteer, span.of(text))
                if kind is not None:
                    out.append(Mention("", span, span.of(text), kind))
                    end = last
                    break
        at = end
    return document, tuple(out)


def _kind(gazetteer: Gazetteer, surface: str) -> MentionKind | None:
    if "," in surface or not surface[-1:].isalnum():
        return None
    if gazetteer.demonym(surface):
        return "demonym"
    return "toponym" if gazetteer.lookup(surface, limit=1) else None


@cache
def _cue_words(language: str) -> frozenset[str]:
    known = read_cues(language)
    groups = [
        w for rooms in known.phrases.values() for cues in rooms.values() for c in cues for w in c
    ]
    words = {w for group in known.words.values() for w in group} | set(groups)
    return frozenset(words | set(known.directions) | set(known.units) | set(known.numbers))


def _entries(gazetteer: Gazetteer, name: str) -> tuple[Entry, ...]:
    """Bearers of a name, also without its word of class ("Homyel region")."""
    found = gazetteer.lookup(name)
    if found:
        return found
    found = gazetteer.lookup(_classless(name))
    return tuple(e for e in found if e.feature.startswith(("ADM", "RGN"))) or found


def _classless(name: str) -> str:
    words = name.split()
    nouns = read_cues("en").words["lead_nouns"]
    if len(words) > 1 and words[-1].lower() in nouns:
        return " ".join(words[:-1])
    return name


def _candidates(asked: _Query, surface: str) -> tuple[Candidate, ...]:
    """Bearers of a name, best first; scores are shares of 1 by class, population and name."""
    entries = [
        e
        for e in _entries(asked.gazetteer, surface)
        if not asked.countries or e.country in asked.countries
    ]
    if not entries:
        return ()
    folded = fold(surface)
    is_country = any(e.feature == "PCLI" and fold(e.name) == folded for e in entries)
    own = frozenset({"name"} if is_country else {"name", "stem"})  # Mexico is not Mexico City
    weights = {e.id: _weight(e, is_own=how_named(e, folded) in own) for e in entries}
    top = max(weights.values())
    shares = {key: 10.0 ** (_SHARPNESS * (w - top)) for key, w in weights.items()}
    total = sum(shares.values())
    made = [Candidate(e, shares[e.id] / total, _reasons(e, folded, len(entries))) for e in entries]
    return tuple(sorted(made, key=lambda c: (-c.score, c.entry.id)))


def _weight(entry: Entry, *, is_own: bool) -> float:
    bonus = next((b for f, b in _BONUS.items() if entry.feature.startswith(f)), 0.0)
    return math.log10(entry.population + 100.0) + bonus - (0.0 if is_own else _OTHER_NAME)


def _reasons(entry: Entry, folded: str, bearers: int) -> tuple[str, ...]:
    own = fold(entry.name) == folded
    why = ["its own name" if own else f"another name of {entry.name}"]
    if entry.population:
        why.append(f"{entry.population:,} people")
    why.append("the only place so called" if bearers == 1 else f"one of {bearers} so called")
    return tuple(why)


def _places(
    asked: _Query, candidates: Sequence[Candidate], surface: str, span: Span, wording: Wording
) -> tuple[Place, ...]:
    out: list[Place] = []
    for candidate in candidates[: asked.limit]:
        worded = meant(candidate.entry, wording)
        ground = footprint(candidate.entry, worded, asked.gazetteer, asked.settings)
        if ground.geometry is None:
            if not out:  # what is likeliest meant has no ground: the next best would be a guess
                return ()
            continue
        out.append(
            Place(
                Mention("", span, surface, "toponym"), candidate.entry, (), candidate.score,
                relation_to(candidate.entry, worded), "site", ground.geometry, ground.precision_m,
                (*candidate.why, *ground.why),
            )
        )  # fmt: skip
    return tuple(out)
