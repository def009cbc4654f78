"""People correct events on the page; the store, the map and the files say the same afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from page_samples import SAMPLES, Sample, reading_of, write_store
from page_server import running
from playwright.sync_api import Locator, Page, expect

from geocode.corrections import Confirmed
from geocode.records import Candidate, Entry, Rejected
from geocode.rows import EventRow
from geocode.store import open_store

MAP = "iframe[title^='streamlit_folium']"
Opener = Callable[..., Page]
BREST = Entry("geonames:629634", "Brest", "PPLA", "BY", None, None, 23.7, 52.1, 340_000, None, None, 5_000.0)  # noqa: E501 # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples; of the bridge in Yelsk another candidate is known, and two inputs were bad."""
    path = write_store(tmp_path_factory.mktemp("corrected") / "events.sqlite")
    _with_candidate(path, SAMPLES[1])
    with open_store(path) as opened:
        opened.add_rejected(Rejected("<img src=x onerror=alert(1)>.txt", "it is empty"))
        opened.add_rejected(Rejected("scan.pdf", "it has no text"))
    return path


def _with_candidate(path: Path, sample: Sample) -> None:
    made = reading_of(sample, 1)
    place = replace(made.places[0], others=(Candidate(BREST, 0.1, ("it is larger",)),))
    event = replace(made.events[0], places=(place,))
    with open_store(path) as opened:
        opened.add(replace(made, places=(place,), events=(event,), run="second-run"))


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[str]:
    with running(store) as address:
        yield address


def row_of(store: Path, event_id: str) -> EventRow:
    with open_store(store, read_only=True) as opened:
        (row,) = (row for row in opened.rows() if row.event_id == event_id)
    return row


def sums(page: Page) -> Locator:
    """The line of counts at the head of the page."""
    return page.locator(".st-key-sums")


def exported(page: Page, event_id: str) -> dict:
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="GeoJSON").click()
    page.keyboard.press("Escape")
    found = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
    (feature,) = (f for f in found if f["properties"]["event_id"] == event_id)
    return feature


def chosen(page: Page, words: str) -> Locator:
    """The corrections of the event whose sentence has these words."""
    page.locator("ol li button").filter(has_text=words).click()
    panel = page.locator(".corrections")
    expect(page.locator(".evidence blockquote")).to_contain_text(words)
    expect(panel.get_by_role("button", name="Confirm")).to_be_visible()
    return panel


def save(panel: Locator, *, entries: int, who: str = "", why: str = "") -> None:
    if who:
        panel.get_by_label("Your name").fill(who)
    panel.get_by_label("Why").fill(why)
    panel.get_by_role("button", name="Save").click()
    expect(panel.locator(".history li")).to_have_count(entries)
    expect(panel.locator("form")).to_have_count(0)


def test_confirm_redate_and_undo(store: Path, server: str, open_page: Opener) -> None:
    page = open_page(server)
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    panel = chosen(page, "Ministers met in Lima")
    panel.get_by_role("button", name="Confirm").click()
    save(panel, entries=1, who="Olena <b>", why="{{7*7}} ${alert(1)}")
    expect(panel.locator(".history")).to_contain_text("Olena <b> · confirmed")
    expect(panel.locator(".history q")).to_have_text("{{7*7}} ${alert(1)}")
    assert row_of(store, "event-5").confirmed
    frame.wait_for_function("dateline.seen().some(m => m.sure === 1)")

    panel.get_by_role("button", name="Date…").click()
    expect(panel.get_by_label("First day")).to_have_value("2022-02-02")
    panel.get_by_label("First day").fill("2022-02-05")
    panel.get_by_role("button", name="Save").click()
    expect(panel.get_by_role("alert")).to_have_text(
        "2022-02-05 is later than 2022-02-02; swap them"
    )
    panel.get_by_label("Last day").fill("2022-02-07")
    save(panel, entries=2)
    expect(page.locator(".evidence h2")).to_have_text("Lima · 5–7 Feb 2022")
    said = exported(page, "event-5")["properties"]
    assert (said["earliest"], said["latest"]) == ("2022-02-05", "2022-02-07")
    assert (said["confirmed"], said["corrected_by"], said["date_basis"]) == (
        True, "Olena <b>", "by_hand",
    )  # fmt: skip

    panel.get_by_role("button", name="Undo", exact=True).first.click()
    save(panel, entries=2)
    expect(page.locator(".evidence h2")).to_have_text("Lima · 2 Feb 2022")
    expect(panel.locator(".history .undone")).to_have_count(1)
    with open_store(store, read_only=True) as opened:
        assert [entry.who for entry in opened.corrections()] == ["Olena <b>"] * 3


def test_another_candidate_and_a_disc_that_is_drawn(
    store: Path, server: str, open_page: Opener
) -> None:
    page = open_page(f"{server}/?map=6_52_28")
    panel = chosen(page, "pontoon bridge")
    panel.get_by_role("button", name="Place…").click()
    panel.get_by_label("Brest, town, Belarus").check()
    save(panel, entries=1, who="Ivan")
    row = row_of(store, "event-1")
    assert (row.place_id, row.lon, row.lat, row.corrected_by) == (BREST.id, 23.7, 52.1, "Ivan")
    assert row.geometry is not None
    assert row.geometry.geom_type == "Point"

    panel.get_by_role("button", name="Place…").click()
    panel.get_by_role("button", name="Disc", exact=True).click()
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.wait_for_function("datelineDrawing.busy()")
    box = page.locator(MAP).bounding_box()
    assert box
    x, y = box["x"] + 300, box["y"] + 200
    centre = frame.evaluate("(p => [p.lat, p.lng])(map.containerPointToLatLng([299, 199]))")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 50, y, steps=4)
    page.mouse.up()
    expect(panel.locator("[name=radius_km]")).not_to_have_value("")
    lat, lon = map(float, panel.locator("[name=points]").input_value().split(","))
    assert (lat, lon) == pytest.approx(centre, abs=0.05)
    radius_km = float(panel.locator("[name=radius_km]").input_value())
    panel.get_by_label("Name of the place").fill("the woods")
    save(panel, entries=2)
    row = row_of(store, "event-1")
    assert (row.place, row.precision_m) == ("the woods", pytest.approx(radius_km * 1000))
    feature = exported(page, "event-1")
    assert feature["geometry"]["type"] == "Polygon"
    west, east = (f(p[0] for p in feature["geometry"]["coordinates"][0]) for f in (min, max))
    assert (west + east) / 2 == pytest.approx(lon, abs=0.01)


def test_the_tray_places_and_dates_and_its_sums_add_up(
    store: Path, server: str, open_page: Opener
) -> None:
    page = open_page(server)
    said = "8 on the map + 2 with no place; 2 of them have no date; 2 inputs rejected"
    expect(sums(page)).to_contain_text(said)
    page.get_by_role("radio", name="No place 2").click()
    page.get_by_label("Place… The alliance announced").click()
    panel = page.locator(".corrections")
    panel.get_by_role("button", name="Line", exact=True).click()
    panel.locator("[name=points]").fill("50°30'N 30°E; 50.7, 30.5")
    save(panel, entries=1, who="Ivan", why="the desk knows")
    expect(sums(page)).to_contain_text("9 on the map + 1 with no place")
    feature = exported(page, "event-7")
    assert feature["geometry"] == {"type": "LineString", "coordinates": [[30, 50.5], [30.5, 50.7]]}

    page.get_by_role("radio", name="No date 2").click()
    page.get_by_label("Date… The spokesman denied").click()
    panel.get_by_label("Last day").fill("2022-02-14")
    save(panel, entries=1)
    expect(sums(page)).to_contain_text("1 of them has no date")
    assert str(row_of(store, "event-9").latest) == "2022-02-14"


def test_a_rejected_event_leaves_every_sum_and_can_be_shown_again(
    store: Path, server: str, open_page: Opener
) -> None:
    page = open_page(server)
    panel = chosen(page, "Patrols were doubled")
    panel.get_by_role("button", name="Reject").click()
    panel.get_by_label("Your name").fill("Olena")
    panel.get_by_role("button", name="Save").click()
    expect(sums(page)).to_contain_text("9 events in 9 reports")
    expect(sums(page)).to_contain_text("2 inputs rejected; 1 event rejected by hand")
    page.get_by_role("radio", name="Rejected 3").click()
    rejected = page.locator(".rejected")
    expect(rejected).to_contain_text("<img src=x onerror=alert(1)>.txt")
    expect(rejected).to_contain_text("it has no text")
    rejected.get_by_role("button", name="Show again").click()
    expect(sums(page)).to_contain_text("10 events in 10 reports")
    assert row_of(store, "event-3").corrected_by is None


def test_two_events_become_one_and_apart_again(store: Path, server: str, open_page: Opener) -> None:
    page = open_page(server)
    panel = chosen(page, "Thousands marched")
    panel.get_by_role("button", name="Same as…").click()
    panel.get_by_label("Search events").fill("clashes")
    panel.get_by_role("button", name="Search").click()
    panel.get_by_label("Assault · Juba").check()
    save(panel, entries=1, who="Olena")
    expect(sums(page)).to_contain_text("9 events in 10 reports")
    panel.get_by_role("button", name="Apart").click()
    panel.get_by_role("button", name="Save").click()
    expect(sums(page)).to_contain_text("10 events in 10 reports")


@pytest.fixture
def shown_only(tmp_path: Path) -> Iterator[str]:
    """A page that only shows, over a store with one event confirmed."""
    store = write_store(tmp_path / "shown.sqlite")
    row = row_of(store, "event-5")
    with open_store(store) as opened:
        event = opened.anchor(row.document_id, row.event_id)
        assert event
        opened.correct(event, Confirmed(), made=datetime(2026, 11, 23, tzinfo=UTC), who="Olena")
    with running(store, DATELINE_READ_ONLY="1") as address:
        yield address


def test_a_read_only_page_offers_no_correction(shown_only: str, open_page: Opener) -> None:
    page = open_page(shown_only)
    page.locator("ol li button").filter(has_text="Ministers met").click()
    expect(page.locator(".evidence blockquote")).to_contain_text("Ministers met")
    expect(page.locator(".corrections .history li")).to_have_count(1)
    expect(page.locator(".corrections button")).to_have_count(0)
