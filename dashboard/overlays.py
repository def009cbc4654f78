"""The store's own map layers: kept, dropped, and laid out for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import streamlit as st

from dashboard.layers.overlays import OVERLAYS, encode
from dashboard.mode import open_to_write
from dashboard.sheet import Files
from dashboard.view import LONGEST_NAME, tidy
from geocode import open_store
from geocode.store import Overlay, read_overlay


def named(files: Files) -> tuple[Overlay, ...]:
    """All layers by name; () where there is no store yet.

    Raises: StoreError where it cannot be read.
    """
    if not files.begun:
        return ()
    with open_store(files.store, read_only=True) as store:
        return store.overlays()


def keys(files: Files, names: Sequence[str]) -> tuple[int, ...]:
    """Where the browser finds the layers of these names, without those that are not there."""
    if not names:
        return ()
    kept = {overlay.name: overlay for overlay in named(files)}
    return tuple(
        OVERLAYS.lay(_body(str(files.store), kept[name])) for name in names if name in kept
    )


def keep(files: Files, name: str, data: bytes, *, made: datetime) -> str:
    """Keeps the layer in a GeoJSON file, and gives the name it has then.

    Raises: InputError where it is none, StoreError where nothing may be written.
    """
    drawn, tidied = read_overlay(data), tidy(name)[:LONGEST_NAME].strip()
    with open_to_write(files.store) as store:
        store.keep_overlay(tidied, drawn, made=made)
    return tidied


def forget(files: Files, name: str) -> None:
    """Drops the layer. Raises: StoreError where nothing may be written."""
    with open_to_write(files.store) as store:
        store.forget_overlay(name)


@st.cache_resource(max_entries=24, show_spinner=False)
def _body(path: str, overlay: Overlay) -> bytes:
    """Of one version of a layer: the time at which it was kept is part of the key."""
    with open_store(Path(path), read_only=True) as store:
        return encode(overlay.name, store.overlay(overlay.name))
