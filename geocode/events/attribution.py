"""Who a telling is from: "the Pentagon said", "according to a spokesman cited by Reuters".

Light syntax over the words of one sentence; what is found is kept apart from the event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from geocode.events.sectors import Parties, parties_of, sector_of
from geocode.languages.inflection import verb_forms
from geocode.places.roles.clauses import Sentence, is_verb
from geocode.records import Attribution, Document, Span

_LONGEST = 14
"""Words of the longest source: "a spokesman for the regional directorate of civil defence"."""
_AUXILIARIES = frozenset({"have", "has", "had", "also", "later", "has also", "earlier", "was"})
_INSET = 10
"""Words between two commas behind a name: "X, a local official, said"."""
_OPENERS = frozenset({"the", "a", "an", "its", "his", "her", "their", "one", "another"})
_MARKS = frozenset(',;:.!?()[]“”"—–…«»')
_NOUNS = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "this", "that", "no", "of", "in", "to"}
)
"""Behind these "report" and "claim" are nouns, and an infinitive tells of nothing said."""
_TELLING = frozenset(
    {"that", "and", "but", "after", "before", "when", "while", "as", "where", "of", "about"}
)
_SAID_OF = frozenset({"is", "are", "was", "were", "be", "been", "being"})


@dataclass(frozen=True, slots=True)
class Saying:
    """Words of a sentence that name who says the rest, and the verb among them."""

    attribution: Attribution
    spans: tuple[Span, ...]
    """Of who says it and who passed it on, and behind what is said all that goes with saying it:
    "…, a commander told AFP by telephone from Nairobi"."""
    verb: Span | None
    """The verb of saying, which is no event of its own beside what is said."""


def sayings(document: Document, sentence: Sentence) -> tuple[Saying, ...]:
    """Who says what a sentence tells, as its words have it, in their order; mostly none or one."""
    found = sorted(_sayings(document, sentence), key=lambda saying: saying.spans)
    told = [s.attribution for s in found]
    source = next((a.source for a in told if a.source is not None), None)
    via = next((a.via for a in told if a.via is not None), None)
    if len(found) > 1 and any(a.source is None for a in told):  # "TASS reported, citing the army"
        found = [replace(s, attribution=Attribution(source, via)) for s in found]
    return tuple(found)


def attribution_at(found: Sequence[Saying], trigger: Span) -> Attribution | None:
    """Who tells of a trigger: the first saying of its sentence that it is no part of."""
    for saying in found:
        if saying.verb is not None and saying.verb.overlaps(trigger):
            continue
        if not any(span.overlaps(trigger) for span in saying.spans):
            return saying.attribution
    return None


@cache
def _verbs(language: str) -> frozenset[str]:
    forms = (verb_forms(lemma, language) for lemma in parties_of(language).said_verbs)
    return frozenset(form for group in forms for form in group)


def _sayings(document: Document, sentence: Sentence) -> Iterator[Saying]:
    known = parties_of(document.language)
    verbs = _verbs(document.language)
    for i, word in enumerate(sentence.lower):
        after = _cue_end(sentence, i, known.said["according"])
        if after is not None:
            yield from _from(document, sentence, _phrase_after(sentence, after, known))
            continue
        if word in known.said["citing"] and sentence.word(i - 1) == ",":
            yield from _from(document, sentence, _phrase_after(sentence, i + 1, known))
            continue
        if word not in verbs or word in known.said["citing"] or sentence.word(i - 1) in _NOUNS:
            continue
        before = _phrase_before(sentence, i, known)
        inverted = before is None and sentence.word(i - 1) in _MARKS
        speaker = _phrase_after(sentence, i + 1, known) if inverted else before
        if speaker is not None and (inverted or _goes_on(sentence, i, known)):
            yield from _from(document, sentence, speaker, verb=i)


def _goes_on(sentence: Sentence, verb: int, known: Parties) -> bool:
    """Whether a verb is one of telling on: a sentence, a hearer, a mark or its own end follows."""
    word, after = sentence.word(verb), sentence.word(verb + 1)
    if word in {"said", "says", "say", "told", "tells", "saying"}:
        return True
    closes = verb + 1 >= len(sentence.lower) or after in _MARKS
    days = known.said["stops"] - {"and", "or", "by", "who", "which", "as"}
    return closes or after in days


def _from(
    document: Document,
    sentence: Sentence,
    phrase: tuple[int, int] | None,
    *,
    verb: int | None = None,
) -> Iterator[Saying]:
    """The saying of a speaker at words ``phrase``, with whoever passed it on."""
    if phrase is None:
        return
    known = parties_of(document.language)
    source = _span(sentence, phrase)
    via = _passed_on(sentence, phrase, known, verb)
    spans = (source,) if via is None else (source, _span(sentence, via))
    trail = None if verb is None else _trail(sentence, phrase, verb)
    spans = spans if trail is None else (*spans, trail)
    at = None if verb is None else _span(sentence, (verb, verb + 1))
    kept = Attribution(source, None if via is None else _span(sentence, via))
    if (
        via is None
        and sector_of(sentence.lower[phrase[0] : phrase[1]], document.language) == "media"
    ):
        kept = Attribution(None, source)
    yield Saying(kept, spans, at)


def _trail(sentence: Sentence, phrase: tuple[int, int], verb: int) -> Span | None:
    """What follows a speaker behind what is said, to the end of the sentence; None where no more.

    Nothing where the words go on to tell: "…, the army said, and later withdrew", "said that …".
    """
    first = min(phrase[0], verb)
    while first > 0 and sentence.word(first - 1) in _OPENERS:
        first -= 1
    last = max(phrase[1], verb + 1)
    rest = sentence.lower[last:]
    if not first or sentence.word(first - 1) not in _MARKS or len(rest) > _LONGEST:
        return None
    if any(word in _MARKS - {"."} or word in _TELLING or is_verb(word, "en") for word in rest):
        return None
    if not any(is_verb(word, "en") for word in sentence.lower[:first]):
        return None  # "In Abuja, officials said"
    return _span(sentence, (first, len(sentence.lower)))


def _passed_on(
    sentence: Sentence, phrase: tuple[int, int], known: Parties, verb: int | None
) -> tuple[int, int] | None:
    """Who passed it on: "told AFP", "cited by Reuters"; None for a hearer who is no medium."""
    at = phrase[1]
    cut = _cue_end(sentence, at, known.said["cited"])
    if cut is None and sentence.word(at) == ",":
        cut = _cue_end(sentence, at + 1, known.said["cited"])
    if cut is not None:
        return _phrase_after(sentence, cut, known)
    if verb is not None and sentence.word(verb) in known.said["told"]:
        hearer = _phrase_after(sentence, verb + 1, known)
        if hearer and sector_of(sentence.lower[hearer[0] : hearer[1]], "en") == "media":
            return hearer
    return None


def _cue_end(sentence: Sentence, i: int, listed: frozenset[str]) -> int | None:
    """Where the longest of some cues ends that begins at a word; None where none does."""
    for length in (4, 3, 2):
        if " ".join(sentence.lower[i : i + length]) in listed and i + length <= len(sentence.lower):
            return i + length
    return None


def _phrase_after(sentence: Sentence, start: int, known: Parties) -> tuple[int, int] | None:
    """The noun phrase that begins at a word, without what stops a source."""
    end = start
    limit = min(len(sentence.lower), start + _LONGEST)
    while end < limit and not _ends(sentence, end, known, start):
        end += 1
    return _kept(sentence, start, end, known)


def _ends(sentence: Sentence, i: int, known: Parties, start: int) -> bool:
    word = sentence.lower[i]
    if word in _MARKS:
        return True
    if word == "and" and i > start:  # "police and hospital officials"
        return not sentence.word(i + 1).isalpha() or sentence.word(i + 1) in known.said["pronouns"]
    stops = word in known.said["stops"] or word in {"cited", "quoted", *_SAID_OF, "in", "at"}
    return stops or word in _verbs("en") or word in known.said["told"]


def _phrase_before(sentence: Sentence, verb: int, known: Parties) -> tuple[int, int] | None:
    """The subject of a verb of saying, over adverbs and what is set off by commas."""
    end = verb
    while end > 0 and sentence.word(end - 1) in _AUXILIARIES:
        end -= 1
    if sentence.word(end - 1) == ",":
        opening = _inset(sentence, end - 1)
        if opening is None:
            return None
        end = opening
    start = end
    while start > 0 and end - start < _LONGEST and not _begins(sentence, start - 1, known):
        start -= 1
    if sentence.word(end - 1) in _SAID_OF:
        return None
    return _kept(sentence, start, end, known)


def _inset(sentence: Sentence, comma: int) -> int | None:
    """Where the words open that this comma closes: "X, a local official, said"; None for none."""
    for i in range(comma - 1, max(-1, comma - 1 - _INSET), -1):
        if sentence.word(i) == ",":
            return i if i and sentence.word(i - 1) not in _MARKS else None
        if sentence.word(i) in _MARKS:
            return None
    return None


def _begins(sentence: Sentence, i: int, known: Parties) -> bool:
    """Whether a subject begins behind this word."""
    word = sentence.lower[i]
    if word == "and":
        return (
            not sentence.tokens[i + 1].text[0].isupper()
            and sector_of(sentence.lower[max(0, i - 2) : i], "en") is None
        )
    return word in _MARKS or word in known.said["stops"] or word in _verbs("en")


def _kept(sentence: Sentence, start: int, end: int, known: Parties) -> tuple[int, int] | None:
    """Words ``[start, end)`` where they can be somebody who speaks, without the article."""
    while start < end and sentence.word(start) in _OPENERS:
        start += 1
    words = sentence.lower[start:end]
    if not words or words[0] in known.said["pronouns"] or not any(w[0].isalpha() for w in words):
        return None
    named = any(
        t.text[0].isupper() for t in sentence.tokens[start:end] if t.start != sentence.span.start
    )
    return (start, end) if named or sector_of(words, "en") is not None else None


def _span(sentence: Sentence, words: tuple[int, int]) -> Span:
    return Span(sentence.tokens[words[0]].start, sentence.tokens[words[1] - 1].end)
