"""The view of this session: it begins as the address asks and the address follows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard.speech import speak
from dashboard.view import View

VIEW: Final = "view"
WRITTEN: Final = "address"
TOUCHED: Final = "touched"
LOOKS: Final = "looks"
MAP: Final = "map"
"""Where the map looks, written into the address and read from it by the map's own script: it is no
part of the view, for a run of the page at each move would be slow and for nothing."""


def current() -> View:
    """The view to show in this run, whose language is spoken from here on.

    A changed address (a link, the back button) wins.
    Not so in a run that a widget asked for: a quick second click brings the address of before the
    first one along, which the browser has not changed yet.
    """
    address = {name: st.query_params.get_all(name) for name in st.query_params if name != MAP}
    touched = st.session_state.pop(TOUCHED, False)
    elsewhere = not touched and address != st.session_state.get(WRITTEN)
    if VIEW not in st.session_state or elsewhere:
        st.session_state[VIEW] = View.from_query(address)
        st.session_state[WRITTEN] = address
    view: View = st.session_state[VIEW]
    speak(view.language)
    return view


def change(**fields: Any) -> None:  # noqa: ANN401 — the fields of View, checked by replace()
    """Changes the view; called from widgets' callbacks."""
    show(replace(st.session_state[VIEW], **fields))


def show(view: View) -> None:
    """Shows another view; called from widgets' callbacks."""
    st.session_state[VIEW] = view
    speak(view.language)
    touch()


def touch() -> None:
    """Says that a widget asked for this run, and not the address."""
    st.session_state[TOUCHED] = True


def look_again() -> None:
    """Has the map move to the marks of the view, as when it was first shown."""
    st.session_state[LOOKS] = looks() + 1


def looks() -> int:
    """How often the map was told to look again."""
    return st.session_state.get(LOOKS, 0)


def write_address() -> None:
    """Puts the view into the address bar where it is not there yet."""
    wanted = st.session_state[VIEW].to_query()
    if wanted != st.session_state.get(WRITTEN):
        st.query_params.from_dict({**wanted, **_map()})
        st.session_state[WRITTEN] = wanted


def _map() -> dict[str, list[str]]:
    """The map's part of the address as it stands."""
    return {MAP: st.query_params.get_all(MAP)} if MAP in st.query_params else {}


def seed(key: str, value: object) -> None:
    """Gives a widget the view's value, once for each change of the view."""
    if st.session_state.get(f"seed {key}", ...) != value or key not in st.session_state:
        # What the widget has already is not sent back: it would undo the next, quicker click.
        if not _same(st.session_state.get(key, ...), value):
            st.session_state[key] = value
        st.session_state[f"seed {key}"] = value


def _same(shown: object, value: object) -> bool:
    """Whether a widget shows the value; of several choices the order does not count."""
    if isinstance(shown, list) and isinstance(value, list):
        return set(shown) == set(value)  # pyright: ignore[reportUnknownArgumentType]
    return shown == value
