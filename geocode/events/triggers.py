"""Words of a document that tell of an event: a lexicon, and gates that keep idioms out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from geocode.events.gates import (
    context_holds,
    is_doubtful,
    is_slogan,
    is_specified,
    is_told_of_it,
    leads_elsewhere,
)
from geocode.events.harmless import harms_nobody, subject_of
from geocode.events.lexicon import Concept, Lexicon, PartOfSpeech, Pattern, lexicon
from geocode.languages import cues
from geocode.places.roles.clauses import Sentence, is_verb
from geocode.places.roles.nounphrases import role_cues
from geocode.records import RUNNING_BLOCKS, WRITERS_BLOCKS, Span

_SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}")

_DOMAIN_SHARE = 0.03
"""Share of a document's words that makes it a sports, markets or arts piece. Source: set by hand
on our own sample reports; news of war stays under 0.01."""
_DOMAIN_WORDS = 3
_BLOCK_GAP = 3
"""Code points between two sentences of one paragraph, or of two that follow each other."""
_ADJECTIVE_ENDINGS = ("al", "ic", "ous", "ive", "ary", "est", "ilar")
_NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ture")
_ENDS = frozenset({".", ",", ";", "", ")", "]"})
_OPENINGS = frozenset(
    {"", ",", "when", "as", "that", "after", "before", "where", "while", "because"}
)
_PEOPLE = frozenset({"men", "people", "women", "police", "children", "civilians"})
_WARDS = frozenset({"hospital", "clinic", "wounds", "injuries"})
_WARD_REACH = 6
_NAMED_STORMS = frozenset({"cyclone", "hurricane", "typhoon"})
_HOUSES = frozenset({"memorial", "relief", "fund", "museum", "center", "centre"})
_FIRED_WORDS = 4
_LISTED = 4
"""Words back in which a comma or "and" makes a name one of several."""
_CHARGED_WORDS = 8
"""Words after an arrest in which "for murder" is the charge and no killing of its own."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: words ``[first, last)`` of sentence number ``sentence``."""

    sentence: int
    first: int
    last: int
    span: Span
    lemma: str
    part: PartOfSpeech
    concept: Concept
    strength: float
    """How surely the words tell of an event: 1 for a phrase that can mean nothing else."""
    chance: float = 0.0
    """How likely they do where they stand, as ``judging`` has it; 0 where it has not been asked."""


def find_triggers(read: Sequence[Sentence], *, language: str = "en") -> tuple[Trigger, ...]:
    """Triggers in text order, disjoint: at each word the longest, then first listed, that holds."""
    known = lexicon(language)
    domain = domains(read, language=language)
    weak_allowed = not domain & {"sports", "markets"}
    out: list[Trigger] = []
    for number, sentence in enumerate(read):
        if sentence.block in WRITERS_BLOCKS or leads_elsewhere(sentence, known):
            continue
        index = 0
        previous = read[number - 1] if number and _continues(read, number) else None
        while index < len(sentence.tokens):
            found = None
            if sentence.lower[index] in known.patterns:
                found = _match(sentence, index, known, weak_allowed=weak_allowed, previous=previous)
            if found is None:
                index += 1
                continue
            last = index + len(found.words)
            start, end = sentence.tokens[index].start, sentence.tokens[last - 1].end
            out.append(
                Trigger(
                    number, index, last, Span(start, end), found.lemma, found.part, found.concept,
                    _strength(found),
                )
            )  # fmt: skip
            index = last
    return _with_causes(without_charges(out, read), read, known)


def without_charges(found: Sequence[Trigger], read: Sequence[Sentence]) -> list[Trigger]:
    """Without what only says what somebody is charged with: "charged with murder".

    Nouns, and words that a verb's plain form and a noun share.
    """
    out: list[Trigger] = []
    for trigger in found:
        before = out[-1] if out else None
        charge = (
            before is not None
            and (
                trigger.part == "noun"
                or read[trigger.sentence].word(trigger.first) == trigger.lemma
            )
            and before.sentence == trigger.sentence
            and (before.concept.kind == "COERCE" or before.lemma == "charge")
            and trigger.first - before.last <= _CHARGED_WORDS
            and read[trigger.sentence].word(trigger.first - 1) in {"with", "for", "of", "over"}
        )
        if not charge:
            out.append(trigger)
    return out


def _with_causes(
    found: Sequence[Trigger], read: Sequence[Sentence], known: Lexicon
) -> tuple[Trigger, ...]:
    """With "killed" and its like told of what killed, where it is named.

    "hit" and "struck" are told of the disaster of their sentence, if there is one. What only
    tells of harm is left out where nothing is named that did it; a toll may follow it in a
    sentence of its own, the next or the one after that.
    """
    causes: dict[int, list[Trigger]] = {}
    for trigger in found:
        harmful = trigger.concept.kind in {"ASSAULT", "ACCIDENT", "DISASTER"}
        crash = trigger.concept.kind == "ACCIDENT" and trigger.lemma in known.blows
        if harmful and (crash or trigger.lemma not in known.outcomes | known.blows):
            causes.setdefault(trigger.sentence, []).append(trigger)
    out: list[Trigger] = []
    for number, trigger in enumerate(found):
        here = causes.get(trigger.sentence, [])
        before = found[number - 1] if number else None
        if trigger.lemma in known.blows:
            here = [cause for cause in here if cause.concept.kind == "DISASTER"]
        elif trigger.lemma not in known.outcomes:
            here = []
        elif before is not None and _is_deadly(before, trigger, read[trigger.sentence]):
            here = [before]
        elif not here and trigger.concept.name == "harm" and trigger.lemma in known.tolls:
            here = causes.get(trigger.sentence - 1, []) or causes.get(trigger.sentence - 2, [])
        if here:
            nearest = min(here, key=lambda cause: abs(cause.span.start - trigger.span.start))
            out.append(replace(trigger, concept=nearest.concept))
        elif trigger.concept.name != "harm":
            out.append(trigger)
    return tuple(out)


def _is_deadly(illness: Trigger, toll: Trigger, sentence: Sentence) -> bool:
    """Whether an illness is the subject of a toll: "a cholera outbreak in X has killed 40"."""
    if illness.sentence != toll.sentence or illness.concept.kind != "HEALTH":
        return False
    words = role_cues("en").words
    between = sentence.lower[illness.last : toll.first]
    plain = (word for word in between if word not in words["auxiliaries"] | words["adverbs"])
    active = not between or between[-1] not in words["be_forms"]
    return illness.part == "noun" and active and not any(is_verb(word, "en") for word in plain)


def domains(read: Sequence[Sentence], *, language: str = "en") -> frozenset[str]:
    """Which of sports, markets and review a document is, by the share of its words."""
    words = [word for sentence in read for word in sentence.lower]
    distinct = set(words)
    scores = frozenset(w for w in distinct if w[0].isdigit() and _SCORE.fullmatch(w))
    out: set[str] = set()
    for name, listed in lexicon(language).domains.items():
        known = listed & distinct | scores if name == "sports" else listed & distinct
        if len(known) >= _DOMAIN_WORDS:
            hits = sum(word in known for word in words)
            if hits >= _DOMAIN_SHARE * len(words):
                out.add(name)
    return frozenset(out)


def _strength(pattern: Pattern) -> float:
    if pattern.gate in {"none", "saying"}:
        return 1.0 if len(pattern.words) > 1 or pattern.part == "verb" else 0.95
    return 0.85


def _continues(read: Sequence[Sentence], number: int) -> bool:
    """Whether a sentence goes on in the block of the one before."""
    apart = read[number].span.start - read[number - 1].span.end
    running = {read[number].block, read[number - 1].block} <= RUNNING_BLOCKS
    return running and apart <= _BLOCK_GAP


def _match(
    sentence: Sentence,
    index: int,
    known: Lexicon,
    *,
    weak_allowed: bool,
    previous: Sentence | None,
) -> Pattern | None:
    for pattern in known.patterns.get(sentence.lower[index], ()):
        last = index + len(pattern.words)
        if len(pattern.words) > 1 and sentence.lower[index:last] != pattern.words:
            continue
        if pattern.gate != "none" and not weak_allowed:
            continue
        if fits(sentence, index, pattern, known) and context_holds(
            sentence, index, last, pattern, previous
        ):
            return pattern
    return None


def fits(sentence: Sentence, index: int, pattern: Pattern, known: Lexicon) -> bool:
    """Whether a pattern's words stand as its class stands, in no idiom, name, slogan or game.

    Whether its gate is open is another question.
    """
    last = index + len(pattern.words)
    return (
        _class_holds(sentence, index, pattern, known)
        and _no_idiom(sentence, index, last, pattern.concept)
        and not (pattern.part == "noun" and is_specified(sentence, last, known))
        and not _means_else(sentence, index, last, pattern.lemma, pattern.concept)
        and not _is_name(sentence, index, last)
        and not is_slogan(sentence, index, known, imperative=pattern.bare)
        and not _is_no_violence(sentence, index, last, pattern.lemma, pattern.concept)
    )


def _class_holds(sentence: Sentence, index: int, pattern: Pattern, known: Lexicon) -> bool:
    """Whether a form that could be noun or verb stands where its class stands."""
    before = sentence.word(index - 1)
    after = sentence.word(index + len(pattern.words))
    if not pattern.bare:  # "the besieged city", "a detained activist" only describe
        counted = before.isdecimal() and len(after) > 3 and after.endswith("s")  # noqa: PLR2004
        adjective = before in known.describers or before == "newly" or counted
        return pattern.part == "noun" or not (pattern.words[0].endswith("ed") and adjective)
    if pattern.part == "verb" and not before and sentence.block in RUNNING_BLOCKS:
        return False  # "Storm …" opens with a noun
    if pattern.part == "verb":
        if not pattern.words[0].endswith("s") and has_no_subject(sentence, index):
            return False
        adjective = before.endswith(_ADJECTIVE_ENDINGS) and len(before) > 4  # noqa: PLR2004
        noun = adjective or before in known.noun_makers
        return not (noun or _reads_as_noun(sentence, index, pattern, known))
    return before not in known.verb_makers


@cache
def _unchanging() -> frozenset[str]:
    """Verbs whose past is their plain form."""
    pasts: dict[str, list[str]] = cues("en", "inflection")["past"]
    return frozenset(head for head, past in pasts.items() if head in past)


def has_no_subject(sentence: Sentence, at: int) -> bool:
    """Whether a plain form stands behind one name, whose verb would end in s: "Benue state"."""
    if sentence.word(at) in _unchanging():
        return False  # "Ana put out the fire"
    before = sentence.tokens[at - 1].text if at > 1 else ""
    listed = not {"and", ","}.isdisjoint(sentence.lower[max(0, at - _LISTED) : at])
    many = before.endswith("s") and sentence.word(at) != "state"  # "Chiapas state"
    one = before[:1].isupper() and not before.isupper() and not many
    return one and not listed


def _reads_as_noun(sentence: Sentence, index: int, pattern: Pattern, known: Lexicon) -> bool:
    """Whether what stands around a plain or -s form of a verb makes it a noun."""
    before, after = sentence.word(index - 1), sentence.word(index + len(pattern.words))
    if after in known.noun_before.get(pattern.lemma, ()):
        return True
    if pattern.lemma in known.transitive and after in _ENDS and before != "to":
        return True
    if before in {"and", "or"} and sentence.word(index - 2).endswith(_NOUN_ENDINGS):
        return True
    particle = sentence.word(index) == "back" and before.endswith(("ing", "ed"))
    return particle or _is_subject(before, after)


def _is_subject(before: str, after: str) -> bool:
    """Whether a verb right behind makes a plain form its subject: "the cost overrun was …"."""
    return before != "to" and after in {"was", "were", "is", "are", "has", "had", "resulted"}


def _no_idiom(sentence: Sentence, index: int, last: int, concept: Concept) -> bool:
    """Whether the words on either side leave the trigger its plain meaning."""
    for size in (1, 2, 3):
        if sentence.lower[last : last + size] in concept.not_before:
            return False
        if sentence.lower[max(0, index - size) : index] in concept.not_after:
            return False
    return True


def is_idle(sentence: Sentence, first: int, last: int, lemma: str, concept: Concept) -> bool:
    """Whether words of the lexicon tell of nothing, whatever else speaks for them.

    Idioms, slogans and quoted commands, parts of names, nouns that only specify the next one,
    participles that only describe it, attacks that are only played, drones that may be civil, lines
    that lead elsewhere.
    """
    known = lexicon()
    return (
        not _no_idiom(sentence, first, last, concept)
        or _means_else(sentence, first, last, lemma, concept)
        or is_slogan(sentence, first, known, imperative=True)
        or _is_name(sentence, first, last)
        or is_specified(sentence, last, known)
        or _only_describes(sentence, first, last, known)
        or _is_no_violence(sentence, first, last, lemma, concept)
        or is_doubtful(sentence, first, last, concept)
        or leads_elsewhere(sentence, known)
    )


def _only_describes(sentence: Sentence, first: int, last: int, known: Lexicon) -> bool:
    """Whether a participle stands before its noun: "in the poisoned spy dispute"."""
    participle = last - first == 1 and sentence.word(first).endswith("ed")
    noun = sentence.word(last)
    before = noun.isalpha() and noun not in known.who["bounds"]
    return participle and before and sentence.word(first - 1) in known.describers


def _means_else(sentence: Sentence, first: int, last: int, lemma: str, concept: Concept) -> bool:
    """Whether the words behind give a lemma another meaning, or make it part of a subject."""
    return (
        sentence.word(last) in lexicon().not_before_lemma.get(lemma, ())
        or _opens_a_subject(sentence, first, last)
        or (lemma == "die" and _is_late(sentence, last))
        or (lemma == "fire" and _is_dismissal(sentence, last, concept))
        or (lemma in {"flood", "flooding"} and _is_a_crowd(sentence, first))
    )


def _opens_a_subject(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a participle opens the subject of a clause: "armed men attacked"."""
    opens = sentence.word(first - 1) in _OPENINGS and sentence.word(first).endswith("ed")
    noun = sentence.word(last)
    people = noun in _PEOPLE or (len(noun) > 3 and noun.endswith("s"))  # noqa: PLR2004
    return opens and people and is_verb(sentence.word(last + 1), "en")


def _is_a_crowd(sentence: Sentence, verb: int) -> bool:
    """Whether those that flood a place are people: "patients are flooding into the hospital"."""
    active = sentence.word(verb) in {"flood", "flooding"}
    return active and subject_of(sentence, verb, lexicon()) in lexicon().crowds


def _is_dismissal(sentence: Sentence, last: int, concept: Concept) -> bool:
    """Whether who is fired is named, and no weapon: "fired Reams", not "fired Grad rockets"."""
    named = last < len(sentence.tokens) and sentence.tokens[last].text.istitle()
    day = sentence.word(last) in lexicon().who["bounds"]  # "fired Monday on a crowd"
    weapons = concept.needs | concept.near
    return named and not day and weapons.isdisjoint(sentence.lower[last : last + _FIRED_WORDS])


def _is_late(sentence: Sentence, last: int) -> bool:
    """Whether a death is elsewhere and later than what it is of: "died in hospital on Monday"."""
    return not _WARDS.isdisjoint(sentence.lower[last : last + _WARD_REACH])


def _is_no_violence(
    sentence: Sentence, first: int, last: int, lemma: str, concept: Concept
) -> bool:
    """Whether what would be violence is only played, or harms nobody."""
    known = lexicon()
    return concept.kind == "ASSAULT" and (
        _is_played(sentence, first, known) or harms_nobody(sentence, first, last, lemma, known)
    )


def _is_played(sentence: Sentence, index: int, known: Lexicon) -> bool:
    """Whether an attack is only part of an exercise: "rehearsed intercepting", "a mock attack".

    Not where that is said of who did it: "militants who trained in X stormed".
    """
    return any(
        sentence.lower[at] in known.simulated and not is_told_of_it(sentence, at)
        for at in range(max(0, index - 20), index)
    )


def _is_name(sentence: Sentence, index: int, last: int) -> bool:
    """Whether the trigger is part of a capitalised name: "the Strike Force", "Battle Creek"."""
    tokens = sentence.tokens
    if sentence.block == "headline" or index == 0 or not tokens[index].text[0].isupper():
        return False
    if sentence.lower[index] in _NAMED_STORMS and sentence.word(last + 1) not in _HOUSES:
        return False  # "when Cyclone Freddy hit"
    if tokens[index].text.isupper():
        return False
    before = tokens[index - 1].text
    after = tokens[last].text if last < len(tokens) else ""
    return after[:1].isupper() or (before[:1].isupper() and index > 1)
