"""Laws of the geometry room: distances, discs, bands, parts, GeoJSON."""

import math
from itertools import pairwise

import pytest
import shapely
from geographiclib.geodesic import Geodesic
from hypothesis import example, given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, shape

from geocode import geometry
from geocode.errors import InputError

lons = st.floats(-180.0, 180.0, allow_nan=False)
lats = st.floats(-90.0, 90.0, allow_nan=False)
radii = st.floats(500.0, 2_000_000.0)
areas = st.tuples(st.floats(-170, 150), st.floats(-70, 50), st.floats(1, 20), st.floats(1, 20)).map(
    lambda t: box(t[0], t[1], t[0] + t[2], t[1] + t[3])
)


def from_karney(lon1, lat1, lon2, lat2):
    return Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2)["s12"]


def corners(area):
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(area)]


def test_distances_agree_with_a_second_implementation():
    assert geometry.distance_m(30.52, 50.45, 27.57, 53.9) == pytest.approx(
        from_karney(30.52, 50.45, 27.57, 53.9), abs=0.01
    )


def test_one_degree_of_the_equator_is_a_360th_of_it():
    line = LineString([(0, 0), (0.5, 0), (1, 0)])
    assert geometry.length_m(line) == pytest.approx(math.pi * 2 * 6_378_137 / 360, abs=0.01)


def test_the_equal_area_radius_of_a_disc_is_its_radius():
    assert geometry.equal_area_radius_m(geometry.disc(30, 50, 20_000)) == pytest.approx(
        20_000, rel=1e-3
    )


@given(lons, lats, radii)
@example(0.0, 90.0, 15_000.0)
@example(12.0, -90.0, 15_000.0)
@example(12.0, 89.9, 15_000.0)
@example(180.0, 66.0, 15_000.0)
@example(-180.0, -17.0, 300_000.0)
@example(50.0, 89.0, 111_693.0)
def test_the_radius_of_a_disc_is_true_at_any_latitude(lon, lat, radius_m):
    area = geometry.disc(lon, lat, radius_m)
    assert area.is_valid
    west, south, east, north = area.bounds
    assert (min(west, -180), max(east, 180)) == (-180, 180)
    assert (min(south, -90), max(north, 90)) == (-90, 90)
    for x, y in corners(area):
        if abs(abs(x) - 180) < 1e-9 or abs(abs(y) - 90) < 1e-9:
            continue  # corners of the cut at 180 and of the edge that stands for a pole
        assert geometry.distance_m(lon, lat, x, y) == pytest.approx(radius_m, rel=1e-3)
    assert geometry.area_m2(area) == pytest.approx(math.pi * radius_m**2, rel=2e-2)


@given(lons, st.floats(-89, 89), radii)
def test_what_is_well_within_the_radius_is_in_the_disc_and_what_is_beyond_is_not(
    lon, lat, radius_m
):
    area = geometry.disc(lon, lat, radius_m)
    for azimuth_deg in (0, 45, 90, 135, 180, 225, 270, 315):
        inside = geometry.destination(lon, lat, azimuth_deg=azimuth_deg, along_m=0.998 * radius_m)
        beyond = geometry.destination(lon, lat, azimuth_deg=azimuth_deg, along_m=1.002 * radius_m)
        assert area.distance(Point(inside)) < 1e-9
        assert not area.contains(Point(beyond))


def test_a_disc_on_the_date_line_comes_in_two_pieces_on_either_side():
    area = geometry.disc(179.9, -17.0, 50_000)
    assert isinstance(area, MultiPolygon)
    assert sorted(round(abs(p.bounds[0 if p.bounds[0] < 0 else 2])) for p in area.geoms) == [
        180,
        180,
    ]
    west, _, east, _ = geometry.bounds(area)
    assert west == pytest.approx(179.43, abs=0.01)
    assert east == pytest.approx(-179.63, abs=0.01)


@pytest.mark.parametrize("radius_m", [0.0, -1.0, 20_000_000.0, math.nan])
def test_a_disc_of_no_size_or_of_half_the_world_is_refused(radius_m):
    with pytest.raises(InputError, match="radius"):
        geometry.disc(0, 0, radius_m)


@given(
    st.lists(st.tuples(st.floats(-179, 179), st.floats(-80, 80)), min_size=2, max_size=5),
    st.floats(1_000, 50_000),
)
def test_a_band_contains_its_line(points, half_width_m):
    line = LineString(points)
    area = geometry.band(line, half_width_m)
    assert area.is_valid
    assert line.difference(area).length < 1e-6


def test_the_edge_of_a_band_lies_at_its_half_width_from_end_to_end():
    line = LineString([(20, 55), (60, 55)])
    area = geometry.band(line, 10_000)
    for lon in (20.0, 33.0, 47.0, 60.0):
        for azimuth_deg in (0, 180):
            inside = geometry.destination(lon, 55, azimuth_deg=azimuth_deg, along_m=9_900)
            beyond = geometry.destination(lon, 55, azimuth_deg=azimuth_deg, along_m=10_100)
            assert area.contains(Point(inside))
            assert not area.contains(Point(beyond))


def test_a_band_across_the_date_line_is_split_there():
    area = geometry.band(LineString([(179.95, 10), (180, 10.2)]), 20_000)
    assert area.bounds[0] == -180.0
    assert area.bounds[2] == 180.0
    assert geometry.bounds(area)[0] > geometry.bounds(area)[2]


@given(areas, st.sets(st.sampled_from(geometry.DIRECTIONS), min_size=1))
def test_a_part_lies_in_its_area(area, directions):
    some = geometry.part(area, sorted(directions))
    assert not some.is_empty
    assert some.difference(area).area < 1e-9


@given(areas)
def test_the_four_quarters_make_the_whole(area):
    quarters = [geometry.part(area, [d]) for d in ("nw", "ne", "sw", "se")]
    whole = shapely.unary_union(quarters)
    assert whole.symmetric_difference(area).area < 1e-6 * area.area
    sizes = [geometry.area_m2(q) / geometry.area_m2(area) for q in quarters]
    assert sizes == pytest.approx([0.25] * 4, rel=0.01)


@given(areas)
def test_a_side_is_two_fifths_of_the_area_of_a_box(area):
    for direction in ("n", "e", "s", "w"):
        side = geometry.part(area, [direction])
        assert geometry.area_m2(side) / geometry.area_m2(area) == pytest.approx(0.4, rel=0.01)


def test_a_far_off_possession_does_not_stretch_the_sides_of_the_main_land():
    land = MultiPolygon([box(-5, 42, 8, 51), box(-54, 2, -51, 5)])
    assert geometry.part(land, ["w"]).bounds == pytest.approx((-5, 42, 0.2, 51))


def test_a_land_astride_the_date_line_has_its_east_beyond_it():
    land = MultiPolygon([box(160, 60, 180, 70), box(-180, 60, -170, 70)])
    east = geometry.part(land, ["e"])
    assert geometry.bounds(east) == pytest.approx((178.0, 60, -170, 70))


def test_an_unknown_direction_is_refused():
    with pytest.raises(InputError, match="no direction 'up'"):
        geometry.part(box(0, 0, 1, 1), ["up"])


def test_a_strip_along_a_border_is_on_the_side_asked_for_and_as_deep():
    land, line = box(0, 50, 4, 54), LineString([(4, 50), (4, 54)])
    strip = geometry.along(land, line, 50_000)
    assert strip.difference(land).area < 1e-9
    width = geometry.distance_m(strip.bounds[0], 52, 4, 52)
    assert width == pytest.approx(50_000, rel=0.06)  # widest at the top, where meridians close in
    assert geometry.along(land, LineString([(40, 50), (40, 54)]), 50_000).is_empty


def ring_area(ring):
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


@given(lons, lats, radii)
def test_geojson_comes_back_the_same_and_its_outer_rings_run_counter_clockwise(lon, lat, radius_m):
    area = geometry.disc(lon, lat, radius_m)
    made = geometry.to_geojson(area)
    again = shape(made)
    assert again.is_valid
    assert again.symmetric_difference(area).area < 1e-3 * area.area + 1e-9
    polygons = [made["coordinates"]] if made["type"] == "Polygon" else made["coordinates"]
    for rings in polygons:
        assert ring_area(rings[0]) > 0
        for ring in rings:
            assert ring[0] == ring[-1]
            assert all(round(v, 6) == v for point in ring for v in point)


def test_holes_run_clockwise():
    outer = [(0, 0), (0, 10), (10, 10), (10, 0)]
    hole = [(2, 2), (4, 2), (4, 4), (2, 4)]
    rings = geometry.to_geojson(Polygon(outer, [hole]))["coordinates"]
    assert [ring_area(r) > 0 for r in rings] == [True, False]


def test_geojson_of_points_and_lines():
    assert geometry.to_geojson(Point(29.1512345678, -0.0)) == {
        "type": "Point",
        "coordinates": [29.151235, 0.0],
    }
    assert geometry.to_geojson(LineString([(179, 0), (181, 2)])) == {
        "type": "MultiLineString",
        "coordinates": [[[179.0, 0.0], [180.0, 1.0]], [[-180.0, 1.0], [-179.0, 2.0]]],
    }


def test_an_empty_geometry_has_neither_geojson_nor_bounds():
    with pytest.raises(InputError):
        geometry.to_geojson(Polygon())
    with pytest.raises(InputError):
        geometry.bounds(Polygon())


def test_a_ring_that_jumps_at_the_date_line_becomes_pieces_on_either_side():
    ring = [(175, 60), (-175, 60), (-175, 65), (175, 65), (175, 60)]
    area = geometry.polygon([ring])
    assert sorted(p.bounds for p in area.geoms) == [(-180, 60, -175, 65), (175, 60, 180, 65)]


def test_a_ring_round_the_pole_is_closed_over_it():
    ring = [(-180, -70), (-90, -75), (0, -70), (90, -75), (180, -70)]
    area = geometry.polygon([ring])
    assert area.contains(Point(45, -89))
    assert not area.contains(Point(45, -60))


def test_holes_stay_holes():
    area = geometry.polygon(
        [[(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)], [(2, 2), (4, 2), (4, 4), (2, 4), (2, 2)]]
    )
    assert area.area == pytest.approx(81 - 4)


def test_a_band_over_a_pole_or_all_round_the_globe_is_valid_and_holds_the_pole() -> None:
    arctic = LineString([(0, 85), (90, 85)])
    wide = geometry.band(arctic, 900_000.0)
    assert wide.is_valid
    assert wide.covers(Point(10, 89.9))
    assert wide.covers(Point(-135, 88))
    assert not wide.covers(Point(45, 70))
    ring = LineString([(lon, -80) for lon in range(-180, 181, 5)])
    south = geometry.band(ring, 950_000.0)
    assert south.is_valid
    assert south.bounds[0] == -180.0
    assert south.bounds[2] == 180.0
    assert south.covers(Point(120, -86))


@given(lons, lats, st.floats(1_000.0, 100_000.0), st.floats(1.1, 5.0))
def test_a_ring_holds_what_lies_between_its_radii_and_nothing_else(lon, lat, inner_m, share):
    ring = geometry.ring(lon, lat, inner_m, inner_m * share)
    assert not ring.contains(Point(lon, lat))
    difference = geometry.area_m2(geometry.disc(lon, lat, inner_m * share)) - geometry.area_m2(
        geometry.disc(lon, lat, inner_m)
    )
    assert geometry.area_m2(ring) == pytest.approx(difference, rel=1e-3)


@given(
    st.floats(-170.0, 170.0), st.floats(-70.0, 70.0), st.floats(0.0, 360.0), st.floats(5.0, 60.0)
)
def test_a_sector_is_its_share_of_the_ring_and_lies_that_way(lon, lat, azimuth_deg, half_deg):
    sector = geometry.sector(
        lon, lat, 20_000.0, 60_000.0, azimuth_deg=azimuth_deg, half_deg=half_deg
    )
    ring_m2 = geometry.area_m2(geometry.ring(lon, lat, 20_000.0, 60_000.0))
    assert geometry.area_m2(sector) == pytest.approx(ring_m2 * half_deg / 180.0, rel=5e-3)
    middle = geometry.destination(lon, lat, azimuth_deg=azimuth_deg, along_m=40_000.0)
    behind = geometry.destination(lon, lat, azimuth_deg=azimuth_deg + 180.0, along_m=40_000.0)
    assert sector.intersects(Point(middle))
    assert not sector.intersects(Point(behind))


def test_a_lens_is_widest_in_the_middle_and_closed_at_its_ends():
    lens = geometry.lens(0.0, 0.0, 2.0, 0.0, half_width_m=20_000.0)
    assert lens.bounds == pytest.approx((0.0, -0.181, 2.0, 0.181), abs=1e-3)
    assert geometry.area_m2(lens) == pytest.approx(math.pi * 111_319.5 * 20_000.0, rel=5e-3)


def test_the_far_north_is_the_outer_fifth_and_the_north_centre_its_middle():
    area = box(0.0, 0.0, 10.0, 10.0)
    assert geometry.part(area, ["e"], far=True).bounds == pytest.approx((8.0, 0.0, 10.0, 10.0))
    assert geometry.part(area, ["nc"]).bounds[::2] == pytest.approx((2.5, 7.5))


@pytest.mark.parametrize(
    "make",
    [
        lambda: geometry.ring(0, 0, 5.0, 5.0),
        lambda: geometry.sector(0, 0, 0.0, 5.0, azimuth_deg=0, half_deg=90.0),
        lambda: geometry.sector(0, 0, 5.0, 3e6, azimuth_deg=0, half_deg=9.0),
        lambda: geometry.lens(0, 0, 0, 0, half_width_m=5.0),
    ],
)
def test_no_ground_is_made_of_nonsense(make):
    with pytest.raises(InputError):
        make()
