"""The file that keeps what a geocoding service answered: one answer a line, to read and to diff.

Every line is a JSON object with its query, the parameters that shape the answer, who answered,
under which terms, on which day, and what was found: ``[]`` where nothing was. Lines stand in the
order of their text, so that two people's files merge as text does. Delete a line and the query is
asked again.
"""

from __future__ import annotations

import fcntl
import json
import math
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from geocode.errors import StoreError
from geocode.files import replacing


@dataclass(frozen=True, slots=True)
class Found:
    """One place of an answer; lon, lat in degrees, WGS 84."""

    address: str
    lon: float
    lat: float
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service answered to one question."""

    method: str
    """``geocode`` or ``reverse``."""
    query: str | Mapping[str, str]
    parameters: Mapping[str, Any]
    service: str
    domain: str
    attribution: str
    asked: date
    found: tuple[Found, ...]

    @property
    def key(self) -> str:
        """What makes two questions the same."""
        return question(self.method, self.query, self.parameters, self.service, self.domain)


def question(
    method: str,
    query: str | Mapping[str, str],
    parameters: Mapping[str, Any],
    service: str,
    domain: str,
) -> str:
    """What makes two questions the same, as one line of text."""
    return _json([method, query, parameters, service, domain])


class AnswerFile:
    """The answers in a file, read when it has changed and written whole at every addition.

    Several threads and several processes may add to one file: each reads what the others wrote
    before it writes, under a lock on the file beside it that ends in ``.lock``.
    """

    def __init__(self, path: Path) -> None:
        """Reads the file; one that is not there holds nothing yet.

        Raises:
            StoreError: It cannot be read, or a line is no answer; says which.

        """
        self.path = path
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._answers: Mapping[str, Answer] = {}
        self.get("")

    def get(self, key: str) -> Answer | None:
        """The answer to a question, None where it was not asked.

        Raises:
            StoreError: The file has changed and is not to be read; says which line.

        """
        with self._lock:
            self._read_if_changed()
            return self._answers.get(key)

    def add(self, answer: Answer) -> None:
        """Keeps an answer, in place of an older one to the same question.

        Raises:
            StoreError: The file cannot be read or written.

        """
        with self._lock, _locked(self.path):
            self._read_if_changed()
            answers = {**self._answers, answer.key: answer}
            with replacing(self.path) as stream:
                stream.writelines(sorted(_line(one) for one in answers.values()))
            self._answers, self._seen = answers, _state(self.path)

    def _read_if_changed(self) -> None:
        state = _state(self.path)
        if state != self._seen:
            self._answers = _read(self.path) if state is not None else {}
            self._seen = state


def _read(path: Path) -> Mapping[str, Answer]:
    """The answers of a file by question; the latest where one stands twice."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error
    answers: dict[str, Answer] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answer = _answer(json.loads(line))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise StoreError(
                f"{path}, line {number}: no answer of a geocoder ({error!r}); mend or delete it"
            ) from error
        known = answers.get(answer.key)
        if known is None or known.asked <= answer.asked:
            answers[answer.key] = answer
    return answers


def _line(answer: Answer) -> bytes:
    """An answer as the line that holds it; the query first, since lines are in order of text."""
    fields = {
        "query": answer.query,
        "method": answer.method,
        "parameters": dict(answer.parameters),
        "service": answer.service,
        "domain": answer.domain,
        "attribution": answer.attribution,
        "asked": answer.asked.isoformat(),
        "found": [
            {"address": one.address, "lat": one.lat, "lon": one.lon, "raw": dict(one.raw)}
            for one in answer.found
        ],
    }
    return (json.dumps(fields, ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def _answer(fields: object) -> Answer:
    """The answer a line holds; ValueError, KeyError or TypeError where it holds none."""
    held = _object(fields)
    query = held["query"]
    return Answer(
        method=_text(held["method"]),
        query=_text(query) if isinstance(query, str) else _object(query),
        parameters=_object(held["parameters"]),
        service=_text(held["service"]),
        domain=_text(held["domain"]),
        attribution=_text(held["attribution"]),
        asked=date.fromisoformat(_text(held["asked"])),
        found=tuple(_found(one) for one in _list(held["found"])),
    )


def _found(fields: object) -> Found:
    held = _object(fields)
    lat, lon = float(held["lat"]), float(held["lon"])
    if not (math.isfinite(lon) and abs(lat) <= 90):  # noqa: PLR2004
        raise ValueError(f"{lat}, {lon} is no latitude and longitude")
    return Found(_text(held["address"]), lon, lat, _object(held["raw"]))


def _object(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{str(value)[:40]!r} is no object")
    return cast("dict[str, Any]", value)


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError(f"{str(value)[:40]!r} is no list")
    return cast("list[object]", value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} is no text")
    return value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _state(path: Path) -> tuple[int, ...] | None:
    """What changes when the file does; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"cannot read {path}: {error.strerror or error}") from error
    return status.st_mtime_ns, status.st_size, status.st_ino


@contextmanager
def _locked(path: Path) -> Generator[None]:
    """Keeps other processes from writing the file meanwhile; a dead one's lock falls by itself."""
    beside = path.with_name(f"{path.name}.lock")
    try:
        file = beside.open("wb")
    except OSError as error:
        raise StoreError(
            f"cannot write {beside} ({error.strerror or error}); "
            "give a file in a folder you may write to"
        ) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
