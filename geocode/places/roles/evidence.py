"""What the words around a name say of its role, as features whose names a person can read.

The verdict of the rules is one of them. All are present or absent; nothing is said of which name
it is, so that no place is learnt by heart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from geocode.places.roles.clauses import is_verb
from geocode.places.roles.nounphrases import Named, NounPhrases, role_cues
from geocode.records import Entry, Role

_NOUNS = (
    "people", "hit_nouns", "happening_nouns", "movement_nouns", "title_nouns", "abstract_nouns",
    "powers", "delegates", "movers", "works", "offices", "place_nouns", "uttering", "measures",
    "lists", "directions", "be_forms", "auxiliaries", "adverbs", "calendar", "head_modifiers",
)  # fmt: skip
_VERBS = (
    "speech", "diplomacy", "hit", "suffer", "extract", "visit", "arrive", "depart", "move", "seal",
    "intend",
)  # fmt: skip
_SORTS = {
    "PCL": "country", "PPLC": "capital", "ADM1": "first division", "ADM": "division",
    "PPL": "town", "CONT": "region", "RGN": "region",
}  # fmt: skip
"""Sorts of place by what their feature code starts with; the first that fits."""
_AHEAD = 7
"""Words behind a name in which its verb is sought."""
_BEHIND = 8
"""Words before a name in which the verbs that govern it are sought."""
_DAY_AHEAD = 5
_LONGEST_ACRONYM = 5
_OPENING, _CLOSING = frozenset({"“", '"', "«"}), frozenset({"”", "»"})


@dataclass(frozen=True, slots=True)
class Case:
    """A name in its sentence and the role that the rules give it."""

    named: Named
    nouns: NounPhrases
    role: Role
    listed: bool = False
    """Whether only a comma or "and" parts it from the name before."""
    settled: bool = False
    """Whether the form of the name leaves no doubt: a demonym, a dateline, part of a phrase."""
    entry: Entry | None = None
    """The place that the name is taken for; None where there is none, or nobody looked."""
    looked_up: bool = False
    """Whether a place was sought."""

    @property
    def is_open(self) -> bool:
        """Whether what was learnt may have a say: it must know what sort of place it speaks of."""
        return self.looked_up and not self.settled


def features(case: Case, elsewhere: Mapping[Role, int]) -> tuple[str, ...]:
    """The features of a name, sorted; ``elsewhere`` counts the roles its namesakes have."""
    found = {"always", f"rules: {case.role}"}
    found.update(_governor(case))
    found.update(_what_follows(case))
    found.update(_verbs(case))
    found.update(_clause(case))
    found.update(_name(case))
    found.update(f"the same name elsewhere: {role}" for role, n in elsewhere.items() if n)
    return tuple(sorted(found))


def _governor(case: Case) -> Iterator[str]:
    start, preposition = case.nouns.governor(case.named.first)
    head, under = case.nouns.sentence.word(start), preposition or "nothing"
    yield f"under {under}"
    yield f"rules: {case.role}, under {under}"
    yield f"before: {head}"
    for name in _classes(case, head):
        yield f"before: {name}"
        yield f"before: {name}, under {under}"
    if start < 0:
        yield "nothing before"
    before = case.named.first - 1
    yield f"touches {_shape(case, before) if before >= 0 else 'the start'}"
    if case.nouns.modifies(case.named):
        yield "modifies a noun"
        yield f"modifies a noun, under {under}"
    if case.nouns.place_head(case.named):
        yield "modifies a place noun"
        yield f"modifies a place noun, under {under}"


def _what_follows(case: Case) -> Iterator[str]:
    last = case.named.last
    shape = _shape(case, last)
    yield f"then {shape}"
    yield f"rules: {case.role}, then {shape}"
    yield f"then {shape} {_shape(case, last + 1)}"
    word = case.nouns.sentence.word(last)
    if word:
        yield f"then the word {word}"
        yield from (f"then {name}" for name in _classes(case, word))


def _verbs(case: Case) -> Iterator[str]:
    sentence = case.nouns.sentence
    start, preposition = case.nouns.governor(case.named.first)
    ahead = _verb_ahead(case)
    yield f"verb ahead: {ahead}"
    yield f"verb ahead: {ahead}, under {preposition or 'nothing'}"
    for index in range(max(0, start - _BEHIND), start + 1):
        if sentence.clause[index] == sentence.clause[start]:
            yield from (f"verb behind: {v}" for v in _verb_classes(case, sentence.word(index)))


def _verb_ahead(case: Case) -> str:
    """Class of the first verb behind the name, past auxiliaries; "none" where none is near."""
    sentence, words = case.nouns.sentence, case.nouns.known.words
    last = case.named.last
    for index in range(last, min(len(sentence.lower), last + _AHEAD)):
        word = sentence.lower[index]
        if sentence.clause[index] - sentence.clause[case.named.first] > 1:
            return "none"
        if word in words["be_forms"]:
            return "be"
        if word in words["auxiliaries"]:
            continue
        classes = _verb_classes(case, word)
        if classes:
            return classes[0]
        if is_verb(word, case.nouns.language):
            return "other"
        if word in case.nouns.known.any_preposition:
            return "none"
    return "none"


def _clause(case: Case) -> Iterator[str]:
    sentence, known = case.nouns.sentence, case.nouns.known
    first, last = case.named.first, case.named.last
    words = _clause_words(case)
    harm = known.verbs["hit"] | known.words["happening_nouns"] | known.words["hit_nouns"]
    if not harm.isdisjoint(words):
        yield "clause of harm"
    if not known.verbs["speech"].isdisjoint(words):
        yield "clause of speech"
    days = tuple(known.words["calendar"])
    if any(word.startswith(days) for word in sentence.lower[last : last + _DAY_AHEAD]):
        yield "a day ahead"
    if case.listed:
        yield "listed"
        yield f"rules: {case.role}, listed"
    marks = sentence.lower[:first]
    if sum(w in _OPENING for w in marks) > sum(w in _CLOSING for w in marks):
        yield "in a quotation"


def _clause_words(case: Case) -> set[str]:
    """The words of its clause no farther off than a long clause is."""
    sentence, first = case.nouns.sentence, case.named.first
    reach = range(max(0, first - 30), min(len(sentence.lower), first + 30))
    return {sentence.lower[i] for i in reach if sentence.clause[i] == sentence.clause[first]}


def _name(case: Case) -> Iterator[str]:
    surface, named = case.named.mention.surface, case.named
    if case.entry is not None:
        sort, (_, preposition) = _sort(case.entry), case.nouns.governor(named.first)
        yield f"a {sort}"
        yield f"a {sort}, rules: {case.role}"
        yield f"a {sort}, under {preposition or 'nothing'}"
    if surface.replace(".", "").isupper() and len(surface) <= _LONGEST_ACRONYM:
        yield "an acronym"
    elif surface.isupper():
        yield "in capitals"
    if named.last - named.first > 1:
        yield "of several words"
    if case.nouns.sentence.word(named.last - 1) in case.nouns.known.words["place_nouns"]:
        yield "ends in a place noun"
    if case.nouns.sentence.word(named.first - 1) == "the":
        yield "with an article"


def _sort(entry: Entry) -> str:
    """What sort of place it is, so far as that tells who may act: a country does, a lake not."""
    known = (sort for start, sort in _SORTS.items() if entry.feature.startswith(start))
    return next(known, "place of another sort")


def _classes(case: Case, word: str) -> tuple[str, ...]:
    return _classes_by_word(case.nouns.language).get(word, ())


def _verb_classes(case: Case, word: str) -> tuple[str, ...]:
    return _verbs_by_word(case.nouns.language).get(word, ())


@cache
def _classes_by_word(language: str) -> dict[str, tuple[str, ...]]:
    """What each cue word is one of."""
    known = role_cues(language)
    verbs = {name: known.verbs[name] for name in _VERBS}
    nouns = {name: known.words[name] for name in _NOUNS}
    return _inverted(
        {f"one of {name}": words for name, words in nouns.items()}
        | {f"verb of {name}": words for name, words in verbs.items()}
    )


@cache
def _verbs_by_word(language: str) -> dict[str, tuple[str, ...]]:
    return _inverted({name: role_cues(language).verbs[name] for name in _VERBS})


def _inverted(groups: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, words in groups.items():
        found |= {word: (*found.get(word, ()), name) for word in words}
    return found


def _shape(case: Case, index: int) -> str:  # noqa: PLR0911 - one return for each shape
    """What sort of word stands at an index: itself if of grammar, else a class of form."""
    sentence, known = case.nouns.sentence, case.nouns.known
    if index >= len(sentence.lower):
        return "the end"
    word = sentence.lower[index]
    if word in known.any_preposition | {"to", "from", "of", "on"} or not word[:1].isalnum():
        return word
    if word in known.words["be_forms"]:
        return "a form of be"
    if word in known.words["auxiliaries"]:
        return "an auxiliary"
    if word in known.words["subordinators"] | known.words["determiners"] | {"and", "or", "but"}:
        return word
    if word[0].isdigit():
        return "a number"
    if sentence.tokens[index].text[0].isupper():
        return "a day" if word.startswith(tuple(known.words["calendar"])) else "a capital"
    if is_verb(word, case.nouns.language):
        return "a verb"
    return next((f"a word in -{end}" for end in ("ly", "ing", "s") if word.endswith(end)), "a word")
