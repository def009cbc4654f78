"""What the gazetteer draws of an entry, and the words for it: the common ground of footprints."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from geocode import geometry
from geocode.gazetteer.protocol import Gazetteer
from geocode.places.wording.items import read_cues
from geocode.places.wording.relations import Wording
from geocode.records import Entry

FAR_M = 1_000_000.0
"""A longer stated distance places nothing: half an octant of it is wider than most countries."""
SMALL_M = 50_000.0
"""An area of a smaller radius is near itself: an island, a district."""
SIMPLER_DEG = 0.02
_AREAS = ("ADM", "PCL", "RGN", "CONT", "TERR", "PRSH", "ISL")
WATERS = frozenset(
    {"STM", "STMS", "CNL", "CNLN", "LK", "LKS", "LKI", "RSV", "LGN", "SEA", "GULF", "BAY", "CHN",
     "STRT", "OCN", "FJD", "SD", "INLT", "CHNN"}
)  # fmt: skip
"""GeoNames codes of what has banks or shores."""
_NAMES = {
    "n": "northern", "ne": "north-eastern", "e": "eastern", "se": "south-eastern",
    "s": "southern", "sw": "south-western", "w": "western", "nw": "north-western",
    "c": "central", "nc": "north-central", "sc": "south-central", "ec": "east-central",
    "wc": "west-central",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where a wording puts it. ``geometry`` and ``precision_m`` are None where it says nowhere."""

    geometry: BaseGeometry | None
    precision_m: float | None
    why: tuple[str, ...] = ()


def has_banks(entry: Entry) -> bool:
    """Whether an entry is a water or a line, which one can be along."""
    return entry.feature in WATERS or entry.shape == "line"


def waters_called(surface: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Waters of that name, also where it leaves out "River"; () for none."""
    names = (
        surface,
        *(f"{surface} {word}" for word in sorted(read_cues("en").words["bank_classes"])),
    )
    found = {e.id: e for name in names for e in gazetteer.lookup(name) if e.feature in WATERS}
    return tuple(found.values())


def is_wide(entry: Entry) -> bool:
    """Whether an entry is an area of which an edge is a part of its own: a country, a region."""
    return entry.feature.startswith(_AREAS) and entry.precision_m > SMALL_M


def area_of(entry: Entry, gazetteer: Gazetteer) -> BaseGeometry | None:
    """Its outline, or a disc of its size where only size and middle are known; None for a town."""
    if entry.shape == "area":
        known = gazetteer.shape(entry.id)
        if known is not None and not known.is_empty:
            return known
    if entry.shape is None and entry.feature.startswith(_AREAS):
        return geometry.disc(entry.lon, entry.lat, min(entry.precision_m, FAR_M))
    return None


def border_id(one: str, other: str) -> str:
    """Id of the border between two countries, codes in alphabetical order."""
    return f"border:{min(one, other)}-{max(one, other)}"


def names_of(directions: tuple[str, ...]) -> str:
    """Directions in words: ("w", "sw") is "western and south-western"."""
    return " and ".join(_NAMES[d] for d in directions)


def strip(line: BaseGeometry, wording: Wording) -> BaseGeometry:
    """What lies as far from a line as the wording says."""
    coarse_deg = max(SIMPLER_DEG, 0.05 * wording.outer_m / 111_195.0)  # a twentieth of its width
    simple = shapely.simplify(line, coarse_deg)
    whole = geometry.band(simple, wording.outer_m)
    if wording.inner_m <= 0.0:
        return whole
    return shapely.difference(whole, geometry.band(simple, wording.inner_m))


def km(metres: float) -> str:
    """A length in kilometres, in words."""
    return f"{metres / 1000:.2g} km" if metres < 10_000 else f"{metres / 1000:.0f} km"  # noqa: PLR2004


def span_of(wording: Wording) -> str:
    """The distances of a wording, in words."""
    if wording.inner_m <= 0.0:
        return f"within {km(wording.outer_m)} of"
    return f"{km(wording.inner_m)} to {km(wording.outer_m)} from"
