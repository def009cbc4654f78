"""Which filter empties a view: what would be shown without each of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dashboard import sentences
from dashboard.desk import sheet
from dashboard.sheet import Files
from dashboard.view import View

FILTERS: Final[dict[str, tuple[str, ...]]] = {
    "dates": ("since", "until"),
    "sure": ("sure",),
    "kinds": ("groups",),
    "statuses": ("statuses",),
    "text": ("text",),
    "reports": ("documents",),
    "shapes": ("shapes",),
}
"""By filter, the fields of the view that it is made of."""


def without(view: View, name: str) -> View:
    """The view with one of its filters dropped."""
    plain = View()
    return replace(view, **{field: getattr(plain, field) for field in FILTERS[name]})


def active(view: View) -> tuple[str, ...]:
    """The filters that leave anything out; a range's switch only where there is a range."""
    found = [name for name in FILTERS if without(view, name) != view]
    ranged = view.since is not None or view.until is not None
    return tuple(name for name in found if ranged or name != "sure")


def ways_out(view: View, files: Files) -> tuple[tuple[str, str, int], ...]:
    """By active filter: what it asks for, and how many events there would be without it."""
    return tuple(
        (name, sentences.asked_for(name, view), len(sheet(without(view, name), files).events))
        for name in active(view)
    )
