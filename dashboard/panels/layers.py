"""What lies under and over the marks: the background, sums over them, layers of one's own."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import PurePath
from typing import Final

import streamlit as st

from dashboard import overlays, state, words
from dashboard.basemap import stage
from dashboard.retold import retold
from dashboard.sheet import Setting, Sheet
from dashboard.view import BASES, MOST_OVERLAYS, SURFACES, View, tidy
from geocode import GeocodeError
from geocode.store import Overlay

TOLD: Final = "layers_told"
LARGEST_MB: Final = 5
WEIGHTS: Final = ("events", "reports")


def show(sheet: Sheet, setting: Setting) -> None:
    """One button; behind it the choices, all of which the address keeps but the online map."""
    with (
        st.container(key="layers", width="content"),
        st.popover(words.LAYERS["button"], icon=":material/layers:"),
    ):
        _background(sheet.view)
        stage.online_choice(sheet, setting)
        _surface(sheet.view)
        _own(sheet.view, setting)


def _background(view: View) -> None:
    key, start = state.widget("base", view.base)
    st.segmented_control(
        words.LAYERS["base"],
        BASES,
        format_func=lambda name: words.BASES[name or "page"],
        default=start,
        key=key,
        required=True,
        on_change=state.heard,
        args=(key, lambda base: state.change(base=base)),
    )


def _surface(view: View) -> None:
    key, start = state.widget("surface", view.surface)
    st.segmented_control(
        words.LAYERS["surface"],
        SURFACES,
        format_func=lambda name: words.SURFACES[name or "nothing"],
        default=start,
        key=key,
        required=True,
        on_change=state.heard,
        args=(key, lambda surface: state.change(surface=surface)),
    )
    if not view.surface:
        return
    key, start = state.widget("weight", WEIGHTS[view.by_reports])
    st.segmented_control(
        words.LAYERS["weight"],
        WEIGHTS,
        format_func=lambda name: words.WEIGHTS[name],
        default=start,
        key=key,
        required=True,
        on_change=state.heard,
        args=(key, lambda weight: state.change(by_reports=weight == WEIGHTS[1])),
    )


def _own(view: View, setting: Setting) -> None:
    kept = overlays.named(setting.files)
    st.caption(words.LAYERS["own"])
    if not kept:
        st.text(words.LAYERS["none"])
    for number, overlay in enumerate(kept):
        _one(number, overlay, view, setting)
    if told := st.session_state.pop(TOLD, ""):
        st.text(told)
    if setting.read_only:
        return
    with st.form("overlay", clear_on_submit=True, border=False):
        st.file_uploader(
            words.LAYERS["file"],
            type=["geojson", "json"],
            max_upload_size=LARGEST_MB,
            key="overlay_file",
        )
        st.text_input(
            words.LAYERS["name"], key="overlay_name", placeholder=words.LAYERS["name_hint"]
        )
        st.form_submit_button(words.LAYERS["keep"], on_click=_keep, args=(view, setting))


def _one(number: int, overlay: Overlay, view: View, setting: Setting) -> None:
    """A layer's switch, its name and the button that drops it.

    Labels and hints are markup to Streamlit, so that a name is in none of them.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        key, start = state.widget(f"overlay {number}", overlay.name in view.overlays)
        st.checkbox(
            f"{words.LAYERS['own']} {number + 1}",
            value=start,
            key=key,
            on_change=state.heard,
            args=(key, partial(_switch, overlay.name, view)),
            label_visibility="collapsed",
            width="content",
        )
        st.text(tidy(overlay.name))  # a store made elsewhere may hold half a character
        if not setting.read_only:
            st.button(
                "",
                icon=":material/delete:",
                key=f"forget {number}",
                help=words.LAYERS["remove"],
                on_click=_forget,
                args=(overlay.name, view, setting),
                type="tertiary",
            )


def _switch(name: str, view: View, on: bool) -> None:  # noqa: FBT001 — what the widget says
    others = tuple(other for other in view.overlays if other != name)
    shown = (*others, name) if on else others
    state.change(overlays=shown[-MOST_OVERLAYS:])


def _keep(view: View, setting: Setting) -> None:
    file = st.session_state["overlay_file"]
    if file is None:
        return
    name = st.session_state["overlay_name"] or PurePath(file.name).stem
    try:
        kept = overlays.keep(setting.files, name, file.getvalue(), made=datetime.now(UTC))
    except GeocodeError as error:
        st.session_state[TOLD] = words.LAYERS["refused"].format(why=retold(str(error)))
        state.touch()
        return
    st.session_state[TOLD] = words.LAYERS["kept"].format(name=kept)
    others = tuple(other for other in view.overlays if other != kept)
    state.change(overlays=(*others, kept)[-MOST_OVERLAYS:])


def _forget(name: str, view: View, setting: Setting) -> None:
    try:
        overlays.forget(setting.files, name)
    except GeocodeError as error:
        st.session_state[TOLD] = retold(str(error))
    state.change(overlays=tuple(other for other in view.overlays if other != name))
