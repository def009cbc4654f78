"""A .zip of reports: its members one by one, without unpacking anything onto the disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from geocode.records import Rejected

MOST_MEMBERS = 5_000
MAX_MEMBER_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 400_000_000
_MOST_PACKED, _SMALL_BYTES = 300, 1_000_000
"""Text packs about five to one, a table fifty; beyond, what is large is built to fill memory."""
_BROKEN = "is no .zip archive, or a broken one; pack it anew"
FAULTS = (
    zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, NotImplementedError,
    EOFError,
)  # fmt: skip
"""What the standard library raises over archives that are none."""


def members(
    where: str, stream: BinaryIO, *, wanted: Callable[[str], bool]
) -> Iterator[tuple[str, bytes] | Rejected]:
    """The name and the content of each wanted file of an archive, by name.

    Names are labels and no paths: nothing is written anywhere. Memory holds one file at a time.
    """
    try:
        archive = zipfile.ZipFile(stream)
        parts = [part for part in archive.infolist() if not part.is_dir()]
    except FAULTS:
        yield Rejected(where, _BROKEN)
        return
    with archive:
        wrong = _too_much(parts)
        if wrong:
            yield Rejected(where, wrong)
            return
        for part in sorted(parts, key=lambda part: part.filename):
            if wanted(part.filename):
                yield _content(archive, part, f"{where}/{part.filename}")


def _too_much(listed: list[zipfile.ZipInfo]) -> str | None:
    mb = 1_000_000
    if len(listed) > MOST_MEMBERS:
        return f"holds {len(listed):,} files, more than the {MOST_MEMBERS:,} read of one; split it"
    size = sum(part.file_size for part in listed)
    if size > MAX_UNPACKED_BYTES:
        return (
            f"unpacks to {size / mb:,.0f} MB, more than the {MAX_UNPACKED_BYTES // mb} MB read"
            " of one; split it"
        )
    return None


def _content(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, where: str
) -> tuple[str, bytes] | Rejected:
    if part.flag_bits & 1:
        return Rejected(where, "is locked with a password; pack it without one")
    packed = part.file_size / max(1, part.compress_size)
    if part.file_size > MAX_MEMBER_BYTES or (
        packed > _MOST_PACKED and part.file_size > _SMALL_BYTES
    ):
        return Rejected(
            where, f"unpacks to {part.file_size:,} bytes, {packed:,.0f} times its size; not read"
        )
    try:
        return where, archive.read(part)
    except FAULTS:
        return Rejected(where, "is broken in its archive; pack it anew")
