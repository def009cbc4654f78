"""The whole way from a document to its reading: the only module that knows every room."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from shapely.errors import ShapelyError

from geocode.dates import find_dates
from geocode.errors import GeocodeError, InputError
from geocode.gazetteer.protocol import Gazetteer
from geocode.mentions import find_mentions
from geocode.places import resolve
from geocode.records import Document, Place, Reading, Rejected, Span
from geocode.settings import Settings
from geocode.version import __version__


def read_document(
    document: Document, *, gazetteer: Gazetteer, settings: Settings | None = None
) -> Reading:
    """All that is read in one document: mentions, places, dates and events with their evidence.

    The same document, gazetteer and settings give the same reading, to the byte; with a helper in
    the settings as far as its answers are the same.

    Raises: InputError where the text is longer than ``settings.max_document_chars``.
    """
    settings = settings or Settings()
    if len(document.text) > settings.max_document_chars:
        raise InputError(
            f"has {len(document.text):,} characters, more than the "
            f"{settings.max_document_chars:,} that are read at once; split it into several"
        )
    from geocode.events import find_events  # noqa: PLC0415 - places alone do without its rules

    proposed: tuple[Span, ...] = ()
    if settings.helper_url is not None:
        from geocode.proposals import propose  # noqa: PLC0415 - no HTTP client unless asked for

        found = propose(document, settings)
        proposed = found.triggers
        document = replace(document, notes=document.notes + found.notes)
        if not found.answered:  # read as without one, so that it is asked when read again
            settings = replace(settings, helper_url=None)
    mentions = find_mentions(document, gazetteer)
    places = resolve(document, mentions, gazetteer, settings)
    dates = find_dates(document)
    return Reading(
        document=document,
        mentions=mentions,
        places=places,
        dates=dates,
        events=find_events(document, places, dates, proposed=proposed),
        run=run_digest(gazetteer, settings),
    )


def read_places(
    document: Document,
    *,
    gazetteer: Gazetteer,
    settings: Settings | None = None,
    bare: bool = False,
) -> tuple[Place, ...]:
    """The places alone, one for each mention in order and then the composed ones.

    ``bare``: without grounds and reasons, where only names, entries and roles are wanted.
    """
    mentions = find_mentions(document, gazetteer)
    return resolve(document, mentions, gazetteer, settings or Settings(), bare=bare)


def read_all(
    documents: Iterable[Document | Reading | Rejected],
    *,
    gazetteer: Gazetteer,
    settings: Settings | None = None,
) -> Iterator[Reading | Rejected]:
    """A reading or a rejection for each input, in order; one document's failure is only its own.

    What is a reading already, of an export that is opened again, is given as it is.
    """
    for document in documents:
        if isinstance(document, (Reading, Rejected)):
            yield document
            continue
        try:
            yield read_document(document, gazetteer=gazetteer, settings=settings)
        except GeocodeError as error:
            where = document.doc_id or document.source or document.id
            yield Rejected(where, f"{error} (document {document.id})")
        except ShapelyError as error:  # a ground that shapely cannot draw
            where = document.doc_id or document.source or document.id
            why = f"has a place that cannot be drawn ({error}"[:200]
            yield Rejected(where, f"{why}); report it (document {document.id})")


def run_digest(gazetteer: Gazetteer, settings: Settings) -> str:
    """What a reading was made with, in parts a person can compare.

    Version, gazetteer, settings, and the weights and cue words, each by twelve hex digits; and
    whether a helper was asked.
    """
    return (
        f"dateline-{__version__}/gazetteer-{gazetteer.digest[:12]}"
        f"/settings-{settings.digest}/model-{model_digest()}"
        f"{'/helper' if settings.helper_url else ''}"
    )


@cache
def model_digest() -> str:
    """Twelve hex digits that change with any weights file or cue word."""
    digest = hashlib.sha256()
    for folder in ("mentions", "places", "dates", "events", "languages"):
        for file in _files(resources.files("geocode") / folder):
            if file.name.endswith((".toml", ".json", ".json.gz", ".crfsuite")):
                digest.update(file.name.encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _files(folder: Traversable) -> Iterator[Traversable]:
    if not folder.is_dir():
        return
    for child in sorted(folder.iterdir(), key=lambda c: c.name):
        if child.is_dir():
            yield from _files(child)
        else:
            yield child
