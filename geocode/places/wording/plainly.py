"""What stands before a name in a language whose wordings are not read: its preposition alone.

Near and in, from and to; parts, distances and coasts are not told apart from what they are parts
of. Where a border is spoken of, the name alone would mark a whole country for it, so it gets no
ground.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from geocode.languages import PLACES_ONLY
from geocode.mentions.cuewords import LONGEST_CUE, CueWords, cue_before, cue_words
from geocode.places.wording.relations import Wording
from geocode.records import Document, Mention, Relation, Role, Span
from geocode.tokens import sentences, tokenize

UNPREPARED = "no words of this language are prepared: matched by the gazetteer alone"
_RELATIONS: dict[str, Relation] = {"near": "near", "from": "from", "to": "to"}
_ROLES: dict[str, Role] = {
    "in": "site", "on": "site", "near": "site", "from": "origin", "to": "destination",
}  # fmt: skip
_BORDER_REACH = 4
"""Words before a name within which a border is its own."""
_REACH = 80
"""Code points before a name that are looked at."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What the words before a name say of it."""

    wording: Wording
    role: Role
    notes: tuple[str, ...]
    """Why it has no ground; () where it has."""


def is_prepared(document: Document) -> bool:
    """Whether cue words of the document's language were at hand."""
    return document.language in PLACES_ONLY


def read_leads(document: Document, mentions: Sequence[Mention]) -> tuple[Lead, ...]:
    """For each mention, what stands before it in its sentence.

    In a list ("in A, B and C") the first name's preposition is that of all.
    """
    cue = cue_words(document.language)
    starts = [span.start for span in sentences(document)]
    leads: dict[int, Lead] = {}
    order = sorted(range(len(mentions)), key=lambda i: mentions[i].span)
    last: int | None = None
    for index in order:
        here = mentions[index].span
        first = starts[max(0, bisect_right(starts, here.start) - 1)] if starts else 0
        lead = _lead(document.text, Span(max(first, here.start - _REACH), here.start), cue)
        if lead is None and last is not None:
            gap = document.text[mentions[last].span.end : here.start].strip().lower()
            if gap == "," or gap in cue.lists:
                lead = leads[last]
        leads[index] = lead or Lead(Wording(), "background", ())
        last = index
    return tuple(leads[index] for index in range(len(mentions)))


def _lead(text: str, before: Span, cue: CueWords) -> Lead | None:
    """What the words before a name say; None where they say nothing."""
    words = [token.text.lower() for token in tokenize(text, before)]
    if cue.elisions:
        words = [part for word in words for part in word.replace("’", "'").split("'") if part]
    near = words[-_BORDER_REACH:]
    noun = next((word for word in near if word in cue.border), None)
    if noun is not None:
        return Lead(Wording(), "background", (f"‘{noun}’ before it speaks of a border",))
    kind, first = cue_before(words, len(words), cue)
    if kind not in _ROLES:
        return None
    said = " ".join(words[first : first + LONGEST_CUE])
    return Lead(Wording(_RELATIONS.get(kind, "in"), said), _ROLES[kind], ())
