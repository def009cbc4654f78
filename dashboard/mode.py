"""How the page was started: only for this machine, and to be changed or only to be read.

``--read-only`` shows a store to others and lets nobody change it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard import words
from geocode.errors import StoreError
from geocode.store import Store, open_store

READ_ONLY: Final = "--read-only"
VARIABLE: Final = "DATELINE_READ_ONLY"
HERE: Final = ("127.0.0.1", "localhost", "::1")
"""Addresses that only this machine reaches. There is no login: who reaches the page reads all."""
SAFE: Final[dict[str, Sequence[object]]] = {
    "server.address": HERE,
    "server.enableXsrfProtection": (True,),
    "server.enableCORS": (True,),
    "server.enableAgentApi": (False,),
}
"""What each of Streamlit's options may be; ``.streamlit/config.toml`` beside ``app.py`` sets it,
wherever the page is started from, and the command line could set it otherwise."""


def check(store: Path) -> None:
    """Passes where the page is started as it may be; a store of an earlier version is brought up.

    Raises: SystemExit where it would be open to other machines, or is told what it does not know:
    a misspelt ``--read-only`` must not give a page that can be changed.
    """
    for name, allowed in SAFE.items():
        if (found := st.get_option(name)) not in allowed:
            raise SystemExit(words.UNSAFE_START.format(option=name, value=found, safe=allowed[0]))
    if odd := [given for given in sys.argv[1:] if given != READ_ONLY]:
        raise SystemExit(words.UNKNOWN_START.format(given=" ".join(odd)))
    if not store.exists():
        return
    if not read_only():  # an earlier version is brought up; what else is wrong the page says
        with suppress(StoreError):
            open_to_write(store).close()
        return
    try:
        open_store(store, read_only=True).close()
    except StoreError as error:
        raise SystemExit(words.OLD_STORE.format(error=error)) from error


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
