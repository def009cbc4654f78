"""A real server and a real Chromium. Every request that would leave this machine fails the test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from chromium import executable
from page_server import running
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "dashboard"))

from page_samples import write_store

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
    "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=127.0.0.1;localhost",
)  # fmt: skip
"""What leaves this machine goes to a proxy that is not there: Playwright's own way to stop it, a
route, asks this process about each request and turns the browser's cache off."""
MAP = "iframe[title^='streamlit_folium']"
HERE = {"localhost", "127.0.0.1"}
MOST = 6_000
"""Characters of a page that a failure shows."""

expect.set_options(timeout=60_000)  # a loaded machine is slow, not wrong


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = executable()
    assert found, "no Chromium: run python tests/browser/chromium.py"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(write_store(tmp_path_factory.mktemp("samples") / "events.sqlite")) as address:
        yield address


@dataclass
class Watch:
    """What went wrong in a browser while a test looked elsewhere."""

    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    """Requests without an answer: no error by themselves, but what an error may come from."""

    def on(self, page: Page) -> None:
        page.on("request", lambda request: self._seen(request.url))
        page.on("console", self._console)
        page.on("requestfailed", lambda r: self.failed.append(f"{r.url}: {r.failure}"))
        page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        page.on("websocket", lambda ws: self._seen(ws.url))
        page.on("dialog", lambda dialog: (self.errors.append(dialog.message), dialog.dismiss()))
        page.on("popup", self.on)

    def _seen(self, url: str) -> None:
        asked = urlsplit(url)
        if asked.scheme in {"http", "https", "ws", "wss"} and asked.hostname not in HERE:
            self.outside.append(url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A context for each sort of reader, kept: what one page has fetched the next need not."""
    kept: dict[tuple[object, ...], BrowserContext] = {}

    def context(*, dark: bool, timezone: str | None, still: bool) -> BrowserContext:
        reader = (dark, timezone, still)
        if reader not in kept:
            kept[reader] = chromium.new_context(
                color_scheme="dark" if dark else "light",
                accept_downloads=True,
                timezone_id=timezone,
                reduced_motion="reduce" if still else "no-preference",
            )
        return kept[reader]

    yield context
    for one in kept.values():
        one.close()


OPEN = pytest.StashKey[list[Page]]()


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, contexts: Callable[..., BrowserContext]
) -> Iterator[Callable[..., Page]]:
    """Opens an address in a tab of its own and waits for the marks; checks it afterwards."""
    watch = Watch()
    pages = request.node.stash[OPEN] = list[Page]()

    def opened(
        address: str,
        *,
        width: int = 1400,
        height: int = 900,
        dark: bool = False,
        marks: bool = True,
        timezone: str | None = None,
        still: bool = False,
    ) -> Page:
        page = contexts(dark=dark, timezone=timezone, still=still).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(60_000)
        watch.on(page)
        page.goto(address)
        if marks:
            page.frame_locator(MAP).locator("body[data-ready]").wait_for()
        return page

    yield opened
    outside, errors = tuple(watch.outside), tuple(watch.errors)  # not of what closing cuts short
    for context in {page.context for page in pages}:
        for page in context.pages:
            page.evaluate("localStorage.clear()")
            page.close()
        context.clear_cookies()
        context.clear_permissions()
    assert outside == ()
    assert errors == (), f"after {watch.failed}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With a failure goes what its pages showed: on another machine there is only the log."""
    report = yield
    if report.when == "call" and report.failed:
        for page in item.stash.get(OPEN, []):
            report.sections.append((f"page at {page.url}", _shown(page)))
    return report


def _shown(page: Page) -> str:
    """All the text that a page shows, and its map's."""
    try:
        return "\n\n".join(frame.inner_text("body", timeout=2_000) for frame in page.frames)[:MOST]
    except PlaywrightError as error:
        return f"(not to be read: {error.message})"
