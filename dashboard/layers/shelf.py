"""What the page and its data route share, for both run in one process: states of stores, masks."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from dashboard.columns import Columns


class Shelf:
    """Bodies by the number made from their content; the least used go first when it is full."""

    def __init__(self, *, room: int = 32) -> None:
        self._room = room
        self._bodies: OrderedDict[int, bytes] = OrderedDict()
        self._lock = Lock()

    def lay(self, body: bytes) -> int:
        """Keeps the body and gives its key: the first 52 bits of its SHA-256."""
        key = int(hashlib.sha256(body).hexdigest()[:13], 16)
        with self._lock:
            self._bodies[key] = body
            self._bodies.move_to_end(key)
            while len(self._bodies) > self._room:
                self._bodies.popitem(last=False)
        return key

    def get(self, key: int) -> bytes | None:
        """The body under the key, None when it was never laid or had to make room."""
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
            return self._bodies.get(key)


@dataclass(frozen=True, slots=True)
class State:
    """A store as it was when its columns were made."""

    store: Path
    columns: Columns


class States:
    """The states that pages may still be showing, by the digest of their columns."""

    def __init__(self, *, room: int = 3) -> None:
        self._room = room
        self._states: OrderedDict[int, State] = OrderedDict()
        self._lock = Lock()

    def keep(self, state: State) -> None:
        """Keeps the state; the oldest makes room."""
        with self._lock:
            self._states[state.columns.digest] = state
            self._states.move_to_end(state.columns.digest)
            while len(self._states) > self._room:
                self._states.popitem(last=False)

    def get(self, digest: int) -> State | None:
        """The state of this digest, None when it is not kept any more."""
        with self._lock:
            return self._states.get(digest)

    def latest(self) -> State | None:
        """The state that was kept last, None before there is one."""
        with self._lock:
            return next(reversed(self._states.values()), None)


SHELF: Final = Shelf()
"""Masks: bytes of bits, the lowest first, one for each row."""
STATES: Final = States()
