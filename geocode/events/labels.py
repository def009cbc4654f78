"""What sort of violence a telling tells of, after ACLED's sub-events: finer than ASSAULT."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from geocode.events.lexicon import lexicon
from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.languages.inflection import noun_forms, verb_forms
from geocode.places.roles.clauses import Sentence

_REACH = 9
"""Words on either side of a general word of violence in which a means of it is sought."""

_STRIKES = frozenset({"strike", "strikes", "airstrike", "airstrikes", "raid", "raids"})


@dataclass(frozen=True, slots=True)
class _Labels:
    of_lemma: dict[str, str]
    of_concept: dict[str, str]
    means: dict[str, str]
    """Words that say how, for general words such as "attack"."""
    general: frozenset[str]
    vague: frozenset[str]
    """Labels that any other may make more precise."""
    rank: dict[str, int]
    other: frozenset[str]
    """Concepts of harm that is no violence: break-ins into computers."""


@cache
def _labels(language: str) -> _Labels:
    table: dict[str, Any] = cues(language, "events")["labels"]
    return _Labels(
        of_lemma={lemma: label for label, row in table["lemmas"].items() for lemma in row},
        of_concept={name: label for label, row in table["concepts"].items() for name in row},
        means={
            form: label
            for label, row in table["means"].items()
            for word in row
            for form in {*noun_forms(word, language), *verb_forms(word, language)}
        },
        general=frozenset(table["general"]),
        vague=frozenset(table["vague"]),
        rank={label: number for number, label in enumerate(table["order"])},
        other=frozenset(table["other"]),
    )


def label_of(sentence: Sentence, trigger: Trigger, *, language: str = "en") -> str:
    """The label of one telling: "abduction", "bombing", "battle", …; "" for other kinds.

    A general word takes the label of the means that stand near it: "an attack with dynamite".

    Source: ACLED codebook (2023), event and sub-event types.
    """
    known = _labels(language)
    if trigger.concept.kind != "ASSAULT" or trigger.concept.name in known.other:
        return ""
    said = known.of_lemma.get(trigger.lemma)
    if said is not None and said not in known.general:
        return said
    low = max(0, trigger.first - _REACH)
    around = sentence.lower[low : trigger.last + _REACH]
    means = {known.means[word] for word in around if word in known.means}
    plain = said or known.of_concept.get(trigger.concept.name, "violence")
    if _is_told_before(sentence, trigger, language):
        plain = "violence"
    return surest_label(means, language=language) or plain


def _is_told_before(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """Whether it says only what something named before did: "the air strike hit and killed"."""
    known = lexicon(language)
    struck = not _STRIKES.isdisjoint(sentence.lower[: trigger.first])
    return trigger.lemma in known.outcomes or (trigger.lemma in known.blows and struck)


def surest_label(labels: Iterable[str], *, language: str = "en") -> str:
    """The most telling of several tellings' labels: what says how comes before what says that."""
    known = _labels(language).rank
    return min(labels, key=lambda label: known.get(label, len(known)), default="")


def alike(first: str, second: str, *, language: str = "en") -> bool:
    """Whether two labels can be one event's: the same, or one says only that there was violence.

    >>> alike("violence", "bombing"), alike("abduction", "bombing")
    (True, False)
    """
    vague = _labels(language).vague
    return first == second or first in vague or second in vague
