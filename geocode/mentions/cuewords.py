"""The words that stand around names of places, language by language, and a text cut into words."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from geocode.languages import PLACES_ONLY, cues
from geocode.languages.identify import function_words
from geocode.names import fold
from geocode.records import Span
from geocode.tokens import Token, tokenize

LONGEST_CUE = 4
"""Words in the longest cue ("in der Nähe von")."""
_APOSTROPHES = "'’ʼ‘"
_LONGEST_PIECE = 8
"""Letters in the longest name looked for where a script sets no spaces."""
_UNSPACED = ((0x0E00, 0x0EFF), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF))
"""Thai and Lao, Khmer, kana, Han."""


@dataclass(frozen=True, slots=True)
class CueWords:
    """The cue words of one language, in lower case; all empty for one that is not prepared."""

    prepared: bool
    before: Mapping[tuple[str, ...], str]
    """What may stand before a name: ``in``, ``near``, ``from``, ``to``, ``over``, ``of``,
    ``placed`` ("the city of")."""
    after: Mapping[str, str]
    """Words of class that close a name, with the form the gazetteer has: області, область."""
    ahead: Mapping[str, str]
    """The same for words that open one: województwie, wojewodztwo."""
    called: Mapping[str, str]
    """Folded names, and the name that the gazetteer has instead."""
    border: frozenset[str]
    titles: frozenset[str]
    first: frozenset[str]
    say: frozenset[str]
    inside: frozenset[str]
    """Small words within names: de, am."""
    lists: frozenset[str]
    articles: frozenset[str]
    never: frozenset[str]
    """Capitalised words that seldom are the places so called, folded."""
    elisions: frozenset[str]


@cache
def cue_words(language: str) -> CueWords:
    """The cue words of a language, read once."""
    prepared = language in PLACES_ONLY
    table: dict[str, dict[str, Any]] = cues(language, "names") if prepared else {}
    before = {
        tuple(cue.split("_")): kind
        for kind, listed in (*table.get("before", {}).items(), *_placed(table))
        for cue in str(listed).split()
    }
    people = table.get("persons", {})

    def words(section: str) -> frozenset[str]:
        return frozenset(str(table.get(section, {}).get("words", "")).split())

    def classes(section: str) -> dict[str, str]:
        forms = table.get(section, {})
        return {form: fold(name) for name, listed in forms.items() for form in str(listed).split()}

    return CueWords(
        prepared=prepared,
        before=before,
        after=classes("after"),
        ahead=classes("ahead"),
        called={fold(name): fold(str(other)) for name, other in table.get("called", {}).items()},
        titles=frozenset(str(people.get("titles", "")).split()),
        first=frozenset(str(people.get("first", "")).split()),
        say=frozenset(str(people.get("say", "")).split()),
        **{name: words(name) for name in ("border", "inside", "lists", "articles", "elisions")},
        never=frozenset(map(fold, words("never") | function_words(language))),
    )


def _placed(table: Mapping[str, dict[str, Any]]) -> tuple[tuple[str, object], ...]:
    return (("placed", table["placed"]["words"]),) if "placed" in table else ()


def cue_before(lower: Sequence[str], at: int, cue: CueWords) -> tuple[str, int]:
    """The kind of the longest cue that ends before word ``at``, and its first word; "" if none.

    An article between them is passed over.
    """
    for stop in (at, at - 1) if at and lower[at - 1] in cue.articles else (at,):
        for length in range(min(LONGEST_CUE, stop), 0, -1):
            kind = cue.before.get(tuple(lower[stop - length : stop]))
            if kind is not None:
                return kind, stop - length
    return "", at


def read_words(text: str, span: Span, cue: CueWords, is_name: Callable[[str], bool]) -> list[Token]:
    """Words and marks of a stretch; what languages write together with a name is apart from it.

    ``is_name`` says whether a folded name is known of some weight.
    """
    words = _with_marks(tokenize(text, span))
    out: list[Token] = []
    for word in words:
        if any(c in _APOSTROPHES for c in word.text):
            out += _unelided(word, cue, is_name)
        elif _is_unspaced(word.text):
            out += _pieces(word, is_name)
        else:
            out.append(word)
    return out


def _with_marks(words: Sequence[Token]) -> list[Token]:
    """Words whose vowel signs were cut off (Devanagari, Thai), whole again."""
    out: list[Token] = []
    for word in words:
        last = out[-1] if out else None
        if last is not None and last.end == word.start:
            joint = (last.text[-1], word.text[0])
            if any(unicodedata.category(c)[0] == "M" for c in joint) and any(
                map(str.isalpha, joint)
            ):
                out[-1] = Token(last.start, word.end, last.text + word.text)
                continue
        out.append(word)
    return out


def _unelided(word: Token, cue: CueWords, is_name: Callable[[str], bool]) -> Iterator[Token]:
    """A word apart from what an apostrophe joins to it: d’ and Abidjan, İstanbul and da."""
    cut = next(i for i, c in enumerate(word.text) if c in _APOSTROPHES)
    head, tail = word.text[:cut], word.text[cut + 1 :]
    elided = head.lower() in cue.elisions and (head.islower() or not is_name(fold(word.text)))
    loose = not cue.prepared and not is_name(fold(word.text))
    if head and tail and (elided or loose):
        yield Token(word.start, word.start + cut, head)
        yield Token(word.start + cut + 1, word.end, tail)
    else:
        yield word


def _is_unspaced(word: str) -> bool:
    return len(word) > 1 and any(a <= ord(word[0]) <= b for a, b in _UNSPACED)


def _pieces(word: Token, is_name: Callable[[str], bool]) -> Iterator[Token]:
    """The known names within a run without spaces, longest first, and what is between them."""
    start = at = 0
    while at < len(word.text):
        longest = min(_LONGEST_PIECE, len(word.text) - at)
        size = next((n for n in range(longest, 1, -1) if is_name(fold(word.text[at : at + n]))), 0)
        if size:
            if at > start:
                yield Token(word.start + start, word.start + at, word.text[start:at])
            yield Token(word.start + at, word.start + at + size, word.text[at : at + size])
            start = at + size
        at += size or 1
    if start < len(word.text):
        yield Token(word.start + start, word.end, word.text[start:])
