"""Sentences of other languages as items in the words of the English cue grammar.

"На границе Польши с Беларусью" is read as *on · border · of · Польши · with · Беларусью*: then
``relations``, ``distances`` and the grammar of borders read it as they read English, with the same
geometry. What is not in the language's glossary is no word at all to them. Spans stay those of the
text. Data: ``languages/<language>/wording.toml`` and ``names.toml``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from geocode.languages import cues
from geocode.mentions.cuewords import cue_words
from geocode.places.wording.items import Item
from geocode.records import Document, Mention, Span
from geocode.tokens import sentences, tokenize

NO_WORD = "·"
"""Stands for every word that is in no glossary."""
_SIDES = {
    "n": "north", "s": "south", "e": "east", "w": "west", "ne": "northeast", "nw": "northwest",
    "se": "southeast", "sw": "southwest", "c": "central",
}  # fmt: skip
_OWNED = frozenset({"border", "regions", "part", "coast"})
"""Nouns that a name in the genitive may follow with no word between."""
_APOSTROPHES = "'’ʼ‘"
_MARKS = frozenset(",.;:()-–—‐‑−/!?")


@dataclass(frozen=True, slots=True)
class Glossary:
    """Phrases of one language, in lower case, and what the English grammar calls each."""

    english: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: int
    partner: frozenset[str]
    """Words between the two whose border it is: "кордон Польщі з Білоруссю"."""
    at: frozenset[str]
    """Words that, before a border, say that something is there."""
    adjectives_follow: bool
    """Whether adjectives of direction stand after what they go with: "Ucrania oriental"."""
    genitive: bool
    """Whether a name may follow the noun that it owns with no word between."""


def read_translated(
    document: Document, mentions: Sequence[Mention], names: Sequence[str]
) -> tuple[tuple[Item, ...], ...]:
    """The items of each sentence that names a place.

    ``names`` are what the mentions are called in the nominative, or in English if of peoples.
    """
    table = glossary(document.language)
    starts = [m.span.start for m in mentions]
    out: list[tuple[Item, ...]] = []
    for sentence in sentences(document):
        first = bisect_left(starts, sentence.start)
        last = bisect_right(starts, sentence.end - 1)
        if first < last:
            held = [(k, mentions[k], names[k]) for k in range(first, last)]
            out.append(_items(document.text, sentence, held, table))
    return tuple(out)


def stands_at(words: Sequence[str], language: str) -> bool:
    """Whether the words before a border, in lower case, put something there: "an", "le long de"."""
    table = glossary(language)
    if not words or words[-1] in table.at:
        return bool(words)
    ends = (tuple(words[-length:]) for length in range(1, table.longest + 1))
    return any(table.english.get(end) == ("along",) for end in ends)


@cache
def glossary(language: str) -> Glossary:
    """The glossary of a prepared language, read once."""
    table = cues(language, "wording")
    cue = cue_words(language)
    plain = {"in": "in", "on": "on", "near": "near", "from": "from", "to": "to", "of": "of"}
    english = {words: (plain[kind],) for words, kind in cue.before.items() if kind in plain}
    english |= {(word,): ("and",) for word in cue.lists} | {
        (word,): ("the",) for word in cue.articles
    }
    english |= {words: tuple(said.split()) for said, words in _phrases(table["says"])}
    for side, words in _phrases(table["nouns"]):
        english[words] = ("the", _SIDES[side])
    for side, words in _phrases(table["adjectives"]):
        for ending in str(table["endings"]["adjectives"]).split():
            english[(*words[:-1], words[-1] + ending.removeprefix("-"))] = (_SIDES[side],)
    english |= {words: (_SIDES[side], "of") for side, words in _phrases(table["beyond"])}
    for noun in cue.border:
        english[(noun,)] = ("border",)
        for room in ("with", "between"):
            for word in str(table["border"][room]).split():
                english[(noun, word)] = ("border", room)
    return Glossary(
        english,
        max(map(len, english)),
        frozenset(str(table["border"]["with"]).split()),
        frozenset(str(table["border"]["at"]).split()),
        adjectives_follow=table["adjectives_follow"],
        genitive=table["genitive"],
    )


def _phrases(room: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for said, phrases in room.items():
        for phrase in phrases.split():
            yield said, tuple(phrase.split("_"))


def _items(
    text: str, sentence: Span, held: Sequence[tuple[int, Mention, str]], table: Glossary
) -> tuple[Item, ...]:
    out: list[Item] = []
    position = sentence.start
    for index, mention, name in held:
        out += _translated(_words(text, position, mention.span.start), table)
        out.append(Item(mention.span, name, "", index, people=mention.kind == "demonym"))
        position = max(position, mention.span.end)
    out += _translated(_words(text, position, sentence.end), table)
    if table.adjectives_follow:
        out = _in_order(out)
    return tuple(_with_partner(text, list(_with_genitive(out, table)), table))


def _words(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Words and marks in lower case, what apostrophes join taken apart."""
    found: list[tuple[int, int, str]] = []
    for token in tokenize(text, Span(start, end)) if start < end else ():
        at = token.start
        word = token.text.lower()
        for mark in _APOSTROPHES:
            word = word.replace(mark, "'")
        if len(word) != len(token.text):  # İ is two letters when small
            found.append((token.start, token.end, word))
            continue
        for part in word.split("'"):
            if part:
                found.append((at, at + len(part), part))
            at += len(part) + 1
    return found


def _translated(words: Sequence[tuple[int, int, str]], table: Glossary) -> Iterator[Item]:
    """The longest phrases first; a phrase that is several English words is as many items."""
    at = 0
    while at < len(words):
        for length in range(min(table.longest, len(words) - at), 0, -1):
            said = table.english.get(tuple(word for _, _, word in words[at : at + length]))
            if said is not None:
                yield from _pieces(Span(words[at][0], words[at + length - 1][1]), said)
                at += length
                break
        else:
            start, end, word = words[at]
            kept = word if word in _MARKS or word[0].isdigit() else NO_WORD
            yield Item(Span(start, end), word, kept, None)
            at += 1


def _pieces(span: Span, said: Sequence[str]) -> Iterator[Item]:
    """One item for each English word; together they cover the phrase."""
    for number, word in enumerate(said):
        start = min(span.start + number, span.end - 1)
        end = span.end if number == len(said) - 1 else start
        yield Item(Span(start, end), word, word, None)


def _in_order(items: Sequence[Item]) -> list[Item]:
    """The items with adjectives of direction before the name or border that they follow."""
    out: list[Item] = []
    for item in items:
        before = out[-1] if out else None
        if item.word in _SIDES.values() and before is not None and _takes_side(before):
            at = before.span.start
            out[-1:] = [Item(Span(at, at), item.text, item.word, None), before]
        else:
            out.append(item)
    return out


def _takes_side(item: Item) -> bool:
    return item.mention is not None or item.word == "border"


def _with_genitive(items: Sequence[Item], table: Glossary) -> Iterator[Item]:
    """The items with "of" where a name follows a noun that it owns.

    In the genitive, or as an adjective: "frontera mexicana".
    """
    for at, item in enumerate(items):
        yield item
        side = item.word in _SIDES.values() and at > 0 and items[at - 1].word == "the"
        if not side and item.word not in _OWNED:
            continue
        follows = at + 1
        while follows < len(items) and items[follows].word == "the":
            follows += 1
        named = follows < len(items) and items[follows].mention is not None
        if named and (table.genitive or items[follows].people):
            end = item.span.end
            yield Item(Span(end, end), "of", "of", None)


def _with_partner(text: str, items: Sequence[Item], table: Glossary) -> Iterator[Item]:
    """The items with "with" for the word that joins a border's owner to its other one."""
    owner = False
    for at, item in enumerate(items):
        named = item.mention is not None
        if owner and not named and item.span.of(text).lower() in table.partner:
            yield Item(item.span, "with", "with", None)
        else:
            yield item
        owner = named and any(items[n].word == "border" for n in range(max(0, at - 3), at))
