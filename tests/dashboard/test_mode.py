"""Read only or not: the door through which the page writes, and what may pass it."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from page_samples import SAMPLES, write_store
from streamlit.testing.v1 import AppTest

from dashboard import desk, mode
from dashboard.sheet import Files
from geocode import make_document
from geocode.errors import StoreError

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "dashboard").rglob("*.py"))


@pytest.mark.parametrize(
    ("argument", "variable", "expected"),
    [
        (None, None, False), (None, "", False), (None, "0", False), (None, "1", True),
        (None, "yes", True), ("--read-only", None, True), ("--read-only", "0", True),
    ],
)  # fmt: skip
def test_either_the_argument_or_the_variable_makes_it_read_only(
    argument: str | None, variable: str | None, *, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", *([argument] if argument else [])])
    monkeypatch.delenv(mode.VARIABLE, raising=False)
    if variable is not None:
        monkeypatch.setenv(mode.VARIABLE, variable)
    assert mode.read_only() is expected


def test_nothing_is_read_into_a_store_that_is_only_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = write_store(tmp_path / "events.sqlite", SAMPLES[:2])
    before = store.read_bytes()
    monkeypatch.setenv(mode.VARIABLE, "1")
    with pytest.raises(StoreError, match="read only"):
        desk.take_in(
            (make_document("Troops drilled in Yelsk."),), Files(store, store),
            told=lambda _done, _last: True,
        )  # fmt: skip
    with pytest.raises(StoreError, match="read only"):
        mode.open_to_write(store)
    assert desk.columns(Files(store, store)).digest
    assert store.read_bytes() == before
    assert not Path(f"{store}.columns").exists()


def test_the_page_says_that_it_is_read_only_and_has_nothing_that_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = write_store(tmp_path / "events.sqlite", SAMPLES[:2])
    monkeypatch.setenv("DATELINE_STORE", str(store))
    monkeypatch.setenv(mode.VARIABLE, "1")
    page = AppTest.from_file(str(ROOT / "dashboard" / "page.py"), default_timeout=60).run()
    assert not page.exception
    assert "add" not in {button.key for button in page.button}
    assert any("read only" in badge.value for badge in page.markdown)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_store_is_opened_to_be_written_through_the_one_door_only(path: Path) -> None:
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
    opened = [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "open_store"]
    unsafe = [
        call.lineno
        for call in opened
        if not any(k.arg == "read_only" and ast.unparse(k.value) == "True" for k in call.keywords)
    ]
    assert len(unsafe) == (1 if path.name == "mode.py" else 0)
