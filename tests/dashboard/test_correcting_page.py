"""What the forms of the page say becomes a correction, or a message that says what to do."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from page_samples import write_store

from dashboard import correcting, desk
from dashboard.panels import corrections as panel
from dashboard.sheet import Files
from dashboard.speech import LANGUAGES, speaking
from dashboard.view import View
from geocode import EventRow, open_store
from geocode.corrections import Dated, Drawn, OfStatus
from geocode.errors import InputError, StoreError

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(write_store(tmp_path / "events.sqlite"), tmp_path / "gazetteer.sqlite")


def row_of(files: Files, event_id: str) -> EventRow:
    with open_store(files.store, read_only=True) as store:
        return next(row for row in store.rows() if row.event_id == event_id)


def say(files: Files, event_id: str, **payload: object) -> object:
    row = row_of(files, event_id)
    entry, key = correcting.keep({"who": "Olena", **payload}, row, files, made=NOON)
    shown = desk.sheet(View(event=key), files)
    if key is not None:
        found = shown.find(shown.view.event)
        assert found is not None
        assert found.event_id == event_id
    return entry.change


@pytest.mark.parametrize(
    ("shape", "points", "radius", "expected"),
    [
        ("point", "51.81, 29.15", "", Drawn(shapely.Point(29.15, 51.81), None)),
        ("disc", "51°30'N 29°15'E", "2,5", Drawn(shapely.Point(29.25, 51.5), 2_500.0)),
        ("line", "51 29; 52 30", "", Drawn(shapely.LineString([(29, 51), (30, 52)]))),
        (
            "area",
            "51, 29; 52, 30; 51, 31;",
            "",
            Drawn(shapely.Polygon([(29, 51), (30, 52), (31, 51)])),
        ),
    ],
)
def test_typed_coordinates_are_what_a_hand_would_draw(
    files: Files, shape: str, points: str, radius: str, expected: Drawn
) -> None:
    said = say(files, "event-7", type="drawn", shape=shape, points=points, radius_km=radius)
    assert said == expected
    assert row_of(files, "event-7").placed


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        ({"type": "drawn", "shape": "point", "points": ""}, "Draw it on the map"),
        ({"type": "drawn", "shape": "point", "points": "here"}, "“here” is no point"),
        ({"type": "drawn", "shape": "point", "points": "1,2; 3,4"}, "just one pair"),
        ({"type": "drawn", "shape": "disc", "points": "1,2", "radius_km": "wide"}, "in kilometres"),
        ({"type": "drawn", "shape": "disc", "points": "1,2", "radius_km": "0"}, "above 0 metres"),
        ({"type": "drawn", "shape": "line", "points": "1,2"}, "at least two points"),
        ({"type": "drawn", "shape": "area", "points": "1,2; 2,3"}, "at least three points"),
        ({"type": "drawn", "shape": "area", "points": "0,0; 1,1; 1,0; 0,1"}, "crosses itself"),
        ({"type": "candidate", "entry": "geonames:1"}, "not there any more"),
        ({"type": "merged", "document": "x", "event": "y"}, "not there any more"),
        ({"type": "dated"}, "give the first day"),
        ({"type": "dated", "earliest": "soon"}, "a day must be written"),
        ({"type": "kind", "kind": "<b>"}, "a kind must be in capitals"),
        ({"type": "status", "status": "perhaps"}, "status must be one of realised"),
        ({"type": "undone", "number": 3}, "no correction 3"),
        ({"type": "undone", "number": "3"}, "must be a whole number"),
        ({"type": "explode"}, "a change must be one of"),
        ({"type": "role", "role": "site"}, "must be two offsets"),
        ({"type": "confirmed", "who": "  "}, "who is empty"),
    ],
)
def test_a_form_that_cannot_be_kept_says_why_and_nothing_is_written(
    files: Files, payload: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        say(files, "event-7", **payload)
    with open_store(files.store, read_only=True) as store:
        assert store.corrections() == ()


def test_how_precise_a_typed_date_is_follows_from_its_ends(files: Files) -> None:
    said = say(files, "event-9", type="dated", earliest="2022-02-01", latest="2022-02-28")
    assert said == Dated(date(2022, 2, 1), date(2022, 2, 28), "month")
    assert say(files, "event-9", type="dated", earliest="", latest="2022-02-28") == Dated(
        None, date(2022, 2, 28), "open"
    )


def test_a_status_is_corrected_and_told_in_the_log_in_the_language_spoken(files: Files) -> None:
    change = say(files, "event-9", type="status", status="planned")
    assert (change, row_of(files, "event-9").status) == (OfStatus("planned"), "planned")
    with open_store(files.store, read_only=True) as store:
        (entry,) = store.corrections()
    told = {}
    for language in LANGUAGES:
        with speaking(language):
            told[language] = panel.told(entry)
    assert told == {
        "en": "status: Planned", "uk": "стан: Заплановано", "pl": "status: Planowane",
        "es": "estado: Previsto",
    }  # fmt: skip


def test_a_page_that_only_shows_keeps_nothing(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "1")
    with pytest.raises(StoreError, match="read"):
        say(files, "event-5", type="confirmed")
    with open_store(files.store, read_only=True) as store:
        assert store.corrections() == ()


def test_the_pen_is_given_what_it_can_move(files: Files) -> None:
    pens = {}
    for number in range(5):
        row = row_of(files, f"event-{number}")
        found = correcting.standing(row, files)
        assert found
        pen = correcting.shape_of_site(found.corrected.event.places)
        pens[number] = pen and (pen["shape"], len(pen["points"]), pen["radius_km"])
    assert pens == {
        0: ("disc", 1, 15.0),
        1: ("point", 1, None),
        2: ("point", 1, None),
        3: ("line", 5, None),
        4: ("area", 7, None),
    }


@given(st.text(max_size=60))
def test_no_typed_text_is_more_than_a_message(text: str) -> None:
    try:
        points = correcting.coordinates(text)
    except InputError:
        return
    assert all(len(point) == 2 for point in points)
