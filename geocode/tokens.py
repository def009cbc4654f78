"""Words and sentences with their places in the text: the ground the reading rooms share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from geocode.languages import cues
from geocode.records import Document, Span

# Written with a full stop that ends no sentence. Months, titles, states and Latin shorthand.
ABBREVIATIONS = frozenset(cues("en", "tokens")["abbreviations"])

# A text whose lines are all at most this wide, and all but the last of a paragraph at least that
# wide, was wrapped by a machine: its single line breaks end no sentence.
_WRAPPED_MAX, _WRAPPED_MIN = 100, 45

_TOKEN = re.compile(
    r"""
    (?:[^\W\d_]\.){2,}                    # U.S.  D.C.  e.g.
    | [^\W_]+(?:(?:[’'.\-‐‑]|[\u00ad\u200b-\u200d\u2060\ufeff]+)[^\W_]+)*
                                          # words with inner marks, numbers: Yel’sk, al-Bab, Su-35S;
                                          # also where a web page may break them, unseen
    | \d+(?:[.,:]\d+)*
    | [^\w\s]
    | _
    """,
    re.VERBOSE,
)
_APOSTROPHES = frozenset("’'")
_ENDING = 2
"""Letters of a possessive ending: an apostrophe and an s."""
_KEPT = 1
"""Documents whose words are kept: every room asks for them, one document after another."""
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[—–-]*\s*[^\W_a-z]|\s*$)")


class Token(NamedTuple):
    """One word, number or mark; ``[start, end)`` are code points of the text."""

    start: int
    end: int
    text: str


def tokenize(text: str, span: Span | None = None) -> list[Token]:
    """Tokens of ``text`` (or of ``span`` of it), in order; offsets always into the whole text.

    A known abbreviation keeps its full stop; a possessive ending is a token of its own. A word that
    an unseen character may break (a soft hyphen, a zero-width space) stays one.

    >>> len(tokenize("Ky\u00adiv")), len(tokenize("Va\u200blencia, Spain"))
    (1, 3)

    >>> [t.text for t in tokenize("Maj. Gen. Gulevich left Kyiv's ring (U.S. data).")]
    ['Maj.', 'Gen.', 'Gulevich', 'left', 'Kyiv', "'s", 'ring', '(', 'U.S.', 'data', ')', '.']
    """
    start, stop = (span.start, span.end) if span else (0, len(text))
    out: list[Token] = []
    for match in _TOKEN.finditer(text, start, stop):
        word = match.group()
        a, b = match.span()
        if word == "." and out and out[-1].end == a and out[-1].text.lower() in ABBREVIATIONS:
            last = out[-1]
            if last.text[0].isupper():
                out[-1] = Token(last.start, b, text[last.start : b])
                continue
        if word[-1] in "sS" and word[-2:-1] in _APOSTROPHES and len(word) > _ENDING:
            cut = b - _ENDING
            out += (Token(a, cut, text[a:cut]), Token(cut, b, text[cut:b]))
        else:
            out.append(Token(a, b, word))
    return out


@lru_cache(maxsize=_KEPT)
def sentences(document: Document) -> tuple[Span, ...]:
    """Spans of the sentences of every block, in text order, without surrounding white space."""
    return tuple(s for block in document.blocks for s in _sentences(document.text, block.span))


@lru_cache(maxsize=_KEPT)
def words_of(document: Document) -> tuple[tuple[Token, ...], ...]:
    """The tokens of each of the document's ``sentences``."""
    return tuple(tuple(tokenize(document.text, span)) for span in sentences(document))


def _sentences(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for line_start, line_end in _lines(text, span):
        start = line_start
        for match in _END.finditer(text, line_start, line_end):
            if not _is_abbreviation(text, start, match.start()):
                yield from _trimmed(text, start, match.end())
                start = match.end()
        yield from _trimmed(text, start, line_end)


def _lines(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """Stretches no sentence crosses: paragraphs, and their lines unless these are hard-wrapped."""
    start = span.start
    for gap in [*_PARAGRAPH.finditer(text, span.start, span.end), None]:
        end = gap.start() if gap else span.end
        widths = [len(line) for line in text[start:end].split("\n")]
        indent = start - 1 - text.rfind("\n", max(0, start - _WRAPPED_MAX - 1), start)
        full = [indent + widths[0], *widths[1:]]  # a dateline may stand before the first
        if full[1:] and max(full) <= _WRAPPED_MAX and min(full[:-1]) >= _WRAPPED_MIN:
            yield start, end
        else:
            position = start
            for width in widths:
                yield position, position + width
                position += width + 1
        start = gap.end() if gap else end


def _is_abbreviation(text: str, start: int, dot: int) -> bool:
    """Whether the full stop at ``dot`` belongs to an abbreviation or an initial before it."""
    if text[dot] != "." or text[dot + 1 : dot + 2] in {".", "!", "?"}:
        return False
    word = re.search(r"[^\s(\[“\"]*$", text[max(start, dot - 20) : dot])
    before = word.group() if word else ""
    if before[:1].islower():  # "He said no." ends; only these are written small
        return before in {"vs", "etc", "cf", "al", "e.g", "i.e", "approx"}
    return (
        before.lower() in ABBREVIATIONS
        or re.fullmatch(r"(?:[^\W\d_]\.)*[^\W\d_]", before) is not None
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    if left < right:
        yield Span(start + left, start + right)
