"""Document → DateMentions: written dates resolved in text order, and joined into intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from geocode.dates.abroad import find_abroad
from geocode.dates.joining import join
from geocode.dates.opening import behind, opened, prefix_of, same_day_follows
from geocode.dates.reader import DATED, DEICTIC, NEAR_YEARS, Reader
from geocode.dates.resolving import resolve
from geocode.dates.scan import Found, find_written, is_other_zone, with_clock
from geocode.dates.standpoint import Words
from geocode.languages import PREPARED
from geocode.records import DateMention, Document, Span
from geocode.tokens import sentences

# A narrative is a text that dates itself: at least this many full dates in other years than that
# of publication or its neighbours, and more of them than of what reports say ("on Monday").
_NARRATIVE_DATES = 3


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """Every time named in the document's blocks, ordered, disjoint, with its inclusive days.

    Spans take in the preposition that opens or closes a time ("since Friday", "from 3 to 7
    March") and the time of day beside it, no other preposition. ``published`` None: relative
    expressions are kept with both ends None and basis ``vague``. Durations are never a day.
    In a language whose words are not prepared only days written out are read (``abroad``).
    """
    if document.language not in PREPARED:
        return find_abroad(document)
    written = [
        (block.span, list(find_written(document.text, block.span, document.language)))
        for block in document.blocks
    ]
    reader = Reader(
        document=document,
        words=Words(document.language),
        sentences=sentences(document),
        narrative=_is_narrative(document, [f for _, found in written for f in found]),
    )
    return tuple(m for span, found in written for m in _read_block(reader, span, found))


def _is_narrative(document: Document, written: Sequence[Found]) -> bool:
    """Whether the text tells of other years than the one of its publication."""
    if document.published is None:
        return True
    dated = [int(f.match["y"]) for f in written if f.form in DATED and f.match["y"]]
    far = sum(abs(year - document.published.year) > NEAR_YEARS for year in dated)
    near = len(dated) - far + sum(f.form in DEICTIC for f in written)
    return far >= _NARRATIVE_DATES and far > near


def _read_block(reader: Reader, span: Span, written: list[Found]) -> Iterator[DateMention]:
    text, floor, index = reader.document.text, span.start, 0
    while index < len(written):
        first = written[index]
        following = written[index + 1] if index + 1 < len(written) else None
        joined = join(reader, first, following, span, floor)
        if following and same_day_follows(reader, first, following):
            index += 1
            continue
        if joined and following:
            start, end, when = joined
            last, told = following, when
            rule = f"{first.form} to {following.form}"
            index += 2
        else:
            start, end = with_clock(text, first, span, floor)
            index += 1
            if is_other_zone(text, start, span.start):
                continue
            prefix = prefix_of(reader, first, Span(max(floor, span.start), start))
            if prefix and start < first.start and prefix[1] in {"before", "after"}:
                start, prefix = prefix[0], None  # "before midnight on Friday" is on Friday
            read = resolve(first, behind(reader, prefix, first, reader.standpoint(first)))
            part_of_day = bool(first.match.groupdict().get("hour"))
            at, when = opened(reader, prefix, start, read, within_day=part_of_day)
            rule = f"{prefix[1]} {first.form}" if prefix and at < start else first.form
            start, last, told = at, first, read
        if when is None:
            continue
        reader.tell(last, told or when)
        yield DateMention(reader.document.id, Span(start, end), when, rule)
        floor = end
