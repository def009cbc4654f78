"""Words of a sentence that could tell of an event, whatever stands around them, and their signs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeAlias

from geocode.events.lexicon import Lexicon, PartOfSpeech, Pattern, lexicon
from geocode.events.triggers import Trigger, has_no_subject
from geocode.languages import cues
from geocode.languages.inflection import verb_forms
from geocode.places.roles.clauses import Sentence
from geocode.places.roles.nounphrases import role_cues
from geocode.records import RUNNING_BLOCKS

Sign: TypeAlias = tuple[str, str]
"""A slot, and the word that stands in it: what a word means there is weighed by its classes."""
_SHORTEST = 3
_CHAIN = 4
"""Auxiliaries and adverbs before a verb that are looked through."""
_REACH = 6
_LONG_WORD = 4
_MOST_LEADS = 3
_NEGATORS = frozenset({"not", "never", "no", "nobody", "nor", "neither", "none", "without"})
_HAVE = frozenset({"has", "have", "had", "having"})
_IDLE = frozenset(
    {"do", "does", "did", "done", "doing", "get", "gets", "getting", "let", "lets", "letting",
     "seem", "seems", "seemed", "become", "becomes", "became", "need", "needs", "needed"}
)  # fmt: skip
_PRONOUNS = frozenset({"it", "him", "her", "them", "this", "that", "us", "me", "itself"})
_STOPS = frozenset(".;:—–")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``[first, last)`` of a sentence that could tell of an event."""

    sentence: int
    first: int
    last: int
    lemma: str
    part: PartOfSpeech
    form: str
    """Of a verb: plain, third, past or gerund; "noun"."""
    patterns: tuple[Pattern, ...]
    """Of the lexicon, that have these words, whether or not their gates are open."""
    trigger: Trigger | None
    """What the lexicon and its gates make of them."""


@cache
def forms_of_verbs(language: str) -> dict[str, str]:
    """Which form each form is of the verbs that any of a language's lists holds."""
    lemmas = {p.lemma.split()[0] for found in lexicon(language).judged.values()
              for p in found if p.part == "verb"}  # fmt: skip
    lemmas |= set(cues(language, "inflection")["past"])
    out: dict[str, str] = {}
    for lemma in sorted(lemmas):
        plain, third, *rest = verb_forms(lemma, language)
        out.setdefault(plain, "plain")
        out.setdefault(third, "third")
        for form in rest:
            out.setdefault(form, "gerund" if form.endswith("ing") else "past")
    return out


@lru_cache(maxsize=65536)
def _form(word: str, language: str) -> str | None:
    """The form of a word that opens something of the lexicon; None for any other."""
    if len(word) < _SHORTEST or not word[0].isalpha() or word in _IDLE:
        return None
    if word in role_cues(language).words["auxiliaries"]:
        return None
    if word not in lexicon(language).judged:
        return None
    form = forms_of_verbs(language).get(word)
    past = word.endswith("ed") and len(word) > _LONG_WORD
    return form or ("past" if past else "noun")


def candidates(
    number: int, sentence: Sentence, triggers: Sequence[Trigger], *, language: str
) -> Iterator[Candidate]:
    """The candidates of a sentence in order: its triggers, and words that are none so far."""
    known = lexicon(language)
    starts = {trigger.first: trigger for trigger in triggers}
    end = 0
    for at, word in enumerate(sentence.lower):
        trigger = starts.get(at)
        form = _form(word, language)
        if trigger is not None:
            end = trigger.last
            patterns = _patterns_at(sentence, at, known, language)
            yield Candidate(
                number, at, end, trigger.lemma, trigger.part, form or "noun", patterns, trigger
            )
        elif (
            form
            and at >= end
            and sentence.block in RUNNING_BLOCKS
            and not (_is_name(sentence, at) or (form == "plain" and has_no_subject(sentence, at)))
        ):
            patterns = _patterns_at(sentence, at, known, language)
            if patterns:
                last = at + len(patterns[0].words)
                lemma, part = patterns[0].lemma, patterns[0].part
                yield Candidate(number, at, last, lemma, part, form, patterns, None)


def _is_name(sentence: Sentence, at: int) -> bool:
    text = sentence.tokens[at].text
    return at > 0 and text[0].isupper() and not text.isupper()


@cache
def _parting(language: str) -> frozenset[str]:
    """What may stand between a verb and its particle: "ruled it out", "fired Monday on"."""
    return _PRONOUNS.union(cues(language, "dates")["weekdays"])


def _patterns_at(sentence: Sentence, at: int, known: Lexicon, language: str) -> tuple[Pattern, ...]:
    """Patterns that begin at a word, its particle perhaps parted from it."""
    split = sentence.word(at + 1) in _parting(language)
    parted = (sentence.lower[at], sentence.word(at + 2)) if split else ()
    return tuple(
        [
            pattern
            for pattern in known.judged.get(sentence.lower[at], ())
            if len(pattern.words) == 1
            or sentence.lower[at : at + len(pattern.words)] == pattern.words
            or pattern.words == parted
        ]
    )


def near_signs(sentence: Sentence, candidate: Candidate, *, language: str) -> list[Sign]:
    """What the words at and beside a candidate say, and the lexicon of it, by slot."""
    first, form = candidate.first, candidate.form
    aux, subject, negated = _governed_by(sentence, first, language)
    named = subject >= 0 and sentence.tokens[subject].text[0].isupper()
    out = [
        ("word", sentence.lower[first]),
        ("before", sentence.word(first - 1)),
        ("next", sentence.word(candidate.last)),
        ("subject", sentence.word(subject)),
        ("is", f"{form}{aux}"),
        ("is", f"{form}, named {named}"),
        ("is", f"lemma {candidate.lemma}"),
        ("is", f"sentence {min(_MOST_LEADS, candidate.sentence)}"),
        *_listed(tuple([pattern.words for pattern in candidate.patterns]), language),
    ]
    if sentence.block != "body":
        out.append(("is", f"block {sentence.block}"))
    if negated:
        out.append(("is", "negated"))
    if first == 0:
        out.append(("is", "first"))
    trigger = candidate.trigger
    if trigger is not None:
        size = min(3, trigger.last - trigger.first)
        out += [("is", "trigger"), ("is", f"trigger {trigger.concept.kind}"),
                ("is", f"trigger {trigger.concept.name}"), ("is", f"trigger {trigger.part} {size}"),
                ("is", f"trigger {trigger.strength}")]  # fmt: skip
    return out


def _governed_by(sentence: Sentence, first: int, language: str) -> tuple[str, int, bool]:
    """The auxiliaries before a verb from the last on, the word before them, any negation."""
    words = role_cues(language).words
    at, aux, negated = first - 1, "", False
    while at >= max(0, first - _CHAIN):
        word = sentence.lower[at]
        if word in _NEGATORS:
            negated = True
        elif word == "to" or word in words["auxiliaries"]:
            have, be = word in _HAVE, word in words["be_forms"]
            aux += " to" if word == "to" else " have" if have else " be" if be else " will"
        elif word not in words["adverbs"] and not word.endswith("ly"):
            break
        at -= 1
    return aux, at, negated


@lru_cache(maxsize=65536)
def _listed(runs: tuple[tuple[str, ...], ...], language: str) -> tuple[Sign, ...]:
    """What the lexicon says of runs of words, each with all its patterns."""
    out = {("is", "listed" if runs else "unlisted")}
    for run in set(runs):
        for pattern in lexicon(language).judged[run[0]]:
            if pattern.words == run:
                kind = pattern.concept.kind
                out |= {("is", f"listed {kind}"), ("is", f"gate {pattern.gate} {pattern.part}"),
                        ("is", f"listed {kind} {pattern.gate}")}  # fmt: skip
    return tuple(sorted(out))


def far_signs(sentence: Sentence, candidate: Candidate, about: Sequence[Trigger]) -> list[Sign]:
    """What the longer words on either side, and the other triggers about, say of its kind."""
    first, last = candidate.first, candidate.last
    out: list[Sign] = []
    for at in range(last + 1, min(len(sentence.lower), last + _REACH)):
        if sentence.lower[at] in _STOPS:
            break
        if len(sentence.lower[at]) >= _LONG_WORD:
            out.append(("ahead", sentence.lower[at]))
    behind = sentence.lower[max(0, first - _REACH) : max(0, first - 1)]
    out += [("behind", word) for word in behind if len(word) >= _LONG_WORD]
    own = candidate.trigger
    beside = {trigger.concept.kind for trigger in about if trigger is not own}
    return out + [("is", f"beside {kind}") for kind in sorted(beside)]
