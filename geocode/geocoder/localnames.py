"""A place's name in the language a reader asks for, where a name in it is known.

The gazetteer's names carry no language. Three things tell it all the same: Unicode CLDR's names of
countries, CLDR's names of the cities that time zones are called after, and, for a few languages,
the letters themselves (``languages/scripts.toml``). Nothing else is guessed.
"""

# pyright: reportMissingTypeStubs=false
# Babel ships no stubs.

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias, cast

from geocode.gazetteer.protocol import Gazetteer
from geocode.names import fold
from geocode.records import Entry

Namer: TypeAlias = Callable[[Entry], str]
"""Gives the name an entry is shown by."""

_RANGE = re.compile(r"([A-Za-z]{2,3})(?:-[A-Za-z0-9-]*)?(?:;q=([0-9.]{1,5}))?")
_MOST_LANGUAGES = 8


def languages_asked(language: object) -> tuple[str, ...]:
    """Language codes in order of preference; () for none, as geopy's ``language=False`` is.

    Takes what Nominatim takes: a code, codes with commas between, or an Accept-Language header.
    What is no code is left out.

    >>> languages_asked("de;q=0.5, uk-UA"), languages_asked(False)
    (('uk', 'de'), ())
    """
    if not isinstance(language, str):
        return ()
    found: list[tuple[float, str]] = []
    for one in language.replace(" ", "").replace("_", "-").split(",")[:_MOST_LANGUAGES]:
        match = _RANGE.fullmatch(one)
        if match:
            found.append((_weight(match[2]), match[1].lower()))
    kept = sorted((w for w in found if w[0] > 0), key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(code for _, code in kept))


def namer(languages: Iterable[str], gazetteer: Gazetteer) -> Namer:
    """What names entries in the first of the languages they have a name in, else as they are."""
    codes = tuple(languages)

    def named(entry: Entry) -> str:
        for code in codes:
            name = name_in(entry, code, gazetteer)
            if name is not None:
                return name
        return entry.name

    return named


def name_in(entry: Entry, language: str, gazetteer: Gazetteer) -> str | None:
    """An entry's name in a language, None where no name is known to be in it.

    Its own name stands for English, the language of the gazetteer's preferred names.
    Source: Unicode CLDR, territories and exemplar cities of time zones, through PyPI Babel.
    """
    if language == "en":
        return entry.name
    known = _cldr(language)
    if entry.feature.startswith("PCL"):
        return known.countries.get(entry.country or "")
    names = gazetteer.names(entry.id)
    if entry.feature.startswith("PPL"):
        for name in names:
            if (city := known.cities.get(fold(name))) is not None:
                return city
    return _by_letters(names, language, entry.country)


@dataclass(frozen=True, slots=True)
class _Known:
    """CLDR's names in one language: countries by code, cities by folded name."""

    countries: Mapping[str, str]
    cities: Mapping[str, str]


@cache
def _cldr(language: str) -> _Known:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only who asks for a language waits

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return _Known({}, {})
    zones = cast("Mapping[str, Mapping[str, object]]", locale.time_zones)
    cities = sorted(str(zone["city"]) for zone in zones.values() if "city" in zone)
    return _Known(dict(locale.territories), {fold(city): city for city in cities})


@dataclass(frozen=True, slots=True)
class _Letters:
    script: str = ""
    alphabet: str = ""
    marks: str = ""
    countries: tuple[str, ...] = ()

    def write(self, name: str, country: str | None) -> bool:
        """Whether a name of a place in a country is written so."""
        letters = {letter for letter in name.lower() if letter.isalpha()}
        if self.script:
            scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in letters}
            return scripts == {self.script}
        return (
            country in self.countries
            and letters <= set(self.alphabet)
            and not letters.isdisjoint(self.marks)
        )


@cache
def _letters() -> Mapping[str, _Letters]:
    text = files("geocode.languages").joinpath("scripts.toml").read_text(encoding="utf-8")
    return {
        code: _Letters(
            table.get("script", ""),
            table.get("alphabet", ""),
            table.get("marks", ""),
            tuple(table.get("countries", ())),
        )
        for code, table in tomllib.loads(text).items()
    }


def _by_letters(names: Iterable[str], language: str, country: str | None) -> str | None:
    """The one name whose letters say that it is in the language; None where two are."""
    letters = _letters().get(language)
    if letters is None:
        return None
    found = [name for name in names if letters.write(name, country)]
    return found[0] if len(found) == 1 else None


def _weight(quality: str | None) -> float:
    """The weight of one range of an Accept-Language header. Source: RFC 9110, section 12.4.2."""
    try:
        return 1.0 if quality is None else float(quality)
    except ValueError:
        return 0.0
