"""A cache that is missing, corrupt, half-built or old says so and how to rebuild."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from geocode.errors import GazetteerError
from geocode.gazetteer import Index, open_gazetteer
from geocode.gazetteer.build import build
from geocode.gazetteer.schema import APPLICATION_ID, VERSION

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
