"""Which encoding bytes are in that do not say: the one whose words look and sound like words.

Each encoding gives some text. In the wrong one capitals stand within words, scripts mix and signs
stand for letters, and what letters there are follow each other as in no language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geocode.languages.likeness import likest

_ENCODINGS = (
    "cp1252", "cp1250", "cp1251", "koi8-u", "cp866", "cp1254", "iso8859-2", "iso8859-5", "cp1253",
    "cp1256", "cp1255", "mac-cyrillic",
)  # fmt: skip
"""Commonest first: of two that read the same, or sound alike, the first is meant."""
_SAMPLE_BYTES = 65_536
_MOST_WORDS = 60
_LEAST_SHAPE = 0.85
"""Below this share of letters in their place it is none of these encodings."""
_UNHEARD = 0.2
"""What a text in no language is worth, so that its shape still tells."""
_CLOSE = 0.97
"""A second reading worth this share of the first makes the first doubtful."""
_WORD = re.compile(r"[^\s]*[^\x00-\x7f\s][^\s]*")
_PARTS = re.compile(r"[-‐‑’'.&/]")
_SIGNS = frozenset("“”‘’„«»–—…€°£§№©•·")
"""What is no letter and may yet stand beside one."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A text, the encoding it was read by, and whether another would fit as well."""

    text: str
    encoding: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Reading:
    encoding: str
    sample: str
    shape: float
    worth: float


def guess(data: bytes) -> Guess | None:
    """The likeliest text of bytes that are not UTF-8; None where no encoding gives words.

    >>> guess("Войска покинули город.".encode("koi8-r"))
    Guess(text='Войска покинули город.', encoding='koi8-u', doubtful=False)
    >>> guess("Wojska opuściły Łódź.".encode("cp1250")).text
    'Wojska opuściły Łódź.'
    """
    read = sorted(_readings(data[:_SAMPLE_BYTES]), key=lambda r: -r.worth)
    if not read or read[0].shape < _LEAST_SHAPE:
        return _guess_of_many_bytes(data)
    best = read[0]
    text = _decoded(data, best.encoding)
    if text is None:
        return _guess_of_many_bytes(data)
    others = (r for r in read[1:] if r.sample != best.sample)
    rival = next(others, None)
    doubtful = rival is not None and rival.worth >= _CLOSE * best.worth
    return Guess(text, best.encoding, doubtful)


def _guess_of_many_bytes(data: bytes) -> Guess | None:
    """The same for Chinese, Japanese and Korean, of which several bytes make a letter."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow, and seldom needed

    best = from_bytes(data[:_SAMPLE_BYTES]).best()
    text = _decoded(data, best.encoding) if best else None
    return Guess(text, best.encoding, doubtful=True) if best and text else None


def _readings(data: bytes) -> Iterator[_Reading]:
    for encoding in _ENCODINGS:
        text = _decoded(data, encoding)
        if text is None:
            continue
        words = [found.group() for found in _WORD.finditer(text)]
        shape = _shape(words[: 8 * _MOST_WORDS])
        heard = likest(_around(text)) if shape else 0.0
        yield _Reading(encoding, " ".join(words), shape, shape * (_UNHEARD + heard))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _around(text: str) -> list[str]:
    """Words with letters beyond ASCII, and those beside them, in lower case."""
    words: list[str] = re.findall(r"[^\W\d_]+", text)
    told = [i for i, word in enumerate(words) if not word.isascii()][:_MOST_WORDS]
    near = sorted({i + step for i in told for step in (-1, 0, 1) if 0 <= i + step < len(words)})
    return [words[i].lower() for i in near][:_MOST_WORDS]


def _shape(words: list[str]) -> float:
    """The share of characters beyond ASCII that are letters where letters stand."""
    told = good = 0
    for word in words:
        high = [c for c in word if not c.isascii()]
        told += len(high)
        if _is_wordlike(word):
            good += sum(c.isalpha() or c in _SIGNS for c in high)
    return good / told if told else 0.0


def _is_wordlike(word: str) -> bool:
    """Whether its letters are of one script, and capitals only where they may stand."""
    if len({_script(c) for c in word if c.isalpha()}) > 1:
        return False
    return all(
        part.islower() or part.isupper() or (part[0].isupper() and part[1:].islower())
        for part in _PARTS.split("".join(c for c in word if c.isalpha() or _PARTS.match(c)))
        if part and part.lower() != part.upper()
    )


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
