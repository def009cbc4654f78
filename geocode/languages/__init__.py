"""Cue words as data: one folder per language, one TOML file per room that reads them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

PREPARED = ("en",)


@cache
def cues(language: str, room: str) -> dict[str, Any]:
    """The table ``languages/<language>/<room>.toml``; English for a language not prepared."""
    folder = language if language in PREPARED else "en"
    file = resources.files("geocode.languages") / folder / f"{room}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
