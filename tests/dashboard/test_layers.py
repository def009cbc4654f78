"""What is computed for the map: which division a mark is in, whose place is how surely known."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
import shapely
from page_samples import SAMPLES, write_store

from dashboard import desk
from dashboard.layers import SHAPE_CODES, divisions
from dashboard.layers.outlines import UNITS
from dashboard.layers.overlays import encode
from dashboard.layers.shelf import STATES
from dashboard.sheet import Files
from dashboard.view import SHAPES, View
from dashboard.ways_out import files as ways_out
from geocode.store import OverlayFeature

LAND = np.array([shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)], dtype=object)
TWO = divisions.Lands(shapely.STRtree(LAND), LAND, shapely.envelope(LAND))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    store = write_store(tmp_path_factory.mktemp("layers") / "events.sqlite", SAMPLES)
    return Files(store, store)


@pytest.mark.parametrize(
    ("lon", "number"),
    [(1.0, 1), (3.0, 2), (2.0, 0), (2.0 + divisions.BESIDE_DEG / 2, 0), (4.05, 2), (4.5, 0)],
)
def test_a_point_is_in_one_division_only_if_that_is_sure(lon: float, number: int) -> None:
    points = np.array([shapely.Point(lon, 1.0)], dtype=object)
    assert divisions.of_points(TWO, points).tolist() == [number]


@pytest.mark.parametrize(
    ("shape", "number"),
    [
        (shapely.box(0.1, 0.1, 1.9, 1.9), 1),
        (shapely.box(0, 0, 2, 2), 1),
        (shapely.box(1, 0, 3, 2), 0),
        (shapely.Point(3, 1).buffer(0.3), 2),
        (shapely.LineString([(2.5, 0.5), (3.5, 1.5)]), 2),
        (shapely.LineString([(2, 0), (2, 2)]), 0),
        (shapely.box(0, 0, 4, 2), 0),
        (shapely.Polygon(), 0),
        (None, 0),
    ],
)
def test_a_shape_counts_where_all_of_it_lies(shape, number: int) -> None:
    assert divisions.of_shape(TWO, shape) == number


def name_of(level: str, number: int) -> str | None:
    listed = json.loads(divisions.FILE.read_text("utf-8"))[level]
    return listed[number - 1]["name"] if number else None


def test_the_samples_lie_in_their_countries_and_a_border_in_none(files: Files) -> None:
    columns = desk.columns(files)
    state = STATES.get(columns.digest)
    assert state
    numbers = np.frombuffer(divisions.of_state(state), dtype="<u2")
    country, region = numbers.reshape(2, -1)
    found = {
        (int(layer), name_of("countries", int(c)), name_of("regions", int(r)))
        for layer, c, r in zip(columns["mark_layer"], country, region, strict=True)
    }
    point = SHAPE_CODES["point"]
    assert {
        (point, "Belarus", "Gomel Region"),
        (point, "Peru", "Lima Region"),
        (point, "South Sudan", "Central Equatoria"),
        (SHAPE_CODES["disc"], "Belarus", "Gomel Region"),
        (SHAPE_CODES["line"], None, None),
        (SHAPE_CODES["area"], None, None),
    } == found


def test_the_shapes_of_an_address_are_those_of_the_layers_in_order() -> None:
    assert tuple(SHAPE_CODES) == SHAPES


@pytest.mark.parametrize("shape", SHAPES)
def test_a_precision_keeps_whole_events_on_map_list_timeline_and_download(
    files: Files, shape: str
) -> None:
    whole, shown = desk.sheet(View(), files), desk.sheet(View(shapes=(shape,)), files)
    marks, layers = shown.columns["mark"], shown.columns["mark_layer"]
    wanted = {
        int(shown.columns["event"][at])
        for at in np.flatnonzero(marks < len(layers))
        if layers[marks[at]] == SHAPE_CODES[shape] and whole.inside[at]
    }
    assert {int(n) for n in shown.columns["event"][shown.events]} == wanted != set()
    assert len(shown.unplaced) == 0
    assert shown.matching is not None
    assert (shown.matching >= shown.inside).all()
    stream = io.BytesIO()
    rows = ways_out.write(View(shapes=(shape,)), files, stream, format="geojson")
    sent = json.loads(stream.getvalue())
    assert rows == len(sent["features"]) == shown.asked_rows
    kinds = {f["geometry"]["type"] for f in sent["features"]}
    allowed = {
        "point": {"Point"}, "disc": {"Polygon", "MultiPolygon"},
        "line": {"LineString", "MultiLineString"}, "area": {"Polygon", "MultiPolygon"},
    }  # fmt: skip
    assert kinds <= allowed[shape]
    assert len({f["properties"]["event_id"] for f in sent["features"]}) == len(wanted)


def test_an_overlay_goes_to_the_browser_as_numbers_and_text() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.Point(0, 0), shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3)]])]
    )
    hole = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(2, 2), (3, 2), (3, 3)]])
    sent = json.loads(
        encode(
            "<b>",
            (OverlayFeature(mixed, "${x}"), OverlayFeature(hole), OverlayFeature(shapely.Point())),
        )
    )
    assert (sent["name"], [f["label"] for f in sent["features"]]) == ("<b>", ["${x}", "", ""])
    first, second, empty = sent["features"]
    assert first["points"] == [[UNITS // 2, UNITS // 2]]
    assert [len(line) for line in first["lines"]] == [4, 4]
    assert [[len(ring) for ring in area] for area in second["areas"]] == [[10, 8]]
    assert empty == {"label": "", "points": [], "lines": [], "areas": []}


def test_divisions_of_the_map_are_one_for_each_country_and_region() -> None:
    content = json.loads(divisions.FILE.read_text("utf-8"))
    assert len(content["countries"]) == 249
    assert len(content["regions"]) == 3399
    assert max(map(len, content.values())) < 2**16
