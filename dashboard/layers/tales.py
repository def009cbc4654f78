"""What a few rows say, for a tooltip and for the words shown while time is played."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from dashboard import words
from dashboard.layers.feed import row_key
from dashboard.layers.shelf import State
from dashboard.quotes import shortened
from dashboard.speech import speaking
from geocode import open_store

MOST: Final = 60
QUOTE_CHARS: Final = 180


def encode(state: State, positions: Sequence[int], *, language: str) -> bytes:
    """JSON: kind, place, days and quote of the rows at these places in the columns, in order.

    ``language`` is one of the page's. Rows that are not there any more are left out.

    Raises: StoreError where the store cannot be read.
    """
    columns = state.columns
    known = [at for at in positions if at < len(columns)]
    with open_store(state.store, read_only=True) as store:
        rows = store.rows_of([int(columns["event"][at]) for at in known])
    by_key = {row_key(row): row for row in rows}
    found = [(at, by_key.get(columns.key(at))) for at in known]
    with speaking(language):
        told = [
            {
                "at": at,
                "kind": words.kind_name(row.kind),
                "place": words.place_of(row),
                "when": words.when(row),
                "quote": "".join(shortened(row, QUOTE_CHARS)),
            }
            for at, row in found
            if row is not None
        ]
    return json.dumps(told).encode()
