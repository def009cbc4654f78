"""What surrounds the page: who may ask, what a browser may load, and the marks' private data."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers as Sent
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import mode, words
from dashboard.ahead import links
from dashboard.basemap.parts import script
from dashboard.layers import divisions as lands
from dashboard.layers import outlines as shapes
from dashboard.layers import tales, texts
from dashboard.layers.overlays import OVERLAYS
from dashboard.layers.shelf import SHELF, STATES, State
from dashboard.speech import DEFAULT, LANGUAGES, speaking
from geocode import GeocodeError

HOSTS: Final = ("localhost", "127.0.0.1")
"""Names by which the page may be called. Any other Host header is a page elsewhere that has
pointed its name at this machine (DNS rebinding)."""
TILE_HOST: Final = "https://tile.openstreetmap.org"
PRIVATE: Final = {"Cache-Control": "private, max-age=86400, immutable"}
"""Every address holds a digest of what it answers, so that a browser need not ask again."""
AS_IT_IS: Final = {**PRIVATE, "Content-Encoding": "identity"}
"""Not compressed on the way: on one machine that takes longer than it saves."""
VERSIONED: Final = "public, max-age=31536000, immutable"
"""For a file whose address changes with its content."""
FILES: Final = ("/app/static/", "/component/")
OK: Final = 200
ASKING: Final = {"GET", "HEAD", "OPTIONS"}
PIECE: Final = 2**20
"""Bytes sent at once."""
DOCUMENT: Final = re.compile(r"[0-9a-f]{8,64}")
NUMBERS: Final = re.compile(r"\d{1,10}(,\d{1,10}){0,199}")


def online_allowed() -> bool:
    """Whether tiles from the network may be chosen: ``DATELINE_ONLINE=1`` when the page starts."""
    return os.environ.get("DATELINE_ONLINE") == "1"


def content_policy(*, online: bool) -> str:
    """The Content-Security-Policy: nothing but this server, and the tile host where allowed.

    ``unsafe-eval`` and ``unsafe-inline`` are what streamlit-folium needs: it evaluates the map's
    script, which is made of our constants and of integers only.
    """
    images = f"'self' data: blob: {TILE_HOST}" if online else "'self' data: blob:"
    rules = {
        "default-src": "'self'",
        "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": images,
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
        "form-action": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Headers:
    """Puts the security headers on every answer; static files are kept from other origins.

    It also says what may be fetched ahead and what is never to be asked for again.
    """

    def __init__(self, app: ASGIApp, *, policy: str) -> None:
        self.app = app
        self.policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and completes the headers of its answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = self.policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "SAMEORIGIN"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                del headers["Access-Control-Allow-Origin"]
                if ahead := links(scope["path"], scope["query_string"]):
                    headers["Link"] = ahead
                if message["status"] == OK and versioned(scope):
                    headers["Cache-Control"] = VERSIONED
            await send(message)

        if scope["type"] == "http" and scope["path"].startswith(FILES):
            plain = [
                (name, value) for name, value in scope["headers"] if name != b"accept-encoding"
            ]
            scope = {**scope, "headers": plain}  # as ``AS_IT_IS``
        await self.app(scope, receive, complete if scope["type"] == "http" else send)


def versioned(scope: Scope) -> bool:
    """Whether the address asked for holds a digest of a static file, by our hand or by its maker's.

    >>> versioned({"path": "/app/static/map/marks.js", "query_string": b"v=9fb8392862"})
    True
    >>> versioned({"path": "/component/streamlit_folium.st_folium/index.html", "query_string": b""})
    False
    """
    ours = scope["path"].startswith(FILES[0]) and scope["query_string"].startswith(b"v=")
    return ours or re.search(r"\.[0-9a-f]{8}\.(js|css)$", scope["path"]) is not None


class ReadOnly:
    """Refuses whatever is not a question, so that nothing can be uploaded to a read-only page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on where it only asks."""
        if scope["type"] == "http" and scope["method"] not in ASKING:
            await Response(words.READ_ONLY_REFUSED, 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class OwnPagesOnly:
    """Refuses a websocket that a page of another origin opens, before Streamlit sees it.

    Streamlit would take any page of this machine, and asks the internet for its own address
    when it meets an origin it does not know.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on unless its Origin is another host or port than it came to."""
        if scope["type"] == "websocket":
            headers = Sent(scope=scope)
            origin = headers.get("origin")
            if origin is not None and urlsplit(origin).netloc != headers.get("host"):
                await send({"type": "websocket.close", "code": 1008})
                return
        await self.app(scope, receive, send)


async def columns(request: Request) -> Response:
    """All rows of a state of the store as numbers; 404 once the state is not kept any more."""
    state = STATES.get(int(request.path_params["state"]))
    if state is None:
        return Response(status_code=404)
    raw = state.columns.raw
    pieces = (bytes(raw[at : at + PIECE]) for at in range(0, len(raw), PIECE))
    headers = {**AS_IT_IS, "Content-Length": str(len(raw))}
    return StreamingResponse(pieces, media_type="application/octet-stream", headers=headers)


async def mask(request: Request) -> Response:
    """The rows that words or reports asked for match, as bits; 404 once they were replaced."""
    body = SHELF.get(int(request.path_params["key"]))
    if body is None:
        return Response(status_code=404)
    return Response(body, media_type="application/octet-stream", headers=AS_IT_IS)


async def overlay(request: Request) -> Response:
    """A map layer of somebody's own as JSON; 404 once it was replaced. Text for ``textContent``."""
    body = OVERLAYS.get(int(request.path_params["key"]))
    if body is None:
        return Response(status_code=404)
    return Response(body, media_type="application/json", headers=PRIVATE)


async def divisions(request: Request) -> Response:
    """In which country and region each mark surely lies, as numbers; 404 as for ``columns``."""
    state = STATES.get(int(request.path_params["state"]))
    if state is None:
        return Response(status_code=404)
    try:
        body = await run_in_threadpool(lands.of_state, state)
    except GeocodeError:
        return Response(status_code=404)
    return Response(body, media_type="application/octet-stream", headers=AS_IT_IS)


async def rows(request: Request) -> Response:
    """What the rows of these places in the columns say, as JSON; text for ``textContent`` only."""
    language = request.query_params.get("lang", DEFAULT)
    return await _told(request, partial(tales.encode, language=language), most=tales.MOST)


async def map_script(_: Request) -> Response:
    """All scripts of the map in one; its address is ``parts.ADDRESS``."""
    return Response(script(), media_type="text/javascript", headers=AS_IT_IS)


async def map_words(request: Request) -> Response:
    """The words of the map's script in a language by its number; 404 for one that is not spoken."""
    number = int(request.path_params["number"])
    if number >= len(LANGUAGES):
        return Response(status_code=404)
    with speaking(LANGUAGES[number]):
        found = words.of_the_map()
    return JSONResponse(found, headers={"Cache-Control": "no-cache"})


async def outlines(request: Request) -> Response:
    """The lines and areas of these marks as JSON, as fine as the level asks."""
    level = int(request.path_params["level"])
    if level >= len(shapes.LEVELS):
        return Response(status_code=404)
    return await _told(request, partial(shapes.of_state, level=level), most=shapes.MOST)


async def report(request: Request) -> Response:
    """Part of a report's text, as JSON; 404 where the state or the report is not there."""
    state = STATES.get(int(request.path_params["state"]))
    document = request.path_params["document"]
    if state is None or not DOCUMENT.fullmatch(document):
        return Response(status_code=404)
    asked = texts.Asked(
        document,
        request.query_params.get("event", ""),
        *(_offset(request.query_params.get(name, "")) for name in ("at", "from", "to")),
    )
    language = request.query_params.get("lang", DEFAULT)
    try:
        body = await run_in_threadpool(partial(texts.encode, state, asked, language=language))
    except GeocodeError:
        return Response(status_code=404)
    return Response(body, media_type="application/json", headers=PRIVATE)


def _offset(listed: str) -> int | None:
    """A place in a text, None where none is named."""
    return int(listed) if NUMBERS.fullmatch(listed) and "," not in listed else None


async def _told(
    request: Request, tell: Callable[[State, Sequence[int]], bytes], *, most: int
) -> Response:
    """What is told of the numbers asked for; 404 where the state or its store is gone."""
    asked = _asked(request, most=most)
    if asked is None:
        return Response(status_code=404)
    try:
        body = await run_in_threadpool(tell, *asked)
    except GeocodeError:
        return Response(status_code=404)
    return Response(body, media_type="application/json", headers=PRIVATE)


def _asked(request: Request, *, most: int) -> tuple[State, tuple[int, ...]] | None:
    """The state of the address and the numbers after ``at``; None where they are not there."""
    state = STATES.get(int(request.path_params["state"]))
    listed = request.query_params.get("at", "")
    if state is None or not NUMBERS.fullmatch(listed):
        return None
    return state, tuple(int(number) for number in listed.split(",")[:most])


def routes() -> list[Route]:
    """The page's own addresses, beside Streamlit's."""
    return [
        Route("/api/columns/{state:int}.bin", columns),
        Route("/api/masks/{key:int}.bin", mask),
        Route("/api/overlays/{key:int}.json", overlay),
        Route("/api/divisions/{state:int}.bin", divisions),
        Route("/api/rows/{state:int}.json", rows),
        Route("/api/reports/{state:int}/{document}.json", report),
        Route("/api/map.js", map_script),
        Route("/api/words/{number:int}.json", map_words),
        Route("/api/outlines/{state:int}/{level:int}.json", outlines),
    ]


def middleware() -> list[Middleware]:
    """The checks every request passes, outermost first."""
    return [
        Middleware(Headers, policy=content_policy(online=online_allowed())),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS)),
        Middleware(OwnPagesOnly),
        *([Middleware(ReadOnly)] if mode.read_only() else []),
    ]
