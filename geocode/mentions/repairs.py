"""What a few sure rules put right in the tagger's spans: people's names, names run together."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence

from geocode.mentions.evidence import Cues, Match, Sentence, is_elided, plain
from geocode.mentions.namesakes import is_namesake

_WHOLE_KINDS = frozenset("CR")
_OF = 2
"""Words from the head of "Strait of X" to X."""
_LONGEST = 12
"""Words of the longest name that may cover a span."""
_OTHER_NAMES = frozenset({"org", "fac", "road", "div"})
"""Classes of words that close the names of institutions and sites: "Paris Public Library"."""


def repair(
    page: Sentence, spans: Sequence[tuple[int, int]], cue: Cues, *, given: frozenset[str]
) -> list[tuple[int, int]]:
    """The spans of a sentence (half-open, in words), mended, in order and disjoint.

    ``given`` are the document's first names that would else be places, in lower case.
    """
    out: list[tuple[int, int]] = []
    for start, end in spans:
        stop = end
        while stop > start and not page.words[stop - 1].text[-1].isalnum():
            if len(page.words[stop - 1].text) > 1:  # "Mo." carries its full stop
                break
            stop -= 1
        lone = stop == start + 1 and page.words[start].text.lower() in given
        other = lone or _is_person(page, start, stop, cue) or is_namesake(page, start, stop, cue)
        if stop > start and not other:
            out += _apart(page, start, stop)
    wholes = [(_head(page, start, end), _whole(page, start, end, cue)) for start, end in out]
    return _joined(page, wholes)


def _head(page: Sentence, start: int, end: int) -> int:
    """Where a name begins that the gazetteer knows whole: "Strait of Hormuz", not "Hormuz"."""
    if start < _OF or page.words[start - 1].text != "of":
        return start
    head = start - _OF
    capital = page.words[head].text[:1].isupper()
    known = any(m.end == end for m in _matches_in(page, head, head + 1))
    return head if capital and known else start


def _whole(page: Sentence, start: int, end: int, cue: Cues) -> int:
    """Where a name ends that goes on behind a small word: "Bab al-Hawa", "Côte d'Ivoire".

    What follows an Arabic article always belongs to it, whether the gazetteer knows the whole or
    not: a part of it is another place.
    """
    words = page.words
    while end < len(words) and _is_articled(words[end].text, cue):
        end += 1
    if end < len(words) and (words[end].text in cue.joints or is_elided(words[end].text)):
        covers = (m.end for m in page.matches if m.start == start and m.end > end)
        return next(covers, end)
    return end


def _is_articled(word: str, cue: Cues) -> bool:
    """Whether a word is a noun behind its Arabic article: "al-Hawa", "el-Hamra", "ez-Zor"."""
    article, dash, noun = word.replace("‑", "-").replace("‐", "-").partition("-")
    return bool(dash) and article in cue.articles and noun[:1].isupper()


def _joined(page: Sentence, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Two spans are one where the gazetteer's name covers both: "Trinidad and Tobago"."""
    wholes = {(m.start, m.end) for m in page.matches}
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and (out[-1][0], end) in wholes:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _is_person(page: Sentence, start: int, end: int, cue: Cues) -> bool:
    """Whether it is a surname after "Mr", or a first name before a surname."""
    words = page.words
    if start and plain(words[start - 1].text) in cue.personal_titles:
        return True
    if end - start > 1:
        return _is_full_name(page, start, end, cue)
    if end >= len(words) or page.shouted:
        return False
    if start and words[start - 1].text.lower() == "the":
        return False
    run_end = next((e for s, e in page.runs if s <= start < e), end)
    if any(cue.classes.get(plain(w.text), "") in _OTHER_NAMES for w in words[end:run_end]):
        return False
    after = words[end].text
    return (
        plain(words[start].text) in cue.given_places
        and after[0].isupper()
        and after[1:].islower()
        and not after.endswith(("s", "an", "ese", "ish"))  # teams, demonyms
        and plain(after) not in cue.classes
        and not _is_well_known(page, end)
    )


def _is_full_name(page: Sentence, start: int, end: int, cue: Cues) -> bool:
    """Whether a first name opens the span and no gazetteer name covers it: "Victoria Nuland"."""
    kinds = [cue.classes.get(plain(w.text), "") for w in page.words[start:end]]
    return (
        kinds[0] in {"first", "both"}
        and not any(kinds[1:])
        and all(w.text.isalpha() for w in page.words[start:end])
        and not any(m.end > start + 1 for m in _matches_in(page, start - _LONGEST, start + 1))
        and not any(_is_well_known(page, i) for i in range(start + 1, end))
    )


def _is_well_known(page: Sentence, word: int) -> bool:
    """Whether a country, division or region begins at the word: "Paris Texas"."""
    here = _matches_in(page, word, word + 1)
    return any(not set("ACDR").isdisjoint(m.known.kinds) for m in here)


def _matches_in(page: Sentence, start: int, end: int) -> list[Match]:
    """The gazetteer's names that begin at words ``[start, end)``; they are in text order."""
    low = bisect_left(page.matches, start, key=lambda m: m.start)
    return page.matches[low : bisect_left(page.matches, end, key=lambda m: m.start)]


def _apart(page: Sentence, start: int, end: int) -> list[tuple[int, int]]:
    """Two countries or regions side by side are two names: "Belarus Russia drills"."""
    inside = [m for m in _matches_in(page, start, end) if m.end <= end]
    if len(inside) < 2 or inside[0].start != start or inside[-1].end != end:  # noqa: PLR2004
        return [(start, end)]
    whole = all(not _WHOLE_KINDS.isdisjoint(m.known.kinds) for m in inside)
    touching = all(a.end == b.start for a, b in itertools.pairwise(inside))
    return [(m.start, m.end) for m in inside] if whole and touching else [(start, end)]
