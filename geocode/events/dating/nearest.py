"""Each date to its nearest trigger, then shared; a date of saying stays with the saying."""

from __future__ import annotations

from collections.abc import Sequence

from geocode.events.asides import asides_of, confined, lent, parted
from geocode.events.dating.dated import Dating
from geocode.events.lexicon import lexicon
from geocode.events.status import is_long_past
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention

# Costs are in words, as in geocode/events/linking/rules.py.
_CLAUSE_COST = 4.0
_SPOKEN_COST = 8.0


def linked(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    numbers: Sequence[int],
    dates: Sequence[DateMention],
    language: str,
) -> dict[int, Dating]:
    """Dates linked within one part of a sentence: each to its nearest trigger, then shared."""
    owned: dict[int, tuple[float, DateMention]] = {}
    shared: list[DateMention] = []
    asides = asides_of(sentence, triggers)
    apart = [aside for aside in asides if aside.inset or not aside.tells]
    for dated in dates:
        first, last = sentence.words_of(dated.span)
        costs = {
            n: _date_cost(sentence, triggers[n], first, last)
            for n in numbers
            if (not triggers[n].concept.placeless or dated.when.precision == "day")
            and not parted(apart, triggers[n], first)
            and not confined(asides, triggers[n], first)
            and not _lies_back(sentence, triggers[n], first)
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
        if number in out or trigger.concept.placeless or mentioned:
            continue
        usable = [
            dated for dated in shared
            if lent(asides, trigger, sentence.words_of(dated.span)[0])
            and not parted(apart, trigger, sentence.words_of(dated.span)[0])
            and not _attributed(sentence, trigger, dated, triggers)
            and not _lies_back(sentence, trigger, sentence.words_of(dated.span)[0])
        ]  # fmt: skip
        if usable:
            near = min(
                usable, key=lambda d: _date_cost(sentence, trigger, *sentence.words_of(d.span))
            )
            out[number] = Dating(near, near.when)
    return out


def _lies_back(sentence: Sentence, trigger: Trigger, date: int) -> bool:
    """Whether a date behind the comma is not the cyclone's: "months after a cyclone, on Monday"."""
    return "," in sentence.lower[trigger.last : date] and is_long_past(sentence, trigger)


def _attributed(
    sentence: Sentence, trigger: Trigger, dated: DateMention, triggers: Sequence[Trigger]
) -> bool:
    """Whether a date is said of another noun only: "arrested for a 2010 murder" was not in 2010."""
    first, last = sentence.words_of(dated.span)
    coarse = dated.when.precision in {"year", "month"}
    led = sentence.word(first - 1) in {"a", "an", "the"}
    named = any(t.first == last for t in triggers)
    return coarse and led and named and trigger.last < first


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
    following = sentence.word(last)
    if not after and (following in {"and", "but", "to"} or following.endswith("ing")):
        apart += 2  # what is dated before "and", or before "to demand", is told before it
    said = _SPOKEN_COST if trigger.concept.placeless and gap > 1 else 0.0
    return max(gap, 0) + apart * _CLAUSE_COST + said


def _says_that(sentence: Sentence, start: int, language: str) -> int | None:
    """The verb of saying of "…, the minister said that …", where it is the first with a "that".

    A day that opens such a sentence is the saying's, told before anything it says.
    """
    that = next((n for n, word in enumerate(sentence.lower) if word == "that" and n > start), 0)
    speech = lexicon(language).speech
    said = next((n for n in (that - 1, that - 2) if n >= start and sentence.word(n) in speech), 0)
    return said if said and sentence.word(said - 1) != "to" else None


def _said_then(sentence: Sentence, first: int, last: int, language: str) -> int | None:
    """Index of the verb of saying that a date stands right behind or right before, if any."""
    speech = lexicon(language).speech
    skip = {"on", "earlier", "late", "early", "in", "a", ",", "had", "has", "also", "statement"}
    index = first - 1
    while index >= 0 and first - index <= 4 and sentence.word(index) in skip - {","}:  # noqa: PLR2004
        index -= 1
    if sentence.word(index) in speech:
        return index
    if first <= 1:
        says = _says_that(sentence, last, language)
        if says is not None:
            return says
    index = last
    while index < last + 3 and sentence.word(index) in skip:
        index += 1
    told = sentence.word(index)
    # "… on Thursday, claiming nine lives" says nothing.
    return index if told in speech and not told.endswith("ing") else None
