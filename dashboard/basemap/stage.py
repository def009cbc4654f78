"""The map on the page: the constant map below, the live marks above, clicks back to the view."""

from __future__ import annotations

import json
from typing import Final

import streamlit as st
from streamlit_folium import st_folium

from dashboard import overlays, state, words
from dashboard.basemap.offline import offline_map
from dashboard.basemap.parts import STATIC
from dashboard.layers.feed import STATUS_CODES
from dashboard.layers.live import live_marks
from dashboard.messages import said_in
from dashboard.serving import online_allowed
from dashboard.sheet import Setting, Sheet
from dashboard.view import SHAPES

KEY: Final = "map"
ONLINE: Final = "online"
KEYED: Final = {"shape": ("shapes", SHAPES), "status": ("statuses", tuple(STATUS_CODES))}
"""By what the map's key filters: the field of the view, and names in the order of their codes."""
HEIGHT: Final = 560
"""Pixels before the page's style, which makes the map as high as a share of the window."""
STYLE: Final = (STATIC / "page.css").read_text("utf-8")
PRINTED: Final = (STATIC / "printed.css").read_text("utf-8")
"""Of the page by night, what makes it light on paper."""


def style(*, dark: bool) -> str:
    """The page's style sheet with the colours of the day or of the night; all constants."""
    colours = [group.dark if dark else group.light for group in words.GROUPS.values()]
    named = "".join(f"--dl-{n}:{colour};" for n, colour in enumerate(colours))
    rule, soft = ("#313a44", "#1a2027") if dark else ("#dcdad4", "#f5f4f1")
    paper = "#12161b" if dark else "#ffffff"
    accent = "#62aee6" if dark else "#2a6ca8"
    rest = f"--dl-paper:{paper};--dl-rule:{rule};--dl-soft:{soft};--dl-accent:{accent}"
    rest += f";--dl-choose:{json.dumps(words.UPLOAD_CHOOSE, ensure_ascii=False)}"
    return f"<style>:root{{{named}{rest}}}{STYLE}{PRINTED if dark else ''}</style>"


def online_choice(_sheet: Sheet, _setting: Setting) -> None:
    """Lets tiles from the network be chosen, where that was allowed when the page was started.

    It is no part of the view: a shared link must not send anybody's browser to the network.
    """
    if online_allowed():
        st.toggle(words.ONLINE, key=ONLINE, help=words.ONLINE_HELP)


def online() -> bool:
    """Whether tiles from the network were allowed and chosen."""
    return online_allowed() and bool(st.session_state.get(ONLINE))


def show(sheet: Sheet, setting: Setting) -> None:
    """Draws the marks of the sheet; a click on one chooses its event."""
    marks = live_marks(
        sheet,
        chosen=sheet.view.event,
        fit=state.looks(),
        dark=setting.dark,
        online=setting.online,
        overlays=overlays.keys(setting.files, sheet.view.overlays),
    )
    st_folium(
        offline_map(),
        key=KEY,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_object_clicked_popup"],
        feature_group_to_add=marks,
        on_change=_clicked,
    )


def _clicked() -> None:
    """Takes the keys of the rows under the cursor, smallest mark first, or an entry of the key."""
    told = st.session_state.get(KEY)
    entry = said_in(KEY, "legend", told)
    keys = said_in(KEY, "last_object_clicked_popup", told)
    if entry:
        _filter(*entry)
    elif keys:
        st.session_state["here"] = tuple(keys)
        state.change(event=keys[0])


def _filter(what: object, *codes: object) -> None:
    """Asks for what an entry of the map's key stands for too, or not for it any more."""
    field, all_names = KEYED.get(str(what), ("", ()))
    named = {name for code, name in enumerate(all_names) if code in codes}
    if not named:
        return
    held = set(getattr(st.session_state[state.VIEW], field))
    kept = held - named if named <= held else held | named
    state.change(**{field: tuple(name for name in all_names if name in kept)})
