"""How a text is laid out: its leading date, and its headline, paragraphs and captions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from geocode.languages import cues
from geocode.records import Block, BlockKind, Span

_DATE_HEAD = re.compile(
    r"\ufeff?\s*(?i:date)(?:\s*:\s*|[^\S\n]+)([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\w-])[:.,]?\s*"
)
_FRONT_MATTER = re.compile(
    r"\ufeff?---[^\S\n]*\r?\n(.{0,5000}?\n)---[^\S\n]*(?:\r?\n|$)", re.DOTALL
)
_FRONT_DATE = re.compile(
    r"^(?i:date|published):\s*[\"']?([0-9]{4})-([0-9]{2})-([0-9]{2})", re.MULTILINE
)
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_EDGE = re.compile(r"[\s\ufeff]+")

_WRAP_MIN, _WRAP_MAX = 45, 100
"""A paragraph of lines all this wide (but the last) was wrapped by hand and is read as one."""
_HEADLINE_MAX, _SUBHEAD_MAX = 200, 100
_CAPTION_MAX, _LABELLED_MAX = 1200, 400
"""A longer line that only begins with "Photo:" is a whole report run together."""
_FULL_STOP = re.compile(r"[.!?;:,…][\"'”’»)\]]*$")
_SUBHEAD_END = re.compile(r"[.!?;,…][\"'”’»)\]]*$")
_LIST_MARK = re.compile(r"(?:[-*+•–—·▪]|\d{1,3}[.)])\s+")

_MD_IMAGE = re.compile(r"!\[([^\[\]\n]{0,2000})\]\([^()\n]{0,2000}\)")
_MD_HEADING = re.compile(r"#{1,6}\s+")
_MD_CLOSING = re.compile(r"\s*#*\s*$")
_MD_RULE = re.compile(r"(?:[-=*_]\s*){3,}$|\[[^\]]{1,80}\]:\s|```|~~~|<!--|\|?[\s:|-]{3,}$")
_MD_QUOTE = re.compile(r"(?:>\s?)+")


def leading_date(text: str, *, markdown: bool = False) -> tuple[date | None, int]:
    """The day a text opens with, and where the rest begins.

    ``date YYYY-MM-DD`` in any case, with or without a colon; in Markdown also its front matter.
    A date that does not exist gives None, and is passed over all the same.

    >>> leading_date("  Date: 2022-02-14 Troops")
    (datetime.date(2022, 2, 14), 19)
    >>> leading_date("date 2022-13-45 Troops"), leading_date("Troops")
    ((None, 16), (None, 0))
    """
    head = _DATE_HEAD.match(text)
    if head:
        return _day(head), head.end()
    front = _FRONT_MATTER.match(text) if markdown else None
    if front:
        stated = _FRONT_DATE.search(front.group(1))
        return (_day(stated) if stated else None), front.end()
    return None, 0


def find_blocks(text: str, *, start: int = 0, markdown: bool = False) -> tuple[Block, ...]:
    """Blocks of ``text`` from ``start``, in order, disjoint, without white space at their ends."""
    pieces = [
        piece
        for paragraph in _paragraphs(text, start)
        for piece in (_markdown(text, paragraph) if markdown else _plain(text, paragraph))
    ]
    return tuple(_classed(text, pieces))


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(part) for part in match.groups()[-3:]))
    except ValueError:
        return None


def _paragraphs(text: str, start: int) -> Iterator[list[Span]]:
    """Runs of lines with no empty line between them; each line trimmed."""
    lines: list[Span] = []
    last = start
    for match in _LINE.finditer(text, start):
        gap = text[last : match.start()].replace("\r\n", "\n")
        line = _trimmed(text, match.start(), match.end())
        if lines and (len(gap) > 1 or line is None):
            yield lines
            lines = []
        if line is not None:
            lines.append(line)
        last = match.end()
    if lines:
        yield lines


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    edge = _EDGE.match(piece)
    left = edge.end() if edge else 0
    right = len(piece.rstrip().rstrip("\ufeff").rstrip())
    return Span(start + left, start + right) if left < right else None


def _plain(text: str, lines: list[Span]) -> Iterator[tuple[BlockKind | None, Span]]:
    """A paragraph as its captions and the stretches between them; kind None is yet to be told."""
    if _is_wrapped(lines):
        whole = Span(lines[0].start, lines[-1].end)
        yield ("caption" if _is_caption(whole.of(text)) else None), whole
        return
    open_line: Span | None = None
    for line in lines:
        if open_line and text[line.start].islower() and not _ends(text, open_line):
            open_line = Span(open_line.start, line.end)  # wrapped at no width we know
            continue
        if open_line:
            yield None, open_line
        open_line = None if _is_caption(line.of(text)) else line
        if open_line is None:
            yield "caption", line
    if open_line:
        yield None, open_line


def _ends(text: str, line: Span) -> bool:
    return _FULL_STOP.search(text[max(line.start, line.end - 8) : line.end]) is not None


def _is_wrapped(lines: list[Span]) -> bool:
    widths = [line.end - line.start for line in lines]
    return len(widths) > 1 and max(widths) <= _WRAP_MAX and min(widths[:-1]) >= _WRAP_MIN


def _markdown(text: str, lines: list[Span]) -> Iterator[tuple[BlockKind | None, Span]]:
    """The same for Markdown: headings without their marks, image captions out of their brackets."""
    plain: list[Span] = []
    for line in lines:
        words = line.of(text)
        heading = _MD_HEADING.match(words)
        images = [] if heading else list(_MD_IMAGE.finditer(words))
        if not (heading or images or _MD_RULE.match(words)):
            mark = _MD_QUOTE.match(words)
            plain.append(Span(line.start + mark.end(), line.end) if mark else line)
            continue
        yield from _plain(text, plain) if plain else ()
        plain = []
        if heading:
            end = line.start + (_MD_CLOSING.search(words) or heading).start()
            yield from _piece(text, line.start + heading.end(), end, "headline")
        last = 0
        for image in images:
            yield from _piece(text, line.start + last, line.start + image.start(), None)
            yield from _piece(
                text, line.start + image.start(1), line.start + image.end(1), "caption"
            )
            last = image.end()
        if images:
            yield from _piece(text, line.start + last, line.end, None)
    yield from _plain(text, plain) if plain else ()


def _piece(
    text: str, start: int, end: int, kind: BlockKind | None
) -> Iterator[tuple[BlockKind | None, Span]]:
    span = _trimmed(text, start, end) if start < end else None
    if span is not None:
        yield kind, span


def _classed(text: str, pieces: list[tuple[BlockKind | None, Span]]) -> Iterator[Block]:
    """Short lines without a full stop, with text to come, head what follows; the rest is body."""
    for number, (kind, span) in enumerate(pieces):
        if kind is None:
            last = number == len(pieces) - 1
            broken = text[span.start].islower() or (
                not last and text[pieces[number + 1][1].start].islower()
            )
            heads = not last and not broken and _heads(text, span, first=number == 0)
            yield Block("headline" if heads else "body", span)
        else:
            yield Block(kind, span)


def _heads(text: str, span: Span, *, first: bool) -> bool:
    if span.end - span.start > (_HEADLINE_MAX if first else _SUBHEAD_MAX):
        return False
    words = span.of(text)
    if (
        words[0] in "(["
        or _LIST_MARK.match(words)
        or words.lower().startswith(tuple(_cue("bylines")))
    ):
        return False
    end = _FULL_STOP if first else _SUBHEAD_END
    return len(words) > 1 and end.search(words[-8:]) is None and any(c.isalpha() for c in words)


def _is_caption(line: str) -> bool:
    if len(line) > _CAPTION_MAX:
        return False
    low = line.lower()
    if line[0] in "([" and line[-1] in ")]":
        inside = low[1:].lstrip()
        return " " in inside and not inside.startswith(tuple(_cue("desk_notes")))
    starts, agency_end = _caption_patterns()
    labelled = len(line) <= _LABELLED_MAX and starts.match(low) is not None
    return labelled or agency_end.search(low[-80:]) is not None


@cache
def _cue(name: str) -> tuple[str, ...]:
    return tuple(cues("en", "documents")[name])


@cache
def _caption_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    starts = "|".join(re.escape(w) for w in _cue("caption_starts"))
    heads = "|".join(re.escape(w) for w in _cue("caption_heads"))
    agencies = "|".join(re.escape(w.lower()) for w in _cue("agencies"))
    marks = "|".join(re.escape(w) for w in _cue("credits"))
    return (
        re.compile(rf"(?:{starts})\s?[:|]|(?:{heads})\s"),
        re.compile(
            rf"\((?:(?:[^()]{{1,60}}[/,]\s?)?(?:{agencies})|(?:{marks})[^()]{{0,60}})"
            rf"(?:[/ ][^()]{{0,60}})?\)\.?$"
            rf"|(?:;|/|\|)\s?(?:{marks})\s?[^;]{{0,40}}$"
        ),
    )
