"""Views to come back to: saved by name in the store, opened, replaced, deleted with an undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Final

import streamlit as st

from dashboard import saved, state, words
from dashboard.messages import taking
from dashboard.panels.components import component
from dashboard.retold import retold
from dashboard.sheet import Files, Setting, Sheet
from geocode import GeocodeError, SavedView

KEY: Final = "saved_views"
SAID: Final = "said of views"
DELETED: Final = "deleted view"
MARKUP: Final = (
    '<div class="w views"><form><label><span class="soft"></span><input name="view" type="text" '
    'autocomplete="off"></label><button type="submit"></button></form>'
    '<ul></ul><p class="none soft"></p><p class="said" role="status"></p></div>'
)


def show(_sheet: Sheet, setting: Setting) -> None:
    """A quiet menu of the saved views; where nothing may be written they can only be opened."""
    with st.popover(words.VIEWS["title"], key="views", icon=":material/bookmark:"):
        try:
            found = saved.saved_views(setting.files)
        except GeocodeError as error:
            st.text(retold(str(error)))
            return
        deleted: SavedView | None = st.session_state.get(DELETED)
        component("views", MARKUP)(
            data={
                "names": [view.name for view in found],
                "said": st.session_state.get(SAID, ""),
                "undo": deleted is not None,
                "writes": not setting.read_only,
                "longest": saved.LONGEST_NAME,
                "words": words.VIEWS,
            },
            key=KEY,
            **taking(
                KEY,
                opened=partial(_opened, setting.files),
                saved=partial(_saved, setting.files),
                deleted=partial(_deleted, setting.files),
                restored=partial(_restored, setting.files),
            ),
        )


def _opened(files: Files, name: str) -> None:
    with _telling():
        found = next((view for view in saved.saved_views(files) if view.name == name), None)
        _say("")
        if found is not None:
            state.go(found.query)


def _saved(files: Files, said: Sequence[str]) -> None:
    """Saves what is shown; where the map looks comes from the browser, which alone knows it."""
    name, place = said
    query = state.query(place=place)
    with _telling():
        view = saved.save(name, query, files, made=datetime.now(UTC))
        if view is not None:
            _say(words.VIEWS["kept"].format(name=view.name))


def _deleted(files: Files, name: str) -> None:
    with _telling():
        view = saved.delete(name, files)
        if view is not None:
            _say(words.VIEWS["deleted"].format(name=view.name), deleted=view)


def _restored(files: Files, _pressed: int) -> None:
    view: SavedView | None = st.session_state.get(DELETED)
    with _telling():
        if view is not None:
            saved.restore(view, files)
            _say("")


@contextmanager
def _telling() -> Iterator[None]:
    """Tells in the menu what the store says against it."""
    try:
        yield
    except GeocodeError as error:
        _say(retold(str(error)))


def _say(text: str, *, deleted: SavedView | None = None) -> None:
    st.session_state[SAID] = text
    st.session_state[DELETED] = deleted
