"""The sums of the page, the histogram and the quotes: the page's arithmetic without the page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_samples import AJAR, SAMPLES, write_store

from dashboard import words
from dashboard.desk import absences, export_bytes, reports, sheet
from dashboard.histogram import MOST_BINS, histogram
from dashboard.layers.feed import row_key
from dashboard.quotes import pieces, shortened
from dashboard.sheet import Files, Telling, sheet_of
from dashboard.view import View
from geocode import EventQuery, EventRow, export_metadata, open_store
from geocode.happenings import Joined


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("store")
    store = write_store(folder / "events.sqlite", (*SAMPLES, *AJAR))
    return Files(store, folder / "none.sqlite")


@pytest.fixture(scope="module")
def row(files: Files) -> EventRow:
    with open_store(files.store, read_only=True) as store:
        return next(row for row in store.rows() if row.kind == "AGREE")


RANGES = [
    (None, None),
    (date(2022, 2, 7), date(2022, 2, 7)),
    (date(2022, 2, 8), date(2022, 2, 9)),
    (None, date(2022, 2, 6)),
    (date(2022, 3, 15), date(2022, 3, 15)),
    (date(2022, 3, 16), None),
    (None, date(2022, 3, 14)),
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


def test_an_open_end_counts_on_the_day_that_is_known(files: Files) -> None:
    def listed(since: date, until: date) -> list[str]:
        return [e.first.kind for e in sheet(View(since=since, until=until), files).events]

    assert listed(date(2022, 2, 7), date(2022, 2, 7)) == ["RETREAT"]
    assert listed(date(2022, 1, 1), date(2022, 2, 1)) == []
    assert listed(date(2022, 3, 15), date(2022, 3, 15)) == [
        "AID",
        "MOBILIZE",
        "MOBILIZE",
    ]
    assert listed(date(2022, 4, 1), date(2022, 12, 31)) == []


@pytest.mark.parametrize(
    ("basis", "status", "days", "said"),
    [
        ("dateline_default", "realised", (None, date(2022, 2, 14)), "by 14 Feb 2022"),
        ("relative", "realised", (None, date(2022, 2, 14)), "until 14 Feb 2022"),
        ("relative", "ongoing", (date(2022, 2, 14), None), "since 14 Feb 2022"),
        ("dateline_default", "planned", (date(2022, 2, 14), None), "from 14 Feb 2022"),
        ("explicit", "planned", (date(2022, 2, 14), date(2022, 2, 14)), "14 Feb 2022"),
    ],
)
def test_an_open_end_is_worded_as_the_report_means_it(
    row: EventRow, basis, status, days, said
) -> None:
    earliest, latest = days
    odd = replace(row, date_basis=basis, status=status, earliest=earliest, latest=latest)
    assert words.when(odd) == said


@pytest.mark.parametrize(
    ("basis", "days", "said"),
    [
        (
            "dateline_default",
            (None, date(2024, 1, 2)),
            "The report does not say when; it was published on 2 Jan 2024, so it happened by then.",
        ),
        (
            "dateline_default",
            (date(2024, 1, 2), None),
            words.AFTER_PUBLICATION.format(day="2 Jan 2024"),
        ),
        ("relative", (None, date(2024, 1, 2)), "Counted from the day of publication."),
        (None, (None, None), "The report gives no day we could count from."),
    ],
)
def test_the_evidence_says_where_a_date_comes_from(row: EventRow, basis, days, said) -> None:
    odd = replace(
        row, date_basis=basis, earliest=days[0], latest=days[1], published=date(2024, 1, 2)
    )
    assert words.why_when(odd) == said


def test_an_event_without_a_place_says_why(files: Files) -> None:
    unplaced = [event.first for event in sheet(View(), files).unplaced]
    why = absences(unplaced, files)
    assert {row.kind: why[row.event_id] for row in unplaced} == {
        "SANCTION": ("Its sentence names no place.",),
        "REJECT": ("Its sentence names no place.",),
        "AID": ("Zzyzxia: named, but we cannot say surely which place that is.",),
    }


def test_a_download_says_what_the_command_line_says(files: Files) -> None:
    view = View(since=date(2022, 2, 2), until=date(2022, 2, 14), groups=("talks",), text="Lima")
    told = json.loads(export_bytes(view, files, format="geojson"))["metadata"]
    with open_store(files.store, read_only=True) as store:
        query = EventQuery(since=view.since, until=view.until, kinds=("AGREE", "AID"), text="Lima")
        assert told == export_metadata(store, query, features=len(store.rows(query)))


def test_counts_add_up_with_and_without_a_range(files: Files) -> None:
    assert sheet(View(), files).counts() == (
        "13 events in 13 reports = 10 on the map + 3 with no place; 2 of them have no date"
    )
    ranged = sheet(View(since=date(2022, 2, 14), until=date(2022, 2, 14)), files)
    assert ranged.counts() == (
        "2 events in 2 reports = 1 on the map + 1 with no place; "
        "2 more with no date, outside any range"
    )


@pytest.fixture
def twice(tmp_path: Path) -> Files:
    """The first sample by two papers, joined; the second paper's shows it."""
    first = SAMPLES[0]
    store = write_store(tmp_path / "events.sqlite", (first, replace(first, source="Other Post")))
    with open_store(store) as opened:
        ids = {row.event_id: row.document_id for row in opened.rows()}
        why = ("both in Yelsk",)
        links = (
            Joined("event-0", ids["event-0"], "event-0", 1, ()),
            Joined("event-1", ids["event-1"], "event-0", 0, why),
        )
        opened.keep_joined(links)
    return Files(store, tmp_path / "none.sqlite")


def test_an_event_of_two_reports_is_one_mark_and_each_of_its_links_opens_it(twice: Files) -> None:
    shown = sheet(View(), twice)
    assert shown.counts() == "1 event in 2 reports = 1 on the map + 0 with no place"
    (row,) = shown.rows
    assert (row.event_id, row.reports) == ("event-1", 2)
    with open_store(twice.store, read_only=True) as store:
        every = store.rows(EventQuery(apart=True))
    for other in every:
        opened = sheet(View(event=row_key(other)), twice)
        assert opened.find(opened.view.event) == row
    assert sheet(View(event=7), twice).view.event == 7


def test_the_evidence_gives_every_other_report_and_why_it_is_the_same(twice: Files) -> None:
    (row,) = sheet(View(), twice).rows
    (other,) = reports(row, twice)
    assert (other.source, other.quotes) == ("Sample Courier", (SAMPLES[0].sentence,))
    chosen = sheet(View(documents=(other.document_id,)), twice)
    assert chosen.counts() == "1 event in 1 report = 1 on the map + 0 with no place"
    (first,) = chosen.rows
    assert [report.why for report in reports(first, twice)] == [("both in Yelsk",)]


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
        asked = sheet_of(chosen, stored=1, ask=lambda _: tuple(event.first for event in events))
        assert sum(bar.counts) == len(asked.events)
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
        (date(2022, 2, 14), None, "since 14 Feb 2022"),
        (None, date(2022, 2, 14), "until 14 Feb 2022"),
        (date(9999, 12, 1), date(9999, 12, 31), "1–31 Dec 9999"),
    ],
)
def test_days_in_words(earliest, latest, said) -> None:
    assert words.days(earliest, latest) == said
