"""A server on this machine that speaks Nominatim's JSON, for the tests of ``CachedGeocoder``."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from geopy.adapters import URLLibAdapter
from geopy.geocoders import Nominatim

SAMPLE_LANE = {
    "place_id": 258_000_000,
    "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
    "osm_type": "way",
    "osm_id": 1,
    "lat": "51.5034878",
    "lon": "-0.1276965",
    "class": "tourism",
    "type": "attraction",
    "display_name": "12, Sample Lane, Westminster, London, SW1A 0ZZ, United Kingdom",
    "boundingbox": ["51.5032573", "51.5036483", "-0.1278356", "-0.1273038"],
}


@dataclass
class Server:
    """What it was asked, and what it says: a reply by query, ``[]`` to all others."""

    port: int = 0
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    """Path, parameters and user agent of every request, in order."""
    replies: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Status and body by ``q`` or by ``lat``."""
    hold: threading.Event = field(default_factory=threading.Event)
    """A reply of status 0 waits for this."""

    def geocoder(self, **options: object) -> Nominatim:
        """Geopy's Nominatim, sent here."""
        given = {"user_agent": "dateline-tests/1", "timeout": 5, "proxies": {}}
        given["adapter_factory"] = URLLibAdapter  # whatever else is installed
        return Nominatim(domain=f"127.0.0.1:{self.port}", scheme="http", **{**given, **options})

    def says(self, query: str, *found: dict[str, object]) -> None:
        """Lets it answer a query with places."""
        self.replies[query] = (200, json.dumps(found))

    @property
    def queries(self) -> list[str]:
        """What was asked, by name or by latitude."""
        return [fields.get("q") or fields.get("lat", "") for _, fields, _ in self.asked]


@contextmanager
def nominatim() -> Iterator[Server]:
    """The server while the block lasts."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            fields = {key: values[0] for key, values in parse_qs(url.query).items()}
            server.asked.append((url.path, fields, self.headers["User-Agent"]))
            key = fields.get("q") or fields.get("lat", "")
            empty = '{"error": "Unable to geocode"}' if url.path == "/reverse" else "[]"
            status, body = server.replies.get(key, (200, empty))
            if status == 0:
                server.hold.wait(10)
                return
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.port = http.server_address[1]
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.hold.set()
            http.shutdown()
            thread.join()
