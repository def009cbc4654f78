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
    ConsoleMessage,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "dashboard"))

from page_samples import write_store

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
MAP = "iframe[title^='streamlit_folium']"
HERE = {"localhost", "127.0.0.1"}

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

    def on(self, page: Page) -> None:
        page.route("**/*", self._gate)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("websocket", lambda ws: self._seen(ws.url))
        page.on("dialog", lambda dialog: (self.errors.append(dialog.message), dialog.dismiss()))

    def _seen(self, url: str) -> bool:
        away = urlsplit(url).scheme in {"http", "https", "ws", "wss"} and (
            urlsplit(url).hostname not in HERE
        )
        if away:
            self.outside.append(url)
        return away

    def _gate(self, route: Route, request: Request) -> None:
        if self._seen(request.url):
            route.abort()
        else:
            route.continue_()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a browser of its own and waits for the marks; checks it afterwards."""
    watch = Watch()
    contexts = []

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
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            timezone_id=timezone,
            reduced_motion="reduce" if still else "no-preference",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        watch.on(page)
        page.goto(address)
        if marks:
            page.frame_locator(MAP).locator("body[data-ready]").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.outside == []
    assert watch.errors == []
