"""Places and dates to events: what, who, where and when, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from geocode.events.actors import who
from geocode.events.dating import Dating, default_when, link_dates
from geocode.events.incidents import dateline_of, rare_words, settle
from geocode.events.judging import judged
from geocode.events.labels import label_of
from geocode.events.lexicon import KINDS, lexicon
from geocode.events.linking import candidate_sites, link_places
from geocode.events.merging import Telling, as_one, merge
from geocode.events.status import introduces, status_at, status_of
from geocode.events.triggers import Trigger, domains, find_triggers
from geocode.languages import PREPARED
from geocode.places.roles.clauses import Sentence, read_sentences, sentence_at
from geocode.records import DateMention, Document, Event, Place, Span, Status, TimeSpan

__all__ = ["KINDS", "event_at", "find_events"]

_FUTURE = frozenset({"will", "plans", "tomorrow"})
_OPENING_WORDS = 3
_TURN_WORDS = 5
"""One more than the longest of ``turns`` has."""
_Item = TypeVar("_Item", Place, DateMention)
_WHOLE_REACH = 14
_PART_CUES = (
    " during the ",
    " during a ",
    " as part of the ",
    " as part of a ",
    " in the course of ",
)
_THERE_REACH = 8
_MORE = frozenset({"second", "third", "another", "fresh", "separate"})
_LONG_AGO = timedelta(days=730)
_HISTORY_DATES = 8
_HISTORY_SHARE = 0.7
"""Old dates, and their share of all, that make a document a history, where what is undated or
said of "then" and "tonight" is no news either. Source: set by hand; reports stay under a half."""
_ANCHOR_REACH = 7
"""Words on either side of a noun in which a verb of happening lets it stand as an event."""
_MAY = frozenset({"may", "might", "could"})
_TOLD = 0.8
"""Chance from which what is denied or only feared is an event without a place."""


def find_events(
    document: Document,
    places: Sequence[Place],
    dates: Sequence[DateMention],
    *,
    weighed: bool = True,
    judges: bool = True,
) -> tuple[Event, ...]:
    """The events of a document, in text order, several tellings of one merged.

    ``places`` and ``dates`` may come in any order. Only a place of role ``site``, or what
    something is moved to, becomes an event's place; an event may have none. ``when`` is None
    where neither the text nor a day of publication says anything. ``part_of`` is set only where
    a sentence says so: "crashed during the exercise". () in a language without a lexicon: the
    words of another would be read as what they do not mean. ``weighed``: whether events of
    violence are weighed as wholes (``incidents``), ``judges``: whether what the lexicon takes for
    triggers is judged (``judging``); training alone does without.
    """
    if document.language not in PREPARED:
        return ()
    read = read_sentences(document)
    triggers = find_triggers(read, language=document.language)
    if judges:
        triggers = judged(read, triggers, language=document.language)
    events = merge(document, _tell(document, read, triggers, places, dates))
    return settle(document, read, events, places, dates) if weighed else events


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
    read = read_sentences(document)
    found = find_triggers(read, language=document.language)
    given = {trigger for span in words for trigger in _given_trigger(read, found, span)}
    rest = [t for t in found if not any(t.span.overlaps(g.span) for g in given)]
    triggers = sorted([*rest, *given], key=lambda t: t.span)
    told = _tell(document, read, triggers, places, dates)
    starts = {trigger.span.start for trigger in given}
    own = [t for t in told if t.trigger.span.start in starts]
    if not own:
        return None
    (event,) = settle(document, read, (as_one(document, own),), places, dates, given=True)
    return event


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


def _tell(
    document: Document,
    read: Sequence[Sentence],
    triggers: Sequence[Trigger],
    places: Sequence[Place],
    dates: Sequence[DateMention],
) -> list[Telling]:
    """What each trigger's sentence says of it, in text order."""
    by_sentence: dict[int, list[Trigger]] = {}
    head = dateline_of(document)
    dates = [
        d for d in dates if not head.contains(d.span)
    ]  # when it was written, not when anything was
    in_dates = {at for d in dates for at in range(d.span.start, d.span.end)}
    for trigger in triggers:
        if trigger.span.start not in in_dates:  # "on 21 March"
            by_sentence.setdefault(trigger.sentence, []).append(trigger)
    placed = _by_sentence(read, [(p.mention.span.start, p) for p in places])
    dated = _by_sentence(read, [(d.span.start, d) for d in dates])
    historic = _historic(document, read, dated)
    told_in_art = "review" in domains(read, language=document.language)
    rare = rare_words(read)
    tellings: list[Telling] = []
    for number, found in by_sentence.items():
        scene = _Scene(
            document=document,
            sentence=read[number],
            historic=number in historic,
            told_in_art=told_in_art,
            rare=rare[number],
            there=_last_site(read, number - 1, placed),
        )
        tellings += _tellings(scene, found, placed.get(number, []), dated.get(number, []))
    return tellings


def _last_site(
    read: Sequence[Sentence], number: int, placed: dict[int, list[Place]]
) -> tuple[Place, ...]:
    """The last place of a sentence that may be where something is; none for a missing one."""
    if number < 0:
        return ()
    sites = candidate_sites(read[number], placed.get(number, []))
    return tuple(site.place for site in sites if site.place.role == "site")[-1:]


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
    if _is_history(document.published, dated):
        return frozenset(
            number
            for number in range(len(read))
            if not any(
                d.when.basis == "explicit" and _is_recent(d.when, document.published)
                for d in dated.get(number, [])
            )
        )
    past = False
    for number, sentence in enumerate(read):
        gap = document.text[read[number - 1].span.end : sentence.span.start] if number else "\n"
        ahead = _FUTURE & set(sentence.lower)
        if "\n" in gap or ahead:
            past = False
        whens = [
            d.when for d in dated.get(number, [])
            if not past or d.when.basis == "relative" or _names_year(document, d)
        ]  # fmt: skip
        if whens:
            old = all(status_at("realised", w, document.published) == "background" for w in whens)
            past = old and _opens_with_a_date(sentence, dated.get(number, []))
            if old:
                out.add(number)
        if past:
            out.add(number)
    return frozenset(out)


def _is_history(published: date, dated: dict[int, list[DateMention]]) -> bool:
    """Whether a document tells of the past throughout: most of its many dates are old."""
    lasts = [d.when.latest for found in dated.values() for d in found]
    known = [last for last in lasts if last is not None]
    old = sum(published - last > _LONG_AGO for last in known)
    return old >= _HISTORY_DATES and old >= _HISTORY_SHARE * len(known)


def _opens_with_a_date(sentence: Sentence, dated: Sequence[DateMention]) -> bool:
    """Whether a date sets the scene for what follows: "In 1944 …", not "a disaster in 2015"."""
    return any(sentence.words_of(d.span)[0] <= _OPENING_WORDS for d in dated)


def _is_recent(when: TimeSpan | None, published: date | None) -> bool:
    """Whether a stated time lies within sixty days before publication."""
    if when is None or published is None or when.latest is None:
        return False
    return timedelta(0) <= published - when.latest <= timedelta(60)


def _names_year(document: Document, dated: DateMention) -> bool:
    return re.search(r"\d{4}", dated.span.of(document.text)) is not None


@dataclass(frozen=True, slots=True)
class _Scene:
    """What holds for all triggers of one sentence."""

    document: Document
    sentence: Sentence
    historic: bool
    told_in_art: bool
    rare: frozenset[str]
    """Its longer words that few sentences of the document share."""
    there: tuple[Place, ...]
    """Where the sentence before ended, which "there" comes back to."""


def _tellings(
    scene: _Scene,
    triggers: Sequence[Trigger],
    places: Sequence[Place],
    dates: Sequence[DateMention],
) -> list[Telling]:
    """One telling for each trigger of a sentence, in order."""
    document, sentence = scene.document, scene.sentence
    sites = link_places(sentence, triggers, places)
    whens = link_dates(
        sentence, triggers, dates, published=document.published, language=document.language
    )
    for number, trigger in enumerate(triggers):
        if number not in sites and _comes_back(sentence, trigger):
            sites[number] = scene.there
    lost = any(place.role == "site" and place.best is None for place in places)
    out: list[Telling] = []
    for number, trigger in enumerate(triggers):
        told = _telling(scene, trigger, sites.get(number, ()), whens.get(number), lost=lost)
        if told is not None:
            out.append(replace(told, within=_within(sentence, trigger, triggers)))
    return out


def _within(sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger]) -> int | None:
    """Start of the noun that names what a trigger is told as part of, in its sentence."""
    for whole in triggers:
        near = trigger.last <= whole.first <= trigger.last + _WHOLE_REACH
        before = " ".join(sentence.lower[max(0, whole.first - 4) : whole.first])
        if near and whole.part == "noun" and any(cue in f" {before} " for cue in _PART_CUES):
            return whole.span.start
    return None


def _telling(
    scene: _Scene,
    trigger: Trigger,
    sites: tuple[Place, ...],
    dating: Dating | None,
    *,
    lost: bool,
) -> Telling | None:
    """What a sentence says of one trigger; None for what only a book or a picture tells.

    ``lost``: whether the sentence names a site that nobody could place.
    """
    document, sentence = scene.document, scene.sentence
    day, language = document.published, document.language
    said, dating = _read_status(scene, trigger, dating)
    when = dating.when if dating else None
    if scene.told_in_art and not _is_recent(when, day):
        return None
    status = status_at(said, when, day)
    if when is None:
        published = TimeSpan(day, day, "day", "dateline_default") if day else None
        when = default_when(status, published)
    actors, recipients = who(document, sentence, trigger)
    named = [place.mention.surface for place in sites]
    return Telling(
        trigger=trigger,
        quote=sentence.span,
        block=sentence.block,
        status=status,
        when=when,
        date=dating.mention.span if dating else None,
        places=sites,
        lost=lost and not sites,
        actors=actors,
        recipients=tuple(r for r in recipients if not any(name in r for name in named)),
        within=None,
        another=_is_another(sentence, trigger),
        words=scene.rare.difference(sentence.lower[trigger.first : trigger.last]),
        fresh=_is_fresh(sentence, trigger),
        label=label_of(sentence, trigger, language=language),
        anchored=_anchored(
            sentence, trigger, status,
            placed=bool(sites), dated=dating is not None, language=language,
        ),
    )  # fmt: skip


def _read_status(
    scene: _Scene, trigger: Trigger, dating: Dating | None
) -> tuple[Status, Dating | None]:
    """The status that words and date give, and the date where it is the event's own."""
    said: Status = status_of(scene.sentence, trigger, language=scene.document.language)
    if dating is None:
        past = scene.historic or introduces(
            scene.sentence, trigger, language=scene.document.language
        )
        return ("background" if past else said), None
    if dating.status and said in {"realised", "ongoing"}:
        said = dating.status
    if said in {"hypothetical", "denied"} and not _beside(trigger, dating.mention):
        return said, None
    when = dating.when
    old = when.latest is not None and _is_old(when.latest, scene.document.published)
    if scene.historic and not old and not _names_year(scene.document, dating.mention):
        return "background", None
    return ("background" if scene.historic else said), dating


def _comes_back(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a verb is followed by "there", which is where the sentence before was."""
    if trigger.part != "verb" or trigger.concept.placeless:
        return False
    window = sentence.lower[trigger.last : trigger.last + _THERE_REACH]
    if "there" not in window:
        return False
    after = sentence.word(trigger.last + window.index("there") + 1)
    return after not in {"is", "are", "was", "were", "has", "have", "had", "will", "would"}


def _is_old(last: date, published: date | None) -> bool:
    return published is not None and published - last > _LONG_AGO


def _is_fresh(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a telling turns to something new: "Meanwhile, …", "a bomb exploded"."""
    turns = lexicon().turns
    opening = " ".join(sentence.lower[:_TURN_WORDS]) + " "
    return any(opening.startswith(f"{turn} ") for turn in turns) or (
        trigger.part == "noun"
        and any(w in {"a", "an"} for w in sentence.lower[max(0, trigger.first - 2) : trigger.first])
    )


def _is_another(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a noun is told as one more of its kind: "a second strong quake"."""
    before = sentence.lower[max(0, trigger.first - 3) : trigger.first]
    return trigger.part == "noun" and any(word in _MORE for word in before)


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
    if status == "hypothetical" and trigger.lemma in lexicon(language).outcomes:
        return False  # what a disaster may have done is no event beside it
    if status in {"hypothetical", "denied"}:
        surely = trigger.chance >= _TOLD and (status == "denied" or _may_be(sentence, trigger))
        return placed or surely or (dated and trigger.strength > 0.9)  # noqa: PLR2004
    if trigger.part == "verb" or placed or dated:
        return True
    around = (
        *sentence.lower[max(0, trigger.first - _ANCHOR_REACH) : trigger.first],
        *sentence.lower[trigger.last : trigger.last + _ANCHOR_REACH],
    )
    return any(word in lexicon(language).happening for word in around)


def _may_be(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a verb is told of as what may be: "could yet be pulled", not "the right to vote"."""
    return not _MAY.isdisjoint(sentence.lower[max(0, trigger.first - 3) : trigger.first])
