"""Places and dates to events: what, who, where and when, with the words that say so."""

from __future__ import annotations

from collections.abc import Sequence

from geocode.events.drafting import draft_event_at, draft_events
from geocode.events.incidents import settle
from geocode.events.lexicon import KINDS
from geocode.events.parties import with_parties
from geocode.languages import PREPARED
from geocode.records import DateMention, Document, Event, Place, Span

__all__ = ["KINDS", "event_at", "find_events"]


def find_events(
    document: Document,
    places: Sequence[Place],
    dates: Sequence[DateMention],
    *,
    proposed: Sequence[Span] = (),
    weighed: bool = True,
    judges: bool = True,
) -> tuple[Event, ...]:
    """The events of a document, in text order, several tellings of one merged.

    ``places`` and ``dates`` may come in any order. Only a place of role ``site``, or what
    something is moved to, becomes an event's place; an event may have none. ``when`` is None
    where neither the text nor a day of publication says anything. ``part_of`` is set only where
    a sentence says so: "crashed during the exercise". () in a language without a lexicon: the
    words of another would be read as what they do not mean. ``proposed``: words that
    a helper would have us look at (``proposed``). ``weighed``: whether events of
    violence are weighed as wholes (``incidents``), ``judges``: whether what the lexicon takes for
    triggers is judged (``judging``); training alone does without.
    """
    if document.language not in PREPARED:
        return ()
    draft = draft_events(document, places, dates, proposed=proposed, judges=judges)
    events = draft.events
    if weighed:
        events = settle(document, draft.read, events, places, dates, chances=draft.chances)
    return with_parties(document, draft.read, draft.triggers, events, places)


def event_at(
    document: Document,
    places: Sequence[Place],
    dates: Sequence[DateMention],
    words: Sequence[Span],
) -> Event | None:
    """The one event that given words tell of, each a telling; None where none is in a sentence.

    For who knows by other means that these words tell of something: its date and places are read
    as for a trigger of our own.
    """
    draft = draft_event_at(document, places, dates, words)
    if draft is None or not draft.violent:
        return draft.events[0] if draft else None
    (event,) = settle(
        document, draft.read, draft.events, places, dates,
        chances=draft.chances, given=True, others=draft.others,
    )  # fmt: skip
    return event
