"""What a source gives: an entry in the making, before names are folded and ranks are given."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from geocode.records import ShapeKind

Kind: TypeAlias = Literal["P", "A", "C", "R"]
"""Populated place, division, country, region (continents, seas and borders too)."""

BBox: TypeAlias = tuple[float, float, float, float]

# The smallest circle that stands for a hamlet, and how a town's radius grows with its people:
# area = people / density. 2,000 a km² is the lower end of what UN-Habitat's "degree of
# urbanisation" calls urban centre and dense cluster (1,500 a km²); suburbs pull it down.
# Source: Dijkstra et al. 2021, "Applying the degree of urbanisation", thresholds 300/1,500 a km².
URBAN_DENSITY_PER_KM2 = 2_000.0
SMALLEST_RADIUS_M = 1_000.0
# A division or country with no known extent.
UNKNOWN_EXTENT_M = 50_000.0


@dataclass(frozen=True, slots=True)
class Draft:
    """One entry as a source describes it.

    A later draft with the same id adds its names and replaces what it states (``merge``).
    ``names`` bear the place by right; ``weak`` ones only where nothing else bears them;
    ``demonyms`` name its people or things.
    """

    id: str
    name: str
    feature: str
    kind: Kind
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lon: float | None = None
    lat: float | None = None
    population: int = 0
    bbox: BBox | None = None
    wkb: bytes | None = None
    shape: ShapeKind | None = None
    precision_m: float | None = None
    code: str | None = None
    """ISO 3166 code, by which the reference files name it: "BY", "US-CA"."""
    names: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    """Abbreviations ("U.S.", "Calif."): names by right, but told apart in the evidence."""
    generated: tuple[str, ...] = ()
    """Forms that follow from the names ("Homyel region"), never shown as spellings."""
    demonyms: tuple[str, ...] = ()


def merge(old: Draft, new: Draft) -> Draft:
    """``old`` with what ``new`` states in its place; names are joined, the old name kept first."""
    stated = {
        field: value
        for field in (
            *("country", "admin1", "admin2", "lon", "lat", "bbox", "wkb", "shape"),
            "precision_m",
        )
        if (value := getattr(new, field)) is not None
    }
    return replace(
        old,
        population=new.population or old.population,
        names=_joined(old.names, (new.name, *new.names)),
        weak=_joined(old.weak, new.weak),
        short=_joined(old.short, new.short),
        generated=_joined(old.generated, new.generated),
        demonyms=_joined(old.demonyms, new.demonyms),
        **stated,
    )


def gathered(drafts: Iterable[Draft], world: Mapping[str, Draft]) -> dict[str, Draft]:
    """``world`` with the drafts merged into it, as a new mapping."""
    out = dict(world)
    for draft in drafts:
        old = out.get(draft.id)
        out[draft.id] = merge(old, draft) if old else draft
    return out


def _joined(first: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in (*first, *more) if n))


def urban_radius_m(population: int) -> float:
    """Radius of a town's built-up ground in metres: a circle with its people at urban density.

    Source: see ``URBAN_DENSITY_PER_KM2``. Kyiv (2.95 M) gives 22 km, Yelsk (8,623) 1.2 km.
    """
    area_km2 = population / URBAN_DENSITY_PER_KM2
    return max(SMALLEST_RADIUS_M, 1_000.0 * math.sqrt(area_km2 / math.pi))


def weight(draft: Draft) -> float:
    """How much a place weighs among its namesakes: countries, continents, then by people.

    A capital counts a hundredfold, a first-level division a quarter of its people (its town is
    meant more often), a second-level one a hundredth.
    """
    people = math.log10(1 + draft.population)
    if draft.kind == "C":
        return 20 + people
    if draft.feature == "CONT":
        return 40
    if draft.kind == "R":
        return 6.5
    if draft.kind == "A":
        return people - {"ADM1": 0.6, "ADM2": 2.0}.get(draft.feature, 2.5)
    return people + (2 if draft.feature == "PPLC" else 0)
