"""The annotations of others' news stand by themselves: spans, kinds, days and parts."""

import json
from datetime import date
from pathlib import Path

import pytest

from geocode.records import KINDS

NEWS = Path(__file__).resolve().parent.parent / "seeds/news"
PARTS = {"learning": (577, 3703), "test": (93, 519), "again": (24, 137)}
STATUS = {"realised", "ongoing", "planned", "hypothetical", "denied", "background"}


def rows(part: str) -> list[dict]:
    return [json.loads(line) for line in (NEWS / f"{part}.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_has_as_many_documents_and_events_as_its_page_says(part: str):
    found = rows(part)
    assert (len(found), sum(len(row["events"]) for row in found)) == PARTS[part]


@pytest.mark.parametrize("part", PARTS)
def test_every_span_lies_in_what_was_read_and_no_text_stands_beside_it(part: str):
    for row in rows(part):
        assert row.keys() == {"set", "id", "read", "events"}
        for event in row["events"]:
            assert event["kind"] in KINDS
            assert event["status"] in STATUS
            for start, end in (event["trigger"], *event["tellings"], *event["sites"]):
                assert 0 <= start < end <= row["read"]


@pytest.mark.parametrize("part", PARTS)
def test_days_run_forward_and_have_a_basis(part: str):
    for event in (event for row in rows(part) for event in row["events"]):
        if "when" in event:
            assert event["basis"] in {"stated", "inferred"}
            days = [date.fromisoformat(day) for day in event["when"] if day]
            assert days == sorted(days)
            assert 1 <= len(days) <= 2


def test_no_document_is_learnt_from_and_kept_apart():
    named = [{(row["set"], row["id"]) for row in rows(part)} for part in ("learning", "test")]
    assert not named[0] & named[1]
    again = {(row["set"], row["id"]) for row in rows("again")}
    assert again <= named[0] | named[1]
