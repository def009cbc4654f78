"""Places of one's own win over everything, survive rebuilds, and say what is wrong with them."""

import json
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from tiny_world import LINES, built, dump

from geocode.errors import InputError
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.sources.overlay import read_overlay
from geocode.places import place_query
from geocode.settings import Settings

HEADER = "name,lon,lat,id,country,admin1,feature,population,radius_km,names,weak,demonyms"


def table(path: Path, *rows: str, header: str = "name,lon,lat") -> Path:
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def feature(geometry: object, **properties: object) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(path: Path, *features: object) -> Path:
    text = json.dumps({"type": "FeatureCollection", "features": features})
    path.write_text(text, encoding="utf-8")
    return path


SQUARE = {"type": "Polygon", "coordinates": [[[29, 51], [30, 51], [30, 52], [29, 52], [29, 51]]]}


def test_a_place_of_ones_own_stands_first_among_all_bearers(tmp_path: Path) -> None:
    rows = ("Kyiv,28.9,51.8", "Depot 12,28.91,51.79")
    summary = built(tmp_path / "g.sqlite", overlays=[table(tmp_path / "my.csv", *rows)])
    assert summary.overlays == (("my.csv", 2),)
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        assert [e.id for e in index.lookup("Kyiv")] == ["overlay:kyiv", "geonames:703448"]
        depot = index.lookup("depot 12")[0]
        assert (depot.id, depot.feature, depot.country) == ("overlay:depot-12", "LCTY", None)
        assert (depot.lon, depot.lat, depot.precision_m) == (28.91, 51.79, 1_000.0)


def test_a_lookup_gives_the_overlays_place_and_says_so(tmp_path: Path) -> None:
    built(tmp_path / "g.sqlite", overlays=[table(tmp_path / "my.csv", "Kyiv,28.9,51.8")])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        first, second = place_query("Kyiv", index, Settings())
        assert (first.best.id, second.best.id) == ("overlay:kyiv", "geonames:703448")
        assert first.confidence > 0.9
        assert "from an overlay of your own" in first.why


def test_every_column_is_taken(tmp_path: Path) -> None:
    row = 'Алеся,29.1,51.8,base-1,by,BY-HO,ppl,1200,3,"Alesia|Алёся | ,comma",the town|HQ,Alesian'
    built(tmp_path / "g.sqlite", overlays=[table(tmp_path / "my.csv", row, header=HEADER)])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        entry = index.entry("overlay:base-1")
        assert (entry.name, entry.feature, entry.population) == ("Алеся", "PPL", 1_200)
        assert (entry.country, entry.admin1) == ("BY", "geonames:628281")
        assert entry.precision_m == 3_000.0
        assert index.names(entry.id) == ("Алеся", "Alesia", "Алёся", ",comma", "the town", "HQ")
        assert [e.id for e in index.demonym("Alesian")] == ["overlay:base-1"]
        assert index.evidence("the town").bearers == 1
        assert index.nearest(29.1, 51.8)[0][0].id == "overlay:base-1"


def test_the_id_of_an_entry_changes_that_entry(tmp_path: Path) -> None:
    row = "Jelsk,29.2,51.9,geonames:619598,,,,,4,Kyiv"
    header = "name,lon,lat,id,country,admin1,feature,population,radius_km,names"
    built(tmp_path / "g.sqlite", overlays=[table(tmp_path / "my.csv", row, header=header)])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        yelsk = index.entry("geonames:619598")
        assert (yelsk.name, yelsk.lon, yelsk.lat) == ("Jelsk", 29.2, 51.9)
        assert (yelsk.population, yelsk.country, yelsk.precision_m) == (8_623, "BY", 4_000.0)
        assert index.lookup("Yelsk")[0].id == "geonames:619598"
        # Only the names the overlay gives it win.
        assert [e.id for e in index.lookup("Kyiv")] == ["geonames:619598", "geonames:703448"]
        assert index.lookup("White House")[0].id == "site:white-house"
        assert index.overlaid == {"geonames:619598": "my.csv"}


def test_an_entry_may_keep_its_point(tmp_path: Path) -> None:
    path = table(tmp_path / "my.csv", "Yelsk,,,geonames:619598", header="name,lon,lat,id")
    built(tmp_path / "g.sqlite", overlays=[path])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        assert index.entry("geonames:619598").lon == 29.15


def test_an_entry_that_only_a_dump_has_can_be_changed(tmp_path: Path) -> None:
    path = table(tmp_path / "my.csv", "Valava,29,51.5,geonames:1002", header="name,lon,lat,id")
    source = dump(tmp_path / "BY.zip")
    built(tmp_path / "g.sqlite", dumps=[source], overlays=[path])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        entry = index.entry("geonames:1002")
        assert (entry.name, entry.lat, entry.population) == ("Valava", 51.5, 900)
        assert [e.id for e in index.lookup("Волавск")] == ["geonames:1002"]
    with pytest.raises(InputError, match=r"line 2, id: 'geonames:1002' is in no source"):
        built(tmp_path / "g.sqlite")


def test_shapes_replace_shapes_and_give_their_own_point(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[29, 51], [29, 53, 120.5]]}
    point = {"type": "Point", "coordinates": [29.5, 51.5]}
    path = collection(
        tmp_path / "my.geojson",
        feature(SQUARE, name="Belarus", id="geonames:630336"),
        feature(SQUARE, name="Range", names=["Полигон", "The Range"], country="BY"),
        feature(line, name="Pipeline", precision_m=50),
        feature(point, name="Well", radius_km=0.2),
    )
    built(tmp_path / "g.sqlite", overlays=[path])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        belarus, area = index.country("BY"), index.entry("overlay:range")
        assert index.shape(belarus.id).equals(shapely.geometry.shape(SQUARE))
        assert belarus.bbox == (29.0, 51.0, 30.0, 52.0)
        assert (area.feature, area.shape, area.lon, area.lat) == ("AREA", "area", 29.5, 51.5)
        assert area.precision_m == pytest.approx(49_500, rel=0.01)
        assert index.lookup("Полигон")[0] == index.lookup("Range")[0] == area
        pipe, well = index.entry("overlay:pipeline"), index.entry("overlay:well")
        assert (pipe.shape, pipe.lon, pipe.lat, pipe.precision_m) == ("line", 29.0, 52.0, 50.0)
        assert (well.shape, well.lon, well.precision_m) == (None, 29.5, 200.0)


def test_an_overlay_is_in_every_later_build_until_it_is_taken_out(tmp_path: Path) -> None:
    path, mine = tmp_path / "g.sqlite", table(tmp_path / "my.csv", "Depot 12,28.91,51.79")
    bare = built(path).digest
    first = built(path, overlays=[mine])
    mine.unlink()
    assert built(path).digest == first.digest != bare
    assert built(path, with_kept=False).digest == bare
    assert built(path, dumps=[dump(tmp_path / "BY.zip", LINES)]).overlays == (("my.csv", 1),)
    (tmp_path / "overlays" / "my.csv").unlink()
    assert built(path).digest == bare


def test_a_new_overlay_of_the_same_name_replaces_the_kept_one(tmp_path: Path) -> None:
    path, mine = tmp_path / "g.sqlite", tmp_path / "my.csv"
    built(path, overlays=[table(mine, "Depot 12,28.91,51.79")])
    summary = built(path, overlays=[table(mine, "Depot 13,28.91,51.79")])
    assert summary.overlays == (("my.csv", 1),)
    with open_gazetteer(path) as index:
        assert index.lookup("Depot 12") == ()
        assert index.lookup("Depot 13")[0].id == "overlay:depot-13"
        assert len(index.meta["overlay my.csv"]) == 64


def test_an_overlay_that_is_refused_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    bare = built(path).digest
    with pytest.raises(InputError):
        built(path, overlays=[table(tmp_path / "my.csv", "Depot,x,1")])
    wrong_id = table(tmp_path / "my.csv", "Depot,1,1,geonames:5", header="name,lon,lat,id")
    with pytest.raises(InputError):
        built(path, overlays=[wrong_id])
    assert not (tmp_path / "overlays").exists()
    assert built(path).digest == bare


def test_the_order_of_rows_and_files_changes_nothing(tmp_path: Path) -> None:
    one, two = "Depot 12,28.91,51.79", "Base,1,2"
    a, b = table(tmp_path / "a.csv", one, two), table(tmp_path / "b.csv", "Well,5,6")
    first = built(tmp_path / "x" / "g.sqlite", overlays=[a, b])
    table(tmp_path / "a.csv", two, one)
    second = built(tmp_path / "y" / "g.sqlite", overlays=[b, a])
    assert first.digest == second.digest


def test_two_overlays_may_not_speak_of_one_place(tmp_path: Path) -> None:
    a, b = (table(tmp_path / name, "Depot 12,28.91,51.79") for name in ("a.csv", "b.csv"))
    with pytest.raises(InputError, match=r"b\.csv: line 2, id: overlay:depot-12 is in a\.csv, lin"):
        built(tmp_path / "g.sqlite", overlays=[a, b])
    (tmp_path / "sub").mkdir()
    twin = table(tmp_path / "sub" / "a.csv", "Base,1,1")
    with pytest.raises(InputError, match=r"two overlays are called a\.csv"):
        built(tmp_path / "g.sqlite", overlays=[a, twin])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Depot,,51", r"line 2, lon: it is missing"),
        ("Depot,28.9,", r"line 2, lat: it is missing"),
        ("Depot,,", r"line 2, lon, lat: a new place needs them"),
        (",28.9,51.8", r"line 2, name: give one"),
        ("A|B,28.9,51.8", r"line 2, name: give one; others go into names"),
        ("…,28.9,51.8", r"line 2, name: '…' has neither letter nor digit"),
        ("Depot,east,51", r"line 2, lon: 'east' is no number"),
        ("Depot,nan,51", r"line 2, lon: nan is not from -180 to 180"),
        ("Depot,280,51", r"line 2, lon: 280 is not from -180 to 180"),
        ("Depot,51.5,128.9", r"line 2, lat: 128.9 is not from -90 to 90; are lon and lat swapped"),
        ("Depot,28.9,51.8,12", r"line 2, it has 4 cells where the header has 3"),
        ("Depot\x1b[2J,28.9,51.8", r"line 2, name: 'Depot\\x1b\[2J' holds what cannot be written"),
        ("x" * 300 + ",28.9,51.8", r"line 2, name: .* is longer than 200 characters"),
        ('"Depot,28.9,51.8', r"line 2: unexpected end of data"),
        ("Depot,1,1\nBase,2,2\ndepot,3,3", r"line 4, name: line 2 is overlay:depot too"),
    ],
)
def test_what_is_wrong_with_a_row_names_row_and_column(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as error:
        read_overlay(table(tmp_path / "my.csv", row))
    assert "my.csv" in str(error.value)


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("country", "XX", "country: no country has the code 'XX'"),
        ("admin1", "UA-99", "admin1: 'UA-99' is no division"),
        ("admin1", "geonames:703448", "admin1: 'geonames:703448' is no division"),
        ("feature", "town!", "feature: 'TOWN!' is no feature code"),
        ("feature", "PCLI", "feature: PCLI is kept for what ISO 3166 has a code for"),
        ("population", "-1", "population: -1 is not from 0 to"),
        ("radius_km", "0", "radius_km: 0 is not from 0.001 to"),
        ("precision_m", "1e9", "precision_m: 1e9 is not from 1 to"),
        ("id", "a b", "id: 'a b'; write letters, digits and -, or an entry's id"),
        ("id", "geonames:5", "id: 'geonames:5' is in no source of the gazetteer"),
    ],
)
def test_what_is_wrong_with_a_cell_names_it(
    tmp_path: Path, column: str, cell: str, said: str
) -> None:
    path = table(tmp_path / "my.csv", f"Depot,28.9,51.8,{cell}", header=f"name,lon,lat,{column}")
    with pytest.raises(InputError, match="line 2, ") as error:
        built(tmp_path / "g.sqlite", overlays=[path])
    assert said in str(error.value)


def test_a_town_cannot_become_a_division(tmp_path: Path) -> None:
    row = "Yelsk,29,52,geonames:619598,ADM1"
    path = table(tmp_path / "my.csv", row, header="name,lon,lat,id,feature")
    with pytest.raises(InputError, match="geonames:619598 is PPL, and cannot become ADM1"):
        built(tmp_path / "g.sqlite", overlays=[path])


def test_swapped_coordinates_are_suspected_where_the_country_tells(tmp_path: Path) -> None:
    path = table(tmp_path / "my.csv", "Depot,51.8,28.9,BY", header="name,lon,lat,country")
    with pytest.raises(InputError, match=r"far outside Belarus, .* they look swapped"):
        built(tmp_path / "g.sqlite", overlays=[path])


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("name,lon", "line 1: no column lat; columns are name, lon, lat, id"),
        ("name;lon;lat", "cells are between ';'; put commas between them"),
        ("name,lon,lat,populaton", "line 1: unknown column 'populaton'; columns are name"),
        ("name,lon,lat,lat", "line 1: column lat stands there twice"),
    ],
)
def test_a_wrong_header_says_which_columns_there_are(
    tmp_path: Path, header: str, said: str
) -> None:
    with pytest.raises(InputError) as error:
        read_overlay(table(tmp_path / "my.csv", "a,1,2", header=header))
    assert said in str(error.value)


def test_many_faults_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 2, .*; line 3, .*; line 4, .*; and 6 more"):
        read_overlay(table(tmp_path / "my.csv", *["Depot,x,1"] * 9))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "no column name, lon, lat"),
        ("a.csv", b"name,lon,lat\n", "holds no place"),
        ("a.csv", b"name,lon,lat\nK\xf6ln,7,51\n", "is not UTF-8 at byte 14; save it as UTF-8"),
        ("a.csv", b'name,lon,lat\n"' + b"x" * 200_000 + b'",7,51\n', "field larger than"),
        ("a.xlsx", b"PK", "is no overlay; give a file that ends in .csv or .geojson"),
        ("a.geojson", b"{", "is no JSON"),
        ("a.geojson", b"[" * 100_000, "is nested too deep"),
        ("a.geojson", b"[]", "is no GeoJSON FeatureCollection"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[]}', "holds no place"),
        ("a.geojson", b'{"type":"FeatureCollection","features":[NaN]}', "NaN is no number"),
        (
            "a.geojson",
            b'{"type":"FeatureCollection","features":[],"crs":{"name":"EPSG::3857"}}',
            "save it in WGS 84",
        ),
    ],
)
def test_a_file_that_is_no_overlay_says_so(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as error:
        read_overlay(tmp_path / name)
    assert said in str(error.value)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "my.csv").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(InputError, match=r"has 65 MB, more than the 64 an overlay may have"):
        read_overlay(tmp_path / "my.csv")


def ring(*points: tuple[float, float]) -> dict:
    return {"type": "Polygon", "coordinates": [[*points, points[0]]]}


FIJI = {
    "type": "MultiPolygon",
    "coordinates": [
        [[[177, -19], [180, -19], [180, -16], [177, -16], [177, -19]]],
        [[[-180, -18], [-179, -18], [-179, -16], [-180, -16], [-180, -18]]],
    ],
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("text", "it is no Feature"),
        (feature(SQUARE), "name: give one"),
        (feature(None, name="x"), "lon, lat: a new place needs them"),
        (feature({"type": "Circle"}, name="x"), "geometry: Circle is none of LineString, Multi"),
        (feature({"type": "Polygon"}, name="x"), "geometry: it cannot be read"),
        (feature(ring((0, 0), (1, 1), (1, 0), (0, 1)), name="x"), "geometry: it is not valid"),
        (feature(ring((170, 0), (190, 0), (190, 9)), name="x"), "cut it at 180 degrees"),
        (feature(ring((179, 0), (-179, 0), (-179, 1), (179, 1)), name="x"), "over 358 degrees of"),
        (feature(ring((5, 100), (6, 100), (6, 101)), name="x"), "longitude and latitude swapped?"),
        (feature(SQUARE, name="x", owner="me"), "unknown property 'owner'; properties are name"),
        (feature(SQUARE, name={"en": "x"}), "name: write text, a number, or a list of texts"),
        (feature(SQUARE, name="\ud800"), "name: '\\ud800' h"),
    ],
)
def test_what_is_wrong_with_a_feature_names_it(tmp_path: Path, given: object, said: str) -> None:
    good = feature(SQUARE, name="good")
    with pytest.raises(InputError, match="feature 2, ") as error:
        read_overlay(collection(tmp_path / "my.geojson", good, given))
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("drawn", "box"),
    [
        (ring((-180, -90), (180, -90), (180, -60), (-180, -60)), (-180, -90, 180, -60)),
        (ring((-90, 0), (90, 0), (90, 9), (-90, 9)), (-90, 0, 90, 9)),
        (FIJI, (177, -19, -179, -16)),
        ({"type": "LineString", "coordinates": [[170, 0], [180, 1]]}, (170, 0, 180, 1)),
    ],
)
def test_a_shape_may_go_round_the_earth_or_be_cut_at_180_degrees(
    tmp_path: Path, drawn: dict, box: tuple[float, ...]
) -> None:
    path = collection(tmp_path / "my.geojson", feature(drawn, name="Zone"))
    built(tmp_path / "g.sqlite", overlays=[path])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        assert index.entry("overlay:zone").bbox == box


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "<script>alert(1)</script>", "@SUM(A1)", "-1+1"])
def test_formulas_and_markup_are_just_names(tmp_path: Path, name: str) -> None:
    path = table(tmp_path / "my.csv", f"{name},28.9,51.8")
    built(tmp_path / "g.sqlite", overlays=[path])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        assert index.lookup(name)[0].name == name


@given(st.binary())
def test_no_bytes_do_more_than_raise_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    for ending in (".csv", ".geojson"):
        path = tmp_path_factory.getbasetemp() / f"any{ending}"
        path.write_bytes(b"name,lon,lat\n" + content if ending == ".csv" else content)
        try:
            sites = read_overlay(path)
        except InputError:
            continue
        assert all(-180 <= site.lon <= 180 and -90 <= site.lat <= 90 for site in sites)
