"""Layers of the map in a real browser: what filters, what is computed, what is laid over it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shapely
from geopy.distance import geodesic
from page_samples import BELARUS, JUBA, SAMPLES, YELSK, Sample, write_store
from page_server import running
from playwright.sync_api import FrameLocator, Page, expect

MAP = "iframe[title^='streamlit_folium']"
Opener = Callable[..., Page]
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}${1}"
LINE = {
    "type": "Feature",
    "properties": {"name": HOSTILE},
    "geometry": {"type": "LineString", "coordinates": [[28.0, 51.0], [31.0, 51.0]]},
}
CROWDED = tuple(
    Sample(f"Marchers gathered in Juba, {n} said.", "PROTEST", "gathered", "Juba", geometry=JUBA)
    for n in ("one", "two", "three")
)
NEIGHBOURS = tuple(
    Sample(
        f"Guards in Yelsk fired on {n}.", "ASSAULT", "fired", "Yelsk",
        geometry=shapely.Point(YELSK.x + n / 500, YELSK.y),
    )
    for n in range(1, 6)
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = tmp_path_factory.mktemp("layers") / "events.sqlite"
    with running(write_store(store, (*SAMPLES, *CROWDED, *NEIGHBOURS))) as address:
        yield address


def inside(page: Page) -> FrameLocator:
    return page.frame_locator(MAP)


def body(page: Page, name: str, value: object) -> None:
    expect(inside(page).locator("body")).to_have_attribute(f"data-{name}", str(value))


def seen(page: Page) -> list[dict]:
    return inside(page).locator("body").evaluate("() => dateline.seen()")


def look(page: Page, lat: float, lon: float, zoom: int) -> None:
    there = "(e, [lat, lon, zoom]) => map.setView([lat, lon], zoom, {animate: false})"
    inside(page).locator("body").evaluate(there.replace("=> map", "=> void map"), [lat, lon, zoom])


def drawn(page: Page) -> set[int]:
    marks = inside(page).locator("body").evaluate("() => dateline.drawn()")
    return {mark["shape"] for mark in marks}


def test_the_key_filters_map_list_timeline_counts_and_address(
    server: str, open_page: Opener
) -> None:
    page = open_page(server)
    assert drawn(page) == {0, 1, 2, 3}
    entry = inside(page).get_by_role("button", name="Border, river or coast")
    expect(entry).to_have_attribute("aria-pressed", "false")
    entry.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("shape=line"))
    expect(entry).to_have_attribute("aria-pressed", "true")
    body(page, "rows", 1)
    assert drawn(page) == {2}
    expect(page.get_by_text("1 event in 1 report = 1 on the map + 0 with no place")).to_be_visible()
    expect(page.locator("[class*='st-key-tray-']")).to_contain_text("Events 1")
    expect(page.locator("canvas[data-counts]")).to_have_attribute(
        "data-counts", re.compile(r"^\d+:1( \d+:1)*$")
    )
    planned = inside(page).get_by_role("button", name="Planned or possible")
    planned.click()
    expect(page).to_have_url(re.compile("(?=.*status=planned)(?=.*status=hypothetical)"))
    planned.click()
    expect(page).not_to_have_url(re.compile("status="))
    inside(page).get_by_role("button", name="Border, river or coast").click()
    expect(page).not_to_have_url(re.compile("shape="))


def test_vague_marks_are_in_no_donut_and_a_country_has_no_pin(
    server: str, open_page: Opener
) -> None:
    page = open_page(f"{server}/?map=4_52.000_29.000")
    exact = [s.geometry for s in (*SAMPLES, *CROWDED, *NEIGHBOURS)]
    towns = [g for g in exact if g is not None and g.geom_type == "Point" and g.y > 50]
    found = {(m["type"], m["of"]): m["n"] for m in seen(page) if m["y"] < 450}
    assert found[("cluster", None)] == len(towns)
    assert found[("loose", "near")] == 1
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.wait_for_function("() => dateline.seen().some((mark) => mark.type === 'area')")
    area = next(mark for mark in seen(page) if mark["type"] == "area")
    west, south, east, north = BELARUS.bounds
    middle = [(south + north) / 2, (west + east) / 2]
    point = (
        inside(page).locator("body").evaluate("(e, at) => map.latLngToContainerPoint(at)", middle)
    )
    assert all(
        abs(mark["x"] - point["x"]) + abs(mark["y"] - point["y"]) > 12
        for mark in (*seen(page), area)
        if mark["type"] in {"place", "cluster", "loose"}
    )


def test_several_events_at_one_place_are_listed_and_chosen_by_keyboard(
    server: str, open_page: Opener
) -> None:
    page = open_page(f"{server}/?map=8_{JUBA.y}_{JUBA.x}")
    crowd = sum(s.geometry is JUBA for s in (*SAMPLES, *CROWDED))
    expect(inside(page).get_by_role("button", name="Town or spot")).to_be_visible()
    inside(page).locator(".leaflet-container").focus()
    page.keyboard.press("Enter")
    items = inside(page).locator(".spot button")
    expect(items).to_have_count(crowd)
    expect(inside(page).locator(".spot h2")).to_have_text(f"{crowd} events")
    expect(items.nth(0)).to_be_focused()
    expect(items.nth(0)).to_have_attribute("aria-current", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(items.nth(1)).to_have_attribute("aria-current", "true")
    key = items.nth(1).get_attribute("data-key")
    expect(page).to_have_url(re.compile(f"event={key}"))
    page.keyboard.press("Escape")
    expect(inside(page).locator(".spot")).to_be_hidden()


def test_a_layer_of_ones_own_is_kept_drawn_named_and_dropped(
    server: str, open_page: Opener, tmp_path: Path
) -> None:
    file = tmp_path / "front.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [LINE]}), "utf-8")
    page = open_page(f"{server}/?map=7_51.000_29.500")
    page.get_by_role("button", name="Layers").click()
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_label("Its name").fill(HOSTILE)
    page.get_by_role("button", name="Keep").click()
    expect(page).to_have_url(re.compile("over="))
    body(page, "overlays", 1)
    expect(page.get_by_text(HOSTILE, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    box = page.locator(MAP).bounding_box()
    point = inside(page).locator("body").evaluate("() => map.latLngToContainerPoint([51.0, 30.2])")
    page.mouse.move(box["x"] + point["x"], box["y"] + point["y"])
    expect(inside(page).locator(".tip")).to_have_text(f"{HOSTILE} · {HOSTILE}")
    again = open_page(page.url)
    body(again, "overlays", 1)
    again.get_by_role("button", name="Layers").click()
    again.locator(".st-key-forget_0 button, [class*=st-key-forget] button").first.click()
    body(again, "overlays", 0)
    expect(again).not_to_have_url(re.compile("over="))


def test_heat_says_its_scale_and_how_many_vague_events_it_leaves_out(
    server: str, open_page: Opener
) -> None:
    page = open_page(f"{server}/?layer=heat&map=5_52.000_29.000")
    key = inside(page).locator(".surface-key")
    expect(key).to_contain_text("Events per")
    vague = sum(s.geometry is not None and s.geometry.geom_type != "Point" for s in SAMPLES)
    expect(key).to_contain_text(f"{vague} events left out: their places are not exactly known")
    expect(key.locator("li")).to_have_count(5)
    painted = (
        inside(page)
        .locator("canvas.heat")
        .evaluate(
            "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((v) => v > 0)"
        )
    )
    assert painted


def test_regions_count_what_surely_lies_in_them(server: str, open_page: Opener) -> None:
    page = open_page(f"{server}/?layer=regions&base=muted&map=6_52.000_29.000")
    body(page, "areas", 3)  # those of Gomel, Lima and Juba
    key = inside(page).locator(".surface-key")
    expect(key).to_contain_text("Events by region")
    expect(key).to_contain_text("events not counted: not surely in one of them")
    box = page.locator(MAP).bounding_box()
    point = inside(page).locator("body").evaluate("() => map.latLngToContainerPoint([52.6, 30.2])")
    page.mouse.move(box["x"] + point["x"], box["y"] + point["y"])
    page.get_by_role("button", name="Layers").click()
    page.get_by_text("Reports", exact=True).click()
    expect(page).to_have_url(re.compile("by=reports"))
    expect(key).to_contain_text("Reports by region")


def test_a_distance_is_measured_by_keyboard_along_the_geodesic(
    server: str, open_page: Opener
) -> None:
    page = open_page(f"{server}/?map=5_50.000_20.000")
    frame = inside(page)
    frame.get_by_role("button", name="Measure a distance (key M)").click()
    expect(frame.locator(".measured")).to_contain_text("Click the points of the way")
    frame.locator(".leaflet-container").focus()
    ends = []
    for lon in (20.0, 30.0):
        look(page, 50.0, lon, 5)
        ends.append(frame.locator("body").evaluate("() => map.getCenter()"))
        page.keyboard.press("Enter")
    metres = geodesic(*((end["lat"], end["lng"]) for end in ends)).m
    body(page, "metres", round(metres))
    expect(frame.locator(".measured")).to_contain_text(f"{metres / 1000:.0f} km")
    page.keyboard.press("Escape")
    expect(frame.locator(".measured")).to_be_hidden()


def test_coordinates_come_in_the_readers_format(server: str, open_page: Opener) -> None:
    page = open_page(server)
    where = inside(page).locator(".readout .where")
    look(page, 50.45, 30.523, 8)
    for written, text in (
        ("mgrs", "36U UA 241 915"),
        ("dms", "50°27′00″N 30°31′23″E"),
        ("decimal", "50.4500, 30.5230"),
    ):
        inside(page).get_by_label("How coordinates are written").select_option(written)
        expect(where).to_have_text(text)
        expect(page).to_have_url(re.compile(f"_{written}" if written != "decimal" else r"30\.523$"))


def test_days_pointed_at_in_the_timeline_are_lit_on_the_map(server: str, open_page: Opener) -> None:
    page = open_page(server)
    box = page.locator("canvas[data-counts]").bounding_box()
    lit = "() => datelineRows.S.lit && datelineRows.S.lit.reduce((sum, n) => sum + n, 0)"
    found = set()
    for step in range(1, 40):
        page.mouse.move(box["x"] + step * box["width"] / 40, box["y"] + box["height"] / 2)
        found.add(inside(page).locator("body").evaluate(lit))
    assert 1 in found
    page.mouse.move(5, 5)
    assert inside(page).locator("body").evaluate(lit) is None


def test_a_part_of_the_basemap_that_failed_to_come_is_asked_for_again(
    server: str, open_page: Opener
) -> None:
    page = open_page(f"{server}/?map=3_10.000_20.000")
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.wait_for_function("dateline.still()")
    frame.evaluate(
        """() => {
          const whole = window.fetch;
          window.refused = 0;
          window.fetch = (asked, ...rest) => {
            const tile = String(asked.url ?? asked).includes("pmtiles");
            if (!tile || refused) return whole(asked, ...rest);
            refused++;
            return Promise.reject(new TypeError("Failed to fetch"));
          };
          map.setView([51, 29], 7, { animate: false });
        }"""
    )
    frame.wait_for_function("refused === 1 && dateline.still()")
    blank = """() => [...document.querySelectorAll("canvas.leaflet-tile")].filter((tile) => {
      const { data } = tile.getContext("2d").getImageData(0, 0, tile.width, tile.height);
      return !data.some((value, at) => at % 4 < 3 && value !== data[at % 4]);
    }).length"""
    assert frame.evaluate(blank) == 0
