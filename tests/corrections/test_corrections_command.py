"""``python -m geocode corrections``: listed, written to a file, taken in from one."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "dashboard"))

from page_samples import write_store

from geocode.commands.corrections import corrections
from geocode.corrections import Confirmed, OfKind, Undone
from geocode.store import open_store

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with a kind that was changed, undone, and another event that was confirmed."""
    path = write_store(tmp_path / "events.sqlite")
    with open_store(path) as store:
        first, second = (
            store.anchor(row.document_id, row.event_id)
            for row in sorted(store.rows(), key=lambda row: row.event_id)[:2]
        )
        assert first
        assert second
        store.correct(first, OfKind("AID"), made=NOON, who="Olena \x1b[2J", why="a convoy")
        store.correct(first, Undone(1), made=NOON, who="Olena")
        store.correct(second, Confirmed(), made=NOON, who="Ivan")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(corrections, [str(a) for a in arguments])


def test_the_log_is_listed_with_what_holds(path: Path) -> None:
    done = run("list", "--store", path)
    lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("1  2026-11-23 12:00  Olena [2J  kind  MOBILIZE event-0 in ")
    assert lines[0].endswith("  undone  a convoy")
    assert "undid 1" in lines[1]
    assert "Ivan  confirmed" in lines[2]
    assert done.stderr == "3 corrections, 0 of them waiting for their event\n"


def test_a_log_goes_to_another_store_and_only_once(path: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "desk.jsonl", write_store(tmp_path / "other.sqlite")
    assert "3 corrections in" in run("--export", file, "--store", path).stderr
    first = run("--import", file, "--store", other)
    assert first.stdout.split() == [
        "added", "3", "already", "there", "0", "rejected", "0", "waiting", "for", "their", "event",
        "0",
    ]  # fmt: skip
    again = run("--import", file, "--store", other)
    assert again.stdout.split()[:6] == ["added", "0", "already", "there", "3", "rejected"]
    with open_store(other, read_only=True) as store, open_store(path, read_only=True) as ours:
        assert store.corrections() == ours.corrections()
        assert store.rows() == ours.rows()


def test_a_log_of_other_reports_waits(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "desk.jsonl"
    run("--export", file, "--store", path)
    with open_store(tmp_path / "empty.sqlite"):
        pass
    done = run("--import", file, "--store", tmp_path / "empty.sqlite")
    assert done.stdout.splitlines()[-1].split()[-1] == "1"  # the undone one waits for nothing


def test_a_file_of_nothing_but_rubbish_is_an_error(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "rubbish.jsonl"
    file.write_bytes(b"nonsense\n{}\n")
    done = run("--import", file, "--store", path)
    assert done.exit_code == 1
    assert "rubbish.jsonl:1: the line is not JSON" in done.stderr
    assert done.stdout.split()[:6] == ["added", "0", "already", "there", "0", "rejected"]


def test_it_cannot_be_written_and_taken_in_at_once(path: Path) -> None:
    assert run("--import", "a", "--export", "b", "--store", path).exit_code == 2
