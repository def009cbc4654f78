"""The ways out of the page: what they hold, what they say of it, and that text stays text."""

from __future__ import annotations

import hashlib
import io
import json
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from page_samples import AJAR, HOSTILE, SAMPLES, answered, write_store
from pmtiles.reader import MemorySource, Reader
from starlette.datastructures import QueryParams

from dashboard import words
from dashboard.basemap.parts import SCRIPTS, STYLES
from dashboard.columns import MARKS, NO_MARK, PLACED, opened
from dashboard.desk import sheet
from dashboard.layers.feed import STATUS_CODES
from dashboard.sheet import Files
from dashboard.speech import LANGUAGES, speaking
from dashboard.view import View
from dashboard.ways_out import WAYS, routes
from dashboard.ways_out import handout as handouts
from dashboard.ways_out.about import about, filter_words
from dashboard.ways_out.files import in_order, name_of, size_of, write
from dashboard.ways_out.handout import WORLD, handout, inert, policy
from dashboard.ways_out.routes import look_of, out
from dashboard.ways_out.world import small_world
from geocode import open_store
from geocode.exporters import EXPORTERS

FEBRUARY = View(since=date(2022, 2, 2), until=date(2022, 2, 14))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    store = tmp_path_factory.mktemp("out") / "events.sqlite"
    return Files(write_store(store, (*SAMPLES, *AJAR, *HOSTILE)), store)


def held(page: bytes, id: str) -> dict:
    (block,) = html.fromstring(page.decode()).xpath(f"//script[@id='{id}']")
    return json.loads(block.text)


# ---- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [View(), FEBRUARY, replace(FEBRUARY, sure=True, undated=True)])
@pytest.mark.parametrize("format", EXPORTERS)
def test_a_file_has_a_record_for_each_row_the_page_shows(files: Files, view, format) -> None:
    shown, stream = sheet(view, files), io.BytesIO()
    assert write(view, files, stream, format=format) == int(shown.inside.sum())
    again = io.BytesIO()
    write(view, files, again, format=format)
    assert again.getvalue() == stream.getvalue()


def test_a_file_says_the_address_of_its_view_and_whom_to_name(files: Files) -> None:
    stream = io.BytesIO()
    view = replace(FEBRUARY, groups=("talks",), event=5, tray="undated", language="uk")
    write(view, files, stream, format="geojson")
    told = json.loads(stream.getvalue())["metadata"]
    assert told["view"] == "since=2022-02-02&until=2022-02-14&kind=talks"
    assert told["attributions"][0] == "Place data © GeoNames, CC BY 4.0 (geonames.org)"
    assert told["counts"]["events"] == told["counts"]["placed"] + told["counts"]["unplaced"]
    assert told["counts"]["features"] == len(json.loads(stream.getvalue())["features"])


def test_the_sums_of_a_file_are_those_of_the_list_where_shapes_are_chosen(files: Files) -> None:
    stream = io.BytesIO()
    view = View(shapes=("disc", "line"))
    write(view, files, stream, format="geojson")
    told = json.loads(stream.getvalue())
    counts, events = told["metadata"]["counts"], len(sheet(view, files).events)
    assert told["metadata"]["filter"]["shapes"] == ["disc", "line"]
    assert (counts["events"], counts["features"]) == (events, len(told["features"]))
    assert counts["events"] == counts["placed"] + counts["unplaced"]
    assert counts["events"] == counts["dated"] + counts["undated"]


def test_rows_are_read_some_at_a_time_and_each_once(files: Files, monkeypatch) -> None:
    monkeypatch.setattr("dashboard.ways_out.files.AT_ONCE", 3)
    shown = sheet(View(), files)
    slices = list(in_order(shown))
    assert len(slices) > 1
    events = [event for some in slices for event in some]
    assert sorted(events) == sorted(shown.columns["event"][shown.events].tolist())


@given(
    st.text(),
    st.sets(st.sampled_from(list(words.GROUPS))),
    st.sets(st.sampled_from(list(STATUS_CODES))),
    st.none() | st.dates(),
)
def test_a_name_is_safe_whatever_is_searched_for(text, groups, statuses, since) -> None:
    name = name_of(
        View(text=text, groups=tuple(sorted(groups)), statuses=tuple(statuses), since=since)
    )
    assert re.fullmatch(r"dateline(-[a-z0-9]+)+", name)
    assert len(name) < 160


# ---- what is said --------------------------------------------------------------------------------


def test_the_filter_is_said_as_one_line() -> None:
    view = replace(
        FEBRUARY, groups=("force", "talks"), statuses=("planned",), text="Yelsk", sure=True
    )
    assert filter_words(view) == (
        "2–14 Feb 2022 · Armed force, Talks and aid · Planned · “Yelsk” · Only surely inside"
    )
    assert filter_words(View()) == "all dates"


def test_what_is_said_adds_up_and_names_its_sources(files: Files) -> None:
    told = about(sheet(replace(FEBRUARY, text="Courier"), files), files)
    assert told["counts"] == (
        "8 events in 8 reports = 7 on the map + 1 with no place; "
        "2 more with no date, outside any range"
    )
    assert [(kind["name"], kind["count"]) for kind in told["kinds"]] == [
        ("Deployment", 4), ("Pressure", 2), ("Protest", 1), ("Talks and aid", 1),
    ]  # fmt: skip
    assert told["sources"] == ["Sample Courier (8)"]
    assert told["newest"] == "reports up to 14 Feb 2022"
    assert told["file"] == "dateline-2022-02-02-to-2022-02-14-search"
    assert len(told["events"]) == told["number"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_the_language_of_the_page(files: Files, language: str) -> None:
    with speaking(language):
        told = about(sheet(View(language=language), files), files)
        assert told["language"] == language
        assert told["filter"] == words.WAYS_OUT["all"]
        assert set(WAYS) | {f"{name}_for" for name in WAYS} <= set(words.WAYS_OUT)


def test_every_word_that_the_scripts_ask_for_is_there() -> None:
    folder = Path("dashboard")
    for script, names in (
        (folder / "ways_out" / "handout.js", ("W", "words")),
        (folder / "static" / "print" / "print.js", ("words",)),
        (folder / "static" / "map" / "picture.js", ("words",)),
    ):
        code = script.read_text("utf-8")
        for name in names:
            asked = set(re.findall(rf"\b{name}\.(\w+)", code))
            assert asked <= set(words.WAYS_OUT), script.name
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert sink not in code


# ---- the map in one file -------------------------------------------------------------------------


def test_the_file_names_every_script_and_style_it_may_run(files: Files) -> None:
    page = html.fromstring(b"".join(handout(View(), files, look=None)).decode())
    (meta,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']")
    rules = dict(rule.strip().split(" ", 1) for rule in meta.get("content").split(";"))
    assert rules.pop("script-src").count("'sha256-") == len(SCRIPTS) + 1
    assert rules.pop("style-src").count("'sha256-") == len(STYLES) + 1
    assert rules == {
        "default-src": "'none'", "img-src": "data: blob:", "base-uri": "'none'",
        "form-action": "'none'",
    }  # fmt: skip
    run = [*page.xpath("//script[not(@type)]"), *page.xpath("//style")]
    kept = page.xpath("//script[@data-tag]")
    assert (len(run), len(kept)) == (2, len(SCRIPTS) + len(STYLES))
    for element in (*run, *kept):
        digest = b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy()
    assert not page.xpath("//@src | //link | //*[@onerror or @onload or @onclick]")


def test_what_reports_say_is_data_in_the_file_and_nothing_else(files: Files) -> None:
    page = b"".join(handout(View(), files, look=(6.0, 52.0, 28.0)))
    told = held(page, "data")
    said = {"".join(text for text, _ in row["quote"]) for row in told["rows"]}
    assert {sample.sentence for sample in HOSTILE} <= said
    assert b"<img src=x" not in page
    assert b"<script>window" not in page
    assert told["look"] == [6.0, 52.0, 28.0]
    assert [row["url"] for row in told["rows"] if row["url"]] != []
    assert not any((row["url"] or "").startswith("javascript:") for row in told["rows"])


@given(st.text())
def test_inert_json_ends_no_block_and_comes_back_whole(text: str) -> None:
    block = inert({"a": text})
    assert not set(block) & set(b"<>&\n\r")
    assert block.isascii()
    assert json.loads(block) == {"a": text}


def test_the_file_holds_the_rows_their_marks_and_their_outlines(files: Files) -> None:
    told = held(b"".join(handout(FEBRUARY, files, look=None)), "data")
    shown = sheet(FEBRUARY, files)
    columns = opened(memoryview(b64decode(told["columns"])))
    assert [row["key"] for row in told["rows"]] == [columns.key(at) for at in range(len(columns))]
    assert len(columns) == int(shown.inside.sum())
    assert told["events"] == len(shown.events) == told["about"]["number"]
    assert [row["placed"] for row in told["rows"]] == columns.flagged(PLACED).tolist()
    assert len(told["tales"]) == len(columns)
    drawn = np.flatnonzero(columns["mark_layer"] >= 2).tolist()
    assert sorted(map(int, told["outlines"])) == drawn


def test_of_too_many_events_the_file_holds_the_newest_and_says_so(
    files: Files, monkeypatch
) -> None:
    monkeypatch.setattr(handouts, "MOST", 4)
    told = held(b"".join(handout(View(), files, look=None)), "data")
    shown = sheet(View(), files)
    assert len({row["event"] for row in told["rows"]}) == told["events"] == 4
    assert told["first_of"].startswith(f"The newest 4 of {len(shown.events)} events")


def test_rows_by_themselves_keep_their_marks(files: Files) -> None:
    whole = sheet(View(), files).columns
    kept = np.arange(len(whole)) % 3 == 0
    some = whole.only(kept)
    assert [some.key(at) for at in range(len(some))] == [
        whole.key(int(at)) for at in np.flatnonzero(kept)
    ]
    before, after = whole["mark"][kept], some["mark"]
    assert ((before == NO_MARK) == (after == NO_MARK)).all()
    placed = before != NO_MARK
    for name in MARKS:
        assert (whole[name][before[placed]] == some[name][after[placed]]).all()
    assert len(some["mark_x"]) == len(set(before[placed].tolist()))


def test_a_small_world_is_the_world_to_a_lower_zoom() -> None:
    raw, zoom = small_world(WORLD)
    assert len(raw) < 1_400_000
    small, whole = Reader(MemorySource(raw)), Reader(MemorySource(WORLD.read_bytes()))
    assert small.header()["max_zoom"] == zoom
    assert zoom >= 3
    for tile in ((0, 0, 0), (1, 1, 0), (zoom, 2**zoom // 2, 2**zoom // 3)):
        assert small.get(*tile) == whole.get(*tile)
    assert small.get(zoom + 1, 0, 0) is None
    assert small_world.__wrapped__(WORLD) == (raw, zoom)
    assert small_world.__wrapped__(WORLD, room=120_000)[1] == 1


# ---- addresses -----------------------------------------------------------------------------------


def asked(name: str, query: str = "", *, gone: bool = False):
    async def hung_up() -> bool:
        return gone

    request = SimpleNamespace(
        path_params={"name": name}, query_params=QueryParams(query), is_disconnected=hung_up
    )
    return answered(out(request))


def test_an_address_gives_its_file_under_the_name_of_the_view(files: Files, monkeypatch) -> None:
    monkeypatch.setattr("dashboard.desk.files", lambda: files)
    for way in WAYS.values():
        if not way.address.startswith(("events.", "map.")):
            continue
        answer = asked(way.address, "since=2022-02-02&until=2022-02-14&kind=protest")
        ending = way.address.split(".")[1]
        assert answer.headers["content-disposition"] == (
            f'attachment; filename="dateline-2022-02-02-to-2022-02-14-protest.{ending}"'
        )
        assert (answer.media_type, answer.headers["cache-control"]) == (way.media, "no-store")
        path = Path(answer.path)
        assert path.stat().st_size
        answered(answer.background())
        assert not path.exists()


def test_writing_stops_when_nobody_waits_and_leaves_no_file(
    files: Files, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("dashboard.desk.files", lambda: files)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("dashboard.ways_out.files.AT_ONCE", 1)
    monkeypatch.setattr(routes, "LOOK_S", 0.001)
    told: list[tuple[int, int]] = []

    def slowly(work: routes.Work, done: int, total: int) -> None:
        told.append((done, total))
        while not work.stopped:  # the browser is gone: it will be said
            Event().wait(0.001)
        raise routes.Stopped

    monkeypatch.setattr(routes.Work, "tell", slowly)
    assert asked("events.geojson", "work=7", gone=True).status_code == 499
    assert told == [(0, len(sheet(View(), files).events))]
    assert list(tmp_path.iterdir()) == []
    assert routes.WORKS == {}


def test_a_work_says_how_far_it_is() -> None:
    work = routes.WORKS["12"] = routes.Work()
    work.tell(2000, 1_000_000)
    request = SimpleNamespace(path_params={"work": "12"})
    told = json.loads(answered(routes.progress(request)).body)
    assert told == {"done": 2000, "total": 1_000_000}
    del routes.WORKS["12"]
    assert json.loads(answered(routes.progress(request)).body) == {"done": 0, "total": 0}
    work.stopped = True
    with pytest.raises(routes.Stopped):
        work.tell(4000, 1_000_000)


def test_an_address_that_is_none_or_has_no_store_says_so(tmp_path: Path, monkeypatch) -> None:
    gone = tmp_path / "none.sqlite"
    monkeypatch.setattr("dashboard.desk.files", lambda: Files(gone, gone))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert asked("../secret").status_code == 404
    assert asked("events.geojson").status_code == 503
    assert asked("about.json").status_code == 503
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("named", ["", "x", "1_2", "nan_0_0", "6_95_0", "6_50_1e9", "-1_0_0"])
def test_an_address_that_looks_nowhere_opens_the_map_where_it_may(named: str) -> None:
    assert look_of({"map": [named]}) is None


def test_the_store_says_which_sources_tell_of_events(files: Files) -> None:
    with open_store(files.store, read_only=True) as store:
        everything = [site.event for site in store.sites()]
        found = store.sources(everything)
        assert found[0] == ("Sample Courier", len(SAMPLES) + len(AJAR), date(2022, 3, 15))
        assert len(found) == 1 + len(HOSTILE)
        assert store.sources([]) == ()


def test_how_large_a_file_will_be_is_judged_by_a_share_of_it_and_said_where_it_is_much(
    files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.BytesIO()
    write(View(), files, stream, format="csv")
    assert size_of(View(), files, format="csv") == stream.tell()
    assert size_of(View(text="Zzyzx"), files, format="csv") < 2_000
    monkeypatch.setenv("DATELINE_STORE", str(files.store))
    assert routes._warning("geojson", {}) == ""
    monkeypatch.setattr(routes, "LARGE", 1)
    assert routes._warning("html", {}) == ""
    monkeypatch.setattr(routes, "size_of", lambda *_, **__: 972_400_000)
    assert routes._warning("geojson", {}).startswith("This file will be about 970 MB.")
    assert routes._warning("geojson", {"lang": ["pl"]}).startswith("Ten plik będzie miał około 970")
