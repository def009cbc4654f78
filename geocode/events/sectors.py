"""What sort of party a noun phrase names, and of which country, as far as its words say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from geocode.languages import cues
from geocode.records import Place, Sector, Span

_LONGEST = 5
"""Words of the longest name listed."""
LINKS = frozenset({"of", "for", "from", "in", "at", "with", "on"})
"""Where the head of a noun phrase ends: "a spokesman | for the army"."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The words of one language for parties and for who says what."""

    sectors: Mapping[str, Sector]
    """Words in lower case, with a space between them, to the sector they name."""
    faint: Mapping[str, Sector]
    """Words that name one only where no other does."""
    fighting: frozenset[str]
    countries: Mapping[str, str]
    """Names that stand for a country, to its ISO 3166-1 alpha-2."""
    said: Mapping[str, frozenset[str]]
    """Lists of words by which something is told on."""
    said_verbs: tuple[str, ...]


@cache
def parties_of(language: str) -> Parties:
    """The words of a language, from its ``actors.toml``."""
    table: dict[str, Any] = cues(language, "actors")
    said: dict[str, Any] = table["attribution"]
    return Parties(
        sectors={word: name for name, words in table["sectors"].items() for word in words},
        faint={word: name for name, words in table["faint"].items() for word in words},
        fighting=frozenset(table["fighting"]["words"]),
        countries=table["countries"],
        said={name: frozenset(words) for name, words in said.items() if name != "verbs"},
        said_verbs=tuple(said["verbs"]),
    )


def sector_of(words: Sequence[str], language: str) -> Sector | None:
    """The sector that the words of a noun phrase (in lower case) tell; None where they tell none.

    The last word of its head that names one counts, then what the head is of.

    >>> sector_of("a spokesman for the army".split(), "en")
    'military'
    >>> sector_of("hospital officials in kano".split(), "en"), sector_of(["reading"], "en")
    ('health', None)
    """
    known = parties_of(language)
    cut = _head_end(words, known)
    head, rest = words[:cut], words[cut:]
    strong = _named(head, known.sectors)
    if strong and known.fighting.intersection(head):
        return "rebels"
    for found in (strong[-1:], _named(rest, known.sectors)[:1], _named(head, known.faint)[-1:]):
        if found:
            return found[0]
    return None


def _head_end(words: Sequence[str], known: Parties) -> int:
    """Where the head of a noun phrase ends: before "of", but for "chief of staff"."""
    for i, word in enumerate(words):
        if not i or word not in LINKS:
            continue
        around = (" ".join(words[a:b]) for a in range(max(0, i - 2), i) for b in (i + 2, i + 3))
        if not any(name in known.sectors or name in known.faint for name in around):
            return i
    return len(words)


def _named(words: Sequence[str], listed: Mapping[str, Sector]) -> list[Sector]:
    """The sectors of the longest listed names among some words, in their order."""
    out: list[Sector] = []
    i = 0
    while i < len(words):
        for end in range(min(len(words), i + _LONGEST), i, -1):
            found = listed.get(" ".join(words[i:end]))
            if found is not None:
                out.append(found)
                i = end - 1
                break
        i += 1
    return out


def country_of(
    span: Span, words: Sequence[str], places: Sequence[Place], language: str
) -> str | None:
    """The country that a noun phrase names: its people, a place in it, or what stands for one.

    ``places`` are those of its sentence. A people's name comes before a place's: "Polish officials
    in Minsk" are Poland's.
    """
    inside = [
        place
        for place in places
        if place.best is not None and span.contains(place.mention.span) and not place.parts
    ]
    for place in sorted(inside, key=lambda p: (p.mention.kind != "demonym", p.mention.span)):
        if place.best is not None and place.best.country is not None:
            return place.best.country
    known = parties_of(language).countries
    for i in range(len(words)):
        for end in range(min(len(words), i + _LONGEST), i, -1):
            if (code := known.get(" ".join(words[i:end]))) is not None:
                return code
    return None
