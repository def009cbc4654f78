"""Many files at once through the page: progress, dates where they are missing, copies, refusals."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_server import running
from playwright.sync_api import Page, Response, expect

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "documents"))

from made_files import lines, pdf, word

from geocode.gazetteer.protocol import Gazetteer

Opener = Callable[..., Page]
DATED = b"date 2023-05-04\n\nThousands of teachers marched through Lima on Wednesday."
UNDATED = b"Rebels attacked Goma on Monday, killing nine people, police said."
FEED = b"""<rss><channel><title>Wire</title><item><title>Floods in Juba</title><description>
Floods hit Juba on Monday.</description><pubDate>Tue, 15 Feb 2022 00:00:00 GMT</pubDate></item>
</channel></rss>"""
LONG_S = 90_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, gazetteer: Gazetteer) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("ways_in") / "events.sqlite") as address:
        yield address


def file(name: str, data: bytes) -> dict[str, str | bytes]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def give(page: Page, *files: dict[str, str | bytes]) -> None:
    """Chooses the files in the dialog, waits until all were sent, and begins to read."""
    page.get_by_role("button", name="Add reports").click()
    dialog = page.get_by_role("dialog")
    left = [len(files)]

    def is_last(response: Response) -> bool:
        left[0] -= "upload_file" in response.url
        return left[0] == 0

    with page.expect_response(is_last):
        page.locator("input[type=file]").set_input_files(list(files))
    expect(dialog.get_by_test_id("stFileChipName")).to_have_count(len(files))
    dialog.get_by_role("button", name="Read", exact=True).click()


def test_many_kinds_of_files_are_read_and_only_the_undated_is_asked_for(
    server: str, open_page: Opener
) -> None:
    page = open_page(server, marks=False)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/lima copy.txt", DATED)
        archive.writestr(
            "in/yelsk.docx", word(("KYIV, Feb. 14, 2022 (AP) — Rebels attacked Pinsk.", None))
        )
    give(
        page,
        file("lima.txt", DATED),
        file("goma.pdf", pdf(lines(UNDATED.decode()))),
        file("wire.rss", FEED),
        file("packed.zip", packed.getvalue()),
        file("broken.docx", b"PK no"),
        file("{{7*7}}<img src=x onerror=alert(1)>.txt", b""),
    )
    outcome = page.locator(".st-key-outcome")
    expect(outcome).to_contain_text("4 reports read", timeout=LONG_S)
    expect(outcome).to_contain_text("1 without a date of publication")
    expect(outcome).to_contain_text("lima.txt: read, 1 event")
    expect(outcome).to_contain_text(
        "packed.zip: 1 report read, 1 event found; 1 whose text was there"
    )
    expect(outcome).to_contain_text("broken.docx: not read: is no Word file, or a broken one")
    expect(outcome).to_contain_text("{{7*7}}<img src=x onerror=alert(1)>.txt: not read: is empty")
    expect(page.locator("ol li .when", has_text="no date")).to_have_count(1)
    outcome.get_by_role("button", name="Give its date of publication").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("goma.pdf")
    expect(dialog.get_by_test_id("stDateInput")).to_have_count(1)
    dialog.get_by_role("spinbutton").first.click()
    page.keyboard.type("20220216")
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Read again with these dates").click()
    expect(outcome).to_contain_text("1 report read, 1 event found.", timeout=LONG_S)
    expect(outcome).not_to_contain_text("without a date")
    expect(page.locator(".evidence h2")).to_have_text("Goma · 14 Feb 2022")


def test_what_was_read_before_is_known_again(server: str, open_page: Opener) -> None:
    page = open_page(server, marks=False)
    give(page, file("lima.txt", DATED), file("another name.txt", DATED))
    outcome = page.locator(".st-key-outcome")
    expect(outcome).to_contain_text("1 report already known, 1 event found", timeout=LONG_S)
    expect(outcome).to_contain_text("another name.txt: the same text as lima.txt, not read again")


def test_a_long_reading_shows_how_far_it_is_and_stops_without_loss(
    server: str, open_page: Opener
) -> None:
    page = open_page(server, marks=False)
    told = "".join(
        f"Rebels attacked depot {n} in Goma on {n % 27 + 1} May 2020, killing {n} people.\n\n"
        for n in range(90)
    )
    dated = (f"date 2020-06-{n + 1:02}\n\n{told}".encode() for n in range(30))
    give(page, *(file(f"{n}.txt", content) for n, content in enumerate(dated)))
    work = page.locator(".st-key-work")
    expect(work).to_contain_text("Reading file", timeout=LONG_S)
    expect(work.get_by_role("progressbar")).to_be_visible()
    work.get_by_role("button", name="Stop").click()
    outcome = page.locator(".st-key-outcome")
    expect(outcome).to_contain_text("Stopped; what was read before that is kept.", timeout=LONG_S)
    expect(page.locator(".st-key-work")).to_have_count(0)
