"""Sentences as items: words, and whole mentions as if they were words; and the cues among them.

No parser: the words straight before a name (past "the", "the city of" …) and straight after it.
Cue words are data: ``languages/<language>/relations.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from geocode.languages import cues
from geocode.records import Document, Mention, Span
from geocode.tokens import sentences, tokenize

_REACH = 14
"""Words before a name that are looked at; bounds the work for each name."""

_LEADS = ("articles", "lead_nouns", "lead_adjectives", "lead_words")
_POSSESSIVE = re.compile(r"[’'][sS](?!\w)|(?<=[sS])[’'](?=\s)")


@dataclass(frozen=True, slots=True)
class Item:
    """A word of a sentence, or a whole mention of a place as if it were one word."""

    span: Span
    text: str
    word: str
    """Lower case; empty for a mention."""
    mention: int | None
    """Index of the mention it stands for."""
    people: bool = False
    """Whether it names a people, not a place."""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of one language, ready for matching."""

    phrases: dict[str, dict[str, tuple[tuple[str, ...], ...]]]
    """Room of cues → last word of a cue → the cues that end so, longest first."""
    words: dict[str, frozenset[str]]
    directions: dict[str, str]
    units: dict[str, float]
    numbers: dict[str, float]


@cache
def read_cues(language: str) -> Cues:
    """The cues of a language (English where it is not prepared)."""
    table: dict[str, Any] = cues(language, "relations")
    border, distance = table["border"], table["distance"]
    phrases = {
        name: _by_last(table[name]["before"])
        for name in ("near", "edge", "around", "outside", "bank", "from", "to")
    }
    phrases["off"] = _by_last(table["coast"]["off"])
    phrases["unless"] = _by_last(table["to"]["unless"])
    phrases["distance"] = _by_last(distance["links"])
    phrases["along"] = _by_last(border["along"])
    words = {name: frozenset(table[name]) for name in _LEADS}
    words |= {
        f"{room}_{name}": frozenset(value)
        for room in (
            "article",
            "near",
            "edge",
            "outside",
            "coast",
            "bank",
            "between",
            "distance",
            "part",
        )
        for name, value in table[room].items()
        if name not in {"units", "numbers"}
    }
    words |= {f"border_{k}": frozenset(v) for k, v in border.items()}
    return Cues(phrases, words, table["directions"], distance["units"], distance["numbers"])


def read_items(
    document: Document, mentions: Sequence[Mention], words: Iterable[str] = ()
) -> tuple[tuple[Item, ...], ...]:
    """The items of each sentence with a mention or one of ``words``; linear in the text."""
    wanted = tuple(words)
    starts = [m.span.start for m in mentions]
    out: list[tuple[Item, ...]] = []
    for sentence in sentences(document):
        first = bisect_left(starts, sentence.start)
        last = bisect_right(starts, sentence.end - 1)
        if first < last or any(w in sentence.of(document.text).lower() for w in wanted):
            held = [(k, mentions[k]) for k in range(first, last)]
            out.append(_items(document.text, sentence, held))
    return tuple(out)


def lead_start(items: Sequence[Item], k: int, known: Cues) -> int:
    """Index of the first item that leads in the name at ``k``: "the large city of" and the like."""
    j = k
    if word_at(items, j - 1) == "of" and word_at(items, j - 2) in known.words["lead_nouns"]:
        j -= 2
    elif word_at(items, j - 1) in known.words["lead_nouns"]:
        j -= 1
    floor = max(0, k - _REACH)
    if j < k:  # "the eastern Ukrainian city of X"
        while j > floor and _is_adjective(items[j - 1], known):
            j -= 1
    while j > floor and word_at(items, j - 1) in known.words["articles"]:
        j -= 1
    return j


def directions_before(items: Sequence[Item], k: int, known: Cues) -> tuple[tuple[str, ...], int]:
    """The directions that end before ``k`` ("western and south-western"), and where they start."""
    found: list[str] = []
    start = j = k
    while j > 0 and k - j < _REACH:
        word = _direction(items[j - 1].word, known)
        if word is not None:
            pair = _direction(word_at(items, j - 2) + items[j - 1].word, known) if j > 1 else None
            if pair is not None and items[j - 2].word:
                found.append(pair)
                j -= 2
            else:
                found.append(word)
                j -= 1
            start = j
        elif found and items[j - 1].word in {"and", "or", ",", "/", "&"}:
            j -= 1
        else:
            break
    return tuple(reversed(found)), start


def ends_with(items: Sequence[Item], k: int, room: str, known: Cues) -> int | None:
    """Index of the first word of the longest cue of a room that ends just before ``k``; or None."""
    for cue in known.phrases[room].get(word_at(items, k - 1), ()):
        start = k - len(cue)
        if start >= 0 and all(items[start + n].word == w for n, w in enumerate(cue)):
            return start
    return None


def said(items: Sequence[Item], first: int, last: int) -> str:
    """The words of items ``first`` to ``last``, inclusive, a space where the text has any."""
    out = ""
    for before, item in zip((None, *items[first:last]), items[first : last + 1], strict=True):
        apart = before is not None and before.span.end < item.span.start
        out += f" {item.text}" if apart else item.text
    return out


def has_article(
    items: Sequence[Item], k: int, known: Cues, *, then: frozenset[str] = frozenset()
) -> bool:
    """Whether an article stands before the name at ``k`` and is its own: "the Dnipro".

    It is not where a noun may follow ("the Dnipro mayor"); ``then`` may follow besides what the
    language lists.
    """
    if word_at(items, k - 1) not in known.words["article_words"]:
        return False
    return k + 1 == len(items) or word_at(items, k + 1) in known.words["article_then"] | then


def word_at(items: Sequence[Item], k: int) -> str:
    """The lower-case word at ``k``; empty for a name and beyond either end."""
    return items[k].word if 0 <= k < len(items) else ""


def _items(text: str, sentence: Span, held: Sequence[tuple[int, Mention]]) -> tuple[Item, ...]:
    out: list[Item] = []
    position = sentence.start
    for index, mention in held:
        span = mention.span
        out += _words(text, position, span.start)
        out.append(Item(span, span.of(text), "", index, people=mention.kind == "demonym"))
        position = max(position, span.end)
    out += _words(text, position, sentence.end)
    return tuple(out)


def _words(text: str, start: int, end: int) -> list[Item]:
    if start >= end:
        return []
    owned = _POSSESSIVE.match(text, start, end)
    if owned:
        mark = Item(Span(start, owned.end()), owned.group(), "'s", None)
        return [mark, *_words(text, owned.end(), end)]
    return [
        Item(Span(t.start, t.end), t.text, t.text.lower().replace("‐", "-").replace("‑", "-"), None)
        for t in tokenize(text, Span(start, end))
    ]


def _is_adjective(item: Item, known: Cues) -> bool:
    word = item.word
    return (
        item.mention is not None
        or word in known.words["lead_adjectives"]
        or _direction(word, known) is not None
    )


def _direction(word: str, known: Cues) -> str | None:
    return known.directions.get(word.replace("-", "")) if word else None


def _by_last(cue_list: Sequence[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    out: dict[str, list[tuple[str, ...]]] = {}
    for cue in cue_list:
        words = tuple(cue.split())
        out.setdefault(words[-1], []).append(words)
    return {last: tuple(sorted(group, key=lambda w: (-len(w), w))) for last, group in out.items()}
