"""Names out of their cases: what an inflected name may be called in the nominative.

Rules only propose; the gazetteer says which of the proposals exists. Everything is done on folded
names (``names.fold``). Data: ``languages/<language>/endings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, product

from geocode.languages import PLACES_ONLY, cues

_SHORTEST_STEM = 2
_LONGEST_ENDING = 8
_SHORTEST = 3
"""Letters of the shortest name that a rule may lead to, where the table says no other."""
_MOST_OF_WORD = {1: 24, 2: 8, 3: 4}
"""Proposals for each word of a name of one, two and three words: the product stays small."""


@dataclass(frozen=True, slots=True)
class _Endings:
    shortest: int
    endings: dict[str, tuple[str, ...]]
    closing: dict[str, str]
    fleeting: str
    clusters: frozenset[str]
    prefix: re.Pattern[str] | None
    contractions: dict[str, str]


def base_forms(folded: str, language: str, *, before: str = "") -> Iterator[str]:
    """Folded names that ``folded`` may be a form of, itself first, each once.

    ``before`` is the word before it, in lower case: in French "du Caire" is of Le Caire.

    >>> [form for form in base_forms("києві", "uk") if form == "киів"]
    ['киів']
    >>> "korea poludniowa" in base_forms("korei poludniowej", "pl")
    True
    """
    yield folded
    if language not in PLACES_ONLY:
        return
    table = _endings(language)
    words = folded.split()
    most = _MOST_OF_WORD.get(len(words), 1)
    seen = {folded}
    article = table.contractions.get(before)
    forms = [list(islice(word_forms(word, language), most)) for word in words]
    proposals = (" ".join(choice) for choice in product(*forms))
    for form in proposals if article is None else (f"{article} {folded}", *proposals):
        if form not in seen:
            seen.add(form)
            yield form
    found = table.prefix.fullmatch(folded) if table.prefix else None
    if found:
        yield found["rest"]


def side_in(folded: str, base: str, language: str) -> str | None:
    """The side of a place that a folded name tells besides ``base``, its name; None if none.

    >>> side_in("ostukraine", "ukraine", "de"), side_in("ostende", "ostende", "de")
    ('e', None)
    """
    pattern = _endings(language).prefix if language in PLACES_ONLY else None
    found = pattern.fullmatch(folded) if pattern else None
    if found is None or folded == base or base not in base_forms(found["rest"], language):
        return None
    return _prefixes(language)[found["part"]]


def has_cases(language: str) -> bool:
    """Whether names in the language change with their case, so that any form may be one."""
    return language in PLACES_ONLY and "" in _endings(language).endings


@cache
def word_forms(word: str, language: str) -> tuple[str, ...]:
    """Folded words that a folded word may be a form of, itself first, each once."""
    table = _endings(language)
    out: dict[str, None] = {word: None}
    for length in range(min(_LONGEST_ENDING, len(word) - _SHORTEST_STEM), -1, -1):
        stem, ending = word[: len(word) - length], word[len(word) - length :]
        for instead in table.endings.get(ending, ()):
            form = stem + instead
            if len(form) < table.shortest:
                continue
            out.setdefault(form)
            if form[-1] in table.clusters:
                for other in _reopened(form, table):
                    out.setdefault(other)
    return tuple(out)


def _reopened(stem: str, table: _Endings) -> Iterator[str]:
    """The stem with the vowel that its last syllable has when nothing follows it."""
    closed = next((i for i in range(len(stem) - 1, -1, -1) if stem[i] in table.closing), None)
    if closed is not None and closed < len(stem) - 1:
        yield stem[:closed] + table.closing[stem[closed]] + stem[closed + 1 :]
    if stem[-1] in table.clusters and stem[-2] in table.clusters:
        for vowel in table.fleeting:
            yield stem[:-1] + vowel + stem[-1]


@cache
def _prefixes(language: str) -> dict[str, str]:
    """What is written together with a name, and the side that it tells."""
    table: dict[str, str] = cues(language, "wording").get("prefixes", {})
    return {part: side for side, parts in table.items() for part in parts.split()}


@cache
def _endings(language: str) -> _Endings:
    raw = cues(language, "endings")
    vowels = raw["vowels"]
    parts = "|".join(sorted(_prefixes(language), key=lambda part: (-len(part), part)))
    return _Endings(
        shortest=raw.get("shortest", _SHORTEST),
        endings={
            key.replace("-", ""): tuple(form.replace("-", "") for form in forms.split())
            for key, forms in raw["endings"].items()
        },
        closing=vowels["closing"],
        fleeting=vowels["fleeting"],
        clusters=frozenset(vowels["clusters"]),
        prefix=re.compile(f"(?P<part>{parts})(?P<rest>[^\\W\\d_]{{4,}})") if parts else None,
        contractions=raw.get("contractions", {}),
    )
