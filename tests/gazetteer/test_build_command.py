"""`python -m geocode build`: what it prints, and what it says of bad dumps and overlays."""

import re
from functools import partial
from pathlib import Path

import pytest
from tiny_world import LINES, SOURCES, dump

import geocode.gazetteer
from geocode.__main__ import main
from geocode.gazetteer import open_gazetteer
from geocode.gazetteer.build import build
from geocode.gazetteer.staging import staging_path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(geocode.gazetteer, "build_gazetteer", partial(build, sources=SOURCES))
    return tmp_path / "cache" / "gazetteer.sqlite"


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["build", *map(str, arguments)])
    return ended.value.code


def told(output: str) -> dict[str, str]:
    rows = (row.rsplit("  ", 1) for row in output.splitlines())
    return {name.strip(): value.strip() for name, value in rows}


def test_a_dump_and_an_overlay_are_counted(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my.csv").write_text("name,lon,lat\nDepot 12,28.9,51.8\n")
    source = dump(tmp_path / "BY.zip", (*LINES, *["bad"] * 12))
    assert run("--geonames", source, "--overlay", tmp_path / "my.csv") == 0
    printed = capsys.readouterr()
    rows = told(printed.out)
    assert rows["path"] == str(cache)
    assert rows["entries"] == "11"
    assert re.fullmatch(r"\d+\.\d", rows["seconds"])
    assert rows["dump BY.zip: lines"] == "21"
    assert (rows["taken"], rows["left out"], rows["refused"]) == ("7", "2", "12")
    assert rows["overlay my.csv: places"] == "1"
    said = printed.err.splitlines()
    assert said[0] == "refused BY.zip, line 10: 1 columns, not 19"
    assert said[-1] == "and 2 more lines of BY.zip"
    assert len(said) == 11


def test_classes_choose_and_overlays_are_left_out_on_demand(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "my.csv").write_text("name,lon,lat\nDepot 12,28.9,51.8\n")
    source = dump(tmp_path / "BY.zip")
    assert run("--overlay", tmp_path / "my.csv") == 0
    assert run("--geonames", source, "--classes", "P,S.HTL", "--no-overlays") == 0
    with open_gazetteer(cache) as index:
        assert index.lookup("Hotel Yelsk")[0].feature == "HTL"
        assert index.lookup("Depot 12") == index.lookup("Homyel Airport") == ()


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--geonames", "none.zip"), 1, "cannot read none.zip"),
        (("--overlay", "none.csv"), 1, "cannot read none.csv"),
        (("--overlay", "places.xls"), 1, "places.xls is no overlay; give a file that ends in .csv"),
        (("--classes", "P"), 2, "--classes chooses from a dump; give one with --geonames"),
        (("--geonames", "none.zip", "--classes", "X"), 1, "'X' names no classes of GeoNames"),
    ],
)
def test_wrong_use_is_one_line_that_says_what_to_do(
    cache: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    status: int,
    said: str,
) -> None:
    assert run(*arguments) == status
    assert said in capsys.readouterr().err
    assert not cache.exists()


def test_control_c_says_that_the_same_command_goes_on(
    cache: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(geocode.gazetteer, "build_gazetteer", stopped)
    assert run("--geonames", dump(tmp_path / "BY.zip")) == 130
    assert capsys.readouterr().err == (
        "stopped; the old cache is as it was; the same command goes on with the dump where it was\n"
    )


def test_a_dump_read_half_way_is_told_where_it_is_not_gone_on_with(
    cache: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(stage: str, *_: int) -> None:
        if stage == "writing places":
            raise KeyboardInterrupt

    source = dump(tmp_path / "BY.zip")
    with pytest.raises(KeyboardInterrupt):
        build(cache, sources=SOURCES, dumps=[source], progress=stop)
    assert run() == 0
    waiting = staging_path(cache)
    assert capsys.readouterr().err == (
        f"{waiting} ({waiting.stat().st_size / 1e6:,.0f} MB) holds a dump read half-way; "
        "build with the same --geonames to go on, or delete it\n"
    )
    assert run("--geonames", source) == 0
    assert run() == 0
    assert capsys.readouterr().err == ""
