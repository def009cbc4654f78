"""The table's orders, the map in a sentence, the ways out of an empty view, dates as spans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_samples import AJAR, SAMPLES, write_store

from dashboard import desk, emptied, sentences
from dashboard.histogram import MOST_SPANS, histogram, spans
from dashboard.layers.feed import day_number
from dashboard.ordering import UNKNOWN, arranged, in_order
from dashboard.sheet import Files, Sheet
from dashboard.summary import Summary, summary_of
from dashboard.view import View


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    path = tmp_path_factory.mktemp("ordering") / "events.sqlite"
    write_store(path, (*SAMPLES, *AJAR, replace(SAMPLES[6], source="Éclair", status="denied")))
    return Files(path, Path("none.sqlite"))


def sheet(files: Files, **asked) -> Sheet:
    return desk.sheet(View(**asked), files)


def column(files: Files, name: str, sort: str, **asked) -> list:
    shown = sheet(files, table=True, sort=sort, **asked)
    told = shown.tellings(shown.tray(shown.view.tray))
    return [getattr(telling.first, name) for telling in told]


def test_places_are_sorted_by_their_names_and_what_has_none_comes_last(files: Files) -> None:
    places = column(files, "place", "place")
    assert places[:5] == ["Belarus", "Juba", "Juba", "Juba", "Juba"]
    assert places[-3:] == [None, None, None]
    down = column(files, "place", "-place")
    assert down[:3] == ["Yelsk", "Yelsk", "Yelsk"]
    assert down[-3:] == [None, None, None]


def test_sources_are_sorted_as_a_person_sorts_them(files: Files) -> None:
    sources = column(files, "source", "source")
    assert sources == ["Éclair"] + ["Sample Courier"] * 13


def test_dates_go_from_the_oldest_on_and_what_has_none_comes_last(files: Files) -> None:
    first = column(files, "earliest", "date")
    assert first[0] == date(2022, 2, 2)
    assert first[-2:] == [None, None]
    newest = column(files, "latest", "")
    assert newest[0] == date(2022, 3, 31)


def test_statuses_kinds_and_precision_have_their_orders(files: Files) -> None:
    assert column(files, "status", "status")[-2:] == ["denied", "denied"]
    kinds = column(files, "kind", "-kind")
    assert kinds == sorted(kinds, reverse=True)
    assert column(files, "place", "precision")[-4:-3] == ["Belarus"]
    assert column(files, "place", "-precision")[0] == "Belarus"


def test_a_tray_is_sorted_too_and_the_next_event_is_the_next_of_the_table(files: Files) -> None:
    shown = sheet(files, table=True, sort="kind", tray="unplaced")
    kinds = [telling.first.kind for telling in shown.tellings(shown.tray("unplaced"))]
    assert kinds == ["AID", "REJECT", "SANCTION"]
    keys = [shown.columns.key(int(at)) for at in shown.tray("unplaced")]
    assert [shown.place_of(key, "unplaced") for key in keys] == [0, 1, 2]


def test_the_list_beside_the_map_stays_newest_first(files: Files) -> None:
    assert sheet(files, sort="place").tray("events").tolist() == sheet(files).events.tolist()


@given(st.lists(st.integers(0, 5) | st.just(int(UNKNOWN)), min_size=1), st.booleans())
def test_an_order_keeps_all_and_what_is_unknown_last(ranks: list[int], down: bool) -> None:  # noqa: FBT001
    found = np.array(ranks, dtype=np.int32)
    rows = arranged(np.arange(len(found)), found, down=down)
    assert sorted(rows.tolist()) == list(range(len(found)))
    known = [rank for rank in found[rows].tolist() if rank != UNKNOWN]
    assert known == sorted(known, reverse=down)
    assert found[rows].tolist()[len(known) :] == [UNKNOWN] * (len(found) - len(known))


@given(st.lists(st.none() | st.text(max_size=4)))
def test_equal_names_have_equal_ranks(names: list[str | None]) -> None:
    ranks = in_order(names)
    for name, rank in zip(names, ranks.tolist(), strict=True):
        assert (rank == UNKNOWN) == (not name)
        assert rank == ranks.tolist()[names.index(name)]


def test_the_sentence_about_the_map_adds_up_and_names_the_busiest_spots(files: Files) -> None:
    found = summary_of(sheet(files))
    assert found == Summary(14, 9, 2, 3, (("Juba", 4), ("Yelsk", 2), ("Lima", 2)))
    assert found.spots + found.vague + found.nowhere == found.events
    assert sentences.summary(found) == (
        "14 events: 9 at or near a spot, most often: Juba (4), Yelsk (2), Lima (2); "
        "2 in areas or along lines; 3 with no place."
    )
    assert sentences.summary(summary_of(sheet(files, text="zebra"))) == "No events on the map."


def test_each_filter_of_an_empty_view_says_what_would_be_there_without_it(files: Files) -> None:
    view = View(
        since=date(1999, 1, 1), until=date(1999, 1, 31), groups=("protest",), sure=True, table=True
    )
    assert emptied.ways_out(view, files) == (
        ("dates", "Dates: Jan 1999", 2),
        ("sure", "Only surely inside", 0),
        ("kinds", "Kinds: Protest", 0),
    )
    assert emptied.active(View(sure=True, table=True, sort="place", tray="undated")) == ()


def test_every_filter_can_be_dropped(files: Files) -> None:
    view = View(
        since=date(2022, 2, 1), groups=("force",), statuses=("denied",), text="{{7*7}}", sure=True,
        documents=("0123456789abcdef",), table=True, shapes=("line",),
    )  # fmt: skip
    assert emptied.active(view) == tuple(emptied.FILTERS)
    dropped = view
    for name in emptied.FILTERS:
        dropped = emptied.without(dropped, name)
    assert not dropped.filtered
    assert dropped.table


def test_uncertain_dates_are_spans_with_their_open_ends(files: Files) -> None:
    shown = sheet(files)
    _, bins = histogram(shown.columns, shown.any_day)
    told = [
        (day_number(date(2022, 2, 7)), day_number(date(2022, 2, 7)), 1, 4),
        (day_number(date(2022, 2, 12)), day_number(date(2022, 2, 20)), 1, 0),
        (day_number(date(2022, 3, 1)), day_number(date(2022, 3, 31)), 1, 0),
        (day_number(date(2022, 3, 15)), day_number(date(2022, 3, 15)), 1, 8),
        (day_number(date(2022, 3, 15)), day_number(date(2022, 3, 15)), 4, 4),
    ]
    assert sorted(map(tuple, spans(shown.columns, shown.any_day, bins))) == told
    assert spans(shown.columns, shown.any_day, ()) == []


def test_too_many_spans_are_none(tmp_path: Path) -> None:
    several = tuple(replace(SAMPLES[3], source=f"{n}") for n in range(MOST_SPANS + 1))
    path = write_store(tmp_path / "events.sqlite", several)
    shown = desk.sheet(View(), Files(path, path))
    _, bins = histogram(shown.columns, shown.any_day)
    assert spans(shown.columns, shown.any_day, bins) == []
