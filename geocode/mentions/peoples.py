"""Words for the people and things of a place, in languages without a tagger: russische, Polakami.

A stem and an ending make each of them; a pair joined by a hyphen ("polsko-białoruski") is two.
Data: ``languages/<language>/demonyms.toml``. They are never marks, only what they are: demonyms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from geocode.languages import PLACES_ONLY, cues
from geocode.mentions.cuewords import cue_words
from geocode.names import fold
from geocode.tokens import Token

Written: TypeAlias = Literal["small", "large", "any"]
_HYPHENS = "-‐‑"


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The words of one language, folded, each with the English one that the gazetteer knows."""

    adjectives: Mapping[str, str]
    people: Mapping[str, str]
    joined: Mapping[str, str]
    """First halves of a pair: polsko-, franco-."""
    adjectives_written: Written
    people_written: Written


def people_of(word: str, language: str) -> str | None:
    """The English word for the same people or things; None where it is no such word.

    >>> people_of("białoruskich", "pl"), people_of("Українців", "uk"), people_of("Wald", "de")
    ('Belarusian', 'Ukrainian', None)
    """
    known = people_words(language)
    folded = fold(word)
    return (
        known.adjectives.get(folded) or known.people.get(folded) or known.joined.get(folded)
        if known is not None
        else None
    )


def may_be_adjective(words: Sequence[Token], at: int, language: str) -> bool:
    """Whether the word there may say of what people or country a thing is, as it is written.

    "Tureckie" at the head of a sentence may; "Polski" within one is Poland's.
    """
    known = people_words(language)
    if known is None or fold(words[at].text) not in known.adjectives:
        return False
    small = known.adjectives_written == "small"
    return _opens(words, at) or not small or words[at].text[0].islower()


def find_peoples(words: Sequence[Token], language: str) -> Iterator[Token]:
    """The words of a sentence that name a people or its things, in order, pairs taken apart."""
    known = people_words(language)
    if known is None:
        return
    cue = cue_words(language)
    persons = cue.first | cue.titles
    shouted = all(word.text.isupper() for word in words if word.text.isalpha())
    for at, word in enumerate(words):
        opens = _opens(words, at)
        if not _is_people(word.text, known, free=opens or shouted):
            yield from _pair(word, known)
        elif opens or shouted or word.text.islower() or not _is_named(words, at, persons):
            yield word


def _opens(words: Sequence[Token], at: int) -> bool:
    """Whether a word is the first of its sentence, past a mark of quotation."""
    return at == 0 or (at == 1 and not words[0].text.isalnum())


def _is_named(words: Sequence[Token], at: int, persons: frozenset[str]) -> bool:
    """Whether a word written large is a part of a name: "Jan Czech", "Deutsche Bahn"."""
    before = words[at - 1].text if at else ""
    after = words[at + 1].text if at + 1 < len(words) else ""
    return (before[:1].isupper() and before.lower() in persons) or after[:1].isupper()


def _is_people(word: str, known: PeopleWords, *, free: bool) -> bool:
    """Whether a word is one, written as these are; ``free`` where a large letter says nothing."""
    folded = fold(word)
    rooms = (
        (known.adjectives, known.adjectives_written),
        (known.people, known.people_written),
    )
    return any(
        folded in forms and (free or written == "any" or word[0].isupper() == (written == "large"))
        for forms, written in rooms
    )


def _pair(word: Token, known: PeopleWords) -> Iterator[Token]:
    """Both halves of "polsko-białoruskiej"; nothing where either is not known."""
    cuts = [at for at, letter in enumerate(word.text) if letter in _HYPHENS]
    if len(cuts) != 1:
        return
    head, tail = word.text[: cuts[0]], word.text[cuts[0] + 1 :]
    if fold(head) in known.joined and fold(tail) in known.adjectives:
        yield Token(word.start, word.start + len(head), head)
        yield Token(word.end - len(tail), word.end, tail)


@cache
def people_words(language: str) -> PeopleWords | None:
    """The words of a language, read once; None of one that is not prepared."""
    if language not in PLACES_ONLY:
        return None
    table = cues(language, "demonyms")
    endings = table["endings"]

    def forms(room: str, by: str) -> dict[str, str]:
        return {
            fold(stem + ending.removeprefix("-")): english
            for english, stems in table.get(room, {}).items()
            for stem in str(stems).split()
            for ending in str(endings[by]).split()
        }

    written: dict[str, Written] = table["written"]
    return PeopleWords(
        adjectives=forms("adjectives", "adjectives"),
        people=forms("people", "people"),
        joined=forms("adjectives", "joined")
        | {
            fold(half): english
            for english, halves in table.get("joined", {}).items()
            for half in str(halves).split()
        },
        adjectives_written=written["adjectives"],
        people_written=written["people"],
    )
