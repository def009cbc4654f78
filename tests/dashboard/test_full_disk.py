"""A disk with no room left, said in the page in plain words: what was there before stays whole.

The store may not grow by a page, so that SQLite itself says what it says of a full disk.
"""

from __future__ import annotations

import errno
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from page_samples import SAMPLES, write_store
from streamlit.testing.v1 import AppTest
from test_forged_messages import PAGE, sent

from dashboard import arrivals, desk
from dashboard.layers.feed import row_key
from dashboard.sheet import Files
from dashboard.view import View
from geocode import open_store
from geocode.store import schema

FULL = "the disk is full; free some space"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return write_store(tmp_path / "events.sqlite", SAMPLES)


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Fills the disk: from then on no store grows."""
    opened = schema._open

    def without_room(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection = opened(*args, **kwargs)  # type: ignore[arg-type]
        connection.execute("PRAGMA max_page_count = 1")  # as many as it has
        return connection

    return lambda: monkeypatch.setattr(schema, "_open", without_room)


def content(path: Path) -> list[str]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as raw:
        return list(raw.iterdump())


def test_a_correction_that_has_no_room_is_told_in_its_form_and_can_be_made_later(
    store: Path, full: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_STORE", str(store))
    with open_store(store, read_only=True) as opened:
        key = row_key(opened.rows()[0])
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.query_params["event"] = str(key)
    page.run()
    before = content(store)
    remark = {"type": "remark", "text": "Two desks saw it. " * 100, "who": "Olena", "why": ""}
    full()
    for number in range(40):  # what room there is in its last page is soon used
        assert not sent(page, "corrections", "said", remark | {"n": number}).exception
        if trouble := panel(page)["trouble"]:
            break
    assert FULL in trouble
    with open_store(store, read_only=True) as opened:
        assert len(opened.corrections()) == number
    assert set(before) <= set(content(store))


def panel(page: AppTest) -> dict:
    found = [e.proto for e in page.main if e.type == "bidi_component"]
    return json.loads(next(p.json for p in found if p.component_name == "dateline.corrections"))


def test_reports_that_have_no_room_are_told_beside_the_form_and_those_before_stay(
    store: Path, full: Callable[[], None], gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "gazetteer", lambda _files: gazetteer)
    monkeypatch.setenv("DATELINE_STORE", str(store))
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    before = content(store)
    full()
    text = "Troops shelled Yelsk on 10 February 2022. " * 500
    work = arrivals.begin([arrivals.pasted(text, "Courier")], Files(store, store))
    assert work.thread
    work.thread.join()
    page.session_state["work"] = work
    page.run()
    assert not page.exception
    assert FULL in " ".join(element.value for element in page.text)
    assert set(before) <= set(content(store))
    assert len(desk.sheet(View(), Files(store, store)).events) == len(SAMPLES)


def test_columns_that_have_no_room_beside_the_store_stay_in_memory(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("geocode.files.tempfile.mkstemp", no_room)
    shown = desk.sheet(View(), Files(store, store))
    assert len(shown.events) == len(SAMPLES)
    assert not store.with_name(store.name + ".columns").exists()
