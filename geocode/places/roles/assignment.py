"""What part each named place plays: where something is, or only who acts, speaks or is meant.

Cues only, no parser: the word that governs the name, what stands before it and after it.
Only a ``site`` can become a mark, so every doubtful case falls to ``background``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from geocode.languages import PREPARED
from geocode.places.roles.clauses import Sentence, by_sentence, is_verb, read_sentences
from geocode.places.roles.evidence import Case, features
from geocode.places.roles.governors import RoleReader
from geocode.places.roles.nounphrases import Named, NounPhrases, role_cues
from geocode.places.roles.revision import REVISED, RoleReading, revise, shipped_model
from geocode.records import Document, Entry, Mention, Role

_OWNED = 5
"""Words from an owner's "'s" to the name it owns: "Somalia's northern port of Bosaso"."""
_BETWEEN = frozenset({"border", "borders", "frontier", "between"})
_LISTING = frozenset({(",",), ("and",), (",", "and"), ("or",)})


def read_roles(
    document: Document, mentions: Sequence[Mention], entries: Sequence[Entry | None] = ()
) -> tuple[RoleReading, ...]:
    """The role of each mention, in the order given, and why where the rules were overruled.

    Names of a list ("in A, B and C") share the role of its head; in "A, B" the second only says
    where the first lies and is background. Parts of a border phrase are background, the part
    of "near X" plays the phrase's role. Phrases may overlap their parts. ``entries`` are the places
    that the mentions are taken for, None where there is none; without them the rules alone speak.
    Linear in the length of the text.
    """
    cases = read_cases(document, mentions, entries)
    others = namesakes(cases)
    learnt = document.language in PREPARED
    return tuple(
        RoleReading("background")
        if case is None
        else RoleReading(case.role)
        if not (learnt and case.is_open and case.role in REVISED)
        else revise(case.role, case_features(case, others), shipped_model())
        for case in cases
    )


def namesakes(cases: Iterable[Case | None]) -> dict[str, Counter[Role]]:
    """The roles that the rules give to each name of a document, in lower case."""
    out: dict[str, Counter[Role]] = {}
    for case in filter(None, cases):
        out.setdefault(case.named.mention.surface.lower(), Counter())[case.role] += 1
    return out


def case_features(case: Case, others: Mapping[str, Counter[Role]]) -> tuple[str, ...]:
    """The features of a case; ``others`` are the ``namesakes`` of its document, it included."""
    roles = dict(others[case.named.mention.surface.lower()])
    roles[case.role] -= 1
    return features(case, roles)


def read_cases(
    document: Document, mentions: Sequence[Mention], entries: Sequence[Entry | None] = ()
) -> tuple[Case | None, ...]:
    """Each mention in its sentence with the role that the rules alone give it, in the order given.

    None for a mention outside every block.
    """
    read = read_sentences(document, at=sorted(m.span.start for m in mentions))
    cases: dict[int, Case] = {}
    numbered = [(mention.span.start, (i, mention)) for i, mention in enumerate(mentions)]
    for at, here in by_sentence(read, numbered).items():
        found = _cases_in(read[at], here, document)
        for index, case in found.items():
            entry = entries[index] if entries else None
            cases[index] = replace(case, entry=entry, looked_up=bool(entries))
    return tuple(cases.get(index) for index in range(len(mentions)))


def _cases_in(
    sentence: Sentence, numbered: list[tuple[int, Mention]], document: Document
) -> dict[int, Case]:
    named = {index: Named(m, *sentence.words_of(m.span)) for index, m in numbered}
    peoples = [n for n in named.values() if n.mention.kind == "demonym"]
    demonyms = frozenset(at for n in peoples for at in range(n.first, n.last))
    known = role_cues(document.language)
    nouns = NounPhrases(sentence, known, document.text, document.language, demonyms)
    roles = _roles_in(nouns, named, document)
    parts = _parts(named, sentence, roles)
    roles |= parts
    cases: dict[int, Case] = {}
    settled_before = False
    for (index, here), before in zip(named.items(), (None, *named.values()), strict=False):
        listed = before is not None and sentence.lower[before.last : here.first] in _LISTING
        settled = index in parts or here.mention.kind != "toponym" or nouns.is_set_apart(here)
        settled = settled or (listed and settled_before)
        cases[index] = Case(here, nouns, roles[index], listed=listed, settled=settled)
        settled_before = settled
    return cases


def _roles_in(
    nouns: NounPhrases, named: Mapping[int, Named], document: Document
) -> dict[int, Role]:
    """The roles of the names of a sentence, parts of phrases as if they stood alone."""
    reader = RoleReader(nouns.sentence, nouns.known, document, nouns)
    plain: list[tuple[int, Named]] = []
    roles: dict[int, Role] = {}
    for index, here in named.items():
        if here.mention.kind == "demonym":
            roles[index] = "background" if nouns.in_a_body(here) else "demonym"
        elif here.mention.kind == "nested":
            roles[index] = "background"
        elif here.mention.kind == "phrase":
            roles[index] = reader.phrase(here)
        else:
            plain.append((index, here))
    for group in _groups(nouns.sentence, plain, document.language):
        roles |= reader.group(group)
    return roles | _only_context(reader, plain, roles)


def _parts(
    named: Mapping[int, Named], sentence: Sentence, roles: Mapping[int, Role]
) -> dict[int, Role]:
    """Roles of names inside composed phrases.

    A border's parts are background; the one name of "near X" plays the phrase's role.
    """
    phrases = [(i, n) for i, n in named.items() if n.mention.kind == "phrase"]
    out: dict[int, Role] = {}
    for owner, phrase in phrases:
        span = phrase.mention.span
        inside = [i for i, n in named.items() if i != owner and span.contains(n.mention.span)]
        plain = [i for i in inside if named[i].mention.kind == "toponym"]
        whole = [i for i in inside if named[i].mention.kind != "phrase"]
        for index in plain:
            words = set(sentence.lower[phrase.first : named[index].first])
            border = len(whole) > 1 or not words.isdisjoint(_BETWEEN)
            out.setdefault(index, "background" if border else roles[owner])
    return out


def _only_context(
    reader: RoleReader, plain: list[tuple[int, Named]], roles: dict[int, Role]
) -> dict[int, Role]:
    """Names that only say whose another is, or where it lies: all of them background."""
    context: dict[int, Role] = {}
    for (index, named), (after, following) in pairwise(plain):
        gap = reader.sentence.lower[named.last : following.first]
        over = reader.nouns.governor(named.first)[1] in reader.known.prepositions["over"]
        meant = over and roles[index] == "target"  # "bridges over the Danube in Novi Sad"
        told = (roles[index] != "background" or index in context) and not meant
        if gap[:1] == ("'s",) and len(gap) <= _OWNED:
            context[index] = "background"  # "Russia's Belgorod region"
        elif reader.nouns.holds_a_town(gap, following):
            context[index] = "background"  # "the Algiers suburb of Oued Kniss"
        elif (
            told and reader.only_locates(gap, following) and not reader.nouns.stands_in_town(named)
        ):
            context[after] = "background"  # "Beira, in Mozambique"
        elif gap in {("and", "in"), ("or", "in"), (",", "in")} and roles[after] == "site":
            under_in = reader.sentence.word(named.first - 1) == "in"
            if under_in and roles[index] in {"background", "speaker"}:
                context[after] = roles[index]  # "felt in Jamaica and in Cuba"
    return context


def _groups(
    sentence: Sentence, plain: list[tuple[int, Named]], language: str
) -> list[list[tuple[int, Named]]]:
    """Names joined only by commas and "and" or "or", in order."""
    inside = role_cues(language).words["modifiers"] | {"the", "both"}
    groups: list[list[tuple[int, Named]]] = []
    for item in plain:
        if groups:
            gap = sentence.lower[groups[-1][-1][1].last : item[1].first]
            joined = gap
            while joined and joined[-1] in inside:
                joined = joined[:-1]
            subject = "and" in gap and "," in gap and len(groups[-1]) == 1
            if subject and is_verb(sentence.word(item[1].last), language):
                groups.append([item])  # "aid to A, and B opened its border"
                continue
            if joined in {(",",), ("and",), ("or",), (",", "and"), (",", "or"), ("&",)}:
                groups[-1].append(item)
                continue
        groups.append([item])
    return groups
