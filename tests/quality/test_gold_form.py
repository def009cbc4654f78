"""The form of every annotation of ours: offsets, labels, days, sites. No reader runs."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

import seeds
from geocode.documents.layout import leading_date
from geocode.events.lexicon import KINDS
from geocode.records import MentionKind, Role, Status

PARTS = {"development": seeds.SEEDS, "learning": seeds.LEARNING, "test": seeds.TEST}
ANNOTATIONS = [
    *sorted((seeds.SEEDS / "gold").glob("*.toml")),
    *sorted((seeds.SEEDS / "agreement").glob("*.toml")),
    *sorted((seeds.LEARNING / "gold").glob("*.toml")),
    *sorted((seeds.TEST / "gold").glob("*.toml")),
]


@pytest.fixture(params=ANNOTATIONS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def annotated(request) -> tuple[str, dict]:
    """A report's text and one annotation of it."""
    gold = tomllib.loads(request.param.read_text(encoding="utf-8"))
    report = request.param.parents[1] / "reports" / gold["report"]
    return report.read_text(encoding="utf-8"), gold


def is_span_of_days(earliest: str, latest: str) -> bool:
    """Whether both parse, one may be open, and they are in order."""
    days = [date.fromisoformat(day) for day in (earliest, latest) if day]
    return bool(days) and days == sorted(days)


@pytest.mark.parametrize(("part", "fewest"), [("development", 40), ("learning", 40), ("test", 26)])
def test_reports_and_annotations_belong_together(part, fewest):
    reports = {p.name for p in (PARTS[part] / "reports").glob("*.txt")}
    assert reports == {annotation["report"] for _, annotation in seeds.gold(PARTS[part])}
    assert len(reports) >= fewest


def test_no_report_is_in_two_parts():
    texts = [text for folder in PARTS.values() for text, _ in seeds.gold(folder)]
    assert len(set(texts)) == len(texts)


def test_annotated_offsets_cover_the_words_they_name(annotated):
    text, gold = annotated
    rows = [*gold["mentions"], *gold["not_places"], *gold["dates"]]
    for event in gold.get("events", []):
        rows += [event["trigger"], *event.get("tellings", [])]
    for start, end, surface, *_ in rows:
        assert text[start:end] == surface


def test_names_are_in_order_apart_and_somewhere(annotated):
    _, gold = annotated
    for before, after in zip(gold["mentions"], gold["mentions"][1:], strict=False):
        assert before[1] <= after[0]
    for start, end, _, kind, role, lat, lon in gold["mentions"]:
        assert kind in get_args(MentionKind)
        assert role in get_args(Role)
        assert (kind == "demonym") == (role == "demonym")
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180
        assert not any(s < end and start < e for s, e, _ in gold["not_places"])


def test_a_report_says_its_day_and_its_dates_are_days(annotated):
    text, gold = annotated
    published, _ = leading_date(text)
    assert published == date.fromisoformat(Path(gold["report"]).stem[:10])
    for row in gold["dates"]:
        assert is_span_of_days(row[3], row[4])
        assert row[5:] in ([], ["explicit"], ["relative"])


def test_an_event_has_a_known_kind_and_status_and_days_in_order(annotated):
    _, gold = annotated
    for event in gold.get("events", []):
        assert event["kind"] in KINDS
        assert event["status"] in get_args(Status)
        assert "when" not in event or is_span_of_days(*event["when"])
        assert event.get("basis") in {None, "stated", "inferred"}
        assert "basis" not in event or "when" in event


def test_the_sites_of_an_event_are_names_of_the_report_that_mean_one_place(annotated):
    _, gold = annotated
    for event in gold.get("events", []):
        for site in event["sites"]:
            points = {(m[5], m[6]) for m in gold["mentions"] if m[2] == site}
            assert site.startswith("border:") or len(points) == 1


def test_no_two_events_are_told_by_the_same_words(annotated):
    _, gold = annotated
    told = [
        span[0]
        for event in gold.get("events", [])
        for span in (event["trigger"], *event.get("tellings", []))
    ]
    assert len(set(told)) == len(told)
