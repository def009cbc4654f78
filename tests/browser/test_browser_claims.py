"""The switch for disputed lines: off at first, dashed when on, named at the cursor, in the link."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, Page, expect

MAP = "iframe[title^='streamlit_folium']"
SWITCH = "Show disputed borders and claims"
CREDIT = "disputed lines: Natural Earth, de facto"
Opener = Callable[..., Page]


def map_of(page: Page) -> Frame:
    return next(frame for frame in page.frames if "streamlit_folium" in frame.url)


def wait_for_claims(page: Page, number: int) -> None:
    expect(page.frame_locator(MAP).locator("body")).to_have_attribute("data-claims", str(number))


def test_claims_are_shown_named_credited_and_put_away_again(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server)
    inside = page.frame_locator(MAP)
    switch = inside.get_by_role("button", name=SWITCH)
    wait_for_claims(page, 0)
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    wait_for_claims(page, 27)
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(inside.locator(".leaflet-control-attribution")).to_contain_text(CREDIT)
    frame = map_of(page)
    frame.evaluate("map.setView([33.27, 35.68], 9, {animate: false})")
    point = frame.evaluate("map.latLngToContainerPoint([33.2795, 35.6803])")
    box = page.locator(MAP).bounding_box()
    page.mouse.move(box["x"] + point["x"], box["y"] + point["y"])
    expect(inside.locator(".tip")).to_have_text(
        "Disputed · Shebaa Farms and Ghajar: Lebanese claims"
    )
    switch.click()
    wait_for_claims(page, 0)
    expect(inside.locator(".leaflet-control-attribution")).not_to_contain_text(CREDIT)
    expect(page).not_to_have_url(re.compile("claims"))


def test_a_link_reopens_with_its_claims(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?map=6_5.000_31.000_claims")  # Juba, where the protest is
    wait_for_claims(page, 27)
    page.get_by_role("button", name="Protest").click()
    expect(page).to_have_url(re.compile("(?=.*kind=protest)(?=.*map=6_5.000_31.000_claims)"))
    wait_for_claims(page, 27)


def test_a_link_to_claims_where_no_mark_is_shows_them(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?map=4_32.000_80.000_claims")
    wait_for_claims(page, 27)
    expect(page.frame_locator(MAP).locator("body")).to_have_attribute("data-ready", re.compile("."))
    at = map_of(page).evaluate("[map.getZoom(), map.getCenter().lat, map.getCenter().lng]")
    assert at == pytest.approx([4, 32, 80], abs=0.1)
    page.get_by_role("button", name="Protest").click()  # what is shown then is looked at
    expect(page).not_to_have_url(re.compile("map=4_32.000"))


def test_by_night_claims_are_drawn_once(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?map=6_45.000_34.000_claims", dark=True)
    wait_for_claims(page, 27)
    names = map_of(page).evaluate(
        "Object.values(map._layers).map((layer) => layer.options.name).filter((name) => name)"
    )
    assert len(names) == len(set(names)) == 27
