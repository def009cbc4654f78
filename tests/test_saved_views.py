"""Views by name in the store: kept as they were given, replaced, dropped, whatever they say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geocode.errors import StoreError
from geocode.store import SavedView, open_store

NOON = datetime(2022, 2, 14, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("views") / "events.sqlite"


@given(st.text(min_size=1, max_size=80), st.text(max_size=200))
def test_a_view_comes_back_as_it_was_saved(path: Path, name: str, query: str) -> None:
    view = SavedView(name, query, NOON)
    with open_store(path) as store:
        store.save_view(view)
    with open_store(path, read_only=True) as store:
        assert view in store.views()


def test_views_are_listed_as_people_sort_and_replaced_by_name(tmp_path: Path) -> None:
    with open_store(tmp_path / "events.sqlite") as store:
        for number, name in enumerate(("drills", "Border", "aid")):
            store.save_view(SavedView(name, f"q={number}", NOON))
        store.save_view(SavedView("drills", "kind=force", NOON + timedelta(days=1)))
        assert [view.name for view in store.views()] == ["aid", "Border", "drills"]
        assert store.views()[2] == SavedView("drills", "kind=force", NOON + timedelta(days=1))


def test_a_view_is_dropped_once(tmp_path: Path) -> None:
    with open_store(tmp_path / "events.sqlite") as store:
        store.save_view(SavedView("aid", "", NOON))
        assert [store.delete_view("aid"), store.delete_view("aid")] == [True, False]
        assert store.views() == ()


def test_a_store_open_for_reading_saves_no_view(tmp_path: Path) -> None:
    path = tmp_path / "events.sqlite"
    open_store(path).close()
    with (
        open_store(path, read_only=True) as store,
        pytest.raises(StoreError, match="only be read"),
    ):
        store.save_view(SavedView("aid", "", NOON))
