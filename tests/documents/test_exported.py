"""An export opened in an empty store and exported again is the same; all else is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geocode.corrections import Confirmed, Dismissed, Drawn, Remark
from geocode.documents import make_document, read_bytes
from geocode.documents.exported import merged
from geocode.exporters import export, export_metadata
from geocode.happenings import Joined
from geocode.receiving import join_events
from geocode.records import (
    KINDS,
    OPENED,
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
from geocode.rows import EventQuery
from geocode.store import Store, open_store

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SENTENCES = (
    "Troops left Kyiv on Monday.",
    "«Пожежа» at 𝔊oma {{7*7}}.",
    "All was quiet.",
    "\ud800 x",
)
SHAPES = (
    shapely.Point(30.5, 50.4),
    shapely.Point(29.15, 51.81).buffer(0.2),
    shapely.LineString([(23.6, 51.5), (23.5, 53.9)]),
    shapely.box(23, 51, 32, 56),
    shapely.MultiPolygon([shapely.box(179, 60, 180, 62), shapely.box(-180, 60, -179, 62)]),
)
days = st.dates(date(1900, 1, 1), date(2030, 1, 1))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A report with events that have any shape, any number of places and any days, or none."""
    told = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5))
    gap = draw(st.sampled_from([" ", "\n\n", " not quoted at all; it says nothing that matters. "]))
    document = make_document(
        gap.join(told), source=draw(st.none() | st.text(max_size=9)),
        url=draw(st.none() | st.just("https://example.org/a")), published=draw(st.none() | days),
        doc_id=draw(st.none() | st.text(max_size=5)), language="en",
    )  # fmt: skip
    starts = [sum(len(s) + len(gap) for s in told[:n]) for n in range(len(told))]
    quotes = [Span(start, start + len(s)) for start, s in zip(starts, told, strict=True)]
    events = tuple(
        _event(draw, document.id, draw(st.sampled_from(quotes)), f"{document.id}-{n}")
        for n in range(draw(st.integers(1, 3)))
    )
    return Reading(document, (), (), (), events, "dateline-1/gazetteer-ab/settings-c/model-d")


def _event(draw: st.DrawFn, document_id: str, quote: Span, event_id: str) -> Event:
    middle = (quote.start + quote.end) // 2
    words, other = Span(quote.start, middle), Span(middle, quote.end)
    date_span = draw(st.sampled_from([None, other, Span(0, 2)]))
    places = tuple(
        _place(draw, Mention(document_id, span, "Kyiv", "toponym"))
        for span in draw(st.sampled_from([(), (words,), (words, other)]))
    )
    first, last = sorted((draw(days), draw(days)))
    whens = [
        None, TimeSpan(first, last, "interval", "explicit"),
        TimeSpan(None, last, "open", "relative"), TimeSpan(None, None, "open", "vague"),
    ]  # fmt: skip
    return Event(
        event_id, draw(st.sampled_from(KINDS)), draw(st.sampled_from(["realised", "denied"])),
        draw(st.sampled_from([(), ("crews",), ("=cmd", "</script>")])), ("a", "b"),
        draw(st.sampled_from(whens)), places,
        tuple(Evidence(document_id, quote, words, p.mention.span, date_span) for p in places)
        or (Evidence(document_id, quote, words, None, date_span),),
        draw(st.sampled_from([None, "whole"])), draw(st.floats(0, 1).map(lambda x: round(x, 6))),
        label=draw(st.sampled_from(["", "bombing"])),
    )  # fmt: skip


def _place(draw: st.DrawFn, mention: Mention) -> Place:
    shape = draw(st.sampled_from(SHAPES))
    point = shape.representative_point()
    entry = Entry(
        draw(st.sampled_from(["geonames:1", "border:BY-PL"])), "Kyïv",
        draw(st.sampled_from(["PPL", "PCLI", "ADM1", "BDRY", "RGN", "MT"])),
        draw(st.sampled_from([None, "UA"])), None, None, point.x, point.y, 5, None,
        draw(st.sampled_from([None, "line"])), draw(st.sampled_from([0.0, 3e3, 9e4])),
    )  # fmt: skip
    return Place(
        mention, draw(st.sampled_from([entry, None])), (), 0.75,
        draw(st.sampled_from(["in", "near", "border", "along"])), "site", shape,
        draw(st.sampled_from([0.0, 15_000.123])), ("its own name", "<b>only</b>"),
    )  # fmt: skip


def exported(store: Store, *, apart: bool = False) -> bytes:
    query = EventQuery(apart=apart)
    rows = store.rows(query)
    out = io.BytesIO()
    export(rows, out, format="geojson", metadata=export_metadata(store, query, features=len(rows)))
    return out.getvalue()


def opened(path: Path, data: bytes) -> Store:
    store = open_store(path)
    for found in read_bytes("a.geojson", data):
        assert isinstance(found, Reading), found
        store.add(found)
    join_events(store)
    return store


def features(data: bytes) -> list[dict[str, Any]]:
    """What a feature says; where no entry is, the point that stands for it is told anew."""
    listed = json.loads(data)["features"]
    for feature in listed:
        if feature["properties"]["place_id"] is None:
            del feature["properties"]["lon"], feature["properties"]["lat"]
    return listed


@settings(max_examples=60)
@given(st.lists(readings(), min_size=1, max_size=3, unique_by=lambda r: r.document.id))
def test_an_export_opened_in_an_empty_store_gives_the_same_export(
    tmp_path_factory: pytest.TempPathFactory, told: list[Reading]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    with open_store(folder / "a.sqlite") as first:
        for reading in told:
            first.add(reading)
        once = exported(first)
    with opened(folder / "b.sqlite", once) as second:
        again = exported(second)
        assert all(run.startswith(OPENED) for run in second.runs())
    assert features(again) == features(once)


TABLES = ("csv", "zip")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_ours_is_opened_as_its_geojson_is(tmp_path: Path, name: str) -> None:
    whole = [_simple(n, f"«Пожежа» at 𝔊oma on day {n}.") for n in range(3)]
    strange = replace(whole[0].events[0], actors=("=cmd", "crews"), when=None)
    whole[0] = replace(whole[0], events=(strange,))
    with open_store(tmp_path / "a.sqlite") as first:
        for reading in whole:
            first.add(reading)
        event = first.anchor(whole[1].document.id, whole[1].events[0].id)
        assert event
        first.correct(event, Drawn(SHAPES[3]), made=NOON, who="+Olena", why="seen; there")
        first.correct(event, Confirmed(), made=NOON, who="+Olena")
        first.correct(event, Remark("=1+1"), made=NOON, who="+Olena")
        metadata = export_metadata(first, EventQuery(), features=3)
        files = {form: io.BytesIO() for form in (name, "geojson")}
        for form, out in files.items():
            export(first.rows(), out, format=form, metadata=metadata)
    rows = {}
    for form, out in files.items():
        with open_store(tmp_path / f"{form}.sqlite") as second:
            for found in read_bytes(f"events.{form}", out.getvalue()):
                assert isinstance(found, Reading), found
                second.add(found)
            rows[form] = [replace(row, reasons=()) for row in second.rows()]
            reasons = [row.reasons for row in second.rows() if row.placed]
        assert "; ".join(reasons[0]) == "+Olena placed it by hand; seen; there"
    assert rows[name] == rows["geojson"]
    assert sorted(row.confirmed for row in rows[name]) == [False, False, True]


@pytest.mark.parametrize(
    ("name", "cell", "says"),
    [
        ("kind", "<script>", "has an unknown kind; export it anew"),
        ("quote_start", "=1", "has no number as quote_start; export it anew"),
        ("confidence", "nan", "has a confidence out of its range; export it anew"),
        ("wkt", "POINT (1", "has no geometry of a known type; export it anew"),
        (
            "wkt",
            "GEOMETRYCOLLECTION (" * 5000,
            "has no geometry of a known type; export it anew",
        ),
        ("wkt", "POINT (500 1)", "has a geometry outside the world; export it anew"),
        ("confirmed", "perhaps", "has neither true nor false as confirmed; export it anew"),
    ],
)
def test_a_row_of_a_table_that_is_not_ours_is_counted_and_refused(
    tmp_path: Path, name: str, cell: str, says: str
) -> None:
    with open_store(tmp_path / "a.sqlite") as first:
        first.add(_simple(0, "Troops left Kyiv on day 0."))
        out = io.BytesIO()
        export(first.rows(), out, format="csv", metadata={})
    header, row = csv.reader(io.StringIO(out.getvalue().decode(), newline=""))
    row[header.index(name)] = cell
    changed = io.StringIO(newline="")
    csv.writer(changed).writerows([header, row])
    assert list(read_bytes("a.csv", changed.getvalue().encode())) == [Rejected("a.csv:2", says)]


def test_what_a_person_confirmed_is_confirmed_where_it_is_opened(tmp_path: Path) -> None:
    whole = [_simple(n, f"Troops left Kyiv on day {n}.") for n in range(3)]
    with open_store(tmp_path / "a.sqlite") as first:
        for reading in whole:
            first.add(reading)
        for n in (0, 2):
            event = first.anchor(whole[n].document.id, whole[n].events[0].id)
            assert event
            first.correct(event, Confirmed(), made=NOON, who="Olena")
        before = exported(first)
    with opened(tmp_path / "b.sqlite", before) as second:
        assert _confirmed(second) == {whole[0].events[0].id, whole[2].events[0].id}
        event = second.anchor(whole[2].document.id, whole[2].events[0].id)
        assert event
        second.correct(event, Dismissed(), made=NOON, who="Ivan")
        assert _confirmed(second) == {whole[0].events[0].id}


def _confirmed(store: Store) -> set[str]:
    """As the map is told it, which the rows say too."""
    sites = {site.event_id for site in store.sites() if site.confirmed}
    assert sites == {row.event_id for row in store.rows() if row.confirmed}
    return sites


def test_events_that_several_reports_tell_keep_their_numbers(tmp_path: Path) -> None:
    whole = [_simple(n, f"Troops left Kyiv on day {n}.") for n in range(3)]
    ids = [reading.events[0].id for reading in whole]
    with open_store(tmp_path / "a.sqlite") as first:
        for reading in whole:
            first.add(reading)
        first.keep_joined(
            Joined(event_id, r.document.id, ids[0], rank, ())
            for event_id, r, rank in zip(ids, whole, (1, 2, 0), strict=True)
        )
        merged_once, apart_once = exported(first), exported(first, apart=True)
    with opened(tmp_path / "b.sqlite", merged_once) as second:
        assert features(exported(second)) == features(merged_once)
        (row,) = second.rows()
        assert (row.happening_id, row.reports, row.tellings) == (ids[0], 3, 3)
        assert row.event_id == ids[2]
    with opened(tmp_path / "c.sqlite", apart_once) as third:
        assert features(exported(third, apart=True)) == features(apart_once)
        assert third.counts().events == 1


def test_a_report_opened_holds_its_quotes_where_they_stood_and_says_what_is_missing() -> None:
    reading = _simple(
        0, "Nobody saw it coming at all. Troops left Kyiv. Nothing more.", at=29, end=46
    )
    found = _through(reading)
    assert found.document.text == "[…]\n\n" + " " * 24 + "Troops left Kyiv."
    assert (found.document.id, found.document.sha256) == (
        reading.document.id, reading.document.sha256,
    )  # fmt: skip
    (evidence,) = found.events[0].evidence
    assert evidence.quote.of(found.document.text) == "Troops left Kyiv."


def test_two_exports_of_one_report_are_laid_together() -> None:
    text = "Troops left Kyiv. Nothing more. Rebels took Goma."
    first, second = _simple(0, text, at=0, end=17), _simple(1, text, at=32, end=49)
    one, other = _through(first), _through(replace(second, document=first.document))
    both = merged(one, other)
    assert [b.span.of(both.document.text) for b in both.document.blocks] == [
        "Troops left Kyiv.", "Rebels took Goma.",
    ]  # fmt: skip
    assert len(both.events) == 2
    assert merged(both, one) == both


def _simple(number: int, text: str, at: int = 0, end: int | None = None) -> Reading:
    document = make_document(text, source=f"{number}.txt", published=date(2022, 2, 14 + number))
    quote = Span(at, len(text) if end is None else end)
    evidence = Evidence(document.id, quote, Span(at, at + 6), None, None)
    event = Event(f"e{number}", "RETREAT", "realised", (), (), None, (), (evidence,), None, 0.5)
    return Reading(document, (), (), (), (event,), "run")


def _through(reading: Reading) -> Reading:
    """A reading as an export has it."""
    with TemporaryDirectory() as folder, open_store(Path(folder, "a.sqlite")) as store:
        store.add(reading)
        (found,) = read_bytes("a.geojson", exported(store))
    assert isinstance(found, Reading)
    return found


def _feature(change: Callable[[dict[str, Any]], object]) -> bytes:
    with TemporaryDirectory() as folder, open_store(Path(folder, "a.sqlite")) as store:
        store.add(_simple(0, "Troops left Kyiv."))
        collection = json.loads(exported(store))
    change(collection["features"][0])
    return json.dumps(collection).encode()


def _set(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda feature: feature["properties"].__setitem__(name, value)


SPREAD = [[lon, (lon * 37 + side) % 140 - 70] for lon in range(-60, 60) for side in (0, 70)]
TANGLE = [SPREAD[at * 97 % len(SPREAD)] for at in (*range(len(SPREAD)), 0)]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_set("kind", "<script>"), "has an unknown kind"),
        (_set("kind", None), "has an unknown kind"),
        (_set("status", ["x"]), "has no text as status"),
        (_set("document_id", "../../x"), "has an unknown document_id"),
        (_set("event_id", "x" * 200), "has an unknown event_id"),
        (_set("sha256", "zz"), "has an unknown sha256"),
        (_set("quote_start", 10**12), "has a quote_start out of its range"),
        (_set("quote_start", [1]), "has no number as quote_start"),
        (_set("trigger_start", None), "has no quote_start or trigger"),
        (_set("trigger_end", -1), "has a trigger_end out of its range"),
        (_set("confidence", 7), "has a confidence out of its range"),
        (_set("published", "2022-02-31"), "has no day as published"),
        (_set("actors", [1]), "has no list of texts as actors"),
        (_set("reports", 0), "has a reports out of its range"),
        (_set("confirmed", "yes"), "has neither true nor false as confirmed"),
        (_set("place", "Kyiv"), "has a place that nothing names"),
        (lambda f: f.__setitem__("geometry", {"type": "Feature"}), "has no geometry of a known"),
        (
            lambda f: f.__setitem__("geometry", {"type": "Point", "coordinates": ["x"]}),
            "has a geometry that cannot be drawn",
        ),
        (
            lambda f: f.__setitem__("geometry", {"type": "Point", "coordinates": [999, 0]}),
            "has a geometry outside the world",
        ),
        (
            lambda f: f.__setitem__(
                "geometry", {"type": "MultiPolygon", "coordinates": [[TANGLE]]}
            ),
            "has a geometry that crosses itself everywhere",
        ),
        (lambda f: f.clear(), "has no properties"),
    ],
)
def test_a_feature_that_is_not_ours_is_counted_and_refused(
    change: Callable[[dict[str, Any]], object], says: str
) -> None:
    (found,) = read_bytes("a.geojson", _feature(change))
    assert isinstance(found, Rejected)
    assert found.where == "a.geojson:1"
    assert found.reason.startswith(says)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "is no GeoJSON"),
        (b"[" * 100_000, "is no GeoJSON"),
        (b"[1]", "is no export of ours"),
        (b'{"type": "FeatureCollection", "features": []}', "is no export of ours"),
        (b'{"metadata": {"generator": "dateline"}, "features": 7}', "is no export of ours"),
    ],
)
def test_another_programs_map_is_told_where_it_belongs(data: bytes, says: str) -> None:
    (found,) = read_bytes("a.geojson", data)
    assert isinstance(found, Rejected)
    assert found.reason.startswith(says)


def test_quotes_that_contradict_each_other_are_refused() -> None:
    data = json.loads(_feature(lambda _: None))
    other = json.loads(json.dumps(data["features"][0]))
    other["properties"] |= {"quote": "Nobody left Kyiv.", "event_id": "e9", "happening_id": "e9"}
    data["features"].append(other)
    (found,) = read_bytes("a.geojson", json.dumps(data).encode())
    assert isinstance(found, Rejected)
    assert found.reason == "has two quotes in one place; export it anew"
