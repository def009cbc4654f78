"""Columns that follow a correction are those that would be built anew."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_samples import AJAR, SAMPLES, write_store

from dashboard import desk
from dashboard.columns import MARKS, NO_MARK, Columns
from dashboard.filling import columns_of_store
from dashboard.sheet import Files
from geocode import open_store
from geocode.corrections import (
    Change,
    Confirmed,
    Dated,
    Dismissed,
    Drawn,
    Merged,
    OfKind,
    OfStatus,
    Split,
    Undone,
)
from geocode.happenings import Joined
from geocode.store import Store

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CHANGES: tuple[Change, ...] = (
    Confirmed(), Dismissed(), Split(), OfKind("AID"), OfKind("ECLIPSE"), OfStatus("planned"),
    Dated(date(2021, 1, 1), None, "open"), Dated(date(2023, 1, 1), date(2023, 1, 2), "interval"),
    Drawn(shapely.Point(30.5, 50.4), 20_000.0), Drawn(shapely.Point(1, 2)),
    Drawn(shapely.box(30, 50, 31, 51)), Drawn(shapely.LineString([(0, 0), (1, 1)])),
)  # fmt: skip
NUMBER = len(SAMPLES) + len(AJAR)


def said(columns: Columns) -> dict[str, object]:
    """All that columns say, whatever numbers they have for marks, kinds and happenings."""
    rows = []
    plain = ("event", "first", "last", "status", "flags")
    _, documents = np.unique(columns["document"], return_inverse=True)  # only their order counts
    for at in range(len(columns)):
        mark = int(columns["mark"][at])
        box = None if mark == NO_MARK else tuple(float(columns[name][mark]) for name in MARKS)
        own = [int(documents[at]), *(int(columns[name][at]) for name in plain)]
        rows.append((columns.key(at), *own, columns.kinds[columns["kind"][at]], box))
    groups: dict[int, list[int]] = {}
    for at, of in zip(columns["told_at"], columns["told_of"], strict=True):
        groups.setdefault(int(of), []).append(int(columns["event"][at]))
    return {"rows": rows, "groups": sorted(groups.values()), "languages": columns.languages}


def built(store: Store) -> Columns:
    return columns_of_store(store, state="")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_store(tmp_path_factory.mktemp("patching") / "t.sqlite", (*SAMPLES, *AJAR))
    with open_store(path) as store:
        ids = {row.event_id: row.document_id for row in store.rows()}
        groups = ((1, 2), (5, 6, 7))
        store.keep_joined(
            [
                Joined(f"event-{n}", ids[f"event-{n}"], f"event-{group[0]}", rank, ())
                for group in groups
                for rank, n in enumerate(group)
            ]
        )
    return path


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    script=st.lists(
        st.tuples(
            st.integers(0, NUMBER - 1), st.sampled_from(CHANGES) | st.integers(0, NUMBER - 1)
        ),
        min_size=1,
        max_size=5,
    )
)
def test_columns_that_grew_say_what_columns_built_anew_would(
    template: Path, tmp_path: Path, script: list[tuple[int, Change | int]]
) -> None:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite"
    path.write_bytes(template.read_bytes())
    files = Files(path, path)
    with open_store(path, read_only=True) as store:
        named = {row.event_id: row.document_id for row in store.rows()}
        named |= {s.event_id: s.document_id for s in store.sites()}
    for number, change in script:
        event = f"event-{number}"
        desk.columns(files)
        with open_store(path) as store:
            anchor = store.anchor(named[event], event)
            assert anchor
            if isinstance(change, int):
                other = store.anchor(named[f"event-{change}"], f"event-{change}")
                assert other
                change = Merged(other)  # noqa: PLW2901
            entry = store.correct(anchor, change, made=NOON, who="Olena")
            if number % 3 == 0:
                store.correct(anchor, Undone(entry.number), made=NOON, who="Olena")
        with open_store(path, read_only=True) as store:
            assert said(desk.columns(files)) == said(built(store))
