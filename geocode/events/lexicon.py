"""The trigger lexicon: which words can tell of an event, of which kind, and what must stand near.

Kinds are the sixteen of PLOVER, the Political Language Ontology for Verifiable Event Records:
AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST
SANCTION MOBILIZE COERCE ASSAULT. Five of ours stand beside them where PLOVER has none:
STATEMENT (something is announced or declared), DISASTER (nature), ACCIDENT (fire, crash,
collapse, blast without a weapon), ELECTION, HEALTH (outbreaks, vaccination). Criminal violence is
ASSAULT and arrests are COERCE, as in PLOVER; drills and deployments are MOBILIZE.

Source: Open Event Data Alliance, PLOVER; Halterman et al. 2023, "PLOVER and POLECAT: a new
political event ontology and dataset".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from geocode.languages import cues
from geocode.languages.inflection import noun_forms, verb_forms
from geocode.records import KINDS

__all__ = ["KINDS"]

_LAST = "harm"
"""The concept whose words are tried when no other concept's fit."""

PartOfSpeech: TypeAlias = Literal["noun", "verb"]
Gate: TypeAlias = Literal["none", "needs", "near", "subject", "saying", "cause", "judged"]

_MANNERS: dict[str, dict[str, bool]] = {
    "STATEMENT": {"placeless": True},
    "ACCUSE": {"placeless": True},
    "REJECT": {"placeless": True},
    "REQUEST": {"placeless": True},
    "THREATEN": {"placeless": True},
    "SUPPORT": {"placeless": True},
    "AID": {"moves": True},
    "RETREAT": {"moves": True},
    "MOBILIZE": {"moves": True},
}
"""What holds of the places of judged words, by kind."""


@dataclass(frozen=True, slots=True)
class Concept:
    """Words that can tell of one and the same happening."""

    name: str
    kind: str
    needs: frozenset[str]
    """Weak triggers fire only where one of these stands in the sentence."""
    near: frozenset[str]
    near_window: int
    doubtful_near: frozenset[str]
    """Those of ``near`` that count only with an aim behind them or a word of ``needs``."""
    subjects: frozenset[str]
    """Who or what must come before verbs of the gate ``subject``."""
    not_before: frozenset[tuple[str, ...]]
    not_after: frozenset[tuple[str, ...]]
    placeless: bool
    """A call or a statement happens nowhere unless the place stands right behind the trigger."""
    moves: bool
    """Where something is moved to is its site."""
    departs: bool
    """What is left is its site."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A run of lower-case words that may be a trigger."""

    words: tuple[str, ...]
    lemma: str
    part: PartOfSpeech
    gate: Gate
    concept: Concept
    bare: bool
    """The plain or -s form of a verb, or any form of a noun: readable as the other class."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns by first word, longest first, then in the order of the file."""

    patterns: dict[str, tuple[Pattern, ...]]
    judged: dict[str, tuple[Pattern, ...]]
    """Likewise, all of ``patterns`` and those that are triggers only where the judge says so."""
    carriers: frozenset[str]
    """Lemmas that beside a trigger only carry it: "held an exercise"."""
    concepts: tuple[Concept, ...]
    compound_heads: frozenset[str]
    domains: dict[str, frozenset[str]]
    happening: frozenset[str]
    noun_makers: frozenset[str]
    verb_makers: frozenset[str]
    describers: frozenset[str]
    """Before a participle these make it an adjective."""
    who: dict[str, frozenset[str]]
    """Word lists for finding parties: groups, bounds, openers, trailing, plain_openers."""
    partyless: frozenset[str]
    """Kinds nobody does."""
    speech: frozenset[str]
    """All forms of the verbs of saying."""
    absorbers: frozenset[str]
    """Nouns that keep a place to themselves."""
    outcomes: frozenset[str]
    """Lemmas that tell what another happening of the sentence led to."""
    tolls: frozenset[str]
    """Those of them that may stand in a sentence of their own: "Three people were killed."."""
    blows: frozenset[str]
    """Lemmas that weapons and nature share."""
    simulated: frozenset[str]
    """Words after which an attack is only played."""
    shouts: frozenset[str]
    """Words before a quotation that is a slogan or a title."""
    boilerplate: tuple[tuple[str, ...], ...]
    """First words of lines that tell nothing."""
    slaying: frozenset[str]
    """Lemmas that are no violence where they are done to ``animals``."""
    animals: frozenset[str]
    crowds: frozenset[str]
    """What floods a place without water."""
    illnesses: frozenset[str]
    """What kills and invades without violence."""
    disasters: frozenset[str]
    """Nouns that tell of one."""
    weather: frozenset[str]
    """What a storm brings."""
    ores: frozenset[str]
    """Words before "mine" that make it no weapon."""
    royals: frozenset[str]
    institutions: frozenset[str]
    turns: tuple[str, ...]
    """How a sentence opens that turns to something else."""
    not_before_lemma: dict[str, frozenset[str]]
    """By lemma, words right after it that give it another meaning."""
    transitive: frozenset[str]
    """Verbs whose plain and -s forms are nouns where nothing follows."""
    noun_before: dict[str, frozenset[str]]
    """By lemma, words right after a plain or -s form that make it a noun."""


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lexicon of a language, every form generated once."""
    table: dict[str, Any] = cues(language, "events")
    concepts: list[Concept] = []
    patterns: dict[str, list[Pattern]] = {}
    wider: dict[str, Any] = cues(language, "vocabulary")
    rows: list[dict[str, Any]] = [*table["concept"], *wider["concept"]]
    for row in sorted(rows, key=lambda row: row["name"] == _LAST):
        concept = _concept(row, table["contexts"])
        concepts.append(concept)
        for pattern in _patterns(row, concept, language):
            patterns.setdefault(pattern.words[0], []).append(pattern)
    judged = {word: list(found) for word, found in patterns.items()}
    for pattern in _judged(wider["judged"], language):
        judged.setdefault(pattern.words[0], []).append(pattern)
    gates: dict[str, list[str]] = table["gates"]
    happening = [form for lemma in gates["happening_verbs"] for form in verb_forms(lemma, language)]
    return Lexicon(
        patterns=_longest_first(patterns),
        judged=_longest_first(judged),
        carriers=frozenset(wider["judged"]["carriers"]),
        concepts=tuple(concepts),
        compound_heads=frozenset(gates["compound_heads"]),
        domains={name: frozenset(gates[name]) for name in ("sports", "review", "markets")},
        happening=frozenset(happening).union(gates["happening_participles"]),
        noun_makers=frozenset(gates["noun_makers"]),
        verb_makers=frozenset(gates["verb_makers"]),
        describers=frozenset(gates["describers"]),
        who={name: frozenset(group) for name, group in table["who"].items()},
        partyless=frozenset(gates["partyless_kinds"]),
        speech=frozenset(
            form
            for lemma in cues(language, "roles")["verbs"]["speech"]
            for form in verb_forms(lemma, language)
        ),
        absorbers=frozenset(gates["absorbers"]),
        outcomes=frozenset(gates["outcomes"]).union(wider["gates"]["outcomes"]),
        tolls=frozenset(gates["tolls"]).union(wider["gates"]["tolls"]),
        blows=frozenset(gates["blows"]),
        simulated=frozenset(table["status"]["simulated"]),
        shouts=frozenset(gates["shouts"]),
        boilerplate=tuple(tuple(line.split()) for line in gates["boilerplate"]),
        slaying=frozenset(gates["slaying"]),
        animals=frozenset(gates["animals"]),
        crowds=frozenset(gates["crowds"]),
        illnesses=frozenset(gates["illnesses"]),
        disasters=frozenset(gates["disasters"]),
        weather=frozenset(gates["weather"]),
        ores=frozenset(gates["ores"]),
        royals=frozenset(gates["royals"]),
        institutions=frozenset(gates["institutions"]),
        turns=tuple(gates["turns"]),
        not_before_lemma={k: frozenset(v) for k, v in table["not_before_lemma"].items()},
        transitive=frozenset(table["transitive"]["verbs"]),
        noun_before={k: frozenset(v) for k, v in table["noun_before"].items()},
    )


def _longest_first(found: dict[str, list[Pattern]]) -> dict[str, tuple[Pattern, ...]]:
    return {word: tuple(sorted(row, key=lambda p: -len(p.words))) for word, row in found.items()}


def _judged(table: dict[str, Any], language: str) -> Iterator[Pattern]:
    """What is a trigger only where the judge says so, each word a concept of its own."""
    for part in ("verbs", "nouns"):
        for kind, lemmas in table[part].items():
            for lemma in lemmas:
                row = {"name": f"{kind}: {lemma}", "kind": kind, f"judged_{part}": [lemma]}
                yield from _patterns(row, _concept(row | _MANNERS.get(kind, {}), {}), language)


def _concept(row: dict[str, Any], contexts: dict[str, list[str]]) -> Concept:
    needs = {word for name in row.get("needs", []) for word in contexts[name]}
    return Concept(
        name=row["name"],
        kind=row["kind"],
        needs=frozenset(needs.union(row.get("needs_words", []))),
        near=frozenset(row.get("near", [])),
        near_window=row.get("near_window", 6),
        doubtful_near=frozenset(row.get("doubtful_near", [])),
        subjects=frozenset(row.get("subjects", [])),
        not_before=frozenset(tuple(idiom.split()) for idiom in row.get("not_before", [])),
        not_after=frozenset(tuple(idiom.split()) for idiom in row.get("not_after", [])),
        placeless=row.get("placeless", False),
        moves=row.get("moves", False),
        departs=row.get("departs", False),
    )


def _patterns(row: dict[str, Any], concept: Concept, language: str) -> Iterator[Pattern]:
    verbs: tuple[tuple[str, Gate], ...] = (
        ("verbs", "none"), ("weak_verbs", "needs"), ("near_verbs", "near"),
        ("subject_verbs", "subject"), ("saying_verbs", "saying"), ("cause_verbs", "cause"),
        ("judged_verbs", "judged"),
    )  # fmt: skip
    for key, gate in verbs:
        for lemma in row.get(key, []):
            plain = set(verb_forms(lemma, language)[:2])
            for form in verb_forms(lemma, language):
                words = tuple(form.split())
                yield Pattern(words, lemma, "verb", gate, concept, bare=form in plain)
    nouns: tuple[tuple[str, Gate], ...] = (
        ("nouns", "none"), ("weak_nouns", "needs"), ("judged_nouns", "judged"),
    )  # fmt: skip
    for key, gate in nouns:
        for lemma in row.get(key, []):
            for form in noun_forms(lemma, language):
                yield Pattern(tuple(form.split()), lemma, "noun", gate, concept, bare=True)
