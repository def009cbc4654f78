"""Thousands of events: everything is drawn, counted and reached, and nothing vague hides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import synthetic_store
from page_samples import JUBA, LIMA, SAMPLES, write_store
from page_server import running
from playwright.sync_api import Frame, Page, expect

from dashboard.layers.feed import row_key
from geocode.gazetteer.protocol import Gazetteer
from geocode.happenings import Joined
from geocode.store import open_store

MAP = "iframe[title^='streamlit_folium']"
EVENTS = 3000
EXACT = {"place", "cluster"}
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def full_server(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Iterator[str]:
    store = tmp_path_factory.mktemp("full") / "events.sqlite"
    synthetic_store.write(store, EVENTS)
    with running(store) as address:
        yield address


def frame_of(page: Page) -> Frame:
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def body(page: Page):
    return page.frame_locator(MAP).locator("body")


def seen(page: Page) -> list[dict]:
    return frame_of(page).evaluate("dateline.seen()")


def drawn(page: Page) -> list[dict]:
    return frame_of(page).evaluate("dateline.drawn()")


def wait_until(page: Page, condition: str) -> None:
    frame_of(page).wait_for_function(condition)


ALL_SHAPES = """() => dateline.seen().reduce((n, m) => n + m.n, 0) >= +document.body.dataset.rows"""
"""Once the outlines have come, every row of the world is part of something that is drawn."""


SETTLED = """() => { const size = map.getSize(), [mark] = dateline.seen();
  return size.y === document.querySelector("#map_div").clientHeight && mark
    && Math.hypot(mark.x - size.x / 2, mark.y - size.y / 2) < 5; }"""
"""The only mark is in the middle of the map, whose size is known."""


def test_every_event_is_part_of_what_is_drawn_and_nothing_vague_is_in_a_donut(
    full_server: str, open_page: Opener
) -> None:
    page = open_page(f"{full_server}/?map=1_20.000_10.000")
    wait_until(page, ALL_SHAPES)
    marks, shapes = seen(page), drawn(page)
    rows = {shape: sum(len(m["ids"]) for m in shapes if m["shape"] == shape) for shape in range(4)}
    exact = sum(mark["n"] for mark in marks if mark["type"] in EXACT)
    vague = sum(mark["n"] for mark in marks if mark["type"] not in EXACT)
    assert (exact, vague) == (rows[0], rows[1] + rows[2] + rows[3])
    assert exact + vague == int(body(page).get_attribute("data-rows") or 0)
    assert {mark["type"] for mark in marks} >= {"cluster", "loose", "area"}


def test_vague_marks_lie_beside_donuts_and_not_on_them(full_server: str, open_page: Opener) -> None:
    page = open_page(f"{full_server}/?map=4_48.000_12.000")
    wait_until(page, "() => dateline.seen().some((m) => m.type === 'loose')")
    marks = seen(page)
    donuts = [m for m in marks if m["type"] == "cluster"]
    hidden = [
        mark
        for mark in marks
        if mark["type"] == "loose"
        and any((mark["x"] - d["x"]) ** 2 + (mark["y"] - d["y"]) ** 2 < d["r"] ** 2 for d in donuts)
    ]
    assert len(donuts) > 10
    assert hidden == []


def test_a_country_is_its_outline_and_its_middle_is_empty(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?status=planned")
    wait_until(page, "() => dateline.seen().length === 1")
    (country,) = seen(page)
    assert (country["type"], country["n"]) == ("area", 1)
    box = page.locator(MAP).bounding_box()
    assert box
    middle = frame_of(page).evaluate("map.latLngToContainerPoint([53.5, 28])")
    assert abs(country["x"] - middle["x"]) > 40


def test_a_click_on_a_donut_looks_closer_and_one_on_a_place_opens_its_events(
    full_server: str, open_page: Opener
) -> None:
    page = open_page(f"{full_server}/?map=3_30.000_20.000")
    donut = max(
        (
            m
            for m in seen(page)
            if m["type"] == "cluster" and 60 < m["x"] < 800 and 60 < m["y"] < 500
        ),
        key=lambda mark: mark["n"],
    )
    spot = {"x": donut["x"], "y": donut["y"]}
    page.frame_locator(MAP).locator("#map_div").click(position=spot)
    wait_until(page, "() => map.getZoom() > 3")
    expect(page).not_to_have_url(re.compile("event="))
    expect(page.locator(".evidence")).to_have_count(0)


def test_the_list_turns_its_pages_and_its_count_is_that_of_the_map(
    full_server: str, open_page: Opener
) -> None:
    page = open_page(full_server)
    pages = page.get_by_role("navigation", name="Pages of the list")
    expect(pages).to_contain_text("1–100 of 3,000")
    expect(body(page)).to_have_attribute("data-events", "3000")
    first = page.locator("ol li button").first.get_attribute("data-key")
    pages.get_by_role("button", name="Older").click()
    expect(pages).to_contain_text("101–200 of 3,000")
    expect(page.locator("ol li button").first).not_to_have_attribute("data-key", first or "")
    pages.get_by_role("button", name="Oldest").click()
    expect(pages).to_contain_text("2,901–3,000 of 3,000")
    page.get_by_role("button", name="Protest").click()
    expect(pages).to_contain_text(re.compile(r"^\W*1–100 of \d{3}"))
    shown = re.search(r"of (\d+)", pages.inner_text())
    assert shown
    expect(body(page)).to_have_attribute("data-events", shown[1])
    expect(page.locator(".tl .now")).to_contain_text(f"{shown[1]} events")


def test_an_event_of_a_later_page_is_listed_when_a_link_names_it(
    full_server: str, open_page: Opener
) -> None:
    page = open_page(full_server)
    pages = page.get_by_role("navigation", name="Pages of the list")
    pages.get_by_role("button", name="Oldest").click()
    expect(pages).to_contain_text("2,901–3,000")
    page.locator("ol li button").nth(3).click()
    expect(page).to_have_url(re.compile(r"event=\d+"))
    again = open_page(page.url)
    expect(again.get_by_role("navigation", name="Pages of the list")).to_contain_text("2,901–3,000")
    expect(again.locator("ol li button").nth(3)).to_have_attribute("aria-current", "true")


def test_what_is_chosen_shows_though_it_is_one_of_many(full_server: str, open_page: Opener) -> None:
    page = open_page(f"{full_server}/?map=2_20.000_10.000")
    named = page.locator("ol li button").filter(has_not_text="near ").filter(has_not_text="border")
    for number in range(4):
        named.nth(number).click()
        expect(page).to_have_url(re.compile(r"event=\d+"))
    wait_until(page, "() => dateline.drawn().some((m) => m.chosen)")
    wait_until(page, "() => dateline.seen().filter((m) => m.chosen).length >= 1")


def test_what_the_cursor_points_at_on_the_map_is_marked_in_the_list(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?kind=talks")
    wait_until(page, SETTLED)  # the map has taken the height the page gives it
    (lima,) = drawn(page)
    page.frame_locator(MAP).locator("#map_div").hover(position={"x": lima["x"], "y": lima["y"]})
    expect(page.frame_locator(MAP).locator(".tip")).to_contain_text("Agree · Lima")
    expect(page.locator("ol li button.over")).to_have_count(1)
    expect(page.locator("ol li button.over")).to_contain_text("Lima")
    page.frame_locator(MAP).locator("#map_div").hover(position={"x": 20, "y": 20})
    expect(page.locator("ol li button.over")).to_have_count(0)


def test_the_map_follows_the_brush_while_it_is_dragged(full_server: str, open_page: Opener) -> None:
    page = open_page(full_server)
    box = page.locator(".tl canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 30)
    expect(body(page)).not_to_have_attribute("data-events", "3000")
    counted = body(page).get_attribute("data-events")
    expect(page.locator(".tl .now")).to_contain_text(f"{int(counted or 0):,} event")
    expect(page).not_to_have_url(re.compile("since="))
    page.mouse.up()
    expect(page).to_have_url(re.compile("since="))
    sums = page.locator(".st-key-sums")
    expect(sums).to_contain_text(f"{int(counted or 0):,} event")


def test_what_may_lie_outside_and_what_has_no_date_are_switched(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?since=2022-02-13&until=2022-02-14")
    sums = page.locator(".st-key-sums")
    expect(sums).to_contain_text("3 events in 3 reports = 2 on the map + 1 with no place")
    page.get_by_role("switch", name="Only surely inside").click()
    expect(sums).to_contain_text(
        "2 events in 2 reports = 1 on the map + 1 with no place; 1 more may lie outside"
    )
    expect(body(page)).to_have_attribute("data-events", "2")
    page.get_by_role("switch", name="With undated").click()
    expect(sums).to_contain_text("4 events in 4 reports = 2 on the map + 2 with no place")
    expect(body(page)).to_have_attribute("data-events", "4")
    expect(page).to_have_url(re.compile("(?=.*sure=1)(?=.*undated=1)"))
    expect(page.locator("ol li button")).to_have_count(4)
    again = open_page(page.url)
    expect(again.locator(".st-key-sums")).to_contain_text("4 events")


def test_an_event_of_two_reports_is_drawn_once_and_a_link_to_either_opens_it(
    tmp_path: Path, open_page: Opener
) -> None:
    other = replace(SAMPLES[0], source="Other Post")
    path = write_store(tmp_path / "events.sqlite", (SAMPLES[0], SAMPLES[1], other))
    with open_store(path) as store:
        rows = {row.event_id: row for row in store.rows()}
        store.keep_joined(
            Joined(name, rows[name].document_id, "event-0", rank, ())
            for name, rank in (("event-0", 1), ("event-2", 0))
        )
    with running(path) as address:
        page = open_page(f"{address}/?event={row_key(rows['event-0'])}")
        expect(page.locator(".st-key-sums")).to_contain_text("2 events in 3 reports")
        page.locator(".evidence summary", has_text="Other tellings").click()
        expect(page.locator(".evidence")).to_contain_text("In 1 other report")
        expect(body(page)).to_have_attribute("data-events", "2")
        assert sorted(key for mark in drawn(page) for key in mark["ids"]) == sorted(
            row_key(rows[name]) for name in ("event-1", "event-2")
        )


def test_the_last_week_of_the_data_is_one_click_away(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    page.get_by_role("button", name="Last week").click()
    expect(page).to_have_url(re.compile("since=2022-02-14&until=2022-02-20"))
    page.get_by_role("button", name="Last month").click()
    expect(page).to_have_url(re.compile("since=2022-01-21&until=2022-02-20"))
    page.get_by_role("button", name="All dates").click()
    expect(page).not_to_have_url(re.compile("since="))


def test_time_is_walked_by_the_day_and_by_the_event_with_the_keyboard(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server)
    on = page.get_by_role("button", name="Step on")
    on.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("since=2022-02-02&until=2022-02-02"))
    expect(page.frame_locator(MAP).locator(".caption")).to_have_count(1)
    page.get_by_role("button", name="Step on").press("Enter")
    expect(page).to_have_url(re.compile("since=2022-02-03&until=2022-02-03"))
    page.get_by_role("button", name="All dates").click()
    page.get_by_label("Step", exact=True).select_option("event")
    page.get_by_role("button", name="Step on").click()
    expect(page.locator(".evidence blockquote")).to_be_visible()
    before = page.locator(".evidence blockquote").inner_text()
    page.get_by_role("button", name="Step on").click()
    expect(page.locator(".evidence blockquote")).not_to_have_text(before)


@pytest.fixture(scope="module")
def old_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    shot = replace(
        SAMPLES[5], sentence="Ministers met in Lima on 28 June 1914 to sign a trade pact.",
        when="28 June 1914", days=(date(1914, 6, 28), date(1914, 6, 28)), geometry=LIMA,
    )  # fmt: skip
    march = replace(
        SAMPLES[6], sentence="Thousands marched through Juba on 1 January 1970 over prices.",
        when="1 January 1970", days=(date(1970, 1, 1), date(1970, 1, 1)), geometry=JUBA,
    )  # fmt: skip
    path: Path = tmp_path_factory.mktemp("old") / "events.sqlite"
    with running(write_store(path, (shot, march))) as address:
        yield address


@pytest.mark.parametrize("timezone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_days_before_1970_are_the_same_days_in_every_time_zone(
    old_server: str, open_page: Opener, timezone: str
) -> None:
    page = open_page(f"{old_server}/?since=1914-06-28&until=1914-06-28", timezone=timezone)
    expect(page.locator(".tl .now")).to_have_text("28 Jun 1914 · 1 event")
    expect(body(page)).to_have_attribute("data-events", "1")
    expect(page.locator("ol li .when")).to_have_text("28 Jun 1914")
    page.get_by_role("button", name="Last week").click()
    expect(page).to_have_url(re.compile("since=1969-12-26&until=1970-01-01"))
    expect(page.locator("ol li .when")).to_have_text("1 Jan 1970")
