"""Which date of a sentence belongs to which trigger, and what it says of that trigger's days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, cast

from geocode.events.lexicon import lexicon
from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention, Status, TimeSpan

# Costs are in words, as in geocode/events/linking/rules.py.
_CLAUSE_COST = 4.0
_SPOKEN_COST = 8.0
_DASHES = frozenset({"-", "–", "—", ":", "--"})
_AHEAD = 60
"""Years ahead of publication beyond which no report looks."""
_OLD_DAYS = 30
"""What came so many days before the happening told is its background."""


@dataclass(frozen=True, slots=True)
class Dating:
    """A trigger's date, with its days as the sentence means them for this trigger."""

    mention: DateMention
    when: TimeSpan
    status: Status | None = None
    """What the wording of the date makes of the event; None: nothing."""


@dataclass(frozen=True, slots=True)
class _Joint:
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


def link_dates(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    *,
    published: date | None,
    language: str = "en",
) -> dict[int, Dating]:
    """For each trigger (by position) its date; "said on Monday" dates only the saying.

    "A day after" puts the rest of its sentence one day later than what follows it; a bare
    "after" only bounds it. Bare durations ("two years of") date nothing.
    """
    usable = [d for d in dates if _says_when(d.when) and not _is_absurd(d.when, published)]
    joint = _find_joint(sentence, language)
    if joint is None or not _parts(sentence, triggers, usable, joint):
        linked = _linked(sentence, triggers, range(len(triggers)), usable, language)
    else:
        linked = _linked_apart(sentence, triggers, usable, joint, language)
    out = {
        number: _as_told(sentence, triggers[number], dating, published)
        for number, dating in linked.items()
    }
    _under_its_heading(sentence, triggers, usable, out)
    _until_its_end(sentence, triggers, usable, out)
    _nth_day(sentence, triggers, out, published)
    return out


def _parts(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    joint: _Joint,
) -> bool:
    """Whether a joint puts two happenings apart, and not one from a bare day: "after Friday"."""
    if any(
        sentence.words_of(d.span)[0] <= joint.start <= sentence.words_of(d.span)[1] for d in dates
    ):
        return False
    return joint.days is not None or any(joint.under(t.first) for t in triggers)


def _says_when(when: TimeSpan) -> bool:
    """Whether it can date an event: a duration with at most one end says only how long."""
    ends = (when.earliest is not None) + (when.latest is not None)
    return ends == 2 or (ends == 1 and when.precision != "interval")  # noqa: PLR2004


def _is_absurd(when: TimeSpan, published: date | None) -> bool:
    """Whether a year is rather an hour or a number: "the curfew begins at 2300"."""
    first = when.earliest or when.latest
    return published is not None and first is not None and first.year - published.year > _AHEAD


def _under_its_heading(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    out: dict[int, Dating],
) -> None:
    """Gives all of an entry the date that heads it: "October 3, 1863 – …"."""
    if not dates:
        return
    first, last = sentence.words_of(dates[0].span)
    if first != 0 or sentence.word(last) not in _DASHES or dates[0].when.basis != "explicit":
        return
    for number in range(len(triggers)):
        out.setdefault(number, Dating(dates[0], dates[0].when))


def _linked_apart(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    joint: _Joint,
    language: str,
) -> dict[int, Dating]:
    """Dates linked on either side of a joint by themselves, then carried over it."""
    under = [n for n, t in enumerate(triggers) if joint.under(t.first)]
    rest = [n for n, _ in enumerate(triggers) if n not in under]
    said_under = [d for d in dates if joint.under(sentence.words_of(d.span)[0])]
    said_rest = [d for d in dates if d not in said_under]
    out = _linked(sentence, triggers, rest, said_rest, language)
    out |= _linked(sentence, triggers, under, said_under, language)
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


def _carried(dated: DateMention, joint: _Joint, *, forward: bool) -> Dating:
    """A date carried over a joint, to the rest (``forward``) or to the subordinate part."""
    first, last = dated.when.earliest, dated.when.latest
    if first is None or last is None:
        return Dating(dated, dated.when)
    basis = dated.when.basis
    if joint.days is None:
        later = joint.later == forward
        ends = (first, None) if later else (None, last)
        return Dating(dated, TimeSpan(*ends, "open", basis))
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


def _find_joint(sentence: Sentence, language: str) -> _Joint | None:
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
        return _Joint(first, index + 1, end, days if later or days is None else -days, later)
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


def _linked(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    numbers: Sequence[int],
    dates: Sequence[DateMention],
    language: str,
) -> dict[int, Dating]:
    """Dates linked within one part of a sentence: each to its nearest trigger, then shared."""
    owned: dict[int, tuple[float, DateMention]] = {}
    shared: list[DateMention] = []
    for dated in dates:
        first, last = sentence.words_of(dated.span)
        costs = {
            n: _date_cost(sentence, triggers[n], first, last)
            for n in numbers
            if not triggers[n].concept.placeless or dated.when.precision == "day"
        }
        owner = min(costs, key=lambda n: (costs[n], n)) if costs else None
        speech = _said_then(sentence, first, last, language)
        if speech is not None:
            owner = next((n for n in costs if triggers[n].first <= speech < triggers[n].last), None)
        if owner is None:
            continue
        if owner not in owned or costs[owner] < owned[owner][0]:
            owned[owner] = (costs[owner], dated)
        if not triggers[owner].concept.placeless:
            shared.append(dated)
    out = {number: Dating(dated, dated.when) for number, (_, dated) in owned.items()}
    _date_sayings(sentence, triggers, numbers, dates, out)
    for number in numbers:
        trigger = triggers[number]
        mentioned = trigger.part == "noun" and _only_mentioned(sentence, trigger)
        if shared and number not in out and not trigger.concept.placeless and not mentioned:
            near = min(
                shared, key=lambda d: _date_cost(sentence, trigger, *sentence.words_of(d.span))
            )
            out[number] = Dating(near, near.when)
    return out


def _only_mentioned(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a noun recalls what was told before: "supporters of the coup marched"."""
    before = sentence.lower[max(0, trigger.first - 2) : trigger.first]
    return before in {("of", "the"), ("against", "the"), ("over", "the"), ("about", "the")}


def _date_sayings(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    numbers: Sequence[int],
    dates: Sequence[DateMention],
    out: dict[int, Dating],
) -> None:
    """Gives a saying without a date the first of its own clause: "announced a vote on Monday"."""
    for number in numbers:
        trigger = triggers[number]
        if number in out or not trigger.concept.placeless:
            continue
        for dated in dates:
            first, _ = sentence.words_of(dated.span)
            here = first < len(sentence.clause) and dated.when.precision == "day"
            if here and sentence.clause[first] == sentence.clause[trigger.first]:
                out[number] = Dating(dated, dated.when)
                break


def _date_cost(sentence: Sentence, trigger: Trigger, first: int, last: int) -> float:
    after = first >= trigger.last
    gap = first - trigger.last if after else trigger.first - last
    apart = abs(
        sentence.clause[min(first, len(sentence.clause) - 1)] - sentence.clause[trigger.first]
    )
    if not after and sentence.word(last) in {"and", "but"}:
        apart += 2  # what is dated before "and" is told before it
    said = _SPOKEN_COST if trigger.concept.placeless and gap > 1 else 0.0
    return max(gap, 0) + apart * _CLAUSE_COST + said


def _said_then(sentence: Sentence, first: int, last: int, language: str) -> int | None:
    """Index of the verb of saying that a date stands right behind or right before, if any."""
    speech = lexicon(language).speech
    skip = {"on", "earlier", "late", "early", "in", "a", ",", "had", "has", "also", "statement"}
    index = first - 1
    while index >= 0 and first - index <= 4 and sentence.word(index) in skip - {","}:  # noqa: PLR2004
        index -= 1
    if sentence.word(index) in speech:
        return index
    index = last
    while index < last + 3 and sentence.word(index) in skip:
        index += 1
    return index if sentence.word(index) in speech else None


def _as_told(
    sentence: Sentence, trigger: Trigger, dating: Dating, published: date | None
) -> Dating:
    """What "since" means for a trigger: from then to publication, or then ("since X, when …")."""
    when = dating.when
    first, last = sentence.words_of(dating.mention.span)
    if when != dating.mention.when or not sentence.word(first).endswith("since"):
        return dating
    if when.earliest is None or when.latest is not None:
        return dating
    told = sentence.word(last + (sentence.word(last) == ","))
    if told == "when" and trigger.first > last:
        return replace(dating, when=TimeSpan(when.earliest, when.earliest, "day", when.basis))
    if published is None or published < when.earliest:
        return dating
    lasted = TimeSpan(when.earliest, published, "interval", when.basis)
    return replace(dating, when=lasted, status="ongoing")


def _until_its_end(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    out: dict[int, Dating],
) -> None:
    """Gives "a drill that began on D and runs until E" the whole of its days."""
    known = cast("dict[str, Any]", cues("en", "events")["joints"])
    begins, runs = frozenset(known["begins"]), frozenset(known["until"])
    for start, end in ((a, b) for a in dates for b in dates if a.span.end <= b.span.start):
        first, _ = sentence.words_of(start.span)
        before = sentence.lower[max(0, first - 2) : first]
        to = sentence.words_of(end.span)[0]
        closes = sentence.word(to) in runs or sentence.word(to - 1) in runs
        if start.when.earliest is None or end.when.latest is None or not closes:
            continue
        if not begins.intersection(before) or start.when.earliest > end.when.latest:
            continue
        told = [n for n, t in enumerate(triggers) if t.last <= first and not t.concept.placeless]
        if told:
            span = TimeSpan(start.when.earliest, end.when.latest, "interval", start.when.basis)
            out[told[-1]] = Dating(start, span)


def _nth_day(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    out: dict[int, Dating],
    published: date | None,
) -> None:
    """Gives what is in its second day the day before as well: "went into a second day"."""
    del published
    ordinals = cast("dict[str, int]", cues("en", "dates")["ordinals"])
    for index in range(1, len(sentence.lower) - 1):
        number = ordinals.get(sentence.lower[index], 1)
        unit = index + 1 + (sentence.lower[index + 1] in {"straight", "consecutive", "successive"})
        if number < 2 or sentence.word(unit) not in {"day", "night"}:  # noqa: PLR2004
            continue
        for position, trigger in enumerate(triggers):
            dating = out.get(position)
            when = dating.when if dating else None
            apart = sentence.clause[trigger.first] != sentence.clause[index]
            if apart or dating is None or when is None or when.precision != "day":
                continue
            if when.earliest is not None and when.earliest.toordinal() > number:
                begun = when.earliest - timedelta(days=number - 1)
                lasted = TimeSpan(begun, when.latest, "interval", when.basis)
                out[position] = replace(dating, when=lasted, status="ongoing")


def default_when(status: Status, published_span: TimeSpan | None) -> TimeSpan | None:
    """What may be said of a time nobody states: on or before publication, or after it if planned.

    None where the day of publication is unknown, for background, and for what did not happen.
    """
    if published_span is None or status in {"background", "hypothetical", "denied"}:
        return None
    day = published_span.latest
    if status == "planned":
        return TimeSpan(day, None, "open", "dateline_default")
    if status == "ongoing":
        return TimeSpan(day, day, "open", "dateline_default")
    return TimeSpan(None, day, "open", "dateline_default")
