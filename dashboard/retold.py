"""What the library says in English — reasons, rejections, errors — in the language spoken.

As with gettext the English sentence is its own key: it stands in stores and exports of any age, and
is known again by its entry in ``words.toml``, [LIBRARY]. One that has no entry is told as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter
from typing import Any, Final

from babel import Locale
from babel.numbers import format_decimal

from dashboard import words
from dashboard.speech import DEFAULT, entries, language, said, speaking

_NUMBER: Final = re.compile(r"\d[\d,]{0,20}(\.\d{1,9})?", re.ASCII)
_LENGTH: Final = re.compile(
    r"(\d{1,3}(?:,\d{3}){0,3}(?:\.\d{1,9})?|\d{1,9}(?:\.\d{1,9})?(?:e\+0\d)?) km", re.ASCII
)
_COUNTS: Final = frozenset({"number", "most", "least", "half", "times", "column", "depth", "own"})
_LENGTHS: Final = frozenset({"length", "reach"})
_COUNTRIES: Final = frozenset({"country", "neighbour"})
_AREA: Final = "area"
_DIVISIONS: Final = frozenset({
    "Albania", "Armenia", "Belize", "Bolivia", "China", "Colombia", "Costa Rica", "Cuba", "Denmark",
    "El Salvador", "Georgia", "Liberia", "Luxembourg", "Mali", "Malta", "Montenegro", "Niger",
    "Puerto Rico", "Venezuela",
})  # fmt: skip
"""Countries after which a division of another one is called: as an area, either may be meant.
Source: GeoNames, features ADM1 and ADM2."""
_PARTS: Final = {"instead": "role", "more": "side"}
"""Fields that hold what another field's name stands for; others hold what their own name says."""
_SENTENCES: Final = {"why": "", "error": "fault", "field": "field"}
"""Fields that may hold a sentence of the library, or a part so called, or anything."""
LONGEST: Final = 2_000
"""Code points of a sentence; a longer one is told as it is."""
DEEPEST: Final = 4
"""Sentences within sentences; the library's own are two deep."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence in English: its constant texts, with a field between each and the next."""

    key: str
    texts: tuple[str, ...]
    fields: tuple[str, ...]

    def values(self, sentence: str) -> dict[str, str] | None:
        """What the fields hold in a sentence; None where it is another one."""
        first, *rest = self.texts
        if not sentence.startswith(first):
            return None
        if not rest:
            return {} if sentence == first else None
        at, end = len(first), len(sentence) - len(rest[-1])
        if not sentence.endswith(rest[-1]):
            return None
        found: dict[str, str] = {}
        for number, field in enumerate(self.fields):
            last = number == len(self.fields) - 1
            until = end if last else sentence.find(rest[number], at, end)
            if until <= at:
                return None
            found[field] = sentence[at:until]
            at = until + len(rest[number])
        return found


def retold(sentence: str) -> str:
    """A sentence of the library in the language spoken.

    >>> from dashboard.speech import speaking
    >>> with speaking("pl"):
    ...     retold("12 km from Pinsk, also named"), retold("nobody knows")
    ('12 km od innej wymienionej nazwy: Pinsk', 'nobody knows')
    """
    if language() == DEFAULT or len(sentence) > LONGEST:
        return sentence
    return _told(sentence) or sentence


def all_retold(sentences: Iterable[str]) -> tuple[str, ...]:
    """Each sentence in the language spoken, in order."""
    return tuple(retold(sentence) for sentence in sentences)


def _told(sentence: str, part: str = "", *, within: int = 0) -> str | None:
    """A sentence, or a ``part`` of one so called; None where no entry is like it.

    ``within``: in how many others it stands.
    """
    spoken = _spoken(part, language())
    for pattern in _patterns(part, sentence[:1]) if within <= DEEPEST else ():
        given = pattern.values(sentence)
        values = None if given is None else _values(given, within + 1)
        if values is not None:
            return str(spoken[pattern.key]).format_map(values)
    return None


def _values(given: Mapping[str, str], within: int) -> dict[str, str] | None:
    """What the fields hold in the language spoken; None where one cannot hold it."""
    values: dict[str, str] = {}
    for field, value in given.items():
        own = _value(field, value, within)
        if own is None:
            return None
        values[field] = own
    return values


def _value(field: str, value: str, within: int) -> str | None:
    if field in _COUNTS:
        return _number(value)
    if field in _LENGTHS:
        found = _LENGTH.fullmatch(value)
        return words.metres(float(found[1].replace(",", "")) * 1000.0) if found else None
    if field in _COUNTRIES or (field == _AREA and value not in _DIVISIONS):
        code = _codes().get(value)
        return words.country(code) if code else value
    if field in _SENTENCES:
        return _told(value, _SENTENCES[field], within=within) or value
    part = _PARTS.get(field, field)
    if part not in entries()["LIBRARY_PARTS"]:
        return value
    return _told(value, part, within=within)


def _number(value: str) -> str | None:
    found = _NUMBER.fullmatch(value)
    if found is None:
        return None
    decimals = len(found[1] or ".") - 1
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value.replace(",", ""), pattern, locale=language())


@cache
def _spoken(part: str, language: str) -> Mapping[str, Any]:
    """By key, the same in a language."""
    with speaking(language):
        spoken: Mapping[str, Any] = said("LIBRARY_PARTS")
        sentences: Mapping[str, Any] = said("LIBRARY")
    every = {f"{kind} {key}": text for kind, some in spoken.items() for key, text in some.items()}
    return spoken[part] if part else {**sentences, **every}


@lru_cache(maxsize=1_000)
def _patterns(part: str, opening: str) -> tuple[_Pattern, ...]:
    """Those of the sentences, or of the parts so called, that may open with this character."""
    return tuple(p for p in _all_patterns(part) if p.texts[0][:1] in {"", opening})


@cache
def _all_patterns(part: str) -> tuple[_Pattern, ...]:
    """Those with the most constant text first."""
    parts = entries()["LIBRARY_PARTS"]
    every = {f"{kind} {key}": entry for kind, some in parts.items() for key, entry in some.items()}
    known = parts[part] if part else {**entries()["LIBRARY"], **every}
    made = (_pattern(key, entry[DEFAULT]) for key, entry in known.items())
    return tuple(sorted(made, key=lambda p: (-sum(map(len, p.texts)), p.key)))


def _pattern(key: str, english: str) -> _Pattern:
    texts, fields = [""], list[str]()
    for text, field, _, _ in Formatter().parse(english):
        texts[-1] += text
        if field is not None:
            fields.append(field)
            texts.append("")
    return _Pattern(key, tuple(texts), tuple(fields))


@cache
def _codes() -> dict[str, str]:
    """Codes of countries by their English name."""
    return {name: code for code, name in Locale(DEFAULT).territories.items() if len(code) == 2}  # noqa: PLR2004
