"""What speaks for and against an entry, as named numbers that a person can follow.

A feature is a name and a value, mostly in 0..1; a weight for each name is learnt by
``benchmarks/train_ranker.py``. *Static* features need the name alone, *local* ones the words and
names beside it, *context* ones what the rest of the document seems to be about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from geocode.places.ranking.candidates import Option, class_words, classes_for
from geocode.records import Entry

Features: TypeAlias = list[tuple[str, float]]

_CLASSES = {
    "PPLC": "capital", "PPLA": "seat", "PPLX": "suburb", "ADM1": "adm1", "ADM1H": "adm1",
    "ADM2": "adm2", "ADM2H": "adm2", "CONT": "continent", "RGN": "region", "BDRY": "border",
    "ADMF": "site",
}  # fmt: skip
_WIDE = frozenset({"GB"})
"""Countries whose first divisions are countries themselves: Kent is to news what Bavaria is."""
_BROAD = {
    "capital": "place", "seat": "place", "suburb": "place", "place": "place", "country": "country",
    "adm1": "adm1", "adm2": "adm2", "division": "adm2", "continent": "region", "region": "region",
    "physical": "physical", "border": "border", "dependency": "country", "site": "physical",
}  # fmt: skip
_ABBREVIATED = 4
"""Letters; a name in capitals no longer than this is an abbreviation."""
_TERSE = 3
_KEPT = 0.02
"""Options less likely than this are no evidence for other names."""
_SMALL = frozenset({"place", "adm2", "physical"})
CELL_DEGREES = 0.5
"""Side of a square of the world in degrees of latitude, about 55 km."""
_POLAR = 0.05
"""Squares grow no wider than at 87 degrees."""
EARTH_RADIUS_KM = 6371.0088
NEAR_KM = 161.0
"""Source: the usual measure of the field, 100 miles; EVALUATION.md."""


def class_of(entry: Entry) -> str:
    """The class of place in one word: country, adm1, adm2, capital, seat, place or the like."""
    feature = entry.feature
    wide = feature == "ADM2" and entry.country in _WIDE
    known = "adm1" if wide else _CLASSES.get(feature)
    if known:
        return known
    if feature.startswith("PCL"):
        return "country" if feature in {"PCLI", "PCL"} else "dependency"
    if feature.startswith("PPLA"):
        return "seat"
    if feature.startswith("PPL"):
        return "place"
    if feature.startswith("ADM"):
        return "division"
    return "region" if feature.startswith("RGN") else "physical"


@dataclass(frozen=True, slots=True)
class Sense:
    """An option with what is needed of it again and again."""

    option: Option
    kind: str
    broad: str
    own: str | None
    """The key under which others lie in it: country code, or the id of a division."""
    keys: tuple[str, ...]
    """Keys of what it lies in or is, widest first."""
    position: tuple[float, float, float]
    """Unit vector from the centre of the Earth."""
    cells: tuple[str, ...]
    """The square of the world it lies in and the eight around; () for what is too large."""
    static: Features


@dataclass(frozen=True, slots=True)
class Outlook:
    """How likely a name is to lie within, and to be, each country and division."""

    within: Mapping[str, float]
    being: Mapping[str, float]
    around: Mapping[str, float]
    """How likely it is to lie in or beside each square of the world."""


def senses(surface: str, folded: str, options: Sequence[Option]) -> tuple[Sense, ...]:
    """The options with their static features."""
    wanted = frozenset(c for word in class_words(folded) for c in classes_for(word))
    sizes = [math.log10(option.entry.population + 1) for option in options]
    held = _namesake_areas(options)
    most = max((z for o, z in zip(options, sizes, strict=True) if o.entry.id not in held),
               default=0.0)  # fmt: skip
    short = surface.isupper() and sum(map(str.isalpha, surface)) <= _ABBREVIATED
    among = _among(options, held)
    return tuple(
        _sense(option, size, most, wanted=wanted, short=short, among=mine)
        for option, size, mine in zip(options, sizes, among, strict=True)
    )


def _namesake_areas(options: Sequence[Option]) -> frozenset[str]:
    """Ids of divisions in which a town of their own name lies: New York, Kherson.

    Their people make the name no better known than the town does, so they count for no fame.
    """
    areas: set[str] = set()
    towns: list[Entry] = []
    for option in options:
        kind = class_of(option.entry)
        if _is_own(option) and kind in {"adm1", "adm2"}:
            areas.add(option.entry.id)
        elif _is_own(option) and _BROAD[kind] == "place":
            towns.append(option.entry)
    return frozenset(a for town in towns for a in (town.admin1, town.admin2) if a in areas)


def _is_own(option: Option) -> bool:
    return option.how in {"name", "stem"} and not option.left


def _among(options: Sequence[Option], held: frozenset[str]) -> list[Features]:
    """What the bearers of a name say of each other: fame, rivals, a town and its namesake area."""
    total = sum(o.entry.population for o in options if o.entry.id not in held) + 1
    kinds = [class_of(option.entry) for option in options]
    countries = {
        i for i, kind in enumerate(kinds) if kind == "country" and options[i].how == "name"
    }
    out: list[Features] = []
    for i, (option, kind) in enumerate(zip(options, kinds, strict=True)):
        broad = _BROAD[kind]
        row: Features = []
        if option.entry.id in held:
            row.append((f"twin:{kind}", 1.0))
        else:
            row.append((f"fame:{broad}", option.entry.population / total))
            if broad == "place" and _is_own(option) and option.entry.admin1 in held:
                row.append(("twin:place", 1.0))
        if i == 0 and len(options) > 1:
            row.append((f"order:{broad}", 1.0))
        if countries - {i}:
            row.append((f"rival:{broad}", 1.0))
        if len(options) == 1:
            row.append(("only", 1.0))
        out.append(row)
    return out


def _sense(
    option: Option,
    size: float,
    most: float,
    *,
    wanted: frozenset[str],
    short: bool,
    among: Features,
) -> Sense:
    entry, kind = option.entry, class_of(option.entry)
    broad = _BROAD[kind]
    static: Features = [
        (f"class:{kind}", 1.0),
        (f"size:{broad}", size / 8),
        ("size:lead", min(0.0, size - most) / 8),
        (f"name:{option.how}", 1.0),
        *among,
    ]
    if size >= most and size > 0:
        static.append(("size:first", 1.0))
    if size == 0:
        static.append(("size:unknown", 1.0))
    if option.left:
        static.append((f"{option.left}:{broad}", 1.0))
    if option.how == "demonym":
        static.append((f"demonym:{broad}", 1.0))
    if wanted:
        static.append(("word:agrees" if broad in wanted else "word:differs", 1.0))
    if short:
        static.append((f"short:{broad}", 1.0))
    return Sense(
        option,
        kind,
        broad,
        _own_key(entry, kind),
        _keys(entry, kind),
        unit(entry.lon, entry.lat),
        cells(entry.lon, entry.lat) if broad in _SMALL else (),
        static,
    )


def cells(lon: float, lat: float) -> tuple[str, ...]:
    """Names of the square a position lies in, first, and of those around it, each once."""
    row = math.floor(lat / CELL_DEGREES)
    return _about(row, math.floor((lon + 180.0) / _width(row)))


@lru_cache(maxsize=32768)
def _about(row: int, column: int) -> tuple[str, ...]:
    middle = (column + 0.5) * _width(row)
    out: list[str] = []
    for r in (row, row - 1, row + 1):
        width = _width(r)
        here, columns = math.floor(middle / width), math.ceil(360.0 / width)
        out += [f"{r}/{(here + step) % columns}" for step in (0, -1, 1)]
    return tuple(dict.fromkeys(out))


@cache
def _width(row: int) -> float:
    """Degrees of longitude a square of the row spans, so that all are about as wide as high."""
    return CELL_DEGREES / max(_POLAR, math.cos(math.radians((row + 0.5) * CELL_DEGREES)))


def unit(lon: float, lat: float) -> tuple[float, float, float]:
    """The unit vector of a position in degrees."""
    a, b = math.radians(lon), math.radians(lat)
    c = math.cos(b)
    return (c * math.cos(a), c * math.sin(a), math.sin(b))


def _own_key(entry: Entry, kind: str) -> str | None:
    if kind in {"country", "dependency"}:
        return entry.country
    return entry.id if kind in {"adm1", "adm2"} else None


def _keys(entry: Entry, kind: str) -> tuple[str, ...]:
    admin1 = entry.id if kind == "adm1" else entry.admin1
    admin2 = entry.id if kind == "adm2" else entry.admin2
    return tuple(key for key in (entry.country, admin1, admin2) if key)


def outlook(options: Sequence[Sense], likely: Sequence[float]) -> Outlook:
    """What the options and their probabilities say of countries and divisions."""
    within: dict[str, float] = {}
    being: dict[str, float] = {}
    around: dict[str, float] = {}
    for sense, p in zip(options, likely, strict=False):
        if p < _KEPT:
            continue
        for cell in sense.cells:
            around[cell] = around.get(cell, 0.0) + p
        for key in sense.keys:
            within[key] = within.get(key, 0.0) + p
        if sense.own is not None:
            being[sense.own] = being.get(sense.own, 0.0) + p
        if sense.own != sense.option.entry.id:
            being[sense.option.entry.id] = p
    return Outlook(within, being, around)


def levels(sense: Sense) -> Iterator[tuple[str, str]]:
    """(level, key) of what an option lies in or is; the level says which of the two."""
    entry = sense.option.entry
    if entry.country:
        yield ("is_country" if sense.own == entry.country else "country"), entry.country
    admin1 = entry.id if sense.kind == "adm1" else entry.admin1
    if admin1:
        yield ("is_adm1" if sense.own == admin1 else "adm1"), admin1
    admin2 = entry.id if sense.kind == "adm2" else entry.admin2
    if admin2:
        yield ("is_adm2" if sense.own == admin2 else "adm2"), admin2


def abstention(surface: str, folded: str, kind: str, options: Sequence[Sense]) -> Features:
    """The features of "none of these"."""
    most = max((s.static[1][1] for s in options), default=0.0)
    hows = {s.option.how for s in options}
    out: Features = [
        ("none", 1.0),
        ("none:many", math.log10(len(options) + 1)),
        ("none:size", most),
        ("none:words", 1.0 if " " in folded else 0.0),
    ]
    if len(options) > 0 and "name" not in hows and "demonym" not in hows:
        out.append(("none:no_exact", 1.0))
    left = {s.option.left for s in options} - {None}
    out += [(f"none:{word}", 1.0) for word in sorted(filter(None, left))]
    if surface.islower():
        out.append(("none:small_letters", 1.0))
    if len(folded) <= _TERSE:
        out.append(("none:short", 1.0))
    if kind == "nested":
        out.append(("none:nested", 1.0))
    return out
