"""What part each named place plays: where something is, or only who acts, speaks or is meant.

Cues only, no parser: the word that governs the name, what stands before it and after it.
Only a ``site`` can become a mark, so every doubtful case falls to ``background``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from geocode.places.roles.clauses import Sentence, is_verb, read_sentences, sentence_at
from geocode.places.roles.governors import RoleReader
from geocode.places.roles.nounphrases import Named, NounPhrases, role_cues
from geocode.records import Document, Mention, Role

_OWNED = 5
"""Words from an owner's "'s" to the name it owns: "Somalia's northern port of Bosaso"."""


def assign_roles(document: Document, mentions: Sequence[Mention]) -> tuple[Role, ...]:
    """The role of each mention, in the order given; phrases may overlap their parts.

    Names of a list ("in A, B and C") share the role of its head; in "A, B" the second only says
    where the first lies and is background. Parts of a border phrase are background, the part
    of "near X" plays the phrase's role. Linear in the length of the text.
    """
    read = read_sentences(document, at=sorted(m.span.start for m in mentions))
    roles: dict[int, Role] = {}
    by_sentence: dict[int, list[int]] = {}
    for index, mention in enumerate(mentions):
        at = sentence_at(read, mention.span.start)
        if at is None:
            roles[index] = "background"
        else:
            by_sentence.setdefault(at, []).append(index)
    for at, indices in by_sentence.items():
        roles |= _roles_in(read[at], [(i, mentions[i]) for i in indices], document)
    return tuple(roles[index] for index in range(len(mentions)))


def _roles_in(
    sentence: Sentence, numbered: list[tuple[int, Mention]], document: Document
) -> dict[int, Role]:
    known = role_cues(document.language)
    phrases = [m for _, m in numbered if m.kind == "phrase"]
    plain: list[tuple[int, Named]] = []
    composed: list[tuple[int, Named]] = []
    roles: dict[int, Role] = {}
    demonyms: set[int] = set()
    for index, mention in numbered:
        named = Named(mention, *sentence.words_of(mention.span))
        if mention.kind == "demonym":
            roles[index] = "demonym"
            demonyms.update(range(named.first, named.last))
        elif mention.kind == "nested":
            roles[index] = "background"
        elif mention.kind == "phrase":
            composed.append((index, named))
        else:
            plain.append((index, named))
    nouns = NounPhrases(sentence, known, document.text, document.language, frozenset(demonyms))
    reader = RoleReader(sentence, known, document, nouns)
    roles |= {index: reader.phrase(named) for index, named in composed}
    for group in _groups(sentence, plain, document.language):
        roles |= reader.group(group)
    roles |= _only_context(reader, plain, roles)
    for index, named in plain:
        owner = next((p for p in phrases if p.span.contains(named.mention.span)), None)
        if owner is not None:
            roles[index] = _part_role(owner, named, sentence, roles, numbered)
    return roles


def _only_context(
    reader: RoleReader, plain: list[tuple[int, Named]], roles: dict[int, Role]
) -> dict[int, Role]:
    """Names that only say whose another is, or where it lies: all of them background."""
    context: dict[int, Role] = {}
    for (index, named), (after, following) in pairwise(plain):
        gap = reader.sentence.lower[named.last : following.first]
        told = roles[index] != "background" or index in context
        if gap[:1] == ("'s",) and len(gap) <= _OWNED:
            context[index] = "background"  # "Russia's Belgorod region"
        elif told and reader.only_locates(gap, following):
            context[after] = "background"  # "Beira, in Mozambique"
        elif gap in {("and", "in"), ("or", "in"), (",", "in")} and roles[after] == "site":
            under_in = reader.sentence.word(named.first - 1) == "in"
            if under_in and roles[index] in {"background", "speaker"}:
                context[after] = roles[index]  # "felt in Jamaica and in Cuba"
    return context


def _part_role(
    owner: Mention,
    named: Named,
    sentence: Sentence,
    roles: dict[int, Role],
    numbered: list[tuple[int, Mention]],
) -> Role:
    """A border's parts are background; the one name of "near X" plays the phrase's role."""
    first, _ = sentence.words_of(owner.span)
    parts = [m for _, m in numbered if m.kind != "phrase" and owner.span.contains(m.span)]
    words = set(sentence.lower[first : named.first])
    if len(parts) > 1 or words & {"border", "borders", "frontier", "between"}:
        return "background"
    return next(roles[i] for i, m in numbered if m is owner)


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
