"""What stands beside a capitalised word elsewhere in its document: how other sentences use it.

Source: Ratinov and Roth (2009), Design challenges and misconceptions in named entity recognition,
on gathering the contexts of one word over a document.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geocode.mentions.evidence import Cues, Sentence
    from geocode.mentions.lexicon import Lexicon
    from geocode.tokens import Token

_SHORTEST = 3
_MOST = 8
"""Other uses listened to, the first ones; so that time stays linear in the text."""
_PLAIN_LINKS = frozenset({"'s", "the", "of", "and", "to", "from"})


class Use(NamedTuple):
    """One use of a word: in which sentence, and what is seen beside it."""

    sentence: int
    signs: tuple[str, str, str]


def uses(
    sentences: Sequence[Sentence], small: frozenset[str], *, cue: Cues, lexicon: Lexicon
) -> Mapping[str, Sequence[Use]]:
    """Uses of each word, in lower case, that the document writes with a capital more than once."""
    counts = Counter(
        w.text.lower() for page in sentences for w in page.words if w.text[0].isupper()
    )
    found: dict[str, list[Use]] = {}
    for number, page in enumerate(sentences):
        for start, end in page.runs:
            for i in range(start, end):
                low = page.words[i].text.lower()
                if counts[low] < 2 or len(low) < _SHORTEST or (i == 0 and low in small):  # noqa: PLR2004
                    continue
                before = _sign(page.words[i - 1], cue, lexicon) if i else "S"
                after = _sign(page.words[i + 1], cue, lexicon) if i + 1 < len(page.words) else "E"
                signs = ("o<" + before, "o>" + after, "o" + _seat(i, start, end))
                found.setdefault(low, []).append(Use(number, signs))
    return found


def _seat(i: int, start: int, end: int) -> str:
    """Where in its capitalised run a word stands: alone, first, last or in the midst."""
    if end - start == 1:
        return "s"
    return "f" if i == start else "l" if i == end - 1 else "m"


def _sign(word: Token, cue: Cues, lexicon: Lexicon) -> str:
    """A neighbour: itself if it is a preposition or a mark, else its class."""
    low = word.text.lower()
    capital = word.text[0].isupper()
    if not capital and (not low[0].isalpha() or low in cue.locatives or low in _PLAIN_LINKS):
        return low
    known = cue.classes.get(low.replace(".", ""), "") or lexicon.class_of(low).coarse
    return "^" + known if capital else known


def signs_elsewhere(uses_of: Sequence[Use], number: int) -> list[str]:
    """What the uses in other sentences than ``number`` show, sorted, and how many they are."""
    low = bisect_left(uses_of, number, key=lambda use: use.sentence)
    high = bisect_right(uses_of, number, lo=low, key=lambda use: use.sentence)
    others = [use.signs for use in (*uses_of[: min(low, _MOST)], *uses_of[high : high + _MOST])][
        :_MOST
    ]
    if not others:
        return []
    return [*sorted({sign for signs in others for sign in signs}), f"o#{min(3, len(others))}"]
