"""A small store made by hand: every shape, status and hole there can be, and no reader needed."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geocode.documents import make_document
from geocode.records import (
    Basis,
    Document,
    Entry,
    Event,
    Evidence,
    Mention,
    Place,
    Precision,
    Reading,
    Relation,
    Span,
    Status,
    TimeSpan,
)
from geocode.store import open_store

YELSK = shapely.Point(29.15, 51.81)
BORDER = shapely.LineString([(23.6, 51.5), (23.7, 52.1), (23.2, 52.6), (23.9, 52.9), (23.5, 53.9)])
BELARUS = shapely.Polygon(
    [
        (23.6, 51.6),
        (30.6, 51.3),
        (31.8, 52.1),
        (32.7, 53.4),
        (30.9, 55.6),
        (26.6, 55.7),
        (23.5, 53.9),
    ]
)
LIMA = shapely.Point(-77.03, -12.04)
JUBA = shapely.Point(31.58, 4.85)


@dataclass(frozen=True)
class Sample:
    """One sentence, one event. ``what``, ``where`` and ``when`` are words of the sentence."""

    sentence: str
    kind: str
    what: str
    where: str | None = None
    when: str | None = None
    days: tuple[date | None, date | None] | None = None
    geometry: BaseGeometry | None = None
    relation: Relation = "in"
    status: Status = "realised"
    precision_m: float = 3000.0
    source: str = "Sample Courier"
    published: date | None = date(2022, 2, 14)
    basis: Basis = "explicit"
    url: str | None = "https://example.org/report"


SAMPLES = (
    Sample(
        "Tank crews drilled near Yelsk on Sunday, residents said.",
        "MOBILIZE",
        "drilled",
        "Yelsk",
        "Sunday",
        (date(2022, 2, 13), date(2022, 2, 13)),
        YELSK.buffer(0.2),
        "near",
        "realised",
        15_000.0,
    ),
    Sample(
        "Engineers laid a pontoon bridge in Yelsk on 10 February.",
        "MOBILIZE",
        "laid",
        "Yelsk",
        "10 February",
        (date(2022, 2, 10), date(2022, 2, 10)),
        YELSK,
    ),
    Sample(
        "Border guards in Yelsk turned back a convoy on 10 February.",
        "COERCE",
        "turned back",
        "Yelsk",
        "10 February",
        (date(2022, 2, 10), date(2022, 2, 10)),
        YELSK,
    ),
    Sample(
        "Patrols were doubled along the Belarus–Poland border from 12 to 20 February.",
        "MOBILIZE",
        "doubled",
        "the Belarus–Poland border",
        "12 to 20 February",
        (date(2022, 2, 12), date(2022, 2, 20)),
        BORDER,
        "border",
        "ongoing",
        10_000.0,
    ),
    Sample(
        "Joint exercises will be held across Belarus in March.",
        "MOBILIZE",
        "will be held",
        "Belarus",
        "March",
        (date(2022, 3, 1), date(2022, 3, 31)),
        BELARUS,
        "in",
        "planned",
        300_000.0,
    ),
    Sample(
        "Ministers met in Lima on 2 February to sign a trade pact.",
        "AGREE",
        "sign",
        "Lima",
        "2 February",
        (date(2022, 2, 2), date(2022, 2, 2)),
        LIMA,
    ),
    Sample(
        "Thousands marched through Juba on Friday over fuel prices.",
        "PROTEST",
        "marched",
        "Juba",
        "Friday",
        (date(2022, 2, 11), date(2022, 2, 11)),
        JUBA,
    ),
    Sample(
        "The alliance announced new sanctions on Monday.",
        "SANCTION",
        "announced",
        None,
        "Monday",
        (date(2022, 2, 14), date(2022, 2, 14)),
    ),
    Sample(
        "Clashes broke out in Juba, witnesses said.",
        "ASSAULT",
        "Clashes",
        "Juba",
        None,
        None,
        JUBA,
        published=None,
        url="javascript:alert(1)",
    ),
    Sample("The spokesman denied any plan to attack.", "REJECT", "denied", status="denied"),
)

AJAR = (
    Sample(
        "Sappers left Lima until 7 February.",
        "RETREAT",
        "left",
        "Lima",
        "until 7 February",
        (None, date(2022, 2, 7)),
        LIMA,
        basis="relative",
    ),
    Sample(
        "Pilots will train over Juba.",
        "MOBILIZE",
        "will train",
        "Juba",
        None,
        (date(2022, 3, 15), None),
        JUBA,
        status="planned",
        published=date(2022, 3, 15),
        basis="dateline_default",
    ),
    Sample(
        "Trucks took flour to Zzyzxia.",
        "AID",
        "took",
        "Zzyzxia",
        None,
        (None, date(2022, 3, 15)),
        published=date(2022, 3, 15),
        basis="dateline_default",
    ),
)
"""Events with one open end, and a name that no gazetteer has."""


def span_of(document: Document, words: str, *, within: Span | None = None) -> Span:
    """Where the words first stand in the document."""
    start = document.text.index(words, within.start if within else 0)
    return Span(start, start + len(words))


def reading_of(sample: Sample, number: int = 0) -> Reading:
    """The reading the sample stands for; the place's name is the sample's own word."""
    document = make_document(
        sample.sentence, source=sample.source, url=sample.url, published=sample.published,
        doc_id=f"sample-{number}",
    )  # fmt: skip
    mentions: tuple[Mention, ...] = ()
    places: tuple[Place, ...] = ()
    if sample.where:
        span = span_of(document, sample.where)
        mentions = (Mention(document.id, span, sample.where, "toponym"),)
        places = (_place(mentions[0], sample),)
    when = None
    if sample.days:
        when = TimeSpan(*sample.days, _precision(*sample.days), sample.basis)
    quote = Span(0, len(document.text))
    evidence = Evidence(
        document.id,
        quote,
        span_of(document, sample.what),
        mentions[0].span if mentions else None,
        span_of(document, sample.when) if sample.when else None,
    )
    sited = tuple(place for place in places if place.geometry is not None)
    event = Event(
        f"event-{number}",
        sample.kind,
        sample.status,
        ("crews",),
        (),
        when,
        sited,
        (evidence,),
        None,
        0.8,
    )
    return Reading(document, mentions, places, (), (event,), "sample-run")


def _precision(earliest: date | None, latest: date | None) -> Precision:
    if earliest is None or latest is None:
        return "open"
    return "day" if earliest == latest else "interval"


def _place(mention: Mention, sample: Sample) -> Place:
    if sample.geometry is None:
        return Place(mention, None, (), 0.2, sample.relation, "site", None, None, ("no candidate",))
    centre = sample.geometry.centroid
    entry = Entry(
        f"geonames:{round(abs(centre.x) * 100)}", mention.surface, "PPL", "BY", None, None,
        round(centre.x, 4), round(centre.y, 4), 9_000, None, None, sample.precision_m,
    )  # fmt: skip
    why = ("the only place of that name with so many people", "its country is named in the text")
    return Place(
        mention, entry, (), 0.9, sample.relation, "site", sample.geometry, sample.precision_m, why
    )


def write_store(path: Path, samples: tuple[Sample, ...] = SAMPLES) -> Path:
    """A store that holds the samples."""
    with open_store(path) as store:
        for number, sample in enumerate(samples):
            store.add(reading_of(sample, number))
    return path


_WHERE = (
    "{{7*7}}",
    "${alert(1)}",
    "<img src=x onerror=window.pwned=1>",
    "<script>window.pwned=1</script>",
    "`+alert(1)+`",
    "{% for x in y %}",
    "{#",
    "'\"><svg onload=window.pwned=1>",
    "</script><script>window.pwned=1</script>",
    "javascript:alert(1)",
)
HOSTILE = tuple(
    Sample(
        f"Troops drilled in {where} on 10 February, said {{{{cycler.__init__}}}} ${{1+1}}.",
        "MOBILIZE",
        "drilled",
        where,
        "10 February",
        (date(2022, 2, 10), date(2022, 2, 10)),
        shapely.Point(20 + number, 50),
        source=f"{where}.txt",
        url=f"https://example.org/{where}",
    )
    for number, where in enumerate(_WHERE)
)
"""Reports that try to run: as a template on the server, as script in the browser."""


def answered(work: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives, in a thread of its own: in this one a browser's loop may run."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
