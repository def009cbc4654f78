"""What a browser may fetch before a script asks for it: named in the headers of page and map.

Each is asked for sooner or later, one after the other; so they come at once, while the scripts
before them are still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import streamlit

from dashboard.basemap.parts import ADDRESS, STYLED
from dashboard.layers.shelf import STATES

PAGE: Final = "/"
MAP: Final = "/component/streamlit_folium.st_folium/index.html"
TABLE: Final = b"as=table"
"""In the address of a page that has no map to draw."""
BUNDLE: Final = Path(streamlit.__file__).parent / "static" / "static" / "js"
LATER: Final = (
    "Html", "BidiComponent", "ComponentInstance", "TextInput", "ButtonGroup", "Selectbox",
    "Button", "DateInput", "Multiselect",
)  # fmt: skip
"""Parts of Streamlit that it fetches once it is told to draw them, as their files are called."""
IMPORT: Final = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def links(path: str, query: bytes = b"") -> str:
    """The Link header of an answer to what was asked for; empty where there is nothing to say.

    Source: RFC 8288; https://html.spec.whatwg.org/multipage/links.html#link-type-preload.
    """
    if path == PAGE:
        return ", ".join((*(() if TABLE in query else _columns()), *_parts()))
    return _map() if path == MAP else ""


def _columns() -> Iterable[str]:
    """The columns that the map is about to ask for, if they are made."""
    if (state := STATES.latest()) is not None:
        yield f"<api/columns/{state.columns.digest}.bin>; rel=preload; as=fetch; crossorigin"


@cache
def _parts() -> tuple[str, ...]:
    """The parts of Streamlit's own script that the page is made of, with those they need."""
    head = (BUNDLE.parents[1] / "index.html").read_text("utf-8")
    found: dict[str, None] = {}
    waiting = [file.name for name in LATER for file in sorted(BUNDLE.glob(f"{name}.*.js"))]
    while waiting:
        name = waiting.pop()
        if name not in found and name not in head:
            found[name] = None
            waiting += IMPORT.findall((BUNDLE / name).read_text("utf-8"))
    return tuple(f"<static/js/{name}>; rel=modulepreload" for name in found)


def _map() -> str:
    """The script and the styles of the map."""
    styles = (f"<{address}>; rel=preload; as=style" for address in STYLED)
    return ", ".join((f"<{ADDRESS}>; rel=preload; as=script", *styles))
