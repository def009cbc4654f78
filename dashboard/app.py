"""Where the page starts: ``streamlit run dashboard/app.py``.

One process serves the page, the marks' private data and the security headers.
"""

from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st

from dashboard.serving import middleware, routes

app = st.App(Path(__file__).with_name("page.py"), routes=routes(), middleware=middleware())

# Folium takes a second to load: that is while the browser is still opening. (streamlit_folium
# must wait for the first page: it registers itself with the runtime, which is not there yet.)
Thread(target=import_module, args=("dashboard.layers.live",), daemon=True).start()
