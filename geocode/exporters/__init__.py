"""Rows to a file. A new format is one file beside this and one line in ``EXPORTERS``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, TypeAlias

from geocode.errors import InputError
from geocode.exporters.csv import write_csv, write_csv_zip
from geocode.exporters.geojson import write_geojson
from geocode.exporters.geopackage import write_geopackage
from geocode.exporters.kml import write_kml
from geocode.exporters.metadata import export_metadata
from geocode.files import replacing
from geocode.rows import EventRow

__all__ = ["EXPORTERS", "Exporter", "export", "export_metadata"]

Exporter: TypeAlias = Callable[[Iterable[EventRow], BinaryIO, Mapping[str, object]], int]

EXPORTERS: Mapping[str, Exporter] = MappingProxyType(
    {
        "geojson": write_geojson,
        "json": write_geojson,
        "csv": write_csv,
        "zip": write_csv_zip,
        "kml": write_kml,
        "gpkg": write_geopackage,
    }
)
"""By the ending of the file, without its dot. Each gives how many rows it wrote."""


def export(
    rows: Iterable[EventRow],
    target: Path | str | BinaryIO,
    *,
    format: str | None = None,
    metadata: Mapping[str, object] | None = None,
) -> int:
    """Write rows as a file of some format, and give how many; it is there whole or not at all.

    ``format`` is a key of ``EXPORTERS``; None takes the ending of the path. ``metadata`` becomes
    the top-level member ``metadata`` of a GeoJSON file, a table of a GeoPackage, data of a KML
    document, a second file in a zip with the CSV; a CSV alone has no place for it.

    Raises: InputError for a format we do not write, StoreError where the file cannot be written.
    """
    path = Path(target) if isinstance(target, (str, os.PathLike)) else None
    write = _exporter(format if format is not None else _ending(path))
    if isinstance(target, (str, os.PathLike)):
        with replacing(Path(target)) as stream:
            return write(rows, stream, metadata or {})
    return write(rows, target, metadata or {})


def _ending(path: Path | None) -> str:
    return path.suffix.removeprefix(".").lower() if path else ""


def _exporter(format: str) -> Exporter:
    try:
        return EXPORTERS[format.lower()]
    except KeyError:
        known = ", ".join(f".{name}" for name in EXPORTERS)
        raise InputError(f"cannot export as {format!r}; end the file in one of {known}") from None
