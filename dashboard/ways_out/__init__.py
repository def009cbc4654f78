"""Ways out of the page: what it shows as a file, as a map in one file, as a picture, on paper.

Each goes by the view alone, so that its address is the page's with another name before the query;
each carries the filter, the counts, the versions and whom to name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: the name its address ends in, and its sort of content."""

    address: str
    media: str
    made_here: bool = True
    """Whether the server makes the file; else the browser does, of what the map shows."""


WAYS: Final[dict[str, Way]] = {
    "geojson": Way("events.geojson", "application/geo+json"),
    "csv": Way("events.zip", "application/zip"),
    "gpkg": Way("events.gpkg", "application/geopackage+sqlite3"),
    "kml": Way("events.kml", "application/vnd.google-earth.kml+xml"),
    "html": Way("map.html", "text/html"),
    "png": Way("about.json", "image/png", made_here=False),
    "print": Way("print.html", "text/html", made_here=False),
}
"""By the names of ``words.WAYS_OUT``, in the order of the menu."""
