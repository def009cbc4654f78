"""Our own small widgets: a script and a style beside the panel, given data and never markup.

The scripts write what they are given with ``textContent``; none of them sets ``innerHTML``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from streamlit.components import v2

HERE: Final = Path(__file__).parent


def component(name: str, markup: str) -> Any:  # noqa: ANN401 — Streamlit's renderer has no useful type
    """The widget ``name`` from ``name.js`` and ``name.css``; ``markup`` is ours and constant."""
    return v2.component(
        f"dateline.{name}",
        html=markup,
        css=(HERE / "common.css").read_text("utf-8") + (HERE / f"{name}.css").read_text("utf-8"),
        js=(HERE / f"{name}.js").read_text("utf-8"),
    )
