"""Who wrote, edited, photographed or sent it: lines that tell nothing of what happened."""

from __future__ import annotations

import re
from functools import cache

from geocode.languages import cues
from geocode.records import Span

_LONGEST, _SHORT = 300, 100
"""A list of credits; a line that only a few words tell."""
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_HEADER = re.compile(r"([A-Za-z-]{2,20})\s?:\s")
_TAIL = 400
"""Code points before the end of a paragraph in which its credit is sought."""
_SENDER = frozenset({"from", "subject", "sent"})


def is_byline(line: str, *, early: bool) -> bool:
    """Whether a line of its own is a byline, a credit, a desk's note or a stamp of publication.

    ``early``: whether it stands between the headline and the report, where less is asked of it.

    >>> is_byline("By Ana Kovač in Zagreb", early=True), is_byline("(Reuters)", early=False)
    (True, True)
    >>> is_byline("By Monday, 300 had died.", early=True)
    False
    """
    if len(line) > _LONGEST:
        return False
    low = line.lower()
    if low[0] in "([" and low[-1] in ")]":
        inside = low[1:-1].strip()
        return inside in _cue("agencies") or inside.startswith(_listed("desk_notes"))
    if low.startswith(_listed("bylines")):
        return low.startswith(_listed("desk_notes")) or not _ENDS.search(line[-4:])
    if len(line) > _SHORT or _ENDS.search(line[-4:]):
        return False
    return (
        _is_by_somebody(line)
        or any(f" {words} " in low for words in _cue("sent_from"))
        or (low.startswith(_listed("stamps")) and any(c.isdecimal() for c in low))
        or (early and _names_a_desk(line))
    )


def credit_start(text: str, span: Span) -> int | None:
    """Where the credit in brackets that closes a paragraph begins; None without one.

    >>> text = "They left. (Reporting by A. Kovač in Zagreb)"
    >>> text[credit_start(text, Span(0, len(text))):]
    '(Reporting by A. Kovač in Zagreb)'
    """
    tail = text[max(span.start, span.end - _TAIL) : span.end]
    start = tail.rfind("(")
    if start <= 0 or tail.rstrip(".")[-1:] != ")":
        return None
    inside = tail[start + 1 :].lower()
    said = inside.startswith(_listed("bylines") + _listed("desk_notes"))
    return span.end - len(tail) + start if said else None


def header_lines(lines: list[str]) -> list[str | None]:
    """For each line of a paragraph the field of a letter's head that it is; None where it is none.

    One line alone ("From: our archive") makes no head; a sender or a subject must be among them.
    """
    fields = [_field(line) for line in lines]
    told = {field for field in fields if field}
    forwarded = "forwarding" in told
    is_head = len(told) > 1 and bool(told & _SENDER)
    return fields if is_head or forwarded else [None] * len(lines)


def _field(line: str) -> str | None:
    match = _HEADER.match(line)
    if match and match.group(1).lower() in _cue("header_fields"):
        return match.group(1).lower()
    bare = line.strip("-_ :>").lower()
    return "forwarding" if bare in _cue("forwarding") else None


def _is_by_somebody(line: str) -> bool:
    """Whether "by" or "from" opens it and a name, or a word for who writes, follows."""
    first, _, rest = line.partition(" ")
    word = rest.partition(" ")[0]
    said = word.lower()
    if first.lower() == "from":
        return said == "our"
    if said in {"a", "an", "the"}:
        written = not _cue("desks").isdisjoint(rest.lower().split())
    else:
        written = said in _cue("writers") or word[:1].isupper()
    return first.lower() == "by" and written


def _names_a_desk(line: str) -> bool:
    """Whether a line of names in capitals holds a word for a desk: "Ana Kovač, BBC News"."""
    words = [word for word in re.split(r"[\s,|/•·–—]+", line) if word]
    desk = any(word.lower() in _cue("desks") for word in words)
    apart = "," in line or "|" in line or len(words) <= 3  # noqa: PLR2004 - "BBC News Kyiv"
    return (
        desk
        and apart
        and not any(
            word[0].islower() for word in words if word.lower() not in _cue("desks") | {"in", "and"}
        )
    )


@cache
def _cue(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in cues("en", "documents")[name])


@cache
def _listed(name: str) -> tuple[str, ...]:
    return tuple(cues("en", "documents")[name])
