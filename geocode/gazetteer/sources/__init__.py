"""Where entries come from. Each source sees what the ones before it gave; one file, one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.sources import areas, geonames, naturalearth, physical, regions, words

Source: TypeAlias = Callable[[Mapping[str, Draft]], Iterator[Draft]]

SOURCES: dict[str, Source] = {
    "countries and borders": naturalearth.load,
    "towns and divisions": geonames.load,
    "areas of divisions": areas.load,
    "regions, seas and mountains": regions.load,
    "waters and land forms": physical.load,
    "aliases and demonyms": words.load,
}
# A dump of GeoNames, where one is given, takes the place of what this source says; what comes later
# still applies on top.
DUMP_AFTER = "towns and divisions"
