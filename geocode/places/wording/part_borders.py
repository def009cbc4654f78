"""Borders of a part of a country: "the Gaza border", "the Crimean border", "Abkhazia and Georgia".

With another country where it reaches one, else with the rest of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording.borders import between
from geocode.places.wording.outlines import Footprint, border_id, km
from geocode.records import Entry
from geocode.settings import Settings

_PARTS = ("ADM1", "RGN")
_FAR_DEG = 0.1
"""A border further than this from an outline is not dealt out to its divisions, which is slow."""


def likeliest_part(
    name: str, places: Sequence[tuple[Entry, float]], gazetteer: Gazetteer
) -> tuple[Entry, float] | None:
    """The division or region with an outline that a name stands for, and how sure that is.

    What has a border is no town: of Gaza it is the Gaza Strip. It lies in the country of the place
    that the name likeliest means.
    """
    if not places:
        return None
    likeliest, _ = places[0]
    named = [*(entry for entry, _ in places), *gazetteer.lookup(name, limit=10)]
    parts = [
        entry
        for entry in named
        if entry.shape == "area"
        and entry.country == likeliest.country is not None
        and entry.feature.startswith(_PARTS)
    ]
    sure = sum(weight for entry, weight in places if entry.country == likeliest.country)
    return (parts[0], min(1.0, sure)) if parts else None


def part_border(
    part: Entry, gazetteer: Gazetteer, settings: Settings
) -> tuple[Entry, Footprint, str]:
    """The border that a part of a country is named for, its line, and with whom it is.

    The entry is the border's own where only one country lies beyond it, else the part.
    """
    abroad: list[tuple[str, BaseGeometry]] = []
    area = gazetteer.shape(part.id)
    for code in gazetteer.neighbours(part.country or ""):
        whole = gazetteer.shape(border_id(part.country or "", code))
        country = gazetteer.country(code)
        if area is None or whole is None or country is None:
            continue
        if not shapely.dwithin(whole, area, _FAR_DEG):
            continue
        line = between(country, part, gazetteer)
        if line is not None and not line.is_empty:
            abroad.append((code, line))
    if abroad:
        line = shapely.union_all([line for _, line in abroad])
        countries = [gazetteer.country(code) for code, _ in abroad]
        whom = " and ".join(country.name for country in countries if country is not None)
        only = gazetteer.entry(border_id(part.country or "", abroad[0][0]))
        best = only if only is not None and len(abroad) == 1 else part
        return best, _drawn(line, settings), f"{part.name} borders {whom}"
    home = gazetteer.country(part.country or "")
    inner = between(home, part, gazetteer) if home is not None else None
    if inner is None or inner.is_empty or home is None:
        none = Footprint(None, None, (f"no land border of {part.name} is known",))
        return part, none, "nothing says with whom"
    return part, _drawn(inner, settings), f"{part.name} borders only the rest of {home.name}"


def _drawn(line: BaseGeometry, settings: Settings) -> Footprint:
    band_m = settings.border_band_m
    return Footprint(line, band_m, (f"the line it shares as drawn, {km(band_m)} either way",))
