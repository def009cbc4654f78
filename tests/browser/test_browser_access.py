"""The page for whoever cannot see, point or sit at a desk; and what it says when it is empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from page_samples import SAMPLES, write_store
from page_server import running
from playwright.sync_api import Page, expect

MAP = "iframe[title^='streamlit_folium']"
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
GRAVE = {"serious", "critical"}
KNOWN: dict[str, str] = {}
"""Findings that are not ours to mend, by rule, each with its reason."""
SMALL = """() => {
  const found = [], inside = "dd,.part,.skip,[data-testid=stDateInput],[data-testid=stMultiSelect]";
  const walk = (el) => { if (el.tagName === "BUTTON" && el.getClientRects().length) {
      const r = el.getBoundingClientRect();
      if ((r.height < 39.5 || r.width < 39.5) && !el.closest(inside))
        found.push(`${el.innerText || el.ariaLabel} ${r.width} ${r.height}`); }
    for (const child of [...(el.shadowRoot?.children ?? []), ...el.children]) walk(child); };
  walk(document.body); return found; }"""
"""Buttons smaller than a finger, but for those in the middle of a text or of a field."""
Opener = Callable[..., Page]


def findings(page: Page) -> list[str]:
    """What axe-core finds on the page and in its frames that keeps people out."""
    for frame in page.frames:
        frame.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:120]}"
        for rule in found
        if rule["impact"] in GRAVE and rule["id"] not in KNOWN
        for node in rule["nodes"]
    ]


def reached(page: Page) -> dict[str, str]:
    """What has the keyboard: its name, and how it shows that."""
    return page.evaluate(
        """() => { let a = document.activeElement, held = "";
        while (a?.shadowRoot?.activeElement) { held = a.className; a = a.shadowRoot.activeElement; }
        const css = getComputedStyle(a), box = a.closest("[data-baseweb],[data-testid]");
        const ring = (c) => (c.outlineStyle !== "none" && parseFloat(c.outlineWidth) >= 1.5)
          || c.boxShadow !== "none";
        let el = a, shown = false;
        for (let n = 0; n < 4 && el?.nodeType === 1; n++, el = el.parentElement)
          shown ||= ring(getComputedStyle(el)) || getComputedStyle(el).borderColor.includes(
            getComputedStyle(document.documentElement).getPropertyValue("--none") || "none");
        const canvas = a.closest(".tl")?.querySelector("canvas");
        if (a.type === "range") shown = canvas?.dataset.held === a.className;
        return { name: a.getAttribute("aria-label") || a.innerText || a.className || a.tagName,
                 tag: a.tagName, shown: String(shown) }; }"""
    )


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
@pytest.mark.parametrize("width", [1400, 390])
def test_nothing_keeps_anybody_out(
    sample_server: str,
    open_page: Opener,
    width: int,
    dark: bool,  # noqa: FBT001 — a parameter of the test
) -> None:
    page = open_page(sample_server, width=width, height=844, dark=dark)
    assert findings(page) == []
    page.locator("ol li button").first.click()
    expect(page.locator(".evidence")).to_be_visible()
    assert findings(page) == []
    page.get_by_role("radio", name="Table").or_(page.get_by_role("button", name="Table")).click()
    expect(page.locator("tbody tr").first).to_be_visible()
    expect(page.locator("iframe[title^='streamlit_folium']")).to_have_count(0)
    assert findings(page) == []
    page.locator(".st-key-add button").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("empty") / "none.sqlite") as address:
        yield address


@pytest.fixture(scope="module")
def far_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server in the time zone that is farthest ahead, over an event of a day."""
    path = write_store(tmp_path_factory.mktemp("far") / "events.sqlite", (SAMPLES[5], SAMPLES[4]))
    with running(path, TZ="Pacific/Kiritimati") as address:
        yield address


def test_an_empty_view_and_an_empty_store_keep_nobody_out(
    sample_server: str, empty_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?since=1999-01-01&until=1999-12-31", marks=False)
    expect(page.locator(".none")).to_be_visible()
    assert findings(page) == []
    empty = open_page(empty_server, marks=False)
    expect(empty.get_by_role("button", name="Read the sample reports")).to_be_visible()
    assert findings(empty) == []


def test_the_page_has_landmarks_headings_and_the_map_in_words_and_counts_are_said(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server)
    expect(page.get_by_role("banner")).to_contain_text("Dateline")
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("search", name="Filters")).to_contain_text("Protest")
    expect(page.get_by_role("contentinfo")).to_contain_text("GeoNames (CC BY 4.0)")
    for name in ("Map of events", "Events over time", "List of events"):
        expect(page.get_by_role("region", name=name)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dateline")
    expect(page.get_by_role("heading", level=2, name="When")).to_be_visible()
    expect(page.locator(MAP)).to_have_attribute("aria-label", "Map of events")
    expect(page.locator(MAP)).to_have_attribute("aria-describedby", "dateline-summary")
    summary = page.locator("#dateline-summary")
    expect(summary).to_have_text(
        "10 events: 6 at or near a spot, most often: Yelsk (2), Juba (2); "
        "2 in areas or along lines; 2 with no place."
    )
    status = page.locator(".st-key-landmarks").get_by_role("status")
    expect(status).to_have_attribute("aria-live", "polite")
    expect(status).to_have_text("")
    page.get_by_role("button", name="Protest").click()
    expect(summary).to_have_text("1 event: 1 at or near a spot.")
    expect(status).to_have_text("1 event in 1 report = 1 on the map + 0 with no place")
    page.locator("ol li button").first.click()
    expect(page.get_by_role("complementary", name="Evidence")).to_be_visible()


def test_the_first_stop_skips_to_the_list(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    page.keyboard.press("Tab")
    skip = page.get_by_role("button", name="Skip to the list")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("ol li button").first).to_be_focused()
    page.get_by_role("button", name="Skip to the map").focus()
    page.keyboard.press("Enter")
    expect(page.frame_locator(MAP).locator("#map_div")).to_be_focused()


def test_every_stop_of_the_keyboard_can_be_seen(sample_server: str, open_page: Opener) -> None:
    page = open_page(f"{sample_server}/?since=2022-02-01&until=2022-03-31")
    hidden = []
    names = []
    for _ in range(50):
        page.keyboard.press("Tab")
        stop = reached(page)
        names.append(stop["name"])
        if stop["shown"] != "true" and stop["tag"] not in {"BODY", "IFRAME"}:
            hidden.append(f"{stop['tag']} {stop['name']}")
    assert hidden == []
    told = "\n".join(names)
    for part in ("Search", "Map", "Download", "Armed force", "Last week", "Only surely inside"):
        assert part in told


def test_an_empty_view_says_which_filter_empties_it(sample_server: str, open_page: Opener) -> None:
    page = open_page(
        f"{sample_server}/?since=1999-01-01&until=1999-12-31&kind=protest", marks=False
    )
    ways = page.locator(".none button")
    expect(ways).to_have_text(
        ["Dates: 1999without it: 1 event", "Kinds: Protestwithout it: 0 events", "Clear filters"]
    )
    ways.first.click()
    expect(page.locator("ol li button")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?kind=protest"))
    expect(page.locator(".none")).to_have_count(0)


def test_the_two_lines_go_away_and_do_not_come_back(sample_server: str, open_page: Opener) -> None:
    page = open_page(sample_server)
    lines = page.locator(".how li")
    expect(lines).to_have_count(2)
    page.get_by_role("button", name="Protest").click()
    expect(lines).to_have_count(0)
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("ol li button")).to_have_count(10)
    expect(lines).to_have_count(0)
    page.goto(sample_server)  # a new visit, on which they were not yet put away
    page.get_by_role("button", name="Got it").click()
    expect(lines).to_have_count(0)
    page.goto(sample_server)
    page.frame_locator(MAP).locator("body[data-ready]").wait_for()
    expect(page.locator(".how")).to_be_hidden()
    assert page.evaluate(
        "Object.entries(localStorage).filter(([k]) => k.includes('dateline'))"
    ) == [["dateline:knows", "1"]]


def test_on_a_small_screen_a_link_opens_map_and_evidence_and_what_is_touched_is_large(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(f"{sample_server}/?kind=talks", width=390, height=844)
    page.locator("ol li button").first.click()
    expect(page).to_have_url(re.compile("event="))
    again = open_page(page.url, width=390, height=844)
    expect(again.locator(".evidence h2")).to_be_in_viewport()
    expect(again.locator(".evidence blockquote")).to_be_in_viewport()
    expect(again.locator(MAP)).to_be_in_viewport(ratio=0.4)
    sheet = again.locator(".st-key-aside").bounding_box()
    assert sheet
    assert sheet["y"] + sheet["height"] == pytest.approx(844, abs=1)
    assert again.evaluate(SMALL) == []
    again.get_by_role("button", name="Close").click()
    expect(again.locator(".evidence")).to_have_count(0)
    assert again.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_uncertain_dates_are_spans_the_overlap_is_said_and_nothing_moves_for_who_wants_none(
    sample_server: str, open_page: Opener
) -> None:
    page = open_page(sample_server, still=True)
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    assert frame.evaluate("[map.options.inertia, map._zoomAnimated, map._fadeAnimated]") == [
        False,
        False,
        False,
    ]
    slow = page.evaluate(
        """() => [...document.querySelectorAll("button")].filter((el) =>
        parseFloat(getComputedStyle(el).transitionDuration) > 0.01).length"""
    )
    assert slow == 0
    expect(page.locator(".tl canvas")).to_have_attribute("data-spans", "2")
    both = page.locator(".tl .both")
    expect(both).to_have_text("")
    page.get_by_role("button", name="Last month").click()
    expect(both).to_contain_text("The first and the last day count too.")


def test_days_are_the_same_whatever_zones_server_and_browser_are_in(
    far_server: str, open_page: Opener
) -> None:
    page = open_page(
        f"{far_server}/?since=2022-02-02&until=2022-02-02", timezone="America/Los_Angeles"
    )
    expect(page.locator(".tl .now")).to_have_text("2 Feb 2022 · 1 event")
    expect(page.locator("ol li .when")).to_have_text("2 Feb 2022")
    page.get_by_role("button", name="Last week").click()
    expect(page).to_have_url(re.compile("since=2022-01-27&until=2022-02-02"))
    page.get_by_role("button", name="All dates").click()
    page.get_by_role("button", name="Step back").click()  # from all dates to the last day
    expect(page).to_have_url(re.compile("since=2022-03-31&until=2022-03-31"))
    page.get_by_role("button", name="Step on").click()
    expect(page.locator(".tl .both")).to_have_text("The end: nothing here is dated later.")
    expect(page.locator(".tl .now")).to_have_text("31 Mar 2022 · 1 event")
