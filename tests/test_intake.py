"""What becomes of inputs that are not all plain English, and of what several of them tell."""

from __future__ import annotations

import json
from pathlib import Path

from geocode.gazetteer.protocol import Gazetteer
from geocode.intake import Tally, counted, counts_record, counts_table, read_into
from geocode.store import open_store


def test_reports_read_for_places_only_are_counted_and_said(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    texts = {
        "en.txt": "Troops left the town on Monday.",
        "it.txt": "Il governo ha parlato con la Turchia per tutta la notte.",
        "uk.txt": "Біля Києва горів ліс.",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    tally = Tally()
    shown: list[str] = []
    with open_store(tmp_path / "events.sqlite") as store:
        read_into(
            store, [str(tmp_path)], gazetteer=gazetteer, published=None, tally=tally,
            show=shown.append,
        )  # fmt: skip
        counts = counted(store, tally)
        assert store.languages() == (("en", 1), ("it", 1), ("uk", 1))
    assert len(shown) == 3
    record = counts_record(tally, counts)
    assert (record["documents"], record["places_only"], record["names_only"]) == (3, 2, 1)
    said = {name.strip(): value for name, value in counts_table(tally, counts)}
    assert said["not in English: places only, no events"] == 2
    assert said["in a language without prepared words: by names alone"] == 1


def test_where_all_is_english_nothing_of_it_is_said(gazetteer: Gazetteer, tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("Troops left the town on Monday.", encoding="utf-8")
    tally = Tally()
    with open_store(tmp_path / "events.sqlite") as store:
        read_into(
            store, [str(tmp_path)], gazetteer=gazetteer, published=None, tally=tally, show=print
        )
        counts = counted(store, tally)
    assert not [name for name, _ in counts_table(tally, counts) if "language" in name]


def test_what_several_reports_tell_is_one_event_and_the_same_text_again_is_said(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    told = "A bomb exploded in a market in Kyiv on Monday, killing 27 traders, police said."
    line = json.dumps({"text": told, "date": "2022-02-14"}) + "\n"
    (tmp_path / "a.jsonl").write_text(line * 3, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"date 2022-02-15 {told}", encoding="utf-8")
    (tmp_path / "c.txt").write_text(
        "date 2022-02-15 Police say 27 traders died when a bomb exploded in Kyiv on 14 February.",
        encoding="utf-8",
    )
    tally = Tally()
    with open_store(tmp_path / "events.sqlite") as store:
        read_into(
            store, [str(tmp_path)], gazetteer=gazetteer, published=None, tally=tally, show=print
        )
        counts = counted(store, tally)
        rows = store.rows()
    assert (tally.inputs, tally.documents, tally.repeated) == (5, 3, 2)
    assert (counts.told, counts.joined, counts.events, counts.reports) == (3, 2, 1, 3)
    assert {(row.reports, row.tellings) for row in rows} == {(3, 3)}
    said = {name.strip(): value for name, value in counts_table(tally, counts)}
    assert said["the same text again: read once"] == 2
    assert (said["events told in 3 reports"], said["told before, in another report"]) == (3, 2)
    assert said["events"] == 1


def test_doubtful_dates_and_repeated_texts_are_counted_and_said(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    rows = [
        {"text": "Troops left the town.", "date": "32 March", "doc_id": "a"},
        {"text": "Troops came back.", "date": "yesterday-ish", "doc_id": "b"},
        *({"text": "Troops left the town.", "doc_id": f"c{n}"} for n in range(12)),
        {"text": "Troops rested.", "date": "2022-02-14"},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    tally = Tally()
    with open_store(tmp_path / "events.sqlite") as store:
        read_into(store, [str(path)], gazetteer=gazetteer, published=None, tally=tally, show=print)
        counts = counted(store, tally)
    record = counts_record(tally, counts)
    assert (record["inputs"], record["documents"], record["repeated"]) == (15, 3, 12)
    assert record["noted"] == [
        {"where": "a", "what": 'its date "32 March" is no day; write it as 2022-02-14'},
        {"where": "b", "what": 'its date "yesterday-ish" is no day; write it as 2022-02-14'},
    ]
    said = {name.strip(): value for name, value in counts_table(tally, counts)}
    assert said["the same text again: read once"] == 12
    assert said["noted: its date … is no day; write it as 2022-02-14"] == 2
