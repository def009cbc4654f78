"""Ways out in a real browser: files that arrive, a map that needs no server, a picture, a page."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from page_samples import HOSTILE, SAMPLES, write_store
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from dashboard.sheet import Files
from dashboard.view import View
from dashboard.ways_out.handout import handout

MAP = "iframe[title^='streamlit_folium']"
Opener = Callable[..., Page]


def menu(page: Page):
    page.get_by_role("button", name="Download").click()
    expect(page.locator(".out li button")).to_have_count(7)
    return page.locator(".out")


def taken(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.locator(".out").get_by_role("button", name=name).click()
    expect(page.locator(".out .told")).to_have_text(f"Saved: {download.value.suggested_filename}")
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_every_file_holds_what_the_list_shows(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?since=2022-02-10&until=2022-02-14")
    events = page.locator("ol li button").count()
    menu(page)
    stem = "dateline-2022-02-10-to-2022-02-14"
    name, data = taken(page, "GeoJSON")
    assert name == f"{stem}.geojson"
    told = json.loads(data)
    assert len(told["features"]) == told["metadata"]["counts"]["events"] == events
    name, data = taken(page, "Table (CSV)")
    assert name == f"{stem}.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.read("events.csv").decode().count("\r\n") == events + 1
    name, data = taken(page, "KML")
    assert (name, data.count(b"<Placemark>")) == (f"{stem}.kml", events)
    name, data = taken(page, "GeoPackage")
    assert name == f"{stem}.gpkg"
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(data)
        layers = ("points", "discs", "lines", "areas", "unplaced")
        counted = [opened.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in layers]
    assert sum(counted) == events
    expect(page.locator(".out")).to_be_visible()


def colours(image: Image.Image) -> int:
    return len(image.convert("RGB").getcolors(2**24) or ())


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_is_a_slide_with_the_map_as_it_is_seen(
    sample_server: str, open_page: Opener, *, dark: bool
) -> None:
    page = open_page(f"{sample_server}/?kind=deployment&map=6_52.2_27", dark=dark)
    expect(page.frame_locator(MAP).locator("canvas.leaflet-tile-loaded").first).to_be_visible()
    menu(page)
    name, data = taken(page, "Picture (PNG)")
    assert name == "dateline-deployment.png"
    slide = Image.open(io.BytesIO(data)).convert("RGB")
    assert slide.size == (1920, 1080)
    assert slide.getpixel((4, 4)) == ((18, 22, 27) if dark else (255, 255, 255))
    assert colours(slide.crop((60, 170, 1200, 980))) > 500
    assert colours(slide.crop((1480, 150, 1880, 700))) > 40
    assert colours(slide.crop((48, 1010, 1800, 1060))) > 20
    kind = (232, 178, 58) if dark else (185, 130, 0)
    found = {colour: count for count, colour in slide.getcolors(2**24) or ()}
    assert found.get(kind, 0) > 300


BRIGHTNESS = """() => { const g = document.createElement("canvas").getContext("2d");
  g.drawImage(document.querySelector("img"), 0, 0, 300, 150);
  const found = g.getImageData(0, 0, 300, 150).data;
  return found.reduce((sum, value) => sum + value, 0) / found.length; }"""
"""Of the map on the page to print, from 64 for black to 255 for white."""


def test_the_page_to_print_is_one_page_either_way_and_light_by_night_too(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?since=2022-02-01&until=2022-02-28", dark=True)
    menu(page)
    with page.context.expect_page() as opened:
        page.locator(".out").get_by_role("button", name="One page to print").click()
    sheet = opened.value
    sheet.locator("body[data-ready]").wait_for()
    expect(sheet.locator("h1")).to_have_text("Feb 2022")
    expect(sheet.locator("main")).to_contain_text("Tank crews drilled near Yelsk on Sunday")
    expect(sheet.locator("footer")).to_contain_text("Place data © GeoNames, CC BY 4.0")
    expect(sheet.locator("footer")).to_contain_text("Sample Courier (7)")
    assert sheet.evaluate("document.querySelector('img').naturalWidth") > 800
    assert sheet.evaluate(BRIGHTNESS) > 200
    expect(page.frame_locator(MAP).locator("body.dark")).to_be_visible()
    for name, size in (("Across", (842, 595)), ("Upright", (595, 842))):
        sheet.get_by_role("button", name=name).click()
        printed = pypdfium2.PdfDocument(sheet.pdf(prefer_css_page_size=True))
        assert len(printed) == 1
        assert tuple(round(side) for side in printed[0].get_size()) == size
        text = printed[0].get_textpage().get_text_bounded()
        assert "7 events in 7 reports" in text
        assert "Place data © GeoNames" in text
        assert "Across" not in text
    sheet.close()


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map in one file, of reports that try to run."""
    folder = tmp_path_factory.mktemp("handed")
    store = write_store(folder / "events.sqlite", (*SAMPLES, *HOSTILE))
    made = folder / "map.html"
    made.write_bytes(b"".join(handout(View(), Files(store, store), look=None)))
    return made


@pytest.fixture
def alone(chromium: Browser, handed: Path) -> Iterator[Callable[..., Page]]:
    """Opens the file with no network and no server, and checks that it asked for nothing."""
    contexts, wanted, errors = [], [], []

    def opened(*, width: int = 1300, dark: bool = False) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            color_scheme="dark" if dark else "light",
            offline=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: wanted.append(request.url))
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: (errors.append(dialog.message), dialog.dismiss()))
        page.goto(handed.as_uri())
        page.locator("body[data-ready]").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in wanted if not url.startswith(("data:", "blob:"))] == [
        handed.as_uri()
    ] * len(contexts)
    assert errors == []


def frame_of(page: Page):
    return next(frame for frame in page.frames if frame != page.main_frame)


def test_a_map_in_one_file_shows_its_marks_and_the_quote_behind_one(alone) -> None:
    page = alone()
    expect(page.locator(".counts")).to_contain_text(f"{len(SAMPLES) + len(HOSTILE)} events")
    expect(page.locator("ol li")).to_have_count(len(SAMPLES) + len(HOSTILE))
    frame = frame_of(page)
    expect(page.frame_locator(".map").locator("canvas.leaflet-tile-loaded").first).to_be_visible()
    juba = "S => S.setView([4.85, 31.58], 7, {animate: false})"
    frame.evaluate(f"({juba})(window.map)")
    at = frame.evaluate("(p => [p.x, p.y])(window.map.latLngToContainerPoint([4.85, 31.58]))")
    page.frame_locator(".map").locator("#map_div").click(position={"x": at[0], "y": at[1]})
    expect(page.locator(".evidence blockquote")).to_contain_text(re.compile("Juba"))
    expect(page.locator(".evidence mark.place")).to_have_text("Juba")
    expect(page.locator(".evidence dd button")).to_have_count(1)
    page.locator(".evidence dd button").click()
    expect(page.locator(".evidence blockquote")).to_contain_text("Juba")
    page.keyboard.press("Escape")
    expect(page.locator(".evidence")).to_be_hidden()


def test_its_list_goes_by_keyboard_and_its_dates_filter_list_and_map(alone) -> None:
    page = alone(dark=True)
    body = page.frame_locator(".map").locator("body")
    expect(body).to_have_attribute("data-events", str(len(SAMPLES) + len(HOSTILE)))
    first, last = page.locator(".range input").nth(0), page.locator(".range input").nth(1)
    first.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(first).to_have_attribute("aria-valuetext", "14 Feb 2022")
    expect(page.locator("ol li")).to_have_count(3)
    expect(body).to_have_attribute("data-events", "3")
    last.focus()
    page.keyboard.press("Home")
    expect(last).to_have_attribute("aria-valuetext", "2 Feb 2022")
    expect(page.locator("ol li")).to_have_count(1)
    expect(page.locator("ol li")).to_contain_text("Lima")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".evidence h2")).to_have_text("Lima · 2 Feb 2022")
    expect(page.locator(".evidence a")).to_have_attribute("href", "https://example.org/report")


def test_nothing_a_report_says_runs_in_the_file(alone) -> None:
    page = alone(width=390)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for number in range(page.locator("ol li button").count()):
        page.locator("ol li button").nth(number).click()
    for frame in page.frames:
        assert frame.evaluate(
            "[typeof pwned, document.querySelectorAll('img[src=x],svg[onload]').length]"
        ) == ["undefined", 0]
    said = page.evaluate("JSON.parse(document.getElementById('data').textContent).rows.length")
    assert said == len(SAMPLES) + len(HOSTILE)


def test_the_file_itself_refuses_a_script_that_is_not_its_own(
    chromium: Browser, handed: Path
) -> None:
    with closing(chromium.new_context(offline=True)) as context:
        page = context.new_page()
        page.goto(handed.as_uri())
        ran = page.evaluate(
            "(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
            " document.body.append(s); return typeof ran; })()"
        )
        assert ran == "undefined"
