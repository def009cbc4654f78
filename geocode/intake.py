"""Files into the store, and what became of them: the work behind ``python -m geocode read``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from geocode.documents import read_paths
from geocode.gazetteer.protocol import Gazetteer
from geocode.languages import coverage
from geocode.receiving import Received, join_events, receive
from geocode.records import Noted, Rejected
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
    opened: int = 0
    """Those among them of which an export of ours told."""
    repeated: int = 0
    """Inputs whose text was there already, here or in the store, from no other source."""
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
    for path in paths:
        store.forget_rejected(path)
    found = read_paths(paths, published=published)
    for received in receive(store, found, gazetteer=gazetteer, settings=settings):
        _count(tally, received)
        show(f"{tally.documents:,} documents  {received.name}")
    join_events(store)  # also where nothing is new: an earlier reading may have been stopped


def _count(tally: Tally, received: Received) -> None:
    document = received.document
    if document is None:
        tally.rejected.append(Rejected(received.name, received.why))
        return
    if received.fate in {"repeated", "copied"}:
        tally.repeated += 1
        return
    tally.kept += received.fate in {"read", "opened"}
    tally.opened += received.fate == "opened"
    tally.known += received.fate == "known"
    tally.document_ids[document.id] = None
    tally.noted += [Noted(received.name, note) for note in document.notes]
    read = coverage(document.language)
    tally.places_only += read != "everything"
    tally.names_only += read == "names"


def counted(store: Store, tally: Tally) -> Counts:
    """What the store holds of the documents of this ``read``."""
    return store.counts(EventQuery(document_ids=tuple(tally.document_ids) or ("",)))


def counts_record(tally: Tally, counts: Counts) -> dict[str, object]:
    """The counts as JSON has them."""
    return {
        "inputs": tally.inputs,
        "documents": tally.documents,
        "new": tally.kept,
        "opened": tally.opened,
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
    lines = [("  the same text again: read once", tally.repeated)]
    lines += [(f"  noted: {what}"[:70], n) for what, n in sorted(kinds.items())]
    return tuple(line for line in lines if line[1])


def counts_table(tally: Tally, counts: Counts) -> list[tuple[str, object]]:
    """The counts as people read them: names, indented under what they are part of, and figures."""
    reasons = Counter(r.reason for r in tally.rejected)
    return [
        ("inputs", tally.inputs),
        ("  documents read", tally.documents),
        ("    new or changed", tally.kept),
        *((("      told of by an export", tally.opened),) if tally.opened else ()),
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
