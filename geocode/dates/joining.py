"""Two dates as one interval: "from A to B", "between A and B", "A-B"."""

from __future__ import annotations

import re
from dataclasses import replace

from geocode.dates.grammar import GAP
from geocode.dates.reader import Reader, has_year
from geocode.dates.resolving import POINTS, resolve
from geocode.dates.scan import CLOCK, Found
from geocode.records import Span, TimeSpan

_JOINT = re.compile(
    rf"(?P<dash>{GAP}?[-–—]{GAP}?)|{GAP}(?P<word>to|until|till|through|thru|and|or)(?:{GAP}the)?{GAP}"
    rf"(?:{CLOCK}{GAP}(?:on{GAP})?)?",
    re.IGNORECASE | re.ASCII,
)
_OPENING = re.compile(
    rf"(?<!\w)(?P<word>from|between){GAP}(?:the{GAP})?(?:{CLOCK}{GAP}(?:on{GAP})?)?$",
    re.IGNORECASE | re.ASCII,
)
_REACH = 30


def join(
    reader: Reader, first: Found, second: Found | None, span: Span, floor: int
) -> tuple[int, int, TimeSpan] | None:
    """``from A to B``, ``between A and B``, ``A - B`` as one interval, or None."""
    if second is None or first.form not in POINTS or second.form not in POINTS:
        return None
    text = reader.document.text
    joint = (
        _JOINT.fullmatch(text, first.end, second.start)
        if second.start - first.end <= _REACH
        else None
    )
    if joint is None:
        return None
    opening = _OPENING.search(text, max(floor, span.start, first.start - _REACH), first.start)
    word = opening["word"].lower() if opening else ""
    link = (joint["word"] or "-").lower()
    apart = link == "or" and not first.form == second.form == "weekday"
    if (link == "and") != (word == "between") or _is_dash_aside(joint) or apart:
        return None
    ends = _both_ends(reader, first, second)
    if ends is None:
        return None
    a, b = ends
    if a.earliest is None or b.latest is None or a.earliest > b.latest:
        return None
    when = TimeSpan(a.earliest, b.latest, "interval", a.basis)
    return (opening.start() if opening else first.start), second.end, when


def _is_dash_aside(joint: re.Match[str]) -> bool:
    """A spaced dash sets off an aside as often as it joins; only an unspaced one joins."""
    return joint["dash"] is not None and joint["dash"].strip() != joint["dash"]


def _both_ends(reader: Reader, first: Found, second: Found) -> tuple[TimeSpan, TimeSpan] | None:
    """Both readings; the one that names its year leads, else the first."""
    at_first, at_second = reader.standpoint(first), reader.standpoint(second)
    if has_year(second) and not has_year(first):
        b = resolve(second, at_second)
        if b is None or b.latest is None:
            return None
        a = resolve(first, replace(at_first, not_after=b.latest))
    else:
        a = resolve(first, at_first)
        if a is None or a.earliest is None:
            return None
        b = resolve(second, replace(at_second, not_before=a.earliest))
    return (a, b) if a and b else None
