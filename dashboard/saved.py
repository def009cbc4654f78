"""Views by name: what people save to come back to, kept in the store itself."""

from __future__ import annotations

from datetime import datetime

from dashboard import mode
from dashboard.sheet import Files
from dashboard.view import tidy
from geocode import SavedView, open_store

LONGEST_NAME = 80


def saved_views(files: Files) -> tuple[SavedView, ...]:
    """All of them by name; none of a store that is not there yet.

    Raises: StoreError where it is there and cannot be read.
    """
    if not files.begun:
        return ()
    with open_store(files.store, read_only=True) as store:
        return store.views()


def save(name: str, query: str, files: Files, *, made: datetime) -> SavedView | None:
    """Keeps an address's query under a name, in place of what had it; None without a name.

    Raises: StoreError where the page is read only, or the store cannot be written.
    """
    named = tidy(name)[:LONGEST_NAME].strip()
    if not named:
        return None
    view = SavedView(named, query, made)
    restore(view, files)
    return view


def restore(view: SavedView, files: Files) -> None:
    """Keeps a view as it is. Raises: StoreError as ``save``."""
    with mode.open_to_write(files.store) as store:
        store.save_view(view)


def delete(name: str, files: Files) -> SavedView | None:
    """Drops the view of this name and gives it, None where there is none.

    Raises: StoreError as ``save``.
    """
    found = next((view for view in saved_views(files) if view.name == name), None)
    if found is not None:
        with mode.open_to_write(files.store) as store:
            store.delete_view(name)
    return found
