"""Saved views on the page: what is saved, opened, deleted and undone, and who may not."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from page_samples import write_store
from streamlit.testing.v1 import AppTest

from dashboard.saved import delete, restore, save, saved_views
from dashboard.sheet import Files
from geocode import GeocodeError, SavedView

NOON = datetime(2022, 2, 14, 12, 0, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(write_store(tmp_path / "events.sqlite"), tmp_path / "none.sqlite")


def names(files: Files) -> list[str]:
    return [view.name for view in saved_views(files)]


def test_a_view_is_saved_deleted_and_put_back(files: Files) -> None:
    assert save("  Drills\nnear\x00 Yelsk ", "kind=deployment", files, made=NOON) == SavedView(
        "Drills near Yelsk", "kind=deployment", NOON
    )
    dropped = delete("Drills near Yelsk", files)
    assert names(files) == []
    assert dropped
    restore(dropped, files)
    assert saved_views(files) == (dropped,)


def test_nothing_is_saved_without_a_name_and_nothing_deleted_that_is_not_there(
    files: Files,
) -> None:
    assert save(" \x00 ", "", files, made=NOON) is None
    assert delete("no such view", files) is None
    assert names(files) == []


def test_a_long_name_is_cut_and_a_missing_store_has_no_views(files: Files, tmp_path: Path) -> None:
    save("n" * 5000, "", files, made=NOON)
    assert names(files) == ["n" * 80]
    none = Files(tmp_path / "absent.sqlite", tmp_path / "none.sqlite")
    assert saved_views(none) == ()


def test_a_page_for_reading_changes_no_view(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    save("Drills", "", files, made=NOON)
    monkeypatch.setenv("DATELINE_READ_ONLY", "1")
    for act in (lambda: save("Aid", "", files, made=NOON), lambda: delete("Drills", files)):
        with pytest.raises(GeocodeError, match="read only"):
            act()
    assert names(files) == ["Drills"]


STATE = """
import streamlit as st
from dashboard import state
from dashboard.view import View
view = state.current()
if "go" in st.session_state:
    state.go(st.session_state.pop("go"))
state.write_address("event-3")
st.text(state.query(place=st.session_state.get("at")))
st.text(str(state.looks()))
"""


def test_what_is_saved_holds_filters_event_and_place_but_not_the_language() -> None:
    page = AppTest.from_string(STATE)
    page.query_params.update({"kind": "force", "event": "12", "of": "event-3", "lang": "uk"})
    page.session_state["at"] = "5.25_51.400_29.100"
    page.run()
    assert page.text[0].value == "kind=force&event=12&of=event-3&map=5.25_51.400_29.100"
    page.session_state["at"] = "<script>"
    assert page.run().text[0].value == "kind=force&event=12&of=event-3"


def test_an_opened_view_fills_the_address_and_moves_the_map_in_the_readers_language() -> None:
    page = AppTest.from_string(STATE)
    page.query_params.update({"lang": "pl", "status": "planned", "map": "3_1_2"})
    page.session_state["go"] = "kind=force&event=12&of=event-3&map=5_51_29"
    page.run()
    assert dict(page.query_params) == {
        "kind": "force", "event": "12", "of": "event-3", "map": "5_51_29", "lang": "pl",
    }  # fmt: skip
    assert page.text[1].value == "1"


PANEL = """
from pathlib import Path
import streamlit as st
from dashboard import desk
from dashboard.panels import views
from dashboard.sheet import Files, Setting
from dashboard.view import View
st.session_state.setdefault("view", View(groups=("force",)))
files = Files(Path({store!r}), Path({store!r}))
act = st.session_state.pop("act", None)
if act:
    getattr(views, act[0])(files, act[1])
views.show(desk.sheet(st.session_state["view"], files), Setting(files, read_only={read_only}))
"""


def told(page: AppTest) -> dict:
    found = [e.proto for e in page.main if e.type == "bidi_component"]
    return json.loads(next(p.json for p in found if p.component_name == "dateline.views"))


def act(page: AppTest, name: str, value: object) -> dict:
    page.session_state["act"] = (name, value)
    page.run()
    assert not page.exception
    return told(page)


def test_the_menu_saves_deletes_and_undoes(files: Files) -> None:
    page = AppTest.from_string(
        PANEL.format(store=str(files.store), read_only=False), default_timeout=60
    ).run()
    kept = act(page, "_saved", ["Force", "5_51_29"])
    assert (kept["names"], kept["said"], kept["undo"]) == (["Force"], "“Force” saved.", False)
    assert saved_views(files)[0].query == "kind=force&map=5_51_29"
    gone = act(page, "_deleted", "Force")
    assert (gone["names"], gone["said"], gone["undo"]) == ([], "“Force” deleted.", True)
    back = act(page, "_restored", 1)
    assert (back["names"], back["undo"]) == (["Force"], False)


def test_a_menu_for_reading_says_what_it_refuses(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "1")
    page = AppTest.from_string(
        PANEL.format(store=str(files.store), read_only=True), default_timeout=60
    ).run()
    assert told(page)["writes"] is False
    refused = act(page, "_saved", ["Force", None])
    assert refused["names"] == []
    assert refused["said"].startswith("This page is read only")
