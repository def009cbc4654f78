"""Hostile words in a real browser: everything is shown as the text it is, and nothing of it runs.

One store holds every payload of ``tests/dashboard/hostile.py``. What ran would set ``pwned``, open
a dialog, say something on the console, or ask for another machine, which fails any browser test.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
import shapely
from page_samples import Sample, write_store
from page_server import running
from playwright.sync_api import Browser, Page, expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "dashboard"))

from hostile import BY_HAND, CANARY, MADE, PAYLOADS, SCRIPTS, TEMPLATES, sentence

from dashboard.sheet import Files
from dashboard.view import View
from dashboard.ways_out.handout import handout
from geocode import open_store
from geocode.errors import InputError
from geocode.store import OverlayFeature

MAP = "iframe[title^='streamlit_folium']"
DAY = date(2022, 2, 10)
Opener = Callable[..., Page]
SHOWN = {name: text for name, text in PAYLOADS.items() if name != "long"}
"""The long one has a store to itself: each run of the page would carry it."""
MOST = 400_000
"""A report has at most a million characters, and says it twice."""
SHORT = {name: text for name, text in PAYLOADS.items() if len(text) <= 200}

FOUND = """() => {
  const found = [], seen = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) seen(node.shadowRoot);
      for (const { name } of node.attributes) if (/^on/i.test(name)) found.push(name);
      for (const name of ["src", "href", "action", "srcdoc", "data"])
        if (/^\\s*(javascript:|data:text|(http:)?\\/\\/evil)/i.test(node.getAttribute(name) || ""))
          found.push(`${node.tagName} ${name}`);
      if (node.tagName === "FORM" && node.hasAttribute("action")) found.push("FORM");
      if (/^(MATH|MGLYPH|OBJECT|EMBED|BASE|MARQUEE)$/.test(node.tagName))
        found.push(node.tagName);
    }
  };
  seen(document);
  return [...found, ...(window.pwned === undefined ? [] : ["pwned"])]; }"""
"""What a payload would leave behind: handlers, addresses and elements that the page never makes."""


def written(path: Path, payloads: Iterable[str]) -> Path:
    """A store with an event for each, with it wherever a report or a gazetteer says something."""
    samples = tuple(
        Sample(
            sentence(text[:MOST]), "ASSAULT", "shelled", text[:MOST], "10 February 2022",
            (DAY, DAY), shapely.Point(-100 + 3 * number, 30), source=text, url=text,
        )
        for number, text in enumerate(payloads)
    )  # fmt: skip
    return write_store(path, samples)


LAYERS = ("cycler", "script", "image", "attribute", "frame", "literal", "details", "link")
OPENED = (
    "image", "script", "script end", "attribute", "frame", "link", "mutation", "literal",
    "directives", "markdown image", "cycler", "formula", "entity",
)  # fmt: skip
NOTED = ("image", "cycler", "formula", "script end")


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The events, with layers and views called so, and what a person says of each event."""
    path = written(tmp_path_factory.mktemp("hostile") / "events.sqlite", SHOWN.values())
    with open_store(path) as store:
        ids = {store.document(one).text: one for one in store.document_ids()}
        for text in SHOWN.values():
            document = ids[sentence(text[:MOST])]
            (number,) = (n for n, shown in enumerate(SHOWN.values()) if shown == text)
            anchor = store.anchor(document, f"event-{number}")
            for way in ("note", "why", "name of a view"):
                with suppress(InputError):
                    BY_HAND[way](store, anchor, text)
        for number, name in enumerate(LAYERS):
            spot = OverlayFeature(shapely.Point(-60 + 8 * number, 0).buffer(3), PAYLOADS[name])
            store.keep_overlay(PAYLOADS[name][:60], (spot,), made=MADE)
    return path


@pytest.fixture(scope="module")
def hostile_server(hostile_store: Path) -> Iterator[str]:
    Path(CANARY).unlink(missing_ok=True)
    with running(hostile_store) as address:
        yield address


def assert_nothing_ran(page: Page) -> None:
    assert [found for frame in page.frames for found in frame.evaluate(FOUND)] == []
    assert page.title() == "Dateline"
    assert not Path(CANARY).exists()


def test_every_report_is_shown_as_the_text_it_is(hostile_server: str, open_page: Opener) -> None:
    page = open_page(hostile_server)
    rows = page.locator("ol li button")
    expect(rows).to_have_count(len(SHOWN))
    assert_nothing_ran(page)
    listed = rows.locator(".place").all_text_contents()
    assert set(listed) >= {*SCRIPTS.values(), *TEMPLATES.values()}
    quoted = page.locator(".evidence blockquote")
    for text in (PAYLOADS[name] for name in OPENED):  # the others in the map in one file, below
        rows.nth(listed.index(text)).click()
        expect(quoted).to_have_text(sentence(text))
        assert page.main_frame.evaluate(FOUND) == []
        if text in {PAYLOADS[name] for name in NOTED}:
            expect(page.locator(".corrections .history li")).to_have_count(2)
            expect(page.locator(".corrections .history q")).to_have_text(text)
    assert_nothing_ran(page)


def test_a_name_of_a_million_letters_is_shown_and_can_be_left(
    tmp_path: Path, open_page: Opener
) -> None:
    with running(written(tmp_path / "events.sqlite", ("Yelsk", PAYLOADS["long"]))) as address:
        page = open_page(address)
        rows = page.locator("ol li button")
        expect(rows).to_have_count(2)
        for number in (0, 1):
            rows.nth(number).click()
            expect(page.locator(".evidence blockquote")).to_contain_text("Troops shelled")
        assert_nothing_ran(page)


def test_every_tip_on_the_map_and_every_name_of_a_layer_or_a_view_is_text(
    hostile_server: str, open_page: Opener
) -> None:
    named = [PAYLOADS[name][:60] for name in LAYERS]
    over = "&".join(f"over={quote(name)}" for name in named)
    page = open_page(f"{hostile_server}/?map=3_30.000_0.000&{over}")
    page.get_by_role("button", name="Layers").click()
    for name in named:
        expect(page.get_by_text(name, exact=True).first).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Views").click()
    views = page.locator(".views .open")
    expect(views.first).to_be_visible()
    assert set(views.all_text_contents()) >= {PAYLOADS[name][:80] for name in LAYERS}
    assert_nothing_ran(page)
    page.keyboard.press("Escape")
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    surface = page.frame_locator(MAP).locator("#map_div")
    size = surface.bounding_box()
    assert size
    within = [
        mark
        for mark in frame.evaluate("dateline.drawn()")
        if 10 < mark["x"] < size["width"] - 60 and 60 < mark["y"] < size["height"] - 40
    ]
    assert len(within) > 10
    tip = page.frame_locator(MAP).locator(".tip")
    for mark in within[:25]:
        surface.hover(position={"x": mark["x"], "y": mark["y"]})
        expect(tip).to_be_visible()
    there = "([lat, lon]) => (p => [p.x, p.y])(map.latLngToContainerPoint([lat, lon]))"
    for number, name in enumerate(LAYERS):
        x, y = frame.evaluate(there, [1.0, -60 + 8 * number])
        if 10 < x < size["width"] - 60 and 60 < y < size["height"] - 40:
            surface.hover(position={"x": x, "y": y})
            expect(tip).to_contain_text(PAYLOADS[name][:60])
    assert_nothing_ran(page)


def test_every_address_and_search_is_only_text(hostile_server: str, open_page: Opener) -> None:
    page = open_page(hostile_server)
    box = page.get_by_placeholder("Words, places, sources")
    for name in ("cycler", "image", "script end", "literal", "match", "right to left"):
        box.fill(PAYLOADS[name])
        box.press("Enter")
        expect(page).to_have_url(re.compile("q=" + re.escape(quote(PAYLOADS[name][:2])[:2])))
        assert_nothing_ran(page)
    for some in (("image", "cycler"), ("attribute", "script"), ("frame", "open statement")):
        words = [quote(PAYLOADS[name].encode("utf-8", "replace")) for name in some]
        fields = ("q", "kind", "status", "event", "report", "show", "since", "map", "lang", "theme")
        asked = "&".join(f"{field}={words[n % 2]}" for n, field in enumerate(fields))
        again = open_page(f"{hostile_server}/?{asked}#{words[0]}", marks=False)
        expect(again.get_by_placeholder("Words, places, sources")).to_have_value(PAYLOADS[some[0]])
        assert_nothing_ran(again)


def test_every_file_name_and_pasted_word_is_only_text(
    hostile_server: str, hostile_store: Path, open_page: Opener
) -> None:
    page = open_page(hostile_server)
    page.get_by_role("button", name="Add reports").click()
    names = [text.encode("utf-8", "replace").decode() for text in SHORT.values()]
    files = [
        {"name": f"{name}.exe", "mimeType": "text/html", "buffer": b"\x00\x01"} for name in names
    ]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_label("Source", exact=False).first.fill(PAYLOADS["image"])
    page.get_by_role("textbox").first.wait_for()
    page.locator("textarea").first.fill("\n".join(sentence(text) for text in SHORT.values()))
    assert_nothing_ran(page)
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.locator(".st-key-outcome")).to_contain_text("1 report read", timeout=60_000)
    expect(page.locator(".st-key-outcome")).to_contain_text("not readable")
    assert_nothing_ran(page)


def test_the_slide_and_the_page_to_print_say_it_as_text(
    hostile_server: str, open_page: Opener
) -> None:
    page = open_page(f"{hostile_server}/?q={quote(PAYLOADS['image'])}&map=3_30.000_0.000")
    page.get_by_role("button", name="Download").click()
    out = page.locator(".out")
    with page.expect_download() as download:
        out.get_by_role("button", name="Picture (PNG)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    assert download.value.suggested_filename == "dateline-search.png"
    with page.context.expect_page() as opened:
        out.get_by_role("button", name="One page to print").click()
    sheet = opened.value
    sheet.locator("body[data-ready]").wait_for()
    for text in (f"“{PAYLOADS['image']}”", sentence(PAYLOADS["image"]), PAYLOADS["image"]):
        expect(sheet.get_by_text(text).first).to_be_visible()
    assert sheet.evaluate(FOUND) == []
    assert_nothing_ran(page)


def test_the_map_in_one_file_shows_every_report_as_text_and_asks_nobody(
    chromium: Browser, hostile_store: Path, tmp_path: Path
) -> None:
    made, files = tmp_path / "map.html", Files(hostile_store, hostile_store)
    made.write_bytes(b"".join(handout(View(), files, look=None)))
    wanted, errors = [], []
    with closing(chromium.new_context(offline=True)) as context:
        page = context.new_page()
        page.on("request", lambda request: wanted.append(request.url))
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: (errors.append(dialog.message), dialog.dismiss()))
        page.goto(made.as_uri())
        page.locator("body[data-ready]").wait_for()
        rows = page.locator("ol li button")
        expect(rows.nth(len(SHOWN) - 1)).to_be_visible()
        told = set()
        for number in range(rows.count()):
            rows.nth(number).click()
            told.add(page.locator(".evidence blockquote").text_content())
            assert page.evaluate(FOUND) == []
        assert told >= {sentence(text) for text in (*SCRIPTS.values(), *TEMPLATES.values())}
        assert [found for frame in page.frames for found in frame.evaluate(FOUND)] == []
    outside = [url for url in wanted if not url.startswith(("data:", "blob:"))]
    assert outside == [made.as_uri()]
    assert errors == []


def test_what_the_page_asks_for_is_never_read_as_markup(
    hostile_server: str, open_page: Opener
) -> None:
    page = open_page(hostile_server)
    told = page.evaluate(
        """async () => {
          const frame = document.querySelector("iframe[title^='streamlit_folium']");
          const state = frame.contentDocument.body.dataset.ready;
          const at = [...Array(8).keys()].join(",");
          const answer = await fetch(`/api/rows/${state}.json?at=${at}`);
          return [answer.headers.get("content-type"), answer.headers.get("x-content-type-options"),
            await answer.text()]; }"""
    )
    assert told[:2] == ["application/json", "nosniff"]
    assert len(json.loads(told[2])) == 8
