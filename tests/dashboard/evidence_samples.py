"""A small store with all that evidence can show: candidates, parties, tellers, a long report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import shapely
from page_samples import span_of

from geocode import records
from geocode.documents import make_document
from geocode.happenings import Joined
from geocode.store import open_store

SENTENCE = "On Sunday, rebels shelled a depot near Springfield, a military spokesman told Reuters."
SHELLING = f"""Rockets fall near Springfield

The front was quiet for a week. {SENTENCE} Nobody was hurt.

The shelling set a barn alight, villagers said. Nurses will bring blankets to Shelbyville.
"""
AGAIN = "Rebel guns hit Springfield on Sunday."
UNSURE = "Police stormed a house in Newtown, officials said."
EVIL = "<img src=x onerror=window.pwned=1>{{7*7}}${alert(1)}\u202e"
SUNDAY = date(2022, 2, 13)
LINE = "Nothing of note happened along the whole of the quiet road that day.\n"
DUST = "Dust lay on the road. " * 60
MARCH = "Miners marched through Lima on Sunday."
LONG = f"{LINE * 1500}\n{DUST}{MARCH} {DUST}\n\n{LINE * 1500}"
NEAR = shapely.Point(-89.64, 39.8).buffer(0.15)
"""A disc of about 15 km about Springfield, Illinois."""


def entry(
    id: str, name: str, lon: float, lat: float, *, country: str, feature: str = "PPL"
) -> records.Entry:
    return records.Entry(
        f"geonames:{id}", name, feature, country, None, None, lon, lat, 9_000, None, None, 4_000.0
    )


ILLINOIS = entry("1", "Springfield", -89.64, 39.8, country="US")
MISSOURI = entry("2", "Springfield", -93.29, 37.21, country="US", feature="PPLA2")
QUEENSLAND = entry("3", "Springfield", 152.92, -27.67, country="AU")


def mention(
    document: records.Document, name: str, *, within: records.Span | None = None
) -> records.Mention:
    return records.Mention(document.id, span_of(document, name, within=within), name, "toponym")


def evidence(
    document: records.Document,
    sentence: str,
    trigger: str,
    *,
    place: records.Mention | None = None,
    when: str | None = None,
    said: records.Attribution | None = None,
) -> records.Evidence:
    quote = span_of(document, sentence)
    return records.Evidence(
        document.id,
        quote,
        span_of(document, trigger, within=quote),
        place.span if place else None,
        span_of(document, when, within=quote) if when else None,
        said,
    )


def party(document: records.Document, name: str, *rest: str | None) -> records.Actor:
    """``rest``: role, country, sector."""
    return records.Actor(document.id, span_of(document, name), name, *rest)  # type: ignore[arg-type]


def shelling() -> records.Reading:
    """One event told twice, with a sure place, who did it and who says so; and a second event."""
    document = make_document(
        SHELLING, source="Sample Courier", url="https://example.org/shelling",
        published=date(2022, 2, 14), doc_id="shelling",
    )  # fmt: skip
    quote = span_of(document, SENTENCE)
    named = mention(document, "Springfield", within=quote)
    others = (
        records.Candidate(QUEENSLAND, 0.004, ("the largest of the name in Australia",)),
        records.Candidate(MISSOURI, 0.11, ("other names in the report lie in it",)),
    )
    place = records.Place(
        named, ILLINOIS, others, 0.83, "near", "site", NEAR, 15_000.0,
        ("9,000 people", "a disc of 15 km for ‘near’"),
    )  # fmt: skip
    shelby = mention(document, "Shelbyville")
    shelbyville = records.Place(
        shelby, entry("4", "Shelbyville", -88.79, 39.41, country="US"), (), 0.9, "in", "site",
        shapely.Point(-88.79, 39.41), 4_000.0, ("4,700 people",),
    )  # fmt: skip
    spokesman, reuters = span_of(document, "a military spokesman"), span_of(document, "Reuters")
    when = records.TimeSpan(SUNDAY, SUNDAY, "day", "relative")
    event = records.Event(
        "shelling", "ASSAULT", "realised", ("rebels",), ("depot",), when, (place,),
        (
            evidence(
                document, SENTENCE, "shelled", place=named, when="Sunday",
                said=records.Attribution(spokesman, reuters),
            ),
            evidence(
                document, "The shelling set a barn alight, villagers said.", "shelling",
                said=records.Attribution(span_of(document, "villagers")),
            ),
        ),
        None, 0.8,
        parties=(
            party(document, "rebels", "actor", "US", "rebels"),
            party(document, "a depot", "recipient", None, None),
        ),
    )  # fmt: skip
    aid = records.Event(
        "aid", "AID", "planned", ("Nurses",), (), None, (shelbyville,),
        (evidence(document, "Nurses will bring blankets to Shelbyville.", "bring", place=shelby),),
        None, 0.7,
    )  # fmt: skip
    dates = (records.DateMention(document.id, span_of(document, "Sunday"), when, "weekday"),)
    return records.Reading(
        document, (named, shelby), (place, shelbyville), dates, (event, aid), "run"
    )


def plain(
    text: str, sentence: str, trigger: str, *, id: str, place: records.Place, source: str
) -> records.Reading:
    """A report of one event at a place; its mention is looked for in the text."""
    document = make_document(
        text, source=source, url="https://example.org/a", published=date(2022, 2, 14), doc_id=id
    )
    quote = span_of(document, sentence)
    named = mention(document, place.mention.surface, within=quote)
    sited = replace(place, mention=named)
    told = evidence(document, sentence, trigger, place=named)
    when = records.TimeSpan(SUNDAY, SUNDAY, "day", "explicit")
    places = (sited,)
    event = records.Event(id, "PROTEST", "realised", (), (), when, places, (told,), None, 0.8)
    return records.Reading(document, (named,), places, (), (event,), "run")


def place(
    name: str, point: tuple[float, float] | None, *others: records.Candidate
) -> records.Place:
    """A place that is surely there, or of which nobody can say where it is."""
    nobody = records.Mention("", records.Span(0, 0), name, "toponym")
    if point is None:
        return records.Place(nobody, None, others, 0.2, "in", "site", None, None, ("none is sure",))
    known = entry("9", name, *point, country="PE")
    return records.Place(
        nobody, known, others, 0.9, "in", "site", shapely.Point(point), 4_000.0, ("well known",)
    )


def readings() -> tuple[records.Reading, ...]:
    newtown = place(
        "Newtown", None,
        records.Candidate(entry("5", "Newtown", -73.3, 41.4, country="US"), 0.3, ("a town there",)),
        records.Candidate(entry("6", "Newtown", 151.18, -33.9, country="AU"), 0.28, ("a suburb",)),
    )  # fmt: skip
    springfield = place("Springfield", (-89.64, 39.8))
    other = records.Candidate(entry("7", EVIL, 21.0, 50.0, country="PL"), 0.1, (EVIL,))
    hostile = f"Crowds marched in {EVIL} on Sunday."
    return (
        shelling(),
        plain(AGAIN, AGAIN, "hit", id="again", source="Other Post", place=springfield),
        plain(UNSURE, UNSURE, "stormed", id="unsure", source="Post", place=newtown),
        plain(
            LONG, MARCH, "marched", id="long", source="Post", place=place("Lima", (-77.03, -12.04))
        ),
        plain(
            hostile,
            hostile,
            "marched",
            id="evil",
            source=EVIL,
            place=place(EVIL, (20.0, 50.0), other),
        ),
    )


def write_evidence(path: Path) -> Path:
    """A store that holds all of them, the shelling joined with its other telling."""
    with open_store(path) as store:
        known = readings()
        for reading in known:
            store.add(reading)
        first, again = known[0].document.id, known[1].document.id
        store.keep_joined(
            (
                Joined("shelling", first, "shelling", 0, ()),
                Joined("again", again, "shelling", 1, ("both in Springfield",)),
            )
        )
    return path
