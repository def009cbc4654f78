"""The table in the map's place: sort, filter, select, export and turn pages, all by keyboard."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from page_samples import SAMPLES, write_store
from page_server import running
from playwright.sync_api import Page, expect

Opener = Callable[..., Page]
MANY = 130


@pytest.fixture(scope="module")
def long_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store of more events than a page of the table has."""
    samples = tuple(replace(SAMPLES[6], source=f"Courier {n:03}") for n in range(MANY))
    with running(write_store(tmp_path_factory.mktemp("long") / "events.sqlite", samples)) as page:
        yield page


def rows(page: Page):
    return page.locator("tbody tr")


def cells(page: Page, name: str) -> list[str]:
    return page.locator(f"tbody .{name}").all_inner_texts()


def head(page: Page, name: str):
    return page.get_by_role("columnheader", name=name)


def focused(page: Page) -> str:
    return page.evaluate(
        """() => { let a = document.activeElement;
        while (a?.shadowRoot?.activeElement) a = a.shadowRoot.activeElement;
        return a?.innerText ?? ""; }"""
    )


def test_the_switch_puts_the_table_in_the_maps_place_and_back(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server)
    page.get_by_role("radio", name="Table").or_(page.get_by_role("button", name="Table")).click()
    expect(rows(page)).to_have_count(10)
    expect(page).to_have_url(re.compile("as=table"))
    expect(page.locator("iframe[title^='streamlit_folium']")).to_have_count(0)
    expect(page.get_by_role("table", name="Events")).to_have_attribute("aria-rowcount", "11")
    page.get_by_role("radio", name="Map").or_(page.get_by_role("button", name="Map")).click()
    page.frame_locator("iframe").locator("body[data-ready]").wait_for()
    expect(page).not_to_have_url(re.compile("as=table"))


def test_a_column_sorts_and_sorts_the_other_way_round(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?as=table", marks=False)
    expect(head(page, "Date")).to_have_attribute("aria-sort", "descending")
    head(page, "Place").get_by_role("button").click()
    expect(page).to_have_url(re.compile("sort=place"))
    expect(head(page, "Place")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("tbody .place").first).to_have_text("Belarus")
    assert cells(page, "place")[-2:] == ["no place", "no place"]
    page.keyboard.press("Enter")  # the head keeps the keyboard
    expect(page).to_have_url(re.compile("sort=-place"))
    expect(head(page, "Place")).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tbody .place").first).to_contain_text("Yelsk")
    again = open_page(page.url, marks=False)
    expect(again.locator("tbody .place").first).to_contain_text("Yelsk")


def test_a_row_opens_its_evidence_beside_it_and_the_keyboard_stays(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?as=table&sort=place", marks=False)
    first = page.locator("tbody button").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".evidence h2")).to_contain_text("Juba")
    expect(page.locator("tbody tr.chosen")).to_have_count(1)
    expect(rows(page).nth(2)).to_have_class(re.compile("chosen"))
    assert focused(page) == cells(page, "date")[2]
    page.get_by_role("button", name="Next event").click()
    expect(rows(page).nth(3)).to_have_class(re.compile("chosen"))
    page.keyboard.press("Escape")
    expect(page.locator(".evidence")).to_have_count(0)
    expect(rows(page)).to_have_count(10)


def test_ends_and_pages_are_reached_with_the_keyboard(long_server: str, open_page: Opener) -> None:
    page = open_page(f"{long_server}/?as=table&sort=source", marks=False)
    expect(rows(page)).to_have_count(100)
    page.locator("tbody button").first.focus()
    page.keyboard.press("End")
    assert page.locator("tbody .source").nth(99).inner_text() == "Courier 099"
    page.keyboard.press("ArrowDown")  # past the page's last row is the next page's first
    expect(page.locator("tbody .source").first).to_have_text("Courier 100")
    expect(rows(page)).to_have_count(MANY - 100)
    expect(page.get_by_role("navigation", name="Pages of the table")).to_contain_text(
        "101–130 of 130"
    )
    page.keyboard.press("ArrowUp")
    expect(page.locator("tbody .source").first).to_have_text("Courier 000")
    page.keyboard.press("PageDown")
    expect(page.locator("tbody .source").first).to_have_text("Courier 100")
    page.keyboard.press("Control+Home")
    expect(page.locator("tbody .source").first).to_have_text("Courier 000")
    page.keyboard.press("Enter")
    expect(page.locator(".evidence .source")).to_contain_text("Courier 000")


def test_the_table_is_walked_in_time_filtered_searched_and_exported_like_the_map(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?as=table", marks=False)
    page.get_by_role("button", name="Step on").click()
    expect(rows(page)).to_have_count(1)
    expect(rows(page).first).to_contain_text("Lima")
    page.get_by_role("button", name="Play").click()
    now = page.locator(".tl .now")
    expect(now).to_have_text(re.compile(r"[34] Feb 2022 · 0 events"))  # while it plays
    expect(rows(page)).to_have_count(0)
    page.get_by_role("button", name="All dates").click()
    expect(rows(page)).to_have_count(10)
    page.get_by_role("button", name="Deployment").click()
    expect(rows(page)).to_have_count(4)
    page.get_by_label("Search", exact=True).locator("visible=true").last.fill("Yelsk")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="GeoJSON").click()
    features = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
    assert {feature["properties"]["event_id"] for feature in features} == {"event-0", "event-1"}


def test_on_a_small_screen_rows_are_cards_and_still_a_table(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?as=table", marks=False, width=390, height=844)
    expect(rows(page)).to_have_count(10)
    box = rows(page).first.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    expect(page.get_by_role("cell", name="Belarus", exact=True)).to_be_visible()
    expect(page.get_by_role("rowheader").first).to_be_visible()
    rows(page).first.click()
    expect(page.locator(".evidence h2")).to_be_in_viewport()
