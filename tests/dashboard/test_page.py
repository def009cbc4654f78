"""The page's logic without a browser: what reaches the map, the lists and the address."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from page_samples import AJAR, HOSTILE, SAMPLES, reading_of, write_store
from streamlit.testing.v1 import AppTest

from dashboard import desk
from dashboard.basemap.offline import OfflineMap
from dashboard.layers.feed import row_key
from dashboard.sheet import Files
from dashboard.view import View
from dashboard.ways_out.files import write
from geocode import open_store

PAGE = str(Path(__file__).resolve().parents[2] / "dashboard" / "page.py")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("store") / "events.sqlite")


@pytest.fixture
def opened(store: Path, monkeypatch: pytest.MonkeyPatch):
    def run(path: Path = store, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("DATELINE_STORE", str(path))
        page = AppTest.from_file(PAGE, default_timeout=60)
        for name, value in query.items():
            page.query_params[name] = value
        return page.run()

    return run


def map_arguments(page: AppTest) -> dict:
    element = next(element for element in page.main if element.type == "component_instance")
    return json.loads(element.proto.json_args)


def widget(page: AppTest, name: str) -> dict:
    found = [e.proto for e in page.main if e.type == "bidi_component"]
    return json.loads(next(p.json for p in found if p.component_name == f"dateline.{name}"))


def test_the_page_opens_on_every_event(opened) -> None:
    page = opened()
    assert not page.exception
    assert len(widget(page, "listing")["rows"]) == 10
    assert dict(page.query_params) == {}


def test_every_script_style_and_tile_of_the_map_is_ours(opened) -> None:
    arguments = map_arguments(opened())
    links = arguments["js_links"] + arguments["css_links"]
    assert len(links) == len(OfflineMap.default_js) + len(OfflineMap.default_css)
    assert all(link.startswith(("../../app/static/", "../../api/map.js?v=")) for link in links)
    assert "http" not in arguments["script"] + arguments["feature_group"] + arguments["html"]


def test_a_range_reaches_the_map_as_whole_days(opened) -> None:
    page = opened(since="2022-02-10", until="2022-02-20")
    group = map_arguments(page)["feature_group"]
    assert '"since": 19033' in group
    assert '"until": 19043' in group
    assert widget(page, "timeline")["shown"] == 6
    assert page.date_input(key="dates-1").value == (date(2022, 2, 10), date(2022, 2, 20))


@pytest.fixture(scope="module")
def ajar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, and those whose days are open at an end."""
    return write_store(tmp_path_factory.mktemp("ajar") / "events.sqlite", (*SAMPLES, *AJAR))


@pytest.mark.parametrize(
    ("days", "events", "placed"),
    [
        (("2022-02-02", "2022-02-10"), 4, 4), (("2022-02-03", "2022-02-06"), 0, 0),
        (("2022-02-07", "2022-02-07"), 1, 1), (("", "2022-02-06"), 1, 1),
        (("2022-02-11", "2022-02-14"), 4, 3), (("2022-02-20", "2022-02-20"), 1, 1),
        (("2022-03-15", "2022-03-15"), 3, 2), (("2022-03-16", "2022-03-30"), 1, 1),
        (("2022-03-31", "2022-04-30"), 1, 1),
    ],
)  # fmt: skip
def test_list_counts_time_and_export_agree_at_both_inclusive_ends(
    opened, ajar: Path, days: tuple[str, str], events: int, placed: int
) -> None:
    asked = {end: day for end, day in zip(("since", "until"), days, strict=True) if day}
    page = opened(ajar, **asked)
    assert len(widget(page, "listing")["rows"]) == widget(page, "timeline")["shown"] == events
    view = View.from_query({end: [day] for end, day in asked.items()})
    shown, stream = desk.sheet(view, Files(ajar, ajar)), io.BytesIO()
    assert len(shown.events) - len(shown.unplaced) == placed
    write(view, Files(ajar, ajar), stream, format="geojson")
    features = json.loads(stream.getvalue())["features"]
    assert len({feature["properties"]["event_id"] for feature in features}) == events


def test_the_map_stays_the_same_map_for_every_view(opened) -> None:
    one, other = map_arguments(opened()), map_arguments(opened(kind="force", until="2022-02-02"))
    assert one["script"] == other["script"]


def test_choosing_dates_changes_list_and_address(opened) -> None:
    page = opened()
    page.date_input(key="dates-1").set_value((date(2022, 2, 2), date(2022, 2, 2))).run()
    assert [row["place"] for row in widget(page, "listing")["rows"]] == ["Lima"]
    assert page.query_params["since"] == "2022-02-02"
    assert page.query_params["until"] == "2022-02-02"


def test_words_kinds_and_status_filter_together(opened) -> None:
    page = opened(q="exercises", kind="deployment", status="planned")
    assert [row["place"] for row in widget(page, "listing")["rows"]] == ["Belarus"]
    page.button(key="reset").click().run()
    assert len(widget(page, "listing")["rows"]) == 10
    assert page.text_input(key="text-2").value == ""


def test_every_run_tells_a_widget_its_start_so_that_no_lost_message_undoes_the_view(opened) -> None:
    page = opened(**{"q": "exercises", "as": "table", "kind": "deployment", "show": "undated"})
    for _ in range(2):
        assert page.text_input(key="text-1").proto.default == "exercises"
        starts = {name: list(page.button_group(key=f"{name}-1").proto.default)
                  for name in ("face", "groups", "tray")}  # fmt: skip
        assert starts == {"face": [1], "groups": [1], "tray": [2]}
        page.run()


def test_a_view_changed_elsewhere_makes_a_new_widget_and_a_persons_own_choice_does_not(
    opened,
) -> None:
    page = opened(q="exercises")
    page.text_input(key="text-1").set_value("Yelsk").run()
    assert page.text_input(key="text-1").value == "Yelsk"
    page.button(key="reset").click().run()
    assert page.text_input(key="text-2").value == ""
    assert page.query_params.get("q") is None


def test_a_tray_opens_and_is_kept_in_the_address(opened) -> None:
    page = opened(show="undated")
    assert [row["when"] for row in widget(page, "listing")["rows"]] == ["no date", "no date"]
    assert page.query_params["show"] == "undated"


@pytest.mark.parametrize(
    "query",
    [
        {"since": "yesterday", "event": "9" * 40},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"kind": ["<script>", "force"], "status": "%00", "q": "{{7*7}}${x}" * 50},
        {"event": "12345"},
        {"show": "nothing", "unknown": "1"},
    ],
)
def test_no_address_breaks_the_page(opened, query: dict[str, str | list[str]]) -> None:
    page = opened(**query)
    assert not page.exception
    assert page.text[0].value == "Dateline"


def test_no_word_of_a_report_reaches_folium(opened, tmp_path: Path) -> None:
    path = write_store(tmp_path / "hostile.sqlite", HOSTILE)
    page = opened(path)
    assert not page.exception
    sent = json.dumps(map_arguments(page))
    for sample in HOSTILE:
        for text in (sample.sentence, sample.source, sample.where, sample.what):
            assert text is None or json.dumps(text)[1:-1] not in sent
    rows = widget(page, "listing")["rows"]
    assert {row["place"] for row in rows} == {sample.where for sample in HOSTILE}


def test_an_empty_store_says_what_to_do(opened, tmp_path: Path) -> None:
    page = opened(tmp_path / "none.sqlite")
    assert not page.exception
    assert "python -m geocode read" in page.markdown[0].value


def test_a_store_that_is_just_being_made_is_an_empty_one(opened, tmp_path: Path) -> None:
    (tmp_path / "events.sqlite").touch()
    page = opened(tmp_path / "events.sqlite")
    assert not page.exception
    assert "python -m geocode read" in page.markdown[0].value


def test_a_damaged_store_says_so(opened, tmp_path: Path) -> None:
    path = tmp_path / "events.sqlite"
    path.write_bytes(b"this is no database, and was never one. " * 200)
    page = opened(path)
    assert not page.exception
    assert page.subheader[0].value == "The event store cannot be opened."
    assert str(path) in page.text[0].value


def write_in(path: Path, *languages: str) -> Path:
    """A store whose reports are said to be in these languages, an event in each."""
    with open_store(path) as store:
        for number, (sample, language) in enumerate(zip(SAMPLES, languages, strict=False)):
            reading = reading_of(sample, number)
            store.add(replace(reading, document=replace(reading.document, language=language)))
    return path


def coverage_of(page: AppTest) -> list[str]:
    return [line.value for line in page.text if " read" in line.value and " in " in line.value]


def test_the_page_says_which_reports_are_read_for_places_only(opened, tmp_path: Path) -> None:
    page = opened(write_in(tmp_path / "events.sqlite", "pl", "pl", "en", "it", "und"))
    less = (
        ", of which no words are prepared: places are found by their names alone, less surely; "
        "dates and events are not read."
    )
    assert coverage_of(page) == [
        "2 reports in Polish: only places are read, not dates or events.",
        f"1 report in Italian{less}",
        f"1 report in a language we cannot tell{less}",
    ]


def test_a_part_leads_to_its_whole_and_back_and_the_sort_of_violence_is_said(
    opened, tmp_path: Path
) -> None:
    reading = reading_of(SAMPLES[0], 0)
    (whole,) = reading.events
    part = replace(
        whole, id="part", kind="ASSAULT", label="car_bombing", places=(), part_of=whole.id
    )
    path = tmp_path / "events.sqlite"
    with open_store(path) as store:
        store.add(replace(reading, events=(whole, part)))
        keys = {row.event_id: row_key(row) for row in store.rows()}
    told = widget(opened(path, event=str(keys["part"])), "evidence")
    assert told["kind"] == "Assault, car bombing"
    assert [other["key"] for other in told["whole"]] == [keys[whole.id]]
    told = widget(opened(path, event=str(keys[whole.id])), "evidence")
    assert [other["key"] for other in told["parts"]] == [keys["part"]]
    assert told["reports"]["told"] == []


def test_a_store_without_events_does_not_say_that_it_is_empty(opened, tmp_path: Path) -> None:
    reading = reading_of(SAMPLES[0], 0)
    document = replace(reading.document, language="uk")
    with open_store(tmp_path / "events.sqlite") as store:
        store.add(replace(reading, document=document, events=(), places=(), mentions=()))
    page = opened(tmp_path / "events.sqlite")
    assert page.markdown[0].value.startswith("1 report read, and no event found in them.")
    assert coverage_of(page) == [
        "1 report in Ukrainian: only places are read, not dates or events."
    ]


OUTCOME = """
from dashboard.desk import Outcome
from dashboard.panels.upload import _report
_report(Outcome(("a",), ("b", "c"), 0, 0, (), (("de", 2), ("en", 1))))
"""


def test_an_upload_says_how_its_reports_were_read() -> None:
    page = AppTest.from_string(OUTCOME, default_timeout=60).run()
    assert [text.value for text in page.text][1:] == [
        "2 reports in German: only places are read, not dates or events."
    ]


FORM = """
from pathlib import Path
from dashboard.panels.upload import form
from dashboard.sheet import Files
form(Files(Path({store!r}), Path({gazetteer!r})))
"""


@pytest.fixture
def form(tmp_path: Path) -> AppTest:
    files = {"store": str(tmp_path / "events.sqlite"), "gazetteer": str(tmp_path / "none.sqlite")}
    return AppTest.from_string(FORM.format(**files), default_timeout=60).run()


def test_without_a_report_there_is_nothing_to_read(form: AppTest) -> None:
    form.button(key="read").click().run()
    assert form.warning[0].value == "Choose a file of at most 20 MB or paste a report first."


def test_without_a_gazetteer_the_page_says_how_to_build_it(form: AppTest) -> None:
    form.text_area(key="pasted").set_value("A bridge fell in Lima.")
    form.button(key="read").click().run()
    assert not form.exception
    assert any("python -m geocode build" in text.value for text in form.text)


def test_online_tiles_are_offered_only_where_the_start_allowed_them(
    opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = opened(online="1", basemap="online")
    assert len(plain.toggle) == 0
    assert '"online": 0' in map_arguments(plain)["feature_group"]
    monkeypatch.setenv("DATELINE_ONLINE", "1")
    allowed = opened()
    assert allowed.toggle(key="online").value is False
    assert '"online": 0' in map_arguments(allowed)["feature_group"]
    chosen = allowed.toggle(key="online").set_value(True).run()
    assert '"online": 1' in map_arguments(chosen)["feature_group"]
    assert "online" not in chosen.query_params
