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
    "ŋ": "n", "ə": "a", "ґ": "г", "ヶ": "ケ",
}  # fmt: skip
# Arabic script: ta marbuta, alef maqsura and wasla, and the Persian, Urdu and Kurdish shapes of
# yeh, kaf and heh, as keyboards of other languages give them. Decomposition does hamza on a seat.
# Source: Larkey, Ballesteros and Connell 2002, "Improving stemming for Arabic information
# retrieval", section 3.1 (normalisation).
_ARABIC = {
    "ة": "ه", "ى": "ي", "ٱ": "ا", "ی": "ي", "ے": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه",
}  # fmt: skip
# Apostrophes, primes and (hard or soft) signs, and the full stops of abbreviations; hamza without a
# seat, tatweel, geresh.
_SILENT = "'’‘ʼʹʺʾʿ`´′″‛ʽˈˮꞌʻː.·ьъءـ׳\u200b\u200c\u200d\u2060\ufeff\xad"
_SPELT = {**_PLAIN, **_ARABIC, **dict.fromkeys(_SILENT, ""), "&": " and ", "ँ": "ं"}
# Voicing is no accent: Paris is パリ, Bali バリ.
_KEPT_MARKS = frozenset("\u3099\u309a")
_BREAK = re.compile(r"[\W_]")
# More letters than any text written by people has; beyond, they are worked out each time.
_MOST_KEPT = 16_384


def fold(name: str) -> str:
    """The comparable form of a name: case-folded, unaccented words with single spaces.

    Letters of different scripts stay apart, and so do letters that make another name: Cyrillic и
    and і, Japanese ハ and バ. Idempotent. Lengths change, so offsets into the result mean nothing
    in the text.

    >>> fold("Yel’sk") == fold("YELSK")
    True
    >>> fold("Saint-Étienne"), fold("U.S."), fold("Łódź")
    ('saint etienne', 'us', 'lodz')
    """
    return " ".join(name.translate(_LETTERS).split())


class _Letters(dict[int, str]):
    """What each code point folds to, worked out once: folding a name is folding its letters.

    Decomposition and full case folding look at one code point at a time; what they do between
    code points is to order combining marks, which are dropped but for two of one class.
    Source: The Unicode Standard, sections 3.11 (D108, D109) and 3.13 (D144).
    """

    def __missing__(self, code: int) -> str:
        spread = unicodedata.normalize("NFKD", chr(code)).casefold()
        spread = unicodedata.normalize("NFKD", spread)
        folded = "".join(map(_folded, filterfalse(_is_accent, spread)))
        if len(self) < _MOST_KEPT:
            self[code] = folded
        return folded


def _is_accent(letter: str) -> bool:
    return letter not in _KEPT_MARKS and unicodedata.combining(letter) != 0


def _folded(letter: str) -> str:
    """What stands for a letter; a mark that is none of a word is a space.

    Vowel signs of Indian and South-East Asian scripts count as letters here; they are no word
    characters to a regular expression.
    """
    spelt = _SPELT.get(letter, letter)
    return spelt if unicodedata.category(letter)[0] == "M" else _BREAK.sub(" ", spelt)


_LETTERS = _Letters()
