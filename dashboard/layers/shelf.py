"""Where the page lays the marks for the map to fetch: one shelf for the whole process."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Final


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


SHELF: Final = Shelf()
"""The one thing the page and its data route share; both run in one process."""
