"""The table of events and dates: what it prints of a tiny set, twice the same to the byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import events
import pytest

SCRIPT = Path(events.__file__)
STRIKE = "Gunmen attacked a convoy in Goma on Tuesday, killing three soldiers."


def span(text: str, words: str, **more: object) -> dict:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words, **more}


def wikiwars() -> list[dict]:
    text = "On 3 May 1940 the siege began. It ended in June 1941."
    timexes = [
        span(text, "3 May 1940", value="1940-05-03"), span(text, "June 1941", value="1941-06")
    ]  # fmt: skip
    return [{"id": n, "dct": "2009-12-19", "text": text, "timexes": timexes} for n in "ab"]


def timeline() -> tuple[list[dict], list[dict]]:
    sentences = ["A strike", "By our own staff", "Rail staff walked out on 3 May 2005."]
    told = span(sentences[2], "walked")
    event = {
        "doc": "b", "dct": "2005-05-06", "sent": 2, "event": "walked", "text": sentences[2],
        "start": told["start"], "end": told["end"], "dates": ["2005-05-03"],
    }  # fmt: skip
    return [event], [{"doc": n, "dct": "2005-05-06", "sentences": sentences} for n in "ab"]


def muc4() -> list[dict]:
    text = "LIMA, 5 MAY 89 -- GUNMEN ATTACKED A BANK IN TRUJILLO ON 3 MAY 1989. NOBODY WAS HURT."
    slots = dict.fromkeys(("perp_ind", "perp_org", "hum_name", "hum_desc", "instrument"))
    template = slots | {
        "type": "ATTACK", "optional": False, "phys": '"BANK"',
        "date": [["1989-05-03", "1989-05-03", "on"]],
        "location": [[{"name": "PERU", "type": "COUNTRY"}, {"name": "TRUJILLO", "type": "CITY"}]],
    }  # fmt: skip
    return [
        {"id": f"R{n}", "split": "tst1", "dct": "1989-05-05", "text": text, "templates": [template]}
        for n in range(2)
    ]


def halterman() -> list[dict]:
    texts = [f"Gunmen killed {n} farmers near Goma." for n in range(2, 40)]
    return [
        {
            "id": f"own_{n}",
            "text": text,
            "verb": span(text, "killed"),
            "locations": [span(text, "Goma")],
        }
        for n, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, gazetteer: object) -> list[bytes]:
    """What two runs print whose sets and dicts of words are ordered otherwise."""
    folder = tmp_path_factory.mktemp("sets")
    given, stories = timeline()
    rows = {
        "dates_wikiwars": wikiwars(),
        "event_dates_timeline": given,
        "event_dates_timeline_docs": stories,
        "events_muc4": muc4(),
        "event_places_halterman": halterman(),
        "places_trnews": [{"doc_id": "1", "text": STRIKE, "date": "2016-12-19"}],
    }
    for name, lines in rows.items():
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    runs = [
        subprocess.Popen(
            [sys.executable, SCRIPT, folder, "--part", "tests"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(SCRIPT.parents[1])},
        )
        for seed in ("1", "2")
    ]
    return [run.communicate()[0] for run in runs]


@pytest.fixture(scope="module")
def cells(printed: list[bytes]) -> dict[str, list[str]]:
    """Each row's cells by its first."""
    lines = printed[0].decode().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line]
    return {row[0]: row[1:] for row in rows}


def test_two_runs_print_the_same_bytes(printed):
    assert printed[0] == printed[1]


@pytest.mark.parametrize(
    ("figure", "cases", "ours"),
    [
        ("date expressions, WikiWars, strict value F1", "2", "100.0 [100.0, 100.0]"),
        ("date of a given event, TimeLine, exact", "1", "100.0 [100.0, 100.0]"),
        ("MUC-4, date of a given event, stated; ours", "2", "100.0 [100.0, 100.0]"),
        ("MUC-4, finest place of a given event; our gazetteer", "2", "100.0 [100.0, 100.0]"),
        ("MUC-4, joint F1: kind, date and place; our gazetteer", "2", "100.0 [100.0, 100.0]"),
    ],
)
def test_plain_cases_are_right_and_counted(cells, figure, cases, ours):
    assert (cells[figure][0], cells[figure][6]) == (cases, ours)


def test_the_dateline_is_a_baseline_of_its_own(cells):
    assert cells["date of a given event, TimeLine, exact"][2] == "0.0 [0.0, 0.0]"


def test_marks_are_counted_beside_every_toponym_pinned(cells):
    documents, told, events_said, placed, dated, wrong, pinned = cells["MUC-4, our gazetteer"]
    assert (documents, told, events_said, placed, dated) == ("2", "1.00", "2", "1.00", "1.00")
    assert (wrong, pinned) == ("0 [0, 0]", "100 [100, 100]")
