"""Bearers of a lone name, ranked: what share of its uses each may claim, with reasons."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from geocode.gazetteer.protocol import Gazetteer
from geocode.names import fold
from geocode.places.ranking.candidates import classes_for, how_named
from geocode.places.wording.items import read_cues
from geocode.records import Candidate, Entry

_BONUS = {
    "PCL": 0.3, "CONT": 2.0, "RGN": 0.3, "ADM1": -0.9, "ADM2": -1.2, "PPLC": 0.8, "PPLA": 0.2,
}  # fmt: skip
"""What a class of place is worth beside its population, in powers of ten: a country or capital is
named more often than its people count, a division less often than the town of its name."""
_FLOORS = {
    "region": 6.3, "physical": 6.0, "site": 5.5, "border": 5.5, "stretch": 5.5, "tripoint": 5.5,
    "overlay": 12.0,
}  # fmt: skip
"""The least weight of what our own tables list, which has no people: they hold what news names.
What a user's overlay lists is meant, whatever else is called so."""
_VILLAGE = 20_000
_SHORT = 4
"""Letters of the longest abbreviation in capitals."""
_SHARPNESS = 0.6
"""Share of the mass = 10^(sharpness x weight): a town ten times as large is four times as likely.

Source: with these values the shares of lone names (Georgia: the country .7, the state .3; Paris:
France nine in ten; Springfield: nobody half) come near those the trained ranker gives them.
"""
_OTHER_NAME = 1.5
"""What a name that is not the preferred one costs, in the same powers of ten."""
_STEM = 0.75
"""What it costs a division to be named without its word of class: Kherson is the town first."""
PART = 1.5
"""What the reading as a part of a place costs: "South Lebanon" may be a town's own name."""


_ARTICLE = 3.0
"""What an article costs a town, division or country ("the Jordan"), in the same powers of ten."""
_UNLISTED = 2.0
"""Weight of a place of that name which no source lists: as much as a place of a hundred people. So
a lone village is not certain, and what a place is only also called is a guess."""


def bearers(gazetteer: Gazetteer, name: str) -> tuple[Entry, ...]:
    """Bearers of a name, also without its word of class ("Homyel region")."""
    found = gazetteer.lookup(name)
    if found:
        return found
    rest, noun = _classless(name)
    found = gazetteer.lookup(rest)
    kept = _codes_for(noun)
    return tuple(e for e in found if e.feature.startswith(kept)) or found


def of_class(candidates: Sequence[Candidate], noun: str) -> tuple[Candidate, ...]:
    """Those candidates that a word of class bears out ("the city of X"); all where none does."""
    codes = _codes_for(noun)
    return rescaled([c for c in candidates if c.entry.feature.startswith(codes)]) or tuple(
        candidates
    )


def _codes_for(noun: str) -> tuple[str, ...]:
    """GeoNames codes of what a word of class is said of: towns, or divisions and regions."""
    return ("PPL",) if classes_for(noun) <= {"place"} else ("ADM", "RGN")


def shared_out(
    entries: Sequence[Entry],
    surface: str,
    *,
    waters: frozenset[str] = frozenset(),
    without_article: frozenset[str] = frozenset(),
) -> tuple[Candidate, ...]:
    """Bearers of a name, best first; scores are shares of 1 by class, population and name.

    They add up to less than 1: another place of that name may be listed nowhere. ``waters`` are ids
    of rivers that leave out "River"; ``without_article`` those that do not go with the article
    that stands before the name.
    """
    if not entries:
        return ()
    folded = fold(surface)
    is_country = any(e.feature == "PCLI" and fold(e.name) == folded for e in entries)
    own = frozenset({"name"} if is_country else {"name", "stem"})  # Mexico is not Mexico City
    gave = frozenset[str]() if is_country else _that_gave_names(entries)
    gave |= waters
    weights = {
        e.id: weight_of(e, is_own=e.id in gave or how_named(e, folded) in own)
        - (_STEM if e.feature.startswith("ADM") and how_named(e, folded) == "stem" else 0.0)
        - (_ARTICLE if e.id in without_article else 0.0)
        for e in entries
    }
    capitals = surface.isupper() and len(surface) <= _SHORT
    short = how_named(entries[0], folded) == "alias" and not _is_town(entries[0])
    if (surface.endswith(".") or capitals) and short:
        weights[entries[0].id] += _OTHER_NAME  # "Pa." is an abbreviation, no town's other name
    if capitals and surface.isascii():  # "NATO" is hardly the village of Nato
        for e in entries:
            weights[e.id] -= _OTHER_NAME if _is_town(e) and e.population < _VILLAGE else 0.0
    shares = as_shares(weights | {"": _UNLISTED})
    most = max((e.population for e in entries if _is_town(e)), default=0)
    made = [
        Candidate(e, shares[e.id], _reasons(e, folded, len(entries), most=most)) for e in entries
    ]
    return tuple(sorted(made, key=lambda c: (-c.score, c.entry.id)))


def takes_article(entry: Entry, surface: str, gazetteer: Gazetteer) -> bool:
    """Whether a place goes with "the": rivers, ranges, regions, sites, and what is listed so."""
    if entry.id.partition(":")[0] in _FLOORS:
        return not entry.id.startswith("overlay:") or not _is_town(entry)
    folded = fold(surface)
    if folded in read_cues("en").words["article_named"]:
        return True
    return f"the {folded}" in map(fold, gazetteer.names(entry.id))


def _that_gave_names(entries: Sequence[Entry]) -> frozenset[str]:
    """Towns that share their name with the division they lie in, whatever their first name is."""
    out: set[str] = set()
    for division in entries:
        if division.feature.startswith("ADM"):
            inside = [e for e in entries if _is_town(e) and division.id in {e.admin1, e.admin2}]
            if inside:
                out.add(min(inside, key=lambda e: (-e.population, e.id)).id)
    return frozenset(out)


def as_shares(weights: dict[str, float]) -> dict[str, float]:
    """Weights in powers of ten as shares of 1."""
    top = max(weights.values())
    shares = {key: 10.0 ** (_SHARPNESS * (w - top)) for key, w in weights.items()}
    total = sum(shares.values())
    return {key: share / total for key, share in shares.items()}


def weight_of(entry: Entry, *, is_own: bool = True) -> float:
    """How often a place is named, in powers of ten, by class, people, and whose name it is."""
    bonus = next((b for f, b in _BONUS.items() if entry.feature.startswith(f)), 0.0)
    weight = math.log10(entry.population + 100.0) + bonus
    floor = _FLOORS.get(entry.id.partition(":")[0], 0.0)
    return max(weight, floor) - (0.0 if is_own else _OTHER_NAME)


def rescaled(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The same with scores that add up to 1; () for none."""
    total = sum(c.score for c in candidates)
    return tuple(replace(c, score=c.score / total) for c in candidates) if total else ()


def _classless(name: str) -> tuple[str, str]:
    """The name without its word of class, and that word; empty where it has none."""
    words = name.split()
    nouns = read_cues("en").words["lead_nouns"]
    if len(words) > 1 and words[-1].lower() in nouns:
        return " ".join(words[:-1]), words[-1].lower()
    return name, ""


def _reasons(entry: Entry, folded: str, count: int, *, most: int) -> tuple[str, ...]:
    own = fold(entry.name) == folded
    why = ["its own name" if own else f"another name of {entry.name}"]
    if entry.id.startswith("overlay:"):
        why.insert(0, "from an overlay of your own")
    if entry.population:
        why.append(f"{entry.population:,} people")
    if count == 1:
        why.append("the only place so called")
    elif _is_town(entry) and entry.population == most > 0:
        why.append(f"one of {count} so called, the most peopled town")
    else:
        why.append(f"one of {count} so called")
    return tuple(why)


def _is_town(entry: Entry) -> bool:
    return entry.feature.startswith("PPL")
