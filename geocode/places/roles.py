"""What part each named place plays: where something is, or only who acts, speaks or is meant.

Cues only, no parser: the word that governs the name, what stands before it and after it.
Only a ``site`` can become a mark, so every doubtful case falls to ``background``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from geocode.places.clauses import Sentence, is_verb, read_sentences, sentence_at
from geocode.places.nounphrases import Named, NounPhrases, RoleCues, role_cues
from geocode.records import Document, Mention, Role

_OWNED = 5
"""Words from an owner's "'s" to the name it owns: "Somalia's northern port of Bosaso"."""
_WINDOW = 9
"""Words before a name in which its governing verb or noun is sought."""


def assign_roles(document: Document, mentions: Sequence[Mention]) -> tuple[Role, ...]:
    """The role of each mention, in the order given; phrases may overlap their parts.

    Names of a list ("in A, B and C") share the role of its head; in "A, B" the second only says
    where the first lies and is background. Parts of a border phrase are background, the part
    of "near X" plays the phrase's role. Linear in the length of the text.
    """
    read = read_sentences(document)
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
    reader = _Reader(sentence, known, document, nouns)
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
    reader: _Reader, plain: list[tuple[int, Named]], roles: dict[int, Role]
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
    groups: list[list[tuple[int, Named]]] = []
    for item in plain:
        if groups:
            gap = sentence.lower[groups[-1][-1][1].last : item[1].first]
            joined = gap[:-1] if gap and gap[-1] in {"the", "both"} else gap
            subject = "and" in gap and "," in gap and len(groups[-1]) == 1
            if subject and is_verb(sentence.word(item[1].last), language):
                groups.append([item])  # "aid to A, and B opened its border"
                continue
            if joined in {(",",), ("and",), ("or",), (",", "and"), (",", "or"), ("&",)}:
                groups[-1].append(item)
                continue
        groups.append([item])
    return groups


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one sentence."""

    sentence: Sentence
    known: RoleCues
    document: Document
    nouns: NounPhrases

    def group(self, group: list[tuple[int, Named]]) -> dict[int, Role]:
        """Roles of names in a row: a list shares one role, "A, B" keeps only the first."""
        gaps = [
            "," if self.sentence.lower[before.last : after.first] == (",",) else "and"
            for (_, before), (_, after) in pairwise(group)
        ]
        is_list = "and" in gaps
        nested_pairs = is_list and gaps.count(",") > 0 and gaps[-1] == ","
        end = group[-1][1].last
        head = self._role(group[0][1], end)
        roles: dict[int, Role] = {group[0][0]: head}
        for (index, named), gap in zip(group[1:], gaps, strict=True):
            containing = gap == "," and (not is_list or nested_pairs)
            roles[index] = "background" if containing else self._listed(head, named)
        return roles

    def only_locates(self, gap: tuple[str, ...], named: Named) -> bool:
        """Whether a name behind another only says where that lies; ``gap`` is what parts them.

        "A, in B", "A airport in B", "A, west of B", "the A district of B"; not "in A and in B".
        """
        words = self.known.words
        rest = gap
        while rest and rest[0] in words["place_nouns"]:
            rest = rest[1:]
        shed = len(rest) < len(gap)
        if rest[:1] == (",",):
            rest = rest[1:]
        if (rest[:1] == ("of",) and shed) or rest[:1] == ("in",):
            inner = rest[1:]
        elif rest[:1] and rest[0] in words["directions"] and rest[1:2] == ("of",):
            inner = rest[2:]
        else:
            return False
        start = named.first - len(inner)
        series = self.sentence.lower[named.last : named.last + 2] in {("and", "in"), (",", "in")}
        return not series and self.nouns.governor(named.first)[0] < start

    def _listed(self, head: Role, named: Named) -> Role:
        """A further member of a list: the head's role unless it is itself a modifier."""
        if self.nouns.modifies(named) and not self.nouns.place_head(named):
            return "background"
        return head

    def phrase(self, named: Named) -> Role:
        """Role of a composed place: a site unless something else governs it."""
        first = self.sentence.word(named.first)
        if first in self.known.prepositions["locative"] or first in {"close", "on"}:
            return self._located(named.first, named)
        role = self._role(named, named.last)
        return "site" if role == "background" and self._is_subjectless(named) else role

    def _is_subjectless(self, named: Named) -> bool:
        """Whether a bare phrase is governed by a locative a few words back."""
        start, preposition = self.nouns.governor(named.first)
        return preposition in self.known.prepositions["locative"] and start >= 0

    def _role(self, named: Named, end: int) -> Role:
        if self.nouns.is_dateline(named):
            return "background"
        hyphenated = self.nouns.half_of_a_word(named)
        if hyphenated is not None:
            return hyphenated
        start, preposition = self.nouns.governor(named.first)
        if self.nouns.modifies(named) and not self.nouns.place_head(named):
            return "background"
        if preposition:
            return self._governed(preposition, start, named)
        return self._ungoverned(start, end)

    def _before(self, start: int, words: frozenset[str], *, window: int = _WINDOW) -> bool:
        """Whether one of ``words`` stands shortly before, in the same or the touching clause."""
        clause = self.sentence.clause
        for index in range(start, max(-1, start - window), -1):
            if clause[start] - clause[index] > 1 and self.sentence.lower[index] in {";", ":"}:
                return False
            if self.sentence.lower[index] in words:
                return True
        return False

    def _governed(self, preposition: str, start: int, named: Named) -> Role:
        """Role of a name under a preposition; ``start`` is the word before the preposition."""
        groups = self.known.prepositions
        if self._is_river(named):
            return "background"
        if preposition in groups["through"]:
            coursing = self._before(start, self.known.words["coursing"], window=4)
            return self._located(start + 1, named) if coursing else "background"
        if preposition in groups["locative"]:
            return self._located(start + 1, named)
        if preposition == "from":
            return self._from(start)
        if preposition == "to":
            return self._to(start)
        return self._loosely_governed(preposition, start, named)

    def _loosely_governed(self, preposition: str, start: int, named: Named) -> Role:
        """Role under "on", "of", "over", "by", "for", "against" and their like."""
        known, before = self.known, self.sentence.word(start)
        groups = known.prepositions
        struck = before in known.words["hit_nouns"]
        leaving = preposition == "for" and self._before(start, known.words["leaving"], window=4)
        if preposition in groups["destination"] or leaving:
            return "destination"
        if preposition == "of":
            return "site" if before in known.words["happening_nouns"] else "background"
        if preposition == "on":
            on_ground = named.mention.kind == "phrase" or self._place_before_name(named)
            return "site" if struck or on_ground else "target"
        if preposition in groups["over"]:
            flown = struck or self._before(start, known.words["flown"], window=4)
            return "site" if flown else "target"
        if preposition in groups["agent"]:
            return "actor"
        return "target" if preposition in groups["target"] else "background"

    def _is_river(self, named: Named) -> bool:
        """Whether it is a river and no town: "on both banks of the Dnipro"."""
        before = self.sentence.lower[max(0, named.first - 3) : named.first]
        return before[1:] == ("of", "the") and before[0] in self.known.words["river_sides"]

    def _place_before_name(self, named: Named) -> bool:
        """Whether "on" governs a place noun: "on the outskirts of X", "on the island of X"."""
        near = self.sentence.lower[max(0, named.first - 4) : named.last]
        after = self.sentence.lower[named.last : named.last + 2]
        return any(word in self.known.words["place_nouns"] for word in (*near, *after))

    def _located(self, at: int, named: Named) -> Role:
        """Role under a locative at word ``at``: a site unless it says who speaks or what about."""
        sentence, known = self.sentence, self.known
        before = sentence.word(at - 1)
        if before == "from":
            return "origin"
        if before in known.words["abstract_nouns"]:
            return "background"
        if before in known.words["people"] and self._speech_follows(named.last):
            return "speaker"
        if before in known.words["uttering"]:
            return "speaker"
        if self.nouns.modifies(named) and not self.nouns.place_head(named):
            return "background"
        return "site"

    def _speech_follows(self, index: int) -> bool:
        """Whether the next verb, within a few words, is one of saying."""
        for word in self.sentence.lower[index : index + 5]:
            if word in self.known.verbs["speech"]:
                return True
            if word in {",", ";", ":"} or word in self.known.words["be_forms"]:
                return False
        return False

    def _from(self, start: int) -> Role:
        word, known = self.sentence.word, self.known
        if word(start) in known.words["measures"] or word(start) in {"away", "across"}:
            return "site"
        if word(start) in known.words["speaking"]:
            return "speaker"
        moves = known.verbs["move"] | known.verbs["depart"] | known.words["movement_nouns"]
        return "origin" if self._before(start, moves) else "background"

    def _to(self, start: int) -> Role:
        known = self.known
        if self.sentence.word(start) in {"entrance", "entrances", "gateway"}:
            return "site"
        if self.sentence.word(start) in known.words["title_nouns"]:
            return "background"
        moves = known.verbs["move"] | known.verbs["arrive"] | known.words["movement_nouns"]
        return "destination" if self._before(start, moves) else "target"

    def _ungoverned(self, start: int, end: int) -> Role:  # noqa: PLR0911
        """Role of a bare name: what was done to it, what it does, or only what is spoken of."""
        word, known = self.sentence.word, self.known
        if self._is_hit(end):
            return "site"
        before = word(start)
        if before in known.verbs["hit"]:
            return "site"
        if before in known.verbs["visit"]:
            return "site"
        if before in known.verbs["arrive"]:
            return "destination"
        if before in known.verbs["depart"]:
            return "origin"
        if before in known.words["lists"]:
            return "site" if self._listed_under_locative(start) else "background"
        if self._verb_at(end):
            return "actor"
        if before in known.verbs["diplomacy"] or before in known.verbs["speech"]:
            return "target"
        return "background"

    def _listed_under_locative(self, start: int) -> bool:
        """Whether "including X" hangs on "in several cities"."""
        window = self.sentence.lower[max(0, start - 8) : start]
        places = self.known.words["place_nouns"]
        return any(w in places for w in window) and any(
            w in self.known.prepositions["locative"] for w in window
        )

    def _is_hit(self, index: int) -> bool:
        """Whether a passive of attack or disaster follows: "was shelled", "came under fire"."""
        window = self.sentence.lower[index : index + 6]
        if window[:1] == (",",):
            window = self.sentence.lower[index + 1 : index + 7]
        if "under" in window[:2] and window and window[0] in {"came", "comes", "come", "was"}:
            return True
        for offset, word in enumerate(window):
            if word in self.known.verbs["hit"]:
                return offset > 0 and any(
                    w in self.known.words["be_forms"] for w in window[:offset]
                )
            if word not in self.known.words["auxiliaries"] | self.known.words["adverbs"]:
                return False
        return False

    def _verb_at(self, index: int) -> bool:
        """Whether a verb follows, past adverbs and a comma."""
        for word in self.sentence.lower[index : index + 4]:
            if word in self.known.words["adverbs"] or word == ",":
                continue
            return is_verb(word, self.document.language)
        return False
