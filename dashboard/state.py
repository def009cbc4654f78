"""The view of this session: it begins as the address asks and the address follows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

import streamlit as st

from dashboard.speech import speak
from dashboard.view import View

VIEW: Final = "view"
WRITTEN: Final = "address"
TOUCHED: Final = "touched"
PASSING: Final = "passing"
LOOKS: Final = "looks"
WRITES: Final = "writes"
MAP: Final = "map"
"""Where the map looks, written into the address and read from it by the map's own script: it is no
part of the view, for a run of the page at each move would be slow and for nothing."""
OF: Final = "of"
"""Beside the key of the chosen row, the id of its event: by it a link still finds the event where
the row is another now, as after a correction of its place."""
PLACE: Final = "place"
"""Where the map is to look from the next run on, as the address has it; [] for all its marks."""
PLACED: Final = re.compile(r"[\w.+-]{1,80}")
EVENT_ID: Final = re.compile(r"[\w-]{1,64}")


def current() -> View:
    """The view to show in this run, whose language is spoken from here on.

    A changed address (a link, the back button) wins.
    Not so in a run that a widget asked for: a quick second click brings the address of before the
    first one along, which the browser has not changed yet.
    """
    address = {
        name: st.query_params.get_all(name) for name in st.query_params if name not in {MAP, OF}
    }
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
    st.session_state.pop(PASSING, None)  # of a run that was broken off


def passing() -> None:
    """Says that the view of this run is one of many in a row: the address waits for the last."""
    st.session_state[PASSING] = True


def look_again(place: Sequence[str] = ()) -> None:
    """Has the map move to a place of an address, else to the marks of the view as at first."""
    st.session_state[LOOKS] = looks() + 1
    st.session_state[PLACE] = list(place)


def looks() -> int:
    """How often the map was told to look again."""
    return st.session_state.get(LOOKS, 0)


def write_address(event_id: str | None) -> None:
    """Puts the view into the address bar where it is not there yet, and the chosen event's id."""
    if st.session_state.pop(PASSING, False):
        return
    wanted = st.session_state[VIEW].to_query()
    place: list[str] | None = st.session_state.pop(PLACE, None)
    if wanted != st.session_state.get(WRITTEN) or place is not None:
        looking = _map() if place is None else {MAP: place}
        of = {OF: event_id} if event_id else {}
        st.query_params.from_dict({**wanted, **of, **looking})
        st.session_state[WRITTEN] = wanted
        if place is None:
            st.session_state[WRITES] = writes() + 1


def writes() -> int:
    """How often the address was written with the map's part as it was when the run began.

    Where the map moved meanwhile, that part is to be written again, which the map does.
    """
    return st.session_state.get(WRITES, 0)


def linked_event() -> str | None:
    """The id of the event that the address names, None where it names none."""
    named = st.session_state.pop(OF, None) or st.query_params.get(OF, "")
    return named if EVENT_ID.fullmatch(named) else None


def refound(key: int) -> None:
    """Chooses the event of the address under the key that it has now."""
    st.session_state[VIEW] = replace(st.session_state[VIEW], event=key)


def query(*, place: str | None) -> str:
    """What follows the question mark in the address of what is shown, without the language.

    ``place`` is where the map looks, as the address has it; what is none is left out.
    """
    shown: View = st.session_state[VIEW]
    asked = replace(shown, language=View().language).to_query()
    of = st.query_params.get_all(OF) if "event" in asked else []
    looking = [place] if place and PLACED.fullmatch(place) else []
    return urlencode({**asked, OF: of, MAP: looking}, doseq=True)


def go(query: str) -> None:
    """Shows the view of an address's query in the language spoken; called from callbacks."""
    asked = parse_qs(query)
    st.session_state[OF] = next(iter(asked.get(OF, [])), None)
    shown: View = st.session_state[VIEW]
    show(replace(View.from_query(asked), language=shown.language))
    look_again(asked.get(MAP, []))


def _map() -> dict[str, list[str]]:
    """The map's part of the address as it stands."""
    return {MAP: st.query_params.get_all(MAP)} if MAP in st.query_params else {}


def widget(name: str, value: object) -> tuple[str, Any]:
    """The key of a widget that shows a value of the view, and the value it starts with.

    What the view changed to by another way is given to a new widget, as its start. Set on the old
    one it would be told to the browser once, in a message that the next click may overtake: the
    widget would then answer with what it showed before, as if a person had chosen that.
    """
    turn, start, seen = st.session_state.get(f"widget {name}", (0, value, value))
    key = f"{name}-{turn}"
    shown = st.session_state.get(key, ...)
    if shown is ... or (seen != value and not _same(shown, value)):
        turn, start, key = turn + 1, value, f"{name}-{turn + 1}"
    st.session_state[f"widget {name}"] = (turn, start, value)
    return key, start


def heard(key: str, take: Callable[[Any], None]) -> None:
    """Takes what the widget of this key says, unless another has its place; a widget's callback.

    The browser goes on for a while to send what a widget said that is gone: the answer to a view
    that is gone too.
    """
    name, _, turn = key.rpartition("-")
    if int(turn) == st.session_state[f"widget {name}"][0]:
        take(st.session_state[key])


def _same(shown: object, value: object) -> bool:
    """Whether a widget shows the value; of several choices the order does not count."""
    if isinstance(shown, list | tuple) and isinstance(value, list | tuple):
        return sorted(shown) == sorted(value)  # pyright: ignore[reportUnknownArgumentType]
    return shown == value
