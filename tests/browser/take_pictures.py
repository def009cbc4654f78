"""Takes pictures of the page's main states into ``screenshots/``: ``make screenshots``.

Each by day and by night, on a desk and on a telephone, over the sample reports. They are for
looking at, and git ignores them. Words after the command are names of states to take alone.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from chromium import executable
from page_server import ROOT
from playwright.sync_api import Browser, Page, sync_playwright
from take_picture import settled, with_samples

FOLDER: Final = ROOT / "screenshots"
SCREENS: Final = {1400: 900, 390: 844}
"""Width and height of a desk's and of a telephone's screen, in pixels."""


@dataclass(frozen=True, slots=True)
class State:
    """One state of the page: its address and what is done there before the picture."""

    query: str = ""
    act: Callable[[Page], None] = lambda _: None


def _choose(page: Page) -> None:
    page.locator("ol li button").filter(has_text="near Yel").first.click()
    page.locator(".evidence blockquote").first.wait_for()


def _choose_row(page: Page) -> None:
    page.locator("tbody button").nth(2).click()
    page.locator(".evidence blockquote").first.wait_for()


def _add(page: Page) -> None:
    page.locator(".st-key-add button").click()
    page.get_by_role("dialog").wait_for()


STATES: Final = {
    "start": State(),
    "range": State("?since=2022-02-10&until=2022-02-20&kind=deployment"),
    "evidence": State("?since=2022-02-10&until=2022-02-20", _choose),
    "table": State("?as=table&sort=place", _choose_row),
    "add": State("", _add),
    "empty": State("?since=1999-01-01&until=1999-12-31&kind=protest"),
    "uk": State("?lang=uk"),
}


def take(browser: Browser, address: str, name: str, *, width: int, dark: bool) -> None:
    """Writes the picture of one state on one screen."""
    theme = "dark" if dark else "light"
    context = browser.new_context(
        viewport={"width": width, "height": SCREENS[width]}, color_scheme=theme
    )
    page = context.new_page()
    page.goto(f"{address}/{STATES[name].query}")
    page.locator(".st-key-foot").wait_for()
    if "as=table" not in STATES[name].query:
        page.frame_locator("iframe").first.locator("body[data-ready]").wait_for()
    STATES[name].act(page)
    page.mouse.move(width - 2, SCREENS[width] - 2)
    (FOLDER / f"{name}_{theme}_{width}.png").write_bytes(settled(page))
    context.close()


def main(*names: str) -> None:
    """Takes the pictures of these states, of all where none is named."""
    FOLDER.mkdir(exist_ok=True)
    with with_samples() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=executable(), args=["--no-sandbox", "--disable-gpu"]
        )
        for name in names or STATES:
            for width in SCREENS:
                for dark in (False, True):
                    take(browser, address, name, width=width, dark=dark)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
