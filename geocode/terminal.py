"""How the command line speaks: results on stdout, everything else on stderr."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from threading import Event
from typing import BinaryIO, Final, cast

import click

from geocode.errors import InputError
from geocode.files import replacing

_STOP_ASKED: Final = Event()


def say(message: str) -> None:
    """A line for the person, on stderr."""
    click.echo(clean(message), err=True)


def clean(text: str) -> str:
    """Without control characters: a report must not steer the terminal.

    >>> clean("Kyiv" + chr(27) + "[2J")
    'Kyiv�[2J'
    """
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def as_json(value: object) -> bytes:
    """As UTF-8; all escaped where there are lone surrogates, which UTF-8 cannot hold."""
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def print_json(value: object) -> None:
    """One line of JSON on stdout, at once."""
    stream = sys.stdout.buffer
    stream.write(as_json(value) + b"\n")
    stream.flush()


def print_table(rows: Sequence[tuple[str, object]]) -> None:
    """Names and figures, one a line; two spaces before a name indent it."""
    width = max((len(name) for name, _ in rows), default=0)
    for name, value in rows:
        figure = f"{value:,}" if isinstance(value, int) else clean(str(value))
        click.echo(f"{clean(name):<{width}}  {figure:>9}")


def ask_to_stop(*_signal: object) -> None:
    """Handles SIGINT and SIGTERM. Raises: KeyboardInterrupt.

    A library in C may swallow it where nothing can be raised; so the next step of long work asks.
    """
    _STOP_ASKED.set()
    raise KeyboardInterrupt


def heed_signals() -> None:
    """From here on Control-C and SIGTERM end the work tidily."""
    _STOP_ASKED.clear()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)


@contextlib.contextmanager
def progress(doing: str) -> Generator[Callable[[str], None]]:
    """A line on stderr that is written over; silent where stderr is no terminal.

    What it gives raises KeyboardInterrupt where somebody has asked to stop.
    """
    stream = sys.stderr
    live = stream.isatty()

    def show(what: str) -> None:
        if _STOP_ASKED.is_set():
            raise KeyboardInterrupt
        if live:
            stream.write(f"\r\x1b[K{doing}: {clean(what)[:90]}")
            stream.flush()

    try:
        yield show
    finally:
        if live:
            stream.write("\r\x1b[K")
            stream.flush()


def bar(done: int, total: int, *, width: int = 24) -> str:
    """How far along, as a bar and a share.

    >>> bar(1, 2, width=4)
    '[##--]  50%'
    """
    share = min(1.0, done / total) if total > 0 else 0.0
    full = round(share * width)
    return f"[{'#' * full}{'-' * (width - full)}] {share:4.0%}"


def pace(done: int, total: int, seconds: float) -> str:
    """How fast it goes and how long it takes yet; "" while nothing can be told.

    >>> pace(30_000, 120_000, 20.0), pace(0, 10, 1.0)
    ('1,500/s, 1:00 left', '')
    """
    if done <= 0 or seconds <= 0:
        return ""
    rate = done / seconds
    minutes, rest = divmod(round(max(0, total - done) / rate), 60)
    hours, minutes = divmod(minutes, 60)
    left = f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
    return f"{rate:,.0f}/s, {left} left"


def standard_input() -> BinaryIO:
    """Bytes of stdin. Raises: InputError where it is closed."""
    if cast("object", sys.stdin) is None:
        raise InputError("standard input is closed; pipe something in, or name a file")
    return sys.stdin.buffer


def ready_streams() -> None:
    """Let stdout and stderr take whatever is written: odd characters, and anything where closed."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for good
        else:  # a report may hold what the terminal cannot show
            stream.reconfigure(errors="backslashreplace")


def forsake_stdout() -> None:
    """Send what is left of stdout nowhere, so that Python does not complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@contextlib.contextmanager
def source_stream(source: str) -> Generator[BinaryIO]:
    """The file to read, or stdin for ``-``. Raises: InputError where it cannot be opened."""
    if source == "-":
        yield standard_input()
        return
    try:
        stream = Path(source).open("rb")  # noqa: SIM115 - closed below; only opening is ours to tell
    except OSError as error:
        raise InputError(f"cannot read {source} ({error.strerror}); check the path") from error
    with stream:
        yield stream


@contextlib.contextmanager
def target_stream(target: str) -> Generator[BinaryIO]:
    """The file to write, whole or not at all, or stdout for ``-``."""
    if target == "-":
        yield sys.stdout.buffer
        return
    with replacing(Path(target)) as stream:
        yield stream
