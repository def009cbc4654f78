"""Inputs into the store one by one, each in a transaction of its own, and what became of each.

Whoever stops in the middle keeps all that came before; whoever goes on reads nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from geocode.documents import ENDINGS
from geocode.documents.exported import merged
from geocode.gazetteer.protocol import Gazetteer
from geocode.happenings import Account, Joined
from geocode.happenings.grouping import join
from geocode.pipeline import read_all, run_digest
from geocode.records import OPENED, Document, Reading, Rejected
from geocode.settings import Settings
from geocode.store import Store

Fate: TypeAlias = Literal["read", "opened", "known", "repeated", "copied", "rejected"]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one input."""

    fate: Fate
    """``read`` and ``opened`` (of an export) are new or changed; ``known`` was there already,
    ``repeated`` earlier among these, ``copied`` there under another file's name."""
    name: str
    """As its sender names it, else its source or where it was."""
    document: Document | None = None
    """None where it was rejected."""
    events: int = 0
    """What is known to be told in it."""
    why: str = ""
    """Why it was rejected, or what it is a copy of."""


def receive(
    store: Store,
    found: Iterable[Document | Reading | Rejected],
    *,
    gazetteer: Gazetteer,
    settings: Settings | None = None,
) -> Iterator[Received]:
    """Keeps each input as soon as it is read, and says what became of it. ``join_events`` is next.

    A report that is known keeps its day of publication where it comes without one. The same text
    under the name of another file alone is no second report.
    """
    settings = settings or Settings()
    run = run_digest(gazetteer, settings)
    texts = store.texts()
    seen: set[str] = set()
    for item in found:
        if isinstance(item, Reading):
            yield _opened(store, item, seen)
            continue
        document = _dated(store, item) if isinstance(item, Document) else None
        if document is not None:
            told = _told_already(store, document, run, seen, texts)
            seen.add(document.id)
            if told is not None:
                yield told
                continue
            texts.setdefault(document.sha256, (document.id, named(document)))
        for reading in read_all([document or item], gazetteer=gazetteer, settings=settings):
            yield _kept(store, reading)


def join_events(store: Store) -> bool:
    """Find which events of all reports are one; False where the store knew it already."""
    accounts = store.accounts()
    return store.keep_joined(_as_stated(accounts, join(accounts)))


def named(document: Document) -> str:
    """What a document is called: by its sender, else by its source."""
    return document.doc_id or document.source or document.id


def _dated(store: Store, document: Document) -> Document:
    """The document with the day that the store has of it, if it comes without one that is sure."""
    if document.published is not None and not document.supposed:
        return document
    held = store.document(document.id)
    if held is None or held.published is None:
        return document
    return replace(document, published=held.published, supposed=False)


def _told_already(
    store: Store,
    document: Document,
    run: str,
    seen: set[str],
    texts: dict[str, tuple[str, str]],
) -> Received | None:
    """What there is to say of a document that need not be read; None for one that must be."""
    if document.id in seen:
        return Received("repeated", named(document), document)
    if store.is_current(document, run):
        return Received("known", named(document), document, store.told(document.id))
    same, name = texts.get(document.sha256, (document.id, ""))
    if same != document.id and _is_only_a_file(document):
        return Received("copied", named(document), document, store.told(same), name)
    return None


def _is_only_a_file(document: Document) -> bool:
    """Whether nothing but the name of a file says where the document is from."""
    source = document.source or ""
    return document.url is None and (not source or Path(source).suffix.lower() in ENDINGS)


def _kept(store: Store, reading: Reading | Rejected) -> Received:
    if isinstance(reading, Rejected):
        store.add_rejected(reading)
        return Received("rejected", reading.where, why=reading.reason)
    store.add(reading)
    return Received("read", named(reading.document), reading.document, len(reading.events))


def _opened(store: Store, reading: Reading, seen: set[str]) -> Received:
    """Keeps what an export tells of a report, unless the report itself was read."""
    document = reading.document
    held = store.reading(document.id)
    seen.add(document.id)
    if held is None:
        both = reading
    else:
        both = merged(held, reading) if held.run.startswith(OPENED) else held
        if both == held:
            return Received("known", named(document), held.document, len(held.events))
    store.add(both, again=True)
    return Received("opened", named(document), both.document, len(both.events))


def _as_stated(accounts: Iterable[Account], joined: Iterable[Joined]) -> Iterator[Joined]:
    """The links, those among events of an export as it has them, unless others joined them."""
    stated = {(a.event_id, a.document_id): a.happening for a in accounts if a.happening}
    groups: dict[str, list[Joined]] = {}
    for link in joined:
        groups.setdefault(link.happening, []).append(link)
    for group in groups.values():
        if any((link.event_id, link.document_id) not in stated for link in group):
            for link in group:
                stated.pop((link.event_id, link.document_id), None)
                yield link
    sizes = Counter(stated.values())
    ranks = Counter[str]()
    for (event_id, document_id), happening in stated.items():
        if sizes[happening] > 1 or happening != event_id:
            yield Joined(event_id, document_id, happening, ranks[happening], ())
            ranks[happening] += 1
