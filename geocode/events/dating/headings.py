"""The date that heads an entry of a log, a diary or a list, for all that the entry tells."""

from __future__ import annotations

from collections.abc import Sequence

from geocode.places.roles.clauses import Sentence, sentence_at
from geocode.records import DateMention, Document

_LEAST = 2
"""Entries so headed that make a text a log: one date before a full stop may be a broken line."""
_CLOSERS = frozenset(".:–—-")
_PAST_CLOSER = 3
"""Code points behind a heading in which its full stop, colon, dash or end of line stands."""


def headings(
    document: Document, read: Sequence[Sentence], dates: Sequence[DateMention]
) -> dict[int, DateMention]:
    """By sentence the day that heads its entry; {} where fewer than two entries are headed so.

    A heading opens a line and is closed by a full stop, a colon, a dash, the line's end or a time
    of day. It holds to the next heading or the next blank line but one right behind itself.
    """
    found = [d for d in dates if _heads(document.text, d)]
    if len(found) < _LEAST:
        return {}
    out: dict[int, DateMention] = {}
    ends = [d.span.start for d in found[1:]] + [len(document.text)]
    for heading, end in zip(found, ends, strict=True):
        low = heading.span.end
        body = low + len(document.text[low:end]) - len(document.text[low:end].lstrip(" .:–—-\n"))
        blank = document.text.find("\n\n", body, end)
        first = sentence_at(read, heading.span.start)
        if first is None:
            continue
        for number in range(first, len(read)):
            if read[number].span.start >= (end if blank < 0 else blank):
                break
            out[number] = heading
    return out


def _heads(text: str, dated: DateMention) -> bool:
    """Whether a day opens a line and is set off from what follows."""
    start, end = dated.span.start, dated.span.end
    opens = start == 0 or text[start - 1] == "\n"
    when = dated.when
    if not opens or when.precision != "day" or when.earliest is None:
        return False
    behind = text[end : end + _PAST_CLOSER]
    if not behind or behind.lstrip(" ")[:1] in {"\n", "\r", ""}:
        return True
    closer = behind.lstrip(" ")[0]
    return closer in _CLOSERS or closer.isdecimal()
