"""Distances, discs, bands and parts of areas on the WGS 84 ellipsoid, and their clean GeoJSON.

Geometries go in and come out as shapely objects in lon, lat degrees.
"""

from geocode.geometry.crossings import crossings
from geocode.geometry.grounds import (
    MAX_BAND_M,
    MAX_DISC_M,
    along,
    band,
    disc,
    lens,
    ring,
    sector,
)
from geocode.geometry.measures import (
    COMPASS,
    area_m2,
    azimuth_deg,
    destination,
    distance_m,
    equal_area_radius_m,
    length_m,
)
from geocode.geometry.parts import DIRECTIONS, main_body, part
from geocode.geometry.pieces import bounds, polygon, to_geojson, wrap

__all__ = [
    "COMPASS",
    "DIRECTIONS",
    "MAX_BAND_M",
    "MAX_DISC_M",
    "along",
    "area_m2",
    "azimuth_deg",
    "band",
    "bounds",
    "crossings",
    "destination",
    "disc",
    "distance_m",
    "equal_area_radius_m",
    "length_m",
    "lens",
    "main_body",
    "part",
    "polygon",
    "ring",
    "sector",
    "to_geojson",
    "wrap",
]
