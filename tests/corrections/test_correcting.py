"""Corrections change what is shown, never what was read; undoing gives the reading back."""

from __future__ import annotations

import io
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "dashboard"))

from page_samples import SAMPLES, Sample, reading_of, write_store

from geocode.corrections import (
    Anchor,
    Change,
    Confirmed,
    Correction,
    Dated,
    Dismissed,
    Drawn,
    InRole,
    Merged,
    OfKind,
    OfStatus,
    Placed,
    Remark,
    Split,
    Undone,
    read_lines,
    write_lines,
)
from geocode.errors import InputError, StoreError
from geocode.happenings import Joined
from geocode.records import Entry, Event, Reading, Rejected, Span
from geocode.rows import EventQuery, EventRow
from geocode.store import Store, open_store

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LVIV = Entry("geonames:702550", "Lviv", "PPLA", "UA", None, None, 24.02, 49.84, 717_000, None, None, 5_000.0)  # noqa: E501 # fmt: skip
PLACED = Placed(LVIV, shapely.Point(24.02, 49.84), 5_000.0)
DISC = Drawn(shapely.Point(30.5, 50.4), 20_000.0, "west bank")
AREA = Drawn(shapely.box(30, 50, 31, 51))
DATED = Dated(date(2022, 2, 1), date(2022, 2, 3), "interval")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(write_store(tmp_path / "events.sqlite")) as opened:
        yield opened


def anchors(store: Store) -> list[Anchor]:
    found = [
        store.anchor(name, event.id)
        for name in store.document_ids()
        for event in store.reading(name).events  # type: ignore[union-attr]
    ]
    return [anchor for anchor in found if anchor]


def named(store: Store, event_id: str) -> Anchor:
    return next(anchor for anchor in anchors(store) if anchor.event_id == event_id)


def only(store: Store, event_id: str) -> EventRow:
    (row,) = (row for row in store.rows() if row.event_id == event_id)
    return row


def correct(store: Store, event_id: str, change: Change, *, why: str = "") -> Correction:
    made = NOON + timedelta(minutes=len(store.corrections()))
    return store.correct(named(store, event_id), change, made=made, who="Olena", why=why)


PLACE = (
    "p.mention, p.relation, p.precision_m, p.why, p.confidence,"
    " (SELECT id FROM entries WHERE key = p.best), (SELECT wkb FROM shapes WHERE key = p.shape)"
)
STATE = {
    "events": "SELECT * FROM events ORDER BY key",
    "sites": f"SELECT s.event, s.n, s.evidence, s.lon, s.lat, {PLACE}"
    " FROM sites s JOIN places p ON p.key = s.place ORDER BY 1, 2",
    "places": f"SELECT p.document_id, p.n, {PLACE} FROM places p ORDER BY 1, 2, 3",
    "tellings": "SELECT * FROM tellings ORDER BY event",
    "corrected": "SELECT event, confirmed, dismissed, who, made, why, remarks FROM corrected"
    " ORDER BY event",
}


def state(store: Store, *without: str) -> dict[str, list[tuple[object, ...]]]:
    return {
        name: [tuple(row) for row in store._file._connection.execute(sql)]
        for name, sql in STATE.items()
        if name not in without
    }


def test_another_candidate_moves_the_event_and_says_who_chose_it(store: Store) -> None:
    before = only(store, "event-1")
    at = Span(before.place_start or 0, before.place_end or 0)
    correct(store, "event-1", replace(PLACED, at=at), why="the bridge is in Lviv")
    row = only(store, "event-1")
    assert (row.place, row.place_id, row.lon, row.lat) == ("Lviv", LVIV.id, 24.02, 49.84)
    assert row.geometry == shapely.Point(24.02, 49.84)
    assert row.reasons == ("Olena placed it by hand", "the bridge is in Lviv")
    assert (row.corrected_by, row.corrected_why) == ("Olena", "the bridge is in Lviv")
    assert row.corrected_when == "2026-11-23T12:00:00+00:00"
    assert row.confirmed is False
    assert store.rows(EventQuery(text="lviv")) == (row,)


def test_an_event_with_no_place_gets_the_disc_that_was_drawn(store: Store) -> None:
    before = store.counts()
    assert only(store, "event-7").placed is False
    correct(store, "event-7", DISC)
    row = only(store, "event-7")
    assert (row.place, row.relation, row.precision_m) == ("west bank", "near", 20_000.0)
    assert row.geometry is not None
    assert row.geometry.contains(shapely.Point(30.7, 50.4))
    assert not row.geometry.contains(shapely.Point(30.9, 50.4))
    after = store.counts()
    assert (after.placed, after.unplaced) == (before.placed + 1, before.unplaced - 1)
    assert after.events == before.events == after.placed + after.unplaced
    correct(store, "event-7", AREA)
    assert only(store, "event-7").geometry == AREA.geometry


def test_a_date_a_kind_and_a_note_are_shown_and_counted(store: Store) -> None:
    correct(store, "event-7", DATED)
    correct(store, "event-8", DATED)
    correct(store, "event-7", OfKind("THREATEN"))
    correct(store, "event-7", OfStatus("denied"))
    correct(store, "event-7", Remark("ask the desk"))
    row = only(store, "event-7")
    assert (row.earliest, row.latest, row.date_basis) == (*DATED_DAYS, "by_hand")
    assert (row.kind, row.status, row.notes) == ("THREATEN", "denied", ("ask the desk",))
    assert row in store.rows(EventQuery(statuses=("denied",)))
    assert row.corrected_by == "Olena"
    counts = store.counts()
    assert (counts.dated, counts.undated) == (9, 1)
    assert dict(counts.events_by_kind)["THREATEN"] == 1
    assert len(store.rows(EventQuery(since=date(2022, 2, 1), until=date(2022, 2, 1)))) == 2


DATED_DAYS = (date(2022, 2, 1), date(2022, 2, 3))


def test_a_place_in_another_role_is_no_site_and_can_become_one_again(store: Store) -> None:
    lima = only(store, "event-5")
    at = Span(lima.place_start or 0, lima.place_end or 0)
    correct(store, "event-5", InRole(at, "speaker"))
    assert only(store, "event-5").placed is False
    correct(store, "event-5", InRole(at, "site"))
    assert only(store, "event-5").place == "Lima"


def test_a_rejected_event_is_in_no_list_and_no_sum_but_kept(store: Store) -> None:
    correct(store, "event-3", Dismissed())
    counts = store.counts()
    assert (counts.events, counts.told, counts.dismissed) == (9, 9, 1)
    assert "event-3" not in {row.event_id for row in store.rows()}
    assert "event-3" not in {site.event_id for site in store.sites()}
    assert "event-3" not in {account.event_id for account in store.accounts()}
    assert [row.event_id for row in store.dismissed()] == ["event-3"]
    assert len(store.reading(store.dismissed()[0].document_id).events) == 1  # type: ignore[union-attr]


def test_confirmed_events_are_told_to_the_map(store: Store) -> None:
    correct(store, "event-2", Confirmed())
    assert only(store, "event-2").confirmed
    assert [site.event_id for site in store.sites() if site.confirmed] == ["event-2"]


def test_the_reading_stays_as_it_was_read(store: Store) -> None:
    ids = store.document_ids()
    readings = [store.reading(name) for name in ids]
    for change in (
        PLACED,
        DATED,
        OfKind("THREATEN"),
        OfStatus("planned"),
        Confirmed(),
        Dismissed(),
    ):
        correct(store, "event-1", change)
    assert [store.reading(name) for name in ids] == readings


def test_undoing_is_an_entry_itself_and_can_be_undone(store: Store) -> None:
    first = correct(store, "event-1", OfKind("THREATEN"))
    undo = correct(store, "event-1", Undone(first.number))
    assert only(store, "event-1").kind == "MOBILIZE"
    status = correct(store, "event-1", OfStatus("hypothetical"))
    assert only(store, "event-1").status == "hypothetical"
    correct(store, "event-1", Undone(status.number))
    assert only(store, "event-1").status == "realised"
    correct(store, "event-1", Undone(undo.number))
    assert only(store, "event-1").kind == "THREATEN"
    assert [entry.number for entry in store.corrections()] == [1, 2, 3, 4, 5]


def test_what_is_not_in_the_log_cannot_be_undone(store: Store) -> None:
    with pytest.raises(InputError, match="there is no correction 7"):
        correct(store, "event-1", Undone(7))
    mine = correct(store, "event-1", Confirmed())
    with pytest.raises(InputError, match="another report's event"):
        correct(store, "event-2", Undone(mine.number))
    assert len(store.corrections()) == 1


def test_the_log_can_only_grow(store: Store) -> None:
    correct(store, "event-1", Confirmed())
    for sql in (
        "DELETE FROM corrections",
        "UPDATE corrections SET content = '{}'",
        "INSERT OR REPLACE INTO corrections SELECT * FROM corrections",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="a correction is never"):
            store._file._connection.execute(sql)
    assert len(store.corrections()) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Drawn(shapely.Point(190, 0)), "longitudes go from -180 to 180"),
        (Drawn(shapely.Point(0, 91)), "latitudes from -90 to 90"),
        (Drawn(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])), "crosses itself"),
        (Drawn(shapely.MultiPoint([(0, 0), (1, 1)])), "must be one of Point"),
        (Drawn(shapely.LineString([(1, 1), (1, 1)])), "needs points that differ"),
        (Drawn(shapely.Point(0, 0), -5.0), "radius_m must be from 0"),
        (Drawn(shapely.Point(0, 0), float("nan")), "radius_m must be a number"),
        (Drawn(shapely.box(0, 0, 1, 1), 5.0), "only a point has a radius"),
        (Drawn(shapely.Point(0, 0), name="n" * 121), "name may have 120 characters"),
        (Dated(None, None, "open"), "give the first day"),
        (Dated(date(2022, 2, 2), date(2022, 2, 1), "day"), "swap them"),
        (OfKind("drop table"), "a kind must be in capitals"),
        (OfStatus("drop table"), "status must be one of realised, ongoing"),  # type: ignore[arg-type]
        (Remark("  "), "a note is empty"),
        (Remark("n" * 2001), "a note may have 2,000 characters"),
    ],
)
def test_what_cannot_be_is_refused_in_words(store: Store, change: Change, message: str) -> None:
    with pytest.raises(InputError, match=message):
        correct(store, "event-1", change)
    assert store.corrections() == ()


def test_a_drawn_shape_with_too_many_points_is_refused(store: Store) -> None:
    ring = shapely.Point(0, 0).buffer(10, quad_segs=6000)
    with pytest.raises(InputError, match="may have 20,000 points"):
        correct(store, "event-1", Drawn(ring))


def test_who_is_asked_for_and_texts_come_in_one_line(store: Store) -> None:
    event = named(store, "event-1")
    with pytest.raises(InputError, match="who is empty"):
        store.correct(event, Confirmed(), made=NOON, who=" \n ")
    entry = store.correct(event, Confirmed(), made=NOON, who="A\x00\x1b[2J\nB", why="{{7*7}}")
    assert (entry.who, entry.why) == ("A [2J B", "{{7*7}}")


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    path = write_store(tmp_path / "events.sqlite")
    with open_store(path) as one, open_store(path, busy_timeout_s=0.01) as other:
        event = named(one, "event-1")
        with one._file.writing(), pytest.raises(StoreError, match="is in use: another"):
            other.correct(event, Confirmed(), made=NOON, who="Olena")
        assert other.corrections() == ()


# ---- read again ---------------------------------------------------------------------------------


def read_again(store: Store, number: int, **changes: object) -> Reading:
    sample = SAMPLES[number]
    made = reading_of(sample, number)
    event = replace(made.events[0], **changes)  # type: ignore[arg-type]
    return replace(made, events=(event,), run="another-run")


def test_corrections_hold_when_the_report_is_read_again(store: Store) -> None:
    row = only(store, "event-1")
    correct(store, "event-1", replace(PLACED, at=Span(row.place_start or 0, row.place_end or 0)))
    correct(store, "event-1", Confirmed())
    before = only(store, "event-1")
    assert store.add(read_again(store, 1)) is True
    assert only(store, "event-1") == before


def test_an_event_under_a_new_identifier_is_found_by_its_trigger(store: Store) -> None:
    correct(store, "event-1", DATED)
    store.add(read_again(store, 1, id="fresh"))
    assert only(store, "fresh").earliest == date(2022, 2, 1)
    assert store.waiting() == ()


def test_a_correction_whose_event_is_gone_waits_and_comes_back(store: Store) -> None:
    entry = correct(store, "event-1", DATED)
    store.add(read_again(store, 1, id="fresh", kind="AID"))
    assert store.waiting() == (entry,)
    assert only(store, "fresh").earliest == date(2022, 2, 10)
    store.add(replace(reading_of(SAMPLES[1], 1), run="third-run"))
    assert store.waiting() == ()
    assert only(store, "event-1").earliest == date(2022, 2, 1)


# ---- one event or several -----------------------------------------------------------------------


def links(store: Store) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in store.rows(EventQuery(apart=True)):
        found.setdefault(row.happening_id, set()).add(row.event_id)
    return {frozenset(events) for events in found.values() if len(events) > 1}


def machine(store: Store, *groups: tuple[int, ...]) -> None:
    joined = [
        Joined(f"event-{n}", named(store, f"event-{n}").document_id, f"event-{group[0]}", rank, ())
        for group in groups
        for rank, n in enumerate(group)
    ]
    store.keep_joined(joined)


def test_people_join_and_part_events_and_undoing_gives_back_what_was_found(store: Store) -> None:
    machine(store, (1, 2), (3, 4))
    found = state(store)
    merged = correct(store, "event-2", Merged(named(store, "event-3")), why="same bridge")
    assert links(store) == {frozenset({"event-1", "event-2", "event-3", "event-4"})}
    row = next(row for row in store.rows() if row.happening_id == only_shown(store, 3))
    assert row.reports == 4
    split = correct(store, "event-1", Split())
    assert links(store) == {frozenset({"event-2", "event-3", "event-4"})}
    (whys,) = {r.why for r in store.reports(only_shown(store, 3)) if r.event_id == "event-2"}
    assert whys == ("Olena says that they are one", "same bridge")
    correct(store, "event-1", Undone(split.number))
    correct(store, "event-2", Undone(merged.number))
    assert state(store) == found


def only_shown(store: Store, number: int) -> str:
    rows = store.rows(EventQuery(apart=True))
    return next(row.happening_id for row in rows if row.event_id == f"event-{number}")


def test_what_people_joined_and_parted_outlives_a_new_joining(store: Store) -> None:
    machine(store, (1, 2))
    correct(store, "event-1", Split())
    correct(store, "event-3", Merged(named(store, "event-4")))
    machine(store, (1, 2, 5))
    assert links(store) == {frozenset({"event-2", "event-5"}), frozenset({"event-3", "event-4"})}
    machine(store, (1, 2, 5))
    assert links(store) == {frozenset({"event-2", "event-5"}), frozenset({"event-3", "event-4"})}
    store.keep_joined(())
    assert links(store) == {frozenset({"event-3", "event-4"})}


# ---- laws ---------------------------------------------------------------------------------------

degrees = st.tuples(st.floats(-170, 170), st.floats(-80, 80))
changes = st.one_of(
    st.sampled_from(
        [
            PLACED,
            DISC,
            AREA,
            DATED,
            OfKind("AID"),
            OfStatus("planned"),
            Split(),
            Dismissed(),
            Confirmed(),
        ]
    ),
    st.builds(
        Drawn, degrees.map(shapely.Point), st.none() | st.floats(1, 1e5), st.text(max_size=9)
    ),
    st.builds(lambda a, b: Dated(min(a, b), max(a, b), "interval"), st.dates(), st.dates()),
    st.builds(Remark, st.text(min_size=1, max_size=9).filter(lambda t: bool(t.strip()))),
    st.integers(0, 9),
)
"""A number stands for merging with the event of that number."""
scripts = st.lists(st.tuples(st.integers(0, 9), changes), max_size=6)


def play(store: Store, script: list[tuple[int, Change | int]]) -> list[Correction]:
    made = []
    for number, change in script:
        if (
            isinstance(change, Remark)
            and not "".join(c for c in change.text if c.isprintable()).strip()
        ):
            continue
        if isinstance(change, int):
            change = Merged(named(store, f"event-{change}"))  # noqa: PLW2901
        made.append(correct(store, f"event-{number}", change))
    return made


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_store(tmp_path_factory.mktemp("template") / "events.sqlite")
    with open_store(path) as opened:
        machine(opened, (1, 2), (5, 6, 7))
        opened._file._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def fresh(template: Path, folder: Path) -> Store:
    path = folder / f"{len(list(folder.iterdir()))}.sqlite"
    path.write_bytes(template.read_bytes())
    return open_store(path)


LAWS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@LAWS
@given(script=scripts)
def test_undoing_all_restores_the_store_exactly(
    template: Path, tmp_path: Path, script: list[tuple[int, Change | int]]
) -> None:
    with fresh(template, tmp_path) as store:
        before = state(store)
        for entry in reversed(play(store, script)):
            store.correct(entry.event, Undone(entry.number), made=NOON, who="Olena")
        assert state(store) == before


@LAWS
@given(script=scripts)
def test_the_state_follows_from_readings_and_log_alone(
    template: Path, tmp_path: Path, script: list[tuple[int, Change | int]]
) -> None:
    with fresh(template, tmp_path) as store, fresh(template, tmp_path) as other:
        play(store, script)
        again = other.import_corrections(store.corrections())
        assert (again.added, again.rejected) == (len(store.corrections()), ())
        assert state(other) == state(store)
        for number in range(10):
            store.add(read_again(store, number))
        machine(store, (1, 2), (5, 6, 7))
        assert store.rows() == other.rows()


@LAWS
@given(script=scripts, which=st.integers(0, 5))
def test_a_file_of_corrections_comes_back_whole_and_only_once(
    template: Path, tmp_path: Path, script: list[tuple[int, Change | int]], which: int
) -> None:
    with fresh(template, tmp_path) as store, fresh(template, tmp_path) as other:
        made = play(store, script)
        if made:
            undone = made[which % len(made)]
            store.correct(undone.event, Undone(undone.number), made=NOON, who="Ivan")
        file = io.BytesIO()
        assert write_lines(store.corrections(), file) == len(store.corrections())
        for added in (len(store.corrections()), 0):
            file.seek(0)
            found = other.import_corrections(read_lines(file, name="desk.jsonl"))
            assert (found.added, found.rejected) == (added, ())
            assert other.corrections() == store.corrections()
        assert state(other) == state(store)


def test_a_file_cannot_undo_what_was_said_of_another_report(store: Store) -> None:
    one, *_, other = anchors(store)
    assert one.document_id != other.document_id
    log = (
        Correction(1, NOON, "Olha", "", one, Dismissed()),
        Correction(2, NOON, "Olha", "", other, Undone(1)),
    )
    found = store.import_corrections(log)
    assert (found.added, [bad.where for bad in found.rejected]) == (1, ["entry 2"])
    assert [row.event_id for row in store.dismissed()] == [one.event_id]


def test_entries_fold_by_when_they_were_made_whichever_log_they_came_from(
    template: Path, tmp_path: Path
) -> None:
    with fresh(template, tmp_path) as one, fresh(template, tmp_path) as two:
        event = named(one, "event-1")
        one.correct(event, OfKind("AID"), made=NOON, who="Olena")
        two.correct(event, OfKind("THREATEN"), made=NOON + timedelta(hours=1), who="Ivan")
        ours, theirs = one.corrections(), two.corrections()
        one.import_corrections(theirs)
        two.import_corrections(ours)
        assert only(one, "event-1").kind == only(two, "event-1").kind == "THREATEN"
        assert one.rows() == two.rows()


def test_bad_lines_are_rejected_and_counted(store: Store) -> None:
    entry = correct(store, "event-1", Confirmed())
    file = io.BytesIO()
    write_lines([replace(entry, number=4, made=NOON + timedelta(days=1))], file)
    good = file.getvalue()
    bad = [
        b"not json\n",
        b"[1]\n",
        b"[" * 100_000 + b"\n",
        b'{"made": "yesterday"}\n',
        good.replace(b"confirmed", b"exploded"),
        good.replace(b'{"type": "confirmed"}', b'{"type": "undone", "number": 99}'),
        good.replace(b"Olena", b"O" * 100),
        good.replace(b"[", b'["'),
        b'{"x": "' + b"y" * 4_100_000 + b'"}\n',
        b"\xff\xfe\n",
        b'{"made": NaN, "number": Infinity}\n',
        b"\n",
    ]
    found = store.import_corrections(read_lines(io.BytesIO(b"".join(bad) + good), name="desk"))
    assert (found.added, found.known, len(found.rejected)) == (1, 0, 11)
    assert found.rejected[0] == Rejected("desk:1", "the line is not JSON")
    assert {r.where for r in found.rejected} >= {"desk:9", "desk:11"}


@pytest.mark.parametrize(
    "change", [PLACED, DISC, AREA, DATED, OfStatus("ongoing"), InRole(Span(1, 4), "actor")]
)
def test_a_change_comes_back_as_it_was(store: Store, change: Change) -> None:
    assert correct(store, "event-1", change).change == change
    assert store.corrections()[0].change == change


def test_events_of_other_reports_are_never_touched(store: Store) -> None:
    others = [row for row in store.rows() if row.event_id != "event-1"]
    for change in (PLACED, DATED, OfKind("AID"), OfStatus("background"), Confirmed()):
        correct(store, "event-1", change)
    assert [row for row in store.rows() if row.event_id != "event-1"] == others


def test_two_sites_are_told_apart_by_the_words_that_name_them(tmp_path: Path) -> None:
    sample = Sample(
        "Shells fell on Yelsk and Pinsk.",
        "ASSAULT",
        "fell",
        "Yelsk",
        geometry=shapely.Point(29, 51),
    )
    made = reading_of(sample, 0)
    (yelsk,) = made.places
    mention = replace(yelsk.mention, span=Span(25, 30), surface="Pinsk")
    pinsk = replace(yelsk, mention=mention, geometry=shapely.Point(26, 52))
    event: Event = replace(made.events[0], places=(yelsk, pinsk))
    with open_store(tmp_path / "two.sqlite") as store:
        store.add(
            replace(made, mentions=(yelsk.mention, mention), places=(yelsk, pinsk), events=(event,))
        )
        correct(store, "event-0", replace(PLACED, at=Span(25, 30)))
        rows = store.rows()
        assert [(row.place, row.lon) for row in rows] == [("Yelsk", 29.0), ("Lviv", 24.02)]
