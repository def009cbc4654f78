"""A cache that is missing, corrupt, half-built or old says so and how to rebuild."""

import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from geocode.errors import GazetteerError
from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.build import build
from geocode.gazetteer.schema import APPLICATION_ID, TABLES, VERSION

REBUILD = r"run: python -m geocode build"


def _small(path: Path, *, version: int = VERSION, complete: bool = True) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={version};"
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);"
        )
        if complete:
            db.execute("INSERT INTO meta VALUES ('complete', 'yes')")
        db.commit()
    return path


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=rf"there is no gazetteer.*{REBUILD}"):
        open_gazetteer(tmp_path / "none.sqlite")


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\0"])
def test_not_a_database(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.sqlite"
    path.write_bytes(content)
    with pytest.raises(GazetteerError, match=rf"corrupt.*{REBUILD}"):
        open_gazetteer(path)


def test_another_database(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE t (x)")
        db.commit()
    with pytest.raises(GazetteerError, match=rf"not a gazetteer.*{REBUILD}"):
        open_gazetteer(path)


def test_cut_short(tmp_path: Path) -> None:
    path = _small(tmp_path / "cut.sqlite")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(GazetteerError, match=rf"cut short.*{REBUILD}"):
        open_gazetteer(path)


def test_overwritten_pages(tmp_path: Path) -> None:
    path = _small(tmp_path / "pages.sqlite")
    data = path.read_bytes()
    path.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    with pytest.raises(GazetteerError, match=rf"corrupt.*{REBUILD}"):
        open_gazetteer(path)


def test_half_built(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=rf"only in part.*{REBUILD}"):
        open_gazetteer(_small(tmp_path / "half.sqlite", complete=False))


def test_another_version(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=rf"version 999, not {VERSION}.*{REBUILD}"):
        open_gazetteer(_small(tmp_path / "old.sqlite", version=999))


def test_an_interrupted_build_leaves_the_old_cache_whole(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"the old one")

    def interrupt(stage: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(path, progress=interrupt)
    assert path.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [path]


def _damaged(path: Path, table: str, column: str, value: object) -> Index:
    """A cache that opens, with nonsense in one column."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            f"{TABLES} PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={VERSION};"
        )
        rows = {
            "meta": ("complete", "yes"),
            "names": ("kyiv", "P", 6471, 7, None),
            "entries": (7, 703448, "Kyiv", "PPLC", "UA", None, None, 30.5, 50.4, 9, *[None] * 5, 9),
            "shapes": (7, b""),
            "fuzzy": (4, 1, b"kyiv", b"G\x19"),
        }
        for name, row in rows.items():
            db.execute(f"INSERT INTO {name} VALUES ({','.join('?' * len(row))})", row)
        db.execute(f"UPDATE {table} SET {column} = ?", (value,))
        db.commit()
    return open_gazetteer(path)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("names", "places", 8),
        ("names", "places", b"odd"),
        ("names", "places", b"\0\0\0\1" * 9),
        ("shapes", "wkb", b"not zlib"),
        ("shapes", "wkb", zlib.compress(b"not wkb")),
        ("fuzzy", "letters", b"odd"),
    ],
)
def test_damage_met_while_reading_says_to_rebuild(
    tmp_path: Path, table: str, column: str, value: object
) -> None:
    with (
        _damaged(tmp_path / "damaged.sqlite", table, column, value) as index,
        pytest.raises(GazetteerError, match=rf"damaged.*{REBUILD}"),
    ):
        _ask_everything(index)


def _ask_everything(index: Index) -> None:
    index.lookup("Kyiv")
    index.shape("geonames:703448")
    index.similar("Kyyiv")


def test_pages_overwritten_behind_the_first_say_to_rebuild(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    _damaged(path, "names", "kinds", "P").close()
    data = path.read_bytes()
    with closing(sqlite3.connect(path)) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'names'").fetchone()
    at = (root - 1) * 4096
    path.write_bytes(data[:at] + b"\xa5" * 4096 + data[at + 4096 :])
    with (
        open_gazetteer(path) as index,
        pytest.raises(GazetteerError, match=rf"damaged.*{REBUILD}"),
    ):
        index.lookup("Kyiv")


def test_asking_a_closed_gazetteer_is_no_fault_of_the_file(tmp_path: Path) -> None:
    index = _damaged(tmp_path / "whole.sqlite", "names", "kinds", "P")
    assert [entry.id for entry in index.lookup("Kyiv")] == ["geonames:703448"]
    index.close()
    with pytest.raises(sqlite3.ProgrammingError):
        index.lookup("Minsk")


def test_the_open_cache_survives_its_replacement(gazetteer: Index, tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite"
    shutil.copy(gazetteer.path, path)
    with open_gazetteer(path) as index:
        path.unlink()
        _small(path)
        assert index.lookup("Yelsk")[0].id == "geonames:619598"


def test_two_openings_say_the_same_digest(gazetteer: Index) -> None:
    with open_gazetteer(gazetteer.path) as other:
        assert other.digest == gazetteer.digest
    assert len(gazetteer.digest) == 64
