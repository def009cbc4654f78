"""What lies in what: "Yelsk, Homyel region, Belarus", "Sumy, north-eastern Ukraine"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import shapely

from geocode import geometry
from geocode.places.queries.names import Query
from geocode.places.queries.shares import bearers, rescaled
from geocode.places.wording.items import read_cues
from geocode.places.wording.outlines import area_of, names_of
from geocode.records import Candidate, Entry

_SIDE_SLACK = 0.1
"""Share of a country's extent by which a place may miss the part it is said to lie in."""


def inside(
    asked: Query, candidates: Sequence[Candidate], outer: Sequence[str]
) -> tuple[Candidate, ...]:
    """Candidates that lie in one bearer of each outer name, with that as a reason."""
    kept = tuple(candidates)
    for name in outer:
        holders = {e.id: e for e in bearers(asked.gazetteer, name)}
        sides: tuple[str, ...] = ()
        if not holders:
            holders, sides = _sided(asked, name)
        next_kept = _kept(asked, kept, holders, sides) or _kept(asked, kept, _coded(asked, name))
        if kept and not next_kept:
            asked.notes.append(f"no {kept[0].entry.name} is known to lie in {name}")
        kept = next_kept
    return rescaled(kept)


def _kept(
    asked: Query,
    candidates: Sequence[Candidate],
    holders: dict[str, Entry],
    sides: tuple[str, ...] = (),
) -> tuple[Candidate, ...]:
    """Candidates that lie in one of the holders, on the stated sides of it."""
    out: list[Candidate] = []
    for candidate in candidates:
        holder = _holder(asked, candidate.entry, holders)
        if holder is None or not _on_side(asked, candidate.entry, holder, sides):
            continue
        side = f"{names_of(sides)} " if sides else ""
        why = (*candidate.why, f"lies in {side}{holder.name}, as the query says")
        out.append(replace(candidate, why=why))
    return tuple(out)


def _coded(asked: Query, name: str) -> dict[str, Entry]:
    """The country whose alpha-2 code it is: "Kyiv, UA"; only where no bearer of the name fits."""
    country = asked.gazetteer.country(name) if name.isupper() else None
    return {} if country is None else {country.id: country}


def _sided(asked: Query, name: str) -> tuple[dict[str, Entry], tuple[str, ...]]:
    """Bearers of the name behind directions ("north-eastern Ukraine"), and those directions."""
    known = read_cues("en")
    words = name.split()
    sides: list[str] = []
    while len(words) > 1 and words[0].lower().replace("-", "") in known.directions:
        sides.append(known.directions[words.pop(0).lower().replace("-", "")])
    found = bearers(asked.gazetteer, " ".join(words)) if sides else ()
    kept = tuple(side for side in sides if side in geometry.DIRECTIONS)
    return {e.id: e for e in found}, kept


def _on_side(asked: Query, entry: Entry, holder: Entry, sides: tuple[str, ...]) -> bool:
    area = area_of(holder, asked.gazetteer) if sides else None
    if area is None:
        return not sides
    side = geometry.part(area, sides)
    slack = _SIDE_SLACK * max(side.bounds[2] - side.bounds[0], side.bounds[3] - side.bounds[1])
    return shapely.buffer(side, slack).contains(shapely.Point(entry.lon, entry.lat))


def _holder(asked: Query, entry: Entry, holders: dict[str, Entry]) -> Entry | None:
    """The one of the holders in which an entry lies: division, country, region, or its town."""
    for number in (entry.admin2, entry.admin1):
        if number is not None and number in holders:
            return holders[number]
    for holder in holders.values():
        if holder.id == entry.id:
            continue
        if holder.feature.startswith("PCL") and holder.country == entry.country:
            return holder
        if holder.feature.startswith(("RGN", "CONT", "ISL")):
            area = area_of(holder, asked.gazetteer)
            if area is not None and area.contains(shapely.Point(entry.lon, entry.lat)):
                return holder
        elif holder.feature.startswith("PPL") and holder.population > entry.population:
            away_m = geometry.distance_m(entry.lon, entry.lat, holder.lon, holder.lat)
            if away_m <= holder.precision_m:
                return holder
    return None
