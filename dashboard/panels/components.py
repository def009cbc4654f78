"""Our own small widgets: a script and a style beside the panel, given data and never markup.

The scripts write what they are given with ``textContent``; none of them sets ``innerHTML``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from streamlit.components import v2

HERE: Final = Path(__file__).parent


def component(name: str, markup: str, *, parts: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 — Streamlit's renderer has no useful type
    """The widget ``name`` from ``name.js`` and ``name.css``; ``markup`` is ours and constant.

    ``parts`` name further scripts and styles of its own, which are put behind these.
    """
    return v2.component(
        f"dateline.{name}",
        html=markup,
        css="".join((HERE / f"{part}.css").read_text("utf-8") for part in ("common", name, *parts)),
        js="\n".join((HERE / f"{part}.js").read_text("utf-8") for part in (name, *parts)),
    )
