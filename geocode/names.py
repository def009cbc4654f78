"""The one form in which names are compared.

``fold`` is lossy on purpose: case, accents, apostrophes, soft signs, hyphens and full stops
separate spellings of one name far more often than they separate two places.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse

# Letters that NFKD leaves whole though readers and wire services write them plainly.
_PLAIN = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "ŋ": "n", "ə": "a", "ʻ": "", "ː": "",
}  # fmt: skip
# Apostrophes, primes and (hard or soft) signs, and the full stops of abbreviations.
_SILENT = "'’‘ʼʹʺʾʿ`´′″‛ʽˈ.·ьъ\u200b\u200c\u200d\u2060\ufeff\xad"
_SPELT = {**_PLAIN, **dict.fromkeys(_SILENT, ""), "&": " and "}
_BREAK = re.compile(r"[\W_]")
# More letters than any text written by people has; beyond, they are worked out each time.
_MOST_KEPT = 16_384


def fold(name: str) -> str:
    """The comparable form of a name: case-folded, unaccented words with single spaces.

    Idempotent. Lengths change, so offsets into the result mean nothing in the text.

    >>> fold("Yel’sk") == fold("YELSK")
    True
    >>> fold("Saint-Étienne"), fold("U.S."), fold("Łódź")
    ('saint etienne', 'us', 'lodz')
    """
    return " ".join(name.translate(_LETTERS).split())


class _Letters(dict[int, str]):
    """What each code point folds to, worked out once: folding a name is folding its letters.

    Decomposition and full case folding look at one code point at a time; what they do between
    code points is to order combining marks, which are dropped.
    Source: The Unicode Standard, sections 3.11 (D108, D109) and 3.13 (D144).
    """

    def __missing__(self, code: int) -> str:
        spread = unicodedata.normalize("NFKD", chr(code)).casefold()
        spread = unicodedata.normalize("NFKD", spread)
        plain = filterfalse(unicodedata.combining, spread)
        folded = "".join(_BREAK.sub(" ", _SPELT.get(letter, letter)) for letter in plain)
        if len(self) < _MOST_KEPT:
            self[code] = folded
        return folded


_LETTERS = _Letters()
