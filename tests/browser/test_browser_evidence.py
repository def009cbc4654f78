"""The evidence in a real browser: what it shows, how one walks through it, and the reading view."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from evidence_samples import EVIL, MARCH, SENTENCE, write_evidence
from page_server import running
from playwright.sync_api import Locator, Page, expect

Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def evidence_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = write_evidence(tmp_path_factory.mktemp("evidence") / "events.sqlite")
    with running(store) as address:
        yield address


def listed(page: Page, words: str) -> Locator:
    return page.locator("ol li button").filter(has_text=words)


def opened(page: Page, words: str) -> Locator:
    """The panel of the event whose line in the list has these words."""
    listed(page, words).first.click()
    panel = page.locator(".evidence")
    expect(panel.locator("blockquote")).to_contain_text(words)
    return panel


def section(panel: Locator, name: str) -> Locator:
    return panel.locator("details").filter(has=panel.page.locator("summary", has_text=name))


def label(mark: Locator) -> str:
    return mark.evaluate("el => getComputedStyle(el, '::after').content").strip('"')


def inside(page: Page, what: Locator, box: Locator) -> bool:
    inner, outer = what.bounding_box(), box.bounding_box()
    assert inner
    assert outer
    top, bottom = inner["y"], inner["y"] + inner["height"]
    return outer["y"] <= top and bottom <= outer["y"] + outer["height"]


def test_one_click_shows_what_where_when_who_and_how_sure(
    evidence_server: str, open_page: Opener
) -> None:
    page = open_page(evidence_server, marks=False)
    panel = opened(page, "rebels")
    expect(panel.locator(".kicker")).to_have_text("Assault · Happened")
    expect(panel.locator("h2")).to_have_text("near Springfield · 13 Feb 2022")
    expect(panel.locator(".sure li")).to_have_text(
        ["within about 15 km", "date known to the day", "80 % sure"]
    )
    quote = panel.locator("blockquote")
    expect(quote).to_have_text(f"The front was quiet for a week. {SENTENCE} Nobody was hurt.")
    expect(quote.locator(".around")).to_have_count(2)
    marks = quote.locator("mark")
    expect(marks).to_have_text(
        ["Sunday", "rebels", "shelled", "a depot", "Springfield", "a military spokesman", "Reuters"]
    )
    said = ["when", "who", "what", "who", "where", "says so", "says so"]
    assert [label(mark) for mark in marks.all()] == said
    assert (
        len({mark.evaluate("el => getComputedStyle(el).borderBottomColor") for mark in marks.all()})
        == 5
    )
    expect(panel.locator(".source")).to_have_text(
        "Sample Courier, published 14 Feb 2022 · a military spokesman, via Reuters"
    )
    expect(panel.locator("dd").nth(0)).to_have_text("rebels (United States)")
    expect(panel.locator("dd").nth(1)).to_have_text("a depot")
    expect(panel.get_by_role("link", name="Open the source")).to_have_attribute(
        "href",
        "https://example.org/shelling#:~:text=On%20Sunday%2C%20rebels%20shelled%20a%20depot,"
        "Springfield%2C%20a%20military%20spokesman%20told%20Reuters.",
    )
    expect(panel.locator("details[open]")).to_have_count(0)
    assert inside(page, panel.locator("dd").nth(1), panel)


def test_why_this_place_ranks_the_candidates_and_maps_them(
    evidence_server: str, open_page: Opener
) -> None:
    page = open_page(evidence_server, marks=False)
    place = section(opened(page, "rebels"), "Why this place")
    place.locator("summary").click()
    lines = place.locator("ol li")
    expect(lines.nth(0)).to_contain_text("1Springfield, town, United States · 83 % · chosen")
    expect(lines.nth(0)).to_contain_text("9,000 people; a disc of 15 km for ‘near’")
    expect(lines.nth(1)).to_contain_text("2Springfield, town, United States · 11 %")
    expect(lines.nth(1)).to_contain_text("other names in the report lie in it")
    expect(lines.nth(2)).to_contain_text("3Springfield, town, Australia · under 1 %")
    map_ = place.locator("svg.locator")
    expect(map_.locator("text")).to_have_count(2)  # the American two are one mark on a world map
    assert sorted(map_.locator("text").all_text_contents()) == ["1 2", "3"]
    expect(map_.locator(".land")).to_have_attribute("d", re.compile(r"^M[\d. L-]+Z"))
    _, east = sorted(map_.locator("text").all(), key=lambda el: el.bounding_box()["x"])
    assert east.text_content() == "1 2"  # over the Pacific, the shorter way


def test_why_this_date_and_the_other_tellings_say_why(
    evidence_server: str, open_page: Opener
) -> None:
    page = open_page(evidence_server, marks=False)
    panel = opened(page, "rebels")
    day = section(panel, "Why this date")
    day.locator("summary").click()
    expect(day.locator("li")).to_have_text(
        [
            "“Sunday”: a day of the week.",
            "Counted from the day of publication.",
            "The report was published on 14 Feb 2022.",
            "So: 13 Feb 2022.",
        ]
    )
    told = section(panel, "Other tellings (2)")
    told.locator("summary").click()
    expect(told.locator(".telling")).to_have_count(2)
    inner, outer = told.locator(".telling").all()
    expect(inner).to_contain_text("The shelling set a barn alight, villagers said.")
    expect(inner.locator(".codes")).to_have_text("villagers")
    expect(outer).to_contain_text("Other Post, 14 Feb 2022")
    expect(outer).to_contain_text("Rebel guns hit Springfield on Sunday.")
    expect(outer.locator(".codes")).to_have_text("The same: both in Springfield.")
    outer.get_by_role("button", name="Read in the report").click()
    reader = page.locator("dialog.reader")
    expect(reader.locator(".kicker")).to_have_text("Other Post, published 14 Feb 2022")
    expect(reader.locator(".told")).to_contain_text(["Rebel guns"])


def test_the_citation_is_copied_as_plain_text(evidence_server: str, open_page: Opener) -> None:
    page = open_page(evidence_server, marks=False)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel = opened(page, "rebels")
    panel.get_by_role("button", name="Copy citation").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    cited = (
        f"“{SENTENCE}” (a military spokesman, via Reuters, Sample Courier, published 14 Feb 2022). "
        "Assault, 13 Feb 2022; near Springfield (United States, 39.8000° N, 89.6400° W, "
        "within about 15 km). https://example.org/shelling"
    )
    assert page.evaluate("navigator.clipboard.readText()") == cited
    # Where a browser has no clipboard for pages, or not for this one, the old way still copies.
    page.evaluate("navigator.clipboard.writeText('else')")
    page.evaluate("() => { Clipboard.prototype.writeText = () => Promise.reject(new Error()) }")
    expect(panel.get_by_role("button", name="Copy citation")).to_be_visible()
    panel.get_by_role("button", name="Copy citation").click()
    expect(panel.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == cited


def test_keys_walk_from_event_to_event_and_sections_stay_open(
    evidence_server: str, open_page: Opener
) -> None:
    page = open_page(evidence_server, marks=False)
    first = page.locator("ol li button").first
    first.focus()
    first.press("Enter")
    panel = page.locator(".evidence")
    expect(panel.locator("h2")).to_be_focused()
    expect(panel.locator(".at")).to_have_text("1 of 5")
    section(panel, "Why this date").locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    expect(panel.locator(".at")).to_have_text("2 of 5")
    expect(section(panel, "Why this date")).to_have_attribute("open", "")
    expect(section(panel, "Why this date").locator("summary")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(panel.locator(".at")).to_have_text("4 of 5")
    page.keyboard.press("k")
    expect(panel.locator(".at")).to_have_text("3 of 5")
    page.keyboard.press("ArrowRight")
    expect(panel.locator(".at")).to_have_text("4 of 5")
    expect(page.locator("ol li button").nth(3)).to_have_attribute("aria-current", "true")
    search = page.get_by_placeholder("Words, places, sources")
    search.focus()
    page.keyboard.type("jjkk")
    expect(search).to_have_value("jjkk")
    expect(panel.locator(".at")).to_have_text("4 of 5")
    search.fill("")
    panel.locator("summary").first.focus()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page.locator("ol li button").nth(3)).to_be_focused()


def test_from_the_map_the_keyboard_comes_to_the_evidence_and_goes_back(
    evidence_server: str, open_page: Opener
) -> None:
    page = open_page(f"{evidence_server}/?q=Crowds")
    frame = page.frame_locator("iframe[title^='streamlit_folium']")
    map_ = frame.locator("#map_div")
    page.keyboard.press("Tab")
    map_.focus()
    page.keyboard.press("Enter")  # chooses what is in the middle, where the only mark is
    panel = page.locator(".evidence")
    expect(panel.locator("h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(map_).to_be_focused()


def test_the_keys_are_told_in_the_panel(evidence_server: str, open_page: Opener) -> None:
    page = open_page(evidence_server, marks=False)
    keys = section(opened(page, "rebels"), "Keys")
    keys.locator("summary").click()
    expect(keys).to_contain_text("j or → next event, k or ← previous")


def test_the_report_is_read_at_the_sentence_with_every_event_in_it(
    evidence_server: str, open_page: Opener
) -> None:
    page = open_page(evidence_server, marks=False)
    panel = opened(page, "rebels")
    panel.get_by_role("button", name="Read in the report").focus()
    page.keyboard.press("r")
    reader = page.locator("dialog.reader")
    expect(reader).to_be_visible()
    expect(reader.locator("h2")).to_have_text("Assault · near Springfield · 13 Feb 2022 · 1 of 2")
    expect(reader.locator(".text")).to_contain_text("Rockets fall near Springfield")
    expect(reader.locator(".told.trigger")).to_have_text(["shelled", "shelling"])
    expect(reader.locator("mark.trigger")).to_have_text(["shelled", "shelling", "bring"])
    assert label(reader.locator("mark.trigger").last) == "what"
    page.keyboard.press("j")
    expect(reader.locator("h2")).to_contain_text("2 of 2")
    expect(reader.locator(".told.trigger")).to_have_text(["bring"])
    expect(reader.get_by_role("button", name="Next event in the report")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()
    expect(panel.get_by_role("button", name="Read in the report").first).to_be_focused()
    expect(panel.locator("h2")).to_contain_text("Springfield")
    page.keyboard.press("r")
    expect(reader.locator("h2")).to_contain_text("1 of 2")
    page.keyboard.press("j")
    reader.get_by_role("button", name="Show this event").click()
    expect(panel.locator("h2")).to_have_text("Shelbyville · no date")


def test_a_long_report_is_cut_about_its_sentence_and_goes_on(
    evidence_server: str, open_page: Opener
) -> None:
    page = open_page(evidence_server, marks=False)
    panel = opened(page, "Miners")
    panel.get_by_role("button", name="Read in the report").click()
    reader = page.locator("dialog.reader")
    expect(reader.locator(".told").first).to_contain_text("Miners")
    assert inside(page, reader.locator("mark.trigger"), reader.locator(".page"))
    count = "el => el.textContent.length"
    assert reader.locator(".text").evaluate(count) == 40_000
    earlier = reader.get_by_role("button", name="Show what comes before")
    seen = reader.locator("mark.trigger").bounding_box()
    earlier.evaluate("el => el.click()")
    expect(reader.locator(".text > span")).to_have_count(6)
    assert reader.locator(".text").evaluate(count) == 80_000
    now = reader.locator("mark.trigger").bounding_box()
    assert seen
    assert now
    assert abs(seen["y"] - now["y"]) < 4  # what is read does not jump
    expect(reader.locator(".told")).to_have_count(5)
    assert MARCH in "".join(reader.locator(".told").all_inner_texts())


def test_hostile_words_are_only_text(evidence_server: str, open_page: Opener) -> None:
    page = open_page(evidence_server, marks=False)
    panel = opened(page, "Crowds marched")
    expect(panel.locator("blockquote mark.place")).to_have_text(EVIL)
    # What turns the direction of writing turns its own words, and none of ours beside them.
    for name in ("h2 bdi", "blockquote mark.place", ".source b"):
        expect(panel.locator(name)).to_have_css("unicode-bidi", "isolate")
    section(panel, "Why this place").locator("summary").click()
    expect(panel.locator("ol li").nth(1)).to_contain_text(EVIL)
    panel.get_by_role("button", name="Read in the report").click()
    reader = page.locator("dialog.reader")
    expect(reader.locator("mark.place")).to_have_text(EVIL)
    expect(reader.locator(".kicker")).to_contain_text(EVIL)
    assert page.evaluate("window.pwned") is None
    assert page.locator(".evidence img, .reader img, .evidence script").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["day", "night"])
def test_on_a_phone_a_click_brings_the_evidence_into_view(
    evidence_server: str, open_page: Opener, *, dark: bool
) -> None:
    page = open_page(evidence_server, width=390, height=844, dark=dark, marks=False)
    panel = opened(page, "rebels")
    expect(panel.locator("h2")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    section(panel, "Why this place").locator("summary").click()
    expect(panel.locator("svg.locator")).to_be_visible()
    panel.get_by_role("button", name="Read in the report").click()
    box = page.locator("dialog.reader").bounding_box()
    assert box
    assert (box["x"], box["width"], box["height"]) == (0, 390, 844)
