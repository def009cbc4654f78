"""Events of MUC-4's reports: kind, date and place at once, and date and place of given events.

    python benchmarks/muc4.py FOLDER [--part tuned|held|tests]

FOLDER holds ``events_muc4.jsonl`` (MUC-4, Sundheim 1992: radio transcripts of Latin America,
1988-90, all in capitals). Reports 1 to 900 of its training part were looked at, tuned and learnt
on (``tuned``); 901 to 1300 (``held``) and the sets tst1 and tst2 (``tests``) only counted.

Joint: one of our events of violence and one template are the same where incident type, date and
finest place all are, as ``muc4_gold.py`` says; pairs are one to one, as many as can be. No oracle:
places are those our gazetteer knows, found by our recogniser. ``names of the set`` says what the
same events would reach if every place that any template names could be found and told apart.

Given event: a template's other slots are known, and so the sentences that hold most of the strings
that fill them; ours is what we read there. Intervals: 95 %, whole reports drawn anew. A wrong mark
is an event on the map that has no template of its place in its report.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
from intervals import f1, ratio, shown
from muc4_gold import Report, Said, Template, date_is_right, finest, place_is_right, read_reports
from muc4_names import SetNames
from scipy.optimize import linear_sum_assignment

from geocode.dates import find_dates
from geocode.events import event_at, find_events
from geocode.events.drafting import draft_events
from geocode.events.incidents.scene import scene
from geocode.events.incidents.settling import chance
from geocode.events.labels import label_of
from geocode.events.triggers import find_triggers
from geocode.gazetteer import open_gazetteer
from geocode.pipeline import read_places
from geocode.places.roles.clauses import read_sentences
from geocode.records import DateMention, Document, Event, Place, Span, TimeSpan

TYPES = {
    "abduction": "KIDNAPPING", "arson": "ARSON", "robbery": "ROBBERY", "bombing": "BOMBING",
    "airstrike": "BOMBING", "shelling": "ATTACK", "attack": "ATTACK", "violence": "ATTACK",
}  # fmt: skip
"""Our labels as incident types. A battle is none: MUC leaves out clashes between armed forces."""
_AS_GOOD = 0.3
"""Share of the best sentence's worth at which another is one of a given event's too."""
RECENT = timedelta(days=62)
"""MUC leaves out what lies further back than two months."""
LIKELY = 0.35
"""An incident for MUC is what is more likely than this to be one, by the weights learnt on it."""
PARTS: dict[str, Callable[[Report], bool]] = {
    "tuned": lambda report: report.number <= 900,
    "held": lambda report: 900 < report.number <= 1300,
    "tests": lambda report: report.split != "train",
}
Places = Callable[[Document], tuple[Place, ...]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=tuple(PARTS), default="held")
    asked = parser.parse_args()
    reports = read_reports(asked.folder)
    kept = [report for report in reports if PARTS[asked.part](report)]
    gazetteer = open_gazetteer()
    names = SetNames(reports)
    ways: dict[str, Places] = {
        "our gazetteer": lambda document: read_places(document, gazetteer=gazetteer),
        "names of the set": names.places,
    }
    print(
        f"MUC-4, {asked.part}: {len(kept)} reports, {sum(len(r.templates) for r in kept)} templates"
    )
    for name, places_of in ways.items():
        print(f"\n{name}")
        report_on([read(report, places_of) for report in kept])


class Read:
    """A report with what we read in it."""

    def __init__(self, report: Report, places: tuple[Place, ...], *, weighed: bool = True) -> None:
        document = report.document
        self.report = report
        self.places = places
        self.dates: tuple[DateMention, ...] = find_dates(document)
        draft = draft_events(document, places, self.dates)
        self.events: tuple[Event, ...] = draft.events
        self.seen = scene(
            document, draft.read, places, self.dates, draft.events, chances=draft.chances
        )
        self.chances: dict[str, float] = {}
        if weighed:
            self.events = find_events(document, places, self.dates)
            self.chances = {e.id: chance(self.seen, e) for e in draft.events if e.label}


def read(report: Report, places_of: Places) -> Read:
    """A report, its places and what follows from them."""
    return Read(report, places_of(report.document))


def report_on(found: Sequence[Read]) -> None:
    """The rows of one table."""
    answers: dict[str, Callable[[Read], list[Said]]] = {
        "dateline only": dateline_only,
        "first date, first place": first_of_each,
        "nearest date, nearest place": nearest_of_each,
        "pin every toponym": every_toponym,
        "ours": ours,
    }
    print(
        "  joint                          F1 [95 %]             P     R     said  wrong/100  marked"
    )
    for name, answer in answers.items():
        rows = [joint(answer(r), r.report.templates) for r in found]
        hits, said, wanted = np.sum(rows, axis=0)
        marks = [wrong_marks(answer(r), r.report.templates) for r in found]
        wrong, placed = np.sum(marks, axis=0)
        print(
            f"  {name:29}{shown(rows, f1)}  {hits / max(said, 1):.3f} {hits / max(wanted, 1):.3f} "
            f"{said:5.0f}   {100 * wrong / len(found):6.1f}   {placed / max(said, 1):.3f}"
        )
    for slots in ("kind", "kind and date", "kind and place"):
        rows = [joint(ours(r), r.report.templates, slots=slots) for r in found]
        print(f"  ours, {slots} alone".ljust(31) + shown(rows, f1))
    print("  given events                   share right [95 %]")
    for name, given in GIVEN.items():
        rows = [row for r in found if (row := given(r))[1]]
        print(f"  {name:44}{shown(rows, ratio)}  ({sum(n for _, n in rows)})")


def ours(found: Read) -> list[Said]:
    """Our events of violence that a template could tell of."""
    return [said_of(event) for event in found.events if could_be_incident(event, found)]


def said_of(event: Event) -> Said:
    """An event as MUC would put it."""
    marked = any(place.geometry is not None for place in event.places)
    return Said(TYPES[event.label], event.when, finest(event.places), marked)


def could_be_incident(event: Event, found: Read) -> bool:
    """Whether it is violence that happened, of late."""
    if event.label not in TYPES or event.status in {"hypothetical", "denied", "planned"}:
        return False
    if found.chances.get(event.id, 1.0) < LIKELY:
        return False
    last = event.when.latest if event.when else None
    published = found.report.document.published
    if event.status == "background":
        return last is not None and published is not None and published - last <= RECENT
    return last is None or published is None or published - last <= RECENT


def dateline_only(found: Read) -> list[Said]:
    """One incident of the first kind told, on or before the dateline, where the dateline is."""
    told = [e for e in found.events if could_be_incident(e, found)][:1]
    place = next(iter(found.places), None)
    return [Said(TYPES[e.label], _published(found), place) for e in told]


def first_of_each(found: Read) -> list[Said]:
    """Each event on the first date of the text behind the dateline, at its first place."""
    body = [d for d in found.dates if d.when.precision == "day"][1:]
    when = body[0].when if body else _published(found)
    place = next(iter(found.places[1:]), None)
    told = [e for e in found.events if could_be_incident(e, found)]
    return [Said(TYPES[e.label], when, place) for e in told]


def nearest_of_each(found: Read) -> list[Said]:
    """Each trigger an event, with the nearest date and place of its sentence."""
    out: list[Said] = []
    for event in found.events:
        for told in {e.trigger.start: e for e in event.evidence}.values():
            if not could_be_incident(event, found):
                continue
            at = told.trigger.start
            dates = [d for d in found.dates if told.quote.contains(d.span)]
            places = [p for p in found.places if told.quote.contains(p.mention.span)]
            date = min(dates, key=lambda d: abs(d.span.start - at), default=None)
            place = min(places, key=lambda p: abs(p.mention.span.start - at), default=None)
            out.append(Said(TYPES[event.label], date.when if date else _published(found), place))
    return out


def every_toponym(found: Read) -> list[Said]:
    """An event of the first kind told at every place named, on or before the dateline."""
    told = [e for e in found.events if could_be_incident(e, found)][:1]
    named = {(p.best.id if p.best else p.mention.surface): p for p in found.places}
    return [Said(TYPES[e.label], _published(found), p) for e in told for p in named.values()]


def _published(found: Read) -> TimeSpan | None:
    day = found.report.document.published
    return TimeSpan(None, day, "open", "dateline_default") if day else None


def joint(
    said: Sequence[Said], templates: Sequence[Template], *, slots: str = "kind and date and place"
) -> tuple[float, float, float]:
    """Hits, what was said and what was wanted, at the best pairing of the two."""
    right = np.array([[agrees(s, t, slots) for t in templates] for s in said], dtype=float)
    right = right.reshape(len(said), len(templates))
    # A required template is paired before an optional one, which only mends precision.
    worth = right * np.array([1.0 if t.optional else 1.001 for t in templates])
    rows, columns = linear_sum_assignment(-worth)
    met = {int(c) for r, c in zip(rows, columns, strict=True) if right[r, c]}
    wanted = sum(not t.optional or n in met for n, t in enumerate(templates))
    return float(len(met)), float(len(said)), float(wanted)


def agrees(said: Said, template: Template, slots: str) -> bool:
    """Whether the asked slots of an incident are those of a template."""
    return (
        said.type in template.types
        and ("date" not in slots or date_is_right(said.when, template))
        and ("place" not in slots or place_is_right(said.place, template))
    )


def wrong_marks(said: Sequence[Said], templates: Sequence[Template]) -> tuple[float, float]:
    """Marked incidents that lie where no template of the report does, and all marked ones."""
    placed = [s for s in said if s.place is not None and s.marked]
    wrong = sum(not any(place_is_right(s.place, t) for t in templates) for s in placed)
    return float(wrong), float(len(placed))


def _given(found: Read, template: Template) -> Event | None:
    """What we read of an event told in the words of a template; None where it has none."""
    words = given_words(found, template)
    return event_at(found.report.document, found.places, found.dates, words) if words else None


def given_words(found: Read, template: Template) -> list[Span]:
    """The words that tell an event in the sentences that hold most of a template's strings.

    A string counts the less the more sentences hold it. Its words are the violent triggers of
    those sentences that can be of its kind, or else the first string itself. Empty where its
    strings stand nowhere.
    """
    document = found.report.document
    read = read_sentences(document)
    plain = [" ".join(s.span.of(document.text).split()) for s in read]
    counts = {fill: sum(fill in text for text in plain) for fill in template.fills}
    triggers = find_triggers(read)
    spans: dict[int, list[Span]] = {}
    worth: dict[int, float] = {}
    for number, sentence in enumerate(read):
        held = sum(1 / counts[fill] for fill in template.fills if fill in plain[number])
        here = [t for t in triggers if t.sentence == number]
        kinds = [(TYPES.get(label_of(sentence, t)), t.span) for t in here]
        own = [span for kind, span in kinds if kind in template.types]
        spans[number] = own or [span for kind, span in kinds if kind]
        worth[number] = held * (1.5 if own else 1.0 if spans[number] else 0.7)
        spans[number] = spans[number] or _first_string(document, sentence.span, template)
    top = max(worth.values(), default=0.0)
    return [w for n, found_ in spans.items() if top and worth[n] >= _AS_GOOD * top for w in found_]


def _first_string(document: Document, within: Span, template: Template) -> list[Span]:
    text = within.of(document.text)
    for fill in template.fills:
        match = re.search(r"\s+".join(map(re.escape, fill.split())), text)
        if match:
            return [Span(within.start + match.start(), within.start + match.end())]
    return []


def given_date(found: Read) -> tuple[float, int]:
    """Given events with a stated date that get it, of all of them."""
    return _dates_right(found, date_is_right)


def given_date_or_half(found: Read) -> tuple[float, int]:
    """The same with half for "on or before" where the dateline's day is right.

    Source: MUC-4, appendix C (guidelines for scoring mismatches): a default-looking response is
    partially correct where the key has the dateline's day as its value or upper end.
    """

    def worth(when: TimeSpan | None, template: Template) -> float:
        half = _is_default(when) and _day_of_dateline(found, template)
        return 0.5 if half else float(date_is_right(when, template))

    return _dates_right(found, worth)


def given_date_or_dateline(found: Read) -> tuple[float, int]:
    """The same where it is known that a day is stated: the dateline's, where we read none."""

    def right(when: TimeSpan | None, template: Template) -> bool:
        if _is_default(when):
            return _day_of_dateline(found, template)
        return date_is_right(when, template)

    return _dates_right(found, right)


def _dates_right(
    found: Read, worth: Callable[[TimeSpan | None, Template], float]
) -> tuple[float, int]:
    asked = [t for t in found.report.templates if t.has_stated_date]
    events = [_given(found, t) for t in asked]
    whens = [e.when if e else _published(found) for e in events]
    return sum(worth(w, t) for w, t in zip(whens, asked, strict=True)), len(asked)


def _is_default(when: TimeSpan | None) -> bool:
    return when is None or when.basis == "dateline_default"


def given_place(found: Read) -> tuple[int, int]:
    """Given events whose finest place is right, of all that have one."""
    asked = [t for t in found.report.templates if t.chains]
    return sum(_place_of(found, t) for t in asked), len(asked)


def _place_of(found: Read, template: Template) -> bool:
    event = _given(found, template)
    return place_is_right(finest(event.places) if event else None, template)


def _baseline(
    ask: Callable[[Template], bool], right: Callable[[Read, Template], bool]
) -> Callable[[Read], tuple[int, int]]:
    def counted(found: Read) -> tuple[int, int]:
        asked = [t for t in found.report.templates if ask(t)]
        return sum(right(found, t) for t in asked), len(asked)

    return counted


def _day_of_dateline(found: Read, template: Template) -> bool:
    day = found.report.document.published
    return date_is_right(TimeSpan(day, day, "day", "dateline_default") if day else None, template)


def _first_day(found: Read, template: Template) -> bool:
    days = [d.when for d in found.dates if d.when.precision == "day"][1:]
    return bool(days) and date_is_right(days[0], template)


def _place_at(number: int) -> Callable[[Read, Template], bool]:
    def right(found: Read, template: Template) -> bool:
        return bool(found.places[number:]) and place_is_right(found.places[number], template)

    return right


GIVEN: dict[str, Callable[[Read], tuple[float, int]]] = {
    "date, stated: day of the dateline": _baseline(lambda t: t.has_stated_date, _day_of_dateline),
    "date, stated: first date behind the dateline": _baseline(
        lambda t: t.has_stated_date, _first_day
    ),
    "date, stated: ours": given_date,
    "date, stated: ours, half for the default": given_date_or_half,
    "date, stated: ours, else the dateline's day": given_date_or_dateline,
    "place: the dateline's": _baseline(lambda t: bool(t.chains), _place_at(0)),
    "place: first behind the dateline": _baseline(lambda t: bool(t.chains), _place_at(1)),
    "place: ours": given_place,
}


if __name__ == "__main__":
    main()
