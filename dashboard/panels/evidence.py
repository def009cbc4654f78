"""The evidence behind a mark: who said so, where, when, how sure, and why this place and date."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dashboard import sentences, words
from dashboard.citing import citation, sentence_url
from dashboard.desk import absences, reading, related, reports
from dashboard.layers.feed import row_key
from dashboard.messages import taking
from dashboard.panels.components import component
from dashboard.quotes import Piece, paragraph
from dashboard.reasons import (
    Naming,
    event_of,
    namings,
    parties,
    told_by,
    where_precision,
    why_date,
)
from dashboard.retold import all_retold
from dashboard.sheet import Setting, Sheet
from dashboard.state import change
from geocode import EventRow, Reading

KEY: Final = "evidence"
MOST_OTHERS: Final = 12
AHEAD: Final = 8
"""Events before and after this one that quick keys can reach before the page has run again."""
MARKUP: Final = (
    '<section class="w evidence"></section><p class="sr" role="status"></p>'
    '<dialog class="w reader"></dialog>'
)


def show(sheet: Sheet, setting: Setting) -> None:
    """The panel of the chosen event, a word of regret where a link's event is gone."""
    if sheet.view.event is None:
        return
    row = sheet.find(sheet.view.event)
    if row is None:
        there = sheet.columns.position(sheet.view.event) is not None
        st.caption(words.GONE if there else words.NOT_THERE)
        return
    component("evidence", MARKUP, parts=("locator", "reader", "clipboard"))(
        data=_data(row, sheet, setting),
        key=KEY,
        **taking(KEY, chosen=_chosen, closed=_closed, alone=partial(_alone, row.document_id)),
    )


def _data(row: EventRow, sheet: Sheet, setting: Setting) -> dict[str, object]:
    group = words.GROUPS[words.group_of(row.kind)]
    read = reading(row, setting.files)
    who, whom = parties(row, read)
    said = told_by(row, read)
    return {
        "key": row_key(row),
        "colour": group.dark if setting.dark else group.light,
        "dark": setting.dark,
        "kind": words.kind_of(row),
        "status": words.status_name(row.status),
        "place": words.place_of(row),
        "when": words.when(row),
        "precision": [text for text, _ in precision(row)],
        "quote": [_piece(piece) for piece in paragraph(row, read)],
        "said": said,
        "source": row.source or words.SOURCE_UNKNOWN,
        "published": words.published(row.published),
        "url": sentence_url(row.url, row.quote),
        "who": list(who),
        "whom": list(whom),
        **_where(row, read, setting),
        "why_when": list(why_date(row, read)),
        "when_codes": _date_codes(row),
        "tellings": _tellings(row, read),
        "reports": _reports(row, setting),
        "citation": citation(row, said=said if _names_somebody(said) else ""),
        "text": {
            "state": sheet.columns.digest,
            "document": row.document_id,
            "event": row.event_id,
            "at": row.quote_start,
            "lang": words.language(),
        },
        "document": f"{row.doc_id or row.document_id}",
        "alone": sheet.view.documents == (row.document_id,),
        "words": words.EVIDENCE,
        "reader": words.READER,
        **_beside(row, sheet, setting),
    }


def precision(row: EventRow) -> list[list[str]]:
    """How precisely place and date are known, in words, and the codes beside them; how sure."""
    known = words.DATE_PRECISION.get(row.date_precision or "", row.date_precision or "")
    return [
        *([text, _place_codes(row)] for text in where_precision(row)),
        *([[f"{words.DATE_KNOWN} {known}", _date_codes(row)]] if row.dated else []),
        [words.CONFIDENCE.format(percent=round(row.confidence * 100)), ""],
    ]


def _where(row: EventRow, read: Reading | None, setting: Setting) -> dict[str, object]:
    """Why it stands where it does, or nowhere: reasons, and what its name could mean."""
    sites = namings(row, read)
    nowhere = () if row.placed else absences([row], setting.files)[row.event_id]
    told = row.placed and any(
        choice.chosen and choice.why == row.reasons for site in sites for choice in site.choices
    )
    return {
        "why": words.EVIDENCE["where" if row.placed else "why_nowhere"],
        "where": () if told else nowhere or all_retold(row.reasons),
        "where_codes": _place_codes(row),
        "namings": [_naming(site) for site in sites],
    }


def _beside(row: EventRow, sheet: Sheet, setting: Setting) -> dict[str, object]:
    """What else is at its spot, belongs to it, or comes before and after it in the list."""
    here = [sheet.find(key) for key in st.session_state.get("here", ())[: MOST_OTHERS + 1]]
    whole, parts = related(row, sheet, setting.files)
    order = sheet.tray(sheet.view.tray)
    at = sheet.place_of(row_key(row), sheet.view.tray)
    before = [] if at is None else order[max(0, at - AHEAD) : at][::-1]
    after = [] if at is None else order[at + 1 : at + 1 + AHEAD]
    return {
        "here": [_other(r) for r in here if r and row_key(r) != row_key(row)][:MOST_OTHERS],
        "sites": [_other(r) for r in sheet.sites(row) if row_key(r) != row_key(row)][:MOST_OTHERS],
        "whole": [_other(other) for other in whole],
        "parts": [_other(other) for other in parts][:MOST_OTHERS],
        "previous": [sheet.columns.key(int(n)) for n in before],
        "next": [sheet.columns.key(int(n)) for n in after],
        "at": ""
        if at is None
        else f"{words.number(at + 1)} {words.EVIDENCE['of']} {words.number(len(order))}",
    }


def _place_codes(row: EventRow) -> str:
    return _codes(("ACLED geo", row.acled_geo_precision), ("UCDP where", row.ucdp_where_prec))


def _date_codes(row: EventRow) -> str:
    return _codes(("ACLED time", row.acled_time_precision), ("UCDP date", row.ucdp_date_prec))


def _codes(*pairs: tuple[str, int | None]) -> str:
    return " · ".join(f"{name} {code}" for name, code in pairs if code is not None)


def _piece(piece: Piece) -> list[object]:
    return [piece.text, piece.says, int(piece.quoted)]


def _names_somebody(said: str) -> bool:
    return said not in {"", words.TOLD["itself"]}


def _naming(naming: Naming) -> dict[str, object]:
    """A name with its choices, numbered as on the small map."""
    return {
        "name": naming.name,
        "choices": [
            {
                "name": choice.name,
                "what": choice.what,
                "score": words.chance(choice.score),
                "why": all_retold(choice.why),
                "lon": choice.lon,
                "lat": choice.lat,
                "radius_m": choice.radius_m,
                "chosen": choice.chosen,
            }
            for choice in naming.choices
        ],
    }


def _tellings(row: EventRow, read: Reading | None) -> list[dict[str, object]]:
    """The other sentences of its report that tell of the event, and who each is from."""
    event = event_of(row, read)
    if event is None or read is None:
        return []
    spans = dict.fromkeys(e.quote for e in event.evidence if e.quote.start != row.quote_start)
    return [
        {
            "quote": span.of(read.document.text),
            "said": told_by(row, read, start=span.start),
            "at": span.start,
        }
        for span in list(spans)[:MOST_OTHERS]
    ]


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
                "why": sentences.why_same(report.why),
                "document": report.document_id,
                "event": report.event_id,
            }
            for report in others[:MOST_OTHERS]
        ],
        "more": words.plural(len(others) - MOST_OTHERS, "more")
        if len(others) > MOST_OTHERS
        else "",
        "count": len(others),
    }


def _other(row: EventRow) -> dict[str, object]:
    return {
        "key": row_key(row),
        "text": f"{words.kind_name(row.kind)} · {words.place_of(row)}",
        "when": words.when(row),
    }


def _chosen(key: int) -> None:
    change(event=key)


def _alone(document_id: str, _pressed: int) -> None:
    change(documents=(document_id,))


def _closed(_pressed: int) -> None:
    change(event=None)
    st.session_state["here"] = ()
