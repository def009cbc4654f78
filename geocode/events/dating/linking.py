"""Which date of a sentence belongs to which trigger, and what it says of that trigger's days."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from geocode.events.asides import compares
from geocode.events.dating.dated import Dating
from geocode.events.dating.joints import find_joint, linked_apart, parts
from geocode.events.dating.lasting import as_told, nth_day, until_its_end
from geocode.events.dating.nearest import linked
from geocode.events.dating.occasions import find_occasion
from geocode.events.lexicon import lexicon
from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.languages.identify import function_words
from geocode.languages.inflection import verb_forms
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention, TimeSpan

_DASHES = frozenset({"-", "–", "—", ":", "--"})
_ORDINAL = re.compile("[0-9]{1,2}(?:st|nd|rd|th)")
_AHEAD = 60
"""Years ahead of publication beyond which no report looks."""
_NOUN_REACH = 3
"""Words behind a date in which the noun stands that it tells from others of its kind."""


def link_dates(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    *,
    published: date | None,
    language: str = "en",
) -> dict[int, Dating]:
    """For each trigger (by position) its date; "said on Monday" dates only the saying.

    "A day after" puts the rest of its sentence one day later than what follows it; a bare
    "after" only bounds it. Bare durations ("two years of") date nothing.
    """
    usable = [
        d
        for d in dates
        if (_says_when(d.when) or (published is None and _is_untold(d.when)))
        and not _is_absurd(d.when, published)
        and not _compares(sentence, d)
        and not _dates_a_count(sentence, d, language)
        and not _belongs_to_a_noun(sentence, d, triggers, language)
    ]
    joint = find_joint(sentence, language)
    if joint is None or not parts(sentence, triggers, usable, joint):
        joint = find_occasion(sentence, triggers, usable, language)
    if joint is None:
        told = linked(sentence, triggers, range(len(triggers)), usable, language)
    else:
        told = linked_apart(sentence, triggers, usable, joint, language)
    out = {
        number: as_told(sentence, triggers[number], dating, published)
        for number, dating in told.items()
    }
    out = {number: dating for number, dating in out.items() if not _is_untold(dating.when)}
    _under_its_heading(sentence, triggers, usable, out)
    until_its_end(sentence, triggers, usable, out)
    nth_day(sentence, triggers, out, published)
    return out


def _says_when(when: TimeSpan) -> bool:
    """Whether it can date an event: a duration with at most one end says only how long."""
    ends = (when.earliest is not None) + (when.latest is not None)
    return ends == 2 or (ends == 1 and when.precision != "interval")  # noqa: PLR2004


def _is_untold(when: TimeSpan) -> bool:
    """Whether it is a day nobody knows: "on Monday" in a report of no date, which yet has its own.

    What it says takes another date from its event, and gives it none.
    """
    return when.earliest is None and when.latest is None


def _compares(sentence: Sentence, dated: DateMention) -> bool:
    """Whether it only says how rare something is: "the first curfew since 1987"."""
    first, _ = sentence.words_of(dated.span)
    return sentence.word(first) == "since" and compares(sentence, first)


def _dates_a_count(sentence: Sentence, dated: DateMention, language: str) -> bool:
    """Whether it says when a toll was counted: "the toll from the flood rose to 9 on Friday"."""
    nouns, verbs = _counts(language)
    first, _ = sentence.words_of(dated.span)
    clause = sentence.clause[min(first, len(sentence.clause) - 1)]
    start = next((n for n, number in enumerate(sentence.clause) if number == clause), first)
    rose = next((n for n in range(start, first) if sentence.lower[n] in verbs), first)
    said = not lexicon(language).speech.isdisjoint(sentence.lower[rose:first])
    return rose < first and not said and not nouns.isdisjoint(sentence.lower[:rose])


@cache
def _counts(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Nouns of a count of victims, and all forms of the verbs that tell of its growing."""
    table: dict[str, list[str]] = cues(language, "events")["counts"]
    forms = {form for lemma in table["verbs"] for form in verb_forms(lemma, language)}
    return frozenset(table["nouns"]), frozenset(forms)


def _belongs_to_a_noun(
    sentence: Sentence, dated: DateMention, triggers: Sequence[Trigger], language: str
) -> bool:
    """Whether it only says which thing is meant: "the 19 March elections", "the 1914 treaty"."""
    first, last = sentence.words_of(dated.span)
    # "On the 12th of March": there the article is the day's own.
    if any(word == "of" or _ORDINAL.fullmatch(word) for word in sentence.lower[first:last]):
        return False
    led = "the" in {sentence.word(first), sentence.word(first - 1)}
    if not led or dated.when.basis != "explicit":
        return False
    for index in range(last, last + _NOUN_REACH):
        if any(t.first <= index < t.last for t in triggers):
            return False
        word = sentence.word(index)
        if not word.isalpha() or word in function_words(language):
            return index > last
    return True


def _is_absurd(when: TimeSpan, published: date | None) -> bool:
    """Whether a year is rather an hour or a number: "the curfew begins at 2300"."""
    first = when.earliest or when.latest
    return published is not None and first is not None and first.year - published.year > _AHEAD


def _under_its_heading(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    out: dict[int, Dating],
) -> None:
    """Gives all of an entry the date that heads it: "October 3, 1863 – …"."""
    if not dates:
        return
    first, last = sentence.words_of(dates[0].span)
    if first != 0 or sentence.word(last) not in _DASHES or dates[0].when.basis != "explicit":
        return
    for number in range(len(triggers)):
        out.setdefault(number, Dating(dates[0], dates[0].when))
