"""Takes ``dashboard/page.png``, the README's picture: ``python tests/browser/take_picture.py``.

The page over the sample reports by day, in Belarus, with a mark chosen and its evidence open. Needs
the gazetteer's cache and Pillow, which Streamlit brings along.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chromium import executable
from page_server import ROOT, running
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from geocode import open_gazetteer, open_store, read_all, read_paths

TARGET = ROOT / "dashboard" / "page.png"
WIDTH, HEIGHT = 1400, 900
VIEW = "?since=2022-02-10&until=2022-02-20"
CHOSEN = "near Yel"


def picture(address: str) -> bytes:
    """The page at this address with the evidence of ``CHOSEN`` open, as a PNG."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=executable(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(address + VIEW)
        page.frame_locator("iframe").locator("body[data-ready]").wait_for()
        page.locator("ol li button").filter(has_text=CHOSEN).first.click()
        page.locator(".evidence blockquote").wait_for()
        page.mouse.move(WIDTH - 2, HEIGHT - 2)
        shot = settled(page)
        browser.close()
    return shot


def settled(page: Page) -> bytes:
    """The first of the pictures, half a second apart, that is like the one before it."""
    before = b""
    while True:
        page.wait_for_timeout(500)
        shot = page.screenshot()
        if shot == before:
            return shot
        before = shot


@contextmanager
def with_samples() -> Iterator[str]:
    """The address of the page over a store of its own that holds the sample reports."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.sqlite"
        gazetteer = open_gazetteer()
        with open_store(path) as store:
            for found in read_all(read_paths([ROOT / "seeds" / "reports"]), gazetteer=gazetteer):
                store.add(found)
        with running(path) as address:
            yield address


def main() -> None:
    """Reads the samples into a store of its own and writes the picture."""
    with with_samples() as address:
        shot = picture(address)
    # Every second shade: an eighth smaller. A palette takes away the small dots, or the land.
    shades = Image.open(io.BytesIO(shot)).convert("RGB").point(lambda v: min(255, (v + 1) // 2 * 2))
    shades.save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
