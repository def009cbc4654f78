"""Corrections made on the page: what can be chosen for an event, and what a form says, kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from dashboard import mode, words
from dashboard.desk import gazetteer
from dashboard.layers.feed import row_key
from dashboard.sheet import Files
from geocode import EventQuery, EventRow, Place, Reading, open_store
from geocode.corrections import (
    Anchor,
    Change,
    Corrected,
    Correction,
    Dated,
    Dismissed,
    Drawn,
    Merged,
    Placed,
    Undone,
    change_of,
    geometry_of,
    holding,
    precision_of,
)
from geocode.errors import InputError
from geocode.records import Span

MOST_TYPED: Final = 20_000
"""Characters of typed coordinates."""
MOST_CHOICES: Final = 12
MOST_MOVED: Final = 200
"""Points of a line or an area that a hand can still move."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An event as it stands, all that was said of it, and what it can be told about."""

    anchor: Anchor
    corrected: Corrected
    history: tuple[Correction, ...]
    reading: Reading
    together: bool
    """Whether it is taken for one with others."""

    @property
    def named(self) -> tuple[Place, ...]:
        """The places that its sentences name, in text order; its own among them."""
        quotes = [telling.quote for telling in self.corrected.event.evidence]
        own = {place.mention.span: place for place in self.corrected.event.places}
        listed = {
            place.mention.span: own.get(place.mention.span, place)
            for place in (*self.reading.places, *self.corrected.event.places)
            if any(quote.contains(place.mention.span) for quote in quotes)
        }
        return tuple(place for _, place in sorted(listed.items()))


def standing(row: EventRow, files: Files) -> Standing | None:
    """How the event of a row stands; None where it is gone."""
    with open_store(files.store, read_only=True) as store:
        anchor = store.anchor(row.document_id, row.event_id)
        corrected = store.corrected(row.document_id, row.event_id)
        reading = store.reading(row.document_id)
        if anchor is None or corrected is None or reading is None:
            return None
        history = store.history(row.document_id, row.event_id)
        together = bool(store.reports(row.happening_id))
    return Standing(anchor, corrected, history, reading, together)


def others_like(text: str, files: Files) -> tuple[EventRow, ...]:
    """Events that words find, for one of them to be told the same as another."""
    with open_store(files.store, read_only=True) as store:
        found = store.rows(EventQuery(text=text))
    firsts = {(row.document_id, row.event_id): row for row in reversed(found)}
    return tuple(reversed(firsts.values()))[:MOST_CHOICES]


def places_like(text: str, files: Files) -> tuple[tuple[Place, Placed], ...]:
    """What a typed wording can mean in the gazetteer. Raises: GeocodeError where there is none."""
    from geocode.placements import placed_by_words  # noqa: PLC0415 — loads the reading rooms

    return placed_by_words(text, gazetteer(files), limit=MOST_CHOICES)


def keep(
    payload: dict[str, Any], row: EventRow, files: Files, *, made: datetime
) -> tuple[Correction, int | None]:
    """Keeps what a form says of an event; also the key under which it is shown from now on.

    Raises: GeocodeError that says what to do, where it cannot be kept.
    """
    found = standing(row, files)
    if found is None:
        raise InputError(words.CORRECTIONS["gone"])
    change = _change(payload, found, files)
    anchor = found.anchor
    if isinstance(change, Undone):
        entry = next((e for e in found.history if e.number == change.number), None)
        anchor = entry.event if entry else anchor
    who, why = str(payload.get("who") or ""), str(payload.get("why") or "")
    with mode.open_to_write(files.store) as store:
        entry = store.correct(anchor, change, made=made, who=who, why=why)
        rows = store.rows(EventQuery(document_ids=(row.document_id,), apart=True))
    own = [r for r in rows if r.event_id == row.event_id]
    return entry, row_key(own[0]) if own else None


def restore(row: EventRow, files: Files, *, made: datetime, who: str) -> None:
    """Undoes the rejection of an event. Raises: GeocodeError where that cannot be kept."""
    with mode.open_to_write(files.store) as store:
        history = store.history(row.document_id, row.event_id)
        for entry in holding(history):
            if isinstance(entry.change, Dismissed):
                store.correct(entry.event, Undone(entry.number), made=made, who=who)


def _change(payload: dict[str, Any], found: Standing, files: Files) -> Change:
    """The change that a form means."""
    kind = payload.get("type")
    if kind == "candidate":
        return _candidate(payload, found, files)
    if kind == "wording":
        return _wording(payload, files)
    if kind == "drawn":
        return _drawn(payload)
    if kind == "merged":
        return _merged(payload, files)
    if kind == "dated":
        given = {end: payload.get(end) or None for end in ("earliest", "latest")}
        made = change_of({"type": "dated", **given, "precision": "day"})
        assert isinstance(made, Dated)
        return Dated(made.earliest, made.latest, precision_of(made.earliest, made.latest))
    return change_of(payload)


def _at(payload: dict[str, Any]) -> Span | None:
    ends = payload.get("at")
    if not (isinstance(ends, list) and len(ends) == 2 and all(type(n) is int for n in ends)):  # noqa: PLR2004 — a start and an end
        return None
    return Span(*ends)


def _candidate(payload: dict[str, Any], found: Standing, files: Files) -> Placed:
    from geocode.placements import placed_at  # noqa: PLC0415 — loads the reading rooms

    at = _at(payload)
    for place in found.named:
        for entry in (place.best, *(candidate.entry for candidate in place.others)):
            if entry and entry.id == payload.get("entry") and (at in {None, place.mention.span}):
                near = place.relation == "near" and entry.shape is None
                wide = None if entry.shape is None else gazetteer(files)
                return placed_at(
                    entry, wide, at=at or place.mention.span,
                    near_m=(place.precision_m or entry.precision_m) if near else None,
                )  # fmt: skip
    raise InputError(words.CORRECTIONS["gone"])


def _wording(payload: dict[str, Any], files: Files) -> Placed:
    listed = places_like(str(payload.get("query") or "")[:200], files)
    for place, placed in listed:
        if place.best and place.best.id == payload.get("entry"):
            return Placed(
                placed.entry, placed.geometry, placed.precision_m, placed.relation, _at(payload)
            )
    raise InputError(words.CORRECTIONS["gone"])


def _merged(payload: dict[str, Any], files: Files) -> Merged:
    with open_store(files.store, read_only=True) as store:
        other = store.anchor(str(payload.get("document")), str(payload.get("event")))
    if other is None:
        raise InputError(words.CORRECTIONS["gone"])
    return Merged(other)


def _drawn(payload: dict[str, Any]) -> Drawn:
    """The shape of typed coordinates, as a hand on the map fills them in too."""
    points = coordinates(str(payload.get("points") or ""))
    shape, radius_km = payload.get("shape"), str(payload.get("radius_km") or "").strip()
    name = str(payload.get("name") or "")
    if shape in {"point", "disc"}:
        if len(points) != 1:
            raise InputError(words.CORRECTIONS["one_point"])
        radius_m = _metres(radius_km) if shape == "disc" else None
        made = geometry_of({"type": "Point", "coordinates": points[0]})
        return Drawn(made, radius_m, name, _at(payload))
    if shape == "line":
        if len(points) < 2:  # noqa: PLR2004 — two ends
            raise InputError(words.CORRECTIONS["two_points"])
        return Drawn(
            geometry_of({"type": "LineString", "coordinates": points}), None, name, _at(payload)
        )
    if len(points) < 3:  # noqa: PLR2004 — a triangle is the least area
        raise InputError(words.CORRECTIONS["three_points"])
    ring = [*points, points[0]]
    return Drawn(geometry_of({"type": "Polygon", "coordinates": [ring]}), None, name, _at(payload))


def _metres(radius_km: str) -> float:
    try:
        return float(radius_km.replace(",", ".")) * 1000
    except ValueError as error:
        raise InputError(words.CORRECTIONS["radius_wrong"]) from error


def coordinates(text: str) -> list[list[float]]:
    """Points as [lon, lat] out of "51.81, 29.15; 52.1 N 26.1 E": latitude first, as people say it.

    Degrees, minutes and seconds are understood too. Raises: InputError where a point is none.

    >>> coordinates("51.5, 29; 51°30'N 29°15'E")
    [[29.0, 51.5], [29.25, 51.5]]
    """
    from geopy.point import Point  # noqa: PLC0415 — only for forms

    found: list[list[float]] = []
    for part in text[:MOST_TYPED].split(";"):
        if not part.strip():
            continue
        try:
            point = Point.from_string(part.strip())
        except ValueError as error:
            raise InputError(
                words.CORRECTIONS["point_wrong"].format(point=part.strip()[:40])
            ) from error
        found.append([point.longitude, point.latitude])
    if not found:
        raise InputError(words.CORRECTIONS["no_point"])
    return found


def shape_of_site(places: Sequence[Place]) -> dict[str, Any] | None:
    """The first site on the map as the map's pen takes it: shape, points as lat, lon, radius.

    None where there is none, or where it is too intricate to be moved by hand.
    """
    site = next((p for p in places if p.geometry is not None and not p.geometry.is_empty), None)
    if site is None:
        return None
    shape: Any = site.geometry
    if shape.geom_type == "Point":
        return {"shape": "point", "points": [[shape.y, shape.x]], "radius_km": None}
    if site.relation == "near" and site.precision_m:
        middle = (
            (site.best.lat, site.best.lon) if site.best else (shape.centroid.y, shape.centroid.x)
        )
        return {"shape": "disc", "points": [[*middle]], "radius_km": site.precision_m / 1000}
    closed = shape.geom_type == "Polygon"
    line = shape.exterior if closed else shape
    if line.geom_type not in {"LineString", "LinearRing"} or len(line.coords) > MOST_MOVED:
        return None
    points = [[lat, lon] for lon, lat, *_ in line.coords]
    kind = "area" if closed else "line"
    return {"shape": kind, "points": points[:-1] if closed else points, "radius_km": None}
