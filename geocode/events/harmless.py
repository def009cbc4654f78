"""Words of violence that tell of none: what rain pounds, a virus kills, and who kills birds.

Each asks for the head of a noun phrase, not for any word near: who is shot walking his dog is no
dog, and who is attacked by gunmen after a storm is not attacked by it.
"""

from __future__ import annotations

from geocode.events.gates import is_named
from geocode.events.lexicon import Lexicon
from geocode.places.roles.clauses import Sentence, is_verb
from geocode.places.roles.nounphrases import role_cues

_PHRASE = 8
"""Words of a noun phrase at most."""
_OPENERS = frozenset({",", ";", ":", "(", '"', "“", "that"})
_SPREAD = frozenset({"invade", "attack", "strike", "hit"})
"""What illnesses do besides killing."""


def harms_nobody(sentence: Sentence, first: int, last: int, lemma: str, known: Lexicon) -> bool:
    """Whether words of violence tell of nature's or an illness's, or of animals that are killed.

    What is hit by a quake is told of the quake, and so is a blow for all that.
    """
    forces = known.weather if lemma in known.blows else known.weather | known.disasters
    if sentence.word(last) == "by" and _head_at(sentence, last + 1, known) in forces:
        return True
    subject = subject_of(sentence, first, known)
    if sentence.word(first - 1) in role_cues("en").words["be_forms"]:
        return lemma in known.slaying and subject in known.animals
    if subject in known.illnesses and lemma in known.slaying | _SPREAD:
        return True
    return lemma in known.slaying and _head_at(sentence, last, known) in known.animals


def subject_of(sentence: Sentence, verb: int, known: Lexicon) -> str:
    """The head of the plain noun phrase that opens a verb's clause; "" where there is more.

    "Thousands of birds have been culled": birds; "a man walking his dog was shot": nothing.
    """
    words, end = role_cues("en").words, verb
    while (
        sentence.word(end - 1) in words["auxiliaries"] or sentence.word(end - 1) in words["adverbs"]
    ):
        end -= 1
    start = end
    while start > 0 and end - start <= _PHRASE and sentence.word(start - 1) not in _OPENERS:
        start -= 1
    plain = all(_is_inner(sentence, at, known) for at in range(start, end))
    if not plain or not 0 < end - start <= _PHRASE:
        return ""
    return _own_word(sentence, end - 1)


def _head_at(sentence: Sentence, start: int, known: Lexicon) -> str:
    """The head of the noun phrase at a word, "" where another is joined to it.

    "Thousands of birds": birds; "a hail of bullets": bullets; "two dogs and a farmer": nothing.
    """
    end = start
    while end < start + _PHRASE and _is_inner(sentence, end, known):
        end += 1
    joined = sentence.word(end) == "and" and not _is_plain_animal(sentence, end + 1, known)
    return "" if joined or end == start else _own_word(sentence, end - 1)


def _is_plain_animal(sentence: Sentence, start: int, known: Lexicon) -> bool:
    """Whether what is joined to an animal is one too: "dogs and cats"."""
    return any(sentence.word(at) in known.animals for at in (start, start + 1))


def _is_inner(sentence: Sentence, at: int, known: Lexicon) -> bool:
    """Whether a word can be within a noun phrase on which nothing hangs but "of"."""
    word = sentence.word(at)
    if word == ",":
        return sentence.word(at - 1).isdecimal() and sentence.word(at + 1).isdecimal()
    hung = word.endswith("ing") or (word.endswith("ed") and is_verb(word, "en"))
    return word[:1].isalnum() and word not in known.who["bounds"] and not hung


def _own_word(sentence: Sentence, at: int) -> str:
    """A word in small letters as it means one: "SEALs" and "Tigers" are no animals."""
    return "" if is_named(sentence, at) else sentence.word(at)
