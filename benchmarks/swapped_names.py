"""Copies of labelled texts in which other names stand: what a tagger must not learn by heart.

Every place name of a document is exchanged for another of its class, drawn from all countries and
sizes, and some surnames for names of towns, so that only the surroundings and the gazetteer's
evidence can tell. The same seed and gazetteer give the same copies.
"""

from __future__ import annotations

import random
import sqlite3
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions.evidence import read_cues
from geocode.names import fold
from geocode.records import Span
from geocode.tokens import tokenize

KEPT_SHARE = 0.1
"""Names left as they are, so that copies are not all strange."""
UNKNOWN_SHARE = 0.03
"""Towns whose new name no gazetteer knows: villages, misspellings, other romanisations."""
ASCII_SHARE = 0.6
"""Accented names written plainly, as wire services do."""
SURNAME_SHARE = 0.15
"""People whose surname becomes that of a town."""
_SHORTEST = 4
_LONGEST = 24
SEVERAL = 0.8
"""Weight of a town: its population to this power, at least 1. Reports name large towns most; with
small ones as often, the tagger takes every surname that is also a hamlet for a place."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Names to draw from, each with the running sum of weights."""

    names: tuple[str, ...]
    sums: tuple[float, ...]

    def draw(self, chance: random.Random) -> str:
        """One name."""
        return self.names[bisect_right(self.sums, chance.random() * self.sums[-1])]


@dataclass(frozen=True, slots=True)
class Names:
    """Pools by class of name."""

    countries: Pool
    divisions: Pool
    towns: tuple[Pool, ...]
    """One for each country, so that small ones are heard as often as large ones."""
    demonyms: Pool


def read_names(path: Path, demonyms: Path, lexicon: Mapping[str, str]) -> Names:
    """The pools, from a built gazetteer and the list of demonyms; no name that is a common word."""
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    rows = db.execute("SELECT name, feature, country, population FROM entries ORDER BY number")
    found: dict[str, list[tuple[str, float]]] = {"country": [], "division": []}
    towns: dict[str, list[tuple[str, float]]] = {}
    for name, feature, country, population in rows:
        if not _fits(name, lexicon):
            continue
        if feature.startswith("PCL"):
            found["country"].append((name, 1.0))
        elif feature == "ADM1":
            found["division"].append((name, 1.0))
        elif feature.startswith("PPL") and country:
            towns.setdefault(country, []).append((name, max(1.0, population) ** SEVERAL))
    db.close()
    lines = demonyms.read_text(encoding="utf-8").split("\n")
    rows_of = [line.split(",") for line in lines if line and not line.startswith("#")][1:]
    peoples = sorted({p for _, *rest in rows_of for part in rest for p in part.split("|")})
    return Names(
        _pool(found["country"]),
        _pool(found["division"]),
        tuple(_pool(towns[country]) for country in sorted(towns)),
        _pool([(p, 1.0) for p in peoples if p[:1].isupper()]),
    )


def _fits(name: str, lexicon: Mapping[str, str]) -> bool:
    letters = all(c.isalpha() or c in " -’'" for c in name)
    common = any(lexicon.get(word, "c")[0] != "c" for word in name.lower().split())
    return letters and name[:1].isupper() and _SHORTEST <= len(name) <= _LONGEST and not common


def _pool(rows: Sequence[tuple[str, float]]) -> Pool:
    return Pool(tuple(n for n, _ in rows), tuple(accumulate(w for _, w in rows)))


def swapped(
    text: str, gold: Sequence[Span], gazetteer: Gazetteer, *, names: Names, chance: random.Random
) -> tuple[str, list[Span]]:
    """The text with other names, and where its places stand now."""
    swap: dict[str, str] = {}
    cuts: list[tuple[Span, str, bool]] = []
    taken = sorted(gold)
    for span in taken:
        old = span.of(text)
        key = fold(old)
        if key not in swap:
            swap[key] = _another(old, gazetteer, names=names, chance=chance)
        cuts.append((span, _in_case(old, swap[key]), True))
    cuts += [(s, n, False) for s, n in _people(text, taken, names=names, chance=chance)]
    out: list[str] = []
    places: list[Span] = []
    at = size = 0
    for span, new, is_place in sorted(cuts):
        if span.start < at:
            continue
        out += (text[at : span.start], new)
        size += span.start - at + len(new)
        if is_place:
            places.append(Span(size - len(new), size))
        at = span.end
    return "".join([*out, text[at:]]), places


def _another(old: str, gazetteer: Gazetteer, *, names: Names, chance: random.Random) -> str:
    """Another name of the same class; the same one where it is short, abbreviated or a region."""
    known = gazetteer.evidence(fold(old))
    kinds = known.kinds if known else ""
    if "." in old or len(old) < _SHORTEST or chance.random() < KEPT_SHARE:
        return old
    if kinds == "D":
        return names.demonyms.draw(chance)
    if "R" in kinds or old.rpartition(" ")[2][:1].islower() or any(c.isdigit() for c in old):
        return old
    if "C" in kinds:
        return names.countries.draw(chance)
    return names.divisions.draw(chance) if kinds == "A" else _town(names, chance)


def _town(names: Names, chance: random.Random) -> str:
    town = chance.choice(names.towns).draw(chance)
    if chance.random() < UNKNOWN_SHARE:
        town = _garbled(town, chance.choice(names.towns).draw(chance))
    return _plain(town) if chance.random() < ASCII_SHARE else town


def _garbled(first: str, second: str) -> str:
    """A name nobody bears: the first half of one and the second half of another."""
    head, tail = first.partition(" ")[0], second.rpartition(" ")[2].lower()
    return head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :]


def _plain(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name)
    return "".join(c for c in spread if not unicodedata.combining(c))


def _in_case(old: str, new: str) -> str:
    return new.upper() if old.isupper() and len(old) > _SHORTEST else new


def _people(
    text: str, gold: Sequence[Span], *, names: Names, chance: random.Random
) -> list[tuple[Span, str]]:
    """Surnames after a first name, some with a town's name instead, everywhere in the text."""
    cue = read_cues("en")
    tokens = tokenize(text)
    inside = {i for span in gold for i in range(span.start, span.end)}
    new_of: dict[str, str] = {}
    for first, last in pairwise(tokens):
        known = cue.classes.get(first.text.lower(), "")
        if known not in {"first", "both"} or not first.text[0].isupper() or first.start in inside:
            continue
        if not last.text[0].isupper() or last.start in inside or not last.text.isalpha():
            continue
        if cue.classes.get(last.text.lower(), "") or len(last.text) < _SHORTEST:
            continue
        if last.text not in new_of and chance.random() < SURNAME_SHARE:
            new_of[last.text] = chance.choice(names.towns).draw(chance).partition(" ")[0]
    return [
        (Span(t.start, t.end), new_of[t.text])
        for t in tokens
        if t.text in new_of and t.start not in inside
    ]
