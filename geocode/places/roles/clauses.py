"""Sentences cut into words and clauses: the light syntax that roles and events read.

No parser: a clause ends at a dash, semicolon, bracket or quotation mark, at a subordinating word,
and at "and" or "but" before a verb, and where the main verb comes back behind "…, who …,". That is
enough to keep two predicates of a sentence apart.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias, TypeVar

from geocode.languages import cues
from geocode.languages.inflection import verb_forms
from geocode.records import BlockKind, Document, Span
from geocode.tokens import Token, sentences, words_of

_CueTable: TypeAlias = dict[str, list[str]]
_Item = TypeVar("_Item")
_LONGEST = 200
"""Words after which an endless sentence (a table, a list) is cut, so that all reading is linear."""
_BREAKS = frozenset(';:—–()[]{}“”«»"…')

_NOUNS_TOO = frozenset({"bit", "bound", "felt", "ground", "saw", "shot", "fed", "lay"})
"""Irregular pasts that are as likely something else."""
_RELATIVES = frozenset({"who", "which", "whose", "whom", "where"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; all collections run parallel to ``tokens``."""

    span: Span
    block: BlockKind
    tokens: tuple[Token, ...]
    lower: tuple[str, ...]
    """The words in lower case."""
    clause: tuple[int, ...]
    """Number of the clause a word stands in, from 0, never falling."""
    starts: tuple[int, ...]
    """Where each word starts, for looking up offsets."""

    def words_of(self, span: Span) -> tuple[int, int]:
        """Half-open range of indices of the words that ``span`` touches."""
        first = bisect_right(self.starts, span.start) - 1
        if first < 0 or self.tokens[first].end <= span.start:
            first += 1
        return first, max(first, bisect_left(self.starts, span.end))

    def word(self, index: int) -> str:
        """The lower-case word at ``index``; an empty string beyond either end."""
        return self.lower[index] if 0 <= index < len(self.lower) else ""


def read_sentences(document: Document, *, at: Sequence[int] | None = None) -> tuple[Sentence, ...]:
    """The sentences of all blocks, in text order, with their clauses numbered.

    ``at``: only those that hold one of these positions of the text, which stand in order.
    """
    out: list[Sentence] = []
    block = 0
    for span, words in zip(sentences(document), words_of(document), strict=True):
        if at is not None and bisect_left(at, span.start) == bisect_left(at, span.end):
            continue
        while not document.blocks[block].span.contains(span):
            block += 1
        for first in range(0, len(words), _LONGEST):
            tokens = words[first : first + _LONGEST]
            start = span.start if first == 0 else tokens[0].start
            ends = first + _LONGEST >= len(words)
            piece = Span(start, span.end if ends else tokens[-1].end)
            out.append(_sentence(piece, tokens, document.blocks[block].kind, document.language))
    return tuple(out)


def _sentence(span: Span, tokens: tuple[Token, ...], block: BlockKind, language: str) -> Sentence:
    lower = tuple(token.text.lower().replace("’", "'") for token in tokens)
    return Sentence(
        span=span,
        block=block,
        tokens=tokens,
        lower=lower,
        clause=_clauses(lower, language),
        starts=tuple(token.start for token in tokens),
    )


def sentence_at(found: Sequence[Sentence], position: int) -> int | None:
    """Index of the sentence that covers a position of the text; None where none does."""
    index = bisect_right(found, position, key=lambda sentence: sentence.span.start) - 1
    return index if index >= 0 and position < found[index].span.end else None


def by_sentence(
    found: Sequence[Sentence], items: Iterable[tuple[int, _Item]]
) -> dict[int, list[_Item]]:
    """Items, each with where it starts, by the number of their sentence, in text order."""
    out: dict[int, list[_Item]] = {}
    for start, item in sorted(items, key=lambda pair: pair[0]):
        number = sentence_at(found, start)
        if number is not None:
            out.setdefault(number, []).append(item)
    return out


def is_verb(word: str, language: str) -> bool:
    """Whether a lower-case word is surely or probably a verb: listed, or ending in -ed."""
    return word in known_verbs(language) or (len(word) > 4 and word.endswith("ed"))  # noqa: PLR2004


def is_verb_at(sentence: Sentence, index: int, language: str) -> bool:
    """Whether the word at ``index`` is a verb.

    As ``is_verb`` has it, or a third person before what it does: "counts its dead".
    """
    word, after = sentence.word(index), sentence.word(index + 1)
    if is_verb(word, language):
        return True
    table: dict[str, _CueTable] = cues(language, "roles")
    third = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "'s"))  # noqa: PLR2004
    lower_case = index < len(sentence.tokens) and sentence.tokens[index].text.islower()
    takes = after in table["words"]["determiners"] or after[:1].isdecimal()
    return third and lower_case and takes


@cache
def known_verbs(language: str) -> frozenset[str]:
    """All forms of the verbs listed for roles, the auxiliaries, and "rose", "found", "broke"."""
    table: dict[str, _CueTable] = cues(language, "roles")
    past: dict[str, list[str]] = cues(language, "inflection")["past"]
    irregular = {forms[0] for lemma, forms in past.items() if forms[0] != lemma} - _NOUNS_TOO
    lemmas = [lemma for group in table["verbs"].values() for lemma in group if " " not in lemma]
    forms = {form for lemma in lemmas for form in verb_forms(lemma, language)}
    return frozenset(forms.union(irregular, table["words"]["auxiliaries"]))


def _clauses(lower: tuple[str, ...], language: str) -> tuple[int, ...]:
    table: dict[str, _CueTable] = cues(language, "roles")
    subordinators = frozenset(table["words"]["subordinators"])
    numbers: list[int] = []
    number = 0
    inset = False
    for index, word in enumerate(lower):
        before = lower[index - 1] if index else ""
        after = lower[index + 1] if index + 1 < len(lower) else ""
        starts_clause = (
            word in _BREAKS
            or (word in subordinators and index > 0 and before not in {"such", "as", "well"})
            or (word in {"and", "but", "or", "then"} and is_verb(after, language))
            or (before == "," and len(word) > 5 and word.endswith("ing"))  # noqa: PLR2004
            or (inset and before == "," and is_verb(word, language))  # "X, who fled, was held"
        )
        inset = word in _RELATIVES or (inset and not starts_clause)
        number += starts_clause
        numbers.append(number)
    return tuple(numbers)
