"""What our widgets say, by widget and message, and the form that it must have to be heard.

A browser can send what it likes over the page's connection. What has another form than here was
not said by a script of ours, and is ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeAlias, cast

import streamlit as st

from dashboard.saved import LONGEST_NAME
from dashboard.state import touch
from dashboard.view import LARGEST_KEY, SORTS
from geocode.corrections import MOST_NAME, MOST_REMARK, MOST_WHO, MOST_WHY

Form: TypeAlias = Callable[[object], bool]
Heard: TypeAlias = Callable[[Any], None]

MOST_TYPED: Final = 20_000
"""Characters of typed coordinates."""
MOST_SOUGHT: Final = 200
MOST_HERE: Final = 10_000
"""Rows under one spot of the map."""
DAYS: Final = (-719_162, 2_932_896)
"""Those that Python's calendar has, from the first of the year 1, counted from 1970."""
SENT: Final = 2**53 - 1
"""The largest whole number that a browser counts with; a clock's milliseconds lie below it."""


def whole(least: int, most: int) -> Form:
    """Whole numbers, both ends among them; true is none."""
    return lambda value: type(value) is int and least <= value <= most


def text(most: int) -> Form:
    """Text of at most so many characters, none among them."""
    return lambda value: isinstance(value, str) and len(value) <= most


def one_of(values: Collection[object]) -> Form:
    """One of these; of true and 1 each is only itself."""
    kinds = {(type(value), value) for value in values}
    return lambda value: isinstance(value, str | int | None) and (type(value), value) in kinds


def either(*forms: Form) -> Form:
    """What has any of these forms."""
    return lambda value: any(form(value) for form in forms)


def each(*forms: Form) -> Form:
    """A list of just so many, each of its own form."""
    return lambda value: (
        isinstance(value, list)
        and len(value) == len(forms)
        and all(form(part) for form, part in zip(forms, value, strict=True))
    )


def several(form: Form, most: int) -> Form:
    """A list of one or more of a form."""
    return lambda value: (
        isinstance(value, list) and 0 < len(value) <= most and all(form(part) for part in value)
    )


def record(**forms: Form) -> Form:
    """An object of some of these fields, each of its form, and no others."""
    return lambda value: (
        isinstance(value, dict)
        and bool(value)
        and all(name in forms and forms[name](part) for name, part in value.items())
    )


NOTHING: Final = one_of([None])
ROW: Final = whole(0, LARGEST_KEY - 1)
PRESSED: Final = whole(0, SENT)
START: Final = whole(0, SENT)
DAY: Final = either(NOTHING, whole(*DAYS))
IDENTIFIER: Final = text(400)
OFFSETS: Final = either(NOTHING, each(whole(0, SENT), whole(0, SENT)))
TYPED: Final = either(NOTHING, text(5 * MOST_TYPED))
WORD: Final = either(NOTHING, text(400))
SAID: Final = record(
    type=text(20), who=text(4 * MOST_WHO), why=text(4 * MOST_WHY), n=PRESSED,
    entry=IDENTIFIER, at=OFFSETS, query=text(4 * MOST_SOUGHT),
    shape=text(20), points=TYPED, radius_km=WORD, name=text(4 * MOST_NAME),
    earliest=WORD, latest=WORD,
    kind=text(200), status=text(40), role=text(40), text=text(4 * MOST_REMARK),
    document=IDENTIFIER, event=IDENTIFIER, number=whole(0, SENT),
)  # fmt: skip
"""All that the forms under the evidence say; too long a word is refused with a reason later on."""

MESSAGES: Final[Mapping[str, Mapping[str, Form]]] = {
    "timeline": {
        "range": each(DAY, DAY),
        "played": each(DAY, DAY),
        "rule": each(one_of(["sure", "undated"]), DAY, DAY),
        "step": each(one_of([-1, 1]), DAY, DAY),
    },
    "listing": {"chosen": ROW, "start": START, "act": ROW},
    "table": {
        "chosen": ROW, "start": START, "act": ROW,
        "sort": one_of([f"{sign}{name}" for name in SORTS for sign in ("", "-")]),
    },
    "evidence": {"chosen": ROW, "closed": PRESSED, "alone": PRESSED},
    "corrections": {
        "said": SAID,
        "sought": record(**{"for": one_of(["places", "others"])}, text=text(MOST_TYPED), n=PRESSED),
    },
    "rejected": {"restored": record(event=IDENTIFIER, who=text(4 * MOST_WHO), n=PRESSED)},
    "saved_views": {
        "opened": text(4 * LONGEST_NAME), "deleted": text(4 * LONGEST_NAME), "restored": PRESSED,
        "saved": each(text(MOST_TYPED), either(NOTHING, text(MOST_TYPED))),
    },
    "emptied": {"dropped": text(40)},
    "howto": {"done": PRESSED},
    "map": {
        "legend": several(either(text(20), whole(0, 1000)), 100),
        "last_object_clicked_popup": several(ROW, MOST_HERE),
    },
}  # fmt: skip


def taking(key: str, **takes: Heard) -> dict[str, Callable[[], None]]:
    """Callbacks for the widget of this key, by message: each is given what was said in its form."""
    return {f"on_{name}_change": _taker(key, name, take) for name, take in takes.items()}


def _taker(key: str, name: str, take: Heard) -> Callable[[], None]:
    def told() -> None:
        touch()
        said = said_in(key, name, st.session_state.get(key))
        if said is not None:
            take(said)

    return told


def said_in(key: str, name: str, told: object) -> Any:  # noqa: ANN401 — of the form in MESSAGES
    """What a message says in all that a widget told; None where it is of another form, or none."""
    said = cast("Mapping[str, object]", told).get(name) if isinstance(told, Mapping) else None
    return said if said is not None and MESSAGES[key][name](said) else None
