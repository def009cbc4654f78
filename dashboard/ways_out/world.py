"""The offline world cut down for a map in one file: all of it, to the zoom there is room for."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import deserialize_header, zxy_to_tileid
from pmtiles.writer import Writer

ROOM: Final = 1_300_000
"""Bytes of tiles that a file may carry. The world to zoom 4 is drawn to about a kilometre."""
MTIME: Final = 4
"""Where in gzip's header the time is. Source: RFC 1952, 2.3."""


@cache
def small_world(path: Path, *, room: int = ROOM) -> tuple[bytes, int]:
    """The tiles of ``path`` as PMTiles of at most about ``room`` bytes, and their finest zoom."""
    with path.open("rb") as file:
        source = MmapSource(file)
        reader = Reader(source)
        header, metadata = reader.header(), reader.metadata()
        zooms = defaultdict[int, list[tuple[int, bytes]]](list)
        for (zoom, x, y), tile in all_tiles(source):
            zooms[zoom].append((zxy_to_tileid(zoom, x, y), tile))
    kept, size = 0, 0
    for zoom in sorted(zooms):
        size += sum(len(tile) for _, tile in zooms[zoom])
        if size > room and zoom:
            break
        kept = zoom
    tiles = [tile for zoom in range(kept + 1) for tile in zooms[zoom]]
    return _archive(tiles, {**header, "max_zoom": kept}, metadata), kept


def _archive(
    tiles: Iterable[tuple[int, bytes]], header: dict[str, Any], metadata: dict[str, Any]
) -> bytes:
    made = io.BytesIO()
    writer = Writer(made)
    for tileid, tile in sorted(tiles):
        writer.write_tile(tileid, tile)
    writer.finalize(header, metadata)
    raw = bytearray(made.getvalue())
    places = deserialize_header(bytes(raw))
    for name in ("root_offset", "metadata_offset"):  # no clock: the hour of packing is not told
        at = places[name] + MTIME
        raw[at : at + 4] = bytes(4)
    return bytes(raw)
