"""Whichever way the page is started it is the hardened one; read only, it lets nothing in."""

from __future__ import annotations

import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from page_samples import write_store
from page_server import ROOT, free_port, running
from playwright.sync_api import Page, expect

APP = ROOT / "dashboard" / "app.py"
BOUNDARY = "0e5a7c"
PART = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    f"text\r\n--{BOUNDARY}--\r\n"
).encode()
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def asked(
    address: str, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes, http.client.HTTPMessage]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    found = answer.status, answer.read(), answer.headers
    connection.close()
    return found


def started(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a start says that is expected to be refused."""
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *arguments]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        command, cwd=cwd, env=settings, capture_output=True, text=True, timeout=60, check=False
    )


def test_started_from_another_folder_it_is_the_same_page(tmp_path: Path) -> None:
    store = write_store(tmp_path / "events.sqlite")
    with running(store, cwd=tmp_path) as address:
        port = urlsplit(address).port or 0
        with socket.socket() as probe:  # every other address of this machine is free
            probe.bind(("127.0.0.2", port))
        status, _, headers = asked(address, "GET", "/")
        assert (status, headers["X-Frame-Options"]) == (200, "SAMEORIGIN")
        assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
        assert asked(address, "GET", "/", Host="evil.example")[0] == 400
        assert asked(address, "GET", "/app/static/vendor/leaflet.js")[0] == 200
        assert asked(address, "POST", "/_stcore/agent/interact", b"{}")[0] >= 400


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("--server.address", "0.0.0.0"), {}, "server.address is 0.0.0.0"),
        ((), {"STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false"}, "XsrfProtection is False"),
        (("--", "--read-onyl"), {}, "does not know --read-onyl"),
    ],
)
def test_a_start_that_would_open_it_is_refused_in_words(
    arguments: tuple[str, ...], environment: dict[str, str], said: str, tmp_path: Path
) -> None:
    port = ("--server.port", str(free_port()), "--server.headless", "true")
    done = started(*port, *arguments, cwd=tmp_path, **environment)
    assert done.returncode != 0
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("given", [{}, {"READ_ONLY": "1"}])
def test_make_starts_the_very_same_page(given: dict[str, str]) -> None:
    words = [f"{name}={value}" for name, value in given.items()]
    done = subprocess.run(
        ["make", "-n", "--no-print-directory", "-o", "data/cache/.seeded", "dashboard", *words],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    ending = " -- --read-only" if given else ""
    assert done.stdout.strip().endswith(
        f"streamlit run dashboard/app.py --server.port 8501{ending}"
    )


@pytest.mark.parametrize("path", ["/_stcore/upload_file/x/y", "/_stcore/upload_file/../y"])
def test_an_upload_without_the_pages_token_is_refused(sample_server: str, path: str) -> None:
    for origin in ({}, {"Origin": "https://evil.example"}, {"Origin": sample_server}):
        status, _, headers = asked(sample_server, "PUT", path, PART, **FORM, **origin)
        assert status == 403
        assert headers["Access-Control-Allow-Origin"] is None


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/../app.py",
        "/app/static/..%2fapp.py",
        "/app/static/%2e%2e/%2e%2e/README.md",
        "/app/static/..%5capp.py",
        "/app/static//etc/passwd",
        "/app/static/.%00./app.py",
        "/component/streamlit_folium.st_folium/../../../../etc/passwd",
        "/component/streamlit_folium.st_folium/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/media/..%2f..%2fetc%2fpasswd",
        "/_stcore/bidi-components/..%2f..%2fetc%2fpasswd",
        "/api/rows/..%2f1.json?at=1",
    ],
)
def test_no_path_leads_out_of_what_is_served(sample_server: str, path: str) -> None:
    status, body, _ = asked(sample_server, "GET", path)
    assert status in {400, 403, 404}
    assert b"root:" not in body
    assert b"import" not in body


def test_the_pages_own_addresses_only_answer_questions(sample_server: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        for path in ("/api/columns/1.bin", "/api/rows/1.json?at=1"):
            assert asked(sample_server, method, path, b"x" * 100)[0] in {404, 405}
    bomb = {"Content-Encoding": "gzip", "Content-Length": str(10**9)}
    connection = http.client.HTTPConnection(urlsplit(sample_server).netloc, timeout=20)
    connection.request("GET", "/api/rows/1.json?at=1", headers=bomb)
    assert connection.getresponse().status == 404  # answered without waiting for what was announced
    connection.close()


def test_no_other_site_may_ask_before_it_reads(sample_server: str) -> None:
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    for path in ("/api/rows/1.json?at=1", "/app/static/page.css", "/_stcore/health", "/media/x"):
        _, _, headers = asked(sample_server, "OPTIONS", path, **asking)
        assert headers["Access-Control-Allow-Origin"] is None


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    store = write_store(tmp_path_factory.mktemp("shown") / "events.sqlite")
    with running(store, arguments=("--", "--read-only")) as address:
        yield address, store


def test_read_only_it_shows_everything_and_offers_no_change(
    shown: tuple[str, Path], open_page: Callable[..., Page]
) -> None:
    address, store = shown
    before = content(store)
    page = open_page(address)
    expect(page.locator(".st-key-read_only")).to_contain_text("read only")
    page.locator("ol li button").first.click()
    expect(page.locator(".evidence blockquote")).to_be_visible()
    offered = page.get_by_role("button").all_inner_texts()
    forbidden = re.compile(r"(?i)add report|correct|confirm|reject|save|undo|merge|split")
    assert [name for name in offered if forbidden.search(name)] == []
    assert page.locator("input[type=file]").count() == 0
    assert content(store) == before
    assert not store.with_name("events.sqlite.columns").exists()


def test_read_only_it_takes_no_file_whatever_a_browser_sends(shown: tuple[str, Path]) -> None:
    address, _ = shown
    for method in ("PUT", "POST", "DELETE"):
        status, body, _ = asked(address, method, "/_stcore/upload_file/x/y", PART, **FORM)
        assert (status, b"read only" in body) == (403, True)


def content(store: Path) -> list[str]:
    """All that a store holds, as SQL."""
    connection = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def test_an_earlier_store_is_not_brought_up_to_be_shown(tmp_path: Path) -> None:
    store = write_store(tmp_path / "events.sqlite")
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version = 3")
        for table in ("corrections", "views", "overlays"):
            connection.execute(f"DROP TABLE {table}")
    connection.close()
    before = content(store)
    port = ("--server.port", str(free_port()), "--server.headless", "true")
    done = started(*port, "--", "--read-only", cwd=tmp_path, DATELINE_STORE=str(store))
    assert "is of version 3" in done.stdout + done.stderr
    assert content(store) == before
