"""A sentence as the learned linker sees it: classes of words, running counts, what governs what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from geocode.events.linking.names import Name, words
from geocode.mentions.lexicon import UNKNOWN, WordClass
from geocode.mentions.tagger import open_model
from geocode.places.roles.clauses import Sentence, is_verb

REACH = 7
"""Words before a name in which what governs it is sought."""
LONGEST_LIST = 12
_LIST_GAP = 4
"""Words between two names of a list: ", and the village of"."""
_STOPS = frozenset({"be", "say", "verb", ".", ";", ":", "(", ")", '"'})
_VERBAL = frozenset({"verb", "ed", "say", "ing"})
_LIST_JOINTS = frozenset({",", "and", "or"})


@dataclass(frozen=True, slots=True)
class View:
    """A sentence as signs are read from it; ``classes`` and ``families`` run with its words."""

    sentence: Sentence
    classes: tuple[str, ...]
    families: tuple[WordClass, ...]
    """Words met in like company: see ``geocode/mentions/lexicon.py``."""
    counts: dict[str, tuple[int, ...]]
    """For each thing counted, how many stand before a word."""
    names: tuple[Name, ...]
    list_ends: dict[int, int]
    """Where the longest name that ends before a word begins."""

    def between(self, what: str, low: int, high: int) -> int:
        """How many of ``what`` stand among words ``[low, high)``."""
        return self.counts[what][high] - self.counts[what][low] if low < high else 0

    def word_class(self, index: int) -> str:
        """The class of a word; ``end`` beyond either end."""
        return self.classes[index] if 0 <= index < len(self.classes) else "end"

    def family(self, index: int) -> WordClass:
        """The family of a word; unknown beyond either end."""
        return self.families[index] if 0 <= index < len(self.families) else UNKNOWN

    def verb(self, index: int, step: int) -> int:
        """Index of the nearest verb from ``index`` on, to the left for a step of -1; -1: none."""
        while 0 <= index < len(self.classes):
            if self.classes[index] in _VERBAL:
                return index
            index += step
        return -1

    def governor(self, index: int) -> int:
        """Index of the preposition or stop before a name at ``index``; -1 for none in reach."""
        for at in range(index - 1, max(-1, index - 1 - REACH), -1):
            lower = self.sentence.lower[at]
            if lower in words()["prepositions"] or lower in words()["joiners"]:
                return at
            if self.classes[at] in _STOPS:
                return at
        return -1

    def list_head(self, name: Name) -> tuple[int, int]:
        """First word of the list a name stands in, and how many of its names lie before."""
        head, listed = name.first, 0
        while listed < LONGEST_LIST:
            at, joined = head - 1, False
            while at >= 0 and head - at <= _LIST_GAP and self._is_in_gap(at):
                joined = joined or self.sentence.lower[at] in _LIST_JOINTS
                at -= 1
            before = self.list_ends.get(at + 1, head)
            if not joined or before >= head:
                break
            head, listed = before, listed + 1
        return head, listed

    def _is_in_gap(self, index: int) -> bool:
        joint = self.sentence.lower[index] in _LIST_JOINTS | {"the", "both"}
        return joint or self.classes[index] in {"place", "ern"}


def view_of(sentence: Sentence, names: Sequence[Name]) -> View:
    """A sentence with its words' classes and running counts."""
    lower = sentence.lower
    pairs = zip(sentence.tokens, lower, strict=True)
    classes = tuple(word_class(token.text, low) for token, low in pairs)
    lexicon = open_model("en").lexicon
    ends: dict[int, int] = {}
    for name in names:
        ends[name.last] = min(name.first, ends.get(name.last, name.first))
    return View(
        sentence=sentence,
        classes=classes,
        families=tuple(lexicon.class_of(word) for word in lower),
        counts=_counts(lower, classes, {n.first for n in names if n.kind == "toponym"}),
        names=tuple(names),
        list_ends=ends,
    )


def _counts(
    lower: Sequence[str], classes: Sequence[str], starts: set[int]
) -> dict[str, tuple[int, ...]]:
    tests = {
        "verbs": [c in {"verb", "ed", "say"} for c in classes],
        "ing": [c == "ing" for c in classes],
        "be": [c == "be" for c in classes],
        "say": [c == "say" for c in classes],
        "capitals": [c == "name" for c in classes],
        "commas": [w == "," for w in lower],
        "joiners": [w in words()["joiners"] for w in lower],
        "quotes": [w in {'"', "“", "”"} for w in lower],
        "brackets": [w in {"(", ")"} for w in lower],
        "prepositions": [w in words()["prepositions"] for w in lower],
        "in": [w in {"in", "at", "on"} for w in lower],
        "names": [i in starts for i in range(len(lower))],
        **{word: [w == word for w in lower] for word in ("and", "by", "to", "of", "from")},
    }
    return {what: tuple(accumulate(test, initial=0)) for what, test in tests.items()}


@lru_cache(maxsize=65536)
def word_class(text: str, lower: str) -> str:
    """A word's class: itself for function words, else place noun, name, verb, ending."""
    known = words()
    if lower in known["prepositions"] or lower in known["plain"] or lower in known["joiners"]:
        return lower
    listed = (("be", "auxiliaries"), ("place", "places"))
    by_list = next((name for name, group in listed if lower in known[group]), "")
    if by_list or text[0].isdigit() or text[0].isupper():
        return by_list or ("number" if text[0].isdigit() else "name")
    if lower.endswith("ern") or lower in known["speech"]:
        return "ern" if lower.endswith("ern") else "say"
    return _by_ending(lower)


def _by_ending(lower: str) -> str:
    long_enough = len(lower) > 4  # noqa: PLR2004
    for ending in ("ing", "ed"):
        if lower.endswith(ending) and (long_enough or ending == "ing"):
            return ending
    if is_verb(lower, "en"):
        return "verb"
    return next((ending for ending in ("ly", "s") if lower.endswith(ending)), "word")
