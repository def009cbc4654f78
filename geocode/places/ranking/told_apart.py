"""Which of several namesakes the words beside a name tell: "Frankfurt (Oder)", "Giza's Haram".

And which names, read by the words around them, are no place at all that could be looked up: roads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import cues
from geocode.names import fold
from geocode.places.ranking.candidates import is_named_after, variants
from geocode.records import Candidate, Entry, Mention

_BRACKET = re.compile(r"\s?\(([^\W\d_][^()\d\n]{1,30})\)")
_NEXT_ROAD = re.compile(
    r"\s(?:and|or|&)\s(?:[^\W\d_][\w.’'-]{1,30}\s){1,3}(?:streets|avenues|roads)\b"
)
_LAST_ROAD = re.compile(r"\s(?:streets|avenues|roads)\b")
_AND = re.compile(r"[^\W\d_a-z][\w.’'-]*\s(?:and|or|&)\s$")
_WELL_KNOWN = 100_000
"""People from which on "London and Paris streets" are those of the towns."""
_OWNED = re.compile(r"[’'][sS]?\s(?:(?:north|south|east|west|central|old)[\w-]{0,10}\s)?")
_HELD = re.compile(
    r"\s(?:district|neighbou?rhood|quarter|area|ward|borough|slum|shantytown|market)"
    r"\s(?:of|in)\s(?:(?:north|south|east|west|central|old|the)[\w-]{0,10}\s){0,2}"
)
_ARTICLE = re.compile(r"\b[Tt]he\s$")
_REGIONS = frozenset({"RGN", "CON", "SEA", "OCN", "GUL", "BAY", "MTS", "DSR", "PEN", "ISL"})
_DIVISION = r"(?:district|province|county|governorate|prefecture|regency|department|oblast)"
_CALLED_BEFORE = re.compile(rf"\bthe\s{_DIVISION}\sof\s$")
_CALLED_BEHIND = re.compile(rf"\s{_DIVISION}\b")
_SURE = 0.9
"""Score of a place whose whole name stands in the text."""
_OWNER_SURE = 0.6
"""Score from which a possessor is believed."""
_TIE = 0.8
"""Share of the first score from which two are as likely."""
_STYLE = 0.8
"""Share of both that the city takes then."""
_WITHIN_SURE = 0.5
"""Score from which a town in the name of a house stands for it."""
_AROUND_M = 100_000.0
"""How far what belongs to a town lies from it at most. Source: choice, twice the way across a
large city and its suburbs."""
_DOUBT = 0.3
"""Factor on the score of a place that lies elsewhere than the words say."""


def told_apart(
    text: str,
    mentions: Sequence[Mention],
    ranked: Sequence[Sequence[Candidate]],
    gazetteer: Gazetteer,
) -> Iterator[Sequence[Candidate]]:
    """The candidates of each mention, as the words right beside it leave them."""
    about = _countries(mentions, ranked)
    surfaces = {mention.surface for mention in mentions}
    for number, candidates in enumerate(ranked):
        mention = mentions[number]
        rest = text[mention.span.end : mention.span.end + 80]
        whole = _with_bracket(mention, rest, gazetteer)
        if whole is not None:
            why = f"‘{rest.strip().split(')')[0]})’ tells which {mention.surface}"
            yield (Candidate(whole, _SURE, (why,)),)
        elif mention.kind == "toponym" and (
            is_named_after(mention.surface, gazetteer) or _is_road(text, mention, candidates)
        ):
            yield ()
        elif _is_only_within(mention, candidates, gazetteer) or _is_a_stray_town(
            text, mention, candidates, about
        ):
            yield tuple(replace(c, score=round(c.score * _DOUBT, 4)) for c in candidates)
        elif number and (owner := _owner(text, mentions, ranked, number)) is not None:
            yield _owned(candidates, owner)
        elif (holder := _holder(text, mentions, ranked, number)) is not None:
            yield _owned(candidates, holder)
        elif (country := _country_beside_its_city(mention, candidates, surfaces)) is not None:
            yield (country, *(c for c in candidates if c.entry.id != country.entry.id))
        elif _ARTICLE.search(text, max(0, mention.span.start - 5), mention.span.start):
            yield _region_first(candidates)
        else:
            yield _capital_of_two(candidates)


def _countries(
    mentions: Sequence[Mention], ranked: Sequence[Sequence[Candidate]]
) -> Mapping[str, str]:
    """By name, the country in which a place of the report surely lies."""
    named = ((m.surface, found[0]) for m, found in zip(mentions, ranked, strict=True) if found)
    return {
        surface: best.entry.country
        for surface, best in named
        if best.score >= _OWNER_SURE and best.entry.country is not None
    }


def _is_a_stray_town(
    text: str, mention: Mention, candidates: Sequence[Candidate], about: Mapping[str, str]
) -> bool:
    """Whether what the words call a district is known only as a town of some other country."""
    best = candidates[0].entry if candidates else None
    if best is None or mention.kind != "toponym" or best.feature != "PPL":
        return False
    if best.population >= _WELL_KNOWN:
        return False
    start, end = mention.span.start, mention.span.end
    called = _CALLED_BEHIND.match(text, end, end + 20) or _CALLED_BEFORE.search(
        text, max(0, start - 20), start
    )
    if called is None:
        return False
    others = {country for name, country in about.items() if name != mention.surface}
    return bool(others) and best.country not in others


def _country_beside_its_city(
    mention: Mention, candidates: Sequence[Candidate], surfaces: AbstractSet[str]
) -> Candidate | None:
    """The country that bears a name, as sure as its city was, where that is named in full.

    "Mexico" is the country where the report also says "Mexico City".
    """
    best = candidates[0] if candidates else None
    if best is None or best.entry.name == mention.surface or best.entry.name not in surfaces:
        return None
    found = (c for c in candidates if c.entry.feature == "PCLI" and c.entry.name == mention.surface)
    country = next(found, None)
    return replace(country, score=max(country.score, best.score)) if country else None


def _region_first(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The candidates behind "the", a region or sea before towns: "the Middle East" is no town."""
    first = next((c for c in candidates if c.entry.feature[:3] in _REGIONS), None)
    if first is None or not candidates[0].entry.feature.startswith("PPL"):
        return candidates
    rest = [replace(c, score=round(c.score * _DOUBT, 4)) for c in candidates if c is not first]
    return (replace(first, score=max(first.score, candidates[0].score)), *rest)


def _capital_of_two(candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """The candidates, a capital first where a division of its country is as likely: Washington.

    News writes "Washington state" or "Wash." of the other. Source: AP Stylebook, state names.
    """
    if len(candidates) < 2:  # noqa: PLR2004
        return candidates
    first, second = candidates[:2]
    by_feature = {c.entry.feature: c for c in (first, second)}
    if by_feature.keys() != {"PPLC", "ADM1"} or second.score < _TIE * first.score:
        return candidates
    capital, division = by_feature["PPLC"], by_feature["ADM1"]
    if capital.entry.country != division.entry.country or capital.entry.name != division.entry.name:
        return candidates
    both = first.score + second.score
    return (
        Candidate(
            capital.entry,
            round(_STYLE * both, 4),
            (*capital.why, "the city, for no word tells of the state"),
        ),
        Candidate(division.entry, round((1.0 - _STYLE) * both, 4), division.why),
        *candidates[2:],
    )


def _is_road(text: str, mention: Mention, candidates: Sequence[Candidate]) -> bool:
    """Whether it is one of two roads: "Rivers and Stokes avenues"; never a well-known place."""
    best = candidates[0].entry if candidates else None
    if best is not None and (best.population >= _WELL_KNOWN and best.feature.startswith("P")):
        return False
    start, end = mention.span.start, mention.span.end
    if _NEXT_ROAD.match(text, end, end + 80):
        return True
    return bool(
        _LAST_ROAD.match(text, end, end + 10) and _AND.search(text, max(0, start - 40), start)
    )


def _is_only_within(
    mention: Mention, candidates: Sequence[Candidate], gazetteer: Gazetteer
) -> bool:
    """Whether what a longer name holds is too unsure to stand for the whole: "Flint Hills".

    A house in a town that the text is about is likelier than that.
    """
    unsure = candidates and candidates[0].score < _WITHIN_SURE and mention.kind == "toponym"
    if not unsure or len(mention.surface.split()) < 2:  # noqa: PLR2004
        return False
    return not any(gazetteer.lookup(v.folded, limit=1) for v in variants(mention.surface))


def bracketed(text: str, mentions: Sequence[Mention], gazetteer: Gazetteer) -> dict[int, int]:
    """Mentions in a bracket that is part of the name before it, each with that name's index."""
    out: dict[int, int] = {}
    for number in range(1, len(mentions)):
        head, here = mentions[number - 1], mentions[number]
        rest = text[head.span.end : head.span.end + 80]
        found = _BRACKET.match(rest)
        if found and found.group(1) == here.surface and _with_bracket(head, rest, gazetteer):
            out[number] = number - 1
    return out


def _with_bracket(mention: Mention, rest: str, gazetteer: Gazetteer) -> Entry | None:
    """The place called by a name and the bracket behind it, or by what joins the two in print."""
    found = _BRACKET.match(rest) if mention.kind == "toponym" else None
    if found is None:
        return None
    for joint in ("", *cues("en", "candidates")["bracket_joints"]):
        whole = fold(f"{mention.surface} {joint} {found.group(1)}")
        for entry in gazetteer.lookup(whole, limit=1):
            return entry
    return None


def _owner(
    text: str, mentions: Sequence[Mention], ranked: Sequence[Sequence[Candidate]], number: int
) -> Entry | None:
    """What a place is said to belong to: "Giza's Haram district"; None where nothing is."""
    before, here = mentions[number - 1], mentions[number]
    between = text[before.span.end : here.span.start]
    if before.kind != "toponym" or here.kind != "toponym" or not _OWNED.fullmatch(between):
        return None
    best = ranked[number - 1][:1]
    sure = best and best[0].score >= _OWNER_SURE and best[0].entry.country is not None
    return best[0].entry if sure else None


def _holder(
    text: str, mentions: Sequence[Mention], ranked: Sequence[Sequence[Candidate]], number: int
) -> Entry | None:
    """What a place is said to be a quarter of: "the Mirpur district of Dhaka".

    None where nothing is, or where the words can say the reverse: "the Punjab district of Okara".
    """
    best = ranked[number][:1]
    if number + 1 == len(mentions) or not best or best[0].entry.feature[:4] in {"ADM1", "PCLI"}:
        return None
    here, behind = mentions[number], mentions[number + 1]
    between = text[here.span.end : behind.span.start]
    if here.kind != "toponym" or behind.kind != "toponym" or not _HELD.fullmatch(between):
        return None
    wide = ranked[number + 1][:1]
    return wide[0].entry if wide and wide[0].score >= _OWNER_SURE else None


def _owned(candidates: Sequence[Candidate], owner: Entry) -> Sequence[Candidate]:
    """The candidates, those first that can belong to the owner; the others in doubt."""
    fit = [c for c in candidates if _belongs(c.entry, owner)]
    if len(fit) == len(candidates):
        return candidates
    why = f"it would not be {owner.name}’s"
    rest = [
        replace(c, score=round(c.score * _DOUBT, 4), why=(*c.why, why))
        for c in candidates
        if c not in fit
    ]
    raised = [
        replace(
            c,
            score=round(max(c.score, candidates[0].score * 0.8), 4),
            why=(*c.why, f"{owner.name}’s"),
        )
        for c in fit[:1]
    ]
    return (*raised, *fit[1:], *rest)


def _belongs(entry: Entry, owner: Entry) -> bool:
    """Whether a place can be said to be another's: in its country, and no further than a suburb."""
    if entry.feature.startswith("PCL") or entry.id in {owner.admin1, owner.admin2}:
        return True  # "Toronto's Ontario voters"
    if entry.country != owner.country:
        return False
    if not owner.feature.startswith("PPL"):
        return True
    return geometry.distance_m(entry.lon, entry.lat, owner.lon, owner.lat) <= _AROUND_M
