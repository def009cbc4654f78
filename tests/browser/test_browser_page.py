"""The page in a real browser: marks, evidence, filters that agree, links, night, a small screen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from page_samples import AJAR, SAMPLES, write_store
from page_server import running
from playwright.sync_api import Page, expect

MAP = "iframe[title^='streamlit_folium']"
Opener = Callable[..., Page]


def drawn(page: Page) -> list[dict]:
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    return frame.evaluate("dateline.drawn()")


def rows_on_map(page: Page) -> int:
    return sum(len(mark["ids"]) for mark in drawn(page))


def wait_for_rows(page: Page, number: int) -> None:
    expect(page.frame_locator(MAP).locator("body")).to_have_attribute("data-rows", str(number))


def listed(page: Page):
    return page.locator("ol li button")


def exported_events(page: Page) -> set[str]:
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="GeoJSON").click()
    features = json.loads(Path(download.value.path()).read_text("utf-8"))["features"]
    return {feature["properties"]["event_id"] for feature in features}


def test_each_shape_is_drawn_once_for_its_place(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    wait_for_rows(page, 8)
    assert sorted(mark["shape"] for mark in drawn(page)) == [0, 0, 0, 1, 2, 3]


def test_the_counts_add_up(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    sums = "10 events in 10 reports = 8 on the map + 2 with no place; 2 of them have no date"
    expect(page.get_by_text(sums)).to_be_visible()
    expect(listed(page)).to_have_count(10)
    page.get_by_role("radio", name="No place 2").or_(
        page.get_by_role("button", name="No place 2")
    ).click()
    expect(listed(page)).to_have_count(2)


def test_a_click_on_a_mark_opens_its_evidence(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?kind=talks")
    wait_for_rows(page, 1)
    lima = drawn(page)[0]
    page.frame_locator(MAP).locator("#map_div").click(position={"x": lima["x"], "y": lima["y"]})
    evidence = page.locator(".evidence")
    expect(evidence.locator("h2")).to_have_text("Lima · 2 Feb 2022")
    expect(evidence.locator("mark.trigger").first).to_have_text("sign")
    expect(evidence.locator("blockquote mark.place")).to_have_text("Lima")
    expect(evidence.locator("blockquote mark.date")).to_have_text("2 February")
    expect(page).to_have_url(re.compile(r"event=\d+"))


def test_marks_under_one_another_can_all_be_reached(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?since=2022-02-10&until=2022-02-10")
    wait_for_rows(page, 2)
    town = drawn(page)[0]
    assert len(town["ids"]) == 2
    page.frame_locator(MAP).locator("#map_div").click(position={"x": town["x"], "y": town["y"]})
    expect(page.locator(".evidence blockquote")).to_contain_text("Yelsk")
    first = page.locator(".evidence blockquote").inner_text()
    page.locator(".evidence dd li button").click()
    expect(page.locator(".evidence blockquote")).not_to_have_text(first)
    expect(page.locator(".evidence blockquote")).to_contain_text("Yelsk")


@pytest.fixture(scope="module")
def ajar_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = tmp_path_factory.mktemp("ajar") / "events.sqlite"
    with running(write_store(store, (*SAMPLES, *AJAR))) as address:
        yield address


@pytest.mark.parametrize(
    ("address", "events", "placed"),
    [
        ("since=2022-02-07&until=2022-02-07", 1, 1),
        ("since=2022-02-11&until=2022-02-14", 4, 3),
        ("until=2022-02-06", 1, 1),
    ],
)
def test_list_map_histogram_and_export_agree_at_both_inclusive_ends(
    ajar_server: str, open_page: Opener, address: str, events: int, placed: int
) -> None:
    page = open_page(f"{ajar_server}/?{address}", marks=placed > 0)
    expect(listed(page)).to_have_count(events)
    wait_for_rows(page, placed)
    expect(page.locator(".tl .now")).to_contain_text(f"· {events} event")
    since, until = (re.search(rf"{end}=([\d-]+)", address) for end in ("since", "until"))
    if since and until and since[1] == until[1]:
        day = (date.fromisoformat(since[1]) - date(1970, 1, 1)).days
        expect(page.locator(".tl canvas")).to_have_attribute(
            "data-counts", re.compile(rf"\b{day}:{events}\b")
        )
    assert len(exported_events(page)) == events


def test_a_bar_is_as_high_as_the_list_is_long(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?since=2022-02-13&until=2022-02-13")
    counts = dict(
        pair.split(":") for pair in page.locator(".tl canvas").get_attribute("data-counts").split()
    )
    expect(listed(page)).to_have_count(int(counts["19036"]))


def test_dragging_over_the_histogram_filters_everything(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server)
    wait_for_rows(page, 8)
    box = page.locator(".tl canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + 2, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.08, box["y"] + 30, steps=4)
    page.mouse.up()
    expect(listed(page)).to_have_count(1)
    expect(listed(page).first).to_contain_text("Lima")
    wait_for_rows(page, 1)
    expect(page).to_have_url(re.compile(r"since=2022-02-02"))
    page.get_by_role("button", name="All dates").click()
    expect(listed(page)).to_have_count(10)
    wait_for_rows(page, 8)


def test_the_keyboard_moves_the_range_and_the_choice(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    last = page.locator(".tl input.b")
    last.focus()
    last.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"until=2022-03-30"))
    first = listed(page).first
    first.focus()
    first.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".evidence")).to_be_visible()


def test_a_kind_filter_reaches_list_and_map(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    page.get_by_role("button", name="Protest").click()
    expect(listed(page)).to_have_count(1)
    wait_for_rows(page, 1)
    expect(page).to_have_url(re.compile("kind=protest"))
    page.get_by_role("button", name="Clear filters").click()
    expect(listed(page)).to_have_count(10)


def test_a_link_reopens_the_same_view(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    page.get_by_role("button", name="Deployment").click()
    expect(listed(page)).to_have_count(4)
    listed(page).nth(1).click()
    expect(page).to_have_url(re.compile(r"event=\d+"))
    quote = page.locator(".evidence blockquote").inner_text()
    again = open_page(page.url)
    expect(listed(again)).to_have_count(4)
    expect(again.locator(".evidence blockquote")).to_have_text(quote)
    wait_for_rows(again, 4)
    assert again.url == page.url


def test_the_map_does_not_jump_when_the_page_runs_again(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server)
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.evaluate("map.setView([10, 20], 4, {animate: false})")
    page.get_by_role("button", name="Protest").click()
    wait_for_rows(page, 1)
    looks = frame.evaluate("[map.getCenter().lat, map.getCenter().lng, map.getZoom()]")
    assert looks == pytest.approx([10, 20, 4], abs=0.1)  # a pixel, where the frame grew
    page.get_by_role("button", name="Clear filters").click()
    for width, height in ((844, 390), (390, 844), (900, 700)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"innerWidth === {width}")
    expect(page.locator(".tl .foot")).to_be_in_viewport(ratio=1)
    looks = frame.evaluate("[map.getCenter().lat, map.getCenter().lng, map.getZoom()]")
    assert looks == pytest.approx([10, 20, 4], abs=0.1)
    expect(page).to_have_url(re.compile("map=4_10.000_20.000"))


def test_a_move_while_the_page_answers_stays_in_the_address(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server)
    # Once the click is sent, and before its answer, which brings the address of before the move.
    page.get_by_role("button", name="Protest").evaluate(
        """(button) => {
          const frame = [...document.querySelectorAll("iframe")].find((f) => f.contentWindow.map);
          const move = () => {
            frame.contentWindow.map.setView([10, 20], 4, { animate: false });
            window.dispatchEvent(new CustomEvent("dateline:address"));
          };
          button.click();
          setTimeout(move, 10);
        }"""
    )
    expect(page).to_have_url(re.compile("kind=protest"))
    expect(page).to_have_url(re.compile("map=4_10.000_20.000"))
    page.wait_for_timeout(400)
    expect(page).to_have_url(re.compile("map=4_10.000_20.000"))


def seen(page: Page) -> set[str]:
    """Names of the places whose marks lie within the map's frame."""
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    places = {"Lima": [-12.04, -77.03], "Juba": [4.85, 31.58], "Yelsk": [51.81, 29.15]}
    script = "p => Object.keys(p).filter(name => map.getBounds().contains(p[name]))"
    return set(frame.evaluate(script, places))


def test_the_plain_page_opens_where_most_happens(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    wait_for_rows(page, 8)
    assert seen(page) == {"Yelsk"}
    page.frame_locator(MAP).get_by_role("button", name="Show all marks of the world").click()
    assert seen(page) == {"Lima", "Juba", "Yelsk"}


def test_a_filtered_page_opens_on_all_it_shows(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?since=2022-02-02&until=2022-02-10")
    wait_for_rows(page, 3)
    assert seen(page) == {"Lima", "Juba", "Yelsk"}


def test_a_link_shows_the_same_stretch_of_the_world(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    assert "map=" not in page.url
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.evaluate("map.setView([4, 31], 5, {animate: false})")
    expect(page).to_have_url(re.compile("map=5_4.000_31.000"))
    page.get_by_role("button", name="Protest").click()
    wait_for_rows(page, 1)
    expect(page).to_have_url(re.compile("(?=.*kind=protest)(?=.*map=5_4.000_31.000)"))
    again = open_page(page.url)
    wait_for_rows(again, 1)
    assert seen(again) == {"Juba"}
    frame = next(frame for frame in again.frames if "streamlit_folium" in frame.url)
    at = frame.evaluate("[map.getZoom(), map.getCenter().lat, map.getCenter().lng]")
    assert at == pytest.approx([5, 4, 31], abs=0.1)


def test_a_wrong_stretch_in_the_address_is_left_out(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?map=99_x_<script>")
    wait_for_rows(page, 8)
    assert seen(page) == {"Yelsk"}


def test_an_event_without_a_place_says_why(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?show=unplaced")
    expect(listed(page).first).to_contain_text("Its sentence names no place.")
    listed(page).first.click()
    expect(page.locator(".evidence")).to_contain_text("Why no place")


def test_escape_closes_the_evidence_and_the_keyboard_is_back_in_the_list(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server)
    second = listed(page).nth(1)
    second.focus()
    second.press("Enter")
    expect(page.locator(".evidence h2")).to_be_focused()
    page.get_by_role("button", name="Next event").focus()
    page.keyboard.press("Enter")
    expect(listed(page).nth(2)).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Next event")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".evidence")).to_have_count(0)
    expect(listed(page).nth(2)).to_be_focused()


def test_tab_reaches_filters_map_timeline_and_list(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    reached = set()
    where = """() => { let a = document.activeElement;
        while (a && a.shadowRoot && a.shadowRoot.activeElement) a = a.shadowRoot.activeElement;
        return !a || a === document.body ? "body" : a.tagName + " " + (a.className || "") + " "
          + (a.getAttribute("aria-label") || a.innerText || ""); }"""
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(where))
    told = "\n".join(sorted(reached))
    for part in (
        "Search",
        "Download",
        "Add reports",
        "Armed force",
        "IFRAME",
        "INPUT a",
        "INPUT b",
    ):
        assert part in told
    assert any("Juba" in name for name in reached)


def test_one_report_can_be_looked_at_alone(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    listed(page).filter(has_text="trade pact").click()
    page.locator(".evidence summary", has_text="Document").click()
    page.get_by_role("button", name="Only this report").click()
    expect(listed(page)).to_have_count(1)
    wait_for_rows(page, 1)
    expect(page).to_have_url(re.compile("report=[0-9a-f]+"))
    page.get_by_role("button", name="Only 1 report").click()
    expect(listed(page)).to_have_count(10)


def test_nothing_in_range_says_how_to_go_on(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?since=1999-01-01&until=1999-12-31", marks=False)
    expect(page.get_by_text("No events match.")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    expect(listed(page)).to_have_count(10)


def test_only_web_addresses_become_links(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    listed(page).filter(has_text="witnesses said").click()
    expect(page.locator(".evidence")).to_contain_text("publication date unknown")
    expect(page.locator(".evidence a")).to_have_count(0)


def test_a_small_screen_never_scrolls_sideways(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server, width=390, height=844, dark=True)
    listed(page).first.click()
    expect(page.locator(".evidence")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_by_night_page_and_map_are_dark(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server, dark=True)
    expect(page.frame_locator(MAP).locator("body.dark")).to_be_visible()
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert background == "rgb(18, 22, 27)"


def test_clicks_in_quick_succession_are_all_kept(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    for name in ("Protest", "Deployment", "Pressure"):
        page.get_by_role("button", name=name).click(no_wait_after=True)
    expect(page).to_have_url(re.compile("kind=deployment.*kind=pressure.*kind=protest"))
    expect(listed(page)).to_have_count(7)


def test_the_back_button_brings_the_view_of_before(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    page.get_by_role("button", name="Protest").click()
    expect(listed(page)).to_have_count(1)
    expect(page).to_have_url(re.compile("kind=protest"))
    page.go_back()
    expect(listed(page)).to_have_count(10)
