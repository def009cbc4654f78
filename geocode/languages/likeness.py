"""How alike the letters of a text are to those of each language: what a short text is told by.

The statistics of runs of letters are those of ELD (Efficient Language Detector), which come with
the package: nothing is downloaded. Source: https://github.com/nitotm/efficient-language-detector-py
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

_MOST_WORDS = 60
"""It reads no more than the first 350 bytes."""


class _Result(Protocol):
    def scores(self) -> dict[str, float]: ...


class _Detector(Protocol):
    def detect(self, text: str) -> _Result: ...


def likeness(words: Sequence[str], languages: Iterable[str]) -> dict[str, float]:
    """For each of these languages (ISO 639-1), from 0.0 to 1.0 for the likest of them.

    Languages it has no statistics of are left out; {} where the words are like none of them.

    >>> found = likeness("wegen des schnees geschlossen".split(), ("nl", "de", "en"))
    >>> max(found, key=lambda language: found[language])
    'de'
    """
    if not words:
        return {}
    text = " ".join(words[:_MOST_WORDS]).encode("utf-8", "ignore").decode("utf-8")
    scores = _detector().detect(text).scores()
    found = {language: scores[language] for language in languages if language in scores}
    most = max(found.values(), default=0.0)
    return {language: score / most for language, score in found.items()} if most else {}


def likest(words: Sequence[str]) -> float:
    """How alike the words are to those of the language they are likest, about 0.0 to 1.0."""
    text = " ".join(words[:_MOST_WORDS]).encode("utf-8", "ignore").decode("utf-8")
    return max(_detector().detect(text).scores().values(), default=0.0)


@cache
def _detector() -> _Detector:
    table = import_module("eld")  # here, not above: it costs 0.25 s and 50 MB
    return cast("_Detector", table.LanguageDetector())
