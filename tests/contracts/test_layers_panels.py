"""Every layer and every panel keeps the same promises; a new one is tested by being listed."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "dashboard"))

from page_samples import HOSTILE, SAMPLES, write_store

from dashboard import desk
from dashboard.layers import LAYERS, mark_of, outlines, shape_of
from dashboard.layers.feed import row_key
from dashboard.layers.live import live_marks
from dashboard.layers.shapes import Ground
from dashboard.layers.shelf import Shelf
from dashboard.panels import PANELS
from dashboard.sheet import Files
from dashboard.view import LARGEST_KEY, View
from geocode import EventRow, open_store

SHAPES = {
    "point": (shapely.Point(29.15, 51.81), "in"),
    "disc": (shapely.Point(29.15, 51.81).buffer(0.2), "near"),
    "line": (shapely.LineString([(23.6, 51.5), (23.5, 53.9)]), "border"),
    "area": (shapely.box(23, 51, 32, 56), "in"),
}
"""One geometry for each layer, as the reader words it."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("store") / "events.sqlite", (*SAMPLES, *HOSTILE))


@pytest.fixture(scope="module")
def rows(store: Path) -> tuple[EventRow, ...]:
    with open_store(store, read_only=True) as opened:
        return opened.rows()


def numbers(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return all(numbers(part) for part in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def ground(name: str, lon: float | None = None, lat: float | None = None) -> Ground:
    geometry, relation = SHAPES[name]
    return Ground(geometry, relation, lon, lat, 15_000.0)


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_takes_its_shape_and_draws_it_in_numbers(name: str, rows) -> None:
    geometry, relation = SHAPES[name]
    row = replace(rows[0], geometry=geometry, relation=relation, lon=29.15, lat=51.81)
    assert shape_of(row) == name
    mark = mark_of(ground(name, 29.15, 51.81))
    assert mark
    assert mark.shape == list(LAYERS).index(name)
    assert numbers(mark.coordinates)
    assert numbers(mark.radius_m)


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_gives_latitude_first(name: str) -> None:
    mark = mark_of(ground(name))
    assert mark
    found = list(mark.coordinates)
    while isinstance(found[0], list):
        found = found[0]
    lat, lon = found
    assert (50 < lat < 57, 22 < lon < 33) == (True, True)


@pytest.mark.parametrize("name", ["line", "area"])
def test_a_drawn_outline_lies_where_its_geometry_lies(name: str) -> None:
    sent = json.loads(outlines.encode({7: (name, SHAPES[name][0])}, 0))
    (line,) = sent["7"]
    west, _, east, _ = SHAPES[name][0].bounds
    ends = [(lon + 180) / 360 * outlines.UNITS for lon in (west, east)]
    assert [min(line[::2]), max(line[::2])] == pytest.approx(ends, abs=1)
    assert all(isinstance(value, int) and 0 <= value < outlines.UNITS for value in line)


@pytest.mark.parametrize(
    "geometry",
    [
        shapely.MultiLineString([[(0, 0), (1, 1)], [(5, 5), (6, 6)]]),
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(170, -20, 180, -10)]),
        shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.LineString([(0, 0), (2, 2)])]),
        shapely.MultiPoint([(0, 0), (1, 1)]),
    ],
)
def test_no_geometry_breaks_the_map(geometry) -> None:
    mark = mark_of(Ground(geometry, "in", None, None, None))
    assert mark
    name = list(LAYERS)[mark.shape]
    assert list(json.loads(outlines.encode({1: (name, geometry)}, 3))) == ["1"]


def test_sites_without_geometry_have_no_mark() -> None:
    for nothing in (shapely.Point(), shapely.Polygon()):
        assert mark_of(Ground(nothing, "in", None, None, None)) is None


def test_keys_of_rows_differ_and_fit_a_browser(rows) -> None:
    keys = {row_key(row) for row in rows}
    assert len(keys) == len(rows)
    assert max(keys) < LARGEST_KEY <= 2**53


def test_the_map_is_told_integers_only(store: Path) -> None:
    sheet = desk.sheet(View(text="{{7*7}}", groups=("force",)), Files(store, store))
    group = live_marks(sheet, chosen=None, fit=0, dark=True, online=False, overlays=(7,))
    (layer,) = group._children.values()
    plain = [
        v for value in layer.state.values() for v in (value if isinstance(value, list) else [value])
    ]
    assert all(type(value) is int for value in plain)
    with pytest.raises(ValueError, match="invalid literal"):
        type(layer)(columns="{{7*7}}")


def test_a_full_shelf_drops_what_was_not_used_for_longest() -> None:
    shelf = Shelf(room=2)
    first, second = shelf.lay(b"1"), shelf.lay(b"2")
    assert shelf.get(first) == b"1"
    third = shelf.lay(b"3")
    assert [shelf.get(key) for key in (first, second, third)] == [b"1", None, b"3"]


SCRIPT = """
from pathlib import Path
import streamlit as st
from dashboard import desk, state
from dashboard.panels import PANELS
from dashboard.sheet import Files, Setting
from dashboard.view import View
st.session_state.setdefault("view", View(event={event}))
files = Files(Path({store!r}), Path({store!r}))
PANELS[{name!r}](desk.sheet(st.session_state["view"], files), Setting(files))
"""


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_draws_itself_over_any_store(name: str, store: Path, rows, tmp_path: Path) -> None:
    cases = [(str(store), None), (str(tmp_path / "none.sqlite"), 5)]
    cases += [(str(store), row_key(row)) for row in rows[:2]]
    for path, event in cases:
        script = SCRIPT.format(store=path, name=name, event=event)
        page = AppTest.from_string(script, default_timeout=60).run()
        assert not page.exception


@pytest.mark.parametrize(
    "file", sorted(Path("dashboard/panels").glob("*.js")), ids=lambda p: p.stem
)
def test_a_panels_script_writes_text_and_never_markup(file: Path) -> None:
    script = file.read_text("utf-8")
    for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert sink not in script
    assert "textContent" in script or "createElement" not in script
