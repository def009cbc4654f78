"""How the words around a name relate to it what is told: near it, a part of it, 30 km north of it.

A cue grammar, no parser: the words straight before a name (past "the", "the city of" …) and
straight after it. Cue words are data: ``languages/<language>/relations.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from geocode.geometry import DIRECTIONS
from geocode.places.wording.distances import read_distance
from geocode.places.wording.items import (
    Cues,
    Item,
    directions_before,
    ends_with,
    lead_start,
    read_cues,
    said,
    word_at,
)
from geocode.records import Relation

Sense: TypeAlias = Literal[
    "", "around", "outside", "just outside", "edge", "coast", "off", "bank", "beyond", "kind",
    "far", "vague",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words around a name say of it. ``cue`` are those words, for the reasons."""

    relation: Relation = "in"
    cue: str = ""
    sense: Sense = ""
    """Tells cues apart that mean one thing of a town and another of a country or a river."""
    directions: tuple[str, ...] = ()
    """Sides of it (``w``, ``sw``, ``c``): for relation ``part``, an edge, a coast."""
    distance_m: float | None = None
    inner_m: float = 0.0
    outer_m: float = 0.0
    """Least and greatest distance that the words can mean; 0 and 0 where they give none."""
    azimuth_deg: float | None = None
    """Clockwise from north, from the name to the place meant."""
    half_deg: float = 0.0
    """How far either way of the azimuth the direction may be read."""
    first: int = 0
    """Index of the first item of the cue."""
    last: int = 0
    """Index of the last item of the wording, the name included."""


def describe(items: Sequence[Item], language: str) -> dict[int, Wording]:
    """For each mention of a sentence, by its index, what the words around it say."""
    known = read_cues(language)
    found: dict[int, Wording] = {}
    at: dict[int, int] = {}
    for k, item in enumerate(items):
        if item.mention is None:
            continue
        wording = read_wording(items, k, known)
        before = at.get(k - 2)
        if (
            wording.relation == "in"
            and before is not None
            and word_at(items, k - 1) in {"and", "or"}
        ):
            shared = found[before]
            if shared.relation in {"near", "from", "to"} and not shared.sense:
                wording = replace(shared, last=k)
        found[item.mention] = wording
        at[k] = item.mention
    return found


def read_wording(items: Sequence[Item], k: int, known: Cues) -> Wording:
    """What the words around the name at ``k`` say of it; relation ``in`` where they say nothing."""
    lead = lead_start(items, k, known)
    found = (
        _distance(items, lead, k, known)
        or _coast(items, k, known)
        or _part(items, k, known)
        or _own_part(items, k, known)
        or _before(items, lead, k, known)
        or _after(items, k, known)
        or _way(items, lead, k, known)
    )
    return found or Wording(first=k, last=k)


def coast_noun(items: Sequence[Item], n: int, known: Cues) -> tuple[Sense, tuple[str, ...], int]:
    """Of a coast noun at ``n``: whether "off" it is meant, its directions, and its first item."""
    directions, start = directions_before(items, n, known)
    while word_at(items, start - 1) in known.words["articles"]:
        start -= 1
    sides = tuple(d for d in directions if d in DIRECTIONS)
    off = ends_with(items, start, "off", known)
    return ("coast", sides, start) if off is None else ("off", sides, off)


def is_verb(items: Sequence[Item], n: int, known: Cues) -> bool:
    """Whether what looks like a coast noun is a verb: "Germany shores up its defences"."""
    return items[n].word.endswith("s") and word_at(items, n + 1) in known.words["coast_verb_before"]


def _distance(items: Sequence[Item], lead: int, k: int, known: Cues) -> Wording | None:
    """So far away: "30 km north of X", "within five miles of X", "12 miles (19 km) from X"."""
    found = read_distance(items, lead, known)
    if found is None:
        return None
    sense: Sense = "beyond" if found.metres is None else ""
    if found.vague:
        sense = "vague"
    elif found.link == "off":
        sense = "off"
    elif found.link == "outside":
        sense = "outside"
    return Wording(
        "near", found.cue, sense, (), found.metres, found.inner_m, found.outer_m,
        found.azimuth_deg, found.half_deg, found.first, k,
    )  # fmt: skip


def _coast(items: Sequence[Item], k: int, known: Cues) -> Wording | None:
    """Edges of land: "the southern coast of X", "off X's coast", "the eastern bank of X"."""
    nouns = known.words["coast_nouns"]
    j = k
    while word_at(items, j - 1) in known.words["articles"]:
        j -= 1
    if word_at(items, j - 1) == "of" and word_at(items, j - 2) in known.words["bank_nouns"]:
        sides, first = directions_before(items, j - 2, known)
        if not sides:
            return None
        return Wording("along", said(items, first, k - 1), "bank", sides, first=first, last=k)
    if word_at(items, j - 1) == "of" and word_at(items, j - 2) in nouns:
        sense, sides, first = coast_noun(items, j - 2, known)
        last = k
    else:
        n = k + 1
        if word_at(items, n) in known.words["border_possessive"]:
            n += 1
        while n < k + 5 and word_at(items, n).replace("-", "") in known.directions:
            n += 1
        if word_at(items, n) not in nouns or is_verb(items, n, known):
            return None
        sides = tuple(d for d in directions_before(items, n, known)[0] if d in DIRECTIONS)
        off = ends_with(items, j, "off", known)
        sense, first, last = ("coast", j, n) if off is None else ("off", off, n)
    cue = " ".join(items[n].text for n in range(first, last + 1) if n != k)
    if sense == "coast":
        return Wording("along", cue, sense, sides, first=first, last=last)
    return Wording("near", cue, sense, sides, first=first, last=last)


def _part(items: Sequence[Item], k: int, known: Cues) -> Wording | None:
    """A side of it: "western X", "eastern regions of X", "the west and south-west of X"."""
    directions, start = directions_before(items, k, known)
    if directions:
        return _sides(items, k, (directions, start), known)
    j = k
    while j > 0 and word_at(items, j - 1) in known.words["articles"]:
        j -= 1
    if word_at(items, j - 1) not in known.words["part_links"]:
        return None
    j -= 1
    edge = word_at(items, j - 1) in known.words["edge_nouns"]
    noun = edge or word_at(items, j - 1) in known.words["part_kinds"] | known.words["part_nouns"]
    directions, start = directions_before(items, j - 1 if noun else j, known)
    bare = not noun and word_at(items, start - 1) in known.words["part_before_bare"]
    if not directions or not (noun or bare) or (word_at(items, start - 2) == "to" and bare):
        return None
    if not noun and items[j].word != "of":
        return None
    if edge:
        return _sides(items, k, (directions, start), known, relation="near", sense="edge")
    kind = word_at(items, j - 1) in known.words["part_kinds"]
    return _sides(items, k, (directions, start), known, sense="kind" if kind else "")


def _own_part(items: Sequence[Item], k: int, known: Cues) -> Wording | None:
    """A side of it that comes after: "Nigeria's north-east", "Ukraine's eastern regions"."""
    n = k + 2
    while word_at(items, n).replace("-", "") in known.directions:
        n += 1
    if n == k + 2 or word_at(items, k + 1) not in known.words["border_possessive"]:
        return None
    noun = word_at(items, n) in known.words["part_nouns"]
    ends = n == len(items) or word_at(items, n) in known.words["article_then"] | {","}
    if not noun and (not ends or word_at(items, n - 1).endswith("ern")):
        return None
    last = n if noun else n - 1
    found = (known.directions[word_at(items, i).replace("-", "")] for i in range(k + 2, n))
    sides = tuple(d for d in found if d in DIRECTIONS)
    return Wording("part", said(items, k + 1, last), "", sides, first=k, last=last)


def _sides(
    items: Sequence[Item],
    k: int,
    found: tuple[tuple[str, ...], int],
    known: Cues,
    *,
    relation: Relation = "part",
    sense: Sense = "",
) -> Wording:
    """The wording of directions that start at an item and reach the name at ``k``."""
    directions, start = found
    if not sense and word_at(items, start - 1) in known.words["part_far"]:
        sense, start = "far", start - 1
    sides = tuple(d for d in directions if d in DIRECTIONS)
    return Wording(relation, said(items, start, k - 1), sense, sides, first=start, last=k)


def _before(items: Sequence[Item], lead: int, k: int, known: Cues) -> Wording | None:
    rooms: tuple[tuple[str, Relation, Sense], ...] = (
        ("off", "near", "off"), ("edge", "near", "edge"), ("bank", "along", "bank"),
        ("near", "near", ""), ("outside", "near", "outside"), ("around", "near", "around"),
    )  # fmt: skip
    best: tuple[int, Relation, Sense] | None = None
    for room, relation, sense in rooms:
        start = ends_with(items, lead, room, known)
        if start is not None and (best is None or start < best[0]):
            best = (start, relation, sense)
    if best is None:
        return None
    start, relation, sense = best
    if sense == "outside" and word_at(items, start) in known.words["outside_just"]:
        sense = "just outside"
    return Wording(relation, said(items, start, lead - 1), sense, first=start, last=k)


def _after(items: Sequence[Item], k: int, known: Cues) -> Wording | None:
    """What follows the name: "the X area", "X's outskirts", "X's northern suburbs"."""
    j = k + 1
    if word_at(items, j) in known.words["border_possessive"]:
        j += 1
    n = j
    while n < j + 3 and word_at(items, n).replace("-", "") in known.directions:
        n += 1
    if word_at(items, n) in known.words["edge_after"]:
        sides = tuple(d for d in directions_before(items, n, known)[0] if d in DIRECTIONS)
        return Wording("near", said(items, j, n), "edge", sides, first=k, last=n)
    if word_at(items, j) in known.words["near_after"]:
        return Wording("near", said(items, j, j), "", first=k, last=j)
    return None


def _way(items: Sequence[Item], lead: int, k: int, known: Cues) -> Wording | None:
    start = ends_with(items, lead, "from", known)
    if start is not None:
        return Wording("from", said(items, start, lead - 1), first=start, last=k)
    start = ends_with(items, lead, "to", known)
    if start is not None and ends_with(items, lead, "unless", known) is None:
        return Wording("to", said(items, start, lead - 1), first=start, last=k)
    if word_at(items, k - 1) == "between" and word_at(items, k - 2) in known.words["between_nouns"]:
        second = word_at(items, k + 1) == "and" and k + 2 < len(items)
        if second and items[k + 2].mention is not None:
            return Wording("between", f"{items[k - 2].text} between", first=k - 2, last=k)
    return None
