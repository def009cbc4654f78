"""Files into the store, and what became of them: the work behind ``python -m geocode read``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from geocode.documents import read_paths
from geocode.gazetteer.protocol import Gazetteer
from geocode.happenings import join
from geocode.languages import coverage
from geocode.pipeline import read_all, run_digest
from geocode.records import Document, Noted, Rejected
from geocode.rows import Counts, EventQuery
from geocode.settings import Settings
from geocode.store import Store

_QUOTED = re.compile(r'"[^"]*"')


@dataclass(slots=True)
class Tally:
    """What became of the inputs of one ``read``; it grows as they are read."""

    kept: int = 0
    """Documents new or changed."""
    known: int = 0
    """Documents that were there already."""
    repeated: int = 0
    """Inputs whose text and source an earlier input of this reading had: read once."""
    noted: list[Noted] = field(default_factory=list[Noted])
    """What is doubtful in documents that were read."""
    rejected: list[Rejected] = field(default_factory=list[Rejected])
    places_only: int = 0
    """Documents in a language whose dates and events are not read …"""
    names_only: int = 0
    """… and those among them in a language of which no words are prepared."""
    document_ids: dict[str, None] = field(default_factory=dict[str, None])

    @property
    def documents(self) -> int:
        """Documents read, now or before."""
        return self.kept + self.known

    @property
    def inputs(self) -> int:
        """All that was looked at."""
        return self.documents + self.repeated + len(self.rejected)


def read_into(
    store: Store,
    paths: Sequence[str],
    *,
    gazetteer: Gazetteer,
    published: date | None,
    tally: Tally,
    show: Callable[[str], None],
    settings: Settings | None = None,
) -> None:
    """Reads files and folders into the store, each document kept as soon as it is finished.

    ``published`` is the day of documents that state none. ``tally`` holds what was done even where
    reading is stopped; ``show`` is told after each input. Events that several reports tell of are
    joined at the end.
    """
    settings = settings or Settings()
    run = run_digest(gazetteer, settings)
    for path in paths:
        store.forget_rejected(path)
    for document in read_paths(paths, published=published):
        if isinstance(document, Document):
            if document.id in tally.document_ids:
                tally.repeated += 1
                continue
            read = coverage(document.language)
            tally.places_only += read != "everything"
            tally.names_only += read == "names"
        if isinstance(document, Document) and store.is_current(document, run):
            tally.known += 1
            tally.noted += _notes(document)
            tally.document_ids[document.id] = None
            continue
        for reading in read_all([document], gazetteer=gazetteer, settings=settings):
            if isinstance(reading, Rejected):
                tally.rejected.append(reading)
                store.add_rejected(reading)
            else:
                store.add(reading)
                tally.kept += 1
                tally.document_ids[reading.document.id] = None
                tally.noted += _notes(reading.document)
        name = document.where if isinstance(document, Rejected) else document.source
        show(f"{tally.documents:,} documents  {name or ''}")
    join_events(store)  # also where nothing is new: an earlier reading may have been stopped


def join_events(store: Store) -> bool:
    """Find which events of all reports are one; False where the store knew it already."""
    return store.keep_joined(join(store.accounts()))


def _notes(document: Document) -> list[Noted]:
    named = document.doc_id or document.source or document.id
    return [Noted(named, note) for note in document.notes]


def counted(store: Store, tally: Tally) -> Counts:
    """What the store holds of the documents of this ``read``."""
    return store.counts(EventQuery(document_ids=tuple(tally.document_ids) or ("",)))


def counts_record(tally: Tally, counts: Counts) -> dict[str, object]:
    """The counts as JSON has them."""
    return {
        "inputs": tally.inputs,
        "documents": tally.documents,
        "new": tally.kept,
        "already_there": tally.known,
        "places_only": tally.places_only,
        "names_only": tally.names_only,
        "repeated": tally.repeated,
        "noted": [asdict(n) for n in tally.noted],
        "rejected": [asdict(r) for r in tally.rejected],
        "mentions": counts.mentions,
        "mentions_by_role": dict(counts.mentions_by_role),
        "events_told": counts.told,
        "events_joined": counts.joined,
        "reports": counts.reports,
        "events": counts.events,
        "events_placed": counts.placed,
        "events_unplaced": counts.unplaced,
        "events_dated": counts.dated,
        "events_undated": counts.undated,
        "sites": counts.sites,
        "events_by_kind": dict(counts.events_by_kind),
    }


def _other_languages(tally: Tally) -> tuple[tuple[str, object], ...]:
    """The lines that say what is not read, where there are such documents."""
    lines = (
        ("    not in English: places only, no events", tally.places_only),
        ("      in a language without prepared words: by names alone", tally.names_only),
    )
    return tuple(line for line in lines if line[1])


def _joined(counts: Counts) -> tuple[tuple[str, object], ...]:
    """The lines that say how events come of what reports tell, where several tell of one."""
    lines = (
        (f"events told in {counts.reports:,} reports", counts.told),
        ("  told before, in another report", counts.joined),
    )
    return lines if counts.joined else ()


def _doubts(tally: Tally) -> tuple[tuple[str, object], ...]:
    """The lines that say what to look at, where there is anything: what they quote left out."""
    kinds = Counter(_QUOTED.sub("…", note.what) for note in tally.noted)
    lines = [("  the same text and source again: read once", tally.repeated)]
    lines += [(f"  noted: {what}"[:70], n) for what, n in sorted(kinds.items())]
    return tuple(line for line in lines if line[1])


def counts_table(tally: Tally, counts: Counts) -> list[tuple[str, object]]:
    """The counts as people read them: names, indented under what they are part of, and figures."""
    reasons = Counter(r.reason for r in tally.rejected)
    return [
        ("inputs", tally.inputs),
        ("  documents read", tally.documents),
        ("    new or changed", tally.kept),
        ("    already there", tally.known),
        *_other_languages(tally),
        *_doubts(tally),
        ("  rejected", len(tally.rejected)),
        *((f"    {reason}"[:70], n) for reason, n in sorted(reasons.items())),
        ("mentions", counts.mentions),
        *((f"  {role}", n) for role, n in counts.mentions_by_role),
        *_joined(counts),
        ("events", counts.events),
        ("  placed", counts.placed),
        ("  unplaced", counts.unplaced),
        ("  dated", counts.dated),
        ("  undated", counts.undated),
        ("sites on the map", counts.sites),
    ]
