"""A small world of square countries, and texts with their names marked by brackets."""

import re
from datetime import date
from itertools import combinations
from typing import ClassVar

import shapely
from shapely.geometry import box

from geocode.geometry import distance_m, equal_area_radius_m
from geocode.names import fold
from geocode.records import Block, Candidate, Document, Entry, Mention, Span

AREAS = {
    "PL": box(14, 49, 23, 55),
    "BY": box(23, 51.5, 32, 56),
    "UA": box(23, 45, 40, 51.5),
    "RU": shapely.union(box(32, 51.5, 180, 70), box(40, 41, 180, 51.5)),
    "LT": box(23, 56, 27, 57.5),
    "FR": box(-5, 42, 8, 49),
    "US": box(-125, 32, -67, 49),
    "MX": box(-117, 15, -87, 32),
    "GE": box(41, 39, 46, 41),
    "CU": box(-85, 20, -75, 23),
}
NAMES = {
    "PL": ("Poland", "Polish"),
    "BY": ("Belarus", "Belarusian"),
    "UA": ("Ukraine", "Ukrainian"),
    "RU": ("Russia", "Russian"),
    "LT": ("Lithuania", "Lithuanian"),
    "FR": ("France", "French"),
    "US": ("United States", "American"),
    "MX": ("Mexico", "Mexican"),
    "GE": ("Georgia", "Georgian"),
    "CU": ("Cuba", "Cuban"),
}
TOWNS = (
    ("yelsk", "Yel’sk", "PPL", "BY", "adm:homyel", 29.15, 51.81, 8_623),
    ("kyiv", "Kyiv", "PPLC", "UA", None, 30.52, 50.45, 2_900_000),
    ("lviv", "Lviv", "PPL", "UA", None, 24.03, 49.84, 717_000),
    ("moscow", "Moscow", "PPLC", "RU", None, 37.6, 55.75, 10_400_000),
    ("washington", "Washington", "PPLC", "US", None, -77.0, 38.9, 600_000),
    ("paris", "Paris", "PPLC", "FR", None, 2.35, 48.85, 2_100_000),
    ("paris-tx", "Paris", "PPL", "US", "adm:texas", -95.56, 33.66, 24_800),
    ("homyel", "Homyel", "PPL", "BY", "adm:homyel", 31.0, 52.4, 500_000),
    ("adm:homyel", "Homyel Region", "ADM1", "BY", None, 30.0, 52.3, 1_400_000),
    ("adm:texas", "Texas", "ADM1", "US", None, -99.0, 32.5, 29_000_000),
    ("adm:georgia", "Georgia", "ADM1", "US", None, -83.6, 33.0, 10_000_000),
)


class SmallWorld:
    """A gazetteer of ten square countries and a few towns."""

    digest = "small"
    overlaid: ClassVar[dict] = {}

    def __init__(self):
        self.entries = {}
        self.shapes = {}
        self.around = dict.fromkeys(AREAS, ())
        for code, area in AREAS.items():
            middle = area.centroid
            self.shapes[code] = area
            self.entries[code] = Entry(
                code, NAMES[code][0], "PCLI", code, None, None, middle.x, middle.y, 30_000_000,
                area.bounds, "area", equal_area_radius_m(area),
            )  # fmt: skip
        for key, name, feature, country, admin1, lon, lat, people in TOWNS:
            radius_m = 5_000.0 if feature.startswith("PPL") else 150_000.0
            self.entries[key] = Entry(
                key, name, feature, country, admin1, None, lon, lat, people, None, None, radius_m
            )
        for (one, area), (other, its) in combinations(sorted(AREAS.items()), 2):
            line = shapely.intersection(area, its)
            if line.length > 0:
                self._border(one, other, line)

    def _border(self, one, other, line):
        key, middle = f"border:{one}-{other}", line.centroid
        self.shapes[key] = shapely.line_merge(line) if line.geom_type != "LineString" else line
        self.around[one] = tuple(sorted((*self.around[one], other)))
        self.around[other] = tuple(sorted((*self.around[other], one)))
        name = f"{NAMES[one][0]}–{NAMES[other][0]} border"
        self.entries[key] = Entry(
            key, name, "BDRY", None, None, None, middle.x, middle.y, 0, None, "line", 5_000.0
        )

    def lookup(self, name, *, limit=50):
        folded = fold(name)
        found = [e for e in self.entries.values() if fold(e.name) == folded]
        return tuple(sorted(found, key=lambda e: (-e.population, e.id))[:limit])

    def demonym(self, name):
        return tuple(
            self.entries[c] for c, (_, people) in NAMES.items() if fold(people) == fold(name)
        )

    def evidence(self, folded):
        del folded

    def names(self, id):
        return (self.entries[id].name,)

    def entry(self, id):
        return self.entries.get(id)

    def country(self, code):
        return self.entries.get(code)

    def capital(self, country):
        found = (e for e in self.entries.values() if (e.country, e.feature) == (country, "PPLC"))
        return next(found, None)

    def shape(self, id):
        return self.shapes.get(id)

    def neighbours(self, country):
        return self.around.get(country, ())

    def divisions(self, country):
        return tuple(
            e for e in self.entries.values() if (e.country, e.feature) == (country, "ADM1")
        )

    def nearest(self, lon, lat, *, limit=1):
        towns = [e for e in self.entries.values() if e.feature.startswith("PPL")]
        found = [(e, distance_m(lon, lat, e.lon, e.lat)) for e in towns]
        return tuple(sorted(found, key=lambda f: (f[1], f[0].id))[:limit])


def marked(text):
    """A document of one block and its mentions, which the text holds in brackets."""
    mentions, plain, at = [], "", 0
    people = {fold(demonym) for _, demonym in NAMES.values()}
    for match in re.finditer(r"\[([^\]]*)\]", text):
        plain += text[at : match.start()]
        span = Span(len(plain), len(plain) + len(match[1]))
        kind = "demonym" if fold(match[1]) in people else "toponym"
        mentions.append(Mention("doc", span, match[1], kind))
        plain, at = plain + match[1], match.end()
    plain += text[at:]
    blocks = (Block("body", Span(0, len(plain))),)
    return Document("doc", plain, date(2022, 2, 14), None, None, "en", blocks), tuple(mentions)


def ranked(mentions, world):
    """Candidates by population, the first at .9."""
    out = []
    for mention in mentions:
        entries = world.demonym(mention.surface) or world.lookup(mention.surface)
        scores = (0.9, 0.05, 0.02)
        out.append(
            tuple(
                Candidate(e, s, ("by population",)) for e, s in zip(entries, scores, strict=False)
            )
        )
    return tuple(out)
