"""What goes into the store comes out whole, counted and in order, whatever happens meanwhile."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, box
from shapely.geometry.base import BaseGeometry

from geocode.documents import make_document
from geocode.errors import InputError, StoreError
from geocode.happenings import Joined
from geocode.happenings.grouping import join
from geocode.records import (
    Actor,
    Attribution,
    Candidate,
    DateMention,
    Document,
    Entry,
    Event,
    Evidence,
    Mention,
    Place,
    Reading,
    Rejected,
    Span,
    TimeSpan,
)
from geocode.store import EventQuery, Store, open_store, schema

TEXT = "Troops trained near Yelsk on Monday. Elsewhere, shells hit Pinsk; later there were talks."
YELSK = Entry("geonames:619598", "Yel’sk", "PPL", "BY", None, None, 29.15, 51.81, 9632, None, None, 900.0)  # noqa: E501 # fmt: skip
PINSK = Entry("geonames:623549", "Pinsk", "PPL", "BY", "a", "b", 26.09, 52.12, 130777, (26.0, 52.0, 26.2, 52.2), "area", 5000.0)  # noqa: E501 # fmt: skip
DAY = date(2022, 2, 14)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "events.sqlite") as opened:
        yield opened


def place(doc: Document, entry: Entry | None, surface: str, role: str = "site") -> Place:
    start = doc.text.index(surface)
    mention = Mention(doc.id, Span(start, start + len(surface)), surface, "toponym", 0.9)
    ground = Point(entry.lon, entry.lat).buffer(0.1) if entry else None
    others = (Candidate(entry, 0.8, ("its own name",)),) if entry else ()
    return Place(mention, entry, others, 0.8, "near", role, ground, 15000.0 if entry else None,  # type: ignore[arg-type]
                 ("its own name",))  # fmt: skip


def event(id: str, doc: Document, word: str, when: TimeSpan | None, *sites: Place) -> Event:
    trigger = Span(doc.text.index(word), doc.text.index(word) + len(word))
    quote = Span(0, 36) if trigger.start < 36 else Span(37, len(TEXT))
    spans = [s.mention.span for s in sites] or [None]
    told = tuple(Evidence(doc.id, quote, trigger, span, None) for span in spans)
    return Event(id, "MOBILIZE" if word == "trained" else "ASSAULT", "realised", ("army",), (),
                 when, sites, told, None, 0.7)  # fmt: skip


def reading(
    *, source: str = "a", published: date | None = DAY, run: str = "run-1", day: date = DAY
) -> Reading:
    """Three events: near Yelsk on a day, in Pinsk before a day, talks with no place or date."""
    doc = make_document(TEXT, source=source, published=published)
    near, hit = place(doc, YELSK, "Yelsk"), place(doc, PINSK, "Pinsk")
    lost = place(doc, None, "Elsewhere", role="background")
    on = TimeSpan(day, day, "day", "relative")
    before = TimeSpan(None, day - timedelta(days=1), "open", "vague")
    events = (
        event("e1", doc, "trained", on, near),
        event("e2", doc, "hit", before, hit, near),
        event("e3", doc, "talks", None),
    )
    places = (near, lost, hit)
    dates = (DateMention(doc.id, Span(29, 35), on, "weekday"),)
    return Reading(doc, tuple(p.mention for p in places), places, dates, events, run)


# Any reading at all.
words = st.text(st.characters(codec=None), max_size=12)
unit = st.floats(0, 1, allow_nan=False)
spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda t: Span(min(t), max(t)))
days = st.dates(date(1, 1, 1), date(9999, 12, 31))
degrees = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
shapes: st.SearchStrategy[BaseGeometry | None] = st.one_of(
    st.none(),
    degrees.map(Point),
    st.lists(degrees, min_size=2, max_size=5).map(LineString),
    degrees.map(lambda p: box(p[0], p[1], p[0] + 1, p[1] + 1)),
    degrees.map(lambda p: MultiPolygon([box(*p, p[0] + 1, p[1] + 1)])),
)
whens = st.builds(
    TimeSpan,
    earliest=st.none() | days,
    latest=st.none() | days,
    precision=st.sampled_from(["day", "week", "month", "season", "year", "interval", "open"]),
    basis=st.sampled_from(
        ["explicit", "relative", "inherited", "news_of_the_day", "dateline_default", "vague"]
    ),
)
entries = st.builds(
    Entry,
    id=st.sampled_from(["geonames:1", "border:BY-PL"]),
    name=words,
    feature=st.sampled_from(["PPL", "ADM1", "PCLI", "BDRY", "RGN"]),
    country=st.none() | st.just("BY"),
    admin1=st.none() | words,
    admin2=st.none() | words,
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    population=st.integers(0, 10**10),
    bbox=st.none() | st.tuples(*[st.floats(-180, 180)] * 4),
    shape=st.sampled_from([None, "line", "area"]),
    precision_m=st.floats(0, 1e7),
)
mentions = st.builds(
    Mention,
    document_id=st.just("d"),
    span=spans,
    surface=words,
    kind=st.sampled_from(["toponym", "demonym", "nested", "phrase"]),
    confidence=unit,
)
places = st.builds(
    Place,
    mention=mentions,
    best=st.none() | entries,
    others=st.lists(
        st.builds(Candidate, entry=entries, score=unit, why=st.tuples(words)), max_size=2
    ).map(tuple),
    confidence=unit,
    relation=st.sampled_from(["in", "near", "border", "along", "part", "between", "from", "to"]),
    role=st.sampled_from(["site", "origin", "actor", "background"]),
    geometry=shapes,
    precision_m=st.none() | st.floats(0, 1e7),
    why=st.lists(words, max_size=2).map(tuple),
    parts=st.lists(spans, max_size=2).map(tuple),
)
evidences = st.builds(
    Evidence,
    document_id=st.just("d"),
    quote=spans,
    trigger=spans,
    place=st.none() | spans,
    date=st.none() | spans,
    attribution=st.none() | st.builds(Attribution, spans, st.none() | spans),
)
parties = st.builds(
    Actor,
    document_id=st.just("d"),
    span=spans,
    name=words,
    role=st.sampled_from(["actor", "recipient"]),
    country=st.none() | st.just("UA"),
    sector=st.none() | st.just("military"),
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    text = draw(st.text(st.characters(codec=None), min_size=1, max_size=60)) + "x"
    doc = make_document(
        text,
        source=draw(st.none() | words),
        url=draw(st.none() | words),
        published=draw(st.none() | days),
        doc_id=draw(st.none() | words),
    )
    listed = draw(st.lists(places, max_size=3))
    sites = st.lists(places | st.sampled_from(listed) if listed else places, max_size=2)
    events = st.builds(
        Event,
        id=st.sampled_from(["e1", "e2"]),
        kind=st.sampled_from(["ASSAULT", "AGREE"]),
        status=st.sampled_from(["realised", "planned"]),
        actors=st.lists(words, max_size=2).map(tuple),
        recipients=st.lists(words, max_size=2).map(tuple),
        when=st.none() | whens,
        places=sites.map(tuple),
        evidence=st.lists(evidences, min_size=1, max_size=2).map(tuple),
        part_of=st.none() | st.just("e1"),
        confidence=unit,
        parties=st.lists(parties, max_size=2).map(tuple),
    )
    return Reading(
        document=doc,
        mentions=tuple(draw(st.lists(mentions, max_size=3))),
        places=tuple(listed),
        dates=tuple(draw(st.lists(st.builds(DateMention, st.just("d"), spans, whens), max_size=2))),
        events=tuple(draw(st.lists(events, max_size=3))),
        run="run",
    )


@pytest.fixture(scope="module")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("store") / "events.sqlite") as opened:
        yield opened


_runs = itertools.count()


@settings(max_examples=60)
@given(read=readings())
def test_any_reading_comes_back_as_it_went_in(shared_store: Store, read: Reading) -> None:
    # Another run each time, for a document met before to be written again.
    read = replace(read, run=f"run-{next(_runs)}")
    assert shared_store.add(read) is True
    assert shared_store.add(read) is False
    assert shared_store.reading(read.document.id) == read
    assert shared_store.document(read.document.id) == read.document
    counts = shared_store.counts()
    assert counts.events == counts.placed + counts.unplaced == counts.dated + counts.undated
    assert counts.mentions == sum(n for _, n in counts.mentions_by_role)
    assert len(shared_store.rows()) == counts.sites + counts.unplaced


def test_reading_the_same_document_twice_changes_nothing(store: Store) -> None:
    assert store.add(reading()) is True
    before = store.rows(), store.counts(), _content(store.path)
    assert store.add(reading()) is False
    assert (store.rows(), store.counts(), _content(store.path)) == before


def test_another_date_or_run_replaces_the_reading_and_leaves_nothing_of_the_old(
    store: Store,
) -> None:
    store.add(reading())
    assert store.add(reading(published=date(2022, 2, 15))) is True
    assert store.add(replace(reading(run="run-2"), events=())) is True
    counts = store.counts()
    assert (counts.documents, counts.mentions, counts.events, counts.sites) == (1, 3, 0, 0)
    assert store.runs() == ("run-2",)
    assert store.is_current(reading().document, "run-2")
    assert not store.is_current(reading().document, "run-1")


def test_counts_add_up(store: Store) -> None:
    store.add(reading())
    store.add(reading(source="b"))
    store.add_rejected(Rejected("c.txt", "is empty"))
    counts = store.counts()
    assert (counts.documents, counts.rejected, counts.mentions, counts.resolved) == (2, 1, 6, 4)
    assert counts.mentions_by_role == (("background", 2), ("site", 4))
    assert (counts.events, counts.placed, counts.unplaced) == (6, 4, 2)
    assert (counts.dated, counts.undated, counts.sites) == (4, 2, 6)
    assert counts.events_by_kind == (("ASSAULT", 4), ("MOBILIZE", 2))
    one = store.counts(EventQuery(document_ids=(reading().document.id,)))
    assert (one.documents, one.mentions, one.events) == (1, 3, 3)


def test_a_row_says_who_what_where_when_and_why(store: Store) -> None:
    store.add(reading())
    open_past, row = store.rows(EventQuery(placed=True))[1:]
    assert (row.event_id, row.kind, row.earliest, row.latest) == ("e1", "MOBILIZE", DAY, DAY)
    assert (row.place, row.place_id, row.country) == ("Yel’sk", "geonames:619598", "BY")
    assert (row.lon, row.lat, row.relation, row.precision_m) == (29.15, 51.81, "near", 15000.0)
    assert row.geometry == Point(29.15, 51.81).buffer(0.1)
    assert (row.acled_geo_precision, row.ucdp_where_prec) == (2, 2)
    assert (row.acled_time_precision, row.ucdp_date_prec) == (1, 1)
    assert (row.confidence, row.reasons) == (0.7, ("its own name",))
    assert row.quote == TEXT[row.quote_start : row.quote_start + len(row.quote)] == TEXT[:36]
    assert TEXT[row.trigger_start : row.trigger_end] == "trained"
    assert TEXT[row.place_start : row.place_end] == "Yelsk"
    assert (row.source, row.published) == ("a", DAY)
    assert (open_past.event_id, open_past.place, open_past.earliest) == ("e2", "Yel’sk", None)


def test_rows_come_in_order_of_day_document_and_word_with_the_undated_last(store: Store) -> None:
    for source in "ab":
        store.add(reading(source=source))
        store.add(reading(source=source + "2", day=DAY - timedelta(days=9)))
    rows = store.rows()
    found = [((r.earliest or r.latest or date.max), r.document_id, r.trigger_start) for r in rows]
    assert found == sorted(found)
    assert [r.event_id for r in rows].count("e3") == 4


@pytest.mark.parametrize(
    ("since", "until", "events"),
    [
        (None, None, {"e1", "e2", "e3"}),
        (DAY, DAY, {"e1"}),
        (DAY, None, {"e1"}),
        (None, DAY, {"e1", "e2"}),
        (date(2022, 2, 13), date(2022, 2, 13), {"e2"}),
        (date(2022, 2, 13), None, {"e1", "e2"}),
        (None, date(2022, 2, 13), {"e2"}),
        (None, date(2022, 2, 12), set()),
        (date(2022, 2, 15), None, set()),
        (date(2010, 1, 1), date(2010, 12, 31), set()),
        (None, date(1, 1, 1), set()),
    ],
)
def test_a_range_takes_in_both_its_days_an_open_end_counts_at_the_other_the_undated_are_left_out(
    store: Store, since: date | None, until: date | None, events: set[str]
) -> None:
    store.add(reading())
    query = EventQuery(since=since, until=until)
    assert {r.event_id for r in store.rows(query)} == events
    assert store.counts(query).events == len(events)


@pytest.mark.parametrize(
    ("earliest", "latest", "first", "last"),
    [
        (DAY, DAY, DAY, DAY),
        (DAY, DAY + timedelta(days=9), DAY, DAY + timedelta(days=9)),
        (None, DAY, DAY, DAY),
        (DAY, None, DAY, DAY),
    ],
)
def test_an_event_is_within_a_range_that_touches_either_of_its_ends_and_in_none_beyond(
    store: Store, earliest: date | None, latest: date | None, first: date, last: date
) -> None:
    doc = make_document(TEXT)
    when = TimeSpan(earliest, latest, "open", "vague")
    store.add(Reading(doc, (), (), (), (event("e", doc, "hit", when),), "run-1"))
    (row,) = store.rows()
    one, long = timedelta(days=1), timedelta(days=9000)
    for since, until, inside in (
        (last, last + long, True),
        (first - long, first, True),
        (last, None, True),
        (None, first, True),
        (None, None, True),
        (last + one, last + long, False),
        (last + one, None, False),
        (first - long, first - one, False),
        (None, first - one, False),
    ):
        query = EventQuery(since=since, until=until)
        assert (row.within(since, until), len(store.rows(query))) == (inside, int(inside))


@settings(max_examples=40)
@given(
    ends=st.lists(st.tuples(st.none() | days, st.none() | days), max_size=4),
    since=st.none() | days,
    until=st.none() | days,
)
def test_the_store_and_the_row_agree_on_every_range(
    shared_store: Store,
    ends: list[tuple[date | None, date | None]],
    since: date | None,
    until: date | None,
) -> None:
    if since and until and since > until:
        since, until = until, since
    doc = make_document(TEXT, source=f"ranges-{next(_runs)}")
    events = tuple(
        event(str(n), doc, "hit", TimeSpan(*pair, "open", "vague")) for n, pair in enumerate(ends)
    )
    shared_store.add(Reading(doc, (), (), (), events, "run"))
    everything = shared_store.rows(EventQuery(document_ids=(doc.id,)))
    inside = shared_store.rows(EventQuery(since, until, document_ids=(doc.id,)))
    assert inside == tuple(r for r in everything if r.within(since, until))


@pytest.mark.parametrize(
    ("query", "events"),
    [
        (EventQuery(kinds=("ASSAULT",)), {"e2", "e3"}),
        (EventQuery(kinds=("ASSAULT", "MOBILIZE")), {"e1", "e2", "e3"}),
        (EventQuery(statuses=("planned",)), set()),
        (EventQuery(placed=True), {"e1", "e2"}),
        (EventQuery(placed=False), {"e3"}),
        (EventQuery(dated=False), {"e3"}),
        (EventQuery(dated=True), {"e1", "e2"}),
        (EventQuery(since=DAY, dated=False), set()),
        (EventQuery(text="yelsk TRAINED"), {"e1"}),
        (EventQuery(text="Pin"), {"e2", "e3"}),
        (EventQuery(text="elsk"), set()),
        (EventQuery(text="100% _"), set()),
        (EventQuery(text="'; DROP TABLE events; --"), set()),
        (EventQuery(document_ids=("nobody",)), set()),
    ],
)
def test_filters_keep_what_they_say(store: Store, query: EventQuery, events: set[str]) -> None:
    store.add(reading())
    assert {r.event_id for r in store.rows(query)} == events


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match="swap its ends"):
        EventQuery(since=DAY, until=DAY - timedelta(days=1))


def test_rejections_are_kept_once_and_forgotten_when_read_again(store: Store) -> None:
    bad = [Rejected("x/a.txt", "is empty"), Rejected("x/b.jsonl:3", "no"), Rejected("xy", "\ud800")]
    assert [store.add_rejected(r) for r in [*bad, bad[0]]] == [True, True, True, False]
    assert store.rejected() == tuple(bad)
    assert store.forget_rejected("x/") == 2
    assert store.forget_rejected("x/b.jsonl") == 0
    assert store.rejected() == (bad[2],)


def test_a_missing_document_is_none(store: Store) -> None:
    assert store.document("nobody") is None
    assert store.reading("nobody") is None


_WRITE_FOREVER = """
import sys; sys.path[:0] = [{tests!r}]
from pathlib import Path
from test_store import TEXT, open_store, reading
with open_store(Path(sys.argv[1])) as store:
    for n in range(10**6):
        store.add(reading(source=f"s{{n}}"))
        print(n, flush=True)
"""


def test_a_kill_in_the_middle_keeps_whole_documents_and_corrupts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "events.sqlite"
    script = _WRITE_FOREVER.format(tests=str(Path(__file__).parent))
    writer = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    said = 0
    for line in writer.stdout:
        said = int(line)
        if said == 40:
            os.kill(writer.pid, signal.SIGKILL)
            break
    rest = [int(line) for line in writer.stdout.read().split()]
    assert writer.wait() == -signal.SIGKILL
    writer.stdout.close()
    with open_store(path) as opened:
        expected = {(r := reading(source=f"s{n}")).document.id: r for n in range(60 + len(rest))}
        ids = opened.document_ids()
        assert {reading(source=f"s{n}").document.id for n in range(said + 1 + len(rest))} <= set(
            ids
        )
        assert len(ids) <= said + 2 + len(rest)
        assert all(opened.reading(key) == expected[key] for key in ids)
        assert opened.counts().events == 3 * len(ids)
        assert opened.add(reading(source="after")) is True
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()


def test_an_error_in_the_middle_of_a_document_keeps_nothing_of_it(store: Store) -> None:
    store.add(reading())
    broken = replace(reading(run="run-2"), mentions=(None,))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        store.add(broken)
    assert store.reading(reading().document.id) == reading()


def test_a_second_writer_is_told_to_wait_while_readers_go_on(tmp_path: Path) -> None:
    path = tmp_path / "events.sqlite"
    with open_store(path) as first, open_store(path, busy_timeout_s=0.05) as second:
        first.add(reading())
        blocker = sqlite3.connect(path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another reader is writing to it; wait"):
            second.add(reading(source="b"))
        with open_store(path, read_only=True) as reader:
            assert reader.counts().documents == 1
        blocker.rollback()
        blocker.close()
        assert second.add(reading(source="b")) is True
        assert first.counts().documents == 2


def test_threads_may_share_a_store(store: Store) -> None:
    def work(source: str) -> None:
        for n in range(5):
            store.add(reading(source=f"{source}{n}"))
            store.rows()

    threads = [threading.Thread(target=work, args=(s,)) for s in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.counts().documents == 15


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "events.sqlite"
    path.write_bytes(content)
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"events\.sqlite is .*move it away and read the doc"):
            open_store(path, read_only=read_only)
    assert path.read_bytes() == content


def test_a_store_damaged_inside_is_named_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "events.sqlite"
    with open_store(path) as opened:
        for n in range(20):
            opened.add(reading(source=str(n)))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    with (
        pytest.raises(StoreError, match="is damaged; move it away and read the documents again"),
        open_store(path, read_only=True) as opened,
    ):
        opened.rows()


def test_a_file_of_another_program_or_version_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as raw:
        raw.execute("CREATE TABLE mine (x)")
    raw.close()
    with pytest.raises(StoreError, match="a database of another program"):
        open_store(other)
    newer = tmp_path / "newer.sqlite"
    open_store(newer).close()
    with sqlite3.connect(newer) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(StoreError, match="is of version 99, and this program's is 4"):
        open_store(newer)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_store_of_an_earlier_version_is_brought_up_where_it_is_written_and_only_there(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "old.sqlite"
    read = reading()
    with open_store(path) as new:
        new.add(read)
        rows = new.rows()
    with sqlite3.connect(path) as raw:
        for table in ("corrections", "corrected", "tellings_found", "views", "overlays"):
            raw.execute(f"DROP TABLE {table}")
        if version < 3:
            raw.execute("DROP TABLE tellings")
        if version == 1:
            raw.execute("ALTER TABLE events DROP COLUMN label")
        raw.execute(f"PRAGMA user_version = {version}")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=rf"version {version}, .* python -m geocode merge --store"):
        open_store(path, read_only=True)
    assert path.read_bytes() == before
    with open_store(path) as opened:
        assert opened.reading(read.document.id) == read
        assert opened.rows() == rows
        assert opened.keep_joined([Joined("e1", read.document.id, "e1", 0, ())]) is True


SOURCES = "abc"


def joined(store: Store) -> list[str]:
    """The same three events in three reports; the first two reports' drills are joined."""
    ids: list[str] = []
    for source in SOURCES:
        read = reading(source=source)
        ids.append(read.document.id)
        events = tuple(
            replace(e, id=f"{e.id}{source}", part_of=f"e1{source}" if e.id == "e2" else None)
            for e in read.events
        )
        store.add(replace(read, events=events))
    why = ("both in Yel’sk",)
    assert store.keep_joined(
        [Joined("e1a", ids[0], "e1a", 1, ()), Joined("e1b", ids[1], "e1a", 0, why)]
    )
    return ids


def test_an_event_of_several_reports_is_shown_once_by_the_best_and_counted_apart_from_them(
    store: Store,
) -> None:
    ids = joined(store)
    drills = [row for row in store.rows() if row.kind == "MOBILIZE" and row.place_start is not None]
    assert [
        (r.event_id, r.happening_id, r.reports, r.tellings) for r in drills if r.reports > 1
    ] == [("e1b", "e1a", 2, 2)]
    assert [r.event_id for r in drills if r.reports == 1] == ["e1c"]
    counts = store.counts()
    assert (counts.told, counts.joined, counts.events, counts.reports) == (9, 1, 8, 3)
    assert counts.events == counts.placed + counts.unplaced == counts.dated + counts.undated
    apart = store.counts(EventQuery(apart=True))
    assert (apart.told, apart.joined, apart.events) == (9, 0, 9)
    assert {r.event_id for r in store.rows(EventQuery(apart=True))} == {
        f"e{n}{source}" for n in (1, 2, 3) for source in SOURCES
    }
    assert {report.document_id for report in store.reports("e1a")} == set(ids[:2])


def test_each_report_is_asked_for_its_own_telling(store: Store) -> None:
    ids = joined(store)
    for number, event in ((0, "e1a"), (1, "e1b")):
        rows = store.rows(EventQuery(document_ids=(ids[number],)))
        assert {row.event_id for row in rows if row.kind == "MOBILIZE"} == {event}
        assert {row.document_id for row in rows} == {ids[number]}
    both = store.counts(EventQuery(document_ids=tuple(ids[:2])))
    assert (both.told, both.joined, both.events, both.reports) == (6, 1, 5, 2)


def test_all_quotes_and_reasons_of_an_event_are_kept_by_report(store: Store) -> None:
    ids = joined(store)
    first, again = sorted(store.reports("e1a"), key=lambda report: report.source or "")
    assert (first.document_id, first.quotes, first.why) == (ids[0], (TEXT[:36],), ())
    assert (again.event_id, again.source, again.why) == ("e1b", "b", ("both in Yel’sk",))
    assert store.reports("e1c") == ()


def test_a_part_names_the_whole_that_all_its_reports_share(store: Store) -> None:
    joined(store)
    parts = {r.event_id: r.part_of for r in store.rows() if r.event_id.startswith("e2")}
    assert parts == {"e2a": "e1a", "e2b": "e1a", "e2c": "e1c"}


def test_what_reports_say_was_one_within_another_is_found_both_ways(store: Store) -> None:
    joined(store)
    numbers = {site.event_id: site.event for site in store.sites()}

    def related(event: str) -> set[str]:
        found = store.related(numbers[event])
        assert len(found) == len(set(found))
        return {name for name, number in numbers.items() if number in found}

    assert related("e2a") == related("e2b") == {"e1a", "e1b"}
    assert related("e1a") == related("e1b") == {"e2a", "e2b"}
    assert related("e1c") == {"e2c"}
    assert related("e3a") == set()


def test_flat_sites_and_single_events_say_what_the_rows_of_each_report_do(store: Store) -> None:
    joined(store)
    rows = store.rows(EventQuery(apart=True))
    sites = list(store.sites())
    assert sorted(
        (s.event_id, s.happening or s.event_id, s.place_id, s.place, s.place_start, s.lon)
        for s in sites
    ) == sorted(
        (r.event_id, r.happening_id, r.place_id, r.place, r.place_start, r.lon) for r in rows
    )
    assert [s.rank for s in sites if s.event_id in {"e1a", "e1b"}] == [1, 0]
    assert store.rows_of([site.event for site in sites]) == rows
    shown = store.rows()
    names = {row.event_id for row in shown}
    assert store.rows_of([s.event for s in sites if s.event_id in names]) == shown
    assert sorted(store.events(EventQuery(text="drill"))) == sorted(
        {
            s.event
            for s in sites
            if s.event_id in {r.event_id for r in store.rows(EventQuery(text="drill", apart=True))}
        }
    )


def test_what_was_joined_can_be_undone_and_no_reading_knows_of_it(store: Store) -> None:
    ids = joined(store)
    readings = [store.reading(one) for one in ids]
    again = [
        Joined("e1a", ids[0], "e1a", 1, ()),
        Joined("e1b", ids[1], "e1a", 0, ("both in Yel’sk",)),
    ]
    assert store.keep_joined(again) is False
    assert store.keep_joined(()) is True
    assert store.counts().events == 9
    assert [store.reading(one) for one in ids] == readings


def test_the_report_that_showed_an_event_may_be_read_anew(store: Store) -> None:
    ids = joined(store)
    store.add(replace(reading(source="b", run="run-2"), events=()))
    (row,) = (r for r in store.rows(EventQuery(happening_ids=("e1a",))))
    assert (row.event_id, row.reports, row.document_id) == ("e1a", 1, ids[0])


def test_accounts_of_the_store_are_joined_like_any(store: Store) -> None:
    for source in SOURCES:
        read = reading(source=source)
        store.add(replace(read, events=tuple(replace(e, id=e.id + source) for e in read.events)))
    found = join(store.accounts())
    assert (len(found), len({j.happening for j in found})) == (9, 3)
    assert store.keep_joined(found)
    assert {(row.reports, row.event_id[:2]) for row in store.rows()} == {
        (3, "e1"), (3, "e2"), (3, "e3"),
    }  # fmt: skip


def test_a_new_store_has_no_bytes_until_it_has_its_tables(tmp_path: Path, monkeypatch) -> None:
    path, sizes, make = tmp_path / "s.sqlite", [], schema._execute_all

    def made(connection: sqlite3.Connection, statements: str) -> None:
        make(connection, statements)
        sizes.append(path.stat().st_size)

    monkeypatch.setattr(schema, "_execute_all", made)
    with open_store(path):
        assert sizes == [0]
        assert path.stat().st_size > 0


def test_many_who_open_a_new_store_at_once_all_find_its_tables(tmp_path: Path) -> None:
    together, path = threading.Barrier(8), tmp_path / "s.sqlite"

    def opened(_: int) -> int:
        together.wait()
        with open_store(path) as store:
            return len(store.rejected())

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(opened, range(8))) == [0] * 8


def test_a_missing_store_is_not_made_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "none.sqlite"
    with pytest.raises(StoreError, match=r"there is no store at .*geocode read PATH --store"):
        open_store(path, read_only=True)
    assert not path.exists()


def test_a_folder_that_cannot_be_made_or_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="give a file in a folder you may write to"):
        open_store(tmp_path / "file" / "events.sqlite")
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(tmp_path)


def test_a_store_open_for_reading_refuses_to_be_written(tmp_path: Path) -> None:
    path = tmp_path / "events.sqlite"
    with open_store(path) as opened:
        opened.add(reading())
    with open_store(path, read_only=True) as opened:
        with pytest.raises(StoreError, match="may only be read; make it writable"):
            opened.add(reading(source="b"))
        assert opened.counts().documents == 1


def test_a_full_disk_is_named_and_keeps_what_was_there(store: Store) -> None:
    store.add(reading())
    pages = store._file._connection.execute("PRAGMA page_count").fetchone()[0]
    store._file._connection.execute(f"PRAGMA max_page_count = {pages}")
    big = make_document("Troops. " * 20_000, source="big")
    with pytest.raises(StoreError, match="the disk is full; free some space"):
        store.add(Reading(big, (), (), (), (), "run-1"))
    assert store.counts().documents == 1


def _content(path: Path) -> list[str]:
    with sqlite3.connect(path) as raw:
        dump = list(raw.iterdump())
    raw.close()
    return dump
