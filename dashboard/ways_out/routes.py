"""The addresses of the ways out: ``/api/out/<name>?<the page's query>``.

A page that asks for a file names its work by a number of its own; by that it can ask how far the
work is. Whoever hangs up stops it.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import Route

from dashboard import desk, words
from dashboard.retold import retold
from dashboard.speech import speaking
from dashboard.view import View
from dashboard.ways_out import WAYS, Way
from dashboard.ways_out.about import about
from dashboard.ways_out.files import name_of, size_of, write
from geocode import GeocodeError
from geocode.exporters import EXPORTERS

FRESH: Final = {"Cache-Control": "no-store"}
"""The store may be another the next time."""
LARGE: Final = 200 * 10**6
"""Bytes of a file from which its size is said before it is made."""
MAP_NUMBERS: Final = 3
LOOK_S: Final = 0.25
"""How often it is looked whether the browser still waits."""
HERE: Final = Path(__file__).parent


class Stopped(Exception):  # noqa: N818 — nothing went wrong
    """Nobody waits for the file any more."""


@dataclass(slots=True)
class Work:
    """A file that is being written, and how far it is."""

    done: int = 0
    total: int = 0
    stopped: bool = False

    def tell(self, done: int, total: int) -> None:
        """Notes how far it is.

        Raises: Stopped where nobody waits for it.
        """
        if self.stopped:
            raise Stopped
        self.done, self.total = done, total


WORKS: Final[dict[str, Work]] = {}
"""Those under way, by the numbers that their pages gave them."""


async def out(request: Request) -> Response:
    """What the view of the query shows, as the way out that the address names."""
    asked = request.path_params["name"]
    way = next((way for way in WAYS.values() if way.address == asked), None)
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    if way is None:
        return Response(status_code=404)
    if asked == "print.html":
        return HTMLResponse((HERE / "print.html").read_text("utf-8"), headers=FRESH)
    try:
        if asked == "about.json":
            return JSONResponse(await run_in_threadpool(_about, query), headers=FRESH)
        return await _while_wanted(request, way, query)
    except Stopped:
        return Response(status_code=499)
    except (GeocodeError, OSError) as error:
        with speaking(View.from_query(query).language):
            return PlainTextResponse(retold(str(error)), status_code=503)


async def size(request: Request) -> Response:
    """What is to be said before the file is made: how large it will be, where that is much."""
    asked = request.path_params["name"]
    query = {name: request.query_params.getlist(name) for name in request.query_params}
    if asked not in {way.address for way in WAYS.values() if way.made_here}:
        return Response(status_code=404)
    try:
        told = await run_in_threadpool(_warning, asked.rpartition(".")[2], query)
    except (GeocodeError, OSError) as error:
        with speaking(View.from_query(query).language):
            return PlainTextResponse(retold(str(error)), status_code=503)
    return JSONResponse({"told": told}, headers=FRESH)


def _warning(ending: str, query: Mapping[str, Sequence[str]]) -> str:
    view = View.from_query(query)
    if ending not in EXPORTERS:  # a map in one file holds no more than it has room for
        return ""
    found = size_of(view, desk.files(), format=ending)
    with speaking(view.language):
        about = words.number(round(found // 10**6, -1))
        return words.WAYS_OUT["large"].format(size=about) if found >= LARGE else ""


async def progress(request: Request) -> Response:
    """How many events of how many a work has written; of none where it is over, or never was."""
    work = WORKS.get(request.path_params["work"], Work())
    return JSONResponse({"done": work.done, "total": work.total}, headers=FRESH)


async def _while_wanted(request: Request, way: Way, query: Mapping[str, Sequence[str]]) -> Response:
    """The file; its writing is stopped when the browser has hung up."""
    number = "".join(query.get("work", ())[:1])
    work = WORKS[number] = Work()
    writing = asyncio.ensure_future(run_in_threadpool(_file, way, query, work))
    try:
        while not (await asyncio.wait({writing}, timeout=LOOK_S))[0]:
            work.stopped = work.stopped or await request.is_disconnected()
        return writing.result()
    finally:
        work.stopped = True  # also where this server ends before the file does
        WORKS.pop(number, None)


def _about(query: Mapping[str, Sequence[str]]) -> dict[str, object]:
    view, files = View.from_query(query), desk.files()
    with speaking(view.language):
        return about(desk.sheet(view, files), files)


def _file(way: Way, query: Mapping[str, Sequence[str]], work: Work) -> Response:
    """The file, written whole to a temporary one that goes once it was sent."""
    from dashboard.ways_out.handout import handout  # noqa: PLC0415 — it loads panels, which need a running page

    view, files = View.from_query(query), desk.files()
    ending = way.address.rpartition(".")[2]
    handle, name = tempfile.mkstemp(prefix="dateline-", suffix=f".{ending}")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            if ending == "html":
                stream.writelines(handout(view, files, look=look_of(query)))
            else:
                write(view, files, stream, format=ending, progress=work.tell)
        work.tell(work.total, work.total)  # who hung up at the end fetches it no more
    except BaseException:
        path.unlink()
        raise
    return FileResponse(
        path,
        media_type=way.media,
        filename=f"{name_of(view)}.{ending}",
        headers=FRESH,
        background=BackgroundTask(path.unlink),
    )


def look_of(query: Mapping[str, Sequence[str]]) -> tuple[float, ...] | None:
    """Zoom, latitude and longitude of the map in an address; None where it names none.

    >>> look_of({"map": ["6.25_52.1_28.5_claims"]}), look_of({"map": ["x_nan_1"]})
    ((6.25, 52.1, 28.5), None)
    """
    named = "".join(query.get("map", ())[:1]).split("_")[:MAP_NUMBERS]
    try:
        zoom, lat, lon = (float(part) for part in named)
    except ValueError:
        return None
    return (zoom, lat, lon) if 0 <= zoom <= 18 and abs(lat) <= 85 and abs(lon) <= 540 else None  # noqa: PLR2004 — as in static/map/looking.js


def routes() -> list[Route]:
    """The page's ways out."""
    return [
        Route("/api/out/{name}", out),
        Route("/api/out/progress/{work}", progress),
        Route("/api/out/size/{name}", size),
    ]
