"""What is known of English words before reading: how they are written, and their company.

*Marks* are of the words of news reports: three letters, counted by ``benchmarks/train_tagger.py``.
*Classes* are of the commonest words of the language: words met in like company (towns, surnames,
firms) stand together, as public vectors show: ``benchmarks/word_classes.py``.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class WordClass(NamedTuple):
    """The class of a word, and the larger classes that hold it."""

    fine: str
    middle: str
    coarse: str


UNKNOWN = WordClass("?", "?", "?")
_NUMBER = WordClass("0", "0", "0")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Marks and classes of words in lower case."""

    marks: Mapping[str, str]
    """Three letters a word. First: how it is written away from sentence starts: ``l`` in small
    letters, ``m`` both ways, ``c`` with a capital. Second and third: how often it follows a
    locative preposition, and a title or first name: ``0`` seldom, ``1``, ``2`` often, ``-`` too
    rare to say."""
    classes: Mapping[str, WordClass]
    small: frozenset[str]
    """Fine classes whose words are written in small letters."""

    def class_of(self, low: str) -> WordClass:
        """The class of a word; of the last part of a compound whose whole has none."""
        found = self.classes.get(low)
        if found is not None:
            return found
        if not low[0].isalpha():
            return _NUMBER if low[0].isdigit() else UNKNOWN
        part = low.replace(".", "").rpartition("-")[2]
        return self.classes.get(part, UNKNOWN)

    def is_small(self, low: str) -> bool:
        """Whether running text writes the word in small letters."""
        mark = self.marks.get(low)
        if mark is not None:
            return mark[0] == "l"
        return self.class_of(low).fine in self.small


def read_lexicon(content: bytes) -> Lexicon:
    """The lexicon in the bytes of its file, as ``benchmarks/train_tagger.py`` writes them."""
    table = json.loads(gzip.decompress(content))
    classes: dict[str, WordClass] = {}
    rows = zip(table["classes"], table["middle"], table["coarse"], strict=True)
    for number, (words, middle, coarse) in enumerate(rows):
        known = WordClass(str(number), str(middle), str(coarse))
        classes |= dict.fromkeys(words.split(" "), known)
    return Lexicon(table["marks"], classes, frozenset(map(str, table["small"])))
