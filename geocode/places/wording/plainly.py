"""What stands around a name in a language without a tagger, and the role that follows from it.

Near and in, from and to by the preposition before it; parts, distances, coasts and borders as the
English cue grammar reads them in translation (``translated``). Where a border is spoken of that is
not composed, the name alone would mark a whole country for it, so it gets no ground.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from geocode.languages import PLACES_ONLY
from geocode.languages.cases import side_in
from geocode.mentions.cuewords import LONGEST_CUE, CueWords, cue_before, cue_words
from geocode.names import fold
from geocode.places.wording.items import Item
from geocode.places.wording.relations import Wording, describe
from geocode.places.wording.translated import stands_at
from geocode.records import Document, Mention, Relation, Role, Span
from geocode.tokens import sentences, tokenize

UNPREPARED = "no words of this language are prepared: matched by the gazetteer alone"
_RELATIONS: dict[str, Relation] = {"near": "near", "from": "from", "to": "to"}
_ROLES: dict[str, Role] = {
    "in": "site", "on": "site", "near": "site", "at": "site", "from": "origin", "to": "destination",
}  # fmt: skip
_BORDER_REACH = 4
"""Words before a name within which a border is its own."""
_REACH = 80
"""Code points before a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What the words around a name say of it."""

    wording: Wording
    role: Role
    notes: tuple[str, ...]
    """Why it has no ground; () where it has."""


def is_prepared(document: Document) -> bool:
    """Whether cue words of the document's language were at hand."""
    return document.language in PLACES_ONLY


def read_leads(
    document: Document,
    mentions: Sequence[Mention],
    names: Sequence[str],
    translated: Sequence[Sequence[Item]],
) -> tuple[Lead, ...]:
    """For each mention, what stands around it in its sentence.

    ``names`` are the mentions' own, in the nominative. In a list ("in A, B and C") the first
    name's preposition is that of all.
    """
    cue = cue_words(document.language)
    told = _told(document.text, translated)
    starts = [span.start for span in sentences(document)]
    leads: dict[int, Lead] = {}
    order = sorted(range(len(mentions)), key=lambda i: mentions[i].span)
    last: int | None = None
    for index in order:
        if mentions[index].kind == "demonym":
            leads[index] = Lead(Wording(), "demonym", ())
            continue
        here = mentions[index].span
        lead = _lead(document.text, _before(starts, here.start), cue)
        if lead is None and last is not None:
            gap = document.text[mentions[last].span.end : here.start].strip().lower()
            if gap == "," or gap in cue.lists:
                lead = leads[last]
        lead = lead or Lead(Wording(), "background", ())
        if index in told and not lead.notes:
            wording, first = told[index]
            before = _lead(document.text, _before(starts, first), cue)
            lead = Lead(wording, _role_of(wording, lead, before), ())
        side = side_in(fold(mentions[index].surface), fold(names[index]), document.language)
        if side is not None and lead.wording.relation != "part":
            lead = replace(lead, wording=Wording("part", mentions[index].surface, "", (side,)))
        leads[index] = lead
        last = index
    return tuple(leads[index] for index in range(len(mentions)))


def phrase_roles(document: Document, phrases: Sequence[Mention]) -> tuple[Role, ...]:
    """Site, origin or destination by the preposition before a composed place; else background."""
    if not phrases:
        return ()
    cue = cue_words(document.language)
    starts = [span.start for span in sentences(document)]
    out: list[Role] = []
    for phrase in phrases:
        before = _before(starts, phrase.span.start)
        words = _unelided([t.text.lower() for t in tokenize(document.text, before)], cue)
        while words and words[-1] in cue.articles:
            words.pop()
        there = stands_at(words, document.language)
        kind = "at" if there else cue_before(words, len(words), cue)[0]
        out.append(_ROLES.get(kind, "background"))
    return tuple(out)


def _told(text: str, translated: Sequence[Sequence[Item]]) -> Mapping[int, tuple[Wording, int]]:
    """Wordings that a preposition alone does not say, each with where its words start."""
    out: dict[int, tuple[Wording, int]] = {}
    for items in translated:
        for index, wording in describe(items, "en").items():
            more = (
                wording.sense or wording.distance_m is not None or wording.azimuth_deg is not None
            )
            if wording.relation in {"part", "along", "between"} or more:
                first, last = (items[n].span for n in (wording.first, wording.last))
                start = _word_start(text, first.start)
                said = " ".join(text[start : last.end].split())
                out[index] = (replace(wording, cue=said), start)
    return out


def _word_start(text: str, at: int) -> int:
    """Where the word begins in which ``at`` lies."""
    while at > 0 and text[at - 1].isalnum():
        at -= 1
    return at


def _role_of(wording: Wording, name: Lead, before: Lead | None) -> Role:
    """What is near is where something is; along, between or in a part, if the words before say so.

    "A 30 km de" leads nowhere, though "a" does.
    """
    if wording.relation == "near":
        return "site"
    if before is not None and not before.notes and before.role != "background":
        return before.role
    return "site" if wording.relation in {"along", "between"} else name.role


def _before(starts: Sequence[int], at: int) -> Span:
    """What of its sentence is looked at before a place; ``starts`` are those of all sentences."""
    first = starts[max(0, bisect_right(starts, at) - 1)] if starts else 0
    return Span(min(at, max(first, at - _REACH)), at)


def _lead(text: str, before: Span, cue: CueWords) -> Lead | None:
    """What the words before a name say; None where they say nothing."""
    words = _unelided([token.text.lower() for token in tokenize(text, before)], cue)
    near = words[-_BORDER_REACH:]
    noun = next((word for word in near if word in cue.border), None)
    if noun is not None:
        return Lead(Wording(), "background", (f"‘{noun}’ before it speaks of a border",))
    kind, first = cue_before(words, len(words), cue)
    if kind not in _ROLES:
        return None
    said = " ".join(words[first : first + LONGEST_CUE])
    return Lead(Wording(_RELATIONS.get(kind, "in"), said), _ROLES[kind], ())


def _unelided(words: Sequence[str], cue: CueWords) -> list[str]:
    if not cue.elisions:
        return list(words)
    return [part for word in words for part in word.replace("’", "'").split("'") if part]
