"""An export of ours opened again: its events with their quotes, places and dates as it has them.

The reports behind an export are not in it. Each is given back as a document with the sentences
that the export quotes, where they stood, and nothing between them; its reading says by its run
that it was opened, so that the report itself, once read, takes its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import cast

from geocode.documents.exported_features import Telling, UnfitError, telling_of
from geocode.languages.identify import identify
from geocode.records import OPENED, Block, Event, Reading, Rejected, Span

MAX_GAPS = 200_000_000
"""Code points of all documents together, what stands between their sentences included."""
_LEFT_OUT = "\n\n[…]\n\n"
"""Stands where sentences are missing, if there is room for it."""
_FOREIGN = "is no export of ours; a map of another program can be laid over ours as a layer"
_NO_JSON = "is no GeoJSON, or a broken one; export it anew"


def read_export(where: str, data: bytes) -> Iterator[Reading | Rejected]:
    """A reading for each document of an export, and a rejection for each feature that is unfit.

    Equal features give equal readings, whatever stands between them in the file.
    """
    try:
        collection = json.loads(data)
    except (ValueError, RecursionError):
        yield Rejected(where, _NO_JSON)
        return
    if not _is_ours(collection):
        yield Rejected(where, _FOREIGN)
        return
    run = OPENED + "+".join(_runs(collection["metadata"]))
    features = cast("list[object]", collection["features"])
    yield from open_features(where, enumerate(features, start=1), run)


def open_features(
    where: str, features: Iterable[tuple[int, object]], run: str = OPENED
) -> Iterator[Reading | Rejected]:
    """The same of features, each with its number or line in the file."""
    tellings: list[Telling] = []
    for number, feature in features:
        try:
            tellings.append(telling_of(feature))
        except UnfitError as error:
            yield Rejected(f"{where}:{number}", f"has {error}; export it anew")
    room = MAX_GAPS
    tellings.sort(key=lambda telling: telling.document.id)  # stable: events keep their order
    for document_id, own in groupby(tellings, key=lambda telling: telling.document.id):
        listed = list(own)
        room -= max(telling.end for telling in listed)
        at = f"{where}:{document_id}"
        if room < 0:
            yield Rejected(at, "is past the text that is opened at once; export less in one file")
            continue
        try:
            yield _reading(listed, run)
        except UnfitError as error:
            yield Rejected(at, f"has {error}; export it anew")


def _is_ours(collection: object) -> bool:
    if not isinstance(collection, dict):
        return False
    found = cast("dict[str, object]", collection)
    metadata, features = found.get("metadata"), found.get("features")
    about = cast("dict[str, object]", metadata) if isinstance(metadata, dict) else {}
    return about.get("generator") == "dateline" and isinstance(features, list)


def _runs(metadata: Mapping[str, object]) -> Iterator[str]:
    """With what the export's readings were made, as far as it says so."""
    runs = metadata.get("runs")
    for run in cast("list[object]", runs)[:8] if isinstance(runs, list) else ():
        if isinstance(run, str):
            yield re.sub(r"[^\w./-]", "", run.removeprefix(OPENED))[:120]


def merged(held: Reading, opened: Reading) -> Reading:
    """What two exports tell of one report; ``held`` alone where they contradict each other."""
    quotes = {(b.span.start, b.span.of(r.document.text)) for r in (held, opened)
              for b in r.document.blocks}  # fmt: skip
    events = {event.id: event for event in held.events}
    for event in opened.events:
        known = events.get(event.id)
        if known is None or len(known.places) < len(event.places):
            events[event.id] = event
    if tuple(events.values()) == held.events:
        return held
    try:
        length = max(len(held.document.text), len(opened.document.text))
        text, blocks = _text(quotes, length)
    except UnfitError:
        return held
    document = replace(held.document, text=text, blocks=blocks)
    return replace(held, document=document, events=tuple(events.values()))


def _reading(tellings: list[Telling], run: str) -> Reading:
    """All that an export tells of one document."""
    first = tellings[0].document
    if any(telling.document != first for telling in tellings):
        raise UnfitError("one document with two sources, days or digests")
    quotes = {(telling.event.evidence[0].quote.start, telling.quote) for telling in tellings}
    text, blocks = _text(quotes, max(telling.end for telling in tellings))
    events: dict[str, list[Event]] = {}
    for telling in tellings:
        events.setdefault(telling.event.id, []).append(telling.event)
    words = "\n".join(block.span.of(text) for block in blocks)
    return Reading(
        document=replace(first, text=text, blocks=blocks, language=identify(words)),
        mentions=(),
        places=(),
        dates=(),
        events=tuple(_whole(own) for own in events.values()),
        run=run,
    )


def _whole(own: list[Event]) -> Event:
    """An event of all its features: one a site."""
    first = own[0]
    alike = [replace(e, places=(), evidence=(), confidence=0.0) for e in own]
    if any(event != alike[0] for event in alike):
        raise UnfitError("one event with two kinds, days or parties")
    return replace(
        first,
        places=tuple(place for event in own for place in event.places),
        evidence=tuple(dict.fromkeys(event.evidence[0] for event in own)),
        confidence=max(event.confidence for event in own),
    )


def _text(quotes: set[tuple[int, str]], length: int) -> tuple[str, tuple[Block, ...]]:
    """The sentences where they stood, each a block of its own, and marks of what is left out."""
    parts: list[str] = []
    blocks: list[Block] = []
    end = 0
    for start, words in _stretches(quotes):
        parts += [_filling(start - end, opening=end == 0), words]
        end = start + len(words)
        blocks.append(Block("body", Span(start, end)))
    parts.append(" " * (length - end))
    return "".join(parts), tuple(blocks)


def _stretches(quotes: set[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Where quotes begin, and their words; those that overlap, as one. Raises: UnfitError."""
    first, held = 0, list[str]()
    for start, quote in sorted(quotes):
        offset = start - first
        if offset >= len(held):
            if held:
                yield first, "".join(held)
            first, held = start, list(quote)
            continue
        overlap = min(len(quote), len(held) - offset)
        if held[offset : offset + overlap] != list(quote[:overlap]):
            raise UnfitError("two quotes in one place")
        held += quote[overlap:]
    if held:
        yield first, "".join(held)


def _filling(length: int, *, opening: bool) -> str:
    """So many code points that stand for what is not there."""
    mark = _LEFT_OUT.lstrip() if opening else _LEFT_OUT
    return mark + " " * (length - len(mark)) if length >= len(mark) else " " * length
