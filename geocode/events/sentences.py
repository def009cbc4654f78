"""A document's sentences to tellings: what each trigger is told of, in text order."""

from __future__ import annotations

from collections.abc import Sequence

from geocode.events.dating import headings, hours
from geocode.events.history import told_of_the_past
from geocode.events.incidents import rare_words
from geocode.events.linking import candidate_sites
from geocode.events.telling import Scene, Telling, tellings_of
from geocode.events.triggers import Trigger, domains
from geocode.places.roles.clauses import Sentence, by_sentence
from geocode.records import WRITERS_BLOCKS, DateMention, Document, Place


def tell(
    document: Document,
    read: Sequence[Sentence],
    triggers: Sequence[Trigger],
    places: Sequence[Place],
    dates: Sequence[DateMention],
) -> list[Telling]:
    """What each trigger's sentence says of it, in text order."""
    told_in: dict[int, list[Trigger]] = {}
    in_dates = {at for d in dates for at in range(d.span.start, d.span.end)}
    for trigger in triggers:
        if trigger.span.start not in in_dates:  # "on 21 March"
            told_in.setdefault(trigger.sentence, []).append(trigger)
    placed = by_sentence(read, [(p.mention.span.start, p) for p in places])
    dated = {
        number: found
        for number, found in by_sentence(read, [(d.span.start, d) for d in dates]).items()
        if read[number].block not in WRITERS_BLOCKS  # when it was written, not when anything was
    }
    historic = told_of_the_past(document, read, dated)
    headed = headings(document, read, dates)
    at_hours = hours(document, read, dates)
    told_in_art = "review" in domains(read, language=document.language)
    rare = rare_words(read)
    tellings: list[Telling] = []
    for number, found in told_in.items():
        scene = Scene(
            document=document,
            sentence=read[number],
            historic=number in historic,
            told_in_art=told_in_art,
            rare=rare[number],
            there=_last_site(read, number - 1, placed),
            heading=headed.get(number),
        )
        days = dated.get(number) or at_hours.get(number, [])
        tellings += tellings_of(scene, found, placed.get(number, []), days)
    return tellings


def _last_site(
    read: Sequence[Sentence], number: int, placed: dict[int, list[Place]]
) -> tuple[Place, ...]:
    """The last place of a sentence that may be where something is; none for a missing one."""
    if number < 0:
        return ()
    sites = candidate_sites(read[number], placed.get(number, []))
    return tuple(site.place for site in sites if site.place.role == "site")[-1:]
