"""What others' news tells of: our annotations, set beside the texts that they were made on.

``seeds/news/*.jsonl`` holds offsets and no text: for each document the set and the id it has
there, how much of it was read (``read``, code points from its start) and its events. Half-open
spans count code points. The texts are those of ``places_*.jsonl``, public sets of annotated names,
and of reports 1 to 900 of MUC-4's training part.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from muc4_gold import read_reports

from geocode.documents import make_document
from geocode.records import Document
from seeds import gold

NEWS = Path(__file__).resolve().parent.parent / "seeds/news"


@dataclass(frozen=True, slots=True)
class Told:
    """A document as far as it was read, and its annotation in the shape of our own reports'."""

    document: Document
    gold: Mapping[str, Any]


def read_news(folder: Path, part: str) -> Iterator[Told]:
    """The documents of a part (``learning``, ``test``, ``again``); ``folder``: the sets'.

    Raises: ValueError where a text is not the one that was annotated.
    """
    for line in (NEWS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        raw = _texts(folder, row["set"])[row["id"]]
        text = raw["text"][: row["read"]]
        name = f"{row['set']}:{row['id']}"
        if len(text) != row["read"]:
            raise ValueError(f"{name} is shorter than what was annotated: is the set another one?")
        published = _day(raw.get("date"))
        document = make_document(text, source=name, published=published)
        yield Told(document, _annotation(name, text, row["events"], raw["toponyms"]))


def read_ours(folder: Path) -> Iterator[Told]:
    """Our own reports in the same shape; a border, which no name stands for, is no site."""
    for text, annotation in gold(folder):
        named = {m[2]: ((m[0], m[1]), (m[6], m[5])) for m in reversed(annotation["mentions"])}
        events = [
            event | {"sites": [named[site][0] for site in event["sites"] if site in named]}
            for event in annotation.get("events", [])
        ]
        document = make_document(text, source=annotation["report"])
        yield Told(document, annotation | {"events": events, "points": dict(named.values())})


@cache
def _texts(folder: Path, corpus: str) -> dict[str, dict[str, Any]]:
    if corpus == "muc4":
        return {
            str(r.number): {
                "text": r.document.text,
                "date": str(r.document.published),
                "toponyms": [],
            }
            for r in read_reports(folder)
            if r.split == "train"
        }
    lines = (folder / f"places_{corpus}.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    return {str(row["doc_id"]): row for row in rows}


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat((said or "")[:10])
    except ValueError:
        return None


def _annotation(
    name: str, text: str, events: list[dict[str, Any]], toponyms: list[dict[str, Any]]
) -> dict[str, Any]:
    """The shape of ``seeds/gold``; a site is a span, for one name may be two places."""
    sites = {tuple(site) for event in events for site in event["sites"]}
    return {
        "report": name,
        "events": [
            event
            | {
                "trigger": [*event["trigger"], text[slice(*event["trigger"])]],
                "tellings": [[*told, text[slice(*told)]] for told in event["tellings"]],
                "sites": [tuple(site) for site in event["sites"]],
            }
            for event in events
        ],
        "points": {
            site: (t["lon"], t["lat"])
            for site in sorted(sites)
            for t in toponyms
            if t["start"] < site[1] and site[0] < t["end"] and t["lat"] is not None
        },
    }
