"""Whether an event happened, goes on, is planned, is only feared, is denied or lies in the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.places.clauses import Sentence, is_verb
from geocode.places.nounphrases import role_cues
from geocode.records import Status, TimeSpan

_ORDER: tuple[Status, ...] = ("denied", "background", "hypothetical", "planned", "ongoing")
"""First that holds wins: "did not plan to attack" is denied, "may continue" hypothetical."""
_AFTER = 7
"""Words after a trigger in which "will be held" or "was called off" is sought."""
_NOUN_WINDOW = 4
"""The same before a noun for what may be: "could launch an attack", not "may be buried by"."""
_PAST = timedelta(days=400)
"""What lies further back than this from the day of publication is background, not news."""


@dataclass(frozen=True, slots=True)
class _StatusCues:
    window: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@cache
def _status_cues(language: str) -> dict[Status, _StatusCues]:
    table: dict[str, dict[str, Any]] = cues(language, "events")["status"]
    return {
        status: _StatusCues(
            table[status]["window"],
            tuple(f" {cue} " for cue in table[status]["cues"]),
            tuple(f" {cue}" for cue in table[status]["after"]),
        )
        for status in _ORDER
    }


def status_of(sentence: Sentence, trigger: Trigger, *, language: str = "en") -> Status:
    """What the words around a trigger say of it; ``realised`` where they say nothing."""
    after = " " + " ".join(sentence.lower[trigger.last : trigger.last + _AFTER]) + " "
    if _struck_indeed(sentence, trigger, language):
        return "realised"
    for status in _ORDER:
        known = _status_cues(language)[status]
        window = known.window
        if trigger.concept.placeless:
            window = min(window, 2)
        elif trigger.part == "noun" and status == "hypothetical":
            window = _NOUN_WINDOW
        before = _before(sentence, trigger, window)
        followed = not trigger.concept.placeless and any(cue in after for cue in known.after)
        if followed or any(cue in before for cue in known.before):
            forecast = status == "hypothetical" and trigger.concept.kind == "DISASTER"
            return "planned" if forecast and trigger.part == "verb" else status
    if _headline_infinitive(sentence, trigger):
        return "planned"
    return "ongoing" if _progressive(sentence, trigger) else "realised"


def status_at(status: Status, when: TimeSpan | None, published: date | None) -> Status:
    """The status once the days are known: old is background, to come planned, both ongoing."""
    if when is None or published is None:
        return status
    if when.basis != "dateline_default" and when.latest and when.latest < published - _PAST:
        return "background"
    if status not in {"realised", "ongoing"} or when.basis == "dateline_default":
        return status
    if when.earliest and when.earliest > published:
        return "planned"
    reaches_on = when.latest is not None and when.latest > published
    begun = when.earliest is not None and when.earliest <= published
    return "ongoing" if reaches_on and begun and when.precision == "interval" else status


def _before(sentence: Sentence, trigger: Trigger, window: int) -> str:
    """The words before a trigger, from its own clause and the one before, spaced for searching."""
    clause = sentence.clause[trigger.first]
    start = max(0, trigger.first - window)
    words = [
        sentence.lower[i] for i in range(start, trigger.first) if clause - sentence.clause[i] <= 1
    ]
    return " " + " ".join(words) + " "


def _struck_indeed(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """Whether a noun is told on as something that happened: "the landslide that struck X"."""
    if trigger.part != "noun" or sentence.word(trigger.last) not in {"that", "which"}:
        return False
    verb = sentence.word(trigger.last + 1)
    auxiliary = verb in role_cues(language).words["auxiliaries"]
    plain = verb.endswith("s") and not verb.endswith("ss")
    return is_verb(verb, language) and not auxiliary and not plain


def _progressive(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether it is in the present continuous: "are attacking"."""
    if trigger.part != "verb" or not sentence.word(trigger.first).endswith("ing"):
        return False
    return sentence.word(trigger.first - 1) in {"is", "are"}


def _headline_infinitive(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a headline's bare infinitive tells the future: "Leaders to meet"."""
    if sentence.block != "headline" or trigger.part != "verb":
        return False
    return sentence.word(trigger.first - 1) == "to"
