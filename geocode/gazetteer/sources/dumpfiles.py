"""The lines of a dump's file, packed or plain, a few megabytes at a time and from any place on."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, cast

from geocode.errors import InputError

_BLOCK_BYTES = 4 * 1024 * 1024
# Far longer than any row of GeoNames; one without an end must not fill the memory.
_LONGEST_LINE = 1024 * 1024
_CUT = 80
_HEAD_BYTES = 64 * 1024


def fingerprint(path: Path) -> str:
    """What tells this version of a file from others: name, size, time, and a hash of its head.

    Raises:
        InputError: It cannot be read.

    """
    try:
        with path.open("rb") as file:
            head = hashlib.sha256(file.read(_HEAD_BYTES)).hexdigest()
        stat = path.stat()
    except OSError as error:
        raise InputError(f"cannot read {path} ({error.strerror}); check the path") from error
    return f"{path.name} {stat.st_size} {stat.st_mtime_ns} {head}"


@dataclass(frozen=True, slots=True)
class Block:
    """Some lines of a dump."""

    lines: tuple[bytes, ...]
    """Without their ends; an overlong one is cut, which makes it a bad one."""
    end: int
    """Bytes of unpacked text up to its end: where to go on."""
    share: float
    """How much of the file is read, 0..1."""


def blocks(path: Path, *, start: int = 0) -> Iterator[Block]:
    """The lines of a .zip, .gz or plain file from ``start`` on, a block at a time.

    Raises:
        InputError: It cannot be read, is damaged, or is an archive without a dump.

    """
    with _told(path), path.open("rb") as raw, _unpacked(path, raw) as stream:
        size = max(1, path.stat().st_size)
        stream.seek(start)
        end, tail = start, b""
        while read := stream.read(_BLOCK_BYTES):
            *lines, tail = (tail + read).split(b"\n")
            end += sum(map(len, lines)) + len(lines)
            if len(tail) > _LONGEST_LINE:
                lines.append(tail[:_CUT])
                more, left = _line_end(stream)
                end += len(tail) + more
                tail = left
            yield Block(tuple(lines), end, min(1.0, raw.tell() / size))
        if tail:  # many lines only behind an overlong one
            yield Block(tuple(tail.removesuffix(b"\n").split(b"\n")), end + len(tail), 1.0)


def _line_end(stream: IO[bytes]) -> tuple[int, bytes]:
    """How many bytes a line goes on, its end counted in, and what was read beyond it."""
    gone = 0
    while read := stream.read(_BLOCK_BYTES):
        head, end, left = read.partition(b"\n")
        gone += len(head) + len(end)
        if end:
            return gone, left
    return gone, b""


@contextmanager
def _unpacked(path: Path, raw: BinaryIO) -> Generator[IO[bytes]]:
    """The text in the file, whatever its name: an archive is known by its first bytes."""
    magic = raw.read(4)
    raw.seek(0)
    if magic.startswith(b"PK"):
        with zipfile.ZipFile(raw) as archive, archive.open(_member(path, archive)) as stream:
            yield stream
    elif magic.startswith(b"\x1f\x8b"):
        with gzip.open(raw) as stream:
            yield cast("IO[bytes]", stream)
    else:
        yield raw


def _member(path: Path, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The dump in an archive: its one .txt beside readme.txt, or the one named as the archive."""
    texts = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith(".txt")
        and not member.filename.lower().endswith("readme.txt")
    ]
    named = [m for m in texts if Path(m.filename).stem.lower() == path.stem.lower()]
    chosen = texts if len(texts) == 1 else named
    if len(chosen) != 1:
        raise InputError(
            f"{path} holds no dump of GeoNames, which is one .txt named as the archive; "
            "give a file of download.geonames.org/export/dump"
        )
    return chosen[0]


@contextmanager
def _told(path: Path) -> Generator[None]:
    """What goes wrong in reading, as an InputError that says what to do."""
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise InputError(f"{path} is damaged ({error}); download it again") from error
    except (NotImplementedError, RuntimeError) as error:  # a strange packing, a password
        raise InputError(f"cannot unpack {path} ({error}); unpack it by hand") from error
    except OSError as error:
        raise InputError(f"cannot read {path} ({error.strerror or error}); check it") from error
