"""Our own small widgets: a script and a style beside the panel, given data and never markup.

The scripts write what they are given with ``textContent``; none of them sets ``innerHTML``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from streamlit.components import v2

HERE: Final = Path(__file__).parent
HOMES: Final = (HERE, HERE.parent / "static" / "map")
"""Where scripts and styles of panels lie; in the second those that the map has too."""


def component(name: str, markup: str, *, parts: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 — Streamlit's renderer has no useful type
    """The widget ``name`` from ``name.js`` and ``name.css``; ``markup`` is ours and constant.

    ``parts`` name further scripts and styles, which are put behind these; either may be missing.
    """
    return v2.component(
        f"dateline.{name}",
        html=markup,
        css="".join(_read(part, ".css") for part in ("common", name, *parts)),
        js="\n".join(_read(part, ".js") for part in (name, *parts)),
    )


def _read(name: str, ending: str) -> str:
    """A part's script or style; "" where it has only the other. Raises: StopIteration for none."""
    home = next(home for home in HOMES if any(home.glob(f"{name}.*")))
    path = home / f"{name}{ending}"
    return path.read_text("utf-8") if path.is_file() else ""
