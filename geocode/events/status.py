"""Whether an event happened, goes on, is planned, is only feared, is denied or lies in the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.languages.inflection import verb_forms
from geocode.places.roles.clauses import Sentence, is_verb
from geocode.places.roles.nounphrases import role_cues
from geocode.records import Status, TimeSpan

_ORDER: tuple[Status, ...] = ("denied", "background", "hypothetical", "planned", "ongoing")
"""First that holds wins: "did not plan to attack" is denied, "may continue" hypothetical."""
_AFTER = 7
"""Words after a trigger in which "will be held" or "was called off" is sought."""
_NOUN_WINDOW = 5
"""The same before a noun for what may be: "could launch an attack", not "may be buried by"."""
_PAST = timedelta(days=400)
"""What lies further back than this from the day of publication is background, not news."""


_GOVERNOR_REACH = 8
"""Words before "to" in which the word that governs the infinitive is sought."""
_PLOT = " planned to "
"""Said of violence it is a plot that came to nothing, or the report would tell of the deed."""
_CHAIN = 5
_CHAIN_REACH = 40
_COUPLERS = frozenset({"and", "or", "then"})
_LONG = frozenset({"months", "year", "years", "decade", "decades"})
_LONG_REACH = 5
_SEEN = frozenset({"seen", "known", "experienced", "witnessed", "had"})
_OPENERS = frozenset(
    {"although", "though", "while", "but", "and", "that", "because", "so", "far", ","}
)
_SUBJECT_CHAIN = 8
"""Words between "no" and a verb whose subject it empties."""
_CHAINED = frozenset({"i", "we", "you", "he", "she", "it", "they", "also", "yet", "even", "to"})
_CUTS = frozenset({";", ":", "—", "–", '"', "“", "”"})


@dataclass(frozen=True, slots=True)
class _StatusCues:
    window: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@cache
def _status_cues(language: str) -> dict[Status, _StatusCues]:
    table: dict[str, dict[str, Any]] = cues(language, "events")["status"]
    return {
        status: _StatusCues(
            table[status]["window"],
            tuple(f" {cue} " for cue in table[status]["cues"]),
            tuple(f" {cue}" for cue in table[status]["after"]),
        )
        for status in _ORDER
    }


def status_of(sentence: Sentence, trigger: Trigger, *, language: str = "en") -> Status:
    """What the words around a trigger say of it; ``realised`` where they say nothing."""
    if _is_negated(sentence, trigger, language):
        return "denied"
    if is_long_past(sentence, trigger):
        return "background"
    after = " " + " ".join(sentence.lower[trigger.last : trigger.last + _AFTER]) + " "
    if _struck_indeed(sentence, trigger, language):
        return "realised"
    for status in _ORDER:
        if status == "ongoing" and (governed := _governed(sentence, trigger, language)):
            return _told_so(
                governed, trigger, _before(sentence, trigger, _CHAIN_REACH, all_of=True)
            )
        known = _status_cues(language)[status]
        window = known.window
        if trigger.concept.placeless:
            window = min(window, 2)
        elif trigger.part == "noun" and status == "hypothetical":
            window = _NOUN_WINDOW
        before = _before(sentence, trigger, window)
        followed = not trigger.concept.placeless and any(cue in after for cue in known.after)
        if _is_said_of_else(status, sentence, trigger):
            continue
        if followed or any(cue in before for cue in known.before):
            return _told_so(status, trigger, before)
    return _by_form(sentence, trigger, language)


def is_long_past(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a noun says how long ago it was: "a year after the cull of 50,000 birds"."""
    before = sentence.lower[max(0, trigger.first - _LONG_REACH) : trigger.first]
    spans = {pair for pair in pairwise(before) if pair[1] == "after"}
    long = any(unit in _LONG for unit, _ in spans)
    noun = trigger.part == "noun" or sentence.word(trigger.first).endswith("ing")
    return noun and long and "," not in before and not _is_of_the_main_clause(sentence, trigger)


def _is_of_the_main_clause(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether its verb is the sentence's own: "months after the truce clashes resumed in X"."""
    told = sentence.word(trigger.last), sentence.word(trigger.last - 1)
    finite = any(is_verb(word, "en") and not word.endswith("ing") for word in told)
    return finite and "," not in sentence.lower[trigger.last :]


def _by_form(sentence: Sentence, trigger: Trigger, language: str) -> Status:
    """What the form of a verb says of it, where no word does."""
    if _is_asked_for(sentence, trigger, language):
        return "hypothetical"
    if _headline_infinitive(sentence, trigger):
        return "planned"
    return "ongoing" if _progressive(sentence, trigger) else "realised"


def _told_so(status: Status, trigger: Trigger, before: str) -> Status:
    """A status as it holds for a trigger: a forecast is planned, a plot hypothetical."""
    forecast = trigger.concept.kind == "DISASTER" and trigger.part == "verb"
    if status == "hypothetical" and forecast and not before.endswith(" have "):
        return "planned"  # "may hit", but not "could have hit"
    plot = status == "planned" and trigger.concept.kind == "ASSAULT" and _PLOT in before
    return "hypothetical" if plot else status


def introduces(sentence: Sentence, trigger: Trigger, *, language: str = "en") -> bool:
    """Whether a relative clause only says who somebody is: "Mayor Diaz, who was elected …"."""
    relative = "who" in sentence.lower[max(0, trigger.first - 4) : trigger.first]
    return relative and trigger.lemma in _infinitive_cues(language).offices_taken


def status_at(status: Status, when: TimeSpan | None, published: date | None) -> Status:
    """The status once the days are known: old is background, to come planned, both ongoing."""
    if when is None or published is None:
        return status
    if when.basis != "dateline_default" and when.latest and _is_past(when.latest, published):
        return "background"
    stated = when.basis in {"explicit", "relative"}
    if status == "planned" and stated and when.latest and when.latest < published:
        return "hypothetical"  # a day that is over, and no word of what came of it
    if status not in {"realised", "ongoing"} or when.basis == "dateline_default":
        return status
    if when.earliest and when.earliest > published:
        return "planned"
    reaches_on = when.latest is not None and when.latest > published
    begun = when.earliest is not None and when.earliest <= published
    return "ongoing" if reaches_on and begun and when.precision == "interval" else status


def _is_past(day: date, published: date) -> bool:
    return published - day > _PAST


def _before(sentence: Sentence, trigger: Trigger, window: int, *, all_of: bool = False) -> str:
    """The words before a trigger, from its own clause and the one before, spaced for searching.

    ``all_of``: from all clauses.
    """
    clause = sentence.clause[trigger.first]
    start = max(0, trigger.first - window)
    words = [
        sentence.lower[i]
        for i in range(start, trigger.first)
        if (all_of or clause - sentence.clause[i] <= 1) and not _is_month(sentence, i)
    ]
    return " " + " ".join(words) + " "


def _is_month(sentence: Sentence, at: int) -> bool:
    """Whether a word is May, the month, and no "may": by its capital, in capitals by a number."""
    word = sentence.tokens[at].text
    if word == "MAY":
        beside = (sentence.word(at - 1), sentence.word(at + 1))
        return any(each[:1].isdigit() for each in beside)
    return word == "May" and at > 0


@dataclass(frozen=True, slots=True)
class _InfinitiveCues:
    unrealised: dict[str, Status]
    """Every form of a word that leaves the infinitive it governs undone, and as what."""
    happened: frozenset[str]
    """Those of them behind "was" of which the contrary holds."""
    asking: frozenset[str]
    """Every form of a verb of asking, behind whose "that" a plain verb is what is asked for."""
    offices_taken: frozenset[str]
    negators: frozenset[str]
    empty_subjects: frozenset[str]


@cache
def _infinitive_cues(language: str) -> _InfinitiveCues:
    table: dict[str, list[str]] = cues(language, "events")["status"]["infinitive"]
    unrealised: dict[str, Status] = {}
    kinds: tuple[Status, ...] = ("hypothetical", "planned")
    for status in kinds:
        for lemma in table[status]:
            unrealised.update((form, status) for form in verb_forms(lemma, language))
        unrealised.update((noun, status) for noun in table[f"{status}_nouns"])
    return _InfinitiveCues(
        unrealised=unrealised,
        happened=frozenset(table["happened"]),
        asking=frozenset(form for verb in table["asking"] for form in verb_forms(verb, language)),
        offices_taken=frozenset(table["offices_taken"]),
        negators=frozenset(table["negators"]),
        empty_subjects=frozenset(table["empty_subjects"]),
    )


def _is_said_of_else(status: Status, sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a cue is not of the trigger itself: "I have not seen such flooding"."""
    if status == "planned":
        return _is_reason(sentence, trigger)
    before = sentence.lower[max(0, trigger.first - 2) : trigger.first]
    return status == "denied" and before[-1:] == ("such",) and before[0] in _SEEN


def _is_reason(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether harm is why something is to happen: "scheduled to be tried for the murder"."""
    before = sentence.lower[max(0, trigger.first - 3) : trigger.first]
    harmful = trigger.concept.kind in {"ASSAULT", "ACCIDENT", "DISASTER"}
    reason = {("for", "the"), ("over", "the")}.intersection({before[:2], before[-2:]})
    return harmful and trigger.part == "noun" and bool(reason)


def _governed(sentence: Sentence, trigger: Trigger, language: str) -> Status | None:
    """What the word that governs an infinitive makes of it: "urged the mayor to back", planned.

    None for a verb in any other form, and where only a purpose is told ("gathered to protest").
    """
    words = role_cues(language).words
    if sentence.word(trigger.first - 1) == "attempted" and trigger.concept.kind == "ASSAULT":
        return "hypothetical"
    named = sentence.word(trigger.first - 1) in {"the", "a", "an"}
    if trigger.part == "noun" or named:  # "he planned to murder an officer and to film the killing"
        plotted = _PLOT in _before(sentence, trigger, _CHAIN_REACH, all_of=True)
        harmful = trigger.concept.kind == "ASSAULT" and plotted
        return "hypothetical" if harmful else None
    at = trigger.first - 1
    while sentence.word(at) in words["adverbs"] or sentence.word(at) in {"be", "have"}:
        at -= 1
    plain = sentence.lower[trigger.first : trigger.last] == tuple(trigger.lemma.split())
    if sentence.word(at) in _COUPLERS and plain:
        return _first_of_chain(sentence, at, language)
    return _governor(sentence, at, language) if sentence.word(at) == "to" else None


def _governor(sentence: Sentence, at: int, language: str) -> Status | None:
    """What the nearest verb or noun before the "to" at a word makes of the infinitive."""
    known = _infinitive_cues(language)
    for index in range(at - 1, max(-1, at - 1 - _GOVERNOR_REACH), -1):
        word, before = sentence.lower[index], sentence.word(index - 1)
        if word in known.unrealised:
            done = word in known.happened and before in {"was", "were"}
            return None if done else known.unrealised[word]
        if before in {*_COUPLERS, "to"} and is_verb(word, language) and not word.endswith("ed"):
            return _first_of_chain(sentence, index, language)
        if is_verb(word, language) or word in _CUTS or sentence.clause[at] - sentence.clause[index]:
            return None
    return None


def _first_of_chain(sentence: Sentence, last: int, language: str) -> Status | None:
    """The status of the infinitive a further one is coupled to: "planned to film and then rob"."""
    known = _infinitive_cues(language).unrealised
    for at in range(last, max(0, last - _CHAIN_REACH), -1):
        if sentence.lower[at] in {";", "—", "–"}:
            return None
        if sentence.lower[at] == "to" and sentence.lower[at - 1] in known:
            return known[sentence.lower[at - 1]]
    return None


def _is_negated(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """Whether a verb is denied outright: "nor do we endorse", "no party has announced"."""
    if trigger.part == "noun":
        return False
    known, words = _infinitive_cues(language), role_cues(language).words
    at = trigger.first - 1
    while at >= max(0, trigger.first - _CHAIN):
        word = sentence.lower[at]
        if word in known.negators:
            return sentence.word(at + 1) != "only"
        if word not in words["auxiliaries"] and word not in _CHAINED and not word.endswith("ly"):
            break
        at -= 1
    if _nobody(sentence, trigger, language):
        return True
    start = trigger.first
    while start > 0 and sentence.clause[start - 1] == sentence.clause[trigger.first]:
        start -= 1
    while start < trigger.first and sentence.word(start) in _OPENERS:
        start += 1
    subject = sentence.word(start) in known.empty_subjects
    numbered = sentence.word(start + 1)[:1].isdigit() or sentence.word(start + 1) in {".", "longer"}
    return subject and not numbered and 0 < trigger.first - start <= _SUBJECT_CHAIN


def _nobody(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """Whether the subject of a verb is nobody: "so far no one in the city has died"."""
    for at in range(trigger.first - 1, max(0, trigger.first - _CHAIN - _SUBJECT_CHAIN), -1):
        word, before = sentence.lower[at], sentence.lower[at - 1]
        if (before, word) in {("no", "one"), ("none", "of")} or word == "nobody":
            return True
        auxiliary = word in role_cues(language).words["auxiliaries"]
        if sentence.clause[at] != sentence.clause[trigger.first] or (
            is_verb(word, language) and not auxiliary
        ):
            return False
    return False


def _struck_indeed(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """Whether a noun is told on as something that happened: "the landslide that struck X"."""
    if trigger.part != "noun" or sentence.word(trigger.last) not in {"that", "which"}:
        return False
    verb = sentence.word(trigger.last + 1)
    auxiliary = verb in role_cues(language).words["auxiliaries"]
    plain = verb.endswith("s") and not verb.endswith("ss")
    return is_verb(verb, language) and not auxiliary and not plain


def _progressive(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether it is in the present continuous: "are attacking"."""
    if trigger.part != "verb" or not sentence.word(trigger.first).endswith("ing"):
        return False
    return sentence.word(trigger.first - 1) in {"is", "are"}


def _is_asked_for(sentence: Sentence, trigger: Trigger, language: str) -> bool:
    """Whether a plain verb behind a singular is a wish: "demanding that the minister resign"."""
    plain = sentence.lower[trigger.first : trigger.last] == tuple(trigger.lemma.split())
    subject = sentence.word(trigger.first - 1)
    if trigger.part != "verb" or not plain or subject.endswith("s"):
        return False
    before = sentence.lower[max(0, trigger.first - _GOVERNOR_REACH) : trigger.first - 1]
    return any(word in _infinitive_cues(language).asking for word in before)


def _headline_infinitive(sentence: Sentence, trigger: Trigger) -> bool:
    """Whether a headline's bare infinitive tells the future: "Leaders to meet"."""
    if sentence.block != "headline" or trigger.part != "verb":
        return False
    return sentence.word(trigger.first - 1) == "to"
