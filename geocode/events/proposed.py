"""Triggers that somebody else proposes: words of the lexicon, whose gates alone they pass by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geocode.events.gates import leads_elsewhere
from geocode.events.lexicon import Lexicon, Pattern, lexicon
from geocode.events.triggers import Trigger, fits
from geocode.places.roles.clauses import Sentence, sentence_at
from geocode.records import RUNNING_BLOCKS, Span

_PROPOSED = 0.8
"""Strength of a trigger that our own gates were shut to."""


def with_proposed(
    read: Sequence[Sentence],
    triggers: Sequence[Trigger],
    spans: Sequence[Span],
    *,
    language: str = "en",
) -> tuple[Trigger, ...]:
    """The triggers, and those of the spans that the lexicon knows and that overlap none of them.

    What the lexicon has no words for stays out: nobody could say of what kind it is.
    """
    if not spans:
        return tuple(triggers)
    known = lexicon(language)
    taken = {at for trigger in triggers for at in range(trigger.span.start, trigger.span.end)}
    out = list(triggers)
    for trigger in _known(read, spans, known):
        here = range(trigger.span.start, trigger.span.end)
        if taken.isdisjoint(here):
            taken.update(here)
            out.append(trigger)
    return tuple(sorted(out, key=lambda trigger: trigger.span))


def _known(read: Sequence[Sentence], spans: Sequence[Span], known: Lexicon) -> Iterator[Trigger]:
    for span in spans:
        number = sentence_at(read, span.start)
        if number is None:
            continue
        sentence = read[number]
        if sentence.block not in RUNNING_BLOCKS or leads_elsewhere(sentence, known):
            continue
        first, last = sentence.words_of(span)
        for at in range(first, last):
            pattern = _pattern(sentence, at, last, known)
            if pattern is not None:
                end = at + len(pattern.words)
                yield Trigger(
                    number,
                    at,
                    end,
                    Span(sentence.tokens[at].start, sentence.tokens[end - 1].end),
                    pattern.lemma,
                    pattern.part,
                    pattern.concept,
                    _PROPOSED,
                )
                break


def _pattern(sentence: Sentence, at: int, last: int, known: Lexicon) -> Pattern | None:
    """The longest pattern of the lexicon that fits at a word, within the words proposed."""
    for pattern in known.patterns.get(sentence.lower[at], ()):
        end = at + len(pattern.words)
        if end > last or sentence.lower[at:end] != pattern.words:
            continue
        if fits(sentence, at, pattern, known):
            return pattern
    return None
