"""Pieces of a PDF's lines as paragraphs in the order in which people read them. Linear.

A PDF says where letters stand and nothing of paragraphs, columns or headings: they are told by
gaps, sizes and weights. Files hold their text in reading order, as a rule; only where one line
runs over several columns are these taken apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from geocode.documents.parts import Part
from geocode.records import BlockKind


class Piece(NamedTuple):
    """Words that stand together on one line, in points from the page's lower left corner."""

    x0: float
    y0: float
    x1: float
    y1: float
    weight: float
    text: str

    @property
    def size(self) -> float:
        """How tall its letters are."""
        return self.y1 - self.y0


_COLUMN_ROWS, _COLUMN_CHARS = 3, 20
"""So many lines, so long on both sides of a gap, are columns; shorter ones are a table's cells."""
_EDGE_LINES = 2
"""Lines at the head and the foot of a page that may stand on every page."""
_REPEATED = 2
"""Pages on which one line at one height, but for its figures, is the page's and not the text's."""
_HEAD_SIZE, _HEAD_WEIGHT, _SAME_SIZE = 1.15, 1.12, 1.08
"""Times the body's."""
_HEAD_CHARS = 200
_WIDER_PITCH, _INDENT, _SHORT = 1.3, 0.8, 0.85
"""Times the usual distance of lines; a letter's height; the width of the lines about it."""
_NUMBER = re.compile(
    r"\W{0,9}(?:(?:page|p\.)\s{1,3})?\d{1,3}(?:\s?(?:/|of)\s?\d{1,3})?\W{0,9}", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s+")
_STOP = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_BROKEN = re.compile(r"(\w+)[-‐\u00ad]$")
_WORDS_JOINED = re.compile(r"\w+(?:-\w+)+")


def paragraphs(pages: Sequence[Sequence[Sequence[Piece]]]) -> tuple[Part, ...]:
    """The paragraphs of pages, each given as its lines in the file's order, each as its pieces.

    Lines that stand on every page are kept once, as who wrote where; page numbers are dropped.
    """
    kept, running = _without_running([[line for line in page if line] for page in pages])
    lines = [list(_columns(page)) for page in kept]
    every = [line for page in lines for line in page]
    if not every:
        return ()
    sizes = Counter[float]()
    weights = Counter[float]()
    for line in every:
        sizes[round(line.size, 1)] += len(line.text)
        weights[line.weight] += len(line.text)
    size, weight = sizes.most_common(1)[0][0], weights.most_common(1)[0][0]
    hyphenated = frozenset(w.lower() for line in every for w in _WORDS_JOINED.findall(line.text))
    found = [Part(text, "byline") for text in running]
    for group in _grouped(lines):
        text = _joined(group, hyphenated)
        if text:
            found.append(Part(text, _kind(group, text, size, weight)))
    return tuple(found)


def _without_running(
    pages: list[list[Sequence[Piece]]],
) -> tuple[list[list[Sequence[Piece]]], list[str]]:
    """The pages without heads, feet and numbers, and each head and foot as it first stood."""
    edges = [_edges(page) for page in pages]
    counted = Counter(key for page in edges for key in {key for _, key in page})
    repeated = {key for key, count in counted.items() if count >= _REPEATED}
    first: dict[str, str] = {}
    kept: list[list[Sequence[Piece]]] = []
    for page, edge in zip(pages, edges, strict=True):
        dropped: set[int] = set()
        for index, key in edge:
            words = _text(page[index])
            if key in repeated or _NUMBER.fullmatch(words):
                dropped.add(index)
                if not _NUMBER.fullmatch(words):
                    first.setdefault(key, words)
        kept.append([line for n, line in enumerate(page) if n not in dropped])
    return kept, list(first.values())


def _edges(page: Sequence[Sequence[Piece]]) -> list[tuple[int, str]]:
    """The highest and the lowest lines, by number, with what of their words stays the same."""
    order = sorted(range(len(page)), key=lambda n: -page[n][0].y0)
    at = dict.fromkeys((*order[:_EDGE_LINES], *order[-_EDGE_LINES:]))
    return [(n, f"{page[n][0].y0:.0f} {_DIGITS.sub('0', _text(page[n]).lower())}") for n in at]


def _text(line: Sequence[Piece]) -> str:
    return _SPACE.sub(" ", " ".join(piece.text for piece in line)).strip()


def _columns(rows: Sequence[Sequence[Piece]]) -> Iterator[Piece]:
    """The lines of a page, with those taken apart that run over several columns."""
    run: list[Sequence[Piece]] = []
    gap: tuple[float, float] | None = None
    for row in rows:
        joint = _gap(row, gap)
        if joint is None and run:
            yield from _flushed(run, gap)
            run, gap = [], None
            joint = _gap(row, None)
        gap = joint
        run.append(row)
    yield from _flushed(run, gap)


def _gap(row: Sequence[Piece], known: tuple[float, float] | None) -> tuple[float, float] | None:
    """What is left of the gap between two columns when this row is one of theirs; None if not."""
    if len(row) > 1:
        left, right = row[0].x1, row[1].x0
    elif known is None:
        return None
    else:
        left = row[0].x1 if row[0].x1 <= known[1] else known[0]
        right = row[0].x0 if row[0].x0 >= known[0] else known[1]
        if left == known[0] and right == known[1]:
            return None  # it stands across the gap
    if known is not None:
        left, right = max(left, known[0]), min(right, known[1])
    return (left, right) if left < right else None


def _flushed(run: Sequence[Sequence[Piece]], gap: tuple[float, float] | None) -> Iterator[Piece]:
    """The lines of a run of rows: one column, then what is right of it; or row by row."""
    split = [row for row in run if len(row) > 1]
    long = [row for row in split if min(len(row[0].text), len(_text(row[1:]))) >= _COLUMN_CHARS]
    if gap is None or len(long) < _COLUMN_ROWS or 2 * len(long) < len(split):
        for row in run:
            yield _merged(row)
        return
    middle = sum(gap) / 2
    yield from (piece for row in run for piece in row[:1] if piece.x0 < middle)
    right = [[piece for piece in row if piece.x0 >= middle] for row in run]
    yield from _columns([row for row in right if row])


def _merged(row: Sequence[Piece]) -> Piece:
    first = row[0]
    if len(row) == 1:
        return first
    return Piece(
        min(p.x0 for p in row), min(p.y0 for p in row), max(p.x1 for p in row),
        max(p.y1 for p in row), first.weight, _text(row),
    )  # fmt: skip


def _grouped(pages: Iterable[Sequence[Piece]]) -> Iterator[list[Piece]]:
    """The lines of each paragraph; one may go on in the next column or on the next page."""
    group: list[Piece] = []
    for lines in pages:
        pitches = [a.y0 - b.y0 for a, b in pairwise(lines) if 0 < a.y0 - b.y0 < 3 * a.size]
        pitch = median_low(pitches) if pitches else 0.0
        for line in lines:
            if group and _parts(group, line, pitch):
                yield group
                group = []
            group.append(line)
    if group:
        yield group


def _parts(group: Sequence[Piece], line: Piece, pitch: float) -> bool:
    """Whether a new paragraph begins with this line."""
    last = group[-1]
    alike = max(last.size, line.size) <= _SAME_SIZE * min(last.size, line.size)
    if not alike or abs(last.weight - line.weight) > (_HEAD_WEIGHT - 1) * last.weight:
        return True
    ended = _STOP.search(last.text[-8:]) is not None
    down = last.y0 - line.y0
    if down <= 0 or line.x0 >= last.x1:  # the next column or page
        return ended and not line.text[:1].islower()
    if down > _WIDER_PITCH * max(pitch, line.size * 0.8):
        return True
    centred = abs((last.x0 + last.x1) - (line.x0 + line.x1)) < line.size
    if not centred and line.x0 - last.x0 > _INDENT * line.size:
        return len(group) > 1 or ended
    width = max(piece.x1 - piece.x0 for piece in (*group[-3:], line))
    return ended and last.x1 - last.x0 < _SHORT * width


def _joined(group: Sequence[Piece], hyphenated: frozenset[str]) -> str:
    """The words of a paragraph's lines, those that were broken at a line's end made whole."""
    parts: list[str] = []
    for line in group:
        words = _SPACE.sub(" ", line.text).strip()
        if not words:
            continue
        broken = _BROKEN.search(parts[-1][-40:]) if parts else None
        if broken is None:
            parts += [" ", words] if parts else [words]
            continue
        begins = re.match(r"\w+", words)
        whole = f"{broken.group(1)}-{begins.group() if begins else ''}".lower()
        soft = words[0].islower() and whole not in hyphenated
        parts += [parts.pop()[:-1] if soft else parts.pop(), words]
    return "".join(parts).replace("\u00ad", "")


def _kind(group: Sequence[Piece], text: str, size: float, weight: float) -> BlockKind | None:
    """A headline, where it is set larger or heavier than the body."""
    tall = min(line.size for line in group) > _HEAD_SIZE * size
    heavy = min(line.weight for line in group) > _HEAD_WEIGHT * weight
    return "headline" if (tall or heavy) and len(text) <= _HEAD_CHARS else None
