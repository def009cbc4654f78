"""In which language a text is written: by its script, its commonest words, and runs of letters.

Reports in English name foreign places and quote foreign words, so a text is English until another
language is heard clearly more often; a text of many English words is asked nothing further.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from geocode.languages.likeness import likeness

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
"""Less heard of another language than this does not outweigh English."""
_CLEARLY = 1.5
"""How many times more than of English another language must be heard."""
_LETTERED = 0.75
"""What a word with a letter of the language counts; it may be a name."""
_ALIKE, _ALIKE_WORDS = 3.0, 4
"""What letters like those of a language count, from so many words on; of fewer words less."""
_USUAL = 0.1
"""What speaks for the usual language of a script before a word is read."""
_STATED = 1.0
"""What speaks for the language that a page or record says it is in: as much as a word heard."""
_WORDS_OF_NONE = 30
"""A text of so many words, hardly one of any known language, is in an unknown one …"""
_SHARE_OF_NONE = 0.04
"""… below this share."""

_ASCII = re.compile(r"[A-Za-z]+")
_WORD = re.compile(r"[^\W\d_]+")
_MIXED = re.compile(r"(?=.*[A-Za-zÀ-ɏ]).*[Ͱ-ӿ]")
"""A word of both Latin and Greek or Cyrillic letters: in no language, whatever it looks like."""


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
    never: tuple[tuple[str, re.Pattern[str]], ...]
    """Languages, and the letters of the script that are in no word of theirs."""


def identify(text: str, *, stated: str | None = None) -> str:
    """ISO 639-1 code of the language most of the text is in; ``und`` where none we know is heard.

    ``stated`` is what a page or a record says its language is ("pl-PL"). Templates say it wrongly
    often enough, so it decides where the text leaves it open, and a text that is clearly in
    another language is in that one.

    >>> identify("Войска покинули город."), identify("Les troupes ont quitté la ville.")
    ('ru', 'fr')
    >>> identify("Protests in La Paz and El Alto"), identify("Yelsk")
    ('en', 'en')
    >>> identify("Ракета впала"), identify("Ракета впала", stated="uk")
    ('ru', 'uk')
    >>> identify("Les troupes ont quitté la ville.", stated="en-US")
    'fr'
    """
    sample = _sample(text)
    script = _script_of(sample)
    if script is None:
        return UNKNOWN if any(c.isalpha() for c in sample) else "en"
    words = [word for word in _WORD.findall(sample) if not _MIXED.match(word)]
    if script.default == "en":
        own = sum(map(script.own.__contains__, words))
        if own >= max(_ENGLISH_WORDS, _ENGLISH_SHARE * len(words)):
            return "en"
    if not script.words:
        return script.default
    return _of_script(words, script, stated)


def _of_script(words: list[str], script: _Script, stated: str | None) -> str:
    """Which of the languages of a script the words are in."""
    heard = _heard(words, script)
    most = max(heard.values(), default=0.0)
    if len(words) >= _WORDS_OF_NONE and most < _SHARE_OF_NONE * len(words):
        return UNKNOWN
    if stated is None and _is_plainly_english(heard, words):
        return "en"
    total = _with_likeness(heard, words, script)
    said = _primary(stated)
    if said in total:
        total[said] += _STATED
    best = max(script.languages, key=lambda language: total[language])
    if script.default == "en" and total[best] < max(_FEWEST, _CLEARLY * total["en"]):
        return "en"
    return best


def _is_plainly_english(heard: dict[str, float], words: list[str]) -> bool:
    """Whether a short text need not be asked of its letters: its words are twice as English."""
    own = heard.get("en", 0.0)
    rest = max((count for language, count in heard.items() if language != "en"), default=0.0)
    return own >= max(1.0, _ENGLISH_SHARE * len(words), 2.0 * rest)


def _primary(stated: str | None) -> str:
    """The language of a tag such as "pl-PL" or "de_AT", without its region. Source: BCP 47."""
    return re.split(r"[-_]", (stated or "").strip().lower(), maxsplit=1)[0]


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
    """How often each language is heard, in its commonest words and in the letters of any.

    Initials and what opens names ("La Paz") count half.
    """
    heard: dict[str, float] = {}
    for word in words:
        weight = 1.0 if len(word) > 1 and word[0].islower() else 0.5
        lower = word.lower()
        for language in script.words.get(lower, ()):
            heard[language] = heard.get(language, 0.0) + weight
        if lower.isascii():
            continue
        for language, letters in script.marks:
            if letters.search(lower):
                heard[language] = heard.get(language, 0.0) + _LETTERED
        for language, letters in script.never:
            if letters.search(lower):
                heard[language] = heard.get(language, 0.0) - 1.0
    return heard


def _with_likeness(heard: dict[str, float], words: list[str], script: _Script) -> dict[str, float]:
    """What was heard, and how alike the letters are.

    Names say little of the language around them, so in Latin letters only the words written small
    are asked; where all is written large every word may be a name, and it takes twice as many.
    """
    large = all(word.isupper() for word in words)
    latin = script.default == "en"
    asked = [
        word.lower()
        for word in words
        if len(word) > 1 and (large or not latin or word[0].islower())
    ]
    enough = 2 * _ALIKE_WORDS if large and latin else _ALIKE_WORDS
    alike = likeness(asked, script.languages)
    weight = _ALIKE * min(1.0, len(asked) / enough)
    total = {
        language: heard.get(language, 0.0) + weight * alike.get(language, 0.0)
        for language in script.languages
    }
    total[script.default] += _USUAL
    return total


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
        never: list[tuple[str, re.Pattern[str]]] = []
        written = {code: own for code, own in languages.items() if own["script"] == name}
        for code, own in written.items():
            for word in own["words"].split():
                words[word] = (*words.get(word, ()), code)
            if "letters" in own:
                marks.append((code, re.compile(f"[{own['letters']}]")))
            if "never" in own:
                never.append((code, re.compile(f"[{own['never']}]")))
        out[name] = _Script(
            re.compile(f"[{row['letters']}]"),
            row["default"],
            (row["default"], *(code for code in written if code != row["default"])),
            frozenset(word for word, codes in words.items() if row["default"] in codes),
            words,
            tuple(marks),
            tuple(never),
        )
    return out
