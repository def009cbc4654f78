"""The events as a table: all that the map can do, for whoever cannot or need not see it."""

from __future__ import annotations

from typing import Final

from dashboard import words
from dashboard.layers import shape_of
from dashboard.layers.feed import row_key
from dashboard.messages import taking
from dashboard.panels import rejected, window
from dashboard.panels.components import component
from dashboard.panels.listing import FORMS, acted, chosen, nothing
from dashboard.quotes import shortened
from dashboard.sheet import Setting, Sheet, Telling
from dashboard.state import change
from dashboard.view import SORTS

KEY: Final = "table"
QUOTE_CHARS: Final = 170
MARKUP: Final = (
    '<div class="w sheet"><p class="empty soft" role="status"></p>'
    '<div class="scroll" role="region"><table role="table"></table></div>'
    '<nav class="pages"></nav></div>'
)


def show(sheet: Sheet, setting: Setting) -> None:
    """A window of the open list as a table, in the order the view asks for."""
    if not sheet.stored:
        return
    if sheet.view.tray == "rejected":
        rejected.show(sheet, setting)
        return
    act = "" if setting.read_only else FORMS.get(sheet.view.tray, "")
    order = sheet.tray(sheet.view.tray)
    start = window.start(sheet, len(order))
    events = sheet.tellings(order[start : start + window.PAGE])
    open_row = sheet.find(sheet.view.event)
    data = {
        "rows": [_row(event) for event in events],
        "sorts": [[name, words.TABLE[name]] for name in SORTS],
        "sort": sheet.view.sort or "-date",
        "start": start,
        "page": window.PAGE,
        "of": len(order),
        "chosen": open_row.event_id if open_row else None,
        "empty": nothing(sheet),
        "act": act,
        "lacks": words.LISTING[act] if act else "",
        "colours": [g.dark if setting.dark else g.light for g in words.GROUPS.values()],
        "language": words.language(),
        "words": words.TABLE,
    }
    component("table", MARKUP)(
        data=data,
        key=KEY,
        **taking(KEY, chosen=chosen, act=acted, sort=_sorted, start=window.turned),
    )


def _row(event: Telling) -> dict[str, object]:
    row = event.first
    shape = shape_of(row)
    within = f", {words.metres(row.precision_m)}" if row.precision_m else ""
    return {
        "event": event.event_id,
        "key": row_key(row),
        "group": list(words.GROUPS).index(words.group_of(row.kind)),
        "date": words.when(row),
        "kind": words.kind_of(row),
        "place": words.place_of(row),
        "more": len(event.rows) - 1,
        "elsewhere": words.plural(len(event.rows) - 1, "more_places"),
        "precision": f"{words.TABLE_SHAPES[shape]}{within}" if shape else "",
        "status": words.status_name(row.status),
        "source": row.source or words.SOURCE_UNKNOWN,
        "reports": row.reports,
        "told": words.told_in(row.reports),
        "quote": list(shortened(row, QUOTE_CHARS)),
    }


def _sorted(name: str) -> None:
    """Sorts by a column; by the one it is sorted by, the other way round."""
    change(sort="" if name == "-date" else name)
