"""What lies nearest, against measuring every point there is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geocode.gazetteer import Index
from geocode.gazetteer.nearest import Box, Points, nearest_numbers
from geocode.geometry import distance_m

# Crowded at the poles, at 180 degrees and at one spot, where boxes and margins go wrong.
LONS = st.one_of(
    st.floats(-180, 180), st.sampled_from([-180.0, 180.0, 179.95, -179.95]), st.floats(10, 10.3)
)
LATS = st.one_of(
    st.floats(-90, 90), st.sampled_from([-90.0, 90.0, 89.95, -89.95]), st.floats(50, 50.3)
)
PLACES = st.lists(st.tuples(LONS, LATS), max_size=40)


def _rounded_down_and_up(value: float) -> tuple[float, float]:
    """What an R*Tree keeps of a coordinate: the 32-bit floats around it."""
    near = np.float32(value)
    return float(np.nextafter(near, np.float32(-999))), float(np.nextafter(near, np.float32(999)))


def _boxed(places: list[tuple[float, float]]) -> Points:
    kept = [(*_rounded_down_and_up(lon), *_rounded_down_and_up(lat)) for lon, lat in places]

    def points(box: Box) -> list[tuple[int, float, float]]:
        return [
            (number, west, south)
            for number, (west, east, south, north) in enumerate(kept)
            if west >= box[0] and east <= box[1] and south >= box[2] and north <= box[3]
        ]

    return points


@given(PLACES, LONS, LATS, st.integers(1, 6))
@settings(max_examples=300)
def test_the_nearest_by_geodesic_are_among_those_named(
    places: list[tuple[float, float]], lon: float, lat: float, limit: int
) -> None:
    numbers = nearest_numbers(lon, lat, _boxed(places), limit=limit)
    metres = [distance_m(lon, lat, *place) for place in places]
    assert len(set(numbers)) == len(numbers) >= min(limit, len(places))
    assert sorted(metres[n] for n in numbers)[:limit] == sorted(metres)[:limit]


def test_few_are_left_to_measure() -> None:
    grid = [(10 + x / 10, 50 + y / 10) for x in range(40) for y in range(40)]
    assert len(nearest_numbers(12.04, 52.03, _boxed(grid), limit=1)) == 1
    assert len(nearest_numbers(12.04, 52.03, _boxed(grid), limit=5)) == 5


@pytest.fixture(scope="module")
def towns(gazetteer: Index) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Every populated place, read past the index."""
    rows = gazetteer._db.execute(
        "SELECT id, lon, lat FROM entries WHERE number IN (SELECT number FROM points)"
    ).fetchall()
    return np.array([r[1] for r in rows]), np.array([r[2] for r in rows]), [r[0] for r in rows]


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(0.0, 90.0), (-90.0, -90.0), (180.0, -16.8), (-179.99, 66.0), (-123.4, -48.9), (13.4, 52.5)],
)
def test_no_town_is_nearer_anywhere_on_earth(
    gazetteer: Index, towns: tuple[np.ndarray, np.ndarray, list[str]], lon: float, lat: float
) -> None:
    lons, lats, _ = towns
    here = np.full(len(lons), 1.0)
    *_, metres = Geod(ellps="WGS84").inv(here * lon, here * lat, lons, lats)
    found = gazetteer.nearest(lon, lat, limit=7)
    assert [m for _, m in found] == pytest.approx(np.sort(metres)[:7].tolist(), abs=1e-6)
