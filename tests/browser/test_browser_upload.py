"""Reports given through the page, read there and then, with the network blocked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_server import running
from playwright.sync_api import Page, Response, expect

from geocode.gazetteer.protocol import Gazetteer

REPORT = (
    "date 2023-05-04\n\n"
    "Thousands of teachers marched through Lima on Wednesday.\n\n"
    "Soldiers were deployed near Cusco on 2 May 2023 after a landslide.\n"
)
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer
) -> Iterator[tuple[str, Path]]:
    """One for all, for its reader takes a while to load."""
    store = tmp_path_factory.mktemp("upload") / "events.sqlite"
    with running(store) as address:
        yield address, store


@pytest.fixture
def empty_server(server: tuple[str, Path]) -> str:
    address, store = server
    for path in store.parent.glob(f"{store.name}*"):
        path.unlink()
    return address


def add(page: Page) -> None:
    page.get_by_role("button", name="Add reports").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def send(page: Page, files: list[dict]) -> None:
    """Choose the files and wait until each has been sent, by a request of its own."""
    left = [len(files)]

    def is_last(response: Response) -> bool:
        left[0] -= "upload_file" in response.url
        return left[0] == 0

    with page.expect_response(is_last):
        page.locator("input[type=file]").set_input_files(files)
    expect(page.get_by_test_id("stFileChipName")).to_have_count(len(files))


def read(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Read", exact=True).click()


def test_an_uploaded_report_becomes_marks_and_is_known_the_second_time(
    empty_server: str, open_page: Opener
) -> None:
    page = open_page(empty_server, marks=False)
    expect(page.get_by_text("No reports yet.")).to_be_visible()
    for summary in ("1 report read, ", "1 report already known, "):
        add(page)
        send(page, [{"name": "lima.txt", "mimeType": "text/plain", "buffer": REPORT.encode()}])
        expect(page.get_by_test_id("stFileChipName")).to_have_text("lima.txt")
        read(page)
        expect(page.get_by_text(summary)).to_be_visible(timeout=60_000)
        map_body = page.frame_locator("iframe[title^='streamlit_folium']").locator("body")
        expect(map_body).to_have_attribute("data-marks", "2")
        places = set(page.locator("ol li .place:not(.none)").all_text_contents())
        assert places == {"Lima", "near Cusco"}
    page.locator("ol li button").filter(has=page.locator("b", has_text="marched")).click()
    expect(page.locator(".evidence h2")).to_have_text("Lima · 3 May 2023")
    expect(page.locator(".evidence .source")).to_contain_text("published 4 May 2023")


def test_an_upload_shows_what_it_brought_and_then_everything_again(
    empty_server: str, open_page: Opener
) -> None:
    page = open_page(empty_server, marks=False)
    for place, day in (("Lima", 2), ("Juba", 3)):
        add(page)
        page.get_by_placeholder("The text of one report").fill(
            f"Rebels attacked {place} on {day} May 2023."
        )
        read(page)
        # With its place: till then the list of the first report may still stand.
        expect(page.locator("ol li button .place")).to_have_text([place], timeout=60_000)
    expect(page.get_by_text("1 report read, 1 event found")).to_be_visible()
    page.get_by_role("button", name="Show all reports").click()
    expect(page.locator("ol li button")).to_have_count(2)
    page.get_by_role("button", name="Show only these").click()
    expect(page.locator("ol li button")).to_have_count(1)


def test_what_cannot_be_read_is_said_and_loses_nothing(
    empty_server: str, open_page: Opener
) -> None:
    page = open_page(empty_server, marks=False)
    add(page)
    send(
        page,
        [
            {"name": "lima.txt", "mimeType": "text/plain", "buffer": REPORT.encode()},
            {"name": "empty.txt", "mimeType": "text/plain", "buffer": b""},
            {"name": "photo.exe", "mimeType": "text/plain", "buffer": b"\x00\x01\x02"},
        ],
    )
    read(page)
    expect(page.get_by_text("1 report read")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("2 not readable")).to_be_visible()
    expect(page.get_by_text("empty.txt: ").first).to_be_visible()
    expect(page.get_by_text("photo.exe: ").first).to_be_visible()
    expect(page.get_by_text("lima.txt: read")).to_be_hidden()
    page.get_by_text("What became of each of the 3 files").click()
    expect(page.get_by_text("lima.txt: read")).to_be_visible()
    expect(page.locator("ol li button").filter(has_text="teachers")).to_have_count(1)
    page.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_text("2 not readable")).to_have_count(0)


def test_the_drills_report_gives_its_marks_by_upload(empty_server: str, open_page: Opener) -> None:
    page = open_page(empty_server, marks=False)
    report = Path(__file__).parents[2] / "seeds" / "reports" / "2022-02-14-belarus-exercise.txt"
    add(page)
    send(page, [{"name": report.name, "mimeType": "text/plain", "buffer": report.read_bytes()}])
    expect(page.get_by_test_id("stFileChipName")).to_have_attribute("title", report.name)
    read(page)
    expect(page.get_by_text("1 report read, ")).to_be_visible(timeout=60_000)
    places = page.locator("ol li .place:not(.none)")
    expect(places.first).to_be_visible()
    assert set(places.all_text_contents()) == {
        "near Yel’sk", "near Kyiv", "Belarus–Poland border", "Belarus–Ukraine border",
    }  # fmt: skip
