"""The gate: no score on our annotated reports drops below its floor."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import seeds

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))[
    "floors"
]


@pytest.fixture(scope="module")
def scores() -> dict[str, seeds.Score]:
    return seeds.score()[0]


@pytest.mark.parametrize("floor", FLOORS, ids=lambda f: f"{f['measure']} {f['statistic']}")
def test_no_score_falls_below_its_floor(floor, scores):
    reached = getattr(scores[floor["measure"]], floor["statistic"])
    assert reached >= floor["history"][-1]["value"]


def test_every_measure_has_a_floor(scores):
    assert {f["measure"] for f in FLOORS} == set(scores)


@pytest.mark.parametrize("floor", FLOORS, ids=lambda f: f"{f['measure']} {f['statistic']}")
def test_a_floor_is_lowered_only_with_a_reason(floor):
    for before, after in zip(floor["history"], floor["history"][1:], strict=False):
        assert after["value"] >= before["value"] or after.get("why")


def test_reports_and_annotations_belong_together():
    reports = {p.name for p in (seeds.SEEDS / "reports").glob("*.txt")}
    annotated = {annotation["report"] for _, annotation in seeds.gold()}
    assert reports == annotated
    assert len(reports) >= 30


def test_annotated_offsets_cover_the_words_they_name():
    for text, annotation in seeds.gold():
        rows = annotation["mentions"] + annotation["not_places"] + annotation["dates"]
        for start, end, surface, *_ in rows:
            assert text[start:end] == surface
        for event in annotation.get("events", []):
            start, end, surface = event["trigger"]
            assert text[start:end] == surface
