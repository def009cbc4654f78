"""Features of each word for the tagger: strings, quantized so that weights outlive the cache."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from geocode.gazetteer.protocol import NameEvidence
from geocode.mentions.evidence import Cues, Pages, Sentence, plain

_REPEATED = re.compile(r"(.)\1{2,}")
_CONTEXT = 2
_FAR = 4
"""Words to look ahead in a capitalised run for a word such as University or Street."""
_LETTERS = 40
_MANY_BEARERS = 20


@lru_cache(maxsize=65536)
def shape(word: str) -> str:
    """Its letters as X, x and d, runs cut to two: ``Kyiv`` gives ``Xxx``."""
    signs = "".join(
        "X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word[:12]
    )
    return _REPEATED.sub(r"\1\1", signs)


def sentence_features(
    page: Sentence, pages: Pages, cue: Cues, lexicon: Mapping[str, str]
) -> list[list[str]]:
    """Feature strings for each word of a sentence, in order."""
    words = [w.text for w in page.words]
    shown = [_truecased(w, page, pages, lexicon) for w in words]
    kinds = [cue.classes.get(plain(w), "") for w in words]
    lows = [w[:_LETTERS].lower() for w in words]
    shapes = [shape(w) for w in shown]
    names = _name_features(page, len(words))
    rows = [
        _own(lows[i], shapes[i], kinds[i], names[i])
        if words[i][0].isupper()
        else _own_small(lows[i], shapes[i], kinds[i])
        for i in range(len(words))
    ]
    for start, end in page.runs:
        _add_run(rows, start, end, page=page, kinds=kinds)
    for i, word in enumerate(words):
        if word[0].isupper():
            _add_document(rows[i], lows[i], pages, lexicon)
        _add_context(rows[i], i, lows=lows, shapes=shapes, kinds=kinds, names=names)
        if page.shouted:
            rows[i].append("SHOUT")
    return rows


def _truecased(word: str, page: Sentence, pages: Pages, lexicon: Mapping[str, str]) -> str:
    """A shouted word as it would be written in running text."""
    if not page.shouted or not word.isupper():
        return word
    low = word.lower()
    if low in pages.small or lexicon.get(low, "")[:1] == "l":
        return low
    return word[0] + word[1:].lower() if len(word) > 3 else word  # noqa: PLR2004


def _own(low: str, form: str, kind: str, name: Sequence[str]) -> list[str]:
    return [
        "b", "w=" + low, "s=" + form, "k=" + kind, "p3=" + low[:3], "x3=" + low[-3:],
        "x4=" + low[-4:], *name,
    ]  # fmt: skip


def _own_small(low: str, form: str, kind: str) -> list[str]:
    return ["b", "w=" + low, "s=" + form, "k=" + kind]


def known_feature(found: NameEvidence) -> str:
    """What the gazetteer knows, in a few hundred values at most."""
    many = "m" if found.bearers > _MANY_BEARERS else "s" if found.bearers > 1 else "1"
    return f"{found.kinds}{min(9, int(found.log_population))}{many}"


def _name_features(page: Sentence, size: int) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(size)]
    whole = set(page.runs)
    starts = {s for s, _ in page.runs}
    ends = {e for _, e in page.runs}
    for match in page.matches:
        kinds, pop = match.known.kinds, min(9, int(match.known.log_population))
        length = match.end - match.start
        fit = (
            "=" if (match.start, match.end) in whole
            else "<" if match.start in starts
            else ">" if match.end in ends
            else "~"
        )  # fmt: skip
        for i in range(match.start, match.end):
            part = "B" if i == match.start else "I"
            rows[i] += [
                f"g{part}{kinds}",
                f"g{part}{known_feature(match.known)}{length}",
                f"g{part}{fit}{kinds}{pop}",
            ]
    return rows


def _add_run(
    rows: list[list[str]], start: int, end: int, *, page: Sentence, kinds: Sequence[str]
) -> None:
    size = min(5, end - start)
    people = [i for i in range(start, end) if kinds[i] in {"title", "first"}]
    for i in range(start, end):
        row = rows[i]
        row.append(f"run{size}{min(4, i - start)}")
        ahead = next((k for k in kinds[i + 1 : min(end, i + 1 + _FAR)] if k), "")
        if ahead:
            row.append("ra=" + ahead)
        last = kinds[end - 1]
        if last and end - 1 > i:
            row.append("rl=" + last)
        behind = next((k for k in kinds[start:i] if k), "")
        if behind:
            row.append("rb=" + behind)
        if people and people[0] < i:
            row.append("rp")
        if end < len(page.words) and i == end - 1:
            row.append("rn=" + page.words[end].text.lower() + "|" + str(size))
        if start == 0:
            row.append("r0" + str(min(2, i)))


def _add_document(row: list[str], low: str, pages: Pages, lexicon: Mapping[str, str]) -> None:
    if low in pages.small:
        row.append("d=small")
    if low in pages.people:
        row.append("d=person")
    located = pages.located.get(low, 0)
    if located:
        row.append(f"d=in{min(2, located)}")
    row.append("lx=" + lexicon.get(low, "?"))


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
            row.append(f"{d}{names[j][0]}")
            row.append(f"{d}{names[j][2]}")
    if i > 0:
        row.append(f"bi={lows[i - 1]}|{shapes[i]}")
    if i + 1 < size:
        row.append(f"bj={shapes[i]}|{lows[i + 1]}")
