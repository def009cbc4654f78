"""Who did it and to whom, as the text words it: noun phrases beside the trigger, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from geocode.events.lexicon import lexicon
from geocode.events.sectors import sector_of
from geocode.events.triggers import Trigger
from geocode.places.roles.clauses import Sentence, is_verb
from geocode.places.roles.nounphrases import role_cues
from geocode.records import Document, Span
from geocode.tokens import Token

_REACH = 20
"""Words on either side of a trigger in which its parties are sought."""
_LONGEST = 7
_INSET = 16
"""Words of what is set off by commas: "X, speaking in Berlin after talks with Y, called …"."""
_SHOWN = 12
_FEWEST = 4
_LINKING = frozenset({"has", "have", "had", "will", "would", "also", "then", "later"})
_JOINS = frozenset({"and", "or", "then", "but"})
_CUTS = frozenset(';:—–()“”"')
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_PLACING = frozenset(
    {"in", "at", "near", "on", "from", "into", "to", "through", "across", "outside", "around",
     "along", "towards", "toward", "inside"}
)  # fmt: skip
"""Behind these a phrase is a place, and no party."""


def who(
    document: Document, sentence: Sentence, trigger: Trigger
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and recipients of a trigger; either may be empty, and is where we are unsure."""
    actors, recipients = spans_of(document, sentence, trigger)
    text = document.text
    return tuple(s.of(text) for s in actors), tuple(s.of(text) for s in recipients)


def spans_of(
    document: Document, sentence: Sentence, trigger: Trigger
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The same, as where they stand in the text."""
    if trigger.concept.kind in lexicon(document.language).partyless:
        return (), ()
    before = _phrase_before(document, sentence, _subject_end(document, sentence, trigger))
    agent = _agent_after(document, sentence, trigger.last)
    if trigger.part == "noun":
        if any(w in _BE for w in sentence.lower[max(0, trigger.first - 6) : trigger.first]):
            before = None  # "were killed in a clash": the subject did not do it
        return (_one(agent) or _one(before)), ()
    passive = _is_passive(sentence, trigger)
    after = _phrase_at(document, sentence, trigger.last)
    if passive:
        return _one(agent), _one(before)
    return _one(before), _one(after)


def _one(phrase: Span | None) -> tuple[Span, ...]:
    return (phrase,) if phrase else ()


def _is_passive(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether it is done to the subject: "were robbed", the words of being its own or before it."""
    own = sentence.lower[trigger.first : trigger.last]
    held = next((n for n, word in enumerate(own[:-1]) if word in _BE), None)
    verb = trigger.first if held is None else trigger.first + held + 1
    if not sentence.word(verb).endswith(("ed", "en", "t", "wn", "ot", "ck")):
        return False
    return held is not None or any(
        w in _BE for w in sentence.lower[max(0, trigger.first - 3) : trigger.first]
    )


def _subject_end(document: Document, sentence: Sentence, trigger: Trigger) -> int:
    """Where the subject of a trigger ends: before it, or before the verb that it is joined to.

    "North Korea freed two men on Monday and blew up the tunnels": before "freed".
    """
    at = trigger.first
    while at > 0 and sentence.word(at - 1) in _LINKING:
        at -= 1
    if trigger.part != "verb" or sentence.word(at - 1) not in _JOINS:
        return trigger.first
    verb = at - 1
    for index in range(at - 2, max(0, at - 2 - _REACH), -1):
        if (
            sentence.word(index) in _CUTS
            or sentence.word(index) in lexicon(document.language).speech
        ):
            break
        lower = sentence.tokens[index].text.islower()
        if lower and is_verb(sentence.word(index), document.language):
            verb = index
    while verb > 0 and is_verb(sentence.word(verb - 1), document.language):
        verb -= 1
    return verb if verb < at - 1 else trigger.first


def _bounds(document: Document, sentence: Sentence, index: int) -> bool:
    word = sentence.word(index)
    token = sentence.tokens[index].text
    shouted = _is_shouted(sentence)
    if word == "and" and not shouted and 0 < index < len(sentence.tokens) - 1:
        return not (
            sentence.tokens[index - 1].text[0].isupper()
            and sentence.tokens[index + 1].text[0].isupper()
        )
    if word in lexicon(document.language).who["bounds"]:
        return True
    measures = role_cues(document.language).words["measures"]
    if word.isdecimal() and sentence.word(index + 1) in measures:
        return True  # "hit by a drone 64 miles off the coast"
    if not (word[:1].isalnum() or word in {"'s", "'"}):
        return True
    if (token[:1].isupper() and not shouted) or not is_verb(word, document.language):
        return False
    grouped = sentence.word(index + 1) in lexicon(document.language).who["groups"]
    return not (word.endswith("ed") and grouped)  # "masked gunmen"


def _phrase_before(document: Document, sentence: Sentence, first: int) -> Span | None:
    """The nearest noun phrase with a name or a group before a trigger, in its clause."""
    clause = sentence.clause[first]
    end = None
    resume = first
    for index in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if sentence.clause[index] != clause:
            break
        if index >= resume:
            continue
        if end is None and sentence.word(index) == ",":
            resume = _inset_start(sentence, index)
            continue
        if _bounds(document, sentence, index):
            helped = sentence.word(index) == "by" and is_verb(
                sentence.word(index - 1), document.language
            )  # "soldiers backed by drones retook"
            if end is not None and (helped or sentence.word(index) in _PLACING):
                end = None  # the phrase was a place, or a helper: look further left
                continue
            if end is not None:
                return _phrase(document, sentence, index + 1, end)
            continue
        if end is None:
            end = index + 1
        start = index
        if index == 0 or sentence.clause[index - 1] != clause:
            return _phrase(document, sentence, start, end)
    return None


def _inset_start(sentence: Sentence, comma: int) -> int:
    """Where the words set off by this closing comma open: "X, on Monday, said"; else itself."""
    for index in range(comma - 1, max(-1, comma - _INSET), -1):
        if sentence.word(index) == ",":
            return index
    return comma


def _phrase_at(document: Document, sentence: Sentence, start: int) -> Span | None:
    """The noun phrase that begins right at a word."""
    end = start
    while (
        end < min(len(sentence.tokens), start + _LONGEST + 1)
        and sentence.clause[end] == sentence.clause[max(0, start - 1)]
        and (_is_in_number(sentence, end) or not _bounds(document, sentence, end))
    ):
        end += 1
    return _phrase(document, sentence, start, end)


def _is_in_number(sentence: Sentence, index: int) -> bool:
    """Whether it is the comma of "1,400"."""
    sides = sentence.word(index - 1), sentence.word(index + 1)
    return sentence.word(index) == "," and all(side.isdecimal() for side in sides)


def _agent_after(document: Document, sentence: Sentence, start: int) -> Span | None:
    """What follows "by" within a few words: "shelling by rebels"."""
    for index in range(start, min(len(sentence.tokens) - 1, start + 5)):
        if sentence.word(index) == "by":
            return _phrase_at(document, sentence, index + 1)
        if sentence.word(index) in {".", ";", ","}:
            return None
    return None


def _phrase(document: Document, sentence: Sentence, start: int, end: int) -> Span | None:
    """Words ``[start, end)`` in the text if a name or a known group is its head, else None."""
    known = lexicon(document.language).who
    while start < end and sentence.word(start) in known["openers"]:
        start += 1
    if start < end and sentence.word(end - 1) in known["openers"]:
        return None  # "supporters of the [coup]": the trigger belongs to the phrase
    while start < end and sentence.word(end - 1) in known["trailing"]:
        end -= 1
    if start >= end or end - start > _LONGEST:
        return None
    start = _number_start(sentence, start)
    named = any(t.text[0].isupper() for t in _inner(sentence, start, end, known["plain_openers"]))
    if _is_shouted(sentence):  # where all is in capitals none of them means a name
        plain = known["plain_openers"].intersection(sentence.lower[start:end])
        head = sentence.word(end - 1)
        named = not plain and head.isalpha() and not head.endswith("ly")
    words = sentence.lower[start:end]
    grouped = sector_of(words, document.language) is not None or not known["groups"].isdisjoint(
        words
    )
    if not (named or grouped):
        return None
    return Span(sentence.tokens[start].start, sentence.tokens[end - 1].end)


def _is_shouted(sentence: Sentence) -> bool:
    """Whether a sentence is in capitals throughout, as far as its first words show."""
    words = [t.text for t in sentence.tokens[:_SHOWN] if t.text[0].isalpha()]
    return len(words) >= _FEWEST and all(word.isupper() for word in words)


def _number_start(sentence: Sentence, start: int) -> int:
    """Where a number written with commas begins: "50,000 people", not "000 people"."""
    while start > 1 and sentence.word(start).isdecimal() and sentence.word(start - 1) == ",":
        if not sentence.word(start - 2).isdecimal():
            break
        start -= 2
    return start


def _inner(sentence: Sentence, start: int, end: int, openers: frozenset[str]) -> Sequence[Token]:
    """Tokens whose capital may mean a name: the first of a sentence unless it is a plain opener."""
    opener = start == 0 and (sentence.word(0) in openers or sentence.word(0).endswith("ly"))
    return sentence.tokens[start + opener : end]
