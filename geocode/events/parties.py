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
from geocode.events.sectors import country_of, sector_of
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence, sentence_at
from geocode.records import Actor, Document, Event, Evidence, PartyRole, Place, Span

_LINKS = frozenset({"of", "for", "from", "in", "at", "with", "on"})


def with_parties(
    document: Document,
    read: Sequence[Sentence],
    triggers: Sequence[Trigger],
    events: Sequence[Event],
    places: Sequence[Place],
) -> tuple[Event, ...]:
    """The events, in order, with parties and attributions read from their tellings.

    A site that is only named in who says it ("Hartford police said") is taken away: the speaker's
    place is never the event's.
    """
    at = {trigger.span: trigger for trigger in triggers}
    said: dict[int, tuple[Saying, ...]] = {}
    for number in {trigger.sentence for trigger in triggers}:
        said[number] = sayings(document, read[number])
    here = _by_sentence(read, places)
    out: list[Event] = []
    for event in events:
        evidence = tuple(_told(v, read, said) for v in event.evidence)
        spoken = [
            span
            for v in event.evidence
            if (number := sentence_at(read, v.trigger.start)) is not None
            for saying in said.get(number, ())
            for span in saying.spans
        ]
        sites = markable(event.places, spoken, read, document.language)
        parties: dict[tuple[str, PartyRole], Actor] = {}
        for trigger in (at.get(v.trigger) for v in event.evidence):
            if trigger is not None:
                for party in _parties(document, read, trigger, here.get(trigger.sentence, ())):
                    if party.role == "recipient" and any(
                        party.span.contains(p.mention.span) for p in sites
                    ):
                        continue  # "overran Palma"
                    parties.setdefault((party.name.lower(), party.role), party)
        gone = {p.mention.span for p in event.places if p not in sites}
        out.append(
            replace(
                event,
                places=sites,
                evidence=tuple(_without(evidence, gone)),
                parties=tuple(sorted(parties.values(), key=lambda a: (a.span, a.role))),
            )
        )
    return tuple(out)


def _by_sentence(read: Sequence[Sentence], places: Sequence[Place]) -> dict[int, list[Place]]:
    out: dict[int, list[Place]] = {}
    for place in places:
        number = sentence_at(read, place.mention.span.start)
        if number is not None:
            out.setdefault(number, []).append(place)
    return out


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


def _without(evidence: Sequence[Evidence], gone: set[Span]) -> Iterator[Evidence]:
    """The tellings without places taken away, each once."""
    seen: set[Evidence] = set()
    for telling in evidence:
        kept = replace(telling, place=None) if telling.place in gone else telling
        if kept not in seen:
            seen.add(kept)
            yield kept


def _parties(
    document: Document, read: Sequence[Sentence], trigger: Trigger, places: Sequence[Place]
) -> Iterator[Actor]:
    """Actors, then recipients, of one telling."""
    sentence = read[trigger.sentence]
    roles: tuple[PartyRole, ...] = ("actor", "recipient")
    for role, spans in zip(roles, spans_of(document, sentence, trigger), strict=True):
        for span in spans:
            first, last = sentence.words_of(span)
            words = sentence.lower[first:last]
            sector = sector_of(words, document.language)
            if sector is None and not _is_somebody(document, sentence, first, last):
                continue
            yield Actor(
                document_id=document.id,
                span=span,
                name=span.of(document.text),
                role=role,
                country=country_of(span, words, places, document.language),
                sector=sector,
            )


def _is_somebody(document: Document, sentence: Sentence, first: int, last: int) -> bool:
    """Whether words that tell no sector name somebody: "Oleh Ivanov", not "Polish cargo"."""
    head = next((i for i in range(first + 1, last) if sentence.lower[i] in _LINKS), last) - 1
    grouped = lexicon(document.language).who["groups"]
    return sentence.tokens[head].text[0].isupper() or sentence.word(head) in grouped
