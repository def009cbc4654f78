"""The sums of the page, the histogram and the quotes: the page's arithmetic without the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_samples import write_store

from dashboard import words
from dashboard.desk import export_bytes, sheet
from dashboard.histogram import MOST_BINS, histogram
from dashboard.quotes import pieces, shortened
from dashboard.sheet import Files, Telling, in_range
from dashboard.view import View
from geocode import EventQuery, EventRow, open_store


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("store")
    return Files(write_store(folder / "events.sqlite"), folder / "none.sqlite")


@pytest.fixture(scope="module")
def row(files: Files) -> EventRow:
    with open_store(files.store, read_only=True) as store:
        return next(row for row in store.rows() if row.kind == "AGREE")


RANGES = [
    (None, None),
    (date(2022, 2, 2), None),
    (None, date(2022, 2, 10)),
    (date(2022, 2, 10), date(2022, 2, 10)),
    (date(2022, 2, 11), date(2022, 2, 12)),
    (date(2022, 2, 20), date(2022, 3, 1)),
    (date(2022, 3, 31), date(2030, 1, 1)),
    (date(2022, 4, 1), None),
]


@pytest.mark.parametrize(("since", "until"), RANGES)
def test_the_page_keeps_the_events_the_store_keeps(files: Files, since, until) -> None:
    shown = sheet(View(since=since, until=until), files)
    with open_store(files.store, read_only=True) as store:
        kept = store.rows(EventQuery(since=since, until=until))
    assert {row.event_id for row in kept} == {event.event_id for event in shown.events}
    assert len(shown.rows) == len(kept)


@pytest.mark.parametrize(("since", "until"), RANGES)
@pytest.mark.parametrize("format", ["geojson", "csv"])
def test_a_download_holds_the_events_of_the_list(files: Files, since, until, format) -> None:
    view = View(since=since, until=until)
    text = export_bytes(view, files, format=format).decode()
    every = {event.event_id for event in sheet(View(), files).events}
    listed = {event.event_id for event in sheet(view, files).events}
    assert {one for one in every if f'{one}"' in text or f"{one}," in text} == listed


def test_counts_add_up_with_and_without_a_range(files: Files) -> None:
    assert sheet(View(), files).counts() == (
        "10 events = 8 on the map + 2 with no place; 2 of them have no date"
    )
    ranged = sheet(View(since=date(2022, 2, 14), until=date(2022, 2, 14)), files)
    assert ranged.counts() == (
        "2 events = 1 on the map + 1 with no place; 2 more with no date, outside any range"
    )


def test_a_group_of_which_the_store_has_no_kind_shows_nothing(files: Files) -> None:
    assert sheet(View(groups=("other",)), files).events == ()


def test_a_missing_store_is_an_empty_page(tmp_path: Path) -> None:
    nothing = sheet(View(), Files(tmp_path / "none.sqlite", tmp_path / "none.sqlite"))
    assert (nothing.stored, nothing.events) == (0, ())


spans = st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 900)).map(
    lambda s: (s[0], s[0] + timedelta(days=s[1]))
)
ends = st.one_of(
    spans,
    spans.map(lambda s: (s[0], None)),
    spans.map(lambda s: (None, s[1])),
    st.just((None, None)),
)


@given(st.lists(ends, max_size=12))
def test_each_bar_is_the_list_for_its_days(row: EventRow, days) -> None:
    events = [
        Telling(str(n), (replace(row, event_id=str(n), earliest=first, latest=last),))
        for n, (first, last) in enumerate(days)
    ]
    unit, bins = histogram(events)
    assert unit in {"day", "week", "month", "year"}
    assert len(bins) <= MOST_BINS + 1
    for bar in bins:
        chosen = View(since=bar.first, until=bar.last)
        listed = [event.first for event in events if in_range(event.first, chosen)]
        closed = [row for row in listed if row.earliest and row.latest]
        assert sum(bar.counts) == len(closed)
        ends = [row.earliest or row.latest for row in listed if row not in closed]
        assert sum(bar.open) == sum(bar.first <= end <= bar.last for end in ends)
    for before, after in pairwise(bins):
        assert after.first == before.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        (date(2022, 2, 2), date(2022, 3, 31), "day"),
        (date(2021, 1, 1), date(2022, 12, 31), "week"),
        (date(2015, 1, 1), date(2026, 1, 1), "month"),
        (date(1900, 1, 1), date(2026, 1, 1), "year"),
        (date(1, 1, 1), date(9999, 12, 31), "year"),
    ],
)
def test_bars_are_as_fine_as_the_time_allows(row: EventRow, first, last, unit) -> None:
    event = Telling("e", (replace(row, earliest=first, latest=last),))
    found, bins = histogram([event])
    assert found == unit
    assert (bins[0].first <= first, bins[-1].last >= last) == (True, True)


@given(
    st.text(max_size=60),
    st.tuples(*[st.integers(0, 70)] * 4),
)
def test_pieces_of_a_quote_make_the_quote(row: EventRow, quote, ends) -> None:
    a, b, c, d = ends
    odd = replace(
        row, quote=quote, quote_start=5, trigger_start=a, trigger_end=b, place_start=c, place_end=d
    )
    assert "".join(piece.text for piece in pieces(odd)) == quote
    assert len(shortened(odd, 20)) == 3


def test_a_quote_says_what_where_and_when(row: EventRow) -> None:
    said = {piece.says: piece.text for piece in pieces(row) if piece.says}
    assert said == {"place": "Lima", "date": "2 February", "trigger": "sign"}


@pytest.mark.parametrize(
    ("earliest", "latest", "said"),
    [
        (date(2022, 2, 14), date(2022, 2, 14), "14 Feb 2022"),
        (date(2022, 2, 1), date(2022, 2, 28), "Feb 2022"),
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2022, 1, 30), date(2022, 2, 3), "30 Jan – 3 Feb 2022"),
        (date(2021, 12, 30), date(2022, 1, 3), "30 Dec 2021 – 3 Jan 2022"),
        (date(2022, 2, 14), None, "from 14 Feb 2022"),
        (None, date(2022, 2, 14), "until 14 Feb 2022"),
        (date(9999, 12, 1), date(9999, 12, 31), "1–31 Dec 9999"),
    ],
)
def test_days_in_words(earliest, latest, said) -> None:
    assert words.days(earliest, latest) == said
