"""How the words around a name relate to it what is told: near it, a part of it, 30 km north of it.

A cue grammar, no parser: the words straight before a name (past "the", "the city of" …) and
straight after it. Cue words are data: ``languages/<language>/relations.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, TypeAlias

from geocode.geometry import COMPASS, DIRECTIONS
from geocode.languages import cues
from geocode.records import Document, Mention, Relation, Span
from geocode.tokens import sentences, tokenize

Sense: TypeAlias = Literal["", "around", "outside", "coast", "beyond", "kind", "vague"]

_REACH = 14
"""Words before a name that are looked at; bounds the work for each name."""
_NAUTICAL_M = 1852.0
"""Source: the SI Brochure, 8th ed. (2006), table 8."""
_AMOUNT = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)([a-z]*)")
_POSSESSIVE = re.compile(r"[’'][sS](?!\w)|(?<=[sS])[’'](?=\s)")
_THOUSANDS = re.compile(r"\d{3}")


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
class Wording:
    """What the words around a name say of it. ``cue`` are those words, for the reasons."""

    relation: Relation = "in"
    cue: str = ""
    sense: Sense = ""
    """Tells cues apart that mean one thing of a town and another of a country."""
    directions: tuple[str, ...] = ()
    """Sides of it (``w``, ``sw``, ``c``), for relation ``part``."""
    distance_m: float | None = None
    azimuth_deg: float | None = None
    """Clockwise from north, from the name to the place meant."""
    first: int = 0
    """Index of the first item of the cue."""
    last: int = 0
    """Index of the last item of the wording, the name included."""


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
        for name in ("near", "around", "outside", "coast", "from", "to")
    }
    phrases["unless"] = _by_last(table["to"]["unless"])
    phrases["distance"] = _by_last(distance["links"])
    phrases["along"] = _by_last(border["along"])
    words = {name: frozenset(table[name]) for name in ("articles", "lead_nouns", "lead_adjectives")}
    words |= {
        "distance_about": frozenset(distance["about"]),
        "near_after": frozenset(table["near"]["after"]),
        "coast_after": frozenset(table["coast"]["after"]),
        "between": frozenset(table["between"]["nouns"]),
        "part_nouns": frozenset(table["part"]["nouns"]),
        "part_kinds": frozenset(table["part"]["kinds"]),
        "part_links": frozenset(table["part"]["links"]),
        "part_before": frozenset(table["part"]["before_bare"]),
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


def describe(items: Sequence[Item], language: str) -> dict[int, Wording]:
    """For each mention of a sentence, by its index, what the words around it say."""
    known = read_cues(language)
    found: dict[int, Wording] = {}
    at: dict[int, int] = {}
    for k, item in enumerate(items):
        if item.mention is None:
            continue
        wording = read_wording(items, k, known)
        before = at.get(k - 2)
        if (
            wording.relation == "in"
            and before is not None
            and word_at(items, k - 1) in {"and", "or"}
        ):
            shared = found[before]
            if shared.relation in {"near", "from", "to"} and not shared.sense:
                wording = replace(shared, last=k)
        found[item.mention] = wording
        at[k] = item.mention
    return found


def read_wording(items: Sequence[Item], k: int, known: Cues) -> Wording:
    """What the words around the name at ``k`` say of it; relation ``in`` where they say nothing."""
    lead = lead_start(items, k, known)
    found = (
        _distance(items, lead, k, known)
        or _part(items, k, known)
        or _before(items, lead, k, known)
        or _after(items, k, known)
        or _way(items, lead, k, known)
    )
    return found or Wording(first=k, last=k)


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
    """The words of items ``first`` to ``last``, inclusive, with single spaces."""
    return " ".join(item.text for item in items[first : last + 1])


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


def _distance(items: Sequence[Item], lead: int, k: int, known: Cues) -> Wording | None:
    """So far away: "30 km north of X", "within five miles of X", "12 miles (19 km) from X"."""
    link = ends_with(items, lead, "distance", known)
    if link is None:
        return None
    directions, j = directions_before(items, link, known)
    azimuth_deg = COMPASS.get(directions[0]) if len(directions) == 1 else None
    if azimuth_deg is not None and word_at(items, j - 1) in {"the", "due"}:
        j -= 1
    if azimuth_deg is not None and word_at(items, j - 1) in {"to", "just", "further", "-"}:
        j -= 1
    amount = _amount_before(items, _without_brackets(items, j), known)
    if amount is None and word_at(items, j - 1) in known.units:  # "hundreds of miles south of X"
        return Wording("near", said(items, j - 1, lead - 1), "vague", (), None, None, j - 1, k)
    if amount is None:
        bare = azimuth_deg is not None and word_at(items, lead - 1) == "of"
        if not bare or word_at(items, j) == "the" or word_at(items, j - 1) == "the":
            return None
        return Wording("near", said(items, j, lead - 1), "beyond", (), None, azimuth_deg, j, k)
    distance_m, start = amount
    while word_at(items, start - 1) in known.words["distance_about"]:
        start -= 1
    cue = said(items, start, lead - 1)
    return Wording("near", cue, "", (), distance_m, azimuth_deg, start, k)


def _without_brackets(items: Sequence[Item], j: int) -> int:
    """Where a bracket that ends before ``j`` starts: "(19 km)" repeats the distance before it."""
    if word_at(items, j - 1) == ")":
        for start in range(j - 2, max(-1, j - 7), -1):
            if items[start].word == "(":
                return start
    return j


def _amount_before(items: Sequence[Item], j: int, known: Cues) -> tuple[float, int] | None:
    """Metres of the length that ends before ``j``, and where it starts."""
    word = word_at(items, j - 1)
    glued = _AMOUNT.fullmatch(word)
    if glued and glued[2] in known.units:  # 30km
        return float(glued[1]) * known.units[glued[2]], j - 1
    unit = known.units.get(word)
    if unit is None or j < 2:  # noqa: PLR2004 - a number and its unit
        return None
    at = j - 2
    if items[at].word == "nautical" and at > 0:
        unit, at = _NAUTICAL_M, at - 1
    if items[at].word == "-" and at > 0:
        at -= 1
    number = items[at].word
    plain = _AMOUNT.fullmatch(number)
    value = float(plain[1]) if plain and not plain[2] else known.numbers.get(number)
    if value is None:
        return None
    if _THOUSANDS.fullmatch(number) and at > 1 and items[at - 1].word == ",":
        more = _AMOUNT.fullmatch(items[at - 2].word)
        if more and not more[2] and "." not in more[1]:
            value, at = value + 1000.0 * float(more[1]), at - 2
    return (value * unit, at) if value > 0 else None


def _part(items: Sequence[Item], k: int, known: Cues) -> Wording | None:
    """A side of it: "western X", "eastern regions of X", "the west and south-west of X"."""
    directions, start = directions_before(items, k, known)
    if directions:
        sides = tuple(d for d in directions if d in DIRECTIONS)
        return Wording("part", said(items, start, k - 1), "", sides, None, None, start, k)
    j = k
    while j > 0 and word_at(items, j - 1) in known.words["articles"]:
        j -= 1
    if word_at(items, j - 1) not in known.words["part_links"]:
        return None
    j -= 1
    kinds = known.words["part_kinds"] | known.words["part_nouns"]
    noun = word_at(items, j - 1) in kinds
    directions, start = directions_before(items, j - 1 if noun else j, known)
    bare = not noun and word_at(items, start - 1) in known.words["part_before"]
    if not directions or not (noun or bare) or (word_at(items, start - 2) == "to" and bare):
        return None
    if not noun and items[j].word != "of":
        return None
    sides = tuple(d for d in directions if d in DIRECTIONS)
    sense: Sense = "kind" if word_at(items, j - 1) in known.words["part_kinds"] else ""
    return Wording("part", said(items, start, k - 1), sense, sides, None, None, start, k)


def _before(items: Sequence[Item], lead: int, k: int, known: Cues) -> Wording | None:
    rooms: tuple[tuple[str, Sense], ...] = (
        ("coast", "coast"), ("near", ""), ("outside", "outside"), ("around", "around"),
    )  # fmt: skip
    best: tuple[int, Sense] | None = None
    for room, sense in rooms:
        start = ends_with(items, lead, room, known)
        if start is not None and (best is None or start < best[0]):
            best = (start, sense)
    if best is None:
        return None
    start, sense = best
    return Wording("near", said(items, start, lead - 1), sense, (), None, None, start, k)


def _after(items: Sequence[Item], k: int, known: Cues) -> Wording | None:
    """What follows the name: "the X area", "X's outskirts", "off the X coast"."""
    j = k + 1
    if word_at(items, j) in known.words["border_possessive"]:
        j += 1
    if word_at(items, j) in known.words["near_after"]:
        return Wording("near", said(items, j, j), "", (), None, None, k, j)
    start = k - 1
    while start >= 0 and word_at(items, start) in known.words["articles"]:
        start -= 1
    if word_at(items, j) in known.words["coast_after"] and word_at(items, start) == "off":
        return Wording("near", "off the coast", "coast", (), None, None, start, j)
    return None


def _way(items: Sequence[Item], lead: int, k: int, known: Cues) -> Wording | None:
    start = ends_with(items, lead, "from", known)
    if start is not None:
        return Wording("from", said(items, start, lead - 1), "", (), None, None, start, k)
    start = ends_with(items, lead, "to", known)
    if start is not None and ends_with(items, lead, "unless", known) is None:
        return Wording("to", said(items, start, lead - 1), "", (), None, None, start, k)
    if word_at(items, k - 1) == "between" and word_at(items, k - 2) in known.words["between"]:
        second = word_at(items, k + 1) == "and" and k + 2 < len(items)
        if second and items[k + 2].mention is not None:
            return Wording("between", f"{items[k - 2].text} between", "", (), None, None, k - 2, k)
    return None


def _is_adjective(item: Item, known: Cues) -> bool:
    word = item.word
    return (
        item.mention is not None
        or word in known.words["lead_adjectives"]
        or _direction(word, known) is not None
    )


def _direction(word: str, known: Cues) -> str | None:
    return known.directions.get(word.replace("-", "")) if word else None


def word_at(items: Sequence[Item], k: int) -> str:
    """The lower-case word at ``k``; empty for a name and beyond either end."""
    return items[k].word if 0 <= k < len(items) else ""


def _by_last(cue_list: Sequence[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    out: dict[str, list[tuple[str, ...]]] = {}
    for cue in cue_list:
        words = tuple(cue.split())
        out.setdefault(words[-1], []).append(words)
    return {last: tuple(sorted(group, key=lambda w: (-len(w), w))) for last, group in out.items()}
