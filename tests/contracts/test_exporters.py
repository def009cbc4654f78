"""What every exporter keeps to, read back as other programs do, and what each promises besides."""

from __future__ import annotations

import csv
import html
import io
import json
import sqlite3
import struct
import zipfile
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, Polygon, box, shape
from shapely.geometry.base import BaseGeometry

from dashboard import words
from geocode.errors import InputError, StoreError
from geocode.exporters import EXPORTERS, export
from geocode.exporters.csv import COLUMNS
from geocode.exporters.geojson import PROPERTIES
from geocode.exporters.palette import COLOURS, colour_of
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
ADDED = [
    "doc_id", "happening_id", "label", "part_of", "reports", "tellings", "date_precision",
    "feature", "country", "lon", "lat", "recipients", "quote_start", "confirmed", "corrected_by",
    "corrected_when",
    "corrected_why", "notes",
]  # fmt: skip
TEXTS = [ending for ending in EXPORTERS if ending not in {"zip", "gpkg"}]


LINE = LineString([(23.6, 51.5), (23.9, 52.9)])
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "<script>window.pwned=1</script>",
    "]]><script>1</script><![CDATA[",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>&x;",
    "$[geDirections] $[id]",
    "{{7*7}} ${alert(1)} `x`",
    "right \u202eto left\u202c",
    "a\0b\x0b\x1b[31m",
    "lone \ud800 surrogate",
    "it's'); DROP TABLE points; --",
    'line\u2028end\r\nand "quotes", commas; and\ttabs',
]


@dataclass(frozen=True)
class Found:
    """What another program reads of a row."""

    event_id: str
    place: str
    quote: str
    geometry: BaseGeometry | None


def read_back(data: bytes, ending: str) -> tuple[Found, ...]:
    return {"json": from_geojson, "geojson": from_geojson, "csv": from_csv, "zip": from_zip,
            "kml": from_kml, "gpkg": from_gpkg}[ending](data)  # fmt: skip


def from_geojson(data: bytes) -> tuple[Found, ...]:
    features = [(f["properties"], f["geometry"]) for f in json.loads(data)["features"]]
    return tuple(
        Found(p["event_id"], p["place"] or "", p["quote"], shape(g) if g else None)
        for p, g in features
    )


def from_csv(data: bytes) -> tuple[Found, ...]:
    rows = csv.DictReader(io.StringIO(data.decode(), newline=""))
    return tuple(
        Found(
            r["event_id"], r["place"], r["quote"], shapely.from_wkt(r["wkt"]) if r["wkt"] else None
        )
        for r in rows
    )


def from_zip(data: bytes) -> tuple[Found, ...]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == ["events.csv", "events.csv-metadata.json"]
        told = json.loads(archive.read("events.csv-metadata.json"))
        assert told["url"] == "events.csv"
        assert [c["name"] for c in told["tableSchema"]["columns"]] == list(COLUMNS)
        return from_csv(archive.read("events.csv"))


KML = "{http://www.opengis.net/kml/2.2}"


def from_kml(data: bytes) -> tuple[Found, ...]:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    found = []
    for mark in root.iter(f"{KML}Placemark"):
        told = {d.get("name"): d[0].text or "" for d in mark.iter(f"{KML}Data")}
        shapes = [s for e in mark if (s := kml_shape(e)) is not None]
        found.append(
            Found(told["event_id"], told.get("place", ""), told["quote"], *(shapes or [None]))
        )
    return tuple(found)


def kml_shape(element: Any) -> BaseGeometry | None:
    def points(of: Any) -> list[tuple[float, ...]]:
        (text,) = of.iter(f"{KML}coordinates")
        return [tuple(map(float, pair.split(","))) for pair in text.text.split()]

    name = element.tag.removeprefix(KML)
    if name == "Point":
        return Point(points(element)[0])
    if name == "LineString":
        return LineString(points(element))
    if name == "Polygon":
        outer, *inner = [points(e) for e in element if e.tag.endswith("BoundaryIs")]
        return Polygon(outer, inner)
    if name == "MultiGeometry":
        return shapely.union_all([kml_shape(part) for part in element])
    return None


def opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.row_factory = sqlite3.Row
    return connection


def from_gpkg(data: bytes) -> tuple[Found, ...]:
    with closing(opened(data)) as connection:
        tables = connection.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall()
        rows = [
            (row["fid"], row)
            for name, sort in tables
            if name not in {"about", "layer_styles"}
            for row in connection.execute(f"SELECT *, '{sort}' AS sort FROM {name}")
        ]
        return tuple(
            Found(
                row["event_id"], row["place"] or "", row["quote"],
                gpkg_shape(row["geom"]) if row["sort"] == "features" else None,
            )
            for _, row in sorted(rows, key=lambda pair: pair[0])
        )  # fmt: skip


def gpkg_shape(blob: bytes) -> BaseGeometry:
    magic, version, flags, system = struct.unpack_from("<2sBBi", blob)
    assert (magic, version, flags & 1, system) == (b"GP", 0, 1, 4326)
    box = (flags >> 1) & 0b111
    back = shapely.from_wkb(blob[8 + 32 * box :])
    if box:
        west, east, south, north = struct.unpack_from("<4d", blob, 8)
        assert back.bounds == (west, south, east, north)
    return back


def about(data: bytes, ending: str) -> str:
    """What the file says of itself, rows aside."""
    if ending == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read("events.csv-metadata.json").decode()
    if ending == "gpkg":
        with closing(opened(data)) as connection:
            return str([tuple(row) for row in connection.execute("SELECT name, value FROM about")])
    if ending == "kml":
        return data.decode().split("<Placemark>")[0]
    return json.dumps(json.loads(data)["metadata"])


def kept(text: str, ending: str) -> str:
    """What is left of a text: what a format cannot hold is replaced, never dropped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if ending in {"geojson", "json"}:
        return text
    if ending == "kml":
        return "".join(
            c if c in "\t\n" or (ord(c) >= 32 and c != "\ud800") else "\ufffd" for c in text
        )
    return text.replace("\ud800", "?").replace("\0", "\ufffd")


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

    def test_gives_back_every_row_with_its_place_and_its_geometry(self, ending: str) -> None:
        rows = (ROW, UNPLACED, replace(ROW, event_id="e3", geometry=LINE, relation="border"))
        found = read_back(written(*rows, format=ending, version="0.1.0"), ending)
        assert [f.event_id for f in found] == ["e1", "e2", "e3"]
        assert [f.place for f in found] == ["Yel’sk", "", "Yel’sk"]
        for row, back in zip(rows, found, strict=True):
            assert (row.geometry is None) == (back.geometry is None)
            if row.geometry is not None and back.geometry is not None:
                assert back.geometry.hausdorff_distance(row.geometry) < 2e-6

    def test_writes_no_rows_as_a_whole_file(self, ending: str) -> None:
        assert read_back(written(format=ending), ending) == ()

    @pytest.mark.parametrize("text", HOSTILE)
    def test_leaves_what_a_report_says_as_text(self, ending: str, text: str) -> None:
        row = replace(ROW, quote=text, place=text, source=text, reasons=(text,), url=text)
        (found,) = read_back(written(row, format=ending), ending)
        held = found.quote.removeprefix("'") if ending in {"csv", "zip"} else found.quote
        assert held.replace("\r\n", "\n").replace("\r", "\n") == kept(text, ending)

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


@pytest.mark.parametrize("ending", TEXTS)
def test_a_text_is_utf_8_without_a_mark_and_leaves_the_stream_open(ending: str) -> None:
    data = written(ROW, format=ending)
    assert data.endswith(b"\n")
    assert "Ополчение" in data.decode("utf-8")
    assert not data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("ending", [e for e in EXPORTERS if e != "csv"])
def test_a_file_says_what_was_asked_and_what_it_was_made_with(ending: str) -> None:
    data = written(ROW, format=ending, filter={"since": "2022-02-14"}, counts={"events": 9}, v="X1")
    for said in ("2022-02-14", "9", "X1"):
        assert said in about(data, ending)


@pytest.mark.parametrize("name", ["out.shp", "out", "out.geojson.gz"])
def test_an_unknown_ending_names_the_known(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.geojson, \.json, \.csv, \.zip, \.kml, \.gpkg"):
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
    assert tuple(row) == COLUMNS == (*PROPERTIES, "wkt")
    assert (row["lon"], row["lat"], row["wkt"][:9]) == ("29.15", "51.81", "POLYGON (")
    assert (row["actors"], row["quote"]) == ("army; Ополчение", ROW.quote)
    assert (bare["lon"], bare["wkt"], bare["place"]) == ("", "", "")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\u200b=1", "\ufeff@A"],
)
def test_csv_makes_no_formula_of_a_report(text: str) -> None:
    (row,) = table(replace(ROW, quote=text, source=text, actors=(text,), lon=-71.25))
    assert row["quote"] == row["source"] == row["actors"] == f"'{text}"
    assert row["lon"] == "-71.25"


def test_kml_tells_kind_days_and_evidence_as_google_earth_reads_them() -> None:
    root = etree.fromstring(written(ROW, UNPLACED, format="kml"))
    mark, bare = root.iter(f"{KML}Placemark")
    said = {element.tag.removeprefix(KML): element for element in mark}
    assert list(said) == [
        "name", "description", "TimeSpan", "styleUrl", "ExtendedData", "Polygon",
    ]  # fmt: skip
    assert [(day.tag.removeprefix(KML), day.text) for day in said["TimeSpan"]] == [
        ("begin", "2022-02-14")
    ]
    colours = {
        style.get("id"): style.findtext(f".//{KML}color") for style in root.iter(f"{KML}Style")
    }
    assert colours[said["styleUrl"].text[1:]] == "ff0082b9"
    assert "near Yelsk" in said["description"].text
    assert [element.tag.removeprefix(KML) for element in bare][-1] == "ExtendedData"


def test_kml_shows_a_reports_markup_and_runs_none_of_it() -> None:
    text = "<img src=x onerror=alert(1)> & $[id] ]]>"
    (mark,) = etree.fromstring(written(replace(ROW, quote=text, place=text), format="kml")).iter(
        f"{KML}Placemark"
    )
    shown = mark.findtext(f"{KML}description")
    assert "<img" not in shown
    assert "$[" not in shown
    assert html.unescape(shown).count(text) == 3
    assert mark.findtext(f"{KML}name") == f"Mobilize · {text}"


@pytest.mark.parametrize(
    ("layer", "geometry", "relation", "type"),
    [
        ("points", Point(1, 2), "in", "Point"),
        ("discs", Point(1, 2).buffer(0.1), "near", "MultiPolygon"),
        ("lines", LINE, "border", "MultiLineString"),
        ("areas", box(170, 60, 190, 70), "in", "MultiPolygon"),
        ("mixed", GeometryCollection([LINE, Point(1, 2).buffer(1)]), "in", "GeometryCollection"),
        ("mixed", MultiPoint([(0, 0), (1, 1)]), "in", "GeometryCollection"),
    ],
)
def test_a_geopackage_has_a_layer_for_each_sort_of_mark(
    layer: str, geometry: BaseGeometry, relation: str, type: str
) -> None:
    row = replace(ROW, geometry=geometry, relation=relation)
    with closing(opened(written(row, UNPLACED, format="gpkg"))) as found:
        assert found.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
        assert found.execute("PRAGMA user_version").fetchone()[0] == 10300
        assert found.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        contents = {row["table_name"]: row for row in found.execute("SELECT * FROM gpkg_contents")}
        assert set(contents) == {
            "points", "discs", "lines", "areas", "unplaced", "about", "layer_styles", layer
        }  # fmt: skip
        (only,) = found.execute(f"SELECT * FROM {layer}")
        back = gpkg_shape(only["geom"])
        assert back.geom_type == type
        box_ = tuple(contents[layer][name] for name in ("min_x", "min_y", "max_x", "max_y"))
        assert box_ == back.bounds
        assert (only["precision_m"], json.loads(only["actors"])) == (15000.0, ["army", "Ополчение"])
        assert contents[layer]["last_change"] == "2022-02-14T00:00:00.000Z"
        assert [row["event_id"] for row in found.execute("SELECT * FROM unplaced")] == ["e2"]


def test_a_geopackages_index_has_each_box_and_follows_what_is_changed_later() -> None:
    rows = [replace(ROW, event_id=f"p{n}", geometry=Point(n, -n), relation="at") for n in range(9)]
    with closing(opened(written(*rows, UNPLACED, format="gpkg"))) as found:
        for name, at in {"MinX": 0, "MaxX": 2, "MinY": 1, "MaxY": 3}.items():
            found.create_function(
                f"ST_{name}", 1, lambda blob, at=at: gpkg_shape(blob).bounds[at], deterministic=True
            )
        found.create_function("ST_IsEmpty", 1, lambda blob: gpkg_shape(blob).is_empty)
        near = "SELECT id FROM rtree_points_geom WHERE minx >= 2 AND maxx <= 4 ORDER BY id"
        assert [row["id"] for row in found.execute(near)] == [3, 4, 5]
        found.execute(
            "UPDATE points SET geom = (SELECT geom FROM points WHERE fid = 9) WHERE fid = 3"
        )
        found.execute("UPDATE points SET geom = NULL WHERE fid = 4")
        assert [row["id"] for row in found.execute(near)] == [5]
        found.execute("INSERT INTO points (fid, geom) SELECT 77, geom FROM points WHERE fid = 5")
        found.execute("UPDATE points SET fid = 78 WHERE fid = 5")
        assert [row["id"] for row in found.execute(near)] == [77, 78]
        found.execute("DELETE FROM points WHERE fid = 78")
        assert [row["id"] for row in found.execute(near)] == [77]
        indexed = found.execute("SELECT table_name, scope FROM gpkg_extensions").fetchall()
        assert {tuple(row) for row in indexed} == {
            (name, "write-only") for name in ("points", "discs", "lines", "areas")
        }


def test_qgis_is_told_to_draw_a_geopackage_in_the_colours_of_kinds() -> None:
    with closing(opened(written(ROW, format="gpkg"))) as found:
        styles = {
            row["f_table_name"]: etree.fromstring(row["styleQML"])
            for row in found.execute("SELECT * FROM layer_styles WHERE useAsDefault")
        }
    assert set(styles) == {"points", "discs", "lines", "areas"}
    keys = {"points": "color", "discs": "color", "lines": "line_color", "areas": "outline_color"}
    for name, key in keys.items():
        told = {
            category.get("value"): styles[name]
            .find(f".//symbol[@name='{category.get('symbol')}']//prop[@k='{key}']")
            .get("v")
            for category in styles[name].iter("category")
        }
        assert told.keys() == {*COLOURS, ""}
        for kind, value in told.items():
            red, green, blue = (int(part) for part in value.split(",")[:3])
            assert f"#{red:02x}{green:02x}{blue:02x}" == colour_of(kind)


def test_the_colours_of_a_file_are_those_of_the_page() -> None:
    for group in words.GROUPS.values():
        assert {colour_of(kind) for kind in group.kinds or ("ECLIPSE",)} == {group.light}
