"""Cue words as data: one folder per language, one TOML file per room that reads them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal, TypeAlias

PREPARED = ("en",)
"""Read in every room."""
PLACES_ONLY = ("de", "es", "fr", "pl", "ru", "uk")
"""Of these places are read, by gazetteer, case and cue words, and days written out; no events."""
PLACE_ROOMS = ("calendar", "demonyms", "endings", "names", "wording")
"""The tables that each of them brings."""

Coverage: TypeAlias = Literal["everything", "places", "names"]


def coverage(language: str) -> Coverage:
    """What is read of a report in a language.

    ``places``: by gazetteer, case and cue words, with days written out and no events. ``names``:
    by the gazetteer alone, for a language nobody prepared.

    >>> coverage("en"), coverage("pl"), coverage("it")
    ('everything', 'places', 'names')
    """
    if language in PREPARED:
        return "everything"
    return "places" if language in PLACES_ONLY else "names"


@cache
def cues(language: str, room: str) -> dict[str, Any]:
    """The table ``languages/<language>/<room>.toml``; English for a language not prepared."""
    own = language in PREPARED or (language in PLACES_ONLY and room in PLACE_ROOMS)
    file = resources.files("geocode.languages") / (language if own else "en") / f"{room}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def home_country(language: str) -> str | None:
    """Alpha-2 code of the country that most texts in the language are from; None if of several."""
    return cues(language, "names").get("home") if language in PLACES_ONLY else None
