"""In which language a text is written, told by its script and its commonest words.

Reports in English name foreign places and quote foreign words, so a text is English (or the usual
language of its script) until another language is heard clearly more often.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

UNKNOWN = "und"
"""ISO 639-2 for what is undetermined."""

_STRETCH = 1000
"""Code points of each of the three stretches of a long text that are listened to: its beginning,
middle and end, so that neither a foreign quotation at its head nor its length matters."""
_ENGLISH_SHARE = 0.2
"""A text of so many English function words, and at least so many …"""
_ENGLISH_WORDS = 8
"""… is English, and nothing else is asked."""
_FEWEST = 1.5
"""Less heard of another language than this decides nothing."""
_CLEARLY = 1.5
"""How many times more than of the default another language must be heard."""
_LETTERED = 0.75
"""What a word with a letter of the language counts; it may be a name."""
_WORDS_OF_NONE = 30
"""A text of so many words, hardly one of any known language, is in an unknown one …"""
_SHARE_OF_NONE = 0.04
"""… below this share."""

_ASCII = re.compile(r"[A-Za-z]+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Script:
    letters: re.Pattern[str]
    default: str
    languages: tuple[str, ...]
    """The default first; of two heard alike the first is meant."""
    own: frozenset[str]
    """Function words of the default."""
    words: dict[str, tuple[str, ...]]
    """Languages of each function word."""
    marks: tuple[tuple[str, re.Pattern[str]], ...]
    """Languages with letters of their own."""


def identify(text: str) -> str:
    """ISO 639-1 code of the language most of the text is in; ``und`` where none we know is heard.

    >>> identify("Войска покинули город."), identify("Les troupes ont quitté la ville.")
    ('ru', 'fr')
    >>> identify("Protests in La Paz and El Alto"), identify("Yelsk")
    ('en', 'en')
    """
    sample = _sample(text)
    script = _script_of(sample)
    if script is None:
        return UNKNOWN if any(c.isalpha() for c in sample) else "en"
    words = _WORD.findall(sample)
    if script.default == "en":
        own = sum(map(script.own.__contains__, words))
        if own >= max(_ENGLISH_WORDS, _ENGLISH_SHARE * len(words)):
            return "en"
    heard = _heard(words, script)
    for language, letters in script.marks:
        seen = _LETTERED * sum(1 for word in words if letters.search(word.lower()))
        if seen:
            heard[language] = heard.get(language, 0.0) + seen
    own = heard.get(script.default, 0.0)
    best = max(script.languages, key=lambda language: heard.get(language, 0.0))
    most = heard.get(best, 0.0)
    if best != script.default and most >= max(_least(script), _CLEARLY * own):
        return best
    if script.words and len(words) >= _WORDS_OF_NONE and most < _SHARE_OF_NONE * len(words):
        return UNKNOWN
    return script.default


def function_words(language: str) -> frozenset[str]:
    """The commonest words of a language, in lower case; none of one that is not listed."""
    return next(
        (
            frozenset(word for word, codes in script.words.items() if language in codes)
            for script in _scripts().values()
            if language in script.languages
        ),
        frozenset[str](),
    )


def _heard(words: list[str], script: _Script) -> dict[str, float]:
    """How often each language is heard; initials and what opens names ("La Paz") count half."""
    heard: dict[str, float] = {}
    for word in words:
        weight = 1.0 if len(word) > 1 and word[0].islower() else 0.5
        for language in script.words.get(word.lower(), ()):
            heard[language] = heard.get(language, 0.0) + weight
    return heard


def _least(script: _Script) -> float:
    """How much must be heard of a language; beside others than English one word or letter tells."""
    return _FEWEST if script.default == "en" else 0.5


def _sample(text: str) -> str:
    if len(text) <= 3 * _STRETCH:
        return text
    middle = len(text) // 2
    return " ".join(
        (text[:_STRETCH], text[middle : middle + _STRETCH], text[len(text) - _STRETCH :])
    )


def _script_of(sample: str) -> _Script | None:
    """The script of most letters; None where it is none we know. Kana tells Han for Japanese."""
    scripts = _scripts()
    if sample.isascii() or 2 * sum(map(len, _ASCII.findall(sample))) >= len(sample):
        return scripts["latin"] if _WORD.search(sample) else None
    counts = {name: len(script.letters.findall(sample)) for name, script in scripts.items()}
    counts["kana"] *= 3  # Japanese writes fewer of them than of Han
    best = max(sorted(counts), key=lambda name: counts[name])
    if not counts[best]:
        return None
    return scripts[best]


@cache
def _scripts() -> dict[str, _Script]:
    file = resources.files("geocode.languages") / "function_words.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    languages = {code: row for code, row in table.items() if code != "scripts"}
    out: dict[str, _Script] = {}
    for name, row in table["scripts"].items():
        words: dict[str, tuple[str, ...]] = {}
        marks: list[tuple[str, re.Pattern[str]]] = []
        written = {code: own for code, own in languages.items() if own["script"] == name}
        for code, own in written.items():
            for word in own["words"].split():
                words[word] = (*words.get(word, ()), code)
            if "letters" in own:
                marks.append((code, re.compile(f"[{own['letters']}]")))
        out[name] = _Script(
            re.compile(f"[{row['letters']}]"),
            row["default"],
            (row["default"], *(code for code in written if code != row["default"])),
            frozenset(word for word, codes in words.items() if row["default"] in codes),
            words,
            tuple(marks),
        )
    return out
