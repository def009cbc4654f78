"""The map in one file: what the page shows, its marks, texts and world, for a browser alone.

The file holds the page's own map scripts and answers what they ask for from within. Its policy
lets nothing be loaded and no script run but those whose digests it names. Texts of reports are
JSON in a block that no browser runs, with ``<``, ``>`` and ``&`` escaped.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from dashboard import desk, words
from dashboard.basemap.parts import SCRIPTS, STATIC, STYLES
from dashboard.citing import safe_url
from dashboard.columns import Columns
from dashboard.layers import SHAPE_CODES, outlines, tales
from dashboard.layers.feed import day_number, row_key
from dashboard.layers.live import live_marks
from dashboard.layers.shelf import State
from dashboard.panels.evidence import precision
from dashboard.quotes import paragraph
from dashboard.retold import all_retold
from dashboard.sheet import Files, Sheet, sheet_of
from dashboard.speech import speaking
from dashboard.view import View
from dashboard.ways_out.about import about
from dashboard.ways_out.world import small_world
from geocode import EventRow, open_store
from geocode.errors import StoreError

MOST: Final = 5000
"""Events in one file: more would make it too large to send."""
AT_ONCE: Final = 500
LEVEL: Final = 2
"""How finely outlines are drawn: to about a kilometre and a half."""
ASKED: Final = ("claims.json",)
"""What the map asks for at a button; the shapes of all divisions are too large."""
MOST_REPORTS: Final = 6
FACE: Final = re.compile(
    r"@font-face\{[^}]*url\(\.\./fonts/([^)]+)\)[^}]*unicode-range:([^}]+)\}\n?"
)
HERE: Final = Path(__file__).parent
WORLD: Final = STATIC / "basemap" / "world.pmtiles"


@dataclass(frozen=True, slots=True)
class Part:
    """A script or a style of the file, by its text."""

    tag: str
    text: str
    held: bool = True
    """Whether the page only holds it, for the map's frame to run."""

    @property
    def digest(self) -> str:
        """As a policy names it. Source: W3C, *Content Security Policy 3*, 2.3.1."""
        return f"'sha256-{b64encode(hashlib.sha256(self.text.encode()).digest()).decode()}'"

    @property
    def markup(self) -> bytes:
        """The element; one that is held is a block that no browser runs."""
        if self.held:
            return (
                f'<script type="text/plain" data-tag="{self.tag}">{self.text}</script>\n'.encode()
            )
        return f"<{self.tag}>{self.text}</{self.tag}>\n".encode()


def handout(view: View, files: Files, *, look: Sequence[float] | None) -> Iterator[bytes]:
    """The file, piece by piece. ``look``: zoom, lat and lon where the map opens; None where it may.

    Raises: StoreError where the store cannot be read.
    """
    with speaking(view.language):
        told = {**content(desk.sheet(view, files), files), "look": look}
        style, *held, script = parts()
        yield _head(style)
    yield from (part.markup for part in held)
    yield b'<script type="application/json" id="data">' + inert(told) + b"</script>\n"
    yield script.markup + b"</body></html>\n"


def inert(value: object) -> bytes:
    r"""JSON for a script block: nothing in it ends the block, and no line of it ends early.

    Source: HTML, 4.12.1.3; U+2028 and U+2029 end a line of a script.

    >>> inert("</script>")
    b'"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, separators=(",", ":"))  # ASCII: the rest is escaped
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.encode()


def content(shown: Sheet, files: Files) -> dict[str, Any]:
    """All that the file's scripts ask for: columns, outlines, texts, what it says of itself."""
    kept, columns = _kept(shown)
    state = State(files.store, columns)
    view = shown.view
    surface = view.surface if view.surface == "heat" else ""
    plain = View(base=view.base, surface=surface, language=view.language)
    alone = sheet_of(plain, columns, matching=None, ask=lambda _: ())
    (layer,) = live_marks(alone, chosen=None, fit=0, dark=False, online=False)._children.values()  # noqa: SLF001 — branca's only way to them
    world, zoom = small_world(WORLD)
    return {
        "about": about(shown, files),
        "base": view.base,
        "query": layer.state,  # pyright: ignore[reportAttributeAccessIssue]
        "columns": b64encode(columns.raw).decode(),
        "tales": _tales(state),
        "outlines": _outlines(state),
        "files": {name: (STATIC / "map" / name).read_text("utf-8") for name in ASKED},
        "world": b64encode(world).decode(),
        "zoom": zoom,
        "fonts": _fonts(),
        "rows": _rows(columns, files),
        "groups": [{"light": g.light, "dark": g.dark} for g in words.GROUPS.values()],
        "events": kept,
        "first_of": words.WAYS_OUT["first_of"].format(
            shown=words.number(kept), all=words.number(len(shown.events))
        ),
        "map_words": words.of_the_map(),
    }


def _kept(shown: Sheet) -> tuple[int, Columns]:
    """How many of the newest events there is room for, and their rows."""
    firsts = shown.events[:MOST]
    event = shown.columns["event"]
    asked = np.zeros(int(event.max(initial=0)) + 1, dtype=np.bool_)
    asked[event[firsts]] = True
    return len(firsts), shown.columns.only(shown.inside & asked[event])


def _rows(columns: Columns, files: Files) -> list[dict[str, object]]:
    """What each row says, in the order of the columns."""
    found: list[dict[str, object]] = []
    with open_store(files.store, read_only=True) as store:
        for start in range(0, len(columns), AT_ONCE):
            stop = min(len(columns), start + AT_ONCE)
            events = list(dict.fromkeys(columns["event"][start:stop].tolist()))
            rows = {row_key(row): row for row in store.rows_of(events)}
            for at in range(start, stop):
                row = rows.get(columns.key(at))
                if row is None:
                    raise StoreError(words.WAYS_OUT["failed"])
                others = store.reports(row.happening_id) if row.reports > 1 else ()
                found.append(told(row, key=columns.key(at)) | _others(row, others))
    return found


def told(row: EventRow, *, key: int) -> dict[str, object]:
    """What the file says of a row: texts, for ``textContent`` alone."""
    return {
        "key": key,
        "placed": row.placed,
        "first": day_number(row.earliest or row.latest),
        "last": day_number(row.latest or row.earliest),
        "event": f"{row.document_id} {row.event_id}",
        "group": list(words.GROUPS).index(words.group_of(row.kind)),
        "kind": words.kind_of(row),
        "status": words.status_name(row.status),
        "place": words.place_of(row),
        "when": words.when(row),
        "quote": [[piece.text, piece.says] for piece in paragraph(row, None)],
        "why_place": list(all_retold(row.reasons)),
        "why_date": [words.why_when(row)],
        "precision": [" · ".join(filter(None, line)) for line in precision(row)],
        "who": [", ".join(names) for names in (row.actors, row.recipients) if names],
        "source": row.source or words.SOURCE_UNKNOWN,
        "published": words.day(row.published) if row.published else "",
        "url": safe_url(row.url),
        "confirmed": row.confirmed,
        "corrected": [c for c in (row.corrected_by, row.corrected_when, row.corrected_why) if c],
        "notes": list(row.notes),
    }


def _others(row: EventRow, reports: Sequence[Any]) -> dict[str, object]:
    told = [
        f"{report.source or words.SOURCE_UNKNOWN}: {report.quotes[0]}"
        for report in reports
        if report.document_id != row.document_id
    ]
    return {"others": told[:MOST_REPORTS]}


def _tales(state: State) -> list[object]:
    """What the map's script asks of each row, in the order of the columns."""
    positions = range(len(state.columns))
    return [
        tale
        for start in range(0, len(positions), AT_ONCE)
        for tale in json.loads(
            tales.encode(state, positions[start : start + AT_ONCE], language=words.language())
        )
    ]


def _outlines(state: State) -> Mapping[str, object]:
    """The lines and areas of the marks, by the number of the mark."""
    columns = state.columns
    drawn = np.isin(columns["mark_layer"], [SHAPE_CODES["line"], SHAPE_CODES["area"]])
    marks = np.flatnonzero(drawn).tolist()
    found: dict[str, object] = {}
    for start in range(0, len(marks), AT_ONCE):
        some = marks[start : start + AT_ONCE]
        found |= json.loads(outlines.of_state(state, some, level=LEVEL))
    return found


@cache
def parts() -> tuple[Part, ...]:
    """The page's style, the styles and scripts of the map's frame, and the page's script."""
    styles = [FACE.sub("", _read(STATIC / path)) for path in STYLES]
    scripts = [_read(STATIC / path) for path in SCRIPTS]
    return (
        Part("style", _read(HERE / "handout.css"), held=False),
        *(Part("style", text) for text in styles),
        *(Part("script", text) for text in scripts),
        Part("script", _read(HERE / "handout.js"), held=False),
    )


def policy() -> str:
    """The file's Content-Security-Policy: its own parts and what they draw, nothing else."""
    digests = {
        tag: " ".join(part.digest for part in parts() if part.tag == tag)
        for tag in ("script", "style")
    }
    return (
        f"default-src 'none'; script-src {digests['script']}; style-src {digests['style']}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _head(style: Part) -> bytes:
    page = (HERE / "handout.html").read_text("utf-8")
    markup = style.markup.decode().strip()
    return page.format(
        policy=policy(), title=words.TITLE, language=words.language(), style=markup
    ).encode()


@cache
def _fonts() -> tuple[dict[str, str], ...]:
    """The map's fonts, each with the characters it has."""
    rules = FACE.findall(_read(STATIC / "map" / "dateline.css"))
    return tuple(
        {"range": characters, "data": b64encode((STATIC / "fonts" / name).read_bytes()).decode()}
        for name, characters in rules
    )


def _read(path: Path) -> str:
    """A script or style as it may stand in a block of its own, its lines as a browser ends them."""
    text = path.read_text("utf-8").replace("\r\n", "\n")
    return re.sub("</(script|style)", r"<\\/\1", text, flags=re.IGNORECASE)
