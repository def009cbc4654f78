"""Events with their parties and with who tells of them, and without the places of those who tell.

The last of the reading: what an event is, where and when, is settled; here it is said who did it,
to whom, and on whose word we know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geocode.events.actors import spans_of
from geocode.events.attribution import Saying, attribution_at, sayings
from geocode.events.lexicon import lexicon
from geocode.events.marks import markable
from geocode.events.sectors import LINKS, country_of, sector_of
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence, by_sentence, sentence_at
from geocode.records import Actor, Document, Event, Evidence, PartyRole, Place, Span


def with_parties(
    document: Document,
    read: Sequence[Sentence],
    triggers: Sequence[Trigger],
    events: Sequence[Event],
    places: Sequence[Place],
) -> tuple[Event, ...]:
    """The events, in order, with parties and attributions read from their tellings.

    A site that may be no mark (``marks``) is taken away: the speaker's place is never the event's.
    """
    at = {trigger.span: trigger for trigger in triggers}
    numbers = {trigger.sentence for trigger in triggers}
    said = {number: sayings(document, read[number]) for number in numbers}
    here = by_sentence(read, [(place.mention.span.start, place) for place in places])
    out: list[Event] = []
    for event in events:
        sites = markable(event.places, read, said, document.language)
        marked = {site.mention.span for site in sites}
        told = [_told(v, read, said) for v in event.evidence]
        if len(sites) < len(event.places):
            gone = {place.mention.span for place in event.places} - marked
            told = [replace(v, place=None) if v.place in gone else v for v in told]
        tellings = [at[v.trigger] for v in told if v.trigger in at]
        found = (
            party
            for trigger in tellings
            for party in _parties(
                document, read[trigger.sentence], trigger, here.get(trigger.sentence, ()), marked
            )
        )
        parties: dict[tuple[str, PartyRole], Actor] = {}
        for party in found:
            parties.setdefault((party.name.lower(), party.role), party)
        out.append(
            replace(
                event,
                places=sites,
                evidence=tuple(dict.fromkeys(told)),
                parties=tuple(sorted(parties.values(), key=lambda a: (a.span, a.role))),
            )
        )
    return tuple(out)


def _told(
    evidence: Evidence, read: Sequence[Sentence], said: dict[int, tuple[Saying, ...]]
) -> Evidence:
    number = sentence_at(read, evidence.trigger.start)
    found = () if number is None else said.get(number, ())
    return (
        replace(evidence, attribution=attribution_at(found, evidence.trigger))
        if found
        else evidence
    )


def _parties(
    document: Document,
    sentence: Sentence,
    trigger: Trigger,
    places: Sequence[Place],
    marked: set[Span],
) -> Iterator[Actor]:
    """Actors, then recipients, of one telling; a recipient that is a site is none."""
    language = document.language
    sites = [p.mention.span for p in places if p.mention.span in marked]
    roles: tuple[PartyRole, ...] = ("actor", "recipient")
    for role, spans in zip(roles, spans_of(document, sentence, trigger), strict=True):
        for span in spans:
            first, last = sentence.words_of(span)
            words = sentence.lower[first:last]
            sector = sector_of(words, language)
            if sector is None and not _is_somebody(document, sentence, first, last):
                continue
            if role == "recipient" and any(span.contains(site) for site in sites):
                continue  # "overran Palma"
            country = country_of(span, words, places, language)
            yield Actor(document.id, span, span.of(document.text), role, country, sector)


def _is_somebody(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Whether words that tell no sector name somebody: "Oleh Ivanov", not "Polish cargo"."""
    head = next((i for i in range(first + 1, last) if sentence.lower[i] in LINKS), last) - 1
    grouped = lexicon(document.language).who["groups"]
    return sentence.tokens[head].text[0].isupper() or sentence.word(head) in grouped
