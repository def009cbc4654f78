"""Columns that grow with their store are those that would be read from it anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_samples import SAMPLES, reading_of, write_store

from dashboard.columns import CONFIRMED, MARKS, PLACED, ROWS, TOLD, Columns, keep, kept
from dashboard.filling import changed, columns_of_store
from geocode.corrections import Change, Confirmed, Dismissed, OfKind, OfStatus, Undone
from geocode.happenings import Joined
from geocode.records import OPENED
from geocode.store import Store, open_store


def said(columns: Columns) -> tuple[object, ...]:
    """All that columns say; marks by what is drawn of them, and kinds by name."""
    rows = {name: columns[name].tolist() for name in ROWS if name not in {"mark", "kind"}}
    drawn = [tuple(columns[name][at] for name in MARKS) for at in range(len(columns["mark_x"]))]
    marks = [drawn[at] if at < len(drawn) else None for at in columns["mark"].tolist()]
    kinds = [columns.kinds[code] for code in columns["kind"].tolist()]
    told = {name: columns[name].tolist() for name in TOLD}
    return rows, marks, kinds, told, columns.languages, columns.stamps()


def grown(store: Store, before: Columns | None) -> Columns:
    """The columns grown, after it was seen that they are those that are read anew."""
    found = columns_of_store(store, state="", before=before)
    assert said(found) == said(columns_of_store(store, state=""))
    return found


READINGS = tuple(reading_of(sample, number) for number, sample in enumerate(SAMPLES))
steps = st.lists(
    st.tuples(st.sampled_from(("add", "date", "drop", "join", "part")), st.integers(0, 6)),
    min_size=1, max_size=8,
)  # fmt: skip


@given(steps)
def test_whatever_is_written_they_grow_to_what_is_read_anew(
    tmp_path_factory: pytest.TempPathFactory, steps
) -> None:
    path = tmp_path_factory.mktemp("grown") / "events.sqlite"
    with open_store(path) as store:
        held = None
        for number, (what, which) in enumerate(steps):
            reading = READINGS[which]
            if what in {"add", "drop"}:
                events = reading.events[what == "drop" :]
                store.add(replace(reading, run=f"run {number}", events=events))
            elif what == "date":
                document = replace(reading.document, published=date(2022, 3, 1 + number))
                store.add(replace(reading, document=document))
            else:
                named = [(row.event_id, row.document_id) for row in store.rows()]
                joined = [Joined(*event, "one", rank, ()) for rank, event in enumerate(named)]
                store.keep_joined(joined[: which if what == "join" else 0])
            held = grown(store, held)


def test_only_what_changed_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_store(tmp_path / "events.sqlite", SAMPLES[:5])
    with open_store(path) as store:
        held = grown(store, None)
        store.add(READINGS[6])
        asked: list[object] = []
        sites = Store.sites
        monkeypatch.setattr(
            Store, "sites", lambda self, names=None: (asked.append(names), sites(self, names))[1]
        )
        again = columns_of_store(store, state="", before=held)
        assert asked == [{READINGS[6].document.id}]
        assert len(again) == len(held) + 1
        assert changed(again, store.stamps()) == set()


def test_what_a_person_corrects_is_seen_though_its_report_is_the_same(tmp_path: Path) -> None:
    path = write_store(tmp_path / "events.sqlite", SAMPLES[:5])
    with open_store(path) as store:
        held = grown(store, None)
        made = datetime(2026, 11, 23, tzinfo=UTC)
        changes: tuple[tuple[int, Change], ...] = (
            (0, Confirmed()), (1, Dismissed()), (2, OfKind("AID")),
            (3, OfStatus("denied")), (1, Undone(2)),
        )  # fmt: skip
        for number, change in changes:
            anchor = store.anchor(READINGS[number].document.id, f"event-{number}")
            assert anchor
            store.correct(anchor, change, made=made, who="Olena", why="")
            held = grown(store, held)
        assert (len(held), int(np.count_nonzero(held.flagged(CONFIRMED)))) == (5, 1)
        assert "AID" in held.kinds


def test_the_file_gives_the_columns_and_their_stamps_back(tmp_path: Path) -> None:
    path = write_store(tmp_path / "events.sqlite")
    with open_store(path) as store:
        held = columns_of_store(store, state="here")
    again = keep(held, tmp_path / "columns")
    assert (said(again), again.digest, again.state) == (said(held), held.digest, "here")
    assert bytes(again.raw) == bytes(held.raw)
    (tmp_path / "columns").write_bytes((tmp_path / "columns").read_bytes()[:200])
    assert kept(tmp_path / "columns") is None


def test_what_is_written_while_they_are_filled_is_seen_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "events.sqlite"
    with open_store(path) as writing, open_store(path, read_only=True) as store:
        writing.add(READINGS[0])
        stamps = store.stamps

        def meanwhile() -> dict[str, str]:
            found = stamps()
            writing.add(READINGS[1])
            return found

        store.stamps = meanwhile  # type: ignore[method-assign]
        first = columns_of_store(store, state="")
        store.stamps = stamps  # type: ignore[method-assign]
        assert first.stamps().keys() == {READINGS[0].document.id}
        again = grown(store, first)
        assert again.stamps().keys() == {reading.document.id for reading in READINGS[:2]}


def test_a_site_that_a_second_export_tells_of_is_seen(tmp_path: Path) -> None:
    whole = next(reading for reading in READINGS if any(e.places for e in reading.events))
    fewer = [replace(event, places=()) for event in whole.events]
    with open_store(tmp_path / "events.sqlite") as store:
        first, second = (
            replace(whole, run=f"{OPENED}one", events=tuple(events))
            for events in (fewer, whole.events)
        )
        store.add(first)
        held = columns_of_store(store, state="")
        assert not held.flagged(PLACED).any()
        store.add(second, again=True)
        assert grown(store, held).flagged(PLACED).any()


def test_a_layer_that_is_kept_leaves_them_what_a_browser_already_has(tmp_path: Path) -> None:
    with open_store(write_store(tmp_path / "events.sqlite", SAMPLES[:5])) as store:
        held = columns_of_store(store, state="before")
        store.keep_overlay("front", (), made=datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
        after = columns_of_store(store, state="after", before=held)
    assert (after.digest, after.state, after.stamps()) == (held.digest, "after", held.stamps())
