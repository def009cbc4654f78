"""What a source gives: an entry in the making, before names are folded and ranks are given."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from geocode.gazetteer.schema import stored_id
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
    ``demonyms`` name its people or things; ``own`` ones outrank all other bearers of the name.
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
    own: tuple[str, ...] = ()
    """Names an overlay gives it."""
    minor: bool = False
    """One of the many springs, hills and halls of a dump: last among namesakes."""


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
        own=_joined(old.own, new.own),
        **stated,
    )


def gathered(drafts: Iterable[Draft], world: Mapping[str, Draft]) -> dict[str, Draft]:
    """``world`` with the drafts merged into it, as a new mapping."""
    out = dict(world)
    for draft in drafts:
        old = out.get(draft.id)
        out[draft.id] = merge(old, draft) if old else draft
    return out


def overruled(drafts: Iterable[Draft], world: Mapping[str, Draft]) -> dict[str, Draft]:
    """As ``gathered``, but the name of a later draft is the one shown, and its feature holds.

    The feature only where both are of a kind: it may not make a country of a town.
    """
    out = dict(world)
    for draft in drafts:
        old = out.get(draft.id)
        if old is None:
            out[draft.id] = draft
            continue
        feature = draft.feature if draft.kind == old.kind else old.feature
        both = merge(old, replace(draft, names=_joined((old.name,), draft.names)))
        out[draft.id] = replace(both, name=draft.name, feature=feature)
    return out


def kind_of(feature: str) -> Kind:
    """The kind that goes with a GeoNames feature code.

    A country that is no more (PCLH), or a part of one without a code of its own (PCLS), is an
    area like any other: only PCLI stands for a code of ISO 3166.

    >>> [kind_of(code) for code in ("PPLC", "ADM2", "PCLI", "STM")]
    ['P', 'A', 'C', 'R']
    """
    if feature.startswith("PPL"):
        return "P"
    if feature == "PCLI":
        return "C"
    return "A" if feature.startswith(("ADM", "PCL", "TERR", "PRSH", "ZN")) else "R"


def rank(draft: Draft) -> tuple[float, bool, int, str]:
    """What entries are ordered by: the weightiest first, ids breaking ties."""
    stored = stored_id(draft.id)
    number, text = (stored, "") if isinstance(stored, int) else (0, draft.id)
    return -weight(draft), bool(text), number, text


def _joined(first: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for n in (*first, *more) if n))


def urban_radius_m(population: int) -> float:
    """Radius of a town's built-up ground in metres: a circle with its people at urban density.

    Source: see ``URBAN_DENSITY_PER_KM2``. Kyiv (2.95 M) gives 22 km, Yelsk (8,623) 1.2 km.
    """
    area_km2 = population / URBAN_DENSITY_PER_KM2
    return max(SMALLEST_RADIUS_M, 1_000.0 * math.sqrt(area_km2 / math.pi))


def weight(draft: Draft) -> float:
    """How much a place weighs among its namesakes."""
    return weight_of(draft.kind, draft.feature, draft.population, minor=draft.minor)


def weight_of(kind: Kind, feature: str, population: int, *, minor: bool) -> float:
    """What a place weighs: countries, continents, then by people.

    A capital counts a hundredfold, a first-level division a quarter of its people (its town is
    meant more often), a second-level one a hundredth.
    """
    people = math.log10(1 + population)
    if kind == "C":
        return 20 + people
    if feature == "CONT" and not minor:
        return 40
    if kind == "R":
        return 0 if minor else 6.5
    if kind == "A":
        return people - {"ADM1": 0.6, "ADM2": 2.0}.get(feature, 2.5)
    return people + (2 if feature == "PPLC" else 0)
