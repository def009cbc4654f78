"""The evidence behind a mark: who said so, where, when, how sure, and why this place and date."""

from __future__ import annotations

from functools import partial
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from dashboard import words
from dashboard.desk import absences, related, reports, tellings
from dashboard.layers import shape_of
from dashboard.layers.feed import row_key
from dashboard.panels.components import component
from dashboard.quotes import pieces
from dashboard.sheet import Setting, Sheet
from dashboard.state import change
from geocode import EventRow

KEY: Final = "evidence"
MOST_OTHERS: Final = 12
MARKUP: Final = '<div class="w evidence" role="region" aria-live="polite"></div>'


def show(sheet: Sheet, setting: Setting) -> None:
    """The panel of the chosen event, a word of regret where a link's event is gone."""
    if sheet.view.event is None:
        return
    row = sheet.find(sheet.view.event)
    if row is None:
        st.caption(words.GONE)
        return
    component("evidence", MARKUP)(
        data=_data(row, sheet, setting),
        key=KEY,
        on_chosen_change=_chosen,
        on_closed_change=_closed,
        on_alone_change=partial(_alone, row.document_id),
    )


def _data(row: EventRow, sheet: Sheet, setting: Setting) -> dict[str, object]:
    group = words.GROUPS[words.group_of(row.kind)]
    here = [sheet.find(key) for key in st.session_state.get("here", ())[: MOST_OTHERS + 1]]
    sites = sheet.sites(row)
    whole, parts = related(row, sheet, setting.files)
    order = sheet.tray(sheet.view.tray)
    at = sheet.place_of(row_key(row), sheet.view.tray)
    return {
        "colour": group.dark if setting.dark else group.light,
        "kind": words.kind_of(row),
        "group": group.name,
        "status": words.status_name(row.status),
        "place": words.place_of(row),
        "when": words.when(row),
        "quote": [[piece.text, piece.says] for piece in pieces(row)],
        "tellings": list(tellings(row, setting.files)[:MOST_OTHERS]),
        "reports": _reports(row, setting),
        "who": _who(row),
        "source": row.source or words.SOURCE_UNKNOWN,
        "url": safe_url(row.url),
        "published": words.day(row.published) if row.published else None,
        "why": words.EVIDENCE["where" if row.placed else "why_nowhere"],
        "where": row.reasons if row.placed else absences([row], setting.files)[row.event_id],
        "why_when": words.why_when(row),
        "precision": precision(row),
        "here": [_other(r) for r in here if r and row_key(r) != row_key(row)][:MOST_OTHERS],
        "sites": [_other(r) for r in sites if row_key(r) != row_key(row)][:MOST_OTHERS],
        "whole": [_other(other) for other in whole],
        "parts": [_other(other) for other in parts][:MOST_OTHERS],
        "previous": sheet.columns.key(int(order[at - 1])) if at else None,
        "next": None
        if at is None or at == len(order) - 1
        else sheet.columns.key(int(order[at + 1])),
        "document": f"{row.doc_id or row.document_id}",
        "alone": sheet.view.documents == (row.document_id,),
        "words": words.EVIDENCE,
    }


def precision(row: EventRow) -> list[list[str]]:
    """How precisely place and date are known, in words, and the codes beside them."""
    found: list[list[str]] = []
    if row.placed:
        shape = words.SHAPE_NAMES.get(shape_of(row) or "", "")
        length = row.precision_m
        within = words.WITHIN.format(length=words.metres(length)) if length else ""
        codes = _codes(("ACLED geo", row.acled_geo_precision), ("UCDP where", row.ucdp_where_prec))
        found.append([f"{shape}{within}", codes])
    if row.dated:
        known = words.DATE_PRECISION.get(row.date_precision or "", row.date_precision or "")
        codes = _codes(("ACLED time", row.acled_time_precision), ("UCDP date", row.ucdp_date_prec))
        found.append([f"{words.DATE_KNOWN} {known}", codes])
    found.append([words.CONFIDENCE.format(percent=round(row.confidence * 100)), ""])
    return found


def safe_url(url: str | None) -> str | None:
    """The address if a click on it can only open a web page, else None.

    >>> safe_url("javascript:alert(1)"), safe_url("https://example.org/a")
    (None, 'https://example.org/a')
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _codes(*pairs: tuple[str, int | None]) -> str:
    return " · ".join(f"{name} {code}" for name, code in pairs if code is not None)


def _who(row: EventRow) -> str:
    actors, recipients = ", ".join(row.actors), ", ".join(row.recipients)
    return " → ".join(part for part in (actors, recipients) if part)


def _reports(row: EventRow, setting: Setting) -> dict[str, object]:
    """What other reports say of the event, those that there is room for, and how many more do."""
    others = reports(row, setting.files)
    return {
        "name": words.plural(len(others), "other_reports"),
        "told": [
            {
                "source": report.source or words.SOURCE_UNKNOWN,
                "published": words.day(report.published) if report.published else "",
                "quote": report.quotes[0],
                "why": words.why_same(report.why),
            }
            for report in others[:MOST_OTHERS]
        ],
        "more": words.plural(len(others) - MOST_OTHERS, "more")
        if len(others) > MOST_OTHERS
        else "",
    }


def _other(row: EventRow) -> dict[str, object]:
    return {
        "key": row_key(row),
        "text": f"{words.kind_name(row.kind)} · {words.place_of(row)}",
        "when": words.when(row),
    }


def _chosen() -> None:
    change(event=int(st.session_state[KEY]["chosen"]))


def _alone(document_id: str) -> None:
    change(documents=(document_id,))


def _closed() -> None:
    change(event=None)
    st.session_state["here"] = ()
