"""Single sites: that each lies in its country, near the town it is said to lie near."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from geocode.gazetteer.index import Index
from geocode.gazetteer.sources import regions
from geocode.geometry import distance_m
from geocode.names import fold
from geocode.records import Entry

# Where the nearest town GeoNames lists is another country's: border posts, and deserts without a
# town; each looked at.
OTHER_SIDE = {
    "afungi": "TZ",
    "akrotiri-base": "GB",
    "al-tanf": "JO",
    "dhekelia-base": "GB",
    "dollow-ado": "KE",
    "gerd": "SD",
    "idomeni-camp": "MK",
    "kerch-port": "UA",
    "neom": "EG",
    "panmunjom": "KP",
}
NEAR_M = 60_000.0


def rows() -> list[dict[str, str]]:
    with (regions.DATA / "sites.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def point(row: dict[str, str]) -> tuple[float, float]:
    return float(row["lon"]), float(row["lat"])


def test_each_site_lies_in_its_country(gazetteer: Index) -> None:
    found = {row["key"]: gazetteer.nearest(*point(row))[0][0].country for row in rows()}
    wrong = {r["key"]: found[r["key"]] for r in rows() if r["country"] not in {"", found[r["key"]]}}
    assert wrong == OTHER_SIDE


def towns(gazetteer: Index, name: str, country: str) -> list[Entry]:
    found = [e for e in gazetteer.lookup(name, limit=1_000) if e.feature.startswith("PPL")]
    return [e for e in found if country in {"", e.country}]


def test_each_site_lies_near_the_town_named(gazetteer: Index) -> None:
    far: dict[str, int] = {}
    for row in rows():
        if row["near"]:
            near = towns(gazetteer, row["near"], row["country"])
            metres = [distance_m(*point(row), e.lon, e.lat) for e in near]
            if min(metres, default=1e9) > NEAR_M + 1_000 * float(row["radius_km"]):
                far[row["key"]] = round(min(metres, default=-1))
    assert far == {}
    assert len([row for row in rows() if row["near"]]) >= 850


def test_keys_and_names_are_borne_once() -> None:
    keys = Counter(row["key"] for row in rows())
    names = Counter(
        folded
        for row in rows()
        for folded in {fold(name) for name in (row["name"], *row["names"].split("|")) if name}
    )
    assert [key for key, count in (keys | names).items() if count > 1] == []


@pytest.mark.parametrize(
    ("feature", "least"),
    [
        *(("ADMF", 100), ("AIRP", 120), ("AIRB", 70), ("PSN", 60), ("PSTB", 60), ("PRT", 35)),
        *(("CMPRF", 35), ("DAM", 25), ("NVB", 20), ("MILB", 60), ("PRN", 15), ("BDG", 18)),
    ],
)
def test_whole_classes_are_there(feature: str, least: int) -> None:
    assert len([row for row in rows() if row["feature"] == feature]) >= least


def test_every_nuclear_plant_of_ukraine_russia_belarus_and_iran_is_there() -> None:
    plants = Counter(row["country"] for row in rows() if row["feature"] == "PSN")
    assert {code: plants[code] for code in ("UA", "RU", "BY", "IR")} == {
        "UA": 5,
        "RU": 11,
        "BY": 1,
        "IR": 2,
    }


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the Kremlin", "kremlin"),
        ("Élysée", "elysee"),
        ("Blue House", "blue-house"),
        ("Bankova", "mariinskyi-bankova"),
        ("Zhongnanhai", "zhongnanhai"),
        ("Foggy Bottom", "foggy-bottom"),
        ("Whitehall", "whitehall"),
        ("Casa Rosada", "casa-rosada"),
        ("Rashtrapati Bhavan", "rashtrapati-bhavan"),
        ("Bangabhaban", "bangabhaban"),
        ("Ak Orda", "ak-orda"),
        ("Aso Rock", "aso-rock"),
        ("Villa Somalia", "villa-somalia"),
        ("Heathrow Airport", "heathrow"),
        ("Hinkley Point", "hinkley-point"),
        ("Rafah crossing", "rafah-crossing"),
        ("Medyka border crossing", "medyka"),
        ("Lop Nur", "lop-nur"),
        ("Khmeimim", "hmeimim"),
        ("Al Dhafra Air Base", "al-dhafra"),
        ("Camp Schwab", "camp-schwab"),
        ("Satish Dhawan Space Centre", "sriharikota"),
        ("Auschwitz", "auschwitz"),
        ("Babi Yar", "babyn-yar"),
    ],
)
def test_a_site_is_found_by_what_news_calls_it(gazetteer: Index, name: str, key: str) -> None:
    assert gazetteer.lookup(name)[0].id == f"site:{key}"
