"""The head of the page: its name, its sums, and the filters in one compact row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from dashboard import sentences, words
from dashboard.desk import rejections
from dashboard.sheet import Setting, Sheet
from dashboard.state import VIEW, change, heard, show, widget
from dashboard.view import View, tidy

EARLIEST: Final = date(1800, 1, 1)
LATEST: Final = date(2199, 12, 31)


def filters(sheet: Sheet, _setting: Setting) -> None:
    """The filters: dates, status and kinds, which are also the key to the colours."""
    if not sheet.stored:
        return
    view = sheet.view
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        _dates(view)
        _statuses(view)
        _groups(view)
        if view.documents:
            few = words.plural(len(view.documents), "only_reports")
            st.button(few, key="only", on_click=_all_reports, icon=":material/close:")
        if replace(view, documents=()).filtered:  # its own button clears the choice of reports
            st.button(words.RESET, key="reset", on_click=reset, type="tertiary")


def sums(sheet: Sheet, setting: Setting) -> None:
    """The page's name and the line of counts that add up."""
    with st.container(key="brand"):
        st.text(words.TITLE)
    with st.container(key="sums"):
        inputs, events = rejections(setting.files)
        left_out = sentences.rejected(inputs=len(inputs), events=len(events))
        st.text(f"{sheet.counts()}{left_out}" if sheet.stored else words.TAGLINE)


def search(sheet: Sheet, _setting: Setting) -> None:
    """The field for words, places and sources."""
    if not sheet.stored:
        return
    key, start = widget("text", sheet.view.text)
    st.text_input(
        words.SEARCH,
        value=start,
        key=key,
        placeholder=words.SEARCH_HINT,
        icon=":material/search:",
        on_change=heard,
        args=(key, _text_typed),
        label_visibility="collapsed",
        width=250,
    )


def face(sheet: Sheet, _setting: Setting) -> None:
    """Chooses between the map and the table."""
    if not sheet.stored:
        return
    key, start = widget("face", "table" if sheet.view.table else "map")
    st.segmented_control(
        words.FACE_LABEL,
        list(words.FACES),
        format_func=lambda name: words.FACES[name],
        default=start,
        key=key,
        required=True,
        on_change=heard,
        args=(key, _face_chosen),
        label_visibility="collapsed",
    )


def reset() -> None:
    """Drops every filter and keeps what is open."""
    view: View = st.session_state[VIEW]
    show(replace(view.plain, tray=view.tray, event=view.event))


def _dates(view: View) -> None:
    key, start = widget("dates", _shown(view))
    st.date_input(
        words.DATES,
        value=start,
        key=key,
        min_value=EARLIEST,
        max_value=LATEST,
        on_change=heard,
        args=(key, _dates_chosen),
        label_visibility="collapsed",
        format="YYYY-MM-DD",
        width=224,
    )


def _statuses(view: View) -> None:
    key, start = widget("statuses", view.statuses)
    st.multiselect(
        words.STATUS,
        list(words.STATUSES),
        format_func=lambda name: words.STATUSES[name],
        default=start,
        key=key,
        placeholder=words.STATUS_ANY,
        select_all=False,  # it would be in English, and asks for what none chosen gives
        on_change=heard,
        args=(key, _statuses_chosen),
        label_visibility="collapsed",
        width=230 if view.statuses else 128,
    )


def _groups(view: View) -> None:
    key, start = widget("groups", view.groups)
    st.pills(
        words.KINDS,
        list(words.GROUPS),
        selection_mode="multi",
        format_func=lambda name: words.GROUPS[name].name,
        default=start,
        key=key,
        on_change=heard,
        args=(key, _groups_chosen),
        label_visibility="collapsed",
    )


def _shown(view: View) -> tuple[date, ...]:
    """The range as the date field shows it: an open end is the end of what can be chosen."""
    if view.since is None and view.until is None:
        return ()
    since = max(EARLIEST, min(LATEST, view.since or EARLIEST))
    return (since, max(EARLIEST, min(LATEST, view.until or LATEST)))


def _dates_chosen(chosen: tuple[date, ...]) -> None:
    if len(chosen) == 1:
        return  # the second end is still to come
    since, until = chosen or (None, None)
    change(since=None if since == EARLIEST else since, until=None if until == LATEST else until)


def _all_reports() -> None:
    change(documents=())


def _face_chosen(face: str) -> None:
    change(table=face == "table")


def _text_typed(text: str) -> None:
    change(text=tidy(text))


def _groups_chosen(chosen: list[str]) -> None:
    change(groups=tuple(name for name in words.GROUPS if name in chosen))


def _statuses_chosen(chosen: list[str]) -> None:
    change(statuses=tuple(name for name in words.STATUSES if name in chosen))
