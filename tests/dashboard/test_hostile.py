"""Hostile words through every way in and every way out: nothing of them runs on the server.

What they do in a browser is asked by ``tests/browser/test_browser_hostile.py``.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import shapely
from hostile import BOMBS, BY_HAND, CANARY, PAYLOADS, SECRET, WAYS_IN, sentence
from page_samples import SAMPLES, Sample, write_store
from streamlit.testing.v1 import AppTest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "gazetteer"))

from tiny_world import built

from dashboard import desk, overlays
from dashboard.basemap.offline import offline_map
from dashboard.layers.feed import row_key
from dashboard.layers.live import live_marks
from dashboard.layers.overlays import OVERLAYS
from dashboard.saved import save, saved_views
from dashboard.sheet import Files
from dashboard.view import View
from dashboard.ways_out.files import name_of, write
from dashboard.ways_out.handout import handout
from geocode import make_document, open_store, read_all, read_bytes
from geocode.corrections import write_lines
from geocode.errors import InputError
from geocode.exporters import EXPORTERS
from geocode.gazetteer import open_gazetteer
from geocode.records import Document, Rejected

ROOT = Path(__file__).resolve().parents[2]
MOST_MEMORY = 150_000_000
"""Bytes that reading one small file may take at most."""
PLACES = {name: text for name, text in PAYLOADS.items() if len(text) < 150}
"""Those that a gazetteer takes as a name."""


@pytest.fixture(autouse=True)
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing may have been run or written: neither the canary nor a file where we stand."""
    Path(CANARY).unlink(missing_ok=True)
    standing = tmp_path / "here"
    standing.mkdir()
    monkeypatch.chdir(standing)
    yield
    assert not Path(CANARY).exists()
    assert list(standing.iterdir()) == []


def samples() -> tuple[Sample, ...]:
    """An event for each payload, with it wherever a report or a gazetteer can say something."""
    return tuple(
        Sample(
            sentence(text[:2000]), "ASSAULT", "shelled", text[:2000], "10 February 2022",
            (date(2022, 2, 10), date(2022, 2, 10)), shapely.Point(20 + number / 4, 50),
            source=text, url=text,
        )
        for number, text in enumerate(PAYLOADS.values())
    )  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_store(tmp_path_factory.mktemp("hostile") / "events.sqlite", samples())


def test_there_are_more_than_forty_and_each_is_of_its_own() -> None:
    assert len(set(PAYLOADS.values())) == len(PAYLOADS) > 60


@pytest.mark.parametrize("way", WAYS_IN)
def test_no_file_runs_or_tells_what_it_should_not(way: str) -> None:
    for name, text in PAYLOADS.items():
        found = tuple(read_bytes(*WAYS_IN[way](text)))
        assert all(isinstance(one, (Document, Rejected)) for one in found), name
        said = [one.text if isinstance(one, Document) else one.reason for one in found]
        assert all(SECRET not in text for text in said), name


@pytest.mark.parametrize("name", BOMBS)
def test_a_small_file_stays_small(name: str) -> None:
    given = BOMBS[name]()
    assert len(given[1]) < 5_000_000
    tracemalloc.start()
    found = tuple(read_bytes(*given))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_MEMORY
    assert sum(len(one.text) for one in found if isinstance(one, Document)) < MOST_MEMORY


def test_pasted_text_is_read_as_the_text_it_is(gazetteer) -> None:
    documents = [
        make_document(sentence(text[:2000]), source=text, url=text, doc_id=text)
        for text in PAYLOADS.values()
    ]
    readings = list(read_all(documents, gazetteer=gazetteer))
    assert [type(one).__name__ for one in readings] == ["Reading"] * len(PAYLOADS)


def test_a_gazetteer_may_call_its_places_what_it_likes(tmp_path: Path) -> None:
    overlay, taken = tmp_path / "my.csv", {}
    for number, text in enumerate(PLACES.values()):
        with overlay.open("w", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["name", "lon", "lat", "id"])
            writer.writerow([text, 20 + number / 100, 50, f"spot-{number}"])
        try:
            built(tmp_path / "g.sqlite", overlays=[overlay])
        except InputError:
            continue
        taken[f"overlay:spot-{number}"] = text
        with open_gazetteer(tmp_path / "g.sqlite") as index:
            found = index.entry(f"overlay:spot-{number}")
            assert found
            documents = [make_document(f"Troops shelled the town of {text} on Sunday.")]
            assert list(read_all(documents, gazetteer=index))
    assert {PAYLOADS[name] for name in ("cycler", "script", "formula", "image")} <= {
        *taken.values()
    }


@pytest.mark.parametrize("format", EXPORTERS)
def test_every_file_we_write_says_it_as_text(format: str, store: Path) -> None:
    stream = io.BytesIO()
    assert write(View(), Files(store, store), stream, format=format) == len(PAYLOADS)
    body = stream.getvalue()
    assert SECRET.encode() not in body
    said = CHECKS.get(format, lambda *_: set(SAID))(body, len(PAYLOADS))
    assert said >= SAID


SAID = {PAYLOADS["cycler"], PAYLOADS["script"], PAYLOADS["formula"]}


def _geojson(body: bytes, count: int) -> set[str]:
    features = json.loads(body)["features"]
    assert len(features) == count
    return {feature["properties"]["source"] for feature in features}


def _csv(body: bytes, count: int) -> set[str]:
    csv.field_size_limit(2**24)
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(rows) == count + 1
    cells = {cell for row in rows for cell in row if cell}
    run = {cell[:40] for cell in cells if cell[0] in "=+-@\t\r" and not _number(cell)}
    assert run == set()
    return {cell.removeprefix("'") for cell in cells}


def _number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def _kml(body: bytes, count: int) -> set[str]:
    assert b"<!DOCTYPE" not in body
    assert b"<!ENTITY" not in body
    tree = ET.fromstring(body)
    assert {element.tag.rpartition("}")[2] for element in tree.iter()}.isdisjoint(
        {"script", "img", "svg", "iframe", "x"}
    )
    assert sum(element.tag.endswith("}Placemark") for element in tree.iter()) == count
    return {element.text or "" for element in tree.iter()}


def _zip(body: bytes, count: int) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert packed.namelist() == ["events.csv", "events.csv-metadata.json"]
        return _csv(packed.read("events.csv"), count)


def test_the_map_in_one_file_has_it_as_data_only(store: Path) -> None:
    page = b"".join(handout(View(), Files(store, store), look=None)).decode()
    for name in ("script", "image", "attribute", "script end", "frame", "section end", "details"):
        assert PAYLOADS[name] not in page, name


CHECKS = {"geojson": _geojson, "json": _geojson, "csv": _csv, "kml": _kml, "zip": _zip}


@pytest.mark.parametrize("way", BY_HAND)
def test_what_a_person_adds_is_text_on_the_page_and_in_every_file(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_store(tmp_path / "events.sqlite", SAMPLES[:1])
    with open_store(path) as store:
        (document,) = store.document_ids()
        anchor = store.anchor(document, "event-0")
        assert anchor
        for text in PAYLOADS.values():
            with suppress(InputError):
                BY_HAND[way](store, anchor, text)
        rows = store.rows()
        layers = [layer.name for layer in store.overlays()]
        lines = io.BytesIO()
        write_lines(store.corrections(), lines)
    said = [json.loads(line) for line in lines.getvalue().splitlines()]
    kept = {*layers, *(view.name for view in saved_views(Files(path, path))), json.dumps(said)}
    if way.startswith("name of a "):
        assert any(PAYLOADS["script"] in text for text in kept)
    page = opened(path, monkeypatch, event=str(row_key(rows[0])), over=layers[:8])
    assert_only_text(page)
    for ending in EXPORTERS:
        stream = io.BytesIO()
        assert write(View(), Files(path, path), stream, format=ending) == len(rows)
        CHECKS.get(ending, lambda *_: None)(stream.getvalue(), len(rows))
    for key in overlays.keys(Files(path, path), layers[:8]):
        body = OVERLAYS.get(key)
        assert body
        assert body.isascii()
        assert json.loads(body)["name"] in layers


def test_what_people_add_is_kept_as_the_text_it_is(tmp_path: Path) -> None:
    path = write_store(tmp_path / "events.sqlite", SAMPLES[:1])
    files, made = Files(path, path), datetime(2026, 11, 23, tzinfo=UTC)
    for text in PAYLOADS.values():
        save(text, f"q={text[:500]}", files, made=made)
    assert {view.name for view in saved_views(files)} >= {PAYLOADS["sum"], PAYLOADS["script"]}
    assert desk.sheet(View(), files).counts().startswith("1 event")
    for text in PAYLOADS.values():
        assert re.fullmatch(r"[\w-]+", name_of(View(text=text)))


def test_the_map_that_folium_renders_is_the_same_whatever_is_searched_for(store: Path) -> None:
    files, said = Files(store, store), set[str]()
    for text in PAYLOADS.values():
        view = View.from_query({"q": [text], "kind": [text], "event": [text], "report": [text]})
        shown = desk.sheet(view, files)
        drawn = offline_map()
        live_marks(shown, chosen=None, fit=0, dark=False, online=False).add_to(drawn)
        page = drawn.get_root().render()
        assert "49" not in re.findall(r"\{\{7\*7\}\}|>49<", page)
        said.add(re.sub(r"[0-9a-f]{32}|-?\d+|true|false", "", page))
    assert len(said) == 1  # but for numbers and names made by chance


def test_no_address_breaks_the_page_or_is_more_than_a_view() -> None:
    names = (
        *View(event=1, text="x", sure=True).to_query(),
        "map",
        "since",
        "until",
        "kind",
        "lang",
    )
    for text in PAYLOADS.values():
        view = View.from_query({name: [text] for name in names} | {text: [text]})
        again = View.from_query(view.to_query())
        assert again == view
        assert replace(view, text="", event=None, documents=()) == View(
            **{f.name: getattr(view, f.name) for f in fields(View) if f.name not in VERBATIM}
        )


VERBATIM = {"text", "event", "documents"}


def test_the_page_shows_it_as_text_only(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_only_text(opened(store, monkeypatch, q=PAYLOADS["image"]))


def opened(path: Path, monkeypatch: pytest.MonkeyPatch, **query: str | list[str]) -> AppTest:
    monkeypatch.setenv("DATELINE_STORE", str(path))
    page = AppTest.from_file(str(ROOT / "dashboard" / "page.py"), default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    return page.run()


def assert_only_text(page: AppTest) -> None:
    """Nothing that Streamlit reads as markup has a payload in it."""
    assert not page.exception
    marked = [
        element for kind in ("markdown", "html", "caption", "title") for element in page.get(kind)
    ]
    assert marked
    for element in marked:
        assert [
            name for name, text in PAYLOADS.items() if len(text) > 2 and text in _body(element)
        ] == []


def _body(element: object) -> str:
    return str(getattr(getattr(element, "proto", None), "body", ""))


SOURCES = sorted((ROOT / "dashboard").rglob("*.py"))
SCRIPTS = [
    path for path in sorted((ROOT / "dashboard").rglob("*.js")) if "vendor" not in path.parts
]
MARKUP_CALLS = {"markdown", "html", "write", "badge", "title", "header", "subheader", "caption"}
"""Calls of Streamlit that read markup or Markdown out of what they are given."""


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_script_of_ours_writes_markup(path: Path) -> None:
    found = re.findall(
        r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write(?:ln)?|createContextualFragment"
        r"|setHTMLUnsafe|parseFromString|srcdoc|eval\(|new Function|setAttribute\(\s*[\"']on)",
        path.read_text("utf-8"),
    )
    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_markup_is_made_of_our_own_words_only(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        where = f"{path.name}:{call.lineno}"
        assert "unsafe_allow_html" not in {k.arg for k in call.keywords}, where
        if isinstance(call.func, ast.Attribute) and call.func.attr in MARKUP_CALLS:
            of = ast.unparse(call.func.value)
            if of == "st" or of in CONTAINERS:
                assert all(constant(given) for given in call.args), where


CONTAINERS = {"left", "right", "bar", "box", "column", "place", "holder"}


def constant(node: ast.expr) -> bool:
    """Whether an expression says what we wrote, and numbers: words of ours, perhaps filled in."""
    if isinstance(node, ast.Constant):
        return True
    return ast.unparse(node).startswith(("words.", "stage.style(", "STYLE", "w."))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_folium_is_given_constants_and_integers_only(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imported = {
        alias.asname or alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
        if (getattr(node, "module", None) or alias.name).split(".")[0] in {"folium", "branca"}
    }
    if imported:
        assert path.relative_to(ROOT / "dashboard").as_posix() in FOLIUM, "a new user of Folium"
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func).split(".")[0]
        if name in imported:
            given = [*call.args, *(k.value for k in call.keywords)]
            assert all(_fixed(value) for value in given), f"{path.name}:{call.lineno}"


FOLIUM = {"basemap/offline.py", "layers/live.py"}
"""The only modules that may name Folium: a constant map, and a layer whose arguments are counted
among integers where it is made."""


def _fixed(node: ast.expr) -> bool:
    """A literal, all of whose parts are."""
    return all(isinstance(part, LITERAL) for part in ast.walk(node))


LITERAL = (
    ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Load, ast.UnaryOp, ast.USub,
    ast.BinOp, ast.Add,
)  # fmt: skip
