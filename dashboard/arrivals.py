"""Reading beside the page: a thread that goes on whatever the page does, and can be stopped.

A run of the page may be cut short by any click; what is being read must not be. So the thread
reads and the page looks at how far it is. Each report is kept as soon as it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, TypeAlias

from dashboard import mode
from dashboard.desk import Outcome, take_in
from dashboard.sheet import Files
from geocode import (
    Document,
    GeocodeError,
    Reading,
    Rejected,
    make_document,
    open_store,
    read_bytes,
)

if TYPE_CHECKING:  # the reader loads with the first report, not before
    from geocode import Received

QUICK_S: Final = 0.7
"""What is read in this time is shown at once, without a bar."""
Given: TypeAlias = tuple[str, bytes | Document]
"""The name of a file and its content, or a document that is read again."""


@dataclass(slots=True)
class Line:
    """What became of one file so far, by how many of its documents."""

    name: str
    read: int = 0
    known: int = 0
    copied: int = 0
    rejected: int = 0
    events: int = 0
    retold: int = 0
    """Those among the events that other reports tell of too; known when all is read."""
    why: str = ""
    """Why the first of those that were rejected was, or what the first copy is a copy of."""
    document_ids: list[str] = field(default_factory=list[str])

    def add(self, one: Received) -> None:
        """Counts one of its documents."""
        self.read += one.fate in {"read", "opened"}
        self.known += one.fate == "known"
        self.copied += one.fate in {"copied", "repeated"}
        self.rejected += one.fate == "rejected"
        if one.fate in {"read", "opened", "known"}:
            self.events += one.events
            if one.document:
                self.document_ids.append(one.document.id)
        self.why = self.why or one.why


@dataclass(slots=True)
class Work:
    """One reading: its thread writes what a run of the page looks at."""

    names: tuple[str, ...]
    lines: list[Line] = field(default_factory=list[Line])
    """One for each file that was begun."""
    outcome: Outcome | None = None
    trouble: str | None = None
    """Why it ended before its end; what was read before that is kept."""
    stop: Event = field(default_factory=Event)
    thread: Thread | None = None

    @property
    def running(self) -> bool:
        """Whether its thread still reads."""
        return self.thread is not None and self.thread.is_alive()

    @property
    def share(self) -> float:
        """How much of it is done, 0..1, by files; the one that is being read counts half."""
        return max(0.0, len(self.lines) - 0.5) / max(1, len(self.names))


def pasted(text: str, source: str) -> Given:
    """A report that was pasted. Raises: InputError where it is too long."""
    document = make_document(text, source=source.strip() or None)
    return document.source or "", document


def begin(given: Sequence[Given], files: Files) -> Work:
    """Starts to read; ``wait`` a moment for what is read at once.

    Raises: StoreError where the page is read only.
    """
    mode.may_write()
    work = Work(tuple(name for name, _ in given))
    work.thread = Thread(target=_read, args=(work, tuple(given), files), daemon=True)
    work.thread.start()
    return work


def wait(work: Work) -> None:
    """Gives a short reading the time to end."""
    if work.thread is not None:
        work.thread.join(QUICK_S)


def _read(work: Work, given: tuple[Given, ...], files: Files) -> None:
    """Reads all that was given, file by file, and says in ``work`` what became of each."""

    def told(_done: int, received: Received) -> bool:
        work.lines[-1].add(received)
        return not work.stop.is_set()

    try:
        outcome = take_in(_found(work, given, files), files, told=told)
        _tell_retold(work, files)
    except GeocodeError as error:
        work.trouble = str(error)
        return
    work.outcome = replace(outcome, stopped=work.stop.is_set())


def _found(
    work: Work, given: Sequence[Given], files: Files
) -> Iterator[Document | Reading | Rejected]:
    """What is in the files, each opened when its turn comes; earlier refusals of it are void."""
    for name, content in given:
        if work.stop.is_set():
            return
        work.lines.append(Line(name))
        if isinstance(content, Document):
            yield content
            continue
        with mode.open_to_write(files.store) as store:
            store.forget_rejected(name)
        yield from read_bytes(name, content)


def _tell_retold(work: Work, files: Files) -> None:
    """Counts for each file which of its events other reports tell of too."""
    ids = [one for line in work.lines for one in line.document_ids]
    with open_store(files.store, read_only=True) as store:
        retold = store.retold(ids)
    for line in work.lines:
        line.retold = sum(retold[one] for one in line.document_ids)
