"""What a sentence tells beside what it is about: "Russia, which annexed X last month, shelled Y".

What stands in an aside says nothing of what is told outside it, unless it is told of that very
thing: "the blast, which killed four in X, …".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.places.roles.clauses import Sentence, is_verb

_PRONOUNS = frozenset({"who", "which", "whose", "whom", "where"})
_SUBJECTS = frozenset({"who", "which", "that"})
_CONCERNED = frozenset({"victims", "survivors", "relatives", "families", "suspects", "witnesses"})
"""Of whom a main verb tells, when what befell them is long told."""
_BEFELL = frozenset({"those", "people", "men", "women"})
_SUBJECT = 24
"""Words of a subject at most."""
_JOINTS = frozenset({"and", "but", "or", "when", "while"})
_OPENERS = frozenset({"after", "before", "in", "on", "at", "of", "by", "for", "with", "from", "to"})
"""Before "that" they make it point to what was told: "after that attack"."""
_COMPARED = 12
"""Words before "since" in which "the first" or "the worst" makes it a comparison."""
_HELPERS = 2
"""Words that may stand before the verb of a relative clause: "who had once"."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Words ``[first, last)`` of a sentence."""

    first: int
    last: int
    inset: bool = True
    """Whether it surely ends where it seems to: the main verb comes back behind it."""
    tells: bool = False
    """Whether it tells of an event of its own."""


def asides_of(sentence: Sentence, triggers: Sequence[Trigger]) -> tuple[Aside, ...]:
    """The asides of a sentence: relative clauses, whose survivors, comparisons, "since 1902".

    A clause that is told of a trigger is none: its main verb too is of that event.
    """
    out: list[Aside] = []
    told_at = {trigger.first: trigger for trigger in triggers}
    for at, word in enumerate(sentence.lower):
        noun = at - 1 - (sentence.word(at - 1) == ",")
        if word in _PRONOUNS | _SUBJECTS and any(t.first <= noun < t.last for t in triggers):
            continue
        if word in _PRONOUNS and sentence.word(at - 1) == ",":
            last = _comma(sentence, at)
            back = is_verb(sentence.word(last + 1), "en")
            out.append(Aside(at, last, back, _tells(triggers, at, last)))
        elif word in _SUBJECTS and (last := _main_verb(sentence, at)) is not None:
            out.append(Aside(at, last, tells=_tells(triggers, at, last)))
        elif word in _SUBJECTS and (last := _lasts(sentence, at)) is not None:
            out.append(Aside(at, last, inset=False, tells=_tells(triggers, at, last)))
        elif word in _CONCERNED and (last := _subject_end(sentence, at, told_at)) is not None:
            out.append(Aside(at, last, tells=True))
        elif word == "since" and (_is_state(sentence, at) or compares(sentence, at)):
            out.append(Aside(at, _comma(sentence, at)))
    return tuple(out)


def compares(sentence: Sentence, since: int) -> bool:
    """Whether a "since" only says how rare something is: "the first curfew since 1987"."""
    known = cast("list[str]", cues("en", "events")["joints"]["comparing"])
    return any(word in known for word in sentence.lower[max(0, since - _COMPARED) : since])


def _is_state(sentence: Sentence, since: int) -> bool:
    """Whether a "since" says how long something has been as it is: ", dormant since 1902"."""
    state = sentence.word(since - 1)
    return sentence.word(since - 2) == "," and state not in _JOINTS and not is_verb(state, "en")


def _lasts(sentence: Sentence, start: int) -> int | None:
    """Where a clause ends that says how long something has lasted: "that has ruled it since 2012".

    None where it says nothing of the kind.
    """
    last = _comma(sentence, start)
    has = sentence.word(start + 1) in {"has", "have"}
    return last if has and "since" in sentence.lower[start:last] else None


def parted(asides: Sequence[Aside], trigger: Trigger, word: int) -> bool:
    """Whether a word stands in an aside that says nothing of what the trigger tells."""
    return any(_holds(a, word) and not _holds(a, trigger.first) for a in asides)


def confined(asides: Sequence[Aside], trigger: Trigger, word: int) -> bool:
    """Whether a trigger stands in an inset that a word is not in: "who was stabbed died on Monday".

    What is said outside is of the main verb, whether or not that tells of an event.
    """
    return any(a.inset and _holds(a, trigger.first) and not _holds(a, word) for a in asides)


def lent(asides: Sequence[Aside], trigger: Trigger, word: int) -> bool:
    """Whether a trigger may take over what is said at a word of another.

    Neither stands in an inset, nor the word in a clause that tells of an event of its own: "a clash
    at the airport, which has been closed since May".
    """
    return not any(
        _holds(a, word) != _holds(a, trigger.first)
        for a in asides
        if a.inset or (a.tells and _holds(a, word))
    )


def _holds(aside: Aside, word: int) -> bool:
    return aside.first <= word < aside.last


def _tells(triggers: Sequence[Trigger], first: int, last: int) -> bool:
    return any(first <= trigger.first < last for trigger in triggers)


def _comma(sentence: Sentence, start: int) -> int:
    """The next comma behind a word but those in numbers, or the sentence's end."""
    size = len(sentence.lower)
    return next((at for at in range(start + 1, size) if _is_comma(sentence, at)), size)


def _is_comma(sentence: Sentence, at: int) -> bool:
    in_number = sentence.word(at - 1).isdecimal() and sentence.word(at + 1).isdecimal()
    return sentence.lower[at] == "," and not in_number


def _subject_end(sentence: Sentence, noun: int, told_at: Mapping[int, Trigger]) -> int | None:
    """Where "the victims of a crash in X" ends, before its verb: "were remembered on Monday".

    None where it names no event, or is no subject.
    """
    if sentence.word(noun + 1) not in {"of", "in", "from"}:
        return None
    names_one, at = False, noun + 2
    while at < min(len(sentence.lower), noun + _SUBJECT):
        word, told = sentence.lower[at], told_at.get(at)
        if word in _JOINTS | _SUBJECTS or not (word[0].isalnum() or word == "'s"):
            return None
        inner = told and (told.part == "noun" or sentence.word(at - 1) in _BEFELL)
        if told and (inner or word.endswith("ing")):
            names_one, at = True, told.last  # "of flooding", "of those killed in the crash"
            continue
        if is_verb(word, "en") and not word.endswith("ing"):
            return at if names_one else None
        at += 1
    return None


def _main_verb(sentence: Sentence, start: int) -> int | None:
    """Where the main verb stands behind "a factory that collapsed in X"; None where none is sure.

    That is the second verb behind the pronoun, with no comma and no joint between.
    """
    before, reach = sentence.word(start - 1), range(start + 1, start + 2 + _HELPERS)
    verb = next((at for at in reach if is_verb(sentence.word(at), "en")), None)
    if verb is None or not before.isalpha() or before in _OPENERS or is_verb(before, "en"):
        return None
    while is_verb(sentence.word(verb + 1), "en"):
        verb += 1
    for at in range(verb + 1, len(sentence.lower)):
        if not (sentence.lower[at].isalnum() or sentence.lower[at] in {"'s", "-"}):
            return None
        if sentence.lower[at] in _JOINTS | _SUBJECTS:
            return None
        if is_verb(sentence.lower[at], "en"):
            return at
    return None
