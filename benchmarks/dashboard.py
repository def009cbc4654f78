"""What a page of up to a million events costs in a real Chromium, beside three others' maps.

``python benchmarks/dashboard.py`` prints a table and draws ``data/cache/dashboard/cost.svg``.
Ours is the whole page, served as a person starts it; FastMarkerCluster, folium.GeoJson and pydeck
are their bare maps of the same places, opened from a file. Machine-dependent: the load is printed.
``pan`` and ``zoom`` are with the basemap, until the next frame; each begins as soon as the one
before has its frame. ``settled`` is from such a pan until marks and tiles of the new stretch are
all painted, and ``draw`` what painting the marks takes. "Streamlit alone" is a page of one line of
text: what no page made with it can be under.
``columns`` is processor time, once for each state of a store. Outside requests are blocked.
Needs the gazetteer's cache, a Chromium, and npm for one peer's script.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "browser")]  # the package before this file

import dashboard_chart  # noqa: E402
import synthetic_store  # noqa: E402
from chromium import executable  # noqa: E402
from page_server import free_port  # noqa: E402

from dashboard import desk  # noqa: E402
from dashboard.columns import WORLD, Columns  # noqa: E402
from dashboard.sheet import Files  # noqa: E402

OUT: Final = ROOT / "data" / "cache" / "dashboard"
SIZES: Final = (1_000, 10_000, 100_000, 1_000_000)
PEERS: Final = ("FastMarkerCluster", "folium.GeoJson", "pydeck")
LONGEST_S: Final = 60.0
"""A peer that takes longer is not asked for more events."""
TIMES: Final = 9
STARTS: Final = 5
Look = Callable[[Page], float]
QUIET: Final = (
    "--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-sync",
    "--disable-component-update", "--disable-quic",
    # Nothing outside has an address. Playwright's own blocking would switch off the cache.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
PAGE: Final = ROOT / "dashboard" / "app.py"
FRAME: Final = "streamlit_folium"
MARKS: Final = f"iframe[title^='{FRAME}'] >> internal:control=enter-frame >> body[data-ready]"
PAINTED: Final = """() => performance.timeOrigin
  + performance.getEntriesByName("dateline:painted")[0].startTime"""
TEXT: Final = "[data-testid=stText]"
PAN: Final = """async (map) => {
  const before = performance.now(); map.panBy([180, 40], {animate: false});
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - before; }"""
ZOOM: Final = """async (by) => {
  const before = performance.now(); map.setZoom(map.getZoom() + by, {animate: false});
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - before; }"""
SETTLED: Final = """async (map) => {
  const before = performance.now(); map.panBy([180, 40], {animate: false});
  do await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  while (!dateline.still());
  return performance.now() - before; }"""
BRUSH: Final = """async ([since, until]) => {
  const before = performance.now();
  parent.dispatchEvent(new CustomEvent("dateline:range", {detail: {since, until}}));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - before; }"""
FILTER: Final = """(name) => new Promise((done) => {
  const sums = () => document.querySelector(".st-key-sums")?.innerText;
  const was = sums(), before = performance.now();
  const look = () => sums() !== was ? done(performance.now() - before) : setTimeout(look, 2);
  [...document.querySelectorAll("[class*='st-key-groups-'] button")]
    .find((b) => b.innerText === name).click();
  look(); })"""


@dataclass
class Cost:
    """What one design costs at one size; None where it was not measured."""

    design: str
    events: int
    figures: dict[str, float] = field(default_factory=dict)
    """By name: milliseconds, or MB for ``heap`` and ``server``."""
    note: str = ""


def of_ours(browser: Browser, store: Path, events: int) -> Cost:
    """The whole page over a store of so many events."""
    cost = Cost("Dateline", events)
    before = time.process_time()
    desk.columns(Files(store, store))
    cost.figures["columns"] = (time.process_time() - before) * 1000
    with server(PAGE, store) as (address, process):
        cost.figures["cold"], page = first_paint(browser, address, marks)
        cost.figures["warm"], page = next_paint(page, address, marks)
        measure_ours(page, cost)
        cost.figures["heap"] = heap(page)
        cost.figures["server"] = resident(process.pid)
        page.context.close()
    return cost


def of_streamlit(browser: Browser) -> Cost:
    """The page of one line of text."""
    script, cost = OUT / "empty.py", Cost("Streamlit alone", 0)
    script.write_text("import streamlit as st\n\nst.text('here')\n", encoding="utf-8")
    with server(script, OUT) as (address, process):
        cost.figures["cold"], page = first_paint(browser, address, text)
        cost.figures["warm"], page = next_paint(page, address, text)
        cost.figures["heap"] = heap(page)
        cost.figures["server"] = resident(process.pid)
        page.context.close()
    return cost


def measure_ours(page: Page, cost: Cost) -> None:
    """Pan, zoom, brush and filter on an open page."""
    frame = next(frame for frame in page.frames if FRAME in frame.url)
    frame.evaluate("map.setView([30, 20], 3, {animate: false})")
    page.wait_for_timeout(1500)  # the outlines of this view come
    pans, draws = [], []
    for _ in range(TIMES):
        pans.append(frame.evaluate(f"({PAN})(map)"))
        draws.append(frame.evaluate("dateline.took()"))
    settled = [frame.evaluate(f"({SETTLED})(map)") for _ in range(TIMES)]
    zooms = [frame.evaluate(ZOOM, 1 - 2 * (n % 2)) for n in range(TIMES)]
    brushes = [frame.evaluate(BRUSH, [18262 + 9 * n, 18627 + 9 * n]) for n in range(TIMES)]
    frame.evaluate(BRUSH, [-1e7, -1e7])
    filters = []
    for name in ("Protest", "Deployment", "Pressure"):
        filters.append(page.evaluate(FILTER, name))
        page.wait_for_timeout(600)
    for name, values in {
        "draw": draws, "pan": pans, "settled": settled, "zoom": zooms, "brush": brushes,
        "filter": filters,
    }.items():  # fmt: skip
        cost.figures[name] = statistics.median(values)
        cost.figures[f"{name} p95"] = float(np.percentile(values, 95))


def of_peer(name: str, browser: Browser, held: Columns, events: int) -> Cost:
    """A peer's bare map of the places of the same events."""
    cost = Cost(name, events)
    lon, lat = positions(held)
    target = OUT / f"{name.replace('.', '-')}-{events}.html"
    before = time.perf_counter()
    target.write_text(PAGES[name](lon, lat), encoding="utf-8")
    cost.figures["make"] = (time.perf_counter() - before) * 1000
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.set_default_timeout(LONGEST_S * 1000)
    try:
        before = time.perf_counter()
        page.goto(target.as_uri(), wait_until="load")
        page.wait_for_function(READY[name])
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")
        cost.figures["cold"] = (time.perf_counter() - before) * 1000
        # A peer keeps no rows to filter: what changes is made, sent and drawn anew.
        cost.figures["filter"] = cost.figures["make"] + cost.figures["cold"]
        if name != "pydeck":
            shown = "Object.values(window).find((v) => window.L && v instanceof L.Map)"
            pans = [page.evaluate(f"() => ({PAN})({shown})") for _ in range(TIMES)]
            cost.figures["pan"] = statistics.median(pans)
            cost.figures["pan p95"] = float(np.percentile(pans, 95))
        cost.figures["heap"] = heap(page)
    except Error as error:
        cost.note = f"gave up: {str(error).splitlines()[0][:60]}"
    context.close()
    target.unlink()
    return cost


def positions(held: Columns) -> tuple[Any, Any]:
    """Longitudes and latitudes of all rows that have a mark."""
    marks = held["mark"][held["mark"] < len(held["mark_x"])]
    x, y = held["mark_x"][marks] / WORLD, held["mark_y"][marks] / WORLD
    return x * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))


def fast_marker_cluster(lon: Any, lat: Any) -> str:  # noqa: ANN401 — arrays of numbers
    """A page with folium's FastMarkerCluster."""
    from folium.plugins import FastMarkerCluster  # noqa: PLC0415 — only where it is asked for

    mark = "function (at) { return L.circleMarker(new L.LatLng(at[0], at[1]), {radius: 4}); }"
    layer = FastMarkerCluster(np.column_stack([lat, lon]).tolist(), callback=mark)
    scripts = [("cluster", marker_cluster().as_uri())]
    layer.default_js, layer.default_css = scripts, []
    return leaflet_page(layer)


def geo_json(lon: Any, lat: Any) -> str:  # noqa: ANN401 — arrays of numbers
    """A page with folium's GeoJson of circle markers on a canvas."""
    import folium  # noqa: PLC0415 — only where it is asked for

    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": at}}
        for at in np.column_stack([lon, lat]).round(4).tolist()
    ]
    data = {"type": "FeatureCollection", "features": features}
    return leaflet_page(folium.GeoJson(data, marker=folium.CircleMarker(radius=4)))


def leaflet_page(layer: Any) -> str:  # noqa: ANN401 — any layer of folium
    """A folium map of the layer whose scripts are ours on disk."""
    import folium  # noqa: PLC0415 — only where it is asked for

    class Local(folium.Map):
        _name = "Map"
        default_js = (("leaflet", (ROOT / "dashboard/static/vendor/leaflet.js").as_uri()),)
        default_css = (("leaflet_css", (ROOT / "dashboard/static/vendor/leaflet.css").as_uri()),)

    shown = Local(location=(30, 20), zoom_start=3, tiles=None, prefer_canvas=True)
    shown.options["max_zoom"] = 12
    layer.add_to(shown)
    return shown.get_root().render()


def deck(lon: Any, lat: Any) -> str:  # noqa: ANN401 — arrays of numbers
    """A page with a pydeck ScatterplotLayer and no basemap."""
    import pandas as pd  # noqa: PLC0415 — only where it is asked for
    import pydeck  # noqa: PLC0415 — only where it is asked for

    rows = pd.DataFrame({"at": np.column_stack([lon, lat]).round(4).tolist()})
    layer = pydeck.Layer(
        "ScatterplotLayer", rows, get_position="at", get_fill_color=[200, 80, 30],
        radius_min_pixels=3,
    )  # fmt: skip
    view = pydeck.ViewState(latitude=30, longitude=20, zoom=2)
    shown = pydeck.Deck(layers=[layer], initial_view_state=view, map_provider=None)
    return shown.to_html(as_string=True, offline=True) or ""


PAGES: Final[dict[str, Callable[[Any, Any], str]]] = {
    "FastMarkerCluster": fast_marker_cluster,
    "folium.GeoJson": geo_json,
    "pydeck": deck,
}
READY: Final = {
    "FastMarkerCluster": "() => document.querySelectorAll('.leaflet-marker-icon').length > 0",
    "folium.GeoJson": "() => document.querySelectorAll('canvas').length > 0",
    "pydeck": "() => document.querySelectorAll('canvas').length > 0",
}


def marker_cluster() -> Path:
    """Leaflet.markercluster's script, fetched once with npm."""
    found = OUT / "package" / "dist" / "leaflet.markercluster.js"
    if not found.exists():
        npm = shutil.which("npm") or "npm"
        command = [npm, "pack", "--silent", "leaflet.markercluster@1.5.3"]
        subprocess.run(command, cwd=OUT, check=True, capture_output=True)
        with tarfile.open(OUT / "leaflet.markercluster-1.5.3.tgz") as packed:
            packed.extractall(OUT, filter="data")
    return found


@contextmanager
def server(script: Path, store: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The page of a script, just started; ours is over the store."""
    port = free_port()
    command = [
        sys.executable, "-m", "streamlit", "run", str(script),
        "--server.port", str(port), "--server.headless", "true", "--server.address", "127.0.0.1",
        "--server.fileWatcherType", "none", "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    settings = {**os.environ, "DATELINE_STORE": str(store), "PYTHONPATH": str(ROOT)}
    # Compiled once, as on anybody's machine, though this one may be told to keep nothing.
    settings["PYTHONPYCACHEPREFIX"] = str(OUT / "bytecode")
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        for line in process.stdout:  # blocks until the server says that it listens
            if "URL:" in line:
                break
        yield f"http://127.0.0.1:{port}", process
        process.terminate()
        process.stdout.read()


def first_paint(browser: Browser, address: str, look: Look) -> tuple[float, Page]:
    """Milliseconds to the first marks in a browser that was never here, and the page."""
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    return paint(page, address, look), page


def next_paint(page: Page, address: str, look: Look) -> tuple[float, Page]:
    """The median of as many starts of the page in that browser, and the last of them."""
    times = []
    for _ in range(STARTS):
        again = page.context.new_page()
        page.close()
        page = again
        times.append(paint(page, address, look))
        page.wait_for_timeout(500)
    return statistics.median(times), page


def paint(page: Page, address: str, look: Look) -> float:
    """Milliseconds from asking for the page until it has painted what is looked for.

    By the page's own clock: who waits from without asks again but every half second.
    """
    page.set_default_timeout(LONGEST_S * 1000)
    page.goto(address, wait_until="commit")
    return look(page)


def marks(page: Page) -> float:
    """When the page's map has painted its first marks, in milliseconds from the page's start."""
    page.locator(MARKS).wait_for()
    frame = next(frame for frame in page.frames if FRAME in frame.url)
    frame.wait_for_function("performance.getEntriesByName('dateline:painted').length > 0")
    return frame.evaluate(PAINTED) - page.evaluate("performance.timeOrigin")


def text(page: Page) -> float:
    """When a page has painted its line of text, in milliseconds from its start."""
    page.locator(TEXT).wait_for()
    return page.evaluate("performance.now()")


def heap(page: Page) -> float:
    """MB of scripts' objects and of the arrays behind them, of all frames of the page."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used = session.send("Runtime.getHeapUsage")
    return (used["usedSize"] + used.get("backingStorageSize", 0)) / 1e6


def resident(pid: int) -> float:
    """MB of memory a process holds. Source: /proc/[pid]/status, VmRSS."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1e3
    return float("nan")


def table(costs: list[Cost]) -> Iterator[str]:
    """The figures, a line for each design and size."""
    names = (
        "cold", "warm", "draw", "pan", "settled", "zoom", "brush", "filter", "heap", "server",
        "columns",
    )  # fmt: skip
    yield f"{'':22}{'events':>10}" + "".join(f"{name:>10}" for name in names)
    for cost in costs:
        line = "".join(
            f"{cost.figures[name]:>10,.0f}" if name in cost.figures else f"{'–':>10}"
            for name in names
        )
        yield f"{cost.design:22}{cost.events:>10,}{line}  {cost.note}"


def main() -> None:
    """Measures, prints and draws."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    asked.add_argument("--peers", nargs="*", default=PEERS, choices=PEERS)
    given = asked.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    costs: list[Cost] = []
    tired: set[str] = set()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; ms, and MB of memory")
    if "FastMarkerCluster" in given.peers:
        marker_cluster()
    with sync_playwright() as driver:
        path = executable()
        plain = driver.chromium.launch(executable_path=path, args=[*QUIET, "--disable-gpu"])
        drawn = driver.chromium.launch(
            executable_path=path,
            args=[*QUIET, "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        )
        costs.append(of_streamlit(plain))
        for size in given.sizes:
            store = OUT / f"{size}.sqlite"
            if not store.exists():
                synthetic_store.write(store, size)
            costs.append(of_ours(plain, store, size))
            held = desk.columns(Files(store, store))
            for name in given.peers:
                if name in tired:
                    continue
                cost = of_peer(name, drawn if name == "pydeck" else plain, held, size)
                costs.append(cost)
                if cost.note or cost.figures.get("filter", 0) > LONGEST_S * 500:
                    tired.add(name)
            print("\n".join(table(costs[-1 - len(given.peers) :])), flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")
    print("\n".join(table(costs)))
    dashboard_chart.write(
        OUT / "cost.svg", [(c.design, c.events, c.figures) for c in costs if c.events]
    )


if __name__ == "__main__":
    main()
