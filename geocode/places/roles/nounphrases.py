"""What governs a name and what it modifies: the noun phrase around it, read by cue words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from geocode.languages import cues
from geocode.languages.inflection import verb_forms
from geocode.mentions.evidence import read_cues
from geocode.places.roles.clauses import Sentence, is_verb, is_verb_at
from geocode.records import WRITERS_BLOCKS, Mention
from geocode.tokens import Token

_PEOPLE_ENDINGS = ("ish", "ian", "ese", "ean", "ican")
"""Capitalised words that end so are taken for adjectives of a people: "the English city of X"."""
_ABOUT = frozenset({"about", "some", "around", "few", "several", "just", "nearly", "almost"})
_BODY_REACH = 5
"""Words behind a name in which the word for a body must come."""
_CLAUSE_REACH = 7
"""Words behind "In X" in which the verb of its clause must come."""
_ABOUT_IT, _FEW_WORDS = 6, 4
_DATELINE_WORDS = 9
"""Words in which a dateline's dash must come."""


@dataclass(frozen=True, slots=True)
class RoleCues:
    """The cue words of a language, as sets, with verb forms generated."""

    words: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]
    verbs: dict[str, frozenset[str]]
    modifier_endings: tuple[str, ...]
    numbers: frozenset[str]
    measuring: frozenset[str]
    """Words of a distance: "a few miles"."""
    any_preposition: frozenset[str]
    inside_phrase: frozenset[str]
    """What may stand between a preposition and the name it governs."""
    after_head: frozenset[str]
    """What follows a name that is a phrase's head rather than a modifier."""


@cache
def role_cues(language: str) -> RoleCues:
    """The cues of a language, read once."""
    table: dict[str, dict[str, list[str]]] = cues(language, "roles")
    words = {name: frozenset(group) for name, group in table["words"].items()}
    prepositions = {name: frozenset(group) for name, group in table["prepositions"].items()}
    locative = prepositions["locative"]
    inside = words["determiners"] | words["modifiers"] | words["place_nouns"]
    return RoleCues(
        words=words,
        prepositions=prepositions,
        verbs={
            name: frozenset(form for lemma in group for form in verb_forms(lemma, language))
            for name, group in table["verbs"].items()
        },
        numbers=frozenset(cues(language, "dates")["numbers"]),
        measuring=words["measures"] | frozenset(cues(language, "dates")["numbers"]) | _ABOUT,
        modifier_endings=tuple(table["words"]["modifier_endings"]),
        any_preposition=frozenset(word for group in prepositions.values() for word in group),
        inside_phrase=inside - locative,
        after_head=words["auxiliaries"]
        | words["adverbs"]
        | words["subordinators"]
        | words["determiners"]
        | words["joints"],
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A mention in its sentence: its words are ``[first, last)``."""

    mention: Mention
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NounPhrases:
    """Reads the noun phrases around the names of one sentence."""

    sentence: Sentence
    known: RoleCues
    text: str
    language: str
    demonyms: frozenset[int]
    """Indices of words that are demonyms."""

    def half_of_a_word(self, named: Named) -> Literal["speaker", "background"] | None:
        """Role of a name that is half of a word ("London-based", "pro-Moscow"); None if whole."""
        span = named.mention.span
        tail = self.text[span.end : span.end + 6].lower()
        if tail[:1] in {"-", "‑"} and tail[1:2].isalpha():
            return "speaker" if tail[1:6] == "based" else "background"
        head = self.text[max(0, span.start - 2) : span.start]
        return "background" if head[1:] in {"-", "‑"} and head[0].isalnum() else None

    def is_dateline(self, named: Named) -> bool:
        """Whether it stands in "KYIV, Ukraine (Reuters) —", which says where the writer sat.

        As a byline does; and in a text whose blocks nobody told apart.
        """
        if self.sentence.block in WRITERS_BLOCKS:
            return True
        if named.first > 4:  # noqa: PLR2004
            return False
        window = self.sentence.lower[named.last : named.last + _DATELINE_WORDS]
        opening = self.sentence.tokens[: named.first]
        if any(token.text[:1].islower() for token in opening):
            return False
        for offset, word in enumerate(window):
            if word in {"—", "–", "-", "--"}:
                between = self.sentence.tokens[named.last : named.last + offset]
                return all(not t.text[:1].islower() for t in between) and self._loud(named, between)
            if word[:1].isalpha() and self.sentence.tokens[named.last + offset].text[0].islower():
                return False
        return False

    def is_set_apart(self, named: Named) -> bool:
        """Whether its form or the very word before it leaves no doubt what the rules make of it.

        A dateline, half a word, part of a body's name; "the government of X"; "between X and Y",
        of which the wording tells whether it is ground.
        """
        if self.half_of_a_word(named) or self.is_dateline(named) or self.in_a_body(named):
            return True
        start, preposition = self.governor(named.first)
        acts = preposition == "of" and self.sentence.word(start) in self.known.words["powers"]
        return acts or preposition == "between"

    def _loud(self, named: Named, between: Sequence[Token]) -> bool:
        """A dateline is in capitals, or names an agency or a date before its dash, or is bare."""
        surface = named.mention.surface
        agency = (
            set(self.sentence.lower[: named.last + _DATELINE_WORDS]) & self.known.words["datelines"]
        )
        return surface.isupper() or bool(agency) or named.first == 0 or not between

    def modifies(self, named: Named) -> bool:
        """Whether a noun that it only specifies follows: "Kyiv's mayor", "the Paris talks"."""
        known, after = self.known, self.sentence.word(named.last)
        if after in {"'s", "'"}:
            return True
        if after in known.words["head_modifiers"]:
            return not self._leads_in(named)
        if not after[:1].isalpha() or after in known.any_preposition:
            return False
        if self.sentence.tokens[named.last].text[0].isupper() and not self._in_capitals(named):
            return not after.startswith(tuple(known.words["calendar"]))
        if after in known.after_head or after.endswith(("ly", "ing")) or self._leads_in(named):
            return False
        return not is_verb_at(self.sentence, named.last, self.language)

    def _in_capitals(self, named: Named) -> bool:
        """Whether all words about it are, as in many a headline: then a capital tells nothing."""
        about = self.sentence.tokens[max(0, named.first - _ABOUT_IT) : named.last + _ABOUT_IT]
        words = [token.text for token in about if token.text[:1].isalpha()]
        plain = len(words) - (named.last - named.first)
        return plain >= _FEW_WORDS and all(word.isupper() for word in words)

    def _leads_in(self, named: Named) -> bool:
        """Whether a clause of its own follows "In X" without a comma: "In X police held five"."""
        at = named.first - 1
        opens = at == 0 or self.sentence.word(at - 1) in {";", "–", "—", ",", "and", "while"}
        if not opens or self.sentence.word(at) not in {"in", "at", "near", "outside", "across"}:
            return False
        for index in range(
            named.last + 1, min(named.last + _CLAUSE_REACH, len(self.sentence.lower))
        ):
            if self.sentence.lower[index] in {",", ";", ":"}:
                return False
            if is_verb(self.sentence.lower[index], self.language):
                return True
        return False

    def in_a_body(self, named: Named) -> bool:
        """Whether a body's name goes on from it: "the X People's Front", "the X University"."""
        for index in range(named.last, min(named.last + _BODY_REACH, len(self.sentence.lower))):
            if self.sentence.lower[index] == "'s" and index > named.last:
                continue
            if not self._is_capital(index):
                return False
            if self.sentence.lower[index] in self.known.words["bodies"]:
                return True
        return False

    def place_head(self, named: Named) -> bool:
        """Whether that noun is itself a place: "in Kyiv's Podil district", "the Gomel region"."""
        word, places = self.sentence.word, self.known.words["place_nouns"]
        for index in range(named.last, min(named.last + 4, len(self.sentence.lower))):
            here = word(index)
            if here in places or (here.endswith("s") and here[:-1] in places):
                return True
            if not (here[:1].isalpha() or here == "'s"):
                return False
            if here in self.known.any_preposition or here == "of":
                return False
        return False

    def governor(self, first: int) -> tuple[int, str]:
        """Index of the word before a noun phrase's preposition, and the preposition; else "".

        Without a preposition the index is that of the word right before the phrase. "north of",
        "close to" and "40 km from" are given as "near", "out of" as "from".
        """
        word, index = self.sentence.word, first - 1
        while index >= 0:
            here, before = word(index), word(index - 1)
            if here == "of" and (
                before in self.known.words["directions"] or self._measured(before)
            ):
                return index - 2, "near"
            if here == "of" and before == "out":
                return index - 2, "from"
            if here == "to" and before in self.known.words["closeness"]:
                return index - 2, "near"
            step = self._step(index)
            if not step:
                break
            index -= step
        here = word(index)
        if here in {"to", "from", "of", "on"} or here in self.known.any_preposition:
            return index - 1, here
        return index, ""

    def _step(self, index: int) -> int:
        """How many words before ``index`` (it included) still belong to the noun phrase."""
        word, known = self.sentence.word, self.known
        here = word(index)
        if here == "," and word(index - 1) in known.words["place_nouns"]:
            return int(self._is_apposed(index))  # "in the capital, X"
        owner = self._is_capital(index - 1) or word(index - 1) in known.words["place_nouns"]
        if here == "'s" and owner:
            return 2  # "in Iraq's northern capital of X"
        if here == "of" and word(index - 1) in known.words["place_nouns"]:
            return 3 if index > 2 and self._is_capital(index - 2) else 2  # noqa: PLR2004
        if word(index + 1) in known.words["place_nouns"] and self._may_be_adjective(here):
            return 1  # "the imperative village of X"
        if here in known.numbers and self.sentence.tokens[index + 1].text.islower():
            return 1  # "in two suburbs of X"
        people = here.endswith(_PEOPLE_ENDINGS) and self._is_capital(index)
        inside = here in known.inside_phrase or here.endswith(known.modifier_endings)
        inside = inside or self._is_told_of_land(index)
        return int(people or inside or index in self.demonyms)

    def _is_told_of_land(self, index: int) -> bool:
        """Whether an adjective stands alone between "in" and a name: "in divided X"."""
        here = self.sentence.word(index)
        return (
            here.endswith(("ed", "ous", "ful"))
            and self._is_capital(index + 1)
            and self.sentence.word(index - 1) in {"in", "across", "throughout"}
        )

    def _is_apposed(self, comma: int) -> bool:
        """Whether what stands before a comma is a bare place noun under "in" or "at"."""
        word, at = self.sentence.word, comma - 2
        while at >= 0 and word(at) in self.known.inside_phrase:
            at -= 1
        determined = word(comma - 2) in self.known.inside_phrase
        return determined and word(at) in {"in", "at", "near", "outside"}

    def only_describes(self, named: Named) -> bool:
        """Whether it only says of what kind or land another noun is, and is no place here."""
        if self.is_renamed(named) or self.names_a_site_elsewhere(named) or self.in_a_body(named):
            return True
        return self.modifies(named) and not self.place_head(named)

    def names_a_site_elsewhere(self, named: Named) -> bool:
        """Whether it names a works that lies by another name: "the X mine near Y"."""
        word = self.sentence.word
        works = word(named.last) in self.known.words["works"]
        return works and word(named.last + 1) in self.known.prepositions["locative"]

    def is_renamed(self, named: Named) -> bool:
        """Whether it only names by its land what was named before: "in the New Zealand city"."""
        bare = self.sentence.word(named.first - 1) in {"the", "this", "that"}
        if not bare or self.sentence.word(named.last) not in {"city", "town", "village", "capital"}:
            return False
        after = named.last + 1
        closed = after >= len(self.sentence.tokens)
        return closed or not (
            self.sentence.tokens[after].text[0].isupper() or self.sentence.word(after) == "of"
        )

    def is_building(self, named: Named) -> bool:
        """Whether its own last word says that it is a building or a street and no town."""
        kind = read_cues(self.language).classes.get(self.sentence.word(named.last - 1), "")
        return named.last - named.first > 1 and kind in {"fac", "road"}

    def stands_in_town(self, named: Named) -> bool:
        """Whether its own last word says that it is a building, so that "in Y" tells a place."""
        last = self.sentence.word(named.last - 1)
        housed = self.known.words["housed"] | self.known.words["works"]
        return self.is_building(named) or (named.last - named.first > 1 and last in housed)

    def holds_a_town(self, gap: tuple[str, ...], following: Named) -> bool:
        """Whether what parts two names says that the second is a town of the first.

        Not in "the X town of Y province", where Y holds X.
        """
        *inside, noun, of = ("", "", *gap)
        if of != "of" or noun not in self.known.words["settlements"]:
            return False
        ending = following.last - (following.last - following.first > 1)
        wide = self.sentence.lower[ending : following.last + 1]
        classes = read_cues(self.language).classes
        if any(classes.get(word) == "div" for word in wide):
            return False
        return all(word in self.known.inside_phrase for word in inside if word)

    def _may_be_adjective(self, word: str) -> bool:
        known = self.known
        return (
            word.replace("-", "").isalnum()
            and word not in known.any_preposition
            and word not in known.after_head
            and not is_verb(word, self.language)
        )

    def _is_capital(self, index: int) -> bool:
        return index >= 0 and self.sentence.tokens[index].text[0].isupper()

    def _measured(self, word: str) -> bool:
        return word in self.known.words["measures"]
