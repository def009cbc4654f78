"""Dateline: text in; dated, placed, sourced events out; with no network.

    >>> from geocode import make_document
    >>> make_document("date 2022-02-14 Troops trained near Yelsk.").published.isoformat()
    '2022-02-14'

The front door. Documents: ``make_document``, ``read_paths``, ``read_bytes``. Reading:
``open_gazetteer``, ``build_gazetteer``, ``read_document``, ``read_all``, ``coverage``,
``Settings``. Keeping: ``open_store``, ``receive``, ``Received``, ``join_events``, ``EventQuery``,
``EventRow``, ``Report``, ``Counts``, ``SavedView``, ``export``, ``export_metadata``. One name at a
time: ``OfflineGeocoder``. Nouns: ``Document``, ``Reading``, ``Event``, ``Place``, ``Rejected``.
What can go wrong: ``GeocodeError`` and its children, each with a message that says what to do.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from geocode.version import __version__ as __version__

if TYPE_CHECKING:
    from geocode.documents import make_document, read_bytes, read_paths
    from geocode.errors import GeocodeError
    from geocode.exporters import export, export_metadata
    from geocode.gazetteer import build_gazetteer, open_gazetteer
    from geocode.geocoder import OfflineGeocoder
    from geocode.languages import coverage
    from geocode.pipeline import read_all, read_document
    from geocode.receiving import Received, join_events, receive
    from geocode.records import Document, Event, Place, Reading, Rejected
    from geocode.rows import Counts, EventQuery, EventRow, Report
    from geocode.settings import Settings
    from geocode.store import SavedView, open_store

# Where each name lives: imported at first use, so that a lookup need not load the events' rules.
_HOMES = {
    "Counts": "rows",
    "Document": "records",
    "Event": "records",
    "EventQuery": "rows",
    "EventRow": "rows",
    "GeocodeError": "errors",
    "OfflineGeocoder": "geocoder",
    "Place": "records",
    "Reading": "records",
    "Received": "receiving",
    "Rejected": "records",
    "Report": "rows",
    "SavedView": "store",
    "Settings": "settings",
    "build_gazetteer": "gazetteer",
    "coverage": "languages",
    "export": "exporters",
    "export_metadata": "exporters",
    "join_events": "receiving",
    "make_document": "documents",
    "open_gazetteer": "gazetteer",
    "open_store": "store",
    "read_all": "pipeline",
    "read_bytes": "documents",
    "read_document": "pipeline",
    "read_paths": "documents",
    "receive": "receiving",
}

__all__ = [
    "Counts",
    "Document",
    "Event",
    "EventQuery",
    "EventRow",
    "GeocodeError",
    "OfflineGeocoder",
    "Place",
    "Reading",
    "Received",
    "Rejected",
    "Report",
    "SavedView",
    "Settings",
    "build_gazetteer",
    "coverage",
    "export",
    "export_metadata",
    "join_events",
    "make_document",
    "open_gazetteer",
    "open_store",
    "read_all",
    "read_bytes",
    "read_document",
    "read_paths",
    "receive",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'geocode' has no attribute {name!r}")
    value = getattr(import_module(f"geocode.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
