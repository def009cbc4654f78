"""A document as the ranker sees it: its names, what each could mean, where each stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Literal, TypeAlias

from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import PREPARED, home_country
from geocode.names import fold
from geocode.places.ranking.candidates import Option, find_options
from geocode.places.ranking.features import Features, Sense, abstention, levels, senses
from geocode.places.ranking.outlet import Outlet, outlet_of
from geocode.places.ranking.setting import Setting, sentence_numbers, settings_of
from geocode.records import Document, Mention

MOST_SENSES = 30
"""Senses weighed for one name: the weightiest, and those where the document's other names lie."""
MOST_SENTENCES = 64
"""Sentences of one name that are listened to, the first of them: enough to know its company."""
MOST_NAMES = 3000
"""Different names of a document that are looked up, the first of them. All of LGL, TR-News and
GeoWebNews, 1.3 MB of 628 documents, have 1,900; a list of every town would take a gigabyte."""
_WEIGHTIEST = 18
Home: TypeAlias = Literal["outlet", "desk"]
_Name: TypeAlias = tuple[str, str]
"""A folded name and its kind."""
_LEVEL = {"country": 0, "adm1": 1, "adm2": 2}


@dataclass(frozen=True, slots=True)
class Group:
    """All mentions of one name in a document: they are taken to mean one place."""

    surface: str
    folded: str
    kind: str
    weight: float
    """1 + ln of the number of its mentions; 0 for the outlet's home, which stands in no text."""
    senses: tuple[Sense, ...]
    none: Features
    settings: tuple[Setting, ...]
    """Each once, in a fixed order."""
    sentences: tuple[int, ...]
    """Those that it shares with other names."""
    cover: Mapping[str, float]
    """Countries and divisions it could lie in, each the more telling the fewer there are."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The groups of a document and what stands over them."""

    groups: tuple[Group, ...]
    places: tuple[tuple[int, Setting], ...]
    """For each mention its group and setting."""
    cover: Mapping[str, float]
    """For each country and division, how many names could lie in it, the telling ones most."""
    homes: tuple[tuple[Home, int], ...]
    """Groups that tell where the report is at home: the outlet's, which stands in no text, and the
    place of the dateline, which does."""
    home_country: str | None
    """Country of the outlet's web address."""


def scene(document: Document, mentions: Sequence[Mention], gazetteer: Gazetteer) -> Scene:
    """The names of a document with what each could mean; mentions may come in any order."""
    keys = [_key(mention) for mention in mentions]
    names = sorted(set(keys))
    number = {key: i for i, key in enumerate(names)}
    groups = [number[key] for key in keys]
    settings = settings_of(document, mentions, groups)
    sentences = sentence_numbers(document, mentions)
    bearers: list[list[int]] = [[] for _ in names]
    for i, group in enumerate(groups):
        bearers[group].append(i)
    heard = _first_named(keys, mentions)
    sentences_of = _shared_sentences([[sentences[i] for i in rows] for rows in bearers])
    drafts = [
        _Draft(
            _surface(mentions[i].surface for i in rows),
            folded,
            "nested" if all(mentions[i].kind == "nested" for i in rows) else kind,
            1.0 + math.log(len(rows)),
            tuple(sorted({settings[i] for i in rows}, key=repr)),
            together,
            (folded, kind) in heard,
        )
        for (folded, kind), rows, together in zip(names, bearers, sentences_of, strict=True)
    ]
    outlet = outlet_of(document, gazetteer)
    if document.language not in PREPARED and outlet.country is None:
        outlet = replace(outlet, country=home_country(document.language))
    foreign = document.language not in PREPARED
    places = tuple(zip(groups, settings, strict=True))
    return _scene(drafts, places, outlet, gazetteer, foreign=foreign)


def _first_named(keys: Sequence[_Name], mentions: Sequence[Mention]) -> frozenset[_Name]:
    """The names of which something is asked, whatever the order of the mentions."""
    order = sorted(range(len(keys)), key=lambda i: mentions[i].span.start)
    return frozenset(islice(dict.fromkeys(keys[i] for i in order), MOST_NAMES))


def _shared_sentences(rows: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    """For each name the first of its sentences, without those in which it stands alone."""
    first = [sorted(set(row))[:MOST_SENTENCES] for row in rows]
    bearers = Counter(chain.from_iterable(first))
    return [tuple(number for number in row if bearers[number] > 1) for row in first]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A group before its senses are looked up."""

    surface: str
    folded: str
    kind: str
    weight: float
    settings: tuple[Setting, ...] = ()
    sentences: tuple[int, ...] = ()
    heard: bool = True
    """Whether it is among the names that are looked up."""


def _key(mention: Mention) -> _Name:
    """What mentions share that mean one place: the name, and whether it is a people's."""
    return fold(mention.surface), "demonym" if mention.kind == "demonym" else "toponym"


def _surface(spellings: Iterable[str]) -> str:
    """The spelling to show and look up: not in capitals if there is another."""
    return min(spellings, key=lambda spelling: (spelling.isupper(), spelling))


def _scene(
    drafts: Sequence[_Draft],
    places: tuple[tuple[int, Setting], ...],
    outlet: Outlet,
    gazetteer: Gazetteer,
    *,
    foreign: bool,
) -> Scene:
    options = [find_options(d.surface, d.kind, gazetteer) if d.heard else () for d in drafts]
    datelines = (i for i, d in enumerate(drafts) if any(s.dateline for s in d.settings))
    desk = next(datelines, None)
    homes: list[tuple[Home, int]] = [] if desk is None else [("desk", desk)]
    if outlet.place:
        homes.append(("outlet", len(drafts)))
        drafts = [*drafts, _Draft(outlet.place, outlet.place, "toponym", 0.0)]
        known = (Option(outlet.known, "name"),) if outlet.known else ()
        options.append(known or find_options(outlet.place, "toponym", gazetteer))
    if foreign:
        options = [_as_named(found) for found in options]
    wide = [senses(d.surface, d.folded, o) for d, o in zip(drafts, options, strict=True)]
    dear = frozenset(key for found in wide for sense in found[:2] for key in sense.keys)
    made = tuple(
        _group(draft, _kept(found, dear)) for draft, found in zip(drafts, wide, strict=True)
    )
    cover: dict[str, float] = {}
    for group in made:
        for key, value in group.cover.items():
            cover[key] = cover.get(key, 0.0) + value
    return Scene(made, places, cover, tuple(homes), outlet.country)


def _as_named(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Where nothing is called so in its own language, the names in this one are as good."""
    if any(option.how in {"name", "stem"} for option in options):
        return options
    return tuple(replace(o, how="name") if o.how == "alias" else o for o in options)


def _group(draft: _Draft, kept: tuple[Sense, ...]) -> Group:
    return Group(
        surface=draft.surface,
        folded=draft.folded,
        kind=draft.kind,
        weight=draft.weight,
        senses=kept,
        none=abstention(draft.surface, draft.folded, draft.kind, kept),
        settings=draft.settings,
        sentences=draft.sentences,
        cover=_cover(kept, draft.weight),
    )


def _cover(found: Sequence[Sense], weight: float) -> dict[str, float]:
    if weight <= 0:
        return {}
    levelled: list[set[str]] = [set(), set(), set(), set()]
    for sense in found:
        levelled[3].update(sense.cells)
        for level, key in levels(sense):
            levelled[_LEVEL[level.removeprefix("is_")]].add(key)
    return {key: weight / len(keys) ** 0.5 for keys in levelled for key in sorted(keys)}


def _kept(found: tuple[Sense, ...], dear: frozenset[str]) -> tuple[Sense, ...]:
    """The weightiest, then those that share most with the document's other names."""
    if len(found) <= MOST_SENSES:
        return found
    rest = sorted(
        found[_WEIGHTIEST:], key=lambda sense: -sum(key in dear for key in sense.keys)
    )  # stable: the weightiest first among equals
    return found[:_WEIGHTIEST] + tuple(rest[: MOST_SENSES - _WEIGHTIEST])
