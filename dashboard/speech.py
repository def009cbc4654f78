"""Which language the page speaks, and its words in it: ``words.toml``, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from babel import Locale
from babel.numbers import format_decimal
from streamlit.runtime.scriptrunner import get_script_run_ctx

LANGUAGES: Final = ("en", "uk", "pl", "es")
"""Those of the page; the first is spoken unless another is asked for. The map's script knows them
by their place here."""
DEFAULT: Final = LANGUAGES[0]
FILE: Final = Path(__file__).with_name("words.toml")

_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


def language() -> str:
    """The language spoken now: what was last said with ``speak``, else that of the session's view.

    A callback or a dialog may run in a thread in which nothing was said yet.
    """
    spoken = _SPOKEN.get()
    if spoken is None and get_script_run_ctx(suppress_warning=True) is not None:
        view = st.session_state.get("view")
        spoken = view.language if view is not None else None
    return spoken or DEFAULT


def speak(language: str) -> None:
    """Has all words from now on, in this run of the page, be in one of ``LANGUAGES``."""
    _SPOKEN.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speaks a language inside the block; one that is none of ``LANGUAGES`` stands for English."""
    token = _SPOKEN.set(language if language in LANGUAGES else DEFAULT)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def own_name(language: str) -> str:
    """A language as its speakers call it.

    >>> own_name("uk"), own_name("es")
    ('Українська', 'Español')
    """
    return (Locale(language).get_display_name(language) or language).capitalize()


def said(name: str) -> Any:  # noqa: ANN401 — a text, or a dict of texts
    """The entry of this name in the language spoken.

    Raises: KeyError where there is none.
    """
    return _said_in(language())[name]


def number(value: int) -> str:
    """A whole number as the language spoken writes it.

    >>> number(1200)
    '1,200'
    """
    return format_decimal(value, locale=language())


def counted(forms: Mapping[str, str], count: int) -> str:
    """The form for this count, with the count in it; ``forms`` by plural category.

    A category that is not there is ``other``: of whole millions Spanish has one of its own.

    >>> counted({"one": "{n} event", "other": "{n} events"}, 1200)
    '1,200 events'
    """
    category = Locale(language()).plural_form(count)
    return forms[category if category in forms else "other"].format(n=number(count))


@cache
def entries() -> Mapping[str, Any]:
    """The file's content: entries, or groups of them, by name."""
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def _said_in(language: str) -> dict[str, Any]:
    return {name: _pick(entry, language) for name, entry in entries().items()}


def _pick(entry: Mapping[str, Any], language: str) -> Any:  # noqa: ANN401 — as in ``said``
    if DEFAULT in entry:
        return entry[language]
    return {name: _pick(inner, language) for name, inner in entry.items()}
