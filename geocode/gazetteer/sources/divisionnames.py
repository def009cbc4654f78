"""Names of divisions in English and other languages, by gazetteer id.

Source: Unicode CLDR (``data/divisions-cldr.csv.gz``, made by ``data/build_division_names.py``)
and our own reviewable ``data/division_names.csv``, whose names are shown before CLDR's.
"""

from __future__ import annotations

import csv
import gzip
import io
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from geocode.errors import GazetteerError
from geocode.gazetteer.forms import bare, is_typed
from geocode.gazetteer.reference import DATA, table_rows
from geocode.names import fold

# Words that name a part of any country.
_GENERAL_WORDS = """
    north south east west central centre center northern southern eastern western northeast
    northwest southeast southwest far lakes interior plateau delta littoral capital island islands
    rivers mountain savannah coast coastal highlands new valley red sea
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())


@dataclass(frozen=True, slots=True)
class DivisionNames:
    """What a division is called beside what GeoNames calls it."""

    own: str | None = None
    """What we call it, whatever else it is called."""
    english: str | None = None
    names: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    """Names in Latin letters that other languages have for it: "nord" is the north of many."""


def division_names(ids: Mapping[str, str]) -> Mapping[str, DivisionNames]:
    """Names by gazetteer id; ``ids`` leads to it from ISO 3166-2 codes.

    Raises:
        GazetteerError: data/division_names.csv has a code that no division has.

    """
    out: dict[str, DivisionNames] = {}
    with gzip.open(DATA / "divisions-cldr.csv.gz") as file:
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")):
            listed = tuple(filter(None, row["names"].split("|")))
            foreign = tuple(filter(_is_latin, listed))
            names = tuple(name for name in listed if name not in foreign)
            english = row["english"] or None
            if english and is_general(english):
                foreign = (english, *foreign)
            out[row["id"]] = DivisionNames(None, english, names, foreign)
    for row in table_rows("division_names.csv"):
        place = ids.get(row["place"])
        if place is None:
            raise GazetteerError(
                f"data/division_names.csv: no division {row['place']}; correct the file"
            )
        old = out.get(place, DivisionNames())
        english = filter(None, (old.english,))
        more = tuple(n.strip() for n in row["names"].split("|") if n.strip())
        names = (*more, *english, *old.names)
        out[place] = DivisionNames(row["name"], None, names, old.foreign)
    return out


def _is_latin(name: str) -> bool:
    return all(unicodedata.name(c, "").startswith("LATIN") for c in name if c.isalpha())


def shown_name(
    given: str, others: Iterable[str], found: DivisionNames, *, town: str | None, type_word: str
) -> str:
    """The name to show: ours, else the English one, else the given one.

    Where that is also the name of ``town``, its largest, or a quarter of the sky, the name says
    what the place is: as GeoNames does ("Aleppo Governorate"), or by its type ("North Region").
    States go by their bare names.

    >>> found = DivisionNames(english="Aleppo")
    >>> shown_name("Ḩalab", ["Aleppo Governorate"], found, town="Aleppo", type_word="Governorate")
    'Aleppo Governorate'
    >>> shown_name("Nord", [], DivisionNames(english="North"), town="Garoua", type_word="Region")
    'North Region'
    >>> shown_name("Lappi", [], DivisionNames(english="Lapland"), town=None, type_word="Region")
    'Lapland'
    """
    if found.own:
        return found.own
    name = found.english or given
    folded = fold(name)
    if is_general(name) and type_word:
        return f"{name} {type_word.rpartition(' ')[2].title()}"
    if town is not None and folded == fold(town):
        typed = [other for other in others if is_typed(fold(other)) and bare(fold(other)) == folded]
        return min(typed, key=lambda other: (len(other), other), default=name)
    return name


def is_general(name: str) -> bool:
    """Whether an English name is no name but beside its word: North, Centre, Lakes.

    >>> is_general("North Western"), is_general("North Carolina")
    (True, False)
    """
    return _GENERAL.issuperset(fold(name).split())
