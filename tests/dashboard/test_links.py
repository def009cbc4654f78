"""A link to an event opens that event for as long as the store holds it, however much is added."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from page_samples import SAMPLES, reading_of, write_store
from streamlit.testing.v1 import AppTest

from dashboard.desk import sheet
from dashboard.layers.feed import row_key
from dashboard.sheet import Files
from dashboard.view import View
from geocode import EventRow, Reading, open_store
from geocode.happenings import Joined

PAGE = str(Path(__file__).resolve().parents[2] / "dashboard" / "page.py")


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """The first five samples, to which a test adds."""
    return Files(write_store(tmp_path / "events.sqlite", SAMPLES[:5]), tmp_path / "none.sqlite")


def rows(files: Files) -> tuple[EventRow, ...]:
    with open_store(files.store, read_only=True) as store:
        return store.rows()


def links(files: Files) -> dict[int, str]:
    """Keys as addresses hold them, with the ids of their events."""
    return {row_key(row): row.event_id for row in rows(files)}


def opened(key: int, files: Files) -> str | None:
    shown = sheet(View(event=key), files)
    row = shown.find(shown.view.event)
    return row.event_id if row else None


def test_added_reports_change_no_link(files: Files) -> None:
    before = links(files)
    write_store(files.store, SAMPLES)
    assert len(links(files)) > len(before)
    assert {key: opened(key, files) for key in before} == before


def test_reports_read_again_change_no_link(files: Files) -> None:
    before = links(files)
    with open_store(files.store) as store:
        for number, sample in reversed(list(enumerate(SAMPLES[:5]))):
            store.add(replace(reading_of(sample, number), run="a later run"))
    assert {key: opened(key, files) for key in before} == before


def test_joined_events_are_opened_by_the_links_of_each_telling(files: Files) -> None:
    before = links(files)
    documents = {row.event_id: row.document_id for row in rows(files)}
    with open_store(files.store) as store:
        pair = ("event-1", "event-2")
        store.keep_joined(
            Joined(name, documents[name], "event-1", rank, ()) for rank, name in enumerate(pair)
        )
    found = {before[key]: opened(key, files) for key in before}
    assert found == {**{name: name for name in found}, "event-2": "event-1"}


def elsewhere(reading: Reading) -> Reading:
    """The same report, its event at another place of that name."""
    (event,) = reading.events
    (place,) = event.places
    assert place.best
    other = replace(place, best=replace(place.best, id="geonames:1", name="Another"))
    return replace(
        reading, run="corrected", places=(other,), events=(replace(event, places=(other,)),)
    )


@pytest.fixture
def visit(files: Files, monkeypatch: pytest.MonkeyPatch):
    def run(**query: str) -> AppTest:
        monkeypatch.setenv("DATELINE_STORE", str(files.store))
        made = AppTest.from_file(PAGE, default_timeout=60)
        made.query_params.update(query)
        return made.run()

    return run


def test_an_event_that_was_placed_anew_is_found_by_its_id(files: Files, visit) -> None:
    (key,) = (key for key, name in links(files).items() if name == "event-1")
    assert visit(event=str(key)).session_state["view"].event == key
    with open_store(files.store) as store:
        store.add(elsewhere(reading_of(SAMPLES[1], 1)))
    (now,) = (key for key, name in links(files).items() if name == "event-1")
    assert now != key
    shown = visit(event=str(key), of="event-1")
    assert shown.session_state["view"].event == now
    assert shown.query_params["event"] == str(now)


def test_choosing_an_event_puts_its_id_beside_its_key(files: Files, visit) -> None:
    key, name = next(iter(links(files).items()))
    shown = visit()
    shown.session_state["view"] = View(event=key)
    shown.run()
    assert (shown.query_params["event"], shown.query_params["of"]) == (str(key), name)


def test_a_link_to_an_event_that_is_gone_says_so(visit) -> None:
    shown = visit(event="12345", of="event-77")
    assert any("no longer in the store" in caption.value for caption in shown.caption)
    assert not shown.exception


def test_a_link_to_an_event_that_the_filters_leave_out_says_so(files: Files, visit) -> None:
    key = next(key for key, name in links(files).items() if name == "event-1")
    shown = visit(event=str(key), kind="talks")
    assert any("not among those shown" in caption.value for caption in shown.caption)
