"""Made-up reports of places that bear the name of what they lie in: towns and divisions, capitals.

The annotated sets disagree: LGL marks every New York as the state, GeoWebNews nearly every one as
the city. What is taught here is the usage of the news: a bare name is the town's ("Shells fell on
Kherson"), the division's where words or names say so ("the governor of Kherson", "Kherson
region", "Henichesk, Kherson"). Where the division bears the very name and the town holds a small
part of its people ("Quebec"), a bare name may be either, and nothing is taught. A country's name is
the country's, whatever in it is called so ("Mexico", "Panama", "Luxembourg").
Same gazetteer and seed, same reports.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from local_reports import written
from places_sets import Gold

from geocode.gazetteer import Index
from geocode.names import fold
from geocode.places.ranking.candidates import how_named
from geocode.records import Entry

CORPUS = "made-up-twins"
REPORTS = 300
COUNTRY_REPORTS = 60
SEED = 20220214
LEAST_PEOPLE = 20_000
LEAST_SHARE = 0.2
"""A town of fewer is left out, and one with a smaller share of its division's people where the
division bears the very name (of "Kherson Oblast" the bare name is the town's, however small)."""
TOWN_ONLY, DIVISION_ONLY = 0.6, 0.3
"""Shares of the reports; the rest name both."""
ELSEWHERE = 0.7
"""Share of the reports that also name the country or another place in it."""
FOR_TOWN = (
    "Shells fell on {} at night. ",
    "Envoys met in {} on Monday. ",
    "The flight to {} was late. ",
    "Thousands marched through {}. ",
    "She moved to {} last year. ",
    "The mayor of {} spoke first. ",
    "A court in {} heard the case. ",
    "Police in {} said that nobody was hurt. ",
)
FOR_DIVISION = (
    "The governor of {} spoke first. ",
    "The {} governor signed the law. ",
    "Floods hit the {} region. ",
    "Farms in {} province were closed. ",
    "The state of {} votes in May. ",
    "Police in [], {}, said that nobody was hurt. ",
    "He was born in [], {}. ",
    "A fire broke out in [], {}. ",
)
FOR_COUNTRY = (
    "Troops crossed into {} on Monday. ",
    "The president of {} spoke first. ",
    "Prices rose in {} last year. ",
    "He left {} as a child. ",
    "Scientists who work in {} were flown out. ",
    "Trade with {} has doubled. ",
)
BESIDES = ("Talks in [] go on. ", "He flew in from []. ", "Officials of [] said little. ")


@dataclass(frozen=True, slots=True)
class Twins:
    """A town and the division about it, with the name they share."""

    name: str
    town: Entry
    division: Entry


def twin_reports(gazetteer: Index) -> Iterator[Gold]:
    """The reports, each with where its names truly are."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    pairs = twins(gazetteer)
    weights = [float(pair.town.population) ** 0.5 for pair in pairs]
    for number in range(REPORTS):
        pair = chance.choices(pairs, weights)[0]
        near = gazetteer.nearest(pair.division.lon, pair.division.lat, limit=40)
        inside = [e for e, _ in near if e.admin1 == pair.division.id and e.name != pair.name]
        country = gazetteer.country(pair.division.country or "")
        besides = [e for e in (country, *inside[:3]) if e is not None]
        yield written(f"{CORPUS}:{number}", CORPUS, _pieces(pair, inside, besides, chance))
    countries = countries_with_namesakes(gazetteer)
    for number in range(REPORTS, REPORTS + COUNTRY_REPORTS):
        country = chance.choice(countries)
        told = chance.sample(FOR_COUNTRY, chance.randint(1, 2))
        pieces = [p for s in told for p in _filled(s, country.name, country, None)]
        yield written(f"{CORPUS}:{number}", CORPUS, pieces)


def countries_with_namesakes(gazetteer: Index) -> list[Entry]:
    """Countries by whose name something in them is called too, in the order of their ids."""
    return [
        country
        for country in _entries("PCLI", gazetteer)
        if any(
            e.id != country.id and e.country in {country.country, None}
            for e in gazetteer.lookup(country.name, limit=10)
        )
    ]


def twins(gazetteer: Index) -> list[Twins]:
    """All first-level divisions with a town of their name in them, in the order of their ids."""
    divisions = _entries("ADM1", gazetteer)
    found = (_town_of(division, gazetteer) for division in divisions)
    return [pair for pair in found if pair is not None]


def _entries(feature: str, gazetteer: Index) -> list[Entry]:
    path = Path(gazetteer.path).resolve().as_uri()
    db = sqlite3.connect(f"{path}?mode=ro", uri=True)
    rows = db.execute("SELECT id FROM entries WHERE feature = ? ORDER BY number", (feature,))
    keys = [f"geonames:{key}" if isinstance(key, int) else str(key) for (key,) in rows]
    db.close()
    return [entry for key in keys if (entry := gazetteer.entry(key)) is not None]


def _town_of(division: Entry, gazetteer: Index) -> Twins | None:
    stem = division.name.rpartition(" ")[0]
    for name in (stem, division.name):
        folded = fold(name)
        how = how_named(division, folded)
        if not folded or how == "alias":
            continue
        people = LEAST_SHARE * division.population if how == "name" else 0.0
        for town in gazetteer.lookup(folded, limit=10):
            if (
                town.feature.startswith("PPL")
                and town.admin1 == division.id
                and how_named(town, folded) != "alias"
                and town.population >= max(LEAST_PEOPLE, people)
            ):
                return Twins(name, town, division)
    return None


def _pieces(
    pair: Twins, inside: Sequence[Entry], besides: Sequence[Entry], chance: random.Random
) -> Iterator[tuple[str, Entry | None]]:
    """Words and names of a report in turn: a name with its entry, words with None."""
    at = chance.random()
    sentences: list[tuple[str, Entry]] = []
    if at < TOWN_ONLY or at >= TOWN_ONLY + DIVISION_ONLY:
        sentences += [(s, pair.town) for s in chance.sample(FOR_TOWN, chance.randint(1, 2))]
    if at >= TOWN_ONLY:
        told = [s for s in FOR_DIVISION if inside or "[]" not in s]
        sentences += [(s, pair.division) for s in chance.sample(told, chance.randint(1, 2))]
    if besides and chance.random() < ELSEWHERE:
        sentences.append((chance.choice(BESIDES), pair.town))
    for sentence, entry in sentences:
        other = chance.choice(inside if "{}" in sentence else besides) if "[]" in sentence else None
        yield from _filled(sentence, pair.name, entry, other)


def _filled(
    sentence: str, name: str, entry: Entry, other: Entry | None
) -> Iterator[tuple[str, Entry | None]]:
    for i, piece in enumerate(sentence.replace("[]", "{}[]").split("{}")):
        if piece.startswith("[]") and other is not None:
            yield other.name, other
        elif i:
            yield name, entry
        yield piece.removeprefix("[]"), None
