"""Which candidate words tell of an event, and of which kind: a linear model with a NONE class.

It disposes where the lexicon proposes: takes away triggers that tell of nothing, adds words whose
gates were shut or that no list holds, and decides between senses.
Source: two maximum-entropy models learnt by ``benchmarks/train_triggers.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from geocode.events.candidates import (
    Candidate,
    Sign,
    candidates,
    far_signs,
    near_signs,
)
from geocode.events.lexicon import KINDS, Concept, lexicon
from geocode.events.models import read_model
from geocode.events.triggers import Trigger, domains, is_idle, without_charges
from geocode.mentions.tagger import open_model
from geocode.places.roles.clauses import Sentence
from geocode.records import Span

Floats = NDArray[np.float32]
VERSION = 1
"""Of the signs; weights trained on others are refused."""
_REMEDY = "run: python benchmarks/train_triggers.py"
_FILE = "triggers.json"
KEPT_FROM = 0.25
"""Chance below which a trigger of the lexicon tells of nothing."""
ADDED_FROM = 0.6
"""Chance from which a word that is no trigger becomes one."""
SURE_KIND = 0.22
"""Share a kind needs for a word that is no trigger to become one."""
OTHER_SENSE = 0.97
"""Share another kind needs to take the place of the lexicon's."""
_PLAIN = 3
"""Words from which a phrase of the lexicon has but one sense: "declared a state of emergency"."""
_AGENT_REACH = 4
_WEAK = 0.8
"""Strength of what the lexicon did not find by itself."""
_NO_NEWS = frozenset({"sports", "markets"})
_MOST_SUMS = 200_000
"""Words by slot whose weight is kept for the next document."""
_HARMFUL = frozenset({"ASSAULT", "ACCIDENT", "DISASTER"})
_BOUND = frozenset({"harm", "animal attack"})
"""Concepts that only what stands beside it can give a word."""
_ONE_OF_A_KIND = frozenset({"ACCIDENT", "DISASTER", "HEALTH"})
"""Kinds of which a sentence mostly tells one, in several words."""
_PLACELESS = frozenset({"STATEMENT", "ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})


Proposal: TypeAlias = tuple[Candidate, list[Sign], Sequence[Trigger]]
"""A candidate, the signs at and beside it, and the triggers of its sentence and the next ones."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Weights by sign: one for telling of any event, and one for each kind, in ``KINDS``' order."""

    telling: Mapping[str, float]
    rows: Mapping[str, int]
    """The row of ``kind`` that each sign weighs with."""
    kind: Floats
    sums: dict[Sign, float] = field(default_factory=dict[Sign, float])
    """What the words met so far weigh in their slots."""
    places: dict[Sign, tuple[int, ...]] = field(default_factory=dict[Sign, tuple[int, ...]])
    """Their rows of ``kind``."""

    def chance(self, signs: Sequence[Sign]) -> float:
        """How likely a candidate tells of an event, 0..1."""
        total = self.telling.get("bias", 0.0)
        for sign in signs:
            weight = self.sums.get(sign)
            if weight is None:
                weight = sum(self.telling.get(name, 0.0) for name in names_of(sign))
                if len(self.sums) < _MOST_SUMS:
                    self.sums[sign] = weight
            total += weight
        return 1 / (1 + math.exp(-total))

    def likeliest(self, signs: Sequence[Sign], kinds: AbstractSet[str]) -> tuple[str, float]:
        """The likeliest of some kinds for a candidate that is an event, and its share, 0..1."""
        rows: list[int] = []
        for sign in signs:
            found = self.places.get(sign)
            if found is None:
                found = tuple([self.rows[n] for n in names_of(sign) if n in self.rows])
                if len(self.places) < _MOST_SUMS:
                    self.places[sign] = found
            rows += found
        scores = self.kind[rows].sum(axis=0)
        shares = np.exp(scores - scores.max())
        at = max(range(len(KINDS)), key=lambda n: (KINDS[n] in kinds, shares[n]))
        return KINDS[at], float(shares[at] / shares.sum())


@lru_cache(maxsize=65536)
def names_of(sign: Sign) -> tuple[str, ...]:
    """The weights' names of a sign: the word and its classes, from fine to coarse."""
    slot, word = sign
    if slot == "is":
        return (word,)
    if not word:
        return (f"{slot}: none",)
    known = open_model().lexicon.class_of(word)
    return (f"{slot}: {word}", f"{slot} f{known.fine}", f"{slot} m{known.middle}",
            f"{slot} c{known.coarse}")  # fmt: skip


@cache
def open_judge() -> Judge:
    """The weights, opened once."""
    return read_judge(resources.files("geocode.events") / "weights")


def read_judge(folder: Traversable) -> Judge:
    """The weights in ``triggers.json`` in ``folder``.

    Raises: ModelError where they are missing or of another version.
    """
    called = "The weights of triggers"
    raw = read_model(folder / _FILE, version=VERSION, called=called, remedy=_REMEDY)
    return judge_of(raw["telling"], raw["kind"])


def judge_of(telling: Mapping[str, float], kind: Mapping[str, Sequence[float]]) -> Judge:
    """A judge of weights by sign: for any event, and for each of ``KINDS``."""
    rows = {name: at for at, name in enumerate(kind)}
    table = np.array([*kind.values()], dtype=np.float32).reshape(len(rows), len(KINDS))
    return Judge(telling, rows, table)


def proposed(
    read: Sequence[Sentence], triggers: Sequence[Trigger], *, language: str = "en"
) -> Iterator[Proposal]:
    """Every candidate of a document with what is about it, in text order."""
    here: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        here.setdefault(trigger.sentence, []).append(trigger)
    for number, sentence in enumerate(read):
        own = here.get(number, [])
        about = [*here.get(number - 1, ()), *own, *here.get(number + 1, ())]
        for one in candidates(number, sentence, own, language=language):
            yield one, near_signs(sentence, one, language=language), about


def judged(
    read: Sequence[Sentence], triggers: Sequence[Trigger], *, language: str = "en"
) -> tuple[Trigger, ...]:
    """The triggers that stand, those of another sense renamed, and what was not seen as one.

    Nothing is added in sports and markets, whose words are those of war.
    """
    judge = open_judge()
    known = lexicon(language)
    adding = domains(read, language=language).isdisjoint(_NO_NEWS)
    out: list[Trigger] = []
    end = (0, 0)
    for one, signs, about in proposed(read, triggers, language=language):
        if (one.sentence, one.first) < end or not (adding or one.trigger):
            continue
        chance = judge.chance(signs)
        if chance < (ADDED_FROM if one.trigger is None else KEPT_FROM):
            continue
        found = one.trigger
        own = _kinds(one)
        if found is None or len(own) > 1:
            sentence = read[one.sentence]
            kind, share = judge.likeliest([*signs, *far_signs(sentence, one, about)], own)
            # What is told of something else that did the harm keeps that one's sense.
            if found is not None and found.concept in {p.concept for p in one.patterns}:
                found = _in_sense(sentence, found, kind, share)
            elif found is None and own and share >= SURE_KIND and one.lemma not in known.carriers:
                # "held an exercise", "talks were held": the noun tells
                found = _added(sentence, one, kind, about)
        if found is not None:
            out.append(replace(found, chance=chance))
            end = (found.sentence, found.last)
    return tuple(without_charges(out, read))


def _kinds(one: Candidate) -> frozenset[str]:
    """The kinds that its longest words may be of: "fire on" is no dismissal."""
    longest = max((len(p.words) for p in one.patterns), default=0)
    own = [p for p in one.patterns if len(p.words) == longest and p.concept.name not in _BOUND]
    return frozenset(p.concept.kind for p in own)


def _in_sense(sentence: Sentence, trigger: Trigger, kind: str, share: float) -> Trigger:
    """A trigger in the lexicon's sense, or in a much likelier one; it takes places as before."""
    if (
        kind == trigger.concept.kind
        or share < OTHER_SENSE
        or trigger.last - trigger.first >= _PLAIN
        or _names_its_agent(sentence, trigger)
    ):
        return trigger
    return replace(trigger, concept=replace(trigger.concept, kind=kind))


def _names_its_agent(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether what did it is one of the words its sense needs: "hit by a car"."""
    agent = sentence.lower[trigger.last + 1 : trigger.last + _AGENT_REACH]
    return sentence.word(trigger.last) == "by" and not trigger.concept.needs.isdisjoint(agent)


def _added(
    sentence: Sentence, one: Candidate, kind: str, about: Sequence[Trigger]
) -> Trigger | None:
    """A candidate as a trigger of that kind; None for idioms, slogans and names.

    Those "killed in the crash" are told of the crash, and the province "hit by floods" of them.
    """
    concept = _concept(one, kind)
    killed = kind == "ASSAULT" and one.lemma in lexicon().outcomes
    if killed or kind in _ONE_OF_A_KIND:
        told = _HARMFUL if killed else {kind}
        cause = min(
            (t for t in about if t.sentence == one.sentence and t.concept.kind in told),
            key=lambda t: abs(t.first - one.first),
            default=None,
        )
        concept = cause.concept if cause else concept
    if is_idle(sentence, one.first, one.last, one.lemma, concept):
        return None
    span = Span(sentence.tokens[one.first].start, sentence.tokens[one.last - 1].end)
    return Trigger(one.sentence, one.first, one.last, span, one.lemma, one.part, concept, _WEAK)


def _concept(one: Candidate, kind: str) -> Concept:
    """The lexicon's concept of that kind for these words, or one of their own."""
    for pattern in one.patterns:
        if pattern.concept.kind == kind and pattern.concept.name not in _BOUND:
            return pattern.concept
    return Concept(
        name=f"{kind}: {one.lemma}", kind=kind, placeless=kind in _PLACELESS,
        needs=frozenset(), near=frozenset(), near_window=0, doubtful_near=frozenset(),
        subjects=frozenset(), not_before=frozenset(), not_after=frozenset(),
        moves=False, departs=False,
    )  # fmt: skip
