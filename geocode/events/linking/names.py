"""Whatever in a sentence could name where something is: mentions, and other capitalised words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geocode.languages import cues
from geocode.places.roles.clauses import Sentence
from geocode.records import REFERRING, Place, Span

_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|ul|et|es|ed)[-‐‑]\w", re.IGNORECASE)
"""An Arabic article, in lower case in many a name: "al-Bab"."""
_MOST_PARTICLES = 3


@dataclass(frozen=True, slots=True)
class Name:
    """Words ``[first, last)`` of a sentence that could name a place, and what is known of them."""

    first: int
    last: int
    span: Span
    kind: str = "words"
    """As in ``Mention``; ``words`` for capitalised ones that nobody took for a place."""
    sureness: float = 0.0
    """The tagger's confidence that they name a place."""
    role: str = ""
    feature: str = ""
    population: int = 0


def read_names(sentence: Sentence, places: Sequence[Place]) -> tuple[Name, ...]:
    """The names of a sentence in text order; they may overlap, but none is given twice.

    A composed place is no name: the names in it are.
    """
    found = {
        name.span: name
        for name in (_named(sentence, p) for p in places if p.mention.kind != "phrase")
        if name.first < name.last
    }
    for first, last in _stretches(sentence):
        span = Span(sentence.tokens[first].start, sentence.tokens[last - 1].end)
        found.setdefault(span, Name(first, last, span))
    return tuple(sorted(found.values(), key=lambda name: (name.first, name.last, name.span)))


def _named(sentence: Sentence, place: Place) -> Name:
    first, last = sentence.words_of(place.mention.span)
    return Name(
        first=first,
        last=last,
        span=place.mention.span,
        kind="toponym" if place.mention.kind in REFERRING else place.mention.kind,
        sureness=place.mention.confidence,
        role=place.role,
        feature=place.best.feature if place.best else "",
        population=place.best.population if place.best else 0,
    )


def _stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Capitalised runs with the particles in them, and each short of a word at either end."""
    lower, size = sentence.lower, len(sentence.lower)
    first = 0
    while first < size:
        if not _is_capital(sentence, first):
            first += 1
            continue
        last = first + 1
        while last < size:
            if _is_capital(sentence, last):
                last += 1
                continue
            beyond = _behind_particles(sentence, last)
            if beyond == last:
                break
            yield first, last
            last = beyond + 1
        yield first, last
        if last - first > 1:
            yield first + 1, last
        if last - first > 2:  # noqa: PLR2004
            yield first, last - 1
        if last < size and lower[last] in words()["places"]:
            yield first, last + 1
        first = last


def _behind_particles(sentence: Sentence, index: int) -> int:
    """Where a name goes on behind particles, or ``index`` where it does not."""
    if sentence.lower[index] in {"and", "the"}:
        return index
    end, size, particles = index, len(sentence.lower), words()["particles"]
    while end < size and end - index < _MOST_PARTICLES and sentence.lower[end] in particles:
        end += 1
    goes_on = end < size and _is_capital(sentence, end)
    return end if goes_on else index


def _is_capital(sentence: Sentence, index: int) -> bool:
    text = sentence.tokens[index].text
    return text[0].isupper() or _ARTICLE.match(text) is not None


@cache
def words() -> dict[str, frozenset[str]]:
    """The linker's words by their class: ``languages/en/linking.toml``."""
    return {name: frozenset(group) for name, group in cues("en", "linking").items()}
