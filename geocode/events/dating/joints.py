"""Sentences whose parts lie days apart: "a day after police shot a man, thousands marched"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any, cast

from geocode.events.dating.dated import Dating
from geocode.events.dating.nearest import linked
from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.places.roles.clauses import Sentence, is_verb
from geocode.records import DateMention, Status, TimeSpan

_OLD_DAYS = 30
"""What came so many days before the happening told is its background."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A word that puts one part of a sentence after or before the rest.

    ``first`` is its first word, a measure ("two days") included; the subordinate part is words
    ``[start, end)``.
    """

    first: int
    start: int
    end: int
    days: int | None
    """How many days the rest is later; negative: earlier; None where no measure is given."""
    later: bool

    def under(self, index: int) -> bool:
        """Whether a word belongs to the subordinate part."""
        return self.start <= index < self.end


def linked_apart(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    joint: Joint,
    language: str,
) -> dict[int, Dating]:
    """Dates linked on either side of a joint by themselves, then carried over it."""
    under = [n for n, t in enumerate(triggers) if joint.under(t.first)]
    rest = [n for n, _ in enumerate(triggers) if n not in under]
    said_under = [d for d in dates if joint.under(sentence.words_of(d.span)[0])]
    said_rest = [d for d in dates if d not in said_under]
    out = linked(sentence, triggers, rest, said_rest, language)
    out |= linked(sentence, triggers, under, said_under, language)
    main = _point(said_rest)
    sub = _point(said_under)
    for number in under:
        if number not in out and main is not None and not triggers[number].concept.placeless:
            out[number] = _carried(main, joint, forward=False)
        elif number in out and joint.days is not None and joint.days >= _OLD_DAYS:
            out[number] = replace(out[number], status="background")
    for number in rest:
        if number not in out and sub is not None and not triggers[number].concept.placeless:
            out[number] = _carried(sub, joint, forward=True)
    return out


def _point(dates: Sequence[DateMention]) -> DateMention | None:
    """The first date that has both ends."""
    return next((d for d in dates if d.when.earliest and d.when.latest), None)


def _carried(dated: DateMention, joint: Joint, *, forward: bool) -> Dating:
    """A date carried over a joint, to the rest (``forward``) or to the subordinate part."""
    first, last = dated.when.earliest, dated.when.latest
    if first is None or last is None:
        return Dating(dated, dated.when)
    if joint.days is None:
        later = joint.later == forward
        ends = (first, None) if later else (None, last)
        return Dating(dated, TimeSpan(*ends, "open", "inherited"))
    shift = joint.days if forward else -joint.days
    old: Status | None = "background" if not forward and joint.days >= _OLD_DAYS else None
    return Dating(dated, _moved(dated.when, shift), old)


def _moved(when: TimeSpan, days: int) -> TimeSpan:
    if when.earliest is None or when.latest is None or not days:
        return when
    try:
        step = timedelta(days=days)
        first, last = when.earliest + step, when.latest + step
    except OverflowError:
        return when
    return TimeSpan(first, last, when.precision, "inherited")


def find_joint(sentence: Sentence, language: str) -> Joint | None:
    """The first word of the sentence that puts one of its parts after or before the rest."""
    known = _joint_cues(language)
    for index, word in enumerate(sentence.lower):
        later = word in known.after
        if not later and word not in known.before:
            continue
        first, days = _measure(sentence, index, known)
        if sentence.word(index + 1) in known.hours:
            continue  # "before dawn"
        opens = first == 0
        end = len(sentence.lower)
        if opens:
            end = next((i for i in range(index, end) if sentence.lower[i] == ","), end)
        return Joint(first, index + 1, end, days if later or days is None else -days, later)
    return None


@dataclass(frozen=True, slots=True)
class _JointCues:
    after: frozenset[str]
    before: frozenset[str]
    hours: frozenset[str]
    units: dict[str, int]
    numbers: dict[str, int]


@cache
def _joint_cues(language: str) -> _JointCues:
    table = cast("dict[str, Any]", cues(language, "events")["joints"])
    return _JointCues(
        frozenset(table["after"]),
        frozenset(table["before"]),
        frozenset(table["hours"]),
        table["units"],
        cast("dict[str, int]", cues(language, "dates")["numbers"]),
    )


def _measure(sentence: Sentence, index: int, known: _JointCues) -> tuple[int, int | None]:
    """Where "two days" before a joint begins, and how many days it is; None: not measured."""
    unit = known.units.get(sentence.word(index - 1))
    if unit is None:
        return index, None
    said = "one" if sentence.word(index - 2) == "the" else sentence.word(index - 2)
    number = int(said) if said.isdecimal() and len(said) <= 4 else known.numbers.get(said)  # noqa: PLR2004
    if unit == 0:
        return (index - 1 if number is None else index - 2), 0
    return (index - 2, number * unit) if number is not None else (index, None)


def parts(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    joint: Joint,
) -> bool:
    """Whether a joint puts two happenings apart, and not one from a bare day: "after Friday"."""
    if any(
        sentence.words_of(d.span)[0] <= joint.start <= sentence.words_of(d.span)[1] for d in dates
    ):
        return False
    told = any(joint.under(t.first) for t in triggers)
    return joint.days is not None or told or _says_what_was_done(sentence, dates, joint)


def _says_what_was_done(sentence: Sentence, dates: Sequence[DateMention], joint: Joint) -> bool:
    """Whether the days of a subordinate part are of what somebody did: "after X passed it in May".

    What has no subject of its own is of the rest: "died after falling on Monday".
    """
    under = [first for d in dates if joint.under(first := sentence.words_of(d.span)[0])]
    return any(
        is_verb(sentence.lower[at], "en") and not sentence.lower[at].endswith("ing")
        for at in range(joint.start + 1, min(under, default=0))
    )
