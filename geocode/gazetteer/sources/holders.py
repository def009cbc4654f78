"""Whose ground each drawing is: a country's outline is what ISO 3166-1 and GeoNames count to it.

Source: Natural Earth's drawings, reassigned by ``data/holders.csv``; the rule is stated there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geocode.errors import GazetteerError
from geocode.gazetteer.reference import table_rows
from geocode.gazetteer.sources.packages import Country
from geocode.gazetteer.topology import Feature, Topology


@dataclass(frozen=True, slots=True)
class Holding:
    """One row: the polygons of a feature inside a box (all without one) are a country's."""

    feature: str
    box: tuple[float, float, float, float] | None
    """West, south, east, north in degrees; none of them crosses 180."""
    cut: tuple[float, float, float, float] | None
    """Lon, lat of both ends of a straight along which a polygon is cut in two first."""
    country: str


@dataclass(frozen=True, slots=True)
class Part:
    """What of a feature one country holds; ``drawn`` is whose the feature is as drawn."""

    feature: Feature
    country: str
    drawn: str | None
    """Alpha-2 code of the feature's own ISO number; None where it has none."""


def read_holdings() -> tuple[Holding, ...]:
    """The rows of ``data/holders.csv`` in order."""
    return tuple(
        Holding(
            feature=row["feature"],
            box=_four(row, "west", "south", "east", "north"),
            cut=_four(row, "cut_lon", "cut_lat", "to_lon", "to_lat"),
            country=row["country"],
        )
        for row in table_rows("holders.csv")
    )


def assigned(
    topology: Topology, countries: Mapping[str, Country]
) -> tuple[Topology, tuple[Part, ...]]:
    """The topology with its cuts made, and its features parted by country; reefs are left out.

    Raises:
        GazetteerError: data/holders.csv names a feature, a country or polygons that are not there.

    """
    holdings = read_holdings()
    for holding in holdings:
        if holding.country not in countries:
            raise GazetteerError(f"data/holders.csv: no country {holding.country}; correct it")
        if holding.cut is not None:
            lon, lat, to_lon, to_lat = holding.cut
            topology = topology.cut(_number(topology, holding), (lon, lat), (to_lon, to_lat))
    numbers = {f"{c['isonumeric']:03d}": code for code, c in countries.items()}
    parts: list[Part] = []
    unused = set(holdings)
    for feature in topology.features:
        drawn = numbers.get(feature.id or "")
        rows = [h for h in holdings if h.feature == feature.properties.get("name")]
        for country, part, used in _parted(topology, feature, rows, drawn):
            parts.append(Part(part, country, drawn))
            unused -= used
    if unused:
        wrong = sorted(f"{h.feature} for {h.country}" for h in unused)
        raise GazetteerError(f"data/holders.csv: nothing there of {', '.join(wrong)}; correct it")
    return topology, tuple(parts)


def _four(row: Mapping[str, str], *names: str) -> tuple[float, float, float, float] | None:
    if not row[names[0]]:
        return None
    first, second, third, fourth = (float(row[name]) for name in names)
    return first, second, third, fourth


def _number(topology: Topology, holding: Holding) -> int:
    for number, feature in enumerate(topology.features):
        if feature.properties.get("name") == holding.feature:
            return number
    raise GazetteerError(f"data/holders.csv: no feature {holding.feature}; correct the file")


def _parted(
    topology: Topology, feature: Feature, rows: Sequence[Holding], drawn: str | None
) -> Iterator[tuple[str, Feature, set[Holding]]]:
    """The feature's polygons by country, in order of codes, with the rows that said so."""
    if not feature.polygons:  # the Vatican is a line at this scale
        if drawn is not None:
            yield drawn, feature, set()
        return
    held: dict[str, list[tuple[tuple[int, ...], ...]]] = {}
    used: dict[str, set[Holding]] = {}
    for rings in feature.polygons:
        row = next((h for h in rows if _inside(topology, rings, h.box)), None)
        country = row.country if row else drawn
        if country is None:
            continue
        held.setdefault(country, []).append(rings)
        used.setdefault(country, set()).update((row,) if row else ())
    for country, polygons in sorted(held.items()):
        yield country, replace(feature, polygons=tuple(polygons)), used[country]


def _inside(
    topology: Topology,
    rings: Sequence[Sequence[int]],
    box: tuple[float, float, float, float] | None,
) -> bool:
    if box is None:
        return True
    west, south, east, north = box
    return all(
        west <= lon <= east and south <= lat <= north
        for number in rings[0]
        for lon, lat in topology.arcs[number if number >= 0 else ~number]
    )
