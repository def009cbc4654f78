"""What the first real report must give, by `read` and `export` as a user would type them."""

from __future__ import annotations

import json
import tomllib
from datetime import date

import first_report
import pytest
from acceptance_report import REPORT
from click.testing import CliRunner

from geocode.__main__ import cli
from geocode.documents import make_document
from geocode.gazetteer.protocol import Gazetteer
from geocode.geometry import distance_m
from geocode.pipeline import read_document

YELSK, KYIV = (51.81, 29.15), (50.45, 30.52)


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory, gazetteer: object) -> list[dict]:
    folder = tmp_path_factory.mktemp("first")
    store, out = str(folder / "events.sqlite"), folder / "events.geojson"
    for command in (
        ["read", str(REPORT), "--store", store],
        ["export", str(out), "--store", store, "--unplaced"],
    ):
        result = CliRunner().invoke(cli, command)
        assert result.exit_code == 0, result.output
    return json.loads(out.read_text(encoding="utf-8"))["features"]


@pytest.fixture(scope="module")
def card(gazetteer: Gazetteer) -> first_report.Card:
    text = REPORT.read_text(encoding="utf-8")
    reading = read_document(make_document(text, source=REPORT.name), gazetteer=gazetteer)
    return first_report.score(reading, tomllib.loads(first_report.GOLD.read_text(encoding="utf-8")))


def test_ten_of_its_eleven_core_events_are_found_once_each(card):
    assert len(card.found) >= 10
    assert card.duplicates == 0


def test_no_mark_and_no_date_of_it_is_wrong(card):
    assert card.wrong_marks == ()
    assert card.forbidden == ()


def placed(features: list[dict]) -> list[dict]:
    return [f["properties"] | {"shape": f["geometry"]["type"]} for f in features if f["geometry"]]


def near(features: list[dict], lat: float, lon: float) -> list[dict]:
    def centre(f: dict) -> tuple[float, float]:
        ring = f["geometry"]["coordinates"][0][:-1]
        return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)

    discs = [f for f in features if f["geometry"] and f["properties"]["relation"] == "near"]
    return [f["properties"] for f in discs if distance_m(*centre(f), lon, lat) < 30_000]


def test_launchers_are_a_disc_near_yelsk(features):
    assert {p["place_id"] for p in near(features, *YELSK)} == {"geonames:619598"}


def test_kyiv_is_marked_only_for_the_training_close_to_it(features):
    quotes = {p["quote"] for p in near(features, *KYIV)}
    assert len(quotes) == 1
    assert "train close to" in quotes.pop()
    others = [p for p in placed(features) if p["place_id"] == "geonames:703448"]
    assert {p["relation"] for p in others} == {"near"}


@pytest.mark.parametrize("border", ["border:BY-PL", "border:BY-UA"])
def test_drills_lie_on_both_borders_as_lines(features, border):
    shapes = {p["shape"] for p in placed(features) if p["place_id"] == border}
    assert shapes <= {"LineString", "MultiLineString"}
    assert shapes


def test_forces_on_russias_side_of_the_border_with_ukraine_are_an_area(features):
    sides = [p for p in placed(features) if p["relation"] == "along"]
    assert [p["place_id"] for p in sides] == ["geonames:2017370"]
    assert sides[0]["shape"] in {"Polygon", "MultiPolygon"}


def test_belarus_is_its_outline(features):
    shapes = {p["shape"] for p in placed(features) if p["place_id"] == "geonames:630336"}
    assert shapes <= {"Polygon", "MultiPolygon"}
    assert shapes


def test_nothing_else_is_on_the_map(features):
    assert {p["place_id"] for p in placed(features)} == {
        "geonames:619598", "geonames:703448", "border:BY-PL", "border:BY-UA", "geonames:2017370",
        "geonames:630336",
    }  # fmt: skip


def test_natos_statement_is_of_the_day_before(features):
    nato = [
        f["properties"]
        for f in features
        if f["properties"]["kind"] == "STATEMENT" and "NATO" in f["properties"]["actors"]
    ]
    assert {(p["earliest"], p["latest"]) for p in nato} == {("2022-02-13", "2022-02-13")}


def test_the_announcement_is_of_the_day_and_has_no_place(features):
    told = [
        f
        for f in features
        if f["properties"]["kind"] == "STATEMENT" and "announced" in f["properties"]["quote"]
    ]
    assert {f["properties"]["earliest"] for f in told} == {"2022-02-14"}
    assert {f["properties"]["latest"] for f in told} == {"2022-02-14"}
    assert {f["geometry"] is None for f in told} == {True}


def test_the_drills_last_longer_than_a_day(features):
    spans = {
        (p["earliest"], p["latest"]) for p in placed(features) if p["place_id"] == "border:BY-PL"
    }
    for earliest, latest in spans:
        assert date.fromisoformat(earliest) < date(2022, 2, 14) <= date.fromisoformat(latest)
        assert (date.fromisoformat(latest) - date.fromisoformat(earliest)).days >= 9


def test_no_event_is_pinned_to_a_day_the_report_does_not_say(features):
    days = {
        (f["properties"]["earliest"], f["properties"]["latest"])
        for f in features
        if f["properties"]["earliest"] == f["properties"]["latest"]
    }
    assert days <= {("2022-02-13", "2022-02-13"), ("2022-02-14", "2022-02-14"), (None, None)}
