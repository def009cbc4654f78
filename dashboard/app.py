"""Where the page starts: ``streamlit run dashboard/app.py``, or with ``-- --read-only`` after it.

One process serves the page, the marks' private data and the security headers.
"""

from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st

from dashboard import desk, mode, serving
from dashboard.ways_out import routes as ways_out

mode.check(desk.files().store)
app = st.App(
    Path(__file__).with_name("page.py"),
    routes=[*serving.routes(), *ways_out.routes()],
    middleware=serving.middleware(),
)


def warm_up() -> None:
    """Loads while the browser is still opening what the first page needs.

    First the columns, which the page's first answer names if it can. Not streamlit_folium: it
    registers itself with the runtime, which is not there yet.
    """
    desk.prepare(desk.files())
    for name in ("dashboard.layers.live", "dashboard.histogram"):
        import_module(name)


Thread(target=warm_up, daemon=True).start()
