"""Scores the places found in sentences of other languages, against seeds/languages.

    python benchmarks/languages.py            the table that tests/quality holds to its floors
    python benchmarks/languages.py --errors   and what was missed, wrongly marked or misplaced

Every sentence is read by itself with its language given; how often the language would have been
told from the sentence alone is a column of its own, and a table of the languages nobody prepared
follows. The rules were made on part ``dev``; part ``test`` was written when they were fixed, and
its errors are not printed. The words for peoples and the wordings (near, part, border) are scored
apart, on sentences that are all ``dev``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geocode.documents import make_document
from geocode.gazetteer import open_gazetteer
from geocode.geometry import distance_m
from geocode.languages import PLACES_ONLY, PREPARED
from geocode.languages.identify import identify
from geocode.pipeline import read_document
from geocode.records import Place

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "languages"
NEAR_M = 161_000.0
"""The field's usual tolerance for a resolved place: 100 miles."""
PARTS = ("dev", "test")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its names: start, end, surface, latitude, longitude, gazetteer entry."""

    part: str
    text: str
    names: tuple[tuple[int, int, str, float, float, str], ...]


@dataclass(slots=True)
class Score:
    """Counts of one part of one language."""

    said: int = 0
    wanted: int = 0
    hits: int = 0
    """Spans that agree to the letter."""
    placed: int = 0
    """Spans said that were given a place."""
    near: int = 0
    """Hits whose place lies within 161 km."""
    told: int = 0
    """Sentences whose language is told from themselves alone."""
    sentences: int = 0
    sure: float = 0.0
    """Sum of the confidence of the spans said."""

    @property
    def f1(self) -> float:
        """Of the spans."""
        return 2 * self.hits / max(1, self.said + self.wanted)

    @property
    def f1_near(self) -> float:
        """Of spans and places together."""
        return 2 * self.near / max(1, self.placed + self.wanted)


def gold(language: str) -> Iterator[Sentence]:
    """The sentences of a language."""
    table = tomllib.loads((SEEDS / f"{language}.toml").read_text(encoding="utf-8"))
    for row in table["sentences"]:
        yield Sentence(row["part"], row["text"], tuple(map(tuple, row["names"])))


def score(language: str) -> tuple[dict[str, Score], list[str]]:
    """Counts of each part of a language's sentences, and the errors in words."""
    gazetteer = open_gazetteer()
    scores = {part: Score() for part in PARTS}
    errors: list[str] = []
    for sentence in gold(language):
        document = make_document(sentence.text, language=language)
        reading = read_document(document, gazetteer=gazetteer)
        named = [p for p in reading.places if p.mention.kind == "toponym"]
        wanted = {(n[0], n[1]): n for n in sentence.names}
        said = {(p.mention.span.start, p.mention.span.end): p for p in named}
        both = wanted.keys() & said.keys()
        near = {k for k in both if is_there(said[k], wanted[k][3], wanted[k][4])}
        one = scores[sentence.part]
        one.sentences += 1
        one.told += identify(sentence.text) == language
        one.said += len(said)
        one.wanted += len(wanted)
        one.hits += len(both)
        one.placed += sum(p.best is not None for p in said.values())
        one.near += len(near)
        one.sure += sum(p.mention.confidence for p in said.values())
        wrong = [f"missed {wanted[k][2]!r}" for k in sorted(wanted.keys() - both)]
        wrong += [f"no place: {said[k].mention.surface!r}" for k in sorted(said.keys() - both)]
        wrong += [f"{wanted[k][2]!r} -> {name(said[k])}" for k in sorted(both - near)]
        if sentence.part == "dev":
            errors += [f"{language}: {w} in {sentence.text!r}" for w in wrong]
    return scores, errors


@dataclass(frozen=True, slots=True)
class Wordings:
    """Counts of what is said of peoples, and of how places relate."""

    said: int
    """Words taken for a people's."""
    wanted: int
    hits: int
    """Words that are, of the country meant."""
    places: int
    right: int
    """Names and phrases with relation, entry and a ground as the text has them."""
    errors: tuple[str, ...]


def wordings(language: str) -> Wordings:
    """Counts on a language's sentences of peoples and wordings."""
    gazetteer = open_gazetteer()
    table = tomllib.loads((SEEDS / f"{language}.toml").read_text(encoding="utf-8"))
    said = wanted = hits = asked = right = 0
    errors: list[str] = []
    for row in table["wordings"]:
        document = make_document(row["text"], language=language)
        places = read_document(document, gazetteer=gazetteer).places
        peoples = {
            (p.mention.surface, p.best.country if p.best else None)
            for p in places
            if p.mention.kind == "demonym" and p.geometry is None
        }
        meant = {(word, country) for word, country in row["peoples"]}
        said, wanted = said + len(peoples), wanted + len(meant)
        hits += len(peoples & meant)
        errors += [f"{language}: {e} in {row['text']!r}" for e in sorted(map(str, peoples ^ meant))]
        for surface, relation, which in row["places"]:
            found = [p for p in places if p.mention.surface == surface and p.relation == relation]
            ok = any(p.best and which in {p.best.id, p.best.country} and p.geometry for p in found)
            asked, right = asked + 1, right + ok
            if not ok:
                errors.append(f"{language}: {surface!r} {relation} {which} in {row['text']!r}")
    return Wordings(said, wanted, hits, asked, right, tuple(errors))


def told_unprepared() -> dict[str, tuple[int, int, int]]:
    """Of each language nobody prepared: sentences told right, taken for one we read, and all."""
    table = tomllib.loads((SEEDS / "unprepared.toml").read_text(encoding="utf-8"))
    read = {*PREPARED, *PLACES_ONLY}
    out: dict[str, tuple[int, int, int]] = {}
    for language, row in table.items():
        told = [identify(text) for text in row["sentences"]]
        out[language] = (told.count(language), sum(t in read for t in told), len(told))
    return out


def is_there(place: Place, lat: float, lon: float) -> bool:
    """Whether a town within 161 km, or an area as far as it reaches, could be meant."""
    if place.best is None:
        return False
    tolerance = max(NEAR_M, place.best.precision_m)
    return distance_m(place.best.lon, place.best.lat, lon, lat) <= tolerance


def name(place: Place) -> str:
    """The entry it resolves to."""
    return f"{place.best.name} ({place.best.id})" if place.best else "nowhere"


def main() -> None:
    """Print the table, and the errors where asked for."""
    print("language part  precision recall    F1   F1@161 km  names  confidence  told  sentences")
    errors: list[str] = []
    for language in PLACES_ONLY:
        scores, wrong = score(language)
        errors += wrong
        for part, s in scores.items():
            if s.sentences:
                print(
                    f"{language:8s} {part:5s}     {s.hits / max(1, s.said):.3f}  "
                    f"{s.hits / s.wanted:.3f} {s.f1:.3f}       {s.f1_near:.3f} {s.wanted:6d}"
                    f"       {s.sure / max(1, s.said):.3f} {s.told:5d} {s.sentences:10d}"
                )
    print("\nlanguage peoples: precision recall  words   wordings right  of")
    for language in PLACES_ONLY:
        w = wordings(language)
        errors += w.errors
        print(
            f"{language:17s}     {w.hits / max(1, w.said):.3f}  {w.hits / w.wanted:.3f} "
            f"{w.wanted:6d} {w.right:16d} {w.places:3d}"
        )
    print("\nlanguage nobody prepared: told  taken for one that is read  sentences")
    for language, (told, taken, count) in told_unprepared().items():
        print(f"{language:24s} {told:5d} {taken:27d} {count:10d}")
    if "--errors" in sys.argv[1:]:
        print("\n".join(["", *errors]))


if __name__ == "__main__":
    main()
