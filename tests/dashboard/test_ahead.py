"""What is fetched ahead is what page and map ask for, under addresses that change with it."""

from __future__ import annotations

import re
from pathlib import Path

from page_samples import answered, write_store
from starlette.requests import Request

from dashboard import ahead, desk, serving
from dashboard.basemap.offline import OfflineMap
from dashboard.basemap.parts import SCRIPTS, STATIC
from dashboard.sheet import Files
from dashboard.view import View


def named(header: str, kind: str) -> list[str]:
    return re.findall(rf"<([^>]*)>; rel={kind}", header)


def test_the_page_names_the_columns_that_its_map_will_ask_for(tmp_path: Path) -> None:
    store = write_store(tmp_path / "events.sqlite")
    held = desk.columns(Files(store, store))
    assert named(ahead.links("/"), "preload") == [f"api/columns/{held.digest}.bin"]
    table = "&".join(f"{name}={value}" for name, (value,) in View(table=True).to_query().items())
    assert named(ahead.links("/", table.encode()), "preload") == []
    assert ahead.links("/api/map.js") == ""


def test_the_parts_of_streamlit_that_the_page_names_are_there() -> None:
    parts = named(ahead.links("/"), "modulepreload")
    found = {part.rpartition("/")[2] for part in parts}
    assert all((ahead.BUNDLE / name).is_file() for name in found)
    assert {name.split(".")[0] for name in found} >= set(ahead.LATER)


def test_the_map_names_all_its_scripts_as_one_that_is_kept_for_good() -> None:
    links = [link for _, link in (*OfflineMap.default_js, *OfflineMap.default_css)]
    assert named(ahead.links(ahead.MAP), "preload") == links
    answer = answered(serving.map_script(Request({"type": "http"})))
    assert answer.media_type == "text/javascript"
    assert "immutable" in answer.headers["cache-control"]
    for path in SCRIPTS:
        assert (STATIC / path).read_bytes() in bytes(answer.body)
    asked = {
        "path": "/app/static/map/dateline.css",
        "query_string": links[2].split("?")[1].encode(),
    }
    assert serving.versioned(asked)
    assert not serving.versioned({**asked, "query_string": b""})
