"""The view of this session: it begins as the address asks and the address follows it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from dashboard.view import View

VIEW: Final = "view"
WRITTEN: Final = "address"
TOUCHED: Final = "touched"


def current() -> View:
    """The view to show in this run. A changed address (a link, the back button) wins.

    Not so in a run that a widget asked for: a quick second click brings the address of before the
    first one along, which the browser has not changed yet.
    """
    address = {name: st.query_params.get_all(name) for name in st.query_params}
    touched = st.session_state.pop(TOUCHED, False)
    elsewhere = not touched and address != st.session_state.get(WRITTEN)
    if VIEW not in st.session_state or elsewhere:
        st.session_state[VIEW] = View.from_query(address)
        st.session_state[WRITTEN] = address
    return st.session_state[VIEW]


def change(**fields: Any) -> None:  # noqa: ANN401 — the fields of View, checked by replace()
    """Changes the view; called from widgets' callbacks."""
    st.session_state[VIEW] = replace(st.session_state[VIEW], **fields)
    touch()


def touch() -> None:
    """Says that a widget asked for this run, and not the address."""
    st.session_state[TOUCHED] = True


def write_address() -> None:
    """Puts the view into the address bar where it is not there yet."""
    wanted = st.session_state[VIEW].to_query()
    if wanted != st.session_state.get(WRITTEN):
        st.query_params.from_dict(wanted)
        st.session_state[WRITTEN] = wanted


def seed(key: str, value: object) -> None:
    """Gives a widget the view's value, once for each change of the view."""
    if st.session_state.get(f"seed {key}", ...) != value or key not in st.session_state:
        st.session_state[key] = value
        st.session_state[f"seed {key}"] = value
