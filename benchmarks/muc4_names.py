"""The places that MUC-4's templates name, as a gazetteer of its own without coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from muc4_gold import Report
from shapely.geometry import Point

from geocode.places.roles.assignment import read_roles
from geocode.records import Document, Entry, Mention, MentionKind, Place, Span

DEMONYMS = {
    "SALVADORAN": "EL SALVADOR", "SALVADORANS": "EL SALVADOR", "SALVADORIAN": "EL SALVADOR",
    "COLOMBIAN": "COLOMBIA", "COLOMBIANS": "COLOMBIA", "PERUVIAN": "PERU", "PERUVIANS": "PERU",
    "GUATEMALAN": "GUATEMALA", "GUATEMALANS": "GUATEMALA", "HONDURAN": "HONDURAS",
    "HONDURANS": "HONDURAS", "CHILEAN": "CHILE", "CHILEANS": "CHILE", "BOLIVIAN": "BOLIVIA",
    "NICARAGUAN": "NICARAGUA", "NICARAGUANS": "NICARAGUA", "ARGENTINE": "ARGENTINA",
    "ECUADORAN": "ECUADOR", "PANAMANIAN": "PANAMA", "PANAMANIANS": "PANAMA",
    "VENEZUELAN": "VENEZUELA", "COSTA RICAN": "COSTA RICA",
}  # fmt: skip


FEATURES = {
    "DEPARTMENT": "ADM1", "PROVINCE": "ADM1", "REGION": "ADM1", "STATE": "ADM1",
    "MUNICIPALITY": "ADM2", "DISTRICT": "ADM2", "NEIGHBORHOOD": "PPLX", "SUBURB": "PPLX",
    "UNIVERSITY": "SCH", "AIRPORT": "AIRP", "FARM": "FRM", "RIVER": "STM", "PORT": "PRT",
}  # fmt: skip
"""The feature codes of the set's own types; what is not listed is a town."""


class SetNames:
    """Every name of any template of the set, found wherever its words stand."""

    def __init__(self, reports: Iterable[Report]) -> None:
        levels: dict[str, int] = {}
        parents: dict[str, str] = {}
        types: dict[str, str] = {}
        for report in reports:
            for template in report.templates:
                for chain in template.typed_chains:
                    for level, (name, sort) in enumerate(chain):
                        levels[name] = min(level, levels.get(name, level))
                        parents.setdefault(name, chain[0][0])
                        types.setdefault(name, sort)
        self._levels, self._parents, self._types = levels, parents, types
        longest = sorted(levels, key=lambda name: (-len(name), name))
        longest += [name for name, country in DEMONYMS.items() if country in levels]
        words = (r"\s+".join(map(re.escape, name.split())) for name in longest)
        self._pattern = re.compile(rf"(?<![A-Z])(?:{'|'.join(words)})(?![A-Z])")
        self._numbers = {name: n for n, name in enumerate(sorted(levels))}

    def places(self, document: Document) -> tuple[Place, ...]:
        """The named places in text order; each name is one place and lies by itself."""
        mentions = [
            Mention(document.id, Span(*match.span()), match.group(), _kind(match.group()))
            for match in self._pattern.finditer(document.text)
        ]
        roles = [reading.role for reading in read_roles(document, mentions)]
        out: list[Place] = []
        for mention, role in zip(mentions, roles, strict=True):
            said = " ".join(mention.surface.split())
            entry = self._entry(DEMONYMS.get(said, said))
            point = Point(entry.lon, entry.lat)
            out.append(Place(mention, entry, (), 1.0, "in", role, point, entry.precision_m, ()))
        return tuple(out)

    def _entry(self, name: str) -> Entry:
        number, level = self._numbers[name], self._levels[name]
        feature = "PCLI" if level == 0 else FEATURES.get(self._types[name], "PPL")
        lon, lat = number % 360 - 180.0, number // 360 - 45.0
        country = self._parents[name]
        return Entry(
            f"set:{number}", name, feature, country, None, None, lon, lat, 1, None, None, 1.0
        )


def _kind(surface: str) -> MentionKind:
    return "demonym" if " ".join(surface.split()) in DEMONYMS else "toponym"
