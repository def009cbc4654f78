"""The places that MUC-4's templates name, as a gazetteer of its own without coordinates."""

from __future__ import annotations

import re
from collections.abc import Iterable

from muc4_gold import Report
from shapely.geometry import Point

from geocode.places.roles.assignment import assign_roles
from geocode.records import Document, Entry, Mention, Place, Span


class SetNames:
    """Every name of any template of the set, found wherever its words stand."""

    def __init__(self, reports: Iterable[Report]) -> None:
        levels: dict[str, int] = {}
        parents: dict[str, str] = {}
        for report in reports:
            for template in report.templates:
                for chain in template.chains:
                    for level, name in enumerate(filter(None, chain)):
                        levels[name] = min(level, levels.get(name, level))
                        parents.setdefault(name, chain[0])
        self._levels, self._parents = levels, parents
        longest = sorted(levels, key=lambda name: (-len(name), name))
        words = (r"\s+".join(map(re.escape, name.split())) for name in longest)
        self._pattern = re.compile(rf"(?<![A-Z])(?:{'|'.join(words)})(?![A-Z])")
        self._numbers = {name: n for n, name in enumerate(sorted(levels))}

    def places(self, document: Document) -> tuple[Place, ...]:
        """The named places in text order; each name is one place and lies by itself."""
        mentions = [
            Mention(document.id, Span(*match.span()), match.group(), "toponym")
            for match in self._pattern.finditer(document.text)
        ]
        roles = assign_roles(document, mentions)
        out: list[Place] = []
        for mention, role in zip(mentions, roles, strict=True):
            entry = self._entry(" ".join(mention.surface.split()))
            point = Point(entry.lon, entry.lat)
            out.append(Place(mention, entry, (), 1.0, "in", role, point, entry.precision_m, ()))
        return tuple(out)

    def _entry(self, name: str) -> Entry:
        number, level = self._numbers[name], self._levels[name]
        feature = "PCLI" if level == 0 else "PPL"
        lon, lat = number % 360 - 180.0, number // 360 - 45.0
        country = self._parents[name]
        return Entry(
            f"set:{number}", name, feature, country, None, None, lon, lat, 1, None, None, 1.0
        )
