"""Features of each word for the tagger: strings, quantized so that weights outlive the cache."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from geocode.gazetteer.protocol import NameEvidence
from geocode.mentions.elsewhere import signs_elsewhere
from geocode.mentions.evidence import Cues, Pages, Sentence, plain
from geocode.mentions.lexicon import Lexicon

_REPEATED = re.compile(r"(.)\1{2,}")
_CONTEXT = 2
_FAR = 4
"""Words to look ahead in a capitalised run for a word such as University or Street."""
_LETTERS = 40
_MANY_BEARERS = 20
_PEOPLES = frozenset("CD")
_FAME_STEPS = (3.0, 4.3, 5.3)
"""log10 of 1,000, 20,000 and 200,000 people."""
_FAR_ROW = ["b"]
"""All that is said of a word far from any capital letter."""


@lru_cache(maxsize=65536)
def shape(word: str) -> str:
    """Its letters as X, x and d, runs cut to two: ``Kyiv`` gives ``Xxx``."""
    signs = "".join(
        "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word[:12]
    )
    return _REPEATED.sub(r"\1\1", signs)


def sentence_features(page: Sentence, pages: Pages, cue: Cues, lexicon: Lexicon) -> list[list[str]]:
    """Feature strings for each word of a sentence, in order."""
    words = [w.text for w in page.words]
    kinds = [cue.classes.get(plain(w), "") for w in words]
    lows = [w[:_LETTERS].lower() for w in words]
    shapes = [shape(w) for w in words]
    names = _name_features(page, len(words))
    rows = [_FAR_ROW] * len(words)
    for i in _near_capitals(page, len(words)):
        row = rows[i] = ["b", "w=" + lows[i], "s=" + shapes[i], "k=" + kinds[i]]
        if words[i][0].isupper():
            row += ("p3=" + lows[i][:3], "x3=" + lows[i][-3:], "x4=" + lows[i][-4:], *names[i])
            _add_classes(row, lows[i], lexicon)
            _add_document(row, lows[i], pages, lexicon)
            row += signs_elsewhere(pages.uses.get(lows[i], ()), page.number)
            _add_fame(row, i, lows=lows, names=names)
        _add_context(row, i, lows=lows, shapes=shapes, kinds=kinds, names=names)
        if page.shouted:
            row.append("SHOUT")
    for start, end in page.runs:
        add_run(rows, start, end, page=page, kinds=kinds)
        _add_run_classes(rows, start, end, lows=lows, lexicon=lexicon)
    return rows


def _near_capitals(page: Sentence, size: int) -> list[int]:
    """Words in a capitalised run or two away at most, in order: names stand nowhere else."""
    near = {
        i
        for start, end in page.runs
        for i in range(max(0, start - _CONTEXT), min(size, end + _CONTEXT))
    }
    return sorted(near)


def _name_features(page: Sentence, size: int) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(size)]
    whole = set(page.runs)
    starts = {s for s, _ in page.runs}
    ends = {e for _, e in page.runs}
    for match in page.matches:
        kinds, fame = match.known.kinds, _fame(match.known)
        many = "m" if match.known.bearers > _MANY_BEARERS else ""
        length = min(3, match.end - match.start)
        fit = (
            "=" if (match.start, match.end) in whole
            else "<" if match.start in starts
            else ">" if match.end in ends
            else "~"
        )  # fmt: skip
        for i in range(match.start, match.end):
            part = "B" if i == match.start else "I"
            rows[i] += [
                f"t{part}{fame}",
                f"g{part}{fit}{fame}",
                f"g{part}{kinds}",
                f"g{part}{fame}{length}{many}",
            ]
    return rows


def _fame(known: NameEvidence) -> str:
    """How well known its largest bearer is.

    c: a country or people; 0 to 3: a town or division, by size; r: a river, island, site or region
    and no town of size.
    """
    if not _PEOPLES.isdisjoint(known.kinds):
        return "c"
    step = bisect_right(_FAME_STEPS, known.log_population)
    return "r" if "R" in known.kinds and step < 2 else str(step)  # noqa: PLR2004


def _add_fame(
    row: list[str], i: int, *, lows: Sequence[str], names: Sequence[Sequence[str]]
) -> None:
    """How well known the name is, beside the word before and the word after."""
    fame = names[i][0] if names[i] else "t"
    row.append(f"{fame}<{lows[i - 1] if i else ''}")
    row.append(f"{fame}>{lows[i + 1] if i + 1 < len(lows) else ''}")


def add_run(
    rows: list[list[str]], start: int, end: int, *, page: Sentence, kinds: Sequence[str]
) -> None:
    """Adds what the capitalised run ``[start, end)`` says of each of its words."""
    size = min(5, end - start)
    people = [i for i in range(start, end) if kinds[i] in {"title", "first"}]
    behind = ""
    for i in range(start, end):
        row = rows[i]
        row.append(f"run{size}{min(4, i - start)}")
        ahead = next((k for k in kinds[i + 1 : min(end, i + 1 + _FAR)] if k), "")
        if ahead:
            row.append("ra=" + ahead)
        last = kinds[end - 1]
        if last and end - 1 > i:
            row.append("rl=" + last)
        if behind:
            row.append("rb=" + behind)
        behind = behind or kinds[i]
        if people and people[0] < i:
            row.append("rp")
        if end < len(page.words) and i == end - 1:
            row.append("rn=" + page.words[end].text.lower() + "|" + str(size))
        if start == 0:
            row.append("r0" + str(min(2, i)))


def _add_classes(row: list[str], low: str, lexicon: Lexicon) -> None:
    known = lexicon.class_of(low)
    row += ("c0=" + known.fine, "d0=" + known.middle, "e0=" + known.coarse)


def _add_run_classes(
    rows: list[list[str]], start: int, end: int, *, lows: Sequence[str], lexicon: Lexicon
) -> None:
    """Adds the classes of the first and last word of a capitalised run and of what follows."""
    first = "ra1=" + lexicon.class_of(lows[start]).middle
    last = "rz=" + lexicon.class_of(lows[end - 1]).middle
    after = "ry=" + (lexicon.class_of(lows[end]).middle if end < len(lows) else "E")
    for i in range(start, end):
        if i > start:
            rows[i].append(first)
        if i < end - 1:
            rows[i].append(last)
        rows[i].append(after + ("l" if i == end - 1 else "n"))


def _add_document(row: list[str], low: str, pages: Pages, lexicon: Lexicon) -> None:
    if low in pages.small:
        row.append("d=small")
    if low in pages.people:
        row.append("d=person")
    if low in pages.given:
        row.append("d=given")
    located = pages.located.get(low, 0)
    if located:
        row.append(f"d=in{min(2, located)}")
    row.append("lx=" + lexicon.marks.get(low, "?"))


def _add_context(
    row: list[str],
    i: int,
    *,
    lows: Sequence[str],
    shapes: Sequence[str],
    kinds: Sequence[str],
    names: Sequence[Sequence[str]],
) -> None:
    size = len(lows)
    for d in range(-_CONTEXT, _CONTEXT + 1):
        j = i + d
        if d == 0:
            continue
        if not 0 <= j < size:
            row.append(f"{d}E")
            continue
        row.append(f"{d}w={lows[j]}")
        row.append(f"{d}s={shapes[j]}")
        if kinds[j]:
            row.append(f"{d}k={kinds[j]}")
        if d in {-1, 1} and names[j]:
            row.append(f"{d}{names[j][2]}")
            row.append(f"{d}{names[j][1]}")
    if i > 0:
        row.append(f"bi={lows[i - 1]}|{shapes[i]}")
    if i + 1 < size:
        row.append(f"bj={shapes[i]}|{lows[i + 1]}")
