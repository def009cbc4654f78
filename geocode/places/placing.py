"""One mention, with its candidates and the words around it, becomes a Place or an honest None."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from shapely.errors import ShapelyError

from geocode.gazetteer.protocol import Gazetteer
from geocode.places.ranking.candidates import classes_for
from geocode.places.ranking.scene import MOST_NAMES
from geocode.places.ranking.setting import words_beside
from geocode.places.wording.corridors import corridor
from geocode.places.wording.footprints import footprint, meant, relation_to
from geocode.places.wording.items import read_cues
from geocode.places.wording.outlines import Footprint, has_banks, waters_called
from geocode.places.wording.phrases import Composed
from geocode.places.wording.relations import Wording
from geocode.records import REFERRING, Candidate, Document, Entry, Mention, Place, Relation, Role
from geocode.settings import Settings

_MOST_OTHERS = 5
_MOST_WIDE = 64
"""Different edges and parts of areas that are drawn for one document. An edge of a country takes up
to a second and a megabyte, and a report that names more distances from countries is a trap."""
_UNPLACED: tuple[Role, ...] = ("demonym", "actor", "speaker", "target")
"""Roles that never stand on the map: their places carry an entry but no geometry."""
_DIVISIONS = frozenset({"adm1", "adm2"})
"""Classes of entry that a word such as *region* bears out."""


@dataclass(frozen=True, slots=True)
class Room:
    """What every mention of a document is resolved with."""

    document: Document
    mentions: Sequence[Mention]
    ranked: Sequence[Sequence[Candidate]]
    wordings: Mapping[int, Wording]
    rivers: Mapping[int, Entry]
    """What the article tells of a mention: "the Dnipro" is the river."""
    gazetteer: Gazetteer
    settings: Settings
    bare: bool
    crowded_from: float
    """Where in the text names begin that may not have been looked up."""
    made: dict[tuple[str, Wording], Footprint] = field(default_factory=dict)  # pyright: ignore[reportUnknownVariableType]
    """Footprints made so far, so that what is named often is drawn once."""
    wide: set[tuple[str, Wording]] = field(default_factory=set)  # pyright: ignore[reportUnknownVariableType]
    """Those of them that are edges or parts of areas."""


def crowded_from(mentions: Sequence[Mention]) -> float:
    """Start of the first mention after ``MOST_NAMES`` different names; infinite in most texts."""
    first: dict[str, int] = {}
    for mention in sorted(mentions, key=lambda m: m.span.start):
        first.setdefault(mention.surface, mention.span.start)
    return next(islice(first.values(), MOST_NAMES, None), math.inf)


def best_of(candidates: Sequence[Candidate], settings: Settings) -> Candidate | None:
    """The first candidate where it is sure enough to be meant, else None."""
    if candidates and candidates[0].score >= settings.min_confidence:
        return candidates[0]
    return None


def place_of(room: Room, index: int, role: Role, notes: list[str]) -> Place:
    """The Place of mention ``index``; where there are ``notes`` it has no ground of its own."""
    mention, candidates = room.mentions[index], room.ranked[index]
    wording = room.wordings.get(index, Wording())
    best = best_of(candidates, room.settings)
    if wording.sense == "bank":  # "along the Dnipro" is along no town
        best = _with_banks(room, mention, candidates, wording) or best
    elif best is not None and index in room.rivers and mention.kind == "toponym":
        best = _as_river(room.rivers[index], best, candidates)
    if best is None:
        return _unplaced(room, index, wording.relation, role, notes)
    if wording.relation == "near" and mention.kind in REFERRING:
        best = _seat(room, index, best)
    entry = best.entry
    wording = meant(entry, wording)
    if wording.relation == "in" and mention.kind != "demonym":
        wording = _worded_inside(mention, entry, room) or wording
    ground = Footprint(None, None)
    if not room.bare and role not in _UNPLACED and not notes and mention.kind in REFERRING:
        ground = _ground(room, index, entry, wording)
        if ground.geometry is None:
            notes = [*notes, *ground.why, "so it is on no map"]
    return Place(
        mention=mention,
        best=entry,
        others=tuple(c for c in candidates if c.entry.id != entry.id)[:_MOST_OTHERS],
        confidence=best.score,
        relation=relation_to(entry, wording),
        role=role,
        geometry=ground.geometry,
        precision_m=ground.precision_m if ground.geometry is not None else entry.precision_m,
        why=(*best.why, *(ground.why if ground.geometry is not None else ()), *notes),
    )


def _with_banks(
    room: Room, mention: Mention, candidates: Sequence[Candidate], wording: Wording
) -> Candidate | None:
    """The water of that name, whatever else is called so; None where no water is."""
    if candidates and has_banks(candidates[0].entry):
        return candidates[0]
    why = (f"‘{wording.cue}’ is said of waters",)
    for entry in waters_called(mention.surface, room.gazetteer)[:1]:
        known = next((c.score for c in candidates if c.entry.id == entry.id), 0.0)
        return Candidate(entry, max(known, room.settings.min_confidence), why)
    return None


def _as_river(river: Entry, best: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """The river that an article tells, as sure as the name was of any place."""
    if has_banks(best.entry):
        return best
    known = next((c for c in candidates if c.entry.id == river.id), None)
    why = () if known is None else known.why
    return Candidate(river, best.score, ("an article and no noun after it tell the river", *why))


def _seat(room: Room, index: int, best: Candidate) -> Candidate:
    """The town of the same name in a division, which is what things are near; else the division.

    No one is near a region by its middle: "near Kherson" is near the city. Of "the Kherson region"
    the word beside it says otherwise.
    """
    beside = words_beside(room.document.text, room.mentions[index])
    called = any(not _DIVISIONS.isdisjoint(classes_for(word)) for word in beside)
    if called or not best.entry.feature.startswith("ADM"):
        return best
    for other in room.ranked[index]:
        inside = best.entry.id in {other.entry.admin1, other.entry.admin2}
        if inside and other.entry.feature.startswith("PPL"):
            why = (f"near the town rather than {best.entry.name}", *other.why)
            return Candidate(other.entry, max(other.score, room.settings.min_confidence), why)
    return best


def _unplaced(
    room: Room, index: int, relation: Relation, role: Role, notes: Sequence[str]
) -> Place:
    mention, candidates = room.mentions[index], room.ranked[index]
    if candidates:
        top = candidates[0]
        why = (
            f"{top.entry.name} is likeliest, but at {top.score:.2f} below the "
            f"{room.settings.min_confidence:g} asked for"
        )
    else:
        why = "no place of this name is known"
        if room.mentions[index].span.start >= room.crowded_from:
            why = f"{why}, or it is not among the first {MOST_NAMES:,} names of the document"
    return Place(
        mention=mention,
        best=None,
        others=tuple(candidates[:_MOST_OTHERS]),
        confidence=candidates[0].score if candidates else 0.0,
        relation=relation,
        role=role,
        geometry=None,
        precision_m=None,
        why=(why, *notes),
    )


def _worded_inside(mention: Mention, entry: Entry, room: Room) -> Wording | None:
    """Directions that are words of the mention itself ("western Ukraine"), not of the name."""
    known = read_cues(room.document.language)
    words = mention.surface.split()
    directions: list[str] = []
    while len(words) > 1:
        word = words[0].lower().replace("-", "")
        pair = word + words[1].lower()
        if pair in known.directions and len(words) > 2:  # noqa: PLR2004 - "South West" and a name
            directions.append(known.directions[pair])
            words = words[1:]
        elif word in known.directions:
            directions.append(known.directions[word])
        elif not (directions and word in {"and", "or"}):
            break
        words = words[1:]
    if not directions or any(e.id == entry.id for e in room.gazetteer.lookup(mention.surface)):
        return None
    cue = mention.surface[: mention.surface.rfind(words[0])].strip()
    return Wording("part", cue, "", tuple(directions))


def _ground(room: Room, index: int, entry: Entry, wording: Wording) -> Footprint:
    """The footprint of a wording; none of what cannot be drawn, and of too many wide ones."""
    if wording.relation == "between" and index + 1 < len(room.mentions):
        other = best_of(room.ranked[index + 1], room.settings)
        if other is None:
            lost = room.mentions[index + 1].surface
            return Footprint(None, None, (f"nobody could place {lost}, the other end",))
        if other.entry.id != entry.id:
            middle = read_cues(room.document.language).words["between_middle"]
            midway = not middle.isdisjoint(wording.cue.lower().split())
            return corridor(entry, other.entry, room.gazetteer, midway=midway)
    key = (entry.id, replace(wording, first=0, last=0))
    known = room.made.get(key)
    if known is not None:
        return known
    if entry.shape is not None and wording.relation in {"near", "part", "along"}:
        if len(room.wide) >= _MOST_WIDE:
            why = f"the document draws {_MOST_WIDE} edges and parts of areas already"
            return Footprint(None, None, (why,))
        room.wide.add(key)
    try:
        ground = footprint(entry, wording, room.gazetteer, room.settings)
    except ShapelyError as error:
        ground = Footprint(None, None, (f"its ground cannot be drawn ({error})"[:200],))
    room.made[key] = ground
    return ground


def place_of_phrase(one: Composed, role: Role, settings: Settings) -> Place:
    """The Place of a composed phrase: a border, a stretch, a part of a part."""
    sure = one.best is not None and one.confidence >= settings.min_confidence
    why = one.why if one.best is None or sure else (*one.why, "but that is too unsure to place")
    return Place(
        mention=replace(one.mention, confidence=one.confidence),
        best=one.best if sure else None,
        others=(),
        confidence=one.confidence,
        relation=one.relation,
        role=role,
        geometry=one.footprint.geometry if sure else None,
        precision_m=one.footprint.precision_m if sure else None,
        why=(*why, *one.footprint.why),
        parts=one.parts,
    )
