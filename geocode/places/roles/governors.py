"""The part a place name plays, from the word that governs it and the words around that.

Cues only, no parser; see ``assignment``, which puts the names of a sentence together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from geocode.places.roles.clauses import Sentence, is_verb_at
from geocode.places.roles.nounphrases import Named, NounPhrases, RoleCues
from geocode.records import Document, Role

_SIDED = ("on", "the", "side", "of")
_SENT = frozenset({"in", "from", "at"})
"""What stands before the place that a byline was sent from."""
_WINDOW = 9
"""Words before a name in which its governing verb or noun is sought."""


@dataclass(frozen=True, slots=True)
class RoleReader:
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
        if rest[:1] == (",",) or shed:
            rest = rest[rest[0] == "," :] if rest else rest
            while rest and (rest[0] in self.known.measuring or rest[0][0].isdecimal()):
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
        start, preposition = self.nouns.governor(named.first)
        sealed = self.known.verbs["seal"]
        if not preposition and self.sentence.word(start) in sealed:
            return "site"
        passive = self.sentence.word(named.last) in self.known.words["be_forms"]
        if passive and not preposition and self.sentence.word(named.last + 1) in sealed:
            return "site"
        role = self._role(named, named.last)
        return "site" if role == "background" and self._is_subjectless(named) else role

    def _is_subjectless(self, named: Named) -> bool:
        """Whether a bare phrase is governed by a locative a few words back."""
        start, preposition = self.nouns.governor(named.first)
        return preposition in self.known.prepositions["locative"] and start >= 0

    def _role(self, named: Named, end: int) -> Role:
        if self.nouns.is_dateline(named):
            sent = self.sentence.block == "byline" and self.sentence.word(named.first - 1) in _SENT
            return "speaker" if sent else "background"
        hyphenated = self.nouns.half_of_a_word(named)
        if hyphenated is not None:
            return hyphenated
        start, preposition = self.nouns.governor(named.first)
        if self.nouns.only_describes(named):
            return "background"
        if self.sentence.lower[max(0, named.first - 4) : named.first] == _SIDED:
            return "target"
        if preposition:
            return self._governed(preposition, start, named)
        return self._ungoverned(start, end, named)

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
            return self._of(before, named)
        if preposition == "on":
            arrived = self._before(start, known.verbs["arrive"], window=3)
            on_ground = named.mention.kind == "phrase" or self._place_before_name(named)
            return "site" if struck or arrived or on_ground else "target"
        if preposition in groups["over"]:
            over = struck or self._before(start, known.words["flown"], window=4)
            return "site" if over else "target"
        if preposition in groups["agent"]:
            return "actor"
        return "target" if preposition in groups["target"] else "background"

    def _of(self, before: str, named: Named) -> Role:
        """Role under "of": where something happened, who acts, or only whose something is."""
        known = self.known
        if before in known.words["happening_nouns"]:
            return "site"
        if before in known.words["powers"]:
            return "actor"
        suffering = self.sentence.word(named.last) in known.words["be_forms"]
        told = suffering and before in known.words["dwellers"]
        return "site" if told or self._lies_in_ruin(named.last) else "background"

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
        far = before == "heard" and sentence.word(at - 4) == "the"
        if far or (before in known.words["abstract_nouns"] and not self._is_spot(at - 1)):
            return "background"  # "the blast was heard in X"
        if self._is_spoken_from(at, named):
            return "speaker"
        if self._taken_to(at):
            return "destination"
        describes = self.nouns.modifies(named) and not self.nouns.place_head(named)
        return "background" if describes else "site"

    def _is_spot(self, index: int) -> bool:
        """Whether a noun of two senses is a place here: "in a market in X", "hit a market in X"."""
        if self.sentence.word(index) not in self.known.words["place_nouns"]:
            return False
        start, preposition = self.nouns.governor(index)
        hit = not preposition and self.sentence.word(start) in self.known.verbs["hit"]
        return hit or (start >= 0 and preposition in self.known.prepositions["locative"])

    def _is_spoken_from(self, at: int, named: Named) -> bool:
        """Whether it says where a speaker is: "officials in X said", "said in X", "In X, …"."""
        known, before = self.known, self.sentence.word(at - 1)
        if before in known.words["people"] and self._speech_follows(named.last):
            return True
        if before in known.words["uttering"] or self._at_news_conference(at):
            return True
        if before in known.words["issuing"] and self._before(at - 2, known.words["statements"]):
            return True
        return at == 0 and self._statesman_speaks(named.last)

    def _at_news_conference(self, at: int) -> bool:
        return self.sentence.lower[max(0, at - 2) : at] in {
            ("news", "conference"), ("press", "conference"),
        }  # fmt: skip

    def _statesman_speaks(self, last: int) -> bool:
        """Whether "In X," opens what a holder of high office says there."""
        known, window = self.known, self.sentence.lower[last : last + 14]
        for offset, word in enumerate(window):
            if word in known.verbs["speech"]:
                return any(w in known.words["offices"] for w in window[:offset])
        return False

    def _taken_to(self, at: int) -> bool:
        """Whether "in X" tells where the goal of a move lies: "taken to a hospital in X"."""
        known, lower = self.known, self.sentence.lower
        head = at - 1
        if self.sentence.word(head) not in known.words["place_nouns"]:
            return False
        while head > 0 and lower[head] not in known.any_preposition | {"to"} and at - head < 5:  # noqa: PLR2004
            head -= 1
        fire = self.sentence.word(head - 1) == "fire"  # "set fire to a bank in X"
        moved = not fire and self._before(head - 1, known.verbs["move"], window=4)
        return lower[head] == "to" and moved

    def _speech_follows(self, index: int) -> bool:
        """Whether the next verb, within a few words, is one of saying."""
        for word in self.sentence.lower[index : index + 5]:
            if word in self.known.verbs["speech"]:
                return True
            if word in {",", ";", ":"} or word in self.known.words["be_forms"]:
                return False
        return False

    def _from(self, start: int) -> Role:
        word, known = self.sentence.word(start), self.known
        if word in known.words["measures"] or word == "away":
            return "site"
        if word in known.words["messages"] or self._is_message(start):
            return "actor"
        if word in known.words["paths"] and not self._before(start, known.verbs["move"]):
            return "background"  # "the road from X is cut"
        return "speaker" if word in known.words["speaking"] else self._left(start)

    def _left(self, start: int) -> Role:
        """Role of what is left, or of what something is taken out of."""
        known = self.known
        if self._before(start, known.verbs["extract"] | known.words["extractions"]):
            return "site"
        if self._before(start, known.words["expulsions"], window=5):
            return "origin"
        people = known.words["people"] | known.words["delegates"]
        sent = self._before(start, known.verbs["move"], window=4)
        if self.sentence.word(start) in people and not sent:
            return "actor"  # "police from X said", not "they brought in police from X"
        moves = known.verbs["move"] | known.verbs["depart"] | known.words["movement_nouns"]
        if self._before(start, moves) or self._is_mover(start):
            return "origin"
        return "background"

    def _is_message(self, verb: int) -> bool:
        """Whether what came is words: "tributes came from X"."""
        came = self.sentence.word(verb) in {"came", "come", "comes", "coming", "in"}
        return came and self._before(verb - 1, self.known.words["messages"], window=4)

    def _is_mover(self, index: int) -> bool:
        """Whether a noun can have come from somewhere: "crews from X", "most of them from X"."""
        word = self.sentence.word(index)
        return word in self.known.words["movers"] or word == "them"

    def _to(self, start: int) -> Role:
        known = self.known
        if self.sentence.word(start) in {"entrance", "entrances", "gateway"}:
            return "site"
        if self.sentence.word(start) in known.words["title_nouns"]:
            return "background"
        if self.sentence.word(start) in known.words["paths"]:
            led = self._before(start, known.verbs["move"])
            return "destination" if led else "background"
        moves = known.verbs["move"] | known.verbs["arrive"] | known.words["movement_nouns"]
        return "destination" if self._before(start, moves) else "target"

    def _ungoverned(self, start: int, end: int, named: Named) -> Role:
        """Role of a bare name: what was done to it, what it does, or only what is spoken of."""
        before, known = self.sentence.word(start), self.known
        role = self._undergone(start, end, named)
        if role is not None:
            return role
        if before in known.words["lists"]:
            return "site" if self._listed_under_locative(start) else "background"
        related = start < 0 and self.sentence.lower[end : end + 2] == (",", "which")
        if not self._only_is(named, end) and (related or self._verb_at(end)):
            return "actor"
        told = before in known.verbs["diplomacy"] | known.verbs["speech"]
        return "target" if told and not self._only_is(named, end) else "background"

    def _undergone(self, start: int, end: int, named: Named) -> Role | None:
        """Role of what is hit, visited, reached or left; None of what is nothing of these."""
        before, verbs = self.sentence.word(start), self.known.verbs
        if self._is_hit(end) or self._suffers(end) or before in verbs["hit"] | verbs["visit"]:
            return "site"
        housed = self.sentence.word(named.last + 1) in self.known.prepositions["locative"]
        if before in verbs["seal"] and self.nouns.place_head(named) and not housed:
            return "site"  # "closed its X crossing", not "closed X airport in Y"
        if before in verbs["arrive"]:
            by_storm = self._before(start, self.known.words["storms"], window=12)
            return "site" if by_storm else "destination"
        return "origin" if before in verbs["depart"] else None

    def _listed_under_locative(self, start: int) -> bool:
        """Whether "including X" hangs on "in several cities"."""
        window = self.sentence.lower[max(0, start - 8) : start]
        places = self.known.words["place_nouns"]
        return any(w in places for w in window) and any(
            w in self.known.prepositions["locative"] for w in window
        )

    def _suffers(self, index: int) -> bool:
        """Whether it is said what became of it: "X suffered most", "X in ruins"."""
        known, window = self.known, self.sentence.lower[index : index + 3]
        if window[:1] == ("in",) or self._lies_in_ruin(index):
            return self._lies_in_ruin(index)
        return any(
            word in known.verbs["suffer"] and all(w in known.words["adverbs"] for w in window[:at])
            for at, word in enumerate(window)
        )

    def _lies_in_ruin(self, index: int) -> bool:
        """Whether a state stands behind: "X in ruins", "X is under siege", "X on fire"."""
        index += self.sentence.word(index) in self.known.words["settlements"]  # "X city"
        index += self.sentence.word(index) in self.known.words["be_forms"]
        preposition, state = self.sentence.word(index), self.sentence.word(index + 1)
        words = self.known.words
        under = preposition in {"under", "on"} and state in words["states_under"]
        return under or (preposition == "in" and state in words["states_of_ruin"])

    def _only_is(self, named: Named, end: int) -> bool:
        """Whether what is named lies about and cannot act: "X is a lake", "X Street runs"."""
        word = self.sentence.word
        is_thing = word(end) in {"is", "was"} and (word(end + 1) in {"a", "an"})
        return is_thing or self.nouns.is_building(named)

    def _is_hit(self, index: int) -> bool:
        """Whether a passive of attack or disaster follows: "was shelled", "came under fire"."""
        index += self.sentence.word(index) in self.known.words["place_nouns"]
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
        joined = self.sentence.word(index) == "and" and self._is_capital(index + 1)
        start = index + 2 if joined else index  # "Colombia and FARC sign"
        if self.sentence.word(start) == "on" and self._is_day(start + 1):
            start += 2  # "X on Thursday approved it"
        for at, word in enumerate(self.sentence.lower[start : start + 4], start):
            if word in self.known.words["adverbs"] or word.endswith("ly") or word == ",":
                continue
            if word == "whose":
                return True
            return is_verb_at(self.sentence, at, self.document.language)
        return False

    def _is_day(self, index: int) -> bool:
        return self.sentence.word(index).startswith(tuple(self.known.words["calendar"]))

    def _is_capital(self, index: int) -> bool:
        tokens = self.sentence.tokens
        return index < len(tokens) and tokens[index].text[0].isupper()
