"""What must stand around a trigger's words for them to tell of an event, gate by gate."""

from __future__ import annotations

from geocode.events.lexicon import Concept, Lexicon, Pattern, lexicon
from geocode.places.clauses import Sentence, is_verb
from geocode.places.nounphrases import role_cues

_HARMFUL = frozenset({"ASSAULT", "ACCIDENT", "DISASTER"})
_SENTENCE_REACH = 60
_NEAR_BEFORE = 5
_SUBJECT_REACH = 12
_SPEAKER_REACH = 16
_CUTS = frozenset(";:—–")
_RELATIVES = frozenset({"who", "that", "which", "to", ","})
_OPENERS = frozenset({"in", "at", "on", "from", "near", "after", "during"})
_SKIPPED = frozenset({"on", "late", "early", "earlier", "last", "in", "a", "statement", "that"})
_DAYS = frozenset({"yesterday", "today", "tonight", "overnight"})


def context_holds(
    sentence: Sentence, index: int, last: int, pattern: Pattern, previous: Sentence | None
) -> bool:
    """Whether the gate of a pattern at words ``[index, last)`` is open.

    The words that a weak trigger of violence, accident or disaster needs may also stand in
    ``previous``, the sentence before. The gate "cause" is always open here: what did the harm is
    sought once all are found.
    """
    if pattern.gate == "near":
        return _near(sentence, index, last, pattern.concept)
    if pattern.gate == "needs":
        low = max(0, index - _SENTENCE_REACH)
        around = (*sentence.lower[low:index], *sentence.lower[last : last + _SENTENCE_REACH])
        if previous is not None and pattern.concept.kind in _HARMFUL:
            around = (*around, *previous.lower)
        return any(word in pattern.concept.needs for word in around)
    if pattern.gate == "subject":
        return _has_subject(sentence, index, pattern.concept.subjects)
    if pattern.gate == "saying":
        return _said_on_a_day(sentence, last) or _speaker_opens(sentence, index, last)
    return True


def _near(sentence: Sentence, index: int, last: int, concept: Concept) -> bool:
    before = range(index - 1, max(-1, index - 1 - _NEAR_BEFORE), -1)
    after = range(last, min(len(sentence.lower), last + concept.near_window))
    for side in (before, after):
        for at in side:
            if sentence.lower[at] in _CUTS:
                break
            if sentence.lower[at] in concept.near:
                return True
    return False


def _has_subject(sentence: Sentence, index: int, subjects: frozenset[str]) -> bool:
    """Whether one of ``subjects`` comes before an active verb with no other verb between."""
    words, verbs = role_cues("en").words, role_cues("en").verbs["intend"]
    if sentence.word(index - 1) in words["be_forms"] and not _is_gerund(sentence, index):
        return False
    for at in range(index - 1, max(-1, index - 1 - _SUBJECT_REACH), -1):
        word = sentence.lower[at]
        if word in subjects:
            return True
        if word in _CUTS or word in words["subordinators"] - _RELATIVES:
            return False
        auxiliary = word in words["auxiliaries"] or word in words["adverbs"] or word in verbs
        if not auxiliary and word not in _RELATIVES and is_verb(word, "en"):
            return False
    return False


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
