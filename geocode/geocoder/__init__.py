"""Geocoders as geopy has them: ``OfflineGeocoder`` here, ``CachedGeocoder`` in ``online``.

``online`` is the one module that may ask a service, and is imported only by who wants it.
"""

from geocode.geocoder.locations import LookupRecord, address_of, lookup_record
from geocode.geocoder.offline import OfflineGeocoder
from geocode.geocoder.surroundings import REVERSE_RADIUS_M

__all__ = [
    "REVERSE_RADIUS_M",
    "LookupRecord",
    "OfflineGeocoder",
    "address_of",
    "lookup_record",
]
