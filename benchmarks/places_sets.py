"""The annotated sets as documents with mentions, and where each mention truly is."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geocode.gazetteer.protocol import Gazetteer
from geocode.names import fold
from geocode.records import Block, Document, Mention, MentionKind, Span

TRAINING = ("lgl", "trnews", "geowebnews")
UNSEEN = "geovirus"
NEAR_KM = 161.0
_EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated document; ``truth`` has (lon, lat) or None for each mention."""

    corpus: str
    document: Document
    mentions: tuple[Mention, ...]
    truth: tuple[tuple[float, float] | None, ...]
    ids: tuple[str | None, ...]


def read_set(folder: Path, corpus: str, gazetteer: Gazetteer) -> Iterator[Gold]:
    """The documents of one set, in file order; mentions in text order, gold spans."""
    path = folder / f"places_{corpus}.jsonl"
    for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
        raw = json.loads(line)
        text = raw["text"]
        tops = {(t["start"], t["end"]): t for t in raw["toponyms"]}
        rows = [tops[key] for key in sorted(tops)]
        document = Document(
            id=f"{corpus}:{raw['doc_id']}", text=text, published=None,
            source=raw.get("domain"), url=raw.get("url"), language="en",
            blocks=(Block("body", Span(0, len(text))),),
        )  # fmt: skip
        yield Gold(
            corpus,
            document,
            tuple(
                Mention(
                    document.id,
                    Span(t["start"], t["end"]),
                    text[t["start"] : t["end"]],
                    kind_of(t, text[t["start"] : t["end"]], gazetteer),
                )
                for t in rows
            ),
            tuple(None if t["lat"] is None else (t["lon"], t["lat"]) for t in rows),
            tuple(f"geonames:{t['geonameid']}" if t["geonameid"] else None for t in rows),
        )


def kind_of(row: dict[str, object], surface: str, gazetteer: Gazetteer) -> MentionKind:
    """Demonym where a people is called so and no place bears it as its own name."""
    if str(row.get("kind")).startswith("Embedded"):
        return "nested"
    folded = fold(surface)
    if gazetteer.demonym(surface) and not any(
        fold(e.name) == folded for e in gazetteer.lookup(surface, limit=10)
    ):
        return "demonym"
    return "toponym"


def distance_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Great-circle distance, as the evaluator measures it."""
    p, q = math.radians(lat1), math.radians(lat2)
    a = math.sin((q - p) / 2) ** 2
    a += math.cos(p) * math.cos(q) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, a)))
