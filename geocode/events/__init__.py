"""Places and dates to events: what, who, where and when, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from geocode.events.actors import who
from geocode.events.lexicon import KINDS, lexicon
from geocode.events.linking import candidate_sites, default_when, link_dates, link_places
from geocode.events.merging import Telling, merge
from geocode.events.status import status_at, status_of
from geocode.events.triggers import Trigger, domains, find_triggers
from geocode.places.clauses import Sentence, read_sentences, sentence_at
from geocode.records import DateMention, Document, Event, Place, Status, TimeSpan

__all__ = ["KINDS", "find_events"]

_Item = TypeVar("_Item", Place, DateMention)
_ANCHOR_REACH = 7
"""Words on either side of a noun in which a verb of happening lets it stand as an event."""


def find_events(
    document: Document, places: Sequence[Place], dates: Sequence[DateMention]
) -> tuple[Event, ...]:
    """The events of a document, in text order, several tellings of one merged.

    ``places`` and ``dates`` may come in any order. Only a place of role ``site``, or what
    something is moved to, becomes an event's place; an event may have none. ``when`` is None
    where neither the text nor a day of publication says anything.
    """
    read = read_sentences(document)
    triggers = find_triggers(read, language=document.language)
    by_sentence: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_sentence.setdefault(trigger.sentence, []).append(trigger)
    placed = _by_sentence(read, [(p.mention.span.start, p) for p in places])
    dated = _by_sentence(read, [(d.span.start, d) for d in dates])
    historic = _historic(document, read, dated)
    told_in_art = "review" in domains(read, language=document.language)
    tellings = [
        telling
        for number, found in by_sentence.items()
        for telling in _tellings(
            document, read[number], found, placed.get(number, []), dated.get(number, []),
            historic=number in historic, told_in_art=told_in_art,
        )
    ]  # fmt: skip
    return merge(document, tellings)


def _by_sentence(
    read: Sequence[Sentence], items: Sequence[tuple[int, _Item]]
) -> dict[int, list[_Item]]:
    """Items by the number of the sentence they start in, in text order."""
    out: dict[int, list[_Item]] = {}
    for start, item in sorted(items, key=lambda pair: pair[0]):
        number = sentence_at(read, start)
        if number is not None:
            out.setdefault(number, []).append(item)
    return out


def _historic(
    document: Document, read: Sequence[Sentence], dated: dict[int, list[DateMention]]
) -> frozenset[int]:
    """Sentences told of the past: undated ones that follow an old date in their paragraph."""
    out: set[int] = set()
    if document.published is None:
        return frozenset()
    past = False
    for number, sentence in enumerate(read):
        gap = document.text[read[number - 1].span.end : sentence.span.start] if number else "\n"
        if "\n" in gap:
            past = False
        whens = [
            d.when for d in dated.get(number, [])
            if not past or d.when.basis == "relative" or _names_year(document, d)
        ]  # fmt: skip
        if whens:
            past = all(status_at("realised", w, document.published) == "background" for w in whens)
        if past:
            out.add(number)
    return frozenset(out)


def _is_recent(when: TimeSpan | None, published: date | None) -> bool:
    """Whether a stated time lies within sixty days before publication."""
    if when is None or published is None or when.latest is None:
        return False
    return timedelta(0) <= published - when.latest <= timedelta(60)


def _names_year(document: Document, dated: DateMention) -> bool:
    return re.search(r"\d{4}", dated.span.of(document.text)) is not None


def _tellings(
    document: Document,
    sentence: Sentence,
    triggers: Sequence[Trigger],
    places: Sequence[Place],
    dates: Sequence[DateMention],
    *,
    historic: bool,
    told_in_art: bool,
) -> list[Telling]:
    language = document.language
    sites = link_places(sentence, triggers, candidate_sites(sentence, places))
    whens = link_dates(sentence, triggers, dates, language=language)
    day = document.published
    published = TimeSpan(day, day, "day", "dateline_default") if day else None
    out: list[Telling] = []
    for number, trigger in enumerate(triggers):
        said: Status = status_of(sentence, trigger, language=language)
        dated = whens.get(number)
        if dated is not None and said in {"hypothetical", "denied"} and not _beside(trigger, dated):
            dated = None
        if historic and (dated is None or not _names_year(document, dated)):
            dated, said = None, "background"
        when = dated.when if dated else None
        if told_in_art and not _is_recent(when, day):
            continue  # what a book or a picture tells did not happen
        status = status_at(said, when, day)
        if when is None:
            when = default_when(status, published)
        actors, recipients = who(document, sentence, trigger)
        named = [place.mention.surface for place in sites.get(number, ())]
        recipients = tuple(r for r in recipients if not any(name in r for name in named))
        out.append(
            Telling(
                trigger=trigger,
                quote=sentence.span,
                block=sentence.block,
                status=status,
                when=when,
                date=dated.span if dated else None,
                places=sites.get(number, ()),
                actors=actors,
                recipients=recipients,
                anchored=_anchored(
                    sentence, trigger, status,
                    placed=bool(sites.get(number)), dated=dated is not None, language=language,
                ),
            )
        )  # fmt: skip
    return out


def _beside(trigger: Trigger, dated: DateMention) -> bool:
    """Whether a date stands close enough to be said of what only might happen (30 characters)."""
    gap = max(dated.span.start - trigger.span.end, trigger.span.start - dated.span.end)
    return gap <= 30  # noqa: PLR2004


def _anchored(
    sentence: Sentence,
    trigger: Trigger,
    status: Status,
    *,
    placed: bool,
    dated: bool,
    language: str,
) -> bool:
    """Whether a trigger can stand alone: a noun needs a place, a date or a verb of happening."""
    if status == "background":
        return dated
    if status in {"hypothetical", "denied"}:
        return placed or (dated and trigger.strength > 0.9)  # noqa: PLR2004
    if trigger.part == "verb" or placed or dated:
        return True
    around = (
        *sentence.lower[max(0, trigger.first - _ANCHOR_REACH) : trigger.first],
        *sentence.lower[trigger.last : trigger.last + _ANCHOR_REACH],
    )
    return any(word in lexicon(language).happening for word in around)
