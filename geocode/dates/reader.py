"""The running state of one pass over a document: what was told last, and from where we read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from geocode.dates import relative
from geocode.dates.calendar import plus
from geocode.dates.scan import Found
from geocode.dates.standpoint import Standpoint, Tense, Words
from geocode.dates.tense import read_tense
from geocode.records import Document, Span, TimeSpan

LENGTHS = frozenset({"duration", "unit_long", "within", "rolling"})
DATED = frozenset(
    {"iso", "slashed", "day_month", "month_day", "day_day_month", "month_day_day", "month"}
)
DEICTIC = frozenset({"weekday", "offset", "weekend", "overnight", "rolling"})
NEAR_YEARS = 1
# How far a narrative may step back behind the date told last before the next year is meant.
_STEP_BACK_DAYS = 150
# Code points that a look back may fill; keeps long paragraphs linear.
_LOOK_BACK = 1500


@dataclass(slots=True)
class Reader:
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
            far = abs(told.earliest.year - published.year) > NEAR_YEARS
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
        if when.earliest is None or when.latest is None or found.form in LENGTHS:
            return
        if found.form == "shifted" and relative.is_within_a_day(found.match):
            return  # "nine hours later, … the same day" counts on from the same date
        self.anchor = when
        self.back_in_news |= found.form in DEICTIC
        named = has_year(found) and (found.form in DATED or self.opens(found))
        if named or when.basis == "inherited" or (self.narrative and when.basis == "explicit"):
            self.year_told = when
            self.year_sentence = self.sentence_at(found.start)
            self.back_in_news = False


def has_year(found: Found) -> bool:
    """Whether a date names its year, or counts it: "last year"."""
    groups = found.match.groupdict()
    return bool(groups.get("y") or groups.get("ry"))
