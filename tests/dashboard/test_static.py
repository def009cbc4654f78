"""What the page serves: unchanged third-party files with licences, our colours, our headers."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path

import pytest

from dashboard import words
from dashboard.basemap.offline import OfflineMap
from dashboard.serving import content_policy

STATIC = Path(__file__).resolve().parents[2] / "dashboard" / "static"
SUMS = (STATIC / "SHA256SUMS").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", SUMS, ids=lambda line: line.split()[1])
def test_a_vendored_file_is_the_one_we_took(line: str) -> None:
    digest, name = line.split()
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest


def test_every_vendored_file_is_listed_and_has_its_licence_beside_it() -> None:
    listed = {line.split()[1] for line in SUMS}
    there = {
        str(path.relative_to(STATIC))
        for folder in ("vendor", "fonts", "basemap", "licences")
        for path in (STATIC / folder).iterdir()
    }
    assert listed == there
    assert {"licences/leaflet.txt", "licences/protomaps-leaflet.txt", "licences/inter.txt"} <= there


def test_nothing_we_serve_loads_from_elsewhere() -> None:
    for path in [
        *STATIC.glob("map/*"),
        *STATIC.glob("print/*"),
        STATIC / "page.css",
        STATIC / "vendor" / "leaflet.css",
    ]:
        found = re.findall(
            r"(?:url\(|src=|href=|@import|fetch\()\W*https?://[^\s\"')]+", path.read_text()
        )
        assert found == [], path.name


def test_no_link_of_the_map_leaves_this_server() -> None:
    links = [link for _, link in (*OfflineMap.default_js, *OfflineMap.default_css)]
    assert all(link.startswith(("../../app/static/", "../../api/map.js?v=")) for link in links)


def test_the_claims_of_the_map_are_those_of_the_gazetteer() -> None:
    with (STATIC.parents[1] / "data" / "disputes.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        listed = sorted((row["sides"], row["name"]) for row in rows)
    claims = json.loads((STATIC / "map" / "claims.json").read_text("utf-8"))
    assert [(claim["sides"], claim["name"]) for claim in claims] == listed
    points = [point for claim in claims for line in claim["lines"] for point in line]
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in points)
    shebaa = next(claim for claim in claims if claim["sides"] == "IL-LB")["lines"][0][0]
    assert shebaa == pytest.approx([33.3, 35.7], abs=0.1)


def test_the_map_has_the_colours_of_the_words() -> None:
    script = (STATIC / "map" / "glyphs.js").read_text("utf-8")
    for name, of in (("LIGHT", "light"), ("DARK", "dark")):
        colours = re.search(rf"const {name} = \[([^\]]*)\]", script)
        assert colours
        assert re.findall(r"#\w{6}", colours[1]) == [getattr(g, of) for g in words.GROUPS.values()]


def test_the_policy_lets_nothing_out_unless_tiles_were_allowed() -> None:
    assert "http" not in content_policy(online=False)
    online = content_policy(online=True)
    assert re.findall(r"https?://\S+", online) == ["https://tile.openstreetmap.org;"]
    assert "img-src 'self' data: blob: https://tile.openstreetmap.org;" in online
