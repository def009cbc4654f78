"""What governs a name and what it modifies: the noun phrase around it, read by cue words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from geocode.languages import cues
from geocode.languages.inflection import verb_forms
from geocode.places.roles.clauses import Sentence, is_verb
from geocode.records import Mention
from geocode.tokens import Token

_PEOPLE_ENDINGS = ("ish", "ian", "ese", "ean", "ican")
"""Capitalised words that end so are taken for adjectives of a people: "the English city of X"."""
_ABOUT = frozenset({"about", "some", "around", "few", "several", "just", "nearly", "almost"})
_DATELINE_WORDS = 9
"""Words in which a dateline's dash must come."""


@dataclass(frozen=True, slots=True)
class RoleCues:
    """The cue words of a language, as sets, with verb forms generated."""

    words: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]
    verbs: dict[str, frozenset[str]]
    modifier_endings: tuple[str, ...]
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
        """Whether it stands in "KYIV, Ukraine (Reuters) —", which says where the writer sat."""
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
        if after in {"'s", "'"} or after in known.words["head_modifiers"]:
            return True
        if not after[:1].isalpha() or after in known.any_preposition:
            return False
        if self.sentence.tokens[named.last].text[0].isupper():
            return not after.startswith(tuple(known.words["calendar"]))
        if after in known.after_head or after.endswith(("ly", "ing")):
            return False
        return not is_verb(after, self.language)

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
        "close to" and "40 km from" are given as "near".
        """
        word, index = self.sentence.word, first - 1
        while index >= 0:
            here, before = word(index), word(index - 1)
            if here == "of" and (
                before in self.known.words["directions"] or self._measured(before)
            ):
                return index - 2, "near"
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
        people = here.endswith(_PEOPLE_ENDINGS) and self._is_capital(index)
        inside = here in known.inside_phrase or here.endswith(known.modifier_endings)
        return int(people or inside or index in self.demonyms)

    def _is_apposed(self, comma: int) -> bool:
        """Whether what stands before a comma is a bare place noun under "in" or "at"."""
        word, at = self.sentence.word, comma - 2
        while at >= 0 and word(at) in self.known.inside_phrase:
            at -= 1
        determined = word(comma - 2) in self.known.inside_phrase
        return determined and word(at) in {"in", "at", "near", "outside"}

    def only_describes(self, named: Named) -> bool:
        """Whether it only says of what kind or land another noun is, and is no place here."""
        if self.is_renamed(named) or self.names_a_site_elsewhere(named):
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
