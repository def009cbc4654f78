"""A store of any size, made up: towns by population, borders, countries, holes, dates since 1960.

``python benchmarks/synthetic_store.py 1000000 million.sqlite`` writes a million events through
the store's own schema. Made up, but of the shapes real reports have: most in towns, some *near* a
town, along a border, in a country or a division, some with no place or no date, some with several
sites. The same size gives the same bytes of content.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from geocode import open_gazetteer
from geocode.gazetteer import DEFAULT_PATH
from geocode.geometry import disc
from geocode.names import fold
from geocode.records import Entry
from geocode.store.schema import connect

PER_DOCUMENT: Final = 20
KINDS: Final = (
    ("ASSAULT", "shelled", 22), ("MOBILIZE", "drilled in", 12), ("RETREAT", "left", 4),
    ("COERCE", "seized a depot in", 9), ("SANCTION", "closed the crossing at", 4),
    ("PROTEST", "marched through", 14), ("AGREE", "signed a truce in", 7),
    ("AID", "brought flour to", 6), ("ACCUSE", "accused the council of", 8),
    ("DISASTER", "were flooded out of", 9), ("ACCIDENT", "crashed in", 5),
)  # fmt: skip
STATUSES: Final = ("realised",) * 16 + ("planned", "ongoing", "denied", "background")
ACTORS: Final = ("Soldiers", "Teachers", "Villagers", "Ministers", "Police", "Miners", "Nurses")
FIRST: Final = date(1960, 1, 1)
LAST: Final = date(2026, 10, 31)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place an event can have: its entry, how the wording relates to it, and its geometry."""

    entry: Entry
    relation: str
    shape: int
    lon: float
    lat: float
    precision_m: float


class Spots:
    """What there is to draw from, already in the store's tables."""

    def __init__(self, connection: sqlite3.Connection, *, towns: int) -> None:
        self._connection = connection
        self._entries: dict[str, int] = {}
        gazetteer = open_gazetteer()
        named = sqlite3.connect(f"file:{DEFAULT_PATH}?mode=ro", uri=True)

        def entries(where: str) -> Iterator[Entry]:
            for (number,) in named.execute(f"SELECT id FROM entries WHERE {where}"):  # noqa: S608
                name = f"geonames:{number}" if isinstance(number, int) else number
                if (entry := gazetteer.entry(name)) is not None:
                    yield entry

        def shaped(where: str, relation: str) -> list[Spot]:
            found = ((e, gazetteer.shape(e.id)) for e in entries(where))
            return [self._spot(e, relation, s, e.precision_m) for e, s in found if s is not None]

        cities = list(entries(f"feature LIKE 'PPL%' ORDER BY population DESC, id LIMIT {towns}"))
        self.towns = [
            self._spot(e, "in", shapely.Point(e.lon, e.lat), e.precision_m) for e in cities
        ]
        self.near = [self._spot(e, "near", disc(e.lon, e.lat, 15_000.0), 15_000.0)
                     for e in cities[: max(50, towns // 8)]]  # fmt: skip
        self.borders = shaped("feature = 'BDRY' ORDER BY id", "border")
        self.countries = shaped("feature = 'PCLI' ORDER BY population DESC, id LIMIT 120", "in")
        self.divisions = shaped("feature = 'ADM1' ORDER BY population DESC, id LIMIT 900", "in")

    def key(self, entry: Entry) -> int:
        """Its key in the store."""
        return self._entries[entry.id]

    def _spot(self, entry: Entry, relation: str, shape: BaseGeometry, precision: float) -> Spot:
        if entry.id not in self._entries:
            content = json.dumps(astuple(entry), ensure_ascii=False, separators=(",", ":"))
            done = self._connection.execute(
                "INSERT INTO entries VALUES (NULL, ?, ?)", (entry.id, content)
            )
            self._entries[entry.id] = done.lastrowid or 0
        wkb = shapely.to_wkb(shape)
        digest = hashlib.sha256(wkb).digest()
        self._connection.execute("INSERT OR IGNORE INTO shapes VALUES (NULL, ?, ?)", (digest, wkb))
        found = self._connection.execute("SELECT key FROM shapes WHERE sha256 = ?", (digest,))
        lon, lat = entry.lon, entry.lat
        if relation == "border":
            longest = max(getattr(shape, "geoms", (shape,)), key=lambda part: part.length)
            middle = longest.interpolate(0.5, normalized=True)
            lon, lat = middle.x, middle.y
        return Spot(entry, relation, found.fetchone()[0], lon, lat, precision)


def write(path: Path, events: int, *, seed: int = 6) -> None:
    """A new store of so many events at ``path``."""
    connection = connect(path, read_only=False, busy_timeout_s=5.0)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN")
    spots = Spots(connection, towns=min(40_000, 200 + events // 10))
    draw = random.Random(seed)  # noqa: S311 — made up, not secret
    key = place_key = 0
    for document in range(-(-events // PER_DOCUMENT)):
        tables: dict[str, list[tuple[object, ...]]] = {
            name: [] for name in ("places", "events", "evidence", "sites")
        }
        name = hashlib.sha256(f"synthetic {document}".encode()).hexdigest()[:16]
        sentences: list[str] = []
        at = 0
        for n in range(min(PER_DOCUMENT, events - document * PER_DOCUMENT)):
            key += 1
            sentence, places = _event(
                draw, spots, tables, name, key=key, n=n, at=at, place_key=place_key
            )
            place_key += places
            sentences.append(sentence)
            at += len(sentence) + 1
        text = " ".join(sentences)
        connection.execute(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?)",
            (name, "synthetic", None, f"Paper {document % 97}", None, "en", None,
             hashlib.sha256(text.encode()).hexdigest(), f'[["body",0,{len(text)}]]',
             text.encode()),
        )  # fmt: skip
        for table, rows in tables.items():
            if rows:
                marks = ",".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    connection.execute("COMMIT")
    connection.close()


def _event(
    draw: random.Random,
    spots: Spots,
    tables: dict[str, list[tuple[object, ...]]],
    document: str,
    *,
    key: int,
    n: int,
    at: int,
    place_key: int,
) -> tuple[str, int]:
    """Adds one event's rows; its sentence and how many places it has."""
    kind, verb, _ = draw.choices(KINDS, weights=[weight for *_, weight in KINDS])[0]
    places = _places(draw, spots)
    where = places[0].entry.name if places else "the province"
    earliest, latest, precision = _days(draw)
    when = f" on {earliest:%d %B %Y}" if earliest == latest and earliest else ""
    who = draw.choice(ACTORS)
    near = "near " if places and places[0].relation == "near" else ""
    sentence = f"{who} {verb} {near}{where}{when}, witnesses said."
    head = len(who) + 1
    named = sentence.index(where)
    tables["events"].append((
        key, document, n, f"{key:016x}", kind, draw.choice(STATUSES), json.dumps([who]), "[]",
        int(earliest is not None or latest is not None), earliest and earliest.isoformat(),
        latest and latest.isoformat(), precision, "explicit" if precision else None, None, 0.8, "",
        int(bool(places)), f" {fold(f'{kind} {sentence}')}",
    ))  # fmt: skip
    tables["evidence"].append((
        key, 0, document, sentence, at, at + len(sentence), at + head, at + head + len(verb),
        at + named if places else None, at + named + len(where) if places else None, None, None,
    ))  # fmt: skip
    for i, spot in enumerate(places):
        mention = [document, at + named, at + named + len(where), spot.entry.name, "toponym", 0.9]
        tables["places"].append((
            place_key + i + 1, document, None, json.dumps(mention), "toponym",
            spots.key(spot.entry), "[]", 0.9, spot.relation, "site", spot.shape,
            spot.precision_m, '["made up"]', "[]",
        ))  # fmt: skip
        tables["sites"].append((key, i, place_key + i + 1, 0, spot.lon, spot.lat))
    return sentence, len(places)


def _places(draw: random.Random, spots: Spots) -> Sequence[Spot]:
    share = draw.random()
    if share < 0.08:
        return ()
    for limit, found in (
        (0.18, spots.near), (0.22, spots.borders), (0.27, spots.countries), (0.33, spots.divisions)
    ):  # fmt: skip
        if share < limit:
            return (_popular(draw, found),)
    first = _popular(draw, spots.towns)
    return (first, _popular(draw, spots.towns)) if share > 0.97 else (first,)


def _popular(draw: random.Random, found: Sequence[Spot]) -> Spot:
    """The first come more often than the last: reports are about few places most of the time."""
    return found[int(len(found) * draw.random() ** 2.2)]


def _days(draw: random.Random) -> tuple[date | None, date | None, str | None]:
    span = (LAST - FIRST).days
    day = LAST - timedelta(days=int(span * draw.random() ** 3))
    share = draw.random()
    if share < 0.03:
        return None, None, None
    if share < 0.06:
        return None, day, "open"
    if share < 0.08:
        return day, None, "open"
    if share < 0.18:
        return day, min(LAST, day + timedelta(days=draw.choice((2, 6, 13, 30, 90)))), "interval"
    return day, day, "day"


def main() -> None:
    """Writes the store the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("events", type=int)
    asked.add_argument("path", type=Path)
    given = asked.parse_args()
    write(given.path, given.events)


if __name__ == "__main__":
    main()
