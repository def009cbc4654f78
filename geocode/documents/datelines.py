"""Where a paragraph opens with the place it was written in: "KYIV, Feb. 14 (Reuters) —"."""

from __future__ import annotations

import re
from functools import cache

from geocode.languages import cues
from geocode.records import Document, Span

_REACH = 120
"""Code points in which the dash that closes a dateline is sought."""
_BEHIND = 200
"""Code points behind it that tell whether all is written in capitals, or a second dash comes."""
_MOST_WORDS, _BARE_WORDS = 12, 3
_CLOSING = re.compile(r"\.?\s*(?:[—–―]|-{2,3})\s*|\.?\s+-\s+|\.\s?-\s+|:\s+")
_BRACKETED = re.compile(r"\([^()\n]{0,60}\)|\[[^\[\]\n]{0,60}\]")
_MARKER = re.compile(r"(?:\[[^\[\]\n]{1,40}\]\s*)+")
"""What a monitoring service sets between the dash and the report: "-- [TEXT]"."""
_SECOND_DASH = re.compile(r"[^.!?\n]*?\s(?:[—–―]|--?)\s")
_DAY = re.compile(r"\b\d{1,2}\b")


def dateline_of(document: Document) -> Span:
    """The document's first dateline, with its dash; empty where it has none."""
    return next((b.span for b in document.blocks if b.kind == "dateline"), Span(0, 0))


def dateline_end(text: str, span: Span, *, opens: bool) -> int | None:
    """Where the dateline that a paragraph opens with ends, behind its dash; None without one.

    ``opens``: whether it is the first paragraph of its report, where less is asked of the form.

    >>> text = "KYIV, Feb. 14 (Reuters) — Troops moved."
    >>> text[dateline_end(text, Span(0, len(text)), opens=True):]
    'Troops moved.'
    >>> text = "On Monday, 7 May – a day of rest – troops moved."
    >>> dateline_end(text, Span(0, len(text)), opens=True) is None
    True
    """
    head = text[span.start : min(span.end, span.start + _REACH)]
    plain = _BRACKETED.sub(lambda found: "(" * len(found.group()), head)
    closing = next(
        (c for c in _CLOSING.finditer(plain) if c.start() > 0 and "(" not in c.group()), None
    )
    if closing is None:
        return None
    end = span.start + closing.end()
    marker = _MARKER.match(text, end, min(span.end, end + _REACH))
    end = marker.end() if marker else end
    words = plain[: closing.start()]
    if end >= span.end or text[end].islower() or not _names_a_place(words):
        return None
    behind = text[end : min(span.end, end + _BEHIND)]
    return end if _is_set_off(words, closing.group(), behind, opens=opens) else None


def is_dateline(line: str) -> bool:
    """Whether a line of its own says where and when: "NAIROBI, 4 May 2020", "Kyiv, Monday —".

    >>> is_dateline("Kyiv, 14 February 2022"), is_dateline("Floods, fires and 14 dead")
    (True, False)
    """
    if len(line) > _REACH:
        return False
    plain = _BRACKETED.sub(lambda found: "(" * len(found.group()), line)
    words = plain.rstrip(" .—–―-")
    if not _names_a_place(words):
        return False
    closed = words.rstrip() != plain.rstrip(" .")
    return (closed and ("(" in words or not any(c.islower() for c in words))) or (
        "," in words and _has_day(words)
    )


def _names_a_place(words: str) -> bool:
    """Whether these can be a place, a day and an agency: capitals, no word that opens a clause."""
    known = _words()
    found = words.replace(",", " ").replace("(", " ").split()
    if not 0 < len(found) <= _MOST_WORDS:
        return False
    first = found[0].strip(".").lower()
    if found[0][0].islower() or not found[0][0].isalpha() or first in known["not_first"]:
        return False
    if _is_calendar(first):
        return False  # "Monday, 7 May – Troops moved" is a diary, whose day is the event's
    before = ""
    for word in found:
        small = word[0].islower() and not before[:1].isdecimal()  # "14 février"
        if small and word.lower() not in known["within"]:
            return False
        before = word
    return True


def _is_set_off(words: str, closing: str, behind: str, *, opens: bool) -> bool:
    """Whether more than a dash says so: capitals, an agency, a day; or it opens the report."""
    letters = [c for c in words if c.isalpha()]
    shouted = not any(c.islower() for c in behind)
    loud = len(letters) > 1 and not shouted and all(not c.islower() for c in letters)
    agency, day = "(" in words, _has_day(words)
    count = len(words.replace(",", " ").replace("(", " ").split())
    if ":" in closing:
        return opens and loud and count <= _BARE_WORDS
    if agency or day or loud:
        return True
    spaced = closing.strip() != closing
    plainly = "," in words or (count <= _BARE_WORDS and closing.strip(" .") != "-")
    return opens and not shouted and spaced and plainly and _SECOND_DASH.match(behind) is None


def _has_day(words: str) -> bool:
    _, *rest = re.split(r"[,(\s]+", words)
    return any(_is_calendar(word.strip(".").lower()) for word in rest) or (
        "," in words and _DAY.search(words) is not None
    )


@cache
def _calendar() -> frozenset[str]:
    return frozenset(cues("en", "documents")["calendar"])


def _is_calendar(word: str) -> bool:
    return word in _calendar()


@cache
def _words() -> dict[str, frozenset[str]]:
    table = cues("en", "documents")["datelines"]
    return {name: frozenset(group) for name, group in table.items()}
