"""The events of a document as its sentences tell them, before those of violence are weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geocode.events.judging import judged
from geocode.events.labels import label_of
from geocode.events.lexicon import lexicon
from geocode.events.linking import Chances
from geocode.events.merging import as_one, merge
from geocode.events.proposed import with_proposed
from geocode.events.sentences import tell
from geocode.events.telling import Telling
from geocode.events.triggers import Trigger, find_triggers
from geocode.places.roles.clauses import Sentence, read_sentences, sentence_at
from geocode.records import DateMention, Document, Event, Place, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """The events of a document before those of violence are weighed, and what weighing asks for."""

    read: tuple[Sentence, ...]
    triggers: tuple[Trigger, ...]
    events: tuple[Event, ...]
    chances: dict[int, Chances]
    """By the first character of a trigger, how likely each name of its sentence is its place."""
    others: tuple[Event, ...] = ()
    """What else the document tells of."""
    violent: bool = True
    """Whether any word of the document tells of violence, of which weighing was learnt."""


def draft_events(
    document: Document,
    places: Sequence[Place],
    dates: Sequence[DateMention],
    *,
    proposed: Sequence[Span] = (),
    judges: bool = True,
) -> Draft:
    """What the sentences of a document tell one by one, several tellings of one event merged."""
    read = read_sentences(document)
    names = {at for place in places for at in _letters(place)}
    found = find_triggers(read, language=document.language)
    found = with_proposed(read, found, proposed, language=document.language)
    if judges:
        found = judged(read, found, language=document.language)
    triggers = tuple(t for t in found if t.span.start not in names)  # "in Hurricane, W.Va."
    told = tell(document, read, triggers, places, dates)
    return Draft(read, triggers, merge(document, read, told), _chances(told))


def _letters(place: Place) -> range:
    """Where the letters of a place's name stand; nothing of a people or a composed place."""
    named = place.mention.kind == "toponym" and place.best is not None
    return range(place.mention.span.start, place.mention.span.end) if named else range(0)


def _chances(told: Sequence[Telling]) -> dict[int, Chances]:
    return {telling.trigger.span.start: telling.chances for telling in told}


def draft_event_at(
    document: Document,
    places: Sequence[Place],
    dates: Sequence[DateMention],
    words: Sequence[Span],
) -> Draft | None:
    """The one event that given words tell of, before it is weighed; None as in ``event_at``."""
    read = read_sentences(document)
    found = find_triggers(read, language=document.language)
    given = {trigger for span in words for trigger in _given_trigger(read, found, span)}
    kept = [t for t in found if not any(t.span.overlaps(g.span) for g in given)]
    triggers = sorted([*kept, *given], key=lambda t: t.span)
    told = tell(document, read, triggers, places, dates)
    starts = {trigger.span.start for trigger in given}
    own = [t for t in told if t.trigger.span.start in starts]
    if not own:
        return None
    rest = [t for t in told if t.trigger.span.start not in starts]
    others = merge(document, read, rest)
    violent = any(label_of(read[t.sentence], t, language=document.language) for t in found)
    return Draft(
        read, tuple(triggers), (as_one(document, own),), _chances(own), others, violent=violent
    )


def _given_trigger(
    read: Sequence[Sentence], found: Sequence[Trigger], span: Span
) -> Iterator[Trigger]:
    """Our own trigger at given words, else one of the plainest concept of violence."""
    own = next((t for t in found if t.span.overlaps(span)), None)
    number = sentence_at(read, span.start)
    if own is not None:
        yield own
    elif number is not None:
        first, last = read[number].words_of(span)
        concept = next(c for c in lexicon().concepts if c.name == "attack")
        yield Trigger(number, first, last, span, "", "verb", concept, 1.0)
