"""Where a report's outlet is at home, as far as its name or web address says so."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import cues
from geocode.names import fold
from geocode.records import Document, Entry

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_SHORTEST = 4
"""Letters; a shorter rest of an outlet's name is chance ("la", "ny", "sun")."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Outlet:
    """Country by the ending of the address, and the place in the outlet's name; None if unknown."""

    country: str | None
    place: str | None
    known: Entry | None = None
    """The home itself, where our list of papers names it; then ``place`` is its name."""


def outlet_of(document: Document, gazetteer: Gazetteer) -> Outlet:
    """What ``source`` and ``url`` say of the outlet's home.

    The place is that of our list of papers (``outlets.toml``), or what is left of its name when
    words such as "daily" and "news" are taken off, if the gazetteer knows it: "augusta" of
    augustachronicle.com.
    """
    hosts = tuple(_hosts(document))
    country = next((code for code in map(_country, hosts) if code), None)
    for host in hosts:
        key = homes_of_papers().get(host.removeprefix("www."))
        home = gazetteer.entry(key) if key else None
        if home is not None:
            return Outlet(country, fold(home.name), home)
    for words in _names(document, hosts):
        rest = _without_paper_words(words)
        known = bool(rest) and len(rest) >= _SHORTEST and rest not in _table().paper
        if known and any(fold(e.name) == rest for e in gazetteer.lookup(rest, limit=5)):
            return Outlet(country, rest)
    return Outlet(country, None)


@cache
def homes_of_papers() -> dict[str, str]:
    """Ids of the homes of the papers in our list, by address without "www."."""
    file = resources.files("geocode.places.ranking") / "outlets.toml"
    return dict(tomllib.loads(file.read_text(encoding="utf-8"))["homes"])


@dataclass(frozen=True, slots=True)
class _Table:
    worldwide: frozenset[str]
    other_codes: dict[str, str]
    paper: tuple[str, ...]


@cache
def _table() -> _Table:
    raw = cues("en", "candidates")["outlet"]
    paper = tuple(sorted(raw["paper"], key=lambda word: (-len(word), word)))
    return _Table(frozenset(raw["worldwide"]), dict(raw["other_codes"]), paper)


def _hosts(document: Document) -> Iterator[str]:
    for given in (document.url, document.source):
        if given and len(given) <= 2000:  # noqa: PLR2004  no address is longer
            try:
                host = urlsplit(given).hostname if "//" in given else given
            except ValueError:  # "http://[": not an address
                continue
            if host and _HOST.fullmatch(host):
                yield host.lower()


def _country(host: str) -> str | None:
    ending = host.rsplit(".", 1)[-1]
    if len(ending) != 2 or ending in _table().worldwide:  # noqa: PLR2004  country endings have two
        return None
    return _table().other_codes.get(ending, ending.upper())


def _names(document: Document, hosts: tuple[str, ...]) -> Iterator[str]:
    """Names of the outlet, most telling first: labels of the host without its endings."""
    if document.source and len(document.source) <= _LONGEST and " " in document.source:
        yield fold(document.source)
    for host in hosts:
        for label in host.split(".")[:-1]:
            if len(label) > 3:  # noqa: PLR2004  www, com, co, org, net
                yield fold(label)


def _without_paper_words(name: str) -> str:
    """What is left when words for newspapers are taken off both ends."""
    rest = name.replace(" ", "") if " " not in name else name
    trimmed = True
    while trimmed:
        trimmed = False
        for word in _table().paper:
            for cut in (_after(rest, word), _before(rest, word)):
                if cut is not None and not trimmed:
                    rest, trimmed = cut, True
    return rest.strip()


def _after(text: str, word: str) -> str | None:
    return text[len(word) :].strip() if text.startswith(word) and len(text) > len(word) else None


def _before(text: str, word: str) -> str | None:
    return text[: -len(word)].strip() if text.endswith(word) and len(text) > len(word) else None
