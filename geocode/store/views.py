"""What people saved to come back to: views of the store by name."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from geocode.store.packing import pack
from geocode.store.unpacking import unpack


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view by the name somebody gave it."""

    name: str
    query: str
    """What follows the question mark in its address."""
    made: datetime
    """When it was saved last."""


def read_views(connection: sqlite3.Connection) -> tuple[SavedView, ...]:
    """All of them, by name as people sort: capitals and small letters together."""
    rows = connection.execute("SELECT name, query, made FROM views").fetchall()
    found = (
        SavedView(unpack(name), unpack(query), datetime.fromisoformat(made))
        for name, query, made in rows
    )
    return tuple(sorted(found, key=lambda view: (view.name.casefold(), view.name)))


def write_view(connection: sqlite3.Connection, view: SavedView) -> None:
    """Keeps a view; one of the same name gives way to it."""
    connection.execute(
        "INSERT OR REPLACE INTO views VALUES (?, ?, ?)",
        (pack(view.name), pack(view.query), view.made.isoformat()),
    )


def delete_view(connection: sqlite3.Connection, name: str) -> bool:
    """Drops the view of this name; False where there is none."""
    return connection.execute("DELETE FROM views WHERE name = ?", (pack(name),)).rowcount == 1
