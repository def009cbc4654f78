"""Places that a person chooses for an event: an entry, or what a wording means, made ready to keep.

The shape is kept with the correction, so that it can be applied where there is no gazetteer.
"""

from __future__ import annotations

from shapely.geometry import Point

from geocode.corrections import Placed, slender
from geocode.errors import GazetteerError
from geocode.gazetteer.protocol import Gazetteer
from geocode.geometry import disc
from geocode.places import place_query
from geocode.records import Entry, Place, Span
from geocode.settings import Settings


def placed_at(
    entry: Entry,
    gazetteer: Gazetteer | None,
    *,
    at: Span | None = None,
    near_m: float | None = None,
) -> Placed:
    """The entry as the site of an event: its point or shape, or the disc of ``near_m`` about it.

    Without a gazetteer only points and discs can be had. Raises: GazetteerError for the shape of an
    entry that there is no gazetteer for, InputError where it cannot be kept.
    """
    if near_m:
        return Placed(entry, slender(disc(entry.lon, entry.lat, near_m)), near_m, "near", at)
    shape = None
    if entry.shape is not None:
        if gazetteer is None:
            raise GazetteerError(
                f"the shape of {entry.name} is in the gazetteer, and there is none; "
                "make it with: python -m geocode build"
            )
        shape = gazetteer.shape(entry.id)
    point = Point(entry.lon, entry.lat)
    return Placed(entry, slender(shape or point), entry.precision_m, "in", at)


def placed_by_words(
    query: str, gazetteer: Gazetteer, *, at: Span | None = None, limit: int = 8
) -> tuple[tuple[Place, Placed], ...]:
    """What a wording ("near Kyiv", "the Belarus-Poland border") means, likeliest first."""
    found = place_query(query, gazetteer, Settings(), limit=limit)
    return tuple(
        (
            place,
            Placed(
                place.best,
                slender(place.geometry),
                place.precision_m or place.best.precision_m,
                place.relation,
                at,
            ),
        )
        for place in found
        if place.best is not None and place.geometry is not None
    )
