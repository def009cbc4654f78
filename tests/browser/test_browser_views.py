"""Views in a real browser: shared, saved and opened again, in four languages; a link says all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from page_samples import write_store
from page_server import running
from playwright.sync_api import Browser, Page, expect

MAP = "iframe[title^='streamlit_folium']"
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A store of this module's own, for views are saved into it."""
    with running(write_store(tmp_path_factory.mktemp("views") / "events.sqlite")) as address:
        yield address


def wait_for_rows(page: Page, number: int) -> None:
    expect(page.frame_locator(MAP).locator("body")).to_have_attribute("data-rows", str(number))


PIXEL_DEG = 360 / (256 * 2**5)
"""At zoom 5: to that a map of another size keeps its middle."""


def looks(page: Page) -> list[float]:
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    return frame.evaluate(
        "[map.getZoom(), map.getCenter().lat, map.getCenter().lng].map(n => +n.toFixed(2))"
    )


def look(page: Page, lat: float, lon: float, zoom: int) -> None:
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.evaluate(
        "([lat, lon, zoom]) => map.setView([lat, lon], zoom, {animate: false})", [lat, lon, zoom]
    )


def share(page: Page):
    return page.locator(".share > button")


def test_a_shared_link_opens_the_same_view_with_the_same_stretch_of_the_world(
    server: str, open_page: Opener
) -> None:
    page = open_page(f"{server}/?kind=deployment&until=2022-02-13")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("ol li button").first.click()
    expect(page.locator(".evidence h2")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]of=event-\d"))
    here = looks(page)
    assert "map=" not in page.url
    share(page).click()
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"kind=deployment.*map=[\d.]+_5\d\.\d+_2\d\.\d+", link)
    other = open_page(link)
    expect(other.locator(".evidence h2")).to_have_text(page.locator(".evidence h2").inner_text())
    expect(other.locator("ol li button")).to_have_count(page.locator("ol li button").count())
    assert looks(other) == pytest.approx(here, abs=0.02)


def test_where_the_clipboard_is_refused_the_link_can_be_copied_by_hand(
    server: str, chromium: Browser, open_page: Opener
) -> None:
    page = open_page(server)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.evaluate("document.execCommand = () => false")
    share(page).click()
    field = page.get_by_role("textbox", name="Link to this view")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile(re.escape(server) + r"/\?map="))
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(share(page)).to_be_focused()


def test_a_view_is_saved_opened_deleted_and_put_back(server: str, open_page: Opener) -> None:
    page = open_page(f"{server}/?kind=talks")
    wait_for_rows(page, 1)
    look(page, -10, -70, 5)
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Name for this view").fill("Lima talks")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“Lima talks” saved.")).to_be_visible()

    other = open_page(f"{server}/?status=ongoing&lang=uk")
    wait_for_rows(other, 1)
    other.get_by_role("button", name="Вигляди").click()
    other.get_by_role("button", name="Відкрити вигляд «Lima talks»").click()
    expect(other).to_have_url(re.compile(r"kind=talks.*lang=uk"))
    assert "status=" not in other.url
    wait_for_rows(other, 1)
    frame = next(frame for frame in other.frames if "streamlit_folium" in frame.url)
    frame.wait_for_function("map.getCenter().lat < -9")
    assert looks(other) == pytest.approx([5, -10, -70], abs=PIXEL_DEG)
    assert f"map={looks(other)[0]:.0f}_-10.000_-70.000" in other.url

    other.get_by_role("button", name="Видалити вигляд «Lima talks»").click()
    expect(other.get_by_text("«Lima talks» видалено.")).to_be_visible()
    expect(other.locator(".views .open")).to_have_count(0)
    other.get_by_role("button", name="Скасувати").click()
    expect(other.locator(".views .open")).to_have_text(["Lima talks"])


def test_a_hostile_name_is_shown_as_it_is(server: str, open_page: Opener) -> None:
    name = "<img src=x onerror=window.pwned=1>{{7*7}}${1+1}"
    page = open_page(server)
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Name for this view").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".views .open", has_text="img src")).to_have_text(name)
    assert page.evaluate("window.pwned") is None
    page.get_by_label("Name for this view").fill(name)
    expect(page.locator(".views form button")).to_have_text("Replace")


@pytest.fixture(scope="module")
def for_reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    store = write_store(tmp_path_factory.mktemp("reading") / "events.sqlite")
    with running(store, DATELINE_READ_ONLY="1") as address:
        yield address


def test_a_page_for_reading_opens_views_and_saves_none(for_reading: str, open_page: Opener) -> None:
    page = open_page(for_reading)
    page.get_by_role("button", name="Views").click()
    expect(page.get_by_text("None saved yet.")).to_be_visible()
    expect(page.get_by_label("Name for this view")).to_be_hidden()
    expect(share(page)).to_be_visible()


def test_the_page_is_read_in_the_language_chosen(server: str, open_page: Opener) -> None:
    page = open_page(server)
    wait_for_rows(page, 8)
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("combobox", name="Language of the page").click()
    page.get_by_role("option", name="Українська").click()
    sums = "10 подій у 10 повідомленнях = 8 на карті + 2 без місця; з них 2 без дати"
    expect(page.get_by_text(sums)).to_be_visible()
    expect(page).to_have_url(re.compile("lang=uk"))
    expect(page.locator("html")).to_have_attribute("lang", "uk")
    legend = page.frame_locator(MAP).locator(".legend li")
    expect(legend.first).to_have_text("Населений пункт, точка")
    expect(page.frame_locator(MAP).locator("html")).to_have_attribute("lang", "uk")
    expect(page.frame_locator(MAP).get_by_role("button", name="Наблизити")).to_be_visible()
    expect(page.locator(".tl .now")).to_have_text("усі дати · 10 подій")
    expect(page.locator("ol .when").first).to_have_text("бер. 2022")


@pytest.mark.parametrize(
    ("language", "tray", "fit"),
    [
        ("pl", "Zdarzenia 10", "Pokaż wszystkie znaki świata"),
        ("es", "Eventos 10", "Mostrar todas las marcas del mundo"),
    ],
)
def test_a_link_in_a_language_opens_in_it(
    server: str, open_page: Opener, language: str, tray: str, fit: str
) -> None:
    page = open_page(f"{server}/?lang={language}", width=390, height=844)
    expect(
        page.get_by_role("radio", name=tray).or_(page.get_by_role("button", name=tray))
    ).to_be_visible()
    expect(page.frame_locator(MAP).get_by_role("button", name=fit)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_link_to_an_event_that_is_gone_says_so(server: str, open_page: Opener) -> None:
    page = open_page(f"{server}/?event=12345&of=gone")
    expect(page.get_by_text("The event of this link is no longer in the store")).to_be_visible()
