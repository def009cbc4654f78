"""Who may ask, what is answered, and reports that try to run something."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest

MAP = "iframe[title^='streamlit_folium']"


def ask(address: str, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize(
    "path", ["/", "/_stcore/health", "/api/columns/1.bin", "/app/static/vendor/leaflet.js"]
)
def test_another_host_name_is_turned_away(sample_server: str, path: str) -> None:
    assert ask(sample_server, path, Host="evil.example").status == 400
    assert ask(sample_server, path, Host="evil.example:80").status == 400


@pytest.mark.parametrize("path", ["/", "/api/rows/1.json?at=1", "/app/static/vendor/leaflet.js"])
def test_every_answer_carries_the_policy_and_no_other_origin_may_read(
    sample_server: str, path: str
) -> None:
    answer = ask(sample_server, path, Origin="https://evil.example")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "http" not in policy
    assert answer.headers["Access-Control-Allow-Origin"] is None
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "path",
    [
        "/api/columns/12345.bin",
        "/api/masks/12345.bin",
        "/api/rows/12345.json?at=0",
        "/api/outlines/12345/0.json?at=0",
    ],
)
def test_what_was_never_laid_out_is_not_found(sample_server: str, path: str) -> None:
    assert ask(sample_server, path).status == 404


def test_data_are_asked_for_by_number_only(sample_server: str, open_page) -> None:
    page = open_page(sample_server)
    state = page.frame_locator(MAP).locator("body").get_attribute("data-ready")
    assert ask(sample_server, f"/api/columns/{state}.bin").status == 200
    assert ask(sample_server, f"/api/rows/{state}.json?at=0,99999").status == 200
    for odd in ("", "-1", "0;1", "1e9", "0," * 300 + "0", "%2e%2e", "0x1"):
        assert ask(sample_server, f"/api/rows/{state}.json?at={odd}").status == 404
        assert ask(sample_server, f"/api/outlines/{state}/0.json?at={odd}").status == 404
    assert ask(sample_server, f"/api/outlines/{state}/9.json?at=0").status == 404
    assert ask(sample_server, "/api/columns/..%2F..%2Fevents.sqlite").status == 400


def test_a_page_of_another_origin_is_refused_before_streamlit_sees_it(sample_server: str) -> None:
    own = urlsplit(sample_server)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    for origin in ("http://evil.example", f"http://127.0.0.1:{(own.port or 0) + 1}", "null"):
        assert ask(sample_server, "/_stcore/stream", Origin=origin, **upgrade).status == 403
