"""Made-up reports of local papers, from which the ranker learns what an outlet's home is worth.

News of the world teaches it nothing: its outlets are at home everywhere. A report names its home, a
few towns about it, its county or division, its country, and one name in ten from far away, which
is about what is known of local papers (four names in five lie in the paper's own state). Half the
outlets bear their home in their address. Same gazetteer and seed, same reports.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from places_sets import Gold

from geocode.gazetteer import Index
from geocode.gazetteer.protocol import Gazetteer
from geocode.names import fold
from geocode.places.ranking.outlet import homes_of_papers
from geocode.records import Block, Document, Entry, Mention, Span

CORPUS = "made-up"
REPORTS = 400
SEED = 20220214
COUNTRIES = {"US": 6, "GB": 3, "CA": 2, "AU": 2, "IE": 1, "NZ": 1, "IN": 1, "ZA": 1, "NG": 1,
             "KE": 1, "PH": 1, "PK": 1}  # fmt: skip
"""How many of so many reports: where English papers are written."""
PEOPLE = (3_000, 300_000)
"""The smallest and largest home of a local paper."""
ABOUT_M = 80_000.0
FAR_PEOPLE = 500_000
PAPERS = ("news", "times", "herald", "gazette", "dailynews", "post", "courier", "journal")
ADDRESSED = 0.5
LISTED = 0.3
"""Share of the reports that are of papers whose home the package's list knows."""
HOME_SHARE, TOWNS_SHARE, AREAS_SHARE = 0.2, 0.45, 0.25
"""Share of the names that are the home, towns about it, its county, division or country."""
SENTENCES = (
    "Police in {} said on Monday that nobody was hurt. ",
    "She grew up in {} and moved away last year. ",
    "The road to {} was closed for three hours. ",
    "Residents of {} and {} voted for the plan. ",
    "The {} council meets on Tuesday. ",
    "He drove from {} to {} in the rain. ",
    "A man from {} was charged with theft. ",
)


@dataclass(frozen=True, slots=True)
class _Pool:
    """What one report may name."""

    home: Entry
    around: Sequence[Entry]
    areas: Sequence[Entry]
    """Its county, division and country."""
    far: Sequence[str]

    @classmethod
    def about(cls, home: Entry, far: Sequence[str], gazetteer: Gazetteer) -> _Pool:
        """What a report from there may name; no area that a town within it is called as."""
        around = [e for e, metres in gazetteer.nearest(home.lon, home.lat, limit=40)
                  if metres <= ABOUT_M and e.id != home.id]  # fmt: skip
        wider = [gazetteer.entry(key) for key in (home.admin2, home.admin1) if key]
        areas = [
            area
            for area in (*wider, gazetteer.country(home.country or ""))
            if area is not None
            and not any(area.id in {e.admin1, e.admin2} for e in gazetteer.lookup(area.name))
        ]
        return cls(home, around, areas, far)


def made_up_reports(gazetteer: Index) -> Iterator[Gold]:
    """The reports, each with where its names truly are."""
    chance = random.Random(SEED)  # noqa: S311 - reproducible, not secret
    towns, far = _pools(gazetteer)
    codes = [code for code in COUNTRIES if code in towns]
    papers = sorted(homes_of_papers().items())
    for number in range(REPORTS):
        code = chance.choices(codes, [COUNTRIES[c] for c in codes])[0]
        ids, sums = towns[code]
        host, key = "", chance.choices(ids, cum_weights=sums)[0]
        if chance.random() < LISTED:
            host, key = chance.choice(papers)
        home = gazetteer.entry(key)
        if home is not None:
            yield _report(number, _Pool.about(home, far, gazetteer), host, gazetteer, chance)


def _pools(gazetteer: Index) -> tuple[dict[str, tuple[list[str], list[float]]], list[str]]:
    """Ids of possible homes by country with running weights; ids of places that all news names."""
    path = Path(gazetteer.path).resolve().as_uri()
    db = sqlite3.connect(f"{path}?mode=ro", uri=True)
    rows = db.execute("SELECT id, feature, country, population FROM entries ORDER BY number")
    homes: dict[str, list[tuple[str, float]]] = {}
    far: list[str] = []
    for number, feature, country, population in rows:
        key = f"geonames:{number}" if isinstance(number, int) else number
        if feature.startswith("PPL") and PEOPLE[0] <= population <= PEOPLE[1]:
            homes.setdefault(country, []).append((key, float(population) ** 0.3))
        elif feature == "PCLI" or (feature.startswith("PPL") and population >= FAR_PEOPLE):
            far.append(key)
    db.close()
    towns = {
        code: ([key for key, _ in found], list(accumulate(weight for _, weight in found)))
        for code, found in homes.items()
    }
    return towns, far


def _report(
    number: int, pool: _Pool, host: str, gazetteer: Gazetteer, chance: random.Random
) -> Gold:
    pieces: list[tuple[str, Entry | None]] = []
    for _ in range(chance.randint(3, 9)):
        for i, piece in enumerate(chance.choice(SENTENCES).split("{}")):
            if i:
                entry = _named(pool, gazetteer, chance)
                pieces.append((entry.name, entry))
            pieces.append((piece, None))
    label = fold(pool.home.name).replace(" ", "")
    source = f"www.{host or label + chance.choice(PAPERS) + '.com'}"
    if not host and chance.random() >= ADDRESSED:
        source = None
    return written(f"{CORPUS}:{number}", CORPUS, pieces, source=source)


def written(
    key: str, corpus: str, pieces: Iterable[tuple[str, Entry | None]], *, source: str | None = None
) -> Gold:
    """A document of words and names in turn; a name comes with its entry, words with None."""
    text, mentions = "", list[Mention]()
    truth, ids = list[tuple[float, float]](), list[str]()
    for piece, entry in pieces:
        if entry is not None:
            span = Span(len(text), len(text) + len(piece))
            mentions.append(Mention(key, span, piece, "toponym"))
            truth.append((entry.lon, entry.lat))
            ids.append(entry.id)
        text += piece
    blocks = (Block("body", Span(0, len(text))),)
    document = Document(key, text, None, source, None, "en", blocks)
    return Gold(corpus, document, tuple(mentions), tuple(truth), tuple(ids))


def _named(pool: _Pool, gazetteer: Gazetteer, chance: random.Random) -> Entry:
    at = chance.random()
    if at < HOME_SHARE:
        return pool.home
    if at < HOME_SHARE + TOWNS_SHARE and pool.around:
        return chance.choice(pool.around)
    if at < HOME_SHARE + TOWNS_SHARE + AREAS_SHARE and pool.areas:
        return chance.choice(pool.areas)
    return gazetteer.entry(chance.choice(pool.far)) or pool.home
