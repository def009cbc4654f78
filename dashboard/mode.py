"""How the page was started: ``--read-only`` shows a store to others and lets nobody change it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from dashboard import words
from geocode.errors import StoreError
from geocode.store import Store, open_store

READ_ONLY: Final = "--read-only"
VARIABLE: Final = "DATELINE_READ_ONLY"


def read_only() -> bool:
    """Whether nothing may be written: asked for after ``--``, or by ``DATELINE_READ_ONLY=1``."""
    return READ_ONLY in sys.argv[1:] or os.environ.get(VARIABLE, "0") not in {"", "0"}


def may_write() -> None:
    """Passes where the page may write; every way to write begins with it, whoever asks.

    A button that is not drawn is no door that is shut: a browser can send what it likes.
    Raises: StoreError where the page was started to be read only.
    """
    if read_only():
        raise StoreError(words.READ_ONLY_REFUSED)


def open_to_write(path: Path) -> Store:
    """The store, for a ``with`` that writes: the page's only door to a store it may change.

    Raises: StoreError where the page is read only, or where the store cannot be written.
    """
    may_write()
    return open_store(path)
