"""Document → DateMentions: written dates resolved in text order, and joined into intervals."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeAlias

from geocode.dates import absolute, relative
from geocode.dates.calendar import WEEK_DAYS, plus
from geocode.dates.grammar import GAP, alternatives
from geocode.dates.scan import CLOCK, Found, find_written, with_clock
from geocode.dates.standpoint import Standpoint, Tense, Words
from geocode.dates.tense import read_tense
from geocode.languages import PREPARED
from geocode.records import DateMention, Document, Span, TimeSpan
from geocode.tokens import sentences

Resolver: TypeAlias = Callable[[re.Match[str], Standpoint], TimeSpan | None]

RESOLVERS: dict[str, Resolver] = {
    "iso": absolute.iso,
    "slashed": absolute.slashed,
    "day_month": absolute.single_day,
    "month_day": absolute.single_day,
    "day_day_month": absolute.day_range,
    "month_day_day": absolute.day_range,
    "feast": absolute.feast,
    "month": absolute.month,
    "year": absolute.year,
    "decade": absolute.decade,
    "century": absolute.century,
    "season": absolute.season,
    "quarter": absolute.quarter,
    "weekday": relative.weekday,
    "offset": relative.offset,
    "period": relative.period,
    "weekend": relative.weekend,
    "rolling": relative.rolling,
    "open_units": relative.open_units,
    "shifted": relative.shifted,
    "next_day": relative.next_day,
    "within": relative.within,
    "duration": relative.duration,
    "unit_long": relative.unit_long,
    "overnight": relative.overnight,
    "vague_past": relative.vague_past,
    "vague_future": relative.vague_future,
}
# Forms that are points or stretches of the calendar, which prepositions may open or join.
_POINTS = frozenset(
    {
        "iso", "slashed", "day_month", "month_day", "feast", "month", "year", "decade", "season",
        "quarter", "weekday", "offset", "period",
    }
)  # fmt: skip
_LENGTHS = frozenset({"duration", "unit_long", "within", "rolling"})
# A narrative is a text that dates itself: at least this many full dates in other years than that
# of publication or its neighbours, and more of them than of what reports say ("on Monday").
_NARRATIVE_DATES = 3
_NEAR_YEARS = 1
# How far a narrative may step back behind the date told last before the next year is meant.
_STEP_BACK_DAYS = 150
# Code points that a look back may fill; keeps long paragraphs linear.
_LOOK_BACK = 1500
_LOOK_BEFORE = 80
"""Code points before a day in which it is said that what begins then was arranged."""
_DATED = frozenset(
    {"iso", "slashed", "day_month", "month_day", "day_day_month", "month_day_day", "month"}
)
_DEICTIC = frozenset({"weekday", "offset", "weekend", "overnight", "rolling"})
_JOINT = re.compile(
    rf"(?P<dash>{GAP}?[-–—]{GAP}?)|{GAP}(?P<word>to|until|till|through|thru|and)(?:{GAP}the)?{GAP}"
    rf"(?:{CLOCK}{GAP}(?:on{GAP})?)?",
    re.IGNORECASE | re.ASCII,
)
_OPENING = re.compile(
    rf"(?<!\w)(?P<word>from|between){GAP}(?:the{GAP})?(?:{CLOCK}{GAP}(?:on{GAP})?)?$",
    re.IGNORECASE | re.ASCII,
)
_POSSESSIVE = re.compile(r"['’]s(?!\w)")
_REACH = 30


@dataclass(slots=True)
class _Reader:
    """The running state of one pass: what was told last."""

    document: Document
    words: Words
    sentences: tuple[Span, ...]
    narrative: bool
    anchor: TimeSpan | None = None
    year_told: TimeSpan | None = None
    year_sentence: int = -1
    back_in_news: bool = True
    """Whether something has been dated from publication since a year was told."""
    length_days: int = 0
    length_sentence: int = -1
    """Days of the length told last ("a four-day truce"), and its sentence."""

    def standpoint(self, found: Found) -> Standpoint:
        """From where ``found`` is read."""
        sentence = self.sentence_at(found.start)
        span = Span(found.start, found.end)
        around = self.sentences[sentence] if sentence >= 0 else span
        tense, begun = read_tense(self.document.text, around, span, self.words)
        return Standpoint(
            words=self.words,
            published=self.document.published,
            anchor=self.anchor,
            origin=self.origin(sentence, tense),
            narrative=self.narrative,
            tense=tense,
            begun=begun,
        )

    def origin(self, sentence: int, tense: Tense | None) -> date | None:
        """The day whose year a date without one inherits, if the text gives one."""
        told, published = self.year_told, self.document.published
        if told is None or told.earliest is None:
            return None
        if not (self.narrative or published is None):
            far = abs(told.earliest.year - published.year) > _NEAR_YEARS
            if not far or not self.still_past(sentence, tense):
                return None
        whole_years = told.precision not in {"day", "week", "month"}
        return told.earliest if whole_years else plus(told.earliest, -_STEP_BACK_DAYS)

    def opens(self, found: Found) -> bool:
        """Whether a bare year sets the scene of its sentence: "In 1944 …"."""
        sentence = self.sentences[self.sentence_at(found.start)]
        return found.form == "year" and found.start - sentence.start <= len("In ")

    def still_past(self, sentence: int, tense: Tense | None) -> bool:
        """Whether a sentence of a report still tells of the year told last.

        Its own sentence does; the next ones of its paragraph do until something is dated from
        the day of publication ("on Monday"), which ends the look back.
        """
        if sentence == self.year_sentence:
            return True
        if self.back_in_news or tense == "future":
            return False
        start, end = self.sentences[self.year_sentence].start, self.sentences[sentence].start
        return end - start <= _LOOK_BACK and "\n" not in self.document.text[start:end]

    def sentence_at(self, start: int) -> int:
        """Index of the sentence that holds ``start``, -1 before the first."""
        return bisect_right(self.sentences, start, key=lambda s: s.start) - 1

    def tell(self, found: Found, when: TimeSpan) -> None:
        """Remember what later expressions may count from."""
        if found.form in {"duration", "unit_long"}:
            self.length_days = relative.length_days(found.match, self.words)
            self.length_sentence = self.sentence_at(found.start)
        if when.earliest is None or when.latest is None or found.form in _LENGTHS:
            return
        if found.form == "shifted" and relative.is_within_a_day(found.match):
            return  # "nine hours later, … the same day" counts on from the same date
        self.anchor = when
        self.back_in_news |= found.form in _DEICTIC
        named = _has_year(found) and (found.form in _DATED or self.opens(found))
        if named or when.basis == "inherited" or (self.narrative and when.basis == "explicit"):
            self.year_told = when
            self.year_sentence = self.sentence_at(found.start)
            self.back_in_news = False


def find_dates(document: Document) -> tuple[DateMention, ...]:
    """Every time named in the document's blocks, ordered, disjoint, with its inclusive days.

    Spans take in the preposition that opens or closes a time ("since Friday", "from 3 to 7
    March") and the time of day beside it, no other preposition. ``published`` None: relative
    expressions are kept with both ends None and basis ``vague``. Durations are never a day.
    In a language whose words are not prepared only days written as 2022-02-14 are read.
    """
    written = [(block.span, _written(document, block.span)) for block in document.blocks]
    reader = _Reader(
        document=document,
        words=Words(document.language),
        sentences=sentences(document),
        narrative=_is_narrative(document, [f for _, found in written for f in found]),
    )
    return tuple(m for span, found in written for m in _read_block(reader, span, found))


def _written(document: Document, span: Span) -> list[Found]:
    found = list(find_written(document.text, span, document.language))
    return found if document.language in PREPARED else [f for f in found if f.form == "iso"]


def _is_narrative(document: Document, written: Sequence[Found]) -> bool:
    """Whether the text tells of other years than the one of its publication."""
    if document.published is None:
        return True
    dated = [int(f.match["y"]) for f in written if f.form in _DATED and f.match["y"]]
    far = sum(abs(year - document.published.year) > _NEAR_YEARS for year in dated)
    near = len(dated) - far + sum(f.form in _DEICTIC for f in written)
    return far >= _NARRATIVE_DATES and far > near


def _read_block(reader: _Reader, span: Span, written: list[Found]) -> Iterator[DateMention]:
    text, floor, index = reader.document.text, span.start, 0
    while index < len(written):
        first = written[index]
        following = written[index + 1] if index + 1 < len(written) else None
        joined = _join(reader, first, following, span, floor)
        if following and _same_day_follows(reader, first, following):
            index += 1
            continue
        if joined:
            start, end, when = joined
            last, told = following or first, when
            index += 2
        else:
            start, end = with_clock(text, first, span, floor)
            prefix = _prefix(reader, first, Span(max(floor, span.start), start))
            read = _resolve(first, _behind(reader, prefix, first, reader.standpoint(first)))
            start, when = _opened(reader, prefix, start, read)
            last, told = first, read
            index += 1
        if when is None:
            continue
        reader.tell(last, told or when)
        yield DateMention(reader.document.id, Span(start, end), when)
        floor = end


def _resolve(found: Found, at: Standpoint) -> TimeSpan | None:
    return RESOLVERS[found.form](found.match, at)


def _join(
    reader: _Reader, first: Found, second: Found | None, span: Span, floor: int
) -> tuple[int, int, TimeSpan] | None:
    """``from A to B``, ``between A and B``, ``A - B`` as one interval, or None."""
    if second is None or first.form not in _POINTS or second.form not in _POINTS:
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
    if (link == "and") != (word == "between") or _is_dash_aside(joint):
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


def _both_ends(reader: _Reader, first: Found, second: Found) -> tuple[TimeSpan, TimeSpan] | None:
    """Both readings; the one that names its year leads, else the first."""
    at_first, at_second = reader.standpoint(first), reader.standpoint(second)
    if _has_year(second) and not _has_year(first):
        b = _resolve(second, at_second)
        if b is None or b.latest is None:
            return None
        a = _resolve(first, replace(at_first, not_after=b.latest))
    else:
        a = _resolve(first, at_first)
        if a is None or a.earliest is None:
            return None
        b = _resolve(second, replace(at_second, not_before=a.earliest))
    return (a, b) if a and b else None


def _has_year(found: Found) -> bool:
    groups = found.match.groupdict()
    return bool(groups.get("y") or groups.get("ry"))


def _prefix(reader: _Reader, found: Found, before: Span) -> tuple[int, str] | None:
    """Where a preposition that opens or closes a time begins, and what it does."""
    text = reader.document.text
    if found.form not in _POINTS or _POSSESSIVE.match(text, found.end):
        return None
    lo = max(before.start, before.end - _REACH)
    known = _prefixes(reader.words.language).search(text, lo, before.end)
    if known is None:
        return None
    return known.start(), reader.words.labels("prefixes")[" ".join(known["word"].lower().split())]


def _behind(
    reader: _Reader, prefix: tuple[int, str] | None, found: Found, at: Standpoint
) -> Standpoint:
    """Without a past tense where a time closes: "was closed until March" looks ahead."""
    if prefix is not None and prefix[1] == "since" and found.form == "weekday":
        return replace(at, tense="future") if _arranged(reader, prefix[0]) else at
    closing = prefix is not None and prefix[1] == "until" and found.form != "weekday"
    return replace(at, tense=None) if closing and at.tense == "past" else at


def _arranged(reader: _Reader, start: int) -> bool:
    """Whether something is arranged to begin on a day: "agreed a truce beginning on Friday"."""
    if _text_is(reader, start, "since") or _text_is(reader, start, "from"):
        return False
    sentence = reader.sentences[reader.sentence_at(start)]
    before = reader.document.text[max(sentence.start, start - _LOOK_BEFORE) : start].lower()
    return any(word in reader.words.lists("tense")["arranged"] for word in before.split())


def _same_day_follows(reader: _Reader, first: Found, second: Found) -> bool:
    """Whether hours are followed by the day they lie in: "nine hours later the same day"."""
    if first.form != "shifted" or second.form != "period" or not second.match["rel"]:
        return False
    relation = reader.words.labels("relations")[" ".join(second.match["rel"].lower().split())]
    joined = reader.document.text[first.end : second.start].strip(" ,\n") == ""
    return joined and relation == "same" and relative.is_within_a_day(first.match)


def _text_is(reader: _Reader, start: int, word: str) -> bool:
    """Whether a word stands at a place of the text, "ever" before it or not."""
    return word in reader.document.text[start : start + len(f"ever {word}")].lower()


def _opened(
    reader: _Reader, prefix: tuple[int, str] | None, start: int, when: TimeSpan | None
) -> tuple[int, TimeSpan | None]:
    """The start and days together with the preposition ("since", "by") where one changes them."""
    if when is None or prefix is None:
        return start, when
    if prefix[1] == "week" and when.precision == "day" and when.earliest:
        return prefix[0], replace(when, latest=plus(when.earliest, WEEK_DAYS - 1), precision="week")
    if prefix[1] == "since" and reader.length_sentence == reader.sentence_at(start):
        starts = not _text_is(reader, prefix[0], "since")
        if starts and when.precision == "day" and when.earliest and reader.length_days > 1:
            last = plus(when.earliest, reader.length_days - 1)
            return prefix[0], TimeSpan(when.earliest, last, "interval", when.basis)
    bounds = _bounds(prefix[1], when, reader.document.published)
    return (start, when) if bounds is None else (prefix[0], TimeSpan(*bounds, "open", when.basis))


def _bounds(
    effect: str, when: TimeSpan, published: date | None
) -> tuple[date | None, date | None] | None:
    """Ends of an interval that a preposition opens; None where it changes nothing.

    "By" and "until" a day still to come begin nowhere that the text tells, but what is to be
    done by then lies from publication on.
    """
    if when.earliest is None or when.latest is None:
        return None
    coming = published is not None and when.latest > published
    return {
        "since": (when.earliest, None),
        "until": (None, when.latest),
        "by": (published if coming else None, when.latest),
        "before": (None, plus(when.earliest, -1)),
        "after": (plus(when.latest, 1), None),
    }.get(effect)


@cache
def _prefixes(language: str) -> re.Pattern[str]:
    known = alternatives(Words(language).labels("prefixes"))
    return re.compile(rf"(?<!\w)(?P<word>{known})(?:{GAP}the)?{GAP}$", re.IGNORECASE | re.ASCII)
