"""The sums of the page, the histogram and the quotes: the page's arithmetic without the page."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_samples import AJAR, SAMPLES, reading_of, write_store

from dashboard import words
from dashboard.columns import (
    DATED,
    FIRST,
    OPEN_END,
    OPEN_START,
    PLACED,
    Columns,
    kept,
)
from dashboard.desk import absences, columns, reports, sheet
from dashboard.filling import columns_of, mercator
from dashboard.histogram import MOST_BINS, histogram
from dashboard.layers import LAYERS, shape_of
from dashboard.layers.feed import STATUS_CODES, day_number, row_key
from dashboard.quotes import pieces, shortened
from dashboard.sheet import Files, Sheet, Telling, by_event, query_of, sheet_of
from dashboard.view import View
from dashboard.ways_out.files import write
from geocode import EventQuery, EventRow, export_metadata, open_store
from geocode.happenings import Joined
from geocode.store import Site


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


def downloaded(view: View, files: Files, *, format: str) -> bytes:
    stream = io.BytesIO()
    write(view, files, stream, format=format)
    return stream.getvalue()


def listed(shown: Sheet, tray: str = "events") -> tuple[Telling, ...]:
    return shown.tellings(shown.tray(tray))


@pytest.mark.parametrize(("since", "until"), RANGES)
def test_the_page_keeps_the_events_the_store_keeps(files: Files, since, until) -> None:
    shown = sheet(View(since=since, until=until), files)
    with open_store(files.store, read_only=True) as store:
        kept = store.rows(EventQuery(since=since, until=until))
    assert {row.event_id for row in kept} == {event.event_id for event in listed(shown)}
    assert int(shown.inside.sum()) == len(kept)


@pytest.mark.parametrize(("since", "until"), RANGES)
@pytest.mark.parametrize("format", ["geojson", "csv"])
def test_a_download_holds_the_events_of_the_list(files: Files, since, until, format) -> None:
    view = View(since=since, until=until)
    text = downloaded(view, files, format=format).decode()
    every = {event.event_id for event in listed(sheet(View(), files))}
    shown = {event.event_id for event in listed(sheet(view, files))}
    assert {one for one in every if f'{one}"' in text or f"{one}," in text} == shown


def test_an_open_end_counts_on_the_day_that_is_known(files: Files) -> None:
    def kinds(since: date, until: date) -> list[str]:
        shown = sheet(View(since=since, until=until), files)
        return [event.first.kind for event in listed(shown)]

    assert kinds(date(2022, 2, 7), date(2022, 2, 7)) == ["RETREAT"]
    assert kinds(date(2022, 1, 1), date(2022, 2, 1)) == []
    assert kinds(date(2022, 3, 15), date(2022, 3, 15)) == [
        "AID",
        "MOBILIZE",
        "MOBILIZE",
    ]
    assert kinds(date(2022, 4, 1), date(2022, 12, 31)) == []


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


def test_a_date_counted_from_another_one_is_not_said_to_be_of_the_day_of_publication(
    row: EventRow,
) -> None:
    later = replace(row, date_basis="inherited", quote_start=100, quote="Two days later they left.")
    within = replace(later, date_start=100, date_end=114)
    before = replace(later, date_start=40, date_end=47)
    assert [words.why_when(within, form) for form in ("", "shifted", "date")] == [
        "Counted from a date that the report told before.",
        "Counted from a date that the report told before.",
        "Its year follows a date that the report told before.",
    ]
    assert words.why_when(before, "shifted") == "Carried over from another sentence."


def test_an_event_without_a_place_says_why(files: Files) -> None:
    unplaced = [event.first for event in listed(sheet(View(), files), "unplaced")]
    why = absences(unplaced, files)
    assert {row.kind: why[row.event_id] for row in unplaced} == {
        "SANCTION": ("Its sentence names no place.",),
        "REJECT": ("Its sentence names no place.",),
        "AID": ("Zzyzxia: named, but we cannot say surely which place that is.",),
    }


def test_a_download_says_what_the_command_line_says(files: Files) -> None:
    view = View(since=date(2022, 2, 2), until=date(2022, 2, 14), groups=("talks",), text="Lima")
    told = json.loads(downloaded(view, files, format="geojson"))["metadata"]
    with open_store(files.store, read_only=True) as store:
        query = EventQuery(since=view.since, until=view.until, kinds=("AGREE", "AID"), text="Lima")
        known = export_metadata(store, query, features=len(store.rows(query)))
    assert told == {**known, "view": "since=2022-02-02&until=2022-02-14&kind=talks&q=Lima"}


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
    (row,) = (event.first for event in listed(shown))
    assert (row.event_id, row.reports) == ("event-1", 2)
    with open_store(twice.store, read_only=True) as store:
        every = store.rows(EventQuery(apart=True))
    for other in every:
        opened = sheet(View(event=row_key(other)), twice)
        assert opened.find(opened.view.event) == row
    assert sheet(View(event=7), twice).view.event == 7


def test_the_evidence_gives_every_other_report_and_why_it_is_the_same(twice: Files) -> None:
    (row,) = (event.first for event in listed(sheet(View(), twice)))
    (other,) = reports(row, twice)
    assert (other.source, other.quotes) == ("Sample Courier", (SAMPLES[0].sentence,))
    chosen = sheet(View(documents=(other.document_id,)), twice)
    assert chosen.counts() == "1 event in 1 report = 1 on the map + 0 with no place"
    (first,) = (event.first for event in listed(chosen))
    assert [report.why for report in reports(first, twice)] == [("both in Yelsk",)]


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The samples by two papers; four events told twice, two of them of unlike kinds and words."""
    folder = tmp_path_factory.mktemp("several")
    again = tuple(replace(sample, source="Other Post") for sample in SAMPLES)
    store = write_store(folder / "events.sqlite", (*SAMPLES, *again))
    count = len(SAMPLES)
    pairs = ((0, count), (1, count + 1), (2, count + 3), (4, count + 5))
    with open_store(store) as opened:
        ids = {row.event_id: row.document_id for row in opened.rows()}
        opened.keep_joined(
            Joined(f"event-{n}", ids[f"event-{n}"], f"event-{pair[0]}", (at + pair[0]) % 2, ())
            for pair in pairs
            for at, n in enumerate(pair)
        )
    return Files(store, folder / "none.sqlite")


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View(text="Other Post"),
        View(text="Sample Courier"),
        View(text="Yelsk"),
        View(since=date(2022, 2, 14), until=date(2022, 2, 14)),
        *(View(groups=(name,)) for name in words.GROUPS),
        *(View(statuses=(name,)) for name in words.STATUSES),
        View(groups=("talks", "force"), text="Courier", until=date(2022, 3, 1)),
    ],
)
def test_of_several_tellings_the_page_shows_and_counts_what_the_store_does(
    several: Files, view: View
) -> None:
    shown = sheet(view, several)
    with open_store(several.store, read_only=True) as store:
        known = query_of(view, shown.columns.kinds)
        query = replace(known, since=view.since, until=view.until)
        rows, counts = store.rows(query), store.counts(query)
    assert {e.first for e in listed(shown)} == {e.first for e in by_event(rows)}
    assert (len(shown.events), len(shown.told)) == (counts.events, counts.told)
    assert shown.reports == counts.reports
    ids = {event.first.document_id for event in listed(sheet(View(), several))}
    for one in sorted(ids)[:3]:
        alone = listed(sheet(View(documents=(one,)), several))
        assert {event.first.document_id for event in alone} == {one}


def test_the_sums_of_a_download_add_up_where_events_are_told_several_times(several: Files) -> None:
    view = View(text="Courier", sure=True, since=date(2022, 2, 2), until=date(2022, 3, 14))
    told = json.loads(downloaded(view, several, format="geojson"))["metadata"]["counts"]
    assert told["events"] == told["told"] - told["joined"] == told["placed"] + told["unplaced"]


def test_a_group_of_which_the_store_has_no_kind_shows_nothing(files: Files) -> None:
    assert len(sheet(View(groups=("other",)), files).events) == 0


def test_a_missing_store_is_an_empty_page(tmp_path: Path) -> None:
    nothing = sheet(View(), Files(tmp_path / "none.sqlite", tmp_path / "none.sqlite"))
    assert (nothing.stored, len(nothing.events)) == (0, 0)


spans = st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 900)).map(
    lambda s: (s[0], s[0] + timedelta(days=s[1]))
)
ends = st.one_of(
    spans,
    spans.map(lambda s: (s[0], None)),
    spans.map(lambda s: (None, s[1])),
    st.just((None, None)),
)


def told(days, *, kind: str = "AID", document: str = "d") -> Columns:
    """Columns of made-up events of which only the days matter."""
    return columns_of(
        (
            Site(
                n, f"e{n}", document, kind, "realised", first and first.isoformat(),
                last and last.isoformat(), None, None, None, None, None, None, None, None,
            )
            for n, (first, last) in enumerate(days)
        ),
        {},
    )  # fmt: skip


@given(st.lists(ends, max_size=12))
def test_each_bar_is_the_list_for_its_days(days) -> None:
    columns = told(days)
    unit, bins = histogram(columns, np.ones(len(columns), dtype=np.bool_))
    assert unit in {"day", "week", "month", "year"}
    assert len(bins) <= MOST_BINS + 1
    for bar in bins:
        chosen = View(since=bar.first, until=bar.last)
        asked = sheet_of(chosen, columns, matching=None, ask=lambda _: ())
        sure = sheet_of(replace(chosen, sure=True), columns, matching=None, ask=lambda _: ())
        assert sum(bar.counts) == len(asked.events)
        assert sum(bar.counts) - bar.longer >= len(sure.events)
    for before, after in pairwise(bins):
        assert after.first == before.last + timedelta(days=1)


@given(st.lists(ends, max_size=12), st.none() | st.dates(), st.none() | st.dates())
def test_a_range_keeps_what_touches_it_and_surely_what_lies_in_it(days, since, until) -> None:
    since, until = (until, since) if since and until and since > until else (since, until)
    view, columns = View(since=since, until=until), told(days)

    def kept(**rules: bool) -> set[int]:
        asked = sheet_of(replace(view, **rules), columns, matching=None, ask=lambda _: ())
        return set(columns["event"][asked.events].tolist())

    def touches(first: date | None, last: date | None) -> bool:
        begin, end = first or last, last or first
        if begin is None or end is None:
            return since is None and until is None
        return (until is None or begin <= until) and (since is None or end >= since)

    def inside(first: date | None, last: date | None) -> bool:
        if first is None and last is None:
            return since is None and until is None
        after = since is None or (first is not None and first >= since)
        return after and (until is None or (last is not None and last <= until))

    numbered = list(enumerate(days))
    undated = {n for n, ends in numbered if ends == (None, None)}
    assert kept() == {n for n, ends in numbered if touches(*ends)}
    assert kept(sure=True) == {n for n, ends in numbered if inside(*ends)}
    assert kept(undated=True) == kept() | undated


@given(st.lists(ends, max_size=12), st.none() | st.dates(date(2000, 1, 1), date(2032, 1, 1)))
def test_the_list_is_newest_first_and_the_shortest_of_one_day_before_the_longer(
    days, until
) -> None:
    columns = told(days)
    asked = sheet_of(View(until=until), columns, matching=None, ask=lambda _: ())
    cut = until or date.max

    def rank(n: int) -> tuple[int, int, int]:
        first, last = days[n][0] or days[n][1], days[n][1] or days[n][0]
        if first is None or last is None:
            return (1, 0, 0)
        return (0, -min(last, cut).toordinal(), -first.toordinal())

    order = columns["event"][asked.events].tolist()
    assert order == sorted(order, key=rank)


def test_the_columns_are_the_rows_of_the_store(files: Files) -> None:
    held = columns(files)
    with open_store(files.store, read_only=True) as store:
        rows = {row_key(row): row for row in store.rows()}
    assert {held.key(at) for at in range(len(held))} == set(rows)
    for at in range(len(held)):
        row = rows[held.key(at)]
        assert held.kinds[held["kind"][at]] == row.kind
        assert list(STATUS_CODES)[held["status"][at]] == row.status
        flags = int(held["flags"][at])
        assert (bool(flags & PLACED), bool(flags & DATED)) == (row.placed, row.dated)
        if row.dated:
            assert held["first"][at] == day_number(row.earliest or row.latest)
            assert held["last"][at] == day_number(row.latest or row.earliest)
            ends = (bool(flags & OPEN_START), bool(flags & OPEN_END))
            assert ends == (row.earliest is None, row.latest is None)
        if row.placed:
            assert row.lon is not None
            assert row.lat is not None
            mark = held["mark"][at]
            there = (held["mark_x"][mark], held["mark_y"][mark])
            assert there == mercator(row.lon, row.lat)
            assert list(LAYERS)[held["mark_layer"][mark]] == shape_of(row)
    assert [len(held), int(held.flagged(FIRST).sum())] == [13, 13]


def test_the_columns_are_kept_beside_the_store_and_made_anew_when_it_changes(
    tmp_path: Path,
) -> None:
    files = Files(write_store(tmp_path / "events.sqlite", SAMPLES[:2]), tmp_path)
    first = columns(files)
    beside = kept(tmp_path / "events.sqlite.columns")
    assert beside
    assert (beside.digest, beside.state) == (first.digest, first.state)
    with open_store(files.store) as store:
        store.add(reading_of(SAMPLES[5], 5))
    second = columns(files)
    assert (len(first), len(second)) == (2, 3)
    assert first.digest != second.digest
    (tmp_path / "events.sqlite.columns").write_bytes(b"\x07\x00\x00\x00nothing")
    assert kept(tmp_path / "events.sqlite.columns") is None


def test_days_before_1970_and_the_ends_of_the_calendar_are_kept_exactly() -> None:
    days = [(date(1914, 6, 28), date(1914, 6, 28)), (date(1, 1, 1), date(9999, 12, 31))]
    held = told(days)
    sarajevo = View(since=date(1914, 6, 28), until=date(1914, 6, 28))
    kept_then = sheet_of(sarajevo, held, matching=None, ask=lambda _: ())
    assert held["event"][kept_then.events].tolist() == [0, 1]
    after = replace(sarajevo, since=date(1914, 6, 29), until=date(1914, 6, 29))
    kept_after = sheet_of(after, held, matching=None, ask=lambda _: ())
    assert held["event"][kept_after.events].tolist() == [1]


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
def test_bars_are_as_fine_as_the_time_allows(first, last, unit) -> None:
    found, bins = histogram(told([(first, last)]), np.ones(1, dtype=np.bool_))
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


def test_shares_of_a_store_hold_together_what_the_whole_holds(tmp_path: Path) -> None:
    with open_store(write_store(tmp_path / "events.sqlite")) as store:
        for text in ("", "in", "yelsk 10", "nothing"):
            asked = EventQuery(text=text)
            whole = sorted(store.events(asked))
            for parts in (2, 3, 7, 100):
                some = [store.events(asked, share=(which, parts)) for which in range(parts)]
                assert sorted(number for part in some for number in part) == whole
