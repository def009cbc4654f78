"""A trigger with its days, and what may be said where nobody states them."""

from __future__ import annotations

from dataclasses import dataclass

from geocode.records import DateMention, Status, TimeSpan


@dataclass(frozen=True, slots=True)
class Dating:
    """A trigger's date, with its days as the sentence means them for this trigger."""

    mention: DateMention
    when: TimeSpan
    status: Status | None = None
    """What the wording of the date makes of the event; None: nothing."""


def default_when(status: Status, published_span: TimeSpan | None) -> TimeSpan | None:
    """What may be said of a time nobody states: on or before publication, or after it if planned.

    None where the day of publication is unknown, for background, and for what did not happen.
    """
    if published_span is None or status in {"background", "hypothetical", "denied"}:
        return None
    day = published_span.latest
    if status == "planned":
        return TimeSpan(day, None, "open", "dateline_default")
    if status == "ongoing":
        return TimeSpan(day, day, "open", "dateline_default")
    return TimeSpan(None, day, "open", "dateline_default")
