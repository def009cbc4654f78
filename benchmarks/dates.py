"""Dates beside their baselines: day-interval F1 on WikiWars, event dates on TimeLine-2015, speed.

    python benchmarks/dates.py FOLDER [--half first|second|all]

FOLDER holds ``dates_wikiwars.jsonl`` (WikiWars, Mazur and Dale 2010, EMNLP: Wikipedia histories
with TIMEX2 values, here as TIMEX3) and ``event_dates_timeline.jsonl`` with its ``_docs``
(SemEval-2015 task 4 "TimeLine", Minard et al. 2015: Wikinews). Rules were looked
over on the first half of WikiWars only, by position; the second half is what to report.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from intervals import f1, ratio, shown
from timex_values import values_of

from geocode.dates import find_dates
from geocode.dates.calendar import Days, make_day, month_days, plus, week_days, year_days
from geocode.events import event_at
from geocode.records import Block, DateMention, Document, Span

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "AU": 9, "WI": 12}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=("first", "second", "all"), default="second")
    parser.add_argument("--errors", action="store_true", help="list disagreements")
    asked = parser.parse_args()
    wikiwars(_rows(asked.folder / "dates_wikiwars.jsonl"), asked.half, errors=asked.errors)
    timeline(asked.folder, asked.half, errors=asked.errors)


def wikiwars(rows: list[dict[str, Any]], half: str, *, errors: bool) -> None:
    """Overlap and value F1 of TIMEX3 DATE and TIME whose value is a stretch of the calendar."""
    overlap = agreed = gold_count = found_count = 0
    characters, seconds = 0, 0.0
    for row in _half(rows, half):
        document = _document(row["text"], date.fromisoformat(row["dct"]))
        begun = time.perf_counter()
        mentions = [m for m in find_dates(document) if m.when.earliest or m.when.latest]
        seconds += time.perf_counter() - begun
        characters += len(row["text"])
        gold = [(t, d) for t in row["timexes"] if (d := _gold_days(t["value"]))]
        other = [Span(t["start"], t["end"]) for t in row["timexes"] if not _gold_days(t["value"])]
        claimed: set[int] = set()
        hits = 0
        for timex, days in gold:
            span = Span(timex["start"], timex["end"])
            hit = next((i for i, m in enumerate(mentions) if m.span.overlaps(span)), None)
            if hit is not None:
                claimed.add(hit)
                hits += 1
                right = _agrees(mentions[hit], timex, days)
                agreed += right
            if errors and (hit is None or not right):
                said = mentions[hit].when if hit is not None else None
                print(
                    "  ",
                    repr(row["text"][max(0, span.start - 30) : span.end + 15]),
                    timex["value"],
                    said,
                )
        gold_count += len(gold)
        # What the gold marks without days (durations, sets, PAST_REF) is no false alarm of ours.
        spurious = [
            m
            for i, m in enumerate(mentions)
            if i not in claimed and not any(m.span.overlaps(o) for o in other)
        ]
        if errors:
            for m in spurious:
                print(
                    "   +",
                    repr(row["text"][max(0, m.span.start - 20) : m.span.end + 20]),
                    m.when.earliest,
                )
        overlap += hits
        found_count += hits + len(spurious)
    print(f"WikiWars ({half}): {gold_count} dated expressions, {found_count} found")
    for name, right in (("extent (overlap)", overlap), ("value (days)", agreed)):
        p, r = right / found_count, right / gold_count
        print(f"  {name:18} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}")
    counts = strict_counts(_half(rows, half))
    print(f"  strict value, all TIMEX3  F1 {shown(counts, f1)}  ({sum(c[2] for c in counts)})")
    print(f"  speed {characters / seconds / 1000:.0f} kchar/s")


def strict_counts(
    rows: list[dict[str, Any]],
    say: Callable[[Sequence[str], int, str], str] = lambda values, which, _: values[which],
) -> list[tuple[int, int, int]]:
    """The measure of TempEval-3: of all TIMEX3, durations and sets too, equal value strings.

    A gold expression that a mention of ours overlaps is found, one mention for each, or one end
    of a range, which TIMEX3 marks as two; times of day count as their day. A row each: right,
    said, wanted. ``say``: what is said of one of a text's values, by all of them, its number, and
    the day of publication.
    """
    counts: list[tuple[int, int, int]] = []
    for row in rows:
        mentions = find_dates(_document(row["text"], date.fromisoformat(row["dct"])))
        ours = [value for m in mentions for value in values_of(m, row["text"])]
        taken: set[int] = set()
        right = 0
        for timex in row["timexes"]:
            span = Span(timex["start"], timex["end"])
            over = (i for i, (s, _) in enumerate(ours) if i not in taken and s.overlaps(span))
            hit = next(over, None)
            if hit is not None:
                taken.add(hit)
                said = say([value for _, value in ours], hit, row["dct"])
                right += said == re.sub(r"T.*$", "", timex["value"] or "?")
        counts.append((right, len(ours), len(row["timexes"])))
    return counts


def timeline(folder: Path, half: str, *, errors: bool) -> None:
    """Share of event mentions with a full or partial gold date that each method gives exactly."""
    rows = timeline_counts(folder, half, errors=errors)
    dated = sum(asked for _, asked in rows["dateline only"])
    print(f"TimeLine ({half}): {dated} dated event mentions")
    for name, counted in rows.items():
        print(f"  {name:24}{shown(counted, ratio)}")


def timeline_counts(
    folder: Path, half: str, *, errors: bool = False
) -> dict[str, list[tuple[int, int]]]:
    """For each method right answers and dated event mentions, a row for each document."""
    stories = {r["doc"]: r for r in _rows(folder / "event_dates_timeline_docs.jsonl")}
    kept = {r["doc"] for r in _half(sorted(stories.values(), key=lambda r: r["doc"]), half)}
    events = [
        e
        for e in _rows(folder / "event_dates_timeline.jsonl")
        if e["doc"] in kept and e["start"] is not None
    ]
    methods: dict[str, Callable[..., set[str]]] = {
        "dateline only": lambda dct, _s, _d, _e: {dct},
        "first date in text": lambda dct, _s, d, _e: set(_stamp(d[0])) if d else {dct},
        "nearest in sentence": _nearest,
        "ours, read at its words": lambda dct, _s, _d, e: _at_words(dct, e, texts[e["doc"]]),
        "oracle in sentence": lambda dct, s, _d, _e: {dct} | {v for m in s for v in _stamp(m)},
    }
    texts = {doc: story["sentences"] for doc, story in stories.items()}
    rows: dict[str, list[tuple[int, int]]] = {name: [] for name in methods}
    read: dict[str, list[list[DateMention]]] = {
        doc: _read_story(stories[doc]) for doc in sorted(kept)
    }
    dated = [e for e in events if not all(d.startswith("XXXX") for d in e["dates"])]
    for event in dated:
        sentences = read[event["doc"]]
        body = [m for s in sentences[2:] for m in s if m.when.precision == "day"]
        for name, method in methods.items():
            given = method(event["dct"], sentences[event["sent"]], body, event)
            rows[name].append((int(bool(given & set(event["dates"]))), 1))
            if errors and name == "oracle in sentence" and not given & set(event["dates"]):
                print(
                    "  ",
                    event["dct"],
                    event["dates"],
                    event["event"],
                    "|",
                    event["text"][:300],
                    given,
                )
    return {name: _by_story(counted, dated) for name, counted in rows.items()}


def _by_story(
    counted: Sequence[tuple[int, int]], events: Sequence[dict[str, Any]]
) -> list[tuple[int, int]]:
    """Counts summed by document, which intervals draw anew."""
    out: dict[str, tuple[int, int]] = {}
    for (hits, asked), event in zip(counted, events, strict=True):
        before = out.get(event["doc"], (0, 0))
        out[event["doc"]] = (before[0] + hits, before[1] + asked)
    return list(out.values())


def _at_words(dct: str, event: dict[str, Any], sentences: Sequence[str]) -> set[str]:
    """What the product says of the event at given words; the dateline where no time is stated."""
    document = _document("\n\n".join(sentences), date.fromisoformat(dct))
    at = sum(len(s) + 2 for s in sentences[: event["sent"]]) + event["start"]
    told = event_at(document, (), find_dates(document), [Span(at, at + len(event["event"]))])
    when = told.when if told else None
    if when is None or when.basis == "dateline_default":
        return {dct}
    return set(_stamp(DateMention("", Span(at, at + 1), when))) or {
        str(when.earliest or when.latest)
    }


def _nearest(
    dct: str, mentions: Sequence[DateMention], _: object, event: dict[str, Any]
) -> set[str]:
    near = sorted(
        (m for m in mentions if _stamp(m)), key=lambda m: _distance(m.span, event["start"])
    )
    return set(_stamp(near[0])) if near else {dct}


def _distance(span: Span, at: int) -> int:
    return max(span.start - at, at - span.end, 0)


def _read_story(story: dict[str, Any]) -> list[list[DateMention]]:
    text = "\n\n".join(story["sentences"])
    mentions = find_dates(_document(text, date.fromisoformat(story["dct"])))
    out, start = list[list[DateMention]](), 0
    for sentence in story["sentences"]:
        inside = [m for m in mentions if start <= m.span.start < start + len(sentence)]
        out.append(
            [
                DateMention(m.document_id, Span(m.span.start - start, m.span.end - start), m.when)
                for m in inside
            ]
        )
        start += len(sentence) + 2
    return out


def _stamp(mention: DateMention) -> tuple[str, ...]:
    """The mention's time as the set writes it: YYYY-MM-DD, YYYY-MM-XX or YYYY-XX-XX."""
    day = mention.when.earliest
    if day is None or mention.when.precision not in {"day", "month", "year"}:
        return ()
    return (
        {"day": f"{day}", "month": f"{day:%Y-%m}-XX", "year": f"{day:%Y}-XX-XX"}[
            mention.when.precision
        ],
    )


def _agrees(mention: DateMention, timex: dict[str, Any], days: Days) -> bool:
    """Same days; one end where ours is an interval, within where it is a part ("early")."""
    when = mention.when
    ends = [d for d in (when.earliest, when.latest) if d]
    if (when.earliest, when.latest) == (days.first, days.last):
        return True
    if when.precision == "interval" and len(ends) == 2:  # each end of "A to B" is a gold timex
        return ends[0] == days.first or ends[1] == days.last
    if when.precision == "open":  # "since A": one end, with "after" and "before" a day beside it
        return any(plus(days.first, -1) <= d <= plus(days.last, 1) for d in ends)
    named = {4: "year", 7: "month"}.get(len(timex["value"]))
    season = timex["value"][-2:] in SEASONS and when.precision == "season"
    if len(ends) < 2 or not (named == when.precision or season):
        return False
    # "Early March" narrows the gold's March (mod START); "winter 1941" is wider.
    return (days.first <= ends[0] and ends[1] <= days.last) or (
        season and ends[0] <= days.first <= days.last <= ends[1]
    )


def _gold_days(value: str | None) -> Days | None:
    """Inclusive days of a TIMEX3 value; None for durations, sets, references and partial values."""
    value = re.sub(r"T.*$", "", value or "")
    if m := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
        day = make_day(int(m[1]), int(m[2]), int(m[3]))
        return Days(day, day) if day else None
    if m := re.fullmatch(r"(\d{4})-(\d\d)", value):
        return month_days(int(m[1]), int(m[2]))
    if m := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        return week_days(date.fromisocalendar(int(m[1]), int(m[2]), 1))
    if m := re.fullmatch(r"(\d{4})-(SP|SU|FA|AU|WI)", value):
        return month_days(int(m[1]), SEASONS[m[2]], months=3)
    if m := re.fullmatch(r"(\d{2,4})", value):
        width = 10 ** (4 - len(m[1]))
        return year_days(int(m[1]) * width + (width == 100), years=width)
    return None


def _document(text: str, published: date) -> Document:
    blocks = (Block("body", Span(0, len(text))),)
    return Document("benchmark", text, published, None, None, "en", blocks)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _half(rows: list[dict[str, Any]], half: str) -> list[dict[str, Any]]:
    middle = len(rows) // 2
    return {"first": rows[:middle], "second": rows[middle:], "all": rows}[half]


if __name__ == "__main__":
    main()
