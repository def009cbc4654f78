"""An open store file: for one thread at a time, one state for what is asked together."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from geocode.store.schema import told


class OpenFile:
    """A connection that threads may share: each waits until the one before it is done."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self.path = path

    def close(self) -> None:
        """Close the file; what was written is kept."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def one_state(self) -> Generator[sqlite3.Connection]:
        """The connection, in one state for all that is asked within, whoever writes meanwhile."""
        with self._lock, told(self.path):
            if self._connection.in_transaction:
                yield self._connection
                return
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                self._connection.rollback()

    @contextmanager
    def writing(self) -> Generator[sqlite3.Connection]:
        """The connection, for what is kept all together, or not at all where anything is raised."""
        with self._lock, told(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.rollback()
                raise
            self._connection.commit()
