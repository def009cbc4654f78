"""What a sentence says of each of its triggers: who, where, when, and whether it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from geocode.events.actors import who
from geocode.events.dating import Dating, default_when, link_dates
from geocode.events.history import is_old, is_recent, names_year
from geocode.events.labels import label_of
from geocode.events.lexicon import lexicon
from geocode.events.linking import Chances, link_places
from geocode.events.status import introduces, status_at, status_of
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence
from geocode.records import BlockKind, DateMention, Document, Place, Span, Status, TimeSpan

_TURN_WORDS = 5
"""One more than the longest of ``turns`` has."""
_WHOLE_REACH = 14
_PART_CUES = (
    " during the ",
    " during a ",
    " as part of the ",
    " as part of a ",
    " in the course of ",
)
_THERE_REACH = 8
_LAST_REACH = 3
"""Words before a noun in which "last" tells it from the news: "the last large outbreak"."""
_MORE = frozenset(
    {"second", "third", "another", "fresh", "separate", "similar", "previous", "earlier"}
)
_ANCHOR_REACH = 7
"""Words on either side of a noun in which a verb of happening lets it stand as an event."""
_MAY = frozenset({"may", "might", "could"})
_TOLD = 0.75
"""Chance from which what is denied or only feared is an event without a place."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One trigger with what its sentence says of it."""

    trigger: Trigger
    quote: Span
    block: BlockKind
    status: Status
    when: TimeSpan | None
    date: Span | None
    places: tuple[Place, ...]
    lost: frozenset[str]
    """Where it has no place because nobody could say where the ones lie that its sentence names:
    their names. It is somewhere, and not where another telling is."""
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    within: int | None
    """Where the trigger starts that names what this is told as part of: "during the exercise"."""
    another: bool
    """Whether the text sets it apart from one told before: "a second blast"."""
    words: frozenset[str]
    """The longer words of its sentence that few others hold: they tie tellings together."""
    fresh: bool
    """Whether its sentence turns to something else ("Meanwhile …") or the words are indefinite."""
    label: str
    """The sort of violence: see ``labels.py``; "" for other kinds."""
    anchored: bool
    """Whether it can stand as an event by itself, or only as a further telling of one."""
    chances: Chances
    """How likely each name of its sentence is where this was."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What holds for all triggers of one sentence."""

    document: Document
    sentence: Sentence
    historic: bool
    told_in_art: bool
    rare: frozenset[str]
    """Its longer words that few sentences of the document share."""
    there: tuple[Place, ...]
    """Where the sentence before ended, which "there" comes back to."""
    heading: DateMention | None
    """The day that heads its entry in a log or diary."""


def tellings_of(
    scene: Scene,
    triggers: Sequence[Trigger],
    places: Sequence[Place],
    dates: Sequence[DateMention],
) -> list[Telling]:
    """One telling for each trigger of a sentence, in order."""
    document, sentence = scene.document, scene.sentence
    links = link_places(sentence, triggers, places)
    sites = links.places
    whens = link_dates(
        sentence, triggers, dates, published=document.published, language=document.language
    )
    for number, trigger in enumerate(triggers):
        if number not in whens and scene.heading is not None:
            headed = replace(scene.heading.when, basis="inherited")
            whens[number] = Dating(scene.heading, headed)
        if number not in sites and _comes_back(sentence, trigger):
            sites[number] = scene.there
    lost = frozenset(
        place.mention.surface.lower()
        for place in places
        if place.role == "site" and place.best is None
    )
    out: list[Telling] = []
    for number, trigger in enumerate(triggers):
        told = _telling(
            scene, trigger, sites.get(number, ()), whens.get(number), lost=lost,
            within=_within(sentence, trigger, triggers), chances=links.chances[number],
            another=_is_anothers(sentence, trigger, triggers, document.language),
        )  # fmt: skip
        if told is not None:
            out.append(told)
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
    scene: Scene,
    trigger: Trigger,
    sites: tuple[Place, ...],
    dating: Dating | None,
    *,
    lost: frozenset[str],
    within: int | None,
    chances: Chances,
    another: bool,
) -> Telling | None:
    """What a sentence says of one trigger; None for what only a book or a picture tells.

    ``lost``: the sites that the sentence names and nobody could place; the rest as in ``Telling``.
    """
    document, sentence = scene.document, scene.sentence
    day, language = document.published, document.language
    said, dating = _read_status(scene, trigger, dating)
    when = dating.when if dating else None
    if scene.told_in_art and not is_recent(when, day):
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
        lost=frozenset() if sites else lost,
        actors=actors,
        recipients=tuple(r for r in recipients if not any(name in r for name in named)),
        within=within,
        another=another,
        words=scene.rare.difference(sentence.lower[trigger.first : trigger.last]),
        fresh=_is_fresh(sentence, trigger),
        label=label_of(sentence, trigger, language=language),
        anchored=_anchored(
            sentence, trigger, status,
            placed=bool(sites), dated=dating is not None, language=language,
        ),
        chances=chances,
    )  # fmt: skip


def _read_status(
    scene: Scene, trigger: Trigger, dating: Dating | None
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
    if dating.mention.when.basis == "news_of_the_day" and (said != "realised" or scene.historic):
        return ("background" if scene.historic else said), None  # "will attack at 0430": what day?
    if _is_recalled(scene, trigger, dating.mention):
        return "background", dating
    when = dating.when
    old = when.latest is not None and is_old(when.latest, scene.document.published)
    if scene.historic and not old and not names_year(scene.document, dating.mention):
        return "background", None
    return ("background" if scene.historic else said), dating


def _is_recalled(scene: Scene, trigger: Trigger, dated: DateMention) -> bool:
    """Whether a year tells one event from the news in a report whose own day nobody knows.

    "The virus of a 1967 outbreak", "the last outbreak was in 2001".
    """
    if scene.document.published is not None or not names_year(scene.document, dated):
        return False
    before = scene.sentence.lower[max(0, trigger.first - _LAST_REACH) : trigger.first]
    led = scene.document.text[dated.span.end : trigger.span.start].strip() == ""
    return trigger.part == "noun" and (led or "last" in before)


def _comes_back(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a verb is followed by "there", which is where the sentence before was."""
    if trigger.part != "verb" or trigger.concept.placeless:
        return False
    window = sentence.lower[trigger.last : trigger.last + _THERE_REACH]
    if "there" not in window:
        return False
    after = sentence.word(trigger.last + window.index("there") + 1)
    return after not in {"is", "are", "was", "were", "has", "have", "had", "will", "would"}


def _is_fresh(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a telling turns to something new: "Meanwhile, …", "a bomb exploded"."""
    turns = lexicon().turns
    opening = " ".join(sentence.lower[:_TURN_WORDS]) + " "
    return any(opening.startswith(f"{turn} ") for turn in turns) or (
        trigger.part == "noun"
        and any(w in {"a", "an"} for w in sentence.lower[max(0, trigger.first - 2) : trigger.first])
    )


def _is_another(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a noun is told as one more of its kind: "a second strong quake".

    Right behind such a word what could be a verb is a noun too: "a similar attack".
    """
    reach = 3 if trigger.part == "noun" else 1
    before = sentence.lower[max(0, trigger.first - reach) : trigger.first]
    return any(word in _MORE for word in before)


def _is_anothers(
    sentence: Sentence, trigger: Trigger, triggers: Sequence[Trigger], language: str
) -> bool:
    """The same, or whether it is what such a one did: "two were killed in a similar attack"."""
    if _is_another(sentence, trigger):
        return True
    did = trigger.lemma in lexicon(language).outcomes
    return did and any(
        _is_another(sentence, other)
        for other in triggers
        if other.concept.kind == trigger.concept.kind
    )


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
