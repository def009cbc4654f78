"""What lasts: "since Friday", "began on D and runs until E", "into a second day"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

from geocode.events.dating.dated import Dating
from geocode.events.triggers import Trigger
from geocode.languages import cues
from geocode.places.roles.clauses import Sentence
from geocode.records import DateMention, TimeSpan


def as_told(sentence: Sentence, trigger: Trigger, dating: Dating, published: date | None) -> Dating:
    """What "since" means for a trigger: from then to publication, or then ("since X, when …")."""
    when = dating.when
    first, last = sentence.words_of(dating.mention.span)
    if when != dating.mention.when or not sentence.word(first).endswith("since"):
        return dating
    if when.earliest is None or when.latest is not None:
        return dating
    told = sentence.word(last + (sentence.word(last) == ","))
    if told == "when" and trigger.first > last:
        return replace(dating, when=TimeSpan(when.earliest, when.earliest, "day", when.basis))
    if published is None or published < when.earliest:
        return dating
    lasted = TimeSpan(when.earliest, published, "interval", when.basis)
    return replace(dating, when=lasted, status="ongoing")


def until_its_end(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    dates: Sequence[DateMention],
    out: dict[int, Dating],
) -> None:
    """Gives "a drill that began on D and runs until E" the whole of its days."""
    known = cast("dict[str, Any]", cues("en", "events")["joints"])
    begins, runs = frozenset(known["begins"]), frozenset(known["until"])
    for start, end in ((a, b) for a in dates for b in dates if a.span.end <= b.span.start):
        first, _ = sentence.words_of(start.span)
        before = sentence.lower[max(0, first - 2) : first]
        to = sentence.words_of(end.span)[0]
        closes = sentence.word(to) in runs or sentence.word(to - 1) in runs
        if start.when.earliest is None or end.when.latest is None or not closes:
            continue
        if not begins.intersection(before) or start.when.earliest > end.when.latest:
            continue
        told = [n for n, t in enumerate(triggers) if t.last <= first and not t.concept.placeless]
        if told:
            span = TimeSpan(start.when.earliest, end.when.latest, "interval", start.when.basis)
            out[told[-1]] = Dating(start, span)


def nth_day(
    sentence: Sentence,
    triggers: Sequence[Trigger],
    out: dict[int, Dating],
    published: date | None,
) -> None:
    """Gives what is in its second day the day before as well: "went into a second day"."""
    del published
    ordinals = cast("dict[str, int]", cues("en", "dates")["ordinals"])
    for index in range(1, len(sentence.lower) - 1):
        number = ordinals.get(sentence.lower[index], 1)
        unit = index + 1 + (sentence.lower[index + 1] in {"straight", "consecutive", "successive"})
        if number < 2 or sentence.word(unit) not in {"day", "night"}:  # noqa: PLR2004
            continue
        for position, trigger in enumerate(triggers):
            dating = out.get(position)
            when = dating.when if dating else None
            apart = sentence.clause[trigger.first] != sentence.clause[index]
            if apart or dating is None or when is None or when.precision != "day":
                continue
            if when.earliest is not None and when.earliest.toordinal() > number:
                begun = when.earliest - timedelta(days=number - 1)
                lasted = TimeSpan(begun, when.latest, "interval", when.basis)
                out[position] = replace(dating, when=lasted, status="ongoing")
