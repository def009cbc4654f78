"""Distances in words: "30 km north-east of X", "within five miles of X", "some 40 km from X".

How far off the wording can be read follows the words: "within" reaches down to nothing, "about"
is looser than a bare number, "more than" opens outwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geocode.geometry import COMPASS
from geocode.places.wording.items import Cues, Item, directions_before, ends_with, said, word_at

_NAUTICAL_M = 1852.0
"""Source: the SI Brochure, 8th ed. (2006), table 8."""
_PLAIN, _ROUGH, _OVER = 0.15, 0.25, 0.3
"""Share of a distance by which a bare number, "about", and "more than" may miss. Source: choice;
a reporter's "30 km" is read as anything that rounds to it by fives, "about 30" by tens."""
_LONGEST = 6
"""Words of a spelled number: "one hundred and twenty five"."""
_AMOUNT = re.compile(r"(\d{1,4}(?:\.\d{1,2})?)[-‐‑–]?([a-z]*)")
_RANGE = re.compile(r"(\d{1,4})[-‐‑–](\d{1,4})")
_THOUSANDS = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance from a name: ``first`` is the first item of its words, ``cue`` what they are."""

    cue: str
    first: int
    metres: float | None
    """None where a unit is named without a number ("dozens of miles") or only a direction."""
    inner_m: float
    outer_m: float
    """Least and greatest distance that the words can mean; 0 and 0 without a number."""
    azimuth_deg: float | None
    half_deg: float
    """How far either way of the azimuth the direction may be read."""
    link: str
    """``off`` looks out to sea, ``outside`` counts from the edge, else empty."""
    vague: bool = False


@dataclass(frozen=True, slots=True)
class _Amount:
    low_m: float
    high_m: float
    first: int


def read_distance(items: Sequence[Item], lead: int, known: Cues) -> Distance | None:
    """The distance that ends before ``lead``, where a name with its lead words starts."""
    at = ends_with(items, lead, "distance", known)
    if at is None:
        return None
    link = said(items, at, lead - 1).lower()
    azimuth_deg, half_deg, j = _direction_before(items, at, known)
    end = _without_brackets(items, j)
    amount = _amount_before(items, end, known)
    if amount is None:
        return _without_number(items, lead, end, (azimuth_deg, half_deg, j), known)
    start, words = _qualifiers(items, amount.first, known)
    inner_m, outer_m = _spread(
        amount, words, known, disc=link in known.words["distance_links_within"]
    )
    kind = next((k for k in ("off", "outside") if link in known.words[f"distance_links_{k}"]), "")
    metres = (amount.low_m + amount.high_m) / 2.0
    cue = said(items, start, lead - 1)
    return Distance(cue, start, metres, inner_m, outer_m, azimuth_deg, half_deg, kind)


def _direction_before(
    items: Sequence[Item], at: int, known: Cues
) -> tuple[float | None, float, int]:
    """Azimuth and half-angle of the one direction that ends before ``at``, and where it starts."""
    directions, j = directions_before(items, at, known)
    if not directions and items[at - 1].text.isupper() and at > 0:
        word = word_at(items, at - 1).replace(".", "")
        if word in known.words["distance_compass"]:
            directions, j = (word,), at - 1
    azimuth_deg = COMPASS.get(directions[0]) if len(directions) == 1 else None
    if azimuth_deg is None:
        return None, 0.0, j
    if word_at(items, j - 1) in {"the", "due"}:
        j -= 1
    if word_at(items, j - 1) in {"to", "just", "further", "-"}:
        j -= 1
    return azimuth_deg, 11.25 if len(directions[0]) == 3 else 22.5, j  # noqa: PLR2004 - NNE: half as wide


def _without_number(
    items: Sequence[Item],
    lead: int,
    end: int,
    direction: tuple[float | None, float, int],
    known: Cues,
) -> Distance | None:
    """The "hundreds of miles south of X" that is no distance, and "north of X" that needs none."""
    azimuth_deg, half_deg, j = direction
    if word_at(items, end - 1) in known.units:
        start = end - 1
        while start > 0 and word_at(items, start - 1) in known.words["distance_vague"]:
            start -= 1
        cue = said(items, start, lead - 1)
        return Distance(cue, start, None, 0.0, 0.0, azimuth_deg, half_deg, "", vague=True)
    bare = azimuth_deg is not None and word_at(items, lead - 1) == "of"
    part = {"the", *known.words["part_far"]}  # "the far south of X" lies in X
    if not bare or word_at(items, j) in part or word_at(items, j - 1) in part:
        return None
    return Distance(said(items, j, lead - 1), j, None, 0.0, 0.0, azimuth_deg, half_deg, "")


def _qualifiers(items: Sequence[Item], first: int, known: Cues) -> tuple[int, frozenset[str]]:
    """Where the words that qualify a number start ("at least", "some"), and which they are."""
    start = first
    while start > 0 and word_at(items, start - 1) in known.words["distance_about"]:
        start -= 1
    while start < first and word_at(items, start) in {"of", "to", "than", "at"}:
        start += 1  # "a village of some 30 km": that "of" is not of the number
    return start, frozenset(word_at(items, n) for n in range(start, first))


def _spread(
    amount: _Amount,
    words: frozenset[str],
    known: Cues,
    *,
    disc: bool,
) -> tuple[float, float]:
    low_m, high_m = amount.low_m, amount.high_m
    if disc or words & known.words["distance_within"]:
        return 0.0, high_m
    if words & known.words["distance_over"]:
        return low_m, high_m * (1.0 + _OVER)
    share = _ROUGH if words & known.words["distance_rough"] else _PLAIN
    if low_m < high_m:
        return low_m, high_m
    return low_m * (1.0 - share), high_m * (1.0 + share)


def _without_brackets(items: Sequence[Item], j: int) -> int:
    """Where a bracket that ends before ``j`` starts: "(19 km)" repeats the distance before it."""
    if word_at(items, j - 1) == ")":
        for start in range(j - 2, max(-1, j - 7), -1):
            if items[start].word == "(":
                return start
    return j


def _amount_before(items: Sequence[Item], j: int, known: Cues) -> _Amount | None:
    """The length that ends before ``j``, in metres, and where it starts."""
    word = word_at(items, j - 1)
    glued = _AMOUNT.fullmatch(word)
    if glued and glued[2] in known.units:  # 30km, 30-kilometre
        metres = float(glued[1]) * known.units[glued[2]]
        return _Amount(metres, metres, j - 1) if metres > 0 else None
    spelled, _, unit_word = word.rpartition("-")
    if spelled and unit_word in known.units:  # thirty-kilometre
        value = _value((spelled,), known)
        if value:
            metres = value * known.units[unit_word]
            return _Amount(metres, metres, j - 1)
    unit = known.units.get(word)
    if unit is None or j < 2:  # noqa: PLR2004 - a number and its unit
        return None
    at = j - 2
    if items[at].word == "nautical" and at > 0:
        unit, at = _NAUTICAL_M, at - 1
    if items[at].word == "-" and at > 0:
        at -= 1
    found = _digits(items, at) or _spelled(items, at, known)
    if found is None or found[0] <= 0:
        return None
    high, start = found
    low, start = _range_before(items, start, high)
    return _Amount(low * unit, high * unit, start)


def _digits(items: Sequence[Item], at: int) -> tuple[float, int] | None:
    """The number in digits at ``at`` ("1,200"), and where it starts."""
    number = items[at].word
    span = _RANGE.fullmatch(number)
    if span:
        return float(span[2]), at
    plain = _AMOUNT.fullmatch(number)
    if not plain or plain[2]:
        return None
    value = float(plain[1])
    if _THOUSANDS.fullmatch(number) and at > 1 and items[at - 1].word == ",":
        more = _AMOUNT.fullmatch(items[at - 2].word)
        if more and not more[2] and "." not in more[1]:
            return value + 1000.0 * float(more[1]), at - 2
    return value, at


def _range_before(items: Sequence[Item], start: int, high: float) -> tuple[float, int]:
    """The lower end of "10 to 15" or "10-15", and where it starts; else ``high`` itself."""
    span = _RANGE.fullmatch(word_at(items, start))
    if span and 0 < float(span[1]) < high:
        return float(span[1]), start
    if word_at(items, start - 1) in {"to", "or", "-", "–"}:
        low = _AMOUNT.fullmatch(word_at(items, start - 2))
        if low and not low[2] and 0 < float(low[1]) < high:
            return float(low[1]), start - 2
    return high, start


def _spelled(items: Sequence[Item], at: int, known: Cues) -> tuple[float, int] | None:
    """The number in words that ends at ``at``, and where it starts: the longest."""
    for first in range(max(0, at - _LONGEST + 1), at + 1):
        value = _value(tuple(items[n].word for n in range(first, at + 1)), known)
        if value is not None:
            return value, first
    return None


def _value(words: tuple[str, ...], known: Cues) -> float | None:
    """What number words say: ("one", "hundred", "and", "fifty") is 150; None if not a number.

    >>> from geocode.places.wording.items import read_cues
    >>> [_value(tuple(w.split()), read_cues("en")) for w in ("two hundred", "a half", "and six")]
    [200.0, 0.5, None]
    """
    cue, total, here = known.words, 0.0, 0.0
    if not words or words[0] in cue["distance_joins"] or words[-1] in cue["distance_joins"]:
        return None
    for n, word in enumerate(words):
        if word in cue["distance_hundred"]:
            here = (here or 1.0) * 100.0
        elif word in cue["distance_thousand"]:
            total, here = total + (here or 1.0) * 1000.0, 0.0
        elif word in cue["distance_dozen"]:
            here = (here or 1.0) * 12.0
        elif word in cue["distance_half"]:
            here += 0.5
        elif word in cue["distance_one"]:
            after = words[n + 1] if n + 1 < len(words) else ""
            here += 0.0 if here or after in cue["distance_half"] else 1.0
        elif word in known.numbers:
            here += known.numbers[word]
        elif word not in cue["distance_joins"]:
            return None
    return total + here or None
