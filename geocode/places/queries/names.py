"""Names in a query: which of its words are names, who bears them, and the places that gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from geocode.gazetteer.protocol import Gazetteer
from geocode.names import fold
from geocode.places.queries.shares import bearers, shared_out, takes_article
from geocode.places.ranking.candidates import is_code
from geocode.places.wording.footprints import footprint, meant, relation_to
from geocode.places.wording.items import read_cues
from geocode.places.wording.outlines import waters_called
from geocode.places.wording.relations import Wording
from geocode.places.wording.short_names import short_for
from geocode.records import Block, Candidate, Document, Mention, MentionKind, Place, Span
from geocode.settings import Settings
from geocode.tokens import Token, tokenize

_MOST_WORDS = 7
"""Longest name tried, in words."""
_MOST_OTHERS = 5
_LOOSE = str.maketrans(dict.fromkeys("-‐‑", "–"))
"""Names joined by a hyphen are read apart; a hyphenated name is found all the same."""
_NO_CUES = ("article_then", "article_then_asked", "article_named")
_PEOPLED = 50_000
"""A place named by a direction and another name must have so many people to be meant by both."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query with what it is answered from; ``countries`` to keep to, empty for all."""

    text: str
    gazetteer: Gazetteer
    settings: Settings
    limit: int
    countries: frozenset[str]
    notes: list[str] = field(default_factory=list[str])
    """Why what was understood has no answer."""


def read_query(asked: Query) -> tuple[Document, tuple[Mention, ...]]:
    """The query as a document, and its names: the longest known ones, left to right."""
    text = asked.text
    whole = Span(0, len(text))
    document = Document("", text, None, None, None, "en", (Block("body", whole),))
    tokens = tokenize(text.translate(_LOOSE))
    cues = cue_words("en")
    out: list[Mention] = []
    at = 0
    while at < len(tokens):
        word = tokens[at].text.lower()
        end = at + 1
        is_cue = word in cues
        short = _short(asked, tokens[at : at + _MOST_WORDS])
        if short is not None:
            out.append(Mention("", short, short.of(text), "toponym"))
            at = end
            continue
        if word[:1].isalpha():
            for last in range(min(len(tokens), at + _MOST_WORDS), at + is_cue, -1):
                span = Span(tokens[at].start, tokens[last - 1].end)
                kind = _kind(asked.gazetteer, span.of(text), text, is_cue=is_cue)
                if kind is not None:
                    out.append(Mention("", span, span.of(text), kind))
                    end = last
                    break
        at = end
    return document, tuple(out)


def _short(asked: Query, tokens: Sequence[Token]) -> Span | None:
    """The first token where it is a direction short for a name: "North and South Korea"."""
    first = tokens[0]
    if first.text.lower() not in read_cues("en").directions:
        return None
    for last in range(len(tokens) - 1, 2, -1):
        second = asked.text[tokens[2].start : tokens[last].end]
        if short_for(first.text, tokens[1].text, second, asked.gazetteer) is not None:
            return Span(first.start, first.end)
    return None


def _kind(gazetteer: Gazetteer, surface: str, text: str, *, is_cue: bool) -> MentionKind | None:
    """Demonym, toponym, or None; the name of a border is read as the grammar reads it.

    A name may start with a cue word: "South Sudan" and "Port Said" do, but "northern Ireland" and
    "South Lebanon" are sides of what follows, whatever town is called so.
    """
    if "," in surface or not (surface[-1:].isalnum() or surface.endswith(".")):
        return None
    if is_cue and not (surface[0].isupper() or text.islower()):
        return None
    if gazetteer.demonym(surface):
        return "demonym"
    found = gazetteer.lookup(surface, limit=5)
    if not found or found[0].feature == "BDRY":
        return None
    if is_cue:
        folded = fold(surface)
        named = [e for e in found if fold(e.name) == folded or e.feature.startswith("PCL")]
        upper = all(word[0].isupper() for word in surface.split())
        region = upper and any(e.feature == "RGN" for e in named)  # "South Ossetia"
        side = surface.split(maxsplit=1)[0].lower() in read_cues("en").directions
        if not region and not any(e.population >= _PEOPLED or not side for e in named):
            return None
    return "toponym"


@cache
def cue_words(language: str) -> frozenset[str]:
    """All words that mean something round a name: "near", "km", "northern", "border"."""
    known = read_cues(language)
    groups = [
        w for rooms in known.phrases.values() for some in rooms.values() for c in some for w in c
    ]
    words = {w for name, group in known.words.items() for w in group if name not in _NO_CUES}
    words |= set(groups)
    return frozenset(words | set(known.directions) | set(known.units) | set(known.numbers))


def candidates_for(asked: Query, surface: str, *, article: bool = False) -> tuple[Candidate, ...]:
    """Bearers of a name in the countries asked for, best first.

    With an ``article`` before the name, or in it, rivers and regions come before towns.
    """
    words = read_cues("en").words
    first, _, rest = surface.partition(" ")
    if rest and first.lower() in words["article_words"]:
        surface, article = rest.strip(), True
    ends = {word.lower() for word in (surface.split() or [""])[:: max(1, surface.count(" "))]}
    article = article and not ends & words["lead_nouns"]  # "the Homyel region"
    named = {e.id: e for e in bearers(asked.gazetteer, surface)}
    if article:  # "the West" may be a name by itself
        named |= {e.id: e for e in bearers(asked.gazetteer, f"the {surface}")}
    waters = {e.id: e for e in waters_called(surface, asked.gazetteer)} if article else {}
    entries = [
        e
        for e in (named | waters).values()
        if not asked.countries or e.country in asked.countries or e.id in waters
        if not is_code(e, surface, asked.gazetteer)
    ]
    plain = {e.id for e in entries if article and not takes_article(e, surface, asked.gazetteer)}
    return shared_out(entries, surface, waters=frozenset(waters), without_article=frozenset(plain))


def places_for(
    asked: Query, candidates: Sequence[Candidate], surface: str, span: Span, wording: Wording
) -> tuple[Place, ...]:
    """The places of a wording for each candidate; () where the likeliest has no ground."""
    out: list[Place] = []
    for candidate in candidates[: asked.limit]:
        worded = meant(candidate.entry, wording)
        ground = footprint(candidate.entry, worded, asked.gazetteer, asked.settings)
        if ground.geometry is None:
            asked.notes.extend(ground.why)
            if not out:  # what is likeliest meant has no ground: the next best would be a guess
                return ()
            continue
        others = tuple(c for c in candidates if c is not candidate)[:_MOST_OTHERS]
        out.append(
            Place(
                Mention("", span, surface, "toponym"), candidate.entry, others, candidate.score,
                relation_to(candidate.entry, worded), "site", ground.geometry, ground.precision_m,
                (*candidate.why, *ground.why),
            )
        )  # fmt: skip
    return tuple(out)
