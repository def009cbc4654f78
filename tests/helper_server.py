"""A server on this machine that speaks OpenAI's chat completions, for the tests of proposals."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Helper:
    """What it was asked, and what it answers."""

    url: str = ""
    asked: list[dict[str, object]] = field(default_factory=list)
    answer: str = '{"events": []}'
    status: int = 200
    body: str | None = None
    """Sent in place of a completion."""
    location: str | None = None

    def proposes(self, *events: dict[str, object]) -> None:
        """Lets it answer with these events."""
        self.answer = json.dumps({"events": events})


@contextmanager
def helper() -> Iterator[Helper]:
    """The server while the block lasts."""
    state = Helper()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            state.asked.append({"path": self.path, **json.loads(self.rfile.read(length))})
            completion = {"choices": [{"message": {"content": state.answer}}]}
            body = (json.dumps(completion) if state.body is None else state.body).encode()
            self.send_response(state.status)
            if state.location:
                self.send_header("Location", state.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
