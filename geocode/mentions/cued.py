"""Places in languages without a trained tagger: the gazetteer's names, weighed with cue words.

What speaks for a name and against it is added up, and the sum read as log-odds; below even odds
nothing is said. Cue words and endings are data (``languages/<language>/names.toml``); in a language
nobody prepared the names alone must do, and then only well-known or long ones are taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions.basenames import Base, base_of, strength
from geocode.mentions.cuewords import CueWords, cue_before, cue_words, read_words
from geocode.mentions.evidence import LONGEST_SENTENCE, Knowledge
from geocode.mentions.peoples import find_peoples, may_be_adjective
from geocode.names import fold
from geocode.records import Document, Mention, Span
from geocode.tokens import Token, sentences

_LONGEST = 4
"""Words in the longest name looked for."""
UNPREPARED_SHARE = 0.6
"""What is left of the confidence where no words of the language are prepared."""
_SURE = frozenset({"in", "near", "from", "to"})
_SHOUTED_SHARE = 0.7
_OPENING, _CLOSING = frozenset('«„“"‘'), frozenset('»”“"’')
_CLOSERS = 2
"""Words after a name in which a verb of saying makes a speaker of it."""
_PEOPLE = 0.9
"""Confidence of a demonym: its stem and its ending are those of a list."""
_PIECE_STRENGTH = 1.5
"""Of names cut out of text without spaces: only well-known ones."""

_BESIDE = "beside another name"
_WEIGHTS = {
    "bias": -0.6,
    "no words prepared": -0.8,
    "no case": -1.0,
    "inflected": -0.3,
    "several words": 1.8,
    "word of class": 3.0,
    "in": 2.4,
    "on": 0.8,
    "near": 2.4,
    "from": 2.0,
    "to": 1.8,
    "over": 0.8,
    "of": 0.6,
    "placed": 1.6,
    "listed": 1.5,
    "article": -2.5,
    "opens the sentence": -0.9,
    "noun as any other": -0.5,
    "never a place": -3.5,
    "seldom a place": -1.5,
    "written small": -2.5,
    _BESIDE: -2.5,
    "country beside a name": -0.8,
    "a person": -4.5,
    "title": -2.5,
    "says": -0.8,
    "shouted": -1.0,
    "quoted": -2.5,
    "of another script": -2.0,
}
"""Log-odds of each cue. Source: set by hand on the ``dev`` sentences of ``seeds/languages``."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One sentence of a document."""

    words: Sequence[Token]
    lower: Sequence[str]
    shouted: bool
    language: str
    cue: CueWords
    small: frozenset[str]


def find_cued(document: Document, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Every name of a place in a document that is not in English, in text order, disjoint.

    ``kind`` is ``toponym``, or in a prepared language ``demonym`` ("russische", "Polakami");
    ``confidence`` is at least .5 in a prepared language and never more than ``UNPREPARED_SHARE`` in
    another.
    """
    known = Knowledge(gazetteer)
    cue = cue_words(document.language)

    def is_name(folded: str) -> bool:
        return (strength(known.of(folded)) or 0.0) >= _PIECE_STRENGTH

    stretches = [
        words[start : start + LONGEST_SENTENCE]
        for span in sentences(document)
        for words in [read_words(document.text, span, cue, is_name)]
        for start in range(0, len(words), LONGEST_SENTENCE)
    ]
    small = frozenset(w.text for words in stretches for w in words if w.text.islower())
    share = 1.0 if cue.prepared else UNPREPARED_SHARE
    mentions: list[Mention] = []
    for words in stretches:
        lower = [w.text.lower() for w in words]
        page = _Page(words, lower, _is_shouted(words), document.language, cue, small)
        named: list[Mention] = []
        for start, end, odds in _found(page, known):
            span = Span(words[start].start, words[end - 1].end)
            sure = round(share / (1.0 + math.exp(-odds)), 4)
            named.append(Mention(document.id, span, span.of(document.text), "toponym", sure))
        for word in find_peoples(words, document.language):
            span = Span(word.start, word.end)
            if not any(m.span.overlaps(span) for m in named):
                named.append(Mention(document.id, span, word.text, "demonym", _PEOPLE))
        mentions += sorted(named, key=lambda m: m.span)
    return tuple(mentions)


def _found(page: _Page, known: Knowledge) -> Iterator[tuple[int, int, float]]:
    """Names of a sentence, ``[start, end)`` in words, with their log-odds, the longest first."""
    at, last = 0, -1
    while at < len(page.words):
        end = at + 1
        for stop in _stops(page, at):
            base = base_of(
                [w.text for w in page.words[at:stop]],
                page.language,
                page.cue,
                known,
                before=page.lower[at - 1] if at else "",
            )
            single = base is not None and base.inflected and stop == at + 1
            if single and may_be_adjective(page.words, at, page.language):
                continue  # "Tureckie" is Turkish, no form of a Czech name of Turkey
            odds = _odds(page, at, stop, base, last) if base else -1.0
            if odds > 0.0:
                yield at, stop, odds
                last = end = stop
                break
        at = end


def _stops(page: _Page, at: int) -> Iterator[int]:
    """Where a name that begins at a word may end, the longest first."""
    word = page.words[at].text
    if page.lower[at] in page.cue.ahead:
        if at + 1 < len(page.words) and page.words[at + 1].text.isalpha():
            yield at + 2
        return
    if not _is_capital(word):
        return
    limit = min(len(page.words), at + _LONGEST)
    stop = at + 1
    while stop < limit and (
        _is_capital(page.words[stop].text)
        or page.lower[stop] in page.cue.inside
        or page.lower[stop] in page.cue.after
    ):
        stop += 1
    for end in range(stop, at, -1):
        last = page.words[end - 1].text
        if end == at + 1 or _is_capital(last) or last.lower() in page.cue.after:
            yield end


def _is_capital(word: str) -> bool:
    """Whether a name may begin so: a capital, or a letter of a script that has none."""
    return word[0].isalpha() and not word[0].islower() and len(word) > 1


def _has_case(word: str) -> bool:
    return word[0].lower() != word[0].upper()


def _odds(page: _Page, start: int, end: int, base: Base, last: int) -> float:
    """The sum of what speaks for and against a name; ``last`` is where the one before ended."""
    return base.strength + sum(_WEIGHTS[cue] for cue in _cues(page, start, end, base, last))


def _cues(page: _Page, start: int, end: int, base: Base, last: int) -> Iterator[str]:
    yield "bias"
    if not page.cue.prepared:
        yield "no words prepared"
    yield from _form_cues(page, start, end, base)
    kind, _ = cue_before(page.lower, start, page.cue)
    if kind:
        yield kind
    elif _is_listed(page, start, last):
        yield "listed"
    if _has_article(page, start) and not base.area:
        yield "article"
    if end == start + 1:
        yield from _word_cues(page, start, base, kind)
    for found in _people(page, start, end):
        yield "country beside a name" if base.country and found == _BESIDE else found


def _form_cues(page: _Page, start: int, end: int, base: Base) -> Iterator[str]:
    """What the letters of a name and its words tell."""
    if not _has_case(page.words[start].text):
        yield "no case"
    elif page.shouted:
        yield "shouted"
    elif start == 0:
        yield "opens the sentence"
    if base.classed:
        yield "word of class"
    elif end - start > 1:
        yield "several words"
    elif base.inflected:
        yield "inflected"


def _word_cues(page: _Page, start: int, base: Base, kind: str) -> Iterator[str]:
    """What speaks against a single word, after a cue of this kind or none."""
    word = page.words[start].text
    if page.language == "de" and not kind and not base.area:
        yield "noun as any other"
    if not page.cue.never.isdisjoint({base.name, fold(word)}):
        sure = kind in _SURE and not _has_article(page, start)
        yield "seldom a place" if sure else "never a place"
    if _is_quoted(page, start, start + 1):
        yield "quoted"
    if _is_foreign(word, page.cue):
        yield "of another script"
    if page.lower[start] in page.small and _has_case(word):
        yield "written small"


def _has_article(page: _Page, start: int) -> bool:
    return start > 0 and page.lower[start - 1] in page.cue.articles


def _is_quoted(page: _Page, start: int, end: int) -> bool:
    """Whether it stands alone in quotation marks, as firms and units do."""
    closed = end < len(page.words) and page.words[end].text in _CLOSING
    return closed and start > 0 and page.words[start - 1].text in _OPENING


def _is_foreign(word: str, cue: CueWords) -> bool:
    """Whether Latin letters stand in a language of another script: a firm rather than a town."""
    return cue.prepared and word.isascii() and not any(map(str.isascii, cue.inside | cue.border))


def _is_listed(page: _Page, start: int, last: int) -> bool:
    """Whether only a comma or "and" parts it from the place before."""
    return (
        last >= 0
        and start == last + 1
        and (page.lower[last] == "," or page.lower[last] in page.cue.lists)
    )


def _people(page: _Page, start: int, end: int) -> Iterator[str]:
    """What makes a person of a name."""
    cue, lower = page.cue, page.lower
    before = page.words[start - 1].text if start else ""
    after = page.words[end].text if end < len(page.words) else ""
    if page.shouted or not _has_case(page.words[start].text):
        return
    if before.lower() in cue.titles:
        yield "title"
    followed = len(after) > 1 and after[0].isupper()
    led = start > 1 and before[:1].isupper() and not before.isupper()  # "МИД Венгрии"
    first = lower[start] in cue.first and (followed or _is_full_name(page, start, end))
    if first or (before.lower() in cue.first and before[:1].isupper()):
        yield "a person"
    elif followed or (led and not _placed(page, start)):
        yield _BESIDE
    if not cue.say.isdisjoint(lower[end : end + _CLOSERS]):
        yield "says"


def _is_full_name(page: _Page, start: int, end: int) -> bool:
    """Whether the words are all capitalised and nothing places them: "Pedro Sánchez"."""
    capital = all(w.text[0].isupper() for w in page.words[start:end])
    return end - start > 1 and capital and not _placed(page, start)


def _placed(page: _Page, start: int) -> bool:
    return bool(cue_before(page.lower, start, page.cue)[0])


def _is_shouted(words: Sequence[Token]) -> bool:
    letters = [c for w in words for c in w.text if c.isalpha()]
    return len(letters) > 8 and sum(map(str.isupper, letters)) >= _SHOUTED_SHARE * len(letters)  # noqa: PLR2004
