"""How a text is laid out: its leading date, and the kinds of its lines and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from geocode.documents.bylines import credit_start, header_lines, is_byline
from geocode.documents.datelines import dateline_end, is_dateline
from geocode.languages import cues
from geocode.records import Block, BlockKind, Span

Kinds: TypeAlias = Mapping[int, BlockKind]
"""What a page's own marks say of its paragraphs, by where each begins."""
_Piece: TypeAlias = tuple[BlockKind | None, Span]
"""A line or paragraph; kind None is yet to be told."""

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

_QUOTES = {"“": "”", "«": "»", "„": "“", "‘": "’", '"': '"'}
_SPEECH_MIN = 25
"""Code points of a paragraph of speech; a shorter one may be a nickname or a title."""
_SIGNATURE_LINES = 12
"""Lines from the end of a letter at which its signature may begin."""

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


def find_blocks(
    text: str,
    *,
    start: int = 0,
    markdown: bool = False,
    kinds: Kinds = MappingProxyType({}),
) -> tuple[Block, ...]:
    """Blocks of ``text`` from ``start``, in order, disjoint, without white space at their ends.

    A paragraph that opens with a dateline, or closes with a credit, is two or three blocks.
    """
    pieces = [
        piece
        for paragraph in _paragraphs(text, start)
        for piece in (_markdown(text, paragraph) if markdown else _plain(text, paragraph))
    ]
    marked: list[_Piece] = [(kinds.get(span.start) or kind, span) for kind, span in pieces]
    return tuple(_parted(text, _signed(text, list(_classed(text, marked)))))


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


def _plain(text: str, lines: list[Span]) -> Iterator[_Piece]:
    """A paragraph as its captions, a letter's head, and the stretches between them."""
    fields = header_lines([line.of(text) for line in lines])
    if any(fields):
        for line, field in zip(lines, fields, strict=True):
            yield from [(None, line)] if field is None else _header(text, line, field)
        return
    if all(text[line.start] == ">" for line in lines):  # a letter quotes the one it answers
        yield "quote", Span(lines[0].start, lines[-1].end)
        return
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


def _header(text: str, line: Span, field: str) -> Iterator[_Piece]:
    """A line of a letter's head: what its subject says is the headline."""
    if field != "subject":
        yield "byline", line
        return
    colon = text.index(":", line.start) + 1
    yield from _piece(text, line.start, colon, "byline")
    yield from _piece(text, colon, line.end, "headline")


def _ends(text: str, line: Span) -> bool:
    return _FULL_STOP.search(text[max(line.start, line.end - 8) : line.end]) is not None


def _is_wrapped(lines: list[Span]) -> bool:
    widths = [line.end - line.start for line in lines]
    return len(widths) > 1 and max(widths) <= _WRAP_MAX and min(widths[:-1]) >= _WRAP_MIN


def _markdown(text: str, lines: list[Span]) -> Iterator[_Piece]:
    """The same for Markdown: headings without their marks, image captions out of their brackets."""
    plain: list[Span] = []
    quoted = False
    for line in lines:
        words = line.of(text)
        heading = _MD_HEADING.match(words)
        images = [] if heading else list(_MD_IMAGE.finditer(words))
        if not (heading or images or _MD_RULE.match(words)):
            mark = _MD_QUOTE.match(words)
            if (mark is not None) != quoted:
                yield from _told(text, plain, quoted=quoted)
                plain, quoted = [], mark is not None
            plain += _rest(text, line, mark.end() if mark else 0)
            continue
        yield from _told(text, plain, quoted=quoted)
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
    yield from _told(text, plain, quoted=quoted)


def _told(text: str, lines: list[Span], *, quoted: bool) -> Iterator[_Piece]:
    """Lines between a Markdown text's marks; those behind ">" are somebody else's words."""
    for kind, span in _plain(text, lines) if lines else ():
        yield ("quote" if quoted and kind is None else kind), span


def _rest(text: str, line: Span, offset: int) -> list[Span]:
    span = _trimmed(text, line.start + offset, line.end) if offset < line.end - line.start else None
    return [span] if span else []


def _piece(text: str, start: int, end: int, kind: BlockKind | None) -> Iterator[_Piece]:
    span = _trimmed(text, start, end) if start < end else None
    if span is not None:
        yield kind, span


def _classed(text: str, pieces: list[_Piece]) -> Iterator[Block]:
    """Short lines without a full stop, with text to come, head what follows; the rest is body."""
    early = True
    for number, (given, span) in enumerate(pieces):
        last = number == len(pieces) - 1
        following = "" if last else pieces[number + 1][1].of(text)
        kind = given or _kind(
            span.of(text),
            broken=following[:1].islower() and not is_byline(following, early=early),
            first=number == 0,
            last=last,
            early=early and number > 0,
        )
        early = early and kind not in {"body", "quote"}
        yield Block(kind, span)


def _kind(words: str, *, broken: bool, first: bool, last: bool, early: bool) -> BlockKind:
    if is_byline(words, early=early):
        return "byline"
    if early and is_dateline(words):
        return "dateline"
    if _is_speech(words):
        return "quote"
    heads = not last and not broken and not words[0].islower() and _heads(words, first=first)
    return "headline" if heads else "body"


def _heads(words: str, *, first: bool) -> bool:
    if len(words) > (_HEADLINE_MAX if first else _SUBHEAD_MAX):
        return False
    if words[0] in "([" or _LIST_MARK.match(words):
        return False
    end = _FULL_STOP if first else _SUBHEAD_END
    return len(words) > 1 and end.search(words[-8:]) is None and any(c.isalpha() for c in words)


def _is_speech(words: str) -> bool:
    """Whether a paragraph is speech and nothing else, though the next may go on with it."""
    closing = _QUOTES.get(words[0])
    if closing is None or len(words) < _SPEECH_MIN:
        return False
    at = words.find(closing, 1)
    return at < 0 or at >= len(words.rstrip(" .,;—–-")) - 1


def _signed(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks, those behind a line "--" at the end being who signs. Source: RFC 3676, 4.3."""
    first = max(0, len(blocks) - _SIGNATURE_LINES)
    dashes = [n for n in range(first, len(blocks)) if blocks[n].span.of(text) == "--"]
    start = dashes[-1] if dashes else len(blocks)
    return [*blocks[:start], *(Block("byline", block.span) for block in blocks[start:])]


def _parted(text: str, blocks: list[Block]) -> Iterator[Block]:
    """The blocks, with datelines and credits cut from the paragraphs that hold them."""
    opens = True
    for block in blocks:
        if block.kind != "body":
            opens = opens and block.kind != "quote"
            yield block
            continue
        span = block.span
        head = dateline_end(text, span, opens=opens) or span.start
        tail = credit_start(text, Span(head, span.end)) or span.end
        opens = False
        parts: tuple[tuple[BlockKind, int, int], ...] = (
            ("dateline", span.start, head), ("body", head, tail), ("byline", tail, span.end),
        )  # fmt: skip
        for kind, start, end in parts:
            yield from (Block(kind, s) for _, s in _piece(text, start, end, kind))


def _is_caption(line: str) -> bool:
    if len(line) > _CAPTION_MAX or is_byline(line, early=False):
        return False
    low = line.lower()
    if line[0] in "([" and line[-1] in ")]":
        return " " in low[1:].lstrip()
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
