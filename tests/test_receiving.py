"""Each input is kept by itself: a stop loses nothing, copies and known reports are told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from geocode.documents import make_document, read_bytes
from geocode.exporters import export, export_metadata
from geocode.gazetteer.protocol import Gazetteer
from geocode.receiving import Received, join_events, receive
from geocode.records import OPENED, Rejected
from geocode.rows import EventQuery
from geocode.store import Store, open_store

TOLD = "A bomb exploded in a market in Kyiv on Monday, killing 27 traders, police said."


def fates(store: Store, gazetteer: Gazetteer, *inputs: tuple[str, bytes]) -> list[str]:
    found = (one for name, data in inputs for one in read_bytes(name, data))
    return [one.fate for one in receive(store, found, gazetteer=gazetteer)]


def test_copies_repetitions_and_known_reports_are_told_apart(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    text = TOLD.encode()
    wire = json.dumps({"text": TOLD, "source": "Reuters"}).encode()
    with open_store(tmp_path / "events.sqlite") as store:
        first = fates(
            store, gazetteer, ("a.txt", text), ("a (1).txt", text), ("a.txt", text),
            ("b.jsonl", wire), ("c.txt", b""),
        )  # fmt: skip
        assert first == ["read", "copied", "repeated", "read", "rejected"]
        assert fates(store, gazetteer, ("a.txt", text), ("z.txt", text)) == ["known", "copied"]
        assert store.rejected() == (Rejected("c.txt", "is empty; nothing was read"),)
        assert len(store.document_ids()) == 2
        join_events(store)
        told = store.retold(store.document_ids())
        assert list(told.values()) == [1, 1]
        assert store.counts().events == 1


def test_a_copy_says_of_what_and_how_much_it_tells(gazetteer: Gazetteer, tmp_path: Path) -> None:
    copies = [make_document(TOLD, source=name) for name in ("a.txt", "b.txt")]
    with open_store(tmp_path / "events.sqlite") as store:
        first, second = receive(store, copies, gazetteer=gazetteer)
    assert (first.fate, first.name, first.events) == ("read", "a.txt", 1)
    assert second == Received("copied", "b.txt", copies[1], 1, "a.txt")


def test_a_known_report_keeps_its_day_and_a_new_day_reads_it_again(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    bare = make_document(TOLD, source="a.txt")
    dated = make_document(TOLD, source="a.txt", published=date(2022, 2, 15))
    assert bare.id == dated.id
    with open_store(tmp_path / "events.sqlite") as store:
        fate = [
            one.fate
            for given in (bare, dated, bare)
            for one in receive(store, [given], gazetteer=gazetteer)
        ]
        assert fate == ["read", "read", "known"]
        held = store.document(bare.id)
        assert held is not None
        assert held.published == date(2022, 2, 15)
        (row,) = store.rows()
        assert row.earliest == date(2022, 2, 14)


def test_who_stops_keeps_what_was_read(gazetteer: Gazetteer, tmp_path: Path) -> None:
    reports = [make_document(f"Rebels attacked Goma on {n} May 2022.") for n in range(1, 5)]
    with open_store(tmp_path / "events.sqlite") as store:
        for done, _ in enumerate(receive(store, reports, gazetteer=gazetteer), start=1):
            if done == 2:
                break
        assert len(store.document_ids()) == 2
        rest = [one.fate for one in receive(store, reports, gazetteer=gazetteer)]
    assert rest == ["known", "known", "read", "read"]


def test_a_report_takes_the_place_of_what_an_export_told_of_it_and_never_the_other_way(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    report = make_document(TOLD, source="a.txt", published=date(2022, 2, 15))
    path = tmp_path / "out.geojson"
    with open_store(tmp_path / "a.sqlite") as store:
        list(receive(store, [report], gazetteer=gazetteer))
        query = EventQuery()
        export(store.rows(query), path, metadata=export_metadata(store, query, features=1))
    again = ("out.geojson", path.read_bytes())
    with open_store(tmp_path / "b.sqlite") as store:
        assert fates(store, gazetteer, again) == ["opened"]
        assert fates(store, gazetteer, again) == ["known"]
        (run,) = store.runs()
        assert run.startswith(OPENED)
        (one,) = receive(store, [report], gazetteer=gazetteer)
        assert one.fate == "read"
        assert fates(store, gazetteer, again) == ["known"]
        (run,) = store.runs()
        assert not run.startswith(OPENED)
