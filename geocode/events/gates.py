"""What must stand around a trigger's words for them to tell of an event, gate by gate."""

from __future__ import annotations

from collections.abc import Iterable

from geocode.events.lexicon import Concept, Lexicon, Pattern, lexicon
from geocode.places.roles.clauses import Sentence, is_verb
from geocode.places.roles.nounphrases import role_cues

_GOES_ON = frozenset({"ASSAULT", "ACCIDENT", "DISASTER", "PROTEST"})
"""Kinds of event of which a sentence tells on what the one before began."""
_SENTENCE_REACH = 60
_NEAR_BEFORE = 5
_SUBJECT_REACH = 12
_SPEAKER_REACH = 16
_AIMS = frozenset({"at", "on", "against", "into", "toward", "towards", "overnight", "from"})
_QUOTED = 60
"""Words back in which the mark that opens a quotation is sought."""
_CUTS = frozenset(";:—–")
_RELATIVES = frozenset({"who", "that", "which", "to", ","})
_COUPLERS = frozenset({"and", "then"})
"""A verb behind one of these shares the subject of the verb before: "ransacked and burned"."""
_OPENERS = frozenset({"in", "at", "on", "from", "near", "after", "during"})
_SKIPPED = frozenset({"on", "late", "early", "earlier", "last", "in", "a", "statement", "that"})
_DAYS = frozenset({"yesterday", "today", "tonight", "overnight"})


def context_holds(
    sentence: Sentence, index: int, last: int, pattern: Pattern, previous: Sentence | None
) -> bool:
    """Whether the gate of a pattern at words ``[index, last)`` is open.

    The words that a weak trigger of harm or protest needs may also stand in ``previous``, the
    sentence before. The gate "cause" is always open here: what did the harm is
    sought once all are found.
    """
    if pattern.gate == "near":
        return _near(sentence, index, last, pattern.concept)
    if pattern.gate == "needs":
        return _is_needed(sentence, index, last, pattern.concept, previous)
    if pattern.gate == "subject":
        return _has_subject(sentence, index, pattern.concept.subjects)
    if pattern.gate == "saying":
        passive = sentence.word(index - 1) in role_cues("en").words["be_forms"]
        said = _said_on_a_day(sentence, last) or _speaker_opens(sentence, index, last)
        return said and not passive  # "is said to be"
    return True


def _is_needed(
    sentence: Sentence, index: int, last: int, concept: Concept, previous: Sentence | None
) -> bool:
    """Whether a word that a weak trigger needs stands about it, or in the sentence before."""
    low, end = max(0, index - _SENTENCE_REACH), min(len(sentence.lower), last + _SENTENCE_REACH)
    if _holds(sentence, [*range(low, index), *range(last, end)], concept.needs):
        return True
    if previous is None or concept.kind not in _GOES_ON:
        return False
    return _holds(previous, range(len(previous.lower)), concept.needs)


def _holds(sentence: Sentence, at: Iterable[int], needs: frozenset[str]) -> bool:
    """Whether one of the words at ``at`` is one of ``needs``, and means what it means there."""
    return any(
        sentence.lower[i] in needs and not _is_namesake(sentence, i) and not _is_pit(sentence, i)
        for i in at
    )


def _is_pit(sentence: Sentence, index: int) -> bool:
    """Whether a mine is one that is dug: "a coal mine"."""
    return sentence.lower[index] == "mine" and sentence.word(index - 1) in lexicon().ores


def _near(sentence: Sentence, index: int, last: int, concept: Concept) -> bool:
    before = range(index - 1, max(-1, index - 1 - _NEAR_BEFORE), -1)
    after = range(last, min(len(sentence.lower), last + concept.near_window))
    for side in (before, after):
        for at in side:
            if sentence.lower[at] in _CUTS:
                break
            word = sentence.lower[at]
            if word in concept.near and (
                word not in concept.doubtful_near or _aimed(sentence, at, concept)
            ):
                return True
    return False


def is_doubtful(sentence: Sentence, index: int, last: int, concept: Concept) -> bool:
    """Whether only a word that may be harmless stands near: "launched the drones over the reef"."""
    near = sentence.lower[max(0, index - _NEAR_BEFORE) : last + concept.near_window]
    return not concept.doubtful_near.isdisjoint(near) and not _near(sentence, index, last, concept)


def _aimed(sentence: Sentence, index: int, concept: Concept) -> bool:
    """Whether "drones" are weapons: aimed at something, or among soldiers and shells."""
    low = max(0, index - _SENTENCE_REACH)
    around = (*sentence.lower[low:index], *sentence.lower[index + 1 : index + _SENTENCE_REACH])
    armed = concept.needs - {"drone", "air", "helicopter", "helicopters"} - concept.doubtful_near
    return sentence.word(index + 1) in _AIMS or any(word in armed for word in around)


def _has_subject(sentence: Sentence, index: int, subjects: frozenset[str]) -> bool:
    """Whether one of ``subjects`` comes before an active verb, no verb between but one coupled."""
    words, verbs = role_cues("en").words, role_cues("en").verbs["intend"]
    if sentence.word(index - 1) in words["be_forms"] and not _is_gerund(sentence, index):
        return False
    coupled = sentence.word(index - 1) in _COUPLERS
    for at in range(index - 1, max(-1, index - 1 - _SUBJECT_REACH), -1):
        word = sentence.lower[at]
        if word in subjects and not _is_namesake(sentence, at):
            return True
        if word in _CUTS or word in words["subordinators"] - _RELATIVES:
            return False
        auxiliary = word in words["auxiliaries"] or word in words["adverbs"] or word in verbs
        # "militants who trained in X stormed", "troops led by a general occupied"
        told = is_told_of_it(sentence, at) or sentence.word(at + 1) == "by"
        if not (auxiliary or coupled or told) and word not in _RELATIVES and is_verb(word, "en"):
            return False
    return False


def is_told_of_it(sentence: Sentence, index: int) -> bool:
    """Whether a verb is that of a relative clause: "who trained", "that had once held"."""
    return not {"who", "that", "which"}.isdisjoint(sentence.lower[max(0, index - 2) : index])


def _is_gerund(sentence: Sentence, index: int) -> bool:
    return sentence.word(index).endswith("ing")


def _said_on_a_day(sentence: Sentence, last: int) -> bool:
    """Whether the day of a saying follows it: "said late on Monday"."""
    known = lexicon()
    at = last
    while at < last + 4 and sentence.word(at) in _SKIPPED:
        at += 1
    return sentence.word(at) in _DAYS | known.who["weekdays"]


def _speaker_opens(sentence: Sentence, index: int, last: int) -> bool:
    """Whether the sentence opens with a named holder of office, whose first verb this is.

    What is told "…, officials said" tells of something else first, and the saying is no news.
    """
    if index > _SPEAKER_REACH or not index or not sentence.word(last)[:1].isalpha():
        return False
    words, start = role_cues("en").words, 0
    if sentence.word(0) in _OPENERS and "," in sentence.lower[:index]:
        start = sentence.lower.index(",") + 1
    for at in range(start, index):
        word = sentence.lower[at]
        allowed = word in words["auxiliaries"] or word in words["adverbs"]
        capital = sentence.tokens[at].text[0].isupper()
        if word in _CUTS or (not allowed and not capital and is_verb(word, "en")):
            return False
    named = any(token.text[0].isupper() for token in sentence.tokens[start + 1 : index])
    return named and any(word in words["offices"] for word in sentence.lower[start:index])


def is_specified(sentence: Sentence, last: int, known: Lexicon) -> bool:
    """Whether a noun only specifies the next one: "attack helicopter", "election campaign"."""
    return sentence.word(last) in known.compound_heads


def is_named(sentence: Sentence, index: int) -> bool:
    """Whether a word within a sentence has a capital of its own: "the Tamil Tigers"."""
    text = sentence.tokens[index].text
    return index > 0 and text[0].isupper() and not text.isupper()


def _is_namesake(sentence: Sentence, index: int) -> bool:
    """Whether "King" is a surname or part of the name of a house, or "Tigers" one of people."""
    known = lexicon()
    tokens = sentence.tokens
    text = tokens[index].text
    if sentence.lower[index] in known.animals:
        return is_named(sentence, index)
    if sentence.lower[index] not in known.royals or not text[0].isupper() or text.isupper():
        return False
    if sentence.word(index - 1) == "the":
        return False
    end = index + 1
    while end < min(len(tokens), index + 5) and tokens[end].text[0].isupper():
        end += 1
    house = any(word in known.institutions for word in sentence.lower[index + 1 : end])
    return house or end == index + 1


def is_slogan(sentence: Sentence, index: int, known: Lexicon, *, imperative: bool) -> bool:
    """Whether a word stands in a quoted slogan, sign or title, or opens a quoted command.

    ``imperative``: the word has the plain form of a verb, as a command has.
    """
    opening = _opening_quote(sentence, index)
    if opening is None:
        return False
    before = sentence.lower[max(0, opening - 3) : opening]
    return (imperative and index == opening + 1) or any(word in known.shouts for word in before)


def _opening_quote(sentence: Sentence, index: int) -> int | None:
    """Index of the mark that opens the quotation a word stands in; None outside of any."""
    opening: int | None = None
    for at in range(max(0, index - _QUOTED), index):
        mark = sentence.lower[at]
        if mark == "“" or (mark == '"' and opening is None):
            opening = at
        elif mark in {"”", '"'}:
            opening = None
    return opening


def leads_elsewhere(sentence: Sentence, known: Lexicon) -> bool:
    """Whether a sentence only points to other pages: "Read more: …"."""
    return any(sentence.lower[: len(line)] == line for line in known.boilerplate)
