"""What comes in as a map layer of somebody's own: checked, mended, kept by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geocode.errors import InputError
from geocode.store import OverlayFeature, open_store, read_overlay
from geocode.store.overlays import LONGEST_LABEL, LONGEST_NAME, MOST_BYTES

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LINE = {"type": "LineString", "coordinates": [[30.0, 50.0], [31.0, 51.0, 120.0]]}


def feature(geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def read(content: object) -> tuple[OverlayFeature, ...]:
    return read_overlay(json.dumps(content).encode())


def test_a_line_is_read_with_its_label_and_without_its_heights() -> None:
    (drawn,) = read({"type": "FeatureCollection", "features": [feature(LINE, name="Front")]})
    assert drawn == OverlayFeature(shapely.LineString([(30, 50), (31, 51)]), "Front")
    assert not drawn.geometry.has_z


def test_a_bare_geometry_and_a_collection_are_read_part_by_part() -> None:
    point = {"type": "Point", "coordinates": [1, 2]}
    both = {"type": "GeometryCollection", "geometries": [point, LINE]}
    assert [one.geometry.geom_type for one in read(both)] == ["Point", "LineString"]
    assert [one.geometry.geom_type for one in read(point)] == ["Point"]


def test_an_area_that_crosses_itself_is_mended() -> None:
    bow = [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]
    (drawn,) = read(feature({"type": "Polygon", "coordinates": bow}))
    assert drawn.geometry.is_valid
    assert drawn.geometry.area == pytest.approx(2.0)


def test_areas_that_cross_themselves_too_often_to_be_mended_are_refused() -> None:
    spread = [[lon, lat] for lon in range(-60, 60) for lat in (-70, 70 - (lon * 7) % 31)]
    star = [spread[at * 97 % len(spread)] for at in range(len(spread))]
    ring = {"type": "Polygon", "coordinates": [[*star, star[0]]]}
    assert read(feature(ring))[0].geometry.is_valid
    with pytest.raises(InputError, match="too often"):
        read({"type": "FeatureCollection", "features": [feature(ring)] * 8})
    many = {"type": "MultiPolygon", "coordinates": [ring["coordinates"]] * 8}
    with pytest.raises(InputError, match="too often"):
        read(feature(many))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ([1, 2], "a type that GeoJSON"),
        ({"type": "FeatureCollection", "features": []}, "no feature"),
        (feature({"type": "Circle", "coordinates": [1, 2]}), "a type that GeoJSON"),
        (feature({"type": "Point", "coordinates": [50.4, 130.5]}), "outside the world"),
        (feature({"type": "Point", "coordinates": ["x", 1]}), "no numbers"),
        (feature({"type": "Point", "coordinates": [True, False]}), "no numbers"),
        (feature({"type": "Point", "coordinates": [1]}), "no numbers"),
        (feature({"type": "LineString", "coordinates": [[1, 1]]}), "too few points"),
        (
            feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}),
            "end where it began",
        ),
        (
            {**feature(LINE), "crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}},
            "WGS 84",
        ),
    ],
)
def test_what_is_wrong_is_said(content: object, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read(content)


def test_a_file_too_large_or_too_deep_is_refused() -> None:
    with pytest.raises(InputError, match="larger than 5 MB"):
        read_overlay(b" " * (MOST_BYTES + 1))
    with pytest.raises(InputError, match="cannot be read as JSON"):
        read_overlay(b"[" * 200_000)
    nested = {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection"}]}
    with pytest.raises(InputError, match="collection of collections"):
        read(nested)


@pytest.mark.parametrize("text", ["NaN", "Infinity", '{"type":"Point","coordinates":[NaN,1]}'])
def test_what_is_no_number_is_no_json(text: str) -> None:
    with pytest.raises(InputError):
        read_overlay(text.encode())


def test_a_hostile_label_is_one_short_line_of_text() -> None:
    (drawn,) = read(feature(LINE, name="<b>\u202eabc\x00\n" + "x" * 5000))
    assert drawn.label == "<b> abc " + "x" * (LONGEST_LABEL - len("<b> abc "))


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "crs"]),
            inner | st.sampled_from(["Feature", "FeatureCollection", "Polygon", "Point"]),
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values | st.binary(max_size=60))
def test_any_file_gives_layers_or_says_what_is_wrong(content: object) -> None:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    try:
        drawn = read_overlay(data)
    except InputError:
        return
    assert all(one.geometry.is_valid for one in drawn)


def test_layers_are_kept_by_name_replaced_and_dropped(tmp_path: Path) -> None:
    drawn = read({"type": "FeatureCollection", "features": [feature(LINE, name="Front")]})
    with open_store(tmp_path / "events.sqlite") as store:
        store.keep_overlay("Zone", drawn * 2, made=NOON)
        store.keep_overlay("Front {{7*7}}", drawn, made=NOON)
        store.keep_overlay("Zone", drawn, made=NOON)
        assert [kept.name for kept in store.overlays()] == ["Front {{7*7}}", "Zone"]
        assert store.overlay("Zone") == drawn
        assert store.overlay("Front {{7*7}}") == drawn
        assert store.forget_overlay("Zone")
        assert not store.forget_overlay("Zone")
        assert store.overlay("Zone") == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * (LONGEST_NAME + 1)])
def test_a_layer_without_a_name_is_not_kept(tmp_path: Path, name: str) -> None:
    with open_store(tmp_path / "events.sqlite") as store:
        with pytest.raises(InputError, match="give the layer a name"):
            store.keep_overlay(name, read(LINE), made=NOON)
        assert store.overlays() == ()
