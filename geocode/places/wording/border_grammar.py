"""The grammar of borders: which words around "border" name whose it is, with whom, and which side.

Over the items of one sentence, no gazetteer: a name is any item that stands for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from geocode.places.wording.items import (
    Cues,
    Item,
    directions_before,
    ends_with,
    lead_start,
    read_cues,
    word_at,
)

DASHES = "-–—‐‑−/"
_MOST_PARTNERS = 6
_SIDES = frozenset({"n", "ne", "e", "se", "s", "sw", "w", "nw"})
_STANDING = frozenset({"in", "at", "inside", "within", "across", "near", "around", "from"})
_NEAR_WORDS = 8
"""Items after a border within which "near the city of C" is still said of it."""
_CLOSE = 5
"""Items between a place and "near the border" that still tells where the place is."""


@dataclass(frozen=True, slots=True)
class BorderPhrase:
    """One border noun with what is said around it; numbers are indices of items."""

    noun: int
    first: int
    last: int
    pair: tuple[int, int] | None = None
    """The two whose border it is: "A–B border", "border between A and B"."""
    owner: int | None = None
    """Whose border it is: "A's border"."""
    own: bool = False
    """Said with "its" or "their": the sentence has named whose."""
    partners: tuple[int, ...] = ()
    """With whom: "border with B and C"."""
    loose: bool = False
    """Partners after "to", which may be where a way leads: "from the border to Kyiv"."""
    directions: tuple[str, ...] = ()
    """Which of its borders: "the eastern border"."""
    listed: bool = False
    """Partners before a plural: "the Polish and Ukrainian borders"."""
    side: bool = False
    """Not the line but what of the owner lies along it."""
    own_side: bool = False
    """One side of the line itself: "the Polish side of the border"."""
    divisions: bool = False
    """The divisions that the border touches: "regions along the border"."""
    side_directions: tuple[str, ...] = ()
    near: int | None = None
    """The name near which it is meant: "the border near C"."""


def is_name(items: Sequence[Item], k: int) -> bool:
    """Whether item ``k`` stands for a name."""
    return 0 <= k < len(items) and not items[k].word


def is_called_division(items: Sequence[Item], k: int, known: Cues) -> bool:
    """Whether the word after a name says that a division is meant: "the Lviv region"."""
    return word_at(items, k + 1) in known.words["part_kinds"]


def parse(items: Sequence[Item], i: int, known: Cues) -> BorderPhrase | None:
    """What is said around the border noun at ``i``; None where that names no place."""
    after = items[i + 1] if i + 1 < len(items) else None
    if after is not None and after.word:
        compound = after.word in DASHES and after.span.start == items[i].span.end
        if compound or after.word in known.words["border_never"]:
            return None
    phrase = _around(items, i, known)
    return None if phrase is None else _with_near(items, phrase, known)


def borders_of_bodies(sentences: Iterable[Sequence[Item]], language: str) -> dict[int, str]:
    """Names before "border guards" and the like, by mention, with these words."""
    known = read_cues(language)
    out: dict[int, str] = {}
    for items in sentences:
        for i, item in enumerate(items):
            after = word_at(items, i + 1)
            bodies = known.words["border_bodies"]
            if item.word not in known.words["border_nouns"] or after not in bodies:
                continue
            phrase = _before_noun(items, BorderPhrase(i, i, i), known)
            for k in {phrase.owner, *(phrase.pair or ()), *phrase.partners} - {None}:
                mention = None if k is None else items[k].mention
                if mention is not None:
                    out[mention] = f"{item.text} {items[i + 1].text}"
    return out


def standing(items: Sequence[Item], phrase: BorderPhrase, known: Cues) -> list[int]:
    """Places before the phrase that tell where it lies: "in A near the border", nearest first."""
    out: list[int] = []
    for k in range(phrase.first - 1, -1, -1):
        if phrase.own or items[k].mention is None or items[k].people:
            continue
        lead = lead_start(items, k, known)
        close = phrase.first - k <= _CLOSE and word_at(items, k + 1) == ","
        if close or word_at(items, lead - 1) in _STANDING:
            out.append(k)
    return out


def subjects(items: Sequence[Item], phrase: BorderPhrase, known: Cues) -> list[int]:
    """Names in the order in which they may own the border; who only speaks comes after."""
    names = [k for k in range(phrase.first) if is_name(items, k)]
    if phrase.own:
        return names[::-1]
    speech = known.words["border_speech"]
    spoke = {k for k in names if any(word_at(items, n) in speech for n in range(k + 1, k + 4))}
    after = [k for k in range(phrase.last + 1, len(items)) if is_name(items, k)]
    return [*(k for k in names if k not in spoke), *sorted(spoke), *after]


def _around(items: Sequence[Item], i: int, known: Cues) -> BorderPhrase | None:
    words = known.words
    if items[i].word in words["border_bordering"]:
        partners, last = chain(items, i + 1, known)
        phrase = BorderPhrase(i, i, last, partners=partners)
        return _with_side(items, phrase, known) if partners else None
    tail = i
    while word_at(items, tail + 1) in words["border_tails"] and tail < i + 2:
        tail += 1
    directions, j = _adjectives(items, i, known)
    phrase = BorderPhrase(i, j, tail, directions=directions)
    phrase = _before_noun(items, phrase, known)
    phrase = _after_noun(items, phrase, tail + 1, known)
    if phrase.pair is None and phrase.owner is None and not phrase.partners:
        return None
    strip = tail > i and items[tail].word in words["border_strips"]
    if strip and phrase.owner is not None and phrase.partners:
        return replace(phrase, side=True, side_directions=directions)
    return _with_side(items, phrase, known)


def _adjectives(items: Sequence[Item], i: int, known: Cues) -> tuple[tuple[str, ...], int]:
    """Directions among the adjectives before the noun, and where these start."""
    found: tuple[str, ...] = ()
    j = i
    while j > 0 and i - j < 6:  # noqa: PLR2004 - no longer row of adjectives is English
        directions, start = directions_before(items, j, known)
        if directions:
            found, j = directions, start
        elif word_at(items, j - 1) in known.words["border_adjectives"]:
            j -= 1
        else:
            break
    return _sides(found), j


def _before_noun(items: Sequence[Item], phrase: BorderPhrase, known: Cues) -> BorderPhrase:
    """Names before the noun: "A–B", "A and B", "A's", "Polish", "its"."""
    words, j = known.words, phrase.first
    singular = items[phrase.noun].word in words["border_singular"]
    if is_name(items, j - 1):
        join = word_at(items, j - 2)
        if join and is_name(items, j - 3) and (join in DASHES or (join == "and" and singular)):
            return replace(phrase, pair=(j - 3, j - 1), first=j - 3)
        listed = join == "and" and is_name(items, j - 3) and not singular
        if listed and not is_name(items, phrase.noun + 1):
            return replace(phrase, partners=(j - 3, j - 1), first=j - 3, listed=True)
        if singular or items[j - 1].people:  # "Ukraine borders Poland" is a verb
            return replace(phrase, owner=j - 1, first=j - 1)
    elif word_at(items, j - 1) in words["border_possessive"]:
        k = j - 3 if word_at(items, j - 2) in words["part_kinds"] else j - 2
        if is_name(items, k):  # "Lviv's", "the Lviv region's"
            return replace(phrase, owner=k, first=k)
    elif word_at(items, j - 1) in words["border_own"]:
        return replace(phrase, own=True, first=j - 1)
    return phrase


def _after_noun(items: Sequence[Item], phrase: BorderPhrase, k: int, known: Cues) -> BorderPhrase:
    """Names after the noun: "between A and B", "of A with B", "A shares with B", "with B and C"."""
    if phrase.pair is not None or phrase.listed:
        return phrase
    words, word = known.words, word_at(items, k)
    if word in words["border_between"] or (word == "of" and phrase.owner is None):
        names, last = chain(items, k + 1, known)
        if len(names) > 1:
            split = {items[n].word for n in range(names[0], names[1])}
            if word == "of" and "with" in split:  # "the borders of A with B and C"
                return replace(phrase, owner=names[0], partners=names[1:], last=last)
            return replace(phrase, pair=(names[0], names[1]), last=last)
        if not names or word != "of":
            return phrase
        last += is_called_division(items, last, known)
        phrase, k = replace(phrase, owner=names[0], last=last), last + 1
    if is_name(items, k) and word_at(items, k + 1) in {"shares", "share", "shared"}:
        phrase, k = replace(phrase, owner=k), k + 2
    word = word_at(items, k)
    if word in words["border_with"]:
        names, last = chain(items, k + 1, known)
        if names:
            return replace(phrase, partners=names, last=last, loose=word == "to")
    return phrase


def _with_side(items: Sequence[Item], phrase: BorderPhrase, known: Cues) -> BorderPhrase:
    """The phrase as a side of the border, where "western regions along" stands before it."""
    words = known.words
    j = phrase.first
    while j > 0 and word_at(items, j - 1) in words["articles"]:
        j -= 1
    if word_at(items, j - 1) == "of" and word_at(items, j - 2) in words["border_side"]:
        return _own_side(items, phrase, j - 3, known)
    bordering = items[phrase.noun].word in words["border_bordering"]
    cue = phrase.noun if bordering else ends_with(items, j, "along", known)
    if cue is None:
        return phrase
    named, end = None, cue
    if is_name(items, cue - 1) and word_at(items, cue - 2) == "of":
        named, end = cue - 1, cue - 2
    if word_at(items, end - 1) not in words["part_nouns"]:
        return phrase
    directions, start = directions_before(items, end - 1, known)
    named = _possessor(items, start, known) if named is None else named
    owner, partners = phrase.owner, phrase.partners
    if named is not None and owner is not None and not partners:
        partners = (owner,)  # "regions of A near the border of B"
    owner = owner if named is None else named
    return replace(
        phrase,
        owner=owner,
        partners=partners,
        first=start if owner is None else min(start, owner),
        side=True,
        divisions=word_at(items, end - 1) in words["border_divisions"],
        side_directions=_sides(directions),
    )


def _own_side(items: Sequence[Item], phrase: BorderPhrase, k: int, known: Cues) -> BorderPhrase:
    """One's own side: "the Polish side of the border with Belarus"."""
    owner = _possessor(items, k + 1, known)
    partners = phrase.partners or ((phrase.owner,) if phrase.owner is not None else ())
    if phrase.pair is not None and owner is not None:
        partners = phrase.pair
    if owner is None or not partners:
        return phrase
    return replace(
        phrase, owner=owner, pair=None, partners=partners, first=owner, side=True, own_side=True
    )


def _with_near(items: Sequence[Item], phrase: BorderPhrase, known: Cues) -> BorderPhrase:
    """The phrase with the name that "near" joins to it: "the A–B border near C"."""
    if phrase.side:
        return phrase
    end = max(phrase.last, phrase.noun, *phrase.partners, *(phrase.pair or ()))
    for k in range(end + 1, min(end + _NEAR_WORDS, len(items))):
        if not is_name(items, k) or items[k].people:
            continue
        lead = lead_start(items, k, known)
        cue = ends_with(items, lead, "near", known)
        inside = lead == end + 2 and word_at(items, end + 1) == "in"  # "… border in Kashmir"
        return replace(phrase, near=k) if inside or cue == end + 1 else phrase
    return phrase


def _possessor(items: Sequence[Item], k: int, known: Cues) -> int | None:
    """The name that ends just before ``k``, with or without a possessive ending."""
    if is_name(items, k - 1):
        return k - 1
    owned = word_at(items, k - 1) in known.words["border_possessive"]
    return k - 2 if owned and is_name(items, k - 2) else None


def chain(items: Sequence[Item], k: int, known: Cues) -> tuple[tuple[int, ...], int]:
    """Names listed from ``k`` on ("A", "A and B", "A, the B and C") and the last one's index."""
    found: list[int] = []
    last = k - 1
    joins = {"and", "or", ",", "&", "with", "from", *DASHES}
    while len(found) < _MOST_PARTNERS:
        while word_at(items, k) in known.words["articles"]:
            k += 1
        if not is_name(items, k):
            break
        found.append(k)
        last = k
        k += 1
        if word_at(items, k) == "," and word_at(items, k + 1) in {"and", "or"}:
            k += 1
        if word_at(items, k) not in joins:
            break
        k += 1
    return tuple(found), last


def _sides(directions: Sequence[str]) -> tuple[str, ...]:
    return tuple(d for d in directions if d in _SIDES)
