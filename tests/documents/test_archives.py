"""Archives of reports are read like folders; nothing in them leads out of them or fills memory."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from made_files import archive, lines, pdf, word

from geocode.documents import archives, files, read_bytes, read_paths
from geocode.records import Document, Rejected

TEXT = b"Troops left the town on Monday."


def found(data: bytes) -> list[tuple[str, str]]:
    """Where and what: a document's source and opening, a rejection's place and reason."""
    return [
        (one.source or "", one.text[:12]) if isinstance(one, Document) else (one.where, one.reason)
        for one in read_bytes("r.zip", data)
        if isinstance(one, (Document, Rejected))
    ]


def test_each_report_in_it_is_made_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    decode = files.decode
    monkeypatch.setattr(
        files, "decode", lambda data, *, html: read.append(data) or decode(data, html=html)
    )
    coming = read_bytes("r.zip", archive({"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}))
    assert read == []
    next(coming)
    assert read == [TEXT]


def test_all_reports_in_it_are_read_by_name_and_what_is_about_them_is_not() -> None:
    data = archive(
        {
            "b.txt": TEXT, "in/a.txt": TEXT, "in/d.docx": word(("Troops rested.", None)),
            "in/c.pdf": pdf(lines("Troops came back to the town.")), "README.md": b"# About",
            "x.png": b"1", "__MACOSX/._a.txt": b"x", ".hidden.txt": b"x", "old.doc": b"x",
        }
    )  # fmt: skip
    assert found(data) == [
        ("b.txt", "Troops left "),
        ("a.txt", "Troops left "),
        ("c.pdf", "Troops came "),
        ("d.docx", "Troops reste"),
        ("r.zip/old.doc", "is an old Word file; save it as .docx first"),
    ]


def test_names_are_labels_and_never_paths(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in ("../../escaped.txt", "/etc/absolute.txt", "C:\\windows.txt", "{{7*7}}.txt"):
            made.writestr(name, TEXT)
    path = tmp_path / "deep" / "r.zip"
    path.parent.mkdir()
    path.write_bytes(out.getvalue())
    sources = sorted(one.source or "" for one in read_paths([path]) if isinstance(one, Document))
    assert sources == ["absolute.txt", "escaped.txt", "windows.txt", "{{7*7}}.txt"]
    assert [p.name for p in sorted(tmp_path.rglob("*"))] == ["deep", "r.zip"]


def test_bombs_are_refused_by_what_they_say_of_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive({"a.txt": b"0" * 2_000_000, "b.txt": TEXT})
    (refused, read) = found(bomb)
    assert refused[0] == "r.zip/a.txt"
    assert refused[1].startswith("unpacks to 2,000,000 bytes, ")
    assert read == ("b.txt", "Troops left ")
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1_000_000)
    assert found(bomb) == [("r.zip", "unpacks to 2 MB, more than the 1 MB read of one; split it")]
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    assert found(bomb)[0][1].startswith("holds 2 files, more than the 1 ")


def test_a_nested_locked_broken_or_empty_archive_says_so() -> None:
    inner = archive({"a.txt": TEXT})
    assert found(archive({"n.zip": inner})) == [
        ("r.zip/n.zip", "is an archive within an archive; unpack it first")
    ]
    locked = bytearray(inner)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert found(bytes(locked)) == [
        ("r.zip/a.txt", "is locked with a password; pack it without one")
    ]
    torn = bytearray(inner)
    torn[40] ^= 0xFF
    assert found(bytes(torn)) == [("r.zip/a.txt", "is broken in its archive; pack it anew")]
    assert found(b"PK nothing") == [("r.zip", archives._BROKEN)]
    (nothing,) = found(archive({"x.png": b"1"}))
    assert nothing[1].startswith("holds no file of .txt")
