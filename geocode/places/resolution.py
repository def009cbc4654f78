"""Candidates, wordings, composed places and roles become Places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import PREPARED
from geocode.mentions.basenames import base_names
from geocode.mentions.cued import UNPREPARED_SHARE
from geocode.places.nominals import find_nominals, with_nominals
from geocode.places.placing import Room, best_of, crowded_from, place_of, place_of_phrase
from geocode.places.ranking.ranker import rank
from geocode.places.ranking.told_apart import bracketed, told_apart
from geocode.places.roles.assignment import read_roles
from geocode.places.roles.revision import RoleReading
from geocode.places.wording.border_grammar import borders_of_bodies
from geocode.places.wording.items import read_items
from geocode.places.wording.phrases import Composed, border_words, compose
from geocode.places.wording.plainly import UNPREPARED, is_prepared, phrase_roles, read_leads
from geocode.places.wording.relations import Wording, describe
from geocode.places.wording.short_names import rivers_told, spelt_out
from geocode.places.wording.translated import read_translated
from geocode.records import Candidate, Document, Entry, Mention, Place, Role
from geocode.settings import Settings


def resolve(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    settings: Settings,
    *,
    bare: bool = False,
) -> tuple[Place, ...]:
    """One Place for each mention and described place, in text order, then the composed places.

    Where the best candidate is less likely than ``settings.min_confidence``, or no border fits a
    phrase, ``best``, ``geometry`` and ``precision_m`` are None and ``why`` says so. Names that
    only act, speak or are meant, and parts of a phrase, keep their entry but get no geometry.
    ``bare``: no mention's ground is drawn and no reasons are given; all else is the same.
    """
    if document.language not in PREPARED:
        return _resolve_plainly(document, mentions, gazetteer, settings, bare=bare)
    found = rank(document, mentions, gazetteer, bare=bare)
    spelt = tuple(spelt_out(document.text, mentions, found, gazetteer))
    named = tuple(told_apart(document.text, mentions, spelt, gazetteer))
    described = find_nominals(document, mentions, named, gazetteer, settings)
    mentions, ranked = with_nominals(mentions, named, described)
    wordings: dict[int, Wording] = {}
    rivers: dict[int, Entry] = {}
    sentences = read_items(document, mentions, border_words(document.language))
    for items in sentences:
        wordings |= describe(items, document.language)
        rivers |= rivers_told(items, gazetteer, document.language)
    composed = compose(document, mentions, ranked, gazetteer, settings, sentences=sentences)
    entries = [None if (best := best_of(r, settings)) is None else best.entry for r in ranked]
    roles, roles_of_phrases = _roles(document, mentions, composed, entries)
    room = Room(
        document,
        mentions,
        ranked,
        wordings,
        rivers,
        gazetteer,
        settings,
        bare,
        crowded_from(mentions),
    )
    owners = _phrase_of(mentions, composed)
    inside = _contained(document, mentions, ranked, settings)
    apart = bracketed(document.text, mentions, gazetteer)
    bodies = borders_of_bodies(sentences, document.language)
    places: list[Place] = []
    for index in range(len(mentions)):
        role, notes = roles[index].role, list[str]()
        if index in owners:
            role = "demonym" if mentions[index].kind == "demonym" else "background"
            notes.append(f"part of ‘{owners[index].surface}’")
        elif index in inside:
            role = "background"
            notes.append(f"names the {inside[index][1]} of {mentions[inside[index][0]].surface}")
        elif index in apart:
            role = "background"
            notes.append(f"tells which {mentions[apart[index]].surface} is meant")
        elif index in bodies:
            role = "background" if mentions[index].kind != "demonym" else role
            notes.append(f"names whose ‘{bodies[index]}’ they are")
        elif role == "background" and index in wordings and wordings[index].relation == "between":
            role = "site"  # "on the road between A and B" is ground; "talks between A and B" is not
        place = place_of(room, index, role, notes)
        why = roles[index].why if role == roles[index].role else ()
        places.append(replace(place, why=(*place.why, *why)))
    phrases = [
        place_of_phrase(one, role, settings)
        for one, role in zip(composed, roles_of_phrases, strict=True)
    ]
    return (*places, *phrases)


def _resolve_plainly(
    document: Document,
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    settings: Settings,
    *,
    bare: bool,
) -> tuple[Place, ...]:
    """One Place for each mention by its name in the nominative and the words around it.

    Then the composed places. Where no words of the language are prepared, there are none of these
    and confidence is scaled by ``UNPREPARED_SHARE``.
    """
    prepared = is_prepared(document)
    share = 1.0 if prepared else UNPREPARED_SHARE
    least = min(1.0, round(settings.min_confidence / share, 4))
    settings = replace(settings, min_confidence=least)
    names = base_names(document, mentions, gazetteer)
    named = [replace(m, surface=name) for m, name in zip(mentions, names, strict=True)]
    found = _ranked_apart(document, named, gazetteer, bare=bare)
    ranked = tuple(told_apart(document.text, named, found, gazetteer))
    apart = bracketed(document.text, named, gazetteer)
    translated = read_translated(document, mentions, names) if prepared else ()
    composed = compose(document, mentions, ranked, gazetteer, settings, sentences=translated)
    owners = _phrase_of(mentions, composed)
    leads = read_leads(document, mentions, names, translated)
    wordings = {index: lead.wording for index, lead in enumerate(leads)}
    room = Room(
        document, named, ranked, wordings, {}, gazetteer, settings, bare, crowded_from(mentions)
    )
    places: list[Place] = []
    for index, (mention, name) in enumerate(zip(mentions, names, strict=True)):
        notes, role = list(leads[index].notes), leads[index].role
        if index in owners:
            role = "demonym" if mention.kind == "demonym" else "background"
            notes = [f"part of ‘{owners[index].surface}’"]
        elif index in apart:
            role, notes = "background", [f"tells which {names[apart[index]]} is meant"]
        place = place_of(room, index, role, notes)
        why = (f"‘{mention.surface}’ is read as {name}",) if name != mention.surface else ()
        if not prepared:
            why = (*why, UNPREPARED)
        sure = share * place.confidence
        places.append(replace(place, mention=mention, confidence=sure, why=(*place.why, *why)))
    roles = phrase_roles(document, [one.mention for one in composed])
    return (
        *places,
        *(place_of_phrase(one, role, settings) for one, role in zip(composed, roles, strict=True)),
    )


def _ranked_apart(
    document: Document, named: Sequence[Mention], gazetteer: Gazetteer, *, bare: bool
) -> tuple[Sequence[Candidate], ...]:
    """Candidates of each mention; those of names as if no people were named.

    The ranker learnt from English what a people tells of the towns beside it; where little else is
    named, "російські війська" would put a Ukrainian town into Russia.
    """
    out: dict[int, Sequence[Candidate]] = {}
    for people in (False, True):
        held = [i for i, m in enumerate(named) if (m.kind == "demonym") == people]
        ranked = rank(document, [named[i] for i in held], gazetteer, bare=bare)
        out |= dict(zip(held, ranked, strict=True))
    return tuple(out[index] for index in range(len(named)))


def _roles(
    document: Document,
    mentions: Sequence[Mention],
    composed: Sequence[Composed],
    entries: Sequence[Entry | None],
) -> tuple[list[RoleReading], list[Role]]:
    """Roles of the mentions and of the phrases, asked for together in text order."""
    everything = [*mentions, *(c.mention for c in composed)]
    order = sorted(
        range(len(everything)), key=lambda i: (everything[i].span.start, -everything[i].span.end, i)
    )
    known = [*entries, *(None for _ in composed)]
    read = read_roles(document, [everything[i] for i in order], [known[i] for i in order])
    roles = dict(zip(order, read, strict=True))
    cut = len(mentions)
    return [roles[i] for i in range(cut)], [roles[i].role for i in range(cut, len(everything))]


def _phrase_of(mentions: Sequence[Mention], composed: Sequence[Composed]) -> dict[int, Mention]:
    """The composed phrase that a mention is a part of."""
    at = {m.span: index for index, m in enumerate(mentions)}
    out: dict[int, Mention] = {}
    for one in composed:
        for part in one.parts:
            out.setdefault(at[part], one.mention)
    return out


def _contained(
    document: Document,
    mentions: Sequence[Mention],
    ranked: Sequence[Sequence[Candidate]],
    settings: Settings,
) -> dict[int, tuple[int, str]]:
    """Mentions that only say where the one before them lies ("X, Y"): its index, and as what."""
    out: dict[int, tuple[int, str]] = {}
    for index in range(1, len(mentions)):
        before, here = mentions[index - 1], mentions[index]
        if document.text[before.span.end : here.span.start].strip() not in {",", "("}:
            continue
        first, second = best_of(ranked[index - 1], settings), best_of(ranked[index], settings)
        if first is None or second is None or first.entry.id == second.entry.id:
            continue
        head = out.get(index - 1, (index - 1, ""))[0]
        if second.entry.feature.startswith("PCL") and first.entry.country == second.entry.country:
            out[index] = (head, "country")
        elif second.entry.id in {first.entry.admin1, first.entry.admin2}:
            out[index] = (head, "division")
    return out
