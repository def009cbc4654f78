"""What every exporter keeps to, and what GeoJSON and CSV each promise besides."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from geocode.errors import InputError, StoreError
from geocode.exporters import EXPORTERS, export
from geocode.exporters.csv import COLUMNS
from geocode.exporters.geojson import PROPERTIES
from geocode.rows import EventRow

ROW = EventRow(
    event_id="e1", happening_id="e0", kind="MOBILIZE", label="", status="ongoing",
    earliest=date(2022, 2, 14), latest=None, date_precision="open", date_basis="relative",
    acled_time_precision=3,
    ucdp_date_prec=5, place="Yel’sk", place_id="geonames:619598", feature="PPL", country="BY",
    relation="near", role="site", lon=29.15, lat=51.81, geometry=Point(29.15, 51.81).buffer(0.1),
    precision_m=15000.0, acled_geo_precision=2, ucdp_where_prec=2, confidence=0.7,
    reasons=("its own name", "<b>the only one</b>"), actors=("army", "Ополчение"), recipients=(),
    quote='Troops "trained" near Yelsk.\r\n', quote_start=5, trigger_start=13, trigger_end=20,
    place_start=26, place_end=31, date_start=None, date_end=None, part_of=None, reports=3,
    tellings=5, document_id="abc", doc_id="7",
    source="a.txt", url=None, published=date(2022, 2, 14), sha256="00",
)  # fmt: skip
UNPLACED = replace(
    ROW, event_id="e2", place=None, place_id=None, feature=None, country=None, relation=None,
    role=None, lon=None, lat=None, geometry=None, precision_m=None, acled_geo_precision=None,
    ucdp_where_prec=None, reasons=(),
)  # fmt: skip
ISSUE = [
    "event_id",
    "kind",
    "status",
    "earliest",
    "latest",
    "date_basis",
    "acled_time_precision",
    "ucdp_date_prec",
    "place",
    "place_id",
    "relation",
    "role",
    "precision_m",
    "acled_geo_precision",
    "ucdp_where_prec",
    "confidence",
    "reasons",
    "actors",
    "quote",
    "trigger_start",
    "trigger_end",
    "place_start",
    "place_end",
    "date_start",
    "date_end",
    "document_id",
    "source",
    "url",
    "published",
    "sha256",
]
ADDED = ["doc_id", "happening_id", "label", "part_of", "reports", "tellings"]


def written(*rows: EventRow, format: str, **metadata: object) -> bytes:
    stream = io.BytesIO()
    assert export(rows, stream, format=format, metadata=metadata) == len(rows)
    return stream.getvalue()


def geojson(*rows: EventRow, **metadata: object) -> dict[str, Any]:
    return json.loads(written(*rows, format="geojson", **metadata))


def table(*rows: EventRow) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(*rows, format="csv").decode(), newline="")))


@pytest.mark.parametrize("ending", EXPORTERS)
class TestEveryExporter:
    def test_gives_as_many_records_as_rows_and_the_same_bytes_again(self, ending: str) -> None:
        rows = (ROW, UNPLACED, replace(ROW, event_id="e3"))
        assert written(*rows, format=ending) == written(*rows, format=ending)

    def test_writes_no_rows_as_a_whole_file(self, ending: str) -> None:
        assert written(format=ending).endswith(b"\n")

    def test_is_utf_8_without_a_mark_and_leaves_the_stream_open(self, ending: str) -> None:
        data = written(ROW, format=ending)
        assert "Ополчение" in data.decode("utf-8")
        assert not data.startswith(b"\xef\xbb\xbf")

    def test_survives_what_utf_8_cannot_hold(self, ending: str) -> None:
        assert written(replace(ROW, quote="a\ud800\0b"), format=ending).decode("utf-8")

    def test_takes_its_format_from_the_ending(self, ending: str, tmp_path: Path) -> None:
        path = tmp_path / f"out.{ending.upper()}"
        assert export([ROW], path) == 1
        assert path.read_bytes() == written(ROW, format=ending)
        assert [p.name for p in tmp_path.iterdir()] == [path.name]

    def test_keeps_the_old_file_where_the_rows_fail(self, ending: str, tmp_path: Path) -> None:
        path = tmp_path / f"out.{ending}"
        path.write_text("old")

        def failing() -> Any:
            yield ROW
            raise InputError("no more")

        with pytest.raises(InputError, match="no more"):
            export(failing(), path)
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]

    def test_says_where_it_cannot_write(self, ending: str, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="give a file in a folder you may write to"):
            export([ROW], tmp_path / "gone" / f"out.{ending}")


@pytest.mark.parametrize("name", ["out.shp", "out", "out.geojson.gz"])
def test_an_unknown_ending_names_the_known(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"end the file in one of \.geojson, \.json, \.csv"):
        export([ROW], tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_feature_has_exactly_the_promised_properties() -> None:
    (feature,) = geojson(ROW)["features"]
    assert set(feature) == {"type", "geometry", "properties"}
    assert set(feature["properties"]) == {*ISSUE, *ADDED} == set(PROPERTIES)
    told = feature["properties"]
    assert (told["earliest"], told["latest"], told["published"]) == (
        "2022-02-14",
        None,
        "2022-02-14",
    )
    assert told["reasons"] == ["its own name", "<b>the only one</b>"]
    assert told["quote"] == ROW.quote
    assert told["doc_id"] == "7"
    assert (told["happening_id"], told["reports"], told["tellings"]) == ("e0", 3, 5)


def test_metadata_is_a_member_of_the_collection_and_an_unplaced_event_has_no_geometry() -> None:
    told = geojson(ROW, UNPLACED, filter={"since": None}, version="0.1.0")
    assert list(told) == ["type", "metadata", "features"]
    assert told["metadata"] == {"filter": {"since": None}, "version": "0.1.0"}
    assert [f["geometry"] is None for f in told["features"]] == [False, True]


@given(
    st.tuples(st.floats(-170, 170), st.floats(-80, 80)),
    st.floats(0.01, 5),
    st.sampled_from(["point", "disc", "ring", "line", "many", "both"]),
)
def test_geojson_keeps_every_geometry_to_a_tenth_of_a_metre(
    at: tuple[float, float], size: float, kind: str
) -> None:
    disc = Point(at).buffer(size)
    line = LineString([at, (at[0] + size, at[1] + size)])
    geometry: BaseGeometry = {
        "point": Point(at),
        "disc": disc,
        "ring": disc.difference(Point(at).buffer(size / 2)),
        "line": line,
        "many": MultiPoint([at, (0, 0)]),
        "both": GeometryCollection([disc, line]),
    }[kind]
    (feature,) = geojson(replace(ROW, geometry=geometry))["features"]
    back = shape(feature["geometry"])
    assert back.geom_type == geometry.geom_type
    assert back.hausdorff_distance(geometry) < 2e-6
    for part in getattr(back, "geoms", [back]):
        if isinstance(part, Polygon):
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)
            assert part.exterior.coords[0] == part.exterior.coords[-1]


def test_a_shape_across_180_degrees_is_cut_there() -> None:
    (feature,) = geojson(replace(ROW, geometry=box(170, 60, 190, 70)))["features"]
    back = shape(feature["geometry"])
    assert back.geom_type == "MultiPolygon"
    assert back.bounds == (-180.0, 60.0, 180.0, 70.0)
    assert back.area == pytest.approx(200.0)


def test_no_coordinate_has_more_than_six_decimals_or_a_third_dimension() -> None:
    (feature,) = geojson(replace(ROW, geometry=Point(1 / 3, 2 / 3, 9)))["features"]
    assert feature["geometry"]["coordinates"] == [0.333333, 0.666667]


def test_csv_has_the_same_columns_and_where_it_lies() -> None:
    (row, bare) = table(ROW, UNPLACED)
    assert tuple(row) == COLUMNS == (*PROPERTIES, "lon", "lat", "wkt")
    assert (row["lon"], row["lat"], row["wkt"][:9]) == ("29.15", "51.81", "POLYGON (")
    assert (row["actors"], row["quote"]) == ("army; Ополчение", ROW.quote)
    assert (bare["lon"], bare["wkt"], bare["place"]) == ("", "", "")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_makes_no_formula_of_a_report(text: str) -> None:
    (row,) = table(replace(ROW, quote=text, source=text, actors=(text,), lon=-71.25))
    assert row["quote"] == row["source"] == row["actors"] == f"'{text}"
    assert row["lon"] == "-71.25"
