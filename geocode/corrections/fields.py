"""Values out of JSON, each checked: what is not as it should be is told in words."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any, TypeAlias, cast, get_args

from geocode.errors import InputError
from geocode.geometry import MAX_DISC_M
from geocode.records import Span

Record: TypeAlias = dict[str, Any]
_KIND = re.compile(r"[A-Z][A-Z_]{1,39}")
_LARGEST = 2**53


def kind_code(given: object) -> str:
    """A kind of event as a code. Raises: InputError where it is none."""
    if not isinstance(given, str) or not _KIND.fullmatch(given):
        raise InputError("a kind must be in capitals, as ASSAULT or PROTEST")
    return given


def text_of(given: object, name: str, most: int, *, needed: bool = False) -> str:
    """The text as one line without control characters, as it was else."""
    if not isinstance(given, str):
        raise InputError(f"{name} must be a text")
    if len(given) > most:
        raise InputError(f"{name} may have {most:,} characters, and this has {len(given):,}")
    kept = "".join(c if unicodedata.category(c) not in {"Cc", "Cs"} else " " for c in given)
    line = " ".join(kept.split())
    if needed and not line:
        raise InputError(f"{name} is empty; fill it in")
    return line


def record_in(given: object, name: str) -> Record:
    """The JSON object."""
    if not isinstance(given, dict):
        raise InputError(f"{name} must be a JSON object")
    return cast("Record", given)


def one_of(given: object, alias: object, name: str) -> str:
    """The word, if it is one of those a Literal allows."""
    known = cast("tuple[str, ...]", get_args(alias))
    if not isinstance(given, str) or given not in known:
        raise InputError(f"{name} must be one of {', '.join(known)}")
    return given


def time_of(given: object) -> datetime:
    """The time, in UTC and to the second."""
    try:
        made = datetime.fromisoformat(given) if isinstance(given, str) else None
        if made is None or made.tzinfo is None:
            raise InputError("made must be a time with its zone, as 2022-02-14T09:30:00+00:00")
        return made.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError) as error:
        raise InputError("made must be a time, as 2022-02-14T09:30:00+00:00") from error


def day_of(given: object) -> date | None:
    """The day of YYYY-MM-DD; None for null."""
    if given is None:
        return None
    try:
        return date.fromisoformat(given if isinstance(given, str) else "")
    except ValueError as error:
        raise InputError("a day must be written as 2022-02-14") from error


def whole_of(given: object, name: str) -> int:
    """The whole number, not below 0."""
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given < _LARGEST:
        raise InputError(f"{name} must be a whole number")
    return given


def _number(given: object, name: str) -> float:
    if not isinstance(given, int | float) or isinstance(given, bool) or not math.isfinite(given):
        raise InputError(f"{name} must be a number")
    return float(given)


def length_of(given: object, name: str) -> float:
    """The length in metres."""
    length_m = _number(given, name)
    if not 0 <= length_m <= MAX_DISC_M:
        raise InputError(f"{name} must be from 0 to {MAX_DISC_M:.0f} metres")
    return length_m


def degrees_of(given: object, most: float) -> float:
    """The coordinate in degrees, at most so many on either side of 0."""
    degrees = _number(given, "a coordinate")
    if abs(degrees) > most:
        raise InputError("longitudes go from -180 to 180, latitudes from -90 to 90")
    return degrees


def ends_of(span: Span | None) -> list[int] | None:
    """The stretch as JSON has it."""
    return [span.start, span.end] if span else None


def span_of(given: object) -> Span | None:
    """The stretch of two offsets; None for null."""
    if given is None:
        return None
    ends = list_of(given)
    if len(ends) != 2:  # noqa: PLR2004 - a start and an end
        raise InputError("a stretch of text must be two offsets")
    start, end = (whole_of(value, "an offset") for value in ends)
    if start > end:
        raise InputError("a stretch of text must not end before it begins")
    return Span(start, end)


def list_of(given: object) -> list[object]:
    """The list."""
    if not isinstance(given, list):
        raise InputError("a list was expected")
    return cast("list[object]", given)
